//! Reading a stream page by page: full, or what changed. Pages are fetched and prepared ahead; this is
//! the one who stores them.

use patchbay_connector_kit::{
    BadRow, Cursor, Page, PageReader, PageRequest, Priority, ReadAhead, Reading, Scope,
};
use patchbay_model::{FailedRecord, ReadMode, VendorId};
use patchbay_store::{
    ApplyPage, CloseRead, IncomingRow, OpenRead, PreparedPage, Preparer, StoreError,
};

use crate::{
    Job, Progress, SyncError,
    plan::watermark_after,
    run::{ReadDone, Running},
};

/// A page on its way to the store.
pub(crate) struct Ready {
    pub rows: Result<PreparedPage, StoreError>,
    pub read: u64,
    pub page: Page,
}

/// Splits a page into what is stored and the rest; takes CPU time.
pub(crate) fn prepare(preparer: &Preparer, mut page: Page) -> Ready {
    let read =
        (page.ids.len() + page.bad.iter().filter(|bad| bad.vendor_id.is_none()).count()) as u64;
    let rows = std::mem::take(&mut page.rows)
        .into_iter()
        .map(|row| IncomingRow {
            vendor_id: row.vendor_id,
            record: row.record,
            raw: row.raw,
            updated_at: row.updated_at,
        })
        .collect();
    Ready { rows: preparer.prepare(rows), read, page }
}

pub(crate) fn failed(bad: Vec<BadRow>) -> Vec<FailedRecord> {
    bad.into_iter()
        .map(|bad| FailedRecord {
            vendor_id: bad.vendor_id.map(|id| id.0),
            row: bad.row as u64,
            field: bad.field,
            say: bad.say,
        })
        .collect()
}

impl Running<'_> {
    /// Reads the whole stream, or what changed in it, from where the job says.
    pub(crate) async fn read(&mut self, job: &Job) -> Result<ReadDone, SyncError> {
        let store = self.engine.store.clone();
        let preparer = store.preparer(self.state.source, self.stream.kind).await?;
        let mut open = if job.resume { self.state.open_read.clone() } else { None };
        let cursor = open
            .as_ref()
            .and_then(|open| open.checkpoint.as_deref())
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default();
        let request = self.request(Reading::Records, cursor, job.since);
        let ahead = ReadAhead { at_once: self.source.at_once() };
        let source = std::sync::Arc::clone(&self.source);
        let gate = std::sync::Arc::clone(&self.engine.gate);
        let mut pages = PageReader::start(source, request, ahead, move |page| {
            gate.pass(|| prepare(&preparer, page))
        });
        let mut progress = self.progress(open.as_ref().map_or(0, |open| open.seen));
        loop {
            let next = tokio::select! {
                biased;
                () = self.cancel.cancelled() => return Err(SyncError::Cancelled),
                () = progress.wait() => {
                    progress.tell(self);
                    continue;
                }
                next = pages.next() => next,
            };
            let Some(ready) = next else { break };
            let ready = ready?;
            let read = match &open {
                Some(open) => open.read_no,
                None => {
                    let begun = self.open(job, &ready.page).await?;
                    let number = begun.read_no;
                    open = Some(begun);
                    number
                }
            };
            progress.page(&ready);
            self.store_page(read, job.mode, ready).await?;
            progress.tell_now_and_then(self);
            self.check_cancelled()?;
        }
        drop(pages);
        let Some(begun) = open else {
            return Err(SyncError::Connector(patchbay_connector_kit::ConnectorError::new(
                patchbay_connector_kit::ErrorKind::BadAnswer,
                "The vendor sent no page at all.",
            )));
        };
        self.complete(begun.read_no, job.mode).await
    }

    /// Everything was read: compares, and closes the read.
    async fn complete(&mut self, read_no: i64, mode: ReadMode) -> Result<ReadDone, SyncError> {
        let mut swept = false;
        if mode == ReadMode::Full {
            swept = self.reconcile(read_no, mode, &[]).await?;
        }
        let open = self.reopened().await?;
        Ok(ReadDone {
            close: CloseRead {
                watermark: watermark_after(
                    self.state.watermark,
                    open.highest_updated,
                    open.started_at,
                    mode,
                    open.seen > 0,
                ),
                full: mode == ReadMode::Full,
                swept,
                fingerprint: open.fingerprint,
            },
            partly: false,
        })
    }

    /// The read as the store knows it now.
    pub(crate) async fn reopened(&self) -> Result<OpenRead, SyncError> {
        let name = self.run.stream.clone();
        let state =
            self.engine.store.sync_state(self.integration.id, &name, self.stream.kind).await?;
        state.open_read.ok_or(SyncError::Busy)
    }

    /// Begins the read when its first page has come, by the vendor's clock.
    pub(crate) async fn open(&self, job: &Job, first: &Page) -> Result<OpenRead, SyncError> {
        // What changes are newer than is asked in the vendor's time; the overlap covers the moments
        // between the first question and its answer.
        let now = self.engine.clock.now();
        // A clock far ahead of ours would hide changes; one behind only reads some twice.
        let latest = now + chrono::TimeDelta::minutes(10);
        let started = first.server_time.unwrap_or(now).min(latest);
        let fingerprint = self.resolved.fingerprint(self.stream.name);
        let store = &self.engine.store;
        Ok(store.open_read(self.state.source, job.mode, job.since, started, fingerprint).await?)
    }

    /// Stores one page: one transaction with its checkpoint.
    pub(crate) async fn store_page(
        &mut self,
        read_no: i64,
        mode: ReadMode,
        ready: Ready,
    ) -> Result<(), SyncError> {
        let checkpoint = match &ready.page.checkpoint {
            Some(cursor) if self.stream.each.is_none() && mode != ReadMode::Ids => {
                serde_json::to_string(cursor).ok()
            }
            // A page without rows leads no further: the place stays.
            None if ready.page.ids.is_empty() && self.stream.each.is_none() => {
                self.reopened().await?.checkpoint
            }
            _ => None,
        };
        self.store_page_at(read_no, mode, ready, checkpoint).await
    }

    /// Stores one page with the place from which an interrupted read goes on.
    async fn store_page_at(
        &mut self,
        read_no: i64,
        mode: ReadMode,
        ready: Ready,
        checkpoint: Option<String>,
    ) -> Result<(), SyncError> {
        let page = ready.page;
        self.nameless |= page.bad.iter().any(|bad| bad.vendor_id.is_none());
        let unreadable: Vec<_> = page.bad.iter().filter_map(|bad| bad.vendor_id.clone()).collect();
        let deleted = page.deleted.len() as u64;
        let mut counts = self
            .engine
            .store
            .apply_page(ApplyPage {
                run: self.run.id,
                source: self.state.source,
                kind: self.stream.kind,
                read_no,
                mode,
                page: ready.rows?,
                filtered: page.filtered,
                deleted: page.deleted,
                failed: failed(page.bad),
                checkpoint: checkpoint.clone(),
                highest_updated: page.highest_updated,
            })
            .await?;
        if mode != ReadMode::Changes && !unreadable.is_empty() {
            // What cannot be read is there all the same: it must not be taken for gone.
            let store = &self.engine.store;
            store.apply_ids(self.state.source, read_no, &unreadable, checkpoint.as_deref()).await?;
        }
        // Deleted before we ever had them: read, and left out.
        counts.filtered += deleted.saturating_sub(counts.gone);
        self.run.counts.add(&counts);
        self.run.counts.read += ready.read.saturating_sub(counts.read);
        self.run.counts.requests += u64::from(page.requests);
        self.run.counts.waited_ms += page.waited_ms;
        Ok(())
    }

    /// Reads certain records and stores them as part of the read, whose place in the pages stays as it
    /// is. Answers how many the vendor still has.
    pub(crate) async fn fetch_these(
        &mut self,
        read_no: i64,
        mode: ReadMode,
        ids: &[VendorId],
    ) -> Result<u64, SyncError> {
        let Some(by_ids) = self.stream.by_ids else { return Ok(0) };
        if ids.is_empty() {
            return Ok(0);
        }
        let checkpoint = self.reopened().await?.checkpoint;
        let store = self.engine.store.clone();
        let preparer = store.preparer(self.state.source, self.stream.kind).await?;
        let mut alive = 0;
        for chunk in ids.chunks(by_ids.at_most.max(1)) {
            self.check_cancelled()?;
            let mut next = Some(Cursor::Start);
            // A vendor that caps pages below what we ask for sends the rest on further pages.
            for _ in 0..=chunk.len() {
                let Some(cursor) = next.take() else { break };
                let request = self.request(Reading::These(chunk.to_vec()), cursor, None);
                let mut page = tokio::select! {
                    biased;
                    () = self.cancel.cancelled() => return Err(SyncError::Cancelled),
                    page = self.source.page(request) => page?,
                };
                page.checkpoint = None;
                next = page.next.take();
                alive += page.ids.len().saturating_sub(page.deleted.len()) as u64;
                let (work, gate) = (preparer.clone(), std::sync::Arc::clone(&self.engine.gate));
                let ready = tokio::task::spawn_blocking(move || gate.pass(|| prepare(&work, page)))
                    .await
                    .map_err(|stopped| crate::run::stopped(&stopped))?;
                self.store_page_at(read_no, mode, ready, checkpoint.clone()).await?;
            }
        }
        Ok(alive)
    }

    pub(crate) fn request(
        &self,
        reading: Reading,
        cursor: Cursor,
        since: Option<chrono::DateTime<chrono::Utc>>,
    ) -> PageRequest {
        PageRequest {
            stream: self.stream,
            scope: Scope { settings: self.resolved.settings.clone(), since, parent: None },
            reading,
            cursor,
            priority: Priority::Background,
        }
    }

    pub(crate) fn progress(&self, before: u64) -> Meter {
        Meter::new(before)
    }
}

/// Counts pages and tells the observer, at most four times a second.
pub(crate) struct Meter {
    began: tokio::time::Instant,
    told: Option<tokio::time::Instant>,
    before: u64,
    read: u64,
    about: Option<u64>,
}

const TELL_EVERY: std::time::Duration = std::time::Duration::from_millis(250);

impl Meter {
    fn new(before: u64) -> Self {
        Self { began: tokio::time::Instant::now(), told: None, before, read: 0, about: None }
    }

    /// A page of the stream. The first one tells how many there will be: pages are as long as it is, for
    /// a vendor may send fewer rows a page than were asked for.
    pub(crate) fn page(&mut self, ready: &Ready) {
        self.read += ready.read;
        if let (None, Some(last)) = (self.about, ready.page.last_number) {
            let rows = if ready.read > 0 { ready.read } else { u64::from(ready.page.size) };
            self.about = Some(self.before + u64::from(last) * rows);
        }
    }

    /// A page of one part of the stream: how many there are of it says nothing of the others.
    pub(crate) fn part(&mut self, ready: &Ready) {
        self.read += ready.read;
    }

    /// Time to say that we are waiting.
    pub(crate) async fn wait(&self) {
        tokio::time::sleep(TELL_EVERY * 4).await;
    }

    pub(crate) fn tell_now_and_then(&mut self, running: &Running<'_>) {
        if self.told.is_none_or(|told| told.elapsed() >= TELL_EVERY) {
            self.tell(running);
        }
    }

    pub(crate) fn tell(&mut self, running: &Running<'_>) {
        self.told = Some(tokio::time::Instant::now());
        let seconds = self.began.elapsed().as_secs_f64();
        running.engine.observer.progress(&Progress {
            run: running.run.id,
            integration: running.integration.id,
            stream: running.run.stream.clone(),
            mode: running.run.mode,
            read: self.before + self.read,
            about: self.about.map(|about| about.max(self.before + self.read)),
            per_second: if seconds > 0.0 { self.read as f64 / seconds } else { 0.0 },
            waiting: running.source.paused_for(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of `rows` rows where `size` were asked for.
    fn page(rows: u64, size: u32, last_number: Option<u32>) -> Ready {
        let page = Page { size, last_number, ..Page::default() };
        Ready { rows: Ok(PreparedPage::empty()), read: rows, page }
    }

    #[tokio::test]
    async fn pages_that_the_vendor_cuts_short_are_counted_as_they_come() {
        let mut capped = Meter::new(0);
        capped.page(&page(250, 1000, Some(5)));
        assert_eq!(capped.about, Some(1250), "1000 rows were asked for, 250 come");
        capped.page(&page(204, 1000, Some(5)));
        assert_eq!((capped.read, capped.about), (454, Some(1250)), "the first page told it");

        let mut resumed = Meter::new(300);
        resumed.page(&page(100, 100, Some(4)));
        assert_eq!(resumed.about, Some(700));
        let mut alone = Meter::new(0);
        alone.page(&page(14, 100, Some(1)));
        assert_eq!(alone.about, Some(14));
        let mut unknown = Meter::new(0);
        unknown.page(&page(100, 100, None));
        assert_eq!(unknown.about, None);
    }

    #[tokio::test]
    async fn the_first_part_says_nothing_of_the_others() {
        let mut meter = Meter::new(0);
        meter.part(&page(12, 100, Some(1)));
        meter.part(&page(30, 100, Some(1)));
        assert_eq!((meter.read, meter.about), (42, None));
    }
}
