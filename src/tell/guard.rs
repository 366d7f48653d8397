//! No fact leaves this module's callers unless what it says stands in what it cites.
//!
//! Every number, time, identifier, proper name and counted gap of a sentence is looked up in the cited texts. A sentence that fails is
//! not told: a wrong number in an interview is worse than a missing one.

use std::cell::LazyCell;

use super::speech::words::{bare, tokens};
use crate::cite::Cite;
use crate::facts::Instant;
use crate::story::Sentence;

/// What a sentence stands on.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// Texts of the source.
    texts: Vec<String>,
    /// Where they stand.
    cites: Vec<Cite>,
    /// Other ways to say what stands there: a time, a date, a gap.
    said: Vec<String>,
}

impl Evidence {
    /// A text of the source.
    pub fn of(text: &str, cite: &Cite) -> Self {
        Evidence::default().with(text, cite)
    }

    /// And another one.
    #[must_use]
    pub fn with(mut self, text: &str, cite: &Cite) -> Self {
        self.texts.push(text.to_owned());
        if !self.cites.contains(cite) {
            self.cites.push(cite.clone());
        }
        self
    }

    /// And an instant, which is said as `said`.
    #[must_use]
    pub fn instant(mut self, instant: &Instant, said: &str) -> Self {
        self.said.push(said.to_owned());
        self.with(&instant.surface, &instant.cite)
    }

    /// And another way to say what is cited already.
    #[must_use]
    pub fn saying(mut self, said: &str) -> Self {
        self.said.push(said.to_owned());
        self
    }

    /// All of both.
    #[must_use]
    pub fn and(mut self, other: &Evidence) -> Self {
        self.texts.extend(other.texts.iter().cloned());
        self.said.extend(other.said.iter().cloned());
        for cite in &other.cites {
            if !self.cites.contains(cite) {
                self.cites.push(cite.clone());
            }
        }
        self
    }

    /// Where it stands.
    pub fn cites(&self) -> &[Cite] {
        &self.cites
    }
}

/// The sentence as a fact, if all that it says stands in the evidence.
pub fn fact(text: &str, evidence: &Evidence) -> Option<Sentence> {
    let (first, more) = evidence.cites.split_first()?;
    unsupported(text, evidence).is_none().then(|| Sentence::fact(text, first.clone(), more.iter().cloned()))
}

/// Words that patterns may add with a capital.
const ALLOWED: &[&str] = &["i", "i'm", "i'd", "i've", "am", "pm", "utc"];

/// Units after which a number in words is a measurement.
const UNITS: &[&str] = &["second", "minute", "hour", "day", "week", "month", "year", "percent", "times"];

/// The first word that the evidence does not support.
pub fn unsupported(text: &str, evidence: &Evidence) -> Option<String> {
    let plain = |texts: &[String]| texts.join(" \n ").replace(',', "").to_lowercase();
    // Many sentences have nothing that needs support.
    let source = LazyCell::new(|| plain(&evidence.texts));
    let said = LazyCell::new(|| plain(&evidence.said));
    let tokens: Vec<&str> = tokens(text).collect();
    let mut opens = true;
    for (i, token) in tokens.iter().enumerate() {
        let digit = token.bytes().any(|b| b.is_ascii_digit());
        let inner = bare(token);
        let capital = inner.chars().next().is_some_and(char::is_uppercase) && !opens
            || inner.chars().skip(1).any(char::is_uppercase);
        let unit = tokens
            .get(i + 1)
            .is_some_and(|u| UNITS.contains(&u.trim_matches(|c: char| !c.is_alphabetic()).trim_end_matches('s')));
        opens = token.ends_with(['.', '!', '?', ':', '"', '“']) || token.starts_with(['"', '“']) && token.len() == 1;
        if !(digit || capital || unit) {
            continue;
        }
        let bare = token.trim_matches(|c: char| !c.is_alphanumeric() && c != '%').replace(',', "").to_lowercase();
        let bare = bare.trim_end_matches("'s").trim_end_matches("’s");
        let known = |word: &str| whole(&source, word) || whole(&said, word);
        if (digit || capital) && !bare.is_empty() && (digit || !ALLOWED.contains(&bare)) && !known(bare) {
            return Some((*token).to_owned());
        }
        if unit && number_word(bare) && !known(bare) {
            return Some((*token).to_owned());
        }
    }
    None
}

/// A number of two or more, in words.
fn number_word(word: &str) -> bool {
    const NUMBERS: &[&str] = &[
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty",
        "sixty", "seventy", "eighty", "ninety", "hundred",
    ];
    NUMBERS.contains(&word.split('-').next().unwrap_or(""))
}

/// `word` stands in `text` with no letter or digit that would make it a part of another one.
fn whole(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|s| s.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|s| s.chars().next());
        let joins = |c: Option<char>, edge: Option<char>| match (c, edge) {
            (Some(c), Some(edge)) => {
                c.is_ascii_digit() && edge.is_ascii_digit() || c.is_alphabetic() && edge.is_alphabetic()
            }
            _ => false,
        };
        let plural = after == Some('s');
        !joins(before, word.chars().next()) && (plural || !joins(after, word.chars().next_back()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tell::clock::tests::instant;

    fn evidence() -> Evidence {
        Evidence::of(
            "The p99 latency of UserService rose to 1,250 ms on us-east-1 within 30 seconds",
            &Cite::lines(3, 3),
        )
    }

    #[test]
    fn what_stands_in_the_cited_text_may_be_said() {
        assert!(fact("On us-east-1 the p99 latency of UserService rose to 1250 ms.", &evidence()).is_some());
    }

    #[test]
    fn an_invented_number_name_or_identifier_is_refused() {
        for text in [
            "It rose to 125 ms.", "It rose on us-east-2.", "Then PaymentService failed.", "We called Amazon.",
            "It took two minutes.", "It rose to 50 ms.",
        ] {
            assert!(unsupported(text, &evidence()).is_some(), "{text}");
            assert!(fact(text, &evidence()).is_none());
        }
    }

    #[test]
    fn a_time_may_be_said_another_way_once_it_is_cited() {
        let at = instant("16:58", Some("2025-09-29T16:58:00"), Some("UTC"), 9);
        let text = "At 4:58 PM UTC the latency rose.";
        assert!(fact(text, &evidence()).is_none());
        let sentence = fact(text, &evidence().instant(&at, "4:58 PM UTC")).unwrap();
        assert_eq!(sentence.cites(), [Cite::lines(3, 3), Cite::lines(9, 9)]);
    }

    #[test]
    fn nothing_is_a_fact_without_a_citation() {
        assert!(fact("We looked at it.", &Evidence::default()).is_none());
    }
}
