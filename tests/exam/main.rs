//! The exam: the same questions to every connector of the list, against the made-up vendors and their
//! trouble on demand. Nothing in here knows a vendor; what differs is read from the connector's table.

/// The tests that put questions to every connector of the list, one after the other.
#[cfg(test)]
macro_rules! put_to_all {
    ($($question:ident),* $(,)?) => {
        mod to_all {
            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $question() {
                    for spec in patchbay_connectors::ALL {
                        crate::ask(spec, super::$question(spec)).await;
                    }
                }
            )*
        }
    };
}
#[cfg(test)]
use put_to_all;

/// Puts one question; says who failed it.
#[cfg(test)]
async fn ask(
    spec: &'static patchbay_connector_kit::ConnectorSpec,
    question: impl Future<Output = ()> + Send + 'static,
) {
    if let Err(failed) = tokio::spawn(question).await {
        panic!("{} fails: {failed}", spec.id);
    }
}

// Marked as test code, so that the lints for test code hold in all of it.
#[cfg(test)]
mod changes;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod doors;
#[cfg(test)]
mod filter_changes;
#[cfg(test)]
mod filters;
#[cfg(test)]
mod gone;
#[cfg(test)]
mod mutants;
#[cfg(test)]
mod paging;
#[cfg(test)]
mod permissions;
#[cfg(test)]
mod reference;
#[cfg(test)]
mod resume;
#[cfg(test)]
mod rows;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod sign_in;
#[cfg(test)]
mod trouble;
#[cfg(test)]
mod waiting;
