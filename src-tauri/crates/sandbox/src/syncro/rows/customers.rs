//! Customers and contacts.

use serde_json::{Value, json};

use super::{ACCOUNT, row};
use crate::stage::Row;
use crate::syncro::lists::{List, Lists, moment};
use crate::world::Kind;
use crate::world::dice::roll;

impl Lists {
    pub(in crate::syncro) fn customer(&self, index: u64) -> Row {
        let seen = self.view.company(index);
        let id = self.id(List::Customers, index);
        let (created, updated) = self.stamps(List::Customers, index);
        let mut dice = self.view.own().dice(Kind::Customer, index + 600_000_000);
        let (first, last) = seen.person.unwrap_or_default();
        // A private person has no business name, or an empty one.
        let business = seen.name.or_else(|| index.is_multiple_of(2).then(String::new));
        let properties = if dice.chance(25) {
            json!({ "Account Manager": "Petra Varga", "Contract No": format!("C-{}", dice.below(9_999)) })
        } else {
            json!({})
        };
        let mut customer = row(json!({
            "id": id,
            "firstname": first,
            "lastname": last,
            "fullname": null,
            "business_name": business,
            "email": seen.email,
            "phone": seen.phone,
            "mobile": null,
            "created_at": moment(created),
            "updated_at": moment(updated),
            "pdf_url": null,
            "address": seen.street,
            "address_2": dice.chance(15).then(|| format!("Suite {}", dice.between(2, 40))),
            "city": seen.city,
            "state": seen.state,
            "zip": seen.zip,
            "latitude": null,
            "longitude": null,
            "notes": dice.chance(10).then_some("Ring twice at the back door."),
            "get_sms": false,
            "opt_out": false,
            "disabled": seen.inactive,
            "no_email": dice.chance(8),
            "location_name": null,
            "location_id": null,
            "properties": properties,
            "online_profile_url": format!("{}/my_profile/v2/index?portal_key={}", self.base_url, self.portal_key(id)),
            "tax_rate_id": null,
            "notification_email": null,
            "invoice_cc_emails": null,
            "invoice_term_id": null,
            "referred_by": dice.chance(10).then_some("A neighbour"),
            "ref_customer_id": null,
            "business_and_full_name": null,
            "business_then_name": null,
            "contacts": [],
        }));
        Self::names_follow(&mut customer);
        customer
    }

    /// The names that are put together from others.
    pub(in crate::syncro) fn names_follow(customer: &mut Row) {
        let text = |name: &str| customer.get(name).and_then(Value::as_str).unwrap_or_default();
        let full = format!("{} {}", text("firstname"), text("lastname")).trim().to_owned();
        let business = text("business_name").to_owned();
        let whole = if business.is_empty() || full.is_empty() {
            format!("{business}{full}")
        } else {
            format!("{business} - {full}")
        };
        let shown = if business.is_empty() { full.clone() } else { business };
        customer.insert("fullname".into(), full.into());
        customer.insert("business_and_full_name".into(), whole.into());
        customer.insert("business_then_name".into(), shown.into());
    }

    /// What people see of a customer, whoever renamed it.
    pub(in crate::syncro) fn customer_name(&self, index: u64) -> String {
        let changed = self.ledger(List::Customers).change(index);
        if changed.is_none_or(|change| change.fields.is_empty()) {
            let seen = self.view.company(index);
            let (first, last) = seen.person.unwrap_or_default();
            let full = format!("{first} {last}").trim().to_owned();
            return seen.name.filter(|name| !name.is_empty()).unwrap_or(full);
        }
        let mut row = self.row_at(List::Customers, index);
        let name = row.remove("business_then_name").unwrap_or_default();
        name.as_str().unwrap_or_default().to_owned()
    }

    /// Opens the customer's portal without asking: a secret.
    fn portal_key(&self, id: i64) -> String {
        format!("sandboxportal{:08x}", roll(self.view.own().seed(), 91, id.unsigned_abs()) >> 32)
    }

    pub(in crate::syncro) fn contact(&self, index: u64) -> Row {
        let person = self.view.person(index);
        let (created, updated) = self.stamps(List::Contacts, index);
        let mut dice = self.view.own().dice(Kind::Person, index + 600_000_000);
        let place = person.company.map(|company| self.view.company(company));
        let extension =
            (person.phone.is_some() && dice.chance(20)).then(|| dice.between(100, 899).to_string());
        let phone = person.phone.map(|phone| formatted(&phone, dice.next()));
        row(json!({
            "id": self.id(List::Contacts, index),
            "name": person.name,
            "address1": place.as_ref().filter(|_| dice.chance(50)).map(|place| &place.street),
            "address2": null,
            "city": place.as_ref().map(|place| place.city),
            "state": place.as_ref().map(|place| place.state),
            "zip": place.as_ref().map(|place| &place.zip),
            "email": person.email,
            "phone": phone,
            "mobile": person.mobile.map(|mobile| formatted(&mobile, dice.next())),
            "latitude": dice.chance(10).then(|| dice.between(-8_999, 8_999) as f64 / 100.0),
            "longitude": null,
            "customer_id": person.company.map(|company| self.id(List::Customers, company)),
            "account_id": ACCOUNT,
            "notes": null,
            "created_at": moment(created),
            "updated_at": moment(updated),
            "vendor_id": null,
            "properties": person.title.map_or(json!({}), |title| json!({ "title": title })),
            "opt_out": false,
            "extension": extension,
        }))
    }
}

/// A number of ten digits as people type it.
fn formatted(digits: &str, chance: u64) -> String {
    let (Some(area), Some(middle), Some(end)) =
        (digits.get(..3), digits.get(3..6), digits.get(6..))
    else {
        return digits.to_owned();
    };
    match chance % 4 {
        0 => format!("({area}) {middle}-{end}"),
        1 => format!("{area}.{middle}.{end}"),
        2 => format!("+1 {area}-{middle}-{end}"),
        _ => digits.to_owned(),
    }
}
