//! A decision without its reason.

use super::{At, Hit, Look, Rule};
use crate::check::Level;
use crate::check::profile::Dimension;
use crate::cite::Quote;
use crate::story::PartId;

/// Ways to say that a call was made.
pub(super) const CALLS: &[&str] = &[
    "decided", "i chose", "we chose", "chose to", "decision", "opted", "made the call", "my call", "a call to make",
    "i agreed to", "we agreed to", "the choice was", "the choice", "went with",
];

/// The rule.
pub const RULE: Rule = Rule {
    id: "decision-without-reason",
    level: Level::Warning,
    dimension: Dimension::Methodology,
    what: "A decision without its reason.",
    why: "Decision points are the most interesting part; a decision without why is only an event.",
    instead: "say why: \"because the fix would have needed a schema review\"",
    weak: "## Decision points\n\nWe decided to roll back.",
    strong: "## Decision points\n\nWe decided to roll back, because the fix would have needed a schema review.",
    source: "",
    check: Some(check),
};

/// Words that give a reason.
const REASONS: &[&str] = &[
    "because", "since", "so that", "as the", "as we", "in order to", "due to", "the reason", "would have",
    "instead of", "rather than", "given that", "given the", "risk", "faster", "safer", "to avoid", "to protect",
    "which meant", "otherwise", "would take", "weighed", "outweighed", "cheaper", "to keep", "why",
];

fn check(look: &Look<'_>) -> Vec<Hit> {
    let bare = |(index, _): &(usize, std::ops::Range<usize>)| {
        let part = look.story.sentences.get(*index).map(|s| s.part);
        !look.says_near(*index, REASONS) && part != Some(PartId::Retrospective)
    };
    let quotes = || {
        look.facts()
            .into_iter()
            .flat_map(|f| &f.decisions)
            .filter(|d| d.because.is_some())
            .map(|d| Quote { text: d.text.clone(), cite: d.cite.clone() })
    };
    let hit = |(index, range)| {
        Hit::new(At::Sentence(index, range), "a decision without its reason")
            .with("the source gives a reason", quotes())
    };
    look.each(CALLS).into_iter().filter(bare).map(hit).collect()
}
