//! A good answer before it is written: rows or one record, what is wrapped around them, the next link.

use serde_json::{Value, json};

use super::Row;

/// A good answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) body: Body,
    /// What stands around the rows; `None`: the body is the rows.
    pub(crate) envelope: Option<Envelope>,
    /// The value of the `Link` header.
    pub(crate) link: Option<String>,
    /// Names of the fields that may be null, for the fault that makes them so.
    pub(crate) optional: Vec<String>,
}

/// The body of a good answer.
#[derive(Debug)]
pub(crate) enum Body {
    /// A list; its rows are objects at most vendors, pairs at some.
    Rows(Vec<Value>),
    One(Row),
    Plain(Value),
}

/// `{"tickets": [...], "meta": {...}}`: the rows under a name, and what stands beside them.
#[derive(Debug, Clone)]
pub(crate) struct Envelope {
    pub(crate) key: &'static str,
    pub(crate) beside: Row,
}

impl Answer {
    /// A document that is no record.
    pub(crate) fn plain(value: Value) -> Self {
        Self::of(Body::Plain(value), Vec::new())
    }

    /// Rows or a record without anything around them.
    pub(crate) fn of(body: Body, optional: Vec<String>) -> Self {
        Self { body, envelope: None, link: None, optional }
    }

    /// The same under a name.
    pub(crate) fn under(self, key: &'static str, beside: Row) -> Self {
        Self { envelope: Some(Envelope { key, beside }), ..self }
    }

    /// The body as JSON text, and the `Link` header.
    pub(crate) fn written(self) -> (String, Option<String>) {
        let body = match self.body {
            Body::Rows(rows) => Value::Array(rows),
            Body::One(row) => Value::Object(row),
            Body::Plain(value) => value,
        };
        let body = match self.envelope {
            None => body,
            Some(Envelope { key, beside }) => {
                let mut whole = json!({ key: body });
                for (name, value) in beside {
                    whole[name] = value;
                }
                whole
            }
        };
        (body.to_string(), self.link)
    }
}
