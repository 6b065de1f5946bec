//! The step-by-step help beside the credential form: what to set up in ConnectWise first.

use patchbay_connector_kit::HelpSection;

pub(super) const SECTIONS: &[HelpSection] = &[
    HelpSection {
        title: "1. Create a security role",
        steps: &[
            "In ConnectWise Manage open System > Security Roles and press +.",
            "Name the role “Patchbay”.",
            "For each of these categories set Add Level, Edit Level and Inquire Level to All and leave \
             Delete Level at None: Companies, Finance, Marketing, Procurement, Project, Sales, Service \
             Desk, System, Time & Expense. Tip: expand a category to set all of its rows.",
            "To read only, Inquire Level All is enough. The permission check in the next step names each \
             row that is still missing.",
            "Press Save and Close.",
        ],
    },
    HelpSection {
        title: "2. Create an API member",
        steps: &[
            "Open System > Members, tab API Members, and press +.",
            "Name the member “Patchbay” and choose the role “Patchbay”.",
            "Choose Business Unit and Location. A member that is limited to one location sees fewer \
             records.",
            "Press Save. API members need no licence.",
        ],
    },
    HelpSection {
        title: "3. Create the keys",
        steps: &[
            "With the API member open, choose the tab API Keys and press +.",
            "Describe the key as “Patchbay” and press Save.",
            "Copy Public Key and Private Key at once: the private key is not shown again.",
        ],
    },
    HelpSection {
        title: "4. Fill in the form",
        steps: &[
            "API URL: the host name that you log in to, for example na.myconnectwise.net, \
             eu.myconnectwise.net, au.myconnectwise.net, or the name of your own server.",
            "Company ID: what you type as company when you log in. Capitals matter.",
            "Public Key and Private Key: as copied from the API member.",
        ],
    },
];
