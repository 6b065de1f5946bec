//! Projects: `/project/projects`.

use patchbay_connector_kit::{Decoded, RowShape};
use patchbay_model::{Project, Record, VendorId};
use serde::Deserialize;

use super::{CustomValue, Info, custom_fields, decoded, times};
use crate::loose::{Day, Flag, List, Number, Part, Reference, Text};

/// A project as the vendor sends it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::connectwise) struct ProjectRow {
    id: Text,
    name: Text,
    company: Reference,
    board: Reference,
    status: Reference,
    r#type: Reference,
    manager: Reference,
    closed_flag: Flag,
    estimated_start: Day,
    estimated_end: Day,
    percent_complete: Number,
    custom_fields: List<CustomValue>,
    #[serde(rename = "_info")]
    info: Part<Info>,
}

impl RowShape for ProjectRow {
    fn into_decoded(self, _: Option<&VendorId>) -> Result<Decoded, (String, String)> {
        let mut project = Project {
            name: self.name.0.unwrap_or_default(),
            company: self.company.0,
            board: self.board.0,
            status: self.status.0,
            project_type: self.r#type.0,
            manager: self.manager.0,
            closed: self.closed_flag.is_on(),
            estimated_start: self.estimated_start.0,
            estimated_end: self.estimated_end.0,
            percent_complete: self.percent_complete.0,
            custom_fields: custom_fields(self.custom_fields),
            ..Project::default()
        };
        times!(self.info, project);
        decoded(self.id, &self.info, Record::Project(Box::new(project)))
    }
}
