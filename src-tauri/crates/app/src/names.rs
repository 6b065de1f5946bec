//! What integrations and their streams are called, for lists that show many of them.

use std::collections::HashMap;

use patchbay_connector_kit::ConnectorSpec;
use patchbay_model::{Integration, IntegrationId, StreamName};

use crate::Connectors;

/// The names of all integrations and of their streams.
pub(crate) struct Names(HashMap<IntegrationId, (String, Option<&'static ConnectorSpec>)>);

impl Names {
    pub(crate) fn new(integrations: &[Integration], connectors: Connectors) -> Self {
        let each = integrations.iter().map(|one| {
            let spec = connectors.find(&one.connector);
            (one.id, (one.name.clone(), spec))
        });
        Self(each.collect())
    }

    /// The name of an integration; empty where it was removed.
    pub(crate) fn integration(&self, id: IntegrationId) -> &str {
        self.0.get(&id).map_or("", |(name, _)| name.as_str())
    }

    /// The table of its connector; none: it was removed, or this version does not know the connector.
    pub(crate) fn spec(&self, id: IntegrationId) -> Option<&'static ConnectorSpec> {
        self.0.get(&id).and_then(|(_, spec)| *spec)
    }

    /// The label of a stream; its name where this version does not know it.
    pub(crate) fn stream<'a>(&self, id: IntegrationId, stream: &'a StreamName) -> &'a str {
        let known = self.spec(id).and_then(|spec| spec.stream(stream.as_str()));
        known.map_or(stream.as_str(), |known| known.label)
    }
}
