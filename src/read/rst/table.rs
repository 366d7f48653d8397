//! Tables of reStructuredText: drawn as a grid, ruled (`=== ===`), or as a directive.

use std::ops::Range;

use super::{Reader, indent, inline, shape};
use crate::document::Text;
use crate::read::table::{self, Grid};

impl Reader<'_> {
    pub(super) fn table(&mut self, at: usize, end: usize) -> Option<usize> {
        let line = self.line(at).trim();
        if line.starts_with("+-") && line.ends_with('+') {
            return Some(self.drawn(at, end));
        }
        let ruled = line.starts_with("==") && line.contains(" =") && line.chars().all(|c| c == '=' || c == ' ');
        ruled.then(|| self.ruled(at, end))
    }

    /// Cells between `|`, rows between `+---+`, the header above `+===+`.
    fn drawn(&mut self, at: usize, end: usize) -> usize {
        let columns: Vec<Range<usize>> = boundaries(self.line(at), '+').windows(2).map(|w| w[0] + 1..w[1]).collect();
        let mut grid = Grid::default();
        let mut row: Vec<Text> = columns.iter().map(|_| Text::default()).collect();
        let mut to = at + 1;
        while to < end && self.line(to).trim_start().starts_with(['|', '+']) {
            let line = self.line(to);
            if line.trim_start().starts_with('+') {
                let full = std::mem::replace(&mut row, columns.iter().map(|_| Text::default()).collect());
                if line.contains('=') {
                    grid.header = Some(full);
                } else {
                    grid.rows.push(full);
                }
            } else {
                self.add_cells(&mut row, to, &columns);
            }
            to += 1;
        }
        table::emit(&mut self.outline, grid);
        to
    }

    fn add_cells(&self, row: &mut [Text], index: usize, columns: &[Range<usize>]) {
        for (text, range) in row.iter_mut().zip(columns) {
            let cell = self.characters(index, range.clone());
            let mut source = Text::default();
            source.push_raw(
                self.line(index).get(cell.clone()).unwrap_or_default().trim_end(),
                index + 1,
                self.column(index, cell.start),
            );
            let words = inline::text(&source);
            if !words.is_empty() {
                text.append(&words);
            }
        }
    }

    /// The bytes of a range of characters of a line.
    fn characters(&self, index: usize, range: Range<usize>) -> Range<usize> {
        let line = self.line(index);
        let byte = |n: usize| line.char_indices().nth(n).map_or(line.len(), |(at, _)| at);
        byte(range.start)..byte(range.end)
    }

    fn column(&self, index: usize, byte: usize) -> usize {
        self.line(index).get(..byte).map_or(0, |before| before.chars().count())
    }

    /// Columns under `===`; the header stands above the second rule.
    fn ruled(&mut self, at: usize, end: usize) -> usize {
        let rule = self.line(at);
        let starts: Vec<usize> = rule
            .char_indices()
            .filter(|&(i, c)| c == '=' && !rule.get(..i).is_some_and(|b| b.ends_with('=')))
            .map(|(i, _)| i)
            .collect();
        let ends = starts.iter().skip(1).copied().chain([usize::MAX]);
        let columns: Vec<Range<usize>> = starts.iter().copied().zip(ends).map(|(from, to)| from..to).collect();
        let mut grid = Grid::default();
        let mut to = at + 1;
        let mut rules = 1;
        while to < end && !(self.is_blank(to) && (rules > 2 || !self.has_rule(to, end))) {
            let line = self.line(to);
            if line.trim_start().starts_with("==") {
                rules += 1;
                if rules == 2 && self.has_rule(to + 1, end) && !self.is_blank(to + 1) {
                    grid.header = grid.rows.pop();
                }
            } else if !self.is_blank(to) {
                let first = self.characters(to, columns.first().cloned().unwrap_or_default());
                let goes_on = line.get(first).is_some_and(|cell| cell.trim().is_empty());
                if !goes_on || grid.rows.is_empty() {
                    grid.rows.push(columns.iter().map(|_| Text::default()).collect());
                }
                if let Some(row) = grid.rows.last_mut() {
                    self.add_cells(row, to, &columns);
                }
            }
            to += 1;
        }
        table::emit(&mut self.outline, grid);
        to
    }

    /// Whether the table's next rule stands below a line, before the text around goes on.
    fn has_rule(&self, from: usize, end: usize) -> bool {
        let mut lines = (from..end).take(500).map(|i| self.line(i));
        lines
            .find(|line| line.trim_start().starts_with("==") || line.trim().is_empty())
            .is_some_and(|line| !line.trim().is_empty())
    }

    /// Rows as bullets, cells as bullets inside.
    pub(super) fn list_table(&mut self, range: Range<usize>) {
        let outer = self.least(range.clone());
        let mut rows: Vec<Vec<Text>> = Vec::new();
        for index in range {
            let line = self.line(index);
            let body = line.trim_start();
            let mut from = indent(line);
            if from == outer && body.starts_with("* ") {
                rows.push(Vec::new());
                from += body.len() - body.get(2..).unwrap_or_default().trim_start().len();
            }
            let Some(row) = rows.last_mut() else { continue };
            let rest = line.get(from..).unwrap_or_default();
            if let Some(bullet) = shape::bullet(rest).filter(|b| !b.ordered) {
                row.push(Text::default());
                from += bullet.length;
            }
            let mut source = Text::default();
            source.push_raw(line.get(from..).unwrap_or_default().trim_end(), index + 1, self.column(index, from));
            if let Some(cell) = row.last_mut().filter(|_| !source.is_empty()) {
                cell.append(&inline::text(&source));
            }
        }
        table::emit(&mut self.outline, Grid { header: None, rows, keyed: false });
    }

    /// Rows as lines, cells between commas, quoted where they hold one.
    pub(super) fn csv_table(&mut self, range: Range<usize>) {
        let mut rows = Vec::new();
        for index in range.filter(|&i| !self.is_blank(i)) {
            let line = self.line(index);
            let (mut row, mut from, mut quoted) = (Vec::new(), indent(line), false);
            for (at, c) in line.char_indices().skip(indent(line)).chain([(line.len(), ',')]) {
                quoted ^= c == '"';
                if (c == ',' && !quoted) || at == line.len() {
                    let cell = line.get(from..at).unwrap_or_default();
                    let inner = cell.trim().trim_matches('"');
                    let start = from + cell.find(inner).unwrap_or_default();
                    let mut text = Text::default();
                    text.push(inner, index + 1, self.column(index, start));
                    row.push(text);
                    from = at + 1;
                }
            }
            rows.push(row);
        }
        table::emit(&mut self.outline, Grid { header: None, rows, keyed: false });
    }
}

/// The characters of a line at which a sign stands.
fn boundaries(line: &str, sign: char) -> Vec<usize> {
    line.chars().enumerate().filter(|&(_, c)| c == sign).map(|(i, _)| i).collect()
}
