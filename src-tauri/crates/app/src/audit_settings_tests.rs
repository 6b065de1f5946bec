//! No ids, no machine's times and no keys: every setting of Patchbay as people call it.

use chrono::FixedOffset;
use patchbay_model::{Integration, IntegrationState};
use serde_json::json;

use super::*;

fn integration(name: &str) -> Integration {
    let at = "2026-09-01T08:00:00Z".parse().unwrap();
    Integration {
        id: IntegrationId::new(),
        connector: "connectwise".to_owned(),
        name: name.to_owned(),
        fields: BTreeMap::new(),
        settings: patchbay_model::Settings::default(),
        state: IntegrationState::Connected,
        state_reason: String::new(),
        credential_failures: 0,
        created_at: at,
        updated_at: at,
        version: 1,
    }
}

fn say(names: &Names, key: &str, before: Value, after: Value) -> (String, String, Vec<String>) {
    let entry = AuditEntry {
        key: 7,
        at: "2026-09-01T08:00:00Z".parse().unwrap(),
        actor: "window".to_owned(),
        action: "setting.set".to_owned(),
        subject: key.to_owned(),
        before,
        after,
    };
    let east = FixedOffset::east_opt(2 * 60 * 60).unwrap();
    let Told { action, subject, changes } = told(&entry, names, &east).unwrap_or_default();
    (action, subject, changes)
}

fn owned(action: &str, subject: &str, changes: &[&str]) -> (String, String, Vec<String>) {
    let changes = changes.iter().map(|line| (*line).to_owned()).collect();
    (action.to_owned(), subject.to_owned(), changes)
}

#[test]
fn a_set_up_is_told_by_its_integration_and_its_steps() {
    let one = integration("Acme PSA");
    let names = Names::new(std::slice::from_ref(&one), crate::Connectors::default());
    let id = one.id.to_string();
    let at = |step: &str| json!({ id.as_str(): step });
    assert_eq!(
        say(&names, "setup", at("permissions"), at("sync")),
        owned("Went on with a set-up", "Acme PSA", &["Step: Permissions → Sync"]),
    );
    assert_eq!(say(&names, "setup", at("import"), json!({})).2, ["Step: Import → complete"],);
    let nobody = Names::new(&[], crate::Connectors::default());
    assert_eq!(
        say(&nobody, "setup", at("import"), json!({})),
        owned("", "", &[]),
        "its removal says it"
    );
}

#[test]
fn a_check_of_rights_tells_what_came_and_went() {
    let one = integration("Acme PSA");
    let names = Names::new(std::slice::from_ref(&one), crate::Connectors::default());
    let id = one.id.to_string();
    let area = |id: &str, result: &str| {
        json!({"area": id, "label": sentence_case(id), "required": false, "result": result,
               "ok": result == "Granted", "grant": "", "details": ["GET /sales 403"]})
    };
    let report = |at: &str, projects: &str| {
        let areas = [area("tickets", "Granted"), area("projects", projects)];
        json!({ id.as_str(): {"checked_at": at, "areas": areas} })
    };
    let (first, second) = ("2026-09-01T07:00:00Z", "2026-09-01T08:00:00Z");
    assert_eq!(
        say(&names, "permissions", report(first, "Granted"), report(second, "Not permitted")),
        owned("Checked the permissions", "Acme PSA", &["Projects: Granted → Not permitted"]),
    );
    let says = |before, after| say(&names, "permissions", before, after).2;
    assert_eq!(says(report(first, "Granted"), report(second, "Granted")), ["As before."]);
    assert_eq!(says(Value::Null, report(first, "Not available")), ["Projects: Not available"]);
    assert_eq!(says(Value::Null, report(first, "Granted")), ["Everything is granted."]);
}

#[test]
fn times_are_those_of_the_computer() {
    let names = Names::new(&[], crate::Connectors::default());
    assert_eq!(
        say(&names, "paused_until", Value::Null, json!("2026-09-01T22:30:05.123Z")),
        owned("Paused the schedule", "Everything", &["Paused until 2 September 2026, 00:30"]),
    );
    assert_eq!(
        say(&names, "paused_until", json!("2026-09-01T22:30:05Z"), Value::Null),
        owned("Let the schedule go on", "Everything", &[]),
    );
    assert_eq!(
        say(&names, "quiet_hours", Value::Null, json!({"from": "20:00:00", "until": "04:30:00"})),
        owned("Changed the quiet hours", "Quiet hours", &["none → 22:00 to 06:30"]),
    );
}

#[test]
fn the_other_settings_have_the_labels_of_the_page() {
    let one = integration("Acme PSA");
    let names = Names::new(std::slice::from_ref(&one), crate::Connectors::default());
    assert_eq!(
        say(
            &names,
            "preferences",
            json!({"close_to_tray": null, "notify_problems": true}),
            json!({"close_to_tray": true, "notify_problems": false, "of_tomorrow": 1}),
        ),
        owned(
            "Changed the preferences",
            "Settings",
            &[
                "When the window is closed: Ask → Go on in the tray",
                "Notice when something needs you: on → off",
                "Of tomorrow: not set → 1",
            ],
        ),
    );
    let id = one.id.to_string();
    let given = json!({ id.as_str(): {"expires_on": "2027-04-30", "before": 14} });
    assert_eq!(
        say(&names, "credential_reminders", Value::Null, given),
        owned(
            "Reminded of credentials that expire",
            "Acme PSA",
            &["Their last day: 30 April 2027"]
        ),
    );
    let known = json!({"seed": 7, "port": 40000, "integrations": [id]});
    assert_eq!(say(&names, "sandbox", Value::Null, known.clone()).0, "Opened the sandbox");
    assert_eq!(
        say(&names, "sandbox", known, Value::Null),
        owned("Removed the sandbox", "Sandbox", &[])
    );
}
