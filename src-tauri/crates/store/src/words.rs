//! The model's closed words (kinds, states, outcomes) as they stand in columns: their serde names.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{Result, StoreError};

/// The word of a value of a closed set.
pub(crate) fn to_word<T: Serialize>(value: T) -> Result<String> {
    match serde_json::to_value(value)? {
        Value::String(word) => Ok(word),
        _ => Err(StoreError::unexpected("A word for the database is not a word.")),
    }
}

/// The value of a word.
pub(crate) fn from_word<T: DeserializeOwned>(word: &str) -> Result<T> {
    serde_json::from_value(Value::String(word.to_owned())).map_err(|_| {
        StoreError::unexpected(format!("The database holds the word “{word}”, which is not known."))
    })
}

#[cfg(test)]
mod tests {
    use patchbay_model::{ReadMode, RecordKind};

    use super::*;

    #[test]
    fn words_go_there_and_back() {
        assert_eq!(to_word(RecordKind::Company).unwrap(), "company");
        assert_eq!(from_word::<ReadMode>("full").unwrap(), ReadMode::Full);
        assert!(from_word::<ReadMode>("sideways").is_err());
    }
}
