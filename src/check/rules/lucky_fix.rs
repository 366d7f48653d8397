//! A fix by luck: tried something, and it worked.

use super::{At, Hit, Look, Rule};
use crate::check::Level;
use crate::check::profile::Dimension;

/// The rule.
pub const RULE: Rule = Rule {
    id: "lucky-fix",
    level: Level::Warning,
    dimension: Dimension::Methodology,
    what: "A fix by luck: tried something, and it worked.",
    why: "\"I tried restarting and it worked\" is a restart story, not a debugging story.",
    instead: "say what evidence led to the fix, or be honest that it was luck and tell what you found out afterwards",
    weak: "I tried restarting it and it worked.",
    strong: "The lock graph showed one session in front of 214, so ending that session freed the others.",
    source: "",
    check: Some(check),
};

/// Luck, as it is told.
const LUCKY: &[&str] = &[
    "and it worked", "and that worked", "and that fixed it", "which fixed it", "and it just worked", "and luckily",
    "luckily", "by luck", "by chance", "we got lucky", "i got lucky", "magically", "somehow fixed", "somehow it",
    "fixed itself", "resolved itself", "went away on its own", "went away by itself", "for some reason it",
    "and suddenly it worked", "tried a few things", "tried random", "tried everything", "tried restarting",
    "just tried", "turned it off and on",
];

/// Evidence beside it takes the luck away.
const EVIDENCE: &[&str] = &[
    "because", "hypothesis", "suspected", "showed that", "confirmed", "we later found", "afterwards we found",
    "it turned out",
];

fn check(look: &Look<'_>) -> Vec<Hit> {
    let bare = |(index, _): &(usize, std::ops::Range<usize>)| !look.says_near(*index, EVIDENCE);
    let quotes = || look.facts().into_iter().flat_map(|f| &f.root_cause).cloned();
    let hit = |(index, range)| {
        Hit::new(At::Sentence(index, range), "this sounds as if the fix was luck")
            .with("the source explains it", quotes())
    };
    look.each(LUCKY).into_iter().filter(bare).map(hit).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;
    use super::RULE;

    #[test]
    fn luck_with_an_explanation_is_learning() {
        assert!(found(&RULE, "We got lucky, because the batch had just ended.", "").is_empty());
    }
}
