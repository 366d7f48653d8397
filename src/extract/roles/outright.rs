//! Sentences whose build alone says what they tell, whatever stands around them.

use super::Reading;
use super::judge::List;
use crate::cite::Quote;
use crate::extract::cues::{Class, class};
use crate::section::Role;

impl Reading<'_> {
    /// Where no sentence names a cause of its own: the first one of which the next says what trouble came of it.
    pub(super) fn before_effect(&self) -> Option<Quote> {
        const TROUBLE: &[Class] =
            &[class::FAILED, class::IMPACT_HOW, class::STATUS_CODE, class::DEFECT, class::EXHAUSTED];
        const TELLS: &[Role] = &[Role::Impact, Role::Actions, Role::Lessons, Role::Resolution, Role::Metadata];
        let pairs = self.units.list.iter().zip(self.units.list.iter().skip(1));
        let cause = pairs.filter(|(unit, next)| {
            unit.span.block == next.span.block
                && next.cues.any(TROUBLE)
                && opens_with_effect(self.units.lower(next))
                && !TELLS.contains(&unit.role)
                && !unit.cues.any(&[class::FUTURE, class::SUSPECT, class::POLITE, class::REMEDY])
                && !opens_with_effect(self.units.lower(unit))
                && !self.denies(unit, List::RootCause)
        });
        cause.map(|(unit, _)| self.doc.quote(&unit.span)).next()
    }
}

/// Says what ended it: "Restarting the hub resolved the issue", "The team identified the issue and rolled back the release".
pub(super) fn names_remedy(lower: &str) -> bool {
    /// What opens like a deed and only says when.
    const WHEN: &[&str] = &["following", "during", "according", "including", "regarding", "pending", "depending"];
    const ENDED: &[&str] = &[
        " resolved the issue", " resolved the problem", " resolved the incident", " resolved the outage",
        " fixed the issue", " fixed the problem", " solved the issue", " solved the problem", " resolved this",
        " fixed this", " restored service", " restored the service", " ended the outage", " ended the incident",
    ];
    const FOUND: &[&str] =
        &[" identified the issue", " identified the problem", " identified the cause", " identified the root cause"];
    const DONE: &[&str] = &[
        " and deployed", " and rolled back", " and reverted", " and restored", " and restarted", " and disabled",
        " and replaced", " and removed", " and rolled out a fix", " and applied a fix", " and implemented a fix",
    ];
    let first = lower.split(' ').next().unwrap_or_default();
    let deed = first.len() > 5 && first.ends_with("ing") && !WHEN.contains(&first);
    let done = || {
        let rest = FOUND.iter().find_map(|found| lower.split_once(found)).map(|(_, rest)| rest);
        rest.is_some_and(|rest| DONE.iter().any(|done| rest.contains(done)))
    };
    // "… would have resolved the issue", "… has not resolved the issue".
    let real =
        || ![" not ", "n't ", " would ", " should ", " could ", " will ", " may "].iter().any(|w| lower.contains(w));
    (deed && ENDED.iter().any(|ended| lower.contains(ended)) || done()) && real()
}

/// Says what came of the sentence before it: "This resulted in errors".
pub(super) fn opens_with_effect(lower: &str) -> bool {
    const OPENERS: &[&str] = &[
        "this resulted in ", "this caused ", "this led to ", "this meant that ", "this prevented ", "this made ",
        "this in turn ", "as a result, ", "as a consequence, ", "consequently, ", "this then caused ",
    ];
    OPENERS.iter().any(|opener| lower.starts_with(opener))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{facts_of, texts};

    #[test]
    fn a_deed_that_resolved_it_is_the_remedy() {
        for text in [
            "restarting and resizing the hub resolved the issue.",
            "our team identified the issue and rolled back the release.",
            "the team identified the problem, drained the hub, and deployed the old one.",
        ] {
            assert!(names_remedy(text), "{text}");
        }
        for text in [
            "during the night we resolved the issue of the month.",
            "restarting the hub would have resolved the issue.",
            "the team identified the issue with the graphs.",
            "the team resolved the issue.",
        ] {
            assert!(!names_remedy(text), "{text}");
        }
    }

    #[test]
    fn where_no_cause_is_named_it_is_what_the_effect_follows() {
        let facts = facts_of(
            "# Labels stuck\n\n## What we know\n\nShops print labels at night. An old route was still present on the core \
             switch of the depot. This resulted in dropped packets and timeouts for the printers.\n\n\
             ## Follow-up\n\n- Add an alert on dropped packets\n",
        );
        assert_eq!(
            texts(&facts.root_cause).first(),
            Some(&"An old route was still present on the core switch of the depot.")
        );
    }
}
