//! Streams that are read once for every item of another stream: the statuses of every board. They are
//! small; they are read whole, side by side, and an item that refuses does not cost the others.

use std::sync::Arc;

use futures::{StreamExt, TryStreamExt, stream};
use patchbay_connector_kit::{
    ConnectorError, Cursor, ErrorKind, PageReader, PageRequest, ReadAhead, Reading, Scope,
};
use patchbay_model::{FailedRecord, ReadMode, StreamName, VendorId};
use patchbay_store::{ApplyPage, CloseRead, PreparedPage};

use crate::{
    Job, SyncError,
    reading::{Ready, prepare},
    run::{ReadDone, Running},
};

impl Running<'_> {
    /// Reads the stream for every live parent.
    pub(crate) async fn read_each(&mut self) -> Result<ReadDone, SyncError> {
        let Some(each) = self.stream.each else {
            return Err(SyncError::MissingParent(self.stream.name.to_owned()));
        };
        let store = self.engine.store.clone();
        let parents = StreamName::from(each.stream);
        let kind =
            self.source.spec().stream(each.stream).map_or(self.stream.kind, |spec| spec.kind);
        if store.sync_state(self.integration.id, &parents, kind).await?.last_full_at.is_none() {
            return Err(SyncError::MissingParent(each.stream.to_owned()));
        }
        let parents =
            store.live_parent_ids(self.integration.id, &parents, each.active_only).await?;
        let job = Job { mode: ReadMode::Full, since: None, resume: false };
        let open = self.open(&job, &patchbay_connector_kit::Page::default()).await?;
        let preparer = store.preparer(self.state.source, self.stream.kind).await?;
        let at_once = self.source.at_once();
        let base = self.request(Reading::Records, Cursor::Start, None);
        let source = Arc::clone(&self.source);
        let mut reads = stream::iter(parents)
            .map(|parent| {
                let scope = Scope { parent: Some(parent.clone()), ..base.scope.clone() };
                let request = PageRequest { scope, ..base.clone() };
                let (preparer, gate) = (preparer.clone(), Arc::clone(&self.engine.gate));
                let ahead = ReadAhead { at_once: 1 };
                let mut pages =
                    PageReader::start(Arc::clone(&source), request, ahead, move |page| {
                        gate.pass(|| prepare(&preparer, page))
                    });
                async move {
                    let mut all: Vec<Ready> = Vec::new();
                    while let Some(page) = pages.next().await {
                        match page {
                            Ok(ready) => all.push(ready),
                            Err(error) => return (parent, all, Some(error)),
                        }
                    }
                    (parent, all, None)
                }
            })
            .buffered(at_once)
            .map(Ok::<_, SyncError>);
        let mut progress = self.progress(0);
        let (mut exempt, mut refused) = (Vec::new(), Vec::new());
        let (mut readable, mut first_refusal) = (0_usize, None);
        loop {
            let next = tokio::select! {
                biased;
                () = self.cancel.cancelled() => return Err(SyncError::Cancelled),
                next = reads.try_next() => next?,
            };
            let Some((parent, pages, error)) = next else { break };
            for ready in pages {
                progress.part(&ready);
                self.store_page(open.read_no, ReadMode::Full, ready).await?;
            }
            if let Some(error) = error {
                if matches!(error.kind, ErrorKind::Forbidden | ErrorKind::NotFound) {
                    self.run.counts.requests += u64::from(error.requests);
                }
                exempt.push(parent.0.clone());
                refused.push(self.refused(parent, error.clone())?);
                first_refusal.get_or_insert(error);
            } else {
                readable += 1;
            }
            progress.tell_now_and_then(self);
        }
        drop(reads);
        if let (0, Some(error)) = (readable, first_refusal) {
            // Nothing may be read at all: that is no trouble of single items.
            // Its requests are counted already.
            return Err(SyncError::Connector(ConnectorError { requests: 0, ..error }));
        }
        let partly = !refused.is_empty();
        if partly {
            self.store_refused(open.read_no, refused).await?;
        }
        let swept = self.reconcile(open.read_no, ReadMode::Full, &exempt).await?;
        let fingerprint = open.fingerprint;
        Ok(ReadDone {
            close: CloseRead { watermark: None, full: true, swept, fingerprint },
            partly,
        })
    }

    /// A parent that cannot be read: a failed record, unless the trouble concerns everything.
    fn refused(&self, parent: VendorId, error: ConnectorError) -> Result<FailedRecord, SyncError> {
        if matches!(error.kind, ErrorKind::Forbidden | ErrorKind::NotFound) {
            let words = error.http.as_ref().map_or("", |facts| facts.vendor_text.as_str());
            return Ok(FailedRecord {
                vendor_id: None,
                row: 0,
                field: format!("parent {parent}"),
                say: format!("{} {words}", error.say).trim().to_owned(),
            });
        }
        Err(SyncError::Connector(error))
    }

    async fn store_refused(
        &mut self,
        read_no: i64,
        refused: Vec<FailedRecord>,
    ) -> Result<(), SyncError> {
        let counts = self
            .engine
            .store
            .apply_page(ApplyPage {
                run: self.run.id,
                source: self.state.source,
                kind: self.stream.kind,
                read_no,
                mode: ReadMode::Full,
                page: PreparedPage::empty(),
                filtered: Vec::new(),
                deleted: Vec::new(),
                failed: refused,
                checkpoint: None,
                highest_updated: None,
            })
            .await?;
        self.run.counts.add(&counts);
        Ok(())
    }
}
