//! How pages follow each other, each way.

use patchbay_connector_kit::{
    Cursor, Deletes, ErrorKind, Paging, Reading, RowsAt, Source, StreamSpec,
};

use crate::{
    server::{Answer, Asked, Server},
    vendor::{
        NUMBERED, STREAM, faults, first, ids, is_binned, names, of, paged, read, read_all, source,
    },
};

/// Sparse ids, as vendors have them.
const PARTS: [u32; 10] = [3, 17, 480, 1201, 1202, 9000, 70_001, 70_005, 480_233, 900_001];

fn url_of(asked: &Asked) -> String {
    format!("http://{}{}", asked.header("host").unwrap(), asked.path)
}

/// Numbered pages; tells the next page by a link when `links`.
fn numbered(asked: &Asked, parts: &[u32], links: bool) -> Answer {
    let (page, size) = (asked.number("page").max(1), asked.number("size"));
    let from = ((page - 1) * size) as usize;
    let rows = parts.iter().skip(from).take(size as usize).copied();
    let answer = Answer::rows(rows);
    if !links {
        return answer;
    }
    let last = (parts.len() as u32).div_ceil(size);
    let url = url_of(asked);
    if page < last {
        let next = page + 1;
        answer.with(
            "link",
            format!(r#"<{url}?page={next}>; rel="next", <{url}?page={last}>; rel="last""#),
        )
    } else {
        answer.with("link", "")
    }
}

/// What comes after an id; with a link only when `links`.
fn forward(asked: &Asked, parts: &[u32], links: bool) -> Answer {
    let (after, size) = (asked.number("after"), asked.number("size") as usize);
    let rest: Vec<u32> = parts.iter().copied().filter(|id| *id > after).collect();
    let answer = Answer::rows(rest.iter().take(size).copied());
    match (links, rest.len() > size) {
        (false, _) => answer,
        (true, false) => answer.with("link", ""),
        (true, true) => {
            let url = url_of(asked);
            answer.with("link", format!(r#"<{url}?after={}>; rel="next""#, rest[size - 1]))
        }
    }
}

const FORWARD: Paging = Paging::AfterLastRow {
    param: "after",
    size_param: "size",
    size: 4,
    header: Some(("x-paging", "forward")),
    needs_link: true,
};

#[tokio::test]
async fn a_list_without_pages_is_one_answer() {
    let server = Server::answering(|_| Answer::rows(PARTS)).await;
    let pages = read_all(&source(&server, paged(Paging::None))).await.unwrap();
    assert_eq!(ids(&pages), PARTS);
    assert_eq!(server.asked()[0].query, "");
    assert_eq!((pages[0].checkpoint.clone(), pages[0].size), (None, 0));
}

#[tokio::test]
async fn rows_may_stand_in_a_field() {
    let server = Server::answering(|_| {
        Answer::body(r#"{"total":1,"par\u0074s":[{"id":7,"name":"In a field"}],"more":null}"#)
    })
    .await;
    let source = source(&server, of(StreamSpec { rows_at: RowsAt::Field("parts"), ..STREAM }));
    assert_eq!(names(&read(&source).await.unwrap()), ["In a field"]);
}

#[tokio::test]
async fn numbered_pages_follow_links_or_fullness() {
    for links in [true, false] {
        for count in [0, 1, 4, 8, 10] {
            let server =
                Server::answering(move |asked| numbered(&asked, &PARTS[..count], links)).await;
            let pages = read_all(&source(&server, paged(NUMBERED))).await.unwrap();
            assert_eq!(ids(&pages), PARTS[..count], "links: {links}");
            let asked = &server.asked()[0];
            assert_eq!(asked.query, "page=1&size=4&sort=id");
            // Without a link only an empty page tells that a full one was the last.
            let extra = usize::from(!links && count > 0 && count % 4 == 0);
            assert_eq!(pages.len(), count.div_ceil(4).max(1) + extra);
            let last = (links && count > 4).then_some(count.div_ceil(4) as u32);
            assert_eq!(pages[0].last_number, last);
        }
    }
}

#[tokio::test]
async fn rows_that_cannot_be_read_count_once() {
    // Three rows of four: the page is not full, whatever is wrong with its rows.
    let server = Server::answering(|_| {
        Answer::body(r#"[{"id":7,"name":"Good"},{"id":8},{"id":9,"name":{}}]"#)
    })
    .await;
    let pages = read_all(&source(&server, paged(NUMBERED))).await.unwrap();
    assert_eq!(server.load().arrived, 1);
    assert_eq!(names(&pages[0]), ["Good"]);
    assert_eq!(faults(&pages[0].bad), [(1, "name"), (2, "name")]);
    assert_eq!(ids(&pages), [7, 8, 9]);
}

#[tokio::test]
async fn a_full_page_with_a_row_without_id_still_leads_on() {
    for paging in [
        NUMBERED,
        Paging::AfterLastRow {
            needs_link: false,
            param: "after",
            size_param: "size",
            size: 4,
            header: None,
        },
    ] {
        let server = Server::answering(|asked| {
            if asked.number("page") < 2 && asked.parameter("after").is_none() {
                Answer::body(
                    r#"[{"id":3,"name":"A"},{"name":"B"},{"id":17,"name":"C"},{"id":480,"name":"D"}]"#,
                )
            } else {
                Answer::rows([1201])
            }
        })
        .await;
        let pages = read_all(&source(&server, paged(paging))).await.unwrap();
        assert_eq!(ids(&pages), [3, 17, 480, 1201]);
        assert_eq!(faults(&pages[0].bad), [(1, "id")]);
    }
}

#[tokio::test]
async fn numbered_pages_can_go_on_behind_a_row() {
    let stream = StreamSpec {
        paging: NUMBERED,
        after_id: Some(|id| patchbay_connector_kit::Clause { param: "where", text: id.to_owned() }),
        ..STREAM
    };
    let server = Server::answering(|asked| {
        let after = asked.number("where");
        let rest: Vec<u32> = PARTS.into_iter().filter(|id| *id > after).collect();
        numbered(&asked, &rest, true)
    })
    .await;
    let source = source(&server, of(stream));
    let one = read(&source).await.unwrap();
    let behind = Cursor::Number { after: Some("1201".to_owned()), number: 1 };
    assert_eq!(one.checkpoint, Some(behind.clone()));
    let mut request = first(&source);
    request.cursor = behind;
    let two = source.page(request.clone()).await.unwrap();
    assert_eq!(ids(std::slice::from_ref(&two)), PARTS[4..8]);
    request.cursor = two.next.unwrap();
    let three = source.page(request).await.unwrap();
    assert_eq!(ids(std::slice::from_ref(&three)), PARTS[8..]);
    assert_eq!(three.next, None);
}

#[tokio::test]
async fn what_comes_after_the_last_row() {
    let server = Server::answering(|asked| forward(&asked, &PARTS, true)).await;
    let pages = read_all(&source(&server, paged(FORWARD))).await.unwrap();
    assert_eq!(ids(&pages), PARTS);
    assert_eq!(pages[0].checkpoint, Some(Cursor::After { id: "1201".to_owned() }));
    let asked = server.asked();
    assert!(asked.iter().all(|asked| asked.header("x-paging") == Some("forward")));
    let queries: Vec<&str> = asked.iter().map(|asked| asked.query.as_str()).collect();
    assert_eq!(queries, ["size=4", "size=4&after=1201", "size=4&after=70005"]);
}

#[tokio::test]
async fn what_comes_after_the_last_row_without_links() {
    let paging = Paging::AfterLastRow {
        param: "after",
        size_param: "size",
        size: 5,
        header: None,
        needs_link: false,
    };
    let server = Server::answering(|asked| forward(&asked, &PARTS, false)).await;
    let pages = read_all(&source(&server, paged(paging))).await.unwrap();
    assert_eq!(ids(&pages), PARTS);
    assert_eq!(pages.len(), 3, "the last full page is followed by an empty one");
}

#[tokio::test]
async fn a_page_without_any_id_is_not_the_end() {
    let server = Server::answering(|_| {
        Answer::body(r#"[{"name":"A"},{"name":"B"}]"#).with("link", "<?after=2>; rel=next")
    })
    .await;
    let error = read(&source(&server, paged(FORWARD))).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::BadAnswer);
}

#[tokio::test]
async fn a_sweep_falls_back_to_numbers_where_forward_paging_is_unknown() {
    let stream = StreamSpec { paging: NUMBERED, sweep: Some(FORWARD), ..STREAM };
    let server = Server::answering(|asked| {
        // Knows nothing of `after`; the first page looks like any other, without a link.
        numbered(&asked, &PARTS, asked.parameter("page").is_some())
    })
    .await;
    let source = source(&server, of(stream));
    let mut request = first(&source);
    request.reading = Reading::Ids;
    let mut found = Vec::new();
    loop {
        let page = source.page(request.clone()).await.unwrap();
        assert!(page.rows.is_empty(), "only ids were asked for");
        found.extend(ids(std::slice::from_ref(&page)));
        let Some(next) = page.next else { break };
        request.cursor = next;
    }
    assert_eq!(found, PARTS);
}

#[tokio::test]
async fn links_are_followed_as_they_are() {
    let paging = Paging::LinkHeader { size_param: "size", size: 4 };
    // One vendor writes whole addresses, another only what changes.
    for relative in [false, true] {
        let server = Server::answering(move |asked| {
            let from = asked.number("opaque") as usize;
            let answer = Answer::rows(PARTS.into_iter().skip(from).take(4));
            let url = if relative { String::new() } else { url_of(&asked) };
            let next = from + 4;
            if next < PARTS.len() {
                answer.with("link", format!("<{url}?opaque={next}&a=b%20c>; rel=\"next\""))
            } else {
                answer
            }
        })
        .await;
        let pages = read_all(&source(&server, paged(paging))).await.unwrap();
        assert_eq!(ids(&pages), PARTS);
        let asked = server.asked();
        assert_eq!(asked[0].query, "size=4");
        assert_eq!(
            (asked[1].path.as_str(), asked[1].query.as_str()),
            ("/api/parts", "opaque=4&a=b%20c")
        );
        assert_eq!(pages[0].checkpoint, pages[0].next);
    }
}

#[tokio::test]
async fn records_that_are_marked_as_deleted_are_told_apart() {
    let server = Server::answering(|_| {
        Answer::body(
            r#"[{"id":7,"name":"Kept","changed":"2026-02-01T00:00:00Z"},
                {"id":9,"name":"Binned","binned":true,"changed":"2026-02-03T00:00:00Z"}]"#,
        )
    })
    .await;
    let source = source(
        &server,
        of(StreamSpec {
            deletes: Deletes::FlagOrAbsence { is_deleted: is_binned, present: Vec::new },
            ..STREAM
        }),
    );
    let page = read(&source).await.unwrap();
    assert_eq!(names(&page), ["Kept"]);
    assert_eq!(page.deleted.iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["9"]);
    assert_eq!(page.highest_updated.unwrap().to_rfc3339(), "2026-02-03T00:00:00+00:00");
}

#[tokio::test]
async fn a_page_that_takes_too_long_is_asked_for_in_halves() {
    let paging = Paging::Number { param: "page", size_param: "size", size: 100, order: None };
    let parts: Vec<u32> = (1..=250).map(|number| number * 7).collect();
    let expected = parts.clone();
    let server = Server::answering(move |asked| {
        if asked.number("size") > 25 { Answer::status(504) } else { numbered(&asked, &parts, true) }
    })
    .await;
    let source = source(&server, paged(paging));
    let pages = read_all(&source).await.unwrap();
    assert_eq!(ids(&pages), expected);
    assert_eq!(pages.len(), 3, "the pages are the same, only cut");
    assert_eq!(pages[0].last_number, Some(3));
    let sizes: Vec<u32> = server.asked().iter().map(|asked| asked.number("size")).collect();
    assert_eq!(sizes.iter().filter(|size| **size > 25).count(), 2, "100 and 50 are tried once");
}

#[tokio::test]
async fn numbers_are_not_guessed_where_the_table_has_none() {
    let server = Server::answering(|_| Answer::rows(PARTS)).await;
    let error = read(&source(&server, paged(FORWARD))).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unexpected);
}
