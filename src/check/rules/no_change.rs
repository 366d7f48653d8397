//! No change considered: a deploy, a config, traffic, infrastructure, a provider.

use super::{Hit, Look, Rule};
use crate::check::Level;
use crate::check::profile::Dimension;
use crate::story::PartId;

/// The rule.
pub const RULE: Rule = Rule {
    id: "no-change",
    level: Level::Warning,
    dimension: Dimension::Methodology,
    what: "No change considered: a deploy, a config, traffic, infrastructure, a provider.",
    why: "Most incidents follow a change, and finding it is usually faster than debugging the symptom: say that you looked.",
    instead: "say what had changed shortly before, or that you looked and found no change",
    weak: "## Methodology\n\nThe p99 rose to 2.4 s. I traced one request and found 340 queries.",
    strong: "## Methodology\n\nThe p99 rose to 2.4 s at 14:11, thirteen minutes after the deploy of v4.31.0.",
    source: "",
    check: Some(check),
};

/// Changes, as they are told.
const CHANGES: &[&str] = &[
    "deploy", "deployed", "deployment", "deploys", "release", "released", "rollout", "rolled out", "what changed",
    "what had changed", "changed", "change", "changes", "config", "configuration", "migration", "upgrade", "upgraded",
    "traffic spike", "surge", "campaign", "provider", "status page", "expired", "new version", "patch", "maintenance",
    "feature flag", "merged", "commit", "started by hand", "launch",
];

fn check(look: &Look<'_>) -> Vec<Hit> {
    let searched = [PartId::Context, PartId::Methodology, PartId::Decisions, PartId::Resolution];
    if searched.into_iter().any(|part| look.says_in(part, CHANGES)) {
        return Vec::new();
    }
    let quotes = || look.facts().and_then(|f| f.change.as_ref()).into_iter().flat_map(|c| &c.quotes).cloned();
    vec![
        Hit::new(look.part(PartId::Methodology), "nothing says that you asked what had changed")
            .with("the source says", quotes()),
    ]
}
