//! "Clear & Resync": what is cleared, what stays, and what a read in between may do.

use patchbay_model::{ReadMode, RecordKind};
use patchbay_store::{RecordList, StoreError};
use std::time::Duration;
use uuid::Uuid;

use crate::{
    companies::imported,
    support::{Reading, company, new_integration, open},
};

#[tokio::test]
async fn a_clear_ends_every_read_and_spares_the_links() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("p.db")).await;
    let one = store.add_integration(new_integration("One"), "test").await.unwrap();
    let kind = RecordKind::Company;
    let mut reading = Reading::begin(&store, &one, "companies", kind, None).await;
    reading.apply(vec![company("50", "Aldergate"), company("51", "Brightwater")], None).await;
    let source = reading.state.source;
    reading.finish().await.unwrap();
    imported(&store, &one, &[("50", "Aldergate")]).await;
    let mode = Some(ReadMode::Changes);
    let mut stale = Reading::begin(&store, &one, "companies", kind, mode).await;
    stale.apply(vec![company("52", "Calder")], Some("2")).await;
    let (ttl, owner) = (Duration::from_secs(60), Uuid::from_u128(1));
    assert!(store.acquire_lease(source, owner, ttl).await.unwrap());

    assert_eq!(store.clear(source, "desktop").await.unwrap(), 3);
    let state = store.sync_states(one.id).await.unwrap().remove(0);
    assert_ne!(state.source, source, "what is stored from now on has another key");
    assert_eq!((state.watermark, state.last_full_at, state.last_swept_at), (None, None, None));
    assert_eq!((state.next_due_at, state.open_read, state.hold), (None, None, None));
    assert!(state.fingerprint.is_empty());
    assert!(state.last_success_at.is_some());
    assert!(store.record_keys(&RecordList::of(kind)).await.unwrap().is_empty());
    assert_eq!(store.company_links(Some(one.id)).await.unwrap().len(), 1);

    let refused = store.apply_page(stale.page()).await;
    assert!(matches!(refused, Err(StoreError::NotFound(_))), "{refused:?}");
    assert!(!store.renew_lease(source, owner, ttl).await.unwrap(), "its reader has to stop");
    assert!(!store.acquire_lease(source, owner, ttl).await.unwrap());
    assert!(matches!(store.clear(source, "desktop").await, Err(StoreError::NotFound(_))));
    assert_eq!(store.fail_open_runs().await.unwrap().len(), 1);

    let mut reading = Reading::begin(&store, &one, "companies", kind, None).await;
    assert!(store.acquire_lease(reading.state.source, owner, ttl).await.unwrap());
    let counts = reading.apply(vec![company("50", "Aldergate")], None).await;
    assert_eq!((counts.added, counts.unchanged), (1, 0));
    reading.finish().await.unwrap();
}
