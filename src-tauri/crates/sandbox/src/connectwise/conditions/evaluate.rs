//! Asks a filter of a record. Text is compared without regard to case, as the vendor's database does;
//! a missing value matches nothing but `= null`.

use std::cmp::Ordering;

use serde_json::Value;

use super::tokens::moment;
use super::{Comparison, Expression, Literal, Operator, Test};

/// Where the values come from: path in, value out. A missing value is `Null`.
pub(crate) type Lookup<'a> = dyn FnMut(&str) -> Value + 'a;

impl Expression {
    /// Whether the record behind `lookup` passes.
    pub(crate) fn holds(&self, lookup: &mut Lookup<'_>) -> bool {
        match self {
            Self::And(sides) => sides.iter().all(|side| side.holds(lookup)),
            Self::Or(sides) => sides.iter().any(|side| side.holds(lookup)),
            Self::Test(test) => test.holds(&lookup(&test.path)),
        }
    }
}

impl Test {
    fn holds(&self, value: &Value) -> bool {
        let found = match &self.comparison {
            Comparison::Is(operator, Literal::Null) => {
                return value.is_null() == (*operator == Operator::Equal);
            }
            _ if value.is_null() => return false,
            Comparison::Is(operator, literal) => {
                return compare(value, literal).is_some_and(|order| operator.accepts(order));
            }
            Comparison::In(literals) => {
                literals.iter().any(|literal| compare(value, literal) == Some(Ordering::Equal))
            }
            Comparison::Contains(part) => {
                text_of(value).to_lowercase().contains(&part.replace("[[]", "[").to_lowercase())
            }
            Comparison::Like(pattern) => {
                let pattern: Vec<char> =
                    pattern.replace("[[]", "[").to_lowercase().chars().collect();
                let text: Vec<char> = text_of(value).to_lowercase().chars().collect();
                is_like(&text, &pattern)
            }
        };
        found != self.negated
    }
}

impl Operator {
    fn accepts(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order == Ordering::Equal,
            Self::NotEqual => order != Ordering::Equal,
            Self::Less => order == Ordering::Less,
            Self::LessOrEqual => order != Ordering::Greater,
            Self::Greater => order == Ordering::Greater,
            Self::GreaterOrEqual => order != Ordering::Less,
        }
    }
}

fn compare(value: &Value, literal: &Literal) -> Option<Ordering> {
    match literal {
        Literal::Text(text) => Some(text_of(value).to_lowercase().cmp(&text.to_lowercase())),
        Literal::Number(number) => value.as_f64()?.partial_cmp(number),
        Literal::Boolean(flag) => match value {
            Value::Bool(known) => Some(known.cmp(flag)),
            other => (text_of(other).eq_ignore_ascii_case(if *flag { "true" } else { "false" }))
                .then_some(Ordering::Equal),
        },
        Literal::Date(date) => Some(moment(value.as_str()?)?.cmp(date)),
        Literal::Null => None,
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// `%` and `*` stand for any text.
fn is_like(text: &[char], pattern: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some(('%' | '*', rest)) => (0..=text.len()).any(|start| is_like(&text[start..], rest)),
        Some((letter, rest)) => text.first() == Some(letter) && is_like(&text[1..], rest),
    }
}
