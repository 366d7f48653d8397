//! What was told already: the same sentence of the source is told once in the whole story.

use std::collections::HashSet;

/// Word trigrams in common, of the shorter text's, from which two texts count as the same.
const SAME: f64 = 0.6;

/// The texts that were told.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    told: Vec<HashSet<[String; 3]>>,
}

impl Ledger {
    /// Remembers a text.
    pub fn claim(&mut self, text: &str) {
        self.told.push(trigrams(text));
    }

    /// It, or nearly it, was told.
    pub fn has(&self, text: &str) -> bool {
        let new = trigrams(text);
        self.told.iter().any(|old| {
            let common = new.intersection(old).count() as f64;
            let least = new.len().min(old.len()).max(1) as f64;
            common / least >= SAME
        })
    }
}

fn trigrams(text: &str) -> HashSet<[String; 3]> {
    let words: Vec<String> =
        text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(Into::into).collect();
    let word = |i: usize| words.get(i).cloned().unwrap_or_default();
    (0..words.len().saturating_sub(2).max(1)).map(|i| [word(i), word(i + 1), word(i + 2)]).collect()
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
    }
}
