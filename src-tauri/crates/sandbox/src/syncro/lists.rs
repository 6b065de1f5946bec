//! The large lists: records are built when somebody asks; only what was changed is kept.

use chrono::{DateTime, Duration, SecondsFormat, Utc};
use serde_json::Value;

use super::settings::Settings;
use crate::stage::{Ledger, Row};
use crate::world::dice::roll;
use crate::world::ids::IdScale;
use crate::world::{Kind, View};

/// A large list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum List {
    Customers,
    Contacts,
    Tickets,
    Assets,
}

impl List {
    pub(crate) const ALL: [Self; 4] =
        [Self::Customers, Self::Contacts, Self::Tickets, Self::Assets];

    /// Its path below the API root.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Customers => "/customers",
            Self::Contacts => "/contacts",
            Self::Tickets => "/tickets",
            Self::Assets => "/customer_assets",
        }
    }

    /// The name under which a page has its rows.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::Contacts => "contacts",
            Self::Tickets => "tickets",
            Self::Assets => "assets",
        }
    }

    /// Rows on a page.
    pub(crate) fn page_size(self) -> u64 {
        match self {
            Self::Customers => 25,
            Self::Contacts | Self::Tickets | Self::Assets => 50,
        }
    }

    pub(crate) fn kind(self) -> Kind {
        match self {
            Self::Customers => Kind::Customer,
            Self::Contacts => Kind::Person,
            Self::Tickets => Kind::Ticket,
            Self::Assets => Kind::Device,
        }
    }
}

/// The world as this vendor has it, and what was changed since the start.
#[derive(Debug)]
pub(crate) struct Lists {
    pub(crate) view: View,
    pub(crate) settings: Settings,
    /// `http://127.0.0.1:PORT`
    pub(crate) base_url: String,
    ledgers: [Ledger; 4],
    /// Grows with every change, so that remembered query results can be thrown away.
    pub(crate) version: u64,
}

impl Lists {
    /// The lists of the vendor's books.
    pub(crate) fn of(view: View, base_url: &str) -> Self {
        let settings = Settings::of(view.own());
        let ledgers = List::ALL.map(|list| Ledger::new(view.count(list.kind())));
        Self { view, settings, base_url: base_url.to_owned(), ledgers, version: 0 }
    }

    pub(crate) fn ledger(&self, list: List) -> &Ledger {
        &self.ledgers[list as usize]
    }

    /// The list, to change it.
    pub(crate) fn ledger_mut(&mut self, list: List) -> &mut Ledger {
        self.version += 1;
        &mut self.ledgers[list as usize]
    }

    fn scale(&self, list: List) -> IdScale {
        let (base, stride) = match list {
            List::Customers => (21_847_311, 37),
            List::Contacts => (14_206_033, 29),
            List::Tickets => (71_300_117, 31),
            List::Assets => (9_113_003, 23),
        };
        IdScale::new(self.view.own().seed(), base, stride)
    }

    pub(crate) fn id(&self, list: List, index: u64) -> i64 {
        self.scale(list).id(index)
    }

    /// The place of the record with that id, if it is there.
    pub(crate) fn index(&self, list: List, id: i64) -> Option<u64> {
        self.scale(list).index(id).filter(|index| self.ledger(list).holds(*index))
    }

    /// The ids of all records in rising order.
    pub(crate) fn ids(&self, list: List) -> Vec<i64> {
        let scale = self.scale(list);
        self.ledger(list).indices_from(0).map(|index| scale.id(index)).collect()
    }

    /// When the record was made and when it was changed last; cheap.
    pub(crate) fn stamps(&self, list: List, index: u64) -> (DateTime<Utc>, DateTime<Utc>) {
        let stamps = self.view.own().stamps(list.kind(), index);
        let fraction = roll(self.view.own().seed(), list as u64 + 40, index) % 1_000;
        let fraction = i64::try_from(fraction).unwrap_or(0);
        let change = self.ledger(list).change(index);
        let entered = stamps.entered + Duration::milliseconds(fraction / 2);
        let updated = stamps.updated + Duration::milliseconds(fraction);
        let entered = change.and_then(|change| change.added).unwrap_or(entered);
        (entered, change.and_then(|change| change.updated).unwrap_or(updated))
    }

    /// The record with that id as the list sends it.
    pub(crate) fn row(&self, list: List, id: i64) -> Option<Row> {
        self.index(list, id).map(|index| self.row_at(list, index))
    }

    /// The record at that place as the list sends it.
    pub(crate) fn row_at(&self, list: List, index: u64) -> Row {
        let mut row = match list {
            List::Customers => self.customer(index),
            List::Contacts => self.contact(index),
            List::Tickets => self.ticket(index),
            List::Assets => self.asset(index),
        };
        if let Some(change) = self.ledger(list).change(index) {
            row.extend(change.fields.clone());
            if list == List::Customers {
                Self::names_follow(&mut row);
            }
        }
        row
    }

    /// One field of a record, without building it where that can be avoided.
    pub(crate) fn fact(&self, list: List, index: u64, field: &str) -> Value {
        let changed =
            self.ledger(list).change(index).is_some_and(|change| !change.fields.is_empty());
        let glance = match list {
            _ if changed => None,
            List::Tickets => self.ticket_glance(index, field),
            List::Customers if field == "disabled" => Some(self.view.is_inactive(index).into()),
            _ => None,
        };
        glance.unwrap_or_else(|| self.row_at(list, index).remove(field).unwrap_or_default())
    }
}

/// A moment as the vendor writes it: UTC with milliseconds.
pub(super) fn moment(when: DateTime<Utc>) -> String {
    when.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Hours that the account's clocks are behind UTC.
pub(super) const HOURS_BEHIND: i64 = 7;

/// The same moment with the account's offset instead of `Z`.
pub(super) fn moment_with_offset(when: DateTime<Utc>) -> String {
    let local = moment(when - Duration::hours(HOURS_BEHIND));
    format!("{}-07:00", local.trim_end_matches('Z'))
}
