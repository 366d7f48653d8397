//! Order: what is told to come before something else must do so in the source.

use std::collections::BTreeSet;
use std::ops::Range;

use super::polarity::negates;
use super::source::{Source, touches};
use super::{Kind, Status, Told, Verdict};
use crate::check::words::{Token, content, tokens};

/// Words between what came earlier and what came later.
const BEFORE: &[&str] = &["before"];
const AFTER: &[&str] = &["after"];

pub(super) fn look_up(told: &Told<'_>, source: &Source<'_>) -> Vec<Verdict> {
    change_order(told, source).into_iter().chain(halves(told, source)).collect()
}

/// What comes earlier and what comes later, as stems, around a word of order.
struct Halves {
    earlier: BTreeSet<String>,
    later: BTreeSet<String>,
}

/// The two halves around the token at `at`: "A before B", "Before B, A", and the same with "after".
fn split(text: &str, tokens: &[Token<'_>], at: usize) -> Option<Halves> {
    let token = tokens.get(at)?;
    let stems = |from: usize, to: usize| text.get(from..to).map(content).unwrap_or_default().into_iter().collect();
    let start = token.range.start;
    // The halves end where another clause does.
    let end = |from: usize| {
        let next = tokens.iter().skip(from).find(|t| t.clause);
        next.map_or(text.len(), |t| t.range.start)
    };
    let (first, second): (BTreeSet<String>, BTreeSet<String>) = if token.opens {
        let comma = end(at + 1);
        (stems(comma, text.len()), stems(token.range.end, comma))
    } else {
        let begin = tokens.get(..at)?.iter().rev().find(|t| t.clause).map_or(0, |t| t.range.start);
        (stems(begin, start), stems(token.range.end, end(at + 1)))
    };
    let before = BEFORE.contains(&token.lower.as_str());
    let (earlier, later) = if before { (first, second) } else { (second, first) };
    (!earlier.is_empty() && !later.is_empty()).then_some(Halves { earlier, later })
}

fn all(text: &str) -> Vec<(usize, Halves)> {
    let tokens = tokens(text);
    let places = (0..tokens.len())
        .filter(|&i| tokens.get(i).is_some_and(|t| [BEFORE, AFTER].concat().contains(&t.lower.as_str())));
    places.filter_map(|at| Some((at, split(text, &tokens, at)?))).collect()
}

/// "A before B" where the source has B before A: each half stands in the other's place.
fn halves(told: &Told<'_>, source: &Source<'_>) -> Option<Verdict> {
    let said = all(told.text());
    let shared = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.intersection(b).count();
    said.iter().find_map(|(at, said)| {
        let (id, _) = source.at(&told.near.primary).find(|(_, passage)| {
            let theirs: Vec<Halves> = all(&passage.text).into_iter().map(|t| t.1).collect();
            let straight =
                theirs.iter().map(|t| shared(&said.earlier, &t.earlier) + shared(&said.later, &t.later)).max();
            let crossed = theirs
                .iter()
                .filter(|t| shared(&said.earlier, &t.later) > 0 && shared(&said.later, &t.earlier) > 0)
                .map(|t| shared(&said.earlier, &t.later) + shared(&said.later, &t.earlier))
                .max();
            crossed.zip(straight).is_some_and(|(crossed, straight)| crossed >= 3 && crossed > 2 * straight)
        })?;
        let range = told.tokens.get(*at)?.range.clone();
        let what = "the source has these two in the other order";
        Some(Verdict::new(range, Kind::Order, Status::Contradicted, what).seen([id]))
    })
}

/// "four minutes before the first sign of trouble": the length and the order are what extraction computed.
fn change_order(told: &Told<'_>, source: &Source<'_>) -> Option<Verdict> {
    let gap = source.against.facts.change.as_ref()?.gap_to_first_signal_s.filter(|gap| *gap != 0)?;
    let at = told.tokens.iter().position(|t| matches!(t.lower.as_str(), "before" | "after"))?;
    let behind = told.tokens.get(at..at + 6).unwrap_or_default();
    let sign = behind.iter().any(|t| matches!(t.lower.as_str(), "sign" | "signal" | "symptom" | "symptoms"));
    let token = told.tokens.get(at)?;
    let length =
        told.quantities.iter().find(|q| q.range.end <= token.range.start && token.range.start - q.range.end <= 2)?;
    if !sign {
        return None;
    }
    let here = told.near.primary.clone();
    let wrong = |range: Range<usize>, kind: Kind, what: &str| {
        Some(Verdict::new(range, kind, Status::Contradicted, what).seen(here.clone()))
    };
    #[allow(clippy::cast_precision_loss)] // seconds of an incident
    if !length.says(gap.unsigned_abs() as f64) {
        if !of_change(told, source) {
            return None;
        }
        let what = "in the source the change and the first signal are not that far apart";
        return wrong(length.range.clone(), Kind::Duration, what);
    }
    if let Some(not) = told.tokens.iter().find(|t| t.range.end <= length.range.start && negates(&t.lower)) {
        return wrong(not.range.clone(), Kind::Negation, "the source says this without the negation");
    }
    if let Some(last) = behind.iter().find(|t| t.lower == "last") {
        let what = "in the source this lies between the change and the first signal, not the last";
        return wrong(last.range.clone(), Kind::Order, what);
    }
    if (token.lower == "before") == (gap > 0) {
        Some(Verdict::supported(token.range.clone(), Kind::Order, here))
    } else {
        let what = "in the source the change and the first signal came in the other order";
        wrong(token.range.clone(), Kind::Order, what)
    }
}

/// Whether it is the change that is so far from the first signal: the sentence cites it, or the one before tells it.
fn of_change(told: &Told<'_>, source: &Source<'_>) -> bool {
    let Some(change) = &source.against.facts.change else { return false };
    let cites = || change.quotes.iter().map(|q| &q.cite).chain(change.at.as_ref().map(|at| &at.cite));
    let tells = |ids: &[usize]| source.at(ids).any(|(_, p)| cites().any(|c| touches(&p.cite, c)));
    let points = told.tokens.first().is_some_and(|t| matches!(t.lower.as_str(), "that" | "this" | "which"));
    points
        && if told.sentence.cites.is_empty() {
            told.before.first().is_some_and(|near| tells(&near.primary))
        } else {
            tells(&told.near.own)
        }
}
