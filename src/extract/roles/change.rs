//! What changed before it broke: which kind of change, what the document says about it, when, and how long before the first
//! signal.

use super::Reading;
use super::judge::List;
use super::unit::Unit;
use crate::extract::cues::{Class, class};
use crate::facts::{Change, ChangeKind, Event, EventKind, Facts, Instant};

/// The classes of phrases that speak for a kind, and how much: the rarer its words are in sentences about anything, the more.
const KINDS: &[(ChangeKind, &[Class], f32)] = &[
    (ChangeKind::Config, &[class::CONFIG], 1.4),
    (ChangeKind::External, &[class::EXTERNAL], 1.1),
    (ChangeKind::Deploy, &[class::DEPLOY], 1.0),
    (ChangeKind::Infrastructure, &[class::INFRASTRUCTURE], 0.6),
    (ChangeKind::Traffic, &[class::LOAD_RISE], 0.9),
    (ChangeKind::Traffic, &[class::TRAFFIC], 0.5),
    (ChangeKind::Data, &[class::DATA], 0.3),
];

/// Reads the change. A document that tells a cause and names no change has looked and found none; one that tells nothing
/// says nothing.
pub fn read(reading: &Reading<'_>, facts: &Facts) -> Option<Change> {
    let units = reading.of(List::Change);
    if units.is_empty() {
        let told = !facts.root_cause.is_empty() || !facts.impact.quotes.is_empty();
        return told.then(|| Change {
            kind: ChangeKind::NoneFound,
            at: None,
            gap_to_first_signal_s: None,
            quotes: Vec::new(),
        });
    }
    let quotes: Vec<_> = units.iter().map(|u| reading.doc.quote(&u.span)).collect();
    let at = quotes.iter().find_map(|q| reading.instant(facts, &q.cite));
    let gap = at.as_ref().and_then(|at| gap(at, facts));
    Some(Change { kind: kind(&units), at, gap_to_first_signal_s: gap, quotes })
}

/// The kind that most of the sentences speak for; the first sentences count more, they tell what set it off.
fn kind(units: &[&Unit]) -> ChangeKind {
    let weight = |i: usize| 1.0 / (1.0 + i as f32 * 0.5);
    // "A stack configuration" is a state: a deployment or a configuration counts where something changes.
    let changes = |u: &Unit| u.cues.any(&[class::CHANGE_VERB, class::CHANGE_NOW, class::DEFECT]);
    let state = |classes: &[Class]| classes.contains(&class::CONFIG) || classes.contains(&class::DEPLOY);
    let score = |classes: &[Class], w: f32| {
        units
            .iter()
            .enumerate()
            .filter(|(_, u)| u.cues.any(classes) && (!state(classes) || changes(u)))
            .map(|(i, _)| weight(i) * w)
            .sum::<f32>()
    };
    let best =
        KINDS.iter().map(|(kind, classes, w)| (*kind, score(classes, *w))).reduce(|a, b| if b.1 > a.1 { b } else { a });
    best.filter(|(_, s)| *s > 0.0).map_or(ChangeKind::NoneFound, |(k, _)| k)
}

/// Seconds from the change to the first signal that has a time. What was read off before the impact began (a flat error
/// rate of a canary, say) is no sign of trouble.
fn gap(at: &Instant, facts: &Facts) -> Option<i64> {
    let started = facts.times.started.as_ref();
    // It may have been noticed before users were hit.
    let notices = |e: &&Event| started.is_some() && e.kind == EventKind::Detection;
    let noticed = facts.timeline.iter().filter(notices).map(|e| &e.at);
    let early = |s: &Instant| started.and_then(|from| s.seconds_since(from)).is_some_and(|seconds| seconds < 0);
    let signals =
        facts.signals.iter().filter_map(|s| s.at.as_ref()).filter(|s| !early(s)).chain(started).chain(noticed);
    signals.filter(|s| s.cite != at.cite).filter_map(|s| s.seconds_since(at)).min()
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_was_noticed_before_users_were_hit_is_the_first_sign() {
        let facts = crate::extract::facts_of(
            "# Mails down\n\nOn May 3rd, 2024, all users were unable to send mails from 05:01 to 17:05 UTC.\n\n## Timeline\n\n\
             - 04:56: Migration of the database deployed\n- 04:57: Noticed that tables are dropped\n- 05:01: The site is down\n",
        );
        assert_eq!(facts.times.started.and_then(|s| s.utc).as_deref(), Some("2024-05-03T05:01:00Z"));
        assert_eq!(facts.change.and_then(|c| c.gap_to_first_signal_s), Some(60));
    }
}
