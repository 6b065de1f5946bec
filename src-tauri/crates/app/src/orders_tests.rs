//! Orders are made once, and again when they must be.

use std::{
    future::{pending, ready},
    sync::atomic::{AtomicUsize, Ordering},
};

use tokio::sync::broadcast;

use super::*;

struct Stage {
    orders: Orders,
    events: broadcast::Sender<Event>,
    made: AtomicUsize,
}

impl Stage {
    fn new() -> Self {
        let events = broadcast::Sender::new(4);
        Self { orders: Orders::new(events.subscribe()), events, made: AtomicUsize::new(0) }
    }

    /// Asks for an order; answers how many were made until then.
    async fn ask(&self, list: &RecordList, basis: u32) -> usize {
        let work_out = async {
            self.made.fetch_add(1, Ordering::Relaxed);
            Ok(Keys::from([7, 3]))
        };
        let keys = self.orders.get(list, Basis(vec![(SourceKey(1), [None; 3], basis)]), work_out);
        assert_eq!(*keys.await.unwrap(), [7, 3]);
        self.made.load(Ordering::Relaxed)
    }

    fn tell(&self, tag: &str) {
        self.events.send(Event::DataChanged { tags: vec![tag.to_owned()] }).unwrap();
    }
}

fn tickets(text: &str) -> RecordList {
    RecordList { text: Some(text.to_owned()), ..RecordList::of(RecordKind::Ticket) }
}

#[tokio::test]
async fn an_order_is_made_once_until_its_records_change() {
    let (stage, list) = (Stage::new(), tickets(""));
    assert_eq!(stage.ask(&list, 0).await, 1);
    stage.tell("records:company");
    stage.tell("runs");
    assert_eq!(stage.ask(&list, 0).await, 1, "nothing of it changed");
    stage.tell("records:ticket");
    assert_eq!(stage.ask(&list, 0).await, 2);
    assert_eq!(stage.ask(&list, 1).await, 3, "another process has read");
    assert_eq!(stage.ask(&list, 1).await, 3);
    stage.orders.forget(&list);
    assert_eq!(stage.ask(&list, 1).await, 4);
    let people = RecordList::of(RecordKind::Person);
    assert_eq!(stage.ask(&people, 0).await, 5);
    stage.tell("users");
    assert_eq!(stage.ask(&people, 0).await, 6, "other people are linked now");
}

#[tokio::test]
async fn lost_events_drop_all() {
    let (stage, list) = (Stage::new(), tickets(""));
    stage.ask(&list, 0).await;
    for _ in 0..20 {
        stage.tell("runs");
    }
    assert_eq!(stage.ask(&list, 0).await, 2);
}

#[tokio::test]
async fn only_the_latest_used_are_kept() {
    let stage = Stage::new();
    let lists: Vec<_> = (0..=KEPT).map(|each| tickets(&each.to_string())).collect();
    for list in &lists[..KEPT] {
        stage.ask(list, 0).await;
    }
    stage.ask(&lists[0], 0).await;
    assert_eq!(stage.ask(&lists[KEPT], 0).await, KEPT + 1);
    assert_eq!(stage.ask(&lists[0], 0).await, KEPT + 1, "used lately");
    assert_eq!(stage.ask(&lists[1], 0).await, KEPT + 2, "the one that was not");
}

#[tokio::test]
async fn who_asks_for_the_same_waits_and_a_failure_is_not_kept() {
    let (stage, list, basis) = (Stage::new(), tickets(""), Basis(Vec::new()));
    let first = stage.orders.get(&list, basis.clone(), pending());
    let mut first = Box::pin(first);
    assert!(futures::poll!(&mut first).is_pending());
    let never = async { panic!("the first one works it out") };
    let mut second = Box::pin(stage.orders.get(&list, basis.clone(), never));
    assert!(futures::poll!(&mut second).is_pending());
    drop((first, second));
    let failed = ready(Err(AppError::us("test", "It failed.")));
    stage.orders.get(&list, basis.clone(), failed).await.unwrap_err();
    let keys = stage.orders.get(&list, basis, ready(Ok(Keys::from([5])))).await.unwrap();
    assert_eq!(*keys, [5]);
}
