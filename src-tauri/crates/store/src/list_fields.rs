//! What lists can be sorted and filtered by: the columns of the cache tables, and what is worked out of
//! them when it is asked for (the number people know, the stage, the link).

use patchbay_model::{CLOSED_STATUSES, RecordKind, Stage};

use crate::{
    Result, Store, StoreError,
    record_list::Conditions,
    tables::{self, Table},
};

/// The columns that all tables have.
const COMMON: [&str; 3] = ["vendor_id", "first_seen_at", "changed_at"];
/// The number under which people know a ticket: its own, or the vendor's id.
pub(crate) const NUMBER: &str = "CASE c.number WHEN '' THEN c.vendor_id ELSE c.number END";
/// In place of a stage: the status has none. Behind all stages.
const NO_STAGE: usize = Stage::ALL.len();

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Text, compared without case.
    Text,
    /// A moment, as it is stored.
    Moment,
    /// A whole number.
    Number,
    /// 0 or 1.
    Flag,
    /// A text that is mostly a number and is sorted like one.
    Id,
    /// The place of a stage among all, or [`NO_STAGE`].
    Stage,
}

/// Something that rows (`c`) can be sorted and filtered by.
#[derive(Debug)]
pub(crate) struct Field {
    /// Its value, in SQL.
    pub(crate) sql: String,
    pub(crate) holds: Holds,
}

impl Field {
    /// The order by it.
    pub(crate) fn order(&self, descending: bool) -> String {
        let direction = if descending { "DESC" } else { "ASC" };
        let sql = &self.sql;
        match self.holds {
            Holds::Id => format!("CAST({sql} AS INTEGER) {direction}, {sql} {direction}"),
            Holds::Moment | Holds::Number | Holds::Flag | Holds::Stage => {
                format!("{sql} {direction}")
            }
            // Faster than a comparison without case: each text is changed once, not at each comparison.
            Holds::Text => format!("lower({sql}) {direction}"),
        }
    }

    /// Values as people and programs name them, as a JSON array of what the field holds. Those that it
    /// cannot hold are left out.
    pub(crate) fn stored(&self, values: &[String]) -> Result<String> {
        let numbers: Vec<i64> = match self.holds {
            Holds::Text | Holds::Moment | Holds::Id => return Ok(serde_json::to_string(values)?),
            Holds::Number => values.iter().filter_map(|value| value.parse().ok()).collect(),
            Holds::Flag => values.iter().filter_map(|value| flag(value)).collect(),
            Holds::Stage => values.iter().filter_map(|value| place(value)).collect(),
        };
        Ok(serde_json::to_string(&numbers)?)
    }

    /// What a stored value is called.
    pub(crate) fn named(&self, stored: String) -> String {
        match (self.holds, stored.as_str()) {
            (Holds::Flag, "1") => "true".to_owned(),
            (Holds::Flag, "0") => "false".to_owned(),
            (Holds::Stage, place) => {
                let stage = place.parse().ok().and_then(|place: usize| Stage::ALL.get(place));
                stage.map_or_else(String::new, |stage| stage.key().to_owned())
            }
            _ => stored,
        }
    }
}

fn flag(value: &str) -> Option<i64> {
    match value {
        "true" => Some(1),
        "false" => Some(0),
        _ => None,
    }
}

fn place(value: &str) -> Option<i64> {
    let place = match value {
        "" => Some(NO_STAGE),
        word => Stage::ALL.iter().position(|stage| stage.key() == word),
    };
    place.and_then(|place| i64::try_from(place).ok())
}

impl Store {
    /// The field of that name, if the kind has it; what it compares with goes into `conditions`.
    ///
    /// # Errors
    /// `NotFound`, with the name.
    pub(crate) async fn field(
        &self,
        kind: RecordKind,
        name: &str,
        conditions: &mut Conditions,
    ) -> Result<Field> {
        let worked_out = |sql: String, holds| Ok(Field { sql, holds });
        match (kind, name) {
            (RecordKind::Ticket, "number") => worked_out(NUMBER.to_owned(), Holds::Id),
            (RecordKind::Ticket, "stage") => {
                worked_out(self.stage(conditions).await?, Holds::Stage)
            }
            (RecordKind::Ticket, "closed") => {
                worked_out(self.closed(conditions).await?, Holds::Flag)
            }
            (RecordKind::Company, "linked") => worked_out(format!("EXISTS ({LINK})"), Holds::Flag),
            (RecordKind::Company, "linked_to") => {
                worked_out(format!("ifnull(({LINK}), '')"), Holds::Text)
            }
            _ => column(kind, tables::of(kind), name),
        }
    }

    /// The place of a ticket's stage, by its status: as the stage board of its integration says now.
    async fn stage(&self, conditions: &mut Conditions) -> Result<String> {
        let mut cases = String::new();
        for integration in self.integrations().await? {
            let sources = self.sources(RecordKind::Ticket, Some(integration.id), None).await?;
            for (place, stage) in Stage::ALL.into_iter().enumerate() {
                let Some(statuses) = integration.settings.ids(&stage.setting()) else { continue };
                let statuses = conditions.value(serde_json::to_string(statuses)?);
                cases.push_str(&format!(
                    " WHEN {} AND c.status_id IN (SELECT value FROM json_each({statuses}))
                      THEN {place}",
                    crate::record_list::within(&sources)
                ));
            }
        }
        // Never a mere number: in an order that would mean a column.
        Ok(format!("CASE WHEN 0 THEN 0{cases} ELSE {NO_STAGE} END"))
    }

    /// Whether a ticket counts as closed: for the vendor, or by its status and the settings of its
    /// integration.
    async fn closed(&self, conditions: &mut Conditions) -> Result<String> {
        let mut by_status = String::new();
        for integration in self.integrations().await? {
            let Some(statuses) = integration.settings.ids(CLOSED_STATUSES) else { continue };
            let sources = self.sources(RecordKind::Ticket, Some(integration.id), None).await?;
            let statuses = conditions.value(serde_json::to_string(statuses)?);
            by_status.push_str(&format!(
                " OR ({} AND c.status_id IN (SELECT value FROM json_each({statuses})))",
                crate::record_list::within(&sources)
            ));
        }
        // The mere column where nothing else counts.
        Ok(if by_status.is_empty() {
            "c.closed".to_owned()
        } else {
            format!("(c.closed{by_status})")
        })
    }
}

/// The name of the company of ours that a vendor's company (`c`) is linked with.
const LINK: &str = "SELECT own.name FROM sync_states AS whose
    CROSS JOIN links AS link ON link.integration = whose.integration
        AND link.stream = whose.stream AND link.vendor_id = c.vendor_id
    CROSS JOIN companies AS own ON own.id = link.company
    WHERE whose.source = c.source";

/// The column of that name, if the kind has it. Only this text goes into a statement.
fn column(kind: RecordKind, table: &Table, name: &str) -> Result<Field> {
    let mut all = table.columns.iter().chain(&COMMON);
    let column = all.find(|column| **column == name).copied().ok_or_else(|| {
        StoreError::NotFound(format!("There is no column “{name}” in {}.", kind.plural()))
    })?;
    let holds = match column {
        "vendor_id" => Holds::Id,
        "sort" => Holds::Number,
        flag if table.flags.contains(&flag) => Holds::Flag,
        moment if moment.ends_with("_at") => Holds::Moment,
        _ => Holds::Text,
    };
    Ok(Field { sql: format!("c.{column}"), holds })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_columns_go_into_a_statement() {
        let table = tables::of(RecordKind::Ticket);
        for (name, known) in [
            ("summary", true),
            ("vendor_id", true),
            ("closed", true),
            ("raw", false),
            ("summary; DROP TABLE audit", false),
            ("", false),
        ] {
            let found = column(RecordKind::Ticket, table, name);
            assert_eq!(found.is_ok(), known, "{name}");
        }
    }

    #[test]
    fn stages_go_there_and_back() {
        let field = Field { sql: String::new(), holds: Holds::Stage };
        let words = ["new", "resolved", "", "no stage at all"].map(str::to_owned);
        assert_eq!(field.stored(&words).unwrap(), "[0,4,5]");
        assert_eq!(field.named("4".to_owned()), "resolved");
        assert_eq!(field.named("5".to_owned()), "");
    }
}
