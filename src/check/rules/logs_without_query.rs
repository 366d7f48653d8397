//! "I looked at the logs" without the query or the pattern.

use super::{At, Hit, Look, Rule};
use crate::check::Level;
use crate::check::profile::Dimension;
use crate::cite::Quote;
use crate::facts::SignalKind;

/// The rule.
pub const RULE: Rule = Rule {
    id: "logs-without-query",
    level: Level::Warning,
    dimension: Dimension::Tooling,
    what: "\"I looked at the logs\" without the query or the pattern.",
    why: "The interviewer asks at once: what did you look for, with which query, and what stood out?",
    instead: "say what you searched for and what stood out: \"I filtered the pod logs for 5xx and saw one line, pool timed out\"",
    weak: "I looked at the logs and then asked the database team.",
    strong: "I filtered the logs for level=error, and every line was the same: \"pool timed out\".",
    source: "",
    check: Some(check),
};

/// Ways to say that logs were looked at.
const LOOKED: &[&str] = &[
    "looked at logs", "looked at the logs", "looked at our logs", "looked into the logs", "looked in the logs",
    "looked through the logs", "looked through logs", "checked the logs", "checked logs", "checked our logs",
    "went through the logs", "went through logs", "read the logs", "read through the logs", "dug through the logs",
    "dug into the logs", "examined the logs", "inspected the logs", "reviewed the logs", "looking at the logs",
    "looking through the logs", "checking the logs", "the logs showed errors", "saw errors in the logs",
    "combed through the logs",
];

/// Words that say what was found or how.
const PATTERN: &[&str] = &[
    "searched", "filtered", "grep", "grepped", "query", "for lines", "pattern", "status code", "stack trace",
    "exception", "timeout", "timed out", "showed that", "said", "error code", "stood out", "every line",
    "the same line", "correlation id", "request id", "trace id", "looking for",
];

fn check(look: &Look<'_>) -> Vec<Hit> {
    let plain = |(index, _): &(usize, std::ops::Range<usize>)| {
        let quoted = |i: usize| look.story.sentences.get(i).is_some_and(|s| s.text.contains(['"', '“', '`']));
        !look.says_near(*index, PATTERN) && !quoted(*index) && !quoted(*index + 1)
    };
    let logs = || {
        look.facts()
            .into_iter()
            .flat_map(|f| &f.signals)
            .filter(|s| s.kind == SignalKind::Log)
            .map(|s| Quote { text: s.text.clone(), cite: s.cite.clone() })
    };
    let hit = |(index, range)| {
        Hit::new(At::Sentence(index, range), "looked at logs: for what, with which query, and what stood out?")
            .with("the source has this log line", logs())
    };
    look.each(LOOKED).into_iter().filter(plain).map(hit).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;
    use super::RULE;

    #[test]
    fn what_the_log_said_may_follow_in_the_next_sentence() {
        assert!(found(&RULE, "I checked the logs. One line stood out.", "").is_empty());
        assert_eq!(found(&RULE, "I checked the logs. Then we had lunch.", "").len(), 1);
    }
}
