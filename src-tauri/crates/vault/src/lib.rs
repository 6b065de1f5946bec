//! The safe: where the secrets of an integration (keys, passwords, tokens) are kept.
//!
//! Four safes behind one trait, [`Vault`]: the keyring of the operating system, one encrypted file
//! where there is no keyring, the environment (read only) for unattended runs, and memory for tests;
//! and [`MovingVault`] for one that takes the place of another.
//! Nothing here is ever written to the database, and no error or `Debug` text contains a secret.

mod environment;
mod error;
mod file;
mod keyring;
mod memory;
mod moving;
mod sealed;
mod vault;

pub use environment::EnvVault;
pub use error::VaultError;
pub use file::FileVault;
pub use keyring::KeyringVault;
pub use memory::MemoryVault;
pub use moving::MovingVault;
pub use vault::{SecretKey, Vault, VaultKind};
