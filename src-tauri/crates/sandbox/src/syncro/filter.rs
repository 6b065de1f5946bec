//! The documented query parameters of each list, and nothing else: what is not documented is ignored.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde_json::Value;

use super::lists::{HOURS_BEHIND, List, Lists};
use super::settings::DONE;

/// What a query asks of a list.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Filter {
    tests: Vec<Test>,
    /// Field and direction (true: falling) instead of the list's own order.
    sort: Option<(String, bool)>,
}

/// One thing that a record has to fulfil.
#[derive(Debug, Clone, PartialEq)]
enum Test {
    /// The field, as text, is exactly this.
    Is(&'static str, String),
    /// The field, as text, contains this, without regard to case.
    Like(&'static str, String),
    /// One of the fields contains this.
    Any(&'static [&'static str], String),
    Made(DateTime<Utc>),
    Changed(DateTime<Utc>),
    Resolved(DateTime<Utc>),
    NotClosed,
    Unresolved,
    Enabled,
    Among(Vec<i64>),
    NotAmong(Vec<i64>),
}

impl Filter {
    /// Reads the parameters of a list; `me` is the user whom the token belongs to.
    pub(crate) fn read(list: List, parameters: &[(String, String)], me: i64) -> Self {
        let value = |name: &str| last(parameters, name);
        let mut tests = Vec::new();
        let is = |field: &'static str| value(field).map(|text| Test::Is(field, text.to_owned()));
        let like =
            |field: &'static str| value(field).map(|text| Test::Like(field, text.to_owned()));
        let any = |fields| value("query").map(|text| Test::Any(fields, text.to_owned()));
        match list {
            List::Tickets => {
                for field in ["customer_id", "contact_id", "user_id", "number"] {
                    tests.extend(is(field));
                }
                match value("status") {
                    Some("Not Closed") => tests.push(Test::NotClosed),
                    Some(status) => tests.push(Test::Is("status", status.to_owned())),
                    None if value("number").is_some() => tests.push(Test::Unresolved),
                    None => {}
                }
                if value("mine") == Some("true") {
                    tests.push(Test::Is("user_id", me.to_string()));
                }
                tests.extend(value("created_after").and_then(day).map(Test::Made));
                tests.extend(value("since_updated_at").and_then(day).map(Test::Changed));
                tests.extend(value("resolved_after").and_then(day).map(Test::Resolved));
                tests.extend(any(&["subject", "number", "customer_business_then_name"]));
            }
            List::Customers => {
                if value("include_disabled") != Some("true") {
                    tests.push(Test::Enabled);
                }
                for field in ["firstname", "lastname", "business_name"] {
                    tests.extend(like(field));
                }
                tests.extend(is("email"));
                tests.extend(any(&["fullname", "business_name", "email"]));
                tests.extend(numbers(parameters, "id").map(Test::Among));
                tests.extend(numbers(parameters, "not_id").map(Test::NotAmong));
            }
            List::Contacts => tests.extend(is("customer_id")),
            List::Assets => {
                tests.extend(is("customer_id"));
                tests.extend(is("snmp_enabled"));
                tests.extend(any(&["name", "asset_serial"]));
            }
        }
        let sort = value("sort").filter(|_| list == List::Customers).map(|text| {
            let (field, direction) = text.split_once(' ').unwrap_or((text, "ASC"));
            (field.to_owned(), direction.eq_ignore_ascii_case("desc"))
        });
        Self { tests, sort }
    }
}

impl Lists {
    /// The ids that pass, in the order of the list.
    pub(crate) fn passing(&self, list: List, filter: &Filter) -> Vec<i64> {
        let passes = |index: &u64| filter.tests.iter().all(|test| self.holds(list, *index, test));
        let mut indices: Vec<u64> = self.ledger(list).indices_from(0).filter(passes).collect();
        let text = |index: u64, field: &str| plain(&self.fact(list, index, field)).to_lowercase();
        match (list, &filter.sort) {
            (_, Some((field, falling))) => {
                indices.sort_by_cached_key(|index| (text(*index, field), *index));
                if *falling {
                    indices.reverse();
                }
            }
            (List::Customers, None) => indices
                .sort_by_cached_key(|index| (self.customer_name(*index).to_lowercase(), *index)),
            (List::Contacts, None) => {}
            (List::Tickets, None) => {
                indices.sort_by_cached_key(|index| (self.stamps(list, *index).1, *index));
                indices.reverse();
            }
            (List::Assets, None) => indices.reverse(),
        }
        indices.into_iter().map(|index| self.id(list, index)).collect()
    }

    fn holds(&self, list: List, index: u64, test: &Test) -> bool {
        let fact = |field: &str| self.fact(list, index, field);
        let contains = |field: &str, part: &str| {
            plain(&fact(field)).to_lowercase().contains(&part.to_lowercase())
        };
        match test {
            Test::Is(field, text) => plain(&fact(field)) == *text,
            Test::Like(field, part) => contains(field, part),
            Test::Any(fields, part) => fields.iter().any(|field| contains(field, part)),
            Test::Made(when) => self.stamps(list, index).0 > *when,
            Test::Changed(when) => self.stamps(list, index).1 > *when,
            Test::Resolved(when) => fact("resolved_at")
                .as_str()
                .and_then(|text| DateTime::parse_from_rfc3339(text).ok())
                .is_some_and(|resolved| resolved > *when),
            Test::NotClosed => fact("status") != DONE[0],
            Test::Unresolved => !DONE.iter().any(|done| fact("status") == *done),
            Test::Enabled => fact("disabled") != true,
            Test::Among(ids) => ids.contains(&self.id(list, index)),
            Test::NotAmong(ids) => !ids.contains(&self.id(list, index)),
        }
    }
}

/// The last value of a parameter, as web frameworks take it; empty ones count as absent.
pub(super) fn last<'a>(parameters: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = parameters.iter().rev().find(|(known, _)| known == name);
    found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
}

/// `name[]=1&name[]=2`, or the last `name=1`.
fn numbers(parameters: &[(String, String)], name: &str) -> Option<Vec<i64>> {
    let many = format!("{name}[]");
    let list: Vec<i64> = parameters
        .iter()
        .filter(|(known, _)| *known == many)
        .filter_map(|(_, value)| value.parse().ok())
        .collect();
    if list.is_empty() {
        last(parameters, name)?.parse().ok().map(|id| vec![id])
    } else {
        Some(list)
    }
}

/// The beginning of the day that is written first in a value, in the account's time zone.
fn day(text: &str) -> Option<DateTime<Utc>> {
    let date = NaiveDate::parse_from_str(text.get(..10)?, "%Y-%m-%d").ok()?;
    let midnight = date.and_hms_opt(0, 0, 0)?.and_utc();
    Some(midnight + Duration::hours(HOURS_BEHIND))
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_day_counts_and_it_begins_later_than_utc() {
        let begins = "2026-09-01T07:00:00Z".parse().ok();
        for text in ["2026-09-01", "2026-09-01T23:59:59Z", "2026-09-01T00:00:00+14:00"] {
            assert_eq!(day(text), begins, "{text}");
        }
        assert_eq!(day("[2026-09-01]"), None);
        assert_eq!(day("soon"), None);
    }

    #[test]
    fn lists_of_ids_need_their_brackets() {
        let read = |query: &str| {
            let pairs: Vec<_> =
                url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
            numbers(&pairs, "id")
        };
        assert_eq!(read("id[]=4&id[]=9"), Some(vec![4, 9]));
        assert_eq!(read("id=4&id=9"), Some(vec![9]));
        assert_eq!(read("not_id=4"), None);
    }

    #[test]
    fn what_is_not_documented_is_ignored() {
        let pairs = [("since_updated_at".to_owned(), "2026-09-01".to_owned())];
        for list in [List::Contacts, List::Assets] {
            assert_eq!(Filter::read(list, &pairs, 1), Filter::default());
        }
        assert_eq!(Filter::read(List::Tickets, &pairs, 1).tests.len(), 1);
    }
}
