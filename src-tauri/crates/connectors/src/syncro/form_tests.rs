//! Tests of `form.rs`: what people paste.

use super::*;

/// Pasted, clean, part of the note.
const PASTED: &[(&str, &str, &str)] = &[
    ("acme", "acme", ""),
    ("ACME ", "acme", ""),
    ("acme-it-2", "acme-it-2", ""),
    ("365", "365", ""),
    ("365.syncromsp.com", "365", "Using “365”"),
    ("acme/tickets", "acme", "Using “acme”"),
    ("acme.syncromsp.com", "acme", "Using “acme”"),
    (" Acme.SyncroMSP.com. ", "acme", "Using “acme”"),
    ("https://acme.syncromsp.com", "acme", "Using “acme”"),
    ("https://acme", "acme", "Using “acme”"),
    ("HTTP://Acme.Shield/", "acme.shield", "Using “acme.shield”"),
    ("https://acme.syncromsp.com/tickets/123?tab=1#x", "acme", "Using “acme”"),
    ("http://acme.syncromsp.com/api/v1", "acme", "Using “acme”"),
    ("acme.syncromsp.com/api/v1", "acme", "Using “acme”"),
    ("https://joe:pw@acme.syncromsp.com", "acme", "Using “acme”"),
    ("acme.shield.syncromsp.com", "acme.shield", "Using “acme.shield”"),
    ("acme.shield", "acme.shield", ""),
    ("http://127.0.0.1:18081", "http://127.0.0.1:18081", ""),
    ("http://localhost:9/api/v1", "http://localhost:9", ""),
    ("http://[::1]:9", "http://[::1]:9", ""),
];

#[test]
fn cleans_what_people_paste() {
    for (pasted, wanted, note) in PASTED {
        let (clean, said) = clean_subdomain(pasted).unwrap();
        assert_eq!(&clean, wanted, "{pasted}");
        let said = said.unwrap_or_default();
        assert!(said.contains(note) && said.is_empty() == note.is_empty(), "{pasted}: {said}");
        assert!(!said.contains("pw"), "a note must not repeat what was dropped");
        assert_eq!(clean_subdomain(&clean).unwrap(), (clean, None), "cleaning twice: {pasted}");
    }
}

#[test]
fn refuses_what_is_no_account() {
    for pasted in [
        "",
        "  ",
        "syncromsp.com",
        "www.syncromsp.com",
        "shield.syncromsp.com",
        "a.b.syncromsp.com",
        "acme.example.com",
        "acme.repairshopr.com",
        "acmesyncromsp.com",
        "https://www",
        "https://localhost:9",
        "https://acme.syncromsp.com.evil.example",
        "acme syncromsp com",
        "acme_it",
        "-acme",
        "ftp://acme.syncromsp.com",
        "127.0.0.1",
        "https://",
        "acme@evil.example",
    ] {
        let say = clean_subdomain(pasted).unwrap_err();
        assert!(say.contains("yourcompany.syncromsp.com"), "{pasted}: {say}");
    }
    let say = clean_subdomain("acme.repairshopr.com").unwrap_err();
    assert!(say.starts_with("acme.repairshopr.com is not a Syncro address."), "{say}");
}

#[test]
fn keys_lose_what_is_not_theirs() {
    const KEY: &str = "T7f00aa-1b2c3d";
    for pasted in [
        KEY.to_owned(),
        format!(" {KEY}\n"),
        format!("\u{200b}{KEY}\u{feff}"),
        format!("\"{KEY}\""),
        format!("Bearer {KEY}"),
        format!("bearer: “{KEY}”"),
    ] {
        assert_eq!(clean_api_key(&pasted).unwrap(), (KEY.to_owned(), None), "{pasted}");
    }
    for pasted in ["", "  ", "\"\"", "T7f 00aa", "T7f\n00aa", "Tschlüssel"] {
        let say = clean_api_key(pasted).unwrap_err();
        assert!(!say.contains("T7f"), "{say}");
    }
}

#[test]
fn days_are_written_one_way() {
    for pasted in ["2027-04-30", " 2027-4-30 ", "2027-04-30T12:00:00Z", "2027-04-30 12:00"] {
        assert_eq!(clean_day(pasted).unwrap(), ("2027-04-30".to_owned(), None), "{pasted}");
    }
    for pasted in ["", "30.04.2027", "2027-02-30", "27-04-30", "never", "99999-01-01"] {
        assert!(clean_day(pasted).is_err(), "{pasted}");
    }
}

proptest::proptest! {
    #[test]
    fn cleaning_a_subdomain_never_panics_and_settles(pasted in "(https?://)?[a-zA-Z0-9.:@/\\[\\] _%#?-]{0,30}(\\.syncromsp\\.com)?[/.]?") {
        if let Ok((clean, _)) = clean_subdomain(&pasted) {
            proptest::prop_assert_eq!(clean_subdomain(&clean).unwrap(), (clean.clone(), None));
            let is_here = clean.starts_with("http://") && loopback(&Url::parse(&clean).unwrap()).is_some();
            proptest::prop_assert!(is_account(&clean) || is_here, "{}", clean);
        }
    }

    #[test]
    fn cleaning_a_key_never_panics_and_settles(pasted in "\\PC{0,40}") {
        if let Ok((clean, _)) = clean_api_key(&pasted) {
            proptest::prop_assert_eq!(clean_api_key(&clean).unwrap().0, clean.clone());
            proptest::prop_assert!(clean.is_ascii() && !clean.contains(char::is_whitespace));
        }
    }

    #[test]
    fn cleaning_a_day_never_panics_and_settles(pasted in "[0-9TZ: .-]{0,24}") {
        if let Ok((clean, _)) = clean_day(&pasted) {
            proptest::prop_assert_eq!(clean_day(&clean).unwrap().0, clean);
        }
    }
}
