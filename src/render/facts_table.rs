//! Facts as a table for people: what was read, and from which lines.

use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};
use serde::Serialize;

use super::timeline::shown;
use crate::cite::{Cite, Quote};
use crate::facts::{Facts, Signal};

/// The facts as a table of three columns (what, the source's words, where), `width` characters wide.
pub fn facts_table(facts: &Facts, width: u16) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(width.max(60));
    for (what, text, cite) in rows(facts) {
        table.add_row([what, text, cite]);
    }
    if let Some(column) = table.column_mut(0) {
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
    if let Some(column) = table.column_mut(2) {
        // JSON pointers may be long; the words matter more.
        column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(24)));
    }
    table.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

type Row = (String, String, String);

fn rows(facts: &Facts) -> Vec<Row> {
    let mut rows = Vec::new();
    let single = [("title", &facts.title), ("severity", &facts.severity), ("status", &facts.status)];
    for (what, quote) in single {
        list(&mut rows, what, quote.iter().map(|q| (q.text.clone(), &q.cite)));
    }
    let times = &facts.times;
    let keys = [
        ("started", &times.started),
        ("detected", &times.detected),
        ("acknowledged", &times.acknowledged),
        ("mitigated", &times.mitigated),
        ("resolved", &times.resolved),
    ];
    for (what, at) in keys {
        list(&mut rows, what, at.iter().map(|at| (shown(at, None), &at.cite)));
    }
    let stated = facts.durations.stated.iter();
    list(&mut rows, "stated durations", stated.map(|d| (d.text.clone(), &d.cite)));
    list(&mut rows, "summary", quotes(&facts.summary));
    list(&mut rows, "impact", quotes(&facts.impact.quotes));
    if let Some(change) = &facts.change {
        list(&mut rows, &format!("change ({})", word(change.kind)), quotes(&change.quotes));
    }
    list(&mut rows, "root cause", quotes(&facts.root_cause));
    list(&mut rows, "contributing", quotes(&facts.contributing));
    let timeline = facts.timeline.iter();
    list(
        &mut rows,
        "timeline",
        timeline.map(|e| (format!("{} {} – {}", shown(&e.at, None), word(e.kind), e.text), &e.cite)),
    );
    let signals = facts.signals.iter();
    // A signal without a metric has no name.
    let named = |s: &Signal| if s.name.is_empty() { s.text.clone() } else { format!("{}: {}", s.name, s.text) };
    list(&mut rows, "signals", signals.map(|s| (named(s), &s.cite)));
    let hypotheses = facts.hypotheses.iter();
    list(&mut rows, "hypotheses", hypotheses.map(|h| (format!("{}: {}", word(h.outcome), h.text), &h.cite)));
    list(&mut rows, "decisions", facts.decisions.iter().map(|d| (d.text.clone(), &d.cite)));
    list(&mut rows, "remediation", quotes(&facts.remediation));
    let actions = facts.actions.iter();
    list(&mut rows, "actions", actions.map(|a| (action(&a.text, [&a.owner, &a.ticket, &a.status]), &a.cite)));
    list(&mut rows, "lessons", quotes(&facts.lessons));
    list(&mut rows, "services", facts.services.iter().map(|s| (s.name.clone(), &s.cite)));
    let people = facts.people.iter();
    list(&mut rows, "people", people.map(|p| (action(&p.name, [&Some(p.roles.join(", ")), &None, &None]), &p.cite)));
    for (i, warning) in facts.warnings.iter().enumerate() {
        let place = warning.cite.as_ref().map(Cite::to_string).unwrap_or_default();
        rows.push((first(i, "warnings"), warning.text.clone(), place));
    }
    rows
}

/// Adds one row each, the name only on the first.
fn list<'c>(rows: &mut Vec<Row>, what: &str, items: impl Iterator<Item = (String, &'c Cite)>) {
    rows.extend(items.enumerate().map(|(i, (text, cite))| (first(i, what), text, cite.to_string())));
}

fn first(index: usize, what: &str) -> String {
    if index == 0 { what.to_owned() } else { String::new() }
}

fn quotes(quotes: &[Quote]) -> impl Iterator<Item = (String, &Cite)> {
    quotes.iter().map(|q| (q.text.clone(), &q.cite))
}

/// A text with what is known about it in brackets.
fn action(text: &str, notes: [&Option<String>; 3]) -> String {
    let notes: Vec<&str> = notes.into_iter().flatten().map(String::as_str).filter(|n| !n.is_empty()).collect();
    if notes.is_empty() { text.to_owned() } else { format!("{text} [{}]", notes.join(", ")) }
}

/// The contract's word for a value of one of its lists.
fn word(value: impl Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_says_where_it_was_read() {
        let facts = Facts {
            lessons: vec![Quote { text: "Test rollbacks.".into(), cite: Cite::lines(7, 8) }],
            ..Facts::default()
        };
        let table = facts_table(&facts, 80);
        assert!(
            table.contains("lessons") && table.contains("Test rollbacks.") && table.contains("lines 7–8"),
            "{table}"
        );
    }
}
