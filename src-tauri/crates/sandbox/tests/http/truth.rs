//! The truth about the same company, person and device at different vendors.

use std::collections::BTreeSet;

use patchbay_sandbox::Relation;

use crate::client::Desk;

const CW: &str = "connectwise";
const COMPANIES: &str = "/company/companies";

#[tokio::test]
async fn pairs_and_questions_agree() {
    let desk = Desk::of(120, 50).await;
    let truth = desk.sandbox.truth();
    let pairs: BTreeSet<(i64, i64)> = truth.company_pairs(CW, "syncro").into_iter().collect();
    let branches: BTreeSet<(i64, i64)> = truth.branch_pairs(CW, "syncro").into_iter().collect();
    assert!(pairs.len() > 60 && branches.len() > 3, "{} {}", pairs.len(), branches.len());
    for one in desk.sandbox.world().ids(COMPANIES) {
        for other in desk.syncro.ids("/customers") {
            let relation = truth.companies(CW, one, "syncro", other);
            assert_eq!(relation == Relation::Same, pairs.contains(&(one, other)));
            assert_eq!(relation == Relation::Branch, branches.contains(&(one, other)));
            assert_eq!(relation, truth.companies("syncro", other, CW, one));
        }
    }
    let (one, other) = *pairs.first().unwrap();
    assert!(truth.same_company(CW, one, "syncro", other));
    assert!(
        !truth.same_company(CW, 5, "syncro", other) && !truth.same_company(CW, one, "x", other)
    );
    assert!(!truth.company_pairs("syncro", "syncro").is_empty(), "doubles within one vendor");
}

#[tokio::test]
async fn the_same_company_is_spelled_alike_or_not() {
    let desk = Desk::of(200, 50).await;
    let pairs = desk.sandbox.truth().company_pairs(CW, "syncro");
    let world = desk.sandbox.world();
    let names = pairs.iter().map(|(one, other)| {
        let one = world.record(COMPANIES, *one).unwrap()["name"].as_str().unwrap().to_owned();
        let other = desk.syncro.record("/customers", *other).unwrap();
        (one, other["business_name"].as_str().unwrap().to_owned())
    });
    let (same, other): (Vec<_>, Vec<_>) = names.partition(|(one, other)| one == other);
    assert!(same.len() * 4 > pairs.len() && other.len() * 4 > pairs.len(), "{}", same.len());
    let there: BTreeSet<i64> = pairs.iter().map(|(one, _)| *one).collect();
    assert!(world.ids(COMPANIES).iter().any(|id| !there.contains(id)), "missing at the other");
    let known: BTreeSet<i64> = pairs.iter().map(|(_, other)| *other).collect();
    assert!(desk.syncro.ids("/customers").iter().any(|id| !known.contains(id)), "only there");
}

#[tokio::test]
async fn people_mostly_share_a_mail_address_and_devices_a_serial_number() {
    let desk = Desk::of(120, 50).await;
    let (truth, world) = (desk.sandbox.truth(), desk.sandbox.world());
    let people = truth.person_pairs(CW, "syncro");
    assert!(people.len() > 150, "{}", people.len());
    let mut same = 0;
    for (one, other) in &people {
        assert!(truth.same_person(CW, *one, "syncro", *other));
        let other = desk.syncro.record("/contacts", *other).unwrap();
        let one = world.record("/company/contacts", *one).unwrap();
        let mail = other["email"].as_str().unwrap_or("nobody@example.com").to_lowercase();
        same += usize::from(one.to_string().contains(&mail));
    }
    assert!(same * 100 > people.len() * 70 && same < people.len(), "{same} of {}", people.len());
    let devices = truth.device_pairs(CW, "syncro");
    let (one, other) = devices[0];
    assert!(devices.len() > 150 && truth.same_device(CW, one, "syncro", other));
    let serials = devices.iter().filter(|(one, other)| {
        let one = world.record("/company/configurations", *one).unwrap();
        let other = desk.syncro.record("/customer_assets", *other).unwrap();
        one["serialNumber"].is_string() && one["serialNumber"] == other["asset_serial"]
    });
    assert!(serials.count() * 100 > devices.len() * 70);
}

#[tokio::test]
async fn what_is_deleted_or_added_belongs_to_nothing() {
    let desk = Desk::start().await;
    let truth = desk.sandbox.truth();
    let (one, other) = truth.company_pairs(CW, "syncro")[3];
    let before = truth.company_pairs(CW, "syncro").len();
    desk.syncro.add("/customers", serde_json::json!({ "business_name": "New" })).unwrap();
    desk.sandbox.world().add(COMPANIES, serde_json::json!({ "name": "New" })).unwrap();
    assert_eq!(truth.company_pairs(CW, "syncro").len(), before);
    desk.syncro.delete("/customers", other);
    assert!(!truth.same_company(CW, one, "syncro", other));
    assert!(truth.company_pairs(CW, "syncro").len() < before);
}
