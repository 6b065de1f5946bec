//! Tests of who shares a limiter with whom.

use patchbay_connector_kit::Limits;
use patchbay_model::SystemClock;
use tempfile::TempDir;

use super::*;
use crate::{AppOptions, Tuning, VaultChoice};

async fn opened(folder: &TempDir) -> Arc<App> {
    let options = AppOptions {
        data_dir: Some(folder.path().to_owned()),
        vault: VaultChoice::Memory,
        clock: Arc::new(SystemClock),
        product: BTreeMap::new(),
        tuning: Tuning::default(),
        actor: "test",
        work: None,
    };
    App::open(options).await.unwrap()
}

/// A connector whose vendor counts like this.
fn counting(id: &'static str, shared: Shared) -> &'static ConnectorSpec {
    let any = patchbay_connectors::ALL[0];
    let limits = Limits { shared, ..any.limits };
    Box::leak(Box::new(ConnectorSpec { id, limits, ..*any }))
}

#[tokio::test]
async fn each_integration_has_a_limiter_where_the_vendor_counts_accounts() {
    let folder = tempfile::tempdir().unwrap();
    let app = opened(&folder).await;
    let spec = counting("one", Shared::Integration);
    let (first, second) = (IntegrationId::new(), IntegrationId::new());
    let limiter = app.limiter(spec, first);
    assert!(Arc::ptr_eq(&limiter, &app.limiter(spec, first)), "kept from sync to sync");
    assert!(!Arc::ptr_eq(&limiter, &app.limiter(spec, second)));
    assert!(!Arc::ptr_eq(&limiter, &app.limiter_of_nobody(spec)));
    let other = app.limiter(spec, second);
    app.forget_limiter(spec, first);
    assert!(!Arc::ptr_eq(&limiter, &app.limiter(spec, first)), "gone with its integration");
    assert!(Arc::ptr_eq(&other, &app.limiter(spec, second)), "and no other");
}

#[tokio::test]
async fn all_integrations_share_a_limiter_where_the_vendor_counts_addresses() {
    let folder = tempfile::tempdir().unwrap();
    let app = opened(&folder).await;
    let spec = counting("two", Shared::Address);
    let (first, second) = (IntegrationId::new(), IntegrationId::new());
    let limiter = app.limiter(spec, first);
    assert!(Arc::ptr_eq(&limiter, &app.limiter(spec, second)));
    assert!(Arc::ptr_eq(&limiter, &app.limiter_of_nobody(spec)), "a test counts as well");
    app.forget_limiter(spec, first);
    assert!(Arc::ptr_eq(&limiter, &app.limiter(spec, second)), "the others still use it");
    let stranger = counting("three", Shared::Address);
    assert!(!Arc::ptr_eq(&limiter, &app.limiter(stranger, first)), "another vendor does not");
}
