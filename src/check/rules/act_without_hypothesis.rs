//! A restart, rollback or other intervention without the hypothesis behind it.

use std::ops::Range;

use super::{At, Hit, Look, Rule};
use crate::check::Level;
use crate::check::profile::Dimension;
use crate::cite::Quote;
use crate::story::PartId;

/// The rule.
pub const RULE: Rule = Rule {
    id: "act-without-hypothesis",
    level: Level::Warning,
    dimension: Dimension::Methodology,
    what: "A restart, rollback or other intervention without the hypothesis behind it.",
    why: "Arbitrary interventions can mask symptoms or add problems; the interviewer wants the hypothesis that made you act.",
    instead: "say why it should help before you say that you did it: \"the pool was held by one session, so ending it should let the others through\"",
    weak: "## Methodology\n\nThe alert fired at 10:52. Then I restarted the service.",
    strong: "## Methodology\n\nThe alert fired at 10:52. I suspected that the workers held stale connections, so I restarted one of them to test that.",
    source: "",
    check: Some(check),
};

/// Interventions, as they are told.
const ACTS: &[&str] = &[
    "restarted", "rebooted", "rolled back", "reverted", "scaled up", "scaled out", "failed over", "killed", "bounced",
    "redeployed", "flushed the cache", "cleared the cache", "increased the limit", "turned it off", "power-cycled",
    "recycled the pods", "added more nodes", "added capacity",
];

/// Words that give a reason or a test.
const REASON: &[&str] = &[
    "because", "hypothesis", "suspected", "suspect", "suspicion", "theory", "since", "so that", "in order to",
    "to test", "to see whether", "to rule out", "to confirm", "expected", "should", "thought", "believed", "assumed",
    "decided", "chose", "knew", "guess", "would have", "to relieve", "to free", "to stop", "as a mitigation",
    "to mitigate", "to restore", "instead of", "correlated", "wanted",
];

fn check(look: &Look<'_>) -> Vec<Hit> {
    let bare = |(index, _): &(usize, Range<usize>)| {
        let sentence = look.story.sentences.get(*index);
        let early = sentence.is_some_and(|s| matches!(s.part, PartId::Methodology | PartId::Decisions));
        early && !look.says_near(*index, REASON)
    };
    let hit = |(index, range): (usize, Range<usize>)| {
        let said =
            look.story.sentences.get(index).and_then(|s| s.text.get(range.clone())).unwrap_or_default().to_owned();
        let quotes = || {
            look.facts()
                .into_iter()
                .flat_map(|f| &f.hypotheses)
                .map(|h| Quote { text: h.text.clone(), cite: h.cite.clone() })
        };
        Hit::new(At::Sentence(index, range), format!("\"{said}\" without the hypothesis behind it"))
            .with("the source suspected", quotes())
    };
    // Once per part: the same question need not be asked at every step.
    let mut seen = Vec::new();
    let first = |(index, _): &(usize, Range<usize>)| {
        let part = look.story.sentences.get(*index).map(|s| s.part);
        let new = !seen.contains(&part);
        seen.push(part);
        new
    };
    look.each(ACTS).into_iter().filter(bare).filter(first).map(hit).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;
    use super::RULE;

    #[test]
    fn the_root_cause_may_tell_of_a_restart() {
        assert!(found(&RULE, "## Resolution\n\nThe job restarted every minute.", "").is_empty());
    }

    #[test]
    fn one_question_per_part_is_enough() {
        assert_eq!(
            found(
                &RULE,
                "## Methodology\n\nI rebooted it.\n\nI watched it.\n\nI looked again.\n\nI waited.\n\nI rebooted it.",
                ""
            )
            .len(),
            1
        );
    }
}
