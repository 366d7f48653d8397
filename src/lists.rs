//! Lists of words and phrases, which are data all over the program, and quick ways to look for all of a list at once.
//!
//! Phrases are found by the first bytes of a place, which lead to the few that begin so. An automaton is no faster at
//! finding, and to build those of the program took a quarter of a single draft.

use std::borrow::Cow;
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
    /// By how many of their first bytes they are found. Those that hold no phrase are left out.
    tables: Vec<Table>,
    /// Of each byte: [`INSIDE`], [`BEGINS`].
    bytes: [u8; 256],
}

/// An ASCII letter or digit: what follows it is inside of a word.
const INSIDE: u8 = 1;

/// A phrase begins with the byte.
const BEGINS: u8 = 2;

/// Phrases that are found by the same number of first bytes, in buckets. Most places of a text lead to an empty one.
#[derive(Debug)]
struct Table {
    /// What tells the phrases apart, in the order of their buckets.
    sorted: Vec<Phrase>,
    /// The phrases themselves, in the same order.
    words: Vec<Cow<'static, str>>,
    /// Where in the list each bucket begins; one more for the end.
    from: Vec<u16>,
    heads: Heads,
}

/// A phrase as a table holds it: small, because the tables are looked up at every word of every document.
#[derive(Debug, Clone, Copy)]
struct Phrase {
    head: u64,
    length: u16,
    number: u16,
}

/// The first eight bytes, the first of them lowest; zeros stand for those that are not there.
#[inline]
fn head(text: &[u8]) -> u64 {
    match text.first_chunk::<8>() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => text.iter().rev().fold(0, |head, byte| head << 8 | u64::from(*byte)),
    }
}

/// The bits of a [`head`] that its first `length` bytes have.
#[inline]
fn mask(length: usize) -> u64 {
    u64::MAX >> (64 - 8 * length.clamp(1, 8))
}

/// In which bucket a phrase is.
#[derive(Debug, Clone, Copy)]
struct Heads {
    /// The bits of the first bytes that count.
    mask: u64,
    /// How many buckets there are, a power of two.
    buckets: usize,
}

impl Heads {
    /// The bucket of the phrases that begin as a text with this head does, and of few others.
    #[inline]
    fn bucket(self, head: u64) -> usize {
        // Multiplicative hashing (Knuth, volume 3, 6.4): the upper bits depend on all of the head.
        ((head & self.mask).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as usize & (self.buckets - 1)
    }
}

impl Table {
    /// A table of numbered phrases whose first `bytes` bytes lead to them.
    fn new(bytes: usize, mut phrases: Vec<(Cow<'static, str>, u16)>) -> Self {
        // Four buckets for each phrase: few heads share one by chance.
        let heads = Heads { mask: mask(bytes), buckets: (phrases.len() * 4).next_power_of_two() };
        let bucket = |words: &str| heads.bucket(head(words.as_bytes()));
        phrases.sort_unstable_by_key(|(words, number)| (bucket(words), head(words.as_bytes()), *number));
        let from = (0..=heads.buckets)
            .map(|number| phrases.partition_point(|(words, _)| bucket(words) < number))
            .map(|at| u16::try_from(at).unwrap_or(u16::MAX))
            .collect();
        let phrase = |(words, number): &(Cow<'static, str>, u16)| Phrase {
            head: head(words.as_bytes()),
            length: u16::try_from(words.len()).unwrap_or(u16::MAX),
            number: *number,
        };
        let sorted = phrases.iter().map(phrase).collect();
        Table { sorted, words: phrases.into_iter().map(|(words, _)| words).collect(), from, heads }
    }

    /// The phrases that `text`, whose head is given, begins with, and their lengths.
    #[inline]
    fn at(&self, text: &[u8], head: u64, mut found: impl FnMut(usize, usize)) {
        let bucket = self.heads.bucket(head);
        let Some(&[from, to]) = self.from.get(bucket..bucket + 2).and_then(<[u16]>::first_chunk::<2>) else { return };
        let (from, to) = (usize::from(from), usize::from(to));
        for (phrase, at) in self.sorted.get(from..to).unwrap_or_default().iter().zip(from..) {
            let length = usize::from(phrase.length);
            // The heads tell nearly all phrases apart without a look at the rest.
            if head & mask(length) == phrase.head
                && (length <= 8 || self.words.get(at).is_some_and(|words| text.starts_with(words.as_bytes())))
            {
                found(usize::from(phrase.number), length);
            }
        }
    }
}

/// From so many phrases on a list is long.
const MANY: usize = 256;

impl Phrases {
    /// Phrases are numbered in the order in which they are given. An empty one is never found, nor are those behind the first
    /// 65,000 or so, and one longer than that.
    pub fn new(phrases: impl IntoIterator<Item = impl Into<Cow<'static, str>>>) -> Self {
        let numbered = phrases.into_iter().map(Into::into).zip(0..u16::MAX);
        let all: Vec<(Cow<'static, str>, u16)> =
            numbered.filter(|(phrase, _)| (1..usize::from(u16::MAX)).contains(&phrase.len())).collect();
        // In a long list "the", "was" and "not" begin many phrases: three bytes lead to six at a word of a text, five to one. A
        // short list needs no second table for that.
        let heads = match all.len() {
            0..MANY => [(1, 1..=1), (2, 2..=2), (3, 3..=usize::MAX)],
            _ => [(1, 1..=1), (2, 2..=4), (5, 5..=usize::MAX)],
        };
        let tables = heads.into_iter().filter_map(|(bytes, lengths)| {
            let of: Vec<_> = all.iter().filter(|(phrase, _)| lengths.contains(&phrase.len())).cloned().collect();
            (!of.is_empty()).then(|| Table::new(bytes, of))
        });
        let tables = tables.collect();
        let mut bytes = [0; 256];
        (0..=u8::MAX).filter(u8::is_ascii_alphanumeric).for_each(|byte| bytes[usize::from(byte)] = INSIDE);
        all.iter().filter_map(|(phrase, _)| phrase.bytes().next()).for_each(|byte| bytes[usize::from(byte)] |= BEGINS);
        Phrases { tables, bytes }
    }

    /// Calls `visit` with the number and the place of each phrase in `text` that stands at its beginning or behind anything
    /// but an ASCII letter or digit. What follows the phrase is not looked at.
    pub fn each(&self, text: &str, mut visit: impl FnMut(usize, Range<usize>)) {
        let bytes = text.as_bytes();
        let is = |byte: &u8, what: u8| self.bytes[usize::from(*byte)] & what != 0;
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            if is(byte, BEGINS) {
                self.at(bytes, at, &mut visit);
            }
            at += 1;
            // Past the word, and past what ends it: only behind that the next phrase may begin.
            if is(byte, INSIDE) {
                let rest = bytes.get(at..).unwrap_or_default();
                at += rest.iter().position(|byte| !is(byte, INSIDE)).unwrap_or(rest.len()) + 1;
            }
        }
    }

    /// Calls `visit` with the number and the place of each phrase in `text`, also within words.
    pub fn each_anywhere(&self, text: &str, mut visit: impl FnMut(usize, Range<usize>)) {
        self.begins(text).for_each(|at| self.at(text.as_bytes(), at, &mut visit));
    }

    /// Whether any of the phrases stands in `text`, also within words.
    pub fn any_in(&self, text: &str) -> bool {
        let mut found = false;
        self.begins(text).any(|at| {
            self.at(text.as_bytes(), at, &mut |_, _| found = true);
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

    /// Where a phrase may begin.
    fn begins(&self, text: &str) -> impl Iterator<Item = usize> {
        let begins = |byte: u8| self.bytes[usize::from(byte)] & BEGINS != 0;
        text.bytes().enumerate().filter(move |(_, byte)| begins(*byte)).map(|(at, _)| at)
    }

    /// The phrases that stand at a byte of `text`.
    #[inline]
    fn at(&self, text: &[u8], at: usize, visit: &mut impl FnMut(usize, Range<usize>)) {
        let rest = text.get(at..).unwrap_or_default();
        let head = head(rest);
        let mut found = |number, length| visit(number, at..at + length);
        self.tables.iter().for_each(|table| table.at(rest, head, &mut found));
    }
}

/// Whether a list in lower case holds `word`, however that is written.
pub fn holds(list: &FxHashSet<&'static str>, word: &str) -> bool {
    /// Longer than any word of a list.
    const LONGEST: usize = 32;
    if !word.bytes().any(|b| b.is_ascii_uppercase()) {
        return list.contains(word);
    }
    let mut buffer = [0; LONGEST];
    let Some(lower) = buffer.get_mut(..word.len()) else { return false };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    std::str::from_utf8(lower).is_ok_and(|lower| list.contains(lower))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_a_list_is_known_however_it_is_written() {
        let list: FxHashSet<&str> = ["monday", "über", "utc"].into_iter().collect();
        assert!(["Monday", "monday", "UTC", "über"].iter().all(|word| holds(&list, word)));
        assert!(!["Mondays", "", "a-word-of-more-than-thirty-two-Bytes"].iter().any(|word| holds(&list, word)));
    }

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
