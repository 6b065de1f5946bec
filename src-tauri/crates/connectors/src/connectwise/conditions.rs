//! The vendor's filter language, built from typed parts: text from people is never pasted in raw.
//!
//! Source: vendor Developer Guide, "Conditions"; see NOTES.md.

use chrono::{DateTime, Utc};
use patchbay_connector_kit::Clause;

/// An expression of the filter language, not yet encoded for a URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition(String);

impl Condition {
    /// `path > id`
    pub fn after_id(path: &str, id: i64) -> Self {
        Self(format!("{path} > {id}"))
    }

    /// `path > [2026-08-20T18:04:26Z]`: UTC, whole seconds.
    pub fn after(path: &str, moment: DateTime<Utc>) -> Self {
        Self(format!("{path} > [{}]", moment.format("%Y-%m-%dT%H:%M:%SZ")))
    }

    /// `path = id`
    pub fn equals_id(path: &str, id: i64) -> Self {
        Self(format!("{path} = {id}"))
    }

    /// `path = true`
    pub fn is_flag(path: &str, on: bool) -> Self {
        Self(format!("{path} = {on}"))
    }

    /// `path in (1,2,3)`; `None` for an empty list, which the language cannot say.
    pub fn is_in(path: &str, ids: &[i64]) -> Option<Self> {
        (!ids.is_empty()).then(|| Self(format!("{path} in ({})", joined(ids))))
    }

    /// `path = null or path not in (1,2,3)`: as in SQL, nothing is never outside a list.
    pub fn is_not_in(path: &str, ids: &[i64]) -> Option<Self> {
        (!ids.is_empty())
            .then(|| Self(format!("({path} = null or {path} not in ({}))", joined(ids))))
    }

    /// `path = "text"`; `None` when the text cannot be quoted: compare here instead.
    pub fn equals_text(path: &str, text: &str) -> Option<Self> {
        Some(Self(format!("{path} = {}", quoted(text)?)))
    }

    /// `path contains "text"`; `None` when the text cannot be quoted: compare here instead.
    pub fn contains(path: &str, text: &str) -> Option<Self> {
        Some(Self(format!("{path} contains {}", quoted(&text.replace('[', "[[]"))?)))
    }

    /// Any of them, each in brackets of its own; `None` for none.
    pub fn any(of: &[Self]) -> Option<Self> {
        match of {
            [] => None,
            [only] => Some(only.clone()),
            many => {
                let sides: Vec<String> = many.iter().map(|side| format!("({})", side.0)).collect();
                Some(Self(format!("({})", sides.join(" or "))))
            }
        }
    }

    /// As the parameter `conditions`, which asks about the record.
    pub fn into_clause(self) -> Clause {
        Clause { param: "conditions", text: self.0 }
    }

    /// As the parameter `childConditions`, which asks about the items of a list in the record.
    /// `in` is not understood there.
    pub fn into_child_clause(self) -> Clause {
        Clause { param: "childConditions", text: self.0 }
    }

    /// The expression.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn joined(ids: &[i64]) -> String {
    ids.iter().map(i64::to_string).collect::<Vec<_>>().join(",")
}

/// The text in quotes of the kind that it does not hold. No escape for a quote is documented, so text
/// with both kinds (or with line breaks) cannot be said.
fn quoted(text: &str) -> Option<String> {
    if text.chars().any(char::is_control) {
        None
    } else if !text.contains('"') {
        Some(format!("\"{text}\""))
    } else if !text.contains('\'') {
        Some(format!("'{text}'"))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(condition: Option<Condition>) -> String {
        condition.map_or_else(|| "nothing".into(), |condition| condition.0)
    }

    #[test]
    fn says_what_the_language_says() {
        let moment = "2026-08-20T18:04:26.987Z".parse().unwrap();
        assert_eq!(
            Condition::after("lastUpdated", moment).as_str(),
            "lastUpdated > [2026-08-20T18:04:26Z]"
        );
        assert_eq!(text(Condition::is_in("id", &[3, 1])), "id in (3,1)");
        assert_eq!(text(Condition::is_in("id", &[])), "nothing");
        assert_eq!(
            text(Condition::is_not_in("status/id", &[16, 17])),
            "(status/id = null or status/id not in (16,17))"
        );
        let types = [Condition::equals_id("types/id", 5), Condition::equals_id("types/id", 6)];
        assert_eq!(text(Condition::any(&types)), "((types/id = 5) or (types/id = 6))");
        assert_eq!(text(Condition::any(&types[..1])), "types/id = 5");
    }

    #[test]
    fn quotes_with_the_other_quote() {
        assert_eq!(text(Condition::equals_text("name", "O'Neil")), r#"name = "O'Neil""#);
        assert_eq!(text(Condition::equals_text("name", r#"15" panel"#)), r#"name = '15" panel'"#);
        assert_eq!(text(Condition::equals_text("name", r#"O'Neil 15""#)), "nothing");
        assert_eq!(text(Condition::contains("summary", "[VIP]")), r#"summary contains "[[]VIP]""#);
    }

    proptest::proptest! {
        #[test]
        fn text_never_leaves_its_quotes(value in any_text()) {
            if let Some(Condition(said)) = Condition::equals_text("name", &value) {
                let quote = said.chars().nth(7).unwrap();
                let inside = &said[8..said.len() - 1];
                proptest::prop_assert!(quote == '"' || quote == '\'');
                proptest::prop_assert!(said.ends_with(quote));
                proptest::prop_assert!(!inside.contains(quote));
                proptest::prop_assert_eq!(inside, value);
            } else {
                proptest::prop_assert!(
                    (value.contains('"') && value.contains('\'')) || value.chars().any(char::is_control)
                );
            }
        }

        #[test]
        fn lists_hold_every_id(ids in proptest::collection::vec(0_i64..1 << 40, 1..40)) {
            let said = text(Condition::is_in("id", &ids));
            let inside = said.strip_prefix("id in (").unwrap().strip_suffix(')').unwrap();
            let read: Vec<i64> = inside.split(',').map(|id| id.parse().unwrap()).collect();
            proptest::prop_assert_eq!(read, ids);
        }
    }

    fn any_text() -> impl proptest::strategy::Strategy<Value = String> {
        "[a-z \"'\\[\\]()%\\\\\n]{0,20}"
    }
}
