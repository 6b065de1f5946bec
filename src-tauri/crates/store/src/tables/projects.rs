//! The columns of `cache_projects`.

use chrono::{DateTime, Utc};
use patchbay_model::Project;

use super::{Table, Texts, Value, flag};
use crate::time::day_to_text;

pub(super) const TABLE: Table = Table {
    name: "cache_projects",
    title: "name",
    identity: "source, vendor_id",
    columns: &[
        "name",
        "company_id",
        "company_name",
        "board_id",
        "board_name",
        "status_id",
        "status_name",
        "manager_id",
        "manager_name",
        "estimated_start",
        "estimated_end",
        "closed",
        "created_at",
        "updated_at",
    ],
    flags: &["closed"],
    searched: &[],
    listed: &["company_name"],
};

/// The values of a project's columns.
pub(super) fn values(
    project: &Project,
    updated_at: Option<DateTime<Utc>>,
    texts: &mut Texts,
) -> Vec<Value> {
    vec![
        texts.unique(&project.name),
        texts.id_of(project.company.as_ref()),
        texts.name_of(project.company.as_ref()),
        texts.id_of(project.board.as_ref()),
        texts.name_of(project.board.as_ref()),
        texts.id_of(project.status.as_ref()),
        texts.name_of(project.status.as_ref()),
        texts.id_of(project.manager.as_ref()),
        texts.name_of(project.manager.as_ref()),
        texts.unique(&day_to_text(project.estimated_start)),
        texts.unique(&day_to_text(project.estimated_end)),
        flag(project.closed),
        texts.moment(project.created_at),
        texts.moment(updated_at.or(project.updated_at)),
    ]
}
