//! Field types of wire structs that take whatever a vendor sends: a value of the wrong type counts as
//! nothing and never costs the row. Rows are read in one pass, without a detour through JSON values.

use std::{fmt, marker::PhantomData};

use chrono::{DateTime, NaiveDate, Utc};
use patchbay_connector_kit::lenient;
use patchbay_model::RecordReference;
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer},
};

macro_rules! scalar {
    ($(#[$doc:meta])* $name:ident, $inner:ty, $read:path) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq)]
        pub(crate) struct $name(pub Option<$inner>);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
                $read(reader).map(Self)
            }
        }
    };
}

scalar!(
    /// Text; numbers and switches are written out; empty text is nothing.
    Text,
    String,
    lenient::text
);
scalar!(
    /// A number; also as text.
    Number,
    f64,
    lenient::number
);
scalar!(
    /// A switch; also as text or as 0 and 1.
    Flag,
    bool,
    lenient::flag
);
scalar!(
    /// A moment; without a zone it counts as UTC.
    Moment,
    DateTime<Utc>,
    lenient::moment
);
scalar!(
    /// A day; the time of a moment is dropped.
    Day,
    NaiveDate,
    lenient::day
);

impl Flag {
    /// Whether it is there and on.
    pub fn is_on(&self) -> bool {
        self.0 == Some(true)
    }
}

/// An object with a shape of its own; anything else is nothing. `T` must take any object.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Part<T>(pub Option<T>);

impl<T> Default for Part<T> {
    fn default() -> Self {
        Self(None)
    }
}

/// Objects of one shape; anything else among them is passed over; one object is a list of one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct List<T>(pub Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

struct Anything<T> {
    takes_lists: bool,
    found: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Anything<T> {
    type Value = Vec<T>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("anything")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Vec<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(|part| vec![part])
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
        let mut found = Vec::new();
        if self.takes_lists {
            while let Some(Part(item)) = items.next_element::<Part<T>>()? {
                found.extend(item);
            }
        } else {
            while items.next_element::<IgnoredAny>()?.is_some() {}
        }
        Ok(found)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_u64<E>(self, _: u64) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_str<E>(self, _: &str) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_unit<E>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Part<T> {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        let only_one = Anything { takes_lists: false, found: PhantomData };
        reader.deserialize_any(only_one).map(|mut found: Vec<T>| Self(found.pop()))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_any(Anything { takes_lists: true, found: PhantomData }).map(Self)
    }
}

/// A pointer to another record: an object with an id and a name.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Reference(pub Option<RecordReference>);

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Wire {
            id: Text,
            name: Text,
            summary: Text,
            identifier: Text,
        }
        let Part(wire) = Part::<Wire>::deserialize(reader)?;
        Ok(Self(wire.and_then(|wire| {
            let id = wire.id.0.unwrap_or_default();
            let name = wire.name.0.or(wire.summary.0).or(wire.identifier.0).unwrap_or_default();
            (!id.is_empty() || !name.is_empty()).then_some(RecordReference { id, name })
        })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, Deserialize, PartialEq)]
    #[serde(default)]
    struct Odd {
        board: Reference,
        boards: List<Reference>,
        inner: Part<Inner>,
    }

    #[derive(Debug, Default, Deserialize, PartialEq)]
    #[serde(default)]
    struct Inner {
        at: Moment,
    }

    fn read(json: &str) -> Odd {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_reference_takes_what_there_is() {
        let name = |json: &str| {
            read(&format!(r#"{{"board":{json}}}"#)).board.0.map(|found| (found.id, found.name))
        };
        let pair = |id: &str, name: &str| Some((id.to_owned(), name.to_owned()));
        assert_eq!(
            name(r#"{"id":1,"name":"Help Desk","_info":{"a":[1]}}"#),
            pair("1", "Help Desk")
        );
        assert_eq!(name(r#"{"id":"9","summary":"A ticket"}"#), pair("9", "A ticket"));
        assert_eq!(name(r#"{"id":null,"identifier":"JDOE"}"#), pair("", "JDOE"));
        for nothing in ["null", "7", "\"x\"", "[]", "{}", "true", "[{\"id\":1}]"] {
            assert_eq!(name(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn lists_pass_over_what_does_not_fit() {
        let odd = read(r#"{"boards":[{"id":1},"x",null,[2],{"id":3}]}"#);
        let ids: Vec<_> = odd.boards.0.into_iter().filter_map(|board| board.0).collect();
        assert_eq!(ids.iter().map(|id| id.id.as_str()).collect::<Vec<_>>(), ["1", "3"]);
        assert_eq!(read(r#"{"boards":{"id":1}}"#).boards.0.len(), 1);
        assert_eq!(read(r#"{"boards":null}"#).boards.0.len(), 0);
    }

    proptest::proptest! {
        #[test]
        fn any_json_is_taken(value in "(null|true|-?(0|[1-9][0-9]{0,29})|\"[a-z0-9:TZ-]{0,24}\"|\\[1,\\{\\}\\]|\\{\"at\":[1-9]\\})") {
            read(&format!(r#"{{"board":{value},"boards":{value},"inner":{value}}}"#));
        }
    }
}
