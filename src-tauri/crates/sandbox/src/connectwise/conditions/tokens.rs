//! Cuts the text of a filter into tokens.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

/// One token.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A field path or a word of the language.
    Word(String),
    Text(String),
    Number(f64),
    Date(DateTime<Utc>),
    /// `=`, `!=`, `<`, `<=`, `>`, `>=`
    Sign(&'static str),
    Open,
    Close,
    Comma,
}

/// All tokens of the text, or what is wrong with it.
pub(super) fn cut(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, after) = match first {
            '(' => (Token::Open, &rest[1..]),
            ')' => (Token::Close, &rest[1..]),
            ',' => (Token::Comma, &rest[1..]),
            '"' | '\'' => quoted(rest, first)?,
            '[' => date(rest)?,
            '=' | '!' | '<' | '>' => sign(rest)?,
            '-' | '0'..='9' => number(rest)?,
            letter if letter.is_alphabetic() || letter == '_' => word(rest),
            other => return Err(format!("String cannot be parsed at '{other}'.")),
        };
        tokens.push(token);
        rest = after.trim_start();
    }
    Ok(tokens)
}

fn quoted(rest: &str, quote: char) -> Result<(Token, &str), String> {
    let inside = &rest[1..];
    let end = inside.find(quote).ok_or("String is not terminated.")?;
    Ok((Token::Text(inside[..end].to_owned()), &inside[end + 1..]))
}

fn sign(rest: &str) -> Result<(Token, &str), String> {
    ["!=", "<=", ">=", "=", "<", ">"]
        .into_iter()
        .find_map(|sign| rest.strip_prefix(sign).map(|after| (Token::Sign(sign), after)))
        .ok_or_else(|| "Operator is not recognized.".to_owned())
}

fn number(rest: &str) -> Result<(Token, &str), String> {
    let end = rest
        .find(|letter: char| !(letter.is_ascii_digit() || letter == '.' || letter == '-'))
        .unwrap_or(rest.len());
    let number = rest[..end].parse().map_err(|_| "Number is not valid.".to_owned())?;
    Ok((Token::Number(number), &rest[end..]))
}

fn word(rest: &str) -> (Token, &str) {
    let end = rest
        .find(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == '/'))
        .unwrap_or(rest.len());
    (Token::Word(rest[..end].to_owned()), &rest[end..])
}

fn date(rest: &str) -> Result<(Token, &str), String> {
    let end = rest.find(']').ok_or("Date is not terminated.")?;
    let inside = rest[1..end].trim();
    let date = moment(inside).ok_or("String was not recognized as a valid DateTime.")?;
    Ok((Token::Date(date), &rest[end + 1..]))
}

/// A date with or without time and zone; without a zone it is UTC.
pub(super) fn moment(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Some(moment.with_timezone(&Utc));
    }
    for form in ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M"] {
        if let Ok(moment) = NaiveDateTime::parse_from_str(text, form) {
            return Some(moment.and_utc());
        }
    }
    Some(NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0)?.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_everything_the_language_has() {
        let tokens = cut("(id in (1, -2.5) AND a/b != 'x \"y\"') or d>=[2026-08-20T18:04:26Z]");
        let tokens = tokens.unwrap();
        assert_eq!(tokens.len(), 17, "{tokens:?}");
        assert_eq!(tokens[4], Token::Number(1.0));
        assert_eq!(tokens[6], Token::Number(-2.5));
        assert_eq!(tokens[9], Token::Word("a/b".into()));
        assert_eq!(tokens[11], Token::Text("x \"y\"".into()));
        assert_eq!(tokens[16], Token::Date("2026-08-20T18:04:26Z".parse().unwrap()));
    }

    #[test]
    fn dates_come_in_several_forms() {
        let day: DateTime<Utc> = "2026-08-20T00:00:00Z".parse().unwrap();
        assert_eq!(moment("2026-08-20"), Some(day));
        assert_eq!(moment("2026-08-20T00:00:00"), Some(day));
        assert_eq!(moment("2026-08-20T02:00:00+02:00"), Some(day));
        assert_eq!(moment("yesterday"), None);
    }

    #[test]
    fn broken_text_is_refused() {
        for text in ["a = \"open", "d > [2026-08-20", "a ! b", "a = 1-2-3", "a ; b", "d>[soon]"] {
            assert!(cut(text).is_err(), "{text}");
        }
    }
}
