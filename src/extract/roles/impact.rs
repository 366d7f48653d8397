//! Who was affected, how badly and how.

use std::sync::LazyLock;

use super::Reading;
use super::judge::List;
use super::unit::Unit;
use crate::document::Span;
use crate::facts::{Figure, Impact, Symptom};
use crate::lists::Phrases;

/// Words of each symptom, lower case, each from the start of a word on; the more particular first.
const SYMPTOMS: &[(Symptom, &[&str])] = &[
    (
        Symptom::DataLoss,
        &[
            "data loss", "lost data", "data was lost", "lost messages", "were lost", "unrecoverable", "corrupted data",
            "data corruption", "lost writes",
        ],
    ),
    (
        Symptom::Security,
        &[
            "security", "leaked", "unauthorized", "unauthorised", "breach", "attacker", "malicious", "phishing",
            "credential", "exposed", "exposure", "read by anyone", "vulnerab", "fraud", "compromis",
        ],
    ),
    (
        Symptom::Unavailable,
        &[
            "unavailable", "unavailability", "outage", "down ", "down.", "down,", "downtime", "offline",
            "inaccessible", "unreachable", "unusable", "could not be reached", "lost service", "not available",
            "stopped serving", "stopped working", "interruption", "unable to access", "unable to reach",
            "unable to connect", "not accessible", "could not access", "couldn't access",
        ],
    ),
    (
        Symptom::Errors,
        &[
            "error", "fail", "404", "500", "502", "503", "504", "403", "5xx", "crash", "exception", "broken", "reject",
            "refused", "unable to",
        ],
    ),
    (
        Symptom::Latency,
        &[
            "latenc", "slow", "delay", "timeout", "time out", "timed out", "timing out", "degraded performance",
            "performance degradation", "took longer", "lag ",
        ],
    ),
];

/// Reads the impact.
pub fn read(reading: &Reading<'_>) -> Impact {
    let units = reading.of(List::Impact);
    let mut impact = Impact::default();
    for unit in &units {
        let lower = reading.units.lower(unit);
        for symptom in symptoms(lower) {
            if !impact.symptom.contains(&symptom) {
                impact.symptom.push(symptom);
            }
        }
        for figure in figures(reading, unit) {
            if !impact.figures.iter().any(|f| f.text == figure.text && f.of == figure.of) {
                impact.figures.push(figure);
            }
        }
    }
    impact.quotes = units.iter().map(|u| reading.doc.quote(&u.span)).collect();
    impact
}

/// The symptoms that a sentence speaks of. A loss that it denies is none.
fn symptoms(lower: &str) -> impl Iterator<Item = Symptom> {
    static WORDS: LazyLock<Phrases> =
        LazyLock::new(|| Phrases::new(SYMPTOMS.iter().flat_map(|(_, words)| words.iter().copied())));
    let denied = |at: usize| {
        ["no ", "not ", "without ", "never ", "any "]
            .iter()
            .any(|n| lower.get(..at).is_some_and(|before| before.ends_with(n)))
    };
    let begins = |at: usize| !lower.get(..at).is_some_and(|s| s.ends_with(char::is_alphanumeric));
    let mut said: Vec<usize> = Vec::new();
    WORDS.each(lower, |word, place| said.extend(Some(word).filter(|_| !denied(place.start) && begins(place.start))));
    let mut next = 0;
    SYMPTOMS.iter().filter_map(move |(symptom, words)| {
        let numbers = next..next + words.len();
        next = numbers.end;
        said.iter().any(|word| numbers.contains(word)).then_some(*symptom)
    })
}

/// Units of figures that tell how badly; a bare number counts only before one of them.
const COUNTED: &[&str] = &[
    "user", "users", "customer", "customers", "request", "requests", "visitor", "visitors", "student", "students",
    "order", "orders", "payment", "payments", "transaction", "transactions", "message", "messages", "event", "events",
    "job", "jobs", "build", "builds", "node", "nodes", "pod", "pods", "server", "servers", "instance", "instances",
    "account", "accounts", "team", "teams", "people", "session", "sessions", "error", "errors", "page", "pages",
    "connection", "connections", "volume", "volumes", "database", "databases", "record", "records", "row", "rows",
    "email", "emails", "ticket", "tickets", "report", "reports", "services", "sites", "domains", "merchants",
    "tenants", "queries", "calls", "launches", "minutes", "hours", "seconds", "days", "dollars", "gb", "tb",
];

/// The numbers of a sentence that tell its size, with what they count.
fn figures(reading: &Reading<'_>, unit: &Unit) -> Vec<Figure> {
    let text = reading.doc.str(&unit.span);
    let mut found = Vec::new();
    let mut at = 0;
    let words: Vec<(usize, &str)> = text
        .split_inclusive(' ')
        .map(|w| {
            at += w.len();
            (at - w.len(), w.trim_end())
        })
        .collect();
    for (i, &(start, word)) in words.iter().enumerate() {
        let lead = word.len() - word.trim_start_matches(['(', '~', '>', '<', '$', '"', '*']).len();
        let core =
            word.trim_matches(|c: char| matches!(c, '(' | ')' | ',' | '.' | ';' | ':' | '~' | '"' | '*' | '>' | '<'));
        let digits = core.trim_start_matches('$').trim_end_matches(['%', 'x', 'k', 'K', 'M', '+']);
        if digits.is_empty()
            || !digits.starts_with(|c: char| c.is_ascii_digit())
            || !digits.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',')
        {
            continue;
        }
        let next = |n: usize| words.get(i + n).map_or("", |w| w.1.trim_matches(|c: char| !c.is_alphanumeric()));
        let percent = core.ends_with('%') || matches!(next(1).to_ascii_lowercase().as_str(), "percent");
        let counts = (1..=3).find(|&n| COUNTED.contains(&next(n).to_ascii_lowercase().as_str()));
        if !percent && counts.is_none() && !core.starts_with('$') {
            continue;
        }
        let of = match (percent, counts) {
            (true, _) => of_what(&words, i + 1),
            (false, Some(n)) => (1..=n).map(next).collect::<Vec<_>>().join(" "),
            _ => String::new(),
        };
        let from = unit.span.range.start + start + lead;
        let span = Span { range: from..from + core.len().min(word.len() - lead), ..unit.span.clone() };
        found.push(Figure {
            text: reading.doc.str(&span).trim_end_matches(['.', ',', ')', ';', ':']).to_owned(),
            of,
            cite: reading.doc.cite(&span),
        });
    }
    found
}

/// What a percentage is of: the words after `of`, up to the verb or the next stop.
fn of_what(words: &[(usize, &str)], from: usize) -> String {
    const LONGEST: usize = 6;
    const ENDS: &[&str] = &[
        "failed", "fail", "were", "was", "are", "is", "in", "had", "have", "with", "for", "and", "at", "to", "during",
        "could", "experienced", "from", "that", "which", "on", "did", "got", "returned", "saw", "timed", "received",
    ];
    let mut rest = words.iter().skip(from).map(|w| w.1).skip_while(|w| matches!(*w, "percent" | "percent,"));
    if rest.next() != Some("of") {
        return String::new();
    }
    let mut out: Vec<&str> = Vec::new();
    for word in rest.take(LONGEST) {
        let bare = word.trim_end_matches(['.', ',', ';', ':', ')']);
        if ENDS.contains(&bare) {
            break;
        }
        out.push(bare);
        if bare != word {
            break;
        }
    }
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loss_that_is_denied_is_no_symptom() {
        assert!(symptoms("no data loss occurred").next().is_none());
        assert!(symptoms("there was data loss").any(|s| s == Symptom::DataLoss));
    }

    #[test]
    fn slowness_and_errors_are_told_apart() {
        let of = |t: &str| symptoms(t).collect::<Vec<_>>();
        assert_eq!(of("pages were slow"), [Symptom::Latency]);
        assert_eq!(of("requests returned http 504 errors"), [Symptom::Errors]);
    }
}
