//! ConnectWise Manage (PSA) as its documents describe it, over the invented MSP.

mod account;
mod answers;
mod books;
mod catalog;
mod conditions;
mod fields_of_records;
mod fields_of_reference;
mod handle;
mod links;
mod listing;
mod query;
mod reference;
mod refusal;
mod routes;
mod rows;
mod schema;
mod server;
mod table;
mod tables;
mod vendor;

pub use account::ConnectWiseAccount;
pub use handle::WorldHandle;
pub(crate) use vendor::Vendor;
