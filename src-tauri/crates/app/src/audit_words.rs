//! Two states of something, compared in words, where nothing more is known of them than their JSON.

use std::collections::BTreeMap;

use serde_json::Value;

/// Where two states differ, a line for each part that `is_told`.
pub(crate) fn differences(
    before: &Value,
    after: &Value,
    is_told: impl Fn(&str) -> bool,
) -> Vec<String> {
    let (old, new) = (parts(before), parts(after));
    let mut keys: Vec<&String> = old.keys().chain(new.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter()
        .filter(|key| is_told(key))
        .filter_map(|key| {
            let (old, new) = (old.get(key), new.get(key));
            let label = if key.is_empty() { "Value".to_owned() } else { label_of(key) };
            (old != new).then(|| format!("{label}: {} → {}", said(old), said(new)))
        })
        .collect()
}

/// The parts of a state; a plain value is its own only part.
fn parts(state: &Value) -> BTreeMap<String, Value> {
    match state {
        Value::Null => BTreeMap::new(),
        Value::Object(parts) => {
            parts.iter().map(|(key, value)| (key.clone(), value.clone())).collect()
        }
        other => BTreeMap::from([(String::new(), other.clone())]),
    }
}

fn label_of(key: &str) -> String {
    match key {
        "state_reason" => "Reason".to_owned(),
        "role_locked" => "Set by hand".to_owned(),
        other => sentence_case(&other.replace('_', " ")),
    }
}

/// A value in words.
fn said(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "not set".to_owned(),
        Some(Value::Bool(true)) => "on".to_owned(),
        Some(Value::Bool(false)) => "off".to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::String(text)) if text.is_empty() => "none".to_owned(),
        // The words of closed sets are stored as `standard_user`.
        Some(Value::String(text)) if is_word(text) => sentence_case(&text.replace('_', " ")),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(items)) => match items.len() {
            0 => "none".to_owned(),
            1 => "1 item".to_owned(),
            count => format!("{count} items"),
        },
        Some(Value::Object(parts)) => {
            let each = parts
                .iter()
                .map(|(key, value)| format!("{} {}", key.replace('_', " "), said(Some(value))));
            each.collect::<Vec<_>>().join(", ")
        }
    }
}

fn is_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// The text with a capital at its beginning.
pub(crate) fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
