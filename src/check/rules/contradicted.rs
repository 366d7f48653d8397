//! The source says something else (needs --against).

use super::Rule;
use crate::check::Level;
use crate::check::profile::Dimension;

/// The rule.
pub const RULE: Rule = Rule {
    id: "contradicted",
    level: Level::Error,
    dimension: Dimension::Communication,
    what: "The source says something else (needs --against).",
    why: "A wrong number, cause or actor in an interview is worse than a missing one: it makes the rest doubtful.",
    instead: "say what the source says, or mark it as your own memory with <!-- warstory: yours -->",
    weak: "## Context\n\nAbout 70% of large basket quotes failed for 33 minutes.",
    strong: "## Context\n\nAbout 40% of large basket quotes failed for 33 minutes.",
    source: "# Slow quotes\n\n41% of large basket quotes failed for 33 minutes, between 14:11 and 14:44 UTC.\n",
    check: None,
};
