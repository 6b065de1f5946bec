//! Chance that can be asked again: every draw is a pure function of (seed, salt, index).
//!
//! Nothing of the invented world is stored; whoever asks for record 93,214 twice gets it twice.

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// One random number in the whole range of `u64` for (seed, salt, index).
pub(crate) fn roll(seed: u64, salt: u64, index: u64) -> u64 {
    let mut bytes = [0_u8; 16];
    bytes[..8].copy_from_slice(&salt.to_le_bytes());
    bytes[8..].copy_from_slice(&index.to_le_bytes());
    xxh3_64_with_seed(&bytes, seed)
}

/// A sequence of draws for one record.
#[derive(Debug, Clone)]
pub(crate) struct Dice {
    seed: u64,
    salt: u64,
    draws: u64,
}

impl Dice {
    /// The sequence that belongs to (seed, salt, index); always the same one.
    pub(crate) fn new(seed: u64, salt: u64, index: u64) -> Self {
        Self { seed: roll(seed, salt, index), salt, draws: 0 }
    }

    /// The next number in the whole range of `u64`.
    pub(crate) fn next(&mut self) -> u64 {
        self.draws += 1;
        roll(self.seed, self.salt, self.draws)
    }

    /// A number in `0..limit`; 0 when `limit` is 0.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.next().checked_rem(limit).unwrap_or(0)
    }

    /// A number in `low..=high`.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = high.saturating_sub(low).max(0).unsigned_abs() + 1;
        low + i64::try_from(self.below(width)).unwrap_or(0)
    }

    /// True in about `percent` of 100 draws.
    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of the given words. The lists are constants and never empty.
    pub(crate) fn pick<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[usize::try_from(self.below(choices.len() as u64)).unwrap_or(0)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_question_gets_the_same_answer() {
        let mut one = Dice::new(7, 1, 42);
        let mut two = Dice::new(7, 1, 42);
        let mut other = Dice::new(8, 1, 42);
        let first: Vec<u64> = (0..5).map(|_| one.next()).collect();
        assert_eq!(first, (0..5).map(|_| two.next()).collect::<Vec<_>>());
        assert_ne!(first, (0..5).map(|_| other.next()).collect::<Vec<_>>());
    }

    #[test]
    fn draws_stay_inside_their_limits() {
        let mut dice = Dice::new(1, 2, 3);
        for _ in 0..500 {
            assert!((-3..=4).contains(&dice.between(-3, 4)));
            assert!(dice.below(7) < 7);
        }
        assert_eq!(dice.below(0), 0);
    }
}
