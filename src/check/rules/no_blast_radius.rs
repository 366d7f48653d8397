//! No blast radius: who was affected, how badly, errors or slow answers.

use super::{Hit, Look, Rule};
use crate::check::Level;
use crate::check::profile::Dimension;
use crate::check::words::has_phrase;
use crate::story::PartId;

/// The rule.
pub const RULE: Rule = Rule {
    id: "no-blast-radius",
    level: Level::Warning,
    dimension: Dimension::Methodology,
    what: "No blast radius: who was affected, how badly, errors or slow answers.",
    why: "Before debugging, answer who is affected and how badly: it decides between fixing fast and fixing right.",
    instead: "give a share or a number of users or requests, and say whether they saw errors or slow answers",
    weak: "## Context\n\nOur system had an outage last year.",
    strong: "## Context\n\n6.1% of checkouts ended in a 504 for 33 minutes.",
    source: "",
    check: Some(check),
};

/// Whom or what an incident hits.
const WHO: &[&str] = &[
    "users", "user", "customers", "customer", "requests", "clients", "orders", "checkouts", "traffic", "stores",
    "percent of", "% of", "everyone", "tenants", "merchants", "sessions", "payments", "jobs", "accounts", "pages",
    "nobody could", "no one could", "visitors", "calls", "logins", "deliveries", "readers", "teams", "developers",
    "pipelines", "builds",
];

/// How it showed, or how much.
const HOW: &[&str] = &[
    "error", "errors", "slow", "latency", "failed", "unavailable", "down", "timed out", "timeout", "timeouts", "lost",
    "could not", "couldn't", "unable", "affected", "rejected", "outage", "degraded", "hung", "wrong", "missing",
    "waited", "delayed", "failing", "saw",
];

fn check(look: &Look<'_>) -> Vec<Hit> {
    let radius = |s: &crate::check::story::Sentence| {
        let lower = s.lower();
        let share = s.text.contains('%')
            || has_phrase(&lower, &["percent", "half of", "a third of", "all of", "one in", "out of"]);
        share || has_phrase(&lower, WHO) && has_phrase(&lower, HOW)
    };
    if look.told().any(|(_, s)| radius(s)) {
        return Vec::new();
    }
    let quotes = || look.facts().into_iter().flat_map(|f| &f.impact.quotes).cloned();
    vec![
        Hit::new(look.part(PartId::Context), "nothing says who was affected and how badly")
            .with("the source says", quotes()),
    ]
}
