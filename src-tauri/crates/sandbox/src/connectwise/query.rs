//! The query parameters of a list, read and checked.

use super::conditions::{Expression, Place};
use super::refusal::Refusal;
use super::schema::{FieldKind, Schema};

/// The largest page the vendor gives; more is silently cut down to it.
pub(crate) const LARGEST_PAGE: u64 = 1_000;
const DEFAULT_PAGE: u64 = 25;

/// A checked query.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Query {
    pub(crate) filter: Filter,
    pub(crate) order: Vec<Order>,
    /// Paths to keep; empty means everything.
    pub(crate) fields: Vec<String>,
    pub(crate) size: u64,
    pub(crate) paging: Paging,
}

/// All three kinds of conditions.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Filter {
    pub(crate) record: Option<Expression>,
    /// The name of a list, and what one of its elements must fulfil.
    pub(crate) lists: Vec<(String, Expression)>,
}

/// One part of `orderBy`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Order {
    pub(crate) path: String,
    pub(crate) descending: bool,
}

/// Which page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Paging {
    /// A page by its number, from 1.
    Numbered(u64),
    /// The page after the record with this id.
    ForwardOnly(i64),
}

impl Query {
    /// Reads the parameters of a list.
    ///
    /// # Errors
    /// The vendor's 400 for whatever does not fit the model.
    pub(crate) fn read(
        parameters: &[(String, String)],
        forward_only: bool,
        schema: &Schema,
    ) -> Result<Self, Refusal> {
        let order = order(parameter(parameters, "orderBy"), schema)?;
        if forward_only && !order.is_empty() {
            return Err(Refusal::condition("orderBy is not supported with forward-only paging."));
        }
        let size = match whole(parameters, "pageSize")? {
            None => DEFAULT_PAGE,
            Some(0) => return Err(Refusal::out_of_range("pageSize")),
            Some(size) => size.min(LARGEST_PAGE),
        };
        let paging = if forward_only {
            let after = whole(parameters, "pageId")?.unwrap_or(0);
            Paging::ForwardOnly(i64::try_from(after).unwrap_or(i64::MAX))
        } else {
            Paging::Numbered(whole(parameters, "page")?.unwrap_or(1).max(1))
        };
        Ok(Self {
            filter: Filter::read(parameters, schema)?,
            order,
            fields: fields(parameter(parameters, "fields"), schema)?,
            size,
            paging,
        })
    }
}

impl Filter {
    /// Reads the three kinds of conditions.
    ///
    /// # Errors
    /// The vendor's 400 for a condition it does not understand.
    pub(crate) fn read(parameters: &[(String, String)], schema: &Schema) -> Result<Self, Refusal> {
        let mut filter = Self::default();
        if let Some(text) = parameter(parameters, "conditions") {
            filter.record = Some(Expression::parse(text, Place::Record, schema)?.0);
        }
        for (name, place) in
            [("childConditions", Place::Child), ("customFieldConditions", Place::CustomField)]
        {
            let Some(text) = parameter(parameters, name) else { continue };
            if let (expression, Some(list)) = Expression::parse(text, place, schema)? {
                filter.lists.push((list, expression));
            }
        }
        Ok(filter)
    }

    /// Whether everything passes.
    pub(crate) fn is_empty(&self) -> bool {
        self.record.is_none() && self.lists.is_empty()
    }
}

/// The value of a query parameter; names are taken without regard to case, empty ones as absent.
pub(crate) fn parameter<'a>(parameters: &'a [(String, String)], name: &str) -> Option<&'a str> {
    parameters
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
        .filter(|value| !value.trim().is_empty())
}

fn whole(parameters: &[(String, String)], name: &str) -> Result<Option<u64>, Refusal> {
    parameter(parameters, name)
        .map(|value| value.trim().parse().map_err(|_| Refusal::out_of_range(name)))
        .transpose()
}

fn order(text: Option<&str>, schema: &Schema) -> Result<Vec<Order>, Refusal> {
    let mut orders = Vec::new();
    for part in text.into_iter().flat_map(|text| text.split(',')) {
        let mut words = part.split_whitespace();
        let path = words.next().ok_or_else(|| Refusal::condition("orderBy is empty."))?;
        let descending = match words.next() {
            None => false,
            Some(word) if word.eq_ignore_ascii_case("asc") => false,
            Some(word) if word.eq_ignore_ascii_case("desc") => true,
            Some(word) => return Err(Refusal::unknown_name(word)),
        };
        match schema.kind_at(path) {
            None | Some(FieldKind::List | FieldKind::Info) => {
                return Err(Refusal::unknown_name(path));
            }
            Some(_) => orders.push(Order { path: path.to_owned(), descending }),
        }
    }
    Ok(orders)
}

fn fields(text: Option<&str>, schema: &Schema) -> Result<Vec<String>, Refusal> {
    let names = text.into_iter().flat_map(|text| text.split(',')).map(str::trim);
    names
        .filter(|name| !name.is_empty())
        .map(|name| {
            // Unlike in conditions, what lives in `_info` has to be named with it.
            let top = name.split('/').next().unwrap_or(name);
            let known = schema.names().any(|field| field == top) && schema.kind_at(name).is_some();
            if known { Ok(name.to_owned()) } else { Err(Refusal::unknown_name(name)) }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::fields_of_records::TICKET;
    use super::*;

    fn read(pairs: &[(&str, &str)], forward_only: bool) -> Result<Query, Refusal> {
        let pairs: Vec<_> =
            pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        Query::read(&pairs, forward_only, &Schema::parse(TICKET))
    }

    #[test]
    fn defaults_and_caps() {
        let query = read(&[], false).unwrap();
        assert_eq!((query.size, query.paging), (25, Paging::Numbered(1)));
        let query = read(&[("pageSize", "5000"), ("page", "3")], false).unwrap();
        assert_eq!((query.size, query.paging), (1_000, Paging::Numbered(3)));
        assert_eq!(read(&[("pageSize", "0")], false).unwrap_err().status, 400);
        assert_eq!(read(&[("pageSize", "many")], false).unwrap_err().status, 400);
    }

    #[test]
    fn forward_only_takes_an_id_and_no_order() {
        let query = read(&[("pageId", "77"), ("page", "9")], true).unwrap();
        assert_eq!(query.paging, Paging::ForwardOnly(77));
        assert_eq!(read(&[("orderBy", "id asc")], true).unwrap_err().status, 400);
    }

    #[test]
    fn unknown_names_are_named() {
        for (parameter, value) in
            [("orderBy", "colour asc"), ("fields", "id,colour"), ("fields", "lastUpdated")]
        {
            let refusal = read(&[(parameter, value)], false).unwrap_err();
            assert_eq!(refusal.status, 400);
            assert!(refusal.body.contains("is not a recognized name."), "{}", refusal.body);
        }
        assert!(
            read(&[("fields", "id,status/name,_info/lastUpdated,customFields")], false).is_ok()
        );
        assert!(read(&[("orderBy", "lastUpdated desc, id")], false).is_ok());
    }
}
