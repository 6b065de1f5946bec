//! The short lists: statuses, problem types, priorities, kinds of ticket and asset, and the staff.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::stage::Row;
use crate::world::World;
use crate::world::ids::IdScale;

pub(super) const STATUSES: &str = "/tickets/settings#ticket_status_list";
pub(super) const TICKET_TYPES: &str = "/tickets/settings#ticket_types";
pub(super) const PROBLEM_TYPES: &str = "/settings#ticket/problem_types";
pub(super) const PRIORITIES: &str = "/settings#ticket/priorities";
pub(super) const ASSET_TYPES: &str = "/settings#assets/asset_types";
pub(super) const USERS: &str = "/users";

/// Ticket statuses: the vendor's own and two that this MSP added.
const OPEN: &[&str] = &[
    "New",
    "In Progress",
    "Waiting for Parts",
    "Waiting on Customer",
    "Scheduled",
    "Customer Reply",
    "Escalated to Vendor",
    "Pending Approval",
];
/// A status on old tickets that the list no longer has.
pub(super) const FORMER_STATUS: &str = "On Hold (old)";
/// The word that means done, and the one after the invoice.
pub(super) const DONE: &[&str] = &["Resolved", "Invoiced"];
/// One of them is empty, as at the vendor.
const ALL_PRIORITIES: &[&str] = &["", "0 Urgent", "1 High", "2 Normal", "3 Low"];
/// Problem types, the first of which is for topics without one of their own.
const PROBLEMS: &[&str] =
    &["Other", "Hardware", "Software", "Email", "Network", "Security", "Onboarding", "Printing"];
const TYPES_OF_TICKETS: &[&str] = &["Helpdesk", "Project Work", "Site Visit"];
const TYPES_OF_ASSETS: &[&str] =
    &["Syncro Device", "Server", "Printer", "Firewall", "Mac Device", "Phone System"];

/// Somebody who works at the MSP, as this vendor numbers them.
#[derive(Debug, Clone)]
pub(crate) struct User {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) group: &'static str,
    pub(crate) left: bool,
}

/// The short lists by their path, each entry under a number that stays the same.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) lists: BTreeMap<&'static str, BTreeMap<i64, Value>>,
    pub(crate) users: Vec<User>,
}

impl Settings {
    /// The settings that belong to the vendor's seed.
    pub(crate) fn of(own: &World) -> Self {
        let ids = IdScale::new(own.seed(), 148_211, 97);
        let users: Vec<User> = World::staff()
            .zip(0..)
            .filter(|(staff, _)| staff.license != 'A')
            .map(|(staff, index)| User {
                id: ids.id(index),
                name: format!("{} {}", staff.first, staff.last),
                email: format!("{}@bluegate-it.example.com", staff.identifier.to_lowercase()),
                group: if index < 2 { "Admins" } else { "Technicians" },
                left: staff.inactive,
            })
            .collect();
        let texts = |texts: &[&str]| {
            (1_i64..).zip(texts).map(|(number, text)| (number, json!(text))).collect()
        };
        let named = |base: i64, names: &[&str]| -> BTreeMap<i64, Value> {
            let ids = IdScale::new(own.seed(), base, 41);
            let entries = (0_u64..).zip(names);
            entries
                .map(|(at, name)| (ids.id(at), json!({ "id": ids.id(at), "name": name })))
                .collect()
        };
        // Where the vendor has them: what is done stands between what is open.
        let mut statuses = OPEN.to_vec();
        statuses.splice(2..2, DONE.iter().copied());
        let pairs = users
            .iter()
            .filter(|user| !user.left)
            .map(|user| (user.id, json!([user.id, user.name])));
        let lists = BTreeMap::from([
            (STATUSES, texts(&statuses)),
            (PROBLEM_TYPES, texts(PROBLEMS)),
            (PRIORITIES, texts(ALL_PRIORITIES)),
            (TICKET_TYPES, named(31_207, TYPES_OF_TICKETS)),
            (ASSET_TYPES, named(64_519, TYPES_OF_ASSETS)),
            (USERS, pairs.collect()),
        ]);
        Self { lists, users }
    }

    /// The entries of a list in their order.
    pub(crate) fn entries(&self, path: &str) -> Vec<Value> {
        self.lists.get(path).into_iter().flat_map(BTreeMap::values).cloned().collect()
    }

    /// Merges fields into an entry; of a text or a pair only the name can change.
    pub(crate) fn merge(&mut self, path: &str, id: i64, fields: Row) -> bool {
        let Some(entry) = self.lists.get_mut(path).and_then(|list| list.get_mut(&id)) else {
            return false;
        };
        let name = fields.get("name").cloned();
        match entry {
            Value::Object(row) => row.extend(fields),
            Value::Array(pair) => {
                pair.iter_mut().skip(1).zip(name).for_each(|(old, new)| *old = new)
            }
            text => *text = name.unwrap_or_else(|| text.clone()),
        }
        true
    }

    /// Adds an entry under a new number; its name is made up if none is given.
    pub(crate) fn add(&mut self, path: &str, fields: Row) -> Option<i64> {
        let list = self.lists.get_mut(path)?;
        let (last, example) = list.last_key_value()?;
        let id = last + if example.is_string() { 1 } else { 43 };
        let name = fields.get("name").cloned().unwrap_or_else(|| json!(format!("New {id}")));
        let entry = match example {
            Value::Object(_) => {
                let mut row = fields;
                row.insert("name".into(), name);
                row.insert("id".into(), id.into());
                Value::Object(row)
            }
            Value::Array(_) => json!([id, name]),
            _ => name,
        };
        list.insert(id, entry);
        Some(id)
    }
}

/// The status of a ticket.
pub(super) fn status(closed: bool, chance: u64) -> &'static str {
    match (closed, chance % 100) {
        (true, 0..12) => DONE[1],
        (true, _) => DONE[0],
        (false, 0..4) => FORMER_STATUS,
        (false, chance) => pick(OPEN, chance),
    }
}

/// The problem type of a topic; missing on a few tickets.
pub(super) fn problem_type(topic: &str, chance: u64) -> Option<&'static str> {
    let found = PROBLEMS.iter().find(|problem| **problem == topic).copied();
    let found = found.or_else(|| (topic == "Printer").then_some("Printing"));
    (!chance.is_multiple_of(13)).then(|| found.unwrap_or(PROBLEMS[0]))
}

/// The priority of a ticket: one of the list, the empty one or none at all.
pub(super) fn priority(chance: u64) -> Option<&'static str> {
    match chance % 12 {
        0 => None,
        chance => {
            Some(pick(ALL_PRIORITIES, [0, 1, 2, 2, 3, 3, 3, 3, 3, 3, 4][(chance - 1) as usize]))
        }
    }
}

/// The type of a device.
pub(super) fn asset_type(kind: &str, system: &str) -> &'static str {
    match kind {
        "Server" => TYPES_OF_ASSETS[1],
        "Printer" => TYPES_OF_ASSETS[2],
        "Firewall" => TYPES_OF_ASSETS[3],
        _ if system.starts_with("macOS") => TYPES_OF_ASSETS[4],
        _ => TYPES_OF_ASSETS[0],
    }
}

fn pick(list: &[&'static str], chance: u64) -> &'static str {
    list[usize::try_from(chance % list.len() as u64).unwrap_or(0)]
}
