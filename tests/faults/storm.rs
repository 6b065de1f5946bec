//! The storm: one vendor after the other is read over a bad line by a program that dies again and again.
//! Once it is over, everything is there, once, as the vendor has it.

use std::{
    collections::{BTreeMap, BTreeSet},
    pin::pin,
    sync::{Arc, Mutex},
};

use patchbay_connector_kit::{ConnectorSpec, Paging, StreamSpec};
use patchbay_connectors::ALL;
use patchbay_model::{ReadMode, RecordKind, RunOutcome};
use patchbay_tests::{NAME, Size, Stage, list_path, quick, record_streams, spec_streams};
use rustix::process::{Pid, Signal, kill_process};

use crate::{
    dice::Dice,
    line::Line,
    program::{Ended, assert_whole, command, end, runs},
    weather::{Moment, Strike, Weather},
};

/// Records of all vendors together, at least.
const RECORDS: usize = 50_000;
/// So often each program is killed.
const KILLS: usize = 20;
/// After the last kill it comes to its end within so many tries.
const TRIES: usize = 25;
/// What the line may make of a run.
const TROUBLES: [&str; 6] =
    ["interrupted", "timeout", "vendor_down", "unreachable", "rate_limited", "bad_answer"];

/// The seed: `PATCHBAY_SEED`, or the usual one.
fn seed() -> u64 {
    let named = std::env::var("PATCHBAY_SEED").ok();
    named.map_or(20_260_901, |text| text.parse().expect("PATCHBAY_SEED is a whole number"))
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes"]
async fn everything_is_there_once_after_faults_and_kills() {
    let seed = seed();
    println!("PATCHBAY_SEED={seed}");
    let mut storms = tokio::task::JoinSet::new();
    for (place, spec) in ALL.iter().enumerate() {
        storms.spawn(storm(spec, seed + place as u64));
    }
    let mut records = 0;
    while let Some(done) = storms.join_next().await {
        records += done.unwrap_or_else(|error| panic!("with PATCHBAY_SEED={seed}: {error}"));
    }
    assert!(records >= RECORDS, "only {records} records");
}

/// Reads a vendor through the storm; how many records it has.
async fn storm(spec: &'static ConnectorSpec, seed: u64) -> usize {
    let began = std::time::Instant::now();
    let share = ALL.len() as u64;
    let size = Size { companies: 2600 / share, tickets: 30_000 / share, seed };
    let stage = Stage::tuned(spec, size, quick()).await;
    let weather = Arc::new(Mutex::new(Weather::of(seed)));
    let above = Arc::clone(&weather);
    let vendor = stage.vendor.base_url();
    let line = Line::to(&vendor, move |asked| above.lock().unwrap().decide(asked)).await;
    lead_over(&stage, &line).await;
    let records: BTreeMap<_, _> =
        spec_streams(spec).into_iter().map(|stream| (stream.name, count(&stage, stream))).collect();

    let mut dice = Dice::of(seed ^ 0x5eed);
    let mut moments = Vec::new();
    while moments.len() < KILLS {
        let (stream, strike) = aim(&mut dice, spec, &records);
        weather.lock().unwrap().aim(Some(strike.clone()));
        // Most are killed while they read that stream alone, which spares the way there.
        let alone = if dice.below(5) > 0 { Some(stream) } else { None };
        if killed(&stage, &line, &mut dice, alone).await {
            moments.push(strike);
        }
    }
    let told = began.elapsed();
    println!("{}: {KILLS} kills after {told:?}", spec.id);
    weather.lock().unwrap().aim(None);
    until_done(&stage, &["sync", NAME]).await;
    println!("{}: done after {:?}", spec.id, began.elapsed());
    assert_whole(&stage).await;
    assert_told(&stage).await;
    assert_nothing_stored_was_read_again(&stage, &records).await;

    change(&stage, &mut dice);
    until_done(&stage, &["sync", NAME]).await;
    // What cannot be compared by ids is read whole each time.
    let mut sweep = vec!["sync", NAME, "--sweep"];
    let compared = record_streams(spec).into_iter().filter(|stream| stream.sweep.is_some());
    sweep.extend(compared.flat_map(|stream| ["--stream", stream.name]));
    until_done(&stage, &sweep).await;
    for stream in spec_streams(spec) {
        let found = stage.differences(stream).await;
        assert!(found.is_empty(), "{}: {found:#?}", stream.name);
    }
    assert_told(&stage).await;
    assert_no_write_was_repeated(&line);
    let seen = weather.lock().unwrap().seen.clone();
    assert!(seen.len() >= 8, "hardly any trouble: {seen:?}");
    let records = records.values().sum();
    let requests = line.asked().len();
    println!(
        "{}: {records} records, {requests} requests, {:?}, {seen:?}",
        spec.id,
        began.elapsed()
    );
    println!("{}: killed at {moments:?}", spec.id);
    records
}

/// The integration's address leads over the line from now on.
pub async fn lead_over(stage: &Stage, line: &Line) {
    let vendor = stage.vendor.base_url();
    for (field, value) in stage.vendor.stage().fields {
        if value.contains(&vendor) {
            stage.set(&[(&field, value.replace(&vendor, &line.url))]).await;
        }
    }
}

fn count(stage: &Stage, stream: &StreamSpec) -> usize {
    stage.lists(stream).iter().map(|list| stage.vendor.count(&list.path) as usize).sum()
}

/// A moment somewhere in a stream, the more likely the more there is to read.
fn aim(
    dice: &mut Dice,
    spec: &'static ConnectorSpec,
    records: &BTreeMap<&'static str, usize>,
) -> (&'static str, Strike) {
    let mut streams = spec_streams(spec);
    streams.retain(|stream| stream.each.is_none());
    let pages = |stream: &StreamSpec| {
        let size = match stream.paging {
            Paging::None => return 1,
            other => other.size().unwrap_or(50),
        };
        1 + records[stream.name] as u64 / u64::from(size)
    };
    let all = streams.iter().map(|stream| pages(stream)).sum();
    let mut place = dice.below(all);
    let stream = streams.iter().find(|stream| {
        let found = place < pages(stream);
        place = place.saturating_sub(pages(stream));
        found
    });
    let stream = stream.unwrap();
    // Not near its end every time: what goes on where it stopped has to have something left for the next
    // time, and what begins again takes time.
    let most = if stream.after_id.is_some() { 4 } else { pages(stream).div_ceil(6) };
    let most = most.min(pages(stream));
    let moments = [
        Moment::Asked,
        Moment::Midway,
        Moment::Midway,
        Moment::Answered,
        Moment::Answered,
        Moment::Waiting,
    ];
    let (nth, moment) = (1 + dice.below(most), *dice.pick(&moments));
    (stream.name, Strike { path: stream.path.to_owned(), nth, moment })
}

/// Starts the program and kills it at the moment that was aimed at. False: it came to its end before.
async fn killed(stage: &Stage, line: &Line, dice: &mut Dice, alone: Option<&str>) -> bool {
    let known = line.strikes();
    let mut arguments = ARGUMENTS.to_vec();
    arguments.extend(alone.into_iter().flat_map(|stream| ["--stream", stream]));
    let child = command(stage, &arguments).spawn().unwrap();
    let process = Pid::from_raw(i32::try_from(child.id().unwrap()).unwrap()).unwrap();
    let mut ended = pin!(end(child));
    tokio::select! {
        done = &mut ended => {
            assert_ended(&done);
            return false;
        }
        () = line.struck(known) => {}
    }
    // Somewhere between the answer and its place in the database.
    for _ in 0..dice.below(4000) {
        tokio::task::yield_now().await;
    }
    kill_process(process, Signal::KILL).unwrap();
    ended.await.code.is_none()
}

/// Quick about faults, slow enough for a busy machine.
const ARGUMENTS: [&str; 7] = ["--quiet", "--timeout-ms", "6000", "--backoff-ms", "5", "sync", NAME];

/// It went well, or the vendor is to blame.
fn assert_ended(ended: &Ended) {
    assert!([Some(0), Some(3), Some(4)].contains(&ended.code), "{ended:?}");
}

/// Runs it again until nothing is left to do.
async fn until_done(stage: &Stage, arguments: &[&str]) {
    for _ in 0..TRIES {
        let arguments: Vec<_> = ARGUMENTS[..5].iter().chain(arguments).copied().collect();
        let ended = end(command(stage, &arguments).spawn().unwrap()).await;
        assert_ended(&ended);
        if ended.code == Some(0) {
            return;
        }
    }
    panic!("it does not come to its end: {:?}", runs(stage).await.last());
}

/// Every run says how it ended, and blames nothing but what happened.
async fn assert_told(stage: &Stage) {
    for stored in runs(stage).await {
        let run = stored.run;
        assert!(run.finished_at.is_some(), "{run:?}");
        match (run.outcome, &run.problem) {
            (RunOutcome::Done, None) => {}
            (RunOutcome::Failed, Some(problem)) => {
                assert!(TROUBLES.contains(&problem.code.as_str()), "{run:?}");
                assert!(!problem.say.is_empty() && !problem.hint.is_empty(), "{run:?}");
            }
            _ => panic!("{run:?}"),
        }
        assert_eq!(run.counts.failed, 0, "{run:?}");
    }
    assert!(stage.store.leases().await.unwrap().is_empty(), "a lease is left behind");
    for stream in spec_streams(stage.spec) {
        let state = stage.state(stream).await;
        assert!(state.open_read.is_none() && state.hold.is_none(), "{}: {state:?}", stream.name);
    }
}

/// Where a read can go on, what it had stored when it was cut off was not read a second time.
async fn assert_nothing_stored_was_read_again(
    stage: &Stage,
    records: &BTreeMap<&'static str, usize>,
) {
    let runs = runs(stage).await;
    let mut resumed = BTreeSet::new();
    for stream in record_streams(stage.spec).into_iter().filter(|stream| stream.after_id.is_some())
    {
        let mut read = 0;
        for stored in runs.iter().filter(|stored| stored.run.stream.as_str() == stream.name) {
            let run = &stored.run;
            if run.mode == ReadMode::Full {
                assert_eq!(run.resumed, read > 0, "it goes on where something was stored: {run:?}");
                resumed.extend(run.resumed.then_some(stream.name));
                read += run.counts.read as usize;
            }
        }
        assert_eq!(read, records[stream.name], "{}", stream.name);
    }
    let can_resume = stage.spec.streams.iter().any(|stream| stream.after_id.is_some());
    assert!(!can_resume || !resumed.is_empty(), "no read was cut off in its middle");
}

/// Reading again does no harm. What writes must never come twice.
fn assert_no_write_was_repeated(line: &Line) {
    let mut writes = BTreeSet::new();
    for asked in line.asked() {
        if !["GET", "HEAD"].contains(&asked.method.as_str()) {
            let key = (asked.method, asked.target, asked.body);
            assert!(writes.insert(key.clone()), "{key:?} was sent twice");
        }
    }
}

/// Life goes on at the vendor: records are changed, added and, where no other record shows their names,
/// renamed and deleted.
fn change(stage: &Stage, dice: &mut Dice) {
    let vendor = &stage.vendor;
    for stream in record_streams(stage.spec) {
        let path = list_path(stream);
        let ids = vendor.ids(&path);
        for _ in 0..10 {
            vendor.touch(&path, *dice.pick(&ids));
        }
        for _ in 0..3 {
            vendor.add(&path, serde_json::json!({}));
        }
        if matches!(stream.kind, RecordKind::Ticket | RecordKind::Device) {
            for _ in 0..10 {
                vendor.rename(&path, *dice.pick(&ids), &format!("Renamed {}", dice.below(1000)));
                vendor.delete(&path, *dice.pick(&ids));
            }
        }
    }
}
