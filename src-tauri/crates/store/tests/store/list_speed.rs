//! How fast lists of 200,000 tickets are. Prints only; nothing is asserted about time.
//!
//! `cargo test -p patchbay-store --test store list_speed -- --ignored --nocapture`

use std::time::Instant;

use patchbay_model::{FilterValue, Record, RecordKind, RecordReference, Stage, Ticket};
use patchbay_store::{ColumnFilter, IncomingRow, RecordList, RecordSort, Store};
use sqlx::{ConnectOptions, Connection, sqlite::SqliteConnectOptions};

use crate::support::{Reading, morning, new_integration, open, row};

const TICKETS: u32 = 200_000;
const PAGE: u32 = 2_000;
const WORDS: [&str; 12] = [
    "printer", "mailbox", "laptop", "slow", "VPN", "access", "license", "backup", "failed",
    "server", "disk", "phone",
];

/// A number below `limit` that looks random and is the same every time.
fn scattered(number: u32, salt: u32, limit: u32) -> u32 {
    (number.wrapping_mul(2_654_435_761).rotate_left(salt % 31) ^ salt.wrapping_mul(40_503)) % limit
}

fn ticket(number: u32) -> IncomingRow {
    let named = |what: &str, id: u32| {
        Some(RecordReference { id: id.to_string(), name: format!("{what} {id}") })
    };
    let words: Vec<_> = (1..7).map(|salt| WORDS[scattered(number, salt, 12) as usize]).collect();
    let minutes = i64::from(number) * 15 - i64::from(scattered(number, 7, 17_000));
    let ticket = Ticket {
        summary: words.join(" "),
        board: named("Board", scattered(number, 8, 6)),
        status: named("Status", scattered(number, 9, 12)),
        company: named("Example Company", scattered(number, 10, 4_000)),
        owner: named("Technician", scattered(number, 11, 40)),
        priority: named("Priority", scattered(number, 12, 5)),
        contact_email: Some(format!("person.{number}@company.example.com")),
        updated_at: Some(morning() + chrono::TimeDelta::minutes(minutes)),
        ..Ticket::default()
    };
    row(&(40_000 + number * 3).to_string(), Record::Ticket(Box::new(ticket)))
}

/// How many keys a list has, and what it took to learn them, the first time and again.
async fn time(store: &Store, list: &RecordList) -> String {
    let begun = Instant::now();
    let keys = store.record_keys(list).await.unwrap().len();
    let first = begun.elapsed();
    store.record_keys(list).await.unwrap();
    format!("{keys} keys in {first:.0?}, again in {:.0?}", begun.elapsed() - first)
}

#[tokio::test]
#[ignore = "a measurement"]
async fn lists_of_200_000_tickets() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let mut new = new_integration("One");
    for (stage, statuses) in [(Stage::New, 0..2), (Stage::Working, 2..5), (Stage::Waiting, 5..9)] {
        let statuses = statuses.map(|status| status.to_string()).collect();
        new.settings.set(stage.setting(), FilterValue::Ids(statuses));
    }
    let one = store.add_integration(new, "test").await.unwrap();
    let mut reading = Reading::begin(&store, &one, "tickets", RecordKind::Ticket, None).await;
    for first in (0..TICKETS).step_by(PAGE as usize) {
        reading.apply((first..first + PAGE).map(ticket).collect(), None).await;
    }
    let all = RecordList::of(RecordKind::Ticket);
    let by = |column: &str| {
        let sort = Some(RecordSort { column: column.to_owned(), descending: false });
        RecordList { sort, ..all.clone() }
    };
    let only = |column: &str, value: &str| ColumnFilter {
        column: column.to_owned(),
        any_of: vec![value.to_owned()],
    };
    println!("last change first: {}", time(&store, &all).await);
    let mine = RecordList { integration: Some(one.id), ..all.clone() };
    println!("of one integration: {}", time(&store, &mine).await);
    println!(
        "gone ones as well: {}",
        time(&store, &RecordList { include_gone: true, ..all.clone() }).await
    );
    println!("by summary: {}", time(&store, &by("summary")).await);
    println!("by status: {}", time(&store, &by("status_name")).await);
    let text = Some("backup failed".to_owned());
    println!("text: {}", time(&store, &RecordList { text, ..all.clone() }).await);
    let text = Some("failed company backup 17".to_owned());
    println!("words: {}", time(&store, &RecordList { text, ..all.clone() }).await);
    let text = Some("#40003".to_owned());
    println!("id: {}", time(&store, &RecordList { text, ..all.clone() }).await);
    let filters = vec![only("board_name", "Board 2"), only("status_name", "Status 3")];
    println!("board and status: {}", time(&store, &RecordList { filters, ..all.clone() }).await);
    let begun = Instant::now();
    store.column_values(&all, "company_name").await.unwrap();
    println!("values of a column in {:.0?}", begun.elapsed());
    let text = Some("backup failed".to_owned());
    let begun = Instant::now();
    store.column_values(&RecordList { text, ..all.clone() }, "status_name").await.unwrap();
    println!("values of a column under a search in {:.0?}", begun.elapsed());
    let begun = Instant::now();
    store.column_values(&all, "stage").await.unwrap();
    println!("values of the stage in {:.0?}", begun.elapsed());
    println!("by stage: {}", time(&store, &by("stage")).await);
    println!("by number: {}", time(&store, &by("number")).await);
    let filters = vec![only("stage", "waiting")];
    println!("in one stage: {}", time(&store, &RecordList { filters, ..all.clone() }).await);
    let filters = vec![only("status_name", "Status 3")];
    println!("in one status: {}", time(&store, &RecordList { filters, ..all.clone() }).await);
    let begun = Instant::now();
    store.counts_by_kind().await.unwrap();
    println!("counts in {:.0?}", begun.elapsed());
    let begun = Instant::now();
    store.find_records("backup failed", 20).await.unwrap();
    println!("palette in {:.0?}", begun.elapsed());
    let begun = Instant::now();
    store.find_records("failed company backup 17", 20).await.unwrap();
    println!("palette, words, in {:.0?}", begun.elapsed());
    let keys = store.record_keys(&all).await.unwrap();
    let begun = Instant::now();
    store.records_by_keys(RecordKind::Ticket, &keys[100_000..100_100]).await.unwrap();
    println!("100 rows in {:.0?}", begun.elapsed());

    // As after a new version came: all rows are looked at once more.
    store.close().await;
    let path = folder.path().join("p.db");
    let mut file = SqliteConnectOptions::new().filename(&path).connect().await.unwrap();
    sqlx::query("INSERT INTO cache_upgrades (source, kind) SELECT source, kind FROM sync_states")
        .execute(&mut file)
        .await
        .unwrap();
    file.close().await.unwrap();
    let begun = Instant::now();
    open(&path).await;
    println!("opened, looking at all rows, in {:.0?}", begun.elapsed());
}
