//! How requests prove who they are. A closed set: a new kind is a reviewed change here.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};

use crate::{Account, ConnectorError, ErrorKind};

/// The ways to sign in. OAuth kinds arrive with the first vendor that needs them.
#[derive(Clone, Copy)]
pub enum Auth {
    /// `Authorization: Basic base64(username:password)`.
    Basic {
        /// Builds the user name from the account.
        username: fn(&Account) -> Result<String, ConnectorError>,
        /// The secret field with the password.
        password: &'static str,
    },
    /// `Authorization: Bearer <secret field>`.
    Bearer(&'static str),
    /// Headers with secret fields: (header, field).
    Headers(&'static [(&'static str, &'static str)]),
}

impl Auth {
    /// The headers for `account`, marked as sensitive.
    pub(crate) fn headers(&self, account: &Account) -> Result<HeaderMap, ConnectorError> {
        let mut headers = HeaderMap::new();
        match self {
            Self::Basic { username, password } => {
                let pair = format!("{}:{}", username(account)?, account.secret(password)?.expose());
                let value = format!("Basic {}", STANDARD.encode(pair));
                headers.insert(AUTHORIZATION, sensitive(&value, password)?);
            }
            Self::Bearer(field) => {
                let value = format!("Bearer {}", account.secret(field)?.expose());
                headers.insert(AUTHORIZATION, sensitive(&value, field)?);
            }
            Self::Headers(pairs) => {
                for (name, field) in *pairs {
                    let value = sensitive(account.secret(field)?.expose(), field)?;
                    headers.insert(HeaderName::from_static(name), value);
                }
            }
        }
        Ok(headers)
    }
}

fn sensitive(text: &str, field: &'static str) -> Result<HeaderValue, ConnectorError> {
    let mut value = HeaderValue::from_str(text).map_err(|_| {
        ConnectorError::new(
            ErrorKind::BadConfig,
            format!("The field “{field}” holds characters that no key has (line breaks?)."),
        )
        .field(field)
        .hint("Copy the key again, without line breaks.")
    })?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use patchbay_model::{Secret, Settings};

    use super::*;
    use crate::Product;

    fn account() -> Account {
        Account {
            fields: BTreeMap::from([("user".into(), "ann".into())]),
            secrets: BTreeMap::from([
                ("key".into(), Secret::new("s3cret")),
                ("broken".into(), Secret::new("a\nb")),
            ]),
            settings: Settings::default(),
            product: Product { user_agent: "test".into(), values: BTreeMap::new() },
        }
    }

    #[test]
    fn signs_in_each_way() {
        let basic = Auth::Basic {
            username: |account| account.field("user").map(str::to_owned),
            password: "key",
        };
        let headers = basic.headers(&account()).unwrap();
        assert_eq!(headers[AUTHORIZATION], "Basic YW5uOnMzY3JldA==");
        assert!(headers[AUTHORIZATION].is_sensitive());
        let headers = Auth::Bearer("key").headers(&account()).unwrap();
        assert_eq!(headers[AUTHORIZATION], "Bearer s3cret");
        let headers = Auth::Headers(&[("x-key", "key")]).headers(&account()).unwrap();
        assert_eq!(headers["x-key"], "s3cret");
    }

    #[test]
    fn names_the_field_that_cannot_be_used() {
        let error = Auth::Bearer("broken").headers(&account()).unwrap_err();
        assert_eq!(error.field, Some("broken"));
        assert!(!format!("{error:?}").contains("a\\nb"));
        assert_eq!(Auth::Bearer("none").headers(&account()).unwrap_err().field, Some("none"));
    }
}
