//! Action items: what, who, under which ticket, and how far.

use super::Reading;
use super::judge::List;
use super::people::{full_name, is_name};
use super::unit::{Form, Mark, Unit};
use crate::document::{Block, Cell, Kind, MarkKind};
use crate::extract::cues::class;
use crate::facts::Action;
use crate::search::places;

const OWNER: &[&str] = &["owner", "assignee", "assigned to", "who", "responsible", "assigned", "dri"];
const TICKET: &[&str] = &["ticket", "issue", "bug", "jira", "tracking", "link", "pr", "tracking bug", "reference"];
const STATUS: &[&str] = &["status", "state", "progress", "done"];
const DATE: &[&str] = &["due", "due date", "deadline", "eta", "date", "target date", "when", "priority", "type"];

/// Words at the head or the end of an item that tell its state.
const STATES: &[&str] = &[
    "done", "todo", "in progress", "in-progress", "completed", "complete", "planned", "scheduled", "open", "closed",
    "declined", "unresolved", "resolved", "pending", "wip", "wontfix", "not started", "ongoing", "on going",
];

/// How words to the customers begin.
const POLITE: &[&str] = &[
    "we apolog", "we sincerely", "we thank", "we are sorry", "we're sorry", "we regret", "we deeply", "our apologies",
    "thank you", "sorry for",
];

/// Reads the action items.
pub fn read(reading: &Reading<'_>) -> Vec<Action> {
    let units = reading.of(List::Actions);
    let units = if units.is_empty() { intended(reading) } else { units };
    let units = units.into_iter().flat_map(|unit| introduced(reading, unit));
    // "We apologise, and thank you": said to the customers, done by nobody.
    let polite = |unit: &Unit| POLITE.iter().any(|words| reading.units.lower(unit).starts_with(words));
    let told = |unit: &&Unit| !is_detail(reading, unit) && !polite(unit);
    let mut actions: Vec<Action> = units.filter(told).flat_map(|unit| listed(action(reading, unit))).collect();
    let mut seen = std::collections::HashSet::new();
    actions.retain(|a| seen.insert(a.text.clone()));
    actions
}

/// "automate the renewal (owner: Ann); add an alert; tell the users": several actions in one line, whose first word in small
/// letters shows that it goes on behind a label.
fn listed(action: Action) -> Vec<Action> {
    const SHORTEST: usize = 3;
    let pieces: Vec<&str> = action.text.split("; ").map(|piece| piece.trim_end_matches('.').trim()).collect();
    let plan = |piece: &&str| piece.starts_with(char::is_lowercase) && piece.split_whitespace().count() >= SHORTEST;
    if pieces.len() < 2 || !pieces.iter().all(plan) {
        return vec![action];
    }
    let one = |piece: &str| Action {
        text: piece.to_owned(),
        owner: owner(piece),
        ticket: ticket(piece),
        status: state(piece).or_else(|| action.status.clone()),
        cite: action.cite.clone(),
    };
    pieces.into_iter().map(one).collect()
}

/// "We are taking these steps:" stands for the items of the list that it introduces.
fn introduced<'r>(reading: &'r Reading<'_>, unit: &'r Unit) -> Vec<&'r Unit> {
    if !leads_in(unit) {
        return vec![unit];
    }
    let after = reading.units.list.iter().skip_while(|u| !std::ptr::eq(*u, unit)).skip(1);
    let items = after.take_while(|u| u.form == Form::Item);
    let items: Vec<&Unit> = items.filter(|u| !reading.doc.str(&u.span).starts_with("http")).collect();
    if items.is_empty() { vec![unit] } else { items }
}

/// May stand above a list.
fn leads_in(unit: &Unit) -> bool {
    unit.is(Mark::Colon) && unit.form != Form::Item
}

/// Where no section lists them: what the last third of the text says is to be done, or is being done, against a recurrence.
fn intended<'r>(reading: &'r Reading<'_>) -> Vec<&'r Unit> {
    let all = &reading.units.list;
    // The items of a list take place as well; what introduces one may stand earlier.
    let introduces = |i: usize, u: &Unit| leads_in(u) && all.get(i + 1).is_some_and(|next| next.form == Form::Item);
    let end = all.iter().enumerate().filter(|(i, u)| *i >= all.len() * 2 / 3 || introduces(*i, u)).map(|(_, u)| u);
    let intends = |u: &&Unit| {
        let lower = reading.units.lower(u);
        u.cues.any(&[class::INTENT, class::FORESIGHT])
            && !u.cues.any(&[class::POLITE, class::IMPACT_NONE, class::SUSPECT])
            && !u.timed
            && !lower.ends_with('?')
            && !lower.contains("no plan")
    };
    end.filter(intends).collect()
}

/// Stands under a header of a table that says something about the action beside it.
fn is_detail(reading: &Reading<'_>, unit: &Unit) -> bool {
    let cell = reading.doc.blocks.get(unit.span.block).and_then(|b| b.cells.get(unit.span.cell));
    let header = cell.and_then(|c| c.header.as_deref()).map(|h| h.trim().to_lowercase()).unwrap_or_default();
    let text = reading.doc.str(&unit.span);
    // "Deadline: May 3" below what is to be done.
    let labelled = text.split_once(": ").is_some_and(|(key, value)| {
        let key = key.trim().to_lowercase();
        let named = |names: &[&str]| names.contains(&key.as_str());
        let words = value.split_whitespace().count();
        let numbered = value.contains(|c: char| c.is_ascii_digit());
        words <= 6 && (named(OWNER) || named(DATE) || named(TICKET) && numbered) || named(STATUS) && words == 1
    });
    labelled || [OWNER, TICKET, STATUS, DATE].iter().any(|names| names.contains(&header.as_str()))
}

fn action(reading: &Reading<'_>, unit: &Unit) -> Action {
    let quote = reading.doc.quote(&unit.span);
    let block = reading.doc.blocks.get(unit.span.block);
    let column = |names: &[&str]| block.and_then(|b| column(b, names, unit.span.cell));
    let owner = column(OWNER).or_else(|| owner(&quote.text));
    let ticket = column(TICKET).or_else(|| block.and_then(|b| linked_ticket(b, unit))).or_else(|| ticket(&quote.text));
    let checked = match block.map(|b| &b.kind) {
        Some(Kind::Item { checked: Some(checked), .. }) => Some(if *checked { "done" } else { "open" }.to_owned()),
        _ => None,
    };
    // A check mark stands before the words of the unit.
    let head = block.and_then(|b| b.cells.get(unit.span.cell)).map_or("", |c| c.text.get(0..unit.span.range.start));
    let status = column(STATUS)
        .or(checked)
        .or_else(|| head.contains(['✅', '☑']).then(|| "done".to_owned()))
        .or_else(|| note(&quote.text).find(|part| is_state(part)).map(str::to_lowercase))
        .or_else(|| state(&quote.text));
    Action { text: quote.text, owner, ticket, status, cite: quote.cite }
}

/// The cell under one of the headers, wherever it stands beside the action itself.
fn column(block: &Block, names: &[&str], action: usize) -> Option<String> {
    let named = |c: &Cell| c.header.as_deref().is_some_and(|h| names.contains(&h.trim().to_lowercase().as_str()));
    let (_, cell) = block.cells.iter().enumerate().find(|(i, c)| *i != action && named(c))?;
    Some(cell.text.as_str().trim().to_owned()).filter(|t| !t.is_empty() && *t != "-" && *t != "?")
}

/// An owner in brackets or after a word that says so: `(@ann)`, `Owner: Ann`, `[Ann]`.
fn owner(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    for key in ["owner:", "assignee:", "assigned to:", "assigned to ", "owned by "] {
        if let Some(at) = places(&lower, key).next() {
            let rest = text.get(at + key.len()..)?.trim();
            let name = rest.split([',', ';', '.', ')', ']']).next()?.trim();
            return Some(name.to_owned()).filter(|n| !n.is_empty() && n.split(' ').count() <= 4);
        }
    }
    // "Add an alert (Jonas Weber, OPS-12)"; what stands beside a ticket or a state may be a first name or a team.
    let kept = note(text).any(|part| key(part) || is_state(part));
    let holder = |part: &&str| {
        full_name(part) == Some(*part)
            || kept && !key(part) && !is_state(part) && (is_name(part) && !NO_OWNERS.contains(part) || is_team(part))
    };
    if let Some(name) = note(text).find(holder) {
        return Some(name.to_owned());
    }
    let handle = text.split([' ', '(', ')', '[', ']', ',', ';', ':']).find(|w| w.len() > 2 && w.starts_with('@'))?;
    Some(handle.trim_end_matches(['.', '!']).to_owned())
}

/// What a bracket at the end of an item notes, one by one: "(Noor, OPS-12, done)".
fn note(text: &str) -> impl Iterator<Item = &str> {
    let note = text.trim_end_matches('.').strip_suffix(')').and_then(|t| t.rsplit_once('(')).map(|(_, note)| note);
    note.into_iter().flat_map(|note| note.split(',')).map(str::trim)
}

/// Capitals that stand in such a note where an owner may, and are none.
const NO_OWNERS: &[&str] = &["PR", "MR", "CL", "TBD", "WIP", "TODO", "N/A", "P0", "P1", "P2", "P3"];

fn is_state(word: &str) -> bool {
    STATES.iter().any(|state| state.eq_ignore_ascii_case(word))
}

/// "payments team".
fn is_team(part: &str) -> bool {
    part.split(' ').count() <= 3 && part.ends_with(" team")
}

/// The name or number of an issue that a link of the item leads to.
fn linked_ticket(block: &Block, unit: &Unit) -> Option<String> {
    let text = &block.cells.get(unit.span.cell)?.text;
    text.marks().iter().find_map(|m| match &m.kind {
        MarkKind::Link(to) if m.range.start >= unit.span.range.start => ticket_of_url(to),
        _ => None,
    })
}

/// `#131` for a link to an issue, pull or merge request, `ABC-12` for a tracker.
fn ticket_of_url(url: &str) -> Option<String> {
    let mut parts = url.trim_end_matches('/').rsplit('/');
    let last = parts.next()?.split(['?', '#']).next()?;
    let before = parts.next()?;
    let number = !last.is_empty() && last.bytes().all(|b| b.is_ascii_digit());
    match before {
        "issues" | "pull" | "merge_requests" | "work_items" if number => Some(format!("#{last}")),
        "browse" | "issue" if key(last) => Some(last.to_owned()),
        _ => key(last).then(|| last.to_owned()),
    }
}

/// A tracker's key or an issue number in the words: `ABC-12`, `#131`, `T121658`.
fn ticket(text: &str) -> Option<String> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | ',' | ';')).find_map(|w| {
        let w = w.trim_end_matches(['.', ':']);
        let number = w.strip_prefix('#').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
        let phabricator =
            |w: &str| w.strip_prefix('T').is_some_and(|n| n.len() >= 4 && n.bytes().all(|b| b.is_ascii_digit()));
        if number || key(w) || phabricator(w) {
            Some(w.to_owned())
        } else if w.starts_with("http") {
            ticket_of_url(w)
        } else {
            w.split_once(':').map(|(_, rest)| rest).filter(|r| phabricator(r)).map(str::to_owned)
        }
    })
}

/// The form of a tracker's key: capitals, a hyphen, digits.
fn key(word: &str) -> bool {
    /// Names of that form that are no tickets.
    const STANDARDS: &[&str] = &["UTF", "SHA", "RFC", "ISO", "CVE", "HTTP", "TLS", "IPV", "COVID", "AES", "P", "Q"];
    word.split_once('-').is_some_and(|(project, number)| {
        project.len() >= 2
            && !STANDARDS.contains(&project)
            && project.bytes().all(|b| b.is_ascii_uppercase())
            && !number.is_empty()
            && number.bytes().all(|b| b.is_ascii_digit())
    })
}

/// The state that an item says of itself: `(done)`, `[In Progress]`, `Done: …`, `Status: Unresolved …`.
fn state(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let lower = lower.strip_prefix("status: ").unwrap_or(&lower);
    let word = |s: &str, closing: &[char]| {
        STATES
            .iter()
            .find(|w| s.strip_prefix(**w).is_some_and(|rest| rest.starts_with(closing)))
            .map(|w| (*w).to_owned())
    };
    if let Some(found) = word(lower, &[':', ' ', '-']).filter(|s| {
        !matches!(s.as_str(), "open" | "complete" | "resolved" | "closed") || lower.starts_with(&format!("{s}:"))
    }) {
        return Some(found);
    }
    // "Add a test #12 DONE", "Change the script - DONE in #12".
    let shouted = text.split_whitespace().skip(1).any(|word| word.trim_matches(['.', ',', '-', '!']) == "DONE");
    if shouted {
        return Some("done".to_owned());
    }
    lower.match_indices(['(', '[', '_']).find_map(|(at, _)| word(lower.get(at + 1..)?, &[')', ']', ' ', ',', '_', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::facts_of;

    #[test]
    fn prose_that_ends_in_what_is_being_done_about_it_has_actions() {
        let text = "# Search down\n\nSearch was down on 10 May 2024 for an hour. A bad release took the index away. \
                    The team rolled it back and the index came back. Do you plan to tell more? We have no plans to. \
                    To prevent this from recurring, engineers are adding a check of the index size to each release.\n";
        let facts = facts_of(text);
        let actions: Vec<&str> = facts.actions.iter().map(|a| a.text.as_str()).collect();
        assert_eq!(actions.len(), 1, "{actions:?}");
        assert!(actions[0].contains("are adding a check"));
    }

    #[test]
    fn a_list_that_a_sentence_introduces_as_what_is_done_holds_the_actions() {
        let text = "# Search down\n\nSearch was down on 10 May 2024 for an hour. A bad release took the index away. \
                    The team rolled it back.\n\nTo prevent this in the future, we plan to do the following:\n\n\
                    1. Move releases out of office hours.\n\n2. Look into a check of the index size.\n\nWe apologise.\n";
        let facts = facts_of(text);
        let actions: Vec<&str> = facts.actions.iter().map(|a| a.text.as_str()).collect();
        assert_eq!(actions, ["Move releases out of office hours.", "Look into a check of the index size."]);
    }

    #[test]
    fn tickets_are_read_from_words_and_links() {
        assert_eq!(ticket("Fix it (ABC-12)"), Some("ABC-12".into()));
        assert_eq!(ticket("Phab:T121658 -- switch"), Some("T121658".into()));
        assert_eq!(ticket_of_url("https://github.com/a/b/issues/131"), Some("#131".into()));
        assert_eq!(ticket("Use UTF-8 and SHA-256"), None);
    }

    #[test]
    fn owners_and_states_are_read() {
        assert_eq!(owner("Add an alert (@ann)"), Some("@ann".into()));
        assert_eq!(owner("Owner: Ann Lee, due May"), Some("Ann Lee".into()));
        assert_eq!(owner("Limit the retries (Ola Brandt, PAY-2210)"), Some("Ola Brandt".into()));
        assert_eq!(owner("Limit the retries (Ola, PAY-2210, done)"), Some("Ola".into()));
        assert_eq!(owner("Limit the retries (payments team, PAY-2210)."), Some("payments team".into()));
        assert_eq!(owner("Limit the retries (PR, done)"), None);
        assert_eq!(owner("Move the pods (Load Balancer pool)"), None);
        assert_eq!(note("Limit it (Ola, PAY-2210, done)").find(|part| is_state(part)), Some("done"));
        assert_eq!(state("Guard the runtime (done)"), Some("done".into()));
        assert_eq!(state("Status: Unresolved Look into it"), Some("unresolved".into()));
        assert_eq!(state("Open the port"), None);
        assert_eq!(state("Guard the runtime - DONE in #12"), Some("done".into()));
        assert_eq!(state("Tell everybody once it is done"), None);
    }
}
