//! Base URLs that are the same for everybody but for one name: `https://{account}.vendor.example/api`.

use url::{Host, Url};

use crate::{Account, ConnectorError, ErrorKind};

/// The field that a template names.
pub(crate) fn field_of(template: &'static str) -> Option<&'static str> {
    let (_, rest) = template.split_once('{')?;
    rest.split_once('}').map(|(field, _)| field)
}

/// The base URL for `account`.
///
/// # Errors
/// `BadConfig` naming the field when its value is no such name; `Unexpected` when the template names none.
pub(crate) fn base_url(template: &'static str, account: &Account) -> Result<Url, ConnectorError> {
    let field = field_of(template).ok_or_else(|| {
        ConnectorError::new(ErrorKind::Unexpected, "The connector's address names no field.")
    })?;
    let value = account.field(field)?;
    filled(template, value).ok_or_else(|| {
        ConnectorError::new(ErrorKind::BadConfig, "The address cannot be used.").field(field)
    })
}

/// The template with `value` in it; `None` when that would lead anywhere but to the vendor or to
/// loopback.
fn filled(template: &str, value: &str) -> Option<Url> {
    let (before, rest) = template.split_once('{')?;
    let (_, after) = rest.split_once('}')?;
    if value.starts_with("http://") || value.starts_with("https://") {
        let mut url = Url::parse(value).ok()?;
        let pure = url.username().is_empty() && url.password().is_none();
        let here = pure && matches!(url.path(), "" | "/") && url.query().is_none();
        url.set_path(Url::parse(&format!("{before}x{after}")).ok()?.path());
        return (here && is_loopback(&url)).then_some(url);
    }
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if !value.split('.').all(is_label) {
        return None;
    }
    Url::parse(&format!("{before}{value}{after}")).ok()
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = "https://{account}.vendor.example/api/v1";

    fn said(value: &str) -> String {
        filled(TEMPLATE, value).map_or_else(|| "nothing".to_owned(), String::from)
    }

    #[test]
    fn the_name_goes_where_the_braces_are() {
        assert_eq!(field_of(TEMPLATE), Some("account"));
        assert_eq!(field_of("https://vendor.example"), None);
        assert_eq!(said("acme"), "https://acme.vendor.example/api/v1");
        assert_eq!(said("acme-2.eu"), "https://acme-2.eu.vendor.example/api/v1");
    }

    #[test]
    fn a_whole_address_is_for_loopback_only() {
        assert_eq!(said("http://127.0.0.1:18081"), "http://127.0.0.1:18081/api/v1");
        assert_eq!(said("http://localhost:9/"), "http://localhost:9/api/v1");
        assert_eq!(said("http://[::1]:9"), "http://[::1]:9/api/v1");
        for value in [
            "http://evil.example",
            "https://acme.vendor.example",
            "http://127.0.0.1.evil.example",
            "http://user:pw@127.0.0.1",
            "http://127.0.0.1/elsewhere",
        ] {
            assert_eq!(said(value), "nothing", "{value}");
        }
    }

    #[test]
    fn a_name_cannot_lead_to_another_host() {
        for value in [
            "",
            "evil.example/",
            "evil.example#",
            "a@evil",
            "a b",
            "a..b",
            ".a",
            "-a",
            "a:8",
            "ä",
            "%61/",
        ] {
            assert_eq!(said(value), "nothing", "{value}");
        }
    }

    proptest::proptest! {
        #[test]
        fn the_host_is_always_the_vendors(value in "[a-zA-Z0-9./:@#?%\\\\_ -]{0,30}") {
            if let Some(url) = filled(TEMPLATE, &value) {
                let host = url.host_str().unwrap();
                proptest::prop_assert!(host.ends_with(".vendor.example") || is_loopback(&url), "{}", url);
                proptest::prop_assert_eq!(url.path(), "/api/v1");
            }
        }
    }
}
