//! The id sweep: deletions never show in what changed, so from time to time all ids are compared. It
//! finds what is gone, and what an earlier read missed.

use std::{collections::HashSet, sync::Arc};

use patchbay_connector_kit::{Cursor, PageReader, ReadAhead, Reading};
use patchbay_model::ReadMode;
use patchbay_store::CloseRead;

use crate::{
    Job, SyncError,
    run::{ReadDone, Running},
};

impl Running<'_> {
    /// Reads all ids, fetches what is unknown, marks what is gone.
    pub(crate) async fn sweep(&mut self) -> Result<ReadDone, SyncError> {
        let store = self.engine.store.clone();
        let job = Job { mode: ReadMode::Ids, since: None, resume: false };
        let request = self.request(Reading::Ids, Cursor::Start, None);
        // One page leads to the next: reading ahead would not help.
        let ahead = ReadAhead { at_once: 1 };
        let mut pages = PageReader::start(Arc::clone(&self.source), request, ahead, |page| page);
        let mut read_no = None;
        let mut read = 0;
        loop {
            let next = tokio::select! {
                biased;
                () = self.cancel.cancelled() => return Err(SyncError::Cancelled),
                next = pages.next() => next,
            };
            let Some(page) = next else { break };
            let page = page?;
            let number = match read_no {
                Some(number) => number,
                None => *read_no.insert(self.open(&job, &page).await?.read_no),
            };
            self.run.counts.requests += u64::from(page.requests);
            self.run.counts.waited_ms += page.waited_ms;
            read += page.ids.len() as u64;
            if !page.bad.is_empty() {
                // Without its id nobody can say that a record is gone.
                return Err(SyncError::NamelessRows { count: page.bad.len() as u64 });
            }
            let applied = store.apply_ids(self.state.source, number, &page.ids, None).await?;
            // What the filters leave out is not stored, so it is unknown every time; to ask for it would
            // only leave it out again.
            let left_out: HashSet<_> = page.filtered.into_iter().collect();
            let (left_out, missed): (Vec<_>, Vec<_>) =
                applied.unknown.into_iter().partition(|id| left_out.contains(id));
            self.run.counts.filtered += left_out.len() as u64;
            self.fetch_these(number, ReadMode::Ids, &missed).await?;
        }
        drop(pages);
        let Some(read_no) = read_no else {
            return Err(SyncError::NamelessRows { count: 0 });
        };
        self.reconcile(read_no, ReadMode::Ids, &[]).await?;
        // What was fetched by id was counted as an id already.
        self.run.counts.read = read;
        let fingerprint = self.reopened().await?.fingerprint;
        let close = CloseRead { watermark: None, full: false, swept: true, fingerprint };
        Ok(ReadDone { close, partly: false })
    }
}
