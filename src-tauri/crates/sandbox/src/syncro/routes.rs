//! From a path below the API root to what is meant by it.

/// Where the API begins.
pub(super) const ROOT: &str = "/api/v1";

/// What a path means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route {
    Me,
    Settings,
    TicketSettings,
    Users,
    User(i64),
    Customers,
    Customer(i64),
    Contacts,
    Contact(i64),
    Tickets,
    Ticket(i64),
    Comments(i64),
    Assets,
    Asset(i64),
}

impl Route {
    /// The route of an endpoint (`/tickets/71300117`); `None` when there is none. Case matters.
    pub(crate) fn of(endpoint: &str) -> Option<Self> {
        let mut parts = endpoint.strip_prefix('/')?.trim_end_matches('/').split('/');
        let parts = (parts.next()?, parts.next(), parts.next(), parts.next());
        let id = |text: &str| text.parse::<i64>().ok();
        Some(match parts {
            ("me", None, ..) => Self::Me,
            ("settings", None, ..) => Self::Settings,
            ("users", None, ..) => Self::Users,
            ("users", Some(user), None, _) => Self::User(id(user)?),
            ("customers", None, ..) => Self::Customers,
            ("customers", Some(customer), None, _) => Self::Customer(id(customer)?),
            ("contacts", None, ..) => Self::Contacts,
            ("contacts", Some(contact), None, _) => Self::Contact(id(contact)?),
            ("tickets", None, ..) => Self::Tickets,
            ("tickets", Some("settings"), None, _) => Self::TicketSettings,
            ("tickets", Some(ticket), None, _) => Self::Ticket(id(ticket)?),
            ("tickets", Some(ticket), Some("comments"), None) => Self::Comments(id(ticket)?),
            ("customer_assets", None, ..) => Self::Assets,
            ("customer_assets", Some(asset), None, _) => Self::Asset(id(asset)?),
            _ => return None,
        })
    }

    #[cfg(test)]
    pub(super) fn samples() -> Vec<Self> {
        [
            "/me",
            "/settings",
            "/tickets/settings",
            "/users",
            "/users/5",
            "/customers",
            "/customers/5",
            "/contacts",
            "/contacts/5",
            "/tickets",
            "/tickets/5",
            "/tickets/5/comments",
            "/customer_assets",
            "/customer_assets/5",
        ]
        .into_iter()
        .filter_map(Self::of)
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_routes() {
        assert_eq!(Route::samples().len(), 14);
        assert_eq!(Route::of("/tickets/7/comments"), Some(Route::Comments(7)));
        assert_eq!(Route::of("/tickets/"), Some(Route::Tickets));
        for nowhere in ["/", "/assets", "/Tickets", "/customers/latest", "/tickets/7/comments/1"] {
            assert_eq!(Route::of(nowhere), None, "{nowhere}");
        }
    }
}
