//! Companies and contacts.

use serde_json::{Value, json};

use super::{Row, Source, Stream, day, guid, href, info, moment, reference, row};
use crate::connectwise::catalog::{Entry, any};
use crate::world::{Customer, CustomerKind, Kind};

/// The vendor's short name of a company: capitals, at most 30.
pub(super) fn identifier(customer: &Customer) -> String {
    let mut short: String = customer.slug.split('-').collect::<String>().to_uppercase();
    if short.len() > 30 {
        // Keeps the end too, where the number of a repeated name stands.
        short = format!("{}{}", &short[..22], &short[short.len() - 8..]);
    }
    short
}

impl Source {
    pub(super) fn company(&self, index: u64) -> Row {
        let customer = self.world.customer(index);
        let id = self.id(Stream::Company, index);
        let stamps = self.world.stamps(Kind::Customer, index);
        let mut dice = self.world.dice(Kind::Customer, index + 600_000_000);
        let recycled = customer.kind == CustomerKind::Recycled;
        let (status, kind) = self.status_and_type(index);
        let mut housekeeping = info(stamps, "JDoe");
        housekeeping["contacts_href"] =
            href(&format!("company/contacts?conditions=company/id={id}")).into();
        let real = customer.kind != CustomerKind::Catchall;
        row(json!({
            "id": id,
            "identifier": identifier(&customer),
            "name": customer.name,
            "status": reference(status, "status", "company/companies/statuses"),
            "types": [{ "id": kind.id, "name": kind.name }],
            "addressLine1": real.then_some(&customer.street),
            "city": real.then_some(customer.city),
            "state": real.then_some(customer.state),
            "zip": real.then_some(&customer.zip),
            "country": real.then(|| json!({ "id": 1, "name": "United States", "_info": {} })),
            "phoneNumber": real.then_some(&customer.phone),
            "faxNumber": dice.chance(20).then_some(&customer.phone),
            "website": (real && dice.chance(85)).then(|| format!("www.{}", customer.domain)),
            "territory": reference(any(&self.catalog.locations, id.unsigned_abs()), "location", "system/locations"),
            "accountNumber": dice.chance(40).then(|| format!("A-{id}")),
            "defaultContact": self.world.primary_of(index).filter(|_| index < self.count(Stream::Company)).map(|person| self.contact_reference(person)),
            "dateAcquired": day(stamps.entered),
            "annualRevenue": dice.chance(50).then(|| dice.between(2, 900) * 25_000),
            "numberOfEmployees": dice.chance(70).then_some(customer.employees),
            "leadFlag": customer.kind == CustomerKind::Prospect,
            "unsubscribeFlag": false,
            "deletedFlag": recycled,
            "dateDeleted": recycled.then(|| moment(stamps.updated)),
            "deletedBy": recycled.then_some("JDoe"),
            "mobileGuid": guid("company", id),
            "isVendorFlag": customer.kind == CustomerKind::Vendor,
            "territoryManager": self.member_reference(5),
            "site": { "id": 1_000 + id, "name": "Main", "_info": { "site_href": href(&format!("company/companies/{id}/sites/{}", 1_000 + id)) } },
            "customFields": self.custom_field(1, "company_overview", dice.chance(30).then(|| format!("C-{:05}", dice.below(99_999)))),
            "_info": housekeeping,
        }))
    }

    fn status_and_type(&self, index: u64) -> (&Entry, &Entry) {
        let kind = self.world.customer_kind(index);
        let (status, of_type) = places_of(kind);
        let on_hold = kind == CustomerKind::Active
            && self.world.dice(Kind::Customer, index + 610_000_000).chance(5);
        let status = if on_hold { 3 } else { status };
        (&self.catalog.company_statuses[status], &self.catalog.company_types[of_type])
    }

    pub(super) fn company_glance(&self, index: u64, path: &str) -> Option<Value> {
        match path {
            "deletedFlag" => {
                Some((self.world.customer_kind(index) == CustomerKind::Recycled).into())
            }
            "status/id" => Some(self.status_and_type(index).0.id.into()),
            "name" => Some(self.world.customer(index).name.into()),
            "identifier" => Some(identifier(&self.world.customer(index)).into()),
            _ => None,
        }
    }

    pub(super) fn contact(&self, index: u64) -> Row {
        let person = self.world.person(index);
        let id = self.id(Stream::Contact, index);
        let stamps = self.world.stamps(Kind::Person, index);
        let mut dice = self.world.dice(Kind::Person, index + 600_000_000);
        let types: Vec<Value> = self
            .catalog
            .contact_types
            .iter()
            .filter(|_| dice.chance(if person.primary { 55 } else { 18 }))
            .map(|kind| json!({ "id": kind.id, "name": kind.name }))
            .collect();
        let ways = self.communication_items(index);
        let phone = person.phone.as_ref().or(person.mobile.as_ref());
        let kind_of_phone = if person.phone.is_some() { "Direct" } else { "Cell" };
        row(json!({
            "id": id,
            "firstName": person.first,
            "lastName": person.last,
            "company": person.customer.map(|customer| self.company_reference(customer)),
            "title": person.title,
            "department": dice.chance(35).then(|| reference(any(&self.catalog.contact_departments, dice.next()), "department", "company/contacts/departments")),
            "inactiveFlag": person.inactive,
            "defaultFlag": person.primary,
            "defaultBillingFlag": person.primary && dice.chance(60),
            "defaultPhoneType": phone.map(|_| kind_of_phone),
            "defaultPhoneNbr": phone,
            "portalSecurityLevel": dice.between(1, 6),
            "disablePortalLoginFlag": dice.chance(50),
            "unsubscribeFlag": false,
            "mobileGuid": guid("contact", id),
            "types": (!types.is_empty()).then_some(types),
            // Missing, not empty, on people without any.
            "communicationItems": (!ways.is_empty()).then_some(ways),
            "customFields": self.custom_field(2, "contact_overview", None),
            "_info": info(stamps, "RKlein"),
        }))
    }

    pub(super) fn contact_glance(&self, index: u64, path: &str) -> Option<Value> {
        match path {
            "company/id" => Some(match self.world.customer_of(index) {
                Some(customer) => self.id(Stream::Company, customer).into(),
                None => Value::Null,
            }),
            "inactiveFlag" => Some(self.world.person(index).inactive.into()),
            _ => None,
        }
    }

    /// Mail and phone entries of a contact. The mail entry is not always the first one.
    fn communication_items(&self, index: u64) -> Vec<Value> {
        let person = self.world.person(index);
        let first = self.id(Stream::Contact, index) * 4 + 11;
        let kinds = &self.catalog.communication_types;
        let mut items = Vec::new();
        if let Some(phone) = person.phone {
            items.push(json!({
                "id": first + 1,
                "type": reference(&kinds[1], "type", "company/communicationTypes"),
                "value": phone,
                "extension": index.is_multiple_of(4).then(|| (100 + index % 800).to_string()),
                "defaultFlag": true,
                "communicationType": "Phone",
            }));
        }
        if let Some(mobile) = person.mobile {
            items.push(json!({
                "id": first + 2,
                "type": reference(&kinds[2], "type", "company/communicationTypes"),
                "value": mobile,
                "defaultFlag": items.is_empty(),
                "communicationType": "Phone",
            }));
        }
        if let Some(email) = person.email {
            let domain = email.split_once('@').map(|(_, domain)| format!("@{domain}"));
            items.push(json!({
                "id": first,
                "type": reference(&kinds[0], "type", "company/communicationTypes"),
                "value": email,
                "defaultFlag": true,
                "domain": domain,
                "communicationType": "Email",
            }));
        }
        items
    }
}

/// Positions of status and type in the catalog.
fn places_of(kind: CustomerKind) -> (usize, usize) {
    match kind {
        CustomerKind::Own => (0, 4),
        CustomerKind::Catchall => (0, 4),
        CustomerKind::Vendor => (0, 2),
        CustomerKind::Active => (0, 0),
        CustomerKind::Prospect => (2, 1),
        CustomerKind::Former => (1, 3),
        CustomerKind::Recycled => (1, 0),
    }
}
