//! The features that weights are given to, how weight files spell them, and tables of such weights.

use super::chain;
use super::unit::{Form, Mark};
use crate::extract::cues::{COMPOSITES, Class};
use crate::section::Role;

/// A feature of a unit in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Feature {
    /// True of every unit.
    Always,
    /// Its section.
    In(Role),
    /// Its section, and how many units of it came before (up to 3).
    Section(Role, u8),
    /// The section of the unit before it.
    InBefore(Role),
    /// The section of the unit after it.
    InAfter(Role),
    /// A phrase of the class stands in it.
    Cue(Class),
    /// A phrase of the class stands in the unit before it.
    Before(Class),
    /// A phrase of the class stands in the unit after it.
    After(Class),
    /// How it stands.
    Form(Form),
    /// A time stands at its head.
    Timed,
    /// It begins a block, in the given paragraph (up to 3).
    Begins(u8),
    /// Which fifth of the document it is in.
    Fifth(u8),
    /// A composite holds of it: an index into [`COMPOSITES`].
    Both(u8),
    /// A composite holds of it, and a time stands at its head.
    TimedBoth(u8),
    /// Which fifth of all entries with a time at their head it is in.
    TimedFifth(u8),
    /// Something that its words show besides phrases.
    Mark(Mark),
    /// The chain puts it into this stage with at least this many tenths of probability (2 or 6).
    Stage(u8, u8),
}

impl std::fmt::Display for Feature {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Feature::Always => f.write_str("always"),
            Feature::In(role) => write!(f, "in:{}", role.name()),
            Feature::InBefore(role) => write!(f, "in-before:{}", role.name()),
            Feature::InAfter(role) => write!(f, "in-after:{}", role.name()),
            Feature::Section(role, since) => write!(f, "section:{}:{since}", role.name()),
            Feature::Cue(class) => write!(f, "cue:{}", class.name()),
            Feature::Before(class) => write!(f, "before:{}", class.name()),
            Feature::After(class) => write!(f, "after:{}", class.name()),
            Feature::Form(form) => write!(f, "form:{form:?}"),
            Feature::Timed => f.write_str("timed"),
            Feature::Begins(paragraph) => write!(f, "begins:{paragraph}"),
            Feature::Mark(mark) => write!(f, "mark:{}", mark.name()),
            Feature::Both(i) => write!(f, "both:{}", COMPOSITES.get(usize::from(*i)).map_or("", |c| c.name)),
            Feature::TimedBoth(i) => write!(f, "timed-both:{}", COMPOSITES.get(usize::from(*i)).map_or("", |c| c.name)),
            Feature::TimedFifth(fifth) => write!(f, "timed-fifth:{fifth}"),
            Feature::Stage(stage, tenths) => {
                write!(f, "stage:{}:{tenths}", chain::LETTERS.get(usize::from(*stage)).unwrap_or(&'?'))
            }
            Feature::Fifth(fifth) => write!(f, "fifth:{fifth}"),
        }
    }
}

impl Feature {
    /// The feature that a line of the weight file spells. The inverse of `Display`.
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_once(':').unwrap_or((text, ""));
        let composite = |name: &str| COMPOSITES.iter().position(|c| c.name == name).and_then(|i| u8::try_from(i).ok());
        let role = |name: &str| ROLES.iter().copied().find(|r| r.name() == name);
        Some(match kind {
            "in" => Feature::In(role(rest)?),
            "in-before" => Feature::InBefore(role(rest)?),
            "in-after" => Feature::InAfter(role(rest)?),
            "always" => Feature::Always,
            "section" => {
                let (name, since) = rest.split_once(':')?;
                Feature::Section(role(name)?, since.parse().ok()?)
            }
            "cue" => Feature::Cue(Class::named(rest)?),
            "before" => Feature::Before(Class::named(rest)?),
            "after" => Feature::After(Class::named(rest)?),
            "form" => Feature::Form(FORMS.iter().copied().find(|f| format!("{f:?}") == rest)?),
            "timed" => Feature::Timed,
            "begins" => Feature::Begins(rest.parse().ok()?),
            "fifth" => Feature::Fifth(rest.parse().ok()?),
            "mark" => Feature::Mark(Mark::ALL.into_iter().find(|m| m.name() == rest)?),
            "both" => Feature::Both(composite(rest)?),
            "timed-both" => Feature::TimedBoth(composite(rest)?),
            "timed-fifth" => Feature::TimedFifth(rest.parse().ok()?),
            "stage" => {
                let (letter, tenths) = rest.split_once(':')?;
                let stage = chain::LETTERS.iter().position(|l| letter.starts_with(*l))?;
                Feature::Stage(u8::try_from(stage).ok()?, tenths.parse().ok()?)
            }
            _ => return None,
        })
    }
}

const FORMS: &[Form] = &[Form::Prose, Form::Item, Form::Cell, Form::Quoted, Form::Field];

const ROLES: &[Role] = &[
    Role::Summary,
    Role::Timeline,
    Role::Impact,
    Role::RootCause,
    Role::CauseAndResolution,
    Role::Contributing,
    Role::Trigger,
    Role::Detection,
    Role::Response,
    Role::Resolution,
    Role::ResolutionAndActions,
    Role::Actions,
    Role::Lessons,
    Role::WentWrong,
    Role::Background,
    Role::People,
    Role::Metadata,
    Role::Notice,
    Role::Other,
];

/// `N` weights for each feature, zeros where the weight file has none. [`Feature::number`] is the index: a look-up by hash
/// took as long as finding the phrases did.
#[derive(Debug)]
pub struct Weights<const N: usize>(Vec<[f32; N]>);

impl<const N: usize> Default for Weights<N> {
    fn default() -> Self {
        Weights(vec![[0.0; N]; NUMBERS])
    }
}

impl<const N: usize> Weights<N> {
    /// The weights of a feature.
    pub fn of(&self, feature: Feature) -> &[f32; N] {
        &self.0[feature.number()]
    }

    /// Adds the weights of a feature to `sum`.
    pub fn add(&self, feature: Feature, sum: &mut [f32; N]) {
        sum.iter_mut().zip(self.of(feature)).for_each(|(sum, weight)| *sum += weight);
    }

    /// The weights of a feature, to be set.
    pub fn of_mut(&mut self, feature: Feature) -> &mut [f32; N] {
        &mut self.0[feature.number()]
    }
}

/// How many numbers each kind of feature has.
const OF_A_KIND: usize = 128;

/// One more than the largest number of a feature.
const NUMBERS: usize = 17 * OF_A_KIND;

impl Feature {
    /// A number that no other feature has, below [`NUMBERS`].
    fn number(self) -> usize {
        let (kind, which) = match self {
            Feature::Always => (0, 0),
            Feature::In(role) => (1, role as usize),
            Feature::Section(role, since) => (2, role as usize * 4 + usize::from(since.min(3))),
            Feature::InBefore(role) => (3, role as usize),
            Feature::InAfter(role) => (4, role as usize),
            Feature::Cue(class) => (5, usize::from(class.0)),
            Feature::Before(class) => (6, usize::from(class.0)),
            Feature::After(class) => (7, usize::from(class.0)),
            Feature::Form(form) => (8, form as usize),
            Feature::Timed => (9, 0),
            Feature::Begins(paragraph) => (10, usize::from(paragraph)),
            Feature::Fifth(fifth) => (11, usize::from(fifth)),
            Feature::Both(composite) => (12, usize::from(composite)),
            Feature::TimedBoth(composite) => (13, usize::from(composite)),
            Feature::TimedFifth(fifth) => (14, usize::from(fifth)),
            Feature::Mark(mark) => (15, mark as usize),
            Feature::Stage(stage, tenths) => (16, usize::from(stage) * 16 + usize::from(tenths.min(15))),
        };
        kind * OF_A_KIND + which.min(OF_A_KIND - 1)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn every_feature_of_the_weight_files_has_a_number_of_its_own() {
        let mut seen: HashMap<usize, Feature> = HashMap::new();
        let lines = include_str!("../cues/chain.tsv").lines().chain(include_str!("../cues/judge.tsv").lines());
        for feature in lines.filter_map(|line| Feature::parse(line.split('\t').next()?)) {
            assert!(feature.number() < NUMBERS);
            assert_eq!(*seen.entry(feature.number()).or_insert(feature), feature);
        }
        assert!(seen.len() > 100);
    }
}
