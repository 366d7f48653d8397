//! How strong a story is: over what the interviewer assesses, and over the six parts, each with the findings that lower it.
//!
//! There is no total: a number without its reasons helps nobody. A dimension or part is strong when nothing lowers it, weak when an error or
//! at least two warnings do, and fair otherwise. Notes lower nothing.

use serde::Serialize;

use super::story::Manuscript;
use super::{Finding, Level, rules};
use crate::story::PartId;

/// What the interviewer assesses, in the guide's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Dimension {
    /// Did you hypothesize and test, or did you thrash?
    Methodology,
    /// Do you know what signals exist and how to query them?
    Tooling,
    /// Did you keep others informed, and do you own your part?
    Communication,
    /// Did you learn something, or just fix and forget?
    Learning,
}

impl Dimension {
    /// All four, in the guide's order.
    pub const ALL: [Dimension; 4] =
        [Dimension::Methodology, Dimension::Tooling, Dimension::Communication, Dimension::Learning];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Dimension::Methodology => "Debugging methodology",
            Dimension::Tooling => "Tooling knowledge",
            Dimension::Communication => "Communication",
            Dimension::Learning => "Post-incident learning",
        }
    }
}

/// How strong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    /// Nothing lowers it.
    Strong,
    /// One warning does.
    Fair,
    /// An error does, or several warnings.
    Weak,
    /// The part is not there.
    Missing,
}

/// One line of the profile.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row<T> {
    /// What it is about.
    pub of: T,
    /// How strong.
    pub strength: Strength,
    /// The rules that lower it, and how often.
    pub lowered_by: Vec<(&'static str, usize)>,
}

/// Strength over dimensions and parts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Profile {
    /// What the interviewer assesses.
    pub dimensions: Vec<Row<Dimension>>,
    /// The six parts.
    pub parts: Vec<Row<PartId>>,
}

impl Profile {
    /// The profile of a story with its findings.
    pub fn of(story: &Manuscript, findings: &[Finding]) -> Profile {
        let dimension = |f: &&Finding| rules::find(f.rule).map(|r| r.dimension);
        let dimensions = Dimension::ALL.map(|of| {
            let own: Vec<&Finding> = findings.iter().filter(|f| dimension(f) == Some(of)).collect();
            Row { of, strength: strength(&own), lowered_by: counts(&own) }
        });
        let parts = PartId::ALL.map(|of| {
            let own: Vec<&Finding> = findings.iter().filter(|f| f.part == Some(of)).collect();
            let told = story.told(of).next().is_some();
            Row { of, strength: if told { strength(&own) } else { Strength::Missing }, lowered_by: counts(&own) }
        });
        Profile { dimensions: dimensions.to_vec(), parts: parts.to_vec() }
    }
}

fn strength(findings: &[&Finding]) -> Strength {
    let of = |level| findings.iter().filter(|f| f.level == level).count();
    match (of(Level::Error), of(Level::Warning)) {
        (0, 0) => Strength::Strong,
        (0, 1) => Strength::Fair,
        _ => Strength::Weak,
    }
}

fn counts(findings: &[&Finding]) -> Vec<(&'static str, usize)> {
    let mut out: Vec<(&'static str, usize)> = Vec::new();
    for finding in findings.iter().filter(|f| f.level > Level::Note) {
        match out.iter_mut().find(|(id, _)| *id == finding.rule) {
            Some((_, n)) => *n += 1,
            None => out.push((finding.rule, 1)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::config::Config;

    #[test]
    fn what_lowers_a_dimension_is_named() {
        let story = Manuscript::read("s.md", "## Methodology\n\nSomething was wrong. I looked at the logs.\n");
        let profile = super::super::check(&story, None, &Config::default()).profile;
        let tooling = profile.dimensions.iter().find(|r| r.of == Dimension::Tooling).unwrap();
        assert_eq!(tooling.strength, Strength::Weak);
        assert!(tooling.lowered_by.contains(&("vague-symptom", 1)));
        assert!(profile.parts.iter().any(|r| r.of == PartId::Retrospective && r.strength == Strength::Missing));
    }
}
