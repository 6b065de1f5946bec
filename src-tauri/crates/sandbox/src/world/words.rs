//! The word lists of the invented world. No list is ever empty.

/// First half of a company name.
pub(super) const NAMES: &[&str] = &[
    "Northwind",
    "Larkspur",
    "Copperfield",
    "Blue Heron",
    "Redwood",
    "Kestrel",
    "Maplewood",
    "Harborview",
    "Ironbridge",
    "Silverlake",
    "Fairhaven",
    "Juniper",
    "Cobalt",
    "Oakhurst",
    "Summit Ridge",
    "Pinecrest",
    "Brightwater",
    "Stonegate",
    "Falconer",
    "Windmere",
    "Ashgrove",
    "Clearbrook",
    "Foxglove",
    "Granite Peak",
    "Hollis",
    "Lakeshore",
    "Marigold",
    "Nettleton",
    "Orchard Hill",
    "Prairie",
    "Quarry Road",
    "Riverbend",
    "Saltmarsh",
    "Tamarack",
    "Underhill",
    "Vista Verde",
    "Whitaker & Sons",
    "Yarrow",
    "Zephyr",
    "Alderman",
    "Bancroft",
    "Calloway",
    "Delacroix",
    "Ellsworth",
    "Finch & Meyer",
    "Goldcrest",
    "Hawthorn",
    "Islington",
    "Jessamine",
    "Kingsley",
    "Lindqvist",
    "Montclair",
    "Newbury",
    "O'Rourke",
    "Pemberton",
    "Quimby",
    "Rosendale",
    "Sandoval",
    "Thistledown",
    "Vanguard Bay",
    "Westbrook",
    "Brookhaven",
    "Müller",
    "Three Rivers",
];

/// Second half of a company name: the trade.
pub(super) const TRADES: &[&str] = &[
    "Dental",
    "Logistics",
    "Law Group",
    "Veterinary Clinic",
    "Manufacturing",
    "Architects",
    "Accounting",
    "Family Medicine",
    "Construction",
    "Insurance Agency",
    "Credit Union",
    "Bakery",
    "Freight",
    "Realty",
    "Engineering",
    "Orthopedics",
    "Montessori School",
    "Brewing",
    "Optics",
    "Plumbing & Heating",
    "Wealth Advisors",
    "Printing",
    "Pharmacy",
    "Landscaping",
    "Machine Works",
    "Title Company",
    "Physical Therapy",
    "Foods",
    "Marine Supply",
    "Auto Group",
    "Hospitality",
    "Church",
    "Nonprofit Alliance",
    "Surveyors",
    "Packaging",
    "Pediatrics",
    "Energy Services",
];

/// Trades of companies that only one vendor's books have; none of them is in [`TRADES`].
pub(super) const TRADES_OF_FEW: &[&str] = &[
    "Chiropractic",
    "Funeral Home",
    "Upholstery",
    "Piano Tuning",
    "Notary",
    "Tree Care",
    "Bookbinding",
    "Locksmith",
    "Catering",
    "Photography",
];

/// What a company that the MSP buys from does.
pub(super) const SUPPLIES: &[&str] =
    &["Distribution", "Telecom", "Software Licensing", "Cabling", "Cloud Hosting"];

/// Legal forms as people type them, with and without.
pub(super) const FORMS: &[&str] =
    &["", "", "", " Inc", " Inc.", ", Inc.", " LLC", ", LLC", " Co.", " Ltd", " PLLC", " Corp"];

/// City, state and first digits of the ZIP code.
pub(super) const CITIES: &[(&str, &str, &str)] = &[
    ("Tampa", "FL", "336"),
    ("Columbus", "OH", "432"),
    ("Boise", "ID", "837"),
    ("Asheville", "NC", "288"),
    ("Duluth", "MN", "558"),
    ("Santa Fe", "NM", "875"),
    ("Portland", "ME", "041"),
    ("Eugene", "OR", "974"),
    ("Dayton", "OH", "454"),
    ("Savannah", "GA", "314"),
    ("Lubbock", "TX", "794"),
    ("Spokane", "WA", "992"),
    ("Burlington", "VT", "054"),
    ("Topeka", "KS", "666"),
    ("Madison", "WI", "537"),
    ("Reno", "NV", "895"),
    ("Mobile", "AL", "366"),
    ("Albany", "NY", "122"),
    ("Fresno", "CA", "937"),
    ("Provo", "UT", "846"),
];

/// Streets without a number.
pub(super) const STREETS: &[&str] = &[
    "Main Street",
    "Harbor Road",
    "Mill Lane",
    "Commerce Drive",
    "Elm Avenue",
    "Station Square",
    "Industrial Parkway",
    "Church Street",
    "Sycamore Court",
    "Old Post Road",
    "Lakeside Boulevard",
];

/// First names.
pub(super) const FIRST: &[&str] = &[
    "Alex", "Maria", "James", "Priya", "Noah", "Chloe", "Daniel", "Aisha", "Owen", "Grace",
    "Mateo", "Hannah", "Liam", "Sofia", "Ethan", "Mei", "Lucas", "Olivia", "Samuel", "Zoë",
    "Victor", "Ines", "Carla", "Derek", "Fatima", "George", "Helena", "Ivan", "Julia", "Kevin",
    "Leah", "Marcus", "Nadia", "Oscar", "Paula", "Quentin", "Rosa", "Stefan", "Tara", "Umar",
    "Vera", "Wendy",
];

/// Last names.
pub(super) const LAST: &[&str] = &[
    "Morgan",
    "Chen",
    "Patel",
    "Garcia",
    "Novak",
    "Okafor",
    "Lindgren",
    "Reyes",
    "Sullivan",
    "Kowalski",
    "Nguyen",
    "Hughes",
    "Romero",
    "Fischer",
    "Abbott",
    "D'Amico",
    "Larsen",
    "Whitfield",
    "Haddad",
    "Brooks",
    "Castellano",
    "Ferreira",
    "Gallagher",
    "Ibarra",
    "Jensen",
    "Kaplan",
    "Lefebvre",
    "McDowell",
    "Norris",
    "Ortiz",
    "Price",
    "Ramsey",
    "Schultz",
    "Thornton",
    "Underwood",
    "Vasquez",
    "Walsh",
    "Yamada",
    "Zimmer",
    "Boateng",
];

/// Job titles at the customers.
pub(super) const TITLES: &[&str] = &[
    "Office Manager",
    "Owner",
    "Controller",
    "Front Desk",
    "Operations Director",
    "Partner",
    "Bookkeeper",
    "IT Coordinator",
    "Plant Manager",
    "Executive Assistant",
];

/// Topic, summary and description of a ticket.
pub(super) const TROUBLES: &[(&str, &str, &str)] = &[
    (
        "Printer",
        "Printer on the second floor shows offline",
        "Nobody upstairs can print since this morning.",
    ),
    ("Email", "Outlook keeps asking for a password", "The prompt returns after every restart."),
    (
        "Network",
        "Wi-Fi drops in the conference room",
        "Calls freeze for about a minute, several times a day.",
    ),
    (
        "Access",
        "New hire needs an account by Monday",
        "Please copy the groups of the person leaving.",
    ),
    ("Hardware", "Laptop battery swollen", "The trackpad is lifting. The laptop is switched off."),
    ("Server", "Backup job failed overnight", "Job ended with a VSS writer error."),
    (
        "Security",
        "Suspicious sign-in from another country",
        "The user was asleep at that time and did not approve it.",
    ),
    ("Software", "QuickBooks cannot open the company file", "Error H202 on two workstations."),
    ("Phone", "Desk phone has no dial tone", "Swapped the cable already, no change."),
    ("Email", "Shared mailbox missing after migration", "accounts@ is gone for three people."),
    ("Hardware", "Monitor flickers when docked", "Only with the new dock."),
    ("Network", "VPN disconnects every ten minutes", "Home internet is fine otherwise."),
    ("Server", "Disk space low on file server", "Drive D: has 4 % left."),
    ("Access", "Locked out of the line-of-business app", "Three wrong passwords, needs a reset."),
    ("Software", "Update Adobe Acrobat for the whole office", "Security notice from the vendor."),
    ("Security", "Phishing mail reported by staff", "Looks like an invoice, link goes to a form."),
];

/// Kinds of device with operating system, model and share of all devices in percent.
pub(super) const DEVICES: &[(&str, &str, &str, u64)] = &[
    ("Workstation", "Microsoft Windows 11 Pro x64", "OptiPlex 7010", 46),
    ("Laptop", "Microsoft Windows 11 Pro x64", "Latitude 5450", 30),
    ("Server", "Microsoft Windows Server 2022 Standard x64", "PowerEdge T350", 8),
    ("Firewall", "", "TZ370", 6),
    ("Printer", "", "LaserJet M507", 6),
    ("Laptop", "macOS 15.6", "MacBook Air", 4),
];

/// Names of sales opportunities.
pub(super) const DEALS: &[&str] = &[
    "Server refresh",
    "Managed services agreement",
    "Firewall replacement",
    "Microsoft 365 uplift",
    "Backup and recovery",
    "New office build-out",
    "Endpoint protection",
    "VoIP migration",
];

/// Names of projects.
pub(super) const PROJECTS: &[&str] = &[
    "Onboarding",
    "Office move",
    "Server migration",
    "Windows 11 rollout",
    "Mail migration",
    "Network redesign",
    "Security baseline",
];

/// Steps of a project, used as project tickets.
pub(super) const STEPS: &[&str] = &[
    "Kick-off call with the customer",
    "Collect the inventory",
    "Order hardware",
    "Prepare the switch configuration",
    "Migrate the mailboxes",
    "Cut over the file shares",
    "Train the staff",
    "Write the closing report",
];

/// People who work at the invented MSP: identifier, first name, last name, title, licence class.
pub(super) const STAFF: &[(&str, &str, &str, &str, char)] = &[
    ("JDoe", "Jamie", "Doe", "Service Manager", 'F'),
    ("RKlein", "Robin", "Klein", "Dispatcher", 'F'),
    ("TOduya", "Tobi", "Oduya", "Systems Engineer", 'F'),
    ("SMarsh", "Sam", "Marsh", "Technician", 'F'),
    ("LFontaine", "Lou", "Fontaine", "Technician", 'F'),
    ("PVarga", "Petra", "Varga", "Account Executive", 'F'),
    ("HStone", "Harper", "Stone", "Project Manager", 'X'),
    ("OldTech", "Morgan", "Pike", "Technician", 'F'),
    ("PatchbayAPI", "Patchbay", "Sandbox", "API Member", 'A'),
];
