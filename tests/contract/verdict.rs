//! What was found to be against a document, and what of it is excepted.

use std::{collections::BTreeMap, fmt};

use serde_json::Value;

/// Something that is not as the document says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Violation {
    /// Where: `request.query.page`, `response.body.#.id`. Places in lists are `#`.
    pub(crate) location: String,
    /// What is wrong; numbers in it are `#`.
    pub(crate) message: String,
}

impl Violation {
    /// A violation at a place.
    pub(crate) fn new(location: &str, message: &str) -> Self {
        Self { location: without_places(location), message: without_places(message) }
    }

    /// One that Prism reports. `side` is said where Prism leaves it out.
    pub(crate) fn of_prism(report: &Value, side: &str) -> Self {
        let parts = report["location"].as_array().into_iter().flatten();
        let mut parts: Vec<&str> = parts.filter_map(Value::as_str).collect();
        if !matches!(parts.first(), Some(&"request" | &"response")) {
            parts.insert(0, side);
        }
        Self::new(&parts.join("."), report["message"].as_str().unwrap_or_default())
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.location, self.message)
    }
}

/// Replaces what stands for a place in a list (`.0.`, `rows.12`) by `#`.
fn without_places(text: &str) -> String {
    let places = regex::Regex::new(r"(^|[. ])\d+\b").expect("a pattern");
    let mut clean = text.to_owned();
    loop {
        let next = places.replace_all(&clean, "${1}#").into_owned();
        if next == clean {
            return clean;
        }
        clean = next;
    }
}

/// Something that may differ from the document, and why.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Exception {
    /// The connector's id.
    pub(crate) connector: &'static str,
    /// The document's path, or `*` for all.
    pub(crate) path: &'static str,
    /// How the location begins.
    pub(crate) location: &'static str,
    /// Part of the message.
    pub(crate) message: &'static str,
    /// Why it is right all the same.
    pub(crate) reason: &'static str,
    /// How we know.
    pub(crate) source: &'static str,
}

impl Exception {
    fn covers(&self, connector: &str, path: &str, violation: &Violation) -> bool {
        self.connector == connector
            && (self.path == "*" || self.path == path)
            && violation.location.starts_with(self.location)
            && violation.message.contains(self.message)
    }
}

/// All that was found, by path.
#[derive(Debug, Default)]
pub(crate) struct Findings(BTreeMap<(String, Violation), usize>);

impl Findings {
    /// Adds one.
    pub(crate) fn add(&mut self, path: &str, violation: Violation) {
        *self.0.entry((path.to_owned(), violation)).or_default() += 1;
    }

    /// What no exception covers, and the exceptions that cover nothing, one line each.
    pub(crate) fn complaints(&self, connector: &str, exceptions: &[Exception]) -> Vec<String> {
        let mut lines = Vec::new();
        for ((path, violation), times) in &self.0 {
            let covered = exceptions.iter().any(|one| one.covers(connector, path, violation));
            if !covered {
                lines.push(format!("GET {path}: {violation} ({times} times)"));
            }
        }
        for exception in exceptions.iter().filter(|one| one.connector == connector) {
            let used = self.0.keys().any(|(path, found)| exception.covers(connector, path, found));
            if !used {
                let Exception { path, location, message, .. } = exception;
                lines.push(format!("the exception {path} {location} “{message}” covers nothing"));
            }
        }
        lines
    }

    /// How often each exception was needed, one line each.
    pub(crate) fn excepted(&self, connector: &str, exceptions: &[Exception]) -> Vec<String> {
        let of = exceptions.iter().filter(|one| one.connector == connector);
        of.map(|one| {
            let covered =
                self.0.iter().filter(|((path, found), _)| one.covers(connector, path, found));
            let times: usize = covered.map(|(_, times)| times).sum();
            format!("{times:>5} × {} {} “{}”: {}", one.path, one.location, one.message, one.reason)
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const EXCEPTIONS: &[Exception] = &[Exception {
        connector: "vendor",
        path: "/tickets",
        location: "response.body",
        message: "must be integer",
        reason: "",
        source: "",
    }];

    fn found(path: &str, location: &[&str], message: &str) -> Findings {
        let mut findings = Findings::default();
        let report = json!({ "location": location, "message": message });
        findings.add(path, Violation::of_prism(&report, "request"));
        findings
    }

    #[test]
    fn places_in_lists_are_one_violation() {
        let mut findings =
            found("/x", &["response", "body", "12", "id"], "body property 12.id is odd");
        let again = json!({ "location": ["response", "body", "3", "id"], "message": "body property 3.id is odd" });
        findings.add("/x", Violation::of_prism(&again, "response"));
        let lines = findings.complaints("vendor", &[]);
        assert_eq!(lines, ["GET /x: response.body.#.id: body property #.id is odd (2 times)"]);
        assert_eq!(without_places("rows.1.2.x 2026-03-01 v2"), "rows.#.#.x #-03-01 v2");
    }

    #[test]
    fn a_refused_request_says_its_side() {
        let lines = found("/x", &["query", "page"], "no").complaints("vendor", &[]);
        assert_eq!(lines, ["GET /x: request.query.page: no (1 times)"]);
    }

    #[test]
    fn an_exception_covers_what_it_says_and_must_be_needed() {
        let body = ["response", "body", "0", "id"];
        let covered = found("/tickets", &body, "id must be integer");
        assert_eq!(covered.complaints("vendor", EXCEPTIONS), [""; 0]);
        assert!(covered.excepted("vendor", EXCEPTIONS)[0].starts_with("    1 × /tickets"));
        for other in [
            found("/tickets", &body, "id must be string"),
            found("/users", &body, "id must be integer"),
            found("/tickets", &["query", "id"], "id must be integer"),
        ] {
            let lines = other.complaints("vendor", EXCEPTIONS);
            assert_eq!(lines.len(), 2, "{lines:?}");
            assert!(lines[1].ends_with("covers nothing"));
        }
        assert_eq!(covered.complaints("another", EXCEPTIONS).len(), 1);
    }
}
