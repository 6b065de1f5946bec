//! The rows of the reference data, list by list. Every list spells its names as documented:
//! contact types have a `description` and no name, board statuses say `inactive` and not `inactiveFlag`.

mod boards;
mod people;
mod twins;

use boards::{board_lists, board_row};
use people::{member_infos, members, rights};
use serde_json::{Value, json};

use super::catalog::Entry;
use super::rows::{Row, Source, guid, href, reference, row};

/// Path, rows, table of field names and the vendor's word for one row.
pub(crate) struct List {
    pub(crate) path: String,
    pub(crate) rows: Vec<Row>,
    pub(crate) fields: &'static str,
    pub(crate) label: &'static str,
}

/// All lists of reference data.
pub(crate) fn lists(source: &Source) -> Vec<List> {
    use super::fields_of_records as records;
    use super::fields_of_reference as fields;
    let catalog = &source.catalog;
    let mut lists = vec![
        List {
            path: "/service/boards".into(),
            rows: catalog.boards.iter().map(|board| board_row(catalog, board)).collect(),
            fields: fields::BOARD,
            label: "Board",
        },
        List {
            path: "/system/members".into(),
            rows: members(source),
            fields: records::MEMBER,
            label: "Member",
        },
        List {
            path: "/system/info/members".into(),
            rows: member_infos(source),
            fields: records::MEMBER_INFO,
            label: "Member",
        },
        List {
            path: "/system/mySecurity".into(),
            rows: rights(),
            fields: fields::SECURITY,
            label: "MySecurity",
        },
    ];
    for board in &catalog.boards {
        lists.extend(board_lists(board));
    }
    let mut add =
        |path: &str, entries: &[Entry], fields, label, shape: &dyn Fn(usize, &Entry) -> Value| {
            let rows =
                entries.iter().enumerate().map(|(place, entry)| row(shape(place, entry))).collect();
            lists.push(List { path: path.into(), rows, fields, label });
        };
    let first = |place: usize| place == 0;
    add(
        "/service/priorities",
        &catalog.priorities,
        fields::PRIORITY,
        "Priority",
        &|place, entry| {
            json!({
                "id": entry.id, "name": entry.name, "sortOrder": place + 1, "defaultFlag": place == 2,
                "color": (["Red", "Orange", "Yellow", "Custom"][place]),
                "level": (["Critical", "High", "Medium", "Low"][place]),
                "imageLink": href(&format!("service/priorities/{}/image", entry.id)), "_info": {},
            })
        },
    );
    add(
        "/service/sources",
        &catalog.sources,
        fields::SOURCE,
        "Source",
        &|place, entry| json!({ "id": entry.id, "name": entry.name, "defaultFlag": first(place), "_info": {} }),
    );
    add("/service/SLAs", &catalog.slas, fields::SLA, "SLA", &|place, entry| {
        json!({
            "id": entry.id, "name": entry.name, "basedOn": "MyCalendar", "defaultFlag": first(place),
            "respondHours": 4.0 / (place + 1) as f64, "planWithin": 8.0, "resolutionHours": 24.0,
            "hiImpactHiUrgency": reference(&catalog.priorities[0], "priority", "service/priorities"),
            "medImpactMedUrgency": reference(&catalog.priorities[2], "priority", "service/priorities"),
            "_info": {},
        })
    });
    add(
        "/service/templates",
        &templates(),
        fields::TEMPLATE,
        "ServiceTemplate",
        &|place, entry| {
            let board = &catalog.boards[place];
            json!({
                "id": entry.id, "name": entry.name, "summary": entry.name, "templateFlag": true,
                "board": reference(&Entry { id: board.id, name: board.name }, "board", "service/boards"),
                "type": reference(&board.types[1], "type", &format!("service/boards/{}/types", board.id)),
                "priority": reference(&catalog.priorities[2], "priority", "service/priorities"),
                "problem": "Follow the checklist.", "severity": "Medium", "impact": "Medium", "_info": {},
            })
        },
    );
    add(
        "/service/locations",
        &catalog.service_locations,
        fields::SERVICE_LOCATION,
        "ServiceLocation",
        &|place, entry| json!({ "id": entry.id, "name": entry.name, "where": (["OnSite", "Remote", "InHouse"][place]), "defaultFlag": place == 1, "_info": {} }),
    );
    add(
        "/service/severities",
        &catalog.severities,
        fields::SEVERITY,
        "Severity",
        &|place, entry| json!({ "id": entry.id, "name": entry.name, "description": (["One user", "A department", "Everybody"][place]), "defaultFlag": place == 1, "_info": {} }),
    );
    add(
        "/service/impacts",
        &catalog.impacts,
        fields::IMPACT,
        "Impact",
        &|place, entry| json!({ "id": entry.id, "name": entry.name, "description": (["Can work", "Hindered", "Cannot work"][place]), "defaultFlag": place == 1, "_info": {} }),
    );
    add(
        "/system/userDefinedFields",
        &catalog.custom_fields,
        fields::CUSTOM_FIELD,
        "UserDefinedField",
        &|place, entry| {
            json!({
                "id": entry.id, "podId": 15 + place, "caption": entry.name, "sequenceNumber": 1,
                "screenId": (["sr100", "cm300", "ct300"][place]),
                "podDescription": (["Service Ticket", "Company Overview", "Contact Overview"][place]),
                "screenDescription": (["Service Ticket", "Company", "Contact"][place]),
                "fieldTypeIdentifier": "Text", "entryTypeIdentifier": "EntryField", "numberDecimals": 0,
                "requiredFlag": false, "displayOnScreenFlag": true, "readOnlyFlag": false, "listViewFlag": false,
                "options": [], "businessUnitIds": [], "locationIds": [],
                "connectWiseID": guid("field", entry.id), "dateCreated": "2024-03-05T14:02:11Z", "_info": {},
            })
        },
    );
    add(
        "/company/companies/types",
        &catalog.company_types,
        fields::COMPANY_TYPE,
        "CompanyType",
        &|place, entry| json!({ "id": entry.id, "name": entry.name, "defaultFlag": first(place), "vendorFlag": place == 2, "_info": {} }),
    );
    add(
        "/company/companies/statuses",
        &catalog.company_statuses,
        fields::COMPANY_STATUS,
        "CompanyStatus",
        &|place, entry| {
            json!({
                "id": entry.id, "name": entry.name, "defaultFlag": first(place), "inactiveFlag": place == 1 || place == 4,
                "notifyFlag": place == 3, "disallowSavingFlag": false,
                "notificationMessage": (place == 3).then_some("On credit hold: ask accounting first."), "_info": {},
            })
        },
    );
    let described = |place: usize, entry: &Entry| json!({ "id": entry.id, "description": entry.name, "defaultFlag": first(place), "_info": {} });
    add(
        "/company/contacts/types",
        &catalog.contact_types,
        fields::CONTACT_TYPE,
        "ContactType",
        &described,
    );
    add(
        "/company/contacts/departments",
        &catalog.contact_departments,
        fields::CONTACT_DEPARTMENT,
        "ContactDepartment",
        &|_, entry| json!({ "id": entry.id, "name": entry.name, "_info": {} }),
    );
    add(
        "/company/communicationTypes",
        &catalog.communication_types,
        fields::COMMUNICATION_TYPE,
        "CommunicationType",
        &|place, entry| {
            json!({
                "id": entry.id, "description": entry.name, "defaultFlag": place < 2,
                "emailFlag": matches!(place, 0 | 4), "phoneFlag": matches!(place, 1 | 2), "faxFlag": place == 3, "_info": {},
            })
        },
    );
    add(
        "/system/departments",
        &catalog.departments,
        fields::DEPARTMENT,
        "Department",
        &|place, entry| json!({ "id": entry.id, "identifier": (["Services", "Admin", "Sales"][place]), "name": entry.name, "_info": {} }),
    );
    let departments: Vec<i64> = catalog.departments.iter().map(|entry| entry.id).collect();
    add(
        "/system/locations",
        &catalog.locations,
        fields::LOCATION,
        "Location",
        &|place, entry| json!({ "id": entry.id, "name": entry.name, "ownerLevelId": place + 2, "locationFlag": true, "clientFlag": place == 0, "departmentIds": departments, "_info": {} }),
    );
    add(
        "/system/securityroles",
        &catalog.security_roles,
        fields::SECURITY_ROLE,
        "SecurityRole",
        &|place, entry| json!({ "id": entry.id, "name": entry.name, "roleType": if first(place) { "Admin" } else { "Standard" }, "adminFlag": first(place), "inactiveFlag": place == 3, "_info": {} }),
    );
    add("/sales/stages", &catalog.stages, fields::STAGE, "OpportunityStage", &|place, entry| {
        let (id, percent) = catalog.probabilities[place];
        json!({
            "id": entry.id, "name": entry.name, "sequenceNumber": place + 1, "color": "#4a90d9",
            "probability": { "id": id, "name": percent.to_string(), "_info": {} }, "_info": {},
        })
    });
    add(
        "/sales/opportunities/statuses",
        &catalog.opportunity_statuses,
        fields::OPPORTUNITY_STATUS,
        "OpportunityStatus",
        &|place, entry| json!({ "id": entry.id, "name": entry.name, "wonFlag": place == 1, "lostFlag": place == 2, "closedFlag": place > 0, "inactiveFlag": false, "defaultFlag": first(place), "_info": {} }),
    );
    add(
        "/sales/opportunities/types",
        &catalog.opportunity_types,
        fields::OPPORTUNITY_TYPE,
        "OpportunityType",
        &|_, entry| json!({ "id": entry.id, "description": entry.name, "inactiveFlag": false, "_info": {} }),
    );
    add(
        "/project/projectTypes",
        &catalog.project_types,
        fields::PROJECT_TYPE,
        "ProjectType",
        &|place, entry| json!({ "id": entry.id, "name": entry.name, "defaultFlag": first(place), "inactiveFlag": false, "_info": {} }),
    );
    add(
        "/project/statuses",
        &catalog.project_statuses,
        fields::PROJECT_STATUS,
        "ProjectStatus",
        &|place, entry| json!({ "id": entry.id, "name": entry.name, "defaultFlag": first(place), "inactiveFlag": false, "noTimeFlag": place == 3, "closedFlag": place == 3, "_info": {} }),
    );
    add(
        "/company/configurations/types",
        &catalog.configuration_types,
        fields::CONFIGURATION_TYPE,
        "ConfigurationType",
        &|place, entry| json!({ "id": entry.id, "name": entry.name, "inactiveFlag": place == 5, "systemFlag": place < 3, "_info": {} }),
    );
    add(
        "/company/configurations/statuses",
        &catalog.configuration_statuses,
        fields::CONFIGURATION_STATUS,
        "ConfigurationStatus",
        &|place, entry| json!({ "id": entry.id, "description": entry.name, "closedFlag": place == 2, "defaultFlag": first(place), "_info": {} }),
    );
    let chances = catalog.probabilities.iter();
    lists.push(List {
        path: "/sales/probabilities".into(),
        rows: chances
            .map(|(id, percent)| row(json!({ "id": id, "probability": percent, "_info": {} })))
            .collect(),
        fields: fields::PROBABILITY,
        label: "SalesProbability",
    });
    let twins = twins::twins(&lists);
    lists.extend(twins);
    lists
}

fn templates() -> [Entry; 2] {
    [Entry { id: 218, name: "New user setup" }, Entry { id: 231, name: "Server patch night" }]
}
