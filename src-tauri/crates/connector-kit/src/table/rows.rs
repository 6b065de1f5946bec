//! From a page's body to its rows: kept, left out, deleted, or unreadable.

use bytes::Bytes;
use patchbay_model::VendorId;
use serde_json::value::RawValue;

use crate::{
    BadRow, ConnectorError, Deletes, Page, PageRequest, Reading, Row, RowsAt,
    decode::{slice_of, split},
};

/// What has more bytes that are no text is no text: replaced, they would take three times its size.
const MOST_REPLACED: usize = 100_000;
/// A larger row is not looked into: what becomes of it takes many times its size in memory.
const MOST_ROW: usize = 4 << 20;

/// The body without a byte order mark and with bytes that are no text replaced: one of them must not
/// cost a page.
pub(super) fn as_text(body: &Bytes) -> Bytes {
    let body = if body.starts_with(b"\xef\xbb\xbf") { body.slice(3..) } else { body.clone() };
    if std::str::from_utf8(&body).is_ok() {
        return body;
    }
    let wrong = body.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty());
    if wrong.take(MOST_REPLACED + 1).count() > MOST_REPLACED {
        return body;
    }
    Bytes::from(String::from_utf8_lossy(&body).into_owned())
}

/// Reads the rows of a page's body.
///
/// # Errors
/// `BadAnswer` when the body is not the list that was promised.
pub(super) fn rows_of(
    spec: &'static crate::ConnectorSpec,
    request: &PageRequest,
    body: &Bytes,
    at: RowsAt,
) -> Result<Page, ConnectorError> {
    let stream = request.stream;
    let settings = &request.scope.settings;
    let parent = request.scope.parent.as_ref();
    let mut page = Page::default();
    let filters: Vec<_> =
        spec.filters_of(stream.name).filter(|filter| filter.is_active(settings)).collect();
    let left_out = |record: &_| !filters.iter().all(|filter| (filter.keep)(record, settings));
    // Where only ids were asked for, or a list only names its rows, a row cannot tell what leaves it out.
    let is_whole = spec.fields_param.is_none() && !matches!(at, RowsAt::Named { .. });
    for (place, raw) in split(body, at)?.into_iter().enumerate() {
        if request.reading == Reading::Ids {
            let Some(id) = id_of(raw.get()) else {
                page.bad.push(no_id(place));
                continue;
            };
            if is_whole && !filters.is_empty() && raw.get().len() <= MOST_ROW {
                let decoded = (stream.decode)(raw.get(), parent);
                if decoded.is_ok_and(|decoded| left_out(&decoded.record)) {
                    page.filtered.push(id.clone());
                }
            }
            page.ids.push(id);
            continue;
        }
        let small = raw.get().len() <= MOST_ROW;
        let too_large = || Err(("row".to_owned(), "is larger than any record".to_owned()));
        let decoded = match if small { (stream.decode)(raw.get(), parent) } else { too_large() } {
            Ok(decoded) => decoded,
            Err((field, say)) => {
                let vendor_id = id_of(raw.get());
                page.ids.extend(vendor_id.clone());
                page.bad.push(BadRow { row: place, field, say, vendor_id });
                continue;
            }
        };
        page.ids.push(decoded.vendor_id.clone());
        page.highest_updated = page.highest_updated.max(decoded.updated_at);
        let deleted = match stream.deletes {
            Deletes::FlagOrAbsence { is_deleted, .. } => is_deleted(&decoded.record),
            Deletes::ByAbsence | Deletes::Never => false,
        };
        if deleted {
            page.deleted.push(decoded.vendor_id);
        } else if left_out(&decoded.record) {
            page.filtered.push(decoded.vendor_id);
        } else {
            page.rows.push(Row {
                vendor_id: decoded.vendor_id,
                record: decoded.record,
                raw: match spec.quirks.scrub.and_then(|scrub| scrub(raw.get())) {
                    Some(clean) => Bytes::from(clean),
                    None => slice_of(body, raw),
                },
                updated_at: decoded.updated_at,
            });
        }
    }
    Ok(page)
}

fn no_id(row: usize) -> BadRow {
    BadRow { row, field: "id".into(), say: "is missing".into(), vendor_id: None }
}

/// The id of a row, whatever else it holds. A row that is only a text is its own id; one that is a list
/// begins with it.
pub(super) fn id_of(text: &str) -> Option<VendorId> {
    if text.starts_with('"') {
        return serde_json::from_str(text).ok().map(VendorId);
    }
    if text.starts_with('[') {
        let parts: Vec<&RawValue> = serde_json::from_str(text).ok()?;
        return crate::lenient::text(*parts.first()?).ok()?.map(VendorId);
    }
    #[derive(serde::Deserialize)]
    struct OnlyId {
        #[serde(default, deserialize_with = "crate::lenient::text")]
        id: Option<String>,
    }
    serde_json::from_str::<OnlyId>(text).ok()?.id.map(VendorId)
}

impl Page {
    /// Rows that the vendor sent, whatever became of them.
    pub(super) fn count(&self) -> usize {
        self.ids.len() + self.bad.iter().filter(|bad| bad.vendor_id.is_none()).count()
    }

    /// Puts the rows of `part` behind these.
    pub(super) fn append(&mut self, part: Self) {
        let before = self.count();
        self.rows.extend(part.rows);
        self.ids.extend(part.ids);
        self.filtered.extend(part.filtered);
        self.deleted.extend(part.deleted);
        self.bad.extend(part.bad.into_iter().map(|bad| BadRow { row: bad.row + before, ..bad }));
        self.highest_updated = self.highest_updated.max(part.highest_updated);
        self.server_time = self.server_time.or(part.server_time);
        self.requests += part.requests;
        self.waited_ms += part.waited_ms;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_at_all_stays_as_it_is() {
        let text = |bytes: Vec<u8>| as_text(&Bytes::from(bytes));
        assert_eq!(text(vec![0xff; 2]), "\u{fffd}\u{fffd}");
        let noise = vec![0xff; MOST_REPLACED + 1];
        assert_eq!(text(noise.clone()), noise);
    }

    #[test]
    fn finds_the_id_of_any_kind_of_row() {
        let id = |text: &str| id_of(text).map(|id| id.0);
        for (row, wanted) in [
            (r#"{"name":"x","id":7}"#, "7"),
            (r#"{"id":"T-9"}"#, "T-9"),
            (r#""2 Normal""#, "2 Normal"),
            (r#"" as it is ""#, " as it is "),
            (r#"[17,"Jo"]"#, "17"),
            (r#"["a1"]"#, "a1"),
        ] {
            assert_eq!(id(row).as_deref(), Some(wanted), "{row}");
        }
        for row in ["{}", "[]", "[null]", "[[1]]", "null", "7", "\"broken", "[1"] {
            assert_eq!(id(row), None, "{row}");
        }
    }
}
