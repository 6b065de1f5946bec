//! Every bad answer ends in an error that says who must act, takes little memory, and leaves what is stored
//! as it was.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use patchbay_connector_kit::{ConnectorSpec, StreamSpec};
use patchbay_connectors::ALL;
use patchbay_model::{RecordKind, RunOutcome};
use patchbay_tests::{NAME, Size, Stage, quick, spec_streams};

use crate::{
    bad_answers::{Bad, all},
    line::{Act, Decision, Line},
    program::{Ended, command, end, run, runs},
    storm::lead_over,
};

/// The program may take so much memory, whatever comes: the largest answer that is read at all, and what
/// becomes of it.
const MOST_MEMORY: u64 = 320 << 20;

const PASS: Decision = Decision { act: Act::Pass, tell: false };

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes"]
async fn bad_answers_are_told_and_cost_nothing() {
    let mut faults = Vec::new();
    for spec in ALL {
        faults.extend(face_all(spec).await);
    }
    assert!(faults.is_empty(), "{} of them:\n{}", faults.len(), faults.join("\n"));
}

/// Puts every bad answer in the place of a list; what the program did wrong.
async fn face_all(spec: &'static ConnectorSpec) -> Vec<String> {
    let stage = Stage::tuned(spec, Size::SMALL, quick()).await;
    let stream = tickets(spec);
    let line = Line::to(&stage.vendor.base_url(), |_| PASS).await;
    lead_over(&stage, &line).await;
    let elsewhere = Line::to(&stage.vendor.base_url(), |_| PASS).await;
    let fine = run(&stage, &["sync", NAME]).await;
    assert_eq!(fine.code, Some(0), "{fine:?}");
    let mut faults = Vec::new();
    for bad in all(stream, &elsewhere.url) {
        let name = bad.name;
        let found = face(&stage, stream, &line, bad).await;
        faults.extend(found.into_iter().map(|say| format!("{}: {name}: {say}", spec.id)));
    }
    assert_eq!(elsewhere.asked(), [], "another server was asked");
    line.decide(|_| PASS);
    // A bad answer may have brought a record that nobody has.
    let fine = run(&stage, &["sync", NAME, "--full"]).await;
    assert_eq!(fine.code, Some(0), "it is well again: {fine:?}");
    for stream in spec_streams(spec) {
        stage.assert_same(stream).await;
    }
    faults
}

fn tickets(spec: &'static ConnectorSpec) -> &'static StreamSpec {
    let mut streams = spec.streams.iter();
    streams.find(|stream| stream.kind == RecordKind::Ticket).unwrap()
}

async fn face(stage: &Stage, stream: &'static StreamSpec, line: &Line, bad: Bad) -> Vec<String> {
    let asked = Arc::new(AtomicU64::new(0));
    let (count, act) = (Arc::clone(&asked), bad.act);
    line.decide(move |request| {
        if request.path().ends_with(stream.path) {
            count.fetch_add(1, Ordering::SeqCst);
            Decision { act: act(), tell: false }
        } else {
            PASS
        }
    });
    let poured = line.poured();
    let arguments = [
        "--timeout-ms",
        bad.timeout_ms,
        "--backoff-ms",
        "1",
        "sync",
        NAME,
        "--full",
        "--stream",
        stream.name,
    ];
    let (ended, memory) = watched(stage, &arguments).await;
    let asked = asked.load(Ordering::SeqCst);
    let poured = (line.poured() - poured) / asked.max(1);

    let mut faults = Vec::new();
    let mut wrong = |say: String| faults.push(say);
    let run = runs(stage).await.pop().unwrap().run;
    let problem = run.problem.clone();
    let code = problem.as_ref().map_or("", |problem| problem.code.as_str());
    if !bad.codes.contains(&code) {
        wrong(format!("told as {code:?}, not as {:?}: {problem:?}", bad.codes));
    }
    match run.outcome {
        RunOutcome::Failed | RunOutcome::Partly => {}
        other => wrong(format!("the run ended as {other:?}")),
    }
    if let Some(problem) = &problem {
        if problem.say.is_empty() || problem.hint.is_empty() {
            wrong(format!("does not say what to do: {problem:?}"));
        }
        if !ended.said.contains(problem.say.trim_end_matches('.')) {
            wrong(format!("the face does not say {:?}: {}", problem.say, ended.said));
        }
    }
    if !matches!(ended.code, Some(1..=4)) {
        wrong(format!("exit code {:?}: {}", ended.code, ended.said));
    }
    if ended.said.contains("Sensitive") || format!("{run:?}").contains("Sensitive") {
        wrong("quotes what it could not read".to_owned());
    }
    if asked == 0 || asked > 120 {
        wrong(format!("asked {asked} times"));
    }
    if poured > bad.most {
        wrong(format!("read {poured} bytes of what is worth {}", bad.most));
    }
    if memory > MOST_MEMORY {
        wrong(format!("took {} MiB", memory >> 20));
    }
    if !stage.store.leases().await.unwrap().is_empty() {
        wrong("a lease is left behind".to_owned());
    }
    let (truth, live) = (stage.truth(stream), stage.live(stream).await);
    let lost = truth.keys().filter(|key| !live.contains_key(*key)).count();
    if lost > 0 {
        wrong(format!("{lost} of {} records are lost", truth.len()));
    }
    println!("{}: {}: {code}, {asked} requests, {} MiB", stage.spec.id, bad.name, memory >> 20);
    faults
}

/// Runs the program and watches how much memory it takes at most, in bytes.
async fn watched(stage: &Stage, arguments: &[&str]) -> (Ended, u64) {
    let child = command(stage, arguments).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id().unwrap());
    let watch = tokio::task::spawn_blocking(move || {
        let mut most = 0;
        while let Ok(text) = std::fs::read_to_string(&status) {
            // A process that has ended has no memory.
            let Some(line) = text.lines().find(|line| line.starts_with("VmHWM")) else { break };
            let number = line.split_whitespace().nth(1).and_then(|text| text.parse().ok());
            most = most.max(number.unwrap_or(0_u64) << 10);
            // A look now and then: the highest mark stays until the end.
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        most
    });
    let ended = end(child).await;
    (ended, watch.await.unwrap())
}
