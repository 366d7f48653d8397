//! Opposites: a sentence says "rose" where its passage says "fell".

use super::source::{Passage, Source};
use super::{Kind, Status, Told, Verdict};
use crate::check::words::{Token, content, stem, tokens};

/// Pairs of which a sentence has one and its source the other: order, direction, outcome. Words of one side mean the same here.
const OPPOSITES: &[(&[&str], &[&str], Kind)] = &[
    (&["before", "prior"], &["after", "following"], Kind::Order),
    (&["first"], &["last"], Kind::Order),
    (&["earlier"], &["later"], Kind::Order),
    (
        &[
            "increase", "increased", "increasing", "rose", "rise", "rises", "grew", "climbed", "jumped", "jumps",
            "spiked", "raised",
        ],
        &["decrease", "decreased", "decreasing", "fell", "fall", "dropped", "drops", "declined", "lowered", "reduced"],
        Kind::Negation,
    ),
    (&["enabled", "enable"], &["disabled", "disable"], Kind::Negation),
    (&["succeeded", "successful", "success", "worked"], &["failed", "unsuccessful", "failure"], Kind::Negation),
    (&["above", "over"], &["below", "under"], Kind::Negation),
    (&["confirmed"], &["refuted", "disproved"], Kind::Negation),
    (&["added"], &["removed"], Kind::Negation),
    (&["started", "began"], &["stopped", "ended"], Kind::Order),
    (&["healthy"], &["unhealthy"], Kind::Negation),
    (&["available"], &["unavailable"], Kind::Negation),
    (&["read", "reads"], &["write", "writes"], Kind::Negation),
    (&["upgraded", "upgrade"], &["downgraded", "downgrade"], Kind::Negation),
    (&["faster"], &["slower"], Kind::Negation),
    (&["internal"], &["external"], Kind::Negation),
    (&["opened"], &["closed"], Kind::Negation),
    (&["growing", "grows"], &["shrinking", "shrinks"], Kind::Negation),
    (&["lower"], &["raise"], Kind::Negation),
];

/// What the passages say the other way round.
pub(super) fn opposites(told: &Told<'_>, source: &Source<'_>, passages: &[(usize, &Passage)]) -> Vec<Verdict> {
    let mut out = Vec::new();
    for (at, token) in told.tokens.iter().enumerate() {
        for (left, right, kind) in OPPOSITES {
            let (own, other) = if one_of(left, token) {
                (left, right)
            } else if one_of(right, token) {
                (right, left)
            } else {
                continue;
            };
            for (id, passage) in passages {
                let there = tokens(&passage.text);
                if there.iter().any(|t| one_of(own, t)) || source_says(source, told, own, at) {
                    continue;
                }
                let Some(place) = there.iter().position(|t| one_of(other, t)) else { continue };
                let here = around(&told.tokens, at);
                let shared = around(&there, place).iter().filter(|w| here.contains(w)).count();
                if shared >= 2 || shared == 1 && here.len() <= 2 {
                    let what = format!(
                        "the source says \"{}\" here, not \"{}\"",
                        there.get(place).map_or("", |t| t.text),
                        token.text
                    );
                    out.push(Verdict::new(token.range.clone(), *kind, Status::Contradicted, what).seen([*id]));
                    break;
                }
            }
        }
    }
    out
}

/// Whether a token is one of the words, in any of their forms.
fn one_of(words: &[&str], token: &Token<'_>) -> bool {
    words.contains(&token.lower.as_str()) || {
        let own = stem(&token.lower);
        words.iter().any(|w| w.len() > 4 && stem(w) == own)
    }
}

/// Another passage of the same place says it as the sentence does.
fn source_says(source: &Source<'_>, told: &Told<'_>, own: &[&str], at: usize) -> bool {
    let here = around(&told.tokens, at);
    source.at(&told.near.own).any(|(_, p)| {
        let there = tokens(&p.text);
        there.iter().enumerate().any(|(i, t)| one_of(own, t) && around(&there, i).iter().any(|w| here.contains(w)))
    })
}

/// Stems and numbers within four words of a place.
fn around(tokens: &[Token<'_>], at: usize) -> Vec<String> {
    let range = at.saturating_sub(4)..(at + 5).min(tokens.len());
    let mut out = Vec::new();
    for (i, token) in tokens.get(range.clone()).unwrap_or_default().iter().enumerate() {
        if range.start + i == at {
            continue;
        }
        let stems = content(&token.lower);
        if stems.is_empty() && token.lower.contains(|c: char| c.is_ascii_digit()) {
            out.push(token.lower.clone());
        }
        out.extend(stems);
    }
    out
}
