//! The store as a whole, on real files: its story, its files, crashes, and a comparison with a plain map.
#![expect(clippy::unwrap_used, reason = "tests may fail loudly")]

mod against_a_map;
mod cache;
mod clearing;
mod companies;
mod company_names;
mod crash;
mod facets;
mod files;
mod list_speed;
mod lists;
mod people;
mod reference;
mod registry;
mod removals;
mod story;
mod support;
mod ticket_statuses;
mod upgrade;
mod upkeep;
mod word_search;
