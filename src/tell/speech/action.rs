//! Follow-up actions as they are said: done ("we added …"), planned ("we set out to add …"), or quoted.

use std::borrow::Cow;

use super::clean::clean;
use super::lexicon::{DETERMINERS, Form, verb};
use super::mood::{is_clause, is_main_clause};
use super::qualified::is_qualified_noun;
use super::speakable::{sentences, speakable};
use super::tense::clause;
use super::words::{decapitalize, split};
use super::{Speech, finish};
use crate::facts::Action;
use crate::lists::{Words, words};
use crate::search::split_once;

/// An action as it is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// "we added an alert."
    Done(String),
    /// "add an alert.", to stand after "to".
    ToDo(String),
    /// "adding an alert.", to stand after "included".
    Doing(String),
    /// A sentence of its own.
    Stated(String),
    /// The words of the list, as they are.
    Noted(String),
}

impl Act {
    /// The words.
    pub fn text(&self) -> &str {
        match self {
            Act::Done(t) | Act::ToDo(t) | Act::Doing(t) | Act::Stated(t) | Act::Noted(t) => t,
        }
    }
}

/// What documents write for an action that is done.
const DONE: &[&str] = &[
    "done", "complete", "completed", "closed", "fixed", "resolved", "shipped", "merged", "implemented", "finished",
    "deployed",
];

/// Verbs that open an action although they are no events of a timeline.
static PLANS: Words = words!(
    "
 ensure improve explore evaluate automate define train educate streamline harden formalize formalise simplify enhance nominate rethink consider
 clarify educate encourage enforce extract figure follow harmonize limit look optimize optimise plan protect provide research revisit seek simplify
 emphasize emphasise discourage highlight strengthen standardize standardise stop study think track tweak use work write better-document search rewrite assess audit build deprecate design determine develop
 discuss file fix get give have keep make perform put reach run set setup spin split support take
"
);

/// What goes on after it was set up: done once, it holds from then on ("we now alert …").
const STANDING: &[&str] = &[
    "alert", "page", "show", "compare", "monitor", "watch", "check", "log", "track", "report", "notify", "limit",
    "refuse",
];

/// Is marked as done.
pub fn is_done(action: &Action) -> bool {
    action
        .status
        .as_deref()
        .is_some_and(|s| DONE.iter().any(|d| s.to_lowercase().trim_matches(|c: char| !c.is_alphabetic()) == *d))
}

/// An action as it is said; `None` where nothing in it can be.
pub fn act(action: &Action, speech: &Speech) -> Option<Act> {
    let cleaned = clean(&action.text);
    if super::meta(&cleaned) || super::writer::turns_to_reader(&cleaned) {
        return None;
    }
    let cleaned = without_remark(without_note_in_front(&cleaned));
    let cleaned = without_state(without_shout(without_status(&cleaned)), action);
    // "OM Send the alerts to the team": whose it is stands in front.
    let cleaned = match speech.cast.speaker(cleaned) {
        Some((_, words)) if split(words).first().is_some_and(|w| is_plan(w.core())) => words,
        Some(_) => return None,
        None => cleaned,
    };
    let body = without_heading(first_sentence(cleaned)?);
    // "Write guidelines: Each repository …": what follows explains.
    let body = match body.split_once(": ") {
        Some((head, rest)) if head.split_whitespace().count() >= 4 && rest.split_whitespace().count() >= 5 => head,
        _ => body,
    };
    // "None that need an issue of their own".
    let opener = body.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    if ["none", "nothing", "n"].contains(&opener.as_str()) {
        return None;
    }
    // "{{what to do}}": a template's blank.
    if body.contains("{{")
        || super::instruction(body)
        || !speakable(body)
        || body.ends_with('?')
        || super::breath::length(body) > 34
    {
        return None;
    }
    let body = [", including but not limited to", ", including", ", such as"]
        .iter()
        .find_map(|e| body.strip_suffix(e))
        .unwrap_or(body);
    let body = without_owner(body.trim_end_matches(['.', '!']), speech);
    // "Make it so - see the thread": what follows is a note.
    let body =
        body.split_once(" - ").map_or(body, |(head, _)| if head.split_whitespace().count() >= 4 { head } else { body });
    let words = split(body);
    let first = words.first()?.core();
    let next = words.get(1).map(|w| w.core()).unwrap_or_default();
    let said = |text: &str| finish(&speech.cast.cast(text));
    let planned = is_plan(first);
    // "Monitoring is missing" and "Alert fired late" are sentences; "Alert on disk usage" is a plan.
    let noun = verb(first).is_some_and(|(v, _)| v.noun);
    let opens_object = DETERMINERS.contains(next) || ["that", "for", "on", "to", "if", "whether"].contains(&next);
    // "Load test of the ledger" is a thing.
    let thing = noun && !opens_object && words.get(2).is_some_and(|w| w.core() == "of");
    // "Render has been down": somebody's name.
    let subject = ["has", "have", "had", "is", "are", "was", "were", "will", "did", "does"].contains(&next);
    let sentence = noun && !opens_object && is_main_clause(body);
    // "Alert configured on the size of the queue" tells what was done.
    let done = noun && matches!(verb(next), Some((_, Form::Past)));
    let imperative = planned && !(thing || subject || sentence || done);
    // What the reader owns and did is the reader's.
    let mine = action.owner.as_deref().is_some_and(|owner| speech.cast.is_me(owner));
    let agent = if mine { "I" } else { "we" };
    // "Do not use one person's address": to be said after "to".
    if let Some(kept) = ["Do not ", "Don't ", "Don’t "].iter().find_map(|no| body.strip_prefix(no)) {
        // "Don't know why …": nobody sets out to.
        if ["have", "know", "need", "recall", "remember", "see", "think", "understand", "want"].contains(&next) {
            return None;
        }
        return Some(Act::ToDo(said(&format!("not {kept}"))));
    }
    if imperative {
        let done = is_done(action)
            .then(|| verb(first))
            .flatten()
            .filter(|(_, f)| *f == Form::Base)
            .map(|(v, _)| v.past.clone());
        return Some(match done {
            Some(_) if STANDING.contains(&first) => {
                Act::Done(said(&format!("{agent} now {first}{}", body.get(words.first()?.text().len()..)?)))
            }
            Some(past) => {
                let rest = also_done(body.get(words.first()?.text().len()..)?);
                Act::Done(said(&format!("{agent} {past}{rest}")))
            }
            None => Act::ToDo(said(&decapitalize(body))),
        });
    }
    // "Raising the limit so that it does not fill": what is done to a thing, whatever the verb; the other verb says what for.
    let doing = first.ends_with("ing") && DETERMINERS.contains(next) && !is_main_clause(body);
    if doing
        || matches!(verb(first), Some((v, Form::Gerund)) if !v.noun || !is_clause(body))
            && !verb(next).is_some_and(|(_, f)| f == Form::Past)
    {
        return Some(Act::Doing(said(&decapitalize(body))));
    }
    // "Removed the dependency that …" is ours.
    if super::mood::is_note(body)
        && matches!(verb(first), Some((_, Form::Past)))
        && words.len() >= 4
        && let Some(clause) = clause(body, agent)
    {
        return Some(Act::Stated(finish(&super::words::capitalize(&speech.cast.cast(&clause)))));
    }
    // A sentence is told as it stands: what is planned is not past.
    let contracted = ["we're", "we've", "we'll"].contains(&first.replace('’', "'").as_str());
    // "We now test each release twice".
    let ours = first == "we" && next == "now";
    if (contracted || ours || is_clause(body) && !is_qualified_noun(body)) && words.len() >= 4 {
        return Some(Act::Stated(said(&super::words::capitalize(body))));
    }
    let whole = |_: &String| body.split_whitespace().count() >= 4 && !is_qualified_noun(body);
    if let Some(clause) = clause(body, "we").filter(whole) {
        let clause = speech.openers.lower(&speech.cast.cast(&clause));
        return Some(Act::Stated(finish(&super::words::capitalize(&clause))));
    }
    (words.len() >= 4 && !super::address::has_address(&action.text)).then(|| Act::Noted(said(body)))
}

/// "Add a budget and refuse deployments": the second verb was done as well.
fn also_done(rest: &str) -> String {
    let Some((object, more)) = rest.split_once(" and ") else { return rest.to_owned() };
    let (second, tail) = more.split_once(' ').unwrap_or((more, ""));
    match verb(second) {
        // "… and audit all others": before such a word stands no noun.
        Some((v, Form::Base)) if !tail.is_empty() && (!v.noun || is_determined(tail)) => {
            format!("{object} and {} {tail}", v.past)
        }
        _ => rest.to_owned(),
    }
}

/// "all others", "the log": an object, after a verb.
fn is_determined(text: &str) -> bool {
    split(text).first().is_some_and(|word| DETERMINERS.contains(word.core()))
}

/// The first word of an action is the plain form of a verb.
fn is_plan(first: &str) -> bool {
    PLANS.contains(first) || matches!(verb(first), Some((_, Form::Base)))
}

/// "Add an alert (Noor, done)" → "Add an alert": whose it is and how far it is are told otherwise, or not.
fn without_owner<'t>(text: &'t str, speech: &Speech) -> &'t str {
    let Some((plan, note)) = text.strip_suffix(')').and_then(|t| t.rsplit_once(" (")) else { return text };
    let named = speech.cast.cast(note) != note;
    let state = note.split([',', ' ']).any(|w| DONE.contains(&w.to_lowercase().as_str()));
    if note.split_whitespace().count() <= 5 && (named || state) { plan } else { text }
}

/// "Add an alert (owner: Noor, due: May 3) …" → "Add an alert …".
fn without_remark(text: &str) -> Cow<'_, str> {
    const KEYS: &[&str] = &["owner", "assignee", "due", "eta", "by", "ticket", "priority"];
    let remark =
        |inside: &str| inside.split(':').next().is_some_and(|key| KEYS.iter().any(|k| k.eq_ignore_ascii_case(key)));
    let Some((head, (inside, rest))) = text.split_once(" (").and_then(|(head, t)| Some((head, t.split_once(')')?)))
    else {
        return Cow::Borrowed(text);
    };
    if inside.contains(':') && remark(inside) { Cow::Owned(format!("{head}{rest}")) } else { Cow::Borrowed(text) }
}

/// "(Already planned) Add an alert" → "Add an alert".
fn without_note_in_front(text: &str) -> &str {
    const LONGEST: usize = 4;
    let note = text.strip_prefix('(').and_then(|t| t.split_once(") "));
    let plan = note.filter(|(note, plan)| {
        note.split_whitespace().count() <= LONGEST && !note.contains('(') && plan.starts_with(char::is_uppercase)
    });
    plan.map_or(text, |(_, plan)| plan)
}

/// "Done Raise a ticket" → "Raise a ticket": a status that stands in front, as wikis have it.
fn without_status(text: &str) -> &str {
    const STATUS: &[&str] =
        &["done", "todo", "pending", "resolved", "unresolved", "open", "declined", "invalid", "completed", "fixed"];
    /// Of these, those that open no sentence: "Fixed 3 tests" is one.
    const NEVER_VERBS: &[&str] = &["done", "todo", "pending"];
    let Some((status, rest)) = text.split_once(' ') else { return text };
    let status = status.to_lowercase();
    let status = status.trim_matches(|c: char| !c.is_alphabetic());
    let number = || NEVER_VERBS.contains(&status) && rest.starts_with(|c: char| c.is_ascii_digit());
    if STATUS.contains(&status) && (rest.starts_with(char::is_uppercase) || number()) { rest } else { text }
}

/// "Add a test - DONE in #12" → "Add a test".
fn without_shout(text: &str) -> &str {
    let Some((plan, rest)) = split_once(text, " DONE") else { return text };
    let ends = !rest.starts_with(char::is_alphanumeric);
    if ends { plan.trim_end_matches([' ', '-', '–', '(', ',', '.']) } else { text }
}

/// `Add a test [Scheduled]`: how far it is stands beside it, and nobody says it.
fn without_state<'t>(text: &'t str, action: &Action) -> &'t str {
    let state = action.status.as_deref().unwrap_or_default();
    let rest = text.get(..text.len().saturating_sub(state.len())).filter(|rest| rest.ends_with(' '));
    rest.filter(|r| !state.is_empty() && text.get(r.len()..).is_some_and(|end| end.eq_ignore_ascii_case(state)))
        .map_or(text, str::trim_end)
}

fn first_sentence(text: &str) -> Option<&str> {
    sentences(text).into_iter().find(|s| s.split_whitespace().count() >= 2)
}

/// "Health checks: Configuring …" → "Configuring …", if what follows is an action by itself.
fn without_heading(text: &str) -> &str {
    let Some((heading, rest)) = text.split_once(": ") else { return text };
    let first = split(rest).first().map(|w| w.core().to_owned()).unwrap_or_default();
    let acts = matches!(verb(&first), Some((_, Form::Gerund | Form::Base))) || PLANS.contains(first.as_str());
    if acts && heading.split_whitespace().count() <= 6 { rest } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::Cite;

    fn said(text: &str, status: Option<&str>) -> Option<Act> {
        let action = Action {
            text: text.into(),
            owner: None,
            ticket: None,
            status: status.map(Into::into),
            cite: Cite::lines(1, 1),
        };
        act(&action, &Speech::default())
    }

    #[test]
    fn a_state_in_capitals_is_not_said() {
        let done = said("Add a probe - DONE in #12", Some("done"));
        assert_eq!(done.as_ref().map(Act::text), Some("we added a probe."));
        assert_eq!(without_shout("Add a DONEX probe"), "Add a DONEX probe");
    }

    #[test]
    fn a_name_that_is_a_verb_as_well_is_no_order_and_a_state_is_not_said() {
        assert!(matches!(said("Render has been down twice since May", None), Some(Act::Stated(_))));
        let doing = Some(Act::Doing("adding a test for the lease.".into()));
        assert_eq!(said("Adding a test for the lease Scheduled", Some("scheduled")), doing);
    }

    #[test]
    fn what_is_done_to_a_thing_is_no_sentence_of_its_own() {
        let doing = |text: &str| Some(Act::Doing(text.into()));
        assert_eq!(said("Tuning the limit so that it holds", None), doing("tuning the limit so that it holds."));
        assert!(matches!(said("Tuning the limit was not enough for us", None), Some(Act::Stated(_))));
    }

    #[test]
    fn an_imperative_is_a_plan_until_it_is_done() {
        assert_eq!(said("Add an alert on disk usage", None), Some(Act::ToDo("add an alert on disk usage.".into())));
        assert_eq!(
            said("Add an alert on disk usage", Some("done")),
            Some(Act::Done("we added an alert on disk usage.".into()))
        );
        assert_eq!(
            said("Add a budget and refuse deployments without one", Some("done")),
            Some(Act::Done("we added a budget and refused deployments without one.".into()))
        );
        assert_eq!(
            said("Fix the route of one zone and audit all others", Some("done")),
            Some(Act::Done("we fixed the route of one zone and audited all others.".into()))
        );
        assert_eq!(
            said("Do not use one person's address", None),
            Some(Act::ToDo("not use one person's address.".into()))
        );
        assert_eq!(said("Load test of the ledger", None), Some(Act::Noted("Load test of the ledger.".into())));
    }

    #[test]
    fn a_plan_is_never_told_as_done() {
        for status in [None, Some("open"), Some("in progress"), Some("not done yet")] {
            assert!(matches!(said("Implement a staging environment", status), Some(Act::ToDo(_))), "{status:?}");
        }
    }

    #[test]
    fn a_gerund_follows_its_heading_and_a_thing_is_quoted() {
        assert_eq!(
            said("Circuit breakers: Adding a backoff to the retries", None),
            Some(Act::Doing("adding a backoff to the retries.".into()))
        );
        assert_eq!(
            said("Better alerting for the cluster", None),
            Some(Act::Noted("Better alerting for the cluster.".into()))
        );
    }

    #[test]
    fn a_noun_that_is_a_verb_too_opens_a_plan_only_before_its_object() {
        assert_eq!(
            said("Alert the team when the disk is full", None),
            Some(Act::ToDo("alert the team when the disk is full.".into()))
        );
        assert_eq!(
            said("Release process should include a test", None),
            Some(Act::Stated("Release process should include a test.".into()))
        );
    }

    #[test]
    fn a_note_in_front_goes_and_what_was_set_up_is_no_order() {
        let plan = Some(Act::ToDo("spin up a second hub.".into()));
        assert_eq!(said("(Already planned) Spin up a second hub", None), plan);
        let stated = Act::Stated("The alert was configured on the age of the queue.".into());
        assert_eq!(said("Alert configured on the age of the queue", None), Some(stated));
        let now = Act::Stated("We now test with the data of a full day.".into());
        assert_eq!(said("We now test with the data of a full day", None), Some(now));
    }

    #[test]
    fn a_status_in_front_goes_but_a_verb_stays() {
        assert_eq!(
            said("Done Raise the limit of the pool", None),
            Some(Act::ToDo("raise the limit of the pool.".into()))
        );
        let stated = Act::Stated("502 errors of the hub should be logged.".into());
        assert_eq!(said("Done 502 errors of the hub should be logged", None), Some(stated));
        assert_eq!(
            said("Open a ticket with the vendor", None),
            Some(Act::ToDo("open a ticket with the vendor.".into()))
        );
    }

    #[test]
    fn what_was_done_already_was_done_by_us() {
        assert_eq!(
            said("Removed the check that kept one bad path from the pool", None),
            Some(Act::Stated("We removed the check that kept one bad path from the pool.".into()))
        );
    }

    #[test]
    fn a_sentence_stays_a_sentence() {
        assert_eq!(
            said("Timeouts moved to the runtime configuration", None),
            Some(Act::Stated("Timeouts were moved to the runtime configuration.".into()))
        );
    }
}
