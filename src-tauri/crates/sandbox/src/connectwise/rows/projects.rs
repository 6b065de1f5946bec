//! Projects and project tickets.

use chrono::Duration;
use serde_json::{Value, json};

use super::tickets::{board_reference, status_reference};
use super::{Row, Source, Stream, day, guid, href, info, moment, reference, row};
use crate::connectwise::catalog::{Entry, any};
use crate::world::Kind;

impl Source {
    pub(super) fn project(&self, index: u64) -> Row {
        let project = self.world.undertaking(index);
        let id = self.id(Stream::Project, index);
        let stamps = self.world.stamps(Kind::Undertaking, index);
        let board = self.catalog.project_board();
        let statuses = &self.catalog.project_statuses;
        let place =
            if project.closed { 3 } else { usize::try_from(project.chance % 3).unwrap_or(0) };
        let hours = project.hours as f64;
        let done = if project.closed { 1.0 } else { (project.chance % 90) as f64 / 100.0 };
        row(json!({
            "id": id,
            "name": project.name,
            "board": board_reference(board),
            "company": self.company_reference(project.customer),
            "contact": self.world.primary_of(project.customer).map(|person| self.contact_reference(person)),
            "status": reference(&statuses[place], "status", "project/statuses"),
            "type": reference(any(&self.catalog.project_types, project.chance >> 9), "projectType", "project/projectTypes"),
            "manager": self.member_reference(6),
            "billingMethod": "ActualRates",
            "billTime": "Billable",
            "estimatedStart": day(stamps.entered),
            "estimatedEnd": day(stamps.entered + Duration::days(60)),
            "actualStart": moment(stamps.entered),
            "actualEnd": project.closed.then(|| moment(stamps.updated)),
            "percentComplete": done,
            "closedFlag": project.closed,
            "estimatedHours": hours,
            "budgetHours": hours,
            "actualHours": hours * done,
            "scheduledHours": 0.0,
            "description": format!("{} for the customer.", project.name),
            "_info": info(stamps, "HStone"),
        }))
    }

    pub(super) fn project_ticket(&self, index: u64) -> Row {
        let step = self.world.step(index);
        let project = self.world.undertaking(step.undertaking);
        let id = self.id(Stream::ProjectTicket, index);
        let project_id = self.id(Stream::Project, step.undertaking);
        let stamps = self.world.stamps(Kind::Step, index);
        let board = self.catalog.project_board();
        let status = board.status(step.closed, step.chance);
        let phase = Entry { id: project_id * 3 + 1, name: "Delivery" };
        let priority = &self.catalog.priorities[2];
        // No `recordType` here: `isIssueFlag` tells issues from tickets.
        row(json!({
            "id": id,
            "summary": step.summary,
            "isIssueFlag": step.issue,
            "board": board_reference(board),
            "status": status_reference(board, status),
            "project": { "id": project_id, "name": project.name, "_info": { "project_href": href(&format!("project/projects/{project_id}")) } },
            "phase": reference(&phase, "phase", &format!("project/projects/{project_id}/phases")),
            "wbsCode": format!("1.{}", step.number),
            "company": self.company_reference(project.customer),
            "contact": self.world.primary_of(project.customer).map(|person| self.contact_reference(person)),
            "owner": step.assigned.map_or(Value::Null, |number| self.member_reference(number)),
            "priority": reference(priority, "priority", "service/priorities"),
            "budgetHours": (step.chance % 12 + 1) as f64 / 2.0,
            "actualHours": step.closed.then_some((step.chance % 9 + 1) as f64 / 2.0),
            "closedFlag": step.closed,
            "closedDate": step.closed.then(|| moment(stamps.updated)),
            "closedBy": step.closed.then_some("HStone"),
            "customerUpdatedFlag": false,
            "billTime": "Billable",
            "mobileGuid": guid("projectticket", id),
            "_info": info(stamps, "HStone"),
        }))
    }
}
