//! Which connectors the application knows: all that there are, unless a test hands in others.

use patchbay_connector_kit::ConnectorSpec;

/// The connectors in force.
#[derive(Clone, Copy)]
pub struct Connectors(&'static [&'static ConnectorSpec]);

impl Connectors {
    /// Exactly these.
    pub fn of(list: &'static [&'static ConnectorSpec]) -> Self {
        Self(list)
    }

    /// The connector `id`.
    pub(crate) fn find(self, id: &str) -> Option<&'static ConnectorSpec> {
        self.0.iter().copied().find(|spec| spec.id == id)
    }

    /// The ids of all of them.
    pub(crate) fn ids(self) -> Vec<&'static str> {
        self.0.iter().map(|spec| spec.id).collect()
    }
}

impl Default for Connectors {
    fn default() -> Self {
        Self(patchbay_connectors::ALL)
    }
}

impl std::fmt::Debug for Connectors {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_list().entries(self.ids()).finish()
    }
}
