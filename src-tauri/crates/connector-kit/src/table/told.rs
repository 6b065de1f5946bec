//! Numbered pages of which the answer tells how many there are.

use bytes::Bytes;
use serde_json::value::RawValue;

use super::{TableSource, rows::as_text};
use crate::{ConnectorError, Cursor, Page, PageRequest, decode::inside};

impl TableSource {
    /// Page `number` by `param`; the field `total` of the answer tells the last.
    pub(super) async fn read_told(
        &self,
        request: &PageRequest,
        param: &str,
        total: &str,
        number: u32,
    ) -> Result<Page, ConnectorError> {
        let extra = vec![(param.to_owned(), number.to_string())];
        let reply = self.ask(request, extra, None, false).await?;
        let mut page = self.rows(request, &reply).await?;
        page.last_number = pages_in(&as_text(&reply.body), total);
        // What is told counts, not how many rows came: nobody knows how many are many.
        let leads_on = match page.last_number {
            Some(last) => number < last,
            None => page.count() > 0,
        };
        if leads_on {
            page.next = Some(Cursor::Number { after: None, number: number + 1 });
            page.size = u32::try_from(page.count()).unwrap_or(0);
        }
        Ok(page)
    }
}

/// How many pages the answer says that there are.
fn pages_in(body: &Bytes, total: &str) -> Option<u32> {
    let answer: &RawValue = serde_json::from_slice(body).ok()?;
    let said = inside(answer, total).ok().flatten()?;
    let pages = crate::lenient::whole(said).ok().flatten()?;
    u32::try_from(pages).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_pages_may_be_told_or_not() {
        let told =
            |body: &'static str| pages_in(&Bytes::from_static(body.as_bytes()), "meta.pages");
        assert_eq!(told(r#"{"rows":[],"meta":{"pages":7}}"#), Some(7));
        assert_eq!(told(r#"{"meta":{"pages":"12"}}"#), Some(12));
        assert_eq!(told(r#"{"meta":{"pages":0}}"#), Some(0));
        for body in [
            "[]",
            "{",
            "{}",
            r#"{"meta":null}"#,
            r#"{"meta":[7]}"#,
            r#"{"meta":{"pages":null}}"#,
            r#"{"meta":{"pages":-1}}"#,
            r#"{"meta":{"pages":"many"}}"#,
            r#"{"meta":{"pages":99999999999}}"#,
        ] {
            assert_eq!(told(body), None, "{body}");
        }
    }
}
