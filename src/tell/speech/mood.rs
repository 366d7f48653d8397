//! What a fragment is: a clause, a note, an order, advice, a deed without its doer, words about how things are.

use super::finite::{ADJECTIVES, BEFORE_PARTICIPLE, Finite, before, core_at, finite, is, is_in_name};
use super::lexicon::{DETERMINERS, Form, PERSON_NOUNS, PREPOSITIONS, is_auxiliary, verb};
use super::passive::is_passive;
use super::words::{Word, split, tokens};
use crate::lists::{Words, words};

/// Has something that is, or may well be, a finite verb: can stand as a sentence of its own.
pub fn is_clause(text: &str) -> bool {
    has_finite(&split(text))
}

fn has_finite(words: &[Word]) -> bool {
    (1..words.len()).any(|i| is_finite(words, i))
}

/// Whether this word is, or may well be, a finite verb.
pub(super) fn is_finite(words: &[Word], at: usize) -> bool {
    match finite(words, at) {
        Some(Finite::PastForm(verb)) => !is_passive(words, at, verb),
        Some(Finite::Past | Finite::Present(_)) => true,
        None => words.get(at).is_some_and(|w| {
            let participle = before(words, at, &BEFORE_PARTICIPLE);
            unknown_past(w) && !participle && !is_in_name(words, at) && !is_attribute(words, at)
        }),
    }
}

/// "A new partitioned table": between an article and a noun, what looks like a past form says what the noun is like; but "The
/// team onboarded users".
fn is_attribute(words: &[Word], at: usize) -> bool {
    const QUALITIES: [&str; 12] =
        ["new", "old", "single", "small", "large", "big", "other", "first", "second", "same", "main", "own"];
    const ENDINGS: [&str; 6] = ["al", "ic", "ous", "ive", "able", "ly"];
    // "The hub's" stands where an article does.
    let opens_noun = |word: &str| is(&["a", "an", "the"], word) || word.ends_with("'s");
    let article = |at: Option<usize>| at.is_some_and(|i| opens_noun(core_at(words, i)));
    let middle = at.checked_sub(1).map(|i| core_at(words, i)).unwrap_or_default();
    let quality = is(&QUALITIES, middle) || ENDINGS.iter().any(|ending| middle.ends_with(ending));
    let led = article(at.checked_sub(1)) || quality && article(at.checked_sub(2));
    let next = core_at(words, at + 1);
    let noun = next.len() > 3 && !is(&PREPOSITIONS, next) && !is(&DETERMINERS, next) && !next.ends_with("ly");
    led && noun && !words.get(at).is_some_and(Word::ends_clause)
}

/// The first two words of a text.
pub(super) fn opening(text: &str) -> Vec<Word<'_>> {
    tokens(text).take(2).map(Word::new).collect()
}

/// Lacks what only a note leaves out: it opens with a past form ("Identified the bug and …") or with a noun that wants an article.
pub fn is_note(text: &str) -> bool {
    let first = opening(text).first().map(|w| w.core().to_owned()).unwrap_or_default();
    let past = matches!(verb(&first), Some((_, Form::Past))) && !is(&ADJECTIVES, &first);
    past || is(&PERSON_NOUNS, &first) || is(&["team", "incident", "rollback", "deployment"], &first)
}

/// Opens with the plain form of a verb: an instruction, or a plan.
pub fn is_imperative(text: &str) -> bool {
    let words = opening(text);
    let second = core_at(&words, 1);
    // "Switch to using snapshots." has no other verb; "Access to the site was lost." does.
    let object =
        || is(&DETERMINERS, second) || is(&["how", "when"], second) || second == "to" && !has_finite(&split(text));
    matches!(verb(core_at(&words, 0)), Some((v, Form::Base)) if !v.noun || object())
}

/// Tells others what to do, be it once or as a rule: an instruction, or "Never trust the cache", "Be careful with it", "When
/// the queue grows, wait for the hub".
pub fn is_advice(text: &str) -> bool {
    let words = opening(text);
    let (first, second) = (core_at(&words, 0), core_at(&words, 1));
    if first == "never" {
        // "Never set by anybody", "Never before had it …" tell of what was not done.
        let told = is(&["again", "before", "been", "had", "was", "did", "once"], second)
            || second.ends_with("ed")
            || second.ends_with("ing")
            || verb(second).is_some_and(|(v, form)| form != Form::Base || v.past == second);
        return !told;
    }
    if is(&["when", "if", "in", "on", "for", "before", "after"], first) {
        return text.split_once(", ").is_some_and(|(_, rest)| is_advice(rest));
    }
    first == "be" || first == "wait" && second == "for" || is_imperative(text)
}

/// Has its finite verb before any relative or subordinate clause begins: is a main clause.
pub fn is_main_clause(text: &str) -> bool {
    static SUBORDINATE: Words = words!(
        "
that which who whose where when while because if after before until since as so to
"
    );
    let words = split(text);
    let stop = (1..words.len()).find(|&i| is(&SUBORDINATE, core_at(&words, i))).unwrap_or(words.len());
    has_finite(words.get(..stop).unwrap_or(&[]))
}

/// A word outside of the list that looks like a past form.
fn unknown_past(word: &Word) -> bool {
    let core = word.core();
    core.len() > 5 && core.ends_with("ed") && verb(core).is_none() && !word.fixed
}

/// Opens with what somebody does, in the third person ("Splits the traffic"): a verb that is no noun as well, or one that
/// is followed by no verb of its own ("Alerts fire", "Reports of errors" have a subject).
pub fn opens_with_deed(fragment: &str) -> bool {
    let words = opening(fragment);
    let opener = verb(core_at(&words, 0)).filter(|(_, form)| *form == Form::Third);
    let second = core_at(&words, 1);
    let object = is(&DETERMINERS, second) || second.bytes().any(|b| b.is_ascii_digit());
    // "Updates are piling up": a subject, which has its verb.
    opener.is_some_and(|(v, _)| !v.noun || object) && !is_auxiliary(second)
}

/// What opens words about the state of things, whoever says them: "Seems to be back" lacks an "it", not the one who acted.
const IMPERSONAL: &[&str] = &[
    "seems", "seemed", "appears", "appeared", "sounds", "sounded", "looks like", "looked like", "looks as",
    "looks good", "looks fine", "looks ok", "looks okay", "looks better", "looks to be", "feels like", "turns out",
    "turned out", "works for", "works now", "works again", "works fine", "happens", "happened", "helps", "helped",
    "depends",
];

/// Says how things are, and not what somebody did.
pub(super) fn is_impersonal(fragment: &str) -> bool {
    let head = fragment.get(..fragment.len().min(20)).unwrap_or(fragment).to_lowercase();
    IMPERSONAL
        .iter()
        .any(|opener| head.strip_prefix(opener).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
}

/// Has finite verbs, all of them certainly of the present.
pub fn is_in_the_present(text: &str) -> bool {
    let words = split(text);
    let verbs: Vec<Finite> = (1..words.len()).filter_map(|i| finite(&words, i)).collect();
    let unknown = (1..words.len()).any(|i| finite(&words, i).is_none() && is_finite(&words, i));
    !verbs.is_empty() && verbs.iter().all(|v| matches!(v, Finite::Present(_))) && !unknown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_in_the_present() {
        assert!(is_in_the_present("Each key is kept in a table") && !is_in_the_present("Each key was kept"));
    }

    #[test]
    fn a_clause_has_a_verb_that_belongs_to_no_name_and_to_no_noun() {
        for clause in [
            "The store experienced up to 5% errors on reads",
            "Hub Tunnels Dismantled By Team",
            "The new table misaligned in the end",
            "The team onboarded users of the hub",
            "An internal automated balancing system of the hub actively monitors load",
        ] {
            assert!(is_clause(clause), "{clause}");
        }
        for note in [
            "Better names for the hubs we need",
            "Tunnels through Hub Dedicated Access on all nodes",
            "Move to a new repartitioned table of users",
            "Missing daily reports of the hub",
        ] {
            assert!(!is_clause(note), "{note}");
        }
    }

    #[test]
    fn an_order_has_no_other_verb() {
        for order in ["Switch to using snapshots", "Add an alert", "Check how long it takes"] {
            assert!(is_imperative(order), "{order}");
        }
        for advice in ["Never trust a warm cache", "Be more careful", "When the queue is long, wait for the hub"] {
            assert!(is_advice(advice) && !is_imperative(advice), "{advice}");
        }
        for told in ["Never set by anybody", "On Monday, restart loops began", "When it was slow, we waited for it"] {
            assert!(!is_advice(told), "{told}");
        }
        for told in ["Switch to the replica that we had asked for did not happen", "Access to the site was lost"] {
            assert!(!is_imperative(told), "{told}");
        }
    }
}
