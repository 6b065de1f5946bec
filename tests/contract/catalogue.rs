//! Addresses that a vendor's document lacks, taken from a catalogue that was derived from a larger one:
//! paths with parameters and models, in a shorthand (`array<Board>`, `integer|null`).

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::document::is_same;

/// Parameters of every list, under this name in the catalogue.
const LIST: &str = "LIST";
/// Models of the catalogue are kept apart from those of the document.
const PREFIX: &str = "Catalogue";

/// Adds the missing addresses to the document; those that the catalogue knows.
pub(crate) fn add(document: &mut Value, catalogue: &Value, missing: &[&String]) -> Vec<String> {
    let mut added = Vec::new();
    let mut models = BTreeSet::new();
    for wanted in missing {
        let known = catalogue["paths"].as_object().into_iter().flatten();
        let mut known = known
            .filter(|(path, operations)| operations.get("GET").is_some() && is_same(path, wanted));
        let Some((path, operations)) = known.next() else { continue };
        let read = operation(catalogue, path, &operations["GET"], &mut models);
        document["paths"][path] = json!({ "get": read });
        added.push(path.clone());
    }
    let mut done = BTreeSet::new();
    while let Some(name) = models.pop_first() {
        if done.insert(name.clone()) {
            let mut more = BTreeSet::new();
            let model = model(&catalogue["models"][&name], &mut more);
            document["components"]["schemas"][format!("{PREFIX}{name}")] = model;
            models.extend(more.difference(&done).cloned());
        }
    }
    added
}

fn operation(catalogue: &Value, path: &str, read: &Value, models: &mut BTreeSet<String>) -> Value {
    let query = match &read["query"] {
        Value::String(name) => catalogue["_about"][name].as_array(),
        names => names.as_array(),
    };
    let mut parameters = Vec::new();
    for name in query.into_iter().flatten().filter_map(Value::as_str) {
        let kind =
            if ["page", "pageSize", "pageId"].contains(&name) { "integer" } else { "string" };
        parameters.push(json!({ "name": name, "in": "query", "schema": { "type": kind } }));
    }
    for name in path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
        let number = json!({ "type": "integer" });
        parameters.push(json!({ "name": name, "in": "path", "required": true, "schema": number }));
    }
    let answer = schema(read["returns"].as_str().unwrap_or("any"), models);
    // The vendor's kind of answer carries its version; the catalogue names none.
    let content = json!({ "*/*": { "schema": answer } });
    json!({ "parameters": parameters, "responses": { "200": { "description": "", "content": content } } })
}

fn model(model: &Value, models: &mut BTreeSet<String>) -> Value {
    let mut fields = Map::new();
    for (name, field) in model["properties"].as_object().into_iter().flatten() {
        let mut inside = schema(field["type"].as_str().unwrap_or("any"), models);
        if let Some(words) = field["enum"].as_array() {
            let mut words = words.clone();
            if inside["nullable"] == true {
                words.push(Value::Null);
            }
            inside["enum"] = words.into();
        }
        fields.insert(name.clone(), inside);
    }
    json!({ "type": "object", "properties": fields, "additionalProperties": false })
}

/// The schema of a shorthand.
fn schema(shorthand: &str, models: &mut BTreeSet<String>) -> Value {
    if let Some(kind) = shorthand.strip_suffix("|null") {
        let mut inside = schema(kind, models);
        inside["nullable"] = json!(true);
        return inside;
    }
    if let Some(items) = shorthand.strip_prefix("array<").and_then(|rest| rest.strip_suffix('>')) {
        return json!({ "type": "array", "items": schema(items, models) });
    }
    match shorthand {
        "any" => json!({}),
        "string(date-time)" => json!({ "type": "string", "format": "date-time" }),
        "string" | "integer" | "number" | "boolean" | "object" => json!({ "type": shorthand }),
        map if map.starts_with("object<") => json!({ "type": "object" }),
        name if name == LIST => json!({}),
        name => {
            models.insert(name.to_owned());
            json!({ "$ref": format!("#/components/schemas/{PREFIX}{name}") })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shorthand_becomes_an_operation() {
        let catalogue = json!({
            "_about": { "LIST": ["conditions", "page"] },
            "paths": { "/boards/{parentId}/items": { "GET": { "returns": "array<Item>", "query": "LIST" } } },
            "models": {
                "Item": { "properties": {
                    "id": { "type": "integer|null" },
                    "board": { "type": "Board" },
                    "level": { "type": "string|null", "enum": ["Low"] },
                    "at": { "type": "string(date-time)" },
                } },
                "Board": { "properties": { "items": { "type": "array<Item>" } } },
            },
        });
        let mut document = json!({ "paths": {}, "components": { "schemas": {} } });
        let wanted = ["/boards/{parent}/items".to_owned(), "/elsewhere".to_owned()];
        let added = add(&mut document, &catalogue, &[&wanted[0], &wanted[1]]);
        assert_eq!(added, ["/boards/{parentId}/items"]);
        let read = &document["paths"]["/boards/{parentId}/items"]["get"];
        assert_eq!(read["parameters"].as_array().unwrap().len(), 3);
        let item = &document["components"]["schemas"]["CatalogueItem"];
        assert_eq!(item["properties"]["id"], json!({ "type": "integer", "nullable": true }));
        assert_eq!(item["properties"]["level"]["enum"], json!(["Low", null]));
        assert_eq!(item["additionalProperties"], false);
        assert!(document["components"]["schemas"]["CatalogueBoard"].is_object());
    }
}
