//! Values that must not be kept: what people typed into fields of type Password. They are taken out of the
//! vendor's own JSON as well, before anything stores it.
//!
//! Source: vendor OpenAPI text (`customFields[].type`, `questions[].fieldType`); see NOTES.md.

use serde_json::{Map, Value};

use super::rows::is_password;

/// The names under which the type of a custom field or of a question comes.
const TYPES: [&str; 2] = ["type", "fieldType"];
/// The names under which its value comes.
const VALUES: [&str; 2] = ["value", "answer"];

/// The row without the values of password fields, wherever they stand; `None`: it holds none.
///
/// A row that seems to hold one but cannot be read is emptied rather than kept.
pub(super) fn scrub(row: &str) -> Option<String> {
    // Most rows are done here: the word stands in few.
    if !["assword", "ASSWORD", "assWord", "\\u"].iter().any(|part| row.contains(part)) {
        return None;
    }
    let Ok(mut value) = serde_json::from_str(row) else {
        return row.to_ascii_lowercase().contains("password").then(|| "{}".to_owned());
    };
    empty(&mut value).then(|| value.to_string())
}

/// Whether anything had to be emptied.
fn empty(value: &mut Value) -> bool {
    match value {
        Value::Array(items) => items.iter_mut().fold(false, |found, item| empty(item) | found),
        Value::Object(fields) => {
            let found = is_password_field(fields);
            if found {
                for name in VALUES {
                    if let Some(value) = fields.get_mut(name) {
                        *value = Value::Null;
                    }
                }
            }
            fields.values_mut().fold(found, |found, field| empty(field) | found)
        }
        _ => false,
    }
}

fn is_password_field(fields: &Map<String, Value>) -> bool {
    TYPES.iter().any(|name| {
        fields.get(*name).and_then(Value::as_str).is_some_and(|kind| is_password(kind.trim()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empties_password_fields_and_nothing_else() {
        let row = r#"{"id":7,"customFields":[{"id":1,"type":"Password","value":"s1"},{"id":2,"type":"Text","value":"t"}],
            "questions":[{"fieldType":" password ","answer":"s2","answerId":9},{"fieldType":"Text","answer":"u"}]}"#;
        let clean: Value = serde_json::from_str(&scrub(row).unwrap()).unwrap();
        let mut wanted: Value = serde_json::from_str(row).unwrap();
        wanted["customFields"][0]["value"] = Value::Null;
        wanted["questions"][0]["answer"] = Value::Null;
        assert_eq!(clean, wanted);
    }

    #[test]
    fn finds_the_word_however_it_is_written() {
        for kind in ["Password", "PASSWORD", "password", "\\u0050assword", "Passw\\u006frd"] {
            let row = format!(r#"{{"customFields":[{{"type":"{kind}","value":"s1"}}]}}"#);
            assert!(!scrub(&row).unwrap().contains("s1"), "{kind}");
        }
    }

    #[test]
    fn rows_without_password_fields_stay_as_they_came() {
        for row in [
            r#"{"id":1,"summary":"Printer","customFields":[{"type":"Text","value":"x"}]}"#,
            r#"{"id":2,"summary":"Password reset","type":{"id":5,"name":"Password"},"z":1.10}"#,
            r#"{"id":3,"summary":"caf\u00e9"}"#,
            r#"{"id":4,"summary":"cut \ud83d"}"#,
        ] {
            assert_eq!(scrub(row), None, "{row}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_not_kept() {
        let row = r#"{"summary":"cut \ud83d","customFields":[{"type":"Password","value":"s1"}]}"#;
        assert_eq!(scrub(row).as_deref(), Some("{}"));
    }
}
