//! Tests of `filters.rs`: what is kept here, and what the vendor is asked.

use std::collections::BTreeSet;

use patchbay_model::{Company, FilterValue, Opportunity, Project, Ticket};

use super::*;

fn settings(id: &str, chosen: &[&str]) -> Settings {
    let mut settings = Settings::default();
    let ids: BTreeSet<String> = chosen.iter().map(|id| (*id).to_owned()).collect();
    settings.set(id, FilterValue::Ids(ids));
    settings
}

fn filter(id: &str) -> &'static FilterSpec {
    FILTERS.iter().find(|filter| filter.id == id).unwrap()
}

fn reference(id: &str) -> Option<RecordReference> {
    (!id.is_empty()).then(|| RecordReference { id: id.to_owned(), name: "any".to_owned() })
}

fn company(status: &str, types: &[&str]) -> Record {
    let types = types.iter().filter_map(|id| reference(id)).collect();
    Record::Company(Box::new(Company { status: reference(status), types, ..Company::default() }))
}

fn ticket(board: &str, status: &str) -> Record {
    let (board, status) = (reference(board), reference(status));
    Record::Ticket(Box::new(Ticket { board, status, ..Ticket::default() }))
}

fn said(clauses: Vec<Clause>) -> String {
    let texts: Vec<String> =
        clauses.into_iter().map(|clause| format!("{}: {}", clause.param, clause.text)).collect();
    texts.join("; ")
}

#[test]
fn keeps_what_no_filter_names() {
    let none = Settings::default();
    let records = [company("", &[]), company("4107", &["7301"]), ticket("", ""), ticket("1", "2")];
    for filter in FILTERS {
        assert!(!filter.is_active(&none));
        assert!((filter.keeps)(&none).is_empty(), "{}: no choice, no clause", filter.id);
        assert!(records.iter().all(|record| (filter.keep)(record, &none)), "{}", filter.id);
    }
}

#[test]
fn companies_by_status() {
    for id in ["skip_inactive_companies", "exclude_company_statuses"] {
        let (filter, chosen) = (filter(id), settings(id, &["4120", "4133"]));
        assert!((filter.keep)(&company("4107", &[]), &chosen));
        assert!(!(filter.keep)(&company("4120", &[]), &chosen));
        assert!((filter.keep)(&company("", &[]), &chosen), "no status: kept");
        assert_eq!(
            said((filter.keeps)(&chosen)),
            "conditions: (status/id = null or status/id not in (4120,4133))"
        );
        assert_eq!(said((filter.drops)(&chosen)), "conditions: status/id in (4120,4133)");
    }
}

#[test]
fn companies_by_any_of_their_types() {
    let (filter, chosen) =
        (filter("exclude_company_types"), settings("exclude_company_types", &["7390", "7344"]));
    assert!((filter.keep)(&company("", &["7301"]), &chosen));
    assert!((filter.keep)(&company("", &[]), &chosen));
    assert!(!(filter.keep)(&company("", &["7301", "7390"]), &chosen));
    assert!((filter.keeps)(&chosen).is_empty(), "the vendor's language cannot say it");
    assert_eq!(
        said((filter.drops)(&chosen)),
        "childConditions: ((types/id = 7344) or (types/id = 7390))"
    );
}

#[test]
fn tickets_by_board_and_status() {
    let (boards, chosen) = (filter("boards_to_sync"), settings("boards_to_sync", &["3071"]));
    assert!((boards.keep)(&ticket("3071", ""), &chosen));
    assert!(!(boards.keep)(&ticket("3072", ""), &chosen));
    assert!(
        !(boards.keep)(&ticket("", ""), &chosen),
        "boards are named: no board is not among them"
    );
    assert_eq!(said((boards.keeps)(&chosen)), "conditions: board/id in (3071)");
    assert_eq!(
        said((boards.drops)(&chosen)),
        "conditions: (board/id = null or board/id not in (3071))"
    );
    let (statuses, chosen) =
        (filter("exclude_ticket_statuses"), settings("exclude_ticket_statuses", &["16077"]));
    assert!((statuses.keep)(&ticket("", ""), &chosen));
    assert!(!(statuses.keep)(&ticket("", "16077"), &chosen));
    assert_eq!(
        said((statuses.keeps)(&chosen)),
        "conditions: (status/id = null or status/id not in (16077))"
    );
}

#[test]
fn opportunities_and_projects_by_type() {
    let opportunity = |id: &str| {
        let opportunity_type = reference(id);
        Record::Opportunity(Box::new(Opportunity { opportunity_type, ..Opportunity::default() }))
    };
    let project = |id: &str| {
        let project_type = reference(id);
        Record::Project(Box::new(Project { project_type, ..Project::default() }))
    };
    let (filter_, chosen) =
        (filter("exclude_opportunity_types"), settings("exclude_opportunity_types", &["22"]));
    let kept = |id: &str| (filter_.keep)(&opportunity(id), &chosen);
    assert_eq!([kept("22"), kept("23"), kept("")], [false, true, true]);
    let (filter_, chosen) =
        (filter("exclude_project_types"), settings("exclude_project_types", &["41"]));
    let kept = |id: &str| (filter_.keep)(&project(id), &chosen);
    assert_eq!([kept("41"), kept("42"), kept("")], [false, true, true]);
}

#[test]
fn ids_that_are_no_numbers_never_reach_the_vendor() {
    let chosen = settings("boards_to_sync", &["1) or (id > 0", "x"]);
    let boards = filter("boards_to_sync");
    assert!((boards.keeps)(&chosen).is_empty());
    assert!(!(boards.keep)(&ticket("3071", ""), &chosen));
}
