//! Rows as vendors really send them: with fields that nobody knows, without those that were promised,
//! with ids as text, and without an id.

use patchbay_connector_kit::ConnectorSpec;
use patchbay_engine::Wanted;
use patchbay_model::{RecordKind, RunOutcome, VendorId};
use patchbay_sandbox::Fault;
use patchbay_store::FailureScope;
use patchbay_tests::{Size, Stage, TruthRow, exactly, record_streams, run_of};
use serde_json::{Value, json};

crate::put_to_all![
    unknown_fields_are_passed_over,
    optional_fields_may_be_null,
    ids_may_be_text,
    ids_are_the_vendors_own_and_tell_rows_apart,
    no_field_but_the_id_can_cost_a_row,
    a_row_without_an_id_is_named_and_costs_no_other,
    a_known_record_that_comes_without_its_id_is_not_gone,
];

pub async fn unknown_fields_are_passed_over(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    stage.vendor.faults().always("", Fault::ExtraFields);
    let outcome = stage.sync(&[], Wanted::Auto).await;
    for stream in spec.streams {
        let run = run_of(&outcome, stream.name);
        assert_eq!(run.outcome, RunOutcome::Done, "{} {:?}", stream.name, run.problem);
        let differences = stage.differences(stream).await;
        assert!(differences.is_empty(), "{}: {differences:#?}", stream.name);
    }
}

pub async fn optional_fields_may_be_null(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    stage.vendor.faults().always("", Fault::NullOptionals);
    let outcome = stage.sync(&[], Wanted::Auto).await;
    for stream in spec.streams {
        let run = run_of(&outcome, stream.name);
        assert_eq!(run.outcome, RunOutcome::Done, "{} {:?}", stream.name, run.problem);
        let live: Vec<_> = stage.live(stream).await.into_keys().collect();
        let all: Vec<_> = stage.truth(stream).into_keys().collect();
        assert_eq!(live, all, "{}", stream.name);
    }
}

pub async fn ids_may_be_text(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    stage.sync(&[], Wanted::Auto).await;
    stage.vendor.faults().always("", Fault::IdsAsText);
    let outcome = stage.sync(&[], Wanted::Full).await;
    for stream in record_streams(spec) {
        let run = run_of(&outcome, stream.name);
        assert_eq!(run.outcome, RunOutcome::Done, "{} {:?}", stream.name, run.problem);
        let counts = run.counts;
        assert_eq!(counts.added + counts.changed + counts.gone, 0, "{}", stream.name);
    }
    for stream in spec.streams {
        let live: Vec<_> = stage.live(stream).await.into_keys().collect();
        let truth = stage.truth(stream).into_iter().filter(|(_, row)| !row.deleted);
        assert_eq!(live, truth.map(|(key, _)| key).collect::<Vec<_>>(), "{}", stream.name);
    }
}

/// The field of a row that is its id; `None`: the row is a text that is its own id, or its id is made up.
fn identity(row: &TruthRow) -> Option<&str> {
    let fields = row.raw.as_object()?;
    let is_it = |value: &Value| match value {
        Value::String(text) => *text == row.decoded.vendor_id.0,
        Value::Number(number) => number.to_string() == row.decoded.vendor_id.0,
        _ => false,
    };
    let named_so = fields.get_key_value("id").filter(|(_, value)| is_it(value));
    let found = named_so.or_else(|| fields.iter().find(|(_, value)| is_it(value)));
    found.map(|(field, _)| field.as_str())
}

pub async fn ids_are_the_vendors_own_and_tell_rows_apart(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    for stream in spec.streams {
        let rows: usize =
            stage.lists(stream).iter().map(|list| stage.vendor.ids(&list.path).len()).sum();
        let truth = stage.truth(stream);
        assert!(rows > 0, "{}: there is nothing at the vendor", stream.name);
        assert_eq!(truth.len(), rows, "{}: two rows have the same id", stream.name);
        for row in truth.values() {
            if row.raw.is_object() {
                let found = identity(row);
                let is_record = stream.kind != RecordKind::Reference;
                assert!(found.is_some(), "{}: {} is made up", stream.name, row.decoded.vendor_id);
                assert!(!is_record || found == Some("id"), "{}: {found:?}", stream.name);
            } else {
                let own = row.raw.as_str();
                assert_eq!(own, Some(row.decoded.vendor_id.as_str()), "{}", stream.name);
            }
        }
    }
}

/// Every field of every list in turn: left out, and with a value of each type that JSON has.
pub async fn no_field_but_the_id_can_cost_a_row(spec: &'static ConnectorSpec) {
    let odd = [
        Value::Null,
        json!(true),
        json!(-7),
        json!(0.25),
        json!(1e300),
        json!(""),
        json!("soon"),
        json!([]),
        json!([1, "x", null, {}]),
        json!({}),
        json!({ "id": null, "name": [] }),
    ];
    let stage = Stage::start(spec, Size::SMALL).await;
    for stream in spec.streams {
        let parent = VendorId::from("77");
        let read = |row: &Value| (stream.decode)(&row.to_string(), Some(&parent));
        for row in stage.truth(stream).into_values().take(12) {
            let Some(fields) = row.raw.as_object() else {
                // What is no text is told, or read as one.
                for value in &odd {
                    assert!(read(value).err().is_none_or(|(_, say)| !say.is_empty()));
                }
                continue;
            };
            let id = identity(&row).unwrap_or("id");
            for field in fields.keys().filter(|field| *field != id) {
                let mut changed = row.raw.clone();
                changed.as_object_mut().unwrap().remove(field);
                let decoded = read(&changed).unwrap();
                assert_eq!(decoded.vendor_id, row.decoded.vendor_id);
                for value in &odd {
                    changed[field] = value.clone();
                    let decoded = read(&changed);
                    let decoded = decoded.unwrap_or_else(|(field, say)| {
                        panic!("{} {field} {value}: {say}", stream.name)
                    });
                    assert_eq!(decoded.vendor_id, row.decoded.vendor_id);
                }
            }
            let mut nameless = row.raw.clone();
            nameless.as_object_mut().unwrap().remove(id);
            let (field, say) = read(&nameless).unwrap_err();
            assert_eq!((field.as_str(), say.is_empty()), (id, false));
        }
    }
}

pub async fn a_row_without_an_id_is_named_and_costs_no_other(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    let mut missed = 0;
    for stream in record_streams(spec) {
        let rule = stage.vendor.faults().next(&exactly(stream), 1, Fault::DropId(3));
        let outcome = stage.sync(&[stream.name], Wanted::Full).await;
        let run = run_of(&outcome, stream.name);
        assert_eq!(run.outcome, RunOutcome::Partly, "{}", stream.name);
        assert_eq!(run.counts.failed, 1);
        let detail = stage.app.run(&run.id.to_string()).await.unwrap();
        let failed = &detail.failed_records[0];
        assert_eq!(detail.failed_records.len(), 1);
        assert_eq!((failed.row, failed.field.as_str()), (3, "id"));
        assert_eq!(failed.vendor_id, None);
        let truth = stage.truth(stream);
        let live = stage.live(stream).await;
        assert!(live.keys().all(|key| truth.get(key).is_some_and(|row| !row.deleted)));
        let alive = truth.iter().filter(|(_, row)| !row.deleted);
        let lost = alive.filter(|(key, _)| !live.contains_key(key)).count();
        // The row may be one that the vendor marks as deleted.
        assert!(lost <= 1, "{}: {lost} are lost", stream.name);
        missed += lost;
        stage.vendor.faults().remove(rule);
        // Read well, it is forgotten.
        let outcome = stage.sync(&[stream.name], Wanted::Full).await;
        assert_eq!(run_of(&outcome, stream.name).outcome, RunOutcome::Done);
        stage.assert_same(stream).await;
        let scope = FailureScope::Integration(stage.id);
        assert!(stage.store.failed_records(scope).await.unwrap().is_empty());
    }
    assert!(missed > 0, "the fault took no row");
}

pub async fn a_known_record_that_comes_without_its_id_is_not_gone(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    stage.sync(&[], Wanted::Auto).await;
    for stream in spec.streams.iter().filter(|stream| stream.each.is_none()) {
        let before = stage.live(stream).await.len();
        // The fault strikes lists, not documents with several of them.
        let together = spec.streams.iter().filter(|other| other.path == stream.path).count();
        if before < 2 || together > 1 {
            continue;
        }
        stage.vendor.faults().next(&exactly(stream), 1, Fault::DropId(1));
        let outcome = stage.sync(&[stream.name], Wanted::Full).await;
        let run = run_of(&outcome, stream.name);
        assert_eq!((run.outcome, run.counts.gone), (RunOutcome::Partly, 0), "{}", stream.name);
        assert_eq!(stage.live(stream).await.len(), before, "{}", stream.name);
        stage.vendor.faults().clear();
    }
}
