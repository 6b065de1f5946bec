//! Tests of the rows on fixtures: a full row, one with nothing but its id, and one full of oddities.

use patchbay_connector_kit::{DecodeFn, decode};
use patchbay_model::{Company, CustomField, Device, Person, PersonRole, Ticket};
use serde_json::value::RawValue;

use super::*;
use crate::syncro::{SPEC, scrub::scrub};

const FILES: [(&str, &str); 5] = [
    ("customers", include_str!("fixtures/customers.json")),
    ("contacts", include_str!("fixtures/contacts.json")),
    ("users", include_str!("fixtures/users.json")),
    ("tickets", include_str!("fixtures/tickets.json")),
    ("assets", include_str!("fixtures/assets.json")),
];

fn raw_rows(name: &str) -> Vec<&'static RawValue> {
    let (_, text) = FILES.iter().find(|(known, _)| *known == name).unwrap();
    serde_json::from_str(text).unwrap()
}

macro_rules! read {
    ($file:literal, $row:ty, $kind:ident) => {
        raw_rows($file)
            .into_iter()
            .map(|row| decode::<$row>(row.get(), None).unwrap())
            .map(|found| match found.record {
                Record::$kind(record) => (found.vendor_id.0, *record, found.updated_at),
                other => panic!("{other:?}"),
            })
            .collect::<Vec<_>>()
    };
}

fn pair(found: &Option<RecordReference>) -> (&str, &str) {
    found.as_ref().map_or(("", ""), |found| (&found.id, &found.name))
}

fn fields(found: &[CustomField]) -> Vec<(&str, &str)> {
    found.iter().map(|field| (field.id.as_str(), field.value.as_deref().unwrap())).collect()
}

fn moment(text: &str) -> Option<DateTime<Utc>> {
    Some(text.parse().unwrap())
}

#[test]
fn customers() {
    let found: Vec<(String, Company, _)> = read!("customers", CustomerRow, Company);
    let (id, full, updated_at) = &found[0];
    assert_eq!((id.as_str(), full.name.as_str()), ("21847311", "Brightwater Dental Group"));
    assert_eq!(pair(&full.status), ("active", "Active"));
    assert_eq!(full.phone.as_deref(), Some("8135550100"));
    assert_eq!(full.address.line1.as_deref(), Some("12 Harbour Street"));
    assert_eq!(full.address.line2.as_deref(), Some("Suite 9"));
    assert_eq!(pair(&full.territory), ("4107", "Tampa"));
    assert_eq!(full.updated_at, moment("2026-08-17T14:09:31.500Z"), "the offset counts");
    assert_eq!(
        (full.updated_at, full.created_at),
        (*updated_at, moment("2024-02-29T08:15:00.021Z"))
    );
    assert_eq!(fields(&full.custom_fields), [("Account Manager", "Petra Varga"), ("Tier", "Gold")]);
    assert_eq!((found[1].0.as_str(), &found[1].1), ("90000000017", &Company::default()));
    let odd = &found[2].1;
    assert_eq!(odd.name, "Jo Fox", "a person without a business");
    assert_eq!(pair(&odd.status), ("disabled", "Disabled"));
    assert_eq!(odd.phone.as_deref(), Some("8135550188"));
    assert_eq!((odd.address.line1.as_deref(), odd.address.line2.as_deref()), (Some("12"), None));
    assert_eq!((odd.territory.clone(), odd.created_at, odd.updated_at), (None, None, None));
    assert_eq!(fields(&odd.custom_fields), [("Tier", "Silver")], "properties as text");
}

#[test]
fn contacts() {
    let found: Vec<(String, Person, _)> = read!("contacts", ContactRow, Person);
    let full = &found[0].1;
    assert_eq!((full.name.as_str(), full.role), ("Alex Morgan", PersonRole::Contact));
    assert_eq!(full.email.as_deref(), Some("alex.morgan@example.com"));
    assert_eq!(full.phone.as_deref(), Some("(813) 555-0100"));
    assert_eq!(full.title.as_deref(), Some("Practice Manager"));
    assert_eq!(pair(&full.company), ("21847311", ""));
    assert_eq!(
        fields(&full.custom_fields),
        [("Birthday", "04-01")],
        "the title is no custom field"
    );
    assert!(full.active && found[1].1.active && found[1].1.name.is_empty());
    let odd = &found[2].1;
    assert_eq!(
        (odd.name.as_str(), odd.email.as_deref()),
        ("sam@example.com", Some("sam@example.com"))
    );
    assert_eq!(odd.phone.as_deref(), Some("+1 813-555-0102"));
    assert_eq!((odd.company.clone(), odd.title.as_deref()), (None, Some("12")));
    assert_eq!(odd.updated_at, moment("2026-07-01T00:00:00Z"));
}

#[test]
fn users_whole_and_as_pairs() {
    let found: Vec<(String, Person, _)> = read!("users", UserRow, Person);
    let (id, full, _) = &found[0];
    assert_eq!(
        (id.as_str(), full.name.as_str(), full.role),
        ("148211", "Paula Brandt", PersonRole::Staff)
    );
    assert_eq!(full.email.as_deref(), Some("p.brandt@example.com"));
    assert_eq!(pair(&full.security_role), ("Technicians", "Technicians"));
    let (id, short, _) = &found[1];
    assert_eq!((id.as_str(), short.name.as_str(), &short.email), ("148308", "Jamie Okafor", &None));
    let odd = &found[2].1;
    assert_eq!((odd.name.as_str(), odd.active), ("lee@example.com", true));
}

#[test]
fn tickets() {
    let found: Vec<(String, Ticket, _)> = read!("tickets", TicketRow, Ticket);
    let full = &found[0].1;
    assert_eq!(full.summary, "Printer offline");
    assert_eq!(pair(&full.status), ("Waiting on Customer", "Waiting on Customer"));
    assert_eq!(pair(&full.priority), ("2 Normal", "2 Normal"));
    assert_eq!(pair(&full.ticket_type), ("Hardware", "Hardware"));
    assert_eq!(full.record_type.as_deref(), Some("Helpdesk"));
    assert_eq!(pair(&full.company), ("21847311", "Brightwater Dental Group"));
    assert_eq!(pair(&full.contact), ("14206033", "Alex Morgan"));
    assert_eq!(pair(&full.owner), ("148211", "Paula Brandt"));
    assert_eq!(full.assignees, ["Paula Brandt"]);
    assert_eq!(
        (pair(&full.sla), full.sla_status.as_deref()),
        (("88", "Gold"), Some("Breaching soon"))
    );
    assert_eq!(
        (pair(&full.agreement), pair(&full.parent)),
        (("5511", "Care Plan"), ("71300055", ""))
    );
    assert_eq!(full.due_at, moment("2026-08-06T00:00:00Z"));
    assert!(!full.closed && full.closed_at.is_none() && full.board.is_none());
    assert_eq!(full.number.as_deref(), Some("20417"), "people know it by this, not by the id");
    assert_eq!(fields(&full.custom_fields), [("Serial", "X1")]);
    assert_eq!((found[1].0.as_str(), &found[1].1), ("71300148", &Ticket::default()));
    let odd = &found[2].1;
    assert_eq!(pair(&odd.status), ("resolved ", "resolved"), "the word is kept as it came");
    assert!(odd.closed && odd.closed_at.is_some());
    assert_eq!((pair(&odd.priority), odd.ticket_type.clone()), (("3", "3"), None));
    assert_eq!(
        pair(&odd.company),
        ("21847311", "Brightwater Dental Group"),
        "as one ticket has it"
    );
    assert_eq!(pair(&odd.contact), ("14206062", "Sam Poe"));
    assert_eq!(
        (odd.record_type.as_deref(), odd.sla_status.as_deref()),
        (Some("Site Visit"), Some("Breached"))
    );
    assert_eq!(
        (odd.owner.clone(), odd.sla.clone(), odd.parent.clone(), odd.due_at),
        (None, None, None, None)
    );
    assert_eq!(odd.number.as_deref(), Some("20419"));
    assert!(odd.custom_fields.is_empty());
}

#[test]
fn a_ticket_alone_has_its_contacts_name_in_an_object() {
    let alone = r#"{"id": 71300179, "contact_id": 14206062, "contact": {"id": 14206062, "name": "Sam Poe"}}"#;
    let found = decode::<TicketRow>(alone, None).unwrap().record;
    let Record::Ticket(ticket) = found else { panic!("{found:?}") };
    assert_eq!(pair(&ticket.contact), ("14206062", "Sam Poe"));
}

#[test]
fn a_ticket_that_was_opened_again_has_no_end() {
    let found = |status| {
        let row = format!(r#"{{"id":7,"status":"{status}","resolved_at":"2026-08-03T12:00:00Z"}}"#);
        match decode::<TicketRow>(&row, None).unwrap().record {
            Record::Ticket(ticket) => (ticket.closed, ticket.closed_at),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(found("Resolved"), (true, moment("2026-08-03T12:00:00Z")));
    assert_eq!(found("In Progress"), (false, None));
}

#[test]
fn assets() {
    let found: Vec<(String, Device, _)> = read!("assets", AssetRow, Device);
    let full = &found[0].1;
    assert_eq!(
        (full.name.as_str(), pair(&full.device_type)),
        ("BW-WS07", ("Syncro Device", "Syncro Device"))
    );
    assert_eq!(pair(&full.company), ("21847311", "Brightwater Dental Group"));
    assert_eq!(pair(&full.contact), ("14206033", ""));
    assert_eq!(
        (full.serial_number.as_deref(), full.model.as_deref()),
        (Some("SN-7001"), Some("Desk 7"))
    );
    assert_eq!(pair(&full.manufacturer), ("Example Computers", "Example Computers"));
    assert_eq!(full.operating_system.as_deref(), Some("Windows 11 Pro"));
    assert_eq!(full.ip_address.as_deref(), Some("192.0.2.17"), "not the public one");
    assert_eq!(full.mac_address.as_deref(), Some("00:00:5E:00:53:07"));
    assert_eq!(full.last_login.as_deref(), Some("CORP\\amorgan"));
    assert_eq!(fields(&full.custom_fields), [("Rack", "B 12")]);
    assert_eq!(found[1].1, Device { active: true, ..Device::default() });
    let odd = &found[2].1;
    assert_eq!((odd.name.as_str(), odd.serial_number.as_deref()), ("BW-SRV01", Some("SN-9")));
    assert_eq!((odd.ip_address.as_deref(), odd.company.clone()), (Some("203.0.113.21"), None));
    assert_eq!(pair(&odd.device_type), ("77", "77"));
    assert_eq!(fields(&odd.custom_fields), [("Ports", "24")]);
}

#[test]
fn comments_come_in_order_and_say_who_wrote_them() {
    let notes = decode_comments(include_bytes!("fixtures/comments.json")).unwrap();
    let texts: Vec<_> = notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(
        texts,
        ["It is dead.", "It is the blue one.", "Rebooted the spooler.", "Only a subject"]
    );
    assert_eq!(notes[0].source.as_deref(), Some("Initial Issue"));
    assert!(notes[1].by_contact && !notes[1].is_internal);
    assert!(notes[2].is_internal && !notes[2].by_contact);
    assert_eq!(notes[2].author.as_deref(), Some("Paula Brandt"));
    for body in [&b"<html>"[..], b"[]", b"{}", br#"{"error":"Not authorized."}"#] {
        assert!(decode_comments(body).is_err());
    }
    assert_eq!(decode_comments(br#"{"comments":[]}"#).unwrap(), []);
}

#[test]
fn secrets_are_kept_neither_in_the_record_nor_in_its_row() {
    let mut cleaned = 0;
    for (name, text) in FILES {
        let read: DecodeFn = SPEC.stream(name).unwrap().decode;
        for row in raw_rows(name) {
            assert!(!format!("{:?}", read(row.get(), None)).contains("never-keep-this"), "{name}");
            let clean = scrub(row.get());
            cleaned += usize::from(clean.is_some());
            let kept = clean.unwrap_or_else(|| row.get().to_owned());
            assert!(!kept.contains("never-keep-this"), "{name}: {kept}");
        }
        assert!(name == "contacts" || name == "users" || text.contains("never-keep-this"));
    }
    assert_eq!(cleaned, 5, "and the other rows stay as they came");
}
