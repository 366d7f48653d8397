//! Puts a fragment of a timeline into the past tense and completes it to a clause, where its grammar is certain.

use super::lexicon::{
    AUXILIARIES, Class, DETERMINERS, Form, Has, PAST_AUXILIARIES, PERSON_NOUNS, PLURAL_SUBJECTS, PREPOSITIONS,
    THING_NOUNS, Verb, Words, verb, words,
};
use super::words::{Word, decapitalize, join, split};

/// What stands before a form that looks finite and shows that it is none.
static NO_SUBJECT: Words = words!(
    "
to not will would can could should may might must cannot didn't don't doesn't did does do
"
);

/// Forms of "to be" and "to have": a past form after them is a participle.
static BEFORE_PARTICIPLE: Words = words!(
    "
is are was were be been being am has have had get gets got having isn't aren't wasn't weren't hasn't haven't
hadn't
"
);

/// Adjectives that make a predicate when they close a fragment ("Site down", "All services healthy again").
static PREDICATES: Words = words!(
    "
down unavailable available healthy unhealthy offline online stable unstable unresponsive unreachable reachable
inaccessible accessible full over unusable operational idle green red stuck complete able unable back
"
);

/// Participles that are adjectives when they open a fragment ("Increased latency on …"), never something that we did.
static ADJECTIVES: Words = words!(
    "
increased elevated failed affected degraded reduced scheduled limited exhausted overloaded delayed prolonged
continued unexpected repeated expired corrupted saturated improved decreased related unrelated lost broken
blocked experienced exposed missed shared set left hit cut run shut put
"
);

/// What a single thing may be doing ("Traffic working as intended"). With other verbs noun and gerund may be one name ("Load balancing").
static STATES: Words = words!(
    "working running recovering failing serving responding crashing operating functioning behaving flowing degrading"
);

/// Past forms that open a fragment without anybody who acted.
static UNWILLED: Words = words!(
    "caused resulted led triggered affected impacted prevented broke exceeded expired failed crashed required contained included meant indicated
    showed appeared seemed became happened occurred dropped lasted"
);

/// Past forms that open a fragment as something we did, although a preposition follows.
static PHRASAL: Words = words!("reached responded looked talked worked dug logged replied agreed asked tried decided");

/// Verbs, nouns as well, that go on with "to" ("Latency drops to …"). After other nouns "to" says whom it concerns ("changes to …").
static TO: Words = words!(
    "start need attempt want return drop fail increase decrease climb move switch fall rise plan roll hope help try"
);

/// Verbs, nouns as well, that go with "down", "back" and the like. Other nouns are only followed by them ("redirect down").
static PARTICLE: Words =
    words!("shut scale roll spin start build drop fall break hang show end cut set turn lock look move open run");

/// Verbs, nouns as well, that take a bare noun as their object ("Prometheus shows errors").
static OBJECTS: Words = words!("show hit cause force need use want reach trigger open start post push run");

/// Verbs, nouns as well, of things that go up and down.
static MOVES: Words = words!("spike drop start stop end climb return fall rise resume crash plateau peak");

#[derive(Debug, Clone, Copy)]
enum Finite {
    /// Past already.
    Past,
    /// A past form that may be a participle.
    PastForm(&'static Verb),
    /// To be replaced by this.
    Present(&'static str),
}

/// A fragment as a clause in the past tense ("the rollback failed due to …"), or `None` when its grammar is not certain.
/// `agent` is said where a fragment names nobody who acts ("Restarted the pods").
pub fn clause(fragment: &str, agent: &str) -> Option<String> {
    // "Incident declared, rollback attempted": two fragments, each of them sure.
    if let Some((first, second)) = fragment.split_once(", ") {
        let opener = split(second).first().map(|w| w.core().to_owned()).unwrap_or_default();
        let independent =
            !is(&PREPOSITIONS, &opener) && !second.contains(", ") && verb_form(&opener) != Some(Form::Gerund);
        if independent && !is_clause(first) && !is_clause(second) {
            if let (Some(first), Some(second)) = (single(first, agent), single(second, agent)) {
                return Some(format!("{first} and {}", decapitalize(&second)));
            }
        }
    }
    single(fragment, agent)
}

fn single(fragment: &str, agent: &str) -> Option<String> {
    let mut words = split(fragment);
    expand(&mut words);
    // "is identified as the culprit": what it is about is gone.
    let first = core_at(&words, 0);
    if AUXILIARIES.iter().any(|(present, _)| *present == first) || is(&PAST_AUXILIARIES, &first) {
        return None;
    }
    // "Confirm that …", "Restart the hub": nobody knows whether it was done.
    let opener = verb(&core_at(&words, 0));
    let second = core_at(&words, 1);
    if opener.is_some_and(|(v, f)| f == Form::Base && (!v.noun || is(&DETERMINERS, &second) || second == "that")) {
        return None;
    }
    being(&mut words);
    let main = (0..words.len()).find(|&i| finite(&words, i).is_some());
    // "Scheduled rollover started": the first word describes the subject, its verb comes later.
    let describes = main == Some(0) && is(&ADJECTIVES, &core_at(&words, 0));
    let main = if describes { (1..words.len()).find(|&i| finite(&words, i).is_some()) } else { main };
    match main.map(|i| (i, finite(&words, i))) {
        Some((i, Some(Finite::PastForm(verb)))) => participle(&mut words, i, verb, agent)?,
        Some((0, Some(Finite::Past | Finite::Present(_)))) => return None,
        Some(_) => {}
        None => verbless(&mut words, agent)?,
    }
    to_past(&mut words);
    article(&mut words);
    Some(join(&words))
}

/// "It's clear" → "It is clear", where a clause begins, so that the verb can change. Elsewhere it may be a misspelt "its".
fn expand(words: &mut Vec<Word>) {
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
fn being(words: &mut Vec<Word>) {
    let Some(at) = (1..words.len()).find(|&i| core_at(words, i) == "being") else { return };
    let free = (0..at).all(|i| finite(words, i).is_none() && !is(&PREPOSITIONS, &core_at(words, i)));
    let participle = verb_form(&core_at(words, at + 1)).is_some_and(|f| matches!(f, Form::Past | Form::Participle));
    if free && participle {
        let auxiliary = if plural_subject(words, at) { "were" } else { "was" };
        words.insert(at, Word::new(auxiliary));
    }
}

/// Has something that is, or may well be, a finite verb: can stand as a sentence of its own.
pub fn is_clause(text: &str) -> bool {
    let words = split(text);
    (0..words.len()).any(|i| match finite(&words, i) {
        Some(Finite::PastForm(verb)) => i > 0 && !is_passive(&words, i, verb),
        Some(Finite::Past) => i > 0,
        Some(Finite::Present(_)) => i > 0,
        None => i > 0 && words.get(i).is_some_and(|w| unknown_past(w) && !before(&words, i, &BEFORE_PARTICIPLE)),
    })
}

/// Lacks what only a note leaves out: it opens with a past form ("Identified the bug and …") or with a noun that wants an article.
pub fn is_note(text: &str) -> bool {
    let first = split(text).first().map(|w| w.core().to_owned()).unwrap_or_default();
    let past = matches!(verb(&first), Some((_, Form::Past))) && !is(&ADJECTIVES, &first);
    past || is(&PERSON_NOUNS, &first) || is(&["team", "incident", "rollback", "deployment"], &first)
}

/// Opens with the plain form of a verb: an instruction, or a plan.
pub fn is_imperative(text: &str) -> bool {
    let words = split(text);
    let second = core_at(&words, 1);
    matches!(verb(&core_at(&words, 0)), Some((v, Form::Base)) if !v.noun || is(&DETERMINERS, &second) || second == "how" || second == "when")
}

/// Has its finite verb before any relative or subordinate clause begins: is a main clause.
pub fn is_main_clause(text: &str) -> bool {
    static SUBORDINATE: Words = words!(
        "
that which who whose where when while because if after before until since as so to
"
    );
    let words = split(text);
    let stop = (1..words.len()).find(|&i| is(&SUBORDINATE, &core_at(&words, i))).unwrap_or(words.len());
    is_clause(&join(words.get(..stop).unwrap_or(&[])))
}

/// A word outside of the list that looks like a past form.
fn unknown_past(word: &Word) -> bool {
    let core = word.core();
    core.len() > 5 && core.ends_with("ed") && verb(&core).is_none() && !word.fixed
}

fn core_at(words: &[Word], at: usize) -> &str {
    words.get(at).map(Word::core).unwrap_or_default()
}

fn before(words: &[Word], at: usize, list: &impl Has) -> bool {
    at.checked_sub(1).and_then(|i| words.get(i)).is_some_and(|w| list.has(&w.core()))
}

fn is(list: &impl Has, word: &str) -> bool {
    list.has(word)
}

fn plural_noun(word: &str) -> bool {
    word.len() > 2
        && word.ends_with('s')
        && !["ss", "us", "is", "ous", "'s"].iter().any(|e| word.ends_with(e))
        && word != "kubernetes"
        && word != "dns"
}

/// The finite verb that the word is, if it is certainly one.
fn finite(words: &[Word], at: usize) -> Option<Finite> {
    let word = words.get(at)?;
    if word.fixed {
        return None;
    }
    let core = word.core();
    if let Some(&(_, past)) = AUXILIARIES.iter().find(|(present, _)| *present == core) {
        let infinitive = before(words, at, &NO_SUBJECT) && !core.ends_with("n't");
        // "9:02 AM" is no verb.
        let meridiem = core == "am" && !before(words, at, &["i"]);
        return (!infinitive && !meridiem).then_some(Finite::Present(past));
    }
    if is(&PAST_AUXILIARIES, &core) {
        return Some(Finite::Past);
    }
    if core == "do" && core_at(words, at + 1) == "not" {
        return Some(Finite::Present("did"));
    }
    let (verb, form) = verb(&core)?;
    let clause_starts = at == 0 || words.get(at - 1).is_some_and(|w| w.ends_clause() && !w.text().ends_with(')'));
    // "reverting changes", "sent pages": the object of another verb.
    let object = verb.noun && at > 0 && matches!(verb_form(&core_at(words, at - 1)), Some(Form::Past | Form::Gerund));
    // "We saw pods fail", "seeing errors no space": after another verb of the clause it is none of its own.
    let ambiguous = verb.noun && form == Form::Third || form == Form::Base;
    if ambiguous && (object || has_verb_before(words, at)) {
        return None;
    }
    match form {
        Form::Past => {
            let adjective = before(words, at, &DETERMINERS) && !before(words, at, &["that", "all", "this"])
                || before(
                    words,
                    at,
                    &[
                        "of", "in", "on", "from", "with", "for", "by", "to", "at", "via", "as", "when", "if", "than",
                        "not", "very", "more", "most", "so", "too", "quite",
                    ],
                );
            let participle = before(words, at, &BEFORE_PARTICIPLE) || after_adverb(words, at);
            // "hit", "set", "put": the base after "to" or a modal verb.
            let infinitive = verb.base == verb.past && before(words, at, &NO_SUBJECT);
            (!adjective && !participle && !infinitive).then_some(Finite::PastForm(verb))
        }
        Form::Third => {
            // "Team tunes the alerts, establishes a cause": a list of verbs.
            let listed = clause_starts
                && !verb.noun
                && words.get(at.wrapping_sub(1)).is_some_and(|w| w.text().ends_with(','))
                && (1..at)
                    .any(|i| verb_form(&core_at(words, i)) == Some(Form::Third) && core_at(words, i - 1) != "the");
            let fits =
                (!clause_starts || listed) && !before(words, at, &DETERMINERS) && !before(words, at, &NO_SUBJECT);
            let follows_preposition = at > 0
                && is(&PREPOSITIONS, &core_at(words, at - 1))
                && !before(words, at, &["and", "but", "which", "then", "now", "also"]);
            (fits && !follows_preposition && (!verb.noun || object_follows(words, at, Form::Third)))
                .then_some(Finite::Present(&verb.past))
        }
        Form::Base => {
            let subject = at.checked_sub(1).map(|i| core_at(words, i)).unwrap_or_default();
            // "Noor and Dana Voss conclude": two subjects.
            let capital = |i: usize| words.get(i).is_some_and(|w| w.bare().starts_with(char::is_uppercase));
            let and = |i: Option<usize>| i.is_some_and(|i| core_at(words, i) == "and");
            let joined = !verb.noun
                && at >= 2
                && capital(at - 1)
                && (and(at.checked_sub(2)) || and(at.checked_sub(3)) && capital(at - 2));
            let plural = (plural_noun(&subject) || joined)
                && super::lexicon::verb(&subject).is_none_or(|(v, f)| v.noun && f == Form::Third);
            // "start failing and enter …": a second verb of the same subject.
            let second = is(&["and", "then"], &subject)
                && (1..at).any(|i| {
                    // The first one stands behind its subject, so this does not come back here.
                    !before(words, i, &["and", "then"])
                        && words.get(i).is_some_and(|w| verb_form(&w.core()) == Some(Form::Base))
                        && finite(words, i).is_some()
                });
            let fits = !clause_starts
                && (is(&PLURAL_SUBJECTS, &subject) || is(&["team", "staff"], &subject) || plural || second)
                && at >= 1;
            (fits && (!verb.noun || object_follows(words, at, Form::Base))).then_some(Finite::Present(&verb.past))
        }
        Form::Gerund | Form::Participle => None,
    }
}

/// The clause has its verb already: what may be a noun is one ("seeing errors no space", "published messages").
fn has_verb_before(words: &[Word], at: usize) -> bool {
    static BORDERS: Words =
        words!("and but that which who when because as if while after before until so where or than then");
    for i in (0..at).rev() {
        let core = core_at(words, i);
        if words.get(i).is_some_and(Word::ends_clause) || is(&BORDERS, &core) {
            return false;
        }
        let certain = match verb(&core) {
            Some((_, Form::Past)) => i > 0 && !is(&ADJECTIVES, &core),
            Some((v, Form::Third)) => i > 0 && !v.noun,
            _ => {
                AUXILIARIES.iter().any(|(present, _)| *present == core && core != "am") || is(&PAST_AUXILIARIES, &core)
            }
        };
        if certain {
            return true;
        }
    }
    false
}

/// "was fully restored": an adverb between the auxiliary and the participle.
fn after_adverb(words: &[Word], at: usize) -> bool {
    let adverb = |i: usize| {
        let core = core_at(words, i);
        core.ends_with("ly")
            || is(&["not", "also", "then", "now", "still", "already", "just", "never", "again", "only"], &core)
    };
    let mut i = at;
    while i > 0 && adverb(i - 1) {
        i -= 1;
    }
    i < at && before(words, i, &BEFORE_PARTICIPLE)
}

/// After a word that may be a noun or a verb: what follows makes it a verb.
fn object_follows(words: &[Word], at: usize, form: Form) -> bool {
    if at == 0 {
        return false;
    }
    if words.get(at).is_some_and(Word::ends_clause) {
        return false;
    }
    let next = core_at(words, at + 1);
    let gerund = next.len() > 5 && next.ends_with("ing");
    let opens_object = is(&DETERMINERS, &next)
        || is(&["it", "him", "them", "us", "me", "that", "again"], &next)
        || next.starts_with(|c: char| c.is_ascii_digit());
    let word = verb(&core_at(words, at)).map(|(v, _)| v);
    let particle = is(&["back", "down", "up", "out", "off", "into", "over"], &next);
    let reason = is(&["due", "because", "after"], &next);
    let goes_to = word.is_some_and(|v| {
        next == "to" && is(&TO, &v.base) || particle && is(&PARTICLE, &v.base) || reason && is(&MOVES, &v.base)
    });
    // "loops and amplifies": two verbs.
    let twin = next == "and" && verb(&core_at(words, at + 2)).is_some_and(|(v, f)| f == Form::Third && !v.noun);
    if opens_object || gerund || goes_to || twin {
        return true;
    }
    // "Developer reports high count": a plain noun follows, and nothing else in the clause can be its verb.
    let other_verb = words
        .iter()
        .enumerate()
        .skip(at + 1)
        .take_while(|(i, _)| *i <= at + 1 || !words.get(i - 1).is_some_and(Word::ends_clause))
        .any(|(i, w)| {
            let core = w.core();
            AUXILIARIES.iter().any(|(p, _)| *p == core)
                || is(&PAST_AUXILIARIES, &core)
                || (i > at + 1 && verb(&core).is_some_and(|(v, f)| f == Form::Past || (f == Form::Third && !v.noun)))
        });
    let past_next = verb(&next).is_some_and(|(_, f)| f == Form::Past)
        || is(&PAST_AUXILIARIES, &next)
        || AUXILIARIES.iter().any(|(present, _)| *present == next);
    let reports = word.is_some_and(|v| v.class == Class::Reporting);
    // "Noor reports on the channel that …".
    let that = reports && (at + 2..at + 6).any(|i| core_at(words, i) == "that");
    // "More reports come in", "user reports": a thing.
    let base_next = verb(next).is_some_and(|(v, f)| f == Form::Base && !v.noun);
    let counted = before(
        words,
        at,
        &["more", "other", "new", "further", "additional", "user", "customer", "error", "bug", "status", "first"],
    );
    if reports && (base_next || counted) {
        return false;
    }
    let several = plural_noun(&core_at(words, at - 1));
    if reports && !past_next && !next.is_empty() && (that || !is(&PREPOSITIONS, &next) && !is(&PREDICATES, &next)) {
        return (form == Form::Third && !several) || (form == Form::Base && several);
    }
    let takes_noun = word.is_some_and(|v| v.class == Class::Reporting || is(&OBJECTS, &v.base));
    // "Latency spikes on the hub": nobody calls a spike that.
    let moves =
        word.is_some_and(|v| is(&MOVES, &v.base)) && is(&["at", "on", "for", "from", "in", "with", "across"], &next);
    form == Form::Third
        && at > 0
        && !next.is_empty()
        && (takes_noun && !is(&PREPOSITIONS, &next) && !is(&PREDICATES, &next) || moves)
        && !other_verb
        && !past_next
        && !plural_noun(&core_at(words, at - 1))
}

/// A past form without an auxiliary: active, passive, or nobody knows.
fn participle(words: &mut Vec<Word>, at: usize, verb: &Verb, agent: &str) -> Option<()> {
    let next = core_at(words, at + 1);
    let closes = words.len() == at + 1 || words.get(at).is_some_and(Word::ends_clause);
    if at == 0 {
        // "Restarted the pods" is ours. "Restarted by the vendor", "Increased latency", "Crashed again" are not.
        let core = core_at(words, 0);
        let determiner = is(&DETERMINERS, &next) && !closes;
        let later_verb = (1..words.len()).any(|i| {
            matches!(finite(words, i), Some(Finite::Past | Finite::Present(_)))
                || i + 1 == words.len()
                    && matches!(finite(words, i), Some(Finite::PastForm(v)) if is_passive(words, i, v))
        });
        // "Caused new errors", "Exceeded the limit": what a thing does to another is not our doing.
        if is(&UNWILLED, core) {
            return None;
        }
        let certain = match verb.class {
            Class::Transitive | Class::Reporting | Class::Telling => {
                determiner
                    || !closes && !is(&PREPOSITIONS, &next) && !is(&ADJECTIVES, &core) && !later_verb
                    || next == "that"
            }
            Class::Free => {
                !closes
                    && !is(&ADJECTIVES, &core)
                    && !later_verb
                    && (determiner || verb_form(&next) == Some(Form::Gerund))
                    || is(&["started", "began", "tried", "decided", "attempted", "continued", "stopped"], &core)
                        && (verb_form(&next) == Some(Form::Gerund) || next == "to")
            }
        };
        // "Reached out to the vendor", "Investigated and found …".
        let phrase = is(&PHRASAL, &core) && is(&PREPOSITIONS, &next);
        let chain =
            next == "and" && verb_form(&core_at(words, 2)) == Some(Form::Past) && words.len() > 3 && !later_verb;
        if !(certain || phrase || chain) || next == "by" || agent.is_empty() {
            return None;
        }
        if let Some(first) = words.first_mut() {
            *first = Word::new(decapitalize(first.text()));
        }
        words.insert(0, Word::new(agent));
        return Some(());
    }
    // "First detected by users": the subject is missing.
    if at == 1
        && is(
            &["first", "initially", "later", "then", "also", "finally", "eventually", "only", "not", "now", "still"],
            &core_at(words, 0),
        )
    {
        return None;
    }
    // "A mail indicating service restored": the form belongs to the gerund before it.
    let gerund = (1..at).any(|i| {
        verb_form(&core_at(words, i)) == Some(Form::Gerund)
            && !before(words, i, &BEFORE_PARTICIPLE)
            && !before(words, i, &PREPOSITIONS)
    });
    if gerund && is_passive(words, at, verb) {
        return None;
    }
    if !is_passive(words, at, verb) || reduced_relative(words, at) {
        return Some(());
    }
    // "Service fully restored": the auxiliary goes before the adverb.
    let mut place = at;
    while place > 1
        && (core_at(words, place - 1).ends_with("ly")
            || is(&["also", "then", "now", "again"], &core_at(words, place - 1)))
    {
        place -= 1;
    }
    let auxiliary = if plural_subject(words, place) { "were" } else { "was" };
    words.insert(place, Word::new(auxiliary));
    Some(())
}

/// "Changes deployed in the morning caused …": the verb of the clause comes later.
fn reduced_relative(words: &[Word], at: usize) -> bool {
    let borders = [
        "and", "but", "or", "that", "which", "who", "when", "because", "after", "as", "so", "while", "until", "before",
        "since", "if", "where",
    ];
    for i in at + 1..words.len() {
        if words.get(i - 1).is_some_and(Word::ends_clause) || is(&borders, &core_at(words, i)) {
            return false;
        }
        match finite(words, i) {
            Some(Finite::Past | Finite::Present(_)) => return true,
            // "on fully scheduled nodes": an adjective.
            Some(Finite::PastForm(_)) if core_at(words, i - 1).ends_with("ly") => {}
            Some(Finite::PastForm(verb)) => return !is_passive(words, i, verb),
            None => {}
        }
    }
    false
}

fn verb_form(word: &str) -> Option<Form> {
    verb(word).map(|(_, f)| f)
}

/// A past form at `at` whose subject suffered it: "Change reverted", "Incident declared by …".
fn is_passive(words: &[Word], at: usize, verb: &Verb) -> bool {
    let next = core_at(words, at + 1);
    let closes = words.len() == at + 1 || words.get(at).is_some_and(Word::ends_clause);
    let no_object = closes || is(&PREPOSITIONS, &next) || is(&PREDICATES, &next);
    let subject = subject_head(words, at);
    let person = subject.as_deref().is_some_and(|s| {
        let singular = s.strip_suffix('s').unwrap_or(s);
        is(&PERSON_NOUNS, singular)
            || is(
                &[
                    "team", "we", "i", "they", "he", "she", "you", "it", "who", "which", "that", "i've", "teammate",
                    "teammates",
                ],
                s,
            )
    });
    // A single capitalised word may be somebody's name.
    let only = core_at(words, 0);
    let common = is(&THING_NOUNS, only.strip_suffix('s').unwrap_or(&only))
        || is(&super::lexicon::COMMON_OPENERS, &only)
        || super::lexicon::verb(&only).is_some_and(|(v, _)| v.noun);
    let adverbs = words
        .iter()
        .take(at)
        .skip(1)
        .all(|w| is(&["then", "also", "later", "now", "again"], &w.core()) || w.core().ends_with("ly"));
    let name = at >= 1 && adverbs && words.first().is_some_and(|w| w.bare().starts_with(char::is_uppercase)) && !common;
    let acts = before(words, at, &["we", "they", "i", "you", "he", "she", "it", "who", "which", "that"]);
    let passive = !acts
        && match verb.class {
            Class::Transitive => no_object,
            Class::Telling => no_object || next == "that",
            Class::Reporting => no_object && next != "that" && next != "to",
            Class::Free => next == "by" && !closes && verb.base != "follow",
        };
    let told =
        verb.class == Class::Telling && (closes || is(&["that", "via", "by", "about", "of", "through", "when"], &next));
    passive && (!person || told) && !name
}

/// The noun that the clause is about: the last word before the first preposition, before `end`.
fn subject_head(words: &[Word], end: usize) -> Option<String> {
    let start = words.iter().take(end).rposition(Word::ends_clause).map_or(0, |i| i + 1);
    let stop = (start..end)
        .find(|&i| i > start && is(&PREPOSITIONS, &core_at(words, i)) && core_at(words, i) != "and")
        .unwrap_or(end);
    let mut last = stop;
    while last > start
        && (core_at(words, last - 1).ends_with("ly")
            || is(&["also", "then", "now", "again"], &core_at(words, last - 1)))
    {
        last -= 1;
    }
    (last > start).then(|| core_at(words, last - 1).to_owned())
}

fn plural_subject(words: &[Word], end: usize) -> bool {
    let joined = words.iter().take(end).any(|w| w.core() == "and");
    let Some(head) = subject_head(words, end) else {
        return false;
    };
    // `DNS` is one thing, `PRs` are several.
    let spelled = words.iter().take(end).find(|w| w.core() == head).is_some_and(|w| w.bare().ends_with('S'));
    joined || (plural_noun(&head) && !spelled) || is(&PLURAL_SUBJECTS, &head)
}

/// Completes a fragment that has no finite verb: "Site down", "Pods crashing", "Draining the nodes".
fn verbless(words: &mut Vec<Word>, agent: &str) -> Option<()> {
    let gerund = |w: &Word| verb_form(&w.core()) == Some(Form::Gerund) && !w.fixed;
    if words.first().is_some_and(gerund) {
        // "Monitoring alerts" is a thing; "Draining the nodes" and "Digging into logs" are something we did.
        let next = core_at(words, 1);
        let acts = is(&DETERMINERS, &next) || is(&["into", "to", "for", "whether", "if", "on", "at"], &next);
        if !acts || agent.is_empty() || words.first().is_some_and(Word::ends_clause) {
            return None;
        }
        if let Some(first) = words.first_mut() {
            *first = Word::new(decapitalize(first.text()));
        }
        words.insert(0, Word::new(if agent == "we" { "were" } else { "was" }));
        words.insert(0, Word::new(agent));
        return Some(());
    }
    let at = (1..words.len()).find(|&i| {
        let core = core_at(words, i);
        let next = core_at(words, i + 1);
        let closes = i + 1 == words.len() || words.get(i).is_some_and(Word::ends_clause);
        let small = words.get(i).is_some_and(|w| w.bare() == core);
        let predicate = small && is(&PREDICATES, &core) && (closes || is(&PREPOSITIONS, &next));
        // The noun before it, an adverb between left out ("still returning").
        let adverb = |w: &str| is(&["still", "now", "again"], w) || w.ends_with("ly");
        let noun = (0..i).rev().map(|n| core_at(words, n)).find(|&w| !adverb(w)).unwrap_or_default();
        let bordered = words.get(i - 1).is_some_and(Word::ends_clause);
        let after_noun = !noun.is_empty() && !is(&PREPOSITIONS, &noun) && !is(&DETERMINERS, &noun) && !bordered;
        let several = words.get(i).is_some_and(gerund) && plural_noun(&noun);
        let goes_on = closes || is(&PREPOSITIONS, &next) || next.ends_with("ly");
        let one = is(&STATES, &core) && is(&THING_NOUNS, &noun) && goes_on;
        words.get(i).is_some_and(|w| !w.fixed) && after_noun && (predicate || several || one)
    })?;
    let at = if at > 1 && is(&["still", "now", "again"], &core_at(words, at - 1)) { at - 1 } else { at };
    // A preposition further left makes the noun part of something else ("Errors in pods crashing").
    if words.iter().take(at).any(|w| is(&PREPOSITIONS, &w.core()) && w.core() != "and") {
        return None;
    }
    let auxiliary = if plural_subject(words, at) { "were" } else { "was" };
    words.insert(at, Word::new(auxiliary));
    Some(())
}

/// Puts every finite verb of the present into the past, quotations left alone.
fn to_past(words: &mut [Word]) {
    // Found first, changed then: a verb is recognised by the present of its neighbours.
    let present: Vec<(usize, &str)> = (0..words.len())
        .filter_map(|i| match finite(words, i) {
            Some(Finite::Present(past)) => Some((i, past)),
            _ => None,
        })
        .collect();
    for (i, past) in present {
        let past = if core_at(words, i) == "am" || past == "was" && before(words, i, &["we", "they", "you"]) {
            if before(words, i, &["i"]) { "was" } else { "were" }
        } else {
            past
        };
        if let Some(word) = words.get_mut(i) {
            word.replace(past);
        }
    }
}

/// "Developer reported …" → "a developer reported …"; "rollback failed" → "the rollback failed".
fn article(words: &mut Vec<Word>) {
    let Some(first) = words.first() else { return };
    if is(&DETERMINERS, &first.core()) || first.fixed || is(&PLURAL_SUBJECTS, &first.core()) {
        return;
    }
    let Some(verb_at) = (1..words.len()).find(|&i| finite(words, i).is_some()) else {
        return;
    };
    let verb_at = (1..verb_at).find(|&i| is(&PREPOSITIONS, &core_at(words, i))).unwrap_or(verb_at);
    // Only a subject of plain nouns: a preposition, comma or name inside makes the article uncertain.
    let subject: Vec<String> =
        words.iter().take(verb_at).filter(|w| !w.core().ends_with("ly")).map(|w| w.core().to_owned()).collect();
    let Some(head) = subject.last() else { return };
    if subject.iter().any(|w| is(&DETERMINERS, w) || is(&PREPOSITIONS, w)) {
        return;
    }
    let plain = subject.len() <= 3
        && words.iter().take(verb_at).all(|w| !w.ends_clause() && !w.fixed)
        && words.iter().take(verb_at).skip(1).all(|w| w.bare() == w.core() || is(&THING_NOUNS, &w.core()));
    let proper = first.bare().chars().skip(1).any(char::is_uppercase);
    if !plain || plural_noun(head) || proper && !is(&THING_NOUNS, head) {
        return;
    }
    let known = |w: &str| is(&THING_NOUNS, w) || is(&PERSON_NOUNS, w) || is(&super::lexicon::COMMON_OPENERS, w);
    let article = if is(&PERSON_NOUNS, head) {
        if head.starts_with(['a', 'e', 'i', 'o'])
            || subject.len() > 1 && subject.first().is_some_and(|s| s.starts_with(['a', 'e', 'i', 'o']))
        {
            "an"
        } else {
            "a"
        }
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
    use super::*;

    fn we(fragment: &str) -> Option<String> {
        clause(fragment, "we")
    }

    #[test]
    fn the_present_becomes_the_past() {
        for (fragment, expected) in [
            ("Rollback fails due to a bad permission", "the rollback failed due to a bad permission"),
            ("Icinga reports a string of servers going down", "Icinga reported a string of servers going down"),
            ("Pods start failing and enter crash loops", "Pods started failing and entered crash loops"),
            ("The proxy pod is evicted", "The proxy pod was evicted"),
            ("Developer reports high count of timeouts", "a developer reported high count of timeouts"),
            ("It doesn't recover", "It didn't recover"),
            ("The team tunes the alerts, establishes a cause", "The team tuned the alerts, established a cause"),
            ("It's clear that it’s over", "It was clear that it was over"),
            ("The node begins it's restart", "The node began it's restart"),
            ("A very involved revert is done", "A very involved revert was done"),
            ("Students report the hub is down", "Students reported the hub was down"),
            ("New nodes being added", "New nodes were being added"),
            ("Noor and Dana Voss conclude that it is over", "Noor and Dana Voss concluded that it was over"),
            ("Security publishes messages on the channel", "Security published messages on the channel"),
            ("Users are seeing pull errors no matter what", "Users were seeing pull errors no matter what"),
            ("Mempool cost hits max cost", "Mempool cost hit max cost"),
            ("All systems verified operational", "All systems were verified operational"),
            ("Rollback to v1 initiated", "the rollback to v1 was initiated"),
        ] {
            assert_eq!(we(fragment).as_deref(), Some(expected));
        }
    }

    #[test]
    fn infinitives_nouns_and_quotations_keep_their_form() {
        for (fragment, expected) in [
            ("We asked the vendor to have a look", "We asked the vendor to have a look"),
            ("Error reports increased", "Error reports increased"),
            ("More reports come in by noon", "More reports came in by noon"),
            ("We saw pods fail", "We saw pods fail"),
            ("When the node came back, it was fine", "When the node came back, it was fine"),
            (
                "The pipeline ran, reverting changes to the network",
                "The pipeline ran, reverting changes to the network",
            ),
            ("The monitor sent pages to the team", "The monitor sent pages to the team"),
            ("It was 9:02 AM in the office", "It was 9:02 AM in the office"),
            ("The log says \"node is gone\"", "The log said \"node is gone\""),
            ("Nobody could see the changes", "Nobody could see the changes"),
        ] {
            assert_eq!(we(fragment).as_deref(), Some(expected));
        }
    }

    #[test]
    fn a_bare_participle_becomes_a_passive() {
        for (fragment, expected) in [
            ("Change reverted", "the change was reverted"),
            ("On-call engineer paged", "an on-call engineer was paged"),
            ("Platform team alerted via the pager", "the platform team was alerted via the pager"),
            ("Scheduled rollover initiated", "the scheduled rollover was initiated"),
            ("Pods manually deleted on fully scheduled nodes", "Pods were manually deleted on fully scheduled nodes"),
            ("Manual configuration changes deployed", "Manual configuration changes were deployed"),
            ("Service fully restored", "the service was fully restored"),
            ("Incident declared, rollback attempted", "the incident was declared and the rollback was attempted"),
            (
                "On-call engineer alerted that the disk is full",
                "an on-call engineer was alerted that the disk was full",
            ),
        ] {
            assert_eq!(we(fragment).as_deref(), Some(expected));
        }
    }

    #[test]
    fn no_passive_for_who_acts_or_for_verbs_without_object() {
        for (fragment, expected) in [
            ("Team deployed to production", "the team deployed to production"),
            ("User reported that images were missing", "a user reported that images were missing"),
            ("Dana deployed to production", "Dana deployed to production"),
            ("Dana then deployed to production", "Dana then deployed to production"),
            ("Pods restarted", "Pods restarted"),
            ("Dana rolls back to the old version", "Dana rolled back to the old version"),
            ("We saw a lack of URL rewrites due to a bug", "We saw a lack of URL rewrites due to a bug"),
            ("The hotfix we applied", "The hotfix we applied"),
            ("Changes deployed in the morning caused errors", "Changes deployed in the morning caused errors"),
            ("Noor proposed to wait", "Noor proposed to wait"),
            ("Vendor deployed the fix", "the vendor deployed the fix"),
        ] {
            assert_eq!(we(fragment).as_deref(), Some(expected));
        }
    }

    #[test]
    fn what_nobody_is_named_for_was_done_by_us() {
        assert_eq!(we("Restarted the pods").as_deref(), Some("we restarted the pods"));
        assert_eq!(we("Started draining the old nodes").as_deref(), Some("we started draining the old nodes"));
        assert_eq!(we("Reached out to the vendor").as_deref(), Some("we reached out to the vendor"));
        assert_eq!(we("Investigated and found a leak").as_deref(), Some("we investigated and found a leak"));
        assert_eq!(we("Digging into the logs").as_deref(), Some("we were digging into the logs"));
    }

    #[test]
    fn what_others_or_nobody_did_is_not_claimed() {
        for fragment in [
            "Restarted by the vendor", "Increased latency on the hub", "Crashed again", "Low priority alarms",
            "Confirm that the network is fine", "First detected by users", "Targets for the balancer",
            "is identified as the culprit", "A mail indicating service restored", "Caused new errors on the hub",
            "Start of investigations", "Restart the hub",
        ] {
            assert_eq!(we(fragment), None, "{fragment}");
        }
    }

    #[test]
    fn a_predicate_without_verb_gets_one() {
        assert_eq!(we("Site down for everyone").as_deref(), Some("the site was down for everyone"));
        assert_eq!(we("All services healthy again").as_deref(), Some("All services were healthy again"));
        assert_eq!(we("All users still seeing errors").as_deref(), Some("All users were still seeing errors"));
        assert_eq!(we("All traffic working as intended").as_deref(), Some("All traffic was working as intended"));
        assert_eq!(we("Load balancing for the hub"), None);
        assert_eq!(we("Errors in pods down the line"), None);
    }
}
