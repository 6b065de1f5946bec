//! The `Link` header (RFC 5988) of a page.

use super::listing::{Listing, Next};
use super::query::Paging;

/// The value of the `Link` header; `None` when the page gets none.
///
/// `target` is the address of the list without a query. All parameters of the request but the place
/// are carried over, so that conditions survive.
pub(crate) fn links(
    target: &str,
    parameters: &[(String, String)],
    paging: Paging,
    listing: &Listing,
) -> Option<String> {
    let with = |name: &str, value: String| {
        let mut pairs: Vec<String> = parameters
            .iter()
            .filter(|(known, _)| {
                !known.eq_ignore_ascii_case("page") && !known.eq_ignore_ascii_case("pageId")
            })
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        pairs.push(format!("{name}={value}"));
        format!("<{}/?{}>", target.trim_end_matches('/'), pairs.join("&"))
    };
    match (paging, listing.next) {
        // With forward-only paging the header is always there, and empty at the end.
        (Paging::ForwardOnly(_), None) => Some(String::new()),
        (Paging::ForwardOnly(_), Some(Next::Page(_))) | (Paging::Numbered(1), None) => None,
        (_, Some(Next::AfterId(id))) => {
            Some(format!("{}; rel=\"next\"", with("pageId", id.to_string())))
        }
        (Paging::Numbered(_), Some(Next::Page(next))) => {
            let mut text = format!("{}; rel=\"next\"", with("page", next.to_string()));
            if let Some(last) = listing.last {
                text.push_str(&format!(", {}; rel=\"last\"", with("page", last.to_string())));
            }
            Some(text)
        }
        (Paging::Numbered(_), None) => Some(format!("{}; rel=\"first\"", with("page", "1".into()))),
    }
}

fn encode(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(next: Option<Next>, last: Option<u64>) -> Listing {
        Listing { rows: Vec::new(), next, last }
    }

    #[test]
    fn conditions_are_kept_and_encoded() {
        let parameters = [
            ("conditions".to_owned(), "name = \"A&B\"".to_owned()),
            ("pageSize".to_owned(), "2".to_owned()),
            ("page".to_owned(), "3".to_owned()),
        ];
        let listing = page(Some(Next::Page(4)), Some(7));
        let text = links("http://h/c", &parameters, Paging::Numbered(3), &listing).unwrap();
        let query = "conditions=name%20%3D%20%22A%26B%22&pageSize=2";
        assert_eq!(
            text,
            format!(
                "<http://h/c/?{query}&page=4>; rel=\"next\", <http://h/c/?{query}&page=7>; rel=\"last\""
            )
        );
    }

    #[test]
    fn forward_only_ends_with_an_empty_header() {
        let paging = Paging::ForwardOnly(0);
        let more = links("http://h/c", &[], paging, &page(Some(Next::AfterId(9)), None)).unwrap();
        assert_eq!(more, "<http://h/c/?pageId=9>; rel=\"next\"");
        assert_eq!(links("http://h/c", &[], paging, &page(None, None)).unwrap(), "");
    }

    #[test]
    fn the_last_page_has_no_next() {
        let text = links("http://h/c", &[], Paging::Numbered(2), &page(None, Some(2))).unwrap();
        assert!(!text.contains("next"));
        assert_eq!(links("http://h/c", &[], Paging::Numbered(1), &page(None, Some(1))), None);
    }
}
