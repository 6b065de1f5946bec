//! What Prism does not look at: names of query parameters that no document knows, and names of fields
//! inside of `conditions`, `orderBy` and `fields`.

use crate::{document::Operation, verdict::Violation};

/// Words of the condition language that are no fields.
const WORDS: &[&str] = &["and", "or", "not", "in", "like", "contains", "true", "false", "null"];

/// What is wrong with a query.
pub(crate) fn check(operation: &Operation, query: &[(String, String)]) -> Vec<Violation> {
    let mut found = Vec::new();
    for (name, value) in query {
        // `id[]` is how lists are written.
        let name = name.trim_end_matches("[]");
        let place = format!("request.query.{name}");
        if !operation.parameters.contains(name) {
            found.push(Violation::new(&place, "the document has no such parameter"));
            continue;
        }
        for field in fields(name, value).filter(|_| !operation.fields.is_empty()) {
            let first = field.split('/').next().unwrap_or_default();
            if !operation.fields.contains(first) {
                let say = format!("the document has no field {field} in these rows");
                found.push(Violation::new(&place, &say));
            }
        }
    }
    found
}

/// The fields that the value of a parameter names.
fn fields<'a>(parameter: &str, value: &'a str) -> Box<dyn Iterator<Item = &'a str> + 'a> {
    match parameter {
        "fields" => Box::new(value.split(',').map(str::trim)),
        "orderBy" => Box::new(value.split(',').filter_map(|part| part.split_whitespace().next())),
        "conditions" => Box::new(names(value).into_iter()),
        _ => Box::new(std::iter::empty()),
    }
}

/// The fields of a condition: words outside of quotes and of `[moments]`.
fn names(condition: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = condition;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' | '\'' => rest[1..].find(first).map_or(rest.len(), |end| end + 2),
            '[' => rest.find(']').map_or(rest.len(), |end| end + 1),
            _ if first.is_alphanumeric() || first == '_' || first == '-' => {
                let ends = |letter: char| !(letter.is_alphanumeric() || "_/-.".contains(letter));
                let end = rest.find(ends).unwrap_or(rest.len());
                let word = &rest[..end];
                let is_word = word.starts_with(|letter: char| letter.is_alphabetic());
                if is_word && !WORDS.contains(&word.to_lowercase().as_str()) {
                    names.push(word);
                }
                end
            }
            other => other.len_utf8(),
        };
        rest = &rest[length..];
    }
    names
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::document::Basis;

    #[test]
    fn finds_the_fields_of_a_condition() {
        let text = "(lastUpdated > [2026-08-20T18:04:26Z]) and not (status/id in (1,-2) or \
                    name = \"and bogus\" or closedFlag = false)";
        assert_eq!(names(text), ["lastUpdated", "status/id", "name", "closedFlag"]);
    }

    #[test]
    fn tells_what_the_document_does_not_know() {
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let operation = Operation {
            parameters: set(&["fields", "orderBy", "conditions", "page", "id"]),
            fields: set(&["id", "status"]),
            basis: Basis::Schema,
        };
        let found = |name: &str, value: &str| {
            let query = [(name.to_owned(), value.to_owned())];
            check(&operation, &query).iter().map(ToString::to_string).collect::<Vec<_>>().join(";")
        };
        for (name, value) in [
            ("page", "1"),
            ("id[]", "7"),
            ("fields", "id,status/name"),
            ("orderBy", "id asc"),
            ("conditions", "status/id = 7"),
        ] {
            assert_eq!(found(name, value), "", "{name}");
        }
        assert!(found("pagesize", "1").contains("request.query.pagesize"));
        assert!(found("fields", "id,bogus").contains("no field bogus"));
        assert!(found("orderBy", "bogus asc").contains("no field bogus"));
        assert!(found("conditions", "bogus/id = 7").contains("no field bogus/id"));
        let empty = Operation { fields: BTreeSet::new(), ..operation };
        assert!(check(&empty, &[("fields".to_owned(), "any".to_owned())]).is_empty());
    }
}
