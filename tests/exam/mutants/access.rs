//! Sign-in, secrets, refusals and permissions that go wrong.

use patchbay_connector_kit::{
    Area, Auth, ConnectorError, ConnectorSpec, ErrorKind, Field, FieldKind, StreamSpec,
};
use patchbay_tests::Stage;

use super::{broken, with_streams, words};
use crate::{permissions, secrets, sign_in, trouble};

fn with_fields(
    spec: &ConnectorSpec,
    damage: impl Fn(&Field) -> Option<Field>,
) -> Option<ConnectorSpec> {
    let fields: Vec<_> = spec.fields.iter().filter_map(damage).collect();
    Some(ConnectorSpec { fields: fields.leak(), ..*spec })
}

fn with_areas(
    spec: &ConnectorSpec,
    damage: impl Fn(&Area) -> Option<Area>,
) -> Option<ConnectorSpec> {
    let areas: Vec<_> = spec.areas.iter().filter_map(damage).collect();
    Some(ConnectorSpec { areas: areas.leak(), ..*spec })
}

broken!(
    requests_that_do_not_sign_in,
    |spec| Some(ConnectorSpec { auth: Auth::Headers(&[]), ..*spec }),
    sign_in::good_keys_prove_everything,
    "unauthorized"
);

broken!(
    a_form_that_does_not_ask_for_the_secret,
    |spec| with_fields(spec, |field| (field.kind != FieldKind::Secret).then_some(*field)),
    sign_in::good_keys_prove_everything,
    "the integration is added"
);

broken!(
    a_secret_that_may_be_left_out,
    |spec| with_fields(spec, |field| {
        Some(Field { optional: field.optional || field.kind == FieldKind::Secret, ..*field })
    }),
    sign_in::what_is_needed_is_asked_for_and_nothing_else,
    "cannot be left out"
);

broken!(
    keys_that_are_sent_as_they_were_pasted,
    |spec| with_fields(spec, |field| {
        let clean = field.clean.filter(|_| field.kind != FieldKind::Secret);
        Some(Field { clean, ..*field })
    }),
    sign_in::keys_are_cleaned_as_the_table_says,
    "cleans no secret"
);

broken!(
    /// The list looks as if this server did not have it.
    a_refusal_that_is_told_as_nothing_there,
    |spec| {
        let mut quirks = spec.quirks;
        quirks.same_refusal = None;
        quirks.classify = Some(|reply, _| {
            let refused = matches!(reply.status, 401 | 403);
            refused.then(|| ConnectorError::new(ErrorKind::NotFound, "There is no such list."))
        });
        Some(ConnectorSpec { quirks, ..*spec })
    },
    trouble::a_refusal_on_one_stream_leaves_the_others_green_and_visible,
    "forbidden"
);

broken!(
    /// It would be tried again and again until the account is locked.
    a_refused_sign_in_that_is_told_as_trouble_of_the_vendor,
    |spec| {
        let mut quirks = spec.quirks;
        quirks.same_refusal = None;
        quirks.classify = Some(|reply, _| {
            let refused = reply.status == 401;
            refused.then(|| ConnectorError::new(ErrorKind::VendorDown, "Try again later."))
        });
        Some(ConnectorSpec { quirks, ..*spec })
    },
    sign_in::three_refusals_in_a_row_stop_the_integration,
    "unauthorized"
);

broken!(
    /// A right that is missing stops the integration, as if its keys were wrong.
    a_missing_right_that_is_taken_for_wrong_keys,
    |spec| {
        let mut quirks = spec.quirks;
        quirks.same_refusal = None;
        quirks.classify = Some(|reply, _| {
            let refused = matches!(reply.status, 401 | 403);
            refused.then(|| ConnectorError::new(ErrorKind::Unauthorized, "Wrong keys."))
        });
        Some(ConnectorSpec { quirks, ..*spec })
    },
    trouble::a_refusal_on_one_stream_leaves_the_others_green_and_visible,
    "every stream is tried"
);

broken!(
    an_area_that_is_missing,
    |spec| {
        let last = spec.areas.last()?.id;
        with_areas(spec, |area| (area.id != last).then_some(*area))
    },
    permissions::what_a_stream_may_not_read_shows_in_its_area,
    "no area shows it"
);

broken!(
    an_area_that_looks_at_another_list,
    |spec| {
        let other = spec.areas.first()?.streams;
        let last = spec.areas.last()?.id;
        with_areas(spec, |area| {
            Some(if area.id == last { Area { streams: other, ..*area } } else { *area })
        })
    },
    permissions::what_a_stream_may_not_read_shows_in_its_area,
    "looks at none of its lists"
);

broken!(
    rights_that_are_not_named,
    |spec| {
        // Where the vendor refuses everything alike, only the name of the right helps.
        spec.quirks.same_refusal?;
        with_areas(spec, |area| Some(Area { grant: "Ask whoever made the token.", ..*area }))
    },
    permissions::each_right_of_the_vendor_is_named_by_what_needs_it,
    " wants "
);

/// The connector with its secret in the query of every list.
async fn leaking(spec: &'static ConnectorSpec, name: &'static str) -> &'static ConnectorSpec {
    let stage = Stage::start(spec, secrets::SIZE).await;
    let secret = stage.credentials().secrets.into_values().next().unwrap();
    let secret: &'static str = secret.expose().to_owned().leak();
    let query: &'static [(&str, &str)] = vec![(name, secret)].leak();
    let damaged = with_streams(spec, |stream| Some(StreamSpec { query, ..*stream }));
    Box::leak(Box::new(damaged.unwrap()))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_in_the_address() {
    for sound in patchbay_connectors::ALL {
        for name in ["api_key", "signature"] {
            let spec = leaking(sound, name).await;
            // On a thread of its own, whose log is caught.
            let asked = std::thread::spawn(move || secrets::are_never_seen(spec));
            let failed = tokio::task::spawn_blocking(|| asked.join()).await.unwrap();
            let Err(failed) = failed else { panic!("the exam passes a leaking {}", spec.id) };
            let said = words(failed.as_ref());
            assert!(said.contains("secret"), "{} fails for another reason: {said}", spec.id);
        }
    }
}
