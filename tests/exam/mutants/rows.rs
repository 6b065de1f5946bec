//! Rows that are read wrongly.

use patchbay_connector_kit::{ConnectorSpec, DecodeFn, Decoded, StreamSpec};
use patchbay_connectors::ALL;
use patchbay_model::{RecordKind, VendorId};
use patchbay_tests::{Size, Stage};
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
    assert!(place < readers.len(), "{}: `at_each_place` needs one place more", spec.id);
    let decode = readers[place];
    let name = first(place).name;
    with_streams(spec, |stream| (stream.name == name).then_some(StreamSpec { decode, ..*stream }))
}

/// A reader for each place in the list, and for some that are still free.
macro_rules! at_each_place {
    ($reader:ident) => {
        &[
            $reader::<0>,
            $reader::<1>,
            $reader::<2>,
            $reader::<3>,
            $reader::<4>,
            $reader::<5>,
            $reader::<6>,
            $reader::<7>,
        ]
    };
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
    |spec| reading(spec, at_each_place!(numbered)),
    rows::ids_are_the_vendors_own_and_tell_rows_apart,
    "is made up"
);

broken!(
    ids_that_several_records_have,
    |spec| reading(spec, at_each_place!(coarse)),
    rows::ids_are_the_vendors_own_and_tell_rows_apart,
    "have the same id"
);

broken!(
    a_row_that_insists_on_every_field,
    |spec| reading(spec, at_each_place!(strict)),
    rows::optional_fields_may_be_null,
    "left: Partly"
);

broken!(
    a_row_that_does_without_an_id,
    |spec| reading(spec, at_each_place!(nameless)),
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
        sends_what_nobody_may_keep(spec).then(|| with_scrub(spec, scrub))
    },
    secrets::of_the_vendors_rows_are_not_kept,
    "_url"
);

broken!(
    /// More is taken out of a row than what must not be kept.
    nothing_of_a_row_is_kept,
    |spec| Some(with_scrub(spec, |_| Some("{}".to_owned()))),
    paging::pages_that_the_vendor_caps_are_all_read,
    "the raw row"
);

fn with_scrub(spec: &ConnectorSpec, scrub: fn(&str) -> Option<String>) -> ConnectorSpec {
    let mut quirks = spec.quirks;
    quirks.scrub = Some(scrub);
    ConnectorSpec { quirks, ..*spec }
}

/// Whether the vendor puts into its rows what lets people in.
fn sends_what_nobody_may_keep(spec: &'static ConnectorSpec) -> bool {
    let stage = Stage::start(spec, Size::SMALL);
    let here = tokio::runtime::Handle::current();
    let stage = tokio::task::block_in_place(|| here.block_on(stage));
    !stage.vendor.never_keep().is_empty()
}
