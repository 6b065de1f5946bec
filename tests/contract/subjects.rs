//! Which connector is held against which document, and where the documents lie.

use std::path::{Path, PathBuf};

use patchbay_connector_kit::{AskIds, ConnectorSpec, RowsAt};
use patchbay_connectors::{ALL, connectwise, syncro};

/// A connector and the documents of its vendor.
pub(crate) struct Subject {
    /// The connector's table.
    pub(crate) spec: &'static ConnectorSpec,
    /// The vendor's own OpenAPI document.
    pub(crate) document: &'static str,
    /// A catalogue derived from a larger document, for the paths that the document lacks.
    pub(crate) catalogue: Option<&'static str>,
    /// Where in an address the document's paths begin.
    pub(crate) root: &'static str,
}

/// Every connector, with its documents.
pub(crate) const SUBJECTS: &[Subject] = &[
    Subject {
        spec: &connectwise::SPEC,
        document: "connectwise-psa-2025.8-core-subset.openapi.json",
        catalogue: Some("connectwise-psa-2025.1-catalog.derived.json"),
        root: "/apis/3.0",
    },
    Subject {
        spec: &syncro::SPEC,
        document: "syncro-swagger.json",
        catalogue: None,
        root: "/api/v1",
    },
];

/// The folder of the vendors' documents: `PATCHBAY_VENDOR_DOCUMENTS`, or the shared folder beside the
/// checkout.
pub(crate) fn folder() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/vendors/specs");
    std::env::var_os("PATCHBAY_VENDOR_DOCUMENTS").map_or_else(beside, PathBuf::from)
}

/// An address that a connector's table names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// The stream, or what else needs it.
    pub(crate) of: &'static str,
    /// Path below the API root, as the table writes it: `/service/boards/{parent}/statuses`.
    pub(crate) path: String,
}

/// Every address that a connector's table names; one that several streams share comes several times.
pub(crate) fn addresses(spec: &'static ConnectorSpec) -> Vec<Address> {
    let mut all: Vec<Address> = Vec::new();
    let mut put = |of, path: &str| {
        let address = Address { of, path: path.to_owned() };
        if !all.contains(&address) {
            all.push(address);
        }
    };
    for step in spec.probe.steps {
        put("connection test", step.path);
    }
    if let Some(same) = &spec.quirks.same_refusal {
        put("connection test", same.ask);
    }
    for stream in spec.streams {
        put(stream.name, stream.path);
        if let Some(second) = stream.path_when_forbidden {
            put(stream.name, second);
        }
        if let RowsAt::Named { path, .. } = stream.rows_at {
            put(stream.name, path);
        }
        if let Some(AskIds::OneByOne { path, .. }) = stream.by_ids.map(|by_ids| by_ids.ask) {
            put(stream.name, path);
        }
        let counted = stream.kind != patchbay_model::RecordKind::Reference;
        if let Some(count) = spec.count.filter(|_| counted) {
            put(stream.name, &format!("{}{}", stream.path, count.suffix));
        }
    }
    if let Some(notes) = &spec.notes {
        for area in [patchbay_model::TicketArea::Service, patchbay_model::TicketArea::Project] {
            let path = (notes.path)(area, &patchbay_model::VendorId::from(0));
            put("notes of tickets", &path.replace("/0/", "/{id}/"));
        }
    }
    let mut seen = Vec::new();
    all.retain(|address| {
        !seen.contains(address) && {
            seen.push(address.clone());
            true
        }
    });
    all
}

#[test]
fn every_connector_has_its_document() {
    for spec in ALL {
        let known = SUBJECTS.iter().any(|subject| subject.spec.id == spec.id);
        assert!(known, "{}: name its document here, or say why it has none", spec.id);
    }
}

#[test]
fn addresses_are_told_once() {
    for subject in SUBJECTS {
        let all = addresses(subject.spec);
        assert!(all.len() > subject.spec.streams.len());
        for (place, address) in all.iter().enumerate() {
            assert!(!all[..place].contains(address), "{address:?}");
        }
    }
}
