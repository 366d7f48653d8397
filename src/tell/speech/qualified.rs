//! A noun with a relative clause, and no verb of its own ("Users whose account was suspended"): a note, however long it is.

use super::finite::{BEFORE_PARTICIPLE, before, core_at, is};
use super::lexicon::{Form, PREPOSITIONS, verb};
use super::mood::is_finite;
use super::words::{Word, split};
use crate::lists::{Words, words};
use crate::search::has;

/// Begin a relative clause behind the noun that they tell more of.
const RELATIVES: [&str; 4] = ["that", "who", "whose", "which"];

/// Begin a clause that has a verb of its own.
static SUBORDINATE: Words = words!("that who whose which where when while because if");

/// Do not go with a relative clause that says which one is meant: "we" needs none, and "now that" is none.
static NO_NOUNS: Words = words!("we they he she it i you there now so such this what why how given provided");

/// Words between a relative pronoun and its verb: "whose first upload was", "that the new pod had".
const NEAR: usize = 3;

/// Modal verbs that [`is_finite`] leaves alone inside of a quotation: there, too, one makes it doubtful.
static MODALS: Words = words!("may might must should");

/// A noun stands before the first relative pronoun, and behind it are no more verbs than clauses that begin there. Where a verb
/// may have gone unseen, it is taken for a sentence.
pub fn is_qualified_noun(text: &str) -> bool {
    // Most sentences have none.
    if !RELATIVES.iter().any(|pronoun| has(text, pronoun)) {
        return false;
    }
    let words = split(text);
    let relative = (1..words.len()).find(|&i| is(&RELATIVES, core_at(&words, i)));
    relative.is_some_and(|relative| is_noun(&words, relative) && has_clauses_only(&words, relative))
}

fn form(words: &[Word], at: usize) -> Option<(bool, Form)> {
    verb(core_at(words, at)).map(|(v, form)| (v.noun, form))
}

/// All before `end` may be one noun.
fn is_noun(words: &[Word], end: usize) -> bool {
    let ends = |i: usize| words.get(i).is_some_and(Word::ends_clause);
    // "Search, ranking, and index teams who …"
    let listed = |i: usize| i + 1 < end && (is(&["and", "or"], core_at(words, i + 1)) || (i + 1..end).any(ends));
    // "The full disk, which …"
    let apart = |i: usize| {
        i + 1 == end && core_at(words, end) != "that" && words.get(i).is_some_and(|w| w.text().ends_with(','))
    };
    let aside = words.get(end).is_some_and(|w| w.text().starts_with('('));
    let part = |i: usize| {
        let stem = core_at(words, i).split('\'').next().unwrap_or_default();
        // "Affected users who …", but "Deployment downgraded, which …".
        let deed = match form(words, i) {
            Some((_, Form::Past)) => i > 0,
            Some((noun, _)) => !noun,
            None => false,
        };
        !is(&NO_NOUNS, stem) && !is_finite(words, i) && !deed && (!ends(i) || apart(i) || listed(i))
    };
    !aside && !is(&PREPOSITIONS, core_at(words, end - 1)) && (0..end).all(part)
}

/// The clause that begins at `relative` has its verb at once, and no verb behind it is without such a clause.
fn has_clauses_only(words: &[Word], relative: usize) -> bool {
    let pronoun = core_at(words, relative);
    let verbal = |i: &usize| {
        let i = *i;
        // "Users who logged in saw errors": what looks like a participle may be the verb.
        let past = matches!(form(words, i), Some((_, Form::Past))) && !before(words, i, &BEFORE_PARTICIPLE);
        // "which causes …", "who use …": what may be a noun elsewhere is a verb.
        let doing = i == relative + 1 && pronoun != "whose" && form(words, i).is_some();
        past || doing || is_finite(words, i) || is(&MODALS, core_at(words, i))
    };
    let Some(own) = (relative + 1..words.len()).find(verbal) else { return false };
    let at_once = own == relative + 1;
    // "That known issues in …": its verb is in doubt. Behind "whose" stands a noun.
    let sure = pronoun == "whose" || at_once || (relative + 1..own).all(|i| form(words, i).is_none());
    // "Noor founds that it is …": a verb with a slip of the pen.
    let slip = pronoun == "that" && !at_once && core_at(words, relative - 1).ends_with('s');
    let begins = |i: &usize| is(&SUBORDINATE, core_at(words, *i)) && !words.get(*i).is_some_and(Word::ends_clause);
    let clauses = (relative..words.len()).filter(begins).count();
    sure && !slip && own <= relative + 1 + NEAR && (own..words.len()).filter(verbal).count() <= clauses
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
            "Deployment downgraded, which ended it.",
            "Team alerted that the hub is down.",
            "Noor founds that it is down.",
            "Clients, however, cause queries that were slow.",
        ] {
            assert!(!is_qualified_noun(sentence), "{sentence}");
        }
    }
}
