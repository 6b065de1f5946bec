//! What a person chooses in the tray's menu, and the names under which the items are told apart.

use patchbay_model::IntegrationId;

/// What a person chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TrayAction {
    /// **Sync PSA Data** of an integration: its boards, statuses, types…
    SyncPsaData(IntegrationId),
    /// **Resync** an integration: everything it reads.
    Resync(IntegrationId),
    /// **Sync everything**.
    SyncEverything,
    /// **Pause for an hour**.
    PauseForAnHour,
    /// **Go on syncing**.
    GoOn,
    /// **Open Patchbay**.
    Open,
    /// **Quit**.
    Quit,
}

pub(super) const SYNC_ALL: &str = "sync-everything";
/// One item with two meanings; which one it has, the menu knows.
pub(super) const PAUSE: &str = "pause";
pub(super) const OPEN: &str = "open";
pub(super) const QUIT: &str = "quit";
const PSA: &str = "psa:";
const RESYNC: &str = "resync:";

/// The name of the item **Sync PSA Data**.
pub(super) fn psa_name(id: IntegrationId) -> String {
    format!("{PSA}{id}")
}

/// The name of the item **Resync**.
pub(super) fn resync_name(id: IntegrationId) -> String {
    format!("{RESYNC}{id}")
}

/// What the item with this name means. `None`: it is not one of the tray's.
pub(super) fn meant(name: &str, is_paused: bool) -> Option<TrayAction> {
    Some(match name {
        SYNC_ALL => TrayAction::SyncEverything,
        PAUSE if is_paused => TrayAction::GoOn,
        PAUSE => TrayAction::PauseForAnHour,
        OPEN => TrayAction::Open,
        QUIT => TrayAction::Quit,
        other => match (other.strip_prefix(PSA), other.strip_prefix(RESYNC)) {
            (Some(id), _) => TrayAction::SyncPsaData(id.parse().ok()?),
            (_, Some(id)) => TrayAction::Resync(id.parse().ok()?),
            _ => return None,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_means_what_it_says() {
        let id = IntegrationId::new();
        assert_eq!(meant(&psa_name(id), false), Some(TrayAction::SyncPsaData(id)));
        assert_eq!(meant(&resync_name(id), false), Some(TrayAction::Resync(id)));
        assert_eq!(meant(SYNC_ALL, false), Some(TrayAction::SyncEverything));
        assert_eq!(meant(PAUSE, false), Some(TrayAction::PauseForAnHour));
        assert_eq!(meant(PAUSE, true), Some(TrayAction::GoOn));
        assert_eq!(meant(OPEN, false), Some(TrayAction::Open));
        assert_eq!(meant(QUIT, true), Some(TrayAction::Quit));
    }

    #[test]
    fn a_strange_name_means_nothing() {
        for name in ["", "resync:", "resync:7", "psa:", "other"] {
            assert_eq!(meant(name, false), None, "{name}");
        }
    }
}
