//! Where we differ from a vendor's document on purpose. docs/CONTRACTS.md says the same in prose.

use crate::verdict::Exception;

const CONNECTWISE: &str = "connectwise";
const SYNCRO: &str = "syncro";

/// All exceptions. One that covers nothing fails.
pub(crate) const EXCEPTIONS: &[Exception] = &[
    Exception {
        connector: CONNECTWISE,
        path: "*",
        location: "request.query.conditions",
        message: "no field lastUpdated",
        reason: "the time of the last change stands inside of _info and is filtered by its own name",
        source: "vendor Developer Guide, its example of a condition with a date",
    },
    Exception {
        connector: CONNECTWISE,
        path: "*",
        location: "response.status",
        message: "status 403",
        reason: "the document describes good answers only; refusals are described in prose",
        source: "vendor Developer Guide, Errors",
    },
    Exception {
        connector: CONNECTWISE,
        path: "*",
        location: "response.body.#.customFields.#",
        message: "value must be object",
        reason: "the document writes `object` where it means anything; numbers and texts are sent",
        source: "recorded answers of tickets, projects and opportunities",
    },
    Exception {
        connector: CONNECTWISE,
        path: "*",
        location: "response.body.#.customFields.#",
        message: "found 'rowNum'",
        reason: "servers newer than the document send it with every custom field",
        source: "recorded answers of a vendor's test server",
    },
    Exception {
        connector: CONNECTWISE,
        path: "*",
        location: "response.body.#.customFields.#",
        message: "found 'userDefinedFieldRecId'",
        reason: "servers newer than the document send it with every custom field",
        source: "recorded answers of a vendor's test server",
    },
    Exception {
        connector: CONNECTWISE,
        path: "*",
        location: "response.body.#.customFields.#",
        message: "found 'podId'",
        reason: "servers newer than the document send it with every custom field",
        source: "recorded answers of a vendor's test server",
    },
    Exception {
        connector: CONNECTWISE,
        path: "/company/configurations",
        location: "response.body.#.questions.#.answer",
        message: "answer must be object",
        reason: "the document writes `object` where it means anything; an answer is what its question asks for",
        source: "the same slip as in custom fields, where recorded answers prove it",
    },
    Exception {
        connector: CONNECTWISE,
        path: "*",
        location: "response.body.#.status",
        message: "found 'Sort'",
        reason: "the document writes `sort`; servers answer `Sort`, and both are read",
        source: "a recorded event of a ticket",
    },
    Exception {
        connector: SYNCRO,
        path: "/customer_assets",
        location: "response.body",
        message: "found 'meta'",
        reason: "the example of this list alone has no page numbers; live answers have them",
        source: "a live account, written down in April 2026",
    },
    Exception {
        connector: SYNCRO,
        path: "*",
        location: "response.body.asset",
        message: "found 'has_live_chat'",
        reason: "the examples are of 2019; the schema of one asset, broken as it is, names the field",
        source: "vendor API document, schema of GET /customer_assets/{id}",
    },
    Exception {
        connector: SYNCRO,
        path: "*",
        location: "response.body.asset",
        message: "found 'snmp_enabled'",
        reason: "the examples are of 2019; the schema of one asset, broken as it is, names the field",
        source: "vendor API document, schema of GET /customer_assets/{id}",
    },
    Exception {
        connector: SYNCRO,
        path: "*",
        location: "response.body.asset",
        message: "rmm_store.general must be object",
        reason: "the example has an object; live answers also have a text that holds one",
        source: "a live account, written down in April 2026",
    },
    Exception {
        connector: SYNCRO,
        path: "*",
        location: "response.body.asset",
        message: "rmm_store.windows_updates must be object",
        reason: "the example has an object; live answers also have a text that holds one",
        source: "a live account, written down in April 2026",
    },
];

#[test]
fn every_exception_says_why_and_how_we_know() {
    for exception in EXCEPTIONS {
        assert!(exception.reason.len() > 20, "{exception:?}");
        assert!(exception.source.len() > 8, "{exception:?}");
    }
}

#[test]
fn every_exception_stands_in_the_documentation() {
    let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/CONTRACTS.md");
    let page = std::fs::read_to_string(page).unwrap();
    for exception in EXCEPTIONS {
        for word in [exception.path, exception.location, exception.message] {
            assert!(page.contains(word), "docs/CONTRACTS.md does not speak of {word}");
        }
    }
}
