//! The course of a postmortem: which stretch tells the cause, and which the remedy.
//!
//! Cause and remedy are told in stretches: of a sentence alone one often cannot say to which it belongs, of its
//! neighbours one can. A linear-chain conditional random field (Lafferty, McCallum, Pereira 2001) over four stages
//! weighs each unit's section, classes of phrases and position, and how stages follow one another. Single words as features
//! were measured and are worse: they name one provider's products. The weights are a readable file, learned by
//! `cargo run --release --example train`; [`features`] is shared with that program.

use std::sync::LazyLock;

use super::feature::{Feature, Weights};
use super::unit::Units;

/// How many stages there are.
pub const STAGES: usize = 4;

/// The stages' letters in the weight file: before the cause is told, cause, remedy, after.
pub const LETTERS: [char; STAGES] = ['b', 'c', 'r', 'a'];

/// Index of the stage that tells the cause.
pub const CAUSE: usize = 1;

/// Index of the stage that tells the remedy.
pub const REMEDY: usize = 2;

/// One weight for each stage.
pub type Scores = [f32; STAGES];

/// Calls `visit` with each feature of unit `i`.
pub fn features(units: &Units, i: usize, visit: &mut impl FnMut(Feature)) {
    let Some(unit) = units.list.get(i) else { return };
    visit(Feature::Always);
    visit(Feature::In(unit.role));
    visit(Feature::Section(unit.role, unit.since.min(3)));
    visit(Feature::Form(unit.form));
    visit(Feature::Fifth(u8::try_from(i * 5 / units.list.len().max(1)).unwrap_or(4)));
    if unit.timed {
        visit(Feature::Timed);
    }
    if unit.first {
        visit(Feature::Begins(unit.paragraph.min(3)));
    }
    unit.cues.classes().for_each(|c| visit(Feature::Cue(c)));
    if let Some(before) = i.checked_sub(1).and_then(|i| units.list.get(i)) {
        visit(Feature::InBefore(before.role));
        before.cues.classes().for_each(|c| visit(Feature::Before(c)));
    }
    if let Some(after) = units.list.get(i + 1) {
        visit(Feature::InAfter(after.role));
        after.cues.classes().for_each(|c| visit(Feature::After(c)));
    }
}

/// The weights of features, and of one stage following another.
#[derive(Debug, Default)]
pub struct Chain {
    weights: Weights<STAGES>,
    /// `follow[a][b]`: stage `b` comes after stage `a`.
    follow: [Scores; STAGES],
    start: Scores,
}

/// The learned weights: a line for each feature, with one weight for each stage.
const LEARNED: &str = include_str!("../cues/chain.tsv");

impl Chain {
    /// The weights that come with the program.
    pub fn learned() -> &'static Chain {
        static CHAIN: LazyLock<Chain> = LazyLock::new(|| Chain::parse(LEARNED));
        &CHAIN
    }

    /// Reads weights: tab-separated lines of a name and four numbers. Names are features, `start`, or `follow:` and a letter.
    pub fn parse(text: &str) -> Chain {
        let mut chain = Chain::default();
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            let mut columns = line.split('\t');
            let Some(name) = columns.next() else { continue };
            let mut scores = Scores::default();
            scores.iter_mut().zip(columns).for_each(|(s, c)| *s = c.parse().unwrap_or(0.0));
            let stage = |letter: &str| LETTERS.iter().position(|l| letter.starts_with(*l));
            if name == "start" {
                chain.start = scores;
            } else if let Some(row) = name.strip_prefix("follow:").and_then(stage).and_then(|i| chain.follow.get_mut(i))
            {
                *row = scores;
            } else if let Some(feature) = Feature::parse(name) {
                *chain.weights.of_mut(feature) = scores;
            }
        }
        chain
    }

    /// The features of unit `i` itself that speak for or against a stage, by how much more than for the other stages, the
    /// weightiest first.
    pub fn explain(&self, units: &Units, i: usize, stage: usize) -> Vec<(String, f32)> {
        let mut found = Vec::new();
        features(units, i, &mut |f| {
            let w = self.weights.of(f);
            if *w != Scores::default() {
                let own = w.get(stage).copied().unwrap_or_default();
                let others = (w.iter().sum::<f32>() - own) / (STAGES - 1) as f32;
                found.push((f.to_string(), own - others));
            }
        });
        found.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        found
    }

    /// For each unit how probable each stage is, given the whole document.
    pub fn stages(&self, units: &Units) -> Vec<Scores> {
        let scores: Vec<Scores> = (0..units.list.len())
            .map(|i| {
                let mut sum = Scores::default();
                features(units, i, &mut |f| self.weights.add(f, &mut sum));
                sum
            })
            .collect();
        marginals(&scores, &self.start, &self.follow)
    }
}

/// Forward–backward, normalised at each step (Rabiner 1989, V.A). `scores`, `start` and `follow` are logarithms.
pub fn marginals(scores: &[Scores], start: &Scores, follow: &[Scores; STAGES]) -> Vec<Scores> {
    let start = start.map(f32::exp);
    let follow = follow.map(|row| row.map(f32::exp));
    // Only how the stages compare matters at each step, so the best of them may count as 1: nothing overflows.
    let own: Vec<Scores> = scores.iter().map(|s| s.map(|x| (x - top(s)).exp())).collect();
    let mut forward: Vec<Scores> = Vec::with_capacity(own.len());
    for own in &own {
        let reached: Scores = match forward.last() {
            None => start,
            Some(last) => std::array::from_fn(|b| (0..STAGES).map(|a| last[a] * follow[a][b]).sum()),
        };
        forward.push(normalised(std::array::from_fn(|b| own[b] * reached[b])));
    }
    let mut backward: Scores = [1.0; STAGES];
    let mut out = vec![Scores::default(); own.len()];
    for ((forward, own), out) in forward.iter().zip(&own).zip(&mut out).rev() {
        *out = normalised(std::array::from_fn(|a| forward[a] * backward[a]));
        backward = normalised(std::array::from_fn(|a| (0..STAGES).map(|b| follow[a][b] * own[b] * backward[b]).sum()));
    }
    out
}

/// Scaled so that they sum to 1.
fn normalised(scores: Scores) -> Scores {
    let sum: f32 = scores.iter().sum();
    scores.map(|s| s / sum)
}

fn top(scores: &Scores) -> f32 {
    scores.iter().copied().fold(f32::NEG_INFINITY, f32::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marginals_agree_with_enumeration() {
        let scores: [Scores; 3] = [[0.5, -0.2, 0.1, 0.0], [0.0, 1.0, -1.0, 0.3], [0.2, 0.2, 0.7, -0.4]];
        let start = [0.3, 0.0, -0.5, 0.1];
        let follow = [[0.5, 0.2, -0.3, 0.0], [-0.5, 0.9, 0.4, 0.1], [0.0, -0.2, 0.8, 0.3], [0.1, -0.1, 0.0, 0.6]];
        let mut sums = [Scores::default(); 3];
        let mut total: f32 = 0.0;
        for (a, b, c) in (0..64).map(|n| (n / 16, n / 4 % 4, n % 4)) {
            let p: f32 = (start[a] + scores[0][a] + follow[a][b] + scores[1][b] + follow[b][c] + scores[2][c]).exp();
            total += p;
            sums[0][a] += p;
            sums[1][b] += p;
            sums[2][c] += p;
        }
        for (got, want) in marginals(&scores, &start, &follow).iter().zip(sums) {
            for s in 0..STAGES {
                assert!((got[s] - want[s] / total).abs() < 1e-4);
            }
        }
    }

    #[test]
    fn every_learned_weight_names_a_feature() {
        for line in LEARNED.lines().filter(|l| !l.starts_with('#')) {
            let name = line.split('\t').next().unwrap_or_default();
            assert!(
                name == "start"
                    || name.starts_with("follow:")
                    || Feature::parse(name).is_some_and(|f| f.to_string() == name),
                "{name}"
            );
        }
    }
}
