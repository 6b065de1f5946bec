//! The vendor's face towards the network: limit, routes, token, rights, pages, documented errors.

use serde_json::{Value, json};

use super::filter::{Filter, last};
use super::lists::{List, Lists};
use super::routes::{ROOT, Route};
use super::vendor::Vendor;
use crate::faults::{Fault, Plan};
use crate::stage::{
    Answer, Asked, Body, Front, Premises, Reply, Row, Trouble, object, spoil, text,
};

/// Comments on a page, unless asked otherwise; and the most there are.
const COMMENTS: u64 = 10;
const MOST_COMMENTS: u64 = 100;

/// Fields that are never null.
const ALWAYS: &[&str] =
    &["id", "created_at", "updated_at", "name", "subject", "business_then_name"];

impl Front for Vendor {
    fn premises(&self) -> &Premises {
        &self.premises
    }

    fn endpoint(&self, path: &str) -> String {
        match path.strip_prefix(ROOT) {
            Some(endpoint) if endpoint.starts_with('/') => endpoint.to_owned(),
            _ => path.to_owned(),
        }
    }

    fn answer(&self, asked: &Asked, plan: &Plan) -> Reply {
        if self.premises.throttle().is_some() {
            return too_many(None);
        }
        let Some(endpoint) = asked.path.strip_prefix(ROOT).filter(|rest| rest.starts_with('/'))
        else {
            return login_page();
        };
        let Some(route) = Route::of(endpoint).filter(|_| asked.method == "GET") else {
            return nowhere();
        };
        let access = self.access().clone();
        if !access.knows(text(&asked.headers, "authorization")) || !access.allows(&route) {
            return not_authorized();
        }
        match self.answered(route, asked, plan, &access.token) {
            None => Reply::json(404, json!({ "message": "Not found" }).to_string()),
            Some(mut answer) => {
                spoil(&mut answer, plan, &self.premises.base_url);
                Reply::json(200, answer.written().0)
            }
        }
    }

    fn trouble(&self, trouble: Trouble) -> Reply {
        match trouble {
            Trouble::TooMany(_, header) => too_many(header),
            Trouble::Broken => {
                Reply::html(500, "We're sorry, but something went wrong.", "We have been notified.")
            }
            Trouble::Gateway(status) => {
                Reply::html(status, &format!("{status} Bad Gateway"), "The origin did not answer.")
            }
            Trouble::WrongKeys | Trouble::Forbidden => not_authorized(),
            Trouble::LoginPage => login_page(),
            // Not documented: unknown parameters are passed over.
            Trouble::Unfit(text) => {
                Reply::json(400, json!({ "error": format!("Unknown: {text}") }).to_string())
            }
        }
    }
}

impl Vendor {
    fn answered(&self, route: Route, asked: &Asked, plan: &Plan, token: &str) -> Option<Answer> {
        let lists = self.lists();
        let alone = |list: List, id: i64| lists.row(list, id).map(one);
        Some(match route {
            Route::Me => Answer::plain(lists.me(token)),
            Route::Settings => Answer::plain(lists.account_settings()),
            Route::TicketSettings => Answer::plain(lists.ticket_settings()),
            Route::Users => {
                let is_empty = plan.faults.contains(&Fault::EmptyPage);
                let pairs = if is_empty { Vec::new() } else { lists.settings.entries("/users") };
                Answer::of(Body::Rows(pairs), Vec::new()).under("users", Row::new())
            }
            Route::User(id) => Answer::plain(json!({ "user": lists.user_alone(id)? })),
            Route::Customers => self.list(&lists, List::Customers, asked, plan),
            Route::Contacts => self.list(&lists, List::Contacts, asked, plan),
            Route::Tickets => self.list(&lists, List::Tickets, asked, plan),
            Route::Assets => self.list(&lists, List::Assets, asked, plan),
            Route::Customer(id) => alone(List::Customers, id)?.under("customer", Row::new()),
            // The one record that stands there without a name around it.
            Route::Contact(id) => alone(List::Contacts, id)?,
            Route::Asset(id) => alone(List::Assets, id)?.under("asset", Row::new()),
            Route::Ticket(id) => {
                let row = lists.ticket_alone(lists.index(List::Tickets, id)?);
                one(row).under("ticket", Row::new())
            }
            Route::Comments(ticket) => comments(&lists, ticket, asked, plan)?,
        })
    }

    fn list(&self, lists: &Lists, list: List, asked: &Asked, plan: &Plan) -> Answer {
        let me = lists.settings.users.first().map_or(0, |user| user.id);
        let filter = Filter::read(list, &asked.parameters, me);
        let ids = self
            .memory
            .recall(format!("{list:?} {filter:?}"), lists.version, || lists.passing(list, &filter));
        let leaf = Leaf::of(asked, plan, list.page_size(), ids.len());
        let rows: Vec<Value> = leaf
            .rows(&ids)
            .iter()
            .filter_map(|id| lists.row(list, *id).map(Value::Object))
            .collect();
        let optional = optional(rows.first());
        let meta = leaf.meta(list != List::Tickets, list != List::Tickets);
        Answer::of(Body::Rows(rows), optional).under(list.key(), meta)
    }
}

/// A record that was asked for by its id.
fn one(row: Row) -> Answer {
    let whole = Value::Object(row);
    let optional = optional(Some(&whole));
    Answer::of(Body::One(object(whole)), optional)
}

fn comments(lists: &Lists, ticket: i64, asked: &Asked, plan: &Plan) -> Option<Answer> {
    let index = lists.index(List::Tickets, ticket)?;
    let value = |name: &str| last(&asked.parameters, name);
    let as_html = matches!(value("comment_format"), Some("richtext" | "original"));
    let mut rows = lists.comments(ticket, index, as_html);
    let time = |row: &Row, field: &str| {
        row.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    for (name, field, after) in [
        ("created_after", "created_at", true),
        ("created_before", "created_at", false),
        ("updated_after", "updated_at", true),
        ("updated_before", "updated_at", false),
    ] {
        if let Some(edge) = value(name) {
            rows.retain(|row| (time(row, field).as_str() > edge) == after);
        }
    }
    let field = value("sort_by").filter(|name| *name == "updated_at").unwrap_or("created_at");
    rows.sort_by_key(|row| time(row, field));
    if !value("sort_direction").is_some_and(|text| text.eq_ignore_ascii_case("asc")) {
        rows.reverse();
    }
    let size = value("per_page").and_then(|text| text.parse().ok()).unwrap_or(COMMENTS);
    let leaf = Leaf::of(asked, plan, size.clamp(1, MOST_COMMENTS), rows.len());
    let rows: Vec<Value> = leaf.rows(&rows).iter().cloned().map(Value::Object).collect();
    Some(Answer::of(Body::Rows(rows), Vec::new()).under("comments", leaf.meta(false, true)))
}

/// One page of a list.
struct Leaf {
    /// The page that is given.
    page: u64,
    /// The page and the pages that the answer speaks of.
    told: (u64, u64),
    size: u64,
    entries: u64,
}

impl Leaf {
    fn of(asked: &Asked, plan: &Plan, size: u64, entries: usize) -> Self {
        let mut size = size;
        let mut entries = entries as u64;
        for fault in &plan.faults {
            match fault {
                Fault::CapPageSize(most) => size = size.min((*most).max(1)),
                Fault::EmptyPage => entries = 0,
                _ => {}
            }
        }
        let page = last(&asked.parameters, "page").and_then(|text| text.parse().ok());
        let page = page.filter(|page| *page > 0).unwrap_or(1);
        let pages = entries.div_ceil(size);
        if plan.faults.contains(&Fault::RepeatPage) {
            return Self { page: 1, told: (page, page + 1), size, entries };
        }
        Self { page, told: (page, pages), size, entries }
    }

    fn rows<'a, T>(&self, all: &'a [T]) -> &'a [T] {
        let place = |number: u64| {
            usize::try_from(number.min(self.entries)).unwrap_or(usize::MAX).min(all.len())
        };
        let start = (self.page - 1).saturating_mul(self.size);
        &all[place(start)..place(start.saturating_add(self.size))]
    }

    fn meta(&self, with_entries: bool, with_size: bool) -> Row {
        let (page, pages) = self.told;
        let mut meta = json!({ "total_pages": pages, "page": page });
        if with_entries {
            meta["total_entries"] = self.entries.into();
        }
        if with_size {
            meta["per_page"] = self.size.into();
        }
        object(json!({ "meta": meta }))
    }
}

/// Names of the fields that may be null: all but a few.
fn optional(row: Option<&Value>) -> Vec<String> {
    let names = row.and_then(Value::as_object).into_iter().flat_map(Row::keys);
    names.filter(|name| !ALWAYS.contains(&name.as_str())).cloned().collect()
}

/// The one 401 for everything.
fn not_authorized() -> Reply {
    let text = "Not authorized. Please ask account admin to update your group permissions.";
    Reply::json(401, json!({ "error": text }).to_string())
}

fn too_many(header: Option<String>) -> Reply {
    Reply::other(429, "text/plain", "Retry later\n").with("Retry-After", header)
}

fn nowhere() -> Reply {
    Reply::other(404, "text/html; charset=utf-8", "")
}

fn login_page() -> Reply {
    Reply::html(200, "Syncro", "Sign in with your e-mail address and password.")
}
