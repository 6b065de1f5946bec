//! Every connector with its fields, switches, filters and streams: what the wizard and the help draw.

use patchbay_connector_kit::{Category, Choice, ConnectorSpec, FieldKind};
use serde::Serialize;

use crate::App;

/// A field of the credential form.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "as in the connector's table")]
pub struct FieldView {
    pub id: &'static str,
    pub label: &'static str,
    pub help: &'static str,
    pub example: &'static str,
    pub secret: bool,
    pub flag: bool,
    pub optional: bool,
}

/// A switch of the Sync step.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "as in the connector's table")]
pub struct ToggleView {
    pub id: &'static str,
    pub label: &'static str,
    pub help: &'static str,
    pub default_on: bool,
}

/// A filter of the Sync step.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "as in the connector's table")]
pub struct FilterView {
    pub id: &'static str,
    pub label: &'static str,
    pub help: &'static str,
    pub stream: &'static str,
    /// The stream of reference data to choose from.
    pub choose_from: &'static str,
    /// A switch rather than a choice of items.
    pub is_switch: bool,
    pub recommended: bool,
}

/// A stream.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "as in the connector's table")]
pub struct StreamView {
    pub name: &'static str,
    pub label: &'static str,
    pub kind: &'static str,
    pub toggle: Option<&'static str>,
    pub every_minutes: u32,
}

/// A thing that is synced, and the right that it needs.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "as in the connector's table")]
pub struct RightView {
    pub label: &'static str,
    pub required: bool,
    pub grant: &'static str,
}

/// A connector.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "as in the connector's table")]
pub struct ConnectorView {
    pub id: &'static str,
    pub name: &'static str,
    pub category: &'static str,
    pub summary: &'static str,
    pub fields: Vec<FieldView>,
    /// (heading, steps).
    pub help: Vec<(&'static str, Vec<&'static str>)>,
    pub areas: Vec<RightView>,
    /// Environment variables with what the vendor gives to products.
    pub product_variables: Vec<String>,
    pub toggles: Vec<ToggleView>,
    pub filters: Vec<FilterView>,
    pub streams: Vec<StreamView>,
}

impl App {
    /// Every connector.
    pub fn connectors() -> Vec<ConnectorView> {
        patchbay_connectors::ALL.iter().map(|spec| view(spec)).collect()
    }
}

fn view(spec: &'static ConnectorSpec) -> ConnectorView {
    ConnectorView {
        id: spec.id,
        name: spec.name,
        category: match spec.category {
            Category::Psa => "PSA",
            Category::Rmm => "RMM",
            Category::CloudAndBilling => "Cloud & billing",
            Category::Training => "Training",
        },
        summary: spec.summary,
        fields: spec
            .fields
            .iter()
            .map(|field| FieldView {
                id: field.id,
                label: field.label,
                help: field.help,
                example: field.example,
                secret: field.kind == FieldKind::Secret,
                flag: field.kind == FieldKind::Flag,
                optional: field.optional,
            })
            .collect(),
        help: spec.help.iter().map(|part| (part.title, part.steps.to_vec())).collect(),
        areas: spec
            .areas
            .iter()
            .map(|area| RightView { label: area.label, required: area.required, grant: area.grant })
            .collect(),
        product_variables: spec
            .product_headers
            .iter()
            .map(|header| format!("PATCHBAY_{}", header.product_value.to_ascii_uppercase()))
            .collect(),
        toggles: spec
            .toggles
            .iter()
            .map(|toggle| ToggleView {
                id: toggle.id,
                label: toggle.label,
                help: toggle.help,
                default_on: toggle.default_on,
            })
            .collect(),
        filters: spec
            .filters
            .iter()
            .map(|filter| FilterView {
                id: filter.id,
                label: filter.label,
                help: filter.help,
                stream: filter.stream,
                choose_from: filter.choice.of(),
                is_switch: matches!(filter.choice, Choice::SkipInactive { .. }),
                recommended: matches!(
                    filter.choice,
                    Choice::SkipInactive { recommended: true, .. }
                ),
            })
            .collect(),
        streams: spec
            .streams
            .iter()
            .map(|stream| StreamView {
                name: stream.name,
                label: stream.label,
                kind: stream.kind.plural(),
                toggle: stream.toggle,
                every_minutes: stream.every_minutes,
            })
            .collect(),
    }
}
