//! What stands in the query: clauses joined, values encoded, over-long filters left to the local test.

use std::time::Duration;

use patchbay_connector_kit::{
    AskIds, ByIds, Choice, Clause, ConnectorSpec, Cursor, Delta, FilterSpec, Reading, Source,
    StreamSpec,
};
use patchbay_model::{FilterValue, Settings, VendorId};

use crate::{
    server::{Answer, Asked, Server},
    vendor::{NUMBERED, SPEC, STREAM, first, names, of, source},
};

fn clause(text: impl Into<String>) -> Clause {
    Clause { param: "where", text: text.into() }
}

fn chosen(settings: &Settings, id: &str) -> String {
    settings
        .ids(id)
        .map(|ids| ids.iter().cloned().collect::<Vec<_>>().join(","))
        .unwrap_or_default()
}

const fn filter(id: &'static str, keeps: fn(&Settings) -> Vec<Clause>) -> FilterSpec {
    FilterSpec {
        id,
        label: "Filter",
        help: "",
        stream: "parts",
        choice: Choice::Items { of: "kinds" },
        keeps,
        drops: |_| Vec::new(),
        keep: |record, _| record.title() != "Unwanted",
    }
}

const KINDS: FilterSpec = filter("kinds", |settings| {
    vec![clause(format!("kind not in ({})", chosen(settings, "kinds")))]
});
const SHELVES: FilterSpec =
    filter("shelves", |settings| vec![clause(format!("shelf != {}", chosen(settings, "shelves")))]);
const CHILDREN: FilterSpec = filter("children", |_| {
    vec![Clause { param: "children", text: "child = 1".to_owned() }, clause("has children")]
});

const DELTA: StreamSpec = StreamSpec {
    delta: Delta::FilterExpr {
        since: |moment| clause(format!("changed > [{}]", moment.format("%Y-%m-%dT%H:%M:%SZ"))),
        overlap: Duration::from_secs(60),
    },
    paging: NUMBERED,
    after_id: Some(|id| clause(format!("id > {id}"))),
    by_ids: Some(ByIds {
        ask: AskIds::Clause(|ids| {
            let ids: Vec<&str> = ids.iter().map(VendorId::as_str).collect();
            clause(format!("id in ({})", ids.join(",")))
        }),
        at_most: 4,
    }),
    ..STREAM
};

fn settings(pairs: &[(&str, &[&str])]) -> Settings {
    let mut settings = Settings::default();
    for (id, ids) in pairs {
        let ids = ids.iter().map(|id| (*id).to_owned()).collect();
        settings.set(*id, FilterValue::Ids(ids));
    }
    settings
}

fn with_filters(stream: StreamSpec, filters: &'static [FilterSpec]) -> ConnectorSpec {
    ConnectorSpec { filters, ..of(stream) }
}

/// What the server was asked for one page.
async fn asked(
    spec: ConnectorSpec,
    settings: Settings,
    since: Option<&str>,
    cursor: Cursor,
    reading: Reading,
) -> Asked {
    let server = Server::answering(|_| Answer::rows([])).await;
    let source = source(&server, spec);
    let mut request = first(&source);
    request.scope.settings = settings;
    request.scope.since = since.map(|text| text.parse().unwrap());
    request.cursor = cursor;
    request.reading = reading;
    source.page(request).await.unwrap();
    server.asked().remove(0)
}

async fn expression(
    spec: ConnectorSpec,
    chosen: &[(&str, &[&str])],
    since: Option<&str>,
    cursor: Cursor,
) -> Option<String> {
    asked(spec, settings(chosen), since, cursor, Reading::Records).await.parameter("where")
}

const SINCE: Option<&str> = Some("2026-02-03T04:05:06.789Z");

#[tokio::test]
async fn one_clause_stands_bare_and_several_in_brackets() {
    let spec = with_filters(DELTA, &[KINDS, SHELVES]);
    let kinds: (&str, &[&str]) = ("kinds", &["3", "14"]);
    let shelves: (&str, &[&str]) = ("shelves", &["9"]);
    let said = expression(spec, &[], None, Cursor::Start).await;
    assert_eq!(said, None);
    let said = expression(spec, &[kinds], None, Cursor::Start).await;
    assert_eq!(said.unwrap(), "kind not in (14,3)");
    let said = expression(spec, &[kinds, shelves], None, Cursor::Start).await;
    assert_eq!(said.unwrap(), "(kind not in (14,3)) and (shelf != 9)");
    let behind = Cursor::Number { after: Some("480233".to_owned()), number: 1 };
    let said = expression(spec, &[shelves], None, behind).await;
    assert_eq!(said.unwrap(), "(id > 480233) and (shelf != 9)");
}

#[tokio::test]
async fn clauses_of_several_parameters_stay_apart() {
    let spec = with_filters(DELTA, &[KINDS, CHILDREN, SHELVES]);
    let chosen: &[(&str, &[&str])] =
        &[("kinds", &["3"]), ("children", &["1"]), ("shelves", &["9"])];
    let asked = asked(spec, settings(chosen), None, Cursor::Start, Reading::Records).await;
    let said = "(kind not in (3)) and (has children) and (shelf != 9)";
    assert_eq!(asked.parameter("where").unwrap(), said);
    assert_eq!(asked.parameter("children").unwrap(), "child = 1");
    assert_eq!(asked.query.matches("where=").count(), 1);
}

#[tokio::test]
async fn a_fixed_clause_of_the_stream_is_joined_too() {
    let stream = StreamSpec { query: &[("where", "hidden = false"), ("view", "all")], ..DELTA };
    let said = expression(with_filters(stream, &[]), &[], SINCE, Cursor::Start).await;
    assert_eq!(said.unwrap(), "(hidden = false) and (changed > [2026-02-03T04:05:06Z])");
    let said = expression(with_filters(stream, &[]), &[], None, Cursor::Start).await;
    assert_eq!(said.unwrap(), "hidden = false");
}

#[tokio::test]
async fn changes_are_asked_without_filters() {
    let spec = with_filters(DELTA, &[KINDS]);
    let said = expression(spec, &[("kinds", &["3"])], SINCE, Cursor::Start).await;
    assert_eq!(said.unwrap(), "changed > [2026-02-03T04:05:06Z]");
}

#[tokio::test]
async fn a_parameter_may_say_since_when() {
    let delta = Delta::SinceParam { param: "changed_since", overlap: Duration::from_secs(60) };
    let spec = of(StreamSpec { delta, ..STREAM });
    let asked = asked(spec, Settings::default(), SINCE, Cursor::Start, Reading::Records).await;
    assert_eq!(asked.query, "changed_since=2026-02-03T04%3A05%3A06Z");
}

#[tokio::test]
async fn certain_records_are_asked_without_filters() {
    let reading = Reading::These(vec!["7".into(), "480233".into()]);
    let spec = with_filters(DELTA, &[KINDS]);
    let asked = asked(spec, settings(&[("kinds", &["3"])]), None, Cursor::Start, reading).await;
    assert_eq!(asked.parameter("where").unwrap(), "id in (7,480233)");
}

#[tokio::test]
async fn fields_narrow_the_answer() {
    let stream = StreamSpec { fields: &["id", "name"], ..DELTA };
    let spec = ConnectorSpec { fields_param: Some("only"), ..of(stream) };
    let whole = asked(spec, Settings::default(), None, Cursor::Start, Reading::Records).await;
    assert_eq!(whole.parameter("only").unwrap(), "id,name");
    let ids = asked(spec, Settings::default(), None, Cursor::Start, Reading::Ids).await;
    assert_eq!(ids.parameter("only").unwrap(), "id");
}

#[tokio::test]
async fn values_are_encoded_byte_by_byte() {
    const ODD: FilterSpec = filter("odd", |_| vec![clause("a+b = \"É & 50%\" or c='#?/'")]);
    let spec = with_filters(STREAM, &[ODD]);
    let odd = settings(&[("odd", &["1"])]);
    let asked = asked(spec, odd, None, Cursor::Start, Reading::Records).await;
    let line = "where=a%2Bb%20%3D%20%22%C3%89%20%26%2050%25%22%20or%20c%3D%27%23%3F%2F%27";
    assert_eq!(asked.query, line);
}

#[tokio::test]
async fn a_url_that_is_too_long_loses_filters_longest_first_and_nothing_else() {
    let many: Vec<String> =
        (0..400).map(|number| (1_000_000 + number * 7919).to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let chosen: &[(&str, &[&str])] = &[("kinds", &many), ("shelves", &["9"])];
    let spec = ConnectorSpec { max_url: 1500, ..with_filters(DELTA, &[KINDS, SHELVES]) };
    let behind = Cursor::Number { after: Some("480233".to_owned()), number: 1 };
    let said = expression(spec, chosen, None, behind.clone()).await;
    assert_eq!(said.unwrap(), "(id > 480233) and (shelf != 9)");
    let said = expression(ConnectorSpec { max_url: 100, ..spec }, chosen, None, behind).await;
    assert_eq!(said.unwrap(), "id > 480233", "what decides where to go on is never dropped");
    let said = expression(ConnectorSpec { max_url: 100_000, ..spec }, chosen, None, Cursor::Start);
    assert!(said.await.unwrap().len() > 3000);
}

#[tokio::test]
async fn the_url_stays_within_its_length_for_any_choice() {
    for count in [1, 20, 60, 61, 62, 63, 64, 100, 140] {
        let many: Vec<String> = (0..count).map(|number| (100_000 + number).to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let spec = ConnectorSpec { max_url: 1000, ..with_filters(DELTA, &[KINDS, SHELVES]) };
        let chosen = settings(&[("kinds", &many), ("shelves", &["9"])]);
        let asked = asked(spec, chosen, None, Cursor::Start, Reading::Records).await;
        let length = "http://127.0.0.1:65535".len() + asked.path.len() + 1 + asked.query.len();
        assert!(length <= 1000, "{length} characters for {count} ids");
    }
}

#[tokio::test]
async fn what_the_vendor_cannot_filter_is_filtered_here() {
    let server = Server::answering(|asked| match asked.parameter("where") {
        Some(_) => Answer::status(400),
        None => Answer::body(r#"[{"id":7,"name":"Wanted"},{"id":9,"name":"Unwanted"}]"#),
    })
    .await;
    let source = source(&server, with_filters(STREAM, &[KINDS]));
    for requests in [2, 3] {
        let mut request = first(&source);
        request.scope.settings = settings(&[("kinds", &["3"])]);
        let page = source.page(request).await.unwrap();
        assert_eq!(names(&page), ["Wanted"]);
        assert_eq!(page.filtered, [VendorId::from("9")]);
        assert_eq!(page.ids.len(), 2);
        assert_eq!(server.load().arrived, requests, "the refusal is remembered");
    }
}

#[tokio::test]
async fn a_field_that_the_vendor_does_not_know_costs_nothing_but_one_request() {
    let server = Server::answering(|asked| match asked.parameter("only") {
        Some(_) => Answer::status(400),
        None => Answer::rows([7]),
    })
    .await;
    let stream = StreamSpec { fields: &["id", "name"], ..STREAM };
    let source = source(&server, ConnectorSpec { fields_param: Some("only"), ..of(stream) });
    for requests in [2, 3] {
        assert_eq!(names(&source.page(first(&source)).await.unwrap()), ["Part 7"]);
        assert_eq!(server.load().arrived, requests);
    }
}

#[tokio::test]
async fn a_refusal_that_filters_do_not_explain_is_told() {
    let server = Server::answering(|_| Answer::status(400)).await;
    let source = source(&server, SPEC);
    let error = source.page(first(&source)).await.unwrap_err();
    assert_eq!(error.kind, patchbay_connector_kit::ErrorKind::BadRequest);
}

#[tokio::test]
async fn more_ids_than_fit_are_asked_in_several_requests() {
    let server = Server::answering(|asked| {
        let said = asked.parameter("where").unwrap();
        let inside = said.trim_start_matches("id in (").trim_end_matches(')');
        // Long addresses are refused, as a real server does; the first row of each answer cannot be read.
        match asked.query.len() + asked.path.len() {
            length if length > 600 => Answer::status(414),
            _ => {
                let rows = inside.split(',').enumerate().map(|(place, id)| match place {
                    0 => format!(r#"{{"id":{id}}}"#),
                    _ => format!(r#"{{"id":{id},"name":"Part {id}"}}"#),
                });
                Answer::body(format!("[{}]", rows.collect::<Vec<_>>().join(",")))
            }
        }
    })
    .await;
    let source = source(&server, ConnectorSpec { max_url: 600, ..with_filters(DELTA, &[]) });
    let wanted: Vec<VendorId> =
        (0..90).map(|number| VendorId((480_233 + number * 7919).to_string())).collect();
    let mut request = first(&source);
    request.reading = Reading::These(wanted.clone());
    let page = source.page(request).await.unwrap();
    assert_eq!(page.ids, wanted, "each once, in order");
    let requests = server.load().arrived;
    assert!((3..10).contains(&requests), "{requests}");
    assert_eq!(page.requests as usize, requests);
    assert_eq!(page.rows.len() + page.bad.len(), 90);
    assert_eq!(page.next, None);
    let places: Vec<usize> = page.bad.iter().map(|bad| bad.row).collect();
    assert!(places.is_sorted() && page.ids[places[1]] == *page.bad[1].vendor_id.as_ref().unwrap());
}

#[tokio::test]
async fn a_count_that_cannot_be_said_is_not_asked() {
    let server = Server::answering(|_| Answer::body(r#"{"count":3}"#)).await;
    let count = Some(patchbay_connector_kit::CountSpec { suffix: "/count", field: "count" });
    let source =
        source(&server, ConnectorSpec { max_url: 1000, count, ..with_filters(DELTA, &[KINDS]) });
    for (kinds, wanted) in [(5, Some(3)), (400, None)] {
        let many: Vec<String> = (0..kinds).map(|number| (100_000 + number).to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let request = patchbay_connector_kit::CountRequest {
            stream: first(&source).stream,
            scope: patchbay_connector_kit::Scope {
                settings: settings(&[("kinds", &many)]),
                ..Default::default()
            },
            dropped_by: None,
            priority: patchbay_connector_kit::Priority::Person,
        };
        assert_eq!(source.count(request).await.unwrap(), wanted);
    }
    assert_eq!(server.load().arrived, 1, "the long one was not sent");
}

#[tokio::test]
async fn whole_rows_tell_what_is_left_out_even_where_only_ids_are_read() {
    for (fields_param, filtered) in [(None, vec![VendorId::from(17)]), (Some("fields"), vec![])] {
        let server = Server::answering(|_| {
            Answer::body(r#"[{"id":3,"name":"A"},{"id":17,"name":"Unwanted"},{"id":9,"name":{}}]"#)
        })
        .await;
        let spec = ConnectorSpec { fields_param, ..with_filters(STREAM, &[KINDS]) };
        let source = source(&server, spec);
        let mut request = first(&source);
        request.reading = Reading::Ids;
        let page = source.page(request.clone()).await.unwrap();
        assert!(page.filtered.is_empty(), "no filter is set");
        request.scope.settings = settings(&[("kinds", &["x"])]);
        let page = source.page(request).await.unwrap();
        assert_eq!(page.ids, [3, 17, 9].map(VendorId::from), "what is left out is there");
        assert_eq!(page.filtered, filtered, "{fields_param:?}");
        assert!(page.rows.is_empty() && page.bad.is_empty());
    }
}
