//! Lists of words and phrases, which are data all over the program, and quick ways to look for all of a list at once.
//!
//! Phrases are found with a sorted list: at each place it is narrowed byte by byte, where the first two bytes are those of
//! some phrase at all. An automaton is a little faster at finding, but to build those of the program took a quarter of a
//! single draft.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// A list of words, to be looked up one by one.
pub type Words = LazyLock<FxHashSet<&'static str>>;

/// [`Words`] of a text with white space between them.
macro_rules! words {
    ($list:literal) => {
        std::sync::LazyLock::new(|| $list.split_whitespace().collect())
    };
}

/// A list of [`Phrases`] that is made when it is first needed.
macro_rules! phrases {
    ($($phrase:literal),+ $(,)?) => {
        std::sync::LazyLock::new(|| $crate::lists::Phrases::new([$($phrase),+]))
    };
}

pub(crate) use {phrases, words};

/// Phrases, to be looked for together.
#[derive(Debug)]
pub struct Phrases {
    /// The phrases with their numbers, in the order of their bytes.
    sorted: Vec<(&'static str, usize)>,
    /// Where in the list those with each first byte begin; one more for the end.
    from: Vec<usize>,
    /// Which pairs of bytes some phrase begins with: a bit for each value of [`pair`]. Most places of a text end here.
    pairs: [u64; PAIRS / 64],
}

/// Values of [`pair`].
const PAIRS: usize = 1024;

/// A number for two bytes, the same for few others.
fn pair(first: u8, second: u8) -> usize {
    (usize::from(first) * 37 + usize::from(second)) % PAIRS
}

impl Phrases {
    /// Phrases are numbered in the order in which they are given. An empty one is never found.
    pub fn new(phrases: impl IntoIterator<Item = &'static str>) -> Self {
        let mut sorted: Vec<(&str, usize)> = phrases.into_iter().zip(0..).filter(|(p, _)| !p.is_empty()).collect();
        sorted.sort_unstable();
        let first = |(phrase, _): &(&str, usize)| phrase.bytes().next().map_or(0, usize::from);
        let from = (0..=256).map(|byte| sorted.partition_point(|phrase| first(phrase) < byte)).collect();
        let mut pairs = [0; PAIRS / 64];
        let mut begins = |first: u8, second: u8| {
            let number = pair(first, second);
            pairs.iter_mut().skip(number / 64).take(1).for_each(|bits| *bits |= 1 << (number % 64));
        };
        for (phrase, _) in &sorted {
            match *phrase.as_bytes() {
                [first, second, ..] => begins(first, second),
                [first] => (0..=u8::MAX).for_each(|second| begins(first, second)),
                [] => {}
            }
        }
        Phrases { sorted, from, pairs }
    }

    /// Calls `visit` with the number and the place of each phrase in `text` that stands at its beginning or behind anything
    /// but an ASCII letter or digit. What follows the phrase is not looked at.
    pub fn each(&self, text: &str, mut visit: impl FnMut(usize, Range<usize>)) {
        let bytes = text.as_bytes();
        let mut inside = false;
        for (at, byte) in bytes.iter().enumerate() {
            if !inside && let Some(rest) = bytes.get(at..) {
                self.at(rest, |number, length| visit(number, at..at + length));
            }
            inside = byte.is_ascii_alphanumeric();
        }
    }

    /// Calls `visit` with the number and the place of each phrase in `text`, also within words.
    pub fn each_anywhere(&self, text: &str, mut visit: impl FnMut(usize, Range<usize>)) {
        let bytes = text.as_bytes();
        for (at, rest) in (0..bytes.len()).filter_map(|at| Some((at, bytes.get(at..)?))) {
            self.at(rest, |number, length| visit(number, at..at + length));
        }
    }

    /// Whether any of the phrases stands in `text`, also within words.
    pub fn any_in(&self, text: &str) -> bool {
        let mut found = false;
        let bytes = text.as_bytes();
        (0..bytes.len()).any(|at| {
            self.at(bytes.get(at..).unwrap_or_default(), |_, _| found = true);
            found
        })
    }

    /// How many of the phrases stand in `text`, also within words, each counted once.
    pub fn count_in(&self, text: &str) -> usize {
        let mut found: Vec<usize> = Vec::new();
        self.each_anywhere(text, |number, _| found.push(number));
        found.sort_unstable();
        found.dedup();
        found.len()
    }

    /// Some phrase has the first two bytes of `text`, or may have.
    fn may_begin(&self, text: &[u8]) -> bool {
        match *text {
            [first, second, ..] => {
                let number = pair(first, second);
                self.pairs.get(number / 64).is_some_and(|bits| bits >> (number % 64) & 1 == 1)
            }
            _ => true,
        }
    }

    /// The phrases that `text` begins with, and their lengths.
    fn at(&self, text: &[u8], mut found: impl FnMut(usize, usize)) {
        if !self.may_begin(text) {
            return;
        }
        let Some(first) = text.first().map(|byte| usize::from(*byte)) else { return };
        let (Some(&from), Some(&to)) = (self.from.get(first), self.from.get(first + 1)) else { return };
        let mut left = self.sorted.get(from..to).unwrap_or_default();
        let mut length = 1;
        // All that are left agree with the text so far.
        while let Some(((phrase, number), others)) = left.split_first() {
            if phrase.len() == length {
                found(*number, length);
                left = others;
                continue;
            }
            let Some(next) = text.get(length) else { return };
            let byte = |(phrase, _): &(&str, usize)| phrase.as_bytes().get(length).copied().unwrap_or_default();
            let from = left.partition_point(|phrase| byte(phrase) < *next);
            let to = left.partition_point(|phrase| byte(phrase) <= *next);
            left = left.get(from..to).unwrap_or_default();
            length += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_is_found_where_a_word_may_begin() {
        const ALL: [&str; 8] = ["fail", "fail over", "failed", "a", "über", "5xx", "", "fail"];
        let phrases = Phrases::new(ALL);
        for text in
            ["", "fail", "failed over, to fail over", "unfail -fail\u{2013}fail", "a 5xx; über 5x a", "xüber failfail"]
        {
            let mut found = Vec::new();
            phrases.each(text, |number, place| found.push((place.start, place.end, number)));
            found.sort_unstable();
            let mut wanted: Vec<(usize, usize, usize)> = Vec::new();
            for (number, phrase) in ALL.iter().enumerate().filter(|(_, phrase)| !phrase.is_empty()) {
                let places = text.match_indices(phrase).map(|(at, _)| (at, at + phrase.len(), number));
                let inside = |at: usize| at > 0 && text.as_bytes()[at - 1].is_ascii_alphanumeric();
                wanted.extend(places.filter(|(at, ..)| !inside(*at)));
            }
            wanted.sort_unstable();
            assert_eq!(found, wanted, "{text}");
            let anywhere = ALL.iter().filter(|phrase| !phrase.is_empty() && text.contains(**phrase)).count();
            assert_eq!((phrases.count_in(text), phrases.any_in(text)), (anywhere, anywhere > 0), "{text}");
        }
    }
}
