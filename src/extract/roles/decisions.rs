//! Calls that were made, with the reason where the same sentence gives one.

use std::sync::LazyLock;

use super::Reading;
use super::judge::List;
use crate::facts::Decision;
use crate::lists::{Phrases, phrases};

/// Words after which a reason stands, and words before which it stood.
static REASON_AFTER: LazyLock<Phrases> = phrases![
    " because ", " since ", " due to ", " in order to ", " so that ", " as the ", " given that ", " to avoid ",
    " to prevent ", " believing ", " as we ",
];
const REASON_BEFORE: &[&str] =
    &["because ", "since ", "as the ", "given that ", "due to ", "to avoid ", "in order to ", "believing ", "as we "];

/// Reads the decisions.
pub fn read(reading: &Reading<'_>) -> Vec<Decision> {
    let units = reading.of(List::Decisions);
    units
        .into_iter()
        .map(|unit| {
            let quote = reading.doc.quote(&unit.span);
            Decision { because: reason(&quote.text), text: quote.text, cite: quote.cite }
        })
        .collect()
}

/// The part of a sentence that gives the reason, in its own words.
fn reason(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let mut after = None;
    REASON_AFTER.each_anywhere(&lower, |_, place| after = after.or(Some(place.start)));
    if let Some(at) = after {
        let rest = text.get(at..)?.trim();
        return Some(rest.split([',', ';']).next().unwrap_or(rest).trim_end_matches(['.', '!']).to_owned())
            .filter(|r| r.split(' ').count() > 2);
    }
    let before = REASON_BEFORE.iter().any(|w| lower.starts_with(w));
    let (reason, rest) = text.split_once(',')?;
    (before && !rest.trim().is_empty()).then(|| reason.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_is_quoted_from_the_sentence() {
        assert_eq!(
            reason("We rolled back because the fix took too long."),
            Some("because the fix took too long".into())
        );
        assert_eq!(
            reason("As the directory holds no data, we removed it."),
            Some("As the directory holds no data".into())
        );
        assert_eq!(reason("We rolled back."), None);
    }
}
