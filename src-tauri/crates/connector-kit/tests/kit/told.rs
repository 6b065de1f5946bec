//! Pages of a size that only the vendor knows, rows that are no objects, and records asked for one by one.

use patchbay_connector_kit::{
    Area, AreaReport, AreaResult, AskIds, ByIds, ConnectorError, Decoded, ErrorKind, Page,
    PageReader, Paging, ReadAhead, Reading, RowsAt, Source, StreamSpec,
};
use patchbay_model::{Record, ReferenceItem, VendorId};

use crate::{
    server::{Answer, Asked, Gate, Server},
    vendor::{STREAM, faults, first, ids, names, of, read, read_all, source},
};

const TOLD: StreamSpec = StreamSpec {
    paging: Paging::Page { param: "page", total: "meta.pages" },
    rows_at: RowsAt::Field("parts"),
    ..STREAM
};

const PARTS: [u32; 7] = [3, 17, 480, 1201, 1202, 9000, 70_001];

fn rows(parts: &[u32]) -> String {
    let rows: Vec<String> =
        parts.iter().map(|id| format!(r#"{{"id":{id},"name":"Part {id}"}}"#)).collect();
    rows.join(",")
}

/// Three a page, whatever is asked; the number of pages only where `tells`.
fn three(asked: &Asked, parts: &[u32], tells: bool) -> Answer {
    let from = (asked.number("page").max(1) as usize - 1) * 3;
    let here: Vec<u32> = parts.iter().skip(from).take(3).copied().collect();
    let meta =
        if tells { format!(r#"{{"pages":{}}}"#, parts.len().div_ceil(3)) } else { "null".into() };
    Answer::body(format!(r#"{{"meta":{meta},"parts":[{}]}}"#, rows(&here)))
}

#[tokio::test]
async fn the_answer_tells_how_many_pages_there_are() {
    for count in [0, 1, 3, 4, 6, 7] {
        let server = Server::answering(move |asked| three(&asked, &PARTS[..count], true)).await;
        let pages = read_all(&source(&server, of(TOLD))).await.unwrap();
        assert_eq!(ids(&pages), PARTS[..count]);
        assert_eq!(pages.len(), count.div_ceil(3).max(1), "no request too many");
        assert_eq!(pages[0].last_number, Some(count.div_ceil(3) as u32));
        assert_eq!(server.asked()[0].query, "page=1", "no size is asked for");
        assert!(pages.iter().all(|page| page.checkpoint.is_none()), "rows are in no order");
    }
}

#[tokio::test]
async fn where_it_does_not_tell_an_empty_page_is_the_end() {
    for count in [0, 1, 3, 7] {
        let server = Server::answering(move |asked| three(&asked, &PARTS[..count], false)).await;
        let pages = read_all(&source(&server, of(TOLD))).await.unwrap();
        assert_eq!(ids(&pages), PARTS[..count]);
        assert_eq!(pages.len(), count.div_ceil(3) + 1, "a short page may be a full one");
    }
}

#[tokio::test]
async fn an_empty_page_in_the_middle_is_not_the_end() {
    let server = Server::answering(|asked| match asked.number("page") {
        2 => Answer::body(r#"{"parts":[],"meta":{"pages":3}}"#),
        _ => three(&asked, &PARTS, true),
    })
    .await;
    let pages = read_all(&source(&server, of(TOLD))).await.unwrap();
    assert_eq!(ids(&pages), [3, 17, 480, 70_001]);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_behind_the_first_are_read_side_by_side() {
    let gate = Gate::shut();
    let held = gate.clone();
    let server = Server::start(move |asked| {
        let gate = held.clone();
        async move {
            let number = asked.number("page");
            if number > 1 {
                gate.pass(number).await;
            }
            three(&asked, &PARTS, true)
        }
    })
    .await;
    let source = source(&server, of(TOLD));
    let request = first(&source);
    let mut pages =
        PageReader::start(source, request, ReadAhead { at_once: 2 }, |page| ids(&[page]));
    assert_eq!(pages.next().await.unwrap().unwrap(), PARTS[..3]);
    server.until(|load| load.open == 2).await;
    gate.open(3);
    gate.open(2);
    assert_eq!(pages.next().await.unwrap().unwrap(), PARTS[3..6]);
    assert_eq!(pages.next().await.unwrap().unwrap(), PARTS[6..]);
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn an_answer_without_its_list_is_a_fault() {
    for body in [r#"{"meta":{"pages":1}}"#, r#"{"parts":null}"#, r#"{"message":"Down"}"#, "[]"] {
        let server = Server::answering(move |_| Answer::body(body)).await;
        let error = read(&source(&server, of(TOLD))).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::BadAnswer, "{body}");
    }
}

/// A row that is only a name, or a pair of id and name.
fn plain(row: &str, _: Option<&VendorId>) -> Result<Decoded, (String, String)> {
    let (id, name) = match serde_json::from_str::<serde_json::Value>(row).unwrap() {
        serde_json::Value::Array(pair) => {
            (pair[0].to_string(), pair[1].as_str().unwrap_or_default().to_owned())
        }
        serde_json::Value::String(text) => (text.clone(), text),
        _ => return Err(("?".to_owned(), "is no text".to_owned())),
    };
    let record = Record::Reference(Box::new(ReferenceItem { name, ..ReferenceItem::default() }));
    Ok(Decoded { vendor_id: VendorId(id), record, updated_at: None })
}

async fn read_plain(body: &'static str, reading: Reading) -> Page {
    let server = Server::answering(move |_| Answer::body(body)).await;
    let rows_at = RowsAt::Field("ticket.levels");
    let source = source(&server, of(StreamSpec { rows_at, decode: plain, ..STREAM }));
    let mut request = first(&source);
    request.reading = reading;
    source.page(request).await.unwrap()
}

#[tokio::test]
async fn rows_may_be_texts_or_pairs_inside_of_objects() {
    let texts = r#"{"ticket":{"levels":["", "2 Normal", 7]}}"#;
    let page = read_plain(texts, Reading::Records).await;
    assert_eq!(names(&page), ["", "2 Normal"]);
    assert_eq!(&page.rows[1].raw[..], br#""2 Normal""#);
    assert_eq!(faults(&page.bad), [(2, "?")]);
    let page = read_plain(texts, Reading::Ids).await;
    assert_eq!(page.ids, [VendorId::from(""), VendorId::from("2 Normal")]);
    let page = read_plain(r#"{"ticket":{"levels":[[17,"Jo"],[4,"Al"]]}}"#, Reading::Ids).await;
    assert_eq!(ids(&[page]), [17, 4]);
}

const ALONE: StreamSpec = StreamSpec {
    by_ids: Some(ByIds {
        ask: AskIds::OneByOne { path: "/parts/{id}", row_at: RowsAt::Single("part") },
        at_most: 50,
    }),
    ..TOLD
};

async fn these(server: &Server, wanted: &[&str]) -> Result<Page, ConnectorError> {
    let source = source(server, of(ALONE));
    let mut request = first(&source);
    request.reading = Reading::These(wanted.iter().map(|id| VendorId::from(*id)).collect());
    source.page(request).await
}

#[tokio::test]
async fn certain_records_are_asked_for_one_by_one() {
    let server = Server::answering(|asked| match asked.path.as_str() {
        "/api/parts/3" => Answer::body(r#"{"part":{"id":3,"name":"A"}}"#),
        "/api/parts/17" => Answer::status(404),
        "/api/parts/480" => Answer::body(r#"{"part":null}"#),
        "/api/parts/a%2F..%2Fb" => Answer::body(r#"{"part":{"id":9,"name":{}}}"#),
        _ => Answer::status(500),
    })
    .await;
    let page = these(&server, &["3", "17", "480", "a/../b"]).await.unwrap();
    assert_eq!(names(&page), ["A"], "what is not found is not there");
    assert_eq!(faults(&page.bad), [(1, "name")]);
    assert_eq!((page.next, page.requests), (None, 4));
    assert!(server.asked().iter().all(|asked| asked.query.is_empty()));
}

#[tokio::test]
async fn a_refusal_among_them_is_not_taken_for_gone() {
    let server = Server::answering(|asked| match asked.path.as_str() {
        "/api/parts/3" => Answer::body(r#"{"part":{"id":3,"name":"A"}}"#),
        _ => Answer::status(403),
    })
    .await;
    let error = these(&server, &["3", "17"]).await.unwrap_err();
    assert_eq!((error.kind, error.requests), (ErrorKind::Forbidden, 2));
    let server = Server::answering(|_| Answer::body(r#"{"message":"Down"}"#)).await;
    assert_eq!(these(&server, &["3"]).await.unwrap_err().kind, ErrorKind::BadAnswer);
}

const NAMED: StreamSpec = StreamSpec {
    rows_at: RowsAt::Named { list: "parts", path: "/parts/{id}", row: "part" },
    ..STREAM
};

#[tokio::test]
async fn a_list_may_only_name_the_records() {
    let server = Server::answering(|asked| match asked.path.as_str() {
        "/api/parts" => {
            Answer::body(r#"{"parts":[{"id":3},{"id":17,"name":"Short"},{"name":"?"}]}"#)
        }
        "/api/parts/3" => Answer::body(r#"{"part":{"id":3,"name":"Long"}}"#),
        _ => Answer::status(404),
    })
    .await;
    let source = source(&server, of(NAMED));
    let page = read(&source).await.unwrap();
    assert_eq!(names(&page), ["Long", "Short"], "what the list says is better than nothing");
    assert_eq!(faults(&page.bad), [(2, "id")]);
    assert_eq!(page.requests, 3);
    assert!(page.server_time.is_some());
    let mut request = first(&source);
    request.reading = Reading::Ids;
    let found = source.page(request).await.unwrap();
    assert_eq!((ids(&[found]), server.load().arrived), (vec![3, 17], 4), "the list has the ids");
}

#[tokio::test]
async fn a_refusal_of_one_record_is_one_of_the_list() {
    let server = Server::answering(|asked| match asked.path.as_str() {
        "/api/parts" => Answer::body(r#"{"parts":[{"id":3},{"id":17}]}"#),
        "/api/parts/3" => Answer::body(r#"{"part":{"id":3,"name":"Long"}}"#),
        _ => Answer::status(403),
    })
    .await;
    let error = read(&source(&server, of(NAMED))).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Forbidden);
}

const PARTS_AREA: Area = Area {
    id: "parts",
    label: "Parts",
    required: true,
    streams: &["parts"],
    grant: "Parts - List and Parts - View",
};

/// What the check finds, and what it asked, where single records answer with `status`.
async fn checked(stream: StreamSpec, status: u16) -> (AreaReport, Vec<String>) {
    let server = Server::answering(move |asked| match asked.path.as_str() {
        "/api/parts" => Answer::body(r#"{"parts":[{"id":3,"name":"A"},{"id":17,"name":"B"}]}"#),
        _ => Answer::body("{}").with_status(status),
    })
    .await;
    let report = source(&server, of(stream)).check_area(&PARTS_AREA).await;
    (report, server.asked().into_iter().map(|asked| asked.path).collect())
}

#[tokio::test]
async fn a_list_that_is_open_while_single_records_are_not_is_no_grant() {
    for stream in [ALONE, NAMED] {
        for (status, result) in [
            (200, AreaResult::Granted),
            // Deleted in between.
            (404, AreaResult::Granted),
            (403, AreaResult::NotPermitted),
        ] {
            let (report, asked) = checked(stream, status).await;
            assert_eq!(report.result, result, "{status}: {:?}", report.details);
            assert_eq!(asked, ["/api/parts", "/api/parts/3"], "one record is enough");
            let told = report.details.iter().any(|detail| detail.contains("one by one"));
            assert_eq!(told, result == AreaResult::NotPermitted, "{:?}", report.details);
        }
    }
    let (report, asked) = checked(TOLD, 403).await;
    assert_eq!((report.result, asked.len()), (AreaResult::Granted, 1), "nothing is read there");
}
