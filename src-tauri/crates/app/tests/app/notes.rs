//! The notes of a ticket, asked when somebody looks.

use patchbay_model::TicketArea;

use crate::stage::{NAME, Stage};

#[tokio::test(flavor = "multi_thread")]
async fn notes_are_read_without_a_sync_oldest_first() {
    let stage = Stage::new().await;
    let world = stage.sandbox.world();
    for (area, path) in
        [(TicketArea::Service, "/service/tickets"), (TicketArea::Project, "/project/tickets")]
    {
        let id = world.ids(path)[0].to_string();
        let notes = stage.app.ticket_notes(NAME, area, &id).await.unwrap();
        assert!(!notes.is_empty() && notes.iter().all(|note| !note.text.is_empty()), "{notes:?}");
        assert!(notes.is_sorted_by_key(|note| note.created_at), "{notes:?}");
    }
    assert!(stage.app.runs(10, None).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_that_is_not_there_is_named() {
    let stage = Stage::new().await;
    let project = stage.sandbox.world().ids("/project/tickets")[0].to_string();
    for id in ["999999999", project.as_str(), "../../company/companies", "", "x"] {
        let error = stage.app.ticket_notes(NAME, TicketArea::Service, id).await.unwrap_err();
        assert_eq!((error.code.as_str(), error.field.as_deref()), ("not_found", Some("ticket")));
        assert!(error.say.contains(&format!("service ticket “{id}”")), "{}", error.say);
    }
}
