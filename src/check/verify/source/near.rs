//! Which passages a sentence tells: the ones that it cites, the ones that say the same, and what stands around them.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Passage, Source};
use crate::cite::Cite;

/// What a sentence of the story stands on.
#[derive(Debug, Clone, Default)]
pub struct Near {
    /// The passages that tell what it tells, best first.
    pub primary: Vec<usize>,
    /// These, and what stands around them: their headings, list items, neighbours.
    pub around: Vec<usize>,
    /// Where its numbers, times and names should stand: what it cites, or, in a sentence without citations, all around.
    pub own: Vec<usize>,
    /// The passages that say as much of it as the best one, with what stands around those that give no time of their own: where a story says one
    /// of several like things, any of them may be meant.
    pub tied: Vec<usize>,
    /// How much of what it says the best passage says: 0 to 1, rare words weighing more.
    pub coverage: f64,
    /// It is plain which passage it tells: what differs there is a contradiction.
    pub strong: bool,
}

/// Share of the best passage's coverage that another one must have to be as good.
const TIE: f64 = 0.85;

/// Like passages that are looked at.
const MOST_TIED: usize = 24;

impl Source<'_> {
    /// The weight of a stem: rare words tell more about which passage is meant.
    pub fn weight(&self, stem: &str) -> f64 {
        #[allow(clippy::cast_precision_loss)]
        let (all, with) = (self.passages.len() as f64, self.index.get(stem).map_or(0, Vec::len) as f64);
        // A word that the source never uses says little about which passage is meant: it is another word for one that stands there.
        if with == 0.0 { 0.5 * (1.0 + all / 2.0).ln() } else { (1.0 + all / (1.0 + with)).ln() }
    }

    /// The same, with a word that the source never uses as the rarest of all: for what must stand there.
    pub fn strict_weight(&self, stem: &str) -> f64 {
        #[allow(clippy::cast_precision_loss)]
        if self.index.contains_key(stem) { self.weight(stem) } else { (1.0 + self.passages.len() as f64).ln() }
    }

    /// Passages with the weight of what they share with the stems, best first.
    pub fn ranked(&self, stems: &[String]) -> Vec<(usize, f64)> {
        let distinct: BTreeSet<&String> = stems.iter().collect();
        let total: f64 = distinct.iter().map(|s| self.weight(s)).sum();
        let mut shares: HashMap<usize, f64> = HashMap::new();
        for stem in distinct {
            let weight = self.weight(stem);
            for id in self.index.get(stem).into_iter().flatten() {
                *shares.entry(*id).or_default() += weight;
            }
        }
        let mut list: Vec<(usize, f64)> =
            shares.into_iter().map(|(id, w)| (id, w / total.max(f64::MIN_POSITIVE))).collect();
        // Of two that share as much, the shorter one is more about it.
        let length = |id: usize| self.passages.get(id).map_or(0, |p| p.stems.len());
        list.sort_by(|a, b| b.1.total_cmp(&a.1).then(length(a.0).cmp(&length(b.0))).then(a.0.cmp(&b.0)));
        list
    }

    /// What a sentence stands on: what it cites, and what says the same.
    pub fn near(&self, stems: &[String], cites: &[Cite]) -> Near {
        let ranked = self.ranked(stems);
        let coverage = |id: usize| ranked.iter().find(|r| r.0 == id).map_or(0.0, |r| r.1);
        let mut cited: Vec<usize> = (0..self.passages.len())
            .filter(|&id| self.passages.get(id).is_some_and(|p| cites.iter().any(|c| touches(&p.cite, c))))
            .collect();
        cited.sort_by(|a, b| coverage(*b).total_cmp(&coverage(*a)));
        let best = ranked.first().map_or(0.0, |r| r.1);
        let mut primary = cited.clone();
        primary.extend(
            ranked
                .iter()
                .take_while(|r| r.1 >= best * TIE && r.1 >= 0.3)
                .take(4)
                .map(|r| r.0)
                .filter(|id| !cited.contains(id)),
        );
        let mut tied: Vec<usize> = Vec::new();
        for &(id, _) in ranked.iter().take_while(|r| r.1 >= best * TIE && r.1 >= 0.3).take(MOST_TIED) {
            tied.push(id);
            if !self.passages.get(id).is_some_and(Passage::is_entry) {
                tied.extend(self.surroundings(id, Passage::is_entry));
            }
        }
        let mut around: Vec<usize> = primary.clone();
        around.extend(ranked.iter().take_while(|r| r.1 >= 0.3).take(8).map(|r| r.0));
        let seeds = around.clone();
        for id in seeds {
            around.extend(self.surroundings(id, Passage::has_clock));
        }
        let mut seen = HashSet::new();
        around.retain(|id| seen.insert(*id));
        let top = if cited.is_empty() {
            best
        } else {
            cited.iter().map(|id| coverage(*id)).fold(0.0, f64::max).max(if best >= 0.6 { best } else { 0.0 })
        };
        let words = stems.iter().collect::<BTreeSet<_>>().len();
        let strong = !cited.is_empty() && top >= 0.3 || top >= 0.55 && words >= 3;
        let own = if cited.is_empty() { around.clone() } else { cited };
        Near { primary, around, own, tied, coverage: top, strong }
    }

    /// A passage and the headings above it: a time in one of them is its time.
    pub fn with_headings(&self, id: usize) -> Vec<usize> {
        let block = self.passages.get(id).and_then(|p| self.against.document.blocks.get(p.block));
        let path = block.into_iter().flat_map(|b| &b.path);
        std::iter::once(id).chain(path.flat_map(|b| self.blocks.get(b)).flatten().copied()).collect()
    }

    /// The passages of its block.
    pub fn block_of(&self, id: usize) -> Vec<usize> {
        self.passages.get(id).and_then(|p| self.blocks.get(&p.block)).cloned().unwrap_or_default()
    }

    /// The other sentences of its block, the headings above it, the items around it, and the last block before it that gives a time.
    fn surroundings(&self, id: usize, timed: impl Fn(&Passage) -> bool) -> Vec<usize> {
        let Some(passage) = self.passages.get(id) else { return Vec::new() };
        let doc = self.against.document;
        let mut blocks = vec![passage.block];
        blocks.extend(doc.blocks.get(passage.block).into_iter().flat_map(|b| b.path.iter().copied()));
        blocks.extend(doc.ancestors(passage.block));
        let gives = |block: &usize| {
            self.blocks.get(block).into_iter().flatten().any(|p| self.passages.get(*p).is_some_and(&timed))
        };
        if !blocks.iter().any(gives) {
            let before = (1..=4).filter_map(|n| passage.block.checked_sub(n)).find(gives);
            blocks.extend(before);
        }
        blocks.iter().flat_map(|b| self.blocks.get(b)).flatten().copied().collect()
    }
}

/// Whether two places have something in common.
pub fn touches(a: &Cite, b: &Cite) -> bool {
    match (a, b) {
        (Cite::Lines { lines: [a0, a1] }, Cite::Lines { lines: [b0, b1] }) => a0 <= b1 && b0 <= a1,
        (Cite::Pointer { pointer: a }, Cite::Pointer { pointer: b }) => {
            let inside = |outer: &str, inner: &str| {
                inner.strip_prefix(outer).is_some_and(|r| r.is_empty() || r.starts_with('/'))
            };
            inside(a, b) || inside(b, a) || siblings(a, b)
        }
        _ => false,
    }
}

/// Members of the same entry: a row cites its cells one by one.
fn siblings(a: &str, b: &str) -> bool {
    let parent = |p: &str| p.rsplit_once('/').map(|(head, _)| head.to_owned());
    parent(a).is_some_and(|p| p.matches('/').count() >= 2 && Some(p) == parent(b))
}
