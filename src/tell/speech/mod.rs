//! Turns what the source says into what a person would say: cleaned of mark-up, in the past tense, in the first person plural, one breath
//! long. Each rule applies only where the grammar is certain; what cannot be rewritten is quoted.

pub mod action;
pub mod address;
pub mod breath;
pub mod clean;
mod completion;
mod finite;
mod happening;
pub mod lexicon;
pub mod mood;
pub mod openers;
mod passive;
pub mod people;
mod qualified;
pub mod speakable;
pub mod tense;
pub mod words;
mod writer;

use std::sync::LazyLock;

use breath::{breathe, length};
use clean::{clean, without_connective};
pub use happening::Happening;
use lexicon::is_auxiliary;
use openers::Openers;
use people::Cast;
use qualified::is_qualified_noun;
use speakable::{sentences, speakable};
use words::{capitalize, tokens};
use writer::{capital_behind_stops, hangs_on, of_that_day, turns_to_reader, without_writers_day};

use crate::extract::roles::people::doer;
use crate::extract::roles::unit::head::head_time;
use crate::extract::timeline::actor;
use crate::lists::{Phrases, phrases};
use crate::search::split_once;

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

/// Words that hang on the sentence before.
const DANGLING: &[&str] = &[
    "this", "these", "those", "that", "it", "they", "he", "she", "such", "there", "here", "his", "her", "its", "their",
    "then", "which", "another", "both", "neither", "either",
];

/// How things are again when the document is written, and were when it ended.
static RECOVERS: LazyLock<Phrases> = phrases![
    " is back to normal", " are back to normal", " is now back ", " are now back ", " is back online",
    " are back online", " is back up", " are back up", " is fully operational", " is now operational",
    " are now operational", " is now resolved", " are now resolved", " is restored", " are restored",
    " is reachable again", " are reachable again", " is available again", " are available again",
];

/// Points to another place of the document.
static REFERRING: LazyLock<Phrases> =
    phrases!["the same reason", "the same issue", "the above", "as mentioned", "as described"];

impl Speech {
    /// A sentence of the source, to be said in a part that is not about times. `None` where it cannot be said aloud.
    pub fn sentence(&self, text: &str) -> Option<Spoken> {
        // "See <address> for the graphs": for readers.
        if text.starts_with("See ") && text.contains("://") {
            return None;
        }
        // "@ann Restarted the pods": it was not "we" who did.
        let (signer, text) = actor::signed(text).map_or((None, text), |(who, words)| (self.cast.agent(who), words));
        let cleaned = of_that_day(clean(text));
        // "(However, two of them were slow.)": a sentence of its own.
        let bracketed =
            cleaned.strip_prefix('(').and_then(|t| t.strip_suffix(".)")).filter(|t| !t.contains([')', '(']));
        let cleaned = bracketed.map(|inside| format!("{inside}.")).unwrap_or(cleaned);
        let text = without_topic(without_connective(without_clock(without_writers_day(&cleaned))));
        if self.cast.speaker(without_clock(&cleaned)).is_some()
            || meta(text)
            || turns_to_reader(text)
            || instruction(text)
            || hangs_on(text)
            || length(text) < 3
            || !speakable(text)
            || text.contains(['?', '→'])
            || mood::is_imperative(text)
            || asks_or_orders(text)
            || length(text) > 90
        {
            return None;
        }
        // A note that certainly is a clause without its auxiliary is told as one ("All services returning 404").
        let note = mood::is_note(text);
        let agent = signer.as_deref().unwrap_or("we");
        // What looks like its verb is none of its own.
        let verbless = is_figure(text) || verbless_before_reason(text);
        // "Noor checks the graph and sees …": what somebody does in the present is told as it happened.
        let narrated = || {
            doer(text).is_some_and(|name| self.cast.agent(name).is_some() && acts_now(text, name))
                || RECOVERS.any_in(text)
        };
        let verb = mood::is_clause(text) && !note && !verbless;
        let whole = verb && !is_qualified_noun(text);
        // A noun that a clause tells more of can get no second verb.
        let completed = if verbless || verb && !narrated() {
            None
        } else {
            tense::clause(text.trim_end_matches('.'), if note { agent } else { "" })
        };
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
        let points = lower.split_whitespace().skip(1).take(3).any(|w| ["these", "those"].contains(&w))
            || opens_with_pronoun(&lower);
        // "About 7 minutes later, …": later than what was said before.
        let later = split_once(&lower, " later")
            .is_some_and(|(gap, _)| length(gap) <= 4 && gap.contains(|c: char| c.is_ascii_digit()));
        let rest = ["an additional ", "the remaining "].iter().any(|opener| lower.starts_with(opener));
        let refers = later || rest || REFERRING.any_in(&lower);
        let dangling =
            (DANGLING.contains(&first.as_str()) || points || refers) && !found.iter().any(|f| lower.starts_with(f));
        let said = finish(&capitalize(&capital_behind_stops(&self.cast.cast(text))));
        // "It took no account of the log. Switch to snapshots": what is to be done about it is no part of what happened.
        let told = sentences(&said).into_iter().enumerate().take_while(|(i, s)| *i == 0 || !mood::is_imperative(s));
        let sentences: Vec<String> = told.flat_map(|(_, s)| breathe(s)).map(|s| finish(&s)).collect();
        let spoken = Spoken { sentences, clause, dangling };
        (spoken.longest() <= TOO_LONG).then_some(spoken)
    }
}

/// The word behind a name is a verb in the present: "Noor checks".
fn acts_now(text: &str, name: &str) -> bool {
    let verb = text.split_once(name).and_then(|(_, rest)| rest.split_whitespace().next());
    verb.and_then(lexicon::verb).is_some_and(|(_, form)| form == lexicon::Form::Third)
}

/// A quantity and how much it was, "Estimated loss of revenue: $900": whatever looks like a verb in it, it is a note.
fn is_figure(text: &str) -> bool {
    const OPENERS: &[&str] = &["Estimated ", "Total ", "Number of ", "Approximate "];
    text.contains(": ") && OPENERS.iter().any(|opener| text.starts_with(opener))
}

/// "Outage in one region because the disk was full", "Changing the pages so that they say more": a headline, whatever verb its
/// reason has.
fn verbless_before_reason(text: &str) -> bool {
    let gerund = |head: &str| tokens(head).next().is_some_and(|first| first.ends_with("ing"));
    let because = split_once(text, " because ").map(|(head, _)| head);
    let head = because.or_else(|| split_once(text, " so that ").map(|(head, _)| head).filter(|head| gerund(head)));
    head.filter(|head| length(head) > 2 && !head.contains(','))
        .is_some_and(|head| !mood::is_clause(head) && tense::clause(head, "").is_none())
}

/// "To make sure that this didn't spread, we …": a pronoun in the opening words, with nothing before it that it could stand for.
fn opens_with_pronoun(lower: &str) -> bool {
    const OPENING: usize = 6;
    let words: Vec<&str> = tokens(lower).take(OPENING + 1).collect();
    let openers = ["to", "because", "since", "as", "while", "when", "after", "before", "although", "once"];
    let opens = words.first().is_some_and(|first| openers.contains(first));
    opens && words.windows(2).any(|pair| matches!(pair, ["this", next] if is_auxiliary(next)))
}

/// Without a topic in front of a whole sentence ("Retry amplification: Our retry logic lacked …").
fn without_topic(text: &str) -> &str {
    let Some((topic, rest)) = text.split_once(": ") else { return text };
    let whole = rest.starts_with(char::is_uppercase) && mood::is_main_clause(rest) && length(rest) >= 5;
    if whole && length(topic) <= 4 && !mood::is_clause(topic) && !topic.contains('"') { rest } else { text }
}

/// What the template of a postmortem asks its author for, left in the document; a greeting.
pub fn instruction(text: &str) -> bool {
    let lower = text.to_lowercase();
    let first = lower.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let subject = || ["incident", "root cause", "what needs", "the impact", "outage"].iter().any(|s| lower.contains(s));
    let asks =
        ["describe", "list", "report", "explain", "state", "run", "write", "fill", "add", "provide", "include", "note"]
            .contains(&first)
            && mood::is_imperative(text)
            && subject();
    asks || first == "view" && !mood::is_clause(text)
        || [
            "hey", "hi", "hello", "thanks", "thank", "sorry", "please", "regards", "apologies", "learn", "read",
            "click", "contact",
        ]
        .contains(&first)
}

/// Without a clock time or a day in figures that stands before a sentence, as a timeline's entry has it: "11:05 AM UTC - The hub …".
fn without_clock(text: &str) -> &str {
    let Some((time, rest)) = text.split_once(' ') else { return text };
    let time = time.trim_end_matches(':');
    let figures = |separators: &[char], count: usize, longest: usize| {
        let parts: Vec<&str> = time.split(separators).collect();
        parts.len() == count
            && parts.iter().all(|p| (1..=longest).contains(&p.len()) && p.chars().all(|c| c.is_ascii_digit()))
    };
    if !figures(&[':', '.'], 2, 2) && !figures(&['-', '/', '.'], 3, 4) {
        return text;
    }
    // Half of the day, zone and day go with it.
    let rest = rest.get(head_time(text).saturating_sub(text.len() - rest.len())..).unwrap_or(rest);
    let rest = rest.trim_start_matches(['-', '–', ':', ' ']);
    if rest.starts_with(char::is_uppercase) { rest } else { text }
}

/// Turns to the reader: a question without its mark ("Is the error in …, so we …"), or an order not to do something.
fn asks_or_orders(text: &str) -> bool {
    const OPENERS: &[&str] =
        &["is", "are", "was", "were", "did", "does", "do", "don't", "can", "could", "should", "would"];
    let first = text.split_whitespace().next().unwrap_or_default().replace('’', "'").to_lowercase();
    OPENERS.contains(&first.as_str())
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
        "postmortem of the", "preliminary report", "in detail below", "explained below", "described below",
        "detailed below", "outlined below", "should be filled", "to be filled", "sections above",
        "outline of what happened", "should focus on", "ideally these", "full timeline of", "please reach out",
        "support team at", "has been discontinued", "are now published", "we appreciate", "sorry for", "we're sorry",
        "we are sorry", "very sorry", "truly sorry", "in this post", "blog post", "in this review",
        "you are currently viewing", "their explanation", "we'd like to share", "we would like to share",
        "we want to share", "into what happened", "explanation of what happened", "left out to prevent",
        "will be completing an internal", "we post updates on incidents", "will follow up directly",
        "explicit next steps to", "shed some light", "in due course", "description below",
    ];
    META.any_in(&words::lower(text))
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

    pub(super) fn speech() -> Speech {
        Speech { cast: Cast::new(&Facts::default(), &Openers::default(), &[], false), openers: Openers::default() }
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
    fn a_time_in_front_goes_with_all_that_belongs_to_it() {
        for (text, told) in [
            ("11:05 The hub was slow", "The hub was slow"),
            ("11:05 AM UTC - The hub was slow", "The hub was slow"),
            ("11:05 AM UTC: The hub was slow", "The hub was slow"),
            ("11:05 AM UTC 16 March 2031 The hub was slow", "The hub was slow"),
            ("11:05 AM UTC until 12:00 the hub was slow", "11:05 AM UTC until 12:00 the hub was slow"),
        ] {
            assert_eq!(without_clock(text), told);
        }
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
        assert_eq!(speech().sentence("We deployed a large fix today.").unwrap().text(), "We deployed a large fix.");
        assert_eq!(
            speech().sentence("It came with the fix that was deployed earlier today").unwrap().text(),
            "It came with the fix that was deployed earlier that day."
        );
        let dated = speech().happening("The hub is slow since the fix that was deployed earlier today", &[]);
        let told = "the hub was slow since the fix that was deployed earlier that day.";
        assert_eq!(dated, Some(Happening::Clause(vec![told.into()])));
        let zoned = speech().happening("(GMT+1), we deployed the hub", &[]);
        assert_eq!(zoned, Some(Happening::Clause(vec!["we deployed the hub.".into()])));
    }

    #[test]
    fn small_letters_behind_a_stop_become_capitals_and_half_a_sentence_is_not_told() {
        assert_eq!(
            speech().sentence("The wait grew to >2s. errors rose to 5 per minute").unwrap().text(),
            "The wait grew to >2s. Errors rose to 5 per minute."
        );
        let short = "approx. two of them, e.g. this, told Example Inc. that it broke";
        assert_eq!(capital_behind_stops(short), short);
        assert!(speech().sentence("Because the disk of the hub was full").is_none());
        assert!(speech().sentence("Because the disk was full, the hub was slow").is_some());
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
        assert!(speech().sentence("To see whether this was new, we read the log").unwrap().dangling);
        assert!(!speech().sentence("When this incident began, the hub was idle").unwrap().dangling);
        assert!(!speech().sentence("Outage of the hub because the disk was full").unwrap().clause);
        assert!(speech().sentence("The hub was down because the disk was full").unwrap().clause);
        assert!(speech().sentence("What went wrong?").is_none());
        assert!(speech().sentence("The writer skips its bytes → the reader fails.").is_none());
        assert!(speech().sentence("Describe how users were hit by the incident.").is_none());
        assert_eq!(speech().sentence("08.52 The search was down").unwrap().text(), "The search was down.");
        assert_eq!(speech().sentence("9.35 The search was down").unwrap().text(), "The search was down.");
        assert_eq!(speech().sentence("12.50 dollars were lost").unwrap().text(), "12.50 dollars were lost.");
        assert!(speech().sentence("Hey everybody there!").is_none());
        assert_eq!(speech().sentence("(However, two were slow.)").unwrap().text(), "Two were slow.");
        assert!(speech().sentence("See https://x.example/4 for the number of nodes restarted over time").is_none());
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

    #[test]
    fn a_figure_is_a_note_whatever_looks_like_its_verb() {
        let said = speech().sentence("Estimated loss of revenue: $900 an hour").unwrap();
        assert_eq!((said.text().as_str(), said.clause), ("Estimated loss of revenue: $900 an hour.", false));
    }

    #[test]
    fn what_somebody_does_in_the_present_is_told_as_it_happened() {
        let person = crate::facts::Person { name: "Noor".into(), roles: vec![], cite: crate::cite::Cite::lines(1, 1) };
        let facts = Facts { people: vec![person], ..Facts::default() };
        let speech = Speech { cast: Cast::new(&facts, &Openers::default(), &[], false), openers: Openers::default() };
        let said = |text: &str| speech.sentence(text).unwrap().text();
        assert_eq!(
            said("Noor runs the script and then disabled the worker"),
            "A teammate ran the script and then disabled the worker."
        );
        assert_eq!(said("The worker runs the script at night"), "The worker runs the script at night.");
    }

    #[test]
    fn what_was_over_is_told_as_it_was() {
        let said = |text: &str| speech().sentence(text).unwrap().text();
        assert_eq!(said("The search is now back to normal."), "The search was back to normal.");
        assert_eq!(said("The search is now limited to ten pages."), "The search is now limited to ten pages.");
        assert!(speech().sentence("We would like to shed some light on the outage of last week").is_none());
    }
}
