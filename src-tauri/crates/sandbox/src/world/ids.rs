//! Record ids: sparse, large, strictly increasing, and computable in both directions.

use super::dice::roll;

/// Maps the index of a record to its id and back without storing either.
///
/// Index `i` has its id somewhere in `[base + i * stride, base + (i + 1) * stride)`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IdScale {
    base: i64,
    stride: i64,
    seed: u64,
}

impl IdScale {
    /// A scale that starts at or after `base`, with gaps of up to `2 * stride`.
    pub(crate) fn new(seed: u64, base: i64, stride: i64) -> Self {
        Self { base, stride: stride.max(1), seed }
    }

    /// The id of the record at `index`.
    pub(crate) fn id(&self, index: u64) -> i64 {
        let jitter = roll(self.seed, self.base.unsigned_abs(), index) % self.stride.unsigned_abs();
        self.base + signed(index) * self.stride + signed(jitter)
    }

    /// The index that has exactly this id, if one has.
    pub(crate) fn index(&self, id: i64) -> Option<u64> {
        let index = u64::try_from(id.checked_sub(self.base)?.div_euclid(self.stride)).ok()?;
        (self.id(index) == id).then_some(index)
    }

    /// The first index whose id is greater than `id`.
    pub(crate) fn first_after(&self, id: i64) -> u64 {
        let offset = id.saturating_sub(self.base);
        let Ok(index) = u64::try_from(offset.div_euclid(self.stride)) else { return 0 };
        if self.id(index) > id { index } else { index + 1 }
    }
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX / 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_rise_and_lead_back_to_their_index() {
        let scale = IdScale::new(5, 19_003, 17);
        let mut last = 0;
        for index in 0..5_000 {
            let id = scale.id(index);
            assert!(id > last);
            assert_eq!(scale.index(id), Some(index));
            assert_eq!(scale.first_after(id), index + 1);
            assert_eq!(scale.first_after(id - 1), index);
            last = id;
        }
    }

    #[test]
    fn ids_have_gaps_and_strangers_have_no_index() {
        let scale = IdScale::new(5, 19_003, 17);
        let used: Vec<i64> = (0..50).map(|index| scale.id(index)).collect();
        assert!(used.windows(2).any(|pair| pair[1] - pair[0] > 1));
        let stranger = (19_003..20_000).find(|id| !used.contains(id)).unwrap();
        assert_eq!(scale.index(stranger), None);
        assert_eq!(scale.index(3), None);
        assert_eq!(scale.index(i64::MIN), None);
        assert_eq!(scale.first_after(0), 0);
    }
}
