//! A retrospective without a specific change.

use super::{At, Hit, Look, Rule};
use crate::check::Level;
use crate::check::profile::Dimension;
use crate::cite::Quote;
use crate::story::PartId;

/// The rule.
pub const RULE: Rule = Rule {
    id: "retrospective-unspecific",
    level: Level::Warning,
    dimension: Dimension::Learning,
    what: "A retrospective without a specific change.",
    why: "The strongest candidates are specific about what changed: an alert, a runbook, a gate, a design.",
    instead: "name one change that would have prevented or shortened this incident, and whether it shipped",
    weak: "## Retrospective\n\nWe learned a lot and will be more careful.",
    strong: "## Retrospective\n\nWe added the p99 of each endpoint to the canary gate.",
    source: "",
    check: Some(check),
};

/// Changes that can be pointed at.
const CHANGES: &[&str] = &[
    "runbook", "playbook", "alert", "alerts", "alarm", "gate", "canary", "test", "tests", "dashboard", "limit",
    "limits", "timeout", "timeouts", "backoff", "circuit breaker", "breaker", "index", "quota", "retry", "retries",
    "rollback", "automated", "automation", "check", "checks", "threshold", "probe", "probes", "rate limit", "pool",
    "replica", "backup", "backups", "restore", "policy", "permission", "permissions", "review", "checklist", "batch",
    "batches", "rotation", "rotated", "moved", "replaced", "rewritten", "configuration", "config", "monitor",
    "monitoring", "metric", "drill", "script", "pipeline", "validation", "markers", "documentation", "documented",
    "migrated", "removed", "disabled", "separated", "capacity", "scaling", "autoscaling", "failover", "redundancy",
    "cache", "queue", "account", "accounts", "tool", "owner", "training", "version", "audit", "log", "logs", "logging",
    "deploy", "deploys", "deployment", "release", "schema",
];

fn check(look: &Look<'_>) -> Vec<Hit> {
    let mut told = look.story.told(PartId::Retrospective).peekable();
    if told.peek().is_none() || look.says_in(PartId::Retrospective, CHANGES) {
        return Vec::new();
    }
    let quotes = || {
        look.facts().into_iter().flat_map(|f| &f.actions).map(|a| Quote { text: a.text.clone(), cite: a.cite.clone() })
    };
    vec![Hit::new(At::Part(PartId::Retrospective), "no specific change is named").with("the source lists", quotes())]
}
