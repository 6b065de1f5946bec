//! From a request to a URL: clauses are joined, values encoded, over-long filters left to the local test.

use patchbay_model::VendorId;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

use crate::{
    Clause, ConnectorError, ConnectorSpec, CountRequest, Cursor, Deletes, Delta, ErrorKind,
    PageRequest, Reading, Scope, StreamSpec,
};

const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Query pairs in owned form.
pub(super) fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// `base` + `path` + `query`, everything encoded byte by byte (a space is `%20`, never `+`).
///
/// # Errors
/// `Unexpected` when that is no URL.
pub(super) fn url(
    base: &Url,
    path: &str,
    query: &[(String, String)],
) -> Result<Url, ConnectorError> {
    let mut url = base.clone();
    let joined = format!("{}{path}", base.path().trim_end_matches('/'));
    url.set_path(&joined);
    if !query.is_empty() {
        let text: Vec<String> = query
            .iter()
            .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, VALUE)))
            .collect();
        url.set_query(Some(&text.join("&")));
    }
    if url.host_str() == base.host_str() {
        Ok(url)
    } else {
        Err(ConnectorError::new(ErrorKind::Unexpected, "A path led to another host."))
    }
}

/// The stream's path for its parent.
pub(super) fn path(template: &str, scope: &Scope) -> String {
    match &scope.parent {
        Some(parent) => {
            let id = utf8_percent_encode(parent.as_str(), VALUE).to_string();
            template.replace("{parent}", &id)
        }
        None => template.to_owned(),
    }
}

/// The path of the one record `id`.
pub(super) fn alone(template: &str, id: &VendorId, scope: &Scope) -> String {
    let id = utf8_percent_encode(id.as_str(), VALUE).to_string();
    path(&template.replace("{id}", &id), scope)
}

/// The clauses of filters; they spare work but are not needed: the local test decides.
fn filter_clauses(spec: &ConnectorSpec, stream: &StreamSpec, scope: &Scope) -> Vec<Clause> {
    spec.filters_of(stream.name)
        .filter(|filter| filter.is_active(&scope.settings))
        .flat_map(|filter| (filter.keeps)(&scope.settings))
        .collect()
}

/// Query of a page request, without what pages add. `with_filters`: whether filters may be sent.
pub(super) fn of_page(
    spec: &ConnectorSpec,
    request: &PageRequest,
    with_filters: bool,
) -> Vec<(String, String)> {
    let stream = request.stream;
    let mut query = owned(stream.query);
    let mut needed = Vec::new();
    match stream.delta {
        Delta::FilterExpr { since, .. } => needed.extend(request.scope.since.map(since)),
        Delta::SinceParam { param, .. } => {
            if let Some(since) = request.scope.since {
                let text = since.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
                query.push((param.to_owned(), text));
            }
        }
        Delta::None => {}
    }
    if let (Reading::These(ids), Some(by_ids)) = (&request.reading, stream.by_ids) {
        needed.extend(by_ids.clause(ids));
    }
    if let (Cursor::Number { after: Some(id), .. }, Some(after)) =
        (&request.cursor, stream.after_id)
    {
        needed.push(after(id));
    }
    if let Some(param) = spec.fields_param {
        if request.reading == Reading::Ids {
            query.push((param.to_owned(), "id".to_owned()));
        } else if !stream.fields.is_empty() {
            query.push((param.to_owned(), stream.fields.join(",")));
        }
    }
    // Filters go along with full reads only: a read of changes must also see what leaves the filter.
    let wanted = with_filters
        && request.scope.since.is_none()
        && !matches!(request.reading, Reading::These(_));
    let filters = if wanted { filter_clauses(spec, stream, &request.scope) } else { Vec::new() };
    push_clauses(spec, &mut query, needed, filters);
    query
}

/// How many of the first ids of `request` fit into one URL; at least one.
pub(super) fn ids_that_fit(spec: &ConnectorSpec, request: &PageRequest, ids: &[VendorId]) -> usize {
    let mut part = request.clone();
    let mut count = ids.len();
    loop {
        part.reading = Reading::These(ids[..count].to_vec());
        let room = spec.max_url.saturating_sub(ELSEWHERE);
        let long = length(&of_page(spec, &part, false));
        if count <= 1 || long <= room {
            return count;
        }
        count = (count * room / long).clamp(1, count - 1);
    }
}

/// Query of a count; `None`: it is too long for the vendor, and to leave a clause out would count
/// something else.
pub(super) fn of_count(
    spec: &ConnectorSpec,
    request: &CountRequest,
) -> Option<Vec<(String, String)>> {
    let mut query = owned(request.stream.query);
    let mut needed = match request.stream.deletes {
        Deletes::FlagOrAbsence { present, .. } => present(),
        Deletes::ByAbsence | Deletes::Never => Vec::new(),
    };
    needed.extend(filter_clauses(spec, request.stream, &request.scope));
    if let Some(filter) =
        request.dropped_by.and_then(|id| spec.filters.iter().find(|filter| filter.id == id))
    {
        needed.extend((filter.drops)(&request.scope.settings));
    }
    push_clauses(spec, &mut query, needed, Vec::new());
    (length(&query) + ELSEWHERE <= spec.max_url).then_some(query)
}

/// Room in a URL for host, path and paging parameters.
const ELSEWHERE: usize = 260;

fn weight(text: &str) -> usize {
    utf8_percent_encode(text, VALUE).map(str::len).sum()
}

/// Length of a query as it is sent.
fn length(query: &[(String, String)]) -> usize {
    query.iter().map(|(name, value)| name.len() + weight(value) + 2).sum()
}

/// Adds clauses, joined by parameter. Filters that would make the URL too long are left out, longest
/// first.
fn push_clauses(
    spec: &ConnectorSpec,
    query: &mut Vec<(String, String)>,
    needed: Vec<Clause>,
    mut filters: Vec<Clause>,
) {
    let fixed = length(query);
    let of =
        |clauses: &[Clause]| clauses.iter().map(|clause| weight(&clause.text) + 12).sum::<usize>();
    let room = spec.max_url.saturating_sub(fixed + of(&needed) + ELSEWHERE);
    while of(&filters) > room {
        let longest = (0..filters.len()).max_by_key(|place| filters[*place].text.len());
        match longest {
            Some(place) => drop(filters.remove(place)),
            None => break,
        }
    }
    let clauses: Vec<Clause> = needed.into_iter().chain(filters).collect();
    let mut params: Vec<&'static str> = Vec::new();
    for clause in &clauses {
        if !params.contains(&clause.param) {
            params.push(clause.param);
        }
    }
    for param in params {
        let of_param = clauses.iter().filter(|clause| clause.param == param);
        let mut texts: Vec<String> = of_param.map(|clause| clause.text.clone()).collect();
        // The stream's own query may use the same parameter.
        if let Some(place) = query.iter().position(|(name, _)| name == param) {
            texts.insert(0, query.remove(place).1);
        }
        let text = match texts.as_slice() {
            [only] => only.clone(),
            many => many
                .iter()
                .map(|text| format!("({text})"))
                .collect::<Vec<_>>()
                .join(spec.clause_join),
        };
        query.push((param.to_owned(), text));
    }
}
