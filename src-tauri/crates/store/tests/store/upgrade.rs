//! A database that the previous layout made: opened, nothing is lost, nothing has to be read again, and
//! nothing looks changed.

use std::path::Path;

use patchbay_model::{
    CustomField, Device, Person, Project, ReadMode, Record, RecordKind, RecordReference,
    StreamName, Ticket, VendorId,
};
use patchbay_store::{RecordList, Store};
use sqlx::{ConnectOptions, Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use xxhash_rust::xxh3::xxh3_128_with_seed;

use crate::support::{Reading, open, row};

const INTEGRATION: &str = "0190a000-0000-7000-8000-000000000001";
/// More than are looked at in one go.
const TICKETS: u32 = 4_100;
/// The last layout without numbers.
const BEFORE: i64 = 4;

fn field(id: &str, caption: &str, value: &str) -> CustomField {
    CustomField { id: id.to_owned(), caption: caption.to_owned(), value: Some(value.to_owned()) }
}

fn of_company(name: &str) -> Option<RecordReference> {
    Some(RecordReference { id: "50".to_owned(), name: name.to_owned() })
}

/// A ticket as it was once kept, with its number among the custom fields; every tenth has none.
fn old_ticket(at: u32) -> Ticket {
    let mut custom_fields = vec![field("Serial", "Serial", "X1"), field("number", "number", "7")];
    if !at.is_multiple_of(10) {
        custom_fields.insert(0, field("number", "Ticket number", &(20_000 + at).to_string()));
    }
    Ticket {
        summary: format!("Ticket {at}"),
        company: of_company("As it was"),
        custom_fields,
        ..Ticket::default()
    }
}

/// The same ticket as it is kept now.
fn new_ticket(at: u32) -> Ticket {
    let mut ticket = old_ticket(at);
    if !at.is_multiple_of(10) {
        ticket.number = ticket.custom_fields.remove(0).value;
    }
    ticket
}

fn project() -> Project {
    Project {
        name: "Move".to_owned(),
        manager: Some(RecordReference { id: "3".to_owned(), name: "Ada Quist".to_owned() }),
        estimated_end: chrono::NaiveDate::from_ymd_opt(2026, 9, 30),
        ..Project::default()
    }
}

async fn insert(
    connection: &mut SqliteConnection,
    table: &'static str,
    columns: &'static str,
    source: i64,
    id: &str,
    record: &Record,
    values: &[&str],
) {
    let json = serde_json::to_vec(record).unwrap();
    let marks = "?, ".repeat(values.len());
    let sql = format!(
        "INSERT INTO {table} ({columns} source, vendor_id, hash, seen_read, first_seen_at,
                              changed_at, updated_at, mapped, raw)
         VALUES ({marks} ?, ?, ?, 1, '2026-03-01T08:00:00.000Z', '2026-03-01T08:00:00.000Z',
                 '2026-02-28T08:00:00.000Z', ?, ?)"
    );
    let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
    for value in values {
        query = query.bind(*value);
    }
    query
        .bind(source)
        .bind(id)
        .bind(&xxh3_128_with_seed(&json, 1).to_be_bytes()[..])
        .bind(zstd::encode_all(&json[..], 1).unwrap())
        .bind(zstd::encode_all(&b"{}"[..], 1).unwrap())
        .execute(connection)
        .await
        .unwrap();
}

/// Makes a database with the migrations up to [`BEFORE`], and rows as the program then wrote them.
async fn make_old(path: &Path) {
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
    let mut connection = options.connect().await.unwrap();
    let mut migrations = sqlx::migrate!();
    migrations.migrations =
        migrations.iter().filter(|each| each.version <= BEFORE).cloned().collect();
    migrations.run_direct(None, &mut connection, false).await.unwrap();
    sqlx::raw_sql(
        "PRAGMA application_id = 1346519385;
         INSERT INTO integrations (id, connector, name, name_key, state, created_at, updated_at)
         VALUES ('0190a000-0000-7000-8000-000000000001', 'example', 'One', 'one', 'connected',
                 '2026-03-01T08:00:00.000Z', '2026-03-01T08:00:00.000Z');
         INSERT INTO sync_states (source, integration, stream, kind) VALUES
             (1, '0190a000-0000-7000-8000-000000000001', 'companies', 'company'),
             (2, '0190a000-0000-7000-8000-000000000001', 'people', 'person'),
             (3, '0190a000-0000-7000-8000-000000000001', 'tickets', 'ticket'),
             (4, '0190a000-0000-7000-8000-000000000001', 'projects', 'project'),
             (5, '0190a000-0000-7000-8000-000000000001', 'devices', 'device')",
    )
    .execute(&mut connection)
    .await
    .unwrap();
    let company = row_of_company();
    insert(&mut connection, "cache_companies", "name,", 1, "50", &company, &["As it is"]).await;
    let person = Person { name: "Dana".to_owned(), company: of_company(""), ..Person::default() };
    let (person, columns) = (Record::Person(Box::new(person)), "name, company_id,");
    insert(&mut connection, "cache_people", columns, 2, "8", &person, &["Dana", "50"]).await;
    let mut transaction = connection.begin().await.unwrap();
    for at in 1..=TICKETS {
        let ticket = old_ticket(at);
        let (summary, columns) = (ticket.summary.clone(), "summary, company_id, company_name,");
        let ticket = Record::Ticket(Box::new(ticket));
        let (id, values) = ((71_000_000 + at).to_string(), [summary.as_str(), "50", "As it was"]);
        insert(&mut transaction, "cache_tickets", columns, 3, &id, &ticket, &values).await;
    }
    transaction.commit().await.unwrap();
    let project = Record::Project(Box::new(project()));
    insert(&mut connection, "cache_projects", "name,", 4, "6", &project, &["Move"]).await;
    let device = Device {
        name: "PC-9".to_owned(),
        model: Some("EliteBook 840".to_owned()),
        ..Device::default()
    };
    let device = Record::Device(Box::new(device));
    insert(&mut connection, "cache_devices", "name,", 5, "9", &device, &["PC-9"]).await;
    connection.close().await.unwrap();
}

fn row_of_company() -> Record {
    Record::Company(Box::new(patchbay_model::Company {
        name: "As it is".to_owned(),
        ..patchbay_model::Company::default()
    }))
}

async fn found(store: &Store, text: &str) -> Vec<String> {
    let text = Some(text.to_owned());
    let list = RecordList { text, ..RecordList::of(RecordKind::Ticket) };
    let keys = store.record_keys(&list).await.unwrap();
    let records = store.records_by_keys(RecordKind::Ticket, &keys).await.unwrap();
    records.into_iter().map(|record| record.vendor_id.0).collect()
}

#[tokio::test]
async fn an_older_database_has_its_numbers_and_names_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("patchbay.db");
    make_old(&path).await;
    let store = open(&path).await;
    let integration = store.find_integration(INTEGRATION).await.unwrap();
    assert_eq!(found(&store, "#20001").await, ["71000001"]);
    assert_eq!(found(&store, "24099").await, ["71004099"]);
    assert!(found(&store, "20010").await.is_empty(), "it never had a number");
    let of = async |kind: RecordKind, id: &str| {
        let stream = StreamName::from(kind.plural());
        let found = store.record(kind, integration.id, &stream, &VendorId::from(id)).await;
        found.unwrap().unwrap()
    };
    let ticket = of(RecordKind::Ticket, "71000001").await;
    assert_eq!(ticket.changed_at, crate::support::morning(), "nothing of it changed");
    let expected = Ticket { company: of_company("As it is"), ..new_ticket(1) };
    assert_eq!(ticket.record, Record::Ticket(Box::new(expected)));
    assert_eq!(of(RecordKind::Person, "8").await.record.company().unwrap().name, "As it is");
    let mut projects = RecordList::of(RecordKind::Project);
    let managers = store.column_values(&projects, "manager_name").await.unwrap();
    assert_eq!(managers, [("Ada Quist".to_owned(), 1)]);
    projects.sort =
        Some(patchbay_store::RecordSort { column: "estimated_end".to_owned(), descending: true });
    assert_eq!(store.record_keys(&projects).await.unwrap().len(), 1);
    let text = Some("elitebook".to_owned());
    let devices = RecordList { text, ..RecordList::of(RecordKind::Device) };
    assert_eq!(store.record_keys(&devices).await.unwrap().len(), 1, "models are searched");
    let names = store.column_values(&RecordList::of(RecordKind::Ticket), "company_name").await;
    assert_eq!(names.unwrap(), [("As it is".to_owned(), u64::from(TICKETS))]);

    // The next full read brings the same tickets in today's shape: none of them is a change.
    let full = Some(ReadMode::Full);
    let mut reading =
        Reading::begin(&store, &integration, "tickets", RecordKind::Ticket, full).await;
    let rows = (1..=TICKETS)
        .map(|at| row(&(71_000_000 + at).to_string(), Record::Ticket(Box::new(new_ticket(at)))));
    assert_eq!(reading.apply(rows.collect(), None).await.unchanged, u64::from(TICKETS));
    store.close().await;

    let store = open(&path).await;
    assert_eq!(found(&store, "#20001").await, ["71000001"], "and it stays so");
    let mut connection = SqliteConnectOptions::new().filename(&path).connect().await.unwrap();
    let waiting: i64 = sqlx::query_scalar("SELECT count(*) FROM cache_upgrades")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(waiting, 0);
}

#[tokio::test]
async fn a_row_that_cannot_be_read_keeps_nobody_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("patchbay.db");
    make_old(&path).await;
    let mut connection = SqliteConnectOptions::new().filename(&path).connect().await.unwrap();
    sqlx::raw_sql("UPDATE cache_tickets SET mapped = x'00' WHERE vendor_id = '71000003'")
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    let store = open(&path).await;
    assert_eq!(found(&store, "#20004").await, ["71000004"], "the others have their numbers");
}
