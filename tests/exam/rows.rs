//! Rows as vendors really send them: with fields that nobody knows, without those that were promised,
//! with ids as text, and without an id.

use patchbay_connectors::ALL;
use patchbay_engine::Wanted;
use patchbay_model::RunOutcome;
use patchbay_sandbox::Fault;
use patchbay_store::FailureScope;
use patchbay_tests::{Size, Stage, record_streams, run_of};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn unknown_fields_are_passed_over() {
    for spec in ALL {
        let stage = Stage::start(spec, Size::SMALL).await;
        stage.sandbox.faults().always("", Fault::ExtraFields);
        let outcome = stage.sync(&[], Wanted::Auto).await;
        for stream in spec.streams {
            let run = run_of(&outcome, stream.name);
            assert_eq!(run.outcome, RunOutcome::Done, "{} {:?}", stream.name, run.problem);
            let differences =
                patchbay_tests::differences(&stage.truth(stream), &stage.live(stream).await);
            assert!(differences.is_empty(), "{}: {differences:#?}", stream.name);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn optional_fields_may_be_null() {
    for spec in ALL {
        let stage = Stage::start(spec, Size::SMALL).await;
        stage.sandbox.faults().always("", Fault::NullOptionals);
        let outcome = stage.sync(&[], Wanted::Auto).await;
        for stream in spec.streams {
            let run = run_of(&outcome, stream.name);
            assert_eq!(run.outcome, RunOutcome::Done, "{} {:?}", stream.name, run.problem);
            let live: Vec<_> = stage.live(stream).await.into_keys().collect();
            let all: Vec<_> = stage.truth(stream).into_keys().collect();
            assert_eq!(live, all, "{}", stream.name);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_may_be_text() {
    for spec in ALL {
        let stage = Stage::start(spec, Size::SMALL).await;
        stage.sync(&[], Wanted::Auto).await;
        stage.sandbox.faults().always("", Fault::IdsAsText);
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
}

/// Every field of every list in turn: left out, and with a value of each type that JSON has.
#[tokio::test(flavor = "multi_thread")]
async fn no_field_but_the_id_can_cost_a_row() {
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
    for spec in ALL {
        let stage = Stage::start(spec, Size::SMALL).await;
        for stream in spec.streams {
            for row in stage.truth(stream).into_values().take(12) {
                let fields = row.raw.as_object().unwrap();
                let parent = patchbay_model::VendorId::from("77");
                let read = |row: &Value| (stream.decode)(&row.to_string(), Some(&parent));
                for field in fields.keys().filter(|field| *field != "id") {
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
                nameless.as_object_mut().unwrap().remove("id");
                let (field, say) = read(&nameless).unwrap_err();
                assert_eq!((field.as_str(), say.is_empty()), ("id", false));
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_without_an_id_is_named_and_costs_no_other() {
    for spec in ALL {
        let stage = Stage::start(spec, Size::SMALL).await;
        for stream in record_streams(spec) {
            let rule = stage.sandbox.faults().next(stream.path, 1, Fault::DropId(3));
            let outcome = stage.sync(&[stream.name], Wanted::Full).await;
            let run = run_of(&outcome, stream.name);
            assert_eq!(run.outcome, RunOutcome::Partly, "{}", stream.name);
            assert_eq!(run.counts.failed, 1);
            let detail = stage.app.run(&run.id.to_string()).await.unwrap();
            let failed = &detail.failed_records[0];
            assert_eq!(detail.failed_records.len(), 1);
            assert_eq!((failed.row, failed.field.as_str()), (3, "id"));
            assert_eq!(failed.vendor_id, None);
            let all: Vec<_> = stage.truth(stream).into_iter().collect();
            let live = stage.live(stream).await;
            for (place, (key, row)) in all.iter().enumerate() {
                let expected = !row.deleted && row.id != nth(&stage, stream.path, 3);
                assert_eq!(live.contains_key(key), expected, "{} {place}", stream.name);
            }
            stage.sandbox.faults().remove(rule);
            // Read well, it is forgotten.
            let outcome = stage.sync(&[stream.name], Wanted::Full).await;
            assert_eq!(run_of(&outcome, stream.name).outcome, RunOutcome::Done);
            stage.assert_same(stream).await;
            let scope = FailureScope::Integration(stage.id);
            assert!(stage.store.failed_records(scope).await.unwrap().is_empty());
        }
    }
}

fn nth(stage: &Stage, path: &str, place: usize) -> i64 {
    stage.sandbox.world().ids(path)[place]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_record_that_comes_without_its_id_is_not_gone() {
    for spec in ALL {
        let stage = Stage::start(spec, Size::SMALL).await;
        stage.sync(&[], Wanted::Auto).await;
        for stream in spec.streams.iter().filter(|stream| stream.each.is_none()) {
            let before = stage.live(stream).await.len();
            if before < 2 {
                continue;
            }
            stage.sandbox.faults().next(stream.path, 1, Fault::DropId(1));
            let outcome = stage.sync(&[stream.name], Wanted::Full).await;
            let run = run_of(&outcome, stream.name);
            assert_eq!((run.outcome, run.counts.gone), (RunOutcome::Partly, 0), "{}", stream.name);
            assert_eq!(stage.live(stream).await.len(), before, "{}", stream.name);
            stage.sandbox.faults().clear();
        }
    }
}
