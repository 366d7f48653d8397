//! Lists of words and phrases, which are data all over the program, and quick ways to look for all of a list at once.
//!
//! Phrases are found by the first three bytes of a place, which lead to the few that begin so. An automaton is no faster at
//! finding, and to build those of the program took a quarter of a single draft.

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
    /// By how many of their first bytes they are found: one, two, and three or more. Those that hold no phrase are left out.
    tables: Vec<Table>,
}

/// Phrases that are found by the same number of first bytes, in buckets. Most places of a text lead to an empty one.
#[derive(Debug)]
struct Table {
    /// The phrases with their numbers, in the order of their buckets, then of their bytes.
    sorted: Vec<(&'static str, usize)>,
    /// Where in the list each bucket begins; one more for the end.
    from: Vec<u16>,
    heads: Heads,
}

/// In which bucket a phrase is.
#[derive(Debug, Clone, Copy)]
struct Heads {
    /// The bits of the first three bytes that count.
    mask: u32,
    /// How many buckets there are, a power of two.
    buckets: usize,
}

impl Heads {
    /// The bucket of the phrases that begin as `text` does, and of few others.
    #[inline]
    fn bucket(self, text: &[u8]) -> usize {
        let head = match *text {
            [first, second, third, ..] => u32::from_le_bytes([first, second, third, 0]),
            [first, second] => u32::from_le_bytes([first, second, 0, 0]),
            [first] => u32::from(first),
            [] => 0,
        };
        // Multiplicative hashing (Knuth, volume 3, 6.4): the upper bits depend on all of the head.
        ((head & self.mask).wrapping_mul(0x9E37_79B1) >> 15) as usize & (self.buckets - 1)
    }
}

impl Table {
    fn new(mask: u32, mut sorted: Vec<(&'static str, usize)>) -> Self {
        // Four buckets for each phrase: few heads share one by chance.
        let heads = Heads { mask, buckets: (sorted.len() * 4).next_power_of_two() };
        let bucket = |phrase: &str| heads.bucket(phrase.as_bytes());
        sorted.sort_unstable_by_key(|(phrase, number)| (bucket(phrase), *phrase, *number));
        let from = (0..=heads.buckets)
            .map(|number| sorted.partition_point(|(phrase, _)| bucket(phrase) < number))
            .map(|at| u16::try_from(at).unwrap_or(u16::MAX))
            .collect();
        Table { sorted, from, heads }
    }

    /// The phrases that `text` begins with, and their lengths.
    #[inline]
    fn at(&self, text: &[u8], mut found: impl FnMut(usize, usize)) {
        let bucket = self.heads.bucket(text);
        let (Some(&from), Some(&to)) = (self.from.get(bucket), self.from.get(bucket + 1)) else { return };
        for (phrase, number) in self.sorted.get(usize::from(from)..usize::from(to)).unwrap_or_default() {
            if text.starts_with(phrase.as_bytes()) {
                found(*number, phrase.len());
            }
        }
    }
}

impl Phrases {
    /// Phrases are numbered in the order in which they are given. An empty one is never found.
    pub fn new(phrases: impl IntoIterator<Item = &'static str>) -> Self {
        let all: Vec<(&str, usize)> = phrases.into_iter().zip(0..).filter(|(phrase, _)| !phrase.is_empty()).collect();
        let heads = [(1, 0xFF), (2, 0xFFFF), (3, 0xFF_FFFF)];
        let tables = heads.into_iter().filter_map(|(length, mask)| {
            let of: Vec<_> = all.iter().filter(|(phrase, _)| phrase.len().min(3) == length).copied().collect();
            (!of.is_empty()).then(|| Table::new(mask, of))
        });
        Phrases { tables: tables.collect() }
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

    /// The phrases that `text` begins with, and their lengths.
    #[inline]
    fn at(&self, text: &[u8], mut found: impl FnMut(usize, usize)) {
        self.tables.iter().for_each(|table| table.at(text, &mut found));
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
