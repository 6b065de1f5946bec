//! The exam: the same questions to every connector of the list, against the made-up vendors and their
//! trouble on demand. Nothing in here knows a vendor; what differs is read from the connector's table.

// Marked as test code, so that the lints for test code hold in all of it.
#[cfg(test)]
mod changes;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod doors;
#[cfg(test)]
mod filter_changes;
#[cfg(test)]
mod filters;
#[cfg(test)]
mod gone;
#[cfg(test)]
mod paging;
#[cfg(test)]
mod reference;
#[cfg(test)]
mod resume;
#[cfg(test)]
mod rows;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod sign_in;
#[cfg(test)]
mod trouble;
#[cfg(test)]
mod waiting;
