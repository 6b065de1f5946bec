//! Signing in: what works, what is refused, and what three refusals in a row mean.

use patchbay_connector_kit::FieldKind;
use patchbay_connectors::ALL;
use patchbay_engine::Wanted;
use patchbay_model::{IntegrationState, RunOutcome, Secret};
use patchbay_tests::{NAME, Size, Stage, record_streams};

#[tokio::test(flavor = "multi_thread")]
async fn good_keys_prove_everything() {
    for spec in ALL {
        let stage = Stage::start(spec, Size::SMALL).await;
        let report = stage.app.test_integration(NAME).await.unwrap();
        let expected: Vec<_> = spec.probe.steps.iter().map(|step| step.proves).collect();
        assert_eq!(report.proved, expected);
        assert_eq!(report.version.is_some(), spec.probe.version_field.is_some());
        assert!(report.base_url.starts_with(stage.sandbox.base_url()));
        assert!(stage.store.counts(stage.id).await.unwrap().iter().all(|count| count.live == 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_wrong_secret_is_refused_and_a_field_named() {
    for spec in ALL {
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
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_cleaned_as_the_table_says() {
    for spec in ALL {
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
}

#[tokio::test(flavor = "multi_thread")]
async fn three_refusals_in_a_row_stop_the_integration() {
    for spec in ALL {
        let stage = Stage::start(spec, Size::SMALL).await;
        let stream = record_streams(spec)[0];
        stage.sync(&[stream.name], Wanted::Auto).await;
        stage.assert_same(stream).await;
        stage.sandbox.world().revoke_keys();
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
        stage.sandbox.world().restore_keys();
        stage.sync(&[stream.name], Wanted::Auto).await;
        let view = stage.app.integration(NAME).await.unwrap();
        assert_eq!(view.state, IntegrationState::Connected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn side_by_side_refusals_leave_nothing_behind() {
    for spec in ALL {
        let mut tuning = patchbay_tests::quick();
        tuning.at_once = Some(4);
        let stage = Stage::tuned(spec, Size::SMALL, tuning).await;
        stage.sandbox.world().revoke_keys();
        let outcome = stage.sync(&[], Wanted::Auto).await;
        assert!(outcome.runs.len() <= 4, "no more is started: {}", outcome.runs.len());
        let runs = stage.store.runs(1000, None).await.unwrap();
        assert!(runs.iter().all(|run| run.run.outcome == RunOutcome::Failed));
        assert!(stage.store.leases().await.unwrap().is_empty());
        let integration = stage.store.integration(stage.id).await.unwrap().unwrap();
        assert_eq!(integration.credential_failures, 1, "one sync is one refusal");
    }
}
