//! People and devices as one vendor's books have them.

use super::{View, Who, place};
use crate::world::people::{Device, plain};
use crate::world::words::{FIRST, LAST};
use crate::world::{Kind, PEOPLE_PER_CUSTOMER};

/// A person as one vendor has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SeenPerson {
    pub(crate) first: String,
    pub(crate) last: Option<String>,
    /// The whole name as it stands there: mostly first and last name.
    pub(crate) name: String,
    pub(crate) title: Option<&'static str>,
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) mobile: Option<String>,
    /// Place of the company in the same books.
    pub(crate) company: Option<u64>,
}

/// A device as one vendor has it.
#[derive(Debug, Clone)]
pub(crate) struct SeenDevice {
    pub(crate) device: Device,
    pub(crate) name: String,
    /// Missing on some.
    pub(crate) serial: Option<String>,
    /// Place of the company in the same books.
    pub(crate) company: u64,
}

impl View {
    /// Place of the person's company; cheap.
    pub(crate) fn company_of(&self, person: u64) -> Option<u64> {
        match self.people.get(place(person)) {
            Some((_, company)) => company.map(u64::from),
            None => Some(self.busy(self.own.dice(Kind::Person, person).next())),
        }
    }

    /// Place of one of the people of a company, if the books have any.
    pub(crate) fn person_of(&self, company: u64, chance: u64) -> Option<u64> {
        let Who::Known(customer) = self.seat(Kind::Customer, company).who else { return None };
        // People stand in the order of the world, so those of a customer can be found by halving.
        let first = Who::Known(customer * PEOPLE_PER_CUSTOMER);
        let behind = Who::Known((customer + 1) * PEOPLE_PER_CUSTOMER);
        let start = self.people.partition_point(|(who, _)| *who < first);
        let end = self.people.partition_point(|(who, _)| *who < behind);
        let people = (start..end).map(|index| index as u64);
        let people: Vec<u64> =
            people.filter(|index| self.company_of(*index) == Some(company)).collect();
        let chosen = chance.checked_rem(people.len() as u64)?;
        people.get(place(chosen)).copied()
    }

    /// The person at `index`; any index has one.
    pub(crate) fn person(&self, index: u64) -> SeenPerson {
        let company = self.company_of(index);
        let mut dice = self.own.dice(Kind::Person, index + 940_000_000);
        let Who::Known(person) = self.seat(Kind::Person, index).who else {
            let (first, last) = (dice.pick(FIRST).to_owned(), dice.pick(LAST).to_owned());
            let domain = company.map_or("people.example.com".into(), |at| self.company(at).domain);
            return SeenPerson {
                email: Some(format!("{}{index}@{domain}", plain(&last))),
                name: format!("{first} {last}"),
                phone: dice
                    .chance(50)
                    .then(|| format!("{}5550{:03}", dice.between(201, 989), dice.below(999))),
                mobile: None,
                title: None,
                last: Some(last),
                first,
                company,
            };
        };
        let person = self.world.person(person);
        let last = person.last.map(str::to_owned);
        let first = person.first.to_owned();
        let name = match (&last, dice.below(100)) {
            (Some(last), 0..6) => format!("{last}, {first}"),
            (Some(last), 6..10) => format!("{}. {last}", &first[..1]),
            (Some(last), 10..13) => format!("{first} {last}").to_lowercase(),
            (Some(last), _) => format!("{first} {last}"),
            (None, _) => first.clone(),
        };
        let email = person.email.and_then(|email| match dice.below(100) {
            0..5 => None,
            5..9 => {
                let (_, domain) = email.split_once('@')?;
                let initial = plain(&first).chars().next()?;
                Some(format!("{initial}{}@{domain}", plain(last.as_deref().unwrap_or("office"))))
            }
            9..15 => Some(email[..1].to_uppercase() + &email[1..]),
            _ => Some(email),
        });
        SeenPerson {
            name,
            title: person.title.filter(|_| dice.chance(60)),
            email,
            phone: person.phone,
            mobile: person.mobile,
            first,
            last,
            company,
        }
    }

    /// The device at `index`; any index has one.
    pub(crate) fn device(&self, index: u64) -> SeenDevice {
        let mut dice = self.own.dice(Kind::Device, index + 940_000_000);
        let (device, company) = match self.devices.get(place(index)) {
            Some((Who::Known(device), company)) => {
                (self.world.device(*device), u64::from(*company))
            }
            _ => (self.own.device(index), self.busy(dice.next())),
        };
        let name = match dice.below(100) {
            0..8 => device.name.to_lowercase(),
            8..14 => format!("{}.corp.example.com", device.name),
            _ => device.name.clone(),
        };
        let serial = dice.chance(90).then(|| device.serial.clone());
        SeenDevice { device, name, serial, company }
    }
}
