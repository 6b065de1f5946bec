//! Reading one page: which request, which rows, and what comes next.

use chrono::DateTime;
use url::Url;

use super::{
    TableSource, query,
    rows::{as_text, rows_of},
};
use crate::{
    AskIds, ConnectorError, Cursor, ErrorKind, HttpFacts, Page, PageRequest, Paging, Reading,
    Reply, RowsAt,
    link::{Links, own_address, parse_links},
    paging::{can_cut, slices},
};

/// Bodies below this size are read on the spot; larger ones off the async threads.
const SMALL: usize = 64 << 10;

impl TableSource {
    /// Reads a page. Ids that do not fit into one URL are asked for in several requests.
    pub(super) async fn read_page(&self, request: PageRequest) -> Result<Page, ConnectorError> {
        let Reading::These(ids) = &request.reading else { return self.read_one(request).await };
        if let Some(AskIds::OneByOne { path, row_at }) = request.stream.by_ids.map(|by| by.ask) {
            return self.read_one_by_one(&request, (path, row_at), ids).await;
        }
        let (spec, mut rest) = (self.spec, ids.as_slice());
        let first = query::ids_that_fit(spec, &request, rest);
        if first == rest.len() {
            return self.read_one(request).await;
        }
        let mut whole = Page::default();
        while !rest.is_empty() {
            let (now, later) = rest.split_at(query::ids_that_fit(spec, &request, rest));
            rest = later;
            let (mut next, mut rows) = (Some(Cursor::Start), 0);
            // A vendor that caps pages below what we ask for sends the rest on further pages.
            while let Some(cursor) = next.filter(|_| rows < now.len()) {
                let reading = Reading::These(now.to_vec());
                let part = self.read_one(PageRequest { reading, cursor, ..request.clone() }).await;
                let part = part.map_err(|error| error.after(whole.requests))?;
                next = part.next.clone().filter(|_| part.count() > 0);
                rows += part.count();
                whole.append(part);
            }
        }
        Ok(whole)
    }

    async fn read_one(&self, request: PageRequest) -> Result<Page, ConnectorError> {
        let paging = match (&request.reading, request.stream.sweep) {
            (Reading::Ids, Some(sweep)) => sweep,
            _ => request.stream.paging,
        };
        match (paging, &request.cursor) {
            (Paging::Page { param, total }, cursor) => {
                let number = match cursor {
                    Cursor::Number { number, .. } => *number,
                    _ => 1,
                };
                self.read_told(&request, param, total, number).await
            }
            (_, Cursor::Number { .. }) | (Paging::Number { .. }, _) => {
                self.read_number(request).await
            }
            (Paging::AfterLastRow { param, size_param, size, header, needs_link }, cursor) => {
                let mut extra = vec![(size_param.to_owned(), size.to_string())];
                if let Cursor::After { id } = cursor {
                    extra.push((param.to_owned(), id.clone()));
                }
                let reply = self.ask(&request, extra, header, false).await?;
                let links = self.links(&reply).await?;
                // Where it is not supported the vendor ignores it, and shows that by sending no link, or
                // one to a numbered page.
                let supported = match &links.next {
                    Some(next) => {
                        next.query_pairs().any(|(name, _)| name.eq_ignore_ascii_case(param))
                    }
                    None => links.present,
                };
                if needs_link && !supported && *cursor == Cursor::Start {
                    let spent = reply.requests;
                    return match self.read_number(request).await {
                        Ok(page) => Ok(Page { requests: page.requests + spent, ..page }),
                        Err(error) => Err(error.after(spent)),
                    };
                }
                let mut page = self.rows(&request, &reply).await?;
                let leads_on = links.next.is_some() || (!needs_link && page.count() as u32 >= size);
                page.next = match (leads_on, page.ids.last()) {
                    (false, _) => None,
                    (true, Some(id)) => Some(Cursor::After { id: id.0.clone() }),
                    // To stop here would look like the end of the list.
                    (true, None) => return Err(no_way_on()),
                };
                page.checkpoint = page.next.clone();
                page.size = size;
                Ok(page)
            }
            (Paging::LinkHeader { size_param, size }, cursor) => {
                let reply = match cursor {
                    Cursor::Url { url } => self.follow(url, request.priority).await?,
                    _ => {
                        let extra = vec![(size_param.to_owned(), size.to_string())];
                        self.ask(&request, extra, None, false).await?
                    }
                };
                let links = self.links(&reply).await?;
                let mut page = self.rows(&request, &reply).await?;
                page.next = links.next.map(|url| Cursor::Url { url: url.into() });
                page.checkpoint = page.next.clone();
                page.size = size;
                Ok(page)
            }
            (Paging::None, _) => {
                let reply = self.ask(&request, Vec::new(), None, false).await?;
                self.rows(&request, &reply).await
            }
        }
    }

    /// A numbered page. When it takes the vendor too long, the same rows are asked for in halves.
    async fn read_number(&self, request: PageRequest) -> Result<Page, ConnectorError> {
        let Paging::Number { param, size_param, size, order } = request.stream.paging else {
            return Err(ConnectorError::new(
                ErrorKind::Unexpected,
                "The stream has no numbered pages.",
            ));
        };
        let (after, number) = match &request.cursor {
            Cursor::Number { after, number } => (after.clone(), *number),
            _ => (None, 1),
        };
        let mut spent = 0;
        'cut: loop {
            let name = request.stream.name;
            let cuts = self.learned(|learned| learned.cuts.get(name).copied().unwrap_or(0));
            let (numbers, slice) = slices(number, size, cuts);
            let mut page = Page::default();
            let mut leads_on = false;
            for slice_number in numbers {
                let mut extra = vec![
                    (param.to_owned(), slice_number.to_string()),
                    (size_param.to_owned(), slice.to_string()),
                ];
                extra.extend(order.map(|(name, value)| (name.to_owned(), value.to_owned())));
                let may_cut = can_cut(size, cuts);
                let reply = match self.ask(&request, extra, None, may_cut).await {
                    Err(error) if error.kind == ErrorKind::Timeout && may_cut => {
                        spent += page.requests + error.requests;
                        tracing::warn!(
                            stream = name,
                            size = slice / 2,
                            "slow answer; pages get smaller"
                        );
                        self.learned(|learned| {
                            let known = learned.cuts.entry(name).or_insert(0);
                            *known = (*known).max(cuts + 1);
                        });
                        continue 'cut;
                    }
                    other => other.map_err(|error| error.after(spent + page.requests))?,
                };
                let links = self.links(&reply).await?;
                let part = self.rows(&request, &reply).await?;
                let rows = part.count();
                leads_on = rows > 0
                    && if links.present { links.next.is_some() } else { rows as u32 >= slice };
                let parts = 1 << cuts;
                let last = links.last.as_ref().and_then(|url| number_in(url, param));
                page.last_number = page.last_number.max(last.map(|last| last.div_ceil(parts)));
                page.append(part);
                if !leads_on {
                    break;
                }
            }
            page.size = size;
            page.requests += spent;
            if leads_on {
                page.next = Some(Cursor::Number { after: after.clone(), number: number + 1 });
            }
            page.checkpoint = match (page.ids.last(), request.stream.after_id, order) {
                (Some(id), Some(_), Some(_)) => {
                    Some(Cursor::Number { after: Some(id.0.clone()), number: 1 })
                }
                _ => None,
            };
            return Ok(page);
        }
    }

    /// One request of a page; second address and refused clauses are handled here.
    pub(super) async fn ask(
        &self,
        request: &PageRequest,
        extra: Vec<(String, String)>,
        header: Option<(&'static str, &'static str)>,
        may_cut: bool,
    ) -> Result<Reply, ConnectorError> {
        let stream = request.stream;
        let mut spent = 0;
        let mut refused: Option<ConnectorError> = None;
        let (mut no_filters, mut all_fields) = (false, false);
        loop {
            let (second, plain, whole) = self.learned(|learned| {
                (
                    learned.uses_second_path.contains(stream.name),
                    learned.without_clauses.contains(stream.name),
                    learned.whole_rows.contains(stream.name),
                )
            });
            let second = second || refused.is_some();
            let (plain, whole) = (plain || no_filters, whole || all_fields);
            let template = match stream.path_when_forbidden {
                Some(other) if second => other,
                _ => stream.path,
            };
            let mut query = query::of_page(self.spec, request, !plain);
            let has_filters = query != query::of_page(self.spec, request, false);
            let narrows = self.spec.fields_param.filter(|_| {
                !stream.fields.is_empty() && request.reading != Reading::Ids && !second && !whole
            });
            if narrows.is_none() && request.reading != Reading::Ids {
                // The second address has fewer fields, and naming an unknown one is refused.
                query.retain(|(name, _)| Some(name.as_str()) != self.spec.fields_param);
            }
            query.extend(extra.iter().cloned());
            let path = query::path(template, &request.scope);
            let answer = self.get_path(&path, &query, header, request.priority, may_cut).await;
            match answer {
                Err(error)
                    if error.kind == ErrorKind::Forbidden
                        && stream.path_when_forbidden.is_some()
                        && !second =>
                {
                    spent += error.requests;
                    refused = Some(error);
                }
                Err(error) if error.kind == ErrorKind::BadRequest && has_filters => {
                    tracing::warn!(
                        stream = stream.name,
                        "the vendor refuses our filter; filtering here"
                    );
                    spent += error.requests;
                    no_filters = true;
                }
                Err(error) if error.kind == ErrorKind::BadRequest && narrows.is_some() => {
                    tracing::warn!(
                        stream = stream.name,
                        "the vendor refuses a field; asking for all"
                    );
                    spent += error.requests;
                    all_fields = true;
                }
                Err(error) => {
                    let missing = matches!(error.kind, ErrorKind::Forbidden | ErrorKind::NotFound);
                    let spent = spent + error.requests;
                    return Err(match refused {
                        // The first refusal says what is wanted; the second address helps no further.
                        Some(first) if missing => ConnectorError { requests: spent, ..first },
                        _ => ConnectorError { requests: spent, ..error },
                    });
                }
                Ok(reply) => {
                    if refused.is_some() {
                        // Only now is it known that the second address is any better.
                        self.learned(|learned| learned.uses_second_path.insert(stream.name));
                    }
                    // Likewise: what helped is remembered, not what was tried.
                    self.learned(|learned| {
                        if no_filters {
                            learned.without_clauses.insert(stream.name);
                        }
                        if all_fields {
                            learned.whole_rows.insert(stream.name);
                        }
                    });
                    return Ok(Reply { requests: reply.requests + spent, ..reply });
                }
            }
        }
    }

    /// Follows the vendor's own address of the next page, if it stays on the integration's host.
    async fn follow(&self, text: &str, priority: crate::Priority) -> Result<Reply, ConnectorError> {
        let url = own_address(&self.base().await?.url, text)?;
        self.get_url(url, None, priority, false).await
    }

    async fn links(&self, reply: &Reply) -> Result<Links, ConnectorError> {
        // Addresses in the header are relative to that of the answer (RFC 8288 §3.2).
        let mut base = self.base().await?.url;
        base.set_path(&reply.path);
        let values = reply.headers.get_all("link");
        Ok(parse_links(values.iter().filter_map(|value| value.to_str().ok()), &base))
    }

    /// Reads the rows of a list's answer.
    pub(super) async fn rows(
        &self,
        request: &PageRequest,
        reply: &Reply,
    ) -> Result<Page, ConnectorError> {
        match request.stream.rows_at {
            RowsAt::Named { list, path, row } if request.reading != Reading::Ids => {
                self.read_named(request, reply, list, (path, RowsAt::Single(row))).await
            }
            at => self.rows_at(request, reply, at).await,
        }
    }

    /// Reads the rows of an answer.
    pub(super) async fn rows_at(
        &self,
        request: &PageRequest,
        reply: &Reply,
        at: RowsAt,
    ) -> Result<Page, ConnectorError> {
        let server_time = reply
            .headers
            .get("date")
            .and_then(|value| value.to_str().ok())
            .and_then(|text| DateTime::parse_from_rfc2822(text).ok())
            .map(|moment| moment.to_utc());
        let (body, work) = (as_text(&reply.body), request.clone());
        let spec = self.spec;
        let read = move || rows_of(spec, &work, &body, at);
        let page = if reply.body.len() < SMALL {
            read()
        } else {
            tokio::task::spawn_blocking(read).await.unwrap_or_else(|stopped| {
                Err(ConnectorError::new(
                    ErrorKind::Unexpected,
                    format!("Reading a page stopped unexpectedly: {stopped}"),
                ))
            })
        };
        page.map(|page| Page {
            server_time,
            requests: reply.requests,
            waited_ms: reply.waited_ms,
            ..page
        })
        .map_err(|error| {
            // Not the vendor's words: what cannot be read may hold anybody's data.
            let facts = crate::fault::facts(reply, &self.account);
            error.http(HttpFacts { vendor_text: String::new(), ..facts })
        })
    }
}

fn number_in(url: &Url, param: &str) -> Option<u32> {
    url.query_pairs().find(|(name, _)| name == param).and_then(|(_, value)| value.parse().ok())
}

/// A page of which no row has an id, while more are to follow.
fn no_way_on() -> ConnectorError {
    ConnectorError::new(ErrorKind::BadAnswer, "No row of a page has an id, so there is no way on.")
}
