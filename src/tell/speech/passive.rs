//! Past forms that stand without an auxiliary: active ("we restarted …"), passive ("the change was reverted"), or not certain.

use super::finite::{
    ADJECTIVES, BEFORE_PARTICIPLE, Finite, PREDICATES, before, core_at, finite, is, plural_noun, verb_form,
};
use super::lexicon::{Class, DETERMINERS, Form, PERSON_NOUNS, PLURAL_SUBJECTS, PREPOSITIONS, THING_NOUNS, Verb};
use super::words::{Word, decapitalize};
use crate::lists::{Words, words};

/// Past forms that open a fragment without anybody who acted.
pub(super) static UNWILLED: Words = words!(
    "caused resulted led triggered affected impacted prevented broke exceeded expired failed crashed required contained included meant indicated
    showed appeared seemed became happened occurred dropped lasted"
);

/// Past forms that open a fragment as something we did, although a preposition follows.
pub(super) static PHRASAL: Words =
    words!("reached responded looked talked worked dug logged replied agreed asked tried attempted decided");

/// A past form without an auxiliary: active, passive, or nobody knows.
pub(super) fn participle(words: &mut Vec<Word>, at: usize, verb: &Verb, agent: &str) -> Option<()> {
    let next = core_at(words, at + 1);
    let closes = words.len() == at + 1 || words.get(at).is_some_and(Word::ends_clause);
    if at == 0 {
        // "Restarted the pods" is ours. "Restarted by the vendor", "Increased latency", "Crashed again" are not.
        let core = core_at(words, 0);
        let determiner = is(&DETERMINERS, next) && !closes;
        let later_verb = (1..words.len()).any(|i| {
            matches!(finite(words, i), Some(Finite::Past | Finite::Present(_)))
                || i + 1 == words.len()
                    && matches!(finite(words, i), Some(Finite::PastForm(v)) if is_passive(words, i, v))
        });
        // "Mixed node pools leading to slow builds": what follows says what the thing led to, so the form describes it.
        let leads = |i: usize| is(&["leading", "resulting", "causing", "overwhelming"], core_at(words, i));
        if !determiner && (2..words.len()).any(leads) {
            return None;
        }
        // "Caused new errors", "Exceeded the limit": what a thing does to another is not our doing.
        if is(&UNWILLED, core) {
            return None;
        }
        let certain = match verb.class {
            Class::Transitive | Class::Reporting | Class::Telling => {
                determiner
                    || !closes && !is(&PREPOSITIONS, next) && !is(&ADJECTIVES, core) && !later_verb
                    || next == "that"
            }
            Class::Free => {
                !closes
                    && !is(&ADJECTIVES, core)
                    && !later_verb
                    && (determiner || verb_form(next) == Some(Form::Gerund))
                    || is(&["started", "began", "tried", "decided", "attempted", "continued", "stopped"], core)
                        && (verb_form(next) == Some(Form::Gerund) || next == "to")
            }
        };
        // "Reached out to the vendor", "Attempted to log in", "Investigated and found …", "Cordoned and force drained …".
        let phrase = is(&PHRASAL, core) && is(&PREPOSITIONS, next);
        let second = |i: usize| verb_form(core_at(words, i)) == Some(Form::Past) && i + 1 < words.len();
        let chain = next == "and" && (second(2) || second(3)) && !later_verb;
        if !(certain || phrase || chain) || next == "by" || agent.is_empty() {
            return None;
        }
        if let Some(first) = words.first_mut() {
            *first = Word::new(decapitalize(first.text()));
        }
        words.insert(0, Word::new(agent.to_owned()));
        return Some(());
    }
    // "First detected by users": the subject is missing.
    if at == 1
        && is(
            &["first", "initially", "later", "then", "also", "finally", "eventually", "only", "not", "now", "still"],
            core_at(words, 0),
        )
    {
        return None;
    }
    // "A mail indicating service restored": the form belongs to the gerund before it.
    let gerund = (1..at).any(|i| {
        verb_form(core_at(words, i)) == Some(Form::Gerund)
            && !before(words, i, &BEFORE_PARTICIPLE)
            && !before(words, i, &PREPOSITIONS)
    });
    if gerund && is_passive(words, at, verb) {
        return None;
    }
    if !is_passive(words, at, verb) || reduced_relative(words, at) {
        return Some(());
    }
    // "Remain calm and collected": an adjective beside another.
    if before(words, at, &["and", "or"]) {
        return None;
    }
    // "Service fully restored": the auxiliary goes before the adverb.
    let mut place = at;
    while place > 1
        && (core_at(words, place - 1).ends_with("ly")
            || is(&["also", "then", "now", "again", "first"], core_at(words, place - 1)))
    {
        place -= 1;
    }
    let auxiliary = if plural_subject(words, place) { "were" } else { "was" };
    words.insert(place, Word::new(auxiliary));
    Some(())
}

/// "Changes deployed in the morning caused …": the verb of the clause comes later.
pub(super) fn reduced_relative(words: &[Word], at: usize) -> bool {
    let borders = [
        "and", "but", "or", "that", "which", "who", "when", "because", "after", "as", "so", "while", "until", "before",
        "since", "if", "where",
    ];
    for i in at + 1..words.len() {
        if words.get(i - 1).is_some_and(Word::ends_clause) || is(&borders, core_at(words, i)) {
            return false;
        }
        match finite(words, i) {
            Some(Finite::Past | Finite::Present(_)) => return true,
            // "on fully scheduled nodes", "indicating increased latency": an adjective.
            Some(Finite::PastForm(_)) if core_at(words, i - 1).ends_with("ly") => {}
            Some(Finite::PastForm(_))
                if is(&ADJECTIVES, core_at(words, i)) && verb_form(core_at(words, i - 1)) == Some(Form::Gerund) => {}
            Some(Finite::PastForm(verb)) => return !is_passive(words, i, verb),
            // "80% of replies served from it fail to load": no other form of the verb shows that it is one.
            None if verb_form(core_at(words, i)) == Some(Form::Base)
                && !super::lexicon::verb(core_at(words, i)).is_some_and(|(v, _)| v.noun)
                && !before(words, i, &super::finite::NO_SUBJECT) =>
            {
                return true;
            }
            None => {}
        }
    }
    false
}

/// A past form at `at` whose subject suffered it: "Change reverted", "Incident declared by …".
pub(super) fn is_passive(words: &[Word], at: usize, verb: &Verb) -> bool {
    let next = core_at(words, at + 1);
    if verb.distinct {
        return false;
    }
    // "Others get stuck": "get" is the auxiliary.
    if before(words, at, &["get", "gets", "got", "become", "remain", "stay", "stays", "stayed", "remained", "became"]) {
        return false;
    }
    // "The hub experienced up to 5% errors", "it took up to an hour": a measure is its object.
    let measured = next == "up" && core_at(words, at + 2) == "to"
        || is(&["over", "about", "around", "under"], next)
            && words.get(at + 2).is_some_and(|w| w.bare().starts_with(|c: char| c.is_ascii_digit()));
    if measured && is(&["experience", "suffer", "encounter", "require", "affect", "serve"], &verb.base) {
        return false;
    }
    // "The table filled up all space": behind the particle stands what it filled.
    let filled = is(&["up", "out", "off", "down"], next)
        && (is(&DETERMINERS, core_at(words, at + 2))
            || is(&["all", "most", "every", "several"], core_at(words, at + 2)));
    if filled && verb.class == Class::Transitive {
        return false;
    }
    let closes = words.len() == at + 1 || words.get(at).is_some_and(Word::ends_clause);
    // "Outage declared resolved".
    let verdict = is(&["resolved", "closed", "fixed", "mitigated"], next);
    let no_object = closes || verdict || is(&PREPOSITIONS, next) || is(&PREDICATES, next);
    let subject = subject_head(words, at);
    let person = subject.as_deref().is_some_and(|s| {
        let singular = s.strip_suffix('s').unwrap_or(s);
        is(&PERSON_NOUNS, singular)
            || is(
                &[
                    "team", "we", "i", "they", "he", "she", "you", "it", "who", "which", "that", "this", "these",
                    "those", "i've", "teammate", "teammates", "nobody", "somebody", "someone", "anybody", "anyone",
                    "everybody", "everyone", "one", "community", "helpdesk", "vendor",
                ],
                s,
            )
    });
    // A single capitalised word may be somebody's name.
    let only = core_at(words, 0);
    let common = is(&THING_NOUNS, only.strip_suffix('s').unwrap_or(only))
        || is(&super::lexicon::COMMON_OPENERS, only)
        || super::lexicon::verb(only).is_some_and(|(v, _)| v.noun)
        || only.bytes().any(|b| b.is_ascii_digit());
    let adverbs = words
        .iter()
        .take(at)
        .skip(1)
        .all(|w| is(&["then", "also", "later", "now", "again"], w.core()) || w.core().ends_with("ly"));
    let name = at >= 1 && adverbs && words.first().is_some_and(|w| w.bare().starts_with(char::is_uppercase)) && !common;
    let acts = before(words, at, &["we", "they", "i", "you", "he", "she", "it", "who", "which", "that"]);
    // "First alert received indicating a fault": no alert receives anything.
    let received = verb.base == "receive"
        && subject.as_deref().is_some_and(|s| is(&["alert", "alerts", "report", "reports", "page"], s));
    let passive = !acts
        && (received
            || match verb.class {
                Class::Transitive => no_object,
                Class::Telling => no_object || next == "that",
                // "Outage confirmed to be over".
                Class::Reporting => no_object && next != "that" && (next != "to" || core_at(words, at + 2) == "be"),
                // "The release rolled back", "the broker scaled to zero": somebody did that to it.
                Class::Free if is(&["roll", "scale"], &verb.base) => {
                    closes && verb.base == "scale" || is(&["back", "out", "up", "down", "to", "by"], next) && !closes
                }
                Class::Free => next == "by" && !closes && verb.base != "follow",
            });
    let told =
        verb.class == Class::Telling && (closes || is(&["that", "via", "by", "about", "of", "through", "when"], next));
    passive && (!person || told) && !name
}

/// The noun that the clause is about: the last word before the first preposition, before `end`.
pub(super) fn subject_head(words: &[Word], end: usize) -> Option<String> {
    let start = words.iter().take(end).rposition(Word::ends_clause).map_or(0, |i| i + 1);
    let stop = (start..end)
        .find(|&i| i > start && is(&PREPOSITIONS, core_at(words, i)) && core_at(words, i) != "and")
        .unwrap_or(end);
    let mut last = stop;
    while last > start
        && (core_at(words, last - 1).ends_with("ly") || is(&["also", "then", "now", "again"], core_at(words, last - 1)))
    {
        last -= 1;
    }
    // "Engineer 2", "vendor A": the noun is about whom, the number or letter which of them.
    let which = |w: &str| w.bytes().all(|b| b.is_ascii_digit()) || w.len() == 1 && w != "i";
    if last > start + 1 && which(core_at(words, last - 1)) {
        last -= 1;
    }
    (last > start).then(|| core_at(words, last - 1).to_owned())
}

pub(super) fn plural_subject(words: &[Word], end: usize) -> bool {
    // "80% of the requests", "most of the traffic": what they are a part of decides.
    let part = (1..end).find(|&i| {
        core_at(words, i) == "of"
            && (words.get(i - 1).is_some_and(|w| w.text().ends_with('%'))
                || is(
                    &["percent", "most", "half", "some", "all", "majority", "rest", "thirds", "quarters"],
                    core_at(words, i - 1),
                ))
    });
    if let Some(of) = part.filter(|of| of + 1 < end) {
        return plural_subject(words.get(of + 1..end).unwrap_or_default(), end - of - 1);
    }
    // "The issue with Safari and iOS": what stands behind a preposition joins no second subject; "The log of run 5 and its
    // copies" does.
    let apart = (1..end).find(|&i| is(&PREPOSITIONS, core_at(words, i)) && core_at(words, i) != "and").unwrap_or(end);
    let joins = |i: usize| core_at(words, i) == "and" && (i < apart || is(&["its", "their"], core_at(words, i + 1)));
    let joined = (1..end).any(joins);
    let Some(head) = subject_head(words, end) else {
        return false;
    };
    // `DNS` is one thing, `PRs` are several.
    let spelled = words.iter().take(end).find(|w| w.core() == head).is_some_and(|w| w.bare().ends_with('S'));
    joined || (plural_noun(&head) && !spelled) || is(&PLURAL_SUBJECTS, &head)
}
