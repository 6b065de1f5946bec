//! What the vendor answers to a request that reached an endpoint.

use serde_json::{Value, json};

use super::links::links;
use super::listing::Next;
use super::query::{Filter, Paging, Query};
use super::refusal::Refusal;
use super::schema::Schema;
use super::table::Table;
use super::tables::{Tables, Target};
use super::vendor::Vendor;
use crate::faults::{Fault, Plan};
use crate::stage::{Answer, Body};

/// A request for an endpoint, decoded.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    /// Path below the API root.
    pub(crate) endpoint: String,
    /// Full address without query, for links.
    pub(crate) target: String,
    pub(crate) parameters: Vec<(String, String)>,
    pub(crate) forward_only: bool,
}

/// A body of records with the names of those of their fields that may be null.
fn of(body: Body, schema: &Schema) -> Answer {
    let optional = schema.names().filter(|name| !schema.is_required(name));
    let optional = optional.map(str::to_owned).collect();
    Answer::of(body, optional)
}

/// Answers the look-up of the codebase; null for a company the host does not know.
pub(crate) fn company_info(vendor: &Vendor, company: &str) -> Value {
    let access = vendor.access();
    if company != access.account.company_id {
        return Value::Null;
    }
    let version = access.codebase.trim_end_matches('/').replacen('_', ".", 1);
    json!({
        "CompanyName": "Bluegate IT (sandbox)",
        "Codebase": access.codebase,
        "VersionCode": version,
        "VersionNumber": "v4.6.99999",
        "CompanyID": access.account.company_id,
        "IsCloud": true,
        "SiteUrl": vendor.premises.base_url.trim_start_matches("http://"),
    })
}

/// Answers a call that is signed in.
///
/// # Errors
/// The vendor's 400 and 404.
pub(crate) fn answer(vendor: &Vendor, call: &Call, plan: &Plan) -> Result<Answer, Refusal> {
    let tables = vendor.tables();
    match call.endpoint.trim_end_matches('/').to_lowercase().as_str() {
        "/system/info" => return Ok(Answer::plain(system_info(vendor))),
        "/system/mymembers" => return my_member(&tables),
        _ => {}
    }
    let target = tables.resolve(&call.endpoint).ok_or_else(Refusal::no_endpoint)?;
    let table = |path: &str| tables.get(path).ok_or_else(Refusal::no_endpoint);
    match target {
        Target::List(path) => list(vendor, &tables, table(&path)?, call, plan),
        Target::Count(path) => count(vendor, &tables, table(&path)?, call),
        Target::One(path, id) => one(&tables, table(&path)?, id, call),
        Target::Notes { tickets, ticket, all, count: counted } => {
            let notes = tables
                .notes(&tickets, ticket, all)
                .ok_or_else(|| Refusal::no_record("Ticket", &ticket.to_string()))?;
            if counted {
                count(vendor, &tables, &notes, call)
            } else {
                list(vendor, &tables, &notes, call, plan)
            }
        }
    }
}

fn list(
    vendor: &Vendor,
    tables: &Tables,
    table: &Table,
    call: &Call,
    plan: &Plan,
) -> Result<Answer, Refusal> {
    let forward_only =
        call.forward_only && table.forward_only && !plan.faults.contains(&Fault::NoForwardOnly);
    let mut query = Query::read(&call.parameters, forward_only, &table.schema)?;
    for fault in &plan.faults {
        if let Fault::CapPageSize(size) = fault {
            query.size = query.size.min((*size).max(1));
        }
    }
    let asked = query.paging;
    let repeats = plan.faults.contains(&Fault::RepeatPage);
    if repeats {
        query.paging = match asked {
            Paging::Numbered(_) => Paging::Numbered(1),
            Paging::ForwardOnly(_) => Paging::ForwardOnly(0),
        };
    }
    let mut listing = tables.list(table, &query, &vendor.memory);
    if repeats {
        listing.next = Some(match asked {
            Paging::Numbered(page) => Next::Page(page + 1),
            Paging::ForwardOnly(_) => {
                let last = listing.rows.last().and_then(|row| row.get("id")?.as_i64());
                Next::AfterId(last.unwrap_or(0))
            }
        });
    }
    if plan.faults.contains(&Fault::EmptyPage) {
        listing.rows.clear();
        listing.next = None;
    }
    let link = links(&call.target, &call.parameters, asked, &listing);
    let rows = listing.rows.into_iter().map(Value::Object).collect();
    Ok(Answer { link, ..of(Body::Rows(rows), &table.schema) })
}

fn count(vendor: &Vendor, tables: &Tables, table: &Table, call: &Call) -> Result<Answer, Refusal> {
    let filter = Filter::read(&call.parameters, &table.schema)?;
    Ok(Answer::plain(json!({ "count": tables.count(table, &filter, &vendor.memory) })))
}

fn one(tables: &Tables, table: &Table, id: i64, call: &Call) -> Result<Answer, Refusal> {
    let query = Query::read(&call.parameters, false, &table.schema)?;
    let row =
        tables.row(table, id).ok_or_else(|| Refusal::no_record(table.label, &id.to_string()))?;
    Ok(of(Body::One(super::listing::narrowed(row, &query.fields)), &table.schema))
}

fn system_info(vendor: &Vendor) -> Value {
    let version = vendor.access().codebase.trim_end_matches('/').replacen('_', ".", 1);
    let license = |name: &str| json!({ "name": name, "activeFlag": true });
    json!({
        "version": format!("{version}.112345"),
        "isCloud": true,
        "serverTimeZone": "Eastern Standard Time",
        "licenseBits": [license("Service"), license("Project"), license("Sales")],
        "cloudRegion": "NA",
        "maxWorkFlowRecordsAllowed": 500,
    })
}

/// The API member that the keys belong to: the last of the staff.
fn my_member(tables: &Tables) -> Result<Answer, Refusal> {
    let table = tables.get("/system/members").ok_or_else(Refusal::no_endpoint)?;
    let id = tables.source.catalog.members.last().copied().unwrap_or(0);
    let row = tables.row(table, id).ok_or_else(|| Refusal::no_record("Member", "me"))?;
    Ok(of(Body::One(row), &table.schema))
}
