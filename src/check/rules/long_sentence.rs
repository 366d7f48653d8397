//! A sentence that is too long to say in one breath.

use super::{At, Hit, Look, Rule};
use crate::check::Level;
use crate::check::profile::Dimension;
use crate::tell::speech::{TOO_LONG, breath};

/// The rule.
pub const RULE: Rule = Rule {
    id: "long-sentence",
    level: Level::Note,
    dimension: Dimension::Communication,
    what: "A sentence that is too long to say in one breath.",
    why: "You will say this aloud, under stress: a listener loses a sentence of forty words.",
    instead: "split it in two; one thought per sentence",
    weak: "At 14:26 one trace showed three hundred and forty queries on the tax rule table, one after the other, for a single quote, which nobody had expected because the version before had sent one query for the whole basket and the database had looked healthy all the time on every dashboard that we had.",
    strong: "At 14:26 one trace showed 340 queries on the tax rule table, for a single quote. Nobody had expected that.",
    source: "",
    check: Some(check),
};

fn check(look: &Look<'_>) -> Vec<Hit> {
    let long = |s: &crate::check::story::Sentence| breath::length(&s.text);
    let over = look.told().map(|(i, s)| (i, s, long(s))).filter(|(_, _, words)| *words > TOO_LONG);
    over.map(|(i, s, words)| {
        Hit::new(At::Sentence(i, 0..s.text.len()), format!("{words} words are too many for one breath"))
    })
    .collect()
}
