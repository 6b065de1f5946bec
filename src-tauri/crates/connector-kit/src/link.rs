//! The `Link` header (RFC 8288): where the next and the last page are.

use url::Url;

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
    }
}
