//! Reference data: words that are their own ids, and short lists of id and name.

use patchbay_connector_kit::Decoded;
use patchbay_model::{Record, ReferenceItem, VendorId};
use serde_json::Value;

use super::rows::is_done;

type Outcome = Result<Decoded, (String, String)>;

/// What an empty word is called: the vendor offers one among the priorities.
const NONE: &str = "None";

/// A word that is its own id: problem types and priorities. It is kept exactly as it came.
pub(super) fn word(text: &str, _: Option<&VendorId>) -> Outcome {
    let word = match read(text)? {
        Value::String(word) => word,
        Value::Number(number) => number.to_string(),
        // Should the vendor ever give its words ids: records still name the word.
        Value::Object(row) => text_of(row.get("name")).ok_or_else(|| missing("name"))?,
        _ => return Err(("?".to_owned(), "is no word".to_owned())),
    };
    Ok(item(word, None))
}

/// A ticket status.
pub(super) fn status(text: &str, parent: Option<&VendorId>) -> Outcome {
    let mut found = word(text, parent)?;
    if let Record::Reference(item) = &mut found.record {
        item.closed = Some(is_done(&item.name));
    }
    Ok(found)
}

/// An item with id and name.
pub(super) fn named(text: &str, _: Option<&VendorId>) -> Outcome {
    let row = read(text)?;
    let id = text_of(row.get("id")).ok_or_else(|| missing("id"))?;
    Ok(item(id, Some(text_of(row.get("name")).unwrap_or_default())))
}

/// An item that records point at by its name; its id is kept beside it.
pub(super) fn by_name(text: &str, _: Option<&VendorId>) -> Outcome {
    let row = read(text)?;
    let name = row.get("name").and_then(Value::as_str).filter(|name| !name.trim().is_empty());
    let mut found = item(name.ok_or_else(|| missing("name"))?.to_owned(), None);
    if let (Record::Reference(item), Some(id)) = (&mut found.record, text_of(row.get("id"))) {
        item.attributes.insert("id".to_owned(), Value::String(id));
    }
    Ok(found)
}

fn item(id: String, name: Option<String>) -> Decoded {
    let name = name.unwrap_or_else(|| match id.trim() {
        "" => NONE.to_owned(),
        word => word.to_owned(),
    });
    let item = ReferenceItem { name, active: true, ..ReferenceItem::default() };
    let record = Record::Reference(Box::new(item));
    Decoded { vendor_id: VendorId(id), record, updated_at: None }
}

fn read(text: &str) -> Result<Value, (String, String)> {
    serde_json::from_str(text).map_err(|_| ("?".to_owned(), "cannot be read".to_owned()))
}

fn missing(field: &str) -> (String, String) {
    (field.to_owned(), "is missing".to_owned())
}

fn text_of(value: Option<&Value>) -> Option<String> {
    patchbay_connector_kit::lenient::text(value?).ok().flatten()
}

#[cfg(test)]
#[path = "reference_rows_tests.rs"]
mod tests;
