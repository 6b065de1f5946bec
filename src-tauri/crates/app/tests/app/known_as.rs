//! What people know records by: the number of a ticket, the name of a company as it is now, the stage of a
//! status, over the made-up vendor that sends only ids where it can.

use std::{collections::BTreeMap, sync::Arc};

use patchbay_app::{App, RecordListQuery, RecordView, RecordsQuery, SandboxView, VaultChoice};
use patchbay_model::{Record, RecordKind, Stage as WorkStage, TicketArea};
use patchbay_sandbox::StageHandle;

use crate::stage::{NAME, Stage};

/// An integration of the vendor whose tickets have numbers.
async fn numbered() -> (Stage, StageHandle) {
    let stage = Stage::empty(VaultChoice::Memory).await;
    let theirs = stage.sandbox.stages().remove(1);
    let handle = stage.sandbox.stage(theirs.connector).unwrap();
    let view = SandboxView {
        connector: theirs.connector,
        base_url: handle.base_url(),
        fields: theirs.fields,
        secrets: theirs.secrets,
    };
    stage.app.add_integration(App::sandbox_integration(&view, NAME)).await.unwrap();
    (stage, handle)
}

fn all(kind: RecordKind) -> RecordListQuery {
    RecordListQuery {
        kind,
        integration: None,
        stream: None,
        text: None,
        include_gone: false,
        sort: None,
        filters: BTreeMap::new(),
    }
}

async fn rows(app: &Arc<App>, query: &RecordListQuery) -> Vec<RecordView> {
    app.record_page(query, 0, 500).await.unwrap().rows
}

fn company_name(view: &RecordView) -> &str {
    view.record.company().map_or("", |company| &company.name)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_is_known_by_its_number() {
    let (stage, _) = numbered().await;
    stage.sync("tickets").await;
    let app = &stage.app;
    let ticket = rows(app, &all(RecordKind::Ticket)).await.remove(0);
    let Record::Ticket(record) = &ticket.record else { panic!("{ticket:?}") };
    let number = record.number.clone().unwrap();
    assert_ne!(number, ticket.vendor_id);
    assert!(record.custom_fields.iter().all(|field| field.value.as_ref() != Some(&number)));
    for text in [number.clone(), format!("#{number}")] {
        let searched = RecordListQuery { text: Some(text.clone()), ..all(RecordKind::Ticket) };
        assert!(rows(app, &searched).await.iter().any(|row| row.vendor_id == ticket.vendor_id));
        assert_eq!(app.find_records(&text).await.unwrap()[0].vendor_id, ticket.vendor_id);
        let query = RecordsQuery {
            kind: RecordKind::Ticket,
            integration: None,
            text: Some(text.clone()),
            include_gone: false,
            limit: 10,
            after_key: None,
        };
        let listed = app.records(query).await.unwrap();
        assert!(listed.iter().any(|row| row.vendor_id == ticket.vendor_id));
        let by_number = app.ticket_notes(NAME, TicketArea::Service, &text).await.unwrap();
        let by_id = app.ticket_notes(NAME, TicketArea::Service, &ticket.vendor_id).await.unwrap();
        assert_eq!(by_number, by_id, "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_show_what_their_company_is_called_now() {
    let (stage, handle) = numbered().await;
    stage.sync("contacts").await;
    let app = &stage.app;
    let people = all(RecordKind::Person);
    assert!(rows(app, &people).await.iter().all(|row| company_name(row).is_empty()));
    stage.sync("customers").await;
    let found = rows(app, &people).await;
    assert!(found.iter().any(|row| !company_name(row).is_empty()));
    let person = found.into_iter().find(|row| !company_name(row).is_empty()).unwrap();
    let company = person.record.company().unwrap().clone();
    let named = |name: &str| RecordListQuery {
        filters: BTreeMap::from([("company_name".to_owned(), vec![name.to_owned()])]),
        ..people.clone()
    };
    let before = rows(app, &named(&company.name)).await.len();
    assert!(before > 0);

    handle.set_now(handle.now() + chrono::TimeDelta::hours(1));
    assert!(handle.rename("/customers", company.id.parse().unwrap(), "Quite Another Ltd"));
    let mut events = app.events();
    stage.sync("customers").await;
    let mut tags = Vec::new();
    while let Ok(event) = events.try_recv() {
        if let patchbay_app::Event::DataChanged { tags: told } = event {
            tags.extend(told);
        }
    }
    assert!(tags.contains(&"records:person".to_owned()), "its people look different: {tags:?}");
    assert_eq!(rows(app, &named("Quite Another Ltd")).await.len(), before);
    assert!(rows(app, &named(&company.name)).await.is_empty());
    let detail = app.record_detail(NAME, "contacts", &person.vendor_id).await.unwrap();
    assert_eq!(company_name(&detail.record), "Quite Another Ltd");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_that_is_put_on_another_stage_moves_its_tickets() {
    let (stage, _) = numbered().await;
    stage.sync("tickets").await;
    let app = &stage.app;
    let tickets = all(RecordKind::Ticket);
    let unstaged = rows(app, &tickets).await;
    assert!(unstaged.iter().all(|row| row.stage.is_none()));
    let Record::Ticket(ticket) = &unstaged[0].record else { panic!("{:?}", unstaged[0]) };
    let status = ticket.status.clone().unwrap();
    let of = |stage: &str| RecordListQuery {
        filters: BTreeMap::from([("stage".to_owned(), vec![stage.to_owned()])]),
        ..tickets.clone()
    };
    assert!(rows(app, &of("waiting")).await.is_empty());
    let list = serde_json::to_string(&[&status.id]).unwrap();
    stage.set("stage.waiting", &list).await.unwrap();
    let waiting = rows(app, &of("waiting")).await;
    assert!(!waiting.is_empty() && waiting.iter().all(|row| row.stage == Some(WorkStage::Waiting)));
    stage.set("stage.working", &list).await.unwrap();
    assert!(
        rows(app, &of("waiting")).await.is_empty(),
        "the order that was kept is not asked again"
    );
    assert_eq!(rows(app, &of("working")).await.len(), waiting.len());
    let values = app.column_values(&of("working"), "stage").await.unwrap();
    let count = |stage: &str| values.iter().find(|each| each.value == stage).map(|each| each.count);
    assert_eq!(count("working"), Some(waiting.len() as u64));
    assert_eq!(count(""), Some((unstaged.len() - waiting.len()) as u64).filter(|count| *count > 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_statuses_that_mean_closed_close_their_tickets() {
    let (stage, _) = numbered().await;
    stage.sync("tickets").await;
    let app = &stage.app;
    let narrowed = |value: &str| RecordListQuery {
        filters: BTreeMap::from([("closed".to_owned(), vec![value.to_owned()])]),
        ..all(RecordKind::Ticket)
    };
    let open = rows(app, &narrowed("false")).await;
    let before = rows(app, &narrowed("true")).await.len();
    let Record::Ticket(ticket) = &open[0].record else { panic!("{:?}", open[0]) };
    let status = ticket.status.clone().unwrap();
    stage.set("closed_statuses", &serde_json::to_string(&[&status.id]).unwrap()).await.unwrap();
    let closed = rows(app, &narrowed("true")).await;
    assert!(closed.len() > before, "the order that was kept is not asked again");
    assert!(closed.iter().all(|row| row.closed == Some(true)));
    let of_status = |row: &RecordView| matches!(&row.record, Record::Ticket(ticket) if ticket.status.as_ref() == Some(&status));
    assert!(rows(app, &narrowed("false")).await.iter().all(|row| !of_status(row)));
}
