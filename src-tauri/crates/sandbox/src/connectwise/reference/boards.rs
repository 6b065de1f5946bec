//! Boards and the six lists below each of them.

use serde_json::{Value, json};

use super::List;
use crate::connectwise::catalog::{Board, Catalog, Entry};
use crate::connectwise::rows::{Row, reference, row};

/// The row of a board.
pub(super) fn board_row(catalog: &Catalog, board: &Board) -> Row {
    row(json!({
        "id": board.id,
        "name": board.name,
        "location": reference(&catalog.locations[0], "location", "system/locations"),
        "department": {
            "id": catalog.departments[0].id,
            "identifier": "Services",
            "name": catalog.departments[0].name,
            "_info": {},
        },
        "inactiveFlag": board.inactive,
        "projectFlag": board.project,
        "billTime": "Billable",
        "problemSort": "Descending",
        "_info": { "lastUpdated": "2024-05-02T09:30:00Z", "updatedBy": "JDoe" },
    }))
}

/// The six lists below a board.
pub(super) fn board_lists(board: &Board) -> Vec<List> {
    use crate::connectwise::fields_of_reference as fields;
    let base = format!("/service/boards/{}", board.id);
    let of = reference(&Entry { id: board.id, name: board.name }, "board", "service/boards");
    let list = |name: &str, fields, label, rows: Vec<Value>| List {
        path: format!("{base}/{name}"),
        rows: rows.into_iter().map(row).collect(),
        fields,
        label,
    };
    let statuses = board.statuses.iter().enumerate().map(|(place, status)| {
        json!({
            "id": status.id, "name": status.name, "board": of, "sortOrder": status.sort,
            "displayOnBoard": !status.closed, "inactive": status.inactive, "closedStatus": status.closed,
            "timeEntryNotAllowed": status.closed, "roundRobinCatchall": false, "defaultFlag": place == 0,
            "escalationStatus": status.escalation, "customerPortalFlag": false, "_info": {},
        })
    });
    let types = board.types.iter().enumerate().map(|(place, entry)| {
        json!({
            "id": entry.id, "name": entry.name, "board": of, "defaultFlag": place == 0, "inactiveFlag": false,
            "category": if place == 2 { "Proactive" } else { "Reactive" }, "requestForChangeFlag": false, "_info": {},
        })
    });
    let subtypes = board.subtypes.iter().map(|(entry, of_type)| {
        json!({
            "id": entry.id, "name": entry.name, "board": of, "inactiveFlag": false,
            "typeAssociationIds": [board.types[*of_type].id], "_info": {},
        })
    });
    let items = board.items.iter().map(|entry| {
        json!({ "id": entry.id, "name": entry.name, "board": of, "inactiveFlag": false, "_info": {} })
    });
    let teams = board.teams.iter().enumerate().map(|(place, entry)| {
        json!({
            "id": entry.id, "name": entry.name, "members": [], "defaultFlag": place == 0,
            "boardId": board.id, "_info": {},
        })
    });
    let path = &base[1..];
    let associations = board.subtypes.iter().enumerate().map(|(place, (entry, of_type))| {
        let item = &board.items[place % board.items.len()];
        json!({
            "id": entry.id * 3 + 1,
            "type": reference(&board.types[*of_type], "type", &format!("{path}/types")),
            "subType": reference(entry, "subType", &format!("{path}/subtypes")),
            "item": (place % 2 == 0).then(|| reference(item, "item", &format!("{path}/items"))),
            "board": of,
            "_info": {},
        })
    });
    vec![
        list("statuses", fields::BOARD_STATUS, "BoardStatus", statuses.collect()),
        list("types", fields::BOARD_TYPE, "BoardType", types.collect()),
        list("subtypes", fields::BOARD_SUBTYPE, "BoardSubType", subtypes.collect()),
        list("items", fields::BOARD_ITEM, "BoardItem", items.collect()),
        list("teams", fields::BOARD_TEAM, "BoardTeam", teams.collect()),
        list(
            "typeSubTypeItemAssociations",
            fields::BOARD_ASSOCIATION,
            "BoardAssociation",
            associations.collect(),
        ),
    ]
}
