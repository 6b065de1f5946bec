//! A table of text: columns as wide as they need to be, numbers to the right.

use std::fmt;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Column {
    title: &'static str,
    right: bool,
    most: usize,
}

impl Column {
    /// Text, from the left.
    pub(crate) const fn text(title: &'static str) -> Self {
        Self { title, right: false, most: 48 }
    }

    /// Text that is never cut: what the reader has to act on or type again.
    pub(crate) const fn whole(title: &'static str) -> Self {
        Self { title, right: false, most: usize::MAX }
    }

    /// Numbers, to the right.
    pub(crate) const fn number(title: &'static str) -> Self {
        Self { title, right: true, most: usize::MAX }
    }
}

/// Rows below columns. Printed with its titles; rows that are added later can be printed alone, with the
/// widths of the first.
#[derive(Debug, Default)]
pub(crate) struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
    widths: Vec<usize>,
    has_titles: bool,
}

impl Table {
    /// An empty table.
    pub(crate) fn new(columns: impl Into<Vec<Column>>) -> Self {
        let columns = columns.into();
        let widths = columns.iter().map(|column| column.title.width()).collect();
        Self { columns, rows: Vec::new(), widths, has_titles: true }
    }

    /// Adds a row; a cell for each column.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let cells = self.columns.iter().zip(cells).map(|(column, cell)| clean(&cell, column.most));
        let row: Vec<String> = cells.collect();
        if self.has_titles {
            for (width, cell) in self.widths.iter_mut().zip(&row) {
                *width = (*width).max(cell.width());
            }
        }
        self.rows.push(row);
    }

    /// Whether there is nothing to show.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The same table, printed so far: no titles any more, the widths stay.
    pub(crate) fn go_on(&mut self) {
        self.rows.clear();
        self.has_titles = false;
    }

    fn write(&self, out: &mut fmt::Formatter<'_>, cells: &[&str]) -> fmt::Result {
        let mut line = String::new();
        for (index, cell) in cells.iter().enumerate() {
            let (column, width) = (self.columns[index], self.widths[index]);
            if index > 0 {
                line.push_str("  ");
            }
            let gap = " ".repeat(width.saturating_sub(cell.width()));
            let (before, after) =
                if column.right { (gap.as_str(), "") } else { ("", gap.as_str()) };
            line.push_str(before);
            line.push_str(cell);
            line.push_str(after);
        }
        writeln!(out, "{}", line.trim_end())
    }
}

impl fmt::Display for Table {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.has_titles {
            let titles: Vec<&str> = self.columns.iter().map(|column| column.title).collect();
            self.write(out, &titles)?;
        }
        for row in &self.rows {
            let cells: Vec<&str> = row.iter().map(String::as_str).collect();
            self.write(out, &cells)?;
        }
        Ok(())
    }
}

/// One line without control characters (vendors' texts may hold any), at most `most` columns wide.
fn clean(text: &str, most: usize) -> String {
    let mut width = 0;
    let mut kept = String::with_capacity(text.len());
    for letter in text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }) {
        width += letter.width().unwrap_or(0);
        if width > most {
            while kept.width() + 1 > most {
                kept.pop();
            }
            kept.push('…');
            break;
        }
        kept.push(letter);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_align_whatever_the_letters() {
        let mut table =
            Table::new([Column::text("Name"), Column::number("Read"), Column::text("Word")]);
        table.row(["Bäckerei".to_owned(), "12,345".to_owned(), "done".to_owned()]);
        table.row(["東京".to_owned(), "7".to_owned(), String::new()]);
        let text = table.to_string();
        assert_eq!(text, "Name        Read  Word\nBäckerei  12,345  done\n東京           7\n");
    }

    #[test]
    fn later_rows_keep_the_widths_and_have_no_titles() {
        let mut table = Table::new([Column::text("Name"), Column::number("Id")]);
        table.row(["Northwind".to_owned(), "1".to_owned()]);
        table.go_on();
        assert!(table.is_empty());
        table.row(["Acme".to_owned(), "23".to_owned()]);
        assert_eq!(table.to_string(), "Acme       23\n");
    }

    #[test]
    fn what_is_too_long_is_cut_and_escapes_are_taken_out() {
        assert_eq!(clean("a\u{1b}[31mb\nc", 48), "a [31mb c");
        assert_eq!(clean("abcdef", 4), "abc…");
        assert_eq!(clean("東京都", 4), "東…");
        assert_eq!(clean("abcd", 4), "abcd");
    }
}
