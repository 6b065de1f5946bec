//! What the hand behind the stage may do at this vendor.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::access::{RIGHTS, rights};
use super::lists::{List, Lists};
use super::routes::Route;
use super::settings::USERS;
use super::vendor::{PER_MINUTE, Vendor};
use crate::stage::{Books, Limit, Premises, Row, Stage, object};
use crate::world::{Kind, Seat};

/// What a path of the handle means.
enum Shelf {
    Large(List),
    /// A short list by its path in the settings.
    Short(String),
    /// The comments of a ticket.
    Comments(i64),
}

impl Shelf {
    fn of(path: &str, lists: &Lists) -> Option<Self> {
        let (base, inside) = path.split_once('#').unwrap_or((path, ""));
        let base = base.trim_end_matches('/');
        if let Some(list) = List::ALL.into_iter().find(|list| list.path() == base) {
            return Some(Self::Large(list));
        }
        if base == USERS {
            return Some(Self::Short(USERS.to_owned()));
        }
        if let Some(Route::Comments(ticket)) = Route::of(base) {
            return Some(Self::Comments(ticket));
        }
        let inside = inside.trim_start_matches('/').replace('.', "/");
        let path = format!("{base}#{inside}");
        lists.settings.lists.contains_key(path.as_str()).then_some(Self::Short(path))
    }
}

impl Books for Vendor {
    fn connector(&self) -> &'static str {
        "syncro"
    }

    fn premises(&self) -> &Premises {
        &self.premises
    }

    fn stage(&self) -> Stage {
        let subdomain = &self.premises.base_url;
        Stage::of("syncro", &[("subdomain", subdomain)], &[("api_key", &self.access().token)])
    }

    fn paths(&self) -> Vec<String> {
        let lists = self.lists();
        let large = List::ALL.into_iter().map(|list| list.path().to_owned());
        large.chain(lists.settings.lists.keys().map(|path| (*path).to_owned())).collect()
    }

    fn ids(&self, path: &str) -> Vec<i64> {
        let lists = self.lists();
        match Shelf::of(path, &lists) {
            Some(Shelf::Large(list)) => lists.ids(list),
            Some(Shelf::Short(path)) => {
                let list = lists.settings.lists.get(path.as_str());
                list.into_iter().flat_map(|list| list.keys().copied()).collect()
            }
            Some(Shelf::Comments(ticket)) => {
                let rows = comments(&lists, ticket);
                rows.iter().filter_map(|row| row.get("id")?.as_i64()).collect()
            }
            None => Vec::new(),
        }
    }

    fn count(&self, path: &str) -> u64 {
        let lists = self.lists();
        if let Some(Shelf::Large(list)) = Shelf::of(path, &lists) {
            return lists.ledger(list).count();
        }
        drop(lists);
        self.ids(path).len() as u64
    }

    fn record(&self, path: &str, id: i64) -> Option<Value> {
        let lists = self.lists();
        match Shelf::of(path, &lists)? {
            Shelf::Large(list) => lists.row(list, id).map(Value::Object),
            Shelf::Short(path) if path == USERS => lists.user_alone(id),
            Shelf::Short(path) => lists.settings.lists.get(path.as_str())?.get(&id).cloned(),
            Shelf::Comments(ticket) => {
                let mut rows = comments(&lists, ticket).into_iter();
                rows.find(|row| row.get("id").and_then(Value::as_i64) == Some(id))
                    .map(Value::Object)
            }
        }
    }

    fn name_field(&self, path: &str, id: i64) -> Option<&'static str> {
        let record = self.record(path, id)?;
        let has_business = record["business_name"].as_str().is_some_and(|name| !name.is_empty());
        match Shelf::of(path, &self.lists())? {
            Shelf::Large(List::Customers) if has_business => Some("business_name"),
            Shelf::Large(List::Customers) => Some("lastname"),
            Shelf::Large(List::Tickets) => Some("subject"),
            Shelf::Large(_) | Shelf::Short(_) => Some("name"),
            Shelf::Comments(_) => None,
        }
    }

    fn merge(&self, path: &str, id: i64, fields: Row, when: Option<DateTime<Utc>>) -> bool {
        let mut lists = self.lists_mut();
        match Shelf::of(path, &lists) {
            Some(Shelf::Large(list)) => match lists.index(list, id) {
                Some(index) => {
                    let mut fields = fields;
                    if let Some(when) = when {
                        fields.insert("updated_at".into(), super::lists::moment(when).into());
                    }
                    lists.ledger_mut(list).note(index, fields, when)
                }
                None => false,
            },
            Some(Shelf::Short(path)) => lists.settings.merge(&path, id, fields),
            _ => false,
        }
    }

    fn delete(&self, path: &str, id: i64) -> bool {
        let mut lists = self.lists_mut();
        match Shelf::of(path, &lists) {
            Some(Shelf::Large(list)) => match lists.index(list, id) {
                Some(index) => lists.ledger_mut(list).remove(index),
                None => false,
            },
            Some(Shelf::Short(path)) => {
                let list = lists.settings.lists.get_mut(path.as_str());
                list.is_some_and(|list| list.remove(&id).is_some())
            }
            _ => false,
        }
    }

    fn add(&self, path: &str, fields: Row, when: DateTime<Utc>) -> Option<i64> {
        let mut lists = self.lists_mut();
        match Shelf::of(path, &lists)? {
            Shelf::Large(list) => {
                let index = lists.ledger_mut(list).add(fields, when);
                Some(lists.id(list, index))
            }
            Shelf::Short(path) => lists.settings.add(&path, fields),
            Shelf::Comments(_) => None,
        }
    }

    /// Only customers can be disabled. It is a change like any other.
    fn mark_deleted(&self, path: &str, id: i64) -> bool {
        let is_customers =
            matches!(Shelf::of(path, &self.lists()), Some(Shelf::Large(List::Customers)));
        let now = self.premises.now();
        is_customers && self.merge(path, id, object(json!({ "disabled": true })), Some(now))
    }

    fn withhold(&self, path: &str, withheld: bool) -> bool {
        let base = path.split('#').next().unwrap_or(path);
        let Some(route) = Route::of(base) else { return false };
        let needed = rights(&route);
        // The right that names the list best is the last one.
        needed.last().is_some_and(|right| self.withhold_right(right, withheld))
    }

    fn rights(&self) -> &'static [&'static str] {
        RIGHTS
    }

    fn withhold_right(&self, right: &str, withheld: bool) -> bool {
        let Some(right) = RIGHTS.iter().find(|known| known.eq_ignore_ascii_case(right)) else {
            return false;
        };
        let mut access = self.access_mut();
        if withheld {
            access.withheld.insert(right);
        } else {
            access.withheld.remove(right);
        }
        true
    }

    fn set_revoked(&self, revoked: bool) {
        self.access_mut().revoked = revoked;
    }

    fn rotate(&self) {
        self.access_mut().rotate();
    }

    fn never_keep(&self) -> &'static [&'static str] {
        &["online_profile_url", "user_token"]
    }

    fn limit(&self) -> Limit {
        Limit { per_minute: Some(PER_MINUTE), by_address: true }
    }

    fn list_of(&self, kind: Kind) -> Option<&'static str> {
        let list = List::ALL.into_iter().find(|list| list.kind() == kind);
        list.filter(|list| *list != List::Tickets).map(List::path)
    }

    fn seat(&self, kind: Kind, id: i64) -> Option<Seat> {
        let list = List::ALL.into_iter().find(|list| list.kind() == kind)?;
        let lists = self.lists();
        lists.index(list, id).map(|index| lists.view.seat(kind, index))
    }
}

fn comments(lists: &Lists, ticket: i64) -> Vec<Row> {
    let index = lists.index(List::Tickets, ticket);
    index.map(|index| lists.comments(ticket, index, false)).unwrap_or_default()
}
