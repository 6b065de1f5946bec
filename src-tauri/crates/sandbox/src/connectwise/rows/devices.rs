//! Configurations: the vendor's word for devices.

use chrono::Duration;
use serde_json::json;

use super::{Row, Source, Stream, day, guid, info, moment, reference, row};
use crate::world::Kind;

impl Source {
    pub(super) fn configuration(&self, index: u64) -> Row {
        let device = self.world.device(index);
        let id = self.id(Stream::Configuration, index);
        let stamps = self.world.stamps(Kind::Device, index);
        let mut dice = self.world.dice(Kind::Device, index + 600_000_000);
        let types = &self.catalog.configuration_types;
        let kind = types.iter().find(|entry| entry.name == device.kind).unwrap_or(&types[0]);
        let status = &self.catalog.configuration_statuses[if device.retired { 2 } else { 0 }];
        let known = !device.system.is_empty();
        row(json!({
            "id": id,
            "name": device.name,
            "type": reference(kind, "type", "company/configurations/types"),
            "status": reference(status, "status", "company/configurations/statuses"),
            "company": self.company_reference(device.customer),
            "contact": device.user.map(|person| self.contact_reference(person)),
            "deviceIdentifier": dice.chance(60).then(|| guid("device", id)),
            "serialNumber": dice.chance(92).then_some(device.serial),
            "modelNumber": device.model,
            "tagNumber": dice.chance(30).then(|| format!("{:05}", dice.below(99_999))),
            "purchaseDate": day(stamps.entered),
            "installationDate": moment(stamps.entered + Duration::days(3)),
            "warrantyExpirationDate": dice.chance(70).then(|| day(stamps.entered + Duration::days(1_095))),
            "macAddress": device.mac,
            "ipAddress": device.address,
            "osType": known.then_some(device.system),
            "osInfo": known.then_some("10.0.26100"),
            "cpuSpeed": known.then_some("2.10 GHz"),
            "ram": known.then(|| format!("{} GB", [8, 16, 32, 64][usize::try_from(dice.below(4)).unwrap_or(0)])),
            "lastLoginName": (known && dice.chance(70)).then_some("CORP\\user"),
            "activeFlag": !device.retired,
            "billFlag": true,
            "needsRenewalFlag": false,
            "showRemoteFlag": false,
            "showAutomateFlag": false,
            "mobileGuid": guid("configuration", id),
            "questions": [{
                "answerId": id * 2 + 1,
                "questionId": 77,
                "question": "Managed by",
                "answer": if device.retired { json!(null) } else { json!("RMM agent") },
                "sequenceNumber": 1.0,
                "numberOfDecimals": 0,
                "fieldType": "Text",
                "requiredFlag": false,
            }],
            "_info": info(stamps, "TOduya"),
        }))
    }
}
