//! Whether the first word of a sentence may lose its capital when something is said before it ("At 4:58 PM, the pods …").

use rustc_hash::FxHashSet;

use super::lexicon::{COMMON_OPENERS, DETERMINERS, Form, PERSON_NOUNS, PREPOSITIONS, THING_NOUNS, is_auxiliary, verb};
use super::words::{bare, decapitalize, tokens};
use crate::facts::Facts;

/// Endings of common nouns, adjectives and adverbs. Names rarely have them.
const COMMON_ENDINGS: &[&str] = &[
    "ing", "ed", "tion", "sion", "ment", "ly", "ity", "ness", "ous", "ive", "able", "ible", "ance", "ence", "ical",
    "ary",
];

/// Every text of the facts, to learn which words are names.
pub fn texts(facts: &Facts) -> impl Iterator<Item = &str> {
    let quotes = [
        &facts.summary, &facts.impact.quotes, &facts.root_cause, &facts.contributing, &facts.remediation,
        &facts.lessons,
    ];
    quotes
        .into_iter()
        .flatten()
        .map(|q| q.text.as_str())
        .chain(facts.timeline.iter().map(|e| e.text.as_str()))
        .chain(facts.signals.iter().map(|s| s.text.as_str()))
        .chain(facts.actions.iter().map(|a| a.text.as_str()))
        .chain(facts.decisions.iter().map(|d| d.text.as_str()))
}

/// The words that a document writes in small letters, and those that it capitalises inside a sentence.
#[derive(Debug, Clone, Default)]
pub struct Openers {
    small: FxHashSet<String>,
    names: FxHashSet<String>,
}

impl Openers {
    /// Learns from texts of the document.
    pub fn learn<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut openers = Openers::default();
        for text in texts {
            let mut inside = false;
            for token in tokens(text) {
                let word = bare(token);
                let small = word.bytes().all(|b| b.is_ascii_lowercase()) && !word.is_empty()
                    || word.starts_with(char::is_lowercase) && word.chars().all(|c| c.is_lowercase() || c == '-');
                if small {
                    if !openers.small.contains(word) {
                        openers.small.insert(word.to_owned());
                    }
                } else if inside && word.starts_with(char::is_uppercase) {
                    openers.names.insert(word.to_lowercase());
                }
                inside = !token.ends_with(['.', '!', '?', ':', '"', '-', '–', '*', '•', '|']);
            }
        }
        openers
    }

    /// The text with a small letter at its start, unless the first word may be a name.
    pub fn lower(&self, text: &str) -> String {
        let first = text.split_whitespace().next().unwrap_or("");
        let bare = first.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
        let lower = bare.to_lowercase();
        let plain = bare.chars().skip(1).all(|c| c.is_lowercase() || c == '-' || c == '\'' || c == '’');
        if !plain || !text.starts_with(bare) || bare == "I" || bare.starts_with("I'") || bare.starts_with("I’") {
            return text.to_owned();
        }
        // "It's clear" opens with "it".
        let lower = lower.split(['\'', '’']).next().unwrap_or("").to_owned();
        let listed = [&COMMON_OPENERS, &DETERMINERS, &PREPOSITIONS, &PERSON_NOUNS, &THING_NOUNS]
            .iter()
            .any(|l| l.contains(lower.as_str()))
            || is_auxiliary(&lower)
            || ["she", "he", "you", "whoever", "what"].contains(&lower.as_str());
        let singular = lower.strip_suffix('s').unwrap_or(&lower);
        let noun = THING_NOUNS.contains(singular) || PERSON_NOUNS.contains(singular);
        let form = verb(&lower).map(|(_, form)| form);
        // "Mark" and "Grant" are verbs as well.
        let inflected = form.is_some_and(|f| matches!(f, Form::Past | Form::Gerund));
        let ending = lower.len() > 5 && COMMON_ENDINGS.iter().any(|e| lower.ends_with(e));
        let likely = self.small.contains(&lower) || inflected || ending;
        if listed || noun || likely && !self.names.contains(&lower) { decapitalize(text) } else { text.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_lose_their_capital_and_names_keep_it() {
        let openers = Openers::learn(["the widget of Fastly broke", "Widget traffic fell"].into_iter());
        assert_eq!(openers.lower("Widget traffic fell"), "widget traffic fell");
        assert_eq!(openers.lower("Fastly had an outage"), "Fastly had an outage");
        assert_eq!(openers.lower("The pods died"), "the pods died");
        assert_eq!(openers.lower("Mark restarted it"), "Mark restarted it");
        assert_eq!(openers.lower("It’s clear"), "it’s clear");
        assert_eq!(openers.lower("DNS failed"), "DNS failed");
        assert_eq!(openers.lower("Parsoid was slow"), "Parsoid was slow");
    }
}
