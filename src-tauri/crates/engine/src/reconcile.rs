//! What is gone: after a complete read, live records that it did not bring. Deletion needs evidence, so
//! a suspicious shrink waits for a person, and the missing are asked for by id before they are marked.

use patchbay_connector_kit::Deletes;
use patchbay_model::{GoneReason, ReadMode};

use crate::{SyncError, run::Running};

/// More than so many missing records, and more than this share, are suspicious.
const SUSPICIOUS_COUNT: u64 = 10;
const SUSPICIOUS_SHARE: f64 = 0.3;
/// So many missing records are asked for by id; of more, this many serve as a sample.
const ASK_FOR: u64 = 1000;

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
        let source = self.state.source;
        let mut absent = store.absent(source, read_no, exempt).await?;
        if absent == 0 {
            return Ok(true);
        }
        // New filters explain what is missing: it still exists, only not for us.
        let fingerprint = self.resolved.fingerprint(self.stream.name);
        let filters_changed =
            !self.state.fingerprint.is_empty() && self.state.fingerprint != fingerprint;
        let reason = if filters_changed { GoneReason::Filtered } else { GoneReason::Absent };
        if !filters_changed {
            let had = store.live_count(source).await?;
            if is_suspicious(had, absent) && !self.accept_shrink {
                return Err(SyncError::SuspiciousShrink { had, would_lose: absent });
            }
            let missing = store.absent_ids(source, read_no, exempt, None, ASK_FOR).await?;
            let ids: Vec<_> = missing.into_iter().map(|row| row.vendor_id).collect();
            let alive = self.fetch_these(read_no, mode, &ids).await?;
            if !alive.is_empty() && absent > ASK_FOR {
                return Err(SyncError::UnstableRead { alive: alive.len() as u64 });
            }
            absent = store.absent(source, read_no, exempt).await?;
        }
        if absent > 0 {
            let gone = store.mark_absent_gone(self.run.id, source, read_no, exempt, reason).await?;
            self.run.counts.gone += gone;
        }
        Ok(true)
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
