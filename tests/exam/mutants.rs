//! The exam of the exam: connectors that are broken on purpose, each of which has to fail the question that
//! asks for it. They are made of the real tables, so that a new connector is broken in the same ways.

mod access;
mod changes;
mod pages;
mod rows;

use patchbay_connector_kit::{ConnectorSpec, StreamSpec};
use patchbay_connectors::ALL;

/// A test of one kind of damage: what is done to a table (`None`: there is nothing to break), the question
/// that it fails, and a part of what that says.
macro_rules! broken {
    ($(#[$note:meta])* $name:ident, $damage:expr, $question:path, $because:literal) => {
        $(#[$note])*
        #[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            crate::mutants::fails($damage, |spec| $question(spec), $because).await;
        }
    };
}
use broken;

/// Damages every connector of the list that it can, and puts the question to the damaged and to the sound.
/// What the failure says has to hold one of the words between the `|` of `because`.
async fn fails<Answer>(
    damage: impl Fn(&'static ConnectorSpec) -> Option<ConnectorSpec>,
    question: impl Fn(&'static ConnectorSpec) -> Answer,
    because: &str,
) where
    Answer: Future<Output = ()> + Send + 'static,
{
    let mut damaged = 0;
    for sound in ALL {
        let Some(spec) = damage(sound) else { continue };
        damaged += 1;
        let spec: &'static ConnectorSpec = Box::leak(Box::new(spec));
        let Err(failed) = tokio::spawn(question(spec)).await else {
            panic!("the exam passes a broken {}", spec.id);
        };
        let said = words(failed.into_panic().as_ref());
        let expected = because.split('|').any(|part| said.contains(part));
        assert!(expected, "{} fails for another reason: {said}", spec.id);
        crate::ask(sound, question(sound)).await;
    }
    // A vendor that is played already may be the first that can be.
    let is_complete = ALL.len() == patchbay_sandbox::PLAYS.len();
    assert!(damaged > 0 || !is_complete, "no connector can be broken like this");
}

/// What a panic said.
fn words(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
}

/// The table with other streams; `None` when none of them could be damaged.
fn with_streams(
    spec: &ConnectorSpec,
    damage: impl Fn(&StreamSpec) -> Option<StreamSpec>,
) -> Option<ConnectorSpec> {
    let damaged: Vec<_> = spec.streams.iter().map(|stream| (damage(stream), *stream)).collect();
    if damaged.iter().all(|(damaged, _)| damaged.is_none()) {
        return None;
    }
    let streams: Vec<_> =
        damaged.into_iter().map(|(damaged, sound)| damaged.unwrap_or(sound)).collect();
    Some(ConnectorSpec { streams: streams.leak(), ..*spec })
}
