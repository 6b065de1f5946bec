//! One vendor account as the interpreter sees it: fields, secrets and the product that asks.

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use patchbay_model::{Secret, Settings};

use crate::{ConnectorError, ErrorKind};

/// Who we are to vendors.
#[derive(Debug, Clone)]
pub struct Product {
    /// `Patchbay/0.1.0`.
    pub user_agent: String,
    /// Values that vendors give to products (registration ids), by key.
    pub values: BTreeMap<String, String>,
}

/// One vendor account.
#[derive(Debug, Clone)]
pub struct Account {
    /// Non-secret fields, cleaned.
    pub fields: BTreeMap<String, String>,
    /// Secret fields.
    pub secrets: BTreeMap<String, Secret>,
    /// Settings of the integration.
    pub settings: Settings,
    /// Who we are.
    pub product: Product,
}

impl Account {
    /// The field `id`.
    ///
    /// # Errors
    /// `BadConfig` naming the field when it is missing or empty.
    pub fn field(&self, id: &'static str) -> Result<&str, ConnectorError> {
        match self.fields.get(id) {
            Some(value) if !value.is_empty() => Ok(value),
            _ => Err(missing(id)),
        }
    }

    /// The secret `id`.
    ///
    /// # Errors
    /// `BadConfig` naming the field when it is missing or empty.
    pub fn secret(&self, id: &'static str) -> Result<&Secret, ConnectorError> {
        match self.secrets.get(id) {
            Some(value) if !value.is_empty() => Ok(value),
            _ => Err(missing(id)),
        }
    }

    /// The switch `id`; off when it was never set.
    pub fn flag(&self, id: &str) -> bool {
        self.fields.get(id).is_some_and(|value| value == "true")
    }

    /// Blacks out every secret in `text`, as typed, and in the encodings in which it travels.
    pub fn redact(&self, text: &str) -> String {
        let mut clean = text.to_owned();
        for secret in self.secrets.values().filter(|secret| secret.expose().len() >= 4) {
            let plain = secret.expose();
            let encoded: String = url::form_urlencoded::byte_serialize(plain.as_bytes()).collect();
            for form in [plain, encoded.as_str()]
                .into_iter()
                .chain(in_base64(plain).iter().map(String::as_str))
            {
                if clean.contains(form) {
                    clean = clean.replace(form, "•••");
                }
            }
        }
        clean
    }
}

/// What `plain` looks like inside of base64, wherever it begins there (`user:plain` in Basic): the
/// letters that depend on it alone.
fn in_base64(plain: &str) -> Vec<String> {
    if plain.len() < 6 {
        return Vec::new();
    }
    let of = |before: usize| {
        let text = [vec![0; before], plain.as_bytes().to_vec()].concat();
        let encoded = STANDARD_NO_PAD.encode(&text);
        let (first, end) = ((before * 8).div_ceil(6), text.len() * 8 / 6);
        encoded[first..end].to_owned()
    };
    (0..3).map(of).collect()
}

fn missing(id: &'static str) -> ConnectorError {
    ConnectorError::new(ErrorKind::BadConfig, format!("The field “{id}” is missing."))
        .field(id)
        .hint(format!(
            "Enter “{id}”; on the command line a secret may also come from \
             PATCHBAY_SECRET_{}.",
            id.to_ascii_uppercase()
        ))
}
