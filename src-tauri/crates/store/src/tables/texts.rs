//! The texts of a page's columns. The same names of boards, statuses and companies come in row after
//! row: each is kept in memory once, which spares most of the allocations of a page.

use std::{collections::HashSet, sync::Arc};

use chrono::{DateTime, Utc};
use patchbay_model::RecordReference;

use super::Value;

/// The texts met so far.
pub(crate) struct Texts {
    met: HashSet<Arc<str>>,
    none: Arc<str>,
}

impl Texts {
    pub(crate) fn new() -> Self {
        Self { met: HashSet::new(), none: Arc::from("") }
    }

    /// A text that other rows hardly have as well.
    pub(super) fn unique(&self, text: &str) -> Value {
        Value::Text(if text.is_empty() { Arc::clone(&self.none) } else { Arc::from(text) })
    }

    /// A text that other rows are likely to have as well.
    pub(super) fn shared(&mut self, text: &str) -> Value {
        if text.is_empty() {
            return Value::Text(Arc::clone(&self.none));
        }
        if let Some(met) = self.met.get(text) {
            return Value::Text(Arc::clone(met));
        }
        let new: Arc<str> = Arc::from(text);
        self.met.insert(Arc::clone(&new));
        Value::Text(new)
    }

    pub(super) fn optional(&self, text: Option<&String>) -> Value {
        self.unique(text.map_or("", String::as_str))
    }

    pub(super) fn id_of(&mut self, reference: Option<&RecordReference>) -> Value {
        self.shared(reference.map_or("", |target| &target.id))
    }

    pub(super) fn name_of(&mut self, reference: Option<&RecordReference>) -> Value {
        self.shared(reference.map_or("", |target| &target.name))
    }

    pub(super) fn moment(&self, moment: Option<DateTime<Utc>>) -> Value {
        self.unique(&crate::time::optional_to_text(moment))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_are_kept_once() {
        let mut texts = Texts::new();
        let (Value::Text(one), Value::Text(two)) = (texts.shared("Board"), texts.shared("Board"))
        else {
            panic!("texts are texts");
        };
        assert!(Arc::ptr_eq(&one, &two));
        assert_eq!(texts.met.len(), 1);
        assert_eq!(texts.optional(None), texts.shared(""));
    }
}
