//! A text that must never be seen: it cannot print, cannot serialize and is wiped when dropped.

use std::fmt;

use zeroize::Zeroize;

/// A secret (API key, password, token). `Debug` and `Display` print dots; there is no `Serialize`,
/// so it cannot reach a log line, an event, the database or the web view by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes ownership of the text; surrounding white space (a pasted line end) is cut off.
    pub fn new(text: impl Into<String>) -> Self {
        let mut text = text.into();
        let trimmed = text.trim();
        if trimmed.len() == text.len() {
            return Self(text);
        }
        let kept = trimmed.to_owned();
        text.zeroize();
        Self(kept)
    }

    /// The text itself. Call it only where the text leaves for the vendor or the vault.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether nothing was given.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("•••")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("•••")
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_prints() {
        let secret = Secret::new(" hunter2\n");
        assert_eq!(secret.expose(), "hunter2");
        assert_eq!(format!("{secret:?} {secret}"), "••• •••");
    }
}
