//! Records: what vendors tell us, mapped to one shape for all vendors.
//!
//! Every field but the name is optional, because every vendor leaves something out. Times are UTC.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{RecordKind, ReferenceItem};

/// One mapped item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant is documented at its struct")]
pub enum Record {
    Company(Box<Company>),
    Person(Box<Person>),
    Ticket(Box<Ticket>),
    Opportunity(Box<Opportunity>),
    Project(Box<Project>),
    Device(Box<Device>),
    Reference(Box<ReferenceItem>),
}

impl Record {
    /// Its kind.
    pub fn kind(&self) -> RecordKind {
        match self {
            Self::Company(_) => RecordKind::Company,
            Self::Person(_) => RecordKind::Person,
            Self::Ticket(_) => RecordKind::Ticket,
            Self::Opportunity(_) => RecordKind::Opportunity,
            Self::Project(_) => RecordKind::Project,
            Self::Device(_) => RecordKind::Device,
            Self::Reference(_) => RecordKind::Reference,
        }
    }

    /// What a person would call it: a company's name, a ticket's summary…
    pub fn title(&self) -> &str {
        match self {
            Self::Company(company) => &company.name,
            Self::Person(person) => &person.name,
            Self::Ticket(ticket) => &ticket.summary,
            Self::Opportunity(opportunity) => &opportunity.name,
            Self::Project(project) => &project.name,
            Self::Device(device) => &device.name,
            Self::Reference(item) => &item.name,
        }
    }

    /// The customer that it belongs to, where its kind has one and the vendor names one.
    pub fn company(&self) -> Option<&RecordReference> {
        match self {
            Self::Company(_) | Self::Reference(_) => None,
            Self::Person(person) => person.company.as_ref(),
            Self::Ticket(ticket) => ticket.company.as_ref(),
            Self::Opportunity(opportunity) => opportunity.company.as_ref(),
            Self::Project(project) => project.company.as_ref(),
            Self::Device(device) => device.company.as_ref(),
        }
    }

    /// As [`Self::company`], to be changed.
    pub fn company_mut(&mut self) -> Option<&mut RecordReference> {
        match self {
            Self::Company(_) | Self::Reference(_) => None,
            Self::Person(person) => person.company.as_mut(),
            Self::Ticket(ticket) => ticket.company.as_mut(),
            Self::Opportunity(opportunity) => opportunity.company.as_mut(),
            Self::Project(project) => project.company.as_mut(),
            Self::Device(device) => device.company.as_mut(),
        }
    }
}

/// A pointer from one record to another: the vendor's id and the name that came with it.
/// The target may be gone at the vendor; both parts may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct RecordReference {
    /// The vendor's id of the target.
    pub id: String,
    /// The target's name as the vendor sent it along.
    pub name: String,
}

/// A postal address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[expect(missing_docs, reason = "the names say it")]
pub struct Address {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line1: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line2: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zip: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

/// A field that the vendor's customer defined. Values of password fields are never kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct CustomField {
    /// The vendor's id of the field's definition.
    pub id: String,
    /// Its caption.
    pub caption: String,
    /// Its value as text (numbers in decimal, switches as `true`/`false`).
    pub value: Option<String>,
}

macro_rules! record {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident : $type:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "types", derive(specta::Type))]
        #[serde(default)]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $type,)*
            /// Fields that the vendor's customer defined.
            pub custom_fields: Vec<CustomField>,
            /// When the vendor made it.
            pub created_at: Option<DateTime<Utc>>,
            /// When the vendor last changed it.
            pub updated_at: Option<DateTime<Utc>>,
        }
    };
}

record!(
    /// A customer as the vendor knows it.
    Company {
        /// The name people use.
        name: String,
        /// The vendor's short text key, where it has one.
        identifier: Option<String>,
        /// Active, Inactive, Prospect…
        status: Option<RecordReference>,
        /// Client, Vendor, Prospect… (several at once are usual).
        types: Vec<RecordReference>,
        /// Main phone number as typed.
        phone: Option<String>,
        /// Web site as typed.
        website: Option<String>,
        /// Main address.
        address: Address,
        /// Sales territory or location.
        territory: Option<RecordReference>,
        /// The company's primary contact.
        primary_contact: Option<RecordReference>,
        /// The company it belongs to.
        parent: Option<RecordReference>,
        /// The vendor's customer marks it as a supplier, not a client.
        is_supplier: bool,
        /// In the vendor's recycle bin.
        deleted: bool,
    }
);

/// Whether a person is one of us or one of theirs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum PersonRole {
    /// Works at a customer.
    #[default]
    Contact,
    /// Works at the MSP (member, agent, technician).
    Staff,
}

record!(
    /// A contact of a customer, or a member of the MSP's staff.
    Person {
        /// Full name, as shown.
        name: String,
        /// One of us or one of theirs.
        role: PersonRole,
        /// Given name.
        first_name: Option<String>,
        /// Family name.
        last_name: Option<String>,
        /// Login or short key at the vendor (staff).
        identifier: Option<String>,
        /// Default e-mail address.
        email: Option<String>,
        /// Default phone number as typed.
        phone: Option<String>,
        /// Job title.
        title: Option<String>,
        /// The company of a contact.
        company: Option<RecordReference>,
        /// Contact types (Approver, Billing…), or the licence class of staff.
        types: Vec<RecordReference>,
        /// The primary contact of its company.
        is_primary: bool,
        /// Not marked inactive.
        active: bool,
        /// The security role of a member of staff.
        security_role: Option<RecordReference>,
    }
);

/// Where a ticket lives.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum TicketArea {
    /// Service desk.
    #[default]
    Service,
    /// Part of a project.
    Project,
}

record!(
    /// A service or project ticket.
    Ticket {
        /// The one-line description.
        summary: String,
        /// The number under which people know it; None: that is the vendor's id. Left out where there
        /// is none, so that records without one read as they always did.
        #[serde(skip_serializing_if = "Option::is_none")]
        number: Option<String>,
        /// Service desk or project.
        area: TicketArea,
        /// The vendor's sub-kind in its own word, if it has one.
        record_type: Option<String>,
        /// Service board, queue or team.
        board: Option<RecordReference>,
        /// Status; belongs to the board.
        status: Option<RecordReference>,
        /// The customer.
        company: Option<RecordReference>,
        /// Who reported it.
        contact: Option<RecordReference>,
        /// E-mail address of the reporter as typed on the ticket.
        contact_email: Option<String>,
        /// Type; belongs to the board.
        ticket_type: Option<RecordReference>,
        /// Subtype; belongs to the board.
        subtype: Option<RecordReference>,
        /// Item; belongs to the board.
        item: Option<RecordReference>,
        /// Team.
        team: Option<RecordReference>,
        /// The member of staff who owns it.
        owner: Option<RecordReference>,
        /// Identifiers of everybody assigned, as the vendor lists them.
        assignees: Vec<String>,
        /// Priority.
        priority: Option<RecordReference>,
        /// Where it came from (phone, e-mail…).
        source: Option<RecordReference>,
        /// Low, Medium, High, in the vendor's word.
        severity: Option<String>,
        /// Low, Medium, High, in the vendor's word.
        impact: Option<String>,
        /// Whether the vendor counts it as closed.
        closed: bool,
        /// When it was closed (a reopened ticket may keep an old date).
        closed_at: Option<DateTime<Utc>>,
        /// When it must be done.
        due_at: Option<DateTime<Utc>>,
        /// The agreement or contract it is billed under.
        agreement: Option<RecordReference>,
        /// Service level agreement.
        sla: Option<RecordReference>,
        /// The SLA's state in the vendor's words.
        sla_status: Option<String>,
        /// The ticket it is a child of.
        parent: Option<RecordReference>,
        /// The ticket it was merged into.
        merged_into: Option<RecordReference>,
        /// The project of a project ticket.
        project: Option<RecordReference>,
        /// The phase of a project ticket.
        phase: Option<RecordReference>,
        /// Our own reference, where we wrote it.
        external_reference: Option<String>,
    }
);

record!(
    /// A sales opportunity.
    Opportunity {
        /// Its name.
        name: String,
        /// The customer.
        company: Option<RecordReference>,
        /// The person at the customer.
        contact: Option<RecordReference>,
        /// Sales stage.
        stage: Option<RecordReference>,
        /// Open, Won, Lost…
        status: Option<RecordReference>,
        /// Type.
        opportunity_type: Option<RecordReference>,
        /// Win probability.
        probability: Option<RecordReference>,
        /// Primary sales representative.
        sales_representative: Option<RecordReference>,
        /// When it is expected to close.
        expected_close: Option<NaiveDate>,
        /// When it was closed.
        closed_at: Option<DateTime<Utc>>,
        /// Where the lead came from.
        source: Option<String>,
        /// Free notes.
        notes: Option<String>,
    }
);

record!(
    /// A project.
    Project {
        /// Its name.
        name: String,
        /// The customer.
        company: Option<RecordReference>,
        /// Project board.
        board: Option<RecordReference>,
        /// Status.
        status: Option<RecordReference>,
        /// Type.
        project_type: Option<RecordReference>,
        /// Project manager.
        manager: Option<RecordReference>,
        /// Whether the vendor counts it as closed.
        closed: bool,
        /// Planned start.
        estimated_start: Option<NaiveDate>,
        /// Planned end.
        estimated_end: Option<NaiveDate>,
        /// How much of it is done, as a part of the whole: 0.53 is 53 %. More than 1 where it took more
        /// than was planned.
        percent_complete: Option<f64>,
    }
);

record!(
    /// A configuration, device or asset.
    Device {
        /// Its name.
        name: String,
        /// Managed Workstation, Server…
        device_type: Option<RecordReference>,
        /// The customer.
        company: Option<RecordReference>,
        /// Status.
        status: Option<RecordReference>,
        /// The person who uses it.
        contact: Option<RecordReference>,
        /// Serial number.
        serial_number: Option<String>,
        /// Model.
        model: Option<String>,
        /// Manufacturer.
        manufacturer: Option<RecordReference>,
        /// Asset tag.
        tag: Option<String>,
        /// Operating system.
        operating_system: Option<String>,
        /// IP address.
        ip_address: Option<String>,
        /// MAC address.
        mac_address: Option<String>,
        /// Who logged in last.
        last_login: Option<String>,
        /// Not marked inactive.
        active: bool,
        /// End of warranty.
        warranty_until: Option<NaiveDate>,
    }
);
