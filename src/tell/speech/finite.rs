//! Which word of a sentence is its finite verb. A word that may as well be a noun or a participle counts only where its neighbours decide it.

use super::lexicon::{
    AUXILIARIES, Class, DETERMINERS, Form, Has, PAST_AUXILIARIES, PERSON_NOUNS, PLURAL_SUBJECTS, PREPOSITIONS,
    THING_NOUNS, Verb, is_auxiliary, verb,
};
use super::words::Word;
use crate::lists::{Words, words};

/// What stands before a form that looks finite and shows that it is none.
pub(super) static NO_SUBJECT: Words = words!(
    "
to not will would can could should may might must cannot didn't don't doesn't did does do
"
);

/// Forms of "to be" and "to have": a past form after them is a participle.
pub(super) static BEFORE_PARTICIPLE: Words = words!(
    "
is are was were be been being am has have had get gets got having isn't aren't wasn't weren't hasn't haven't
hadn't
"
);

/// Adjectives that make a predicate when they close a fragment ("Site down", "All services healthy again").
pub(super) static PREDICATES: Words = words!(
    "
down unavailable available healthy unhealthy offline online stable unstable unresponsive unreachable reachable
inaccessible accessible full over unusable operational idle green red stuck complete able unable back
"
);

/// Participles that are adjectives when they open a fragment ("Increased latency on …"), never something that we did.
pub(super) static ADJECTIVES: Words = words!(
    "
increased elevated failed affected degraded reduced scheduled limited exhausted overloaded delayed prolonged
continued unexpected repeated expired corrupted saturated improved decreased related unrelated lost broken
blocked estimated experienced exposed missed shared set left hit cut run shut put misconfigured outdated overwhelmed undetected
"
);

/// Verbs, nouns as well, that go on with "to" ("Latency drops to …"). After other nouns "to" says whom it concerns ("changes to …").
pub(super) static TO: Words = words!(
    "start need attempt want return drop fail increase decrease climb move switch fall rise plan roll hope help try"
);

/// Verbs, nouns as well, that go with "down", "back" and the like. Other nouns are only followed by them ("redirect down").
pub(super) static PARTICLE: Words = words!(
    "shut scale roll spin start build drop fall break hang show end cut set turn lock look move open run point time pick"
);

/// Verbs, nouns as well, that take a bare noun as their object ("Prometheus shows errors").
pub(super) static OBJECTS: Words = words!("show hit cause force need use want reach trigger open start post push run");

/// Verbs, nouns as well, that go with another verb in `-ing`.
pub(super) static ASPECT: Words = words!("start stop end report need show");

/// Verbs, nouns as well, of things that go up and down.
pub(super) static MOVES: Words =
    words!("spike drop start stop end climb return fall rise resume crash plateau peak fire");

#[derive(Debug, Clone, Copy)]
pub(super) enum Finite {
    /// Past already.
    Past,
    /// A past form that may be a participle.
    PastForm(&'static Verb),
    /// To be replaced by this.
    Present(&'static str),
}

pub(super) fn core_at<'w>(words: &'w [Word], at: usize) -> &'w str {
    words.get(at).map(Word::core).unwrap_or_default()
}

pub(super) fn before(words: &[Word], at: usize, list: &impl Has) -> bool {
    at.checked_sub(1).and_then(|i| words.get(i)).is_some_and(|w| list.has(w.core()))
}

pub(super) fn is(list: &impl Has, word: &str) -> bool {
    list.has(word)
}

pub(super) fn plural_noun(word: &str) -> bool {
    word.len() > 2
        && word.ends_with('s')
        && !["ss", "us", "is", "ous", "'s"].iter().any(|e| word.ends_with(e))
        && word != "kubernetes"
        && word != "dns"
}

/// The finite verb that the word is, if it is certainly one.
pub(super) fn finite(words: &[Word], at: usize) -> Option<Finite> {
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
    if is(&PAST_AUXILIARIES, core) {
        return Some(Finite::Past);
    }
    if core == "do" && core_at(words, at + 1) == "not" {
        return Some(Finite::Present("did"));
    }
    let (verb, form) = verb(core)?;
    let clause_starts = at == 0 || words.get(at - 1).is_some_and(|w| w.ends_clause() && !w.text().ends_with(')'));
    // "reverting changes", "sent pages": the object of another verb.
    let object = verb.noun && at > 0 && matches!(verb_form(core_at(words, at - 1)), Some(Form::Past | Form::Gerund));
    // "We saw pods fail", "seeing errors no space": after another verb of the clause it is none of its own.
    let ambiguous = verb.noun && form == Form::Third || form == Form::Base;
    if form == Form::Third && (verb.noun || is(&["writes", "reads"], core)) && is_thing(words, at) {
        return None;
    }
    if form == Form::Third && (singular_subject(words, at) || behind_adverb(words, at)) {
        return Some(Finite::Present(&verb.past));
    }
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
            (!adjective && !participle && !infinitive && !is_in_name(words, at)).then_some(Finite::PastForm(verb))
        }
        Form::Third => {
            // "Team tunes the alerts, establishes a cause": a list of verbs.
            let next = core_at(words, at + 1);
            let listed = clause_starts
                && (!verb.noun || is(&DETERMINERS, next) || next.ends_with("ing"))
                && words.get(at.wrapping_sub(1)).is_some_and(|w| w.text().ends_with(','))
                && (1..at).any(|i| verb_form(core_at(words, i)) == Some(Form::Third) && core_at(words, i - 1) != "the");
            // "Vendor A begins", "Employee two asks": what tells which one is no article.
            let letter = at > 1 && words.get(at - 1).is_some_and(|w| w.bare() == "A")
                || at == 2 && before(words, at, &["one", "two", "three"]) && verb_form(core_at(words, 0)).is_none();
            let fits = (!clause_starts || listed)
                && (letter || !before(words, at, &DETERMINERS))
                && !before(words, at, &NO_SUBJECT);
            let follows_preposition = at > 0
                && !listed
                && is(&PREPOSITIONS, core_at(words, at - 1))
                && !before(words, at, &["and", "but", "which", "then", "now", "also", "already", "immediately"]);
            let sure = !verb.noun || object_follows(words, at, Form::Third) || goes_on_with(words, at);
            (fits && !follows_preposition && sure).then_some(Finite::Present(&verb.past))
        }
        // "The all clear": a noun.
        Form::Base if core == "clear" && before(words, at, &["all"]) => None,
        Form::Base => {
            // "Some pods eventually make progress": the adverb is no subject.
            let adverb =
                |w: &str| w.len() > 4 && w.ends_with("ly") || is(&["still", "also", "now", "then", "again"], w);
            let place = (0..at).rev().find(|&i| !adverb(core_at(words, i)));
            let subject = place.map(|i| core_at(words, i)).unwrap_or_default();
            let acronym = place.and_then(|i| words.get(i)).is_some_and(|w| w.bare().chars().all(char::is_uppercase));
            // "Noor and Dana Voss conclude": two subjects.
            let capital = |i: usize| words.get(i).is_some_and(|w| w.bare().starts_with(char::is_uppercase));
            let and = |i: Option<usize>| i.is_some_and(|i| core_at(words, i) == "and");
            let joined = !verb.noun
                && at >= 2
                && capital(at - 1)
                && (and(at.checked_sub(2)) || and(at.checked_sub(3)) && capital(at - 2));
            let plural = (plural_noun(subject) && !acronym || joined)
                && super::lexicon::verb(subject).is_none_or(|(v, f)| v.noun && f == Form::Third);
            // "start failing and enter …": a second verb of the same subject.
            let second = is(&["and", "then"], subject)
                && (1..at).any(|i| {
                    // The first one stands behind its subject, so this does not come back here.
                    // "Teams are alerted and begin …" has its first one in the auxiliary.
                    let led = || matches!(verb_form(core_at(words, i + 1)), Some(Form::Past | Form::Participle));
                    core_at(words, i) == "are" && !verb.noun && led()
                        || !before(words, i, &["and", "then"])
                            && words.get(i).is_some_and(|w| verb_form(w.core()) == Some(Form::Base))
                            && finite(words, i).is_some()
                });
            // "Requests to the hub go up": the noun in front decides, not the one beside the verb.
            let headed = !is(&PREPOSITIONS, subject)
                && !before(words, at, &NO_SUBJECT)
                && (0..2.min(at)).any(|i| {
                    plural_noun(core_at(words, i))
                        && super::lexicon::verb(core_at(words, i)).is_none_or(|(v, f)| v.noun && f == Form::Third)
                        && is(&["of", "to", "for", "in", "on", "from", "with", "at"], core_at(words, i + 1))
                })
                && !(0..at).any(|i| {
                    words.get(i).is_some_and(Word::ends_clause) || is(&["that", "which", "who"], core_at(words, i))
                });
            // "Merges pull requests": what follows the verb of the clause is its object.
            let behind_verb = place.is_some_and(|i| {
                verb_form(core_at(words, i)) == Some(Form::Third)
                    && matches!(finite(words, i), Some(Finite::Present(_)))
            });
            let fits = !clause_starts
                && !behind_verb
                && (headed || is(&PLURAL_SUBJECTS, subject) || is(&["team", "staff"], subject) || plural || second)
                && at >= 1;
            // "We restart Redis" and "… and restart Redis" leave no place for a noun; "the data we need" is no clause.
            const OPENERS: [&str; 9] = ["and", "but", "so", "because", "that", "when", "then", "while", "as"];
            let opens =
                |i: usize| i == 0 || words.get(i - 1).is_some_and(Word::ends_clause) || before(words, i, &OPENERS);
            let led = place.is_some_and(|i| is(&["we", "they", "i"], core_at(words, i)) && opens(i));
            let named = second && at + 1 < words.len() && capital(at + 1);
            let sure = !verb.noun || led || named || object_follows(words, at, Form::Base);
            (fits && sure).then_some(Finite::Present(&verb.past))
        }
        Form::Gerund | Form::Participle => None,
    }
}

/// "Cloud Dedicated Hosts" among words in small letters: a name, unless all of the fragment is written like a title.
pub(super) fn is_in_name(words: &[Word], at: usize) -> bool {
    let capital = |i: usize| words.get(i).is_some_and(|w| w.bare().starts_with(char::is_uppercase));
    let inside =
        at > 0 && capital(at - 1) && capital(at) && capital(at + 1) && !words.get(at).is_some_and(Word::ends_clause);
    inside && words.iter().any(|w| w.core().len() > 4 && w.bare().starts_with(char::is_lowercase))
}

/// A form in `-s` that may be a noun is one: the subject of the verb behind it ("The replica writes completed"), or the object of
/// one before it ("to re-enable reads on the old hub", "needing two client restarts").
fn is_thing(words: &[Word], at: usize) -> bool {
    let next = core_at(words, at + 1);
    let closed = words.len() == at + 2
        || words.get(at + 1).is_some_and(Word::ends_clause)
        || is(&PREPOSITIONS, core_at(words, at + 2));
    if closed && verb_form(next) == Some(Form::Past) && !is(&ADJECTIVES, next) {
        return true;
    }
    if at < 2 {
        return false;
    }
    let before_it = core_at(words, at - 1);
    let base = before_it.starts_with("re-") || verb_form(before_it) == Some(Form::Base);
    let ends = words.len() == at + 1 || words.get(at).is_some_and(Word::ends_clause);
    let clause = words.iter().take(at).rposition(Word::ends_clause).map_or(0, |i| i + 1);
    let gerund = || (clause..at).any(|i| verb_form(core_at(words, i)) == Some(Form::Gerund));
    base && before(words, at - 1, &["to"]) || ends && gerund()
}

/// "Recognizes the mistake and alerts the other team": behind "and", a form in `-s` goes on with the subject of one before it, if
/// its own object follows.
fn goes_on_with(words: &[Word], at: usize) -> bool {
    if !before(words, at, &["and"]) || words.get(at).is_some_and(Word::ends_clause) {
        return false;
    }
    let first = (1..at - 1).rev().find(|&i| verb(core_at(words, i)).is_some_and(|(v, f)| f == Form::Third && !v.noun));
    let plain = first.is_some_and(|first| {
        !before(words, first, &DETERMINERS) && (first + 1..at).all(|i| !words.get(i).is_some_and(Word::ends_clause))
    });
    let next = core_at(words, at + 1);
    let verbal =
        is_auxiliary(next) || verb(next).is_some_and(|(v, f)| f != Form::Base || !v.noun) || next.ends_with("ing");
    plain && !next.is_empty() && next != "and" && !is(&PREPOSITIONS, next) && !verbal
}

/// "The balancer actively monitors load": behind an adverb that is no adjective a plural noun cannot stand.
fn behind_adverb(words: &[Word], at: usize) -> bool {
    static TIMES: Words = words!("daily weekly monthly yearly hourly nightly quarterly early likely only family reply");
    let adverb = at.checked_sub(1).map(|i| core_at(words, i)).filter(|w| w.len() > 4 && w.ends_with("ly"));
    at > 1 && adverb.is_some_and(|w| !is(&TIMES, w)) && !words.get(at - 1).is_some_and(Word::ends_clause)
}

/// "A teammate returns", "as it times out": after "a", "another", "it" and the like no plural noun can follow, so that a form
/// in `-s` is a verb.
fn singular_subject(words: &[Word], at: usize) -> bool {
    const LONGEST: usize = 3;
    for i in (at.saturating_sub(LONGEST + 1)..at).rev() {
        let core = core_at(words, i);
        if is(&["he", "she", "it"], core) {
            return i + 1 == at;
        }
        if is(&["a", "an", "another"], core) {
            return i + 1 < at && !before(words, i, &["of", "to", "for", "in", "with", "by"]);
        }
        // "The on-call engineer checks the cache": one person, at the start.
        if core == "the" && i == 0 && i + 1 < at {
            let last = core_at(words, at - 1);
            return is(&PERSON_NOUNS, last) || is(&["commander", "lead", "manager", "teammate"], last);
        }
        // The noun phrase has to be plain: "a pod of the web servers" is not.
        let plain = words.get(i).is_some_and(|w| !w.ends_clause() && !w.fixed) && !is(&PREPOSITIONS, core);
        let noun = super::lexicon::verb(core).is_none_or(|(v, f)| v.noun && f == Form::Base);
        if !plain || !noun || plural_noun(core) || AUXILIARIES.iter().any(|(p, _)| *p == core) {
            return false;
        }
    }
    false
}

/// The clause has its verb already: what may be a noun is one ("seeing errors no space", "published messages").
pub(super) fn has_verb_before(words: &[Word], at: usize) -> bool {
    static BORDERS: Words =
        words!("and but that which who when because as if while after before until so where or than then");
    for i in (0..at).rev() {
        let core = core_at(words, i);
        if words.get(i).is_some_and(Word::ends_clause) || is(&BORDERS, core) {
            return false;
        }
        let certain = match verb(core) {
            // "The hung pods": what they are like.
            Some((_, Form::Past)) => i > 0 && !is(&ADJECTIVES, core) && !before(words, i, &["the", "a", "an"]),
            Some((v, Form::Third)) => i > 0 && !v.noun,
            _ => core != "am" && is_auxiliary(core),
        };
        if certain {
            return true;
        }
    }
    false
}

/// "was fully restored": an adverb between the auxiliary and the participle.
pub(super) fn after_adverb(words: &[Word], at: usize) -> bool {
    let adverb = |i: usize| {
        let core = core_at(words, i);
        core.ends_with("ly")
            || is(&["not", "also", "then", "now", "still", "already", "just", "never", "again", "only"], core)
    };
    let mut i = at;
    while i > 0 && adverb(i - 1) {
        i -= 1;
    }
    i < at && before(words, i, &BEFORE_PARTICIPLE)
}

/// After a word that may be a noun or a verb: what follows makes it a verb.
pub(super) fn object_follows(words: &[Word], at: usize, form: Form) -> bool {
    if at == 0 {
        return false;
    }
    // "The upgrade starts": at the end, with nothing else to be its verb.
    let last = at + 1 == words.len() || words.get(at).is_some_and(|w| w.text().ends_with(['.', ':']));
    if last && form == Form::Third {
        let verb = verb(core_at(words, at)).map_or("", |(v, _)| v.base.as_str());
        let article = is(&DETERMINERS, core_at(words, 0)) || is(&THING_NOUNS, core_at(words, 0));
        let ends = if article {
            is(&["start", "stop", "end", "fire", "fail", "crash", "restart", "resume", "return"], verb)
        } else {
            is(&["fire", "resume"], verb)
        };
        let of_several = (1..at - 1).any(|i| is(&PREPOSITIONS, core_at(words, i)));
        return ends && at > 1 && (of_several || !plural_noun(core_at(words, at - 1)));
    }
    if words.get(at).is_some_and(Word::ends_clause) {
        return false;
    }
    let next = core_at(words, at + 1);
    let gerund = next.len() > 5 && next.ends_with("ing");
    let word = verb(core_at(words, at)).map(|(v, _)| v);
    // "Requests returning errors": a noun and what it does; "starts failing": a verb.
    let gerund = gerund && word.is_none_or(|v| !v.noun || is(&ASPECT, &v.base));
    let opens_object = is(&DETERMINERS, next)
        || is(&["it", "him", "them", "us", "me", "again"], next)
        || next.starts_with(|c: char| c.is_ascii_digit());
    let particle = is(&["back", "down", "up", "out", "off", "into", "over"], next);
    let reason = is(&["due", "because", "after"], next);
    let says = word.is_some_and(|v| v.class == Class::Reporting || v.class == Class::Telling || v.base == "show");
    if next == "that" {
        return says;
    }
    let goes_to = word.is_some_and(|v| {
        next == "to" && is(&TO, &v.base) || particle && is(&PARTICLE, &v.base) || reason && is(&MOVES, &v.base)
    });
    // "The pods look healthy".
    if word.is_some_and(|v| v.base == "look") && is(&PREDICATES, next) {
        return true;
    }
    // "loops and amplifies": two verbs.
    let twin = next == "and" && verb(core_at(words, at + 2)).is_some_and(|(v, f)| f == Form::Third && !v.noun);
    // "runs and then disabled".
    let twin = twin
        || next == "and" && core_at(words, at + 2) == "then" && verb_form(core_at(words, at + 3)) == Some(Form::Past);
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
            is_auxiliary(core)
                || (i > at + 1 && verb(core).is_some_and(|(v, f)| f == Form::Past || (f == Form::Third && !v.noun)))
        });
    let past_next = verb(next).is_some_and(|(_, f)| f == Form::Past) || is_auxiliary(next);
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
    let several = plural_noun(core_at(words, at - 1));
    if reports && !past_next && !next.is_empty() && (that || !is(&PREPOSITIONS, next) && !is(&PREDICATES, next)) {
        return (form == Form::Third && !several) || (form == Form::Base && several);
    }
    let takes_noun = word.is_some_and(|v| v.class == Class::Reporting || is(&OBJECTS, &v.base));
    // "Latency spikes on the hub": nobody calls a spike that.
    let moves =
        word.is_some_and(|v| is(&MOVES, &v.base)) && is(&["at", "on", "for", "from", "in", "with", "across"], next);
    form == Form::Third
        && at > 0
        && !next.is_empty()
        && (takes_noun && !is(&PREPOSITIONS, next) && !is(&PREDICATES, next) || moves)
        && !other_verb
        && !past_next
        && !plural_noun(core_at(words, at - 1))
}

pub(super) fn verb_form(word: &str) -> Option<Form> {
    verb(word).map(|(_, f)| f)
}
