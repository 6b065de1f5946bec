//! Spoils a good answer: the faults that change rows and links.

use serde_json::{Value, json};

use super::answers::{Answer, Body};
use super::rows::Row;
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
            Fault::ExtraFields => each(answer, |_, row| {
                row.insert("zzUnheardOf".into(), json!({ "nested": [1, null, "x"] }));
                row.insert("futureFlag".into(), json!("Perhaps"));
            }),
            Fault::DropField(name) => each(answer, |_, row| {
                row.remove(name);
            }),
            Fault::SetField { row: place, name, value } => each(answer, |number, row| {
                if number == *place {
                    row.insert(name.clone(), value.clone());
                }
            }),
            Fault::DropId(place) => each(answer, |number, row| {
                if number == *place {
                    row.remove("id");
                }
            }),
            Fault::IdsAsText => each(answer, |_, row| row.values_mut_with_names(ids_as_text)),
            Fault::NullOptionals => {
                let optional = answer.optional.clone();
                each(answer, |_, row| {
                    for name in &optional {
                        row.insert((*name).to_owned(), Value::Null);
                    }
                });
            }
            _ => {}
        }
    }
}

fn each(answer: &mut Answer, mut change: impl FnMut(usize, &mut Row)) {
    match &mut answer.body {
        Body::Rows(rows) => {
            rows.iter_mut().enumerate().for_each(|(place, row)| change(place, row));
        }
        Body::One(row) => change(0, row),
        Body::Plain(_) => {}
    }
}

trait Named {
    fn values_mut_with_names(&mut self, change: fn(&str, &mut Value));
}

impl Named for Row {
    fn values_mut_with_names(&mut self, change: fn(&str, &mut Value)) {
        self.iter_mut().for_each(|(name, value)| change(name, value));
    }
}

fn ids_as_text(name: &str, value: &mut Value) {
    match value {
        Value::Number(number) if name == "id" => *value = number.to_string().into(),
        Value::Object(map) => map.values_mut_with_names(ids_as_text),
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
            value.as_object().cloned().unwrap()
        };
        let mut answer = Answer {
            body: Body::Rows(vec![row(1), row(2)]),
            link: Some("<http://here/a?page=2>; rel=\"next\"".into()),
            optional: vec!["name", "city"],
        };
        spoil(&mut answer, &Plan { faults: vec![fault] }, "http://here");
        answer
    }

    fn rows(answer: Answer) -> Value {
        match answer.body {
            Body::Rows(rows) => rows.into_iter().map(Value::Object).collect(),
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
        let nulls = rows(spoiled(Fault::NullOptionals));
        assert!(nulls[0]["name"].is_null() && nulls[0].get("city").is_some());
        assert_eq!(nulls[0]["id"], 1);
        assert_eq!(rows(spoiled(Fault::DropField("company".into())))[1].get("company"), None);
        assert!(rows(spoiled(Fault::ExtraFields))[0].get("zzUnheardOf").is_some());
    }

    #[test]
    fn links_lead_elsewhere_or_vanish() {
        let link = spoiled(Fault::ForeignNextLink("https://evil.example.com/".into())).link;
        assert_eq!(link.unwrap(), "<https://evil.example.com/a?page=2>; rel=\"next\"");
        assert_eq!(spoiled(Fault::NoLinkHeader).link, None);
    }
}
