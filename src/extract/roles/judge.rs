//! Which lists of the facts a unit belongs to: one weighted sum of features for each list.
//!
//! A unit can be in several lists. The weights are a readable table, `cues/judge.tsv`, which says how they were set;
//! [`Judge::explain`] names the features that decided.

use std::sync::LazyLock;

use super::chain::{CAUSE, REMEDY, Scores};
use super::feature::{Feature, Weights};
use super::unit::Units;
use crate::extract::cues::composites;

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
    weights: Weights<LISTS>,
}

const TABLE: &str = include_str!("../cues/judge.tsv");

impl Judge {
    /// The weights that come with the program.
    pub fn of_the_program() -> &'static Judge {
        static JUDGE: LazyLock<Judge> = LazyLock::new(|| Judge::parse(TABLE));
        &JUDGE
    }

    /// Reads weights: a list's name in brackets, then for each feature a tab-separated line of its spelling and its weight.
    pub fn parse(text: &str) -> Judge {
        let mut judge = Judge::default();
        let mut column = 0;
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            if let Some((name, _reason)) = line.strip_prefix('[').and_then(|l| l.split_once(']')) {
                column = ALL.iter().position(|l| l.name() == name).unwrap_or(LISTS);
            } else if let Some((feature, weight)) = line.split_once('\t')
                && let Some(feature) = Feature::parse(feature)
                && let Some(slot) = judge.weights.of_mut(feature).get_mut(column)
            {
                *slot = weight.parse().unwrap_or(0.0);
            }
        }
        judge
    }

    /// The verdict on unit `i`, whose stages the chain has weighed.
    pub fn verdict(&self, units: &Units, i: usize, stages: &Scores) -> Verdict {
        let mut sum = Verdict::default();
        features(units, i, stages, &mut |f| self.weights.add(f, &mut sum));
        sum
    }

    /// The features that decided on unit `i` for a list, the weightiest first.
    pub fn explain(&self, units: &Units, i: usize, stages: &Scores, list: List) -> Vec<(String, f32)> {
        let column = ALL.iter().position(|l| *l == list).unwrap_or_default();
        let mut found = Vec::new();
        features(units, i, stages, &mut |f| {
            if let Some(w) = self.weights.of(f).get(column).filter(|w| **w != 0.0) {
                found.push((f.to_string(), *w));
            }
        });
        found.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        found
    }
}

/// Calls `visit` with each feature of unit `i` that verdicts rest on.
fn features(units: &Units, i: usize, stages: &Scores, visit: &mut impl FnMut(Feature)) {
    let Some(unit) = units.list.get(i) else { return };
    visit(Feature::Always);
    visit(Feature::In(unit.role));
    visit(Feature::Form(unit.form));
    unit.cues.classes().for_each(|c| visit(Feature::Cue(c)));
    unit.marks().for_each(|m| visit(Feature::Mark(m)));
    for i in composites(unit.cues) {
        visit(Feature::Both(i));
        if unit.timed {
            visit(Feature::TimedBoth(i));
        }
    }
    if unit.timed {
        visit(Feature::Timed);
        visit(Feature::TimedFifth(unit.fifth));
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
    fn every_line_of_the_table_names_a_feature_or_a_list() {
        for line in TABLE.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
            if let Some((name, _)) = line.strip_prefix('[').and_then(|l| l.split_once(']')) {
                assert!(ALL.iter().any(|l| l.name() == name), "{name}");
                continue;
            }
            let (name, weight) = line.split_once('\t').unwrap_or_default();
            assert!(
                Feature::parse(name).is_some_and(|f| f.to_string() == name) && weight.parse::<f32>().is_ok(),
                "{line}"
            );
        }
    }
}
