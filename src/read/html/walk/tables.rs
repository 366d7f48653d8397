//! The tables of a page: rows and cells that become a grid, and tables that only arrange the page.

use std::collections::HashSet;

use super::{WIDTH, Walk};
use crate::document::{Kind, Text};
use crate::read::html::tree::Node;
use crate::read::paragraph::{self, Line, Trust};
use crate::read::table;

/// A cell that says that it spans more columns than this is wrong.
const WIDEST_SPAN: usize = 50;

/// The tables, with their rows and cells, that only arrange the page: they hold tables or sections.
pub(super) fn layout(nodes: &[Node]) -> HashSet<usize> {
    let mut open: Vec<usize> = Vec::new();
    let mut parts: Vec<(usize, usize)> = Vec::new();
    let mut found = HashSet::new();
    for (index, node) in nodes.iter().enumerate() {
        while open.pop_if(|&mut i| nodes.get(i).is_none_or(|n| n.end <= index)).is_some() {}
        let around = open.last().copied();
        match node.name() {
            "table" => {
                found.extend(around);
                found.extend((node.attribute("role") == "presentation").then_some(index));
                open.push(index);
            }
            "h1" | "h2" => found.extend(around),
            "tr" | "td" | "th" => parts.extend(around.map(|table| (table, index))),
            _ => {}
        }
    }
    let parts: Vec<usize> =
        parts.into_iter().filter(|(table, _)| found.contains(table)).map(|(_, part)| part).collect();
    found.extend(parts);
    found
}

impl Walk<'_> {
    pub(super) fn cell(&mut self, node: &Node) {
        self.cells = self.cells.saturating_sub(1);
        if self.cells > 0 {
            // A table inside of a cell is part of the cell's text.
            return self.text.space();
        }
        let text = self.end();
        self.fill_from_above();
        let number = |name: &str| node.attribute(name).trim().parse::<usize>().unwrap_or(1).clamp(1, WIDEST_SPAN);
        if number("rowspan") > 1 {
            self.spans.push((self.row.len(), number("rowspan") - 1, text.clone()));
        }
        self.row.push((text, node.name() == "th"));
        for _ in 1..number("colspan") {
            self.row.push((Text::default(), node.name() == "th"));
        }
    }

    /// Puts cells that reach down from rows above at the end of the row, where it is their turn.
    fn fill_from_above(&mut self) {
        while let Some(span) = self.spans.iter_mut().find(|(column, left, _)| *column == self.row.len() && *left > 0) {
            span.1 -= 1;
            self.row.push((span.2.clone(), false));
        }
    }

    pub(super) fn row(&mut self) {
        if self.cells > 0 {
            return;
        }
        if !self.row.is_empty() {
            self.fill_from_above();
        }
        let row = std::mem::take(&mut self.row);
        let Some(grid) = self.grids.last_mut().filter(|_| !row.is_empty()) else { return };
        let headed = row.iter().filter(|(text, _)| !text.is_empty()).all(|(_, th)| *th);
        if headed && grid.header.is_none() && grid.rows.is_empty() && row.len() > 1 {
            grid.header = Some(row.into_iter().map(|(text, _)| text).collect());
            return;
        }
        let keyed = row.first().is_some_and(|(_, th)| *th) && row.len() == 2;
        grid.keyed = keyed && (grid.keyed || grid.rows.is_empty());
        grid.rows.push(row.into_iter().map(|(text, _)| text).collect());
    }

    pub(super) fn table(&mut self) {
        let Some(grid) = self.grids.pop() else { return };
        if self.cells > 0 {
            return;
        }
        self.spans.clear();
        // One column is a box around text.
        if grid.header.is_none() && grid.rows.iter().all(|row| row.len() < 2) {
            for text in grid.rows.into_iter().flatten().filter(|text| !text.is_empty()) {
                let line = Line { text, width: WIDTH, hard: false };
                let parent = self.parent();
                paragraph::emit(self.outline, paragraph::split(vec![line], Trust::Markup), &Kind::Paragraph, parent);
            }
            return;
        }
        table::emit(self.outline, grid);
    }
}
