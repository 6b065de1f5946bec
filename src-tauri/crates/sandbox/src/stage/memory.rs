//! Results of queries over large lists, remembered for their later pages.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// How many query results are remembered.
const REMEMBERED: usize = 12;

/// Ids that passed a query, remembered so that its later pages need not look for them again.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    results: Mutex<VecDeque<Remembered>>,
}

/// The query, the version of the lists it was asked of, and what passed.
type Remembered = (String, u64, Arc<Vec<i64>>);

impl Memory {
    /// What passed the query when the lists had this version, found now if it is not known.
    pub(crate) fn recall(
        &self,
        key: String,
        version: u64,
        find: impl FnOnce() -> Vec<i64>,
    ) -> Arc<Vec<i64>> {
        {
            let results = self.results.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((_, _, ids)) =
                results.iter().find(|(known, of, _)| *known == key && *of == version)
            {
                return Arc::clone(ids);
            }
        }
        let ids = Arc::new(find());
        let mut results = self.results.lock().unwrap_or_else(PoisonError::into_inner);
        results.retain(|(known, _, _)| *known != key);
        results.push_front((key, version, Arc::clone(&ids)));
        results.truncate(REMEMBERED);
        ids
    }
}
