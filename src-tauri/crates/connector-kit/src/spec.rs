//! The table of a connector: everything that the wizard, the engine and the documentation need to know.

use patchbay_model::{Note, Settings, TicketArea, VendorId};

use crate::{
    Account, Area, Auth, BoxFuture, ConnectorError, FilterSpec, Http, Limits, Reply, RetryAfter,
    Shared, StreamSpec,
};

/// Which shelf of the catalogue a connector stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Category {
    Psa,
    Rmm,
    CloudAndBilling,
    Training,
}

/// What a field of the credential form holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Text that may be shown.
    Text,
    /// Text that is never shown again; it lives in the vault.
    Secret,
    /// A switch (`true` / `false`).
    Flag,
    /// The day on which the credentials expire (`2027-04-30`); people are reminded before it.
    Expiry,
}

/// Cleans what was pasted. `Ok((clean, note))`: the note says what was changed, if anything;
/// `Err` says why it cannot be used.
pub type Clean = fn(&str) -> Result<(String, Option<String>), String>;

/// One field of the credential form.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Key in the integration's fields: `api_url`.
    pub id: &'static str,
    /// Label: "API URL".
    pub label: &'static str,
    /// What it is and where to find it.
    pub help: &'static str,
    /// An example, invented.
    pub example: &'static str,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether it may be left out.
    pub optional: bool,
    /// Cleans what was pasted.
    pub clean: Option<Clean>,
}

/// A part of the step-by-step help beside the credential form.
#[derive(Debug, Clone, Copy)]
pub struct HelpSection {
    /// Heading.
    pub title: &'static str,
    /// Steps, in the vendor's own words for its menus.
    pub steps: &'static [&'static str],
}

/// Finds the base URL by asking the vendor.
pub type DiscoverFn =
    for<'a> fn(&'a Http, &'a Account) -> BoxFuture<'a, Result<url::Url, ConnectorError>>;

/// Where the vendor's API lives.
#[derive(Clone, Copy)]
pub enum BaseUrl {
    /// The same for everybody.
    Fixed(&'static str),
    /// `https://{field}{path}`.
    FromField {
        /// The field with the host.
        field: &'static str,
        /// What follows the host.
        path: &'static str,
    },
    /// The same for everybody but for one name: `https://{account}.vendor.example/api`. The name in
    /// braces is the field's; it must be made of labels (`acme`, `acme.eu`) or be a whole origin on
    /// loopback, which then stands for everything before the path.
    Template(&'static str),
    /// Asked from the vendor; asked once more when an address is not found. The form's first text field
    /// holds the address to ask at.
    Discover(DiscoverFn),
}

/// A header that goes with every request and whose value is the product's, not the customer's.
#[derive(Debug, Clone, Copy)]
pub struct StaticHeader {
    /// Header name.
    pub name: &'static str,
    /// Key of the value in [`Product::values`](crate::Product).
    pub product_value: &'static str,
    /// The value where the product's configuration says nothing else.
    pub default: &'static str,
}

/// One request of the connection test.
#[derive(Debug, Clone, Copy)]
pub struct ProbeStep {
    /// Path below the base URL.
    pub path: &'static str,
    /// Query.
    pub query: &'static [(&'static str, &'static str)],
    /// What a good answer proves: "the keys work".
    pub proves: &'static str,
}

/// The connection test.
#[derive(Debug, Clone, Copy)]
pub struct Probe {
    /// Requests, in order; the first failure ends the test.
    pub steps: &'static [ProbeStep],
    /// JSON field of the first step's answer that tells the vendor's version.
    pub version_field: Option<&'static str>,
}

/// How the vendor counts a list.
#[derive(Debug, Clone, Copy)]
pub struct CountSpec {
    /// Follows the list's path: `/count`.
    pub suffix: &'static str,
    /// Field of the answer.
    pub field: &'static str,
}

/// How the notes of one ticket are read, when somebody looks at it. Notes are not cached.
#[derive(Clone, Copy)]
pub struct NotesSpec {
    /// Path below the base URL.
    pub path: fn(TicketArea, &VendorId) -> String,
    /// Query.
    pub query: &'static [(&'static str, &'static str)],
    /// Reads the answer, oldest note first; notes that cannot be read are passed over.
    /// `Err` says what is wrong with the answer, without quoting it.
    pub decode: fn(&[u8]) -> Result<Vec<Note>, String>,
}

/// A switch of the Sync step: which streams are read at all.
#[derive(Debug, Clone, Copy)]
pub struct Toggle {
    /// Key in the settings: `sync_tickets`.
    pub id: &'static str,
    /// Label: "Enable Ticket Sync".
    pub label: &'static str,
    /// What it does.
    pub help: &'static str,
    /// Value when nothing was chosen.
    pub default_on: bool,
}

impl Toggle {
    /// Whether the switch is on in `settings`.
    pub fn is_on(&self, settings: &Settings) -> bool {
        settings.flag(self.id).unwrap_or(self.default_on)
    }
}

/// How many items a choice of the Configure step takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// One.
    One,
    /// One below each parent: a status for each board.
    OnePerParent,
    /// Any number.
    Many,
}

/// A choice of the Configure step, kept in the settings under its id as a set of vendor ids.
#[derive(Debug, Clone, Copy)]
pub struct ChoiceSpec {
    /// Key in the settings: `closed_statuses`.
    pub id: &'static str,
    /// Label: "Closed Statuses".
    pub label: &'static str,
    /// What it does.
    pub help: &'static str,
    /// The card that it stands in: "Ticket Settings".
    pub section: &'static str,
    /// The stream to choose from: reference data, or staff.
    pub of: &'static str,
    /// How many.
    pub pick: Pick,
    /// The switch without which it has no meaning.
    pub toggle: Option<&'static str>,
    /// From when on it counts.
    pub counts: Counts,
}

/// From when on a choice of the Configure step counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// At once: what is shown of the records goes by it.
    AtOnce,
    /// Once Patchbay writes to the vendor; until then it is only kept.
    WhenWriting,
}

/// Which statuses are laid on the stage board.
#[derive(Debug, Clone, Copy)]
pub struct StageBoardSpec {
    /// The stream of ticket statuses.
    pub statuses: &'static str,
    /// The stream of their parents (boards); `None`: statuses are the same everywhere.
    pub boards: Option<&'static str>,
    /// The switch without which it has no meaning.
    pub toggle: Option<&'static str>,
}

/// Which streams the Import step offers.
#[derive(Debug, Clone, Copy)]
pub struct ImportSpec {
    /// The MSP's own staff.
    pub staff: Option<&'static str>,
    /// People at customers; they can be imported automatically.
    pub contacts: Option<&'static str>,
    /// Customers.
    pub companies: Option<&'static str>,
}

impl ImportSpec {
    /// Nothing to import.
    pub const NONE: Self = Self { staff: None, contacts: None, companies: None };
}

/// What the vendor calls things, for labels. Plural and with a capital, as in a heading.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    /// "Companies", "Customers", "Accounts".
    pub companies: &'static str,
    /// "Members", "Agents", "Technicians".
    pub staff: &'static str,
    /// "Service Boards", "Queues", "Teams"; empty: there are none.
    pub boards: &'static str,
    /// "Configurations", "Assets", "Devices".
    pub devices: &'static str,
}

impl Words {
    /// Words that fit anybody.
    pub const USUAL: Self =
        Self { companies: "Companies", staff: "Staff", boards: "Boards", devices: "Devices" };
}

/// What to ask when a refusal may mean two things: if the answer comes, the credentials work and only a
/// right is missing; if it is refused as well, the credentials are wrong.
#[derive(Clone, Copy)]
pub struct SameRefusal {
    /// A path that may be read with any valid credentials.
    pub ask: &'static str,
    /// What the refusal means when the credentials work.
    pub forbidden: fn(&Reply) -> ConnectorError,
}

/// The named functions for what no table can say. Each needs an entry in the connector's NOTES.md.
#[derive(Clone, Copy)]
pub struct Quirks {
    /// Tells an error apart better than the status alone; `None`: the usual meaning of the status.
    pub classify: Option<fn(&Reply, &Account) -> Option<ConnectorError>>,
    /// A row's JSON without values that must not be kept (passwords); `None`: it holds none, and is kept
    /// as it came. Asked for every row, so it must be quick about rows without any.
    pub scrub: Option<fn(&str) -> Option<String>>,
    /// Tells wrong credentials from a missing right, where the vendor refuses both with the same 401.
    pub same_refusal: Option<SameRefusal>,
}

impl Quirks {
    /// No quirks.
    pub const NONE: Self = Self { classify: None, scrub: None, same_refusal: None };
}

/// A connector, whole.
#[derive(Clone, Copy)]
pub struct ConnectorSpec {
    /// Folder name; the key in the database.
    pub id: &'static str,
    /// The vendor's name for the product.
    pub name: &'static str,
    /// Shelf of the catalogue.
    pub category: Category,
    /// One sentence: what it brings.
    pub summary: &'static str,
    /// The credential form.
    pub fields: &'static [Field],
    /// Help beside the form.
    pub help: &'static [HelpSection],
    /// Where the API lives.
    pub base_url: BaseUrl,
    /// How requests prove who they are.
    pub auth: Auth,
    /// Headers whose values belong to the product.
    pub product_headers: &'static [StaticHeader],
    /// How much the vendor allows.
    pub limits: Limits,
    /// Where a 429 says how long to wait.
    pub retry_after: RetryAfter,
    /// The connection test.
    pub probe: Probe,
    /// The permission check.
    pub areas: &'static [Area],
    /// Switches of the Sync step.
    pub toggles: &'static [Toggle],
    /// Filters of the Sync step.
    pub filters: &'static [FilterSpec],
    /// What the Sync step says about what this vendor does not offer; empty: nothing.
    pub sync_remark: &'static str,
    /// Choices of the Configure step.
    pub choices: &'static [ChoiceSpec],
    /// The stage board of the Configure step; `None`: the vendor has no tickets.
    pub stages: Option<StageBoardSpec>,
    /// What the Import step offers.
    pub imports: ImportSpec,
    /// What the vendor calls things.
    pub words: Words,
    /// What is read, in the order in which streams depend on each other.
    pub streams: &'static [StreamSpec],
    /// How the notes of a ticket are read; `None`: the vendor has none.
    pub notes: Option<NotesSpec>,
    /// How lists are counted.
    pub count: Option<CountSpec>,
    /// Query parameter that narrows the answer to the fields we map.
    pub fields_param: Option<&'static str>,
    /// What joins clauses of one query parameter: `" and "`.
    pub clause_join: &'static str,
    /// Longest URL the vendor takes, in characters.
    pub max_url: usize,
    /// Header with the vendor's id of the request.
    pub request_id_header: Option<&'static str>,
    /// Named functions.
    pub quirks: Quirks,
}

impl ConnectorSpec {
    /// The stream `name`.
    pub fn stream(&self, name: &str) -> Option<&'static StreamSpec> {
        self.streams.iter().find(|stream| stream.name == name)
    }

    /// The field `id`.
    pub fn field(&self, id: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// The field that holds the server's address; `None`: the address is the same for everybody.
    pub fn address_field(&self) -> Option<&'static str> {
        match self.base_url {
            BaseUrl::Fixed(_) => None,
            BaseUrl::FromField { field, .. } => Some(field),
            BaseUrl::Template(template) => crate::template::field_of(template),
            BaseUrl::Discover(_) => {
                let form = self.fields;
                form.iter().find(|field| field.kind == FieldKind::Text).map(|field| field.id)
            }
        }
    }

    /// Under which name the limiter of an integration is kept: those with the same name share one.
    pub fn limiter_name(&self, integration: &str) -> String {
        match self.limits.shared {
            Shared::Integration => format!("{} {integration}", self.id),
            Shared::Address => self.id.to_owned(),
        }
    }

    /// The filters of `stream`.
    pub fn filters_of(&self, stream: &str) -> impl Iterator<Item = &'static FilterSpec> {
        let filters = self.filters;
        let stream = stream.to_owned();
        filters.iter().filter(move |filter| filter.stream == stream)
    }

    /// Whether `stream` is switched on in `settings`.
    pub fn is_on(&self, stream: &StreamSpec, settings: &Settings) -> bool {
        stream.toggle.is_none_or(|id| {
            self.toggles.iter().find(|toggle| toggle.id == id).is_none_or(|t| t.is_on(settings))
        })
    }
}
