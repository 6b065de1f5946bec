//! Readers that forgive: vendors send nulls, numbers as text, unknown words and odd dates, and none of
//! that may cost a record. Use with `#[serde(default, deserialize_with = "lenient::…")]`.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

/// A simple value of whatever type came; lists and objects count as nothing.
enum Scalar {
    Nothing,
    Flag(bool),
    Whole(i64),
    Number(f64),
    Text(String),
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        struct AnyValue;
        impl<'de> Visitor<'de> for AnyValue {
            type Value = Scalar;
            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("anything")
            }
            fn visit_bool<E>(self, value: bool) -> Result<Scalar, E> {
                Ok(Scalar::Flag(value))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Scalar, E> {
                Ok(Scalar::Whole(value))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Scalar, E> {
                Ok(i64::try_from(value).map_or(Scalar::Number(value as f64), Scalar::Whole))
            }
            fn visit_f64<E>(self, value: f64) -> Result<Scalar, E> {
                Ok(Scalar::Number(value))
            }
            fn visit_str<E>(self, value: &str) -> Result<Scalar, E> {
                Ok(Scalar::Text(value.to_owned()))
            }
            fn visit_string<E>(self, value: String) -> Result<Scalar, E> {
                Ok(Scalar::Text(value))
            }
            fn visit_unit<E>(self) -> Result<Scalar, E> {
                Ok(Scalar::Nothing)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Scalar, A::Error> {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Scalar::Nothing)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Scalar, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Scalar::Nothing)
            }
        }
        reader.deserialize_any(AnyValue)
    }
}

/// Text; numbers and switches are written out; empty text is nothing. Characters that no name has
/// (NUL, marks that turn the writing direction) are dropped.
///
/// # Errors
/// Only broken JSON.
pub fn text<'de, D: Deserializer<'de>>(reader: D) -> Result<Option<String>, D::Error> {
    Ok(match Scalar::deserialize(reader)? {
        Scalar::Nothing => None,
        Scalar::Flag(value) => Some(value.to_string()),
        Scalar::Whole(value) => Some(value.to_string()),
        Scalar::Number(value) => Some(value.to_string()),
        Scalar::Text(value) => clean(value),
    })
}

fn clean(text: String) -> Option<String> {
    const UNWANTED: [char; 13] = [
        '\0', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}',
        '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}', '\u{feff}',
    ];
    let trimmed = text.trim();
    if trimmed.is_empty() {
        None
    } else if may_hold_unwanted(trimmed) && trimmed.contains(UNWANTED) {
        Some(trimmed.replace(UNWANTED, "").trim().to_owned()).filter(|text| !text.is_empty())
    } else if trimmed.len() == text.len() {
        Some(text)
    } else {
        Some(trimmed.to_owned())
    }
}

/// A look at the bytes: all unwanted characters but NUL begin with one of two bytes in UTF-8.
fn may_hold_unwanted(text: &str) -> bool {
    text.bytes().fold(false, |found, byte| found | matches!(byte, 0 | 0xe2 | 0xef))
}

/// A whole number; also as text.
///
/// # Errors
/// Only broken JSON.
pub fn whole<'de, D: Deserializer<'de>>(reader: D) -> Result<Option<i64>, D::Error> {
    Ok(match Scalar::deserialize(reader)? {
        Scalar::Whole(value) => Some(value),
        Scalar::Number(value) if value.fract() == 0.0 && value.abs() < 9e15 => Some(value as i64),
        Scalar::Text(value) => value.trim().parse().ok(),
        _ => None,
    })
}

/// A number; also as text.
///
/// # Errors
/// Only broken JSON.
pub fn number<'de, D: Deserializer<'de>>(reader: D) -> Result<Option<f64>, D::Error> {
    Ok(match Scalar::deserialize(reader)? {
        Scalar::Whole(value) => Some(value as f64),
        Scalar::Number(value) => Some(value),
        Scalar::Text(value) => value.trim().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    })
}

/// A switch; also as text or as 0 and 1.
///
/// # Errors
/// Only broken JSON.
pub fn flag<'de, D: Deserializer<'de>>(reader: D) -> Result<Option<bool>, D::Error> {
    Ok(match Scalar::deserialize(reader)? {
        Scalar::Flag(value) => Some(value),
        Scalar::Whole(value) => Some(value != 0),
        Scalar::Text(value) => match value.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => Some(true),
            "false" | "no" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    })
}

/// A moment; without a zone it counts as UTC; a bare date is its midnight; nonsense is nothing.
///
/// # Errors
/// Only broken JSON.
pub fn moment<'de, D: Deserializer<'de>>(reader: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    Ok(match Scalar::deserialize(reader)? {
        Scalar::Text(value) => parse_moment(value.trim()),
        _ => None,
    })
}

/// A day; the time of a moment is dropped.
///
/// # Errors
/// Only broken JSON.
pub fn day<'de, D: Deserializer<'de>>(reader: D) -> Result<Option<NaiveDate>, D::Error> {
    moment(reader).map(|found| found.map(|moment| moment.date_naive()))
}

fn parse_moment(text: &str) -> Option<DateTime<Utc>> {
    let parsed = DateTime::parse_from_rfc3339(text)
        .map(|moment| moment.to_utc())
        .or_else(|_| {
            NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f")
                .map(|moment| moment.and_utc())
        })
        .or_else(|_| {
            NaiveDate::parse_from_str(text, "%Y-%m-%d")
                .map(|day| day.and_time(NaiveTime::MIN).and_utc())
        });
    // Far-off years are vendors' placeholders and would not sort as text.
    parsed.ok().filter(|moment| (0..=9999).contains(&chrono::Datelike::year(moment)))
}

/// A part of the row with a shape of its own; anything that does not fit counts as nothing.
///
/// # Errors
/// Only broken JSON.
pub fn part<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    reader: D,
) -> Result<Option<T>, D::Error> {
    let raw = Option::<Box<serde_json::value::RawValue>>::deserialize(reader)?;
    Ok(raw.and_then(|raw| serde_json::from_str(raw.get()).ok()))
}

/// A list; items that do not fit are passed over, a single object counts as a list of one.
///
/// # Errors
/// Only broken JSON.
pub fn list<'de, D: Deserializer<'de>, T: DeserializeOwned>(reader: D) -> Result<Vec<T>, D::Error> {
    let Some(raw) = Option::<Box<serde_json::value::RawValue>>::deserialize(reader)? else {
        return Ok(Vec::new());
    };
    if let Ok(items) = serde_json::from_str::<Vec<&serde_json::value::RawValue>>(raw.get()) {
        return Ok(items.iter().filter_map(|item| serde_json::from_str(item.get()).ok()).collect());
    }
    Ok(serde_json::from_str(raw.get()).ok().into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, Deserialize, PartialEq)]
    #[serde(default)]
    struct Odd {
        #[serde(deserialize_with = "text")]
        name: Option<String>,
        #[serde(deserialize_with = "whole")]
        count: Option<i64>,
        #[serde(deserialize_with = "flag")]
        on: Option<bool>,
        #[serde(deserialize_with = "moment")]
        at: Option<DateTime<Utc>>,
        #[serde(deserialize_with = "list")]
        items: Vec<i64>,
        #[serde(deserialize_with = "number")]
        part: Option<f64>,
    }

    fn read(json: &str) -> Odd {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn forgives() {
        let odd = read(
            r#"{"name": 7, "count": "42", "on": "False", "at": "2026-06-04T17:14:20", "items": [1, "x", 2], "part": "0.5"}"#,
        );
        assert_eq!(odd.name.as_deref(), Some("7"));
        assert_eq!((odd.count, odd.on, odd.part), (Some(42), Some(false), Some(0.5)));
        assert_eq!(odd.at.unwrap().to_rfc3339(), "2026-06-04T17:14:20+00:00");
        assert_eq!(odd.items, [1, 2]);
        let nothing =
            r#"{"name": null, "count": {}, "on": [], "at": "soon", "items": null, "part": null}"#;
        assert_eq!(read(nothing), Odd::default());
        assert_eq!(read(r#"{"items": 3}"#).items, [3]);
        assert_eq!(read("{\"name\": \" \\u0000\\u202eAcme \"}").name.as_deref(), Some("Acme"));
        assert_eq!(
            read(r#"{"at": "1800-01-01T08:00:00Z"}"#).at.unwrap().timestamp(),
            -5_364_633_600
        );
    }

    proptest::proptest! {
        #[test]
        fn moments_mean_the_same_in_every_spelling(
            seconds in 0_i64..253_402_300_799, hours in -12_i32..=14, millis in 0_u32..1000,
        ) {
            let moment = DateTime::from_timestamp(seconds, millis * 1_000_000).unwrap();
            let offset = chrono::FixedOffset::east_opt(hours * 3600).unwrap();
            for text in [
                moment.to_rfc3339(),
                moment.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
                moment.with_timezone(&offset).to_rfc3339(),
                moment.format("%Y-%m-%dT%H:%M:%S%.3f").to_string(),
            ] {
                // An offset may lead over the end of the calendar that is read.
                if !text.starts_with('+') {
                    proptest::prop_assert_eq!(parse_moment(&text), Some(moment), "{}", text);
                }
            }
            let day = moment.format("%Y-%m-%d").to_string();
            proptest::prop_assert_eq!(parse_moment(&day).unwrap().date_naive(), moment.date_naive());
        }

        #[test]
        fn no_text_is_too_odd_for_a_moment(text in "\\PC{0,40}|[0-9TZ:.+ -]{0,40}") {
            parse_moment(&text);
        }

        #[test]
        fn any_json_is_forgiven(value in "(null|true|-?(0|[1-9][0-9]{0,29})|\"[a-z0-9:TZ-]{0,24}\"|\\[1,2\\]|\\{\"a\":1\\})") {
            let json = format!(
                r#"{{"name":{value},"count":{value},"on":{value},"at":{value},"items":{value},"part":{value}}}"#
            );
            read(&json);
        }
    }
}
