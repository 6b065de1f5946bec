//! What fields a record has and of what kind: the base for refusing unknown names as the vendor does.
//!
//! The tables of field names write a kind as one letter: `n` number, `t` text, `b` boolean, `d`
//! date, `e(A|B)` fixed words, `r` reference, `l` list, `i` the `_info` map.

use std::collections::HashMap;

/// The kind of a field, as far as filters care.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FieldKind {
    Number,
    Text,
    Boolean,
    Date,
    /// One of the given words.
    Words(Vec<&'static str>),
    /// An object such as `{"id": 1, "name": "Help Desk"}`.
    Reference,
    /// A list; filters reach into it through `childConditions` only.
    List,
    /// The map of housekeeping values.
    Info,
}

/// The fields of one kind of record.
#[derive(Debug)]
pub(crate) struct Schema {
    fields: HashMap<&'static str, FieldKind>,
    required: Vec<&'static str>,
}

/// Fields that live in `_info` and can be filtered by their own name as well.
const HOUSEKEEPING: &[(&str, FieldKind)] = &[
    ("lastUpdated", FieldKind::Date),
    ("dateEntered", FieldKind::Date),
    ("updatedBy", FieldKind::Text),
    ("enteredBy", FieldKind::Text),
];

/// Fields that every answer of the vendor carries in its example records.
const USUALLY_PRESENT: &[&str] = &["id", "identifier", "name", "summary", "description"];

impl Schema {
    /// Reads a table of field names.
    pub(crate) fn parse(table: &'static str) -> Self {
        let mut fields = HashMap::new();
        for entry in table.split_whitespace() {
            let Some((name, kind)) = entry.split_once(':') else { continue };
            let kind = match kind {
                "n" => FieldKind::Number,
                "b" => FieldKind::Boolean,
                "d" => FieldKind::Date,
                "r" => FieldKind::Reference,
                "l" => FieldKind::List,
                "i" => FieldKind::Info,
                words if words.starts_with("e(") => {
                    let words = words.trim_start_matches("e(").trim_end_matches(')');
                    FieldKind::Words(words.split('|').collect())
                }
                _ => FieldKind::Text,
            };
            fields.insert(name, kind);
        }
        let required =
            USUALLY_PRESENT.iter().copied().filter(|name| fields.contains_key(name)).collect();
        Self { fields, required }
    }

    /// The kind of the value at a path such as `summary`, `company/id` or `lastUpdated`.
    ///
    /// `None` when the model has no such name.
    pub(crate) fn kind_at(&self, path: &str) -> Option<FieldKind> {
        let (head, rest) = match path.split_once('/') {
            None => (path, None),
            Some((head, rest)) => (head, Some(rest)),
        };
        match (self.fields.get(head), rest) {
            (Some(kind), None) => Some(kind.clone()),
            (Some(FieldKind::Reference), Some(rest)) => reference_kind(rest),
            (Some(FieldKind::List), Some(_)) => Some(FieldKind::List),
            (Some(FieldKind::Info), Some(rest)) => {
                Some(housekeeping(rest).unwrap_or(FieldKind::Text))
            }
            (None, None) if self.fields.contains_key("_info") => housekeeping(head),
            _ => None,
        }
    }

    /// The kind of a value inside an element of a list, by its path without the list's name.
    pub(crate) fn kind_in_list(list: &str, path: &str) -> Option<FieldKind> {
        Some(match (list, path) {
            (_, "id") | ("customFields", "numberOfDecimals") => FieldKind::Number,
            ("communicationItems", "defaultFlag") => FieldKind::Boolean,
            ("communicationItems", "value" | "extension" | "domain" | "communicationType")
            | ("customFields", "caption" | "type" | "entryMethod" | "value" | "connectWiseId")
            | ("types", "name") => FieldKind::Text,
            ("communicationItems", path) => reference_kind(path.strip_prefix("type/")?)?,
            _ => return None,
        })
    }

    /// All top-level names.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.fields.keys().copied()
    }

    /// Whether the field stays when everything optional is null.
    pub(crate) fn is_required(&self, name: &str) -> bool {
        self.required.contains(&name)
    }
}

fn reference_kind(path: &str) -> Option<FieldKind> {
    Some(match path {
        "id" | "sort" | "Sort" => FieldKind::Number,
        "name" | "identifier" | "summary" | "description" | "level" => FieldKind::Text,
        "_info" => FieldKind::Info,
        _ => return None,
    })
}

fn housekeeping(name: &str) -> Option<FieldKind> {
    HOUSEKEEPING.iter().find(|(known, _)| *known == name).map(|(_, kind)| kind.clone())
}

#[cfg(test)]
mod tests {
    use super::super::fields_of_records::{COMPANY, TICKET};
    use super::*;

    #[test]
    fn paths_lead_to_kinds() {
        let ticket = Schema::parse(TICKET);
        assert_eq!(ticket.kind_at("summary"), Some(FieldKind::Text));
        assert_eq!(ticket.kind_at("company/identifier"), Some(FieldKind::Text));
        assert_eq!(ticket.kind_at("status/Sort"), Some(FieldKind::Number));
        assert_eq!(ticket.kind_at("closedFlag"), Some(FieldKind::Boolean));
        assert_eq!(ticket.kind_at("lastUpdated"), Some(FieldKind::Date));
        assert_eq!(ticket.kind_at("_info/lastUpdated"), Some(FieldKind::Date));
        assert_eq!(ticket.kind_at("customFields/value"), Some(FieldKind::List));
        assert_eq!(
            ticket.kind_at("severity"),
            Some(FieldKind::Words(vec!["Low", "Medium", "High"]))
        );
        assert_eq!(ticket.kind_at("colour"), None);
        assert_eq!(ticket.kind_at("company/colour"), None);
        assert_eq!(ticket.kind_at("Summary"), None, "names are case-sensitive");
    }

    #[test]
    fn companies_have_no_inactive_flag() {
        let company = Schema::parse(COMPANY);
        assert_eq!(company.kind_at("inactiveFlag"), None);
        assert_eq!(company.kind_at("deletedFlag"), Some(FieldKind::Boolean));
        assert!(company.is_required("identifier") && !company.is_required("city"));
    }
}
