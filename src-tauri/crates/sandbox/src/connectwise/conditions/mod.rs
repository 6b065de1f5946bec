//! The vendor's filter language: `status/id in (16,17) and lastUpdated > [2026-08-20T18:04:26Z]`.
//!
//! `tokens` cuts the text, `grammar` builds the expression and checks it against the model,
//! `evaluate` asks it of a record, `bounds` finds what it says about ids.

mod bounds;
mod evaluate;
mod grammar;
#[cfg(test)]
mod tests;
mod tokens;

pub(crate) use bounds::Bounds;
pub(crate) use grammar::Place;

use chrono::{DateTime, Utc};

/// A parsed and checked filter.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Expression {
    And(Vec<Expression>),
    Or(Vec<Expression>),
    Test(Test),
}

/// One comparison.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Test {
    /// Path of the field; for conditions on lists, the path inside the element.
    pub(crate) path: String,
    pub(crate) comparison: Comparison,
    /// Turns `in`, `like` and `contains` around.
    pub(crate) negated: bool,
}

/// What a field is compared with.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Comparison {
    Is(Operator, Literal),
    In(Vec<Literal>),
    Contains(String),
    Like(String),
}

/// An ordering operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// A value written in a filter.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Literal {
    Text(String),
    Number(f64),
    Boolean(bool),
    Date(DateTime<Utc>),
    Null,
}
