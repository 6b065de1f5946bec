//! The rules about safes at the start: which one is opened, what is remembered of it, and what a person
//! is told before keys are left behind.

use patchbay_app::{App, ChosenSafe, Paths};
pub(crate) use patchbay_app::{SafePlan as Plan, safe_plan as plan};

/// What is remembered once the application has opened; `None`: what was chosen before stays.
pub(crate) fn choice_after(
    chosen: Option<ChosenSafe>,
    by_passphrase: bool,
    has_integrations: bool,
) -> Option<ChosenSafe> {
    match (by_passphrase, chosen) {
        // One that is opened for once does not change the choice: the keys are in the file.
        (false, Some(_)) | (true, Some(ChosenSafe::File { .. })) => None,
        (false, None) => Some(ChosenSafe::Keyring),
        (true, _) => Some(ChosenSafe::File { keys_in_keyring: has_integrations }),
    }
}

/// What a person should know before choosing a passphrase while the keyring holds keys.
pub(crate) fn with_keys_left(hint: &str, integrations: usize) -> String {
    let keys = match integrations {
        0 => return hint.to_owned(),
        1 => "The keys of your integration are in the keyring.".to_owned(),
        many => format!("The keys of your {many} integrations are in the keyring."),
    };
    format!(
        "{hint} {keys} If you choose a passphrase now, they stay there until the keyring opens at a \
         later start, and then move into the file; until then enter them again to sync."
    )
}

/// How many integrations there are; none where that cannot be known.
pub(crate) async fn count(paths: &Paths) -> usize {
    App::count_integrations(paths).await.unwrap_or_else(|error| {
        tracing::debug!(%error, "the integrations could not be counted");
        0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEFT: ChosenSafe = ChosenSafe::File { keys_in_keyring: true };
    const FILE: ChosenSafe = ChosenSafe::File { keys_in_keyring: false };

    #[test]
    fn the_safe_that_was_chosen_is_opened() {
        for (chosen, has_file, expected) in [
            (None, false, Plan::OpenKeyring),
            (None, true, Plan::AskPassphrase),
            (Some(ChosenSafe::Keyring), true, Plan::OpenKeyring),
            (Some(FILE), true, Plan::AskPassphrase),
            (Some(LEFT), true, Plan::AskPassphrase),
            (Some(FILE), false, Plan::FileIsGone),
        ] {
            assert_eq!(plan(chosen, has_file), expected, "{chosen:?} {has_file}");
        }
    }

    #[test]
    fn a_passphrase_chosen_over_a_locked_keyring_remembers_what_is_left_there() {
        assert_eq!(choice_after(Some(ChosenSafe::Keyring), true, true), Some(LEFT));
        assert_eq!(choice_after(Some(ChosenSafe::Keyring), true, false), Some(FILE));
        assert_eq!(choice_after(None, true, true), Some(LEFT), "a version that did not remember");
        assert_eq!(choice_after(Some(LEFT), true, true), None, "until it was settled");
        assert_eq!(choice_after(None, false, true), Some(ChosenSafe::Keyring));
        assert_eq!(choice_after(Some(FILE), false, true), None, "opened for once");
    }

    #[test]
    fn who_chooses_a_passphrase_is_told_where_the_keys_are() {
        assert_eq!(with_keys_left("Unlock it.", 0), "Unlock it.");
        let told = with_keys_left("Unlock it.", 3);
        assert!(told.starts_with("Unlock it. The keys of your 3 integrations are in the keyring."));
        assert!(told.contains("move into the file"), "{told}");
    }
}
