//! How pages follow each other. A closed set; every stream says which one it uses.

use serde::{Deserialize, Serialize};

/// The ways to page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paging {
    /// The whole list in one answer.
    None,
    /// Numbered pages. Pages behind the first are read side by side where the answer tells the last.
    Number {
        /// Parameter with the number, from 1.
        param: &'static str,
        /// Parameter with the size.
        size_param: &'static str,
        /// Rows a page.
        size: u32,
        /// Fixed parameter that puts the rows in order of id.
        order: Option<(&'static str, &'static str)>,
    },
    /// Numbered pages of a size that only the vendor knows; the answer says how many there are. Pages
    /// behind the first are read side by side. Where it does not say, the first empty page is the end.
    Page {
        /// Parameter with the number, from 1.
        param: &'static str,
        /// Field of the answer with the number of pages; a dot leads into an object: `meta.total_pages`.
        total: &'static str,
    },
    /// What comes after the id of the last row: safe while rows come and go, one page at a time.
    AfterLastRow {
        /// Parameter with the id.
        param: &'static str,
        /// Parameter with the size.
        size_param: &'static str,
        /// Rows a page.
        size: u32,
        /// Header that switches this paging on.
        header: Option<(&'static str, &'static str)>,
        /// Where it is not supported the vendor sends no `Link` header, or one to a numbered page; then
        /// numbered pages are used.
        needs_link: bool,
    },
    /// The address of the next page stands in the `Link` header and is followed as it is.
    LinkHeader {
        /// Parameter with the size.
        size_param: &'static str,
        /// Rows a page.
        size: u32,
    },
}

impl Paging {
    /// The parameter with the size, where pages have one.
    pub fn size_param(&self) -> Option<&'static str> {
        match self {
            Self::None | Self::Page { .. } => None,
            Self::Number { size_param, .. }
            | Self::AfterLastRow { size_param, .. }
            | Self::LinkHeader { size_param, .. } => Some(size_param),
        }
    }

    /// Rows a page, where pages have a size.
    pub fn size(&self) -> Option<u32> {
        match self {
            Self::None | Self::Page { .. } => None,
            Self::Number { size, .. }
            | Self::AfterLastRow { size, .. }
            | Self::LinkHeader { size, .. } => Some(*size),
        }
    }
}

/// A place in the pages. The engine stores it and hands it back; only the kit looks inside.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "snake_case")]
pub enum Cursor {
    /// The first page.
    #[default]
    Start,
    /// Numbered page of what comes after an id (or of everything).
    Number {
        /// Only rows after this id.
        after: Option<String>,
        /// Page number, from 1.
        number: u32,
    },
    /// What comes after this id.
    After {
        /// The id.
        id: String,
    },
    /// The next page's address.
    Url {
        /// The address; same host as the integration's.
        url: String,
    },
}

/// The size below which pages are not cut any further.
pub(crate) const SMALLEST_PAGE: u32 = 25;

/// The slices in which page `number` of `size` rows is read when pages are cut into `2^cuts` parts:
/// numbers and size. The same rows, in smaller bites.
pub(crate) fn slices(number: u32, size: u32, cuts: u32) -> (std::ops::RangeInclusive<u32>, u32) {
    let parts = 1_u32 << cuts.min(16);
    let first = number.saturating_sub(1).saturating_mul(parts) + 1;
    (first..=first + parts - 1, size / parts)
}

/// Whether pages of `size` rows may be cut once more after `cuts` cuts (sizes stay whole).
pub(crate) fn can_cut(size: u32, cuts: u32) -> bool {
    let now = size >> cuts;
    now.is_multiple_of(2) && now / 2 >= SMALLEST_PAGE && (now << cuts) == size
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn slices_cover_the_same_rows(number in 1_u32..5000, cuts in 0_u32..5) {
            let (numbers, size) = slices(number, 800, cuts);
            let first_row = (numbers.start() - 1) * size;
            let last_row = numbers.end() * size;
            proptest::prop_assert_eq!(first_row, (number - 1) * 800);
            proptest::prop_assert_eq!(last_row, number * 800);
        }
    }

    #[test]
    fn cutting_stops_before_pages_get_too_small() {
        assert!(can_cut(1000, 0) && can_cut(1000, 1) && can_cut(1000, 2));
        assert!(!can_cut(1000, 3), "125 rows cannot be halved");
        assert!(!can_cut(40, 0));
    }
}
