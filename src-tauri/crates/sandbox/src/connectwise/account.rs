//! Who may sign in: the account of the invented MSP and its keys.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::refusal::Refusal;
use super::rows::guid;
use crate::world::dice::Dice;

/// What a person would type into a connector to reach the simulated ConnectWise Manage.
#[derive(Clone, PartialEq, Eq)]
pub struct ConnectWiseAccount {
    /// `http://127.0.0.1:PORT`
    pub api_url: String,
    /// Company id as typed at sign-in; its case matters.
    pub company_id: String,
    /// Public API key of the API member.
    pub public_key: String,
    /// Private API key of the API member.
    pub private_key: String,
    /// The registered client id of the calling product.
    pub client_id: String,
}

impl std::fmt::Debug for ConnectWiseAccount {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("ConnectWiseAccount")
            .field("api_url", &self.api_url)
            .field("company_id", &self.company_id)
            .finish_non_exhaustive()
    }
}

/// What the sign-in checks against.
#[derive(Debug, Clone)]
pub(crate) struct Access {
    pub(crate) account: ConnectWiseAccount,
    /// With its slash at the end, as companyinfo tells it.
    pub(crate) codebase: String,
    pub(crate) revoked: bool,
    /// Lower-case paths of lists that the security role does not cover.
    pub(crate) withheld: BTreeSet<String>,
    seed: u64,
    rotation: u64,
}

impl Access {
    /// The account that belongs to a seed, at a first codebase.
    pub(crate) fn new(seed: u64, api_url: &str) -> Self {
        let mut access = Self {
            account: ConnectWiseAccount {
                api_url: api_url.to_owned(),
                company_id: "bluegate_sandbox".into(),
                public_key: String::new(),
                private_key: String::new(),
                client_id: guid("client", i64::try_from(seed >> 1).unwrap_or(0)),
            },
            codebase: "v2026_3/".into(),
            revoked: false,
            withheld: BTreeSet::new(),
            seed,
            rotation: 0,
        };
        access.rotate();
        access
    }

    /// New keys; the old ones stop working.
    pub(crate) fn rotate(&mut self) {
        self.rotation += 1;
        self.revoked = false;
        let mut dice = Dice::new(self.seed, 77, self.rotation);
        let mut key = |name: &str| {
            let letters = b"abcdefghijkmnpqrstuvwxyz23456789";
            let tail: String =
                (0..8).map(|_| char::from(letters[(dice.below(32)) as usize])).collect();
            format!("sandbox{name}{tail}")
        };
        self.account.public_key = key("Public");
        self.account.private_key = key("Private");
    }

    /// Checks the two headers that every call needs.
    ///
    /// # Errors
    /// 401 for keys that do not fit, 401 for a client id that is missing or unknown.
    pub(crate) fn check(
        &self,
        authorization: Option<&str>,
        client_id: Option<&str>,
    ) -> Result<(), Refusal> {
        let account = &self.account;
        let expected =
            format!("{}+{}:{}", account.company_id, account.public_key, account.private_key);
        let given = authorization
            .and_then(|header| header.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("basic"))
            .and_then(|(_, text)| STANDARD.decode(text.trim()).ok());
        if self.revoked || given.as_deref() != Some(expected.as_bytes()) {
            return Err(Refusal::wrong_keys());
        }
        match client_id {
            Some(id) if is_registered(id) => Ok(()),
            _ => Err(Refusal::client_id()),
        }
    }

    /// Checks that the security role covers an endpoint.
    ///
    /// # Errors
    /// 403 for a list that is withheld, and for everything below it.
    pub(crate) fn covers(&self, endpoint: &str) -> Result<(), Refusal> {
        let endpoint = endpoint.trim_end_matches('/').to_lowercase();
        let inside = |path: &String| {
            endpoint
                .strip_prefix(path.as_str())
                .is_some_and(|rest| matches!(rest.chars().next(), None | Some('/')))
        };
        if self.withheld.iter().any(inside) { Err(Refusal::permission()) } else { Ok(()) }
    }
}

/// The vendor knows whom it gave a client id; the sandbox takes every GUID but the empty one.
fn is_registered(id: &str) -> bool {
    let groups: Vec<&str> = id.split('-').collect();
    let is_guid = groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|letter| letter.is_ascii_hexdigit()));
    is_guid && id.bytes().any(|letter| letter != b'0' && letter != b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(account: &ConnectWiseAccount, private_key: &str) -> String {
        let text = format!("{}+{}:{private_key}", account.company_id, account.public_key);
        format!("Basic {}", STANDARD.encode(text))
    }

    #[test]
    fn only_the_whole_triple_and_the_client_id_open_the_door() {
        let mut access = Access::new(9, "http://127.0.0.1:1");
        let account = access.account.clone();
        let good = header(&account, &account.private_key);
        let id = Some(account.client_id.as_str());
        assert_eq!(access.check(Some(&good), id), Ok(()));
        assert_eq!(access.check(None, id), Err(Refusal::wrong_keys()));
        assert_eq!(access.check(Some(&header(&account, "x")), id), Err(Refusal::wrong_keys()));
        assert_eq!(access.check(Some(&good), None), Err(Refusal::client_id()));
        assert_eq!(access.check(Some(&good), Some("other")), Err(Refusal::client_id()));
        access.rotate();
        assert_eq!(access.check(Some(&good), id), Err(Refusal::wrong_keys()));
    }

    #[test]
    fn keys_are_not_printed_and_look_made_up() {
        let account = Access::new(9, "http://127.0.0.1:1").account;
        let printed = format!("{account:?}");
        assert!(!printed.contains(&account.private_key) && !printed.contains(&account.public_key));
        assert!(account.private_key.starts_with("sandboxPrivate"));
    }
}
