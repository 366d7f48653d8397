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
    /// Whether a phrase begins with the byte.
    begins: [bool; 256],
}

/// Phrases that are found by the same number of first bytes, in buckets. Most places of a text lead to an empty one.
#[derive(Debug)]
struct Table {
    /// The phrases, in the order of their buckets, then of their bytes.
    sorted: Vec<Phrase>,
    /// Where in the list each bucket begins; one more for the end.
    from: Vec<u16>,
    heads: Heads,
}

/// A phrase as a table holds it.
#[derive(Debug)]
struct Phrase {
    words: &'static str,
    number: usize,
    head: u64,
    /// Which bits of the head are the phrase's own.
    own: u64,
}

impl Phrase {
    fn new(words: &'static str, number: usize) -> Self {
        let bits = 8 * words.len().min(8) as u32;
        let own = u64::MAX.checked_shr(64 - bits).unwrap_or_default();
        Phrase { words, number, head: head(words.as_bytes()), own }
    }

    /// Whether `text` begins with it. `head` is that of the text: it tells nearly all phrases apart without a look at the rest.
    #[inline]
    fn begins(&self, text: &[u8], head: u64) -> bool {
        head & self.own == self.head && (self.words.len() <= 8 || text.starts_with(self.words.as_bytes()))
    }
}

/// The first eight bytes, the first of them lowest; zeros stand for those that are not there.
#[inline]
fn head(text: &[u8]) -> u64 {
    match text.first_chunk::<8>() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => text.iter().rev().fold(0, |head, byte| head << 8 | u64::from(*byte)),
    }
}

/// In which bucket a phrase is.
#[derive(Debug, Clone, Copy)]
struct Heads {
    /// The bits of the first three bytes that count.
    mask: u64,
    /// How many buckets there are, a power of two.
    buckets: usize,
}

impl Heads {
    /// The bucket of the phrases that begin as a text with this head does, and of few others.
    #[inline]
    fn bucket(self, head: u64) -> usize {
        // Multiplicative hashing (Knuth, volume 3, 6.4): the upper bits depend on all of the head.
        (((head & self.mask) as u32).wrapping_mul(0x9E37_79B1) >> 15) as usize & (self.buckets - 1)
    }
}

impl Table {
    fn new(mask: u64, mut sorted: Vec<Phrase>) -> Self {
        // Four buckets for each phrase: few heads share one by chance.
        let heads = Heads { mask, buckets: (sorted.len() * 4).next_power_of_two() };
        sorted.sort_unstable_by_key(|phrase| (heads.bucket(phrase.head), phrase.words, phrase.number));
        let from = (0..=heads.buckets)
            .map(|bucket| sorted.partition_point(|phrase| heads.bucket(phrase.head) < bucket))
            .map(|at| u16::try_from(at).unwrap_or(u16::MAX))
            .collect();
        Table { sorted, from, heads }
    }

    /// The phrases that `text`, whose head is given, begins with, and their lengths.
    #[inline]
    fn at(&self, text: &[u8], head: u64, mut found: impl FnMut(usize, usize)) {
        let bucket = self.heads.bucket(head);
        let Some([from, to]) = self.from.get(bucket..bucket + 2).and_then(<[u16]>::first_chunk::<2>) else { return };
        for phrase in self.sorted.get(usize::from(*from)..usize::from(*to)).unwrap_or_default() {
            if phrase.begins(text, head) {
                found(phrase.number, phrase.words.len());
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
            let of = all.iter().filter(|(phrase, _)| phrase.len().min(3) == length);
            let of: Vec<Phrase> = of.map(|(phrase, number)| Phrase::new(phrase, *number)).collect();
            (!of.is_empty()).then(|| Table::new(mask, of))
        });
        let mut begins = [false; 256];
        for first in all.iter().filter_map(|(phrase, _)| phrase.bytes().next()) {
            begins[usize::from(first)] = true;
        }
        Phrases { tables: tables.collect(), begins }
    }

    /// Calls `visit` with the number and the place of each phrase in `text` that stands at its beginning or behind anything
    /// but an ASCII letter or digit. What follows the phrase is not looked at.
    pub fn each(&self, text: &str, mut visit: impl FnMut(usize, Range<usize>)) {
        let bytes = text.as_bytes();
        let mut inside = false;
        for (at, byte) in bytes.iter().enumerate() {
            if !inside && self.begins[usize::from(*byte)] {
                self.at(bytes, at, &mut visit);
            }
            inside = byte.is_ascii_alphanumeric();
        }
    }

    /// Calls `visit` with the number and the place of each phrase in `text`, also within words.
    pub fn each_anywhere(&self, text: &str, mut visit: impl FnMut(usize, Range<usize>)) {
        let bytes = text.as_bytes();
        for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| self.begins[usize::from(**byte)]) {
            self.at(bytes, at, &mut visit);
        }
    }

    /// Whether any of the phrases stands in `text`, also within words.
    pub fn any_in(&self, text: &str) -> bool {
        let mut found = false;
        let bytes = text.as_bytes();
        bytes.iter().enumerate().filter(|(_, byte)| self.begins[usize::from(**byte)]).any(|(at, _)| {
            self.at(bytes, at, &mut |_, _| found = true);
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

/// What stands between the spaces of a text, as `split(' ')` gives it: a word is shorter than the standard library's search for
/// its end takes to prepare.
pub fn spaced(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = text.bytes().position(|b| b == b' ');
        rest = end.and_then(|end| text.get(end + 1..));
        text.get(..end.unwrap_or(text.len()))
    })
}

/// Where `needle` stands in `text`, as `str::match_indices` finds it; a search for a few bytes in a sentence takes less than
/// the standard library's preparations for one.
pub fn places<'t>(text: &'t str, needle: &'static str) -> impl Iterator<Item = usize> + 't {
    let (bytes, wanted) = (text.as_bytes(), needle.as_bytes());
    // Spaces are the most frequent byte of a sentence; another one leads to the place sooner.
    let pivot = wanted.iter().position(|b| *b != b' ').unwrap_or_default();
    let mut from = 0;
    let found = memchr::memchr_iter(wanted.get(pivot).copied().unwrap_or_default(), bytes);
    found.filter_map(move |at| {
        let at = at.checked_sub(pivot).filter(|at| *at >= from && !wanted.is_empty())?;
        bytes.get(at..)?.starts_with(wanted).then(|| from = at + wanted.len())?;
        Some(at)
    })
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
    fn what_is_between_spaces_is_what_the_standard_library_says() {
        for text in ["", " ", "a", " a  b ", "über alles"] {
            assert_eq!(spaced(text).collect::<Vec<_>>(), text.split(' ').collect::<Vec<_>>(), "{text:?}");
        }
    }

    #[test]
    fn places_are_those_of_the_standard_library() {
        for text in ["", ", ", "a, b,, c", " and  and and ", "über, über", "aaaaa"] {
            for needle in [", ", " and ", "aa", "ü"] {
                let wanted: Vec<usize> = text.match_indices(needle).map(|(at, _)| at).collect();
                assert_eq!(places(text, needle).collect::<Vec<_>>(), wanted, "{needle:?} in {text:?}");
            }
        }
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
