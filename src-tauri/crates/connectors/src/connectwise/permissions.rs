//! What a role must be allowed to read, and where in ConnectWise that is granted.
//!
//! Source: setup guides of other integrations and the vendor's role matrix; see NOTES.md.

use patchbay_connector_kit::Area;

use super::streams::STREAMS;

/// The permission check, in the order in which it is shown.
pub(super) const AREAS: &[Area] = &[
    Area {
        id: "companies",
        label: "Companies",
        required: true,
        streams: &["companies", "company_types", "company_statuses"],
        grant: "System > Security Roles > your role > Companies > Company Maintenance: \
                Inquire Level All",
    },
    Area {
        id: "contacts",
        label: "Contacts",
        required: true,
        streams: &["contacts", "contact_types"],
        grant: "System > Security Roles > your role > Companies > Contacts: Inquire Level All",
    },
    Area {
        id: "members",
        label: "Members",
        required: true,
        streams: &["members"],
        grant: "System > Security Roles > your role > System > Member Maintenance: \
                Inquire Level All",
    },
    Area {
        id: "boards_and_settings",
        label: "Boards and ticket settings",
        required: true,
        streams: &[
            "boards",
            "board_statuses",
            "board_types",
            "priorities",
            "sources",
            "slas",
            "service_templates",
        ],
        grant: "System > Security Roles > your role > Service Desk > Service Tickets: Inquire Level \
                All, and System > Table Setup: Inquire Level All",
    },
    Area {
        id: "tickets",
        label: "Service tickets",
        required: true,
        streams: &["tickets"],
        grant: "System > Security Roles > your role > Service Desk > Service Tickets: \
                Inquire Level All",
    },
    Area {
        id: "opportunities",
        label: "Opportunities",
        required: false,
        streams: &["opportunities", "opportunity_types", "opportunity_stages"],
        grant: "System > Security Roles > your role > Sales > Opportunity: Inquire Level All",
    },
    Area {
        id: "projects",
        label: "Projects and project tickets",
        required: false,
        streams: &["projects", "project_tickets"],
        grant: "System > Security Roles > your role > Project > Project Headers and Project Tickets: \
                Inquire Level All",
    },
    Area {
        id: "configurations",
        label: "Configurations",
        required: false,
        streams: &["configurations", "configuration_types"],
        grant: "System > Security Roles > your role > Companies > Configurations: Inquire Level All",
    },
    Area {
        id: "organization",
        label: "Departments, locations, roles and custom fields",
        required: false,
        streams: &["departments", "locations", "custom_fields", "security_roles"],
        grant: "System > Security Roles > your role > System > My Company, Security Roles and Table \
                Setup: Inquire Level All",
    },
];

/// The path below the API root: `/service/boards` of `/v2025_1/apis/3.0/service/boards`.
pub(super) fn short(path: &str) -> &str {
    path.find("/apis/3.0/").map_or(path, |at| &path[at + "/apis/3.0".len()..])
}

/// Where the right to read `path` is granted.
pub(super) fn grant_for(path: &str) -> Option<&'static str> {
    let path = short(path).trim_end_matches("/count");
    let area = STREAMS.iter().find_map(|stream| {
        let second = stream.path_when_forbidden.is_some_and(|template| leads_to(template, path));
        (second || leads_to(stream.path, path)).then_some(stream.area)
    });
    let area = area?;
    AREAS.iter().find(|known| known.id == area).map(|area| area.grant)
}

/// Whether `path` is what `template` stands for, `{parent}` being any segment.
fn leads_to(template: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (template.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some("{parent}"), Some(_)) => {}
            (Some(left), Some(right)) if left.eq_ignore_ascii_case(right) => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_right_that_is_missing() {
        let grant = |path| grant_for(path).unwrap_or("nothing");
        assert!(grant("/v2025_1/apis/3.0/company/companies").contains("Company Maintenance"));
        assert!(grant("/v2025_1/apis/3.0/company/companies/count").contains("Company Maintenance"));
        assert!(grant("/v4_6_release/apis/3.0/service/boards/12/statuses").contains("Table Setup"));
        assert!(grant("/v4_6_release/apis/3.0/system/info/members").contains("Member Maintenance"));
        assert_eq!(grant("/v4_6_release/apis/3.0/finance/invoices"), "nothing");
    }

    #[test]
    fn paths_are_told_without_the_codebase() {
        assert_eq!(short("/v2025_1/apis/3.0/service/boards"), "/service/boards");
        assert_eq!(short("/elsewhere"), "/elsewhere");
    }
}
