//! Choices become ids, and the fingerprint tells choices apart.

use std::sync::Arc;

use patchbay_connector_kit::{
    Auth, BaseUrl, Category, ConnectorSpec, Deletes, Delta, FilterSpec, ImportSpec, Limits, Paging,
    Probe, Quirks, RetryAfter, RowsAt, Shared, StreamSpec, Words,
};
use patchbay_model::{
    Counts, FixedClock, ReadMode, RecordKind, ReferenceItem, Run, RunId, RunOutcome, Trigger,
    VendorId,
};
use patchbay_store::{ApplyPage, IncomingRow, NewIntegration};
use proptest::{collection::btree_set, prelude::*};

use super::*;

const fn stream(name: &'static str, kind: RecordKind) -> StreamSpec {
    StreamSpec {
        name,
        label: "Stream",
        kind,
        path: "/stream",
        path_when_forbidden: None,
        query: &[],
        paging: Paging::None,
        sweep: None,
        rows_at: RowsAt::Body,
        each: None,
        delta: Delta::None,
        deletes: Deletes::ByAbsence,
        by_ids: None,
        after_id: None,
        fields: &[],
        decode: |_, _| Err((String::new(), String::new())),
        toggle: None,
        area: "parts",
        every_minutes: 60,
    }
}

const fn filter(id: &'static str, stream: &'static str, choice: Choice) -> FilterSpec {
    FilterSpec {
        id,
        label: "Filter",
        help: "",
        stream,
        choice,
        keeps: |_| Vec::new(),
        drops: |_| Vec::new(),
        keep: |_, _| true,
    }
}

static SPEC: ConnectorSpec = ConnectorSpec {
    id: "acorn",
    name: "Acorn",
    category: Category::Psa,
    summary: "An invented vendor.",
    fields: &[],
    help: &[],
    base_url: BaseUrl::Fixed("https://acorn.example.com"),
    auth: Auth::Bearer("key"),
    product_headers: &[],
    limits: Limits { at_once: 1, per_minute: 60, shared: Shared::Integration },
    retry_after: RetryAfter::None,
    probe: Probe { steps: &[], version_field: None },
    areas: &[],
    toggles: &[],
    filters: &[
        filter("skip_idle", "parts", Choice::SkipInactive { of: "states", recommended: true }),
        filter("kinds", "parts", Choice::Items { of: "kinds" }),
        filter("shelves", "parts", Choice::Items { of: "shelves" }),
        filter("rooms", "tools", Choice::Items { of: "rooms" }),
    ],
    streams: &[
        stream("states", RecordKind::Reference),
        stream("parts", RecordKind::Device),
        stream("tools", RecordKind::Device),
    ],
    notes: None,
    count: None,
    fields_param: None,
    clause_join: " and ",
    max_url: 2000,
    request_id_header: None,
    sync_remark: "",
    choices: &[],
    stages: None,
    imports: ImportSpec::NONE,
    words: Words::USUAL,
    quirks: Quirks::NONE,
};

struct Place {
    store: Store,
    integration: Integration,
    _folder: tempfile::TempDir,
}

async fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(FixedClock::at("2026-03-01T12:00:00Z".parse().unwrap()));
    let store = Store::open(&folder.path().join("cache.db"), clock).await.unwrap();
    let new = NewIntegration {
        connector: "acorn".to_owned(),
        name: "Acorn".to_owned(),
        fields: BTreeMap::new(),
        settings: Settings::default(),
    };
    let integration = store.add_integration(new, "test").await.unwrap();
    Place { store, integration, _folder: folder }
}

impl Place {
    /// Puts the states into the store: (id, whether it is active).
    async fn know(&self, states: &[(&str, bool)]) {
        let (store, name) = (&self.store, StreamName::from("states"));
        let kind = RecordKind::Reference;
        let state = store.sync_state(self.integration.id, &name, kind).await.unwrap();
        let now = self.integration.created_at;
        let run = Run {
            id: RunId::new(),
            integration: self.integration.id,
            stream: name,
            trigger: Trigger::Person,
            mode: ReadMode::Full,
            resumed: false,
            started_at: now,
            finished_at: None,
            outcome: RunOutcome::Running,
            counts: Counts::default(),
            problem: None,
        };
        store.begin_run(&run, "Acorn").await.unwrap();
        let open = store.open_read(state.source, ReadMode::Full, None, now, "0").await.unwrap();
        let row = |(id, active): &(&str, bool)| IncomingRow {
            vendor_id: VendorId::from(*id),
            record: Record::Reference(Box::new(ReferenceItem {
                name: format!("State {id}"),
                active: *active,
                ..ReferenceItem::default()
            })),
            raw: b"{}".to_vec().into(),
            updated_at: None,
        };
        let preparer = store.preparer(state.source, kind).await.unwrap();
        let page = preparer.prepare(states.iter().map(row).collect()).unwrap();
        let apply = ApplyPage {
            run: run.id,
            source: state.source,
            kind,
            read_no: open.read_no,
            mode: ReadMode::Full,
            page,
            filtered: Vec::new(),
            deleted: Vec::new(),
            failed: Vec::new(),
            checkpoint: None,
            highest_updated: None,
        };
        store.apply_page(apply).await.unwrap();
    }

    async fn resolved(&mut self, settings: &[(&str, FilterValue)]) -> Resolved {
        self.integration.settings = Settings::default();
        for (id, value) in settings {
            self.integration.settings.set(*id, value.clone());
        }
        resolve(&self.store, &SPEC, &self.integration).await.unwrap()
    }
}

fn ids(ids: &[&str]) -> FilterValue {
    FilterValue::Ids(ids.iter().map(|id| (*id).to_owned()).collect())
}

#[tokio::test]
async fn skip_inactive_becomes_the_ids_of_what_is_inactive_now() {
    let mut place = place().await;
    place.know(&[("3", true), ("17", false), ("480", false)]).await;
    let on = [("skip_idle", FilterValue::Flag(true))];
    let resolved = place.resolved(&on).await;
    assert_eq!(
        FilterValue::Ids(resolved.settings.ids("skip_idle").unwrap().clone()),
        ids(&["17", "480"])
    );
    let before = resolved.fingerprint("parts").to_owned();
    assert_ne!(before, "0");

    let off = place.resolved(&[("skip_idle", FilterValue::Flag(false))]).await;
    assert_eq!((off.settings.ids("skip_idle"), off.fingerprint("parts")), (None, "0"));
    let unset = place.resolved(&[]).await;
    assert_eq!((unset.settings.ids("skip_idle"), unset.fingerprint("parts")), (None, "0"));

    // A state becomes inactive at the vendor: other records are left out, so it is another filter.
    place.know(&[("3", false)]).await;
    assert_ne!(place.resolved(&on).await.fingerprint("parts"), before);
}

#[tokio::test]
async fn a_switch_with_nothing_inactive_filters_nothing() {
    let mut place = place().await;
    place.know(&[("3", true)]).await;
    let resolved = place.resolved(&[("skip_idle", FilterValue::Flag(true))]).await;
    assert_eq!((resolved.settings.ids("skip_idle"), resolved.fingerprint("parts")), (None, "0"));
    assert_eq!(resolved.settings.flag("skip_idle"), None, "a filter compares with ids only");
}

#[tokio::test]
async fn a_fingerprint_is_of_one_stream() {
    let mut place = place().await;
    let kinds = place.resolved(&[("kinds", ids(&["3"]))]).await;
    assert_ne!(kinds.fingerprint("parts"), "0");
    assert_eq!(kinds.fingerprint("tools"), "0");
    assert_eq!(kinds.fingerprint("unheard_of"), "0");
    let rooms = place.resolved(&[("kinds", ids(&["3"])), ("rooms", ids(&["3"]))]).await;
    assert_eq!(rooms.fingerprint("parts"), kinds.fingerprint("parts"));
    assert_ne!(rooms.fingerprint("tools"), "0");
}

#[tokio::test]
async fn other_settings_do_not_count() {
    let mut place = place().await;
    let plain = place.resolved(&[]).await;
    let more = place
        .resolved(&[
            ("every.parts", FilterValue::Text("15".to_owned())),
            ("kinds", ids(&[])),
            ("shelves", FilterValue::Flag(true)),
        ])
        .await;
    assert_eq!(plain.fingerprint("parts"), more.fingerprint("parts"));
}

type Choices = (std::collections::BTreeSet<String>, std::collections::BTreeSet<String>);

fn choices() -> impl Strategy<Value = Choices> {
    let some_ids = || btree_set("[1-3]{1,2}", 0..4);
    (some_ids(), some_ids())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn the_same_choices_and_only_they_have_the_same_fingerprint(one in choices(), two in choices()) {
        let settings = |(kinds, shelves): &Choices| {
            let mut settings = Settings::default();
            settings.set("kinds", FilterValue::Ids(kinds.clone()));
            settings.set("shelves", FilterValue::Ids(shelves.clone()));
            settings
        };
        let print = |choices| of(&SPEC, "parts", &settings(choices));
        prop_assert_eq!(print(&one) == print(&two), one == two);
    }
}
