//! Changes, deletions and filters that go wrong.

use std::time::Duration;

use chrono::SecondsFormat;
use patchbay_connector_kit::{Clause, ConnectorSpec, Deletes, Delta, FilterSpec, StreamSpec};

use super::{broken, with_streams};
use crate::{changes, filters, gone, paging};

fn with_delta(
    spec: &ConnectorSpec,
    damage: impl Fn(Delta) -> Option<Delta>,
) -> Option<ConnectorSpec> {
    with_streams(spec, |stream| Some(StreamSpec { delta: damage(stream.delta)?, ..*stream }))
}

fn with_filters(
    spec: &ConnectorSpec,
    damage: impl Fn(&FilterSpec) -> FilterSpec,
) -> Option<ConnectorSpec> {
    let filters: Vec<_> = spec.filters.iter().map(damage).collect();
    (!filters.is_empty()).then(|| ConnectorSpec { filters: filters.leak(), ..*spec })
}

/// The same delta with another overlap.
fn overlapping(delta: Delta, overlap: Duration) -> Option<Delta> {
    Some(match delta {
        Delta::SinceParam { param, .. } => Delta::SinceParam { param, overlap },
        Delta::FilterExpr { since, .. } => Delta::FilterExpr { since, overlap },
        Delta::None => return None,
    })
}

broken!(
    changes_without_overlap,
    |spec| with_delta(spec, |delta| overlapping(delta, Duration::ZERO)),
    changes::changes_are_asked_for_with_overlap,
    "overlap.is_zero|not what changed"
);

broken!(
    /// Enough for clocks that differ, not for a vendor that counts days.
    an_overlap_that_is_too_short_for_the_vendor,
    |spec| with_delta(spec, |delta| match delta {
        Delta::SinceParam { overlap, .. } if overlap > Duration::from_secs(12 * 3600) =>
            overlapping(delta, Duration::from_secs(600)),
        _ => None,
    }),
    changes::changes_are_asked_for_with_overlap,
    "not what changed"
);

broken!(
    /// Everything comes each time.
    changes_by_a_parameter_that_the_vendor_does_not_know,
    |spec| with_delta(spec, |delta| match delta {
        Delta::SinceParam { overlap, .. } =>
            Some(Delta::SinceParam { param: "changed_since", overlap }),
        Delta::FilterExpr { overlap, .. } => Some(Delta::FilterExpr {
            since: |moment| Clause {
                param: "changed_since",
                text: moment.to_rfc3339_opts(SecondsFormat::Secs, true),
            },
            overlap,
        }),
        Delta::None => None,
    }),
    changes::changes_are_asked_for_with_overlap,
    "sends everything"
);

broken!(
    deletions_that_nobody_looks_for,
    |spec| with_streams(spec, |stream| Some(StreamSpec { deletes: Deletes::Never, ..*stream })),
    gone::a_deleted_record_is_found_by_sweep_and_by_full_read,
    "right: (Done, 2)"
);

broken!(
    a_mark_of_deletion_that_nobody_reads,
    |spec| with_streams(spec, |stream| match stream.deletes {
        Deletes::FlagOrAbsence { .. } =>
            Some(StreamSpec { deletes: Deletes::ByAbsence, ..*stream }),
        _ => None,
    }),
    gone::a_record_in_the_recycle_bin_is_gone_as_deleted,
    "it looks alive"
);

broken!(
    /// What a read has missed counts as gone, because it cannot be asked for.
    records_that_are_not_asked_for_before_they_go,
    |spec| with_streams(spec, |stream| {
        stream.by_ids?;
        Some(StreamSpec { by_ids: None, ..*stream })
    }),
    gone::rows_that_a_read_missed_but_that_exist_stay,
    "right: (Done, 0)"
);

broken!(
    /// The vendor is asked for exactly what is to be left out.
    a_filter_that_is_sent_the_wrong_way_round,
    |spec| {
        // Where the language of the vendor can say it.
        spec.count?;
        with_filters(spec, |filter| FilterSpec {
            keeps: filter.drops,
            drops: filter.keeps,
            ..*filter
        })
    },
    filters::vendor_and_local_test_keep_the_same_rows_and_counts,
    "by the vendor"
);

broken!(
    a_filter_without_its_local_test,
    |spec| with_filters(spec, |filter| FilterSpec { keep: |_, _| true, ..*filter }),
    filters::vendor_and_local_test_keep_the_same_rows_and_counts,
    "by the vendor|drop nothing"
);

broken!(
    /// What the vendor leaves out unless it is asked for is not asked for.
    a_list_without_its_fixed_query,
    |spec| with_streams(spec, |stream| {
        (!stream.query.is_empty()).then_some(StreamSpec { query: &[], ..*stream })
    }),
    paging::three_pages_with_sparse_ids_arrive_whole_and_side_by_side,
    "not all came"
);
