//! The sentences of notices. Pure.

use patchbay_app::{CredentialReminder, RightsChange, RightsNews, SetupStep};
use patchbay_model::Who;

use super::model::{About, Notice, NoticeKind, Place, StreamResult, SyncEnded, Trouble};
use crate::tray::words::{short_name, thousands};

/// More lists than this are counted, not named.
const MOST_LISTS: usize = 4;
/// More lines than this are counted, not shown.
const MOST_LINES: usize = 4;

/// A sync that a person started has ended.
pub(super) fn completed(ended: &SyncEnded) -> Notice {
    let mut body = match (counts(&ended.streams), news(&ended.streams)) {
        (None, _) => "Nothing has changed since the last sync.".to_owned(),
        (Some(counts), None) => format!("{counts}."),
        (Some(counts), Some(news)) => format!("{counts}; {news}."),
    };
    let name = short_name(&ended.name);
    let (summary, place) = match unreadable(ended) {
        None => (format!("{name} is in step"), Place::Integration(ended.integration)),
        // Whatever else is new: these are not in step.
        Some(records) => {
            body.push_str(" Activity shows which they are.");
            (format!("{name}: {records} could not be read"), Place::FailedRecords)
        }
    };
    let about = About::Integration(ended.integration);
    Notice { about, kind: NoticeKind::Completed, summary, body, place }
}

/// "3 records", where so many could not be read.
fn unreadable(ended: &SyncEnded) -> Option<String> {
    let records = if ended.unreadable == 1 { "record" } else { "records" };
    (ended.unreadable > 0).then(|| format!("{} {records}", thousands(ended.unreadable)))
}

/// A sync failed: what happened and what to do.
pub(super) fn problem(about: About, name: &str, trouble: &Trouble) -> Notice {
    let name = short_name(name);
    let summary = match trouble.who {
        Who::You => format!("{name} needs you"),
        _ => format!("{name} could not sync"),
    };
    Notice {
        about,
        kind: NoticeKind::Problem,
        summary,
        body: format!("{} {}", trouble.say, trouble.hint).trim().to_owned(),
        place: trouble.place(about),
    }
}

/// What failed before works again.
pub(super) fn recovered(ended: &SyncEnded) -> Notice {
    let (body, place) = match unreadable(ended) {
        None => {
            let body = "The last sync went well. There is nothing to do.".to_owned();
            (body, Place::Integration(ended.integration))
        }
        Some(records) => (
            format!("Its last sync went through, but {records} could not be read."),
            Place::FailedRecords,
        ),
    };
    Notice {
        about: About::Integration(ended.integration),
        kind: NoticeKind::Recovered,
        summary: format!("{} works again", short_name(&ended.name)),
        body,
        place,
    }
}

/// Credentials expire soon.
pub(super) fn expires_soon(reminder: &CredentialReminder) -> Notice {
    let name = short_name(&reminder.name);
    let when = match reminder.days_left {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        days => format!("in {days} days"),
    };
    Notice {
        about: About::Credentials(reminder.integration),
        kind: NoticeKind::Reminder,
        summary: format!("{name}: its credentials expire {when}"),
        body: format!(
            "Their last day is {}. Make new ones at the vendor, then choose Replace credentials.",
            reminder.expires_on.format("%-d %B %Y")
        ),
        place: Place::Setup(reminder.integration, SetupStep::Connect),
    }
}

/// Rights came or went at the vendor.
pub(super) fn rights(news: &RightsNews) -> Notice {
    let name = short_name(&news.name);
    let RightsChange { lost, won, switched_off } = &news.change;
    let mut body = Vec::new();
    if !lost.is_empty() {
        body.push(format!("Not permitted any more: {}.", lost.join(", ")));
    }
    if !switched_off.is_empty() {
        body.push(format!("Switched off: {}.", switched_off.join(", ")));
    }
    if !won.is_empty() {
        body.push(format!("Permitted now: {}.", won.join(", ")));
    }
    Notice {
        about: About::Rights(news.integration),
        kind: NoticeKind::Reminder,
        summary: match lost.is_empty() {
            true => format!("{name}: more may be read than before"),
            false => format!("{name}: a right was taken away"),
        },
        body: body.join(" "),
        place: Place::Setup(news.integration, SetupStep::Permissions),
    }
}

/// The window was closed where no tray could bring it back.
pub(super) fn no_tray() -> Notice {
    Notice {
        about: About::Patchbay,
        kind: NoticeKind::Summary,
        summary: "Patchbay goes on syncing".to_owned(),
        body: "This desktop has no tray, so the window stays in the task list.".to_owned(),
        place: Place::Activity,
    }
}

/// What happened while it was quiet. One notice is told as it is. `None`: nothing happened.
pub(super) fn summary(mut held: Vec<Notice>) -> Option<Notice> {
    if held.len() < 2 {
        return held.pop();
    }
    // What needs somebody first.
    held.sort_by_key(|notice| notice.kind != NoticeKind::Problem);
    let mut lines: Vec<String> = held.iter().map(|notice| format!("{}.", notice.summary)).collect();
    if lines.len() > MOST_LINES {
        let more = lines.len() - (MOST_LINES - 1);
        lines.truncate(MOST_LINES - 1);
        lines.push(format!("And {more} more."));
    }
    Some(Notice {
        about: About::Patchbay,
        kind: NoticeKind::Summary,
        summary: format!("{} things happened in the quiet hours", held.len()),
        body: lines.join("\n"),
        place: Place::Activity,
    })
}

/// "214 companies, 14 service boards": the lists that changed, records before reference data.
fn counts(streams: &[StreamResult]) -> Option<String> {
    let changed = || streams.iter().filter(|stream| stream.has_changed());
    let records = changed().filter(|stream| !stream.is_reference);
    let reference = changed().filter(|stream| stream.is_reference);
    let mut lists: Vec<String> =
        records.chain(reference).map(|stream| of(stream.live, &stream.noun)).collect();
    if lists.len() > MOST_LISTS {
        let more = lists.len() - (MOST_LISTS - 1);
        lists.truncate(MOST_LISTS - 1);
        lists.push(format!("{more} more lists"));
    }
    (!lists.is_empty()).then(|| lists.join(", "))
}

/// "3 new statuses, 1 status gone": what is other in reference data. A first read is no news.
fn news(streams: &[StreamResult]) -> Option<String> {
    let known = |stream: &&StreamResult| stream.is_reference && stream.added < stream.live;
    let mut parts = Vec::new();
    for stream in streams.iter().filter(known) {
        let noun = |count| if count == 1 { singular(&stream.noun) } else { stream.noun.clone() };
        if stream.added > 0 {
            parts.push(format!("{} new {}", thousands(stream.added), noun(stream.added)));
        }
        if stream.changed > 0 {
            parts.push(format!("{} changed", of(stream.changed, &stream.noun)));
        }
        if stream.gone > 0 {
            parts.push(format!("{} gone", of(stream.gone, &stream.noun)));
        }
    }
    if parts.len() > MOST_LISTS {
        let more = parts.len() - (MOST_LISTS - 1);
        parts.truncate(MOST_LISTS - 1);
        parts.push(format!("{more} more changes"));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// A count and its noun: "1 company", "214 companies".
fn of(count: u64, plural: &str) -> String {
    let noun = if count == 1 { singular(plural) } else { plural.to_owned() };
    format!("{} {noun}", thousands(count))
}

/// The singular of the plurals that connectors use: "win probabilities" → "win probability".
fn singular(plural: &str) -> String {
    if plural == "people" {
        return "person".to_owned();
    }
    if let Some(stem) = plural.strip_suffix("ies") {
        return format!("{stem}y");
    }
    let hissing = ["uses", "sses", "xes", "ches"].iter().any(|ending| plural.ends_with(ending));
    if let Some(stem) = plural.strip_suffix("es").filter(|_| hissing) {
        return stem.to_owned();
    }
    plural.strip_suffix('s').unwrap_or(plural).to_owned()
}

#[cfg(test)]
#[path = "wording_tests.rs"]
mod tests;
