//! The statuses that tickets have.

use patchbay_model::{Record, RecordKind, RecordReference, Ticket};
use patchbay_store::IncomingRow;

use crate::support::{Reading, new_integration, open, row};

fn ticket(number: usize, status: &str) -> IncomingRow {
    let status = RecordReference { id: status.to_owned(), name: format!("Status {status}") };
    let ticket = Ticket { status: Some(status), ..Ticket::default() };
    row(&number.to_string(), Record::Ticket(Box::new(ticket)))
}

/// An account with many boards has more statuses than anybody would filter by.
#[tokio::test]
async fn all_of_them_are_told_however_many_there_are() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let one = store.add_integration(new_integration("One"), "test").await.unwrap();
    let two = store.add_integration(new_integration("Two"), "test").await.unwrap();
    assert!(store.statuses_in_use(one.id).await.unwrap().is_empty(), "nothing was read");
    let mut rows: Vec<_> = (0..700).map(|at| ticket(at, &format!("{at}"))).collect();
    rows.extend([ticket(701, "699"), ticket(702, "")]);
    let mut reading = Reading::begin(&store, &one, "tickets", RecordKind::Ticket, None).await;
    reading.apply(rows, None).await;
    let mut reading = Reading::begin(&store, &two, "tickets", RecordKind::Ticket, None).await;
    reading.apply(vec![ticket(1, "31337")], None).await;

    let told = store.statuses_in_use(one.id).await.unwrap();
    assert_eq!(told.len(), 700);
    assert_eq!((told[0].id.as_str(), told[0].tickets), ("699", 2), "most tickets first");
    let keys: Vec<_> = told.iter().map(|one| one.ticket).collect();
    for (status, stored) in
        told.iter().zip(store.records_by_keys(RecordKind::Ticket, &keys).await.unwrap())
    {
        let Record::Ticket(ticket) = stored.record else { panic!("no ticket") };
        assert_eq!(ticket.status.unwrap().id, status.id);
    }
}
