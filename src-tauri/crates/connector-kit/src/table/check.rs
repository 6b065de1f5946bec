//! The connection test, the permission check and counting.

use std::time::Duration;

use futures::future::join_all;
use serde_json::value::RawValue;

use super::{TableSource, query, rows::id_of};
use crate::{
    Area, AreaReport, AreaResult, AskIds, ConnectorError, CountRequest, ErrorKind, Priority,
    RowsAt, Scope, StreamSpec, Tested,
    decode::{inside, split},
};

/// How long one check may wait for our own limits: all permissions are asked for side by side.
const CHECK_TURNS: Duration = Duration::from_secs(60);

impl TableSource {
    pub(super) async fn run_test(&self) -> Result<Tested, ConnectorError> {
        // A test looks the address up afresh: the fields may have been corrected since.
        let hurried = self.hurried(self.http.patience(), None);
        let outcome = hurried.test_steps().await;
        self.keep(hurried.found());
        outcome.map_err(|error| self.blame_address(error))
    }

    /// When the server cannot be talked to, the address is the field to look at.
    fn blame_address(&self, error: ConnectorError) -> ConnectorError {
        match (&error.kind, error.field, self.spec.address_field()) {
            (ErrorKind::Timeout, None, Some(field)) => error
                .field(field)
                .hint("Check the address, the network and the firewall; then test again."),
            (ErrorKind::Unreachable | ErrorKind::Tls, None, Some(field)) => error.field(field),
            _ => error,
        }
    }

    async fn test_steps(&self) -> Result<Tested, ConnectorError> {
        let base = self.base().await?;
        let mut tested = Tested { base_url: base.url.to_string(), ..Tested::default() };
        for (place, step) in self.spec.probe.steps.iter().enumerate() {
            let query = query::owned(step.query);
            let reply = self
                .get_path(step.path, &query, None, Priority::Person, true)
                .await
                .map_err(|error| refine(error, step.proves))?;
            let json = serde_json::from_slice::<&RawValue>(&reply.body).map_err(|_| {
                ConnectorError::new(ErrorKind::BadAnswer, "The server's answer is not JSON.")
            })?;
            if place == 0 {
                tested.version = self
                    .spec
                    .probe
                    .version_field
                    .and_then(|name| inside(json, name).ok().flatten())
                    .and_then(|value| serde_json::from_str(value.get()).ok());
            }
            tested.proved.push(step.proves);
        }
        Ok(tested)
    }

    pub(super) async fn run_area(&self, area: &'static Area) -> AreaReport {
        let streams = area.streams.iter().filter_map(|name| self.spec.stream(name));
        let checked = join_all(streams.map(|stream| self.check_stream(stream))).await;
        let mut report = AreaReport { area, result: AreaResult::Granted, details: Vec::new() };
        let some_data = checked.iter().any(|(result, _)| *result == AreaResult::Granted);
        for (result, detail) in checked {
            // One empty list among filled ones is no news.
            if !(result == AreaResult::GrantedNoData && some_data) {
                report.result = report.result.max(result);
            }
            report.details.extend(detail);
        }
        report
    }

    async fn check_stream(&self, stream: &'static StreamSpec) -> (AreaResult, Option<String>) {
        let hurried = self.hurried(CHECK_TURNS, self.found());
        let mut what = stream.label.to_owned();
        let error = match hurried.first_row(stream).await {
            Ok(Some((scope, row))) => match hurried.may_read_alone(stream, &scope, &row).await {
                Ok(()) => return (AreaResult::Granted, None),
                Err(error) => {
                    what.push_str(", one by one");
                    error
                }
            },
            Ok(None) => {
                return (AreaResult::GrantedNoData, Some(format!("{what}: nothing there")));
            }
            Err(error) => error,
        };
        let result = match error.kind {
            ErrorKind::Forbidden => AreaResult::NotPermitted,
            ErrorKind::NotFound => AreaResult::NotAvailable,
            _ if error.status() == 405 => AreaResult::NotAvailable,
            _ => AreaResult::CouldNotVerify,
        };
        let words = error.http.as_ref().map_or("", |facts| facts.vendor_text.as_str());
        let words = if words.is_empty() { error.say.as_str() } else { words };
        (result, Some(format!("{what}: {words}")))
    }

    /// Asks for one row, and says where it was found. A stream below another is asked for below that one's
    /// first row.
    async fn first_row(
        &self,
        stream: &'static StreamSpec,
    ) -> Result<Option<(Scope, Box<RawValue>)>, ConnectorError> {
        let mut scope = Scope::default();
        if let Some(parent) = stream.each.and_then(|each| self.spec.stream(each.stream)) {
            let rows = self.one_row(parent, &Scope::default()).await?;
            let Some(id) = rows.first().and_then(|row| id_of(row.get())) else { return Ok(None) };
            scope.parent = Some(id);
        }
        let row = self.one_row(stream, &scope).await?.into_iter().next();
        Ok(row.map(|row| (scope, row)))
    }

    /// Asks for the record of a row at its own address, where the stream reads any there: the list may be
    /// open while single records are not.
    async fn may_read_alone(
        &self,
        stream: &'static StreamSpec,
        scope: &Scope,
        row: &RawValue,
    ) -> Result<(), ConnectorError> {
        let alone = match (stream.rows_at, stream.by_ids.map(|by| by.ask)) {
            (RowsAt::Named { path, .. }, _) | (_, Some(AskIds::OneByOne { path, .. })) => path,
            _ => return Ok(()),
        };
        let Some(id) = id_of(row.get()) else { return Ok(()) };
        let path = query::alone(alone, &id, scope);
        match self.get_path(&path, &[], None, Priority::Person, true).await {
            // Deleted since the list was read, or nothing but the list knows it.
            Err(error) if error.kind == ErrorKind::NotFound => Ok(()),
            answer => answer.map(|_| ()),
        }
    }

    async fn one_row(
        &self,
        stream: &'static StreamSpec,
        scope: &Scope,
    ) -> Result<Vec<Box<RawValue>>, ConnectorError> {
        let mut asked = query::owned(stream.query);
        if let Some(param) = stream.paging.size_param() {
            asked.push((param.to_owned(), "1".to_owned()));
        }
        let ask = async |path| {
            let path = query::path(path, scope);
            self.get_path(&path, &asked, None, Priority::Person, true).await
        };
        let reply = match (ask(stream.path).await, stream.path_when_forbidden) {
            (Err(error), Some(second)) if error.kind == ErrorKind::Forbidden => ask(second).await?,
            (answer, _) => answer?,
        };
        let rows = split(&reply.body, stream.rows_at)?;
        Ok(rows.into_iter().map(ToOwned::to_owned).collect())
    }

    pub(super) async fn run_count(
        &self,
        request: CountRequest,
    ) -> Result<Option<u64>, ConnectorError> {
        let Some(count) = self.spec.count else { return Ok(None) };
        let path = format!("{}{}", query::path(request.stream.path, &request.scope), count.suffix);
        let Some(query) = query::of_count(self.spec, &request) else { return Ok(None) };
        let reply = self.get_path(&path, &query, None, request.priority, false).await?;
        let json = serde_json::from_slice::<&RawValue>(&reply.body).ok();
        let number = json
            .and_then(|json| inside(json, count.field).ok().flatten())
            .and_then(|number| serde_json::from_str::<u64>(number.get()).ok());
        number.map(Some).ok_or_else(|| {
            ConnectorError::new(ErrorKind::BadAnswer, "The vendor's count is not a number.")
        })
    }
}

/// A refusal during the test says what could not be proved.
fn refine(error: ConnectorError, proves: &str) -> ConnectorError {
    if error.kind == ErrorKind::Forbidden {
        let say = format!("The keys work, but their role is not allowed to: {proves}.");
        return ConnectorError { say, ..error };
    }
    error
}
