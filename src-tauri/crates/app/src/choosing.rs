//! Settings that choose items: how a list of them is read, which items it means, how many are allowed.

use std::collections::{BTreeMap, BTreeSet};

use patchbay_connector_kit::{ConnectorSpec, Pick, StageBoardSpec};
use patchbay_model::{FilterValue, Integration, Settings, Stage};

use crate::{App, AppError, ReferenceChoice, settings::put};

/// How the settings of the stage board begin.
const STAGE: &str = "stage.";

impl App {
    /// Sets `key` to the items of the stream `of` that a list of names or ids means. What stands in the
    /// setting already may stay, even if the vendor has it no more.
    pub(crate) async fn choose_items(
        &self,
        spec: &'static ConnectorSpec,
        integration: &mut Integration,
        key: &str,
        of: &'static str,
        pick: Pick,
        value: &str,
    ) -> Result<(), AppError> {
        let wanted = split(value);
        let Some(stream) = spec.stream(of).filter(|_| !wanted.is_empty()) else {
            put(integration, key, None);
            return Ok(());
        };
        // People name items; what there is to name has to be known first.
        let mut items = self.choices_of(integration, spec, stream).await?;
        // A stage also takes a status that the vendor no longer lists, if tickets have it.
        let is_unknown = |text: &String| {
            meant(&items, text).is_empty() && !stands_already(&integration.settings, key, text)
        };
        if key.starts_with(STAGE) && wanted.iter().any(is_unknown) {
            items.extend(self.unlisted_choices(integration, spec).await?);
        }
        let mut ids = BTreeSet::new();
        for text in &wanted {
            let found = meant(&items, text);
            if found.is_empty() && !stands_already(&integration.settings, key, text) {
                let known: BTreeSet<_> = items.iter().map(|item| item.name.as_str()).collect();
                let known = known.into_iter().collect::<Vec<_>>().join(", ");
                let say = format!("{key}: there is no “{text}”.");
                let hint = format!("Known: {known}.");
                return Err(AppError::you("unknown_item", say, hint).field(key));
            }
            match found.is_empty() {
                true => drop(ids.insert(text.clone())),
                false => ids.extend(found.into_iter().map(|item| item.id.clone())),
            }
        }
        check_pick(key, pick, &items, &ids)?;
        put(integration, key, Some(FilterValue::Ids(ids)));
        Ok(())
    }
}

/// The parts of a list: a JSON array (texts may contain commas), or with commas between them.
fn split(value: &str) -> Vec<String> {
    let array: Option<Vec<serde_json::Value>> = serde_json::from_str(value).ok();
    let parts: Vec<String> = match array {
        Some(parts) => parts
            .into_iter()
            .map(|part| part.as_str().map_or_else(|| part.to_string(), str::to_owned))
            .collect(),
        None => value.split(',').map(str::to_owned).collect(),
    };
    let trimmed = parts.iter().map(|part| part.trim().to_owned());
    trimmed.filter(|part| !part.is_empty()).collect()
}

/// The item with this id, otherwise all of this name.
fn meant<'a>(items: &'a [ReferenceChoice], text: &str) -> Vec<&'a ReferenceChoice> {
    let by_id: Vec<_> = items.iter().filter(|item| item.id == text).collect();
    if !by_id.is_empty() {
        return by_id;
    }
    items.iter().filter(|item| item.name.eq_ignore_ascii_case(text)).collect()
}

/// Whether an id stands in this setting, or in another one of the stage board if it is one of them.
fn stands_already(settings: &Settings, key: &str, id: &str) -> bool {
    let has = |key: &str| settings.ids(key).is_some_and(|ids| ids.contains(id));
    has(key) || (key.starts_with(STAGE) && Stage::ALL.iter().any(|stage| has(&stage_key(*stage))))
}

fn check_pick(
    key: &str,
    pick: Pick,
    items: &[ReferenceChoice],
    ids: &BTreeSet<String>,
) -> Result<(), AppError> {
    let chosen = items.iter().filter(|item| ids.contains(&item.id));
    let mut below: BTreeMap<&str, Vec<&ReferenceChoice>> = BTreeMap::new();
    for item in chosen {
        let parent = match pick {
            Pick::OnePerParent => item.parent.as_deref().unwrap_or_default(),
            Pick::One | Pick::Many => "",
        };
        below.entry(parent).or_default().push(item);
    }
    let at_most = if pick == Pick::Many { usize::MAX } else { 1 };
    let too_many = below.into_values().find(|items| items.len() > at_most);
    let Some(too_many) = too_many.or_else(|| (pick == Pick::One && ids.len() > 1).then(Vec::new))
    else {
        return Ok(());
    };
    let names: Vec<_> =
        too_many.iter().map(|item| format!("{} ({})", item.name, item.id)).collect();
    let of = too_many.first().and_then(|item| item.parent_name.as_deref());
    let say = match (pick, of) {
        (Pick::OnePerParent, Some(parent)) => format!("{key} takes one item for “{parent}”."),
        _ => format!("{key} takes one item."),
    };
    let hint = match names.is_empty() {
        true => "Choose one.".to_owned(),
        false => format!("Choose one of: {}.", names.join(", ")),
    };
    Err(AppError::you("bad_value", say, hint).field(key))
}

/// The stage that a key is about, where the vendor has tickets.
pub(crate) fn stage_of(spec: &'static ConnectorSpec, key: &str) -> Option<(StageBoardSpec, Stage)> {
    let word = key.strip_prefix(STAGE)?;
    let stage = Stage::ALL.into_iter().find(|stage| stage.key() == word)?;
    Some((spec.stages?, stage))
}

/// A status stands in one stage only: those of `stage` leave the others.
pub(crate) fn take_from_other_stages(integration: &mut Integration, stage: Stage) {
    let Some(taken) = integration.settings.ids(&stage_key(stage)).cloned() else { return };
    for other in Stage::ALL.into_iter().filter(|other| *other != stage) {
        let key = stage_key(other);
        let Some(ids) = integration.settings.ids(&key) else { continue };
        let left: BTreeSet<String> = ids.difference(&taken).cloned().collect();
        put(integration, &key, (!left.is_empty()).then_some(FilterValue::Ids(left)));
    }
}

fn stage_key(stage: Stage) -> String {
    stage.setting()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_with_commas_and_as_json() {
        assert_eq!(split(" Help Desk, ,Projects,"), ["Help Desk", "Projects"]);
        assert_eq!(split(r#"["7", " a,b ", ""]"#), ["7", "a,b"]);
        assert_eq!(split("[7, 8]"), ["7", "8"]);
        assert_eq!(split("[Old] Desk"), ["[Old] Desk"]);
        assert!(split("").is_empty() && split("[]").is_empty());
    }

    fn item(id: &str, name: &str, parent: &str) -> ReferenceChoice {
        ReferenceChoice {
            id: id.to_owned(),
            name: name.to_owned(),
            parent: Some(parent.to_owned()),
            parent_name: Some(format!("Board {parent}")),
            active: true,
            closed: None,
            is_default: false,
        }
    }

    #[test]
    fn an_id_is_meant_before_a_name() {
        let items = [item("7", "8", "1"), item("8", "New", "1"), item("9", "new", "2")];
        let ids = |text| meant(&items, text).iter().map(|item| item.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids("8"), ["8"]);
        assert_eq!(ids("NEW"), ["8", "9"]);
        assert!(ids("x").is_empty());
    }

    #[test]
    fn no_more_items_than_the_table_allows() {
        let items = [item("1", "A", "1"), item("2", "B", "1"), item("3", "C", "2")];
        let check = |pick, ids: &[&str]| {
            let ids = ids.iter().map(|id| (*id).to_owned()).collect();
            check_pick("key", pick, &items, &ids)
        };
        assert!(check(Pick::Many, &["1", "2", "3"]).is_ok());
        assert!(check(Pick::OnePerParent, &["1", "3"]).is_ok());
        let error = check(Pick::OnePerParent, &["1", "2", "3"]).unwrap_err();
        assert_eq!(error.say, "key takes one item for “Board 1”.");
        assert!(error.hint.contains("A (1), B (2)"), "{}", error.hint);
        assert!(check(Pick::One, &["3"]).is_ok());
        assert!(check(Pick::One, &["1", "3"]).is_err());
        assert!(check(Pick::One, &["gone", "3"]).is_err());
    }
}
