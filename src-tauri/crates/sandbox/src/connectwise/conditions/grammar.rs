//! Builds the expression from the tokens and checks every name and value against the model.

use super::tokens::{Token, cut};
use super::{Comparison, Expression, Literal, Operator, Test};
use crate::connectwise::refusal::Refusal;
use crate::connectwise::schema::{FieldKind, Schema};

/// Which of the three query parameters the filter came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// `conditions`
    Record,
    /// `childConditions`: names begin with the name of a list.
    Child,
    /// `customFieldConditions`: names are those of a custom field value.
    CustomField,
}

impl Expression {
    /// Parses a filter and checks it against the model.
    ///
    /// For child conditions the name of the list comes back beside the expression.
    ///
    /// # Errors
    /// The vendor's 400 for a broken text, an unknown name, or a value of the wrong kind.
    pub(crate) fn parse(
        text: &str,
        place: Place,
        schema: &Schema,
    ) -> Result<(Self, Option<String>), Refusal> {
        let tokens = cut(text).map_err(|problem| Refusal::condition(&problem))?;
        let list = (place == Place::CustomField).then(|| "customFields".to_owned());
        let mut parser = Parser { tokens: &tokens, place, schema, list };
        let expression = parser.either()?;
        if let Some(token) = parser.tokens.first() {
            return Err(unexpected(token));
        }
        Ok((expression, parser.list))
    }
}

struct Parser<'a> {
    tokens: &'a [Token],
    place: Place,
    schema: &'a Schema,
    list: Option<String>,
}

impl Parser<'_> {
    fn next(&mut self) -> Result<&Token, Refusal> {
        let (first, rest) = self
            .tokens
            .split_first()
            .ok_or_else(|| Refusal::condition("The condition ends too early."))?;
        self.tokens = rest;
        Ok(first)
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let found = matches!(self.tokens.first(), Some(Token::Word(next)) if next.eq_ignore_ascii_case(word));
        if found {
            self.tokens = &self.tokens[1..];
        }
        found
    }

    fn either(&mut self) -> Result<Expression, Refusal> {
        let mut sides = vec![self.all()?];
        while self.takes_word("or") {
            sides.push(self.all()?);
        }
        Ok(if sides.len() == 1 { sides.remove(0) } else { Expression::Or(sides) })
    }

    fn all(&mut self) -> Result<Expression, Refusal> {
        let mut sides = vec![self.one()?];
        while self.takes_word("and") {
            sides.push(self.one()?);
        }
        Ok(if sides.len() == 1 { sides.remove(0) } else { Expression::And(sides) })
    }

    fn one(&mut self) -> Result<Expression, Refusal> {
        match self.next()?.clone() {
            Token::Open => {
                let inner = self.either()?;
                match self.next()? {
                    Token::Close => Ok(inner),
                    other => Err(unexpected(other)),
                }
            }
            Token::Word(name) => {
                let (path, kind) = self.field(&name)?;
                self.test(path, &name, &kind).map(Expression::Test)
            }
            other => Err(unexpected(&other)),
        }
    }

    /// Path (inside the record or the list's element) and kind of a name.
    fn field(&mut self, name: &str) -> Result<(String, FieldKind), Refusal> {
        let unknown = || Refusal::unknown_name(name);
        match self.place {
            Place::Record => {
                let kind = self.schema.kind_at(name).ok_or_else(unknown)?;
                if kind == FieldKind::List || kind == FieldKind::Info {
                    return Err(unknown());
                }
                Ok((name.to_owned(), kind))
            }
            Place::CustomField => {
                let kind = Schema::kind_in_list("customFields", name).ok_or_else(unknown)?;
                Ok((name.to_owned(), kind))
            }
            Place::Child => {
                let (list, path) = name.split_once('/').ok_or_else(unknown)?;
                if self.schema.kind_at(list) != Some(FieldKind::List) {
                    return Err(unknown());
                }
                let kind = Schema::kind_in_list(list, path).ok_or_else(unknown)?;
                match &self.list {
                    Some(known) if known != list => {
                        Err(Refusal::condition("Child conditions may name one list only."))
                    }
                    _ => {
                        self.list = Some(list.to_owned());
                        Ok((path.to_owned(), kind))
                    }
                }
            }
        }
    }

    fn test(&mut self, path: String, name: &str, kind: &FieldKind) -> Result<Test, Refusal> {
        let negated = self.takes_word("not");
        let comparison = if self.takes_word("in") {
            if self.place != Place::Record {
                return Err(Refusal::condition("in is not supported in this kind of condition."));
            }
            Comparison::In(self.list_of_values(name, kind)?)
        } else if self.takes_word("contains") {
            Comparison::Contains(self.text(name, kind)?)
        } else if self.takes_word("like") {
            Comparison::Like(self.text(name, kind)?)
        } else if negated {
            return Err(Refusal::condition("not must be followed by in, like or contains."));
        } else {
            let operator = match self.next()? {
                Token::Sign("=") => Operator::Equal,
                Token::Sign("!=") => Operator::NotEqual,
                Token::Sign("<") => Operator::Less,
                Token::Sign("<=") => Operator::LessOrEqual,
                Token::Sign(">") => Operator::Greater,
                Token::Sign(">=") => Operator::GreaterOrEqual,
                other => return Err(unexpected(other)),
            };
            let literal = self.literal(name, kind)?;
            let only_equality = matches!(literal, Literal::Null | Literal::Boolean(_));
            if only_equality && !matches!(operator, Operator::Equal | Operator::NotEqual) {
                return Err(Refusal::condition("Only = and != can be used with this value."));
            }
            Comparison::Is(operator, literal)
        };
        Ok(Test { path, comparison, negated })
    }

    fn text(&mut self, name: &str, kind: &FieldKind) -> Result<String, Refusal> {
        match (self.literal(name, kind)?, kind) {
            (Literal::Text(text), FieldKind::Text | FieldKind::Words(_)) => Ok(text),
            _ => Err(mismatch(name)),
        }
    }

    fn list_of_values(&mut self, name: &str, kind: &FieldKind) -> Result<Vec<Literal>, Refusal> {
        match self.next()? {
            Token::Open => {}
            other => return Err(unexpected(other)),
        }
        let mut values = vec![self.literal(name, kind)?];
        loop {
            match self.next()? {
                Token::Comma => values.push(self.literal(name, kind)?),
                Token::Close => return Ok(values),
                other => return Err(unexpected(other)),
            }
        }
    }

    /// One value, which must suit the field. A custom field's value may be of any kind.
    fn literal(&mut self, name: &str, kind: &FieldKind) -> Result<Literal, Refusal> {
        let custom = self.place == Place::CustomField && name == "value";
        match (self.next()?.clone(), kind) {
            (Token::Word(word), _) if word.eq_ignore_ascii_case("null") => Ok(Literal::Null),
            (Token::Word(word), FieldKind::Boolean | FieldKind::Text)
                if (custom || *kind == FieldKind::Boolean)
                    && (word.eq_ignore_ascii_case("true")
                        || word.eq_ignore_ascii_case("false")) =>
            {
                Ok(Literal::Boolean(word.eq_ignore_ascii_case("true")))
            }
            (Token::Text(text), FieldKind::Text) => Ok(Literal::Text(text)),
            (Token::Text(text), FieldKind::Words(words)) => {
                if words.iter().any(|word| word.eq_ignore_ascii_case(&text)) {
                    Ok(Literal::Text(text))
                } else {
                    Err(Refusal::condition("Enum value supplied was invalid"))
                }
            }
            (Token::Number(number), FieldKind::Number) => Ok(Literal::Number(number)),
            (Token::Number(number), _) if custom => Ok(Literal::Number(number)),
            (Token::Date(date), FieldKind::Date) => Ok(Literal::Date(date)),
            (Token::Date(date), _) if custom => Ok(Literal::Date(date)),
            (_, FieldKind::Reference) => Err(mismatch(name)),
            (Token::Word(_) | Token::Text(_) | Token::Number(_) | Token::Date(_), _) => {
                Err(mismatch(name))
            }
            (other, _) => Err(unexpected(&other)),
        }
    }
}

fn unexpected(token: &Token) -> Refusal {
    let text = match token {
        Token::Word(word) => word.clone(),
        Token::Text(text) => format!("\"{text}\""),
        Token::Number(number) => number.to_string(),
        Token::Date(_) => "[".into(),
        Token::Sign(sign) => (*sign).into(),
        Token::Open => "(".into(),
        Token::Close => ")".into(),
        Token::Comma => ",".into(),
    };
    Refusal::condition(&format!("String cannot be parsed at '{text}'."))
}

fn mismatch(name: &str) -> Refusal {
    Refusal::condition(&format!("The value given for {name} is not of the type of the field."))
}
