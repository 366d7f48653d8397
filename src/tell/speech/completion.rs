//! Completes a fragment of a timeline with the words that it leaves out: an auxiliary, an article, who acts.

use super::finite::{PREDICATES, before, core_at, finite, is, plural_noun, verb_form};
use super::lexicon::{DETERMINERS, Form, PERSON_NOUNS, PLURAL_SUBJECTS, PREPOSITIONS, THING_NOUNS, verb};
use super::passive::plural_subject;
use super::words::{Word, decapitalize};
use crate::lists::{Words, words};

/// What a single thing may be doing ("Traffic working as intended"). With other verbs noun and gerund may be one name ("Load balancing").
static STATES: Words = words!(
    "working running recovering failing serving responding crashing operating functioning behaving flowing degrading"
);

/// "It's clear" → "It is clear", where a clause begins, so that the verb can change. Elsewhere it may be a misspelt "its".
pub(super) fn expand(words: &mut Vec<Word>) {
    const FORMS: &[(&str, &str, &str)] = &[
        ("it's", "it", "is"),
        ("that's", "that", "is"),
        ("there's", "there", "is"),
        ("we're", "we", "are"),
        ("they're", "they", "are"),
        ("we've", "we", "have"),
        ("they've", "they", "have"),
    ];
    let mut i = 0;
    while i < words.len() {
        let core = core_at(words, i);
        let begins = i == 0
            || words.get(i - 1).is_some_and(Word::ends_clause)
            || before(words, i, &["and", "that", "but", "so", "because", "as"]);
        let counted = core_at(words, i + 1).starts_with(|c: char| c.is_ascii_digit());
        let form = FORMS.iter().find(|(short, ..)| *short == core).filter(|_| begins && !counted);
        if let (Some((_, subject, verb)), Some(word)) =
            (form, words.get_mut(i).filter(|w| !w.fixed && !w.ends_clause()))
        {
            let capital = word.bare().starts_with(char::is_uppercase);
            *word = Word::new(if capital { super::words::capitalize(subject) } else { (*subject).to_owned() });
            words.insert(i + 1, Word::new(*verb));
        }
        i += 1;
    }
}

/// "New nodes being added" → "New nodes were being added", where nothing else is the verb.
pub(super) fn being(words: &mut Vec<Word>) {
    let Some(at) = (1..words.len()).find(|&i| core_at(words, i) == "being") else { return };
    let free = (0..at).all(|i| finite(words, i).is_none() && !is(&PREPOSITIONS, core_at(words, i)));
    let participle = verb_form(core_at(words, at + 1)).is_some_and(|f| matches!(f, Form::Past | Form::Participle));
    if free && participle {
        let auxiliary = if plural_subject(words, at) { "were" } else { "was" };
        words.insert(at, Word::new(auxiliary));
    }
}

/// Completes a fragment that has no finite verb: "Site down", "Pods crashing", "Draining the nodes".
pub(super) fn verbless(words: &mut Vec<Word>, agent: &str) -> Option<()> {
    let gerund = |w: &Word| verb_form(w.core()) == Some(Form::Gerund) && !w.fixed;
    if words.first().is_some_and(gerund) {
        // "Monitoring alerts" is a thing; "Draining the nodes" and "Digging into logs" are something we did.
        let next = core_at(words, 1);
        let acts = is(&DETERMINERS, next) || is(&["into", "to", "for", "whether", "if", "on", "at"], next);
        // "Testing on the old nodes fine": how it went.
        let verdict = words.last().is_some_and(|w| is(&["ok", "fine", "good", "complete", "done"], w.core()));
        if !acts || verdict || agent.is_empty() || words.first().is_some_and(Word::ends_clause) {
            return None;
        }
        if let Some(first) = words.first_mut() {
            *first = Word::new(decapitalize(first.text()));
        }
        words.insert(0, Word::new(if agent == "we" { "were" } else { "was" }));
        words.insert(0, Word::new(agent.to_owned()));
        return Some(());
    }
    // "Put the node back into the pool": an order, or what somebody did.
    if matches!(verb(core_at(words, 0)), Some((v, Form::Base | Form::Past)) if !v.noun) {
        return None;
    }
    let at = (1..words.len()).find(|&i| {
        let core = core_at(words, i);
        let next = core_at(words, i + 1);
        let closes = i + 1 == words.len() || words.get(i).is_some_and(Word::ends_clause);
        let small = words.get(i).is_some_and(|w| w.bare() == core);
        // "Retries back off": a verb.
        let predicate =
            small && is(&PREDICATES, core) && !(core == "back" && next == "off") && (closes || is(&PREPOSITIONS, next));
        // The noun before it, an adverb between left out ("still returning").
        let adverb = |w: &str| is(&["still", "now", "again"], w) || w.ends_with("ly");
        let noun = (0..i).rev().map(|n| core_at(words, n)).find(|&w| !adverb(w)).unwrap_or_default();
        let bordered = words.get(i - 1).is_some_and(Word::ends_clause);
        // "Vendor A begins making changes": a verb, although nothing shows whose.
        // "The node gone down": the form before it is the verb.
        let verb = verb(noun)
            .is_some_and(|(v, form)| form == Form::Third && !v.noun || matches!(form, Form::Past | Form::Participle));
        let after_noun = !noun.is_empty() && !verb && !is(&PREPOSITIONS, noun) && !is(&DETERMINERS, noun) && !bordered;
        // In "Errors Accessing the Page" capitals make a title of it.
        let several = small && words.get(i).is_some_and(gerund) && plural_noun(noun);
        let goes_on = closes || is(&PREPOSITIONS, next) || next.ends_with("ly");
        let one = is(&STATES, core) && is(&THING_NOUNS, noun) && goes_on;
        words.get(i).is_some_and(|w| !w.fixed) && after_noun && (predicate || several || one)
    })?;
    let adverb = |w: &str| is(&["still", "now", "again"], w) || w.len() > 4 && w.ends_with("ly");
    let at = if at > 1 && adverb(core_at(words, at - 1)) { at - 1 } else { at };
    // A preposition further left makes the noun part of something else ("Errors in pods crashing").
    if words.iter().take(at).any(|w| is(&PREPOSITIONS, w.core()) && w.core() != "and") {
        return None;
    }
    let auxiliary = if plural_subject(words, at) { "were" } else { "was" };
    words.insert(at, Word::new(auxiliary));
    Some(())
}

/// "Developer reported …" → "a developer reported …"; "rollback failed" → "the rollback failed".
pub(super) fn article(words: &mut Vec<Word>) {
    let Some(first) = words.first() else { return };
    if is(&DETERMINERS, first.core()) || first.fixed || is(&PLURAL_SUBJECTS, first.core()) {
        return;
    }
    let Some(verb_at) = (1..words.len()).find(|&i| finite(words, i).is_some()) else {
        return;
    };
    let verb_at = (1..verb_at).find(|&i| is(&PREPOSITIONS, core_at(words, i))).unwrap_or(verb_at);
    // Only a subject of plain nouns: a preposition, comma or name inside makes the article uncertain.
    let subject: Vec<String> =
        words.iter().take(verb_at).filter(|w| !w.core().ends_with("ly")).map(|w| w.core().to_owned()).collect();
    let Some(head) = subject.last() else { return };
    if subject.iter().any(|w| is(&DETERMINERS, w) || is(&PREPOSITIONS, w)) {
        return;
    }
    let plain = subject.len() <= 3
        && words.iter().take(verb_at).all(|w| !w.ends_clause() && !w.fixed)
        && words.iter().take(verb_at).skip(1).all(|w| w.bare() == w.core() || is(&THING_NOUNS, w.core()));
    let proper = first.bare().chars().skip(1).any(char::is_uppercase);
    if !plain || plural_noun(head) || proper && !is(&THING_NOUNS, head) {
        return;
    }
    let known = |w: &str| is(&THING_NOUNS, w) || is(&PERSON_NOUNS, w) || is(&super::lexicon::COMMON_OPENERS, w);
    let article = if is(&PERSON_NOUNS, head) {
        // "An engineer", but "a second engineer": the word behind the article decides.
        if first.core().starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" }
    } else if is(&THING_NOUNS, head)
        && !is(&["latency", "connectivity", "traffic", "maintenance", "feature"], head)
        && (subject.len() == 1 || subject.first().is_some_and(|s| known(s)))
    {
        "the"
    } else {
        return;
    };
    if let Some(first) = words.first_mut() {
        let lower = first.text().chars().skip(1).all(|c| !c.is_uppercase());
        if lower {
            *first = Word::new(decapitalize(first.text()));
        }
    }
    words.insert(0, Word::new(article));
}

#[cfg(test)]
mod tests {
    fn we(fragment: &str) -> Option<String> {
        crate::tell::speech::tense::clause(fragment, "we")
    }

    #[test]
    fn a_predicate_without_verb_gets_one() {
        assert_eq!(we("Site down for everyone").as_deref(), Some("the site was down for everyone"));
        assert_eq!(we("All services healthy again").as_deref(), Some("All services were healthy again"));
        assert_eq!(we("All users still seeing errors").as_deref(), Some("All users were still seeing errors"));
        assert_eq!(we("All traffic working as intended").as_deref(), Some("All traffic was working as intended"));
        assert_eq!(we("Load balancing for the hub"), None);
        assert_eq!(we("Errors in pods down the line"), None);
        assert_eq!(we("Retries back off: 5, 15, 45 minutes"), None);
        assert_eq!(we("Orders gone down"), None);
        assert_eq!(we("Misconfigured balancer leading to uneven traffic"), None);
        assert_eq!(we("Duplicated rows causing slow reads"), None);
    }
}
