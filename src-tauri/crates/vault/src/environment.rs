//! Secrets handed in through environment variables: for unattended runs, read only.

use std::collections::BTreeMap;
use std::fmt;

use patchbay_model::Secret;

use crate::{SecretKey, Vault, VaultError, VaultKind};

/// What every variable begins with.
const PREFIX: &str = "PATCHBAY_SECRET_";

/// A vault over the variables `PATCHBAY_SECRET_<FIELD>`, read once when the process starts.
///
/// A variable answers for the field of **any** integration, which suits a run for one integration
/// of a vendor. Nothing is stored.
pub struct EnvVault {
    /// By whole variable name.
    secrets: BTreeMap<String, Secret>,
}

impl EnvVault {
    /// Takes the secrets out of these variables; others and empty ones are passed over.
    pub fn from_environment(vars: impl IntoIterator<Item = (String, String)>) -> Self {
        let secrets = vars
            .into_iter()
            .filter(|(name, _)| name.starts_with(PREFIX))
            .map(|(name, value)| (name, Secret::new(value)))
            .filter(|(_, secret)| !secret.is_empty())
            .collect();
        Self { secrets }
    }

    /// The same over the variables of this process. Unlike `std::env::vars` it does not panic when
    /// some unrelated variable is not valid Unicode.
    pub fn from_process() -> Self {
        let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        Self::from_environment(std::env::vars_os().filter_map(text))
    }

    /// The variable that holds `field`: `private_key` and `private-key` are read from
    /// `PATCHBAY_SECRET_PRIVATE_KEY`.
    pub fn variable(field: &str) -> String {
        let name: String = field
            .chars()
            .map(
                |letter| {
                    if letter.is_ascii_alphanumeric() { letter.to_ascii_uppercase() } else { '_' }
                },
            )
            .collect();
        format!("{PREFIX}{name}")
    }

    fn read_only(field: &str, doing: &str) -> VaultError {
        let variable = Self::variable(field);
        VaultError::ReadOnly {
            field: field.to_owned(),
            remedy: format!(
                "{doing} the environment variable {variable} where Patchbay is started, then start \
                 it again."
            ),
        }
    }
}

impl fmt::Debug for EnvVault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.secrets.keys().map(String::as_str).collect();
        out.debug_struct("EnvVault").field("variables", &names).finish()
    }
}

impl Vault for EnvVault {
    fn kind(&self) -> VaultKind {
        VaultKind::Env
    }

    fn get(&self, key: &SecretKey) -> Result<Option<Secret>, VaultError> {
        Ok(self.secrets.get(&Self::variable(&key.field)).cloned())
    }

    fn put(&self, key: &SecretKey, _secret: &Secret) -> Result<(), VaultError> {
        Err(Self::read_only(&key.field, "Set"))
    }

    /// Succeeds only where there is nothing to remove: a variable cannot be unset from here.
    fn remove(&self, key: &SecretKey) -> Result<(), VaultError> {
        match self.get(key)? {
            None => Ok(()),
            Some(_) => Err(Self::read_only(&key.field, "Unset")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use patchbay_model::IntegrationId;

    use super::*;

    fn vault() -> EnvVault {
        EnvVault::from_environment(
            [
                ("PATCHBAY_SECRET_PRIVATE_KEY", "pk-4711-invented"),
                ("PATCHBAY_SECRET_EMPTY", "  "),
                ("PRIVATE_KEY", "someone else's"),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned())),
        )
    }

    fn key(field: &str) -> SecretKey {
        SecretKey::new(IntegrationId::new(), field)
    }

    #[test]
    fn answers_for_any_integration() {
        for field in ["private_key", "private-key", "PRIVATE_KEY"] {
            let secret = vault().get(&key(field)).unwrap().unwrap();
            assert_eq!(secret.expose(), "pk-4711-invented");
        }
        assert_eq!(vault().get(&key("empty")).unwrap(), None);
        assert_eq!(vault().get(&key("public_key")).unwrap(), None);
    }

    #[test]
    fn refuses_to_write_and_names_the_variable() {
        let refused = vault().put(&key("public_key"), &Secret::new("new-value")).unwrap_err();
        assert!(matches!(refused, VaultError::ReadOnly { .. }), "{refused:?}");
        assert!(refused.remedy().contains("PATCHBAY_SECRET_PUBLIC_KEY"));
        let shown = format!("{refused:?} {refused} {}", refused.remedy());
        assert!(!shown.contains("new-value"), "{shown}");
        assert_eq!(vault().get(&key("public_key")).unwrap(), None);
    }

    #[test]
    fn several_at_once_are_refused_as_read_only_not_as_damaged() {
        let rotation = BTreeMap::from([("private_key".to_owned(), Secret::new("new-value"))]);
        let refused = vault().put_all(IntegrationId::new(), &rotation).unwrap_err();
        assert!(matches!(refused, VaultError::ReadOnly { .. }), "{refused:?}");
    }

    #[test]
    fn removing_is_a_success_only_where_nothing_is_set() {
        vault().remove(&key("public_key")).unwrap();
        let refused = vault().remove(&key("private_key")).unwrap_err();
        assert!(refused.remedy().starts_with("Unset"), "{}", refused.remedy());
    }

    #[test]
    fn never_prints_a_value() {
        let shown = format!("{:?}", vault());
        assert_eq!(shown, r#"EnvVault { variables: ["PATCHBAY_SECRET_PRIVATE_KEY"] }"#);
    }
}
