//! A company as one vendor's books have it.

use super::{Seat, View, Who};
use crate::world::spelling::{respelled, split_form};
use crate::world::words::{CITIES, FIRST, LAST, STREETS, TRADES_OF_FEW};
use crate::world::{CustomerKind, Kind};

/// A company, or a private person, as one vendor has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SeenCompany {
    /// `None` for a private person.
    pub(crate) name: Option<String>,
    /// Whom to ask for there; somebody of the company, or the private person.
    pub(crate) person: Option<(String, String)>,
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) street: String,
    pub(crate) city: &'static str,
    pub(crate) state: &'static str,
    pub(crate) zip: String,
    /// Mail and web domain, below example.com.
    pub(crate) domain: String,
    /// No longer wanted in the lists.
    pub(crate) inactive: bool,
}

impl View {
    /// Whether nobody wants to see the company in lists; cheap.
    pub(crate) fn is_inactive(&self, index: u64) -> bool {
        let mut dice = self.own.dice(Kind::Customer, index + 930_000_000);
        match self.seat(Kind::Customer, index).who {
            Who::Known(customer) => {
                let former = self.world.customer_kind(customer) == CustomerKind::Former;
                dice.chance(if former { 70 } else { 2 })
            }
            Who::Only(..) => dice.chance(8),
        }
    }

    /// The company at `index`; any index has one.
    pub(crate) fn company(&self, index: u64) -> SeenCompany {
        let seat = self.seat(Kind::Customer, index);
        let mut seen = match seat.who {
            Who::Known(customer) => self.known_company(index, customer, seat),
            Who::Only(_, number) => self.strange_company(number),
        };
        seen.inactive = self.is_inactive(index);
        seen
    }

    fn known_company(&self, index: u64, known: u64, seat: Seat) -> SeenCompany {
        let customer = self.world.customer(known);
        let mut dice = self.own.dice(Kind::Customer, index + 940_000_000);
        let (mut city, mut state, mut zip) = (customer.city, customer.state, customer.zip.clone());
        let mut street = customer.street.clone();
        let name = match seat.branch {
            None if customer.kind == CustomerKind::Own => format!("{} (Internal)", customer.name),
            None => respelled(&customer.name, city, &mut dice),
            Some(branch) => {
                let start = usize::try_from(known).unwrap_or(0) * 3 + usize::from(branch) * 7 + 5;
                let first;
                (city, state, first) = CITIES[start % CITIES.len()];
                zip = format!("{first}{:02}", dice.below(100));
                street = format!("{} {}", dice.between(10, 4_999), dice.pick(STREETS));
                let (stem, _) = split_form(&customer.name);
                match dice.below(3) {
                    0 => format!("{stem} - {city}"),
                    1 => format!("{stem} {city} Office"),
                    _ => format!("{} ({city})", respelled(&customer.name, city, &mut dice)),
                }
            }
        };
        if dice.chance(30) {
            street = street
                .replace("Street", "St")
                .replace("Avenue", "Ave.")
                .replace("Road", "Rd")
                .replace("Boulevard", "Blvd");
        }
        let main = self.world.primary_of(known).map(|person| self.world.person(person));
        let person = main
            .as_ref()
            .map(|person| (person.first.to_owned(), person.last.unwrap_or_default().to_owned()));
        let own_mail = dice.chance(30).then(|| format!("office@{}", customer.domain));
        SeenCompany {
            name: Some(name),
            email: own_mail.or_else(|| main.and_then(|person| person.email)),
            person,
            phone: dice.chance(88).then_some(customer.phone),
            street,
            city,
            state,
            zip,
            domain: customer.domain,
            inactive: false,
        }
    }

    fn strange_company(&self, number: u64) -> SeenCompany {
        let mut dice = self.own.dice(Kind::Customer, number + 950_000_000);
        let (first, last) = (dice.pick(FIRST), dice.pick(LAST));
        let name = match number % 3 {
            0 => None,
            1 => self.world.lookalike(number),
            _ => Some(format!("{last} {}", dice.pick(TRADES_OF_FEW))),
        };
        let (city, state, zip) = CITIES[usize::try_from(dice.below(20)).unwrap_or(0)];
        let domain = format!("only-{}-{number}.example.com", self.own.seed() % 1_000);
        SeenCompany {
            name,
            person: Some((first.to_owned(), last.to_owned())),
            email: dice.chance(80).then(|| format!("hello@{domain}")),
            phone: dice
                .chance(80)
                .then(|| format!("{}555{:04}", dice.between(201, 989), dice.below(9_999))),
            street: format!("{} {}", dice.between(10, 4_999), dice.pick(STREETS)),
            city,
            state,
            zip: format!("{zip}{:02}", dice.below(100)),
            domain,
            inactive: false,
        }
    }
}
