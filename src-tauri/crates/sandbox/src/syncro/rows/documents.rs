//! Documents that are no records: who am I, settings, users.

use serde_json::{Value, json};

use crate::stage::object;
use crate::syncro::lists::{List, Lists, moment};
use crate::syncro::settings::{
    ASSET_TYPES, PRIORITIES, PROBLEM_TYPES, STATUSES, TICKET_TYPES, USERS, User,
};

impl Lists {
    /// Who the token belongs to. It echoes a secret, and its permissions are the user's, not the token's.
    pub(in crate::syncro) fn me(&self, token: &str) -> Value {
        let user = self.settings.users.first();
        let all = json!({ "read": true, "write": true, "delete": true });
        json!({
            "user_token": token,
            "user_email": user.map(|user| &user.email),
            "user_name": user.map(|user| &user.name),
            "user_id": user.map(|user| user.id),
            "admin": true,
            "can_use_app": true,
            "two_factor_required": false,
            "subdomain": "bluegate-sandbox",
            "default_location": null,
            "enable_multi_locations": false,
            "locations_allowed": [],
            "permissions": {
                "asset": all, "customer": all, "ticket": all, "invoice": all, "payment": all,
                "worksheet": { "add": true, "manage": true, "delete": true },
                "script": { "execute": true },
            },
        })
    }

    /// Settings of tickets.
    pub(in crate::syncro) fn ticket_settings(&self) -> Value {
        let users = self.settings.entries(USERS).into_iter();
        let users: Vec<Value> =
            users.map(|pair| json!({ "id": pair[0], "name": pair[1] })).collect();
        json!({
            "ticket_status_list": self.settings.entries(STATUSES),
            "default_labor_product_id": null,
            "ticket_timer_charge_by_default": null,
            "saved_searches": [],
            "ticket_types": self.settings.entries(TICKET_TYPES),
            "ticket_type_fields": [],
            "ticket_type_field_answers": [],
            "appointment_types": [],
            "users": users,
            "dashboard_settings": null,
            "worksheet_templates": [],
            "require_ticket_type": null,
            "require_intake_form_with_ticket": null,
            "require_outtake_form_with_ticket": null,
            "ticket_workflow_default_id": null,
        })
    }

    /// Settings of the account.
    pub(in crate::syncro) fn account_settings(&self) -> Value {
        json!({
            "customers": { "required_fields": null, "customer_fields": [], "customer_field_answers": [] },
            "assets": {
                "asset_types": self.settings.entries(ASSET_TYPES),
                "asset_type_fields": [],
                "asset_type_field_answers": [],
            },
            "locale": {
                "iso_code": "en",
                "currency_symbol": "$",
                "date_format": "mm-dd-yy",
                "time_format": "hh:mm tt",
                "time_zone": "America/Phoenix",
                "time_offset": "-07:00",
            },
            "ticket": {
                "ticket_types": self.settings.entries(TICKET_TYPES),
                "ticket_type_fields": [],
                "ticket_type_field_answers": [],
                "problem_types": self.settings.entries(PROBLEM_TYPES),
                "priorities": self.settings.entries(PRIORITIES),
            },
            "business_hours_enabled": false,
            "business_hours": [],
            "default_holiday_calendar": "USA",
            "msp_addon": null,
        })
    }

    /// One of the staff, those who left as well.
    pub(in crate::syncro) fn user(&self, user: &User) -> Value {
        let (created, updated) = self.stamps(List::Contacts, 0);
        json!({
            "id": user.id,
            "email": user.email,
            "full_name": user.name,
            "created_at": moment(created),
            "updated_at": moment(updated),
            "group": user.group,
            "admin": user.group == "Admins",
            "color": "3a6ea5",
        })
    }

    /// One of the staff by id.
    pub(in crate::syncro) fn user_alone(&self, id: i64) -> Option<Value> {
        let known = self.settings.users.iter().find(|user| user.id == id);
        let listed = self.settings.lists.get(USERS)?.get(&id);
        let mut row = match known {
            Some(user) => object(self.user(user)),
            None => {
                object(json!({ "id": id, "email": format!("user{id}@bluegate-it.example.com") }))
            }
        };
        if let Some(pair) = listed {
            row.insert("full_name".into(), pair[1].clone());
        } else if !known?.left {
            return None;
        }
        Some(row.into())
    }
}
