//! Which fault strikes which request, and how often.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::Fault;
use crate::world::dice::roll;

/// Names a rule, to take it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleId(u64);

#[derive(Debug, Clone)]
struct Rule {
    id: RuleId,
    prefix: String,
    fault: Fault,
    /// Requests that still pass unharmed.
    skip: u32,
    /// Requests that are still struck; `None` means every one.
    left: Option<u32>,
    chance: Option<Chance>,
}

/// How often a rule strikes that leaves it to chance.
#[derive(Debug, Clone)]
struct Chance {
    percent: u64,
    seed: u64,
    /// Requests that came so far.
    seen: u64,
}

/// The handle to make things go wrong. Clones share the same rules.
///
/// A prefix is the beginning of a path below the API root (`/service/tickets`); the empty prefix
/// means every request, and `/login/companyinfo` the look-up without authentication. With a `$` at its
/// end it means exactly that path (`/tickets$`, but not `/tickets/settings`).
#[derive(Debug, Clone)]
pub struct Faults {
    rules: Arc<Mutex<(u64, Vec<Rule>)>>,
    released: watch::Sender<u64>,
}

/// The faults that strike one request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plan {
    pub(crate) faults: Vec<Fault>,
}

impl Faults {
    pub(crate) fn new() -> Self {
        Self { rules: Arc::default(), released: watch::Sender::new(0) }
    }

    /// Strikes every request below the prefix until taken back.
    pub fn always(&self, prefix: &str, fault: Fault) -> RuleId {
        self.add(prefix, fault, 0, None, None)
    }

    /// Strikes about `percent` of 100 requests below the prefix until taken back. The same seed strikes
    /// the same ones, counted since the rule was made.
    pub fn random(&self, prefix: &str, percent: u64, seed: u64, fault: Fault) -> RuleId {
        self.add(prefix, fault, 0, None, Some(Chance { percent, seed, seen: 0 }))
    }

    /// Strikes the next `times` requests below the prefix.
    pub fn next(&self, prefix: &str, times: u32, fault: Fault) -> RuleId {
        self.add(prefix, fault, 0, Some(times), None)
    }

    /// Lets `skip` requests below the prefix pass, then strikes `times` of them.
    pub fn after(&self, prefix: &str, skip: u32, times: u32, fault: Fault) -> RuleId {
        self.add(prefix, fault, skip, Some(times), None)
    }

    /// Takes one rule back.
    pub fn remove(&self, id: RuleId) {
        self.lock().1.retain(|rule| rule.id != id);
    }

    /// Takes all rules back and lets held answers go.
    pub fn clear(&self) {
        self.lock().1.clear();
        self.release();
    }

    /// Lets all answers go that are held back now.
    pub fn release(&self) {
        self.released.send_modify(|count| *count += 1);
    }

    fn add(
        &self,
        prefix: &str,
        fault: Fault,
        skip: u32,
        left: Option<u32>,
        chance: Option<Chance>,
    ) -> RuleId {
        let mut rules = self.lock();
        rules.0 += 1;
        let id = RuleId(rules.0);
        let prefix = prefix.to_lowercase();
        rules.1.push(Rule { id, prefix, fault, skip, left, chance });
        id
    }

    /// Takes what strikes a request to this path; counted rules are used up.
    ///
    /// Of the faults that replace the whole answer only the oldest rule's is taken, so that rules
    /// queue up: "500, 500, 429" is three rules.
    pub(crate) fn take(&self, path: &str) -> Plan {
        let path = path.to_lowercase();
        let mut plan = Plan::default();
        let mut replaced = false;
        let mut rules = self.lock();
        for rule in &mut rules.1 {
            if !rule.means(&path) || rule.left == Some(0) {
                continue;
            }
            // Counted even where another rule strikes: the same seed has to mean the same requests.
            if !rule.by_chance() {
                continue;
            }
            if replaced && rule.fault.replaces() {
                continue;
            }
            if rule.skip > 0 {
                rule.skip -= 1;
                continue;
            }
            if let Some(left) = &mut rule.left {
                *left -= 1;
            }
            replaced |= rule.fault.replaces();
            plan.faults.push(rule.fault.clone());
        }
        rules.1.retain(|rule| rule.left != Some(0));
        plan
    }

    /// A receiver that sees the next release.
    pub(crate) fn releases(&self) -> watch::Receiver<u64> {
        self.released.subscribe()
    }

    fn lock(&self) -> MutexGuard<'_, (u64, Vec<Rule>)> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rule {
    fn means(&self, path: &str) -> bool {
        match self.prefix.strip_suffix('$') {
            Some(exactly) => path.trim_end_matches('/') == exactly,
            None => path.starts_with(&self.prefix),
        }
    }

    /// Whether chance lets the rule strike now; always true for a rule without chance.
    fn by_chance(&mut self) -> bool {
        let Some(chance) = &mut self.chance else { return true };
        chance.seen += 1;
        roll(chance.seed, 31, chance.seen) % 100 < chance.percent
    }
}

impl Fault {
    /// Whether nothing of the real answer is left.
    fn replaces(&self) -> bool {
        matches!(
            self,
            Self::Answer { .. }
                | Self::TooManyRequests(_)
                | Self::ServerError
                | Self::Gateway(_)
                | Self::WrongKeys
                | Self::Forbidden
                | Self::LoginPage
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counted_rules_queue_up_and_run_out() {
        let faults = Faults::new();
        faults.next("/service", 2, Fault::ServerError);
        faults.next("/service", 1, Fault::WrongKeys);
        let strike = |path: &str| faults.take(path).faults;
        assert_eq!(strike("/company/companies"), []);
        assert_eq!(strike("/service/tickets"), [Fault::ServerError]);
        assert_eq!(strike("/Service/Boards"), [Fault::ServerError]);
        assert_eq!(strike("/service/tickets"), [Fault::WrongKeys]);
        assert_eq!(strike("/service/tickets"), []);
    }

    #[test]
    fn chance_strikes_the_same_requests_for_the_same_seed() {
        let strikes = |seed| {
            let faults = Faults::new();
            faults.random("/service", 30, seed, Fault::ServerError);
            (0..200).map(|_| faults.take("/service").faults.len()).collect::<Vec<_>>()
        };
        assert_eq!(strikes(4), strikes(4));
        assert_ne!(strikes(4), strikes(5));
        assert!((30..90).contains(&strikes(4).into_iter().sum::<usize>()));
    }

    #[test]
    fn a_dollar_means_exactly_this_path() {
        let faults = Faults::new();
        faults.always("/tickets$", Fault::ServerError);
        assert!(faults.take("/tickets/settings").faults.is_empty());
        assert_eq!(faults.take("/Tickets/").faults, [Fault::ServerError]);
    }

    #[test]
    fn faults_of_different_kinds_come_together() {
        let faults = Faults::new();
        faults.always("", Fault::ExtraFields);
        let id = faults.always("/service", Fault::NoLinkHeader);
        faults.after("", 1, 1, Fault::EmptyPage);
        assert_eq!(faults.take("/service").faults, [Fault::ExtraFields, Fault::NoLinkHeader]);
        faults.remove(id);
        assert_eq!(faults.take("/service").faults, [Fault::ExtraFields, Fault::EmptyPage]);
        faults.clear();
        assert!(faults.take("/service").faults.is_empty());
    }
}
