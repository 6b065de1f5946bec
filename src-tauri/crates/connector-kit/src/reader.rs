//! Reads a stream's pages in order, several requests ahead of the one who stores them, and guards
//! against pages that run in circles.

use std::{
    collections::{HashSet, VecDeque},
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;
use tracing::Instrument;

use crate::{ConnectorError, Cursor, ErrorKind, Page, PageRequest, Source};

/// No account has more pages.
const MOST_PAGES: u32 = 200_000;
/// So many pages in a row without a single new id are a circle, however long it is. One or two may come
/// where rows move while they are read.
const PAGES_WITHOUT_NEWS: u32 = 3;
/// So many empty pages in a row that lead on do not lead anywhere. A few may come where rows vanish while they
/// are read.
const MOST_EMPTY: u32 = 20;
/// So many ids are remembered, to know what is new; a circle among more than these has to reach the most
/// pages.
const MOST_REMEMBERED: usize = 2_000_000;

/// How far to read ahead.
#[derive(Debug, Clone, Copy)]
pub struct ReadAhead {
    /// Pages under way at the same time.
    pub at_once: usize,
}

/// Pages, in order. `T` is what `prepare` makes of a page, off the async threads.
/// Dropping it stops all requests.
pub struct PageReader<T> {
    ready: mpsc::Receiver<Result<T, ConnectorError>>,
    _driver: AbortOnDropHandle<()>,
}

type Prepare<T> = Arc<dyn Fn(Page) -> T + Send + Sync>;

impl<T: Send + 'static> PageReader<T> {
    /// Starts to read what `first` asks for.
    pub fn start(
        source: Arc<dyn Source>,
        first: PageRequest,
        ahead: ReadAhead,
        prepare: impl Fn(Page) -> T + Send + Sync + 'static,
    ) -> Self {
        let (send, ready) = mpsc::channel(1);
        let driver = Driver {
            source,
            request: first,
            at_once: ahead.at_once.max(1),
            prepare: Arc::new(prepare),
            send,
        };
        Self {
            ready,
            _driver: AbortOnDropHandle::new(tokio::spawn(driver.run().in_current_span())),
        }
    }

    /// The next page; `None` after the last one. After an error there are no more.
    pub async fn next(&mut self) -> Option<Result<T, ConnectorError>> {
        self.ready.recv().await
    }
}

/// What the driver needs to know of a page besides what it hands on.
struct Facts {
    ids: Vec<u64>,
    next: Option<Cursor>,
    last_number: Option<u32>,
    size: u32,
}

type Flight<T> = AbortOnDropHandle<Result<(Facts, T), ConnectorError>>;

struct Driver<T> {
    source: Arc<dyn Source>,
    request: PageRequest,
    at_once: usize,
    prepare: Prepare<T>,
    send: mpsc::Sender<Result<T, ConnectorError>>,
}

impl<T: Send + 'static> Driver<T> {
    async fn run(self) {
        let mut guard = Guard::default();
        let mut flights: VecDeque<Flight<T>> = VecDeque::new();
        let mut upcoming = Some(self.request.cursor.clone());
        let mut last_number = None;
        loop {
            while flights.len() < self.at_once
                && let Some(cursor) = upcoming.take()
            {
                upcoming = numbered_after(&cursor, last_number);
                flights.push_back(self.fly(cursor));
            }
            let Some(flight) = flights.pop_front() else { return };
            let outcome = match flight.await {
                Ok(outcome) => outcome,
                Err(stopped) => Err(ConnectorError::new(
                    ErrorKind::Unexpected,
                    format!("Reading a page stopped unexpectedly: {stopped}"),
                )),
            };
            let outcome = outcome.and_then(|(facts, value)| {
                guard.check(&facts)?;
                Ok((facts, value))
            });
            match outcome {
                Ok((facts, value)) => {
                    last_number = last_number.max(facts.last_number);
                    if flights.is_empty() && upcoming.is_none() {
                        upcoming = facts.next;
                    }
                    if self.send.send(Ok(value)).await.is_err() {
                        return;
                    }
                }
                Err(error) => {
                    drop(self.send.send(Err(error)).await);
                    return;
                }
            }
        }
    }

    fn fly(&self, cursor: Cursor) -> Flight<T> {
        let source = Arc::clone(&self.source);
        let prepare = Arc::clone(&self.prepare);
        let request = PageRequest { cursor, ..self.request.clone() };
        let read = async move {
            let page = source.page(request).await?;
            let facts = Facts {
                ids: page.ids.iter().map(short).collect(),
                next: page.next.clone(),
                last_number: page.last_number,
                size: page.size,
            };
            let prepared = tokio::task::spawn_blocking(move || prepare(page)).await;
            let value = prepared.map_err(|stopped| {
                ConnectorError::new(
                    ErrorKind::Unexpected,
                    format!("Preparing a page stopped unexpectedly: {stopped}"),
                )
            })?;
            Ok((facts, value))
        };
        AbortOnDropHandle::new(tokio::spawn(read.in_current_span()))
    }
}

/// The numbered page after `cursor`, when it is known that it exists.
fn numbered_after(cursor: &Cursor, last: Option<u32>) -> Option<Cursor> {
    match cursor {
        Cursor::Number { after, number } if last.is_some_and(|last| *number < last) => {
            Some(Cursor::Number { after: after.clone(), number: number + 1 })
        }
        _ => None,
    }
}

fn short(id: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

/// Notices when pages bring nothing new: at once where a page repeats the first or the one before, soon
/// where they come round again later.
#[derive(Default)]
struct Guard {
    pages: u32,
    first: HashSet<u64>,
    previous: HashSet<u64>,
    seen: HashSet<u64>,
    without_news: u32,
    empty: u32,
}

impl Guard {
    fn check(&mut self, facts: &Facts) -> Result<(), ConnectorError> {
        self.pages += 1;
        let is_full = facts.size > 0 && facts.ids.len() >= facts.size as usize;
        let leads_on = facts.next.is_some();
        let repeats = !facts.ids.is_empty()
            && (facts.ids.iter().all(|id| self.previous.contains(id))
                || facts.ids.iter().all(|id| self.first.contains(id)));
        if self.has_news(&facts.ids) {
            self.without_news = 0;
        } else if !facts.ids.is_empty() {
            self.without_news += 1;
        }
        self.empty = if facts.ids.is_empty() { self.empty + 1 } else { 0 };
        let nothing_new =
            repeats || self.without_news >= PAGES_WITHOUT_NEWS || self.empty > MOST_EMPTY;
        if nothing_new && (is_full || leads_on) {
            return Err(ConnectorError::new(
                ErrorKind::PageRepeats,
                format!("Page {} brought nothing new: the vendor's paging runs in circles.", self.pages),
            )
            .hint("Nothing was marked as gone. Try again; if it repeats, report it with the run's id."));
        }
        if self.pages > MOST_PAGES {
            return Err(ConnectorError::new(
                ErrorKind::TooManyPages,
                format!("The stream has more than {MOST_PAGES} pages; reading was stopped."),
            ));
        }
        if self.pages == 1 {
            self.first = facts.ids.iter().copied().collect();
        } else {
            self.previous = facts.ids.iter().copied().collect();
        }
        Ok(())
    }

    /// Whether one of the ids was never seen before; from now on they all were.
    fn has_news(&mut self, ids: &[u64]) -> bool {
        let known = self.seen.len();
        if known < MOST_REMEMBERED {
            self.seen.extend(ids);
            self.seen.len() > known
        } else {
            ids.iter().any(|id| !self.seen.contains(id))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(ids: std::ops::Range<u64>) -> Facts {
        let next = Some(Cursor::Start);
        Facts { ids: ids.collect(), next, last_number: None, size: 2 }
    }

    #[test]
    fn pages_end_some_day() {
        let mut guard = Guard::default();
        for number in 0..u64::from(MOST_PAGES) {
            guard.check(&page(number * 2..number * 2 + 2)).unwrap();
        }
        let next = u64::from(MOST_PAGES) * 2;
        let error = guard.check(&page(next..next + 2)).unwrap_err();
        assert_eq!(error.kind, ErrorKind::TooManyPages);
    }

    #[test]
    fn only_a_page_without_news_repeats() {
        let mut guard = Guard::default();
        guard.check(&page(0..2)).unwrap();
        guard.check(&page(1..3)).unwrap();
        guard.check(&page(2..4)).unwrap();
        assert_eq!(guard.check(&page(2..4)).unwrap_err().kind, ErrorKind::PageRepeats);
        assert_eq!(guard.check(&page(0..2)).unwrap_err().kind, ErrorKind::PageRepeats);
        let last = Facts { next: None, ..page(2..3) };
        guard.check(&last).unwrap();
    }

    #[test]
    fn a_long_circle_is_noticed_soon_after_it_closes() {
        let mut guard = Guard::default();
        // The first page is not part of it, and the rows stand at other borders each time round.
        guard.check(&page(0..2)).unwrap();
        for number in 1..40 {
            guard.check(&page(number * 2..number * 2 + 2)).unwrap();
        }
        guard.check(&page(3..5)).unwrap();
        guard.check(&page(5..7)).unwrap();
        assert_eq!(guard.check(&page(7..9)).unwrap_err().kind, ErrorKind::PageRepeats);
    }

    #[test]
    fn a_page_or_two_without_news_are_no_circle() {
        let mut guard = Guard::default();
        for from in [0, 2, 4, 6, 3, 5, 8, 3, 5] {
            guard.check(&page(from..from + 2)).unwrap();
        }
        let empty = || Facts { ids: Vec::new(), ..page(0..0) };
        for _ in 0..5 {
            guard.check(&empty()).unwrap();
        }
    }

    #[test]
    fn empty_pages_do_not_lead_on_for_ever() {
        let mut guard = Guard::default();
        let empty = || Facts { ids: Vec::new(), ..page(0..0) };
        for _ in 0..MOST_EMPTY {
            guard.check(&empty()).unwrap();
        }
        guard.check(&page(0..2)).unwrap();
        for _ in 0..MOST_EMPTY {
            guard.check(&empty()).unwrap();
        }
        assert_eq!(guard.check(&empty()).unwrap_err().kind, ErrorKind::PageRepeats);
        let last = Facts { next: None, ..empty() };
        guard.check(&last).unwrap();
    }
}
