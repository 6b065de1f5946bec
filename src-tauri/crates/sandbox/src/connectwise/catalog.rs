//! The settings of the invented MSP's ConnectWise: boards with their statuses and types, and the short lists.

use crate::world::World;
use crate::world::ids::IdScale;

/// An id and a name, as most settings are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    pub(crate) id: i64,
    pub(crate) name: &'static str,
}

/// A status of a board.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Status {
    pub(crate) id: i64,
    pub(crate) name: &'static str,
    pub(crate) sort: i64,
    pub(crate) closed: bool,
    pub(crate) inactive: bool,
    pub(crate) escalation: &'static str,
}

/// A service or project board.
#[derive(Debug, Clone)]
pub(crate) struct Board {
    pub(crate) id: i64,
    pub(crate) name: &'static str,
    pub(crate) project: bool,
    pub(crate) inactive: bool,
    pub(crate) statuses: Vec<Status>,
    pub(crate) types: Vec<Entry>,
    /// Each subtype with the position of the one type that allows it.
    pub(crate) subtypes: Vec<(Entry, usize)>,
    pub(crate) items: Vec<Entry>,
    pub(crate) teams: Vec<Entry>,
}

/// All settings that records refer to.
#[derive(Debug, Clone)]
pub(crate) struct Catalog {
    pub(crate) boards: Vec<Board>,
    pub(crate) priorities: Vec<Entry>,
    pub(crate) sources: Vec<Entry>,
    pub(crate) slas: Vec<Entry>,
    pub(crate) service_locations: Vec<Entry>,
    pub(crate) company_types: Vec<Entry>,
    pub(crate) company_statuses: Vec<Entry>,
    pub(crate) contact_types: Vec<Entry>,
    pub(crate) contact_departments: Vec<Entry>,
    pub(crate) communication_types: Vec<Entry>,
    pub(crate) departments: Vec<Entry>,
    pub(crate) locations: Vec<Entry>,
    pub(crate) security_roles: Vec<Entry>,
    pub(crate) stages: Vec<Entry>,
    pub(crate) opportunity_statuses: Vec<Entry>,
    pub(crate) opportunity_types: Vec<Entry>,
    /// Percentages, in the order of the stages.
    pub(crate) probabilities: Vec<(i64, i64)>,
    pub(crate) project_types: Vec<Entry>,
    pub(crate) project_statuses: Vec<Entry>,
    pub(crate) configuration_types: Vec<Entry>,
    pub(crate) configuration_statuses: Vec<Entry>,
    pub(crate) severities: Vec<Entry>,
    pub(crate) impacts: Vec<Entry>,
    pub(crate) members: Vec<i64>,
    /// Asset tag (tickets), contract number (companies), nickname (contacts).
    pub(crate) custom_fields: Vec<Entry>,
}

/// Name, project board, inactive.
const BOARDS: &[(&str, bool, bool)] = &[
    ("Help Desk", false, false),
    ("Network Operations", false, false),
    ("Internal IT", false, false),
    ("Procurement", false, false),
    ("Legacy Support", false, true),
    ("Projects", true, false),
];

/// Name, closed, inactive, escalation; `Completed` does not close, as on many real boards.
const STATUSES: &[(&str, bool, bool, &str)] = &[
    ("New", false, false, "NotResponded"),
    ("Assigned", false, false, "Responded"),
    ("In Progress", false, false, "ResolutionPlan"),
    ("Waiting on Customer", false, false, "NoEscalation"),
    ("Waiting on Vendor", false, false, "NoEscalation"),
    ("Scheduled", false, false, "ResolutionPlan"),
    ("Completed", false, false, "Resolved"),
    (">Closed", true, false, "Resolved"),
    (">Closed - No Response", true, false, "Resolved"),
    ("Do Not Use", false, true, "NoEscalation"),
];

/// Types; the subtypes below belong to one of them by position.
const TYPES: &[&str] = &["Incident", "Service Request", "Maintenance", "Security"];
const SUBTYPES: &[(&str, usize)] = &[
    ("Printer", 0),
    ("Email", 0),
    ("Network", 0),
    ("Hardware", 0),
    ("Access", 1),
    ("Software", 1),
    ("Server", 2),
    ("Phone", 2),
    ("Security", 3),
];
const ITEMS: &[&str] = &["Install", "Repair", "Replace"];

impl Catalog {
    /// The settings that belong to the world's seed.
    pub(crate) fn of(world: &World) -> Self {
        let seed = world.seed();
        let list = |base: i64, names: &[&'static str]| entries(seed, base, names);
        let percent = [10, 25, 50, 75, 90, 100];
        let chances = IdScale::new(seed, 18, 3);
        let staff = IdScale::new(seed, 171, 11);
        Self {
            boards: boards(seed),
            priorities: list(
                13,
                &[
                    "Priority 1 - Emergency",
                    "Priority 2 - Quick",
                    "Priority 3 - Medium",
                    "Priority 4 - Scheduled",
                ],
            ),
            sources: list(24, &["Phone", "Email Connector", "Portal", "RMM", "In Person"]),
            slas: list(35, &["Standard SLA", "Premium SLA"]),
            service_locations: list(44, &["On-Site", "Remote", "In-House"]),
            company_types: list(
                55,
                &["Client", "Prospect", "Vendor", "Former Client", "Internal", "Competitor"],
            ),
            company_statuses: list(
                64,
                &["Active", "Inactive", "Prospect", "Credit Hold", "Not Approved"],
            ),
            contact_types: list(75, &["Approver", "Decision Maker", "End User", "Billing", "VIP"]),
            contact_departments: list(84, &["Administration", "Finance", "Operations", "Sales"]),
            communication_types: list(95, &["Email", "Direct", "Cell", "Fax", "Home Email"]),
            departments: list(104, &["Professional Services", "Administration", "Sales"]),
            locations: list(115, &["Tampa Office", "Orlando Office", "Remote Staff"]),
            security_roles: list(124, &["Admin", "Technician", "API Sync", "Old Role"]),
            stages: list(
                135,
                &["Prospect", "Qualify", "Proposal", "Negotiation", "Verbal", "Closed Won"],
            ),
            opportunity_statuses: list(144, &["Open", "Won", "Lost", "No Decision"]),
            opportunity_types: list(155, &["New Business", "Renewal", "Hardware", "Project"]),
            probabilities: (0..).zip(percent).map(|(i, chance)| (chances.id(i), chance)).collect(),
            project_types: list(164, &["Implementation", "Migration", "Internal"]),
            project_statuses: list(175, &["Open", "In Progress", "On Hold", "Closed"]),
            configuration_types: list(
                184,
                &["Workstation", "Laptop", "Server", "Firewall", "Printer", "Managed Switch"],
            ),
            configuration_statuses: list(195, &["Active", "In Stock", "Retired"]),
            severities: list(204, &["Low", "Medium", "High"]),
            impacts: list(215, &["Low", "Medium", "High"]),
            members: (0..World::staff().len() as u64).map(|index| staff.id(index)).collect(),
            custom_fields: list(31, &["Asset tag", "Contract number", "Nickname"]),
        }
    }

    /// Service boards that tickets land on (the project board is left out).
    pub(crate) fn service_boards(&self) -> &[Board] {
        let end = self.boards.iter().position(|board| board.project).unwrap_or(self.boards.len());
        &self.boards[..end]
    }

    /// The board of project tickets.
    pub(crate) fn project_board(&self) -> &Board {
        // The constant list above always ends with the project board.
        &self.boards[self.boards.len() - 1]
    }
}

impl Board {
    /// The status of a ticket by its state and a number of chance.
    pub(crate) fn status(&self, closed: bool, chance: u64) -> &Status {
        let fits = |status: &&Status| status.closed == closed && !status.inactive;
        let count = self.statuses.iter().filter(fits).count().max(1) as u64;
        let place = usize::try_from(chance % count).unwrap_or(0);
        self.statuses.iter().filter(fits).nth(place).unwrap_or(&self.statuses[0])
    }
}

/// The entry at a number of chance.
pub(crate) fn any(entries: &[Entry], chance: u64) -> &Entry {
    &entries[usize::try_from(chance % (entries.len() as u64).max(1)).unwrap_or(0)]
}

fn entries(seed: u64, base: i64, names: &[&'static str]) -> Vec<Entry> {
    let scale = IdScale::new(seed, base, 4);
    (0..).zip(names).map(|(index, &name)| Entry { id: scale.id(index), name }).collect()
}

fn boards(seed: u64) -> Vec<Board> {
    let boards = IdScale::new(seed, 21, 7);
    let statuses = IdScale::new(seed, 531, 6);
    let types = IdScale::new(seed, 1_203, 5);
    let subtypes = IdScale::new(seed, 2_417, 5);
    let items = IdScale::new(seed, 3_119, 5);
    let teams = IdScale::new(seed, 4_027, 8);
    // Children are numbered across boards: the k-th child of board b takes place b * 16 + k.
    let child = |scale: &IdScale, board: u64, place: usize| scale.id(board * 16 + place as u64);
    (0..)
        .zip(BOARDS)
        .map(|(number, &(name, project, inactive))| Board {
            id: boards.id(number),
            name,
            project,
            inactive,
            statuses: STATUSES
                .iter()
                .enumerate()
                // Boards differ: each lacks one of the middle statuses.
                .filter(|(place, _)| *place != 3 + usize::try_from(number % 4).unwrap_or(0))
                .map(|(place, &(name, closed, inactive, escalation))| Status {
                    id: child(&statuses, number, place),
                    name,
                    sort: 10 * (place as i64 + 1),
                    closed,
                    inactive,
                    escalation,
                })
                .collect(),
            types: TYPES
                .iter()
                .enumerate()
                .map(|(place, &name)| Entry { id: child(&types, number, place), name })
                .collect(),
            subtypes: SUBTYPES
                .iter()
                .enumerate()
                .map(|(place, &(name, of))| {
                    (Entry { id: child(&subtypes, number, place), name }, of)
                })
                .collect(),
            items: ITEMS
                .iter()
                .enumerate()
                .map(|(place, &name)| Entry { id: child(&items, number, place), name })
                .collect(),
            teams: ["Service Team", "After Hours"]
                .iter()
                .enumerate()
                .map(|(place, &name)| Entry { id: child(&teams, number, place), name })
                .collect(),
        })
        .collect()
}
