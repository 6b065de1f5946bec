//! Service tickets.

use chrono::Duration;
use serde_json::{Value, json};

use super::{Row, Source, Stream, day, guid, href, info, moment, reference, row};
use crate::connectwise::catalog::{Board, Entry, Status, any};
use crate::world::{Kind, World};

/// Reference to a status. Answers spell the order `Sort`, whatever the model says.
pub(super) fn status_reference(board: &Board, status: &Status) -> Value {
    json!({
        "id": status.id,
        "name": status.name,
        "Sort": status.sort,
        "_info": { "status_href": href(&format!("service/boards/{}/statuses/{}", board.id, status.id)) },
    })
}

pub(super) fn board_reference(board: &Board) -> Value {
    reference(&Entry { id: board.id, name: board.name }, "board", "service/boards")
}

/// The kind of work a topic is, as type and subtype of a board.
pub(super) fn type_references(board: &Board, topic: &str) -> (Value, Value) {
    let place = board.subtypes.iter().position(|(entry, _)| entry.name == topic).unwrap_or(0);
    let (subtype, of) = &board.subtypes[place];
    let path = format!("service/boards/{}", board.id);
    (
        reference(&board.types[*of], "type", &format!("{path}/types")),
        reference(subtype, "subType", &format!("{path}/subtypes")),
    )
}

impl Source {
    /// The board of a ticket; two in three land on the first one.
    fn board_of(&self, chance: u64) -> &Board {
        let boards = self.catalog.service_boards();
        match chance % 100 {
            0..62 => &boards[0],
            62..80 => &boards[1],
            80..90 => &boards[2],
            90..97 => &boards[3],
            _ => &boards[4],
        }
    }

    pub(super) fn ticket_glance(&self, index: u64, path: &str) -> Option<Value> {
        let glance = self.world.ticket_glance(index);
        let board = self.board_of(glance.chance);
        let place = |value: i64| Some(if glance.migrated { Value::Null } else { value.into() });
        match path {
            "closedFlag" => Some(glance.closed.into()),
            "company/id" => Some(self.id(Stream::Company, glance.customer).into()),
            "board/id" => place(board.id),
            "status/id" => place(board.status(glance.closed, glance.chance >> 8).id),
            "closedDate" if glance.closed => {
                Some(moment(self.world.stamps(Kind::Ticket, index).updated).into())
            }
            "closedDate" => Some(Value::Null),
            "summary" => Some(self.world.ticket(index).summary.into()),
            "recordType" => Some("ServiceTicket".into()),
            _ => None,
        }
    }

    pub(super) fn service_ticket(&self, index: u64) -> Row {
        let ticket = self.world.ticket(index);
        let id = self.id(Stream::ServiceTicket, index);
        let stamps = self.world.stamps(Kind::Ticket, index);
        let board = self.board_of(ticket.chance);
        let status = board.status(ticket.closed, ticket.chance >> 8);
        let (kind, subtype) = type_references(board, ticket.topic);
        let customer = self.world.customer(ticket.customer);
        let person = ticket.person.map(|person| self.world.person(person));
        let placed = !ticket.migrated;
        let mut dice = self.world.dice(Kind::Ticket, index + 600_000_000);
        let urgency = *[1, 1, 2, 2, 2, 2, 3, 0]
            .get(usize::try_from(dice.below(8)).unwrap_or(0))
            .unwrap_or(&2);
        let priority = &self.catalog.priorities[urgency];
        let level = ["High", "Medium", "Medium", "Low"][urgency];
        let responded = ticket.closed || ticket.assigned.is_some();
        let respond_minutes = dice.between(1, 240);
        let closed_at = ticket.closed.then(|| moment(stamps.updated));
        let old = "1800-01-01T08:00:00Z".to_owned();
        let minutes = |minutes: i64| {
            moment((stamps.entered + Duration::minutes(minutes)).min(stamps.updated))
        };
        let mut housekeeping = info(stamps, if responded { "JDoe" } else { "PatchbayAPI" });
        housekeeping["notes_href"] = href(&format!("service/tickets/{id}/notes")).into();
        housekeeping["configurations_href"] =
            href(&format!("service/tickets/{id}/configurations")).into();
        row(json!({
            "id": id,
            "summary": ticket.summary,
            "recordType": "ServiceTicket",
            "board": placed.then(|| board_reference(board)),
            "status": placed.then(|| status_reference(board, status)),
            "company": self.company_reference(ticket.customer),
            "site": { "id": 1_000 + self.id(Stream::Company, ticket.customer), "name": "Main", "_info": {} },
            "siteName": "Main",
            "addressLine1": customer.street,
            "city": customer.city,
            "stateIdentifier": customer.state,
            "zip": customer.zip,
            "contact": ticket.person.map(|person| self.contact_reference(person)),
            "contactName": person.as_ref().map(|person| match person.last {
                Some(last) => format!("{} {last}", person.first),
                None => person.first.to_owned(),
            }),
            "contactPhoneNumber": person.as_ref().and_then(|person| person.phone.clone()),
            "contactEmailAddress": person.as_ref().and_then(|person| person.email.clone()),
            "type": (placed && dice.chance(90)).then_some(kind),
            "subType": (placed && dice.chance(75)).then_some(subtype),
            "item": (placed && dice.chance(15)).then(|| reference(any(&board.items, dice.next()), "item", &format!("service/boards/{}/items", board.id))),
            "team": placed.then(|| reference(&board.teams[0], "team", &format!("service/boards/{}/teams", board.id))),
            "owner": ticket.assigned.map(|number| self.member_reference(number)),
            "resources": ticket.assigned.and_then(|number| World::staff().nth(usize::try_from(number).unwrap_or(0))).map(|staff| staff.identifier),
            "priority": {
                "id": priority.id,
                "name": priority.name,
                "sort": urgency + 1,
                "level": (["Critical", "High", "Medium", "Low"][urgency]),
                "_info": { "priority_href": href(&format!("service/priorities/{}", priority.id)) },
            },
            "serviceLocation": reference(any(&self.catalog.service_locations, dice.next()), "location", "service/locations"),
            "source": reference(any(&self.catalog.sources, dice.next()), "source", "service/sources"),
            "requiredDate": if ticket.odd_date { Some(old.clone()) } else { dice.chance(20).then(|| day(stamps.entered + Duration::days(5))) },
            "budgetHours": dice.chance(30).then(|| dice.between(1, 16) as f64 / 2.0),
            "actualHours": responded.then(|| dice.between(1, 24) as f64 / 4.0),
            "severity": level,
            "impact": level,
            "externalXRef": dice.chance(6).then(|| format!("RMM-{}", dice.below(99_999))),
            "allowAllClientsPortalView": false,
            "customerUpdatedFlag": !ticket.closed && dice.chance(15),
            "automaticEmailContactFlag": false,
            "automaticEmailResourceFlag": false,
            "automaticEmailCcFlag": false,
            "closedFlag": ticket.closed,
            "closedDate": closed_at.clone(),
            "closedBy": ticket.closed.then_some("JDoe"),
            "dateResolved": closed_at,
            "dateResponded": if ticket.odd_date { Some(old) } else { responded.then(|| minutes(respond_minutes)) },
            "dateResplan": responded.then(|| minutes(respond_minutes + 3)),
            "respondMinutes": if responded { respond_minutes } else { 0 },
            "resPlanMinutes": if responded { respond_minutes + 3 } else { 0 },
            "resolveMinutes": if ticket.closed { (stamps.updated - stamps.entered).num_minutes() } else { 0 },
            "isInSla": dice.chance(85),
            "sla": reference(any(&self.catalog.slas, dice.next()), "sla", "service/SLAs"),
            "slaStatus": if ticket.closed { "Resolved" } else { "Waiting" },
            "approved": true,
            "billTime": "Billable",
            "billExpenses": "Billable",
            "billProducts": "Billable",
            "billingMethod": "ActualRates",
            "hasChildTicket": false,
            "hasMergedChildTicketFlag": false,
            "requestForChangeFlag": false,
            "location": reference(&self.catalog.locations[0], "location", "system/locations"),
            "department": {
                "id": self.catalog.departments[0].id,
                "identifier": "Services",
                "name": self.catalog.departments[0].name,
                "_info": {},
            },
            "mobileGuid": guid("ticket", id),
            "escalationStartDateUTC": moment(stamps.entered),
            "escalationLevel": 0,
            "minutesWaiting": 0,
            "customFields": self.custom_field(0, "service_ticket", dice.chance(25).then(|| format!("TAG-{:04}", dice.below(9_999)))),
            "_info": housekeeping,
        }))
    }
}
