//! Which lists of the facts a unit belongs to: one weighted sum of features for each list.
//!
//! A unit can be in several lists. The weights are a readable table (`cues/judge.tsv`), learned by logistic regression by
//! `examples/train.rs`; [`Judge::explain`] names the features that decided.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::chain::{self, CAUSE, Feature, REMEDY, Scores};
use super::unit::Units;

/// A list of the facts that sentences are judged for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // the names of the fields of `Facts`
pub enum List {
    Impact,
    Signals,
    Change,
    RootCause,
    Contributing,
    Hypotheses,
    Decisions,
    Remediation,
    Actions,
    Lessons,
}

/// How many lists there are.
pub const LISTS: usize = 10;

/// All lists, in the order of the weight file's columns.
pub const ALL: [List; LISTS] = [
    List::Impact,
    List::Signals,
    List::Change,
    List::RootCause,
    List::Contributing,
    List::Hypotheses,
    List::Decisions,
    List::Remediation,
    List::Actions,
    List::Lessons,
];

impl List {
    /// The field of `Facts`, as the contract spells it.
    pub fn name(self) -> &'static str {
        match self {
            List::Impact => "impact",
            List::Signals => "signals",
            List::Change => "change",
            List::RootCause => "root_cause",
            List::Contributing => "contributing",
            List::Hypotheses => "hypotheses",
            List::Decisions => "decisions",
            List::Remediation => "remediation",
            List::Actions => "actions",
            List::Lessons => "lessons",
        }
    }
}

/// For each list how much speaks for it: a log-odds; above 0 the unit belongs to it.
pub type Verdict = [f32; LISTS];

/// The table of weights.
#[derive(Debug, Default)]
pub struct Judge {
    weights: HashMap<Feature, Verdict>,
}

const LEARNED: &str = include_str!("../cues/judge.tsv");

impl Judge {
    /// The weights that come with the program.
    pub fn learned() -> &'static Judge {
        static JUDGE: LazyLock<Judge> = LazyLock::new(|| Judge::parse(LEARNED));
        &JUDGE
    }

    /// Reads weights: tab-separated lines of a feature and one number for each list.
    pub fn parse(text: &str) -> Judge {
        let mut judge = Judge::default();
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            let mut columns = line.split('\t');
            let Some(feature) = columns.next().and_then(Feature::parse) else { continue };
            let mut verdict = Verdict::default();
            verdict.iter_mut().zip(columns).for_each(|(v, c)| *v = c.parse().unwrap_or(0.0));
            judge.weights.insert(feature, verdict);
        }
        judge
    }

    /// The verdict on unit `i`, whose stages the chain has weighed.
    pub fn verdict(&self, units: &Units, i: usize, stages: &Scores) -> Verdict {
        let mut sum = Verdict::default();
        features(units, i, stages, &mut |f| {
            if let Some(w) = self.weights.get(&f) {
                sum.iter_mut().zip(w).for_each(|(s, w)| *s += w);
            }
        });
        sum
    }

    /// The features that decided on unit `i` for a list, the weightiest first.
    pub fn explain(&self, units: &Units, i: usize, stages: &Scores, list: List) -> Vec<(String, f32)> {
        let column = ALL.iter().position(|l| *l == list).unwrap_or_default();
        let mut found = Vec::new();
        features(units, i, stages, &mut |f| {
            if let Some(w) = self.weights.get(&f).and_then(|w| w.get(column)).filter(|w| **w != 0.0) {
                found.push((f.to_string(), *w));
            }
        });
        found.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        found
    }
}

/// Calls `visit` with each feature of unit `i` that verdicts rest on.
pub fn features(units: &Units, i: usize, stages: &Scores, visit: &mut impl FnMut(Feature)) {
    chain::features(units, i, visit);
    let Some(unit) = units.list.get(i) else { return };
    if unit.timed {
        unit.cues.classes().for_each(|c| visit(Feature::TimedCue(c)));
    }
    for (stage, letter) in [(CAUSE, 1), (REMEDY, 2)] {
        for tenths in [2, 6] {
            if stages.get(stage).is_some_and(|p| *p * 10.0 >= f32::from(tenths)) {
                visit(Feature::Stage(letter, tenths));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_learned_weight_names_a_feature() {
        for line in LEARNED.lines().filter(|l| !l.starts_with('#')) {
            let name = line.split('\t').next().unwrap_or_default();
            assert!(Feature::parse(name).is_some_and(|f| f.to_string() == name), "{name}");
        }
    }
}
