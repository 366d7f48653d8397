//! What rules a sentence out of a list, whatever else speaks for it.

use super::judge::List;
use super::outright;
use super::unit::{Form, Mark, Unit};
use crate::extract::cues::{Class, class};
use crate::section::Role;

/// Whatever else speaks for it: a denied or unknown cause is none, a template's question says nothing, and what describes
/// the document ("product: …") is nothing that happened. `lower` is the unit's words in lower case.
pub(super) fn denies(unit: &Unit, lower: &str, list: List) -> bool {
    let denied = match list {
        List::RootCause => {
            unit.cues.any(&[class::NOT_CAUSE, class::UNKNOWN_CAUSE])
                || ANOTHER.iter().any(|words| lower.contains(words))
                || unit.timed && !unit.has(class::NAMED_CAUSE) && is_noticed(lower)
        }
        List::Change => {
            unit.cues.any(&[class::NOT_CAUSE, class::CHANGE_DENIED])
                || unit.role != Role::Trigger && !unit.cues.any(CHANGES)
                || unit.cues.any(&[class::INTENT, class::FORESIGHT]) && !unit.has(class::CAUSE)
                || FOLLOWS.iter().any(|words| lower.starts_with(words))
                || tells_others(lower)
                || looks_for_one(lower)
        }
        // "We are working to restore the service": it is not done yet. "We are sorry": it ends nothing.
        List::Remediation => {
            unit.has(class::INEFFECTIVE) && !unit.has(class::RESTORED)
                || unit.has(class::QUIET) && !unit.cues.any(&[class::RESTORED, class::NAMED_REMEDY])
                || unit.has(class::POLITE) && !unit.cues.any(&[class::REMEDY, class::RESTORED, class::CHANGE_VERB])
                || !unit.has(class::RESTORED) && (tells_others(lower) || counts_restarts(lower))
        }
        // "In the end, the cause was a full disk": a conclusion may name it, and is no lesson then.
        List::Lessons => !unit.has(class::LESSON) && NAMES_CAUSE.iter().any(|words| lower.contains(words)),
        // What we did about it hurt nobody.
        List::Impact => unit.has(class::REMEDY) && outright::names_remedy(lower),
        // "Our users count on us": a sentence among the actions that names nothing to do.
        List::Actions => {
            unit.form == Form::Prose && !unit.cues.any(STEPS) && SUBJECTS.iter().any(|words| lower.starts_with(words))
        }
        _ => false,
    };
    denied
        || NOTHING.contains(&lower.trim().trim_end_matches('.'))
        || is_half(lower)
        || describes_itself(lower)
        || unit.is(Mark::Template)
        || unit.is(Mark::Hanging)
        || unit.form == Form::Field && unit.role == Role::Metadata
}

/// "A similar incident occurred in spring": that was another one.
const ANOTHER: &[&str] = &[
    "similar incident", "similar outage", "similar issue occ", "previous incident", "previous outage",
    "earlier incident", "earlier outage", "past incident", "past outage",
];

/// To tell the cause is not to tell a change: something changed, came or was done.
const CHANGES: &[Class] =
    &[class::CHANGE_VERB, class::CHANGE_NOW, class::DEPLOY, class::LOAD_RISE, class::TRAFFIC, class::EXTERNAL];

/// What a sentence has that names something to do, or something done.
const STEPS: &[Class] = &[
    class::FUTURE,
    class::INTENT,
    class::FORESIGHT,
    class::PLANNED,
    class::REMEDY,
    class::CHANGE_VERB,
    class::WE_DID,
    class::ALERT,
];

/// What says of something that it caused the incident, and of nothing else.
const NAMES_CAUSE: &[&str] = &["was caused by", "were caused by", "root cause was", "root cause is"];

/// How a sentence begins that has a subject: an order has none.
const SUBJECTS: &[&str] =
    &["our ", "this ", "these ", "it ", "we know", "we understand", "we recogni", "while ", "the ", "as a ", "with "];

/// "This led to …": what followed is not what set it off.
const FOLLOWS: &[&str] = &[
    "this caused", "this led", "this resulted", "this triggered", "this then", "this in turn", "this meant",
    "these caused", "these led", "it caused", "it led", "it resulted", "as a result,", "consequently",
];

/// What stands for nothing, the states of a status page, and what it says at the end of every incident.
const NOTHING: &[&str] = &[
    "none", "n/a", "tbd", "not applicable", "none at this time", "none known", "resolved", "monitoring", "identified",
    "investigating", "update", "completed", "postmortem", "this incident has been resolved",
    "this incident is resolved", "the incident has been resolved", "this issue has been resolved",
    "the issue has been resolved", "this incident is now resolved", "this issue is now resolved",
];

/// "We posted an update on our status page": who was told of it is neither what changed nor what ended it.
fn tells_others(lower: &str) -> bool {
    const OPENERS: &[&str] = &["posted ", "we posted ", "announced ", "we announced ", "notified ", "we notified "];
    OPENERS.iter().any(|opener| lower.starts_with(opener)) || lower.contains("status page")
}

/// "We went through recent deployments": who looks for a change has not found it yet.
fn looks_for_one(lower: &str) -> bool {
    const LOOKS: &[&str] = &[
        "check", "checks", "checked", "checking", "review", "reviews", "reviewed", "reviewing", "view", "into", "at",
        "through", "inspected", "examined", "comparing",
    ];
    const CHANGES: &[&str] = &["deploy", "change", "commit", "release", "config", "update", "production deploy"];
    let Some((head, rest)) = lower.split_once(" recent ") else { return false };
    head.rsplit(' ').next().is_some_and(|word| LOOKS.contains(&word)) && CHANGES.iter().any(|c| rest.starts_with(c))
}

/// "The pod restarted 40 times": a sign of trouble.
fn counts_restarts(lower: &str) -> bool {
    let count = |rest: &str| {
        let mut words = rest.split_whitespace();
        let number = words.next().is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()));
        number && words.next().is_some_and(|w| w.starts_with("times"))
    };
    lower.split_once("restarted ").is_some_and(|(_, rest)| count(rest))
}

/// "A detailed retrospective: cause, timeline, fix": says what kind of text it is.
fn describes_itself(lower: &str) -> bool {
    const KINDS: &[&str] = &["retrospective", "postmortem", "post-mortem", "story", "write-up", "writeup", "recap"];
    let rest = lower.strip_prefix("this is ").unwrap_or(lower);
    let head = rest.strip_prefix("a ").or_else(|| rest.strip_prefix("an "));
    head.is_some_and(|head| head.split([' ', ':', ',']).take(4).any(|word| KINDS.contains(&word)))
}

/// "Noor notices that the hub cannot start": an entry of what somebody saw is a sign, not the cause.
fn is_noticed(lower: &str) -> bool {
    const SEES: &[&str] = &["notices", "noticed", "sees", "saw", "reports", "reported", "observes", "observed"];
    // "Noor noticed that the hub is slow, this is due to …": what was seen, and why. "Noor notices this is due to …" is a guess.
    const WHY: &[&str] = &[", this is due to", ", this was due to", ", this is because", ", this was because"];
    lower.split(' ').take(3).any(|word| SEES.contains(&word)) && !WHY.iter().any(|why| lower.contains(why))
}

/// "We should have.": of what, the sentence before says.
fn is_half(lower: &str) -> bool {
    const LONGEST: usize = 16;
    const ENDS: &[&str] = &["should have", "could have", "would have", "did not", "didn't"];
    let words = lower.trim_end_matches(['.', '!']);
    words.len() <= LONGEST && ENDS.iter().any(|end| words.ends_with(end))
}

#[cfg(test)]
mod tests {
    use crate::extract::{facts_of, texts};

    #[test]
    fn what_somebody_saw_is_not_the_cause() {
        let facts = facts_of(
            "# Hub down\n\n- 2024-05-03 10:00: Noor notices that the hub cannot start due to timeouts of the store\n\
             - 2024-05-03 10:20: The store is restarted and the hub is back up\n",
        );
        assert!(facts.root_cause.iter().all(|q| !q.text.contains("Noor")), "{:?}", facts.root_cause);
        assert!(super::is_noticed("noor notices this is due to full disks"));
        assert!(!super::is_noticed("noor noticed that the hub was slow, this is due to full disks"));
    }

    #[test]
    fn a_conclusion_that_names_the_cause_is_no_lesson() {
        let facts = facts_of(
            "# Shop down\n\n## Conclusion\n\nThe outage was caused by a bug in version 4 of the worker. \
             We should have tested it with a long queue.\n",
        );
        assert_eq!(texts(&facts.root_cause), ["The outage was caused by a bug in version 4 of the worker."]);
        assert_eq!(texts(&facts.lessons), ["We should have tested it with a long queue."]);
    }

    #[test]
    fn who_was_told_and_how_often_it_restarted_ended_nothing() {
        let facts = facts_of(
            "# Shop down\n\n## Timeline\n\n- 10:05 UTC: The pod restarted 40 times\n- 10:10 UTC: We rolled back the \
             release of the pod\n- 10:12 UTC: Posted on the board that a fix is deployed\n",
        );
        assert_eq!(texts(&facts.remediation), ["We rolled back the release of the pod"]);
        let told =
            "# Shop down\n\n## What happened\n\nAt 10:15 the shop was down. We posted updates on our status page.\n";
        assert!(facts_of(told).change.is_none_or(|c| c.quotes.is_empty()));
    }

    #[test]
    fn what_the_text_is_tells_nothing_of_the_incident() {
        let facts = facts_of(
            "Shop down\n\nA detailed retrospective: root cause, timeline and fix of the outage.\n\n\
             The root cause was a full disk on the host.\n",
        );
        assert_eq!(texts(&facts.root_cause), ["The root cause was a full disk on the host."]);
    }

    #[test]
    fn who_looks_for_a_change_has_not_found_one() {
        assert!(super::looks_for_one("the team dives into recent deployments"));
        assert!(!super::looks_for_one("it began with the most recent deployment of the hub"));
        assert!(!super::looks_for_one("a bug was introduced at a recent deployment"));
    }
}
