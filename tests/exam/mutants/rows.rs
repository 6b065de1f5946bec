//! Rows that are read wrongly.

use patchbay_connector_kit::{ConnectorSpec, DecodeFn, Decoded, StreamSpec};
use patchbay_connectors::ALL;
use patchbay_model::{RecordKind, VendorId};
use serde_json::Value;

use super::{broken, with_streams};
use crate::{paging, rows, secrets};

type Read = Result<Decoded, (String, String)>;

/// The first stream of records of the connector at that place in the list.
fn first(place: usize) -> &'static StreamSpec {
    let mut streams = ALL[place].streams.iter();
    streams.find(|stream| stream.kind != RecordKind::Reference).unwrap()
}

/// The table whose first stream of records is read by one of these, by its place in the list.
fn reading(spec: &ConnectorSpec, readers: &[DecodeFn]) -> Option<ConnectorSpec> {
    let place = ALL.iter().position(|known| known.id == spec.id)?;
    let decode = *readers.get(place)?;
    let name = first(place).name;
    with_streams(spec, |stream| (stream.name == name).then_some(StreamSpec { decode, ..*stream }))
}

/// Numbers its records by itself.
fn numbered<const PLACE: usize>(text: &str, parent: Option<&VendorId>) -> Read {
    let read = (first(PLACE).decode)(text, parent)?;
    let vendor_id = VendorId(format!("{}-{}", first(PLACE).name, read.vendor_id));
    Ok(Decoded { vendor_id, ..read })
}

/// Takes many for one.
fn coarse<const PLACE: usize>(text: &str, parent: Option<&VendorId>) -> Read {
    let read = (first(PLACE).decode)(text, parent)?;
    let vendor_id = VendorId(read.vendor_id.0.chars().take(2).collect());
    Ok(Decoded { vendor_id, ..read })
}

/// Insists on every field.
fn strict<const PLACE: usize>(text: &str, parent: Option<&VendorId>) -> Read {
    let row: Value = serde_json::from_str(text).unwrap_or_default();
    let fields = row.as_object().into_iter().flatten();
    match fields.into_iter().find(|(_, value)| value.is_null()) {
        Some((field, _)) => Err((field.clone(), "is missing".to_owned())),
        None => (first(PLACE).decode)(text, parent),
    }
}

/// Does without the id.
fn nameless<const PLACE: usize>(text: &str, parent: Option<&VendorId>) -> Read {
    (first(PLACE).decode)(text, parent).or_else(|_| {
        let mut row: Value = serde_json::from_str(text).unwrap_or_default();
        row["id"] = 1.into();
        (first(PLACE).decode)(&row.to_string(), parent)
    })
}

broken!(
    ids_that_are_made_up,
    |spec| reading(spec, &[numbered::<0>, numbered::<1>]),
    rows::ids_are_the_vendors_own_and_tell_rows_apart,
    "is made up"
);

broken!(
    ids_that_several_records_have,
    |spec| reading(spec, &[coarse::<0>, coarse::<1>]),
    rows::ids_are_the_vendors_own_and_tell_rows_apart,
    "have the same id"
);

broken!(
    a_row_that_insists_on_every_field,
    |spec| reading(spec, &[strict::<0>, strict::<1>]),
    rows::optional_fields_may_be_null,
    "left: Partly"
);

broken!(
    a_row_that_does_without_an_id,
    |spec| reading(spec, &[nameless::<0>, nameless::<1>]),
    rows::a_row_without_an_id_is_named_and_costs_no_other,
    "right: Partly"
);

broken!(
    /// A field that the row reads is not asked for.
    a_field_that_is_forgotten,
    |spec| {
        spec.fields_param?;
        with_streams(spec, |stream| {
            let fields: Vec<_> = stream.fields.iter().copied().filter(|name| *name != "name").collect();
            (fields.len() < stream.fields.len())
                .then(|| StreamSpec { fields: fields.leak(), ..*stream })
        })
    },
    paging::pages_that_the_vendor_caps_are_all_read,
    "differs"
);

broken!(
    what_lets_people_in_is_kept,
    |spec| {
        let scrub = |row: &str| -> Option<String> { row.is_empty().then(String::new) };
        let mut quirks = spec.quirks;
        quirks.scrub = Some(scrub);
        spec.quirks.same_refusal.map(|_| ConnectorSpec { quirks, ..*spec })
    },
    secrets::of_the_vendors_rows_are_not_kept,
    "_url"
);
