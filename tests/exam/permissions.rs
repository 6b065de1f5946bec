//! Permissions: what may not be read is told area by area, with the right that is missing by the name that the
//! vendor gives it.

use patchbay_app::AreaView;
use patchbay_connector_kit::{ConnectorSpec, StreamSpec};
use patchbay_sandbox::Fault;
use patchbay_tests::{NAME, Size, Stage};

crate::put_to_all![
    what_a_stream_may_not_read_shows_in_its_area,
    each_right_of_the_vendor_is_named_by_what_needs_it,
];

async fn checked(stage: &Stage) -> Vec<AreaView> {
    stage.app.permissions(NAME).await.unwrap()
}

/// Refuses the lists of a stream, at both addresses where it has two.
fn refuse(stage: &Stage, stream: &StreamSpec) {
    let second = stream.path_when_forbidden.map(|path| StreamSpec { path, ..*stream });
    for stream in [Some(*stream), second].into_iter().flatten() {
        for list in stage.lists(&stream) {
            let path = list.path.split('#').next().unwrap_or_default().to_owned();
            stage.vendor.faults().always(&format!("{path}$"), Fault::Forbidden);
        }
    }
}

pub async fn what_a_stream_may_not_read_shows_in_its_area(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    for area in checked(&stage).await {
        assert!(area.ok, "{}: {} {:?}", area.area, area.result, area.details);
        assert!(!area.grant.trim().is_empty());
    }
    for stream in spec.streams {
        let own = spec.areas.iter().find(|area| area.id == stream.area);
        let own = own.unwrap_or_else(|| panic!("{}: no area shows it", stream.name));
        // One list stands for others that the same right opens.
        let samples = own.streams.iter().filter_map(|name| spec.stream(name));
        let is_own = samples.clone().any(|sample| sample.area == own.id);
        assert!(is_own, "{} looks at none of its lists", own.id);
        if !samples.clone().any(|sample| sample.name == stream.name) {
            continue;
        }
        refuse(&stage, stream);
        let areas = checked(&stage).await;
        let found = areas.iter().find(|area| area.area == own.id).unwrap();
        assert_eq!((found.result.as_str(), found.ok), ("Not permitted", false), "{}", stream.name);
        assert!(!found.details.is_empty());
        stage.vendor.faults().clear();
    }
}

/// Where the rights of an account are played one by one.
pub async fn each_right_of_the_vendor_is_named_by_what_needs_it(spec: &'static ConnectorSpec) {
    let stage = Stage::start(spec, Size::SMALL).await;
    for right in stage.vendor.rights() {
        assert!(stage.vendor.withhold_right(right));
        let mut shown = false;
        for area in checked(&stage).await.iter().filter(|area| !area.ok) {
            assert!(area.grant.contains(right), "{} wants {right}: {}", area.area, area.grant);
            assert!(!area.details.is_empty(), "{} does not say why", area.area);
            shown = true;
        }
        assert!(shown, "{right} is withheld, and every area is said to be granted");
        assert!(stage.vendor.grant_right(right));
        let named = spec.areas.iter().any(|area| area.grant.contains(right));
        assert!(named, "nothing says that {right} is needed");
    }
}
