//! The content of the secrets file: entries to and from one encrypted age file, all in memory.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::iter;

use age::secrecy::SecretString;
use age::{DecryptError, Decryptor, EncryptError, Encryptor};
use patchbay_model::Secret;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

/// scrypt's cost as log2(N). Fixed, where the age crate would time this computer: a busy computer
/// would then choose a weak value, and refuse files that a quiet one has written. 18 is the value of
/// the age command line tool: 256 MiB and about a second of work for each guess.
#[cfg(not(test))]
const WORK_FACTOR: u8 = 18;
#[cfg(test)]
const WORK_FACTOR: u8 = 2;

/// The most work a file may ask for (1 GiB of memory), so that a forged file cannot stop the computer.
const MAX_WORK_FACTOR: u8 = 20;

/// The version of the layout below.
const VERSION: u32 = 1;

/// The secrets by `<integration>/<field>`.
pub(crate) type Entries = BTreeMap<String, Secret>;

/// Why a sealed file does not open.
#[derive(Debug)]
pub(crate) enum Unsealing {
    WrongPassphrase,
    Damaged(&'static str),
}

/// The passphrase in the two forms that age wants. Wiped when dropped.
pub(crate) struct Seal {
    recipient: age::scrypt::Recipient,
    identity: age::scrypt::Identity,
}

#[derive(Serialize)]
struct Outgoing<'a> {
    version: u32,
    entries: BTreeMap<&'a str, &'a str>,
}

#[derive(Deserialize)]
struct Incoming {
    version: u32,
    entries: BTreeMap<String, String>,
}

impl Seal {
    pub(crate) fn new(passphrase: &Secret) -> Self {
        let mut recipient = age::scrypt::Recipient::new(text(passphrase));
        recipient.set_work_factor(WORK_FACTOR);
        let mut identity = age::scrypt::Identity::new(text(passphrase));
        identity.set_max_work_factor(MAX_WORK_FACTOR);
        Self { recipient, identity }
    }

    /// The bytes of the file.
    pub(crate) fn close(&self, entries: &Entries) -> Result<Vec<u8>, EncryptError> {
        let entries: BTreeMap<&str, &str> =
            entries.iter().map(|(key, secret)| (key.as_str(), secret.expose())).collect();
        // JSON needs at most six bytes for one (`\u0000`); with this much room the buffer is never
        // moved, which would leave a copy that nothing wipes.
        let room =
            entries.iter().map(|(key, value)| 6 * (key.len() + value.len()) + 8).sum::<usize>();
        let mut plain = Zeroizing::new(Vec::with_capacity(room + 64));
        serde_json::to_writer(&mut *plain, &Outgoing { version: VERSION, entries })
            .map_err(std::io::Error::from)?;
        let encryptor =
            Encryptor::with_recipients(iter::once(&self.recipient as &dyn age::Recipient))?;
        let mut sealed = Vec::with_capacity(plain.len() + 512);
        let mut writer = encryptor.wrap_output(&mut sealed)?;
        writer.write_all(&plain)?;
        writer.finish()?;
        Ok(sealed)
    }

    /// The entries in the bytes of a file.
    pub(crate) fn open(&self, sealed: &[u8]) -> Result<Entries, Unsealing> {
        let decryptor = Decryptor::new_buffered(sealed)
            .map_err(|_| Unsealing::Damaged("it does not begin like an encrypted file"))?;
        if !decryptor.is_scrypt() {
            return Err(Unsealing::Damaged("it is not encrypted with a passphrase"));
        }
        let mut reader = decryptor
            .decrypt(iter::once(&self.identity as &dyn age::Identity))
            .map_err(|error| match error {
                // age cannot tell a wrong passphrase from a changed bit in the wrapped key.
                DecryptError::DecryptionFailed
                | DecryptError::KeyDecryptionFailed
                | DecryptError::NoMatchingKeys => Unsealing::WrongPassphrase,
                DecryptError::ExcessiveWork { .. } => {
                    Unsealing::Damaged("opening it would take more work than is reasonable")
                }
                _ => Unsealing::Damaged("its head was changed"),
            })?;
        let mut plain = Zeroizing::new(Vec::with_capacity(sealed.len()));
        reader
            .read_to_end(&mut plain)
            .map_err(|_| Unsealing::Damaged("its content was changed or cut off"))?;
        let incoming: Incoming = serde_json::from_slice(&plain)
            .map_err(|_| Unsealing::Damaged("its content is not a list of secrets"))?;
        let Incoming { version, mut entries } = incoming;
        if version != VERSION {
            entries.values_mut().for_each(Zeroize::zeroize);
            return Err(Unsealing::Damaged("it was written by a newer version of Patchbay"));
        }
        Ok(entries.into_iter().map(|(key, value)| (key, Secret::new(value))).collect())
    }
}

fn text(passphrase: &Secret) -> SecretString {
    SecretString::from(passphrase.expose().to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn seal() -> Seal {
        Seal::new(&Secret::new("correct horse battery"))
    }

    fn entries() -> Entries {
        [("a/api_key", "value-of-the-key"), ("b/token", "value-of-the-token")]
            .map(|(key, value)| (key.to_owned(), Secret::new(value)))
            .into()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn what_is_sealed_opens_again(
            given in prop::collection::btree_map("[a-f0-9]{8}/[a-z_]{1,12}", "(?s).{0,200}", 0..8)
        ) {
            let entries: Entries =
                given.into_iter().map(|(key, value)| (key, Secret::new(value))).collect();
            let seal = seal();
            let opened = seal.open(&seal.close(&entries).unwrap());
            prop_assert_eq!(opened.ok(), Some(entries));
        }
    }

    #[test]
    fn every_changed_byte_and_every_cut_is_noticed() {
        let seal = seal();
        let sealed = seal.close(&entries()).unwrap();
        for position in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[position] ^= 0x01;
            assert!(seal.open(&changed).is_err(), "changed byte {position} went unnoticed");
            assert!(seal.open(&sealed[..position]).is_err(), "a cut at {position} went unnoticed");
        }
        assert_eq!(seal.open(&sealed).ok(), Some(entries()));
    }

    #[test]
    fn a_wrong_passphrase_is_told_from_damage() {
        let sealed = seal().close(&entries()).unwrap();
        let other = Seal::new(&Secret::new("Correct horse battery"));
        assert!(matches!(other.open(&sealed), Err(Unsealing::WrongPassphrase)));
        let mut changed = sealed.clone();
        *changed.last_mut().unwrap() ^= 0x01;
        assert!(matches!(seal().open(&changed), Err(Unsealing::Damaged(_))));
        assert!(matches!(seal().open(b"{}"), Err(Unsealing::Damaged(_))));
        assert!(matches!(seal().open(b""), Err(Unsealing::Damaged(_))));
    }

    #[test]
    fn a_file_that_asks_for_too_much_work_is_refused() {
        let mut costly = age::scrypt::Recipient::new(text(&Secret::new("correct horse battery")));
        costly.set_work_factor(3);
        let sealed = age::encrypt(&costly, b"{}").unwrap();
        let mut seal = seal();
        seal.identity.set_max_work_factor(2);
        let Err(Unsealing::Damaged(reason)) = seal.open(&sealed) else { panic!("it was opened") };
        assert!(reason.contains("more work"), "{reason}");
    }

    #[test]
    fn a_newer_layout_is_refused() {
        let seal = seal();
        let sealed = age::encrypt(&seal.recipient, br#"{"version":2,"entries":{}}"#).unwrap();
        let Err(Unsealing::Damaged(reason)) = seal.open(&sealed) else { panic!("it was opened") };
        assert!(reason.contains("newer"), "{reason}");
    }
}
