//! A table → rows with headers, or, where it holds an incident's key figures, fields.

use std::sync::Arc;

use super::outline::Outline;
use super::shape;
use crate::document::Text;

/// Headers that say nothing of a key/value table.
const GENERIC: &[&str] = &[
    "", "attribute", "category", "detail", "details", "field", "info", "item", "key", "metadata", "name", "property",
    "value", "what",
];

/// Headers of the first column of a table of an incident's key times.
const MILESTONES: &[&str] = &["metric", "milestone", "phase", "stage", "state", "status"];

/// Headers that make a table one of events or tasks, never of key figures.
const LISTS: &[&str] = &["action", "description", "event", "task", "what happened", "who", "assignee", "due", "notes"];

/// The cells of a table, in its own order.
#[derive(Debug, Default)]
pub struct Grid {
    /// The header row, where the source marks one.
    pub header: Option<Vec<Text>>,
    /// The other rows.
    pub rows: Vec<Vec<Text>>,
    /// The source marks the first column as headers.
    pub keyed: bool,
}

/// Adds a table to an outline.
pub fn emit(outline: &mut Outline, mut grid: Grid) {
    grid.rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
    if grid.header.is_none() && !grid.keyed && !is_keyed(&grid) && first_row_is_header(&grid.rows) {
        grid.header = Some(grid.rows.remove(0));
    }
    if is_keyed(&grid) {
        let header = grid.header.take().filter(|h| h.len() == 2 && !is_generic(h));
        for row in header.into_iter().chain(grid.rows) {
            let mut cells = row.into_iter();
            if let (Some(key), Some(value)) = (cells.next(), cells.next()) {
                field(outline, &key, value);
            }
        }
        return;
    }
    let header = grid.header.unwrap_or_default();
    if is_transposed(&header, &grid.rows) {
        for (key, value) in header.iter().zip(grid.rows.into_iter().flatten()) {
            field(outline, key, value);
        }
        return;
    }
    let names: Vec<Arc<str>> = header.iter().map(|cell| cell.as_str().into()).collect();
    for row in grid.rows {
        let cells =
            row.into_iter().enumerate().map(|(i, cell)| (names.get(i).filter(|n| !n.is_empty()).cloned(), cell));
        outline.row(cells.collect());
    }
}

fn field(outline: &mut Outline, key: &Text, value: Text) {
    if !value.is_empty() {
        outline.field(key.as_str().trim_end_matches(':').trim_end(), value);
    }
}

fn lower(cell: &Text) -> String {
    cell.as_str().trim_end_matches(':').to_lowercase()
}

fn is_generic(header: &[Text]) -> bool {
    header.iter().all(|cell| GENERIC.contains(&lower(cell).as_str()))
}

fn is_key(cell: &Text) -> bool {
    shape::is_known_key(cell.as_str().trim_end_matches(':'), true) && shape::time_start(cell.as_str()).is_none()
}

/// Two columns, of which the first holds keys.
fn is_keyed(grid: &Grid) -> bool {
    let header = grid.header.as_deref().unwrap_or_default();
    if grid.rows.iter().any(|row| row.len() > 2) || header.len() > 2 || grid.rows.is_empty() {
        return false;
    }
    if grid.rows.iter().any(|row| row.first().is_some_and(|cell| shape::time_start(cell.as_str()).is_some())) {
        return false;
    }
    if grid.keyed {
        return true;
    }
    let open = match header {
        [key, value] => {
            is_generic(header)
                || (is_key(key) && !LISTS.contains(&lower(value).as_str()) && shape::time_start(key.as_str()).is_none())
                || (MILESTONES.contains(&lower(key).as_str()) && is_key(value))
        }
        _ => true,
    };
    let keys = grid.rows.iter().filter(|row| row.first().is_some_and(is_key)).count();
    open && keys * 2 >= grid.rows.len()
}

/// A header of keys over a single row of their values.
fn is_transposed(header: &[Text], rows: &[Vec<Text>]) -> bool {
    rows.len() == 1
        && header.len() >= 2
        && header.iter().all(|cell| is_key(cell) && !LISTS.contains(&lower(cell).as_str()))
}

/// The first row of a table without marked headers names the columns: short words without figures, over rows that
/// have some.
fn first_row_is_header(rows: &[Vec<Text>]) -> bool {
    let figures = |cell: &Text| cell.as_str().contains(|c: char| c.is_ascii_digit());
    let (Some(first), Some(rest)) = (rows.first(), rows.get(1..)) else { return false };
    first.len() > 1
        && !rest.is_empty()
        && first.iter().all(|cell| {
            !figures(cell) && cell.as_str().split_whitespace().count() <= 4 && !cell.as_str().ends_with('.')
        })
        && first.iter().filter(|cell| !cell.is_empty()).count() * 2 > first.len()
        && rest.iter().flatten().any(|cell| figures(cell) || cell.as_str().split_whitespace().count() > 4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Kind;

    fn read(header: Option<&[&str]>, rows: &[&[&str]], keyed: bool) -> Vec<String> {
        let row = |cells: &[&str]| {
            let text = |words: &&str| {
                let mut text = Text::default();
                text.push(words, 1, 0);
                text
            };
            cells.iter().map(text).collect::<Vec<_>>()
        };
        let mut outline = Outline::default();
        emit(&mut outline, Grid { header: header.map(row), rows: rows.iter().map(|r| row(r)).collect(), keyed });
        let shown = outline.finish().into_iter().map(|block| {
            let cells =
                block.cells.iter().map(|c| format!("{}={}", c.header.as_deref().unwrap_or("?"), c.text.as_str()));
            format!(
                "{} {}",
                if block.kind == Kind::Field { "field" } else { "row" },
                cells.collect::<Vec<_>>().join("; ")
            )
        });
        shown.collect()
    }

    #[test]
    fn key_figures_are_fields_also_where_the_first_stands_in_the_header() {
        let expected = ["field Date=3 May 2023", "field Severity=SEV-1", "field Owner=Ada"];
        let rows: &[&[&str]] = &[&["Severity", "SEV-1"], &["Owner:", "Ada"]];
        assert_eq!(read(Some(&["Date", "3 May 2023"]), rows, false), expected);
        assert_eq!(read(Some(&["", ""]), rows, false), expected[1..]);
        assert_eq!(read(None, rows, false), expected[1..]);
        assert_eq!(read(None, &[&["Blast radius", "EU"]], true), ["field Blast radius=EU"]);
    }

    #[test]
    fn a_table_of_events_stays_rows() {
        let rows: &[&[&str]] = &[&["10:15", "Deploy started"], &["10:20", "Service down"]];
        let expected = ["row Time=10:15; Event=Deploy started", "row Time=10:20; Event=Service down"];
        assert_eq!(read(Some(&["Time", "Event"]), rows, false), expected);
        assert_eq!(read(None, &[&["Time", "Event"], rows[0], rows[1]], false), expected);
        let rows: &[&[&str]] = &[&["Deploy started", "10:15"], &["Service down", "10:20"]];
        assert_eq!(read(Some(&["Event", "Time"]), rows, false).len(), 2);
    }

    #[test]
    fn one_row_under_known_keys_is_a_set_of_fields() {
        let found = read(Some(&["Date", "Severity", "Duration"]), &[&["3 May", "2", "40m"]], false);
        assert_eq!(found, ["field Date=3 May", "field Severity=2", "field Duration=40m"]);
    }
}
