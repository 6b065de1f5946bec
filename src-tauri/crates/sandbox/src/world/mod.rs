//! The invented MSP: its customers, people, devices and work, as pure functions of (seed, index).
//!
//! Vendor-neutral on purpose: every simulated vendor draws the same customers from here. How one of them
//! keeps its books (other spellings, missing customers, customers of its own) is its [`View`].

mod customers;
pub(crate) mod dice;
pub(crate) mod ids;
mod people;
mod spelling;
mod view;
mod words;
mod work;

pub(crate) use customers::{Customer, CustomerKind};
pub(crate) use view::{Habits, Seat, View, Who};
pub(crate) use work::trouble;

use chrono::{DateTime, Duration, SubsecRound, Utc};
use dice::{Dice, roll};

/// How many contacts belong to one company.
const PEOPLE_PER_CUSTOMER: u64 = 3;
/// How many devices there are per company.
const DEVICES_PER_CUSTOMER: u64 = 4;

/// Kinds of thing in the world; the discriminants are the salts of their chances.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Customer = 101,
    Person = 102,
    Device = 103,
    Ticket = 104,
    Deal = 105,
    Undertaking = 106,
    Step = 107,
}

/// The world of one seed, seen at one moment. Holds no records, only how many there are.
#[derive(Debug, Clone)]
pub(crate) struct World {
    seed: u64,
    now: DateTime<Utc>,
    customers: u64,
    tickets: u64,
}

/// When a thing was entered and when it was last changed, both at or before the world's now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamps {
    pub(crate) entered: DateTime<Utc>,
    pub(crate) updated: DateTime<Utc>,
}

impl World {
    /// A world of that size; `now` is the moment everything lies before.
    pub(crate) fn new(seed: u64, now: DateTime<Utc>, customers: u64, tickets: u64) -> Self {
        Self { seed, now: now.trunc_subsecs(0), customers: customers.max(1), tickets }
    }

    /// The same moment and size with chances of its own, for what one vendor makes up by itself.
    pub(crate) fn of_vendor(&self, vendor: &str) -> Self {
        let seed = xxhash_rust::xxh3::xxh3_64_with_seed(vendor.as_bytes(), self.seed);
        Self { seed, ..self.clone() }
    }

    pub(crate) fn seed(&self) -> u64 {
        self.seed
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// How many things of this kind the world was made with.
    pub(crate) fn count(&self, kind: Kind) -> u64 {
        match kind {
            Kind::Customer => self.customers,
            Kind::Person => self.customers * PEOPLE_PER_CUSTOMER,
            Kind::Device => self.customers * DEVICES_PER_CUSTOMER,
            Kind::Ticket => self.tickets,
            Kind::Deal => self.customers / 2 + 4,
            Kind::Undertaking => self.customers / 4 + 3,
            Kind::Step => self.count(Kind::Undertaking) * words::STEPS.len() as u64,
        }
    }

    /// The draws that belong to one thing.
    pub(crate) fn dice(&self, kind: Kind, index: u64) -> Dice {
        Dice::new(self.seed, kind as u64, index)
    }

    /// When the thing was entered and last changed. Cheap: two hashes, no record is built.
    pub(crate) fn stamps(&self, kind: Kind, index: u64) -> Stamps {
        let count = self.count(kind).max(1);
        let days = match kind {
            Kind::Ticket => (count / 4).clamp(60, 1_100),
            Kind::Customer | Kind::Person => 2_000,
            Kind::Device => 1_400,
            Kind::Deal | Kind::Undertaking | Kind::Step => 420,
        };
        let span = i64::try_from(days).unwrap_or(60) * 86_400;
        let place = index.min(count - 1);
        // Later indices are younger, as record numbers are in real systems.
        let age = (i128::from(count - place) * i128::from(span) / i128::from(count)) as i64;
        let slack = u64::try_from(span).unwrap_or(1) / count + 1;
        let chance = roll(self.seed, kind as u64 + 1_000, index);
        let entered = self.now
            - Duration::seconds(age)
            - Duration::seconds(i64::try_from(chance % slack.min(86_400)).unwrap_or(0));
        // Most things rest soon after they began; a few were touched lately.
        let life = (self.now - entered).num_seconds().max(1).unsigned_abs();
        let touched = roll(self.seed, kind as u64 + 2_000, index);
        let reach = if touched.is_multiple_of(8) { life } else { life.min(10 * 86_400) };
        let updated =
            entered + Duration::seconds(i64::try_from((touched >> 8) % reach).unwrap_or(0));
        Stamps { entered, updated }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn world() -> World {
        World::new(11, "2026-09-01T08:00:00Z".parse().unwrap(), 60, 400)
    }

    #[test]
    fn nothing_happens_in_the_future() {
        let world = world();
        for kind in [Kind::Customer, Kind::Person, Kind::Ticket, Kind::Step] {
            for index in 0..world.count(kind) + 3 {
                let stamps = world.stamps(kind, index);
                assert!(stamps.entered <= stamps.updated && stamps.updated <= world.now());
            }
        }
    }

    #[test]
    fn company_names_are_unique_and_short_even_in_a_big_world() {
        let world = World::new(3, world().now(), 20_000, 0);
        let mut names = HashSet::new();
        let mut slugs = HashSet::new();
        for index in 0..20_000 {
            let customer = world.customer(index);
            assert!(customer.name.chars().count() <= 50, "{}", customer.name);
            slugs.insert(customer.slug.clone());
            names.insert(customer.name);
        }
        assert_eq!(slugs.len(), 20_000);
        assert!(names.len() > 19_000, "only the recycled duplicates share names: {}", names.len());
    }

    #[test]
    fn the_default_world_has_every_kind_of_customer() {
        let world = world();
        for kind in [
            CustomerKind::Own,
            CustomerKind::Catchall,
            CustomerKind::Vendor,
            CustomerKind::Active,
            CustomerKind::Prospect,
            CustomerKind::Former,
            CustomerKind::Recycled,
        ] {
            assert!((0..60).any(|index| world.customer(index).kind == kind), "{kind:?}");
        }
    }

    #[test]
    fn some_people_have_neither_mail_nor_company() {
        let world = world();
        let people: Vec<people::Person> = (0..180).map(|index| world.person(index)).collect();
        assert!(people.iter().any(|person| person.email.is_none() && person.phone.is_none()));
        assert!(people.iter().any(|person| person.customer.is_none()));
        assert!(people.iter().any(|person| person.inactive));
    }
}
