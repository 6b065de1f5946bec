//! The filter language against a ticket: what passes, what does not, what is refused.

use serde_json::{Value, json};

use super::{Bounds, Expression, Place};
use crate::connectwise::fields_of_records::{CONTACT, TICKET};
use crate::connectwise::refusal::Refusal;
use crate::connectwise::schema::Schema;

fn parse(text: &str) -> Result<Expression, Refusal> {
    Expression::parse(text, Place::Record, &Schema::parse(TICKET)).map(|(expression, _)| expression)
}

fn passes(text: &str) -> bool {
    let record = json!({
        "id": 480_233, "summary": "Printer [2nd] floor says \"no\"", "closedFlag": false,
        "board": { "id": 21, "name": "Help Desk" }, "severity": "Medium", "actualHours": 0.25,
        "lastUpdated": "2026-08-20T18:04:26Z",
    });
    let expression = parse(text).unwrap_or_else(|refusal| panic!("{text}: {}", refusal.body));
    expression.holds(&mut |path| {
        let pointer = format!("/{path}");
        record.pointer(&pointer).cloned().unwrap_or(Value::Null)
    })
}

#[test]
fn comparisons() {
    for text in [
        "id = 480233",
        "id != 5",
        "id > 480232 and id <= 480233",
        "actualHours < 0.5",
        "closedFlag = False",
        "closedFlag != true",
        "board/name = 'help desk'",
        "board/id in (1, 21, 40)",
        "board/id not in (1,2)",
        "severity = \"Medium\"",
        "summary contains 'PRINTER'",
        "summary not contains \"scanner\"",
        "summary like \"%floor%\"",
        "summary like '*says*'",
        "summary like 'Printer*'",
        "summary not like \"floor%\"",
        "summary contains '[[]2nd]'",
        "summary contains 'says \"no'",
        "lastUpdated > [2026-08-20T18:04:25Z]",
        "lastUpdated <= [2026-08-20T18:04:26Z]",
        "lastUpdated >= [2026-08-20]",
        "closedDate = null",
        "board/id != null",
        "(id = 1 OR id = 480233) AND closedFlag = false",
        "id = 1 and closedFlag = true or board/id = 21",
    ] {
        assert!(passes(text), "should pass: {text}");
    }
    for text in [
        "id = 5",
        "closedFlag = true",
        "summary like \"floor\"",
        "summary contains 'scanner'",
        "board/id not in (1,21)",
        "lastUpdated > [2026-08-20T18:04:26Z]",
        "closedDate != null",
        "closedDate > [2020-01-01]",
        "status/id != 5",
        "id = 1 and (closedFlag = true or board/id = 21)",
    ] {
        assert!(!passes(text), "should not pass: {text}");
    }
}

#[test]
fn what_the_server_does_not_understand_is_refused() {
    for (text, part) in [
        ("colour = 'red'", "colour is not a recognized name."),
        ("company/colour = 'red'", "company/colour is not a recognized name."),
        ("customFields/value = 'x'", "is not a recognized name."),
        ("_info = 'x'", "is not a recognized name."),
        ("severity = 'Huge'", "Enum value supplied was invalid"),
        ("id = 'five'", "not of the type"),
        ("summary = Printer", "not of the type"),
        ("lastUpdated > '2026-08-20'", "not of the type"),
        ("closedFlag = 1", "not of the type"),
        ("company = 5", "not of the type"),
        ("id", "ends too early"),
        ("id = ", "ends too early"),
        ("(id = 5", "ends too early"),
        ("id = 5)", "cannot be parsed"),
        ("id = 5 closedFlag = true", "cannot be parsed"),
        ("id in 5", "cannot be parsed"),
        ("id not = 5", "not must be followed"),
        ("closedFlag > true", "Only = and !="),
        ("closedDate > null", "Only = and !="),
    ] {
        let refusal = parse(text).expect_err(text);
        assert_eq!(refusal.status, 400, "{text}");
        assert!(refusal.body.contains("ApiFindCondition"), "{text}");
        assert!(refusal.body.contains(part), "{text}: {}", refusal.body);
    }
}

#[test]
fn lists_are_reached_by_child_conditions_only() {
    let contact = Schema::parse(CONTACT);
    assert!(Expression::parse("types/id = 5", Place::Record, &contact).is_err());
    assert!(Expression::parse("communicationItems/value = 'x'", Place::Record, &contact).is_err());
    let (expression, list) = Expression::parse(
        "communicationItems/value like \"%@example.com\" AND communicationItems/communicationType = \"Email\"",
        Place::Child,
        &contact,
    )
    .unwrap();
    assert_eq!(list.as_deref(), Some("communicationItems"));
    let item = json!({ "value": "a@example.com", "communicationType": "Email" });
    assert!(expression.holds(&mut |path| item[path].clone()));
    for text in
        ["types/id in (1,2)", "types/id = 1 and communicationItems/value = 'x'", "firstName = 'A'"]
    {
        assert!(Expression::parse(text, Place::Child, &contact).is_err(), "{text}");
    }
}

#[test]
fn custom_fields_have_conditions_of_their_own() {
    let ticket = Schema::parse(TICKET);
    let text = "caption = \"Asset tag\" AND value != null";
    let (expression, list) = Expression::parse(text, Place::CustomField, &ticket).unwrap();
    assert_eq!(list.as_deref(), Some("customFields"));
    let field = json!({ "caption": "Asset tag", "value": "TAG-1" });
    assert!(expression.holds(&mut |path| field[path].clone()));
    assert!(Expression::parse("summary = 'x'", Place::CustomField, &ticket).is_err());
    assert!(Expression::parse("id in (1)", Place::CustomField, &ticket).is_err());
}

#[test]
fn bounds_on_ids_are_found_where_they_must_hold() {
    let bounds = |text: &str| Bounds::of(&parse(text).unwrap());
    let between = bounds("id > 7 and (id <= 20 and closedFlag = false)");
    assert_eq!((between.after, between.before, between.among), (7, 21, None));
    assert_eq!(bounds("id in (9,3,9) and id in (3,4)").among, Some(vec![3]));
    assert_eq!(bounds("id = 7").among, Some(vec![7]));
    assert_eq!(bounds("id > 7 or closedFlag = true"), Bounds::NONE);
    assert_eq!(bounds("id not in (7)"), Bounds::NONE);
}
