//! Systems that the document names as part of the incident.

use rustc_hash::FxHashMap;

use super::Reading;
use super::unit::Form;
use crate::document::Span;
use crate::extract::timeline::actor;
use crate::facts::{Facts, Service};
use crate::lists::{Words, holds, words};

/// Words that make a system of the name before them.
static SYSTEMS: Words = words!(
    "
service database cluster api queue server servers db cache gateway proxy website site dashboard pipeline worker
workers app application replica frontend backend cdn sdk hub node bucket topic table
"
);

/// Keys of a field whose value names systems.
const KEYS: &[&str] = &[
    "service", "services", "affected service", "affected services", "affected_services", "affected products",
    "component", "components", "affected components", "product", "system", "systems", "services affected",
    "affected systems",
];

/// Capitalised words that name no system: what starts a sentence, calendar and zone names, terms.
static NO_NAMES: Words = words!(
    "
 the a an this that these those it we our they he she i in on at as after before during when while because due
 however but and or if for from to with no not all some most many one two three first second third january
 february march april may june july august september october november december jan feb mar apr jun jul aug sep
 oct nov dec monday tuesday wednesday thursday friday saturday sunday utc gmt pst pdt est cet cest bst pr sev
 sev1 sev2 http https url tl;dr rca sla slo id ip cpu ram oom sre ops qa us eu uk summary impact timeline root
 cause status note update time date incident resolution customers users engineers team additionally unfortunately
 once since there so then next also by each every other pm am what why how incidents investigation staff customer
 user engineering pacific mitigation preliminary upon following between until despite
"
);

/// Names at most so many systems: those named most often.
const MOST: usize = 8;

/// Reads the systems: those that a field names, then those that sentences name at least twice or call a system.
pub fn read(reading: &Reading<'_>, facts: &Facts) -> Vec<Service> {
    let mut found: Vec<Service> = Vec::new();
    for unit in reading.units.list.iter().filter(|u| u.form == Form::Field) {
        let header =
            reading.doc.blocks.get(unit.span.block).and_then(|b| b.cells.first()).and_then(|c| c.header.as_deref());
        if header.is_some_and(|h| KEYS.contains(&h.to_lowercase().as_str())) {
            for name in
                reading.doc.str(&unit.span).split([',', ';']).map(str::trim).filter(|n| !n.is_empty() && n.len() < 60)
            {
                push(&mut found, name, || reading.doc.cite(&unit.span));
            }
        }
    }
    let mut counts: FxHashMap<&str, (usize, usize, Span)> = FxHashMap::default();
    for (order, unit) in reading.units.list.iter().enumerate() {
        let text = reading.doc.str(&unit.span);
        // Behind a handle the words begin anew: "@ann Restarted the hub".
        let words = actor::signed(text).map_or(text, |(_, words)| words);
        for (at, name, weight) in names(words) {
            let start = unit.span.range.start + text.len() - words.len() + at;
            let span = Span { range: start..start + name.len(), ..unit.span.clone() };
            counts.entry(name).or_insert((0, order, span)).0 += weight;
        }
    }
    let person = |name: &str| {
        facts
            .people
            .iter()
            .any(|p| p.name.split(' ').any(|w| w.trim_start_matches('@').eq_ignore_ascii_case(name)) || p.name == name)
    };
    let mut counted: Vec<(&str, (usize, usize, Span))> =
        counts.into_iter().filter(|(name, (n, ..))| *n >= 2 && !person(name)).collect();
    counted.sort_by(|a, b| b.1.0.cmp(&a.1.0).then(a.1.1.cmp(&b.1.1)).then(a.0.cmp(b.0)));
    counted.truncate(MOST);
    counted.sort_by_key(|(name, (_, order, span))| (*order, span.range.start, *name));
    for (name, (_, _, span)) in counted {
        push(&mut found, name, || reading.doc.cite(&span));
    }
    found
}

fn push(found: &mut Vec<Service>, name: &str, cite: impl FnOnce() -> crate::cite::Cite) {
    if !found.iter().any(|s| s.name.eq_ignore_ascii_case(name)) {
        found.push(Service { name: name.to_owned(), cite: cite() });
    }
}

/// The first system that a sentence calls so: `payments-db`, `UserService`, `Redis cluster`.
pub fn named(text: &str) -> Option<String> {
    names(text).into_iter().find(|(.., weight)| *weight >= 2).map(|(_, name, _)| name.to_owned())
}

/// Names in a sentence: where, what, and how much speaks for a system (2 is enough).
fn names(text: &str) -> Vec<(usize, &str, usize)> {
    const PARTS: [char; 2] = [' ', '/'];
    fn bare(word: &str) -> &str {
        word.trim_matches(|c: char| !c.is_alphanumeric())
    }
    let bytes = text.as_bytes();
    let parts = |byte: &u8| PARTS.contains(&char::from(*byte));
    let named = |byte: &u8| byte.is_ascii_uppercase() || matches!(byte, b'-' | b'_');
    let mut found = Vec::new();
    let mut end = 0;
    // Most words have no sign of a name in them: from sign to sign, not from word to word.
    while let Some(sign) = bytes.get(end..).and_then(|rest| rest.iter().position(named)).map(|at| end + at) {
        let from = bytes.iter().take(sign).rposition(parts).map_or(0, |at| at + 1);
        end = bytes.iter().skip(sign).position(parts).map_or(bytes.len(), |at| sign + at + 1);
        let part = text.get(from..end).unwrap_or_default();
        let start = from + part.len() - part.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        let word = bare(part);
        if word.len() < 2
            || !word.contains(|c: char| c.is_ascii_uppercase() || matches!(c, '-' | '_'))
            || word.contains(['@', ':', '(', '=', '’', '\''])
            || holds(&NO_NAMES, word)
        {
            continue;
        }
        let is_capital = |c: char| c.is_ascii_uppercase();
        let called = || {
            let next = text.get(end..).and_then(|rest| rest.split(PARTS).next());
            next.is_some_and(|next| holds(&SYSTEMS, bare(next)))
        };
        let has_capital = word.contains(is_capital);
        let has_small = || word.contains(|c: char| c.is_ascii_lowercase());
        let inner_capital =
            || has_small() && word.chars().skip(1).any(is_capital) && word.chars().all(char::is_alphanumeric);
        let weight = if ends_as_system(word, has_capital) {
            2
        } else if inner_capital() {
            if called() { 2 } else { 1 }
        } else if !(has_capital && word.starts_with(char::is_uppercase)) {
            continue;
        } else if !word.contains('-') && has_small() {
            match (called(), from == 0) {
                (true, _) => 2,
                (_, false) => 1,
                _ => continue,
            }
        } else if called() && !word.contains(|c: char| c.is_ascii_digit()) {
            2
        } else {
            continue;
        };
        found.push((start, word, weight));
    }
    joined(text, found)
}

/// `payments-db`, `UserService`.
fn ends_as_system(word: &str, has_capital: bool) -> bool {
    const SERVICE: &str = "service";
    let last = word.rfind(['-', '_']).and_then(|at| word.get(at + 1..));
    let tail = word.len().checked_sub(SERVICE.len()).filter(|at| *at > 0).and_then(|at| word.get(at..));
    last.is_some_and(|last| holds(&SYSTEMS, last))
        || has_capital && tail.is_some_and(|tail| tail.eq_ignore_ascii_case(SERVICE))
}

/// Names side by side are one: `Google App Engine`.
fn joined<'t>(text: &'t str, found: Vec<(usize, &'t str, usize)>) -> Vec<(usize, &'t str, usize)> {
    let mut out: Vec<(usize, &str, usize)> = Vec::new();
    for (start, word, weight) in found {
        let capital = |w: &str| w.starts_with(char::is_uppercase);
        match out.last_mut() {
            Some((from, name, most))
                if *from + name.len() + 1 == start
                    && text.as_bytes().get(start - 1) == Some(&b' ')
                    && capital(name)
                    && capital(word) =>
            {
                *name = text.get(*from..start + word.len()).unwrap_or(name);
                *most = weight.max(*most);
            }
            _ => out.push((start, word, weight)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_called_so_or_looks_like_one() {
        assert_eq!(named("the payments-db ran out of connections"), Some("payments-db".into()));
        assert_eq!(named("latency of the UserService rose"), Some("UserService".into()));
        assert_eq!(named("we restarted the Redis cluster"), Some("Redis".into()));
        assert_eq!(named("requests to the Search API service failed"), Some("Search API".into()));
        assert_eq!(named("On Monday the Users complained"), None);
    }
}
