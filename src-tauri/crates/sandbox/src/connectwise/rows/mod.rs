//! How records of the invented world look in this vendor's JSON.

mod companies;
mod devices;
mod notes;
mod projects;
mod sales;
mod tickets;

pub(crate) use notes::{all_notes, notes};

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::catalog::{Catalog, Entry};
use crate::world::ids::IdScale;
use crate::world::{Kind, Stamps, World};

pub(crate) use crate::stage::Row;

/// A kind of record that is generated, not stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    Company,
    Contact,
    Configuration,
    ServiceTicket,
    ProjectTicket,
    Project,
    Opportunity,
}

/// The world as this vendor numbers it.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) world: World,
    pub(crate) catalog: Catalog,
}

impl Source {
    /// How many records the world was made with.
    pub(crate) fn count(&self, stream: Stream) -> u64 {
        self.world.count(stream.kind())
    }

    /// The ids of a kind of record.
    pub(crate) fn ids(&self, stream: Stream) -> IdScale {
        let (base, stride) = match stream {
            Stream::Company => (19_250, 23),
            Stream::Contact => (31_045, 13),
            Stream::Configuration => (52_118, 11),
            Stream::ServiceTicket => (480_233, 9),
            Stream::ProjectTicket => (30_400_107, 9),
            Stream::Project => (7_019, 17),
            Stream::Opportunity => (11_402, 19),
        };
        IdScale::new(self.world.seed(), base, stride)
    }

    pub(crate) fn id(&self, stream: Stream, index: u64) -> i64 {
        self.ids(stream).id(index)
    }

    /// The whole record at `index`, without nulls.
    pub(crate) fn row(&self, stream: Stream, index: u64) -> Row {
        match stream {
            Stream::Company => self.company(index),
            Stream::Contact => self.contact(index),
            Stream::Configuration => self.configuration(index),
            Stream::ServiceTicket => self.service_ticket(index),
            Stream::ProjectTicket => self.project_ticket(index),
            Stream::Project => self.project(index),
            Stream::Opportunity => self.opportunity(index),
        }
    }

    /// When the record was last changed; cheap.
    pub(crate) fn updated(&self, stream: Stream, index: u64) -> DateTime<Utc> {
        self.world.stamps(stream.kind(), index).updated
    }

    /// The value at a path, if it can be had without building the record.
    pub(crate) fn glance(&self, stream: Stream, index: u64, path: &str) -> Option<Value> {
        match stream {
            Stream::Company => self.company_glance(index, path),
            Stream::Contact => self.contact_glance(index, path),
            Stream::ServiceTicket => self.ticket_glance(index, path),
            _ => None,
        }
    }

    fn company_reference(&self, index: u64) -> Value {
        let customer = self.world.customer(index);
        let id = self.id(Stream::Company, index);
        json!({
            "id": id,
            "identifier": companies::identifier(&customer),
            "name": customer.name,
            "_info": { "company_href": href(&format!("company/companies/{id}")) },
        })
    }

    fn contact_reference(&self, index: u64) -> Value {
        let person = self.world.person(index);
        let id = self.id(Stream::Contact, index);
        let name = match person.last {
            Some(last) => format!("{} {last}", person.first),
            None => person.first.to_owned(),
        };
        json!({
            "id": id,
            "name": name,
            "_info": { "contact_href": href(&format!("company/contacts/{id}")) },
        })
    }

    fn member_reference(&self, number: u64) -> Value {
        let place = usize::try_from(number).unwrap_or(0) % self.catalog.members.len();
        let id = self.catalog.members[place];
        let Some(staff) = World::staff().nth(place) else { return Value::Null };
        json!({
            "id": id,
            "identifier": staff.identifier,
            "name": format!("{} {}", staff.first, staff.last),
            "_info": { "member_href": href(&format!("system/members/{id}")) },
        })
    }

    /// The custom field with that position in the catalog, with a value or null.
    fn custom_field(&self, position: usize, pod: &str, value: Option<String>) -> Value {
        let Entry { id, name } = self.catalog.custom_fields[position];
        json!([{
            "id": id,
            "caption": name,
            "type": "Text",
            "entryMethod": "EntryField",
            "numberOfDecimals": 0,
            "value": value,
            "connectWiseId": guid("field", id),
            "rowNum": 1,
            "userDefinedFieldRecId": id,
            "podId": pod,
        }])
    }
}

impl Stream {
    pub(crate) fn kind(self) -> Kind {
        match self {
            Self::Company => Kind::Customer,
            Self::Contact => Kind::Person,
            Self::Configuration => Kind::Device,
            Self::ServiceTicket => Kind::Ticket,
            Self::ProjectTicket => Kind::Step,
            Self::Project => Kind::Undertaking,
            Self::Opportunity => Kind::Deal,
        }
    }
}

/// A moment as the vendor writes it: UTC, whole seconds.
pub(crate) fn moment(when: DateTime<Utc>) -> String {
    when.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// A date without time, which the vendor sends as midnight UTC.
pub(crate) fn day(when: DateTime<Utc>) -> String {
    format!("{}T00:00:00Z", when.format("%Y-%m-%d"))
}

/// Reference to a setting. The address inside is the vendor's internal one, with its double slash,
/// and leads nowhere: nobody should call it.
pub(crate) fn reference(entry: &Entry, kind: &str, path: &str) -> Value {
    json!({
        "id": entry.id,
        "name": entry.name,
        "_info": { format!("{kind}_href"): href(&format!("{path}/{}", entry.id)) },
    })
}

pub(crate) fn href(path: &str) -> String {
    format!("https://na.manage.example.com/v4_6_release/apis/3.0//{path}")
}

/// A made-up GUID that stays the same.
pub(crate) fn guid(what: &str, id: i64) -> String {
    let number = xxhash_rust::xxh3::xxh3_128(format!("{what}/{id}").as_bytes());
    let text = format!("{number:032x}");
    format!(
        "{}-{}-4{}-8{}-{}",
        &text[0..8],
        &text[8..12],
        &text[13..16],
        &text[17..20],
        &text[20..32]
    )
}

/// The housekeeping map of a record.
fn info(stamps: Stamps, by: &str) -> Value {
    json!({
        "lastUpdated": moment(stamps.updated),
        "updatedBy": by,
        "dateEntered": moment(stamps.entered),
        "enteredBy": by,
    })
}

/// An object without its nulls. Values of custom fields keep theirs, as in the vendor's answers.
pub(crate) fn row(value: Value) -> Row {
    match without_nulls(value) {
        Value::Object(row) => row,
        _ => Row::new(),
    }
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => map
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| {
                let value = if name == "customFields" { value } else { without_nulls(value) };
                (name, value)
            })
            .collect(),
        Value::Array(list) => list.into_iter().map(without_nulls).collect(),
        other => other,
    }
}
