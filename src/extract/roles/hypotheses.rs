//! What was suspected, and what became of it.

use super::Reading;
use super::judge::List;
use super::unit::Unit;
use crate::extract::cues::class;
use crate::facts::{Hypothesis, Outcome};

/// Reads the hypotheses.
pub fn read(reading: &Reading<'_>) -> Vec<Hypothesis> {
    let units = reading.of(List::Hypotheses);
    units
        .into_iter()
        .map(|unit| {
            let quote = reading.doc.quote(&unit.span);
            let outcome = match outcome(unit) {
                Outcome::Unknown => later(reading, unit),
                known => known,
            };
            Hypothesis { outcome, text: quote.text, cite: quote.cite }
        })
        .collect()
}

/// What the sentence itself says of the outcome. A denial outweighs a confirmation: "verified that it was not the cause".
fn outcome(unit: &Unit) -> Outcome {
    if unit.cues.any(&[class::REFUTED, class::NOT_CAUSE]) {
        Outcome::Refuted
    } else if unit.has(class::CONFIRMED) {
        Outcome::Confirmed
    } else {
        Outcome::Unknown
    }
}

/// What one of the next sentences says of the outcome, if it denies or confirms and speaks of the same thing.
fn later(reading: &Reading<'_>, unit: &Unit) -> Outcome {
    /// As far as the eye keeps a suspicion in mind: about the length of a paragraph, or half an hour of a busy timeline.
    const REACH: usize = 8;
    /// "It had not.": a sentence so short, right behind a guess, can only speak of that.
    const SHORT: usize = 30;
    let subject = subject(reading.units.lower(unit));
    let after = reading.units.list.iter().skip_while(|u| u.span != unit.span).skip(1).take(REACH).enumerate();
    let same = |(i, u): &(usize, &Unit)| {
        let lower = reading.units.lower(u);
        *i == 0 && lower.len() <= SHORT || subject.iter().any(|w| lower.contains(w))
    };
    let refuted = after.filter(same).any(|(_, u)| outcome(u) == Outcome::Refuted);
    if refuted { Outcome::Refuted } else { Outcome::Unknown }
}

/// The words of a sentence that are long enough to be about something.
fn subject(lower: &str) -> Vec<&str> {
    const SHORTEST: usize = 5;
    /// Words of suspecting itself: they stand in every hypothesis.
    const ABOUT_GUESSING: &[&str] = &[
        "suspect", "hypothes", "theory", "might", "cause", "could", "think", "thought", "first", "because", "after",
        "which", "looked",
    ];
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() >= SHORTEST);
    words.filter(|w| !ABOUT_GUESSING.iter().any(|a| w.starts_with(a))).collect()
}
