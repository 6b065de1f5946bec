//! From a page's bytes to records: rows are cut out without copying and read one by one, so that one
//! bad row does not cost the page. Errors name the row and the field, never the value.

use std::collections::HashMap;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use patchbay_model::{Record, VendorId};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::{ConnectorError, ErrorKind, RowsAt};

/// A row, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    /// The vendor's id.
    pub vendor_id: VendorId,
    /// The record.
    pub record: Record,
    /// When the vendor last changed it.
    pub updated_at: Option<DateTime<Utc>>,
}

/// A row that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// Its place in the page, from 0.
    pub row: usize,
    /// The field, in the vendor's name.
    pub field: String,
    /// What is wrong, without the value.
    pub say: String,
    /// The id, when at least that could be read.
    pub vendor_id: Option<VendorId>,
}

/// Reads one row. The parent is the row of the parent stream, for streams that have one.
pub type DecodeFn = fn(&str, Option<&VendorId>) -> Result<Decoded, (String, String)>;

/// A vendor's row: `serde` reads it, this turns it into a record.
pub trait RowShape: DeserializeOwned {
    /// The record; `Err((field, what is wrong))` when something is missing without which it is useless.
    ///
    /// # Errors
    /// The vendor's field name and a sentence without the value.
    fn into_decoded(self, parent: Option<&VendorId>) -> Result<Decoded, (String, String)>;
}

/// The [`DecodeFn`] of a row type.
///
/// # Errors
/// The field's path and a sentence without the value.
pub fn decode<R: RowShape>(
    text: &str,
    parent: Option<&VendorId>,
) -> Result<Decoded, (String, String)> {
    if let Ok(row) = serde_json::from_str::<R>(text) {
        return row.into_decoded(parent);
    }
    match mend(text).and_then(|mended| serde_json::from_str::<R>(&mended).ok()) {
        Some(row) => row.into_decoded(parent),
        None => Err(locate::<R>(text)),
    }
}

/// Replaces halves of characters (`\ud83d` without its second half), which vendors leave behind when
/// they cut text by UTF-16 units; `None` when there are none.
fn mend(text: &str) -> Option<String> {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut mended = String::with_capacity(text.len());
    let (mut copied, mut at) = (0, 0);
    while let Some(found) = text[at..].find('\\') {
        at += found;
        match (unit(at), unit(at + 6)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => at += 12,
            (Some(0xd800..=0xdfff), _) => {
                mended.push_str(&text[copied..at]);
                mended.push('\u{fffd}');
                at += 6;
                copied = at;
            }
            // The backslash and the ASCII character that it escapes; broken JSON may hold anything.
            _ => at += 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8),
        }
    }
    mended.push_str(&text[copied..]);
    (copied > 0).then_some(mended)
}

/// Reads the row once more, slowly, to learn which field is wrong.
fn locate<R: RowShape>(text: &str) -> (String, String) {
    let reader = &mut serde_json::Deserializer::from_str(text);
    match serde_path_to_error::deserialize::<_, R>(reader) {
        Ok(_) => ("?".into(), "cannot be read".into()),
        Err(error) => {
            let said = error.inner().to_string();
            // serde_json's own words may quote the value; keep only what kind of fault it is.
            if let Some(name) =
                said.strip_prefix("missing field `").and_then(|s| s.split('`').next())
            {
                return (name.to_owned(), "is missing".into());
            }
            (error.path().to_string(), "has a type that we do not expect".into())
        }
    }
}

/// Cuts an answer into its rows.
///
/// # Errors
/// `BadAnswer` when it is not the list that was promised.
pub(crate) fn split(body: &Bytes, at: RowsAt) -> Result<Vec<&RawValue>, ConnectorError> {
    let unlike = |error: serde_json::Error| {
        let what =
            if error.is_eof() { "ends in the middle" } else { "is not the list we asked for" };
        ConnectorError::new(ErrorKind::BadAnswer, format!("The vendor's answer {what}."))
    };
    let lacks = |name: &str| {
        ConnectorError::new(ErrorKind::BadAnswer, format!("The vendor's answer lacks “{name}”."))
    };
    let whole = || serde_json::from_slice::<&RawValue>(body).map_err(unlike);
    match at {
        RowsAt::Body => serde_json::from_slice(body).map_err(unlike),
        // An answer without the list is not an empty list: that would look as if all were gone.
        RowsAt::Field(name) | RowsAt::Named { list: name, .. } => {
            let list = inside(whole()?, name).map_err(unlike)?.ok_or_else(|| lacks(name))?;
            serde_json::from_str(list.get()).map_err(unlike)
        }
        RowsAt::Single(name) => {
            let row = inside(whole()?, name).map_err(unlike)?.ok_or_else(|| lacks(name))?;
            Ok(if row.get() == "null" { Vec::new() } else { vec![row] })
        }
    }
}

/// What stands in the field `path` of an answer (`meta.total_pages`; empty: the answer itself). `None`: no
/// such field, or nothing but `null` on the way to it.
///
/// # Errors
/// When the answer is broken, or holds no object where the path leads into one.
pub(crate) fn inside<'a>(
    answer: &'a RawValue,
    path: &str,
) -> Result<Option<&'a RawValue>, serde_json::Error> {
    let mut found = answer;
    for name in path.split('.').filter(|name| !name.is_empty()) {
        type Fields<'a> = Option<HashMap<String, &'a RawValue>>;
        let fields: Fields<'a> = serde_json::from_str(found.get())?;
        match fields.and_then(|fields| fields.get(name).copied()) {
            Some(value) => found = value,
            None => return Ok(None),
        }
    }
    Ok(Some(found))
}

/// The part of `body` that `row` stands in, without copying it.
pub(crate) fn slice_of(body: &Bytes, row: &RawValue) -> Bytes {
    body.slice_ref(row.get().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_rows_without_copying() {
        let body = Bytes::from_static(br#" [ {"id":1} , {"id": 2, "a":[1]} ] "#);
        let rows = split(&body, RowsAt::Body).unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!(&slice_of(&body, rows[1])[..], br#"{"id": 2, "a":[1]}"#);
        let body = Bytes::from_static(br#"{"meta":{"x":1},"items":[{"id":7}]}"#);
        assert_eq!(split(&body, RowsAt::Field("items")).unwrap().len(), 1);
        let body = Bytes::from_static(br#" {"ticket":{"levels":["", "1 High"]},"none":null} "#);
        let rows = split(&body, RowsAt::Field("ticket.levels")).unwrap();
        assert_eq!(rows.iter().map(|row| row.get()).collect::<Vec<_>>(), ["\"\"", "\"1 High\""]);
        assert_eq!(&slice_of(&body, rows[1])[..], br#""1 High""#);
    }

    #[test]
    fn an_answer_without_its_list_is_no_empty_list() {
        let body = Bytes::from_static(br#"{"meta":{"x":1},"items":null,"other":7}"#);
        for at in ["none", "items", "other", "meta", "meta.items", "other.items", "items.more"] {
            let error = split(&body, RowsAt::Field(at)).unwrap_err();
            assert_eq!(error.kind, ErrorKind::BadAnswer, "{at}");
        }
        let lacks = split(&body, RowsAt::Field("none")).unwrap_err();
        assert!(lacks.say.contains("lacks “none”"), "{lacks}");
    }

    #[test]
    fn one_row_may_be_the_answer_or_a_part_of_it() {
        let row = |body: &'static str, at| {
            let body = Bytes::from_static(body.as_bytes());
            split(&body, RowsAt::Single(at))
                .map(|rows| rows.iter().map(|row| row.get().to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(row(r#" {"id":7} "#, "").unwrap(), [r#"{"id":7}"#]);
        assert_eq!(row(r#"{"part":{"id":7}}"#, "part").unwrap(), [r#"{"id":7}"#]);
        assert!(row(r#"{"part":null}"#, "part").unwrap().is_empty());
        assert!(row("null", "").unwrap().is_empty());
        assert!(row(r#"{"message":"no"}"#, "part").is_err());
        assert!(row("<html>", "").is_err());
    }

    #[test]
    fn says_what_is_wrong_with_an_answer() {
        let cut = split(&Bytes::from_static(b"[{\"id\":1},{\"i"), RowsAt::Body).unwrap_err();
        assert!(cut.say.contains("ends in the middle"), "{cut}");
        let html = split(&Bytes::from_static(b"<html>"), RowsAt::Body).unwrap_err();
        assert_eq!(html.kind, ErrorKind::BadAnswer);
    }
}
