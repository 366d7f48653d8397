//! "It was a database issue" without which database and what kind of issue.

use super::{At, Hit, Look, Rule};
use crate::check::Level;
use crate::check::profile::Dimension;

/// The rule.
pub const RULE: Rule = Rule {
    id: "database-unnamed",
    level: Level::Warning,
    dimension: Dimension::Tooling,
    what: "\"It was a database issue\" without which database and what kind of issue.",
    why: "Which database, which table, what type of issue? Without that the sentence could be about any outage.",
    instead: "name the database, the table and the kind of problem: a lock, a slow query, connections, replication lag, disk",
    weak: "It turned out to be a database issue.",
    strong: "A reporting job held an exclusive lock on stock_movement, so 214 sessions waited.",
    source: "",
    check: Some(check),
};

/// Problems without a kind.
const UNNAMED: &[&str] = &[
    "a database issue", "a database problem", "a db issue", "a db problem", "database issues", "database problems",
    "db issues", "db problems", "the database was the problem", "the database had a problem",
    "the database had issues", "the database had problems", "problem with the database", "issue with the database",
    "issues with the database", "problems with the database", "a network issue", "a networking issue",
    "network issues", "a dns issue", "a kubernetes issue", "an infrastructure issue", "an aws issue", "a cloud issue",
    "a cache issue", "a memory issue",
];

/// Words that give the kind.
const KINDS: &[&str] = &[
    "lock", "locks", "deadlock", "slow query", "index", "connection", "connections", "pool", "replication", "replica",
    "lag", "disk", "table", "transaction", "vacuum", "migration", "packet loss", "route", "resolver", "record", "leak",
    "eviction", "throttling", "quota", "certificate",
];

fn check(look: &Look<'_>) -> Vec<Hit> {
    let kinded = |(index, _): &(usize, std::ops::Range<usize>)| !look.says_near(*index, KINDS);
    let quotes = || look.facts().into_iter().flat_map(|f| &f.root_cause).cloned();
    let hit = |(index, range): (usize, std::ops::Range<usize>)| {
        let said =
            look.story.sentences.get(index).and_then(|s| s.text.get(range.clone())).unwrap_or_default().to_owned();
        Hit::new(At::Sentence(index, range), format!("\"{said}\": which one, and what kind of problem?"))
            .with("the source gives the root cause", quotes())
    };
    look.each(UNNAMED).into_iter().filter(kinded).map(hit).collect()
}
