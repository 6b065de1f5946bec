//! Comments of a ticket.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use super::row;
use crate::stage::Row;
use crate::syncro::lists::{List, Lists, moment};
use crate::world::Kind;

/// What staff and customers write back.
const LINES: &[&str] = &[
    "Called the user, no answer. Will try again after lunch.",
    "Remote session done, looks fine now.\nPlease watch it until tomorrow.",
    "It is back again since this morning :(",
    "Ordered the part & told the office manager.",
    "Thank you, works!",
];

impl Lists {
    /// The comments of a ticket, the oldest first; `as_html` gives rich text as it was typed.
    pub(in crate::syncro) fn comments(&self, ticket: i64, index: u64, as_html: bool) -> Vec<Row> {
        let (text, user, chance) = self.ticket_story(index);
        let (created, updated) = self.stamps(List::Tickets, index);
        let mut dice = self.view.own().dice(Kind::Ticket, index + 650_000_000);
        // A few tickets have been talked about at length, one in 61 by nobody.
        let count = match index {
            _ if index % 61 == 40 => 0,
            _ if index % 37 == 5 => 23,
            _ => 1 + chance % 4,
        };
        let span = (updated - created).max(Duration::zero());
        (0..count)
            .map(|number| {
                let share = i32::try_from(number).unwrap_or(0);
                let when: DateTime<Utc> = created + span * share / 24;
                let by_customer = number > 0 && dice.chance(30);
                let rich = number > 0 && dice.chance(20);
                let body = if number == 0 { text } else { dice.pick(LINES) };
                let body = if rich && as_html { format!("<p>{body}</p>") } else { body.to_owned() };
                let author = user.filter(|_| !by_customer);
                row(json!({
                    "id": ticket * 30 + i64::try_from(number).unwrap_or(0) + 7,
                    "created_at": moment(when),
                    "updated_at": moment(when),
                    "ticket_id": ticket,
                    "subject": match number { 0 => "Initial Issue", _ if by_customer => "Customer Reply", _ => "Update" },
                    "body": body,
                    "tech": author.map_or(Value::from("customer-reply"), |user| user.name.clone().into()),
                    "hidden": number > 0 && !by_customer && dice.chance(35),
                    "user_id": author.map(|user| user.id),
                    "is_rich_text": rich,
                    "user": author.map(|_| json!({})),
                }))
            })
            .collect()
    }
}
