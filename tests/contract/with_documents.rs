//! The contract itself. Needs the vendors' documents and Prism: `make contract` sees to both.

use patchbay_sandbox::Fault;
use serde_json::json;

use crate::{
    coverage,
    exceptions::EXCEPTIONS,
    stage::Stage,
    subjects::{SUBJECTS, Subject},
    verdict::Findings,
};

/// Holds everything that a connector asks, and everything that its vendor answers, against the document.
/// Tells what does not agree.
async fn hold(subject: &Subject) -> Vec<String> {
    let connector = subject.spec.id;
    let stage = Stage::start(subject).await;
    stage.travel().await;
    let calls = stage.recorder.calls();
    let mut findings = Findings::default();
    for call in &calls {
        let path = call.template.as_deref().unwrap_or(&call.path);
        call.violations.iter().for_each(|found| findings.add(path, found.clone()));
    }
    let (table, mut complaints) = coverage::table(stage.spec, stage.recorder.document(), &calls);
    let changes = stage.not_asked_for_changes(&calls);
    complaints.extend(changes.into_iter().map(|name| format!("{name}: never asked for changes")));
    println!("\n{}: {} requests\n{table}", stage.spec.name, calls.len());
    println!("Excepted:");
    for line in findings.excepted(connector, EXCEPTIONS) {
        println!("{line}");
    }
    complaints.extend(findings.complaints(connector, EXCEPTIONS));
    complaints.into_iter().map(|complaint| format!("{connector}: {complaint}")).collect()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the vendors' documents and Prism: make contract"]
async fn every_connector_keeps_its_contract() {
    let mut broken = Vec::new();
    for subject in SUBJECTS {
        broken.extend(hold(subject).await);
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

/// What is found about one request, as lines.
async fn found(stage: &Stage, path: &str, query: (&str, &str)) -> String {
    let before = stage.recorder.calls().len();
    // Whether the connector minds the answer is not the question here.
    drop(stage.source().await.get(path, &[query]).await);
    let mut findings = Findings::default();
    for call in stage.recorder.calls().split_off(before) {
        call.violations.iter().for_each(|one| findings.add(&call.path, one.clone()));
    }
    findings.complaints(stage.spec.id, &[]).join("\n")
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the vendors' documents and Prism: make contract"]
async fn what_is_wrong_is_found() {
    for subject in SUBJECTS {
        let stage = Stage::start(subject).await;
        let list = stage.record_streams()[0].path;
        let good = ("page", "1");
        let usual = found(&stage, list, good).await;
        for (path, query, expected) in [
            (list, ("page", "first"), "request.query.page: Request query parameter page must be"),
            (list, ("bogus", "1"), "request.query.bogus: the document has no such parameter"),
            ("/nowhere", good, "request: no document knows this path"),
        ] {
            let told = found(&stage, path, query).await;
            assert!(told.contains(expected), "{}: {expected}: {told}", stage.spec.id);
            assert!(!usual.contains(expected), "{usual}");
        }
        let number = Fault::SetField { row: 1, name: "id".to_owned(), value: json!("seven") };
        for (fault, expected) in [
            (number, "id must be integer"),
            (Fault::ExtraFields, "must NOT have additional properties; found 'futureFlag'"),
            (Fault::WrongContentType, "The received media type"),
            (Fault::Gateway(502), "response.status: the document knows no answer with status 502"),
        ] {
            let rule = stage.vendor.faults().always(list, fault);
            let told = found(&stage, list, good).await;
            assert!(told.contains(expected), "{}: {expected}: {told}", stage.spec.id);
            assert!(!usual.contains(expected), "{usual}");
            stage.vendor.faults().remove(rule);
        }
    }
}
