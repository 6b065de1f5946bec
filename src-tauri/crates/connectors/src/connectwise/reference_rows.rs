//! Reference data: one reader and a table of shapes, because forty short lists differ in names only.
//!
//! Names that differ between a list and its short twin (`inactive` and `inactiveFlag`, `closedStatus`
//! and `closedFlag`) are both read everywhere.

use patchbay_connector_kit::Decoded;
use patchbay_model::{Record, ReferenceItem, VendorId};
use serde_json::{Map, Value, json};

type Row = Map<String, Value>;

/// Where an item's name stands.
#[derive(Clone, Copy)]
enum Named {
    /// In this field.
    In(&'static str),
    /// It is this number, in percent.
    Percent(&'static str),
    /// It is made of the names of these references.
    Of(&'static [&'static str]),
}

/// What a list's rows look like.
struct Shape {
    named: Named,
    /// The vendor's field and our name of what else is worth keeping.
    keeps: &'static [(&'static str, &'static str)],
}

macro_rules! shapes {
    ($($(#[$doc:meta])* $name:ident: $named:expr, [$($theirs:literal => $ours:literal),*];)*) => {
        $(
            $(#[$doc])*
            pub(super) fn $name(
                text: &str,
                parent: Option<&VendorId>,
            ) -> Result<Decoded, (String, String)> {
                read(text, parent, &Shape { named: $named, keeps: &[$(($theirs, $ours)),*] })
            }
        )*
    };
}

use Named::{In, Of, Percent};

shapes! {
    /// Items of which only the common fields matter.
    plain: In("name"), [];
    /// Items that are named by `description`: contact types, opportunity types, configuration statuses.
    described: In("description"), [];
    /// Service and project boards.
    board: In("name"), ["projectFlag" => "is_project", "location" => "location", "department" => "department"];
    /// Statuses of a board.
    board_status: In("name"), [
        "escalationStatus" => "escalation", "customerPortalFlag" => "in_portal",
        "customerPortalDescription" => "portal_name", "timeEntryNotAllowed" => "refuses_time",
        "displayOnBoard" => "on_board"
    ];
    /// Types of a board.
    board_type: In("name"), [
        "category" => "category", "requestForChangeFlag" => "is_change", "location" => "location",
        "department" => "department"
    ];
    /// Subtypes of a board, with the types that allow them.
    board_subtype: In("name"), ["typeAssociationIds" => "types"];
    /// Teams of a board.
    board_team: In("name"), ["teamLeader" => "leader", "members" => "members"];
    /// Allowed combinations of type, subtype and item.
    board_combination: Of(&["type", "subType", "item"]), ["type" => "type", "subType" => "subtype", "item" => "item"];
    /// Ticket priorities.
    priority: In("name"), ["color" => "color", "level" => "level"];
    /// Service level agreements.
    sla: In("name"), [
        "basedOn" => "based_on", "respondHours" => "respond_hours", "planWithin" => "plan_hours",
        "resolutionHours" => "resolve_hours"
    ];
    /// Service templates.
    template: In("name"), [
        "board" => "board", "type" => "type", "subtype" => "subtype", "item" => "item",
        "status" => "status", "priority" => "priority", "source" => "source", "team" => "team",
        "severity" => "severity", "impact" => "impact", "summary" => "summary",
        "templateFlag" => "is_template"
    ];
    /// Where service is given.
    service_location: In("name"), ["where" => "where"];
    /// Definitions of custom fields.
    custom_field: In("caption"), [
        "podId" => "pod", "podDescription" => "pod_name", "screenId" => "screen",
        "screenDescription" => "screen_name", "fieldTypeIdentifier" => "type",
        "entryTypeIdentifier" => "entry", "numberDecimals" => "decimals", "requiredFlag" => "required",
        "readOnlyFlag" => "read_only", "helpText" => "help", "options" => "options"
    ];
    /// Company types.
    company_type: In("name"), ["vendorFlag" => "is_supplier", "isVendor" => "is_supplier"];
    /// Departments (business units).
    department: In("name"), ["identifier" => "identifier"];
    /// Locations and territories.
    location: In("name"), [
        "locationFlag" => "is_location", "location_flag" => "is_location", "clientFlag" => "is_client",
        "departmentIds" => "departments"
    ];
    /// Security roles.
    security_role: In("name"), ["roleType" => "type", "adminFlag" => "is_admin"];
    /// Sales stages.
    stage: In("name"), ["probability" => "probability", "color" => "color"];
    /// Statuses of opportunities.
    opportunity_status: In("name"), ["wonFlag" => "is_won", "lostFlag" => "is_lost"];
    /// Win probabilities.
    probability: Percent("probability"), ["probability" => "percent"];
    /// Types of configurations.
    configuration_type: In("name"), ["systemFlag" => "is_system"];
}

fn read(text: &str, parent: Option<&VendorId>, shape: &Shape) -> Result<Decoded, (String, String)> {
    let row: Row =
        serde_json::from_str(text).map_err(|_| ("?".to_owned(), "cannot be read".to_owned()))?;
    let id = text_of(row.get("id")).ok_or_else(|| ("id".to_owned(), "is missing".to_owned()))?;
    let first =
        |names: &[&str]| names.iter().find_map(|name| row.get(*name).filter(|v| !v.is_null()));
    let info = row.get("_info");
    let mut attributes = std::collections::BTreeMap::new();
    for (theirs, ours) in shape.keeps {
        if let Some(value) = row.get(*theirs).and_then(kept) {
            attributes.insert((*ours).to_owned(), value);
        }
    }
    let item = ReferenceItem {
        name: name_of(&row, shape.named),
        parent: parent.map(|parent| parent.0.clone()),
        sort: first(&["sortOrder", "sequenceNumber"]).and_then(whole),
        active: first(&["inactiveFlag", "inactive"]).and_then(flag) != Some(true),
        closed: first(&["closedFlag", "closedStatus"]).and_then(flag),
        is_default: first(&["defaultFlag"]).and_then(flag) == Some(true),
        attributes,
    };
    let updated_at = info
        .and_then(|info| info.get("lastUpdated"))
        .and_then(Value::as_str)
        .and_then(|text| chrono::DateTime::parse_from_rfc3339(text).ok())
        .map(|moment| moment.to_utc());
    Ok(Decoded { vendor_id: VendorId(id), record: Record::Reference(Box::new(item)), updated_at })
}

fn name_of(row: &Row, named: Named) -> String {
    let name = match named {
        In(field) => text_of(row.get(field)),
        Percent(field) => text_of(row.get(field)).map(|number| format!("{number} %")),
        Of(fields) => {
            let part = |field: &&str| row.get(*field).and_then(|part| text_of(part.get("name")));
            let parts: Vec<String> = fields.iter().filter_map(part).collect();
            (!parts.is_empty()).then(|| parts.join(" / "))
        }
    };
    // Lists disagree on whether the words are a name or a description.
    let other =
        || ["name", "description", "caption"].iter().find_map(|field| text_of(row.get(*field)));
    name.or_else(other).unwrap_or_default()
}

/// A value worth keeping, in a form that does not change with the vendor's decorations: references
/// become id and name, links and GUIDs fall away.
fn kept(value: &Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::String(_) => text_of(Some(value)).map(Value::String),
        Value::Bool(_) | Value::Number(_) => Some(value.clone()),
        Value::Array(items) => Some(Value::Array(items.iter().filter_map(kept).collect())),
        Value::Object(part) => {
            let id = text_of(part.get("id"));
            let name = ["name", "optionValue", "identifier"]
                .iter()
                .find_map(|field| text_of(part.get(*field)));
            if id.is_none() && name.is_none() {
                return None;
            }
            let mut found = Row::new();
            found.insert("id".to_owned(), json!(id.unwrap_or_default()));
            found.insert("name".to_owned(), json!(name.unwrap_or_default()));
            if part.get("inactiveFlag").and_then(flag) == Some(true) {
                found.insert("active".to_owned(), json!(false));
            }
            if part.contains_key("optionValue")
                && part.get("defaultFlag").and_then(flag) == Some(true)
            {
                found.insert("is_default".to_owned(), json!(true));
            }
            Some(Value::Object(found))
        }
    }
}

fn text_of(value: Option<&Value>) -> Option<String> {
    patchbay_connector_kit::lenient::text(value?).ok().flatten()
}

fn whole(value: &Value) -> Option<i64> {
    patchbay_connector_kit::lenient::whole(value).ok().flatten()
}

fn flag(value: &Value) -> Option<bool> {
    patchbay_connector_kit::lenient::flag(value).ok().flatten()
}

#[cfg(test)]
#[path = "reference_rows_tests.rs"]
mod tests;
