//! What vendors are really asked, request by request, on a server on loopback.

#![expect(clippy::unwrap_used, reason = "a test may stop where it is wrong")]

mod connectwise;
mod line;
mod syncro;
