//! The token and what it may do.

use std::collections::BTreeSet;

use super::routes::Route;
use crate::world::dice::Dice;

/// Every right that a route of this stage needs, as the vendor's settings name it.
pub(super) const RIGHTS: &[&str] = &[
    "Assets - List/Search",
    "Assets - View Details",
    "Contacts - List/Search",
    "Customers - List/Search",
    "Customers - View Detail",
    "Tickets - List/Search",
    "Tickets - Settings",
    "Tickets - View Details",
    "Users - List",
];

/// What the sign-in checks against.
#[derive(Debug, Clone)]
pub(crate) struct Access {
    pub(super) token: String,
    pub(super) revoked: bool,
    pub(super) withheld: BTreeSet<&'static str>,
    seed: u64,
    rotation: u64,
}

impl Access {
    /// A first token that belongs to the seed.
    pub(crate) fn new(seed: u64) -> Self {
        let withheld = BTreeSet::new();
        let mut access = Self { token: String::new(), revoked: false, withheld, seed, rotation: 0 };
        access.rotate();
        access
    }

    /// A new token; the old one stops working.
    pub(crate) fn rotate(&mut self) {
        self.rotation += 1;
        self.revoked = false;
        let mut dice = Dice::new(self.seed, 78, self.rotation);
        self.token = format!("Tsandbox{:016x}{:016x}", dice.next(), dice.next());
    }

    /// Whether the header carries the token.
    pub(crate) fn knows(&self, authorization: Option<&str>) -> bool {
        let given = authorization
            .and_then(|header| header.trim().split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token.trim());
        !self.revoked && given == Some(&self.token)
    }

    /// Whether the token has all rights that the route needs.
    pub(crate) fn allows(&self, route: &Route) -> bool {
        rights(route).iter().all(|right| !self.withheld.contains(right))
    }
}

/// The rights that a route needs.
pub(super) fn rights(route: &Route) -> &'static [&'static str] {
    match route {
        Route::Me | Route::Settings => &[],
        Route::TicketSettings => &["Tickets - Settings"],
        Route::Users | Route::User(_) => &["Users - List"],
        Route::Customers => &["Customers - List/Search"],
        Route::Customer(_) => &["Customers - View Detail"],
        Route::Contacts | Route::Contact(_) => {
            &["Customers - View Detail", "Contacts - List/Search"]
        }
        Route::Tickets => &["Tickets - List/Search"],
        Route::Ticket(_) | Route::Comments(_) => &["Tickets - View Details"],
        Route::Assets => &["Assets - List/Search"],
        Route::Asset(_) => &["Assets - View Details"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_bearer_with_the_present_token_is_known() {
        let mut access = Access::new(3);
        let good = format!("Bearer {}", access.token);
        assert!(access.knows(Some(&good)) && access.knows(Some(&good.replace('B', "b"))));
        assert!(!access.knows(None) && !access.knows(Some(&access.token)));
        access.revoked = true;
        assert!(!access.knows(Some(&good)));
        access.rotate();
        assert!(!access.knows(Some(&good)));
    }

    #[test]
    fn every_right_that_is_needed_is_in_the_list() {
        for route in Route::samples() {
            assert!(rights(&route).iter().all(|right| RIGHTS.contains(right)), "{route:?}");
        }
    }
}
