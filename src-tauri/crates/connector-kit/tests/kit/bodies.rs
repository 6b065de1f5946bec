//! Answers that are not what was promised.

use patchbay_connector_kit::{ErrorKind, HttpOptions, Paging, RowsAt, StreamSpec};

use crate::{
    server::{Answer, Server},
    vendor::{STREAM, faults, ids, names, of, options, paged, read, source, source_at},
};

async fn answered(answer: Answer) -> Result<patchbay_connector_kit::Page, ErrorKind> {
    let server = Server::answering(move |_| answer.clone()).await;
    let outcome = read(&source(&server, paged(Paging::None))).await;
    assert_eq!(server.load().arrived, 1, "a bad answer is not asked for again");
    outcome.map_err(|error| {
        let told = format!("{error:?}");
        assert!(!told.contains("Sensitive"), "the error quotes the answer: {told}");
        error.kind
    })
}

#[tokio::test]
async fn what_is_no_list_is_a_bad_answer() {
    for body in [
        "",
        "null",
        "{}",
        "42",
        "\"Sensitive\"",
        r#"{"id":1,"name":"Sensitive"}"#,
        r#"[{"id":1,"name":"Sensitive"}"#,
        r#"[{"id":1,"name":"Sensitive"},{"id":2,"na"#,
        r#"[{"id":1,"name":"Sensitive"}] trailing"#,
        r#"[{"id":1,"name":"Sensitive",}]"#,
        "<!doctype html><title>Sign in</title>",
        "\n\n  <html><body>Maintenance</body></html>",
        "Internal error, ask support",
    ] {
        assert_eq!(answered(Answer::body(body)).await.unwrap_err(), ErrorKind::BadAnswer, "{body}");
    }
    let empty = Answer::body("").with_status(204);
    assert_eq!(answered(empty).await.unwrap_err(), ErrorKind::BadAnswer);
}

#[tokio::test]
async fn a_list_in_a_field_must_be_a_list() {
    for body in [r#"{"parts":{}}"#, r#"{"parts":"no"}"#, r#"{"parts":7}"#, "[]"] {
        let server = Server::answering(move |_| Answer::body(body)).await;
        let source = source(&server, of(StreamSpec { rows_at: RowsAt::Field("parts"), ..STREAM }));
        assert_eq!(read(&source).await.unwrap_err().kind, ErrorKind::BadAnswer, "{body}");
    }
}

#[tokio::test]
async fn json_counts_whatever_it_calls_itself() {
    for kind in ["text/plain", "text/html; charset=utf-16", "application/octet-stream"] {
        let page = answered(Answer::rows([7]).with("content-type", kind)).await.unwrap();
        assert_eq!(ids(&[page]), [7]);
    }
}

#[tokio::test]
async fn one_bad_row_does_not_cost_the_page() {
    let body = r#"[{"id":3,"name":"A"},null,7,"text",[],{},{"id":{},"name":"B"},{"name":"C"},
        {"id":17,"name":null},{"id":480,"name":"D","changed":"soon","sort":"x","binned":[]}]"#;
    let page = answered(Answer::body(body)).await.unwrap();
    assert_eq!(names(&page), ["A", "D"]);
    let bad: Vec<usize> = page.bad.iter().map(|bad| bad.row).collect();
    assert_eq!(bad, [1, 2, 3, 4, 5, 6, 7, 8]);
    let (_, field) = faults(&page.bad)[7];
    assert_eq!((field, page.bad[7].vendor_id.as_ref().unwrap().as_str()), ("name", "17"));
}

#[tokio::test]
async fn bytes_that_are_no_text_cost_no_record() {
    let mut body = br#"[{"id":7,"name":"Caf"#.to_vec();
    body.push(0xe9);
    body.extend(br#""},{"id":9,"name":"Good"}]"#);
    let page = answered(Answer::body(body)).await.unwrap();
    assert_eq!(names(&page), ["Caf\u{fffd}", "Good"]);
    let marked = [b"\xef\xbb\xbf".as_slice(), br#"[{"id":7,"name":"Marked"}]"#].concat();
    assert_eq!(names(&answered(Answer::body(marked)).await.unwrap()), ["Marked"]);
}

#[tokio::test]
async fn half_a_character_costs_no_record() {
    // Vendors that cut text by UTF-16 units leave halves of emoji behind.
    let body = r#"[{"id":7,"name":"Cut \ud83d"},{"id":8,"name":"\udd27 rest"},
        {"id":9,"name":"Whole \ud83d\udd27"},{"id":10,"name":"\\ud83d is text"}]"#;
    let page = answered(Answer::body(body)).await.unwrap();
    let expected = ["Cut \u{fffd}", "\u{fffd} rest", "Whole \u{1f527}", r"\ud83d is text"];
    assert_eq!(names(&page), expected);
}

#[tokio::test]
async fn deep_nesting_is_passed_over() {
    for depth in [100, 200_000] {
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        let body = format!(
            r#"[{{"id":7,"name":"Deep","extra":{open}{close}}},{{"id":8,"name":{open}{close}}},
                {{"id":9,"name":"Flat"}}]"#
        );
        let page = answered(Answer::body(body)).await.unwrap();
        assert_eq!(names(&page), ["Deep", "Flat"]);
        assert_eq!(faults(&page.bad), [(1, "name")]);
    }
}

const ZIPPED: [u8; 51] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xff, 0x8b, 0xae, 0x56, 0xca, 0x4c, 0x51,
    0xb2, 0x32, 0xb1, 0x30, 0x30, 0x32, 0x36, 0xd6, 0x51, 0xca, 0x4b, 0xcc, 0x4d, 0x55, 0xb2, 0x52,
    0x8a, 0xca, 0x2c, 0x28, 0x48, 0x4d, 0x51, 0xaa, 0x8d, 0x05, 0x00, 0x5d, 0x5c, 0x85, 0x44, 0x1f,
    0x00, 0x00, 0x00,
];

/// 20,002 bytes of an empty list with spaces in it, zipped.
const BOMB: [u8; 59] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xff, 0xed, 0xc1, 0x41, 0x11, 0x00, 0x00,
    0x0c, 0x02, 0xa0, 0x2a, 0xeb, 0xe5, 0xad, 0x7f, 0x0d, 0x6b, 0xf8, 0x00, 0x72, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x4c, 0xf8, 0x02, 0xef, 0x5f, 0x7f, 0x3b, 0x22, 0x4e, 0x00, 0x00,
];

async fn zipped(bytes: &'static [u8], body_limit: usize) -> Result<Vec<u32>, ErrorKind> {
    let server =
        Server::answering(move |_| Answer::body(bytes).with("content-encoding", "gzip")).await;
    let options = HttpOptions { body_limit, ..options() };
    let outcome = read(&source_at(&server.url, paged(Paging::None), options)).await;
    assert_eq!(server.asked()[0].header("accept-encoding"), Some("gzip"));
    outcome.map(|page| ids(&[page])).map_err(|error| error.kind)
}

#[tokio::test]
async fn zipped_answers_are_read_and_measured_unzipped() {
    assert_eq!(zipped(&ZIPPED, 1000).await.unwrap(), [480_233]);
    assert!(zipped(&BOMB, 30_000).await.unwrap().is_empty());
    assert_eq!(zipped(&BOMB, 10_000).await.unwrap_err(), ErrorKind::TooLarge);
    assert_eq!(zipped(&ZIPPED[..30], 1000).await.unwrap_err(), ErrorKind::Unreachable);
}

#[tokio::test]
async fn the_limit_is_exact() {
    let text = r#"[{"id":7,"name":"Just right"}]"#;
    for (body_limit, fits) in [(text.len(), true), (text.len() - 1, false)] {
        let server = Server::answering(move |_| Answer::body(text)).await;
        let source =
            source_at(&server.url, paged(Paging::None), HttpOptions { body_limit, ..options() });
        match read(&source).await {
            Ok(page) => assert!(fits && ids(&[page]) == [7]),
            Err(error) => assert!(!fits && error.kind == ErrorKind::TooLarge, "{error}"),
        }
        assert_eq!(server.load().arrived, 1, "it will not get smaller");
    }
}
