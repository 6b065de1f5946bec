//! An integration for tests of the tray and of the notices.

use std::collections::BTreeMap;

use patchbay_app::{IntegrationView, StreamStatus};
use patchbay_model::{IntegrationId, IntegrationState, RecordKind, Settings};

/// A connected tool with companies and ticket statuses.
pub(crate) fn view() -> IntegrationView {
    IntegrationView {
        id: IntegrationId::new(),
        connector: "acme".to_owned(),
        name: "Acme PSA".to_owned(),
        connector_name: "Acme Desk".to_owned(),
        category: "PSA".to_owned(),
        sandbox: false,
        setup: None,
        credentials_expire_on: None,
        credentials_expire_in: None,
        state: IntegrationState::Connected,
        reason: String::new(),
        syncing: false,
        fields: BTreeMap::new(),
        settings: Settings::default(),
        last_success_at: None,
        next_due_at: None,
        rights_change: None,
        next_sync: None,
        streams: vec![
            status("companies", "Companies", RecordKind::Company, 214),
            status("ticket_statuses", "Ticket statuses", RecordKind::Reference, 120),
        ],
    }
}

fn status(stream: &str, label: &str, kind: RecordKind, live: u64) -> StreamStatus {
    StreamStatus {
        stream: stream.to_owned(),
        label: label.to_owned(),
        kind,
        on: true,
        live,
        gone: 0,
        last_success_at: None,
        next_due_at: None,
        failures: 0,
        shrink_hold: None,
    }
}
