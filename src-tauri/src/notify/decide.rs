//! Which of the things that happen are told: one notice for each sync by hand, one for each incident,
//! one when it is over, none while somebody is looking. Pure.

use std::collections::{BTreeSet, HashMap};

use patchbay_model::{IntegrationId, Who};

use super::model::{About, Notice, NoticeKind, SyncEnded, Trouble};
use super::wording;
use crate::preferences::Preferences;

/// What nobody here can mend is told when it has failed so often in a row; it mostly mends itself.
const PATIENCE: u32 = 2;

/// What the moment is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    /// The window is visible and has the focus: it shows everything already.
    pub(crate) in_front: bool,
    /// Quiet hours.
    pub(crate) quiet: bool,
}

/// What was told, and what waits for the end of the quiet hours.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    incidents: HashMap<IntegrationId, Incident>,
    held: Vec<Notice>,
}

/// Something that has not worked since; its cause may change.
#[derive(Debug, Default)]
struct Incident {
    /// The cause; `None`: it was so before this start.
    code: Option<String>,
    /// What has to go well for it to be over.
    streams: BTreeSet<String>,
    /// Its present cause was told.
    told: bool,
    /// Some cause of it was told: so is its end.
    owes_end: bool,
}

impl Memory {
    /// What fails already when Patchbay starts is shown in the tray, not told as news.
    pub(crate) fn know(&mut self, integration: IntegrationId, failing: BTreeSet<String>) {
        if !failing.is_empty() {
            let incident = Incident { code: None, streams: failing, told: true, owes_end: true };
            self.incidents.entry(integration).or_insert(incident);
        }
    }

    /// Forgets an integration that was removed.
    pub(crate) fn forget(&mut self, integration: IntegrationId) {
        self.incidents.remove(&integration);
        self.held.retain(|notice| notice.about != About::Integration(integration));
    }

    /// The integrations with something that has not worked since.
    pub(crate) fn remembered(&self) -> Vec<IntegrationId> {
        self.incidents.keys().copied().collect()
    }

    /// Whether a notice of this kind waits already.
    fn take_held(&mut self, about: About, kind: NoticeKind) -> bool {
        let before = self.held.len();
        self.held.retain(|notice| notice.about != about || notice.kind != kind);
        self.held.len() < before
    }

    /// A newer notice takes the place of the older of the same integration.
    fn hold(&mut self, notice: Notice) {
        self.held.retain(|held| held.about != notice.about);
        self.held.push(notice);
    }

    /// Sees that streams of an incident went well; true: all of them have, and it had been told.
    fn is_over(&mut self, ended: &SyncEnded) -> bool {
        let Some(incident) = self.incidents.get_mut(&ended.integration) else { return false };
        incident.streams.retain(|stream| !ended.well.contains(stream));
        if !incident.streams.is_empty() || ended.trouble.is_some() || ended.well.is_empty() {
            return false;
        }
        self.incidents.remove(&ended.integration).is_some_and(|incident| incident.owes_end)
    }

    /// Sees a trouble; true: it is a new one, and worth telling.
    fn is_news(&mut self, ended: &SyncEnded, trouble: &Trouble, moment: Moment) -> bool {
        // Where no run began there is none in the window to be seen; it is told when nobody looks any more.
        let is_unseen = moment.in_front && trouble.run.is_none();
        let worth_telling = !is_unseen
            && (ended.by_hand || trouble.who == Who::You || trouble.failures >= PATIENCE);
        let incident = self.incidents.entry(ended.integration).or_default();
        if incident.code.as_ref().is_some_and(|code| *code != trouble.code) {
            incident.told = false;
        }
        incident.code = Some(trouble.code.clone());
        incident.streams.extend(ended.failed.iter().cloned());
        let news = worth_telling && !incident.told;
        incident.told |= worth_telling;
        incident.owes_end |= worth_telling;
        news
    }
}

/// What to tell about a sync that has ended.
pub(crate) fn decide(
    ended: &SyncEnded,
    moment: Moment,
    preferences: &Preferences,
    memory: &mut Memory,
) -> Option<Notice> {
    let over = memory.is_over(ended);
    let news = match &ended.trouble {
        Some(trouble) => memory.is_news(ended, trouble, moment).then_some(trouble),
        None => None,
    };
    let notice = match (news, over) {
        (Some(trouble), _) => {
            wording::problem(About::Integration(ended.integration), &ended.name, trouble)
        }
        (None, true) => wording::recovered(ended),
        // A trouble that is known already is not told as a success either.
        (None, false) if ended.by_hand && !ended.cancelled && ended.trouble.is_none() => {
            wording::completed(ended)
        }
        _ => return None,
    };
    let wanted = match notice.kind {
        NoticeKind::Completed | NoticeKind::Summary => preferences.notify_completed,
        NoticeKind::Problem | NoticeKind::Recovered | NoticeKind::Reminder => {
            preferences.notify_problems
        }
    };
    if moment.in_front || !wanted {
        return None;
    }
    if moment.quiet {
        let both = notice.kind == NoticeKind::Recovered
            && memory.take_held(notice.about, NoticeKind::Problem);
        // What came and went in the quiet hours was nothing.
        if !both {
            memory.hold(notice);
        }
        return None;
    }
    Some(notice)
}

/// Whether a reminder of credentials that expire may be given now. One that may not is not lost: it is
/// given later.
pub(crate) fn may_remind(moment: Moment, preferences: &Preferences) -> bool {
    !moment.quiet && !moment.in_front && preferences.notify_problems
}

/// What to tell once the quiet hours are over.
pub(crate) fn after_quiet(moment: Moment, memory: &mut Memory) -> Option<Notice> {
    if moment.quiet {
        return None;
    }
    let held = std::mem::take(&mut memory.held);
    // Somebody who looks at the window sees it there.
    if moment.in_front { None } else { wording::summary(held) }
}

#[cfg(test)]
#[path = "decide_tests.rs"]
mod tests;
