//! A noun with a relative clause, and no verb of its own ("Users whose account was suspended"): a note, however long it is.

use super::finite::{BEFORE_PARTICIPLE, before, core_at, is};
use super::lexicon::{Form, PREPOSITIONS, verb};
use super::tense::is_finite;
use super::words::{Word, split};
use crate::lists::{Words, words};

/// Begin a relative clause behind the noun that they tell more of.
static RELATIVES: Words = words!("that who whose which");

/// Begin a clause that has a verb of its own.
static SUBORDINATE: Words = words!("that who whose which where when while because if");

/// Do not go with a relative clause that says which one is meant: "we" needs none, and "now that" is none.
static NO_NOUNS: Words = words!("we they he she it i you there now so such this what why how given provided");

/// Words between a relative pronoun and its verb: "whose first upload was", "that the new pod had".
const NEAR: usize = 3;

/// Modal verbs whose past is another's, which [`is_finite`] leaves alone.
static MODALS: Words = words!("may might must should");

/// No verb stands before the first relative pronoun, which has its own at once, and there is none beyond those of the clauses that
/// begin with or behind it. Where a verb may have gone unseen, it is taken for a sentence.
pub fn is_qualified_noun(text: &str) -> bool {
    let words = split(text);
    let core = |i: usize| core_at(&words, i);
    let form = |i: usize| verb(core(i)).map(|(v, form)| (v.noun, form));
    let Some(relative) = (1..words.len()).find(|&i| is(&RELATIVES, core(i))) else { return false };
    // "Users who logged in saw errors": what looks like a participle may be the verb.
    let past = |i: usize| matches!(form(i), Some((_, Form::Past))) && !before(&words, i, &BEFORE_PARTICIPLE);
    // "which causes …", "who use …": behind the pronoun, what may be a noun is a verb.
    let doing = |i: usize| i == relative + 1 && core(relative) != "whose" && form(i).is_some();
    let verbal = |i: &usize| is_finite(&words, *i) || is(&MODALS, core(*i)) || past(*i) || doing(*i);
    let unseen = |i: usize| matches!(form(i), Some((false, form)) if form != Form::Past);
    let ends = |i: usize| words.get(i).is_some_and(Word::ends_clause);
    // "Search, ranking, and index teams who …" is one noun.
    let listed = |i: usize| is(&["and", "or"], core(i + 1)) || (i + 1..relative).any(ends);
    let noun = (0..relative).all(|i| {
        let named =
            !is(&NO_NOUNS, core(i).split('\'').next().unwrap_or_default()) && !is_finite(&words, i) && !unseen(i);
        let apart =
            i + 1 == relative && core(relative) != "that" && words.get(i).is_some_and(|w| w.text().ends_with(','));
        named && (!ends(i) || apart || i + 1 < relative && listed(i))
    });
    let aside = words.get(relative).is_some_and(|w| w.text().starts_with('('));
    let Some(own) = (relative + 1..words.len()).find(verbal) else { return false };
    // "That known issues in …": its verb is in doubt. Behind "whose" stands a noun.
    let sure = core(relative) == "whose" || own == relative + 1 || (relative + 1..own).all(|i| form(i).is_none());
    let clauses = (relative..words.len()).filter(|&i| is(&SUBORDINATE, core(i)) && !ends(i)).count();
    let plain = noun && !aside && !is(&PREPOSITIONS, core(relative - 1)) && own <= relative + 1 + NEAR && sure;
    plain && (own..words.len()).filter(verbal).count() <= clauses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_of_a_relative_clause_makes_no_sentence() {
        for note in [
            "Users whose upload was cut off.",
            "The members of the storage team who answered the page.",
            "The full disk, which causes all jobs to fail.",
            "Jobs that were queued when the broker failed.",
            "One key that he kept on a laptop, and another that was in the vault.",
        ] {
            assert!(is_qualified_noun(note), "{note}");
        }
        for sentence in [
            "Users who logged in saw errors.",
            "The full disk, which causes all jobs to fail, was known.",
            "The pod that held the lock was gone.",
            "We concluded that the disk was full.",
            "We think that the disk was full.",
            "It is likely that nobody saw it.",
            "The hub was slow, which nobody saw.",
            "Now that the disk was full, nobody could log in.",
            "The table which maps users to shards is small.",
            "Resolvers which use the cache may have failed.",
            "The fork (that had just begun) limits what can be sent.",
            "Somebody who is awake should try that.",
            "We're not sure why that was slow.",
            "Clients, however, cause queries that were slow.",
        ] {
            assert!(!is_qualified_noun(sentence), "{sentence}");
        }
    }
}
