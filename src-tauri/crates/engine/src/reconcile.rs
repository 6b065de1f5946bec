//! What is gone: after a complete read, live records that it did not bring. Deletion needs evidence, so
//! a suspicious shrink waits for a person, and the missing are asked for by id before they are marked.

use patchbay_connector_kit::Deletes;
use patchbay_model::{GoneReason, ReadMode};

use crate::{SyncError, run::Running};

/// More than so many missing records, and more than this share, are suspicious.
const SUSPICIOUS_COUNT: u64 = 10;
const SUSPICIOUS_SHARE: f64 = 0.3;
/// So many missing records are looked at in one go.
const ASK_AT_ONCE: u64 = 1000;

/// Whether marking `would_lose` of `had` records needs a person's yes.
pub(crate) fn is_suspicious(had: u64, would_lose: u64) -> bool {
    would_lose > SUSPICIOUS_COUNT && would_lose as f64 > had as f64 * SUSPICIOUS_SHARE
}

impl Running<'_> {
    /// Marks what the read did not bring. Answers whether that could be worked out.
    pub(crate) async fn reconcile(
        &mut self,
        read_no: i64,
        mode: ReadMode,
        exempt: &[String],
    ) -> Result<bool, SyncError> {
        // A row without an id may be any of those that seem to be missing; where they cannot be asked
        // for, nothing can be said.
        let unsure = self.nameless && self.stream.by_ids.is_none();
        if matches!(self.stream.deletes, Deletes::Never) || unsure {
            return Ok(false);
        }
        let store = self.engine.store.clone();
        let (run, source) = (self.run.id, self.state.source);
        if store.absent(source, read_no, exempt).await? == 0 {
            return Ok(true);
        }
        self.mark_left_out(read_no).await?;
        let had = store.live_count(source).await?;
        let absent = store.absent(source, read_no, exempt).await?;
        let accepted = self.accept_shrink;
        let shrinks = |absent| is_suspicious(had, absent) && !accepted;
        if shrinks(absent) && self.stream.by_ids.is_none() {
            return Err(SyncError::SuspiciousShrink { had, would_lose: absent });
        }
        // The missing are asked for, all of them: pages shift while they are read, and a role may hide
        // what still exists. Where the first many are all unknown to the vendor, a person is asked.
        let (mut after, mut asked, mut alive) = (None, 0, 0);
        loop {
            let rows = store.absent_ids(source, read_no, exempt, after, ASK_AT_ONCE).await?;
            let Some(last) = rows.last() else { break };
            after = Some(last.key);
            asked += rows.len() as u64;
            let ids: Vec<_> = rows.into_iter().map(|row| row.vendor_id).collect();
            alive += self.fetch_these(read_no, mode, &ids).await?;
            if alive == 0 && asked >= ASK_AT_ONCE && shrinks(absent) {
                break;
            }
        }
        let absent = store.absent(source, read_no, exempt).await?;
        if shrinks(absent) {
            return Err(SyncError::SuspiciousShrink { had, would_lose: absent });
        }
        if absent > 0 {
            let reason = GoneReason::Absent;
            let gone = store.mark_absent_gone(run, source, read_no, exempt, reason).await?;
            self.run.counts.gone += gone;
        }
        Ok(true)
    }

    /// Of the missing, marks those that the filters of today leave out: they were not asked for. The
    /// others did not come although they should have.
    async fn mark_left_out(&mut self, read_no: i64) -> Result<(), SyncError> {
        let settings = &self.resolved.settings;
        let filters: Vec<_> = self
            .source
            .spec()
            .filters_of(self.stream.name)
            .filter(|filter| filter.is_active(settings))
            .collect();
        if filters.is_empty() {
            return Ok(());
        }
        let store = self.engine.store.clone();
        let (run, source) = (self.run.id, self.state.source);
        let mut after = None;
        loop {
            let rows = store.absent_records(source, read_no, after, ASK_AT_ONCE).await?;
            let Some((last, _)) = rows.last() else { return Ok(()) };
            after = Some(*last);
            let left_out: Vec<i64> = rows
                .iter()
                .filter(|(_, record)| !filters.iter().all(|filter| (filter.keep)(record, settings)))
                .map(|(key, _)| *key)
                .collect();
            if !left_out.is_empty() {
                let reason = GoneReason::Filtered;
                let marked = store.mark_gone(run, source, read_no, &left_out, reason).await?;
                self.run.counts.filtered += marked;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_suspicious;

    #[test]
    fn small_losses_are_normal_and_large_ones_are_not() {
        assert!(!is_suspicious(10, 10), "ten of ten is a small account being cleaned up");
        assert!(is_suspicious(20, 11));
        assert!(!is_suspicious(100, 30));
        assert!(is_suspicious(100, 31));
        assert!(is_suspicious(100_000, 100_000));
    }
}
