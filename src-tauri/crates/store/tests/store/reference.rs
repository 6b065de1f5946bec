//! Reference data: items below parents, and the log of what changed.

use patchbay_model::{GoneReason, ReadMode, RecordKind, StreamName, VendorId};
use patchbay_store::{ReferenceChange, Store};

use crate::support::{Reading, item, new_integration, open};

const KIND: RecordKind = RecordKind::Reference;

async fn changes(store: &Store) -> Vec<(String, String, ReferenceChange)> {
    let mut changes: Vec<_> = store
        .reference_changes(None, 100)
        .await
        .unwrap()
        .into_iter()
        .map(|each| (each.parent, each.vendor_id.0, each.change))
        .collect();
    changes.reverse();
    changes
}

fn text(text: &str) -> String {
    text.to_owned()
}

#[tokio::test]
async fn changes_are_logged_after_the_first_complete_read() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let integration = store.add_integration(new_integration("Example"), "desktop").await.unwrap();
    let full = Some(ReadMode::Full);
    let mut reading = Reading::begin(&store, &integration, "board_statuses", KIND, full).await;
    let counts = reading
        .apply(
            vec![
                item("901", Some("27"), "New", true),
                item("901", Some("31"), "New", true),
                item("944", Some("27"), "Waiting", true),
                item("960", Some("27"), "Closed", true),
            ],
            None,
        )
        .await;
    assert_eq!(counts.added, 4, "one id below two parents is two items");
    reading.finish().await.unwrap();
    assert_eq!(changes(&store).await, []);

    let mut reading = Reading::begin(&store, &integration, "board_statuses", KIND, full).await;
    let counts = reading
        .apply(
            vec![
                item("901", Some("27"), "New!", true),
                item("944", Some("27"), "Waiting", false),
                item("977", Some("27"), "Triage", true),
            ],
            None,
        )
        .await;
    assert_eq!((counts.added, counts.changed), (1, 2));
    let (source, read_no) = (reading.state.source, reading.read.read_no);
    assert_eq!(store.absent(source, read_no, &[]).await.unwrap(), 2);
    let exempt = [text("31")];
    assert_eq!(store.absent(source, read_no, &exempt).await.unwrap(), 1);
    let left = store.absent_ids(source, read_no, &exempt, None, 10).await.unwrap();
    assert_eq!((left[0].vendor_id.as_str(), left[0].parent.as_str()), ("960", "27"));
    let gone = GoneReason::Absent;
    let marked = store.mark_absent_gone(reading.run, source, read_no, &exempt, gone).await;
    assert_eq!(marked.unwrap(), 1);
    let run = reading.run;
    reading.finish().await.unwrap();
    let renamed = ReferenceChange::Renamed { from: text("New"), to: text("New!") };
    assert_eq!(
        changes(&store).await,
        [
            (text("27"), text("901"), renamed),
            (text("27"), text("944"), ReferenceChange::Deactivated),
            (text("27"), text("977"), ReferenceChange::Added),
            (text("27"), text("960"), ReferenceChange::Removed),
        ]
    );
    assert_eq!(store.reference_changes(Some(run), 2).await.unwrap().len(), 2);
}

#[tokio::test]
async fn items_come_in_the_order_of_parents_and_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let integration = store.add_integration(new_integration("Example"), "desktop").await.unwrap();
    let full = Some(ReadMode::Full);
    let mut reading = Reading::begin(&store, &integration, "boards", KIND, full).await;
    reading
        .apply(
            vec![
                item("112", None, "Projects", true),
                item("27", None, "Help Desk", true),
                item("31", None, "Old", false),
            ],
            None,
        )
        .await;
    let boards = StreamName::from("boards");
    let active = store.live_parent_ids(integration.id, &boards, true).await.unwrap();
    assert_eq!(active, [VendorId::from("27"), VendorId::from("112")]);
    assert_eq!(store.live_parent_ids(integration.id, &boards, false).await.unwrap().len(), 3);

    let mut reading = Reading::begin(&store, &integration, "statuses", KIND, full).await;
    reading
        .apply(
            vec![
                item("5", Some("112"), "Open", true),
                item("6", Some("27"), "b", true),
                item("7", Some("27"), "A", true),
            ],
            None,
        )
        .await;
    let all = store.reference(integration.id, None, false).await.unwrap();
    let names: Vec<_> = all.iter().map(|each| each.record.title()).collect();
    assert_eq!(names, ["Help Desk", "Old", "Projects", "A", "b", "Open"]);
    let some = store.reference(integration.id, Some(&boards), false).await.unwrap();
    assert_eq!(some.len(), 3);
}
