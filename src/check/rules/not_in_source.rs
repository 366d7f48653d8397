//! The source does not say this (needs --against).

use super::Rule;
use crate::check::Level;
use crate::check::profile::Dimension;

/// The rule.
pub const RULE: Rule = Rule {
    id: "not-in-source",
    level: Level::Warning,
    dimension: Dimension::Communication,
    what: "The source does not say this (needs --against).",
    why: "A polished story may have grown facts; tell only what the document or your own memory supports.",
    instead: "take it out, or mark it as your own memory with <!-- warstory: yours -->",
    weak: "## Methodology\n\nWe then asked the Kafka team about their brokers.",
    strong: "## Methodology\n\nWe then asked the Kafka team about their brokers. <!-- warstory: yours -->",
    source: "# Slow quotes\n\n41% of large basket quotes failed for 33 minutes, between 14:11 and 14:44 UTC.\n",
    check: None,
};
