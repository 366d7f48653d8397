//! A symptom without a signal: "something was wrong".

use super::{At, Hit, Look, Rule};
use crate::check::Level;
use crate::check::profile::Dimension;
use crate::cite::Quote;

/// The rule.
pub const RULE: Rule = Rule {
    id: "vague-symptom",
    level: Level::Warning,
    dimension: Dimension::Tooling,
    what: "A symptom without a signal: \"something was wrong\".",
    why: "A specific signal (error rate, latency, service name) shows that you know what to look at; \"something was wrong\" shows nothing.",
    instead: "name the signal, the service and the value: \"p99 latency on the quote service went from 180 ms to 2.4 s\"",
    weak: "Something was wrong with checkout, and then it started acting up.",
    strong: "The p99 latency of checkout went from 180 ms to 2.4 s, and then 6% of requests ended in a 504.",
    source: "",
    check: Some(check),
};

/// Words that say that there was a symptom and not which.
const VAGUE: &[&str] = &[
    "something was wrong", "something went wrong", "something looked wrong", "something was off",
    "something looked off", "things went wrong", "things were broken", "things broke", "acting up", "acting weird",
    "acting strange", "behaving strangely", "behaving weirdly", "misbehaving", "looked weird", "looked strange",
    "looked odd", "looked bad", "not working properly", "wasn't working properly", "stopped working properly",
    "having issues", "had some issues", "had issues", "had problems", "having problems", "experiencing issues",
    "was struggling", "everything was slow", "all kinds of errors", "some kind of problem", "a weird problem",
    "went crazy", "went haywire",
];

fn check(look: &Look<'_>) -> Vec<Hit> {
    let signals = || {
        look.facts().into_iter().flat_map(|f| &f.signals).map(|s| Quote { text: s.text.clone(), cite: s.cite.clone() })
    };
    let hit = |(index, range): (usize, std::ops::Range<usize>)| {
        let said = look.story.sentences.get(index).and_then(|s| s.text.get(range.clone())).unwrap_or_default();
        Hit::new(At::Sentence(index, range), format!("\"{said}\" is a symptom without a signal"))
            .with("the source saw", signals())
    };
    // A sentence that gives a number as well has its signal.
    let bare = |(index, _): &(usize, std::ops::Range<usize>)| {
        look.story.sentences.get(*index).is_some_and(|s| !s.text.contains(|c: char| c.is_ascii_digit()))
    };
    look.each(VAGUE).into_iter().filter(bare).map(hit).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;
    use super::RULE;

    #[test]
    fn a_number_in_the_sentence_is_a_signal() {
        assert!(found(&RULE, "Checkout had issues: 6.1% of requests ended in a 504.", "").is_empty());
        assert_eq!(found(&RULE, "The site was acting up.", "").len(), 1);
    }
}
