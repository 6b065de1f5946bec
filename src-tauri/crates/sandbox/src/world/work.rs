//! The work of the invented MSP: tickets, opportunities, projects and their steps.

use super::words::{DEALS, PROJECTS, STEPS, TROUBLES};
use super::{Kind, World};

/// A ticket of a customer.
#[derive(Debug, Clone)]
pub(crate) struct Ticket {
    pub(crate) topic: &'static str,
    pub(crate) summary: String,
    pub(crate) description: &'static str,
    pub(crate) customer: u64,
    pub(crate) person: Option<u64>,
    pub(crate) closed: bool,
    /// Index into the staff; nobody yet on some.
    pub(crate) assigned: Option<u64>,
    /// Came over from an older system without board and status.
    pub(crate) migrated: bool,
    /// Carries one of the odd dates that old systems leave behind.
    pub(crate) odd_date: bool,
    /// A number for everything a vendor wants to choose by itself.
    pub(crate) chance: u64,
}

/// What somebody has trouble with: topic, summary and description.
pub(crate) fn trouble(chance: u64) -> (&'static str, &'static str, &'static str) {
    TROUBLES[usize::try_from(chance % TROUBLES.len() as u64).unwrap_or(0)]
}

/// A sales opportunity.
#[derive(Debug, Clone)]
pub(crate) struct Deal {
    pub(crate) name: String,
    pub(crate) customer: u64,
    pub(crate) person: Option<u64>,
    /// 0 open, 1 won, 2 lost.
    pub(crate) outcome: u64,
    /// Days from now until the deal is expected; negative when overdue.
    pub(crate) due_days: i64,
    pub(crate) chance: u64,
}

/// A project.
#[derive(Debug, Clone)]
pub(crate) struct Undertaking {
    pub(crate) name: String,
    pub(crate) customer: u64,
    pub(crate) closed: bool,
    pub(crate) hours: i64,
    pub(crate) chance: u64,
}

/// One step of a project.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) summary: &'static str,
    pub(crate) undertaking: u64,
    /// Counts from 1 within the project.
    pub(crate) number: u64,
    pub(crate) closed: bool,
    pub(crate) issue: bool,
    pub(crate) assigned: Option<u64>,
    pub(crate) chance: u64,
}

/// The parts of a ticket that filters ask for most; cheap to compute.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TicketGlance {
    pub(crate) customer: u64,
    pub(crate) closed: bool,
    pub(crate) migrated: bool,
    pub(crate) chance: u64,
}

impl World {
    /// Company, state and origin of a ticket without its texts.
    pub(crate) fn ticket_glance(&self, index: u64) -> TicketGlance {
        let mut dice = self.dice(Kind::Ticket, index);
        let count = self.count(Kind::Ticket).max(1);
        // Old tickets are done; of the latest fifth most are still open.
        let young = index >= count - count / 5;
        let customer = self.working_customer(&mut dice);
        TicketGlance {
            customer,
            closed: if young { dice.chance(30) } else { dice.chance(94) },
            migrated: index % 97 == 41,
            chance: dice.next(),
        }
    }

    /// The ticket at `index`.
    pub(crate) fn ticket(&self, index: u64) -> Ticket {
        let glance = self.ticket_glance(index);
        let mut dice = self.dice(Kind::Ticket, index + 800_000_000);
        let (topic, summary, description) =
            TROUBLES[usize::try_from(dice.below(TROUBLES.len() as u64)).unwrap_or(0)];
        let summary = match index % 61 {
            7 => format!("{summary} &amp; more &lt;urgent&gt;"),
            19 => format!("RE: FW: {summary} \u{2013} \"again\""),
            _ => summary.to_owned(),
        };
        Ticket {
            topic,
            summary,
            description,
            customer: glance.customer,
            person: dice.chance(85).then(|| self.person_of(glance.customer, dice.next())),
            closed: glance.closed,
            assigned: (glance.closed || dice.chance(65)).then(|| dice.below(5)),
            migrated: glance.migrated,
            odd_date: index % 97 == 12,
            chance: glance.chance,
        }
    }

    /// The opportunity at `index`.
    pub(crate) fn deal(&self, index: u64) -> Deal {
        let mut dice = self.dice(Kind::Deal, index);
        let customer = self.working_customer(&mut dice);
        let outcome = [0, 0, 0, 1, 2][usize::try_from(dice.below(5)).unwrap_or(0)];
        Deal {
            name: dice.pick(DEALS).to_owned(),
            customer,
            person: self.primary_of(customer),
            outcome,
            due_days: if outcome == 0 { dice.between(-20, 150) } else { dice.between(-200, -5) },
            chance: dice.next(),
        }
    }

    /// The project at `index`.
    pub(crate) fn undertaking(&self, index: u64) -> Undertaking {
        let mut dice = self.dice(Kind::Undertaking, index);
        let customer = self.working_customer(&mut dice);
        let what = dice.pick(PROJECTS);
        Undertaking {
            name: format!("{what} {}", self.customer(customer).city),
            customer,
            closed: dice.chance(35),
            hours: dice.between(8, 160),
            chance: dice.next(),
        }
    }

    /// The project step at `index`.
    pub(crate) fn step(&self, index: u64) -> Step {
        let mut dice = self.dice(Kind::Step, index);
        let steps = STEPS.len() as u64;
        let undertaking = (index / steps) % self.count(Kind::Undertaking);
        let number = index % steps;
        let done = self.undertaking(undertaking).closed || number < dice.below(steps);
        Step {
            summary: STEPS[usize::try_from(number).unwrap_or(0)],
            undertaking,
            number: number + 1,
            closed: done,
            issue: dice.chance(8),
            assigned: dice.chance(70).then(|| dice.below(5)),
            chance: dice.next(),
        }
    }
}
