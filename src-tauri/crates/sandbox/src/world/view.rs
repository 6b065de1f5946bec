//! The world as one vendor's books have it: who is missing, who is there twice, who is only there.

mod company;
mod people;

use super::{CustomerKind, Kind, PEOPLE_PER_CUSTOMER, World};

/// Who or what a record stands for, the same at every vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Who {
    /// The thing of its kind at this index of the world.
    Known(u64),
    /// Something that only the vendor with this seed has, by a number of its own.
    Only(u64, u64),
}

/// A record's place in the truth: what it stands for, and which branch of it if only that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seat {
    pub(crate) who: Who,
    /// Number of the branch; `None` for the whole.
    pub(crate) branch: Option<u8>,
}

/// How one vendor's books differ from the world, in percent of the customers of a kind.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Habits {
    /// Paying customers that are there.
    pub(crate) active: u64,
    pub(crate) prospects: u64,
    pub(crate) former: u64,
    pub(crate) vendors: u64,
    /// Customers whose branches are there as customers of their own.
    pub(crate) branches: u64,
    /// Customers that are there twice.
    pub(crate) doubles: u64,
    /// Customers that only this vendor has, in percent of all.
    pub(crate) extras: u64,
    /// People and devices of the customers that are there.
    pub(crate) people: u64,
    pub(crate) devices: u64,
}

/// The world as one vendor has it. Keeps who is there, not what they look like.
#[derive(Debug, Clone)]
pub(crate) struct View {
    world: World,
    own: World,
    companies: Vec<Seat>,
    /// Places in `companies` that work is done for.
    busy: Vec<u32>,
    /// Who, and the place of the company.
    people: Vec<(Who, Option<u32>)>,
    devices: Vec<(Who, u32)>,
}

impl View {
    /// The books of a vendor with these habits.
    pub(crate) fn of(world: &World, vendor: &str, habits: Habits) -> Self {
        let mut view = Self {
            world: world.clone(),
            own: world.of_vendor(vendor),
            companies: Vec::new(),
            busy: Vec::new(),
            people: Vec::new(),
            devices: Vec::new(),
        };
        view.seat_companies(habits);
        let mut heads = vec![None; place(world.count(Kind::Customer))];
        for (index, seat) in (0_u32..).zip(&view.companies) {
            if let Who::Known(customer) = seat.who {
                heads[place(customer)].get_or_insert(index);
            }
            if !view.is_inactive(u64::from(index)) {
                view.busy.push(index);
            }
        }
        view.seat_people(habits, &heads);
        for device in 0..world.count(Kind::Device) {
            let there = view.own.dice(Kind::Device, device + 910_000_000).chance(habits.devices);
            if let Some(company) = heads[place(world.device_customer(device))].filter(|_| there) {
                view.devices.push((Who::Known(device), company));
            }
        }
        view
    }

    fn seat_companies(&mut self, habits: Habits) {
        let count = self.world.count(Kind::Customer);
        for index in 0..count {
            let mut dice = self.own.dice(Kind::Customer, index + 910_000_000);
            let there = match self.world.customer_kind(index) {
                CustomerKind::Own => 100,
                CustomerKind::Catchall | CustomerKind::Recycled => 0,
                CustomerKind::Vendor => habits.vendors,
                CustomerKind::Active => habits.active,
                CustomerKind::Prospect => habits.prospects,
                CustomerKind::Former => habits.former,
            };
            if !dice.chance(there) {
                continue;
            }
            let who = Who::Known(index);
            let branches = if dice.chance(habits.branches) { 1 + dice.below(3) } else { 0 };
            // With branches the whole is missing now and then.
            if branches == 0 || dice.chance(70) {
                self.companies.push(Seat { who, branch: None });
            }
            for branch in 0..branches {
                self.companies.push(Seat { who, branch: u8::try_from(branch).ok() });
            }
            if branches == 0 && dice.chance(habits.doubles) {
                self.companies.push(Seat { who, branch: None });
            }
        }
        for number in 0..(count * habits.extras).div_ceil(100) {
            self.companies.push(self.stranger(number));
        }
    }

    fn seat_people(&mut self, habits: Habits, heads: &[Option<u32>]) {
        for person in 0..self.world.count(Kind::Person) {
            let mut dice = self.own.dice(Kind::Person, person + 910_000_000);
            if !dice.chance(habits.people) {
                continue;
            }
            let Some(customer) = self.world.customer_of(person) else {
                self.people.push((Who::Known(person), None));
                continue;
            };
            let Some(head) = heads[place(customer)] else { continue };
            let seats = self.companies[place(u64::from(head))..].iter();
            let of_customer = seats.take_while(|seat| seat.who == Who::Known(customer)).count();
            let seat = head + u32::try_from(dice.below(of_customer as u64)).unwrap_or(0);
            self.people.push((Who::Known(person), Some(seat)));
        }
        for (seat, index) in self.companies.iter().zip(0_u32..) {
            let Who::Only(seed, number) = seat.who else { continue };
            if self.own.dice(Kind::Person, number + 920_000_000).chance(60) {
                self.people.push((Who::Only(seed, number * PEOPLE_PER_CUSTOMER), Some(index)));
            }
        }
    }

    /// The chances that belong to this vendor.
    pub(crate) fn own(&self) -> &World {
        &self.own
    }

    /// How many records of a kind the books began with.
    pub(crate) fn count(&self, kind: Kind) -> u64 {
        match kind {
            Kind::Customer => self.companies.len() as u64,
            Kind::Person => self.people.len() as u64,
            Kind::Device => self.devices.len() as u64,
            other => self.world.count(other),
        }
    }

    /// The place of a company that work is done for, chosen by chance.
    pub(crate) fn busy(&self, chance: u64) -> u64 {
        let count = self.busy.len() as u64;
        let place = usize::try_from(chance.checked_rem(count).unwrap_or(0)).unwrap_or(0);
        self.busy.get(place).copied().map_or(0, u64::from)
    }

    /// Who sits at the place; beyond the books' beginning only strangers do.
    pub(crate) fn seat(&self, kind: Kind, index: u64) -> Seat {
        let whole = |who| Seat { who, branch: None };
        let found = match kind {
            Kind::Customer => self.companies.get(place(index)).copied(),
            Kind::Person => self.people.get(place(index)).map(|(who, _)| whole(*who)),
            Kind::Device => self.devices.get(place(index)).map(|(who, _)| whole(*who)),
            _ => None,
        };
        found.unwrap_or_else(|| self.stranger(50_000_000 + index))
    }

    fn stranger(&self, number: u64) -> Seat {
        Seat { who: Who::Only(self.own.seed(), number), branch: None }
    }
}

fn place(index: u64) -> usize {
    usize::try_from(index).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
