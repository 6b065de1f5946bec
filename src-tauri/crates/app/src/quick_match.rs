//! **Quick match**: which of ours a vendor's record seems to be. Only what is the same is proposed, and
//! only where nothing else of ours is the same as well.

use std::collections::HashMap;

/// Words for the legal form of a company, which people write or leave out. Texts with dots are compared
/// without them: `B.V.` is `bv`.
const LEGAL_FORMS: &[&str] = &[
    "ab",
    "ag",
    "aps",
    "as",
    "bv",
    "bvba",
    "co",
    "company",
    "corp",
    "corporation",
    "doo",
    "eood",
    "gmbh",
    "inc",
    "incorporated",
    "kft",
    "kg",
    "limited",
    "llc",
    "llp",
    "lp",
    "ltd",
    "ltda",
    "nv",
    "oy",
    "oyj",
    "pc",
    "plc",
    "pllc",
    "pty",
    "pvt",
    "sa",
    "sarl",
    "sas",
    "sl",
    "spa",
    "srl",
    "sro",
    "ug",
];

/// Keys of ours, each with what it stands for, as long as it stands for one thing only.
pub(crate) struct Matches<T>(HashMap<String, Option<T>>);

impl<T> Matches<T> {
    /// `each`: the key and what has it. Empty keys stand for nothing.
    pub(crate) fn new(each: impl IntoIterator<Item = (String, T)>) -> Self {
        let mut known: HashMap<String, Option<T>> = HashMap::new();
        for (key, own) in each.into_iter().filter(|(key, _)| !key.is_empty()) {
            known.entry(key).and_modify(|one| *one = None).or_insert(Some(own));
        }
        Self(known)
    }

    /// The only one with this key.
    pub(crate) fn get(&self, key: &str) -> Option<&T> {
        self.0.get(key).and_then(Option::as_ref)
    }
}

/// How e-mail addresses are compared.
pub(crate) fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}

/// How names of companies are compared: without case, punctuation, a leading "the" and legal forms at the
/// end; `&` is "and". A name that is nothing else keeps them.
pub(crate) fn company_key(name: &str) -> String {
    // A dot or an apostrophe stands within a word, everything else between words.
    let plain: String = name
        .to_lowercase()
        .replace(['&', '+'], " and ")
        .chars()
        .filter(|letter| !matches!(letter, '.' | '\'' | '’'))
        .map(|letter| if letter.is_alphanumeric() { letter } else { ' ' })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let mut kept = words.as_slice();
    if let ["the", rest @ ..] = kept
        && !rest.is_empty()
    {
        kept = rest;
    }
    while let [rest @ .., last] = kept
        && !rest.is_empty()
        && (LEGAL_FORMS.contains(last) || *last == "and")
    {
        kept = rest;
    }
    kept.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_same_company_have_the_same_key() {
        for (one, other) in [
            ("Harbour Dental", "HARBOUR  dental"),
            ("Harbour Dental Ltd", "Harbour Dental Limited"),
            ("Harbour Dental, Inc.", "Harbour Dental"),
            ("Harbour & Sons", "Harbour and Sons"),
            ("The Harbour Group", "Harbour Group"),
            ("Kellner GmbH & Co. KG", "Kellner"),
            ("Zuider B.V.", "Zuider BV"),
            ("Lumen S.A.", "Lumen"),
            ("O'Brien Law", "OBrien Law"),
            ("Müller-Lüdenscheid AG", "MÜLLER LÜDENSCHEID"),
            ("Acme Pty Ltd", "Acme"),
        ] {
            assert_eq!(company_key(one), company_key(other), "{one} / {other}");
        }
    }

    #[test]
    fn names_of_different_companies_do_not() {
        for (one, other) in [
            ("Harbour Dental", "Harbour Dental North"),
            ("SA Electric", "Electric"),
            ("The", "The Company"),
            ("Harbour 1", "Harbour 2"),
            ("Company", "Limited"),
        ] {
            assert_ne!(company_key(one), company_key(other), "{one} / {other}");
        }
        assert_eq!(company_key("Ltd"), "ltd", "a name of nothing else stays a name");
        assert_eq!(company_key("—"), "");
    }

    #[test]
    fn two_that_fit_are_no_match() {
        let names = ["Harbour Dental", "Harbour Dental Ltd", "Kellner", "…"];
        let matches = Matches::new(names.map(|name| (company_key(name), name)));
        assert_eq!(matches.get(&company_key("Kellner GmbH")), Some(&"Kellner"));
        assert_eq!(matches.get(&company_key("Harbour Dental")), None);
        assert_eq!(matches.get(""), None, "no name is no key");
        assert_eq!(email_key(" Jane.Doe@Example.COM "), "jane.doe@example.com");
    }
}
