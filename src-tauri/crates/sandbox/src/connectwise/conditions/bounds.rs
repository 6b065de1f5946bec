//! What a filter says about ids, so that a query for few ids does not read a big table.

use super::{Comparison, Expression, Literal, Operator};

/// The ids that can pass a filter at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bounds {
    /// Ids must be greater than this.
    pub(crate) after: i64,
    /// Ids must be less than this.
    pub(crate) before: i64,
    /// Ids must be among these, in rising order.
    pub(crate) among: Option<Vec<i64>>,
}

impl Bounds {
    /// No bound at all.
    pub(crate) const NONE: Self = Self { after: i64::MIN, before: i64::MAX, among: None };

    /// The bounds of an expression. Only conditions that must all hold are looked at.
    pub(crate) fn of(expression: &Expression) -> Self {
        let mut bounds = Self::NONE;
        bounds.tighten(expression);
        bounds
    }

    fn tighten(&mut self, expression: &Expression) {
        let test = match expression {
            Expression::And(sides) => {
                sides.iter().for_each(|side| self.tighten(side));
                return;
            }
            Expression::Test(test) if test.path == "id" && !test.negated => test,
            _ => return,
        };
        match &test.comparison {
            Comparison::Is(operator, Literal::Number(number)) => {
                let id = whole(*number);
                match operator {
                    Operator::Equal => self.keep_among(vec![id]),
                    Operator::Greater => self.after = self.after.max(id),
                    Operator::GreaterOrEqual => self.after = self.after.max(id.saturating_sub(1)),
                    Operator::Less => self.before = self.before.min(id.saturating_add(1)),
                    Operator::LessOrEqual => self.before = self.before.min(id.saturating_add(1)),
                    Operator::NotEqual => {}
                }
            }
            Comparison::In(literals) => {
                let ids = literals.iter().filter_map(|literal| match literal {
                    Literal::Number(number) => Some(whole(*number)),
                    _ => None,
                });
                self.keep_among(ids.collect());
            }
            _ => {}
        }
    }

    fn keep_among(&mut self, mut ids: Vec<i64>) {
        ids.sort_unstable();
        ids.dedup();
        if let Some(known) = &self.among {
            ids.retain(|id| known.contains(id));
        }
        self.among = Some(ids);
    }
}

#[expect(clippy::cast_possible_truncation, reason = "saturates, which is what a bound needs")]
fn whole(number: f64) -> i64 {
    number.floor() as i64
}
