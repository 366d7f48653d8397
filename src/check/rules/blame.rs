//! Blame of a person.

use super::{At, Hit, Look, Rule};
use crate::check::Level;
use crate::check::profile::Dimension;

/// The rule.
pub const RULE: Rule = Rule {
    id: "blame",
    level: Level::Warning,
    dimension: Dimension::Communication,
    what: "Blame of a person.",
    why: "Blaming a colleague tells the interviewer how you will talk about the next team; strong stories blame systems.",
    instead: "say what let it happen, not who did it: \"the account could lock the table at all\"",
    weak: "It was the intern's fault, because he forgot to run the tests.",
    strong: "The release went out without the load test, and no gate asked for it.",
    source: "",
    check: Some(check),
};

/// Blame, as it is told.
const BLAMING: &[&str] = &[
    "'s fault", "his fault", "her fault", "their fault", "was to blame", "is to blame", "were to blame", "blame on",
    "screwed up", "messed up", "careless", "carelessly", "incompetent", "stupid", "stupidly", "idiot",
    "should have known better", "was lazy", "negligent", "negligence", "sloppy", "didn't bother", "did not bother",
    "clueless", "who broke", "refused to help", "human error",
];

/// What a person, not a machine, is said to have failed to do.
const FORGOT: &[&str] = &[
    "he forgot", "she forgot", "they forgot", "the developer forgot", "the engineer forgot", "the intern forgot",
    "the contractor forgot", "the dba forgot", "who forgot", "the developer broke", "the engineer broke",
    "the team broke",
];

fn check(look: &Look<'_>) -> Vec<Hit> {
    let hit = |(index, range)| Hit::new(At::Sentence(index, range), "this blames a person");
    let mut out: Vec<Hit> = look.each(BLAMING).into_iter().map(hit).collect();
    for (index, range) in look.each(FORGOT) {
        if !out.iter().any(|h| matches!(h.at, At::Sentence(i, _) if i == index)) {
            out.push(hit((index, range)));
        }
    }
    // "Priya broke …", "Marek forgot …": a person of the source and a verb of blame.
    let people = look
        .facts()
        .into_iter()
        .flat_map(|f| &f.people)
        .filter_map(|p| p.name.split(' ').next())
        .filter(|n| n.len() >= 3);
    for name in people {
        let lower = name.to_lowercase();
        for verb in ["forgot", "broke", "failed to", "neglected", "caused the outage"] {
            for (index, range) in look.each(&[&format!("{lower} {verb}")]) {
                if !out.iter().any(|h| matches!(h.at, At::Sentence(i, _) if i == index)) {
                    out.push(Hit::new(At::Sentence(index, range), format!("this blames {name}")));
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;
    use super::RULE;

    #[test]
    fn a_named_person_of_the_source_is_recognised_and_our_own_mistake_is_not_blame() {
        assert!(found(&RULE, "We forgot to test it, and I broke the build.", "").is_empty());
    }
}
