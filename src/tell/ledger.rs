//! What was told already: the same sentence of the source is told once in the whole story.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

/// Word trigrams in common, of the shorter text's, from which two texts count as the same.
const SAME: f64 = 0.6;

/// Content words in common, of the text's that has fewer, from which two texts say the same.
const SAME_CONTENT: f64 = 0.8;

/// The texts that were told.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    /// Of each text the numbers of its trigrams and of its content words.
    told: Vec<(usize, usize)>,
    trigrams: Index,
    content: Index,
}

/// What texts are compared by, each number once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    trigrams: Vec<u64>,
    /// Words that carry the content: long ones and figures.
    content: Vec<u64>,
}

impl Ledger {
    /// Remembers a text.
    pub fn claim(&mut self, text: &str) {
        self.claim_words(&Words::of(text));
    }

    /// Remembers a text by its words.
    pub fn claim_words(&mut self, words: &Words) {
        let number = self.told.len();
        self.told.push((words.trigrams.len(), words.content.len()));
        self.trigrams.add(&words.trigrams, number);
        self.content.add(&words.content, number);
    }

    /// It, or nearly it, was told.
    pub fn has(&self, text: &str) -> bool {
        !self.told.is_empty() && self.has_words(&Words::of(text))
    }

    /// A text with these words, or nearly them, was told.
    pub fn has_words(&self, words: &Words) -> bool {
        let common = self.trigrams.common(&words.trigrams, self.told.len());
        let shared = self.content.common(&words.content, self.told.len());
        self.told.iter().zip(common.into_iter().zip(shared)).any(|(&(trigrams, content), (common, shared))| {
            let least = words.trigrams.len().min(trigrams).max(1) as f64;
            // The same said with other small words: most of the content, figures included, is in the other one.
            let fewest = words.content.len().min(content);
            f64::from(common) / least >= SAME || fewest >= 5 && f64::from(shared) / fewest as f64 >= SAME_CONTENT
        })
    }
}

/// In which texts each number stands: a text is compared with those that it has something in common with, not with all.
#[derive(Debug, Clone, Default)]
struct Index {
    /// The last of a number's entries.
    last: FxHashMap<u64, usize>,
    /// A text, and the entry before it of the same number.
    entries: Vec<(usize, Option<usize>)>,
}

impl Index {
    fn add(&mut self, numbers: &[u64], text: usize) {
        /// What a part tells has about so many different words: the map grows once.
        const USUAL: usize = 200;
        if self.entries.is_empty() {
            self.last.reserve(USUAL);
        }
        for &number in numbers {
            let before = self.last.insert(number, self.entries.len());
            self.entries.push((text, before));
        }
    }

    /// For each of the `texts` how many of the numbers it has, too.
    fn common(&self, numbers: &[u64], texts: usize) -> Vec<u32> {
        let mut common = vec![0; texts];
        for number in numbers {
            let mut next = self.last.get(number).copied();
            while let Some((text, before)) = next.and_then(|n| self.entries.get(n)) {
                if let Some(count) = common.get_mut(*text) {
                    *count += 1;
                }
                next = *before;
            }
        }
        common
    }
}

impl Words {
    /// The words of a text.
    pub fn of(text: &str) -> Self {
        let lower = text.to_lowercase();
        // A word has five letters and a space.
        let mut all = Vec::with_capacity(lower.len() / 5 + 1);
        let mut content = Vec::with_capacity(lower.len() / 8 + 1);
        let mut take = |word: &[u8]| {
            let Some(first) = word.first() else { return };
            let mut hasher = FxHasher::default();
            hasher.write(word);
            let number = hasher.finish();
            all.push(number);
            if word.len() >= 5 || first.is_ascii_digit() {
                content.push(number);
            }
        };
        // Most texts need no decoding.
        if lower.is_ascii() {
            lower.as_bytes().split(|b| !b.is_ascii_alphanumeric()).for_each(take);
        } else {
            lower.split(|c: char| !c.is_alphanumeric()).for_each(|word| take(word.as_bytes()));
        }
        let mut trigrams: Vec<u64> = if all.len() < 3 { vec![hash(&all)] } else { all.windows(3).map(hash).collect() };
        for numbers in [&mut trigrams, &mut content] {
            numbers.sort_unstable();
            numbers.dedup();
        }
        Words { trigrams, content }
    }
}

/// A number for some words; two different ones share it once in some billions.
fn hash(words: &[u64]) -> u64 {
    let mut hasher = FxHasher::default();
    words.iter().for_each(|w| hasher.write_u64(*w));
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_told_once_also_when_a_part_of_it_or_a_little_changed() {
        let mut ledger = Ledger::default();
        ledger.claim("The proxy ran out of memory on one node, and all routes were lost.");
        assert!(ledger.has("The proxy ran out of memory on one node"));
        assert!(ledger.has("the proxy ran out of memory on one node and all routes were lost at once"));
        assert!(!ledger.has("The hub ran out of disk on two nodes"));
        assert!(!ledger.has("Rollback"));
        ledger.claim("During this period, about 78% of flag requests in the northern region failed with errors.");
        assert!(ledger.has("78% of the flag requests failed in our northern region"));
        assert!(!ledger.has("12% of the flag requests failed in our southern region with a timeout"));
    }
}
