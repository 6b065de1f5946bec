//! Tickets, in the list and alone.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{ACCOUNT, row};
use crate::stage::Row;
use crate::syncro::lists::{List, Lists, moment, moment_with_offset};
use crate::syncro::settings::{DONE, TICKET_TYPES, User, priority, problem_type, status};
use crate::world::{Kind, trouble};

/// The parts of a ticket that filters ask for; cheap.
struct Glance {
    company: u64,
    closed: bool,
    status: &'static str,
    /// Place in the staff.
    user: Option<u64>,
    contact: u64,
    chance: u64,
}

impl Lists {
    fn glance(&self, index: u64) -> Glance {
        let count = self.view.count(Kind::Ticket).max(1);
        let mut dice = self.view.own().dice(Kind::Ticket, index);
        // Old tickets are done; of the latest fifth most are still open.
        let young = index >= count - count / 5;
        let company = self.view.busy(dice.next());
        let closed = dice.chance(if young { 30 } else { 94 });
        let staff = self.settings.users.len() as u64;
        Glance {
            company,
            closed,
            status: status(closed, dice.next()),
            user: (closed || dice.chance(65)).then(|| dice.below(staff)),
            contact: dice.next(),
            chance: dice.next(),
        }
    }

    /// The ticket's number: what people call it by, and another one than its id.
    fn ticket_number(index: u64) -> u64 {
        20_413 + index * 3 + index % 2
    }

    pub(in crate::syncro) fn ticket_glance(&self, index: u64, field: &str) -> Option<Value> {
        let glance = self.glance(index);
        Some(match field {
            "customer_id" => self.id(List::Customers, glance.company).into(),
            "status" => glance.status.into(),
            "number" => Self::ticket_number(index).into(),
            "user_id" => self.user_of(&glance).map(|user| user.id).into(),
            "contact_id" => {
                let contact = self.contact_of(&glance);
                contact.map(|contact| self.id(List::Contacts, contact)).into()
            }
            "resolved_at" => self.resolved(index, &glance).map(moment).into(),
            "subject" => subject(index, &glance).into(),
            _ => return None,
        })
    }

    fn user_of(&self, glance: &Glance) -> Option<&User> {
        self.settings.users.get(usize::try_from(glance.user?).ok()?)
    }

    fn contact_of(&self, glance: &Glance) -> Option<u64> {
        let named = !glance.contact.is_multiple_of(5);
        self.view.person_of(glance.company, glance.contact >> 8).filter(|_| named)
    }

    fn resolved(&self, index: u64, glance: &Glance) -> Option<DateTime<Utc>> {
        glance.closed.then(|| {
            // What was done first and changed later stays resolved when it was.
            let stamps = self.view.own().stamps(Kind::Ticket, index);
            stamps.entered + (stamps.updated - stamps.entered) / 2
        })
    }

    /// The place of the customer and what was wrong, for comments.
    pub(in crate::syncro) fn ticket_story(&self, index: u64) -> (&'static str, Option<&User>, u64) {
        let glance = self.glance(index);
        (trouble(glance.chance).2, self.user_of(&glance), glance.chance)
    }

    pub(in crate::syncro) fn ticket(&self, index: u64) -> Row {
        let glance = self.glance(index);
        let id = self.id(List::Tickets, index);
        let (created, updated) = self.stamps(List::Tickets, index);
        let (topic, _, _) = trouble(glance.chance);
        let mut dice = self.view.own().dice(Kind::Ticket, index + 600_000_000);
        let write = if index % 9 == 4 { moment_with_offset } else { moment };
        let contact = self.contact_of(&glance);
        let user = self.user_of(&glance);
        let types = self.settings.entries(TICKET_TYPES);
        let kind = types.get(usize::try_from(dice.below(5)).unwrap_or(0)).cloned();
        let kind = kind.unwrap_or_default();
        let first = self.comments(id, index, false).into_iter().next();
        let tags: Vec<&str> =
            ["vip", "on-site", "warranty"].into_iter().filter(|_| dice.chance(7)).collect();
        row(json!({
            "id": id,
            "number": Self::ticket_number(index),
            "subject": subject(index, &glance),
            "created_at": write(created),
            "customer_id": self.id(List::Customers, glance.company),
            "customer_business_then_name": self.customer_name(glance.company),
            "due_date": dice.chance(70).then(|| write(created + chrono::Duration::days(dice.between(1, 9)))),
            "resolved_at": self.resolved(index, &glance).map(write),
            "start_at": null,
            "end_at": null,
            "location_id": null,
            "location_name": null,
            "problem_type": problem_type(topic, dice.next()),
            "status": glance.status,
            "ticket_type_id": kind.get("id"),
            "ticket_type_name": kind.get("name"),
            "properties": if dice.chance(15) { json!({ "Asset Tag": format!("TAG-{:04}", dice.below(9_999)) }) } else { json!({}) },
            "user_id": user.map(|user| user.id),
            "updated_at": write(updated),
            "pdf_url": null,
            "priority": priority(dice.next()),
            "billing_status": (glance.status == DONE[1]).then_some("Invoiced"),
            "tag_list": tags,
            "sla_name": null,
            "creator_name_or_email": null,
            "contact_fullname": contact.map(|contact| self.view.person(contact).name),
            "contract_name": null,
            "address_id": null,
            "parent": false,
            "parent_id": null,
            "child": false,
            "recurring": dice.chance(3),
            "customer_reply": glance.status == "Customer Reply",
            "total_formatted_billable_time": null,
            "contact_id": contact.map(|contact| self.id(List::Contacts, contact)),
            "sla_breached": dice.chance(5),
            "sla_breaching_soon": false,
            "contract_id": null,
            "sla_id": null,
            "customer_tag_list": [],
            "resolution_time": null,
            "response_time": null,
            "customer_icons": [],
            "comments": first.into_iter().collect::<Vec<_>>(),
            "user": user.map(|user| self.user(user)),
        }))
    }

    /// A ticket asked for by its id: other fields come, some of the list's do not.
    pub(in crate::syncro) fn ticket_alone(&self, index: u64) -> Row {
        let mut ticket = self.row_at(List::Tickets, index);
        ticket.insert("ticket_type".into(), self.ticket_type(ticket.get("ticket_type_id"), index));
        for name in ["location_name", "ticket_type_id", "ticket_type_name", "contact_fullname"] {
            ticket.remove(name);
        }
        let at = |field: &str| ticket.get(field).and_then(Value::as_i64);
        let customer = at("customer_id").and_then(|id| self.row(List::Customers, id));
        let contact = at("contact_id").and_then(|id| self.row(List::Contacts, id));
        ticket.insert("customer".into(), customer.map(Value::Object).into());
        ticket.insert("contact".into(), contact.map(Value::Object).into());
        for empty in [
            "asset_ids",
            "assets",
            "attachments",
            "ticket_timers",
            "line_items",
            "worksheet_results",
            "appointments",
            "ticket_fields",
            "ticket_answers",
        ] {
            ticket.insert(empty.into(), json!([]));
        }
        for nothing in [
            "address",
            "intake_form_html",
            "outtake_form_date",
            "outtake_form_html",
            "outtake_form_name",
            "signature_date",
            "signature_name",
        ] {
            ticket.insert(nothing.into(), Value::Null);
        }
        ticket
    }

    /// The whole type of a ticket.
    fn ticket_type(&self, id: Option<&Value>, index: u64) -> Value {
        let mut types = self.settings.entries(TICKET_TYPES).into_iter();
        let Some(kind) = types.find(|kind| kind.get("id") == id) else { return Value::Null };
        let (created, updated) = self.stamps(List::Tickets, index);
        json!({
            "id": kind["id"],
            "name": kind["name"],
            "account_id": ACCOUNT,
            "created_at": moment(created),
            "updated_at": moment(updated),
            "disabled": false,
            "intake_terms": null,
            "skip_intake": false,
            "outtake_terms": null,
            "skip_outtake": false,
            "ticket_fields": [],
        })
    }
}

fn subject(index: u64, glance: &Glance) -> String {
    let (_, summary, _) = trouble(glance.chance);
    match index % 61 {
        7 => format!("{summary} & more <urgent>"),
        19 => format!("RE: FW: {summary} \u{2013} \"again\""),
        23 => format!("  {summary}\u{a0}"),
        _ => summary.to_owned(),
    }
}
