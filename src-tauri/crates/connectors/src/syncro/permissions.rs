//! What a token must be allowed to read, by the names under which Syncro lists its permissions.
//!
//! Source: vendor API document (descriptions of the calls) and current setup guides; see NOTES.md.

use patchbay_connector_kit::Area;

use super::streams::STREAMS;

/// The permission check, in the order in which it is shown.
pub(super) const AREAS: &[Area] = &[
    Area {
        id: "customers",
        label: "Customers",
        required: true,
        streams: &["customers"],
        grant: "Admin > API Tokens > your token > Customers - List/Search and Customers - View Detail",
    },
    Area {
        id: "contacts",
        label: "Contacts",
        required: true,
        streams: &["contacts"],
        grant: "Admin > API Tokens > your token > Contacts - List/Search and Customers - View Detail",
    },
    Area {
        id: "users",
        label: "Users",
        required: true,
        streams: &["users"],
        grant: "Admin > API Tokens > your token > Users - List",
    },
    Area {
        id: "tickets",
        label: "Tickets",
        required: true,
        streams: &["tickets"],
        grant: "Admin > API Tokens > your token > Tickets - List/Search and Tickets - View Details",
    },
    Area {
        id: "ticket_settings",
        label: "Ticket settings",
        required: true,
        streams: &["ticket_statuses", "ticket_types", "problem_types", "priorities"],
        grant: "Admin > API Tokens > your token > Tickets - Settings",
    },
    Area {
        id: "assets",
        label: "Assets",
        required: false,
        streams: &["assets", "asset_types"],
        grant: "Admin > API Tokens > your token > Assets - List/Search and Assets - View Details",
    },
];

/// The path below the API root: `/tickets/settings` of `/api/v1/tickets/settings`.
pub(super) fn short(path: &str) -> &str {
    path.find("/api/v1/").map_or(path, |at| &path[at + "/api/v1".len()..])
}

/// Where the right to read `path` is granted: that of the stream with the same path, or with the longest
/// one that leads to it (`/tickets/7/comments`). `None` where streams of that path need different ones.
pub(super) fn grant_for(path: &str) -> Option<&'static str> {
    let path = short(path);
    let leads_to = |known: &str| {
        path.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let known = || STREAMS.iter().filter(|stream| leads_to(stream.path));
    let longest = known().map(|stream| stream.path.len()).max()?;
    let mut areas = known().filter(|stream| stream.path.len() == longest).map(|found| found.area);
    let area = areas.next()?;
    if areas.any(|other| other != area) {
        return None;
    }
    AREAS.iter().find(|known| known.id == area).map(|area| area.grant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_right_that_is_missing() {
        let grant = |path| grant_for(path).unwrap_or("nothing");
        assert!(grant("/api/v1/customers").contains("Customers - List/Search"));
        assert!(grant("/api/v1/customers/7").contains("Customers - View Detail"));
        assert!(grant("/api/v1/tickets").contains("Tickets - List/Search"));
        assert!(grant("/api/v1/tickets/7/comments").contains("Tickets - View Details"));
        assert!(grant("/api/v1/tickets/settings").contains("Tickets - Settings"));
        assert!(grant("/api/v1/contacts").contains("Contacts - List/Search"));
        assert!(grant("/api/v1/users/7").contains("Users - List"));
        assert_eq!(grant("/api/v1/settings"), "nothing", "tickets and assets need it alike");
        assert_eq!(grant("/api/v1/invoices"), "nothing");
        assert_eq!(grant("/api/v1/ticketsandmore"), "nothing");
        assert_eq!(short("/elsewhere"), "/elsewhere");
    }

    #[test]
    fn what_setup_cannot_do_without_is_required() {
        let required: Vec<_> =
            AREAS.iter().filter(|area| area.required).map(|area| area.id).collect();
        assert_eq!(required, ["customers", "contacts", "users", "tickets", "ticket_settings"]);
    }
}
