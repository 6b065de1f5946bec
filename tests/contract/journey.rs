//! Every kind of request that a connector makes, one after the other, whatever the connector.

use std::collections::BTreeSet;

use futures::future::join_all;
use patchbay_connector_kit::{
    AreaResult, AskIds, Choice, Cursor, Delta, PageRequest, Priority, Reading, Scope, StreamSpec,
};
use patchbay_engine::{SyncReport, Wanted, dry_run, resolve};
use patchbay_model::{
    FilterValue, Record, RecordKind, RunOutcome, Settings, StreamName, TicketArea, VendorId,
};

use patchbay_sandbox::Fault;

use crate::{recorder::Call, stage::Stage};

impl Stage {
    /// Makes every kind of request.
    pub(crate) async fn travel(&self) {
        self.test_and_check().await;
        all_done("first read", &self.sync(&[], Wanted::Auto).await);
        self.choose_filters().await;
        all_done("filters", &self.sync(&[], Wanted::Auto).await);
        self.count().await;
        self.change_a_little().await;
        all_done("changes", &self.sync(&self.record_streams(), Wanted::Auto).await);
        self.delete_some().await;
        all_done("sweep", &self.sync(&self.record_streams(), Wanted::Sweep).await);
        self.ask_for_pages().await;
        self.ask_for_notes().await;
        self.ask_at_second_addresses().await;
    }

    /// Everything that is no reference data.
    pub(crate) fn record_streams(&self) -> Vec<&'static StreamSpec> {
        let streams = self.spec.streams.iter();
        streams.filter(|stream| stream.kind != RecordKind::Reference).collect()
    }

    /// The wizard's first steps.
    async fn test_and_check(&self) {
        let source = self.source().await;
        source.test().await.expect("the connection test passes");
        for report in join_all(self.spec.areas.iter().map(|area| source.check_area(area))).await {
            let granted = report.result <= AreaResult::GrantedNoData;
            assert!(granted, "{}: {:?}", report.area.id, report.details);
        }
    }

    /// Switches every filter on.
    async fn choose_filters(&self) {
        let mut settings = Settings::default();
        for filter in self.spec.filters {
            let value = match filter.choice {
                Choice::SkipInactive { .. } => FilterValue::Flag(true),
                Choice::Items { of } => {
                    let name = StreamName::from(of);
                    let items =
                        self.store.reference(self.integration().await.id, Some(&name), false);
                    let items = items.await.expect("the database answers");
                    let some = items.into_iter().take(2).map(|item| item.vendor_id.0);
                    FilterValue::Ids(some.collect::<BTreeSet<_>>())
                }
            };
            settings.set(filter.id, value);
        }
        self.set(settings).await;
    }

    /// The preview of the filters.
    async fn count(&self) {
        let source = self.source().await;
        let integration = self.integration().await;
        let resolved =
            resolve(&self.store, self.spec, &integration).await.expect("the store works");
        for stream in self.record_streams() {
            let counted = dry_run(source.as_ref(), stream, &resolved).await.expect("it counts");
            assert_eq!(counted.total.is_some(), self.spec.count.is_some(), "{}", stream.name);
        }
    }

    async fn change_a_little(&self) {
        for stream in self.record_streams() {
            self.vendor.touch_percent(stream.path, 30);
        }
    }

    async fn delete_some(&self) {
        for stream in self.record_streams() {
            for id in self.vendor.ids(stream.path).into_iter().take(1) {
                self.vendor.delete(stream.path, id);
            }
        }
    }

    /// Pages as other parts of the program ask for them: certain records, ids only, what comes after a
    /// crash, whole records where a vendor does not know one of our fields.
    async fn ask_for_pages(&self) {
        let source = self.source().await;
        for stream in self.record_streams() {
            let ids: Vec<VendorId> =
                self.vendor.ids(stream.path).into_iter().take(3).map(VendorId::from).collect();
            let mut asks = vec![(Reading::Records, Cursor::Start)];
            if let Some(by_ids) = stream.by_ids {
                let mut these = ids.clone();
                if matches!(by_ids.ask, AskIds::OneByOne { .. }) {
                    these.push(VendorId::from(7));
                }
                asks.push((Reading::These(these), Cursor::Start));
            }
            if stream.sweep.is_some() {
                asks.push((Reading::Ids, Cursor::Start));
            }
            if stream.after_id.is_some() {
                let after = ids.first().map(|id| id.0.clone());
                asks.push((Reading::Records, Cursor::Number { after, number: 1 }));
            }
            let whole: &'static StreamSpec =
                Box::leak(Box::new(StreamSpec { fields: &[], ..*stream }));
            for (reading, cursor) in asks {
                let by_id = matches!(reading, Reading::These(_));
                let scope = Scope::default();
                let priority = Priority::Background;
                let request = PageRequest { stream: whole, scope, reading, cursor, priority };
                let page = source.page(request).await.expect("the page is read");
                assert!(!page.ids.is_empty(), "{}", stream.name);
                assert!(page.bad.is_empty(), "{}: {:?}", stream.name, page.bad);
                for row in page.rows.iter().filter(|_| by_id) {
                    let listed = self.listed(stream, &row.vendor_id);
                    assert_eq!(row.record, listed, "{}: by its id it is another", stream.name);
                }
            }
        }
    }

    /// A record as the vendor's list has it.
    fn listed(&self, stream: &StreamSpec, id: &VendorId) -> Record {
        let raw = self.vendor.record(stream.path, id.as_number().expect("a number"));
        let decoded = (stream.decode)(&raw.expect("it is in the list").to_string(), None);
        decoded.expect("the row is read").record
    }

    /// What is read when somebody looks at a ticket.
    async fn ask_for_notes(&self) {
        let Some(notes) = &self.spec.notes else { return };
        let source = self.source().await;
        for stream in self.record_streams() {
            for id in self.vendor.ids(stream.path).into_iter().take(5) {
                let Some(area) = self.area_of(stream, id) else { continue };
                let path = (notes.path)(area, &VendorId::from(id));
                let body = source.get(&path, notes.query).await.expect("the notes are read");
                (notes.decode)(&body).expect("the notes can be read");
            }
        }
    }

    fn area_of(&self, stream: &StreamSpec, id: i64) -> Option<TicketArea> {
        let raw = self.vendor.record(stream.path, id)?;
        match (stream.decode)(&raw.to_string(), None).ok()?.record {
            Record::Ticket(ticket) => Some(ticket.area),
            _ => None,
        }
    }

    /// Reads the lists that have a second address, whose first one is refused.
    async fn ask_at_second_addresses(&self) {
        let source = self.source().await;
        for stream in self.spec.streams {
            if stream.path_when_forbidden.is_none() {
                continue;
            }
            let parents = stream.each.and_then(|each| self.spec.stream(each.stream));
            let parent = parents.and_then(|list| self.vendor.ids(list.path).first().copied());
            let parent = parent.map(VendorId::from);
            let id = parent.as_ref().map_or("", VendorId::as_str);
            let path = stream.path.replace("{parent}", id);
            let rule = self.vendor.faults().always(&format!("{path}$"), Fault::Forbidden);
            let scope = Scope { parent, ..Scope::default() };
            let (reading, cursor) = (Reading::Records, Cursor::Start);
            let priority = Priority::Background;
            let request = PageRequest { stream, scope, reading, cursor, priority };
            let page = source.page(request).await.expect("the second address answers");
            assert!(page.bad.is_empty(), "{}: {:?}", stream.name, page.bad);
            self.vendor.faults().remove(rule);
        }
    }

    /// The streams that can be asked for changes and were not.
    pub(crate) fn not_asked_for_changes(&self, calls: &[Call]) -> Vec<&'static str> {
        let moment = "2026-03-01T00:00:00Z".parse().expect("a moment");
        let mut missing = Vec::new();
        for stream in self.spec.streams {
            let (param, part) = match stream.delta {
                Delta::None => continue,
                Delta::SinceParam { param, .. } => (param, ""),
                Delta::FilterExpr { since, .. } => {
                    let clause = since(moment);
                    (clause.param, if clause.text.contains("[2026") { "> [20" } else { "" })
                }
            };
            let was = calls.iter().filter(|call| call.path == stream.path).any(|call| {
                call.query.iter().any(|(name, value)| name == param && value.contains(part))
            });
            if !was {
                missing.push(stream.name);
            }
        }
        missing
    }
}

/// Fails with the runs that did not end well.
fn all_done(what: &str, report: &SyncReport) {
    let bad = report.runs.iter().filter(|run| run.outcome != RunOutcome::Done);
    let bad: Vec<_> =
        bad.map(|run| format!("{} {:?} {:?}", run.stream, run.outcome, run.problem)).collect();
    assert!(bad.is_empty(), "{what}: {bad:#?}");
}
