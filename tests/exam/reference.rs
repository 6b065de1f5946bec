//! Reference data: lists per item of another list, refusals of single items, and what changes in them.

use patchbay_connector_kit::{ConnectorSpec, StreamSpec};
use patchbay_engine::Wanted;
use patchbay_model::{Record, RunOutcome};
use patchbay_sandbox::Fault;
use patchbay_tests::{List, Size, Stage, each_stream, list_path, run_of};
use serde_json::{Value, json};

crate::put_to_all![
    an_item_that_refuses_exempts_only_its_own_rows,
    changes_of_statuses_are_told,
    lists_follow_when_a_parent_comes_and_goes,
];

pub async fn an_item_that_refuses_exempts_only_its_own_rows(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    let vendor = &stage.vendor;
    stage.sync(&[], Wanted::Auto).await;
    for stream in each_stream(spec) {
        let lists = stage.lists(stream);
        let (refusing, other) = (&lists[0], &lists[1]);
        let parent = refusing.parent.clone().unwrap().0;
        let place = refusing.path.split('#').next().unwrap();
        let second = stream.path_when_forbidden.map(|path| path.replace("{parent}", &parent));
        for path in [Some(place.to_owned()), second].into_iter().flatten() {
            stage.vendor.faults().always(&format!("{path}$"), Fault::Forbidden);
        }
        stage.vendor.log().clear();
        // One row vanishes below the list that refuses, one below another.
        let hidden = vendor.ids(&refusing.path)[0];
        let gone = vendor.ids(&other.path)[0];
        let truth = stage.truth(stream);
        let key = |list: &List, id: i64| {
            let mut rows = truth.iter();
            let found = rows.find(|(_, row)| row.path == list.path && row.id == id);
            found.unwrap().0.clone()
        };
        let (hidden_key, gone_key) = (key(refusing, hidden), key(other, gone));
        assert!(vendor.delete(&refusing.path, hidden) && vendor.delete(&other.path, gone));
        let before = stage.live(stream).await;
        let outcome = stage.sync(&[stream.name], Wanted::Full).await;
        let run = run_of(&outcome, stream.name);
        assert_eq!(run.outcome, RunOutcome::Partly, "{} {:?}", stream.name, run.problem);
        assert_eq!((run.counts.gone, run.counts.added + run.counts.changed), (1, 0));
        let detail = stage.app.run(&run.id.to_string()).await.unwrap();
        assert_eq!(detail.failed_records.len(), 1);
        assert!(detail.failed_records[0].field.contains(&parent));
        assert!(!detail.failed_records[0].say.is_empty());
        let live = stage.live(stream).await;
        assert_eq!(live.len(), before.len() - 1);
        assert!(!live.contains_key(&gone_key) && live.contains_key(&hidden_key));
        // What one list refuses does not send the others to their second address.
        let sent = stage.requests(stream).len();
        assert_eq!(sent, lists.len(), "{}", stream.name);
        stage.vendor.faults().clear();
        let outcome = stage.sync(&[stream.name], Wanted::Full).await;
        assert_eq!(run_of(&outcome, stream.name).outcome, RunOutcome::Done);
        stage.assert_same(stream).await;
    }
}

/// The mark that says that an item is not in use any more, if this vendor's items have one: found by what the
/// table makes of the row.
fn asleep(stream: &StreamSpec, list: &List, row: &Value) -> Option<Value> {
    row.as_object()?.iter().find_map(|(field, value)| {
        let mut changed = row.clone();
        changed[field] = json!(!value.as_bool()?);
        let decoded = (stream.decode)(&changed.to_string(), list.parent.as_ref()).ok()?;
        let sleeps = matches!(decoded.record, Record::Reference(item) if !item.active);
        sleeps.then(|| json!({ field: changed[field] }))
    })
}

pub async fn changes_of_statuses_are_told(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    let vendor = &stage.vendor;
    let Some(stream) = spec.stages.and_then(|stages| spec.stream(stages.statuses)) else { return };
    let first = stage.sync(&[stream.name], Wanted::Auto).await;
    let run = run_of(&first, stream.name);
    let told = stage.app.run(&run.id.to_string()).await.unwrap().reference_changes;
    assert!(told.is_empty(), "the first read changes nothing: {told:?}");
    let list = &stage.lists(stream)[0];
    let ids = vendor.ids(&list.path);
    let item = |id| {
        let raw = vendor.record(&list.path, id).unwrap();
        let decoded = (stream.decode)(&raw.to_string(), list.parent.as_ref()).unwrap();
        let Record::Reference(item) = decoded.record else { panic!("no reference data") };
        (decoded.vendor_id, item.name, raw)
    };
    let (before, sleepy, removed) = (item(ids[0]), item(ids[1]), item(ids[2]));
    assert!(vendor.rename(&list.path, ids[0], "Fresh as paint"));
    let mark = asleep(stream, list, &sleepy.2);
    let sleeps = mark.is_some_and(|mark| vendor.change(&list.path, ids[1], mark));
    assert!(vendor.add(&list.path, json!({ "name": "Brand new status" })).is_some());
    assert!(vendor.delete(&list.path, ids[2]));
    let second = stage.sync(&[stream.name], Wanted::Auto).await;
    let run = run_of(&second, stream.name);
    assert_eq!(run.outcome, RunOutcome::Done);
    let told = stage.app.run(&run.id.to_string()).await.unwrap().reference_changes;
    let says =
        |parts: &[&str]| told.iter().any(|line| parts.iter().all(|part| line.contains(part)));
    // A word that is its own id cannot be renamed: another one comes in its place.
    let is_another = item(ids[0]).0 != before.0;
    if is_another {
        assert!(says(&[&before.1, "gone"]) && says(&["Fresh as paint", "new"]), "{told:?}");
    } else {
        assert!(says(&[&before.1, "Fresh as paint"]), "{told:?}");
    }
    assert!(!sleeps || says(&[&sleepy.1, "deactivated"]), "{told:?}");
    assert!(says(&["Brand new status", "new"]), "{told:?}");
    assert!(says(&[&removed.1, "gone"]), "{told:?}");
    assert_eq!(told.len(), 3 + usize::from(is_another) + usize::from(sleeps), "{told:?}");
    stage.assert_same(stream).await;
}

pub async fn lists_follow_when_a_parent_comes_and_goes(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    stage.sync(&[], Wanted::Auto).await;
    let vendor = &stage.vendor;
    for stream in each_stream(spec) {
        let parents = spec.stream(stream.each.unwrap().stream).unwrap();
        let last = *vendor.ids(&list_path(parents)).last().unwrap();
        let row = vendor.record(&list_path(parents), last).unwrap();
        if !vendor.delete(&list_path(parents), last) {
            continue;
        }
        let outcome = stage.sync(&[parents.name, stream.name], Wanted::Auto).await;
        let run = run_of(&outcome, stream.name);
        assert_eq!(run.outcome, RunOutcome::Done, "{} {:?}", stream.name, run.problem);
        stage.assert_same(stream).await;
        assert!(stage.live(stream).await.keys().all(|(parent, _)| *parent != last.to_string()));
        // Another board appears; its lists answer that there is nothing of that name.
        let mut fields = row.as_object().unwrap().clone();
        fields.insert("name".to_owned(), json!("Another one"));
        vendor.add(&list_path(parents), serde_json::Value::Object(fields)).unwrap();
        stage.sync(&[parents.name], Wanted::Auto).await;
        stage.assert_same(parents).await;
        break;
    }
}
