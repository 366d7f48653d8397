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
            Hypothesis { outcome: outcome(unit), text: quote.text, cite: quote.cite }
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
