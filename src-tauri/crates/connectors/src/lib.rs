//! THE VENDORS: one folder each, and the list of them.
//!
//! A new connector is a new folder and one more line in [`ALL`].

#[cfg(test)]
mod arbitrary;
pub mod connectwise;
mod loose;
#[cfg(test)]
mod recorded_tests;
pub mod syncro;

use patchbay_connector_kit::ConnectorSpec;

/// Every connector, in the order of the catalogue.
pub const ALL: &[&ConnectorSpec] = &[&connectwise::SPEC, &syncro::SPEC];

/// The connector `id`.
pub fn find(id: &str) -> Option<&'static ConnectorSpec> {
    ALL.iter().copied().find(|spec| spec.id == id)
}

#[cfg(test)]
mod lint;
