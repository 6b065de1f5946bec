//! A vendor's document as Prism gets it: a repaired, stricter copy, and an index of what it says.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use serde_json::{Map, Value, json};

use crate::{
    catalogue, examples,
    subjects::{Subject, addresses},
};

/// What the schema of an answer was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Basis {
    /// The vendor's schema.
    Schema,
    /// The vendor's example of an answer: its fields and their kinds.
    Example,
    /// The catalogue derived from the vendor's larger document.
    Catalogue,
    /// Nothing is said about the answer.
    Nothing,
}

/// What a document says about reading one address.
#[derive(Debug)]
pub(crate) struct Operation {
    /// Names of the query parameters.
    pub(crate) parameters: BTreeSet<String>,
    /// The fields of a row, where the answer is a list of one model.
    pub(crate) fields: BTreeSet<String>,
    /// What its answers are held against.
    pub(crate) basis: Basis,
}

/// A prepared document.
pub(crate) struct Document {
    /// For Prism.
    pub(crate) json: Value,
    reads: BTreeMap<String, Operation>,
}

impl Document {
    /// Reads the documents of a subject from that folder and prepares them.
    pub(crate) fn read(subject: &Subject, folder: &Path) -> Self {
        let load = |name: &str| -> Value {
            let text = std::fs::read_to_string(folder.join(name)).expect("the document is there");
            serde_json::from_str(&text).expect("the document is JSON")
        };
        let catalogue = subject.catalogue.map(load);
        let needed: Vec<_> = addresses(subject.spec).into_iter().map(|one| one.path).collect();
        Self::prepare(load(subject.document), catalogue.as_ref(), &needed)
    }

    /// Prepares a document; of the catalogue only the addresses that are needed.
    pub(crate) fn prepare(mut json: Value, catalogue: Option<&Value>, needed: &[String]) -> Self {
        repair(&mut json);
        let mut basis: BTreeMap<String, Basis> = BTreeMap::new();
        let paths = object(&mut json["paths"]);
        for (path, operations) in paths.iter_mut() {
            leave_versions_open(operations);
            let Some(read) = operations.get_mut("get") else { continue };
            basis.insert(path.clone(), examples::give_schema(read));
        }
        examples::share_rows(paths);
        close(&mut json);
        if let Some(catalogue) = catalogue {
            let missing: Vec<_> = needed
                .iter()
                .filter(|path| !basis.keys().any(|known| is_same(known, path)))
                .collect();
            for path in catalogue::add(&mut json, catalogue, &missing) {
                basis.insert(path, Basis::Catalogue);
            }
        }
        let reads = basis.into_iter().map(|(path, basis)| {
            let operation = index(&json, &json["paths"][&path]["get"], basis);
            (path, operation)
        });
        Self { reads: reads.collect(), json }
    }

    /// The document's own name of a path and what it says about reading it; a literal address goes before
    /// one with a parameter.
    pub(crate) fn operation(&self, path: &str) -> Option<(&str, &Operation)> {
        let path = path.trim_end_matches('/');
        let found = self.reads.iter().filter(|(template, _)| fits(template, path));
        let best = found.min_by_key(|(template, _)| template.matches('{').count());
        best.map(|(template, operation)| (template.as_str(), operation))
    }
}

/// Whether two templates are the same but for the names of their parameters.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    let plain = |path: &str| {
        let parts = path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part });
        parts.collect::<Vec<_>>().join("/")
    };
    plain(one) == plain(other)
}

/// Whether `path` is what `template` stands for; parameters fit anything.
fn fits(template: &str, path: &str) -> bool {
    let (mut left, mut right) = (template.split('/'), path.split('/'));
    loop {
        match (left.next(), right.next()) {
            (None, None) => return true,
            (Some(one), Some(other)) if one == other || one.starts_with('{') => {}
            _ => return false,
        }
    }
}

fn object(value: &mut Value) -> &mut Map<String, Value> {
    value.as_object_mut().expect("an object")
}

/// Kinds of answers that name the version of the document: a server names its own.
fn leave_versions_open(operations: &mut Value) {
    let methods = operations.as_object_mut().into_iter().flat_map(|methods| methods.values_mut());
    let answers = methods.filter_map(|method| method.get_mut("responses")?.as_object_mut());
    for answer in answers.flat_map(|answers| answers.values_mut()) {
        if let Some(content) = answer.get_mut("content").and_then(Value::as_object_mut) {
            let plain = |kind: String| kind.split(';').next().unwrap_or_default().to_owned();
            *content =
                std::mem::take(content).into_iter().map(|(kind, of)| (plain(kind), of)).collect();
        }
    }
}

/// Known defects: paths without their leading slash, a server that is a template, and schemas that are none
/// (`properties` that hold the words `type` and `properties`): the answer to making such a record shows what
/// it is.
fn repair(json: &mut Value) {
    let paths = std::mem::take(object(&mut json["paths"]));
    json["paths"] = paths
        .into_iter()
        .map(|(path, operations)| (format!("/{}", path.trim_start_matches('/')), operations))
        .collect::<Map<_, _>>()
        .into();
    json["servers"] = json!([{ "url": "http://127.0.0.1" }]);
    let paths = object(&mut json["paths"]);
    let broken: Vec<String> = paths
        .iter()
        .filter(|(_, operations)| good_answer(operations, "get").is_some_and(is_no_schema))
        .map(|(path, _)| path.clone())
        .collect();
    for path in broken {
        let list = paths.get(path.trim_end_matches("/{id}"));
        let made = list.and_then(|list| good_answer(list, "post")).cloned().unwrap_or_default();
        if let Some(answer) = paths[&path].pointer_mut("/get/responses/200") {
            answer["content"] = json!({ "application/json": made });
        }
    }
}

/// What an operation says about its good answer.
fn good_answer<'a>(operations: &'a Value, method: &str) -> Option<&'a Value> {
    operations[method]["responses"]["200"]["content"].as_object()?.values().next()
}

fn is_no_schema(answer: &Value) -> bool {
    let fields = answer["schema"]["properties"].as_object();
    fields.is_some_and(|fields| fields.values().any(|field| !field.is_object()))
}

/// Models with named fields have no others: what the stage invents must not pass.
fn close(json: &mut Value) {
    let Some(models) = json.pointer_mut("/components/schemas").and_then(Value::as_object_mut)
    else {
        return;
    };
    for model in models.values_mut().filter_map(Value::as_object_mut) {
        if model.contains_key("properties") {
            model.entry("additionalProperties").or_insert(json!(false));
        }
    }
}

fn index(json: &Value, read: &Value, basis: Basis) -> Operation {
    let parameters = read["parameters"].as_array().into_iter().flatten();
    let parameters = parameters.filter(|parameter| parameter["in"] == "query");
    let content = read.pointer("/responses/200/content").and_then(Value::as_object);
    let schema = content.and_then(|content| content.values().next()).map(|kind| &kind["schema"]);
    let row = schema.map(|schema| resolve(json, &resolve(json, schema)["items"]));
    let fields = row.and_then(|row| row["properties"].as_object());
    Operation {
        parameters: parameters.filter_map(|one| one["name"].as_str()).map(str::to_owned).collect(),
        fields: fields.into_iter().flat_map(Map::keys).cloned().collect(),
        basis,
    }
}

/// The schema behind a reference.
fn resolve<'a>(json: &'a Value, schema: &'a Value) -> &'a Value {
    let target = schema["$ref"].as_str().and_then(|target| target.strip_prefix('#'));
    target.and_then(|target| json.pointer(target)).unwrap_or(schema)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_defective_document_is_repaired_and_indexed() {
        let json = json!({
            "servers": [{ "url": "https://{name}.vendor.example" }],
            "paths": {
                "tickets/{id}": { "get": { "responses": { "200": { "description": "" } } } },
                "/tickets/settings": { "get": { "responses": {} } },
                "/tickets": { "get": {
                    "parameters": [{ "name": "page", "in": "query" }, { "name": "id", "in": "path" }],
                    "responses": { "200": { "content": { "application/json": { "schema": {
                        "type": "array", "items": { "$ref": "#/components/schemas/Ticket" },
                    } } } } },
                } },
            },
            "components": { "schemas": { "Ticket": { "properties": { "id": {} } } } },
        });
        let document = Document::prepare(json, None, &[]);
        let (template, list) = document.operation("/tickets").unwrap();
        assert_eq!((template, list.basis), ("/tickets", Basis::Schema));
        assert_eq!(list.parameters, BTreeSet::from(["page".to_owned()]));
        assert_eq!(list.fields, BTreeSet::from(["id".to_owned()]));
        assert_eq!(document.operation("/tickets/7").unwrap().0, "/tickets/{id}");
        assert_eq!(document.operation("/tickets/settings").unwrap().0, "/tickets/settings");
        assert_eq!(document.operation("/tickets/7").unwrap().1.basis, Basis::Nothing);
        assert!(document.operation("/tickets/7/notes").is_none());
        assert_eq!(document.json["components"]["schemas"]["Ticket"]["additionalProperties"], false);
    }
}
