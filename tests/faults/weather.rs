//! What goes wrong, and when: drawn by dice, so that the same seed brings the same trouble to the same
//! requests.

use std::collections::BTreeMap;

use crate::{
    dice::Dice,
    line::{Act, Asked, Cut, Decision},
};

/// Of a thousand requests so many go wrong.
const TROUBLED: u64 = 60;
/// What costs time can happen so often: silence costs a whole timeout, a 429 a second at least.
const SILENCES: u32 = 2;
const SHORT_PAUSES: u32 = 6;
/// A 429 that does not say how long is waited for half a minute.
const LONG_PAUSES: u32 = 1;

/// Where the program is killed.
#[derive(Debug, Clone)]
pub struct Strike {
    /// At a request whose path ends so.
    pub path: String,
    /// At which of them, from 1.
    pub nth: u64,
    /// At which moment of it.
    pub moment: Moment,
}

/// A moment of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// It was asked; nothing came back.
    Asked,
    /// A part of the answer came.
    Midway,
    /// The answer is there: it is being read, sorted or stored.
    Answered,
    /// It has to wait, it does not know how long.
    Waiting,
}

/// The weather of one vendor's line.
pub struct Weather {
    dice: Dice,
    strike: Option<(Strike, u64)>,
    /// How often each kind of trouble came.
    pub seen: BTreeMap<&'static str, u32>,
}

impl Weather {
    /// The weather of a seed.
    pub fn of(seed: u64) -> Self {
        Self { dice: Dice::of(seed), strike: None, seen: BTreeMap::new() }
    }

    /// The program is to be killed there, and nowhere else.
    pub fn aim(&mut self, strike: Option<Strike>) {
        self.strike = strike.map(|strike| (strike, 0));
    }

    /// What becomes of a request.
    pub fn decide(&mut self, asked: &Asked) -> Decision {
        if let Some((strike, met)) = &mut self.strike
            && asked.path().ends_with(&strike.path)
        {
            *met += 1;
            if *met == strike.nth {
                let share = self.dice.below(100) as f64 / 100.0;
                let act = match strike.moment {
                    Moment::Asked => Act::Silence,
                    Moment::Midway => Act::Part(share, Cut::Silent),
                    Moment::Answered => Act::Pass,
                    Moment::Waiting => Act::Say(too_many("")),
                };
                return Decision { act, tell: true };
            }
        }
        Decision { act: self.trouble(), tell: false }
    }

    fn trouble(&mut self) -> Act {
        if self.dice.below(1000) >= TROUBLED {
            return Act::Pass;
        }
        let share = self.dice.below(100) as f64 / 100.0;
        let (name, act) = match self.dice.below(12) {
            0 | 1 => ("reset", Act::Reset),
            2 => ("cut, reset", Act::Part(share, Cut::Reset)),
            3 => ("cut, closed", Act::Part(share, Cut::Closed)),
            4 => ("cut, unpromised", Act::Part(share, Cut::Unpromised)),
            5 => ("silent", Act::Silence),
            6 => ("silent midway", Act::Part(share, Cut::Silent)),
            7 => ("429 for a second", Act::Say(too_many("Retry-After: 1\r\n"))),
            8 => (
                "429 for a date",
                Act::Say(too_many("Retry-After: Thu, 01 Jan 2026 00:00:00 GMT\r\n")),
            ),
            9 => ("429 without a word", Act::Say(too_many(""))),
            10 => ("500", Act::Say(fault(500))),
            _ => ("502", Act::Say(fault(502))),
        };
        let known = self.seen.get(name).copied().unwrap_or(0);
        let most = match name {
            "silent" | "silent midway" => SILENCES,
            "429 for a second" | "429 for a date" => SHORT_PAUSES,
            "429 without a word" => LONG_PAUSES,
            _ => u32::MAX,
        };
        if known >= most {
            return Act::Reset;
        }
        *self.seen.entry(name).or_default() += 1;
        act
    }
}

fn too_many(header: &str) -> Vec<u8> {
    let body = r#"{"message":"Too many requests"}"#;
    let length = body.len();
    format!("HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/json\r\n{header}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}")
        .into_bytes()
}

fn fault(status: u16) -> Vec<u8> {
    let body = "<html><body><h1>Bad day</h1></body></html>";
    let length = body.len();
    format!("HTTP/1.1 {status} Bad Day\r\nContent-Type: text/html\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
        .into_bytes()
}
