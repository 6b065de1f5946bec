//! The contract: what we ask of a vendor, and what our made-up vendor answers, held against the vendor's
//! own document. docs/CONTRACTS.md says how, and what is excepted.
//!
//! What needs the documents and Prism is in `with_documents`, and runs by `make contract` only.

// Marked as test code, so that the lints for test code hold in all of it.
#[cfg(test)]
mod catalogue;
#[cfg(test)]
mod coverage;
#[cfg(test)]
mod document;
#[cfg(test)]
mod examples;
#[cfg(test)]
mod exceptions;
#[cfg(test)]
mod journey;
#[cfg(test)]
mod language;
#[cfg(test)]
mod prism;
#[cfg(test)]
mod recorder;
#[cfg(test)]
mod stage;
#[cfg(test)]
mod subjects;
#[cfg(test)]
mod verdict;
#[cfg(test)]
mod with_documents;
