//! Every connector with its fields, switches, filters and streams: what the wizard and the help draw.

use patchbay_connector_kit::{
    Category, Choice, ChoiceSpec, ConnectorSpec, Counts, FieldKind, Pick,
};
use serde::Serialize;

use crate::App;

/// A field of the credential form.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[expect(missing_docs, reason = "as in the connector's table")]
pub struct FieldView {
    pub id: &'static str,
    pub label: &'static str,
    pub help: &'static str,
    pub example: &'static str,
    pub secret: bool,
    pub flag: bool,
    /// The day on which the credentials expire, as `2027-04-30`.
    pub expiry: bool,
    pub optional: bool,
}

/// A switch of the Sync step.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[expect(missing_docs, reason = "as in the connector's table")]
pub struct ToggleView {
    pub id: &'static str,
    pub label: &'static str,
    pub help: &'static str,
    pub default_on: bool,
    /// Ids of the areas whose rights its streams need.
    pub areas: Vec<&'static str>,
}

/// A filter of the Sync step.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
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

/// A choice of the Configure step, kept in the settings under its id.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[expect(missing_docs, reason = "as in the connector's table")]
pub struct ChoiceView {
    pub id: &'static str,
    pub label: &'static str,
    pub help: &'static str,
    /// The card that it stands in.
    pub section: &'static str,
    /// The stream to choose from.
    pub choose_from: &'static str,
    pub pick: PickView,
    pub toggle: Option<&'static str>,
    /// It counts at once; otherwise it is kept until Patchbay writes to the vendor.
    pub at_once: bool,
}

/// How many items a choice takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "as in the connector's table")]
pub enum PickView {
    One,
    OnePerParent,
    Many,
}

/// Which statuses are laid on the stage board.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[expect(missing_docs, reason = "as in the connector's table")]
pub struct StageBoardView {
    pub statuses: &'static str,
    pub boards: Option<&'static str>,
    pub toggle: Option<&'static str>,
}

/// Which streams the Import step offers.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[expect(missing_docs, reason = "as in the connector's table")]
pub struct ImportsView {
    pub staff: Option<&'static str>,
    pub contacts: Option<&'static str>,
    pub companies: Option<&'static str>,
}

/// What the vendor calls things, plural and with a capital.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[expect(missing_docs, reason = "as in the connector's table")]
pub struct WordsView {
    pub companies: &'static str,
    pub staff: &'static str,
    /// Empty: there are none.
    pub boards: &'static str,
    pub devices: &'static str,
}

/// A part of the help beside the credential form.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
pub struct HelpView {
    /// Heading.
    pub title: &'static str,
    /// Steps, in the vendor's own words for its menus.
    pub steps: Vec<&'static str>,
}

/// A stream.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
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
#[cfg_attr(feature = "types", derive(specta::Type))]
#[expect(missing_docs, reason = "as in the connector's table")]
pub struct RightView {
    pub id: &'static str,
    pub label: &'static str,
    pub required: bool,
    pub grant: &'static str,
}

/// A connector.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(specta::Type))]
#[expect(missing_docs, reason = "as in the connector's table")]
pub struct ConnectorView {
    pub id: &'static str,
    pub name: &'static str,
    pub category: &'static str,
    pub summary: &'static str,
    pub fields: Vec<FieldView>,
    pub help: Vec<HelpView>,
    pub areas: Vec<RightView>,
    /// Environment variables with what the vendor gives to products.
    pub product_variables: Vec<String>,
    pub toggles: Vec<ToggleView>,
    pub filters: Vec<FilterView>,
    /// Whether the vendor can count its records ahead of a sync.
    pub counts: bool,
    /// What the Sync step says about what this vendor does not offer; empty: nothing.
    pub sync_remark: &'static str,
    pub choices: Vec<ChoiceView>,
    pub stages: Option<StageBoardView>,
    pub imports: ImportsView,
    pub words: WordsView,
    /// Whether the built-in sandbox plays this vendor.
    pub in_sandbox: bool,
    pub streams: Vec<StreamView>,
}

impl App {
    /// Every connector.
    pub fn connectors() -> Vec<ConnectorView> {
        patchbay_connectors::ALL.iter().map(|spec| view(spec)).collect()
    }
}

/// What a shelf is called.
pub(crate) fn shelf(category: Category) -> &'static str {
    match category {
        Category::Psa => "PSA",
        Category::Rmm => "RMM",
        Category::CloudAndBilling => "Cloud & billing",
        Category::Training => "Training",
    }
}

fn view(spec: &'static ConnectorSpec) -> ConnectorView {
    ConnectorView {
        id: spec.id,
        name: spec.name,
        category: shelf(spec.category),
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
                expiry: field.kind == FieldKind::Expiry,
                optional: field.optional,
            })
            .collect(),
        help: spec
            .help
            .iter()
            .map(|part| HelpView { title: part.title, steps: part.steps.to_vec() })
            .collect(),
        areas: spec
            .areas
            .iter()
            .map(|area| RightView {
                id: area.id,
                label: area.label,
                required: area.required,
                grant: area.grant,
            })
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
                areas: areas_of(spec, toggle.id),
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
        counts: spec.count.is_some(),
        sync_remark: spec.sync_remark,
        choices: spec.choices.iter().map(choice).collect(),
        stages: spec.stages.map(|board| StageBoardView {
            statuses: board.statuses,
            boards: board.boards,
            toggle: board.toggle,
        }),
        imports: ImportsView {
            staff: spec.imports.staff,
            contacts: spec.imports.contacts,
            companies: spec.imports.companies,
        },
        words: WordsView {
            companies: spec.words.companies,
            staff: spec.words.staff,
            boards: spec.words.boards,
            devices: spec.words.devices,
        },
        in_sandbox: patchbay_sandbox::PLAYS.contains(&spec.id),
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

fn choice(choice: &ChoiceSpec) -> ChoiceView {
    ChoiceView {
        id: choice.id,
        label: choice.label,
        help: choice.help,
        section: choice.section,
        choose_from: choice.of,
        pick: match choice.pick {
            Pick::One => PickView::One,
            Pick::OnePerParent => PickView::OnePerParent,
            Pick::Many => PickView::Many,
        },
        toggle: choice.toggle,
        at_once: choice.counts == Counts::AtOnce,
    }
}

/// The areas whose rights the streams of a switch need, each once.
pub(crate) fn areas_of(spec: &'static ConnectorSpec, toggle: &str) -> Vec<&'static str> {
    let mut areas: Vec<_> = spec
        .streams
        .iter()
        .filter(|stream| stream.toggle == Some(toggle))
        .map(|stream| stream.area)
        .collect();
    areas.sort_unstable();
    areas.dedup();
    areas
}
