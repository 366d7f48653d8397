//! What was told already: the same sentence of the source is told once in the whole story.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hasher};

/// Word trigrams in common, of the shorter text's, from which two texts count as the same.
const SAME: f64 = 0.6;

/// Content words in common, of the text's that has fewer, from which two texts say the same.
const SAME_CONTENT: f64 = 0.8;

/// The texts that were told.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    told: Vec<(HashSet<u64>, HashSet<u64>)>,
}

impl Ledger {
    /// Remembers a text.
    pub fn claim(&mut self, text: &str) {
        self.told.push((trigrams(text), content(text)));
    }

    /// It, or nearly it, was told.
    pub fn has(&self, text: &str) -> bool {
        let (new, words) = (trigrams(text), content(text));
        self.told.iter().any(|(old, told)| {
            let common = new.intersection(old).count() as f64;
            let least = new.len().min(old.len()).max(1) as f64;
            // The same said with other small words: most of the content, figures included, is in the other one.
            let shared = words.intersection(told).count() as f64;
            let fewest = words.len().min(told.len());
            common / least >= SAME || fewest >= 5 && shared / fewest as f64 >= SAME_CONTENT
        })
    }
}

/// A number for some words; two different ones share it once in some billions.
fn hash(words: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.iter().for_each(|w| hasher.write(w.as_bytes()));
    hasher.finish()
}

fn trigrams(text: &str) -> HashSet<u64> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    if words.len() < 3 { HashSet::from([hash(&words)]) } else { words.windows(3).map(hash).collect() }
}

/// Words that carry the content: long ones and figures.
fn content(text: &str) -> HashSet<u64> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    words.filter(|w| w.len() >= 5 || w.starts_with(|c: char| c.is_ascii_digit())).map(|w| hash(&[w])).collect()
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
