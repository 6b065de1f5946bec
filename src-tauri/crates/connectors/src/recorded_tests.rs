//! Real answers that others collected, where they lie beside the checkout (they are not part of it): every
//! row of a stream that is read has to be read, and what is sent but not mapped is told.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use patchbay_connector_kit::{ConnectorSpec, RowsAt, StreamSpec};
use patchbay_model::VendorId;
use serde_json::Value;

use crate::{connectwise, syncro};

/// The folder of a vendor's answers: `PATCHBAY_RECORDED`, or the shared folder beside the checkout.
fn folder(vendor: &str) -> PathBuf {
    let beside =
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/vendors/fixtures");
    std::env::var_os("PATCHBAY_RECORDED").map_or_else(beside, PathBuf::from).join(vendor)
}

fn json(path: PathBuf) -> Option<Value> {
    let text = std::fs::read_to_string(path).ok()?;
    Some(serde_json::from_str(&text).unwrap())
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

/// What was read of a stream: how many rows, and the fields without which a row would be the same.
#[derive(Default)]
struct Report {
    rows: usize,
    mapped: BTreeSet<String>,
    seen: BTreeSet<String>,
}

impl Report {
    fn read(&mut self, stream: &StreamSpec, row: &Value) {
        let parent = VendorId::from(1);
        let decode = |row: &Value| (stream.decode)(&row.to_string(), Some(&parent));
        let whole = decode(row).unwrap_or_else(|wrong| panic!("{}: {wrong:?} {row}", stream.name));
        assert_eq!(whole.record.kind(), stream.kind);
        self.rows += 1;
        let Some(fields) = row.as_object() else { return };
        for (name, value) in fields.iter().filter(|(_, value)| !is_nothing(value)) {
            self.seen.insert(name.clone());
            let mut less = fields.clone();
            less.remove(name);
            if decode(&Value::Object(less)).ok().as_ref() != Some(&whole) || is_usual(value) {
                self.mapped.insert(name.clone());
            }
        }
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

/// A switch that is off may be mapped without making a difference.
fn is_usual(value: &Value) -> bool {
    *value == Value::Bool(false)
}

/// Prints what was read; answers how many rows it was.
fn tell(spec: &ConnectorSpec, reports: &BTreeMap<&str, Report>) -> usize {
    for (name, report) in reports {
        let open: Vec<_> = report.seen.difference(&report.mapped).map(String::as_str).collect();
        println!("{} {name}: {} rows; not mapped: {}", spec.id, report.rows, open.join(" "));
    }
    reports.values().map(|report| report.rows).sum()
}

#[test]
fn connectwise_reads_what_others_collected() {
    let folder = folder("connectwise/django-connectwise");
    let files = (json(folder.join("endpoints.json")), json(folder.join("fixtures.json")));
    let (Some(endpoints), Some(answers)) = files else {
        println!("skipped: no collected answers beside the checkout");
        return;
    };
    let spec = &connectwise::SPEC;
    let mut reports: BTreeMap<&str, Report> = BTreeMap::new();
    for stream in spec.streams {
        let call = format!("GET {}", stream.path.replace("{parent}", "{id}"));
        let Some(key) = endpoints[&call].as_str() else { continue };
        for row in rows(&answers[key], stream.rows_at) {
            reports.entry(stream.name).or_default().read(stream, &row);
        }
    }
    assert!(tell(spec, &reports) >= 25);
}

#[test]
fn syncro_reads_what_its_vendor_shows() {
    let folder = folder("syncro/swagger-examples");
    if !folder.is_dir() {
        println!("skipped: no collected answers beside the checkout");
        return;
    }
    let spec = &syncro::SPEC;
    let mut reports: BTreeMap<&str, Report> = BTreeMap::new();
    let mut read = |stream: &'static StreamSpec, path: &str, at: RowsAt| {
        let name = path.trim_start_matches('/').replace(['/', '{', '}'], "_").replace("__", "_");
        let file = format!("get_{}.200.json", name.trim_end_matches('_'));
        let Some(answer) = json(folder.join(file)) else { return };
        for row in rows(&answer, at) {
            reports.entry(stream.name).or_default().read(stream, &row);
        }
    };
    for stream in spec.streams {
        read(stream, stream.path, stream.rows_at);
        if let RowsAt::Named { path, row, .. } = stream.rows_at {
            read(stream, path, RowsAt::Single(row));
        }
        if let Some(patchbay_connector_kit::AskIds::OneByOne { path, row_at }) =
            stream.by_ids.map(|by_ids| by_ids.ask)
        {
            read(stream, path, row_at);
        }
    }
    let comments = json(folder.join("get_tickets_id_comments.200.json")).unwrap();
    let notes = (spec.notes.unwrap().decode)(comments.to_string().as_bytes()).unwrap();
    assert_eq!(notes.len(), 1);
    assert!(tell(spec, &reports) >= 20);
}
