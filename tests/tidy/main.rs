//! The house rules that no compiler checks, read from the sources and the manifests.
//!
//! Every rule is a function from a tree of files to the breaches it found. It runs on this checkout,
//! and on a small bad tree that proves that it can fail.

// Marked as test code, so that the lints for test code hold in all of it.
#[cfg(test)]
mod face;
#[cfg(test)]
mod layers;
#[cfg(test)]
mod layout;
#[cfg(test)]
mod prose;
#[cfg(test)]
mod sources;
#[cfg(test)]
mod tree;
#[cfg(test)]
mod vendors;
