//! `properties`: fields that the vendor's customer defined, by name. They come as an object, or as a text
//! that holds one. What looks like a secret by its name is not kept, nor a link that lets people in.
//!
//! Source: vendor API document, examples of assets; see NOTES.md.

use patchbay_model::CustomField;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// The fields of one record; anything that is no object, and no text that holds one, is none.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Properties(pub Map<String, Value>);

impl<'de> Deserialize<'de> for Properties {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        Ok(Self(match Value::deserialize(reader)? {
            Value::Object(fields) => fields,
            Value::String(text) => serde_json::from_str(&text).unwrap_or_default(),
            _ => Map::new(),
        }))
    }
}

impl Properties {
    /// The text of the field `name`.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        text(self.0.get(name)?)
    }

    /// The object in the field `name`, written either way.
    pub(super) fn part(&self, name: &str) -> Self {
        let part = self.0.get(name).map(Self::deserialize);
        part.and_then(Result::ok).unwrap_or_default()
    }

    /// The first object of the list in the field `name`.
    pub(super) fn first(&self, name: &str) -> Self {
        let items = self.0.get(name).and_then(Value::as_array);
        let first = items.and_then(|items| items.first()).map(Self::deserialize);
        first.and_then(Result::ok).unwrap_or_default()
    }

    /// The fields that have a value, by their names, but for those in `known` (which are read elsewhere)
    /// and for secrets. Lists of words are put together; what has parts of its own is left out.
    pub(super) fn custom_fields(&self, known: &[&str]) -> Vec<CustomField> {
        self.0
            .iter()
            .filter(|(name, _)| !known.contains(&name.as_str()) && !is_secret(name))
            .filter_map(|(name, value)| {
                let value = match value {
                    Value::Array(items) => {
                        let words: Vec<String> = items.iter().filter_map(text).collect();
                        Some(words.join(", ")).filter(|words| !words.is_empty())
                    }
                    other => text(other),
                };
                // Its name is all the id that a field has.
                Some(CustomField { id: name.clone(), caption: name.clone(), value: Some(value?) })
            })
            .collect()
    }
}

/// A value in words: neither a link that lets people in, nor a text that has parts of its own.
fn text(value: &Value) -> Option<String> {
    let text = patchbay_connector_kit::lenient::text(value).ok().flatten()?;
    (!lets_in(&text) && held(&text).is_none()).then_some(text)
}

/// What a text holds that is JSON with parts of its own.
pub(super) fn held(text: &str) -> Option<Value> {
    let may_hold = text.trim_start().starts_with(['{', '[']);
    may_hold.then(|| serde_json::from_str(text).ok()).flatten()
}

/// Whether a text holds a link that lets people in.
pub(super) fn lets_in(text: &str) -> bool {
    const KEYS: [&str; 4] = ["portal_key=", "api_key=", "apikey=", "token="];
    let text = text.to_ascii_lowercase();
    KEYS.iter().any(|key| text.contains(key))
}

/// Whether a field of this name may hold a secret: "Wi-Fi Password", "BitLocker Recovery Key", "PIN",
/// "WifiKey".
pub(super) fn is_secret(name: &str) -> bool {
    const PARTS: [&str; 8] = [
        "password",
        "passwd",
        "passphrase",
        "passcode",
        "secret",
        "credential",
        "bitlocker",
        "apikey",
    ];
    const WORDS: [&str; 7] = ["pin", "psk", "pwd", "pw", "otp", "token", "pass"];
    let whole = name.to_lowercase();
    let words = words(name);
    PARTS.iter().any(|part| whole.contains(part))
        || words.iter().any(|word| WORDS.contains(&word.as_str()))
        || words.last().is_some_and(|last| matches!(last.as_str(), "key" | "keys"))
}

/// The words of a name in lower case, without its numbers: those of "WiFiKey2" are "wi", "fi" and "key",
/// those of "PINCode" are "pin" and "code".
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (place, letter) in letters.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|place| letters.get(place));
        let after = letters.get(place + 1);
        let begins = letter.is_uppercase()
            && (before.is_some_and(|before| before.is_lowercase())
                || after.is_some_and(|after| after.is_lowercase()));
        if begins || !letter.is_alphabetic() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphabetic()) {
            word.extend(letter.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Properties {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn come_as_an_object_or_as_its_text() {
        let whole = read(
            r#"{"Model":"X 200","Ports":24,"Rack":true,"Tags":["a",null,"b"],"Old":null,"Empty":" "}"#,
        );
        let text = Value::String(Value::Object(whole.0.clone()).to_string()).to_string();
        assert_eq!(read(&text), whole);
        let fields: Vec<_> = whole
            .custom_fields(&["Model"])
            .into_iter()
            .map(|field| (field.id, field.value.unwrap()))
            .collect();
        let wanted = [("Ports", "24"), ("Rack", "true"), ("Tags", "a, b")];
        assert_eq!(fields, wanted.map(|(id, value)| (id.to_owned(), value.to_owned())));
        for nothing in ["null", "7", "\"{}\"", "\"\"", "\"no\"", "[]", "true", "\"[1]\""] {
            assert_eq!(read(nothing), Properties::default(), "{nothing}");
        }
    }

    #[test]
    fn parts_inside_are_found_in_either_form() {
        let both = read(r#"{"a":{"name":"x"},"b":"{\"name\":\"y\"}","c":[{"name":"z"}],"d":[]}"#);
        assert_eq!(both.part("a").text("name").as_deref(), Some("x"));
        assert_eq!(both.part("b").text("name").as_deref(), Some("y"));
        assert_eq!(both.first("c").text("name").as_deref(), Some("z"));
        assert_eq!(both.first("d").text("name"), None);
        assert_eq!(both.part("c").text("name"), None);
    }

    #[test]
    fn secrets_are_known_by_their_names() {
        for name in [
            "Password",
            "Admin_password",
            "adminPassword",
            "Wi-Fi PSK",
            "PIN",
            "BitLocker Recovery Key",
            "License Key",
            "API-Keys",
            "user_token",
            "portal_key",
            "Shared Secret",
            "Login Credentials",
            "LicenseKey",
            "AccessToken",
            "WifiKey",
            "ProductKey",
            "PinCode",
            "PINCode",
            "APIKey",
            "wiFiPSK",
            "License Key 2",
            "WifiKey2",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in [
            "Key Contact",
            "Shipping",
            "Model",
            "Opinion",
            "Compass",
            "Keyboard",
            "Account Manager",
            "KeyContact",
            "PinnedNote",
            "Passenger2",
            "42",
            "",
        ] {
            assert!(!is_secret(name), "{name}");
        }
        let fields = read(r#"{"Root Password":"hunter2","Rack":"B 12"}"#).custom_fields(&[]);
        assert_eq!(fields.len(), 1);
    }

    #[test]
    fn values_that_let_people_in_are_not_read() {
        let odd = read(
            r#"{"Portal":"https://x.example.com/?portal_key=never-keep-this","Rack":"B 12",
                "Links":["a","https://x.example.com/?a=1&Token=never-keep-this"],
                "Router":"{\"Admin password\":\"never-keep-this\"}",
                "title":"https://x.example.com/?api_key=never-keep-this"}"#,
        );
        let fields = odd.custom_fields(&[]);
        assert!(!format!("{fields:?}").contains("never-keep-this"), "{fields:?}");
        let fields: Vec<_> = fields.iter().map(|field| field.value.as_deref().unwrap()).collect();
        assert_eq!(fields, ["a", "B 12"]);
        assert_eq!(odd.text("title"), None);
        assert!(!lets_in("Bring a token for the car park"));
    }

    proptest::proptest! {
        #[test]
        fn any_json_is_taken(value in crate::arbitrary::any_json()) {
            let found = read(&value);
            found.custom_fields(&[]);
            found.part("a").first("b");
        }
    }
}
