//! The step-by-step help beside the credential form: what to set up in Syncro first.

use patchbay_connector_kit::HelpSection;

pub(super) const SECTIONS: &[HelpSection] = &[
    HelpSection {
        title: "1. Create an API token",
        steps: &[
            "Log in to Syncro as an administrator and open Admin.",
            "Scroll to the bottom, to API Tokens, and press New Token.",
            "Choose Custom Permissions and name the token “Patchbay”.",
            "Expiration: choose a day at least one year ahead, and enter the same day in this form.",
        ],
    },
    HelpSection {
        title: "2. Choose its permissions",
        steps: &[
            "Customers: Customers - List/Search, Customers - View Detail.",
            "Contacts: Contacts - List/Search.",
            "Users: Users - List.",
            "Tickets: Tickets - List/Search, Tickets - View Details, Tickets - Settings.",
            "Assets: Assets - List/Search, Assets - View Details.",
            "That is enough to read everything. A token of a Single-Customer User sees one customer only, \
             without any error: use one of a user who sees all.",
            "The permission check in the next step names each right that is still missing.",
        ],
    },
    HelpSection {
        title: "3. Copy the token",
        steps: &[
            "Press Create and copy the token at once: it is not shown again after you leave the page.",
        ],
    },
    HelpSection {
        title: "4. Fill in the form",
        steps: &[
            "Syncro Subdomain: the first part of the address that you log in at. For acme.syncromsp.com \
             enter acme.",
            "API Key: the token.",
            "API Key expires on: the day that you chose. Patchbay reminds you before it; then make a new \
             token and replace the old one here.",
        ],
    },
];
