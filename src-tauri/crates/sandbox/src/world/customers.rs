//! The customers of the invented MSP, and the few companies in its books that are none.

use super::dice::Dice;
use super::words::{CITIES, FORMS, NAMES, STREETS, SUPPLIES, TRADES};
use super::{Kind, World};

/// What a company in the books is to the MSP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CustomerKind {
    /// The MSP itself.
    Own,
    /// The company that unmatched mail lands on.
    Catchall,
    /// Somebody the MSP buys from.
    Vendor,
    /// A paying customer.
    Active,
    /// Not yet a customer.
    Prospect,
    /// No longer a customer.
    Former,
    /// In the recycle bin; often a duplicate of a living one.
    Recycled,
}

impl CustomerKind {
    /// Whether a real company stands behind it.
    pub(crate) fn is_company(self) -> bool {
        self != Self::Catchall
    }
}

/// One company as the MSP knows it.
#[derive(Debug, Clone)]
pub(crate) struct Customer {
    pub(crate) name: String,
    /// Unique; lower case words joined by hyphens.
    pub(crate) slug: String,
    pub(crate) kind: CustomerKind,
    pub(crate) street: String,
    pub(crate) city: &'static str,
    pub(crate) state: &'static str,
    pub(crate) zip: String,
    pub(crate) phone: String,
    /// Mail and web domain, below example.com.
    pub(crate) domain: String,
    pub(crate) employees: i64,
}

impl World {
    /// What the company at `index` is; cheap.
    pub(crate) fn customer_kind(&self, index: u64) -> CustomerKind {
        match index {
            0 => CustomerKind::Own,
            1 => CustomerKind::Catchall,
            2 | 3 => CustomerKind::Vendor,
            _ if index % 53 == 17 || index % 53 == 29 => CustomerKind::Recycled,
            _ => match self.dice(Kind::Customer, index).below(100) {
                0..78 => CustomerKind::Active,
                78..88 => CustomerKind::Prospect,
                88..97 => CustomerKind::Former,
                // However large, an MSP buys from a handful of companies.
                _ if index < 300 => CustomerKind::Vendor,
                _ => CustomerKind::Former,
            },
        }
    }

    /// The company that the one at `index` is a double of; itself for most.
    pub(crate) fn original_of(&self, index: u64) -> u64 {
        let is_double = self.customer_kind(index) == CustomerKind::Recycled
            && !matches!(self.customer_kind(index - 7), CustomerKind::Vendor | CustomerKind::Own);
        if is_double { index - 7 } else { index }
    }

    /// A name that no customer of this world has but that resembles some of them; `None` when all such
    /// names are taken.
    pub(super) fn lookalike(&self, number: u64) -> Option<String> {
        let pairs = NAMES.len() as u64 * TRADES.len() as u64;
        let index = pairs.checked_sub(number + 1)?;
        (index > self.count(Kind::Customer) * 2).then(|| self.name_of(index).0)
    }

    /// A company that work is done for: mostly a paying customer, now and then another one.
    pub(super) fn working_customer(&self, dice: &mut Dice) -> u64 {
        let count = self.count(Kind::Customer);
        let mut index = dice.below(count);
        for _ in 0..5 {
            if matches!(self.customer_kind(index), CustomerKind::Active | CustomerKind::Own) {
                break;
            }
            index = dice.below(count);
        }
        index
    }

    /// The company at `index`; any index has one, also beyond the world's count.
    pub(crate) fn customer(&self, index: u64) -> Customer {
        let kind = self.customer_kind(index);
        let mut dice = self.dice(Kind::Customer, index + 500_000_000);
        // A company in the recycle bin is a double of an earlier one.
        let named = if kind == CustomerKind::Recycled { index - 7 } else { index };
        let (mut name, mut slug) = self.name_of(named);
        match kind {
            CustomerKind::Own => (name, slug) = ("Bluegate IT".into(), "bluegate-it".into()),
            CustomerKind::Catchall => (name, slug) = ("Catchall".into(), "catchall".into()),
            CustomerKind::Recycled => slug.push_str("-old"),
            CustomerKind::Vendor => {
                let first = NAMES[place(index * 5 + 1, NAMES.len())];
                name = format!("{first} {}", dice.pick(SUPPLIES));
                slug = format!("{}-{index}", slug_of(&name));
            }
            _ => {}
        }
        let (city, state, zip) = CITIES[place(dice.next(), CITIES.len())];
        Customer {
            domain: format!("{slug}.example.com"),
            street: format!("{} {}", dice.between(10, 4_999), dice.pick(STREETS)),
            zip: format!("{zip}{:02}", dice.below(100)),
            phone: format!("{}555{:04}", dice.between(201, 989), dice.between(100, 199)),
            employees: dice.between(3, 240),
            name,
            slug,
            kind,
            city,
            state,
        }
    }

    /// Name and slug: every pair of first word and trade once, then again with a town.
    fn name_of(&self, index: u64) -> (String, String) {
        let names = NAMES.len() as u64;
        let pairs = names * TRADES.len() as u64;
        // 1,009 is coprime to the number of pairs: neighbours in the list do not resemble each other.
        let pair = (index * 1_009 + self.seed() % pairs) % pairs;
        let first = NAMES[place(pair % names, NAMES.len())];
        let trade = TRADES[place(pair / names, TRADES.len())];
        let round = index / pairs;
        let mut name = format!("{first} {trade}");
        let mut slug = slug_of(&name);
        if round > 0 {
            let town = CITIES[place(round - 1, CITIES.len())].0;
            let lap = (round - 1) / CITIES.len() as u64;
            name = format!("{first} {trade} {town}");
            slug = format!("{}-{}", slug_of(&name), round);
            if lap > 0 {
                name.push_str(&format!(" {}", lap + 1));
            }
        }
        let form = FORMS[place(self.dice(Kind::Customer, index).next() >> 7, FORMS.len())];
        if name.chars().count() + form.len() <= 50 {
            name.push_str(form);
        }
        (name, slug)
    }
}

fn slug_of(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for letter in name.chars() {
        match letter {
            'ü' => slug.push('u'),
            '\'' => {}
            letter if letter.is_ascii_alphanumeric() => slug.push(letter.to_ascii_lowercase()),
            _ if slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    slug
}

fn place(number: u64, length: usize) -> usize {
    usize::try_from(number % (length as u64).max(1)).unwrap_or(0)
}
