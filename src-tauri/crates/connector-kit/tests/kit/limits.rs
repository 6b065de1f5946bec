//! The limiter under load.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use patchbay_connector_kit::{Limiter, Limits, PageReader, Priority, ReadAhead, Shared, Source};

use crate::{
    server::{Answer, Gate, Server},
    vendor::{NUMBERED, first, paged, source},
};

#[tokio::test(start_paused = true)]
async fn people_go_before_everything_that_waits() {
    let limiter =
        Limiter::new(Limits { at_once: 2, per_minute: 100_000, shared: Shared::Integration });
    let one = limiter.acquire(Priority::Background).await;
    let two = limiter.acquire(Priority::Background).await;
    let order = Arc::new(Mutex::new(Vec::new()));
    let mut tasks = Vec::new();
    for number in 0..60 {
        let priority = if number < 50 { Priority::Background } else { Priority::Person };
        let (limiter, order) = (Arc::clone(&limiter), Arc::clone(&order));
        tasks.push(tokio::spawn(async move {
            let permit = limiter.acquire(priority).await;
            order.lock().unwrap().push(priority);
            tokio::task::yield_now().await;
            drop(permit);
        }));
        // Each takes its place in the queue.
        tokio::task::yield_now().await;
    }
    drop(one);
    drop(two);
    for task in tasks {
        task.await.unwrap();
    }
    let order = order.lock().unwrap();
    assert_eq!(order.len(), 60);
    assert!(order[..10].iter().all(|priority| *priority == Priority::Person), "{order:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn never_too_many_at_once_and_nobody_is_forgotten() {
    let limiter =
        Limiter::new(Limits { at_once: 3, per_minute: 1_000_000, shared: Shared::Integration });
    let running = Arc::new(AtomicUsize::new(0));
    let mut tasks = Vec::new();
    for number in 0..400 {
        let (limiter, running) = (Arc::clone(&limiter), Arc::clone(&running));
        let priority = if number % 7 == 0 { Priority::Person } else { Priority::Background };
        tasks.push(tokio::spawn(async move {
            if number % 11 == 0 {
                // Somebody who gives up in the queue must not block it.
                let waiting = limiter.acquire(priority);
                drop(futures::future::select(Box::pin(waiting), std::future::ready(())));
                return;
            }
            let permit = limiter.acquire(priority).await;
            assert!(running.fetch_add(1, Ordering::SeqCst) < 3);
            tokio::task::yield_now().await;
            running.fetch_sub(1, Ordering::SeqCst);
            drop(permit);
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    drop(limiter.acquire(Priority::Background).await);
}

#[tokio::test]
async fn a_person_overtakes_a_long_sync() {
    let gate = Gate::shut();
    let held = gate.clone();
    let server = Server::start(move |asked| {
        let gate = held.clone();
        async move {
            let number = asked.number("page");
            if number > 1 {
                gate.pass(number).await;
            }
            let url = format!("http://{}{}", asked.header("host").unwrap(), asked.path);
            let next = number + 1;
            Answer::rows((0..4).map(|row| number * 1000 + row))
                .with("link", format!("<{url}?page={next}>; rel=next, <{url}?page=30>; rel=last"))
        }
    })
    .await;
    let source = source(&server, paged(NUMBERED));
    let request = first(&source);
    let mut pages = PageReader::start(
        Arc::clone(&source) as Arc<dyn Source>,
        request,
        ReadAhead { at_once: 9 },
        |_| (),
    );
    pages.next().await.unwrap().unwrap();
    // Four are under way, five more wait at the limiter.
    server.until(|load| load.open == 4).await;
    let person = tokio::spawn({
        let source = Arc::clone(&source);
        async move { source.get("/note", &[]).await }
    });
    // One thread: when it is our turn again, the person stands in the queue.
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
    gate.open(2);
    person.await.unwrap().unwrap();
    let asked = server.asked();
    assert_eq!(asked.len(), 6, "the person was served before the next page");
    assert_eq!(asked[5].path, "/api/note");
}
