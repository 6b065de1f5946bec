//! Records that stand at addresses of their own: certain ones, and those that a list only names.

use bytes::Bytes;
use futures::{StreamExt, TryStreamExt, stream};
use patchbay_model::VendorId;

use super::{
    TableSource, query,
    rows::{as_text, id_of},
};
use crate::{ConnectorError, ErrorKind, Page, PageRequest, Reply, RowsAt, decode::split};

/// The path of one record, and where the row stands in the answer.
type Alone = (&'static str, RowsAt);

impl TableSource {
    /// Reads the records `ids` one after the other; those that the vendor does not know are left out.
    pub(super) async fn read_one_by_one(
        &self,
        request: &PageRequest,
        alone: Alone,
        ids: &[VendorId],
    ) -> Result<Page, ConnectorError> {
        let mut whole = Page::default();
        for id in ids {
            match self.read_alone(request, alone, id).await {
                Ok(part) => whole.append(part),
                Err(gone) if gone.kind == ErrorKind::NotFound => whole.requests += gone.requests,
                Err(error) => return Err(error.after(whole.requests)),
            }
        }
        Ok(whole)
    }

    /// Reads each record that the list in `reply` names, several at a time. What the list has of it counts
    /// where there is nothing at its own address.
    pub(super) async fn read_named(
        &self,
        request: &PageRequest,
        reply: &Reply,
        list: &'static str,
        alone: Alone,
    ) -> Result<Page, ConnectorError> {
        let body = as_text(&reply.body);
        // Owned: a borrowed row would tie the futures below to the list's lifetime.
        let rows: Vec<_> =
            split(&body, RowsAt::Field(list))?.into_iter().map(ToOwned::to_owned).collect();
        let read = rows.into_iter().map(|row| async move {
            let answer = match id_of(row.get()) {
                Some(id) => self.read_alone(request, alone, &id).await,
                None => Ok(Page::default()),
            };
            let spent = match answer {
                Ok(page) if page.count() > 0 => return Ok(page),
                Ok(page) => page.requests,
                Err(gone) if gone.kind == ErrorKind::NotFound => gone.requests,
                Err(error) => return Err(error),
            };
            let only = Bytes::from(format!("[{}]", row.get()));
            let only = Reply { body: only, requests: spent, waited_ms: 0, ..reply.clone() };
            self.rows_at(request, &only, RowsAt::Body).await
        });
        let at_once = self.http.limiter().at_once();
        let parts: Vec<Page> = stream::iter(read)
            .buffered(at_once)
            .try_collect()
            .await
            .map_err(|error| error.after(reply.requests))?;
        let mut whole =
            Page { requests: reply.requests, waited_ms: reply.waited_ms, ..Page::default() };
        parts.into_iter().for_each(|part| whole.append(part));
        Ok(whole)
    }

    async fn read_alone(
        &self,
        request: &PageRequest,
        (template, row_at): Alone,
        id: &VendorId,
    ) -> Result<Page, ConnectorError> {
        let path = query::alone(template, id, &request.scope);
        let reply = self.get_path(&path, &[], None, request.priority, false).await?;
        self.rows_at(request, &reply, row_at).await
    }
}
