//! Spoils a good answer: the faults that change rows, links and what stands around the rows.

use serde_json::{Value, json};

use super::{Answer, Body};
use crate::faults::{Fault, Plan};

/// Applies all faults of the plan that change the content of an answer.
pub(crate) fn spoil(answer: &mut Answer, plan: &Plan, base_url: &str) {
    for fault in &plan.faults {
        match fault {
            Fault::ForeignNextLink(elsewhere) => {
                let elsewhere = elsewhere.trim_end_matches('/');
                answer.link = answer.link.take().map(|link| link.replace(base_url, elsewhere));
            }
            Fault::NoLinkHeader => answer.link = None,
            Fault::NoTotals => {
                answer.envelope.iter_mut().for_each(|envelope| envelope.beside.clear());
            }
            Fault::ExtraFields => each(answer, |_, row| {
                if let Value::Object(row) = row {
                    row.insert("zzUnheardOf".into(), json!({ "nested": [1, null, "x"] }));
                    row.insert("futureFlag".into(), json!("Perhaps"));
                }
            }),
            Fault::DropField(name) => each(answer, |_, row| {
                row.as_object_mut().and_then(|row| row.remove(name));
            }),
            Fault::SetField { row: place, name, value } => each(answer, |number, row| {
                if number == *place
                    && let Value::Object(row) = row
                {
                    row.insert(name.clone(), value.clone());
                }
            }),
            Fault::DropId(place) => each(answer, |number, row| {
                if number == *place {
                    without_id(row);
                }
            }),
            Fault::IdsAsText => each(answer, |_, row| match row {
                Value::Array(pair) => pair.iter_mut().take(1).for_each(|id| ids_as_text("id", id)),
                row => ids_as_text("", row),
            }),
            Fault::NullOptionals => {
                let optional = answer.optional.clone();
                each(answer, |_, row| {
                    let Value::Object(row) = row else { return };
                    for name in &optional {
                        row.insert(name.clone(), Value::Null);
                    }
                });
            }
            _ => {}
        }
    }
}

/// Rows are objects, or pairs that begin with the id.
fn without_id(row: &mut Value) {
    match row {
        Value::Object(row) => drop(row.remove("id")),
        Value::Array(pair) => pair.iter_mut().take(1).for_each(|id| *id = Value::Null),
        _ => {}
    }
}

fn each(answer: &mut Answer, mut change: impl FnMut(usize, &mut Value)) {
    match &mut answer.body {
        Body::Rows(rows) => {
            rows.iter_mut().enumerate().for_each(|(place, row)| change(place, row));
        }
        Body::One(row) => {
            let mut value = Value::Object(std::mem::take(row));
            change(0, &mut value);
            if let Value::Object(changed) = value {
                *row = changed;
            }
        }
        Body::Plain(_) => {}
    }
}

/// Ids are called `id`, or end in `_id` where a vendor writes references so.
fn ids_as_text(name: &str, value: &mut Value) {
    match value {
        Value::Number(number) if name == "id" || name.ends_with("_id") => {
            *value = number.to_string().into();
        }
        Value::Object(map) => map.iter_mut().for_each(|(name, value)| ids_as_text(name, value)),
        Value::Array(list) => list.iter_mut().for_each(|element| ids_as_text("", element)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoiled(fault: Fault) -> Answer {
        let row = |id: i64| {
            let value =
                json!({ "id": id, "name": "x", "company": { "id": 5 }, "types": [{ "id": 1 }] });
            value
        };
        let mut answer = Answer {
            body: Body::Rows(vec![row(1), row(2), json!([7, "Jo"])]),
            envelope: None,
            link: Some("<http://here/a?page=2>; rel=\"next\"".into()),
            optional: vec!["name".into(), "city".into()],
        };
        spoil(&mut answer, &Plan { faults: vec![fault] }, "http://here");
        answer
    }

    fn rows(answer: Answer) -> Value {
        match answer.body {
            Body::Rows(rows) => rows.into(),
            _ => Value::Null,
        }
    }

    #[test]
    fn rows_are_spoiled_where_asked() {
        assert_eq!(rows(spoiled(Fault::DropId(1)))[1].get("id"), None);
        assert_eq!(rows(spoiled(Fault::DropId(1)))[0]["id"], 1);
        let text = rows(spoiled(Fault::IdsAsText));
        assert_eq!(text[0]["id"], "1");
        assert_eq!(text[0]["company"]["id"], "5");
        assert_eq!(text[0]["types"][0]["id"], "1");
        assert_eq!((&text[2][0], &text[2][1]), (&json!("7"), &json!("Jo")));
        assert_eq!(rows(spoiled(Fault::DropId(2)))[2], json!([null, "Jo"]));
        let nulls = rows(spoiled(Fault::NullOptionals));
        assert!(nulls[0]["name"].is_null() && nulls[0].get("city").is_some());
        assert_eq!(nulls[0]["id"], 1);
        assert_eq!(rows(spoiled(Fault::DropField("company".into())))[1].get("company"), None);
        assert!(rows(spoiled(Fault::ExtraFields))[0].get("zzUnheardOf").is_some());
    }

    #[test]
    fn totals_vanish_and_rows_stay() {
        let beside = json!({ "meta": { "page": 1 } }).as_object().cloned().unwrap();
        let mut answer =
            Answer::of(Body::Rows(vec![json!({ "id": 1 })]), Vec::new()).under("things", beside);
        spoil(&mut answer, &Plan { faults: vec![Fault::NoTotals] }, "http://here");
        assert_eq!(answer.written().0, r#"{"things":[{"id":1}]}"#);
    }

    #[test]
    fn links_lead_elsewhere_or_vanish() {
        let link = spoiled(Fault::ForeignNextLink("https://evil.example.com/".into())).link;
        assert_eq!(link.unwrap(), "<https://evil.example.com/a?page=2>; rel=\"next\"");
        assert_eq!(spoiled(Fault::NoLinkHeader).link, None);
    }
}
