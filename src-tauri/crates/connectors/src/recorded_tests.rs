//! Real answers that others collected, where they lie beside the checkout (they are not part of it): every
//! row of a stream that is read has to be read, whole and maltreated, and what is sent but not mapped is told.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use patchbay_connector_kit::{ConnectorSpec, Decoded, RowsAt, StreamSpec};
use patchbay_model::VendorId;
use serde_json::{Map, Value, json};

use crate::{connectwise, syncro};

#[path = "recorded_sorting_tests.rs"]
mod sorting;

use sorting::Is;

/// The folder of a vendor's answers: `PATCHBAY_RECORDED`, or the shared folder beside the checkout.
fn folder(vendor: &str) -> Option<PathBuf> {
    let beside =
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/vendors/fixtures");
    let folder = std::env::var_os("PATCHBAY_RECORDED").map_or_else(beside, PathBuf::from);
    let folder = folder.join(vendor);
    let is_there = folder.is_dir();
    if !is_there {
        println!("{vendor}: SKIPPED, there are no collected answers beside the checkout");
    }
    is_there.then_some(folder)
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// All JSON files below a folder, with their paths from there.
fn files(folder: &Path) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            let inside = files(&path).into_iter();
            found.extend(inside.map(|(rest, answer)| (format!("{name}/{rest}"), answer)));
        } else if name.ends_with(".json") {
            found.push((name, json(&path)));
        }
    }
    found
}

/// The rows of an answer.
fn rows(answer: &Value, at: RowsAt) -> Vec<Value> {
    let inside = |path: &str| {
        let names = path.split('.').filter(|name| !name.is_empty());
        names.fold(answer.clone(), |found, name| found[name].clone())
    };
    let found = match at {
        RowsAt::Body => answer.clone(),
        RowsAt::Field(name) | RowsAt::Named { list: name, .. } => inside(name),
        RowsAt::Single(name) => Value::Array(vec![inside(name)]),
    };
    found.as_array().cloned().unwrap_or_else(|| panic!("no list at {at:?}"))
}

fn decode(stream: &StreamSpec, row: &Value) -> Result<Decoded, (String, String)> {
    (stream.decode)(&row.to_string(), Some(&VendorId::from(1)))
}

/// What was read of a stream: how many rows, and the fields without which a row would be the same.
#[derive(Default)]
struct Report {
    rows: usize,
    mapped: BTreeSet<String>,
    seen: BTreeSet<String>,
}

impl Report {
    fn read(&mut self, stream: &StreamSpec, row: &Value) {
        let whole = decode(stream, row);
        let whole = whole.unwrap_or_else(|wrong| panic!("{}: {wrong:?} {row}", stream.name));
        assert_eq!(whole.record.kind(), stream.kind);
        self.rows += 1;
        let Some(fields) = row.as_object() else { return };
        maltreat(stream, fields, &whole);
        for (name, value) in fields.iter().filter(|(_, value)| !is_nothing(value)) {
            self.seen.insert(name.clone());
            let mut less = fields.clone();
            less.remove(name);
            // Some fields only stand in for others that are missing.
            let only = |names: &[&str]| {
                let kept = names.iter().filter_map(|name| fields.get_key_value(*name));
                decode(stream, &kept.map(|(name, value)| (name.clone(), value.clone())).collect())
            };
            let same = decode(stream, &Value::Object(less)).ok().as_ref() == Some(&whole)
                && only(&["id", name]) == only(&["id"]);
            // A switch that is off may be mapped without making a difference.
            if !same || *value == Value::Bool(false) {
                self.mapped.insert(name.clone());
            }
        }
    }
}

/// What vendors do to their rows from one day to the next must not cost the row.
fn maltreat(stream: &StreamSpec, fields: &Map<String, Value>, whole: &Decoded) {
    let read = |what: &str, row: Map<String, Value>| {
        decode(stream, &Value::Object(row))
            .unwrap_or_else(|wrong| panic!("{}: {what}: {wrong:?}", stream.name))
    };
    for name in fields.keys().filter(|name| *name != "id") {
        let mut row = fields.clone();
        row.remove(name);
        assert_eq!(read(&format!("without {name}"), row).vendor_id, whole.vendor_id);
        for (what, value) in [
            ("null", Value::Null),
            ("an unknown word", json!("A word of tomorrow")),
            ("a number", json!(7)),
            ("a list", json!([null, {}, 7])),
            ("an object", json!({ "id": null, "later": [1] })),
        ] {
            let mut row = fields.clone();
            row.insert(name.clone(), value);
            assert_eq!(read(&format!("{name} is {what}"), row).vendor_id, whole.vendor_id);
        }
    }
    let changed = |change: &dyn Fn(&str, &Value) -> Option<Value>| {
        let mut row = Value::Object(fields.clone());
        walk(&mut row, change);
        row.as_object().cloned().unwrap()
    };
    let as_text = changed(&|name, value| {
        let is_id = name == "id" || name.ends_with("_id") || name.ends_with("Id");
        value.as_i64().filter(|_| is_id).map(|id| json!(id.to_string()))
    });
    assert_eq!(&read("ids as text", as_text), whole, "{}", stream.name);
    read(
        "all words unknown",
        changed(&|name, value| {
            (name != "id" && value.is_string()).then(|| json!("A word of tomorrow"))
        }),
    );
    read(
        "all inner values null",
        changed(&|name, value| {
            (name != "id" && !value.is_object() && !value.is_array()).then_some(Value::Null)
        }),
    );
    let mut more = fields.clone();
    more.insert("fieldOfTomorrow".to_owned(), json!({ "deep": [1, { "er": null }] }));
    assert_eq!(&read("a field more", more), whole);
    let mut nameless = fields.clone();
    nameless.remove("id");
    if let Err((field, _)) = decode(stream, &Value::Object(nameless)) {
        assert_eq!(field, "id", "{}", stream.name);
    }
}

/// Replaces values by their name, everywhere inside.
fn walk(value: &mut Value, change: &dyn Fn(&str, &Value) -> Option<Value>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                match change(name, inner) {
                    Some(other) => *inner = other,
                    None => walk(inner, change),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, change)),
        _ => {}
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

/// Reads the answers of one vendor.
struct Reader {
    spec: &'static ConnectorSpec,
    reports: BTreeMap<&'static str, Report>,
    notes: usize,
    unsorted: Vec<String>,
}

impl Reader {
    fn new(spec: &'static ConnectorSpec) -> Self {
        Self { spec, reports: BTreeMap::new(), notes: 0, unsorted: Vec::new() }
    }

    fn read(&mut self, name: &str, answer: &Value, is: Option<Is>) {
        let stream = |name| self.spec.stream(name).expect("the stream is there");
        let all: Vec<(&'static StreamSpec, RowsAt)> = match is {
            None => return self.unsorted.push(name.to_owned()),
            Some(Is::Not(_)) => return,
            Some(Is::Notes) => {
                let notes = self.spec.notes.unwrap();
                let read = (notes.decode)(answer.to_string().as_bytes()).unwrap();
                assert!(!read.is_empty(), "{name}");
                self.notes += read.len();
                return;
            }
            Some(Is::Rows(names)) => {
                names.iter().map(|name| (stream(name), stream(name).rows_at)).collect()
            }
            Some(Is::One(name, at) | Is::Many(name, at)) => vec![(stream(name), at)],
        };
        for (stream, at) in all {
            for row in rows(answer, at) {
                self.reports.entry(stream.name).or_default().read(stream, &row);
            }
        }
    }

    /// Prints what was read and not mapped, fails with the answers that nobody has sorted, and where
    /// docs/CONTRACTS.md says something else about what is not mapped.
    fn finish(self) -> BTreeMap<&'static str, Report> {
        let vendor = self.spec.id;
        let mut lines = BTreeSet::new();
        for (name, report) in &self.reports {
            let open: Vec<_> = report.seen.difference(&report.mapped).map(String::as_str).collect();
            println!("{vendor} {name}: {} rows; not mapped: {}", report.rows, open.join(" "));
            if !open.is_empty() {
                lines.insert(format!("| {vendor} | {name} | {} |", open.join(", ")));
            }
        }
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs/CONTRACTS.md");
        let page = std::fs::read_to_string(page).unwrap();
        let ours = format!("| {vendor} | ");
        let told: BTreeSet<String> =
            page.lines().filter(|line| line.starts_with(&ours)).map(str::to_owned).collect();
        let wanted = lines.iter().cloned().collect::<Vec<_>>().join("\n");
        assert_eq!(told, lines, "docs/CONTRACTS.md has to say:\n{wanted}\n");
        assert!(self.unsorted.is_empty(), "sort these first: {:?}", self.unsorted);
        assert!(self.notes > 0, "no notes were read");
        self.reports
    }
}

#[test]
fn connectwise_reads_what_others_collected() {
    let Some(folder) = folder("connectwise") else { return };
    let mut reader = Reader::new(&connectwise::SPEC);
    for (path, answer) in files(&folder) {
        reader.read(&path, &answer, sorting::written(&path));
    }
    let collected = json(&folder.join("django-connectwise/fixtures.json"));
    for (name, answer) in collected.as_object().unwrap() {
        reader.read(name, answer, sorting::collected(name));
    }
    assert!(reader.finish().len() >= 28);
}

/// The index that comes with the collected answers says the same about them as we do.
#[test]
fn collected_answers_are_sorted_as_their_index_says() {
    let Some(folder) = folder("connectwise") else { return };
    let index = json(&folder.join("django-connectwise/endpoints.json"));
    for stream in connectwise::SPEC.streams {
        let call = format!("GET {}", stream.path.replace("{parent}", "{id}"));
        let Some(name) = index[&call].as_str() else { continue };
        let sorted = sorting::collected(name);
        assert!(matches!(sorted, Some(Is::Rows([only])) if *only == stream.name), "{name}");
    }
}

#[test]
fn syncro_reads_what_its_vendor_shows() {
    let Some(folder) = folder("syncro") else { return };
    let mut reader = Reader::new(&syncro::SPEC);
    for (path, answer) in files(&folder) {
        let name = path.strip_prefix("swagger-examples/").unwrap_or(&path);
        reader.read(&path, &answer, sorting::shown(name.trim_end_matches(".json")));
    }
    let reports = reader.finish();
    for name in ["customers", "users", "contacts", "tickets", "assets"] {
        assert!(reports[name].rows >= 2, "{name}");
    }
}

#[test]
fn an_answer_that_nobody_has_sorted_is_told() {
    assert_eq!(sorting::shown("get_vendors_id.200"), Some(Is::Not("no stream reads it")));
    assert!(matches!(sorting::shown("post_tickets.422"), Some(Is::Not(_))));
    assert_eq!(sorting::shown("get_tickets_of_tomorrow.200"), None);
    assert_eq!(sorting::collected("API_OF_TOMORROW"), None);
    assert_eq!(sorting::written("synthetic-psa/of-tomorrow.json"), None);
    let mut reader = Reader::new(&syncro::SPEC);
    reader.read("get_tickets_of_tomorrow.200", &json!({}), None);
    assert_eq!(reader.unsorted, ["get_tickets_of_tomorrow.200"]);
}
