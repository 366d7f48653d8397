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
    starts: Starts,
    /// So many phrases that one may begin with most words: these need not be asked first.
    long: bool,
}

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

/// The bytes from a place on; zeros stand for those that are not there.
#[inline]
fn three(text: &[u8], at: usize) -> [u8; 3] {
    match text.get(at..).and_then(<[u8]>::first_chunk::<3>) {
        Some(three) => *three,
        None => [0, 1, 2].map(|n| text.get(at + n).copied().unwrap_or_default()),
    }
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

/// Which groups of phrases (a bit each) have a byte as their first (in the lowest eight bits), second, third. Where the three bytes
/// of a place have no group in common no phrase begins; that is nearly everywhere, and known before a head is looked up. (The
/// filter of Hyperscan's "Teddy", byte by byte.)
#[derive(Debug)]
struct Starts([u32; 256]);

impl Starts {
    /// All groups, where the first byte has them.
    const FIRST: u32 = 0xff;

    /// All groups, where the third byte has them.
    const THIRD: u32 = 0xff << 16;

    /// Set of ASCII letters and digits: what follows one is inside of a word.
    const INSIDE: u32 = 1 << 31;

    /// Phrases that begin alike are in one group.
    fn new<'p>(phrases: impl Iterator<Item = &'p str>) -> Self {
        let mut sorted: Vec<&[u8]> = phrases.map(str::as_bytes).collect();
        sorted.sort_unstable();
        let mut starts = [0; 256];
        (0..=u8::MAX).filter(u8::is_ascii_alphanumeric).for_each(|byte| starts[usize::from(byte)] = Self::INSIDE);
        for (at, phrase) in sorted.iter().enumerate() {
            let group = 1 << (at * 8 / sorted.len());
            for n in 0..3 {
                let bit = group << (8 * n);
                match phrase.get(n) {
                    Some(byte) => starts[usize::from(*byte)] |= bit,
                    // Behind the end of a phrase any byte may follow.
                    None => starts.iter_mut().for_each(|groups| *groups |= bit),
                }
            }
        }
        Starts(starts)
    }

    #[inline]
    fn is_inside(&self, byte: u8) -> bool {
        self.0[usize::from(byte)] & Self::INSIDE != 0
    }

    /// What begins in the last bytes that were seen, with the next one.
    #[inline]
    fn next(&self, seen: u32, byte: u8) -> u32 {
        (seen << 8 | Self::FIRST) & self.0[usize::from(byte)]
    }

    /// Whether a phrase may begin at a place of a text.
    #[inline]
    fn may(&self, text: &[u8], at: usize) -> bool {
        let [first, second, third] = three(text, at);
        let seen = self.next(0, first);
        seen != 0 && self.next(self.next(seen, second), third) & Self::THIRD != 0
    }

    /// The first place from `from` on where a phrase may begin.
    #[inline]
    fn first(&self, text: &[u8], from: usize) -> Option<usize> {
        let rest = text.get(from..)?;
        let mut seen = 0;
        let third = rest.iter().position(|byte| {
            seen = self.next(seen, *byte);
            seen & Self::THIRD != 0
        });
        match third {
            Some(at) => Some(from + at - 2),
            None => (rest.len().saturating_sub(2)..rest.len()).map(|at| from + at).find(|at| self.may(text, *at)),
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
        let starts = Starts::new(all.iter().map(|(phrase, _)| phrase.as_ref()));
        Phrases { tables, starts, long: all.len() >= MANY }
    }

    /// Calls `visit` with the number and the place of each phrase in `text` that stands at its beginning or behind anything
    /// but an ASCII letter or digit. What follows the phrase is not looked at.
    pub fn each(&self, text: &str, mut visit: impl FnMut(usize, Range<usize>)) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            if self.long || self.starts.may(bytes, at) {
                self.at(bytes, at, &mut visit);
            }
            at += 1;
            // Past the word, and past what ends it: only behind that the next phrase may begin.
            if self.starts.is_inside(*byte) {
                let rest = bytes.get(at..).unwrap_or_default();
                at += rest.iter().position(|byte| !self.starts.is_inside(*byte)).unwrap_or(rest.len()) + 1;
            }
        }
    }

    /// Calls `visit` with the number and the place of each phrase in `text`, also within words.
    pub fn each_anywhere(&self, text: &str, mut visit: impl FnMut(usize, Range<usize>)) {
        let mut from = 0;
        while let Some(at) = self.starts.first(text.as_bytes(), from) {
            self.at(text.as_bytes(), at, &mut visit);
            from = at + 1;
        }
    }

    /// Whether any of the phrases stands in `text`, also within words.
    pub fn any_in(&self, text: &str) -> bool {
        let (mut found, mut from) = (false, 0);
        while let Some(at) = self.starts.first(text.as_bytes(), from).filter(|_| !found) {
            self.at(text.as_bytes(), at, &mut |_, _| found = true);
            from = at + 1;
        }
        found
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
