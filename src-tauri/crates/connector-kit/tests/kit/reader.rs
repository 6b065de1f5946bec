//! Reading ahead: in order, not too much at once, and stopped when it should.

use std::sync::Arc;

use patchbay_connector_kit::{ErrorKind, PageReader, ReadAhead};

use crate::{
    server::{Answer, Asked, Gate, Server},
    vendor::{NUMBERED, first, ids, paged, source},
};

/// Page `number` of `last`, four rows each, with the links that allow reading side by side.
fn page(asked: &Asked, number: u32, last: u32) -> Answer {
    let rows = Answer::rows((0..4).map(|row| number * 1000 + row * 7));
    let url = format!("http://{}{}", asked.header("host").unwrap(), asked.path);
    if number < last {
        let next = number + 1;
        rows.with(
            "link",
            format!(r#"<{url}?page={next}>; rel="next", <{url}?page={last}>; rel="last""#),
        )
    } else {
        rows.with("link", "")
    }
}

fn start(server: &Server, at_once: usize) -> PageReader<u32> {
    let source = source(server, paged(NUMBERED));
    let request = first(&source);
    // The number of the page, by its first id.
    PageReader::start(source, request, ReadAhead { at_once }, |page| ids(&[page])[0] / 1000)
}

async fn all(mut pages: PageReader<u32>) -> Vec<Result<u32, ErrorKind>> {
    let mut seen = Vec::new();
    while let Some(page) = pages.next().await {
        seen.push(page.map_err(|error| error.kind));
    }
    seen
}

/// A server whose pages behind the first wait at the gate.
async fn gated(gate: &Gate, last: u32) -> Server {
    let gate = gate.clone();
    Server::start(move |asked| {
        let gate = gate.clone();
        async move {
            let number = asked.number("page");
            if number > 1 {
                gate.pass(number).await;
            }
            page(&asked, number, last)
        }
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_come_in_order_though_they_finish_backwards() {
    let gate = Gate::shut();
    let server = gated(&gate, 5).await;
    let pages = tokio::spawn(all(start(&server, 4)));
    server.until(|load| load.arrived == 5).await;
    for number in (2..=5).rev() {
        gate.open(number);
        let left = number as usize - 2;
        server.until(|load| load.open == left).await;
    }
    let pages: Vec<u32> = pages.await.unwrap().into_iter().map(Result::unwrap).collect();
    assert_eq!(pages, [1, 2, 3, 4, 5]);
}

#[tokio::test(flavor = "multi_thread")]
async fn never_more_pages_at_once_than_allowed() {
    for at_once in [1, 2, 3] {
        let server = Server::answering(|asked| page(&asked, asked.number("page"), 30)).await;
        let seen: Vec<u32> = all(start(&server, at_once)).await.into_iter().flatten().collect();
        assert_eq!(seen, (1..=30).collect::<Vec<_>>());
        assert_eq!(server.load().arrived, 30, "no page is read twice");
        assert!(server.load().most_open <= at_once, "{:?}", server.load());
    }
    let gate = Gate::shut();
    let server = gated(&gate, 9).await;
    let pages = tokio::spawn(all(start(&server, 3)));
    server.until(|load| load.open == 3).await;
    (2..=9).for_each(|number| gate.open(number));
    assert_eq!(pages.await.unwrap().len(), 9);
    assert_eq!(server.load().most_open, 3, "reading ahead uses what it may");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_limiter_holds_even_where_the_reader_would_not() {
    let gate = Gate::shut();
    let server = gated(&gate, 40).await;
    let pages = tokio::spawn(all(start(&server, 20)));
    server.until(|load| load.open == 4).await;
    (2..=40).for_each(|number| gate.open(number));
    assert_eq!(pages.await.unwrap().len(), 40);
    assert_eq!(server.load().most_open, 4, "the vendor allows four");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_ends_the_reading() {
    for at_once in [1, 4] {
        let server = Server::answering(|asked| match asked.number("page") {
            3 => Answer::status(403),
            number => page(&asked, number, 9),
        })
        .await;
        let seen = all(start(&server, at_once)).await;
        assert_eq!(seen, [Ok(1), Ok(2), Err(ErrorKind::Forbidden)]);
        assert!(server.load().arrived <= 2 + at_once, "{:?}", server.load());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn dropping_the_reader_hangs_up() {
    let gate = Gate::shut();
    let server = gated(&gate, 9).await;
    let mut pages = start(&server, 3);
    assert_eq!(pages.next().await.unwrap().unwrap(), 1);
    server.until(|load| load.open == 3).await;
    drop(pages);
    server.until(|load| load.open == 0).await;
    assert_eq!(server.load().arrived, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_writer_does_not_stop_pages_under_way() {
    let server = Server::answering(|asked| page(&asked, asked.number("page"), 50)).await;
    let mut pages = start(&server, 3);
    assert_eq!(pages.next().await.unwrap().unwrap(), 1);
    // Nobody takes a page now; those under way arrive all the same.
    server.until(|load| load.arrived >= 4 && load.open == 0).await;
    assert!(server.load().arrived <= 6, "what nobody takes is not read: {:?}", server.load());
    let rest: Vec<u32> = all(pages).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(rest, (2..=50).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_that_run_in_circles_are_noticed() {
    // The same page for ever, whatever is asked; or two pages in turn.
    for period in [1, 2] {
        let server = Server::answering(move |asked| {
            page(&asked, 1 + (asked.number("page") - 1) % period, 9999)
        })
        .await;
        let seen = all(start(&server, 2)).await;
        assert_eq!(seen.last(), Some(&Err(ErrorKind::PageRepeats)), "every {period}");
        assert!(seen.len() <= 4, "{} pages were taken", seen.len());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_circle_behind_the_first_page_is_noticed_however_long_it_is() {
    for period in [2, 7, 40] {
        let server = Server::answering(move |asked| {
            let number = asked.number("page");
            let here = if number > 1 { 2 + (number - 2) % period } else { 1 };
            page(&asked, here, 9999)
        })
        .await;
        let seen = all(start(&server, 2)).await;
        assert_eq!(seen.last(), Some(&Err(ErrorKind::PageRepeats)), "every {period}");
        assert!(seen.len() <= period as usize + 4, "{} pages were taken", seen.len());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_last_page_that_repeats_rows_is_no_circle() {
    // A row was deleted while we read: the last page holds only what we had.
    let server = Server::answering(|asked| match asked.number("page") {
        1 => Answer::rows([3, 17, 480, 1201]),
        _ => Answer::rows([1201]),
    })
    .await;
    let source = source(&server, paged(NUMBERED));
    let request = first(&source);
    let mut pages =
        PageReader::start(source, request, ReadAhead { at_once: 2 }, |page| ids(&[page]).len());
    assert_eq!(pages.next().await.unwrap().unwrap(), 4);
    assert_eq!(pages.next().await.unwrap().unwrap(), 1);
    assert!(pages.next().await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_in_preparing_is_an_error_and_not_the_end_of_the_program() {
    let server = Server::answering(|asked| page(&asked, asked.number("page"), 3)).await;
    let source = source(&server, paged(NUMBERED));
    let request = first(&source);
    let calls = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let mut pages = PageReader::start(source, request, ReadAhead { at_once: 1 }, move |_| {
        let call = calls.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        assert!(call == 0, "made to fail");
        call
    });
    assert_eq!(pages.next().await.unwrap().unwrap(), 0);
    assert_eq!(pages.next().await.unwrap().unwrap_err().kind, ErrorKind::Unexpected);
    assert!(pages.next().await.is_none());
}
