//! Turns what the source says into what a person would say: cleaned of mark-up, in the past tense, in the first person plural, one breath
//! long. Each rule applies only where the grammar is certain; what cannot be rewritten is quoted.

pub mod action;
pub mod address;
pub mod breath;
pub mod clean;
mod finite;
pub mod lexicon;
pub mod openers;
mod passive;
pub mod people;
pub mod speakable;
pub mod tense;
pub mod words;

use std::sync::LazyLock;

use breath::{breathe, length};
use clean::{clean, without_connective};
use openers::Openers;
use people::Cast;
use speakable::{sentences, speakable};
use words::capitalize;

use crate::extract::timeline::actor;
use crate::lists::{Phrases, phrases};

/// Words of a sentence that nobody says in one go, and that could not be split: it is not told.
pub const TOO_LONG: usize = 42;

/// What is needed to speak: who is who, and which words are names.
#[derive(Debug, Clone, Default)]
pub struct Speech {
    /// Who is who.
    pub cast: Cast,
    /// Which words may stand in small letters.
    pub openers: Openers,
}

/// A sentence of the source as it is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    /// One or more sentences, complete, with capital and full stop.
    pub sentences: Vec<String>,
    /// It has a verb, and can stand as a sentence. Otherwise it is a note ("Low priority alarms").
    pub clause: bool,
    /// It hangs on the sentence before it ("This …", "They …").
    pub dangling: bool,
}

impl Spoken {
    /// All of it.
    pub fn text(&self) -> String {
        self.sentences.join(" ")
    }

    /// Words of the longest sentence.
    pub fn longest(&self) -> usize {
        self.sentences.iter().map(|s| length(s)).max().unwrap_or(0)
    }
}

/// An event of a timeline as it is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// A clause in the past, to stand after "At 4:58 PM, ", and sentences that follow.
    Clause(Vec<String>),
    /// What somebody wrote.
    Said {
        /// Who.
        who: String,
        /// The words.
        text: String,
    },
    /// The words of the timeline, as they are.
    Quoted(String),
}

/// Words that hang on the sentence before.
const DANGLING: &[&str] = &[
    "this", "these", "those", "that", "it", "they", "he", "she", "such", "there", "here", "his", "her", "its", "their",
    "then", "which", "another", "both", "neither", "either",
];

/// Points to another place of the document.
static REFERRING: LazyLock<Phrases> =
    phrases!["the same reason", "the same issue", "the above", "as mentioned", "as described"];

impl Speech {
    /// A sentence of the source, to be said in a part that is not about times. `None` where it cannot be said aloud.
    pub fn sentence(&self, text: &str) -> Option<Spoken> {
        // "@ann Restarted the pods": it was not "we" who did.
        let (signer, text) = actor::signed(text).map_or((None, text), |(who, words)| (self.cast.agent(who), words));
        let cleaned = of_that_day(clean(text));
        let text = without_topic(without_connective(without_clock(without_writers_day(&cleaned))));
        if self.cast.speaker(without_clock(&cleaned)).is_some()
            || meta(text)
            || turns_to_reader(text)
            || instruction(text)
            || hangs_on(text)
            || length(text) < 3
            || !speakable(text)
            || text.contains(['?', '→'])
            || tense::is_imperative(text)
            || asks_or_orders(text)
            || length(text) > 90
        {
            return None;
        }
        // A note that certainly is a clause without its auxiliary is told as one ("All services returning 404").
        let note = tense::is_note(text);
        let agent = signer.as_deref().unwrap_or("we");
        let whole = tense::is_clause(text) && !note;
        let completed =
            if whole { None } else { tense::clause(text.trim_end_matches('.'), if note { agent } else { "" }) };
        let clause = completed.is_some() || whole;
        let text = completed.as_deref().unwrap_or(text);
        let first = text.split_whitespace().next().unwrap_or("");
        let first = first.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let found = [
            "it was found", "it was determined", "it was discovered", "it turned out", "there was", "there were",
            "it took us", "it became clear", "this was caused", "this incident", "this outage", "this event",
            "it was noticed",
        ];
        let lower = text.to_lowercase();
        // "All of these spends …" points back as well.
        let points = lower.split_whitespace().skip(1).take(3).any(|w| ["these", "those"].contains(&w));
        // "About 7 minutes later, …": later than what was said before.
        let later = lower
            .split_once(" later")
            .is_some_and(|(gap, _)| length(gap) <= 4 && gap.contains(|c: char| c.is_ascii_digit()));
        let rest = ["an additional ", "the remaining "].iter().any(|opener| lower.starts_with(opener));
        let refers = later || rest || REFERRING.any_in(&lower);
        let dangling =
            (DANGLING.contains(&first.as_str()) || points || refers) && !found.iter().any(|f| lower.starts_with(f));
        let said = finish(&capitalize(&capital_behind_stops(&self.cast.cast(text))));
        let sentences: Vec<String> = sentences(&said).into_iter().flat_map(breathe).map(|s| finish(&s)).collect();
        let spoken = Spoken { sentences, clause, dangling };
        (spoken.longest() <= TOO_LONG).then_some(spoken)
    }

    /// An entry of a timeline. `None` where nothing in it can be said aloud.
    pub fn happening(&self, text: &str, actors: &[String]) -> Option<Happening> {
        // "@ann Restarted the pods": who wrote it is among the actors.
        let text =
            actor::signed(text).filter(|(handle, _)| actors.iter().any(|a| a == handle)).map_or(text, |(_, t)| t);
        let head: String = text.chars().take(600).collect();
        if let Some((who, words)) = self.cast.speaker(&head) {
            let words = clean(words.trim_start_matches([':', '-', ' ']));
            let first = sentences(&words).first().map(|s| (*s).to_owned())?;
            if let Some(clause) =
                statement(&first).then(|| tense::clause(&first, &who)).flatten().filter(|c| c.starts_with(who.as_str()))
            {
                return Some(Happening::Clause(vec![finish(&self.cast.cast(&clause))]));
            }
            return (speakable(&first) && length(&first) <= 30).then_some(Happening::Said { who, text: first });
        }
        let cleaned = clean(&head);
        let cleaned = without_declaration(without_event_label(without_note(&cleaned)));
        if let Some((_, clause)) =
            KEY_TIMES.iter().find(|(label, _)| cleaned.trim_end_matches([':', '.']).eq_ignore_ascii_case(label))
        {
            return Some(Happening::Clause(vec![finish(clause)]));
        }
        let agent = match actors {
            [one] => self.cast.agent(one).unwrap_or_else(|| "we".to_owned()),
            [] => "we".to_owned(),
            _ => String::new(),
        };
        let doer = if actors.is_empty() { "" } else { agent.as_str() };
        let mut told: Vec<String> = Vec::new();
        for sentence in sentences(cleaned).into_iter().take(4) {
            let sentence = without_connective(unbracketed(sentence));
            if meta(sentence) || !told.is_empty() && length(sentence) < 3 {
                continue;
            }
            if !told.is_empty() && self.cast.speaker(sentence).is_some() {
                break;
            }
            if !speakable(sentence) || length(sentence) > 60 {
                break;
            }
            let body = sentence.trim_end_matches(['.', '!']);
            if let Some(suspicion) = self.hypothesis(body).filter(|_| statement(sentence)) {
                told.push(finish(&self.cast.cast(&suspicion)));
                continue;
            }
            let body = &self.cast.cast(body);
            let named = told.is_empty().then(|| tense::with_subject(body, doer)).flatten();
            // "Becomes ready within a minute.": who or what does is said before, and need not be us.
            if !told.is_empty() && doer.is_empty() && tense::opens_with_deed(body) {
                break;
            }
            // "At 11:29, yesterday we removed …": the writer's day is not the listener's.
            if told.is_empty() && of_another_day(body) {
                return (length(body) <= 30).then(|| Happening::Quoted(body.clone()));
            }
            // "is identified as the culprit": what it is about was a link or a picture.
            if told.is_empty() && asks_or_orders(body) && !sentence.ends_with('?') {
                return None;
            }
            // A verb without the one who does it is only safe to tell when the entry names one.
            if named.is_none() && told.is_empty() && tense::opens_with_deed(body) {
                return (length(body) <= 30).then(|| Happening::Quoted(body.clone()));
            }
            let body = named.as_ref().unwrap_or(body);
            let clause = if statement(sentence) { tense::clause(body, &agent) } else { None };
            let Some(clause) = clause else {
                if told.is_empty() {
                    return (length(body) <= 30 && length(body) >= 2).then(|| Happening::Quoted(body.clone()));
                }
                break;
            };
            let pieces = breathe(&finish(&clause));
            if pieces.iter().any(|p| length(p) > TOO_LONG) {
                break;
            }
            let words: usize = told.iter().chain(&pieces).map(|s| length(s)).sum();
            // What became of a suspicion or an attempt is never cut off.
            let most = if told.is_empty() || outcome(sentence) { 64 } else { 34 };
            if !told.is_empty() && (words > most || head.len() == 600) {
                break;
            }
            for piece in pieces {
                told.push(if told.is_empty() { self.openers.lower(&piece) } else { finish(&capitalize(&piece)) });
            }
        }
        (!told.is_empty()).then_some(Happening::Clause(told))
    }

    /// "Hypothesis: the cache is cold" → "the hypothesis was that the cache was cold".
    fn hypothesis(&self, text: &str) -> Option<String> {
        let (label, rest) = text.split_once(": ")?;
        let label =
            ["hypothesis", "theory", "working theory", "suspicion"].iter().find(|l| label.eq_ignore_ascii_case(l))?;
        let clause = tense::is_main_clause(rest).then(|| tense::clause(rest, "")).flatten()?;
        Some(format!("the {label} was that {}", self.openers.lower(&clause)))
    }
}

/// Key times that stand as labels where other timelines have an event.
const KEY_TIMES: &[(&str, &str)] = &[
    ("first detected", "the problem was first detected"),
    ("detected", "the problem was detected"),
    ("outage begins", "the outage began"),
    ("outage began", "the outage began"),
    ("outage starts", "the outage began"),
    ("outage ends", "the outage ended"),
    ("outage ended", "the outage ended"),
    ("fault occurs", "the fault occurred"),
    ("fault occurred", "the fault occurred"),
    ("identified", "the problem was identified"),
    ("declared", "the incident was declared"),
    ("repaired", "it was repaired"),
    ("fixed", "it was fixed"),
    ("mitigated", "it was mitigated"),
    ("resolved", "it was resolved"),
    ("started", "it started"),
    ("began", "it began"),
    ("ended", "it ended"),
    ("start", "it started"),
    ("end", "it ended"),
];

/// Without a topic in front of a whole sentence ("Retry amplification: Our retry logic lacked …").
fn without_topic(text: &str) -> &str {
    let Some((topic, rest)) = text.split_once(": ") else { return text };
    let whole = rest.starts_with(char::is_uppercase) && tense::is_main_clause(rest) && length(rest) >= 5;
    if whole && length(topic) <= 4 && !tense::is_clause(topic) && !topic.contains('"') { rest } else { text }
}

/// "The pods were restarted - OUTAGE ENDS" → "The pods were restarted": what an entry declares behind what happened.
fn without_declaration(text: &str) -> &str {
    let Some((told, label)) = text.rsplit_once(" - ") else { return text };
    let label = label.trim_end_matches(['.', '!']);
    let declares = KEY_TIMES.iter().any(|(known, _)| known.contains(' ') && known.eq_ignore_ascii_case(label));
    if declares && length(told) >= 3 { told } else { text }
}

/// Without the label of an entry that only says what kind of event it is: "Issue Detected: The monitor …", "ROOT CAUSE
/// FOUND: …". Every word of it has a capital, and one is of this kind, so that nobody's name goes with it.
fn without_event_label(text: &str) -> &str {
    const KINDS: &[&str] = &[
        "alert", "cause", "detected", "detection", "diagnosis", "escalated", "escalation", "event", "fix", "impact",
        "incident", "investigation", "issue", "misdirection", "misleading", "mitigated", "mitigation", "monitoring",
        "outage", "recovery", "resolution", "resolved", "response", "restored", "root", "triage",
    ];
    let Some((label, rest)) = text.split_once(": ") else { return text };
    let mut words = label.split_whitespace();
    let titled =
        label.split_whitespace().all(|w| w.starts_with(|c: char| c.is_uppercase()) || ["of", "the"].contains(&w));
    let kind = words.any(|w| KINDS.iter().any(|k| k.eq_ignore_ascii_case(w)));
    if titled && kind && length(label) <= 4 && length(rest) >= 3 && rest.starts_with(char::is_uppercase) {
        rest
    } else {
        text
    }
}

/// What the template of a postmortem asks its author for, left in the document; a greeting.
pub fn instruction(text: &str) -> bool {
    let lower = text.to_lowercase();
    let first = lower.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let subject = || ["incident", "root cause", "what needs", "the impact", "outage"].iter().any(|s| lower.contains(s));
    let asks =
        ["describe", "list", "report", "explain", "state", "run", "write", "fill", "add", "provide", "include", "note"]
            .contains(&first)
            && tense::is_imperative(text)
            && subject();
    asks || [
        "hey", "hi", "hello", "thanks", "thank", "sorry", "please", "regards", "apologies", "learn", "read", "click",
        "contact",
    ]
    .contains(&first)
}

/// Without a clock time or a day in figures that stands before a sentence, as a timeline's entry has it.
fn without_clock(text: &str) -> &str {
    let Some((time, rest)) = text.split_once(' ') else { return text };
    let time = time.trim_end_matches(':');
    let figures = |separators: &[char], count: usize, longest: usize| {
        let parts: Vec<&str> = time.split(separators).collect();
        parts.len() == count
            && parts.iter().all(|p| (1..=longest).contains(&p.len()) && p.chars().all(|c| c.is_ascii_digit()))
    };
    let clock = figures(&[':', '.'], 2, 2) || figures(&['-', '/', '.'], 3, 4);
    let rest = rest.trim_start_matches(['-', '–', ':', ' ']);
    if clock && rest.starts_with(char::is_uppercase) { rest } else { text }
}

/// Tells what became of what was suspected or tried.
fn outcome(sentence: &str) -> bool {
    static OUTCOMES: LazyLock<Phrases> = phrases![
        "so this was not", "so it was not", "so it wasn't", "was not it", "wasn't it", "ruled out", "rules out",
        "so we", "given up", "gave up", "dropped", "did not help", "didn't help", "did not work", "didn't work",
        "no effect", "no change", "made no difference", "confirmed", "chose", "decided", "instead", "disproved",
        "not the cause",
    ];
    let lower = sentence.to_lowercase().replace('’', "'");
    OUTCOMES.any_in(&lower)
}

/// Without the half of a pair of brackets that holds several sentences.
fn unbracketed(sentence: &str) -> &str {
    let (open, close) = (sentence.matches('(').count(), sentence.matches(')').count());
    let sentence = if open > close { sentence.strip_prefix('(').unwrap_or(sentence) } else { sentence };
    if close > open { sentence.strip_suffix(')').unwrap_or(sentence) } else { sentence }
}

/// Turns to the reader: a question without its mark ("Is the error in …, so we …"), or an order not to do something.
fn asks_or_orders(text: &str) -> bool {
    const OPENERS: &[&str] =
        &["is", "are", "was", "were", "did", "does", "do", "don't", "can", "could", "should", "would"];
    let first = text.split_whitespace().next().unwrap_or_default().replace('’', "'").to_lowercase();
    OPENERS.contains(&first.as_str())
}

/// Days that count from the day of writing, which is not the day of telling.
const WRITERS_DAYS: &[&str] = &["Yesterday", "Today", "Last night", "Earlier today", "This morning", "Tomorrow"];

/// Begins with a day that counts from the day of writing.
fn of_another_day(text: &str) -> bool {
    WRITERS_DAYS.iter().any(|day| text.strip_prefix(day).is_some_and(ends_word))
}

/// What follows a word does not go on with it: "Yesterday's" is another word than "Yesterday".
fn ends_word(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-'))
}

/// "Yesterday we restarted it" → "we restarted it": what is left claims less, and stays true.
fn without_writers_day(text: &str) -> &str {
    let rest = WRITERS_DAYS.iter().filter(|day| **day != "Tomorrow").find_map(|day| text.strip_prefix(day));
    let rest = rest.filter(|rest| ends_word(rest));
    rest.map_or(text, |rest| rest.trim_start_matches([',', ' ']))
}

/// "After today's deployment" → "after the deployment": what is left claims less, and stays true.
fn of_that_day(text: String) -> String {
    const DAYS: &[&str] = &["yesterday", "today", "tonight", "this morning", "last night"];
    let lower = text.to_ascii_lowercase();
    if !DAYS.iter().any(|day| lower.contains(day)) {
        return text;
    }
    let mut text = text;
    for day in DAYS {
        for genitive in ["'s", "’s"] {
            let of_day = format!("{day}{genitive}");
            text = text.replace(&of_day, "the").replace(&capitalize(&of_day), "The");
        }
    }
    text
}

/// Speaks about the document, not about the incident.
fn meta(text: &str) -> bool {
    static META: LazyLock<Phrases> = phrases![
        "duration: ", "all times", "unless otherwise noted", "times are in", "this document", "this postmortem",
        "this post-mortem", "this report", "this post ", "this page", "write-up", "following section", "apologize",
        "apologise", "recognize the severity", "incident report", "thank you", "your patience", "inconvenience",
        "this retro", "working hard to", "we strive", "we take this", "we consider", "appropriate action",
        "will provide", "would provide", "status update", "we know that", "immediate steps", "we are committed",
        "we understand", "will post", "next update", "further update", "more information", "for more context",
        "for more detail", "for details", "stay tuned", "for your understanding", "we will discuss", "we will publish",
        "be published", "internal retrospective", "post incident review", "post-incident review", "post mortem of",
        "postmortem of the", "preliminary report", "please reach out", "support team at", "has been discontinued",
        "are now published", "we appreciate", "sorry for", "we're sorry", "we are sorry", "very sorry", "truly sorry",
        "in this post", "blog post", "in this review", "you are currently viewing", "their explanation",
        "we'd like to share", "we would like to share", "we want to share", "into what happened",
        "explanation of what happened", "left out to prevent", "will be completing an internal",
        "we post updates on incidents",
    ];
    META.any_in(&text.to_lowercase().replace('’', "'"))
}

/// A clause without the one that it hangs on: "Because the disk was full.", "Which made it slow."
fn hangs_on(text: &str) -> bool {
    // "Because the index was gone it failed": the clause that it hangs on has a subject of its own.
    let main = [" it ", " we ", " they ", " this ", " users "].iter().any(|subject| text.contains(subject));
    let because = text.starts_with("Because ") && !text.starts_with("Because of ") && !text.contains(", ") && !main;
    because || text.starts_with("Which ")
}

/// "It was slow. this broke it" → "It was slow. This broke it": writers in small letters.
fn capital_behind_stops(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(". ") {
        let (head, tail) = rest.split_at(at + 2);
        out.push_str(head);
        let word = tail.split(' ').next().unwrap_or_default();
        let stem = word.trim_end_matches([',', '.']);
        let plain = stem.len() >= 2 && stem.bytes().all(|b| b.is_ascii_lowercase());
        // "approx. two", "e.g. this": no end of a sentence.
        let last = head.trim_end_matches(['.', ' ']).rsplit([' ', '(']).next().unwrap_or_default();
        let short = last.len() < 3 && last.bytes().all(|b| b.is_ascii_alphabetic())
            || last.contains('.')
            || ["approx", "etc", "incl", "vs", "hrs", "min", "mins", "resp", "sec"].contains(&last);
        if plain && !short {
            out.push_str(&capitalize(word));
            rest = tail.get(word.len()..).unwrap_or_default();
        } else {
            rest = tail;
        }
    }
    out + rest
}

/// Turns to whoever reads the document: "If you use an older client, …". A listener would take it for himself.
fn turns_to_reader(text: &str) -> bool {
    const OPENERS: &[&str] = &[
        "if you ", "should you ", "when you ", "you can ", "you may ", "you could ", "you might ", "you should ",
        "you will ", "you'll ", "you got ", "you must ", "you need ", "your ",
    ];
    static TALK: LazyLock<Phrases> = phrases![
        " for you.", " for you ", " to you ", " provide you", " of you ", " you rightly ", "frustrating it",
        " ask you "
    ];
    let lower = text.to_lowercase().replace('’', "'");
    OPENERS.iter().any(|opener| lower.starts_with(opener)) || TALK.any_in(&format!("{lower} "))
}

/// Without a short note in brackets at the start, such as who or what it is about.
fn without_note(text: &str) -> &str {
    let Some((note, rest)) = text.strip_prefix('(').and_then(|t| t.split_once(") ").or_else(|| t.split_once("), ")))
    else {
        return text;
    };
    let rest = rest.trim_start();
    if length(note) <= 4 && length(rest) >= 2 { rest } else { text }
}

/// No question, shout or talk to somebody: it can be told in the past.
fn statement(text: &str) -> bool {
    static TALK: LazyLock<Phrases> = phrases![
        " you ", " your ", " please ", " thanks ", " let's ", " i think ", " lol ", " ok ", " hi ", " let me ",
    ];
    // "PROBLEM - … is CRITICAL" is a message of a monitor.
    let shouts = text
        .split_whitespace()
        .filter(|w| w.len() >= 6 && w.chars().all(|c| c.is_ascii_uppercase() || c == ':'))
        .count();
    shouts < 2 && !text.contains(['?', '!']) && !TALK.any_in(&format!(" {} ", text.to_lowercase()))
}

/// With a full stop at its end, and none of the punctuation that only makes sense on paper.
pub fn finish(text: &str) -> String {
    let text = text.trim().trim_end_matches([':', ';', ',', ' ', '-', '–', '—']);
    if text.ends_with(['.', '!', '?', '…']) || text.ends_with(".\"") || text.ends_with(".”") || text.ends_with(".)")
    {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Facts;

    fn speech() -> Speech {
        Speech { cast: Cast::new(&Facts::default(), &Openers::default(), &[], false), openers: Openers::default() }
    }

    #[test]
    fn an_event_becomes_a_clause_in_the_past() {
        let clause = |t| speech().happening(t, &[]);
        assert_eq!(
            clause("Rollback fails due to a bad permission"),
            Some(Happening::Clause(vec!["the rollback failed due to a bad permission.".into()]))
        );
        assert_eq!(
            clause("The hub is slow. Users see errors."),
            Some(Happening::Clause(vec!["the hub was slow.".into(), "Users saw errors.".into()]))
        );
    }

    #[test]
    fn who_signed_an_entry_did_it_and_is_not_its_subject() {
        let event = |text: &str| crate::facts::Event {
            at: crate::tell::clock::tests::instant("10:00", None, None, 1),
            until: None,
            text: text.into(),
            actors: vec!["Zoe".into()],
            kind: crate::facts::EventKind::Other,
            cite: crate::cite::Cite::lines(1, 1),
        };
        let person = crate::facts::Person { name: "@zoe".into(), roles: vec![], cite: crate::cite::Cite::lines(1, 1) };
        let texts = ["@Zoe Noted that the hub was slow", "@Zoe Check of the proxy"];
        let facts = Facts { people: vec![person], timeline: texts.map(event).into(), ..Facts::default() };
        let speech = Speech { cast: Cast::new(&facts, &Openers::default(), &[], false), openers: Openers::default() };
        let told = |text: &str| speech.happening(text, &["Zoe".to_owned()]);
        assert_eq!(told(texts[0]), Some(Happening::Clause(vec!["a teammate noted that the hub was slow.".into()])));
        assert_eq!(told(texts[1]), Some(Happening::Quoted("Check of the proxy".into())));
        assert_eq!(
            speech.sentence("@Zoe Identified the node that was full").unwrap().text(),
            "A teammate identified the node that was full."
        );
    }

    #[test]
    fn the_writer_s_day_is_left_out_and_only_as_a_word() {
        assert_eq!(speech().sentence("Yesterday, the hub was slow").unwrap().text(), "The hub was slow.");
        assert_eq!(
            speech().sentence("Yesterday's deploy made the hub slow").unwrap().text(),
            "The deploy made the hub slow."
        );
        assert_eq!(
            speech().sentence("After today’s deploy the hub was slow").unwrap().text(),
            "After the deploy the hub was slow."
        );
        let zoned = speech().happening("(GMT+1), we deployed the hub", &[]);
        assert_eq!(zoned, Some(Happening::Clause(vec!["we deployed the hub.".into()])));
    }

    #[test]
    fn small_letters_behind_a_stop_become_capitals_and_half_a_sentence_is_not_told() {
        assert_eq!(
            speech().sentence("The wait grew to >2s. errors rose to 5 per minute").unwrap().text(),
            "The wait grew to >2s. Errors rose to 5 per minute."
        );
        assert_eq!(capital_behind_stops("approx. two of them, e.g. this"), "approx. two of them, e.g. this");
        assert!(speech().sentence("Because the disk of the hub was full").is_none());
        assert!(speech().sentence("Because the disk was full, the hub was slow").is_some());
    }

    #[test]
    fn an_event_that_cannot_be_rewritten_is_quoted() {
        assert_eq!(
            speech().happening("Low priority alarms", &[]),
            Some(Happening::Quoted("Low priority alarms".into()))
        );
        assert_eq!(
            speech().happening("Is it down for you?", &[]),
            Some(Happening::Quoted("Is it down for you?".into()))
        );
    }

    #[test]
    fn a_label_of_a_key_time_is_said_as_one() {
        assert_eq!(
            speech().happening("First detected:", &[]),
            Some(Happening::Clause(vec!["the problem was first detected.".into()]))
        );
        let ended = Some(Happening::Clause(vec!["all pods were restarted.".into()]));
        assert_eq!(speech().happening("All pods were restarted - OUTAGE ENDS", &[]), ended);
        assert!(matches!(speech().happening("First detected by users", &[]), Some(Happening::Quoted(_))));
    }

    #[test]
    fn the_kind_of_an_entry_is_not_said_but_who_said_it_is() {
        for text in ["Issue Detected: The monitor raised an alert", "INCIDENT DETECTED: The monitor raised an alert"] {
            let told = Some(Happening::Clause(vec!["the monitor raised an alert.".into()]));
            assert_eq!(speech().happening(text, &[]), told, "{text}");
        }
        let said = speech().happening("Mara Voss: The monitor raised an alert", &[]);
        assert!(
            matches!(&said, Some(Happening::Clause(c)) if c[0].starts_with("Mara Voss"))
                || matches!(said, Some(Happening::Quoted(_) | Happening::Said { .. }))
        );
    }

    #[test]
    fn a_name_keeps_its_capital_after_the_time() {
        assert_eq!(
            speech().happening("Prometheus stops scraping the nodes", &[]),
            Some(Happening::Clause(vec!["Prometheus stopped scraping the nodes.".into()]))
        );
    }

    #[test]
    fn a_sentence_is_said_and_a_note_is_known_as_one() {
        let spoken = speech().sentence("However, all users were hit").unwrap();
        assert_eq!((spoken.text().as_str(), spoken.clause), ("All users were hit.", true));
        assert!(!speech().sentence("Low priority alarms").unwrap().clause);
        for text in
            ["This broke the cache", "An additional 3% of users saw errors", "Some 7 minutes later, the cache broke"]
        {
            assert!(speech().sentence(text).unwrap().dangling, "{text}");
        }
        assert!(speech().sentence("What went wrong?").is_none());
        assert!(speech().sentence("The writer skips its bytes → the reader fails.").is_none());
        assert!(speech().sentence("Describe how users were hit by the incident.").is_none());
        assert_eq!(speech().sentence("08.52 The search was down").unwrap().text(), "The search was down.");
        assert_eq!(speech().sentence("9.35 The search was down").unwrap().text(), "The search was down.");
        assert_eq!(speech().sentence("12.50 dollars were lost").unwrap().text(), "12.50 dollars were lost.");
        assert!(speech().sentence("Hey everybody there!").is_none());
        assert_eq!(
            speech().sentence("Identified the bug and applied the fix.").unwrap().text(),
            "We identified the bug and applied the fix."
        );
        assert_eq!(
            speech().sentence("User reported that they see errors").unwrap().text(),
            "A user reported that they saw errors."
        );
        assert_eq!(speech().sentence("The user sees errors").unwrap().text(), "The user sees errors.");
        assert!(speech().sentence("Unless otherwise noted all times are in UTC.").is_none());
        assert_eq!(
            speech().sentence("Retry storm: Our client lacked any backoff").unwrap().text(),
            "Our client lacked any backoff."
        );
        assert_eq!(
            speech().sentence("It said: The hub has no disk left").unwrap().text(),
            "It said: The hub has no disk left."
        );
    }
}
