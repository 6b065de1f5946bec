//! Rows that an earlier version wrote, brought up to date without asking the vendor: what stands in the
//! compressed record cannot be reached by a migration. Which sources wait stands in `cache_upgrades`.

use patchbay_model::{Record, RecordKind};
use sqlx::{Arguments, AssertSqlSafe, Row, sqlite::SqliteArguments};

use crate::{
    Result, SourceKey, Store,
    columns::{Columns, from_count},
    dictionaries::Compressor,
    prepare::hash_of,
    tables::{self, Texts, Value},
    words::from_word,
};

/// So many rows are looked at in one transaction.
const BITE: u64 = 2_000;
/// How the tickets' number was kept once: as a field with this id and caption.
const NUMBER: (&str, &str) = ("number", "Ticket number");

/// A source that waits.
struct Waiting {
    source: i64,
    kind: RecordKind,
    after: i64,
}

/// A row as it has to be.
struct Renewed {
    key: i64,
    was: Vec<u8>,
    hash: [u8; 16],
    values: Vec<Value>,
    mapped: Vec<u8>,
}

impl Store {
    /// Brings all rows up to date that an earlier version wrote. What was done stays done if the program
    /// ends meanwhile; two processes may do it at once.
    pub(crate) async fn finish_upgrades(&self) -> Result<()> {
        while let Some(waiting) = self.waiting().await? {
            self.upgrade(&waiting).await?;
        }
        Ok(())
    }

    async fn waiting(&self) -> Result<Option<Waiting>> {
        let row = sqlx::query("SELECT * FROM cache_upgrades ORDER BY source LIMIT 1")
            .fetch_optional(&self.inner.readers)
            .await?;
        row.map(|row| {
            Ok(Waiting {
                source: row.number("source")?,
                kind: from_word(&row.text("kind")?)?,
                after: row.number("after_key")?,
            })
        })
        .transpose()
    }

    /// Looks at the next rows of a source and writes those that have to look different.
    async fn upgrade(&self, waiting: &Waiting) -> Result<()> {
        let rows = sqlx::query(AssertSqlSafe(format!(
            "SELECT key, hash, mapped FROM {} WHERE +source = ? AND key > ? ORDER BY key LIMIT ?",
            tables::of(waiting.kind).name
        )))
        .bind(waiting.source)
        .bind(waiting.after)
        .bind(from_count(BITE))
        .fetch_all(&self.inner.readers)
        .await?;
        let dictionary = self.dictionary(SourceKey(waiting.source)).await?;
        let mut compressor = Compressor::new(dictionary.map(std::sync::Arc::new))?;
        let (mut unpacker, mut texts) = (self.unpacker()?, Texts::new());
        let mut renewed = Vec::new();
        let mut last = waiting.after;
        for row in &rows {
            last = row.number("key")?;
            let stored = unpacker.unpack(waiting.source, row.try_get("mapped")?).await;
            // What cannot be read is left as it is: it must keep nobody from opening the database, and the
            // vendor's next answer replaces it.
            let Ok(json) = stored else { continue };
            if !may_be_old(waiting.kind, &json) {
                continue;
            }
            let Ok(record) = serde_json::from_slice(&json) else { continue };
            let record = up_to_date(record);
            let json = serde_json::to_vec(&record)?;
            renewed.push(Renewed {
                key: last,
                was: row.try_get("hash")?,
                hash: hash_of(&json),
                values: tables::values(&record, None, &mut texts),
                mapped: compressor.compress(&json)?,
            });
        }
        let is_last = (rows.len() as u64) < BITE;
        self.write_renewed(waiting, renewed, (!is_last).then_some(last)).await
    }

    /// Writes rows, and how far the source is: `None`, it is done.
    async fn write_renewed(
        &self,
        waiting: &Waiting,
        renewed: Vec<Renewed>,
        reached: Option<i64>,
    ) -> Result<()> {
        let table = tables::of(waiting.kind);
        // The name of the company follows the company, and the moment of the change what was read.
        let kept = [tables::COMPANY_NAME, "updated_at"];
        let changed: Vec<_> =
            table.columns.iter().filter(|column| !kept.contains(column)).collect();
        let set: Vec<_> = changed.iter().map(|column| format!("{column} = ?, ")).collect();
        // A row that was read anew meanwhile is left alone.
        let sql = format!(
            "UPDATE {} SET {}hash = ?, mapped = ? WHERE key = ? AND hash = ?",
            table.name,
            set.concat()
        );
        let mut transaction = self.begin().await?;
        for row in renewed {
            let mut arguments = SqliteArguments::default();
            for (column, value) in table.columns.iter().zip(row.values) {
                if !changed.contains(&column) {
                    continue;
                }
                match value {
                    Value::Text(text) => arguments.add(text),
                    Value::Number(number) => arguments.add(number),
                }
                .map_err(sqlx::Error::Encode)?;
            }
            sqlx::query_with(AssertSqlSafe(sql.clone()), arguments)
                .bind(&row.hash[..])
                .bind(row.mapped)
                .bind(row.key)
                .bind(row.was)
                .execute(&mut *transaction)
                .await?;
        }
        let progress = match reached {
            Some(key) => sqlx::query(
                "UPDATE cache_upgrades SET after_key = max(after_key, ?) WHERE source = ?",
            )
            .bind(key),
            None => sqlx::query("DELETE FROM cache_upgrades WHERE source = ?"),
        };
        progress.bind(waiting.source).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(())
    }
}

/// Whether a stored record may look different today: a quick look, without reading it.
fn may_be_old(kind: RecordKind, json: &[u8]) -> bool {
    kind != RecordKind::Ticket
        || std::str::from_utf8(json).is_ok_and(|json| json.contains(NUMBER.1))
}

/// A record as it would be read today.
fn up_to_date(mut record: Record) -> Record {
    if let Record::Ticket(ticket) = &mut record
        && ticket.number.is_none()
        && let Some(at) = ticket
            .custom_fields
            .iter()
            .position(|field| (field.id.as_str(), field.caption.as_str()) == NUMBER)
    {
        ticket.number = ticket.custom_fields.remove(at).value;
    }
    record
}
