//! Signing in: what works, what is refused, and what three refusals in a row mean.

use std::collections::BTreeMap;

use patchbay_connector_kit::{ConnectorSpec, FieldKind};
use patchbay_engine::Wanted;
use patchbay_model::{IntegrationState, RunOutcome, Secret};
use patchbay_tests::{NAME, Size, Stage, record_streams, run_of};

crate::put_to_all![
    good_keys_prove_everything,
    each_wrong_secret_is_refused_and_a_field_named,
    keys_are_cleaned_as_the_table_says,
    what_is_needed_is_asked_for_and_nothing_else,
    a_refused_sign_in_is_not_repeated,
    three_refusals_in_a_row_stop_the_integration,
    side_by_side_refusals_leave_nothing_behind,
    new_keys_replace_the_old_and_wrong_ones_do_not,
    keys_may_change_while_a_sync_runs,
];

pub async fn good_keys_prove_everything(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    let report = stage.app.test_integration(NAME).await.unwrap();
    let expected: Vec<_> = spec.probe.steps.iter().map(|step| step.proves).collect();
    assert_eq!(report.proved, expected);
    assert_eq!(report.version.is_some(), spec.probe.version_field.is_some());
    assert!(report.base_url.starts_with(&stage.vendor.base_url()));
    assert!(stage.store.counts(stage.id).await.unwrap().iter().all(|count| count.live == 0));
}

pub async fn each_wrong_secret_is_refused_and_a_field_named(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    for field in spec.fields.iter().filter(|field| field.kind == FieldKind::Secret) {
        let mut typed = stage.credentials();
        typed.secrets.insert(field.id.to_owned(), Secret::new("quite-wrong-0815"));
        let error = stage.app.test_credentials(typed).await.unwrap_err();
        assert_eq!(error.code, "unauthorized", "{error:?}");
        let named = error.field.as_deref().and_then(|named| spec.field(named));
        assert!(named.is_some(), "{error:?}");
        assert!(!error.hint.is_empty());
        assert!(!format!("{error:?}").contains("quite-wrong-0815"));
    }
}

pub async fn keys_are_cleaned_as_the_table_says(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    let mut typed = stage.credentials();
    let good = typed.secrets.clone();
    for (id, secret) in &good {
        let pasted = format!("\u{200b}{}\u{feff} ", secret.expose());
        let clean = spec.field(id).and_then(|field| field.clean);
        let cleaned = clean.and_then(|clean| clean(&pasted).ok());
        if cleaned.is_some_and(|(clean, _)| clean == secret.expose()) {
            typed.secrets.insert(id.clone(), Secret::new(pasted));
        }
    }
    assert_ne!(typed.secrets, good, "the table cleans no secret");
    stage.app.test_credentials(typed).await.unwrap();
}

pub async fn what_is_needed_is_asked_for_and_nothing_else(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    for field in spec.fields {
        let mut typed = stage.credentials();
        typed.fields.remove(field.id);
        typed.secrets.remove(field.id);
        let tested = stage.app.test_credentials(typed).await;
        if field.optional {
            assert!(tested.is_ok(), "{} cannot be left out: {tested:?}", field.id);
        } else {
            let error = tested.unwrap_err();
            assert_eq!(error.field.as_deref(), Some(field.id), "{error:?}");
            let sent = stage.vendor.requests();
            let signed =
                sent.iter().any(|one| one.headers.iter().any(|(_, value)| value == "(hidden)"));
            assert!(!signed, "sent without {}", field.id);
        }
        stage.vendor.log().clear();
    }
    let mut typed = stage.credentials();
    let forms = spec.fields.iter().map(|field| field.id);
    forms.for_each(|id| drop((typed.fields.remove(id), typed.secrets.remove(id))));
    assert!(typed.fields.is_empty() && typed.secrets.is_empty(), "the form does not ask for all");
}

pub async fn a_refused_sign_in_is_not_repeated(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    stage.vendor.revoke_credentials();
    let stream = record_streams(spec)[0];
    let outcome = stage.sync(&[stream.name], Wanted::Full).await;
    assert_eq!(run_of(&outcome, stream.name).outcome, RunOutcome::Failed);
    let refused: Vec<_> = stage.vendor.requests();
    let refused: Vec<_> = refused.iter().filter(|one| one.status >= Some(400)).collect();
    assert!(!refused.is_empty());
    for request in &refused {
        let times = refused.iter().filter(|other| other.path == request.path).count();
        assert_eq!(times, 1, "{} was asked again", request.path);
    }
}

pub async fn three_refusals_in_a_row_stop_the_integration(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    let stream = record_streams(spec)[0];
    stage.sync(&[stream.name], Wanted::Auto).await;
    stage.assert_same(stream).await;
    stage.vendor.revoke_credentials();
    for (expected, times) in [
        (IntegrationState::Disconnected, 1),
        (IntegrationState::Disconnected, 2),
        (IntegrationState::Stopped, 3),
    ] {
        let outcome = stage.sync(&[], Wanted::Auto).await;
        assert!(outcome.runs.iter().all(|run| run.outcome == RunOutcome::Failed));
        let problem = outcome.runs[0].problem.clone().unwrap();
        assert_eq!(problem.code, "unauthorized");
        assert!(!problem.hint.is_empty());
        let integration = stage.store.integration(stage.id).await.unwrap().unwrap();
        assert_eq!((integration.state, integration.credential_failures), (expected, times));
        assert!(!integration.state_reason.is_empty());
    }
    // Refusals take nothing away, and leave no run behind that seems to go on.
    stage.assert_same(stream).await;
    let runs = stage.store.runs(1000, None).await.unwrap();
    assert!(runs.iter().all(|run| run.run.outcome != RunOutcome::Running));
    assert!(stage.store.leases().await.unwrap().is_empty());
    // With keys that work it goes on by itself.
    stage.vendor.restore_credentials();
    stage.sync(&[stream.name], Wanted::Auto).await;
    let view = stage.app.integration(NAME).await.unwrap();
    assert_eq!(view.state, IntegrationState::Connected);
}

pub async fn side_by_side_refusals_leave_nothing_behind(spec: &'static ConnectorSpec) {
    let mut tuning = patchbay_tests::quick();
    tuning.at_once = Some(4);
    let stage = Stage::tuned(spec, Size::SMALL, tuning).await;
    stage.vendor.revoke_credentials();
    let outcome = stage.sync(&[], Wanted::Auto).await;
    assert!(outcome.runs.len() <= 4, "no more is started: {}", outcome.runs.len());
    let runs = stage.store.runs(1000, None).await.unwrap();
    assert!(runs.iter().all(|run| run.run.outcome == RunOutcome::Failed));
    assert!(stage.store.leases().await.unwrap().is_empty());
    let integration = stage.store.integration(stage.id).await.unwrap().unwrap();
    assert_eq!(integration.credential_failures, 1, "one sync is one refusal");
}

pub async fn new_keys_replace_the_old_and_wrong_ones_do_not(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    let stream = record_streams(spec)[0];
    let no_fields = BTreeMap::new;
    let mut wrong = stage.credentials().secrets;
    wrong.values_mut().for_each(|secret| *secret = Secret::new("quite-wrong-0815"));
    let refused = stage.app.replace_credentials(NAME, no_fields(), wrong).await.unwrap_err();
    assert_eq!(refused.code, "unauthorized", "{refused:?}");
    let kept = stage.sync(&[stream.name], Wanted::Auto).await;
    assert_eq!(run_of(&kept, stream.name).outcome, RunOutcome::Done, "the old ones are in force");

    stage.vendor.rotate_credentials();
    let revoked = stage.sync(&[stream.name], Wanted::Auto).await;
    assert_eq!(run_of(&revoked, stream.name).outcome, RunOutcome::Failed);
    let new = stage.credentials().secrets;
    stage.app.replace_credentials(NAME, no_fields(), new).await.unwrap();
    let back = stage.sync(&[stream.name], Wanted::Auto).await;
    assert_eq!(run_of(&back, stream.name).outcome, RunOutcome::Done);
    let state = stage.store.integration(stage.id).await.unwrap().unwrap().state;
    assert_eq!(state, IntegrationState::Connected);
}

pub async fn keys_may_change_while_a_sync_runs(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::of(60, 120)).await;
    let changed = async {
        stage.vendor.rotate_credentials();
        let new = stage.credentials().secrets;
        stage.app.replace_credentials(NAME, BTreeMap::new(), new).await.unwrap();
    };
    // However the first ends: nothing of it stands in the way of the next, and nothing is missing.
    tokio::join!(stage.sync(&[], Wanted::Auto), changed);
    let after = stage.sync(&[], Wanted::Full).await;
    assert!(after.runs.iter().all(|run| run.outcome == RunOutcome::Done), "{after:?}");
    for stream in record_streams(spec) {
        stage.assert_same(stream).await;
    }
}
