//! Whether a ticket counts as closed: the vendor's word, and the administrator's.

use crate::{Settings, Ticket};

/// The setting that holds the vendor ids of statuses in which a ticket counts as closed: **Closed Statuses**
/// of the Configure step. The same for every vendor.
pub const CLOSED_STATUSES: &str = "closed_statuses";

impl Ticket {
    /// Whether it counts as closed: the vendor says so, or its status is among the Closed Statuses of its
    /// integration.
    pub fn counts_as_closed(&self, settings: &Settings) -> bool {
        let by_status = || {
            let (status, closed) = (self.status.as_ref()?, settings.ids(CLOSED_STATUSES)?);
            Some(closed.contains(&status.id))
        };
        self.closed || by_status().unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use crate::{FilterValue, RecordReference};

    use super::*;

    fn ticket(status: &str, closed: bool) -> Ticket {
        let status = RecordReference { id: status.to_owned(), name: "Any".to_owned() };
        Ticket { status: Some(status), closed, ..Ticket::default() }
    }

    #[test]
    fn the_vendor_and_the_administrator_may_close() {
        let mut settings = Settings::default();
        assert!(ticket("71", true).counts_as_closed(&settings));
        assert!(!ticket("71", false).counts_as_closed(&settings));
        settings.set(CLOSED_STATUSES.to_owned(), FilterValue::Ids(["71".to_owned()].into()));
        assert!(ticket("71", false).counts_as_closed(&settings));
        assert!(!ticket("72", false).counts_as_closed(&settings));
        assert!(
            ticket("72", true).counts_as_closed(&settings),
            "what the vendor closed stays closed"
        );
        assert!(!Ticket::default().counts_as_closed(&settings), "no status");
    }
}
