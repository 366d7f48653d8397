//! An entry of a timeline as it is said: a clause in the past behind its time, somebody's words, or the entry as it stands.

use std::sync::LazyLock;

use super::breath::{breathe, length};
use super::clean::{clean, without_connective};
use super::qualified::is_qualified_noun;
use super::speakable::{sentences, speakable};
use super::words::{capitalize, lower};
use super::writer::{WRITERS_DAYS, earlier_that_day, ends_word};
use super::{Speech, TOO_LONG, asks_or_orders, finish, meta, mood, tense};
use crate::extract::timeline::actor;
use crate::lists::{Phrases, phrases};

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

impl Speech {
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
        let cleaned = earlier_that_day(clean(&head));
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
            if !told.is_empty() && doer.is_empty() && mood::opens_with_deed(body) {
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
            if named.is_none() && told.is_empty() && mood::opens_with_deed(body) {
                return (length(body) <= 30).then(|| Happening::Quoted(body.clone()));
            }
            let body = named.as_ref().unwrap_or(body);
            let told_as_it_is = !statement(sentence) || is_qualified_noun(body);
            let clause = if told_as_it_is { None } else { tense::clause(body, &agent) };
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
        let clause = mood::is_main_clause(rest).then(|| tense::clause(rest, "")).flatten()?;
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
    ("fault detected", "the fault was detected"),
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

/// Tells what became of what was suspected or tried.
fn outcome(sentence: &str) -> bool {
    static OUTCOMES: LazyLock<Phrases> = phrases![
        "so this was not", "so it was not", "so it wasn't", "was not it", "wasn't it", "ruled out", "rules out",
        "so we", "given up", "gave up", "dropped", "did not help", "didn't help", "did not work", "didn't work",
        "no effect", "no change", "made no difference", "confirmed", "chose", "decided", "instead", "disproved",
        "not the cause",
    ];
    let lower = lower(sentence);
    OUTCOMES.any_in(&lower)
}

/// Without the half of a pair of brackets that holds several sentences.
fn unbracketed(sentence: &str) -> &str {
    let (open, close) = (sentence.matches('(').count(), sentence.matches(')').count());
    let sentence = if open > close { sentence.strip_prefix('(').unwrap_or(sentence) } else { sentence };
    if close > open { sentence.strip_suffix(')').unwrap_or(sentence) } else { sentence }
}

/// Begins with a day that counts from the day of writing.
fn of_another_day(text: &str) -> bool {
    WRITERS_DAYS.iter().any(|day| text.strip_prefix(day).is_some_and(ends_word))
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
    // "Everything is back online!" tells as much without its mark; "Ouch!" tells nothing.
    let text = text.strip_suffix('!').filter(|told| length(told) >= 4).unwrap_or(text);
    shouts < 2 && !text.contains(['?', '!']) && !TALK.any_in(&format!(" {} ", text.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::speech;
    use super::*;

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
        assert_eq!(clause("The hub is up again!"), Some(Happening::Clause(vec!["the hub was up again.".into()])));
        assert_eq!(clause("It works!"), Some(Happening::Quoted("It works".into())));
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
        assert!(matches!(speech().happening("Suggestion that it may be the cache", &[]), Some(Happening::Quoted(_))));
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
}
