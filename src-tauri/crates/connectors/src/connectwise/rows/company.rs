//! Companies: `/company/companies`.

use patchbay_connector_kit::{Decoded, RowShape};
use patchbay_model::{Address, Company, Record, VendorId};
use serde::Deserialize;

use super::{CustomValue, Info, custom_fields, decoded, times};
use crate::loose::{Flag, List, Part, Reference, Text};

/// A company as the vendor sends it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::connectwise) struct CompanyRow {
    id: Text,
    identifier: Text,
    name: Text,
    status: Reference,
    types: List<Reference>,
    phone_number: Text,
    website: Text,
    address_line1: Text,
    address_line2: Text,
    city: Text,
    state: Text,
    zip: Text,
    country: Reference,
    territory: Reference,
    default_contact: Reference,
    parent_company: Reference,
    is_vendor_flag: Flag,
    deleted_flag: Flag,
    custom_fields: List<CustomValue>,
    #[serde(rename = "_info")]
    info: Part<Info>,
}

impl RowShape for CompanyRow {
    fn into_decoded(self, _: Option<&VendorId>) -> Result<Decoded, (String, String)> {
        let mut company = Company {
            name: self.name.0.or_else(|| self.identifier.0.clone()).unwrap_or_default(),
            identifier: self.identifier.0,
            status: self.status.0,
            types: self.types.0.into_iter().filter_map(|found| found.0).collect(),
            phone: self.phone_number.0,
            website: self.website.0,
            address: Address {
                line1: self.address_line1.0,
                line2: self.address_line2.0,
                city: self.city.0,
                state: self.state.0,
                zip: self.zip.0,
                country: self.country.0.map(|country| country.name),
            },
            territory: self.territory.0,
            primary_contact: self.default_contact.0,
            parent: self.parent_company.0,
            is_supplier: self.is_vendor_flag.is_on(),
            deleted: self.deleted_flag.is_on(),
            custom_fields: custom_fields(self.custom_fields),
            ..Company::default()
        };
        times!(self.info, company);
        decoded(self.id, &self.info, Record::Company(Box::new(company)))
    }
}
