//! The smallest steps from one menu to the next: texts change in place, and items come and go only
//! with their integration. An open menu does not flicker and does not close. Pure.

use super::model::{Entry, MenuPlan, TrayLight};

/// One step. Steps are taken in order; a place counts from the first integration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    /// The first line says this.
    Status(String),
    /// The submenu at this place goes.
    Remove(usize),
    /// A submenu comes to this place.
    Insert(usize, Entry),
    /// The first line of the submenu at this place says this.
    State(usize, String),
    /// The submenu at this place can start a sync, or cannot.
    CanSync(usize, bool),
    /// Everything can be synced, or not.
    CanSyncAll(bool),
    /// The line of the pause says this.
    Pause(String),
    /// There is something to pause, or not.
    CanPause(bool),
    /// The icon shows this.
    Light(TrayLight),
    /// This is said when the pointer rests on the icon.
    Tooltip(String),
}

/// The steps from `before` to `after`; none when they are the same.
pub(crate) fn changes(before: &MenuPlan, after: &MenuPlan) -> Vec<Change> {
    let mut steps = Vec::new();
    if before.status != after.status {
        steps.push(Change::Status(after.status.clone()));
    }
    entries(before.entries.clone(), &after.entries, &mut steps);
    if before.can_sync_all != after.can_sync_all {
        steps.push(Change::CanSyncAll(after.can_sync_all));
    }
    if before.pause != after.pause {
        steps.push(Change::Pause(after.pause.clone()));
    }
    if before.can_pause != after.can_pause {
        steps.push(Change::CanPause(after.can_pause));
    }
    if before.light != after.light {
        steps.push(Change::Light(after.light));
    }
    if before.tooltip != after.tooltip {
        steps.push(Change::Tooltip(after.tooltip.clone()));
    }
    steps
}

fn entries(mut now: Vec<Entry>, after: &[Entry], steps: &mut Vec<Change>) {
    // The title of a submenu cannot be changed in place on Linux: another name is another submenu.
    let same = |one: &Entry, other: &Entry| {
        one.id == other.id && one.is_psa == other.is_psa && one.title == other.title
    };
    for at in (0..now.len()).rev() {
        if !after.iter().any(|entry| same(entry, &now[at])) {
            now.remove(at);
            steps.push(Change::Remove(at));
        }
    }
    for (at, entry) in after.iter().enumerate() {
        let found = (at..now.len()).find(|place| same(&now[*place], entry));
        if found == Some(at) {
            if now[at].state != entry.state {
                steps.push(Change::State(at, entry.state.clone()));
            }
            if now[at].can_sync != entry.can_sync {
                steps.push(Change::CanSync(at, entry.can_sync));
            }
            continue;
        }
        // It stands further down, or is new.
        if let Some(place) = found {
            now.remove(place);
            steps.push(Change::Remove(place));
        }
        now.insert(at, entry.clone());
        steps.push(Change::Insert(at, entry.clone()));
    }
}

#[cfg(test)]
mod tests {
    use patchbay_model::IntegrationId;

    use super::*;

    fn entry(title: &str) -> Entry {
        Entry {
            id: IntegrationId::new(),
            title: title.to_owned(),
            state: "In step".to_owned(),
            is_psa: true,
            can_sync: true,
        }
    }

    fn plan(entries: &[&Entry]) -> MenuPlan {
        MenuPlan {
            status: "All in step".to_owned(),
            entries: entries.iter().map(|entry| (*entry).clone()).collect(),
            can_sync_all: true,
            pause: "Pause for an hour".to_owned(),
            is_paused: false,
            can_pause: true,
            light: TrayLight::Idle,
            tooltip: "Patchbay: All in step".to_owned(),
        }
    }

    /// What the steps make of the submenus of `before`.
    fn taken(before: &MenuPlan, steps: &[Change]) -> Vec<Entry> {
        let mut entries = before.entries.clone();
        for step in steps {
            match step {
                Change::Remove(at) => drop(entries.remove(*at)),
                Change::Insert(at, entry) => entries.insert(*at, entry.clone()),
                Change::State(at, state) => entries[*at].state.clone_from(state),
                Change::CanSync(at, can) => entries[*at].can_sync = *can,
                _ => {}
            }
        }
        entries
    }

    #[test]
    fn nothing_changes_where_nothing_changed() {
        let one = entry("Acme PSA");
        assert_eq!(changes(&plan(&[&one]), &plan(&[&one])), []);
    }

    #[test]
    fn progress_changes_texts_only() {
        let one = entry("Acme PSA");
        let before = plan(&[&one]);
        let mut after = before.clone();
        after.status = "Syncing Acme PSA".to_owned();
        after.light = TrayLight::Syncing;
        after.entries[0].state = "Syncing".to_owned();
        after.entries[0].can_sync = false;
        let expected = [
            Change::Status("Syncing Acme PSA".to_owned()),
            Change::State(0, "Syncing".to_owned()),
            Change::CanSync(0, false),
            Change::Light(TrayLight::Syncing),
        ];
        assert_eq!(changes(&before, &after), expected);
    }

    #[test]
    fn every_list_is_reached_from_every_other() {
        let all = [entry("a"), entry("b"), entry("c"), entry("d")];
        let lists: [&[usize]; 8] =
            [&[], &[0], &[0, 1, 2, 3], &[3, 2, 1, 0], &[1, 3], &[2, 0], &[0, 2, 3], &[1, 0, 3, 2]];
        for from in lists {
            for to in lists {
                let before = plan(&from.iter().map(|at| &all[*at]).collect::<Vec<_>>());
                let after = plan(&to.iter().map(|at| &all[*at]).collect::<Vec<_>>());
                let steps = changes(&before, &after);
                assert_eq!(taken(&before, &steps), after.entries, "{from:?} to {to:?}");
            }
        }
    }

    #[test]
    fn one_more_integration_leaves_the_others_alone() {
        let (one, two, three) = (entry("a"), entry("b"), entry("c"));
        let steps = changes(&plan(&[&one, &three]), &plan(&[&one, &two, &three]));
        assert_eq!(steps, [Change::Insert(1, two)]);
    }

    #[test]
    fn another_name_is_another_submenu() {
        let one = entry("a");
        let other = Entry { title: "b".to_owned(), ..one.clone() };
        let steps = changes(&plan(&[&one]), &plan(&[&other]));
        assert_eq!(steps, [Change::Remove(0), Change::Insert(0, other)]);
    }

    #[test]
    fn another_kind_of_submenu_is_another_submenu() {
        let one = entry("a");
        let other = Entry { is_psa: false, ..one.clone() };
        let steps = changes(&plan(&[&one]), &plan(&[&other]));
        assert_eq!(steps, [Change::Remove(0), Change::Insert(0, other)]);
    }
}
