//! **Clear & Resync**: the cached tickets of an integration are dropped and read again. A copy of the
//! database is taken before.

use std::{path::PathBuf, sync::Arc};

use patchbay_engine::Wanted;
use patchbay_model::{StreamName, Trigger};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::{App, AppError, SyncOrder, SyncWhat, events::record_tags};

/// So many copies are kept; the oldest goes.
const COPIES: usize = 3;
/// How the file of a copy begins.
const COPY: &str = "before-clear-";

/// What **Clear & Resync** did.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct Cleared {
    /// Records that were cleared.
    pub records: u64,
    /// The copy of the database from before.
    pub backup: String,
}

impl App {
    /// **Clear & Resync**: takes a copy of the database, empties the ticket streams that are on and reads
    /// them again in the background.
    ///
    /// # Errors
    /// When it is syncing, cannot be used or has no tickets to read, or the copy cannot be written; then
    /// nothing was cleared.
    pub async fn clear_and_resync(self: &Arc<Self>, text: &str) -> Result<Cleared, AppError> {
        let integration = self.find(text).await?;
        let order = SyncOrder {
            streams: self.streams_of(SyncWhat::Tickets, &integration)?,
            wanted: Wanted::Full,
            trigger: Trigger::Person,
            accept_shrink: false,
        };
        let ready = self.make_ready(integration, order, &CancellationToken::new())?;
        self.source(&ready.integration).await?;
        let backup = self.back_up().await?;
        let (mut records, mut tags) = (0, vec!["integrations".to_owned(), "audit".to_owned()]);
        for stream in &ready.streams {
            let id = ready.integration.id;
            let name = StreamName::from(stream.name);
            let state = self.store.sync_state(id, &name, stream.kind).await?;
            records += self.store.clear(state.source, self.actor).await?;
            tags.extend(record_tags(id, stream.name, stream.kind));
        }
        self.bus.changed(&tags);
        self.go_on_in_background(ready);
        Ok(Cleared { records, backup: backup.display().to_string() })
    }

    /// Writes a copy of the database and removes the oldest ones.
    async fn back_up(&self) -> Result<PathBuf, AppError> {
        let folder = self.paths.backups();
        let moment = self.clock.now().format("%Y%m%dT%H%M%SZ");
        let mut copy = folder.join(format!("{COPY}{moment}.db"));
        for number in 2.. {
            if !copy.exists() {
                break;
            }
            copy = folder.join(format!("{COPY}{moment}-{number}.db"));
        }
        self.store.back_up(&copy).await?;
        if let Err(error) = keep_newest(&folder) {
            tracing::warn!(%error, "old copies of the database could not be removed");
        }
        Ok(copy)
    }
}

/// Removes all copies but the newest: by the time in their names.
fn keep_newest(folder: &std::path::Path) -> std::io::Result<()> {
    let mut copies = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        if let Some(name) = name.filter(|name| name.starts_with(COPY) && name.ends_with(".db")) {
            // A dash sorts before the dot of the first of a second.
            copies.push((name.replace(".db", "").replace("Z-", "Z~"), path));
        }
    }
    copies.sort();
    let old = copies.len().saturating_sub(COPIES);
    copies.drain(..old).try_for_each(|(_, path)| std::fs::remove_file(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_copies_are_kept_and_other_files_stay() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str| std::fs::write(folder.path().join(name), "x").unwrap();
        for name in [
            "before-clear-20260901T080000Z.db",
            "before-clear-20260901T080000Z-2.db",
            "before-clear-20260901T080000Z-3.db",
            "before-clear-20260831T235959Z.db",
            "mine.db",
        ] {
            write(name);
        }
        keep_newest(folder.path()).unwrap();
        let left = std::fs::read_dir(folder.path()).unwrap();
        let mut left: Vec<_> =
            left.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        left.sort();
        assert_eq!(
            left,
            [
                "before-clear-20260901T080000Z-2.db",
                "before-clear-20260901T080000Z-3.db",
                "before-clear-20260901T080000Z.db",
                "mine.db"
            ]
        );
    }
}
