//! Which records of different vendors stand for the same company, person or device.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::books::Books;
use crate::world::{Kind, Seat, Who};

/// How two company records of different vendors (or of one) belong together in truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// The same company, however it is spelled.
    Same,
    /// One is a branch that the other vendor does not tell from the whole.
    Branch,
    /// Nothing to do with each other, however alike they look.
    Unrelated,
}

/// The truth about the invented MSP. Records that were deleted, or added by hand, belong to nothing.
#[derive(Clone)]
pub struct Truth {
    vendors: Vec<Arc<dyn Books>>,
}

impl std::fmt::Debug for Truth {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = self.vendors.iter().map(|books| books.connector());
        formatter.debug_list().entries(names).finish()
    }
}

impl Truth {
    pub(crate) fn new(vendors: Vec<Arc<dyn Books>>) -> Self {
        Self { vendors }
    }

    /// How two company records belong together. Vendors are named by their connectors.
    pub fn companies(&self, vendor_a: &str, id_a: i64, vendor_b: &str, id_b: i64) -> Relation {
        self.relation(Kind::Customer, (vendor_a, id_a), (vendor_b, id_b))
    }

    /// Whether two records stand for the same company; a branch is not the whole.
    pub fn same_company(&self, vendor_a: &str, id_a: i64, vendor_b: &str, id_b: i64) -> bool {
        self.companies(vendor_a, id_a, vendor_b, id_b) == Relation::Same
    }

    /// Whether two contact records stand for the same person.
    pub fn same_person(&self, vendor_a: &str, id_a: i64, vendor_b: &str, id_b: i64) -> bool {
        self.relation(Kind::Person, (vendor_a, id_a), (vendor_b, id_b)) == Relation::Same
    }

    /// Whether two records stand for the same device.
    pub fn same_device(&self, vendor_a: &str, id_a: i64, vendor_b: &str, id_b: i64) -> bool {
        self.relation(Kind::Device, (vendor_a, id_a), (vendor_b, id_b)) == Relation::Same
    }

    /// All pairs (id at `vendor_a`, id at `vendor_b`) of records for the same company, sorted. A company
    /// that a vendor has twice is in two pairs.
    pub fn company_pairs(&self, vendor_a: &str, vendor_b: &str) -> Vec<(i64, i64)> {
        self.pairs(Kind::Customer, vendor_a, vendor_b, Relation::Same)
    }

    /// All pairs of a whole at one vendor and its branch at the other, sorted.
    pub fn branch_pairs(&self, vendor_a: &str, vendor_b: &str) -> Vec<(i64, i64)> {
        self.pairs(Kind::Customer, vendor_a, vendor_b, Relation::Branch)
    }

    /// All pairs of records for the same person, sorted.
    pub fn person_pairs(&self, vendor_a: &str, vendor_b: &str) -> Vec<(i64, i64)> {
        self.pairs(Kind::Person, vendor_a, vendor_b, Relation::Same)
    }

    /// All pairs of records for the same device, sorted.
    pub fn device_pairs(&self, vendor_a: &str, vendor_b: &str) -> Vec<(i64, i64)> {
        self.pairs(Kind::Device, vendor_a, vendor_b, Relation::Same)
    }

    fn relation(&self, kind: Kind, a: (&str, i64), b: (&str, i64)) -> Relation {
        match (self.seat(kind, a), self.seat(kind, b)) {
            (Some(one), Some(other)) => relation(one, other),
            _ => Relation::Unrelated,
        }
    }

    fn seat(&self, kind: Kind, (vendor, id): (&str, i64)) -> Option<Seat> {
        self.books(vendor)?.seat(kind, id)
    }

    fn pairs(&self, kind: Kind, a: &str, b: &str, wanted: Relation) -> Vec<(i64, i64)> {
        let mut by_who: BTreeMap<Who, Vec<(i64, Seat)>> = BTreeMap::new();
        for (id, seat) in self.seats(kind, b) {
            by_who.entry(seat.who).or_default().push((id, seat));
        }
        let mut pairs = Vec::new();
        for (id, seat) in self.seats(kind, a) {
            let candidates = by_who.get(&seat.who).into_iter().flatten();
            let fitting = candidates.filter(|(_, other)| relation(seat, *other) == wanted);
            pairs.extend(fitting.map(|(other, _)| (id, *other)).filter(|(x, y)| a != b || x < y));
        }
        pairs.sort_unstable();
        pairs
    }

    fn seats(&self, kind: Kind, vendor: &str) -> Vec<(i64, Seat)> {
        let Some(books) = self.books(vendor) else { return Vec::new() };
        let Some(path) = books.list_of(kind) else { return Vec::new() };
        let ids = books.ids(path).into_iter();
        ids.filter_map(|id| Some((id, books.seat(kind, id)?))).collect()
    }

    fn books(&self, vendor: &str) -> Option<&Arc<dyn Books>> {
        self.vendors.iter().find(|books| books.connector() == vendor)
    }
}

fn relation(one: Seat, other: Seat) -> Relation {
    if one.who != other.who {
        return Relation::Unrelated;
    }
    match (one.branch, other.branch) {
        (None, None) => Relation::Same,
        (Some(town), Some(other)) if town == other => Relation::Same,
        (Some(_), Some(_)) => Relation::Unrelated,
        _ => Relation::Branch,
    }
}
