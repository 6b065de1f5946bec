//! The streams of records: read whole once, then what changed, and all ids now and then.

use std::time::Duration;

use patchbay_connector_kit::{
    AskIds, ByIds, Clause, DecodeFn, Deletes, Delta, Paging, RowsAt, StreamSpec, decode,
};
use patchbay_model::{Record, RecordKind, VendorId};

use super::super::{
    conditions::Condition,
    rows::{
        CompanyRow, ConfigurationRow, ContactRow, MemberRow, OpportunityRow, ProjectRow,
        ProjectTicketRow, ServiceTicketRow,
    },
};

/// The vendor's names of the fields that a row type reads.
macro_rules! fields {
    ($($name:ident)*) => { &[$(stringify!($name)),*] };
}

/// The vendor's clock and ours may differ, and a long transaction shows late.
const OVERLAP: Duration = Duration::from_secs(600);

const fn pages(size: u32) -> Paging {
    Paging::Number {
        param: "page",
        size_param: "pageSize",
        size,
        order: Some(("orderBy", "id asc")),
    }
}

/// Forward-only paging: nothing is lost while rows come and go. Lists that do not know it send no link.
const SWEEP: Paging = Paging::AfterLastRow {
    param: "pageId",
    size_param: "pageSize",
    size: 1000,
    header: Some(("pagination-type", "forward-only")),
    needs_link: true,
};

fn numbers(ids: &[VendorId]) -> Vec<i64> {
    ids.iter().filter_map(VendorId::as_number).collect()
}

/// No record has a negative id: what cannot be said matches nothing.
fn these(ids: &[VendorId]) -> Clause {
    let wanted = Condition::is_in("id", &numbers(ids));
    wanted.unwrap_or_else(|| Condition::equals_id("id", -1)).into_clause()
}

fn after(id: &str) -> Clause {
    Condition::after_id("id", id.parse().unwrap_or(0)).into_clause()
}

fn deleted(record: &Record) -> bool {
    matches!(record, Record::Company(company) if company.deleted)
}

fn present() -> Vec<Clause> {
    vec![Condition::is_flag("deletedFlag", false).into_clause()]
}

const fn records(
    name: &'static str,
    label: &'static str,
    kind: RecordKind,
    path: &'static str,
    decode: DecodeFn,
    fields: &'static [&'static str],
) -> StreamSpec {
    StreamSpec {
        name,
        label,
        kind,
        path,
        path_when_forbidden: None,
        query: &[],
        paging: pages(1000),
        sweep: Some(SWEEP),
        rows_at: RowsAt::Body,
        each: None,
        delta: Delta::FilterExpr {
            since: |moment| Condition::after("lastUpdated", moment).into_clause(),
            overlap: OVERLAP,
        },
        deletes: Deletes::ByAbsence,
        by_ids: Some(ByIds { ask: AskIds::Clause(these), at_most: 200 }),
        after_id: Some(after),
        fields,
        decode,
        toggle: None,
        area: name,
        every_minutes: 120,
    }
}

pub(super) const COMPANIES: StreamSpec = StreamSpec {
    deletes: Deletes::FlagOrAbsence { is_deleted: deleted, present },
    toggle: Some("sync_companies"),
    every_minutes: 60,
    ..records(
        "companies",
        "Companies",
        RecordKind::Company,
        "/company/companies",
        decode::<CompanyRow>,
        fields![
            id identifier name status types phoneNumber website addressLine1 addressLine2 city state zip country
            territory defaultContact parentCompany isVendorFlag deletedFlag customFields _info
        ],
    )
};

pub(super) const MEMBERS: StreamSpec = StreamSpec {
    path_when_forbidden: Some("/system/info/members"),
    toggle: Some("sync_users"),
    ..records(
        "members",
        "Members",
        RecordKind::Person,
        "/system/members",
        decode::<MemberRow>,
        fields![
            id identifier firstName middleInitial lastName title defaultEmail primaryEmail
            officeEmail mobileEmail homeEmail defaultPhone officePhone mobilePhone homePhone
            licenseClass inactiveFlag securityRole customFields _info
        ],
    )
};

pub(super) const CONTACTS: StreamSpec = StreamSpec {
    // Rows with many communication items and custom fields are slow for the vendor.
    paging: pages(500),
    toggle: Some("sync_companies"),
    every_minutes: 60,
    ..records(
        "contacts",
        "Contacts",
        RecordKind::Person,
        "/company/contacts",
        decode::<ContactRow>,
        fields![
            id firstName lastName company title types inactiveFlag defaultFlag defaultPhoneNbr
            communicationItems customFields _info
        ],
    )
};

pub(super) const TICKETS: StreamSpec = StreamSpec {
    toggle: Some("sync_tickets"),
    every_minutes: 15,
    ..records(
        "tickets",
        "Service tickets",
        RecordKind::Ticket,
        "/service/tickets",
        decode::<ServiceTicketRow>,
        fields![
            id summary recordType board status company contact contactEmailAddress type subType
            item team owner resources priority source severity impact closedFlag closedDate
            requiredDate agreement sla slaStatus parentTicketId mergedParentTicket externalXRef
            customFields _info
        ],
    )
};

pub(super) const PROJECT_TICKETS: StreamSpec = StreamSpec {
    area: "projects",
    toggle: Some("sync_projects"),
    every_minutes: 30,
    ..records(
        "project_tickets",
        "Project tickets",
        RecordKind::Ticket,
        "/project/tickets",
        decode::<ProjectTicketRow>,
        fields![
            id summary isIssueFlag board status project phase company contact
            contactEmailAddress type subType item owner resources priority source closedFlag
            closedDate requiredDate agreement customFields _info
        ],
    )
};

pub(super) const OPPORTUNITIES: StreamSpec = StreamSpec {
    toggle: Some("sync_opportunities"),
    ..records(
        "opportunities",
        "Opportunities",
        RecordKind::Opportunity,
        "/sales/opportunities",
        decode::<OpportunityRow>,
        fields![
            id name company contact stage status type probability primarySalesRep
            expectedCloseDate closedDate source notes customFields _info
        ],
    )
};

pub(super) const PROJECTS: StreamSpec = StreamSpec {
    toggle: Some("sync_projects"),
    ..records(
        "projects",
        "Projects",
        RecordKind::Project,
        "/project/projects",
        decode::<ProjectRow>,
        fields![
            id name company board status type manager closedFlag estimatedStart estimatedEnd
            percentComplete customFields _info
        ],
    )
};

pub(super) const CONFIGURATIONS: StreamSpec = StreamSpec {
    // The slowest list of all on large tenants.
    paging: pages(500),
    toggle: Some("sync_configurations"),
    every_minutes: 60,
    ..records(
        "configurations",
        "Configurations",
        RecordKind::Device,
        "/company/configurations",
        decode::<ConfigurationRow>,
        fields![
            id name type status company contact serialNumber modelNumber manufacturer tagNumber
            osType osInfo ipAddress macAddress lastLoginName activeFlag warrantyExpirationDate
            customFields _info
        ],
    )
};
