//! Syncro (SyncroMSP) REST API v1 as its documents describe it, over the invented MSP.
//!
//! What is known and how: **D** the vendor's OpenAPI document ("Syncro v1") and its examples, **L** a live
//! tenant written down by a public client in April 2026, **C** what public clients do, **H** the vendor's or an
//! integrator's help pages. Where these leave a doubt the stage takes the reading that hurts a careless client:
//!
//! - **One refusal for everything** (D, H): a missing right, a wrong, revoked or expired token and no token at
//!   all answer the same 401 with the same body. `GET /me` needs the token only, so it tells the two apart.
//! - **Only `Authorization: Bearer`** (D). Public clients get away with a bare token or `?api_key=` (C); not here.
//! - **Rights** are those of the document, and those that the current help pages require as well where the
//!   two differ: contacts need "Customers - View Detail" (D) and "Contacts - List/Search" (H), users "Users -
//!   List" (H), ticket settings "Tickets - Settings" (H). `permissions` in `/me` stays true throughout: it is
//!   the user's, and the token's own list can be narrower (C).
//! - **Page sizes** are fixed and not told everywhere: 25 customers (D), 50 contacts, tickets and assets (L).
//!   `per_page` is ignored (C) but for comments (D), where 100 is the most.
//! - **`meta`** has page and pages for tickets, entries and size too for customers and contacts (D), the same
//!   for assets (L; the document's example has none: `Fault::NoTotals` plays that). `/users` has neither
//!   `meta` nor a `page` parameter (D): everything comes each time. An empty list has 0 pages. A page behind
//!   the last one is empty; a page that is no number is the first.
//! - **Order** cannot be chosen for tickets and is not documented. Here the ticket that changed last comes
//!   first, so that rows move between pages while they are read (C: "rows repeat or slip"). Customers come
//!   by their display name unless `sort` says otherwise (D), contacts by id, assets youngest first.
//! - **`since_updated_at`, `created_after`, `resolved_after`** count whole days (C): the calendar day as it is
//!   written, whatever time and offset follow, from midnight in the account's time zone, 7 hours behind
//!   UTC. A value that is no date is ignored. No other list can be asked for what changed (D).
//! - **`number`** leaves out what is resolved unless a status is asked for too (C). `status=Not Closed` is
//!   everything but "Resolved" (D names the value, not the meaning).
//! - **Ids in queries**: `id[]=1&id[]=2` is a list; of `id=1&id=2` the last one counts, as web frameworks do.
//! - **Comments** in lists are the first one only, and `all_comments` no longer helps (D: to be removed in 2026).
//!   `/tickets/{id}/comments` gives the youngest first, 10 a page.
//! - **Deleted** records are absent and answer 404 with `{"message":"Not found"}` (D). Disabled customers come
//!   with `include_disabled=true` only (D) and by id; their contacts, assets and tickets stay. Unknown paths
//!   answer 404 without a body (L).
//! - **Strings are the ids** of statuses, problem types and priorities (D); "2 Normal" is to be kept as it is,
//!   and one priority is the empty string. Tickets keep a status that was renamed or left the list.
//! - **`/users`** are pairs `[id, name]` (D). Who left is not among them but still on tickets, and `/users/{id}`
//!   knows them.
//! - **`properties`** is an object, or a string that holds one, inside assets (D shows both). Some times carry
//!   an offset instead of `Z` (C). `online_profile_url` and `user_token` are secrets in plain sight (D).
//! - **180 requests a minute for each address** (D). Body and headers of the 429 are not documented: here it is
//!   plain text without `Retry-After`. Everything outside `/api/v1` is the web application's sign-in page.
//!
//! Only reading is played: other methods answer 404 without a body.

mod access;
mod books;
mod filter;
mod front;
mod lists;
mod routes;
mod rows;
mod settings;
mod vendor;

pub(crate) use vendor::{PER_MINUTE, Vendor};
