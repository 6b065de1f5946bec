//! Assets: the vendor's word for devices.

use serde_json::{Value, json};

use super::{ACCOUNT, row};
use crate::stage::Row;
use crate::syncro::lists::{List, Lists, moment};
use crate::syncro::settings::asset_type;
use crate::world::Kind;

impl Lists {
    pub(in crate::syncro) fn asset(&self, index: u64) -> Row {
        let seen = self.view.device(index);
        let id = self.id(List::Assets, index);
        let (created, updated) = self.stamps(List::Assets, index);
        let mut dice = self.view.own().dice(Kind::Device, index + 600_000_000);
        let device = &seen.device;
        let managed = matches!(device.kind, "Workstation" | "Laptop" | "Server");
        let contact = (managed && dice.chance(60))
            .then(|| self.view.person_of(seen.company, dice.next()))
            .flatten();
        let properties = if managed {
            json!({ "kabuto_information": {
                "last_synced_at": moment(updated),
                "last_user": dice.chance(70).then_some("CORP\\user"),
                "general": {
                    "name": device.name,
                    "domain": "corp.example.com",
                    "ip": format!("203.0.113.{}", dice.between(2, 250)),
                    "manufacturer": "Example Computers",
                    "model": device.model,
                    "serial_number": seen.serial,
                    "form_factor": device.kind,
                },
                "os": { "name": device.system, "pending_reboot": dice.chance(20) },
                "network_adapters": [{
                    "name": "Ethernet",
                    "ipv4": device.address,
                    "physical_address": device.mac,
                }],
            } })
        } else {
            json!({ "Model": device.model, "IP Address": device.address, "Ports": dice.between(4, 48) })
        };
        row(json!({
            "id": id,
            "name": seen.name,
            "customer_id": self.id(List::Customers, seen.company),
            "contact_id": contact.map(|contact| self.id(List::Contacts, contact)),
            "created_at": moment(created),
            "updated_at": moment(updated),
            "properties": in_a_string_now_and_then(properties, index),
            "asset_type": asset_type(device.kind, device.system),
            "asset_serial": seen.serial,
            "external_rmm_link": null,
            "customer": self.customer_inside(seen.company),
            "rmm_links": [],
            "rmm_store": managed.then(|| json!({
                "id": id * 2 + 1,
                "asset_id": id,
                "account_id": ACCOUNT,
                "triggers": triggers(device.retired),
                "windows_updates": "{}",
                "emsisoft": {},
                "general": in_a_string_now_and_then(json!({}), index + 1),
                "created_at": moment(created),
                "updated_at": moment(updated),
                "override_alert_agent_offline_mins": null,
                "override_alert_agent_rearm_after_mins": null,
                "override_low_hd_threshold": null,
                "override_autoresolve_offline_alert": null,
            })),
            "has_live_chat": managed,
            "snmp_enabled": if managed { Value::Null } else { dice.chance(50).into() },
            "address": null,
        }))
    }

    /// The customer inside an asset: a few fields fewer than in its own list.
    fn customer_inside(&self, company: u64) -> Option<Value> {
        let mut customer = self.row(List::Customers, self.id(List::Customers, company))?;
        customer.remove("contacts");
        customer.remove("location_name");
        let properties = customer.remove("properties").unwrap_or_default();
        customer.insert("properties".into(), in_a_string_now_and_then(properties, company));
        Some(customer.into())
    }
}

/// What the agent watches: words, not booleans.
fn triggers(is_offline: bool) -> Value {
    const QUIET: [&str; 9] = [
        "bsod_triggered",
        "time_triggered",
        "no_av_triggered",
        "defrag_triggered",
        "firewall_triggered",
        "app_crash_triggered",
        "low_hd_space_triggered",
        "smart_failure_triggered",
        "device_manager_triggered",
    ];
    let quiet = QUIET.into_iter().map(|name| (name, "false".to_owned()));
    quiet.chain([("agent_offline_triggered", is_offline.to_string())]).collect()
}

/// An object, or the text of it on every fourth record.
fn in_a_string_now_and_then(value: Value, index: u64) -> Value {
    if index % 4 == 2 { value.to_string().into() } else { value }
}
