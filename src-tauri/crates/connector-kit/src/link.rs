//! The `Link` header (RFC 8288): where the next and the last page are.

use url::Url;

use crate::{ConnectorError, ErrorKind};

/// The links of a list's answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    /// Whether a `Link` header came at all, even an empty one.
    pub present: bool,
    /// `rel="next"`.
    pub next: Option<Url>,
    /// `rel="last"`.
    pub last: Option<Url>,
}

/// Reads the values of all `Link` headers of an answer. Malformed parts are passed over.
pub fn parse_links<'a>(values: impl IntoIterator<Item = &'a str>, base: &Url) -> Links {
    let mut links = Links::default();
    for value in values {
        links.present = true;
        let mut rest = value;
        while let Some(open) = rest.find('<') {
            let Some(length) = rest[open + 1..].find('>') else { break };
            let target = &rest[open + 1..open + 1 + length];
            rest = &rest[open + length + 2..];
            // Parameters reach to the next comma. A quoted one that holds a comma is cut there, which
            // may cost the relation behind it; vendors put `rel` first, and alone.
            let parameters = rest.split(",").next().unwrap_or_default().to_ascii_lowercase();
            let Ok(url) = base.join(target.trim()) else { continue };
            if has_relation(&parameters, "next") {
                links.next = Some(url);
            } else if has_relation(&parameters, "last") {
                links.last = Some(url);
            }
        }
    }
    links
}

/// The address `text`, if credentials for `base` may go there: same scheme, host and port, and no credentials
/// of its own.
///
/// # Errors
/// `ForeignLink` when they may not.
pub(crate) fn own_address(base: &Url, text: &str) -> Result<Url, ConnectorError> {
    let is_own = |url: &Url| {
        url.scheme() == base.scheme()
            && url.host_str() == base.host_str()
            && url.port_or_known_default() == base.port_or_known_default()
            && url.username().is_empty()
            && url.password().is_none()
    };
    Url::parse(text).ok().filter(is_own).ok_or_else(|| {
        ConnectorError::new(
            ErrorKind::ForeignLink,
            "The vendor's next page lies on another host; credentials were not sent there.",
        )
    })
}

fn has_relation(parameters: &str, wanted: &str) -> bool {
    parameters.split(';').any(|parameter| {
        parameter.split_once('=').is_some_and(|(name, value)| {
            name.trim() == "rel"
                && value.trim().trim_matches('"').split_whitespace().any(|word| word == wanted)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Links {
        parse_links([text], &Url::parse("https://psa.example.com/api/list?page=1").unwrap())
    }

    #[test]
    fn finds_next_and_last() {
        let found = links(
            r#"<https://psa.example.com/api/list?page=2&conditions=a%20in%20(1,2)>; rel="next", </api/list?page=9>;rel=last"#,
        );
        assert_eq!(
            found.next.unwrap().as_str(),
            "https://psa.example.com/api/list?page=2&conditions=a%20in%20(1,2)"
        );
        assert_eq!(found.last.unwrap().as_str(), "https://psa.example.com/api/list?page=9");
    }

    #[test]
    fn an_empty_header_is_present_but_leads_nowhere() {
        assert_eq!(links(""), Links { present: true, next: None, last: None });
        assert_eq!(
            parse_links([], &Url::parse("https://x.example.com").unwrap()),
            Links::default()
        );
    }

    #[test]
    fn broken_parts_are_passed_over() {
        assert_eq!(links("<https://psa.example.com/?page=2; rel=next").next, None);
        assert_eq!(links(r#"<http://[bad>; rel="next""#).next, None);
        assert!(links(r#"nonsense, <?page=3>; rel="prev next""#).next.is_some());
    }

    /// Addresses near the vendor's, and what people write to be taken for it.
    fn address() -> impl proptest::strategy::Strategy<Value = String> {
        use proptest::prelude::*;
        let scheme = prop_oneof![
            Just("https:"),
            Just("http:"),
            Just("HTTPS:"),
            Just(""),
            Just("ftp:"),
            Just("javascript:"),
        ];
        let slashes =
            prop_oneof![Just("//"), Just("/\\"), Just("\\\\"), Just("/"), Just(""), Just("///")];
        let user =
            prop_oneof![Just(""), Just("a@"), Just("a:b@"), Just("psa.example.com@"), Just(":@")];
        let host = prop_oneof![
            Just("psa.example.com"),
            Just("PSA.example.com"),
            Just("psa.example.com."),
            Just("psa.example.com.evil.example"),
            Just("evil.example"),
            Just("127.0.0.1"),
            Just("[::1]"),
            Just("psa\u{3002}example.com"),
            Just("psa.example.com%2eevil.example"),
        ];
        let port = prop_oneof![
            Just(""),
            Just(":8443"),
            Just(":443"),
            Just(":08443"),
            Just(":8443@evil.example")
        ];
        (scheme, slashes, user, host, port, "[/?#\\\\@:a-z0-9.%]{0,12}").prop_map(
            |(scheme, slashes, user, host, port, rest)| {
                format!("{scheme}{slashes}{user}{host}{port}{rest}")
            },
        )
    }

    #[test]
    fn the_vendors_own_addresses_are_followed() {
        let base = Url::parse("https://psa.example.com/api").unwrap();
        for own in ["https://psa.example.com/api?page=2", "https://PSA.example.com:443/x"] {
            assert!(own_address(&base, own).is_ok(), "{own}");
        }
    }

    proptest::proptest! {
        #[test]
        fn finds_what_was_written(page in 1_u32.., last in 1_u32.., value in "[a-z0-9%=&(),'-]{0,40}", quoted: bool) {
            let rel = |name: &str| if quoted { format!("\"{name}\"") } else { name.to_owned() };
            let text = format!(
                "<?page={page}&where={value}>; rel={}, <?page={last}>;rel={}", rel("next"), rel("last")
            );
            let found = links(&text);
            let page_of = |url: Option<Url>| {
                url.unwrap().query_pairs().find(|(name, _)| name == "page").unwrap().1.into_owned()
            };
            proptest::prop_assert_eq!(page_of(found.next), page.to_string());
            proptest::prop_assert_eq!(page_of(found.last), last.to_string());
        }

        #[test]
        fn never_panics(text in ".{0,200}") {
            links(&text);
        }

        #[test]
        fn credentials_stay_on_the_vendors_host(text in address()) {
            let base = Url::parse("https://psa.example.com:8443/api").unwrap();
            let joined = base.join(&text).map_or_else(|_| text.clone(), String::from);
            for text in [text.as_str(), joined.as_str()] {
                match own_address(&base, text) {
                    Ok(url) => {
                        proptest::prop_assert_eq!(url.origin(), base.origin(), "{}", text);
                        proptest::prop_assert_eq!(url.authority(), "psa.example.com:8443", "{}", text);
                    }
                    Err(error) => proptest::prop_assert_eq!(error.kind, ErrorKind::ForeignLink),
                }
            }
        }
    }
}
