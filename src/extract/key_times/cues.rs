//! The words that make a time one of the key times, as data.

use std::sync::LazyLock;

use super::Key;
use crate::lists::{Phrases, phrases};

/// Labels and keys, lower case, in the order in which they are tried: a label that contains one names the key time.
/// Spellings of incident tools' exports and of published templates.
const LABELS: &[(Key, &[&str])] = &[
    (Key::Acknowledged, &["acknowledged", "acked"]),
    (Key::Detected, &["detected", "detection", "discovered", "identified", "alerted", "noticed", "first alert"]),
    (Key::Mitigated, &["mitigated", "repaired", "mitigation", "stabilized", "stabilised", "fixed", "workaround"]),
    (
        Key::Resolved,
        &[
            "resolved", "resolution", "restored", "recovered", "ended", "end date", "end time", "impact end",
            "incident end", "outage end", "end of", "fault cleared", "incident until", "incident till",
        ],
    ),
    (
        Key::Started,
        &[
            "started", "start time", "impact start", "incident start", "outage start", "start of", "start date",
            "began", "begin", "fault occur", "fault occurs", "occurred", "onset", "incident from", "outage",
            "downtime",
        ],
    ),
];

static LABEL_WORDS: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::new(LABELS.iter().flat_map(|(_, words)| words.iter().copied())));

/// Labels that contain one of the above and mean something else.
static NOT_LABELS: LazyLock<Phrases> = phrases![
    "time to", "retro", "published", "updated", "created", "fetched", "postmortem", "investigation", "how ",
    "declared", "reported by", "review", "meeting",
];

/// The key time that a label names.
pub(super) fn label(label: &str) -> Option<Key> {
    let label = label.to_lowercase().replace(['_', '-'], " ");
    let label = label.trim_matches(|c: char| !c.is_alphanumeric());
    // "Repaired declared" is a slip for "Repaired"; "Incident declared" is none of the key times.
    if NOT_LABELS.any_in(label) && !label.starts_with("repaired") {
        return None;
    }
    match label {
        "start" | "from" | "begin" => return Some(Key::Started),
        "end" | "until" | "to" => return Some(Key::Resolved),
        _ => {}
    }
    let mut first: Option<usize> = None;
    LABEL_WORDS.each_anywhere(label, |word, _| first = Some(first.map_or(word, |first| first.min(word))));
    LABELS.iter().flat_map(|(key, words)| words.iter().map(move |_| *key)).nth(first?)
}

/// The key time that an entry declares outright: `10:15 OUTAGE BEGINS`, `… <END OF OUTAGE>`.
pub(super) fn declares(text: &str) -> Option<Key> {
    const SHORT: usize = 6;
    let lower = text.to_lowercase();
    if !NAMED.any_in(&lower) {
        return None;
    }
    let plain = lower.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let mut said: Vec<&str> = plain.filter(|word| !word.is_empty()).collect();
    // At its end, or in an entry that says little else: "Incident began at …" in a sentence tells of another time.
    let short = said.len() <= SHORT && !lower.contains(|c: char| c.is_ascii_digit());
    said.retain(|word| !["the", "is"].contains(word));
    let from = |count: usize| said.len().checked_sub(count).and_then(|at| said.get(at..));
    let ends = [from(2), from(3)].into_iter().flatten().find_map(declared);
    ends.or_else(|| [said.get(..2), said.get(..3)].into_iter().flatten().filter(|_| short).find_map(declared))
}

/// What begins and ends.
const NOUNS: &[&str] = &["outage", "incident", "impact", "downtime"];

/// The same, to be looked for in a text.
static NAMED: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(NOUNS.iter().copied()));

/// "outage begins", "end of outage".
fn declared(words: &[&str]) -> Option<Key> {
    let what = |word: &str| NOUNS.contains(&word);
    match *words {
        [noun, "begins" | "began" | "starts" | "started"] | ["start", "of", noun] if what(noun) => Some(Key::Started),
        [noun, "ends" | "ended" | "over"] | ["end", "of", noun] if what(noun) => Some(Key::Resolved),
        _ => None,
    }
}

/// What a change's entry says when it broke something at once.
pub(super) fn went_wrong(text: &str) -> bool {
    static WORDS: LazyLock<Phrases> = phrases![
        "unexpected", "ungraceful", "inadvertent", "problem started", "problem starts", "outage start", "impact start",
        "incident start",
    ];
    let lower = text.to_lowercase();
    WORDS.any_in(&lower) && !lower.contains("fix")
}

/// An entry in which a responder takes the incident on.
pub(super) fn acknowledges(text: &str) -> bool {
    static WORDS: LazyLock<Phrases> = phrases!["acknowledg", "acked", "ack'd", "acks "];
    let mut found = false;
    WORDS.each(&text.to_lowercase(), |_, _| found = true);
    found
}

/// An entry about a ticket or a page, not about the service.
pub(super) fn paperwork(text: &str) -> bool {
    static WORDS: LazyLock<Phrases> = phrases![
        "ticket", "status page", "statuspage", "mail ", "email", "incident channel", "post-mortem", "postmortem",
        "follow-up",
    ];
    WORDS.any_in(&text.to_lowercase())
}

/// A step that did not work, or was only begun.
pub(super) fn failed(text: &str) -> bool {
    static WORDS: LazyLock<Phrases> = phrases![
        "fails", " started", " starts", "initiated", "begins", "attempt", "kicked off", "failed to", "failed due",
        "did not help", "no effect", "no impact observed", "without success", "unsuccessful", "doesn't help",
        "didn't help", "does not help", "still failing", "same issue", "no improvement", "no change", "nothing chang",
        "to no avail", "did not change", "did not improve", "made it worse", "in vain",
    ];
    // A blank before it: who restarted something did more than start.
    WORDS.any_in(&format!(" {}", text.to_lowercase()))
}

/// Words of a sentence that tells of the incident itself.
pub(super) static OUTAGE: LazyLock<Phrases> = phrases![
    "outage", "unavailab", "downtime", "disruption", "incident", "degrad", "experienc", "impact", "error", "fail",
    "unreachable", "inaccessible", "interrupt", "lasted", "lasting", "offline", "down ", "unable to", "affected",
    "latency", "delays", "slow", "issue", "loss", "lost", "partition", "leading to", "unexpected", "accident",
    "blocked", "not operational", "non-operational", "could not", "cannot", "refused", "rejected",
];

/// Words of a window that is something else: planned work, a range of data.
pub(super) static NOT_OUTAGE: LazyLock<Phrases> = phrases![
    "maintenance window", "scheduled", "data created", "created or", "created between", "records", "messages sent",
    "logs from", "added between", "builds started", "rolled out between", "fix was applied", "were deployed",
];

/// A cue before or behind a time in prose: the phrase, the key time, how loudly it speaks.
pub(super) const BEFORE: &[(&str, Key, i32)] = &[
    ("began", Key::Started, 5),
    ("begun", Key::Started, 5),
    ("begins", Key::Started, 5),
    ("beginning", Key::Started, 5),
    ("starting", Key::Started, 5),
    ("started", Key::Started, 5),
    ("starts", Key::Started, 4),
    ("commenc", Key::Started, 5),
    ("occurred", Key::Started, 4),
    ("went down", Key::Started, 5),
    ("went offline", Key::Started, 5),
    ("first observed", Key::Started, 4),
    ("triggered", Key::Started, 2),
    ("deleted", Key::Started, 2),
    ("from", Key::Started, 2),
    ("since", Key::Started, 3),
    ("detected", Key::Detected, 5),
    ("alerted", Key::Detected, 5),
    ("fired", Key::Detected, 5),
    ("went off", Key::Detected, 5),
    ("noticed", Key::Detected, 4),
    ("paged", Key::Detected, 5),
    ("alarms fir", Key::Detected, 5),
    ("alerts fir", Key::Detected, 5),
    ("identified", Key::Detected, 3),
    ("aware of", Key::Detected, 4),
    ("first report", Key::Detected, 4),
    ("reported", Key::Detected, 3),
    ("declared", Key::Detected, 4),
    ("acknowledged", Key::Acknowledged, 5),
    ("mitigated", Key::Mitigated, 5),
    ("rolled back", Key::Mitigated, 4),
    ("reverted", Key::Mitigated, 4),
    ("fix was deployed", Key::Mitigated, 5),
    ("fix was implemented", Key::Mitigated, 4),
    ("disabled", Key::Mitigated, 3),
    ("resolved", Key::Resolved, 5),
    ("resolution", Key::Resolved, 5),
    ("restored", Key::Resolved, 5),
    ("recovered", Key::Resolved, 5),
    ("recovery", Key::Resolved, 4),
    ("ended", Key::Resolved, 5),
    ("ending", Key::Resolved, 5),
    ("lasted until", Key::Resolved, 6),
    ("until", Key::Resolved, 4),
    ("concluded", Key::Resolved, 5),
    ("to normal", Key::Resolved, 5),
    ("normal operation", Key::Resolved, 5),
    ("operational", Key::Resolved, 4),
    ("healthy", Key::Resolved, 4),
    ("back online", Key::Resolved, 5),
    ("back up", Key::Resolved, 4),
    ("end of the", Key::Resolved, 4),
    ("completed", Key::Resolved, 2),
    ("processed", Key::Resolved, 2),
    ("mitigated", Key::Resolved, 3),
    ("cleared", Key::Resolved, 3),
    ("up and running", Key::Resolved, 5),
    ("returned to", Key::Resolved, 4),
    ("normally", Key::Resolved, 4),
    ("persist", Key::Resolved, 3),
];

/// Cues that anything may be said with; alone they do not speak of the incident.
pub(super) const VAGUE: &[&str] = &[
    "began", "begun", "begins", "beginning", "starting", "started", "starts", "commenc", "occurred", "from", "since",
    "triggered", "deleted", "ended", "ending", "until", "completed", "processed", "cleared", "concluded",
];

/// Words in front of "began" or "started" that begin something else than the impact.
pub(super) static OTHER_START: LazyLock<Phrases> = phrases![
    "deploy", "rollout", "rolling out", "release", "recover", "restor", "maintenance", "repair", "investigat",
    "mitigat", "fix", "migration", "upgrade", "engineers", "team", "scaling", "work ",
];

/// Words that make an end of it the end of all of it.
pub(super) static WHOLE: LazyLock<Phrases> =
    phrases!["fully", "complete", "all ", "full ", "entire", "finally", "officially", "considered", "final"];

/// Words that make an end of it the end of a part of it.
pub(super) static PART: LazyLock<Phrases> = phrases![
    "most", "largely", "some ", "majority", "partial", "nearly", "began to", "started to", "begin to", "start to",
    "beginning to", "improved", "internal", "degraded but", "starting at", "started recover",
];

/// What an effect on users is told with, right behind the time of the step that had it.
pub(super) const EFFECT: &[&str] = &[
    ", restoring", ", unblocking", ", ending", ", resolving", ", bringing", ", marking the end", ", which restored",
    ", which resolved", ", at which point",
];

/// A step told in the same entry as the recovery it brought.
pub(super) fn steps(text: &str) -> bool {
    static WORDS: LazyLock<Phrases> =
        phrases!["deployed", "merged", "rolled back", "reverted", "restarted", "rollback", "fix "];
    WORDS.any_in(&text.to_lowercase())
}

/// An entry that says that all was still well.
pub(super) fn calm(text: &str) -> bool {
    static WORDS: LazyLock<Phrases> = phrases![
        "flat", "no error", "no alert", "looks normal", "look normal", "look healthy", "looks healthy",
        "within normal", "as usual",
    ];
    WORDS.any_in(&text.to_lowercase())
}
