//! Wrong paging.

use patchbay_connector_kit::{Clause, ConnectorSpec, Paging, RowsAt, StreamSpec};

use super::{broken, with_streams};
use crate::{contract, paging, resume, waiting};

fn with_paging(
    spec: &ConnectorSpec,
    damage: impl Fn(Paging) -> Option<Paging>,
) -> Option<ConnectorSpec> {
    with_streams(spec, |stream| Some(StreamSpec { paging: damage(stream.paging)?, ..*stream }))
}

broken!(
    /// The vendor's own size of a page comes instead of ours.
    the_size_of_a_page_by_a_wrong_name,
    |spec| with_paging(spec, |paging| match paging {
        Paging::Number { param, size, order, .. } =>
            Some(Paging::Number { param, size_param: "rowsOnAPage", size, order }),
        _ => None,
    }),
    paging::a_full_last_page_ends_the_read,
    "requests"
);

broken!(
    /// The first page comes again and again.
    the_number_of_a_page_by_a_wrong_name,
    |spec| with_paging(spec, |paging| match paging {
        Paging::Number { size_param, size, order, .. } =>
            Some(Paging::Number { param: "pageNo", size_param, size, order }),
        Paging::Page { total, .. } => Some(Paging::Page { param: "pageNo", total }),
        _ => None,
    }),
    paging::three_pages_with_sparse_ids_arrive_whole_and_side_by_side,
    "page_repeats"
);

broken!(
    a_read_that_stops_after_the_first_page,
    |spec| with_streams(spec, |stream| {
        let is_paged = !matches!(stream.paging, Paging::None);
        is_paged.then_some(StreamSpec { paging: Paging::None, ..*stream })
    }),
    paging::pages_that_the_vendor_caps_are_all_read,
    "is missing"
);

broken!(
    /// One page too many is asked for, because nobody saw how many there are.
    the_number_of_pages_at_a_wrong_place,
    |spec| with_paging(spec, |paging| match paging {
        Paging::Page { param, .. } => Some(Paging::Page { param, total: "meta.pages_in_all" }),
        _ => None,
    }),
    paging::a_full_last_page_ends_the_read,
    "requests"
);

broken!(
    rows_at_a_wrong_place,
    |spec| with_streams(spec, |stream| {
        let rows_at = match stream.rows_at {
            RowsAt::Body | RowsAt::Field(_) => RowsAt::Field("rows_in_all"),
            RowsAt::Named { path, row, .. } => RowsAt::Named { list: "rows_in_all", path, row },
            RowsAt::Single(_) => return None,
        };
        Some(StreamSpec { rows_at, ..*stream })
    }),
    contract::every_request_says_who_asks_and_for_which_page,
    "RunOutcome::Done"
);

broken!(
    /// What follows a row cannot be told without an order, so a read cannot go on where it stopped.
    pages_in_no_order,
    |spec| with_paging(spec, |paging| match paging {
        Paging::Number { param, size_param, size, .. } =>
            Some(Paging::Number { param, size_param, size, order: None }),
        _ => None,
    }),
    resume::a_cancelled_read_goes_on_without_loss_or_double,
    "goes on"
);

broken!(
    /// A read that goes on begins at the first row again.
    a_place_that_the_vendor_does_not_understand,
    |spec| with_streams(spec, |stream| {
        stream.after_id?;
        let after_id = Some((|id| Clause { param: "behind", text: id.to_owned() }) as fn(&str) -> _);
        Some(StreamSpec { after_id, ..*stream })
    }),
    resume::a_cancelled_read_goes_on_without_loss_or_double,
    "read twice"
);

broken!(
    more_requests_at_once_than_is_polite,
    |spec| {
        let mut limits = spec.limits;
        limits.at_once = 64;
        Some(ConnectorSpec { limits, ..*spec })
    },
    contract::no_more_requests_run_at_once_than_the_table_allows,
    "every chair"
);

broken!(
    more_requests_in_a_minute_than_is_allowed,
    |spec| {
        let mut limits = spec.limits;
        limits.per_minute = 100_000;
        (spec.limits.shared == patchbay_connector_kit::Shared::Address)
            .then_some(ConnectorSpec { limits, ..*spec })
    },
    contract::no_more_is_asked_in_a_minute_than_the_vendor_allows,
    "100000"
);

broken!(
    a_limiter_for_each_where_the_vendor_counts_all,
    |spec| {
        let mut limits = spec.limits;
        limits.shared = patchbay_connector_kit::Shared::Integration;
        (limits != spec.limits).then_some(ConnectorSpec { limits, ..*spec })
    },
    contract::no_more_is_asked_in_a_minute_than_the_vendor_allows,
    "counted together"
);

broken!(
    a_pause_that_is_not_as_long_as_the_vendor_says,
    |spec| Some(ConnectorSpec {
        retry_after: patchbay_connector_kit::RetryAfter::SecondsHeader("x-pause"),
        ..*spec
    }),
    waiting::for_seconds,
    "it waits for"
);
