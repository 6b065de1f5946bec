//! Reference data: lists per item of another list, refusals of single items, and what changes in them.

use patchbay_connectors::ALL;
use patchbay_engine::Wanted;
use patchbay_model::RunOutcome;
use patchbay_sandbox::Fault;
use patchbay_tests::{Size, Stage, each_stream, run_of};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn an_item_that_refuses_exempts_only_its_own_rows() {
    for spec in ALL {
        let stage = Stage::start(spec, Size::SMALL).await;
        let world = stage.sandbox.world();
        stage.sync(&[], Wanted::Auto).await;
        for stream in each_stream(spec) {
            let lists = stage.lists(stream);
            let (refusing, other) = (&lists[0], &lists[1]);
            let parent = refusing.parent.clone().unwrap().0;
            stage.sandbox.faults().always(&refusing.path, Fault::Forbidden);
            stage.sandbox.log().clear();
            // One row vanishes below the list that refuses, one below another.
            let hidden = world.ids(&refusing.path)[0];
            let gone = world.ids(&other.path)[0];
            assert!(world.delete(&refusing.path, hidden) && world.delete(&other.path, gone));
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
            let gone = (other.parent.clone().unwrap().0, gone.to_string());
            assert!(!live.contains_key(&gone) && live.contains_key(&(parent, hidden.to_string())));
            // What one list refuses does not send the others to their second address.
            let sent = stage.requests(stream).len();
            assert_eq!(sent, lists.len(), "{}", stream.name);
            stage.sandbox.faults().clear();
            let outcome = stage.sync(&[stream.name], Wanted::Full).await;
            assert_eq!(run_of(&outcome, stream.name).outcome, RunOutcome::Done);
            stage.assert_same(stream).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_of_statuses_are_told() {
    for spec in ALL {
        let stage = Stage::start(spec, Size::SMALL).await;
        let world = stage.sandbox.world();
        let Some(stream) = spec.stream("board_statuses") else { continue };
        let first = stage.sync(&[stream.name], Wanted::Auto).await;
        let run = run_of(&first, stream.name);
        let told = stage.app.run(&run.id.to_string()).await.unwrap().reference_changes;
        assert!(told.is_empty(), "the first read changes nothing: {told:?}");
        let list = &stage.lists(stream)[0];
        let board = list.parent.as_ref().and_then(patchbay_model::VendorId::as_number).unwrap();
        let statuses = world.ids(&list.path);
        let name = |id| world.record(&list.path, id).unwrap()["name"].as_str().unwrap().to_owned();
        let (old, asleep) = (name(statuses[0]), name(statuses[1]));
        assert!(world.rename_board_status(board, statuses[0], "Fresh as paint"));
        assert!(world.deactivate_board_status(board, statuses[1]));
        assert!(world.add_board_status(board, "Brand new status").is_some());
        let removed = name(statuses[2]);
        assert!(world.delete(&list.path, statuses[2]));
        let second = stage.sync(&[stream.name], Wanted::Auto).await;
        let run = run_of(&second, stream.name);
        assert_eq!(run.outcome, RunOutcome::Done);
        let told = stage.app.run(&run.id.to_string()).await.unwrap().reference_changes;
        assert_eq!(told.len(), 4, "{told:?}");
        let says =
            |parts: &[&str]| told.iter().any(|line| parts.iter().all(|part| line.contains(part)));
        assert!(says(&[&old, "Fresh as paint"]), "{told:?}");
        assert!(says(&[&asleep, "deactivated"]), "{told:?}");
        assert!(says(&["Brand new status", "new"]), "{told:?}");
        assert!(says(&[&removed, "gone"]), "{told:?}");
        stage.assert_same(stream).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_follow_when_a_parent_comes_and_goes() {
    for spec in ALL {
        let stage = Stage::start(spec, Size::SMALL).await;
        stage.sync(&[], Wanted::Auto).await;
        let world = stage.sandbox.world();
        for stream in each_stream(spec) {
            let parents = spec.stream(stream.each.unwrap().stream).unwrap();
            let last = *world.ids(parents.path).last().unwrap();
            let row = world.record(parents.path, last).unwrap();
            if !world.delete(parents.path, last) {
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
            world.add(parents.path, serde_json::Value::Object(fields)).unwrap();
            stage.sync(&[parents.name], Wanted::Auto).await;
            stage.assert_same(parents).await;
            break;
        }
    }
}
