//! Answers that a document only shows and does not describe: a schema made of the example.
//!
//! Any field may be null, a null in the example says nothing about the kind, and `properties` holds what
//! the account itself made up. Everything else of an answer has to look like the example: the same fields,
//! of the same kinds. A record alone (`/tickets/{id}`) may also have the fields that its list shows: some
//! examples are years older than others.

use serde_json::{Map, Value, json};

use crate::document::Basis;

/// Fields whose inside is the account's own.
const OPEN: &[&str] = &["properties"];

/// Gives the good answer of an operation a schema where it has only an example; what it is held against.
pub(crate) fn give_schema(read: &mut Value) -> Basis {
    let content = read.pointer_mut("/responses/200/content").and_then(Value::as_object_mut);
    let Some(kind) = content.and_then(|content| content.values_mut().next()) else {
        return Basis::Nothing;
    };
    if kind.get("schema").is_some() {
        return Basis::Schema;
    }
    let named = kind["examples"].as_object().into_iter().flat_map(Map::values);
    let mut shown: Vec<Value> = named.map(|example| example["value"].clone()).collect();
    shown.extend(kind.get("example").cloned());
    if shown.is_empty() {
        return Basis::Nothing;
    }
    kind["schema"] = schema(&shown.iter().collect::<Vec<_>>());
    Basis::Example
}

/// Gives the records that stand alone the fields that the rows of their lists have, as a possibility.
pub(crate) fn share_rows(paths: &mut Map<String, Value>) {
    let alone: Vec<String> = paths.keys().filter(|path| path.ends_with("/{id}")).cloned().collect();
    for path in alone {
        let list = path.trim_end_matches("/{id}");
        let Some(rows) = paths.get(list).and_then(|list| Some(row(answer(list)?)?.clone())) else {
            continue;
        };
        let Some(Value::Object(known)) = rows.get("properties") else { continue };
        let Some(record) = paths.get_mut(&path).and_then(record_alone) else { continue };
        for (name, kind) in known {
            record.entry(name).or_insert_with(|| kind.clone());
        }
    }
}

const ANSWER: &str = "/get/responses/200/content/application~1json/schema";

fn answer(operations: &Value) -> Option<&Value> {
    operations.pointer(ANSWER)
}

/// The schema of a list's rows: of the one list of objects that the answer has.
fn row(answer: &Value) -> Option<&Value> {
    let lists = answer["properties"].as_object()?.values();
    lists.map(|list| &list["items"]).find(|items| items["properties"].is_object())
}

/// The fields of a record that stands alone under its name.
fn record_alone(operations: &mut Value) -> Option<&mut Map<String, Value>> {
    let answer = operations.pointer_mut(ANSWER)?["properties"].as_object_mut()?;
    let only = (answer.len() == 1).then(|| answer.values_mut().next())??;
    only["properties"].as_object_mut()
}

/// What all of these values are.
fn schema(shown: &[&Value]) -> Value {
    let shown: Vec<&Value> = shown.iter().copied().filter(|value| !value.is_null()).collect();
    let Some(first) = shown.first() else { return json!({}) };
    let all = |is: fn(&Value) -> bool| shown.iter().all(|value| is(value));
    match first {
        Value::Object(_) if all(Value::is_object) => of_objects(&shown),
        Value::Array(_) if all(Value::is_array) => {
            let items: Vec<&Value> =
                shown.iter().filter_map(|value| value.as_array()).flatten().collect();
            json!({ "type": "array", "items": schema(&items), "nullable": true })
        }
        Value::String(_) if all(is_moment) => {
            json!({ "type": "string", "format": "date-time", "nullable": true })
        }
        Value::String(_) if all(Value::is_string) => json!({ "type": "string", "nullable": true }),
        Value::Bool(_) if all(Value::is_boolean) => json!({ "type": "boolean", "nullable": true }),
        Value::Number(_) if all(Value::is_i64) => json!({ "type": "integer", "nullable": true }),
        Value::Number(_) if all(Value::is_number) => json!({ "type": "number", "nullable": true }),
        _ => json!({}),
    }
}

fn of_objects(shown: &[&Value]) -> Value {
    let objects: Vec<&Map<String, Value>> =
        shown.iter().filter_map(|value| value.as_object()).collect();
    let mut fields = Map::new();
    for name in objects.iter().flat_map(|object| object.keys()) {
        let values: Vec<&Value> = objects.iter().filter_map(|object| object.get(name)).collect();
        let inside = if OPEN.contains(&name.as_str()) { json!({}) } else { schema(&values) };
        fields.insert(name.clone(), inside);
    }
    if fields.is_empty() {
        return json!({ "type": "object", "nullable": true });
    }
    let always = fields.keys().filter(|name| objects.iter().all(|one| one.contains_key(*name)));
    let always: Vec<&String> = always.collect();
    json!({
        "type": "object",
        "nullable": true,
        "required": always,
        "additionalProperties": false,
        "properties": fields,
    })
}

fn is_moment(value: &Value) -> bool {
    value.as_str().is_some_and(|text| chrono::DateTime::parse_from_rfc3339(text).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_becomes_a_schema() {
        let mut read = json!({ "responses": { "200": { "content": { "application/json": {
            "example": { "rows": [
                { "id": 1, "at": "2026-03-01T00:00:00Z", "note": null, "properties": { "a": 1 } },
                { "id": 2, "at": "2026-03-02T00:00:00Z", "more": true },
            ] },
        } } } } });
        assert_eq!(give_schema(&mut read), Basis::Example);
        let row = &read["responses"]["200"]["content"]["application/json"]["schema"]["properties"]
            ["rows"]["items"];
        assert_eq!(row["required"], json!(["at", "id"]));
        assert_eq!(row["properties"]["at"]["format"], "date-time");
        assert_eq!(row["properties"]["id"]["type"], "integer");
        assert_eq!([&row["properties"]["note"], &row["properties"]["properties"]], [&json!({}); 2]);
        assert_eq!(row["additionalProperties"], false);
        assert_eq!(give_schema(&mut read), Basis::Schema);
        assert_eq!(give_schema(&mut json!({ "responses": {} })), Basis::Nothing);
    }

    #[test]
    fn what_differs_in_kind_says_nothing() {
        assert_eq!(schema(&[&json!(1), &json!("1")]), json!({}));
        assert_eq!(schema(&[&json!(1), &json!(1.5)])["type"], "number");
    }
}
