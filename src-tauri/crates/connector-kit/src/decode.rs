//! From a page's bytes to records: rows are cut out without copying and read one by one, so that one
//! bad row does not cost the page. Errors name the row and the field, never the value.

use std::fmt;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use patchbay_model::{Record, VendorId};
use serde::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess,
    Visitor,
};
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
        RowsAt::Body => serde_json::from_slice::<Rows<'_>>(body).map_err(unlike)?.all(),
        // An answer without the list is not an empty list: that would look as if all were gone.
        RowsAt::Field(name) | RowsAt::Named { list: name, .. } => {
            let list = inside(whole()?, name).map_err(unlike)?.ok_or_else(|| lacks(name))?;
            serde_json::from_str::<Rows<'_>>(list.get()).map_err(unlike)?.all()
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
        let mut object = serde_json::Deserializer::from_str(found.get());
        match FieldNamed(name).deserialize(&mut object)? {
            Some(value) => found = value,
            None => return Ok(None),
        }
    }
    Ok(Some(found))
}

/// No answer has more rows. What is nothing but tiny rows would take many times its size in memory.
const MOST_ROWS: usize = 100_000;

/// The rows of a list, as far as they are counted.
struct Rows<'a> {
    read: Vec<&'a RawValue>,
    are_all: bool,
}

impl<'a> Rows<'a> {
    /// The rows, if they are all there.
    fn all(self) -> Result<Vec<&'a RawValue>, ConnectorError> {
        if self.are_all {
            return Ok(self.read);
        }
        let say = format!("The vendor's answer has more than {MOST_ROWS} rows; it was not read.");
        Err(ConnectorError::new(ErrorKind::TooLarge, say))
    }
}

impl<'de> Deserialize<'de> for Rows<'de> {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        struct List;
        impl<'de> Visitor<'de> for List {
            type Value = Rows<'de>;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a list")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Rows<'de>, A::Error> {
                let mut read = Vec::new();
                while read.len() < MOST_ROWS {
                    let Some(row) = list.next_element()? else {
                        return Ok(Rows { read, are_all: true });
                    };
                    read.push(row);
                }
                let mut are_all = true;
                while list.next_element::<IgnoredAny>()?.is_some() {
                    are_all = false;
                }
                Ok(Rows { read, are_all })
            }
        }
        reader.deserialize_seq(List)
    }
}

/// Reads one field of an object, and passes over all others; `null` has none.
struct FieldNamed<'n>(&'n str);

impl<'de> DeserializeSeed<'de> for FieldNamed<'_> {
    type Value = Option<&'de RawValue>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for FieldNamed<'_> {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(name) = fields.next_key::<String>()? {
            if name == self.0 {
                found = Some(fields.next_value()?);
            } else {
                fields.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
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
    fn more_rows_than_any_page_has_are_not_read() {
        let list = |rows: usize| Bytes::from(format!("[{}0]", "0,".repeat(rows - 1)));
        assert_eq!(split(&list(MOST_ROWS), RowsAt::Body).unwrap().len(), MOST_ROWS);
        let error = split(&list(MOST_ROWS + 1), RowsAt::Body).unwrap_err();
        assert_eq!(error.kind, ErrorKind::TooLarge);
        let cut = Bytes::from("[".to_owned() + &"0,".repeat(MOST_ROWS + 1));
        assert_eq!(split(&cut, RowsAt::Body).unwrap_err().kind, ErrorKind::BadAnswer);
    }

    #[test]
    fn says_what_is_wrong_with_an_answer() {
        let cut = split(&Bytes::from_static(b"[{\"id\":1},{\"i"), RowsAt::Body).unwrap_err();
        assert!(cut.say.contains("ends in the middle"), "{cut}");
        let html = split(&Bytes::from_static(b"<html>"), RowsAt::Body).unwrap_err();
        assert_eq!(html.kind, ErrorKind::BadAnswer);
    }
}
