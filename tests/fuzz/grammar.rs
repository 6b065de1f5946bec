//! The words of the filter language, as the vendor's Developer Guide writes them under "Conditions": names
//! with slashes, signs, numbers, text in either kind of quotes, moments in square brackets, round brackets.

/// One word of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A name, a keyword or a number.
    Word(String),
    /// `=`, `!=`, `<`, `<=`, `>`, `>=`, `,`, `(`, `)`
    Sign(String),
    /// What stands in quotes. No escape is documented: it ends at the next quote of its kind.
    Text(String),
    /// What stands in square brackets.
    Moment(String),
}

/// The words of an expression; `None` when it has what the language has not.
pub fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut found = Vec::new();
    let mut rest = text.trim_start_matches(' ');
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            '"' | '\'' => {
                let inside = rest[1..].split_once(first)?.0;
                (Token::Text(inside.to_owned()), inside.len() + 2)
            }
            '[' => {
                let inside = rest[1..].split_once(']')?.0;
                (Token::Moment(inside.to_owned()), inside.len() + 2)
            }
            '(' | ')' | ',' => (Token::Sign(first.to_string()), 1),
            '=' | '<' | '>' | '!' => {
                let length = if rest[1..].starts_with('=') { 2 } else { 1 };
                (Token::Sign(rest[..length].to_owned()), length)
            }
            letter if is_part_of_word(letter) => {
                let end = rest.find(|letter| !is_part_of_word(letter)).unwrap_or(rest.len());
                (Token::Word(rest[..end].to_owned()), end)
            }
            _ => return None,
        };
        found.push(token);
        rest = rest[length..].trim_start_matches(' ');
    }
    Some(found)
}

fn is_part_of_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "/_.-".contains(letter)
}
