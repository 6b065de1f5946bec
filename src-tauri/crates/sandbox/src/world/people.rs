//! People at the customers, the MSP's own staff, and the devices people work on.

use super::words::{DEVICES, FIRST, LAST, STAFF, TITLES};
use super::{Customer, Kind, PEOPLE_PER_CUSTOMER, World};

/// A person at a customer.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) first: &'static str,
    /// Missing on a few, as in real address books.
    pub(crate) last: Option<&'static str>,
    pub(crate) title: Option<&'static str>,
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) mobile: Option<String>,
    /// Index of the company; a few people belong to none.
    pub(crate) customer: Option<u64>,
    /// The company's main contact.
    pub(crate) primary: bool,
    pub(crate) inactive: bool,
}

/// A device at a customer.
#[derive(Debug, Clone)]
pub(crate) struct Device {
    pub(crate) name: String,
    /// Workstation, Laptop, Server, Firewall or Printer.
    pub(crate) kind: &'static str,
    /// Empty for devices without a known operating system.
    pub(crate) system: &'static str,
    pub(crate) model: &'static str,
    pub(crate) serial: String,
    pub(crate) address: String,
    pub(crate) mac: String,
    pub(crate) customer: u64,
    pub(crate) user: Option<u64>,
    pub(crate) retired: bool,
}

/// Somebody who works at the MSP.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Staff {
    pub(crate) identifier: &'static str,
    pub(crate) first: &'static str,
    pub(crate) last: &'static str,
    pub(crate) title: &'static str,
    /// The vendor's licence letter: F full, X subcontractor, A API.
    pub(crate) license: char,
    pub(crate) inactive: bool,
}

impl World {
    /// The main contact of a company, unless it has none.
    pub(crate) fn primary_of(&self, customer: u64) -> Option<u64> {
        let rare = self.dice(Kind::Person, customer + 900_000_000).chance(7);
        (!rare).then_some(customer * PEOPLE_PER_CUSTOMER)
    }

    /// Index of one of the people of a company.
    pub(crate) fn person_of(&self, customer: u64, chance: u64) -> u64 {
        customer * PEOPLE_PER_CUSTOMER + chance % (PEOPLE_PER_CUSTOMER - 1)
    }

    /// Index of the person's company; cheap.
    pub(crate) fn customer_of(&self, person: u64) -> Option<u64> {
        let customer = (person / PEOPLE_PER_CUSTOMER) % self.count(Kind::Customer);
        let last_place = person % PEOPLE_PER_CUSTOMER == PEOPLE_PER_CUSTOMER - 1;
        let stray = last_place && self.dice(Kind::Person, person + 700_000_000).chance(8);
        (!stray).then_some(customer)
    }

    /// The person at `index`.
    pub(crate) fn person(&self, index: u64) -> Person {
        let mut dice = self.dice(Kind::Person, index);
        let customer = self.customer_of(index);
        let primary = customer.and_then(|customer| self.primary_of(customer)) == Some(index);
        let first = dice.pick(FIRST);
        let last = dice.pick(LAST);
        let silent = !primary && dice.chance(9);
        let domain = match customer {
            Some(customer) => self.customer(customer).domain,
            None => "people.example.com".into(),
        };
        let mailbox = format!("{}.{}", plain(first), plain(last));
        let number = |dice: &mut super::dice::Dice| {
            format!("{}555{:04}", dice.between(201, 989), dice.between(100, 199))
        };
        Person {
            first,
            last: (!dice.chance(3)).then_some(last),
            title: dice.chance(70).then(|| dice.pick(TITLES)),
            email: (!silent).then(|| format!("{mailbox}@{domain}")),
            phone: (!silent && dice.chance(75)).then(|| number(&mut dice)),
            mobile: (!silent && dice.chance(40)).then(|| number(&mut dice)),
            customer,
            primary,
            inactive: !primary && dice.chance(11),
        }
    }

    /// Index of the device's company; cheap.
    pub(crate) fn device_customer(&self, index: u64) -> u64 {
        self.working_customer(&mut self.dice(Kind::Device, index))
    }

    /// The device at `index`.
    pub(crate) fn device(&self, index: u64) -> Device {
        let mut dice = self.dice(Kind::Device, index);
        let customer = self.working_customer(&mut dice);
        let mut share = dice.below(100);
        let mut chosen = DEVICES[0];
        for device in DEVICES {
            chosen = *device;
            if share < device.3 {
                break;
            }
            share -= device.3;
        }
        let (kind, system, model, _) = chosen;
        let Customer { slug, .. } = self.customer(customer);
        let letters: String = slug.split('-').filter_map(|word| word.chars().next()).collect();
        let short = match kind {
            "Workstation" => "WS",
            "Laptop" => "LT",
            "Server" => "SRV",
            "Firewall" => "FW",
            _ => "PRN",
        };
        let personal = matches!(kind, "Workstation" | "Laptop");
        Device {
            name: format!("{}-{short}-{:03}", letters.to_uppercase(), index % 1_000),
            kind,
            system,
            model,
            serial: format!("SN{:08X}", dice.next() & 0xFFFF_FFFF),
            address: format!("10.{}.{}.{}", dice.below(200), dice.below(250), dice.between(2, 250)),
            mac: (0..6).map(|_| format!("{:02X}", dice.below(256))).collect::<Vec<_>>().join(":"),
            customer,
            user: (personal && dice.chance(80)).then(|| self.person_of(customer, dice.next())),
            retired: dice.chance(12),
        }
    }

    /// Everybody who works at the MSP; the last one is the account that programs sign in with.
    pub(crate) fn staff() -> impl ExactSizeIterator<Item = Staff> {
        STAFF.iter().map(|&(identifier, first, last, title, license)| Staff {
            identifier,
            first,
            last,
            title,
            license,
            inactive: identifier == "OldTech",
        })
    }
}

pub(super) fn plain(name: &str) -> String {
    name.chars()
        .filter_map(|letter| match letter {
            'ë' => Some('e'),
            letter if letter.is_ascii_alphanumeric() => Some(letter.to_ascii_lowercase()),
            _ => None,
        })
        .collect()
}
