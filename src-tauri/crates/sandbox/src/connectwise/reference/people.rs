//! Members of the invented MSP and the rights of the one that programs sign in with.

use serde_json::json;

use crate::connectwise::rows::{Row, Source, moment, reference, row};
use crate::world::World;

/// The members with all their fields.
pub(super) fn members(source: &Source) -> Vec<Row> {
    let catalog = &source.catalog;
    let rows = catalog.members.iter().zip(World::staff()).map(|(&id, staff)| {
        let role = match (staff.license, staff.identifier) {
            ('A', _) => &catalog.security_roles[2],
            (_, "JDoe") => &catalog.security_roles[0],
            _ => &catalog.security_roles[1],
        };
        row(json!({
            "id": id,
            "identifier": staff.identifier,
            "firstName": staff.first,
            "lastName": staff.last,
            "title": staff.title,
            "licenseClass": staff.license.to_string(),
            "officeEmail": (staff.license != 'A').then(|| format!("{}@bluegate-it.example.com", staff.identifier.to_lowercase())),
            "officePhone": "8135550100",
            "defaultEmail": "Office",
            "defaultPhone": "Office",
            "securityRole": reference(role, "securityRole", "system/securityroles"),
            "adminFlag": staff.identifier == "JDoe",
            "inactiveFlag": staff.inactive,
            "timeZone": { "id": 2, "name": "US Eastern", "_info": {} },
            "excludedServiceBoardIds": [],
            "hireDate": "2023-01-09T00:00:00Z",
            "_info": { "lastUpdated": moment(source.world.now() - chrono::Duration::days(40 + id % 50)), "updatedBy": "JDoe" },
        }))
    });
    rows.collect()
}

/// The twin with few fields that needs less permission.
pub(super) fn member_infos(source: &Source) -> Vec<Row> {
    let rows = source.catalog.members.iter().zip(World::staff()).map(|(&id, staff)| {
        row(json!({
            "id": id,
            "identifier": staff.identifier,
            "firstName": staff.first,
            "lastName": staff.last,
            "fullName": format!("{} {}", staff.first, staff.last),
            "defaultEmail": (staff.license != 'A').then(|| format!("{}@bluegate-it.example.com", staff.identifier.to_lowercase())),
            "licenseClass": staff.license.to_string(),
            "inactiveFlag": staff.inactive,
            "_info": {},
        }))
    });
    rows.collect()
}

/// The rights of the API member's role.
pub(super) fn rights() -> Vec<Row> {
    const AREAS: &[(&str, &str, &str)] = &[
        ("CO", "Companies", "Company Maintenance"),
        ("CO", "Companies", "Contacts"),
        ("CO", "Companies", "Configurations"),
        ("SR", "Service Desk", "Service Tickets"),
        ("SR", "Service Desk", "Close Service Tickets"),
        ("PM", "Project", "Project Headers"),
        ("PM", "Project", "Project Tickets"),
        ("SA", "Sales", "Opportunity"),
        ("SY", "System", "Member Maintenance"),
        ("SY", "System", "Table Setup"),
    ];
    let rows = (1..).zip(AREAS).map(|(number, (module, module_name, function))| {
        let writes = if *module == "SY" { "None" } else { "All" };
        row(json!({
            "id": number,
            "addLevel": writes, "editLevel": writes, "deleteLevel": "None", "inquireLevel": "All",
            "moduleFunctionName": function, "moduleFunctionDescription": "",
            "moduleFunctionIdentifier": format!("{module}_{}", function.replace(' ', "")),
            "moduleIdentifier": module, "moduleName": module_name, "moduleDescription": module_name,
            "myAllFlag": true, "reportFlag": false, "restrictFlag": false, "customFlag": false,
            "sortOrder": number, "_info": {},
        }))
    });
    rows.collect()
}
