//! How fast the store is: prepares and applies 100,000 invented tickets of about 2.5 KB, twice, and
//! prints rows per second and the size of the file.
//!
//! `cargo run --release -p patchbay-store --example apply_speed [rows]`
#![recursion_limit = "256"]
#![expect(clippy::print_stdout, reason = "an example talks to the person who runs it")]

use std::{
    collections::BTreeMap,
    error::Error,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use patchbay_model::{
    Clock, Counts, Integration, ReadMode, Record, RecordKind, RecordReference, Run, RunId,
    RunOutcome, Settings, StreamName, SystemClock, Ticket, Trigger, VendorId,
};
use patchbay_store::{
    ApplyPage, CloseRead, FinishRun, IncomingRow, NewIntegration, StateChange, Store, SyncState,
};
use serde_json::json;

const PAGE: usize = 1000;

/// A small generator of numbers that look random and are the same every time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let at = self.below(words.len() as u64);
        words.get(usize::try_from(at).unwrap_or(0)).copied().unwrap_or("")
    }
}

const WORDS: [&str; 24] = [
    "printer", "mailbox", "cannot", "open", "laptop", "slow", "VPN", "access", "request", "for",
    "new", "user", "license", "renewal", "backup", "failed", "on", "server", "disk", "alert",
    "phone", "Teams", "restore", "password",
];

fn row(number: u64, start: DateTime<Utc>) -> IncomingRow {
    let mut numbers = Numbers(number.wrapping_mul(7_919));
    let id = 40_000 + number * 3;
    let company = 250 + numbers.below(4_000);
    let contact = 9_000 + numbers.below(60_000);
    let status = numbers.below(12);
    let board = numbers.below(6);
    let summary: Vec<_> = (0..7).map(|_| numbers.pick(&WORDS)).collect();
    let summary = summary.join(" ");
    // A new ticket every quarter of an hour, last touched within the twelve days that follow.
    let age = number * 900 + numbers.below(1_000_000);
    let updated = start + TimeDelta::seconds(i64::try_from(age).unwrap_or(0));
    let owner = numbers.below(40);
    let link = |path: &str, target: u64| json!({"href": format!("https://psa.example.com/v4_6_release/apis/3.0/{path}/{target}")});
    let raw = json!({
        "id": id, "summary": summary, "recordType": "ServiceTicket",
        "board": {"id": board, "name": format!("Board {board}"), "_info": link("service/boards", board)},
        "status": {"id": status, "name": format!("Status {status}"), "Sort": status, "_info": link("service/boards/statuses", status)},
        "company": {"id": company, "identifier": format!("Example{company}"), "name": format!("Example Company {company}"), "_info": link("company/companies", company)},
        "contact": {"id": contact, "name": format!("Person {contact}"), "_info": link("company/contacts", contact)},
        "contactName": format!("Person {contact}"),
        "contactPhoneNumber": format!("555{:07}", numbers.below(9_999_999)),
        "contactEmailAddress": format!("person.{contact}@company{company}.example.com"),
        "type": {"id": numbers.below(30), "name": "Incident", "_info": link("service/boards/types", 3)},
        "team": {"id": 25, "name": "Service Team", "_info": link("service/boards/teams", 25)},
        "owner": {"id": owner, "identifier": format!("tech{owner}"), "name": format!("Technician {owner}"), "_info": link("system/members", owner)},
        "priority": {"id": numbers.below(5), "name": "Priority 3 - Normal", "sort": 3, "level": "Medium", "_info": link("service/priorities", 3)},
        "serviceLocation": {"id": 1, "name": "On-Site", "_info": link("service/locations", 1)},
        "source": {"id": 2, "name": "E-mail", "_info": link("service/sources", 2)},
        "severity": "Medium", "impact": "Medium", "closedFlag": status > 8, "approved": true,
        "subBillingMethod": "ActualRates", "dateResplan": updated.to_rfc3339(), "dateResponded": updated.to_rfc3339(),
        "resolveMinutes": numbers.below(9_999), "resPlanMinutes": numbers.below(999), "respondMinutes": numbers.below(999),
        "isInSla": true, "hasChildTicket": false, "billTime": "Billable", "billExpenses": "Billable", "billProducts": "Billable",
        "locationId": 2, "businessUnitId": 10, "actualHours": numbers.below(40), "budgetHours": 0.0,
        "mobileGuid": format!("{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}", numbers.below(1 << 31), numbers.below(1 << 16), numbers.below(1 << 12), numbers.below(1 << 12), numbers.below(1 << 31)),
        "sla": {"id": 1, "name": "Standard SLA", "_info": link("service/SLAs", 1)}, "slaStatus": "Resolved",
        "currency": {"id": 7, "symbol": "$", "currencyCode": "USD", "decimalSeparator": ".", "numberOfDecimals": 2, "_info": link("finance/currencies", 7)},
        "_info": {"lastUpdated": updated.to_rfc3339(), "updatedBy": format!("tech{owner}"), "dateEntered": updated.to_rfc3339(), "enteredBy": format!("tech{}", numbers.below(40)),
            "activities_href": format!("https://psa.example.com/v4_6_release/apis/3.0/sales/activities?conditions=ticket/id={id}"),
            "notes_href": format!("https://psa.example.com/v4_6_release/apis/3.0/service/tickets/{id}/notes")},
        "customFields": [{"id": 14, "caption": "Asset", "type": "Text", "value": format!("PC-{:05}", numbers.below(99_999))}]
    });
    let refer = |id: u64, name: String| Some(RecordReference { id: id.to_string(), name });
    let ticket = Ticket {
        summary,
        board: refer(board, format!("Board {board}")),
        status: refer(status, format!("Status {status}")),
        company: refer(company, format!("Example Company {company}")),
        contact: refer(contact, format!("Person {contact}")),
        contact_email: Some(format!("person.{contact}@company{company}.example.com")),
        ticket_type: refer(3, "Incident".to_owned()),
        owner: refer(owner, format!("Technician {owner}")),
        priority: refer(3, "Priority 3 - Normal".to_owned()),
        source: refer(2, "E-mail".to_owned()),
        severity: Some("Medium".to_owned()),
        impact: Some("Medium".to_owned()),
        closed: status > 8,
        sla: refer(1, "Standard SLA".to_owned()),
        created_at: Some(updated),
        updated_at: Some(updated),
        ..Ticket::default()
    };
    IncomingRow {
        vendor_id: VendorId(id.to_string()),
        record: Record::Ticket(Box::new(ticket)),
        raw: Bytes::from(raw.to_string()),
        updated_at: Some(updated),
    }
}

/// CPU time of all threads of this process so far. On a busy machine it tells more than the clock.
/// Linux only; nothing elsewhere.
fn cpu_time() -> Duration {
    let Ok(threads) = std::fs::read_dir("/proc/self/task") else {
        return Duration::ZERO;
    };
    threads
        .flatten()
        .filter_map(|thread| std::fs::read_to_string(thread.path().join("schedstat")).ok())
        .filter_map(|text| text.split(' ').next().and_then(|text| text.parse().ok()))
        .map(Duration::from_nanos)
        .sum()
}

/// What one read took.
#[derive(Default)]
struct Taken {
    preparing_cpu: Duration,
    applying: Duration,
    applying_cpu: Duration,
    counts: Counts,
}

/// Reads everything once, as a full read.
async fn read_all(
    store: &Store,
    integration: &Integration,
    state: &SyncState,
    rows: u64,
) -> Result<Taken, Box<dyn Error>> {
    let now = SystemClock.now();
    let run = Run {
        id: RunId::new(),
        integration: integration.id,
        stream: state.stream.clone(),
        trigger: Trigger::CommandLine,
        mode: ReadMode::Full,
        resumed: false,
        started_at: now,
        finished_at: None,
        outcome: RunOutcome::Running,
        counts: Counts::default(),
        problem: None,
    };
    store.begin_run(&run, &integration.name).await?;
    let read = store.open_read(state.source, ReadMode::Full, None, now, "").await?;
    let preparer = store.preparer(state.source, RecordKind::Ticket).await?;
    let start = DateTime::from_timestamp(1_600_000_000, 0).unwrap_or_default();
    let mut taken = Taken::default();
    for first in (0..rows).step_by(PAGE) {
        let incoming: Vec<_> =
            (first..rows.min(first + PAGE as u64)).map(|number| row(number, start)).collect();
        let before = cpu_time();
        let page = preparer.prepare(incoming)?;
        let (prepared, begun) = (cpu_time(), Instant::now());
        taken.preparing_cpu += prepared - before;
        let counts = store
            .apply_page(ApplyPage {
                run: run.id,
                source: state.source,
                kind: RecordKind::Ticket,
                read_no: read.read_no,
                mode: ReadMode::Full,
                page,
                filtered: Vec::new(),
                deleted: Vec::new(),
                failed: Vec::new(),
                checkpoint: Some(first.to_string()),
                highest_updated: None,
            })
            .await?;
        taken.applying += begun.elapsed();
        taken.applying_cpu += cpu_time() - prepared;
        taken.counts.add(&counts);
    }
    let begun = Instant::now();
    let absent = store.absent(state.source, read.read_no, &[]).await?;
    println!("  absent {absent}, worked out in {:.0?}", begun.elapsed());
    let begun = Instant::now();
    store
        .finish_run(&FinishRun {
            run: run.id,
            source: state.source,
            outcome: RunOutcome::Done,
            counts: taken.counts,
            problem: None,
            finished_at: now,
            state: StateChange {
                close_read: Some(CloseRead {
                    watermark: Some(now),
                    full: true,
                    swept: true,
                    fingerprint: String::new(),
                }),
                next_due_at: None,
                failures: 0,
                hold: None,
                succeeded: true,
            },
        })
        .await?;
    println!("  run finished in {:.0?}", begun.elapsed());
    Ok(taken)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let rows: u64 = std::env::args().nth(1).map_or(Ok(100_000), |text| text.parse())?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("patchbay.db");
    let store = Store::open(&path, Arc::new(SystemClock)).await?;
    let integration = store
        .add_integration(
            NewIntegration {
                connector: "example".to_owned(),
                name: "Example".to_owned(),
                fields: BTreeMap::new(),
                settings: Settings::default(),
            },
            "example",
        )
        .await?;
    let state =
        store.sync_state(integration.id, &StreamName::from("tickets"), RecordKind::Ticket).await?;
    let first = row(1, DateTime::from_timestamp(1_600_000_000, 0).unwrap_or_default());
    println!("raw row: {} bytes", first.raw.len());
    for pass in ["first read, all new", "second read, nothing changed"] {
        println!("{pass}");
        let taken = read_all(&store, &integration, &state, rows).await?;
        let each = |time: Duration| time.as_secs_f64() * 1e6 / rows as f64;
        println!(
            "  a row: prepare {:.1} µs CPU, apply {:.1} µs CPU; apply {:.0} rows/s; added {}, unchanged {}",
            each(taken.preparing_cpu),
            each(taken.applying_cpu),
            rows as f64 / taken.applying.as_secs_f64(),
            taken.counts.added,
            taken.counts.unchanged
        );
    }
    let begun = Instant::now();
    let mut visited = 0_u64;
    store.each_record(RecordKind::Ticket, None, |_| visited += 1).await?;
    println!(
        "visited {visited} records at {:.0} a second",
        visited as f64 / begun.elapsed().as_secs_f64()
    );
    store.close().await;
    let size = std::fs::metadata(&path)?.len();
    println!("file: {} MB, {} bytes a row", size / 1_000_000, size / rows.max(1));
    if let Some(kept) = std::env::args().nth(2) {
        std::fs::copy(&path, kept)?;
    }
    Ok(())
}
