//! What is read from ConnectWise: the list of streams, in the order in which they depend on each other.

mod records;
mod reference;

use patchbay_connector_kit::StreamSpec;

/// All streams: reference data first, then companies, people, and what points at them.
pub(super) const STREAMS: &[StreamSpec] = &[
    reference::BOARDS,
    reference::BOARD_STATUSES,
    reference::BOARD_TYPES,
    reference::BOARD_SUBTYPES,
    reference::BOARD_ITEMS,
    reference::BOARD_TEAMS,
    reference::BOARD_TYPE_COMBINATIONS,
    reference::PRIORITIES,
    reference::SOURCES,
    reference::SLAS,
    reference::SERVICE_TEMPLATES,
    reference::SERVICE_LOCATIONS,
    reference::COMPANY_TYPES,
    reference::COMPANY_STATUSES,
    reference::CONTACT_TYPES,
    reference::CONTACT_DEPARTMENTS,
    reference::DEPARTMENTS,
    reference::LOCATIONS,
    reference::SECURITY_ROLES,
    reference::CUSTOM_FIELDS,
    reference::OPPORTUNITY_STAGES,
    reference::OPPORTUNITY_STATUSES,
    reference::OPPORTUNITY_TYPES,
    reference::OPPORTUNITY_PROBABILITIES,
    reference::PROJECT_TYPES,
    reference::PROJECT_STATUSES,
    reference::CONFIGURATION_TYPES,
    reference::CONFIGURATION_STATUSES,
    records::COMPANIES,
    records::MEMBERS,
    records::CONTACTS,
    records::TICKETS,
    records::PROJECT_TICKETS,
    records::OPPORTUNITIES,
    records::PROJECTS,
    records::CONFIGURATIONS,
];

#[cfg(test)]
mod tests;
