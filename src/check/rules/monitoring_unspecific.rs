//! Monitoring was added, without metric, threshold or alert condition.

use super::{At, Hit, Look, Rule};
use crate::check::Level;
use crate::check::profile::Dimension;
use crate::check::words::has_phrase;
use crate::cite::Quote;

/// The rule.
pub const RULE: Rule = Rule {
    id: "monitoring-unspecific",
    level: Level::Warning,
    dimension: Dimension::Learning,
    what: "Monitoring was added, without metric, threshold or alert condition.",
    why: "What metric, what threshold, what alert condition? \"We put in monitoring\" does not say that it would have caught this.",
    instead: "give metric, threshold and condition: \"an alert when any session waits longer than 60 seconds for a lock\"",
    weak: "Afterwards we put in monitoring and improved alerting.",
    strong: "Afterwards we added an alert that fires when any session waits longer than 60 seconds for a lock.",
    source: "",
    check: Some(check),
};

/// Ways to say that monitoring was added.
const ADDED: &[&str] = &[
    "put in monitoring", "put monitoring in place", "added monitoring", "added more monitoring",
    "added better monitoring", "improved monitoring", "improved our monitoring", "improved the monitoring",
    "better monitoring", "more monitoring", "improved alerting", "better alerting", "more alerting", "added alerting",
    "added alerts", "added more alerts", "added an alert", "added some alerts", "set up monitoring", "set up alerts",
    "introduced monitoring", "improve monitoring", "improve alerting", "improve our monitoring", "add monitoring",
    "add more monitoring", "add alerts", "add an alert", "add alerting", "adding monitoring",
];

/// Words that name a metric or a condition.
const METRICS: &[&str] = &[
    "latency", "error rate", "rate", "p99", "p95", "threshold", "above", "below", "longer than", "more than",
    "exceeds", "per second", "lag", "saturation", "usage", "when", "if", "queue depth", "free space", "expiry",
    "burn rate", "ratio", "count", "seconds", "minutes", "percent", "depth", "utilization", "on every", "fires",
];

fn check(look: &Look<'_>) -> Vec<Hit> {
    let open = |(index, _): &(usize, std::ops::Range<usize>)| {
        look.story.sentences.get(*index).is_some_and(|s| {
            let lower = s.lower();
            !has_phrase(&lower, METRICS) && !s.text.contains(|c: char| c.is_ascii_digit() || c == '%')
        })
    };
    let actions = || {
        let monitoring = |a: &&crate::facts::Action| {
            has_phrase(&a.text.to_lowercase(), &["alert", "alerts", "monitor", "monitoring", "metric", "dashboard"])
        };
        look.facts()
            .into_iter()
            .flat_map(|f| &f.actions)
            .filter(monitoring)
            .map(|a| Quote { text: a.text.clone(), cite: a.cite.clone() })
    };
    let hit = |(index, range)| {
        Hit::new(At::Sentence(index, range), "monitoring without metric, threshold or alert condition")
            .with("the source lists", actions())
    };
    look.each(ADDED).into_iter().filter(open).map(hit).collect()
}
