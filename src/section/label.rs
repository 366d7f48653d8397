//! Names of sections on the line of their text: at the head of a sentence, or in its middle where a line break was lost.

use super::name::{Role, pure};
use crate::search::spaced;

/// The label at the head of a sentence and the byte after it: `Root cause:`, `ROOT CAUSE AND REMEDIATION` without a colon.
/// Only where the label says nothing but its role, so that "Health check configuration: …" stays part of its sentence.
pub fn label(sentence: &str) -> Option<(Role, usize)> {
    const LONGEST: usize = 48;
    let first = sentence.chars().find(|c| c.is_alphanumeric());
    if !first.is_some_and(|c| c.is_uppercase() || c.is_numeric()) {
        return None;
    }
    let head = match sentence.get(..LONGEST).filter(|head| head.is_ascii()) {
        Some(head) => head,
        None => sentence.get(..sentence.char_indices().nth(LONGEST).map_or(sentence.len(), |(i, _)| i))?,
    };
    if let Some(found) = topical(sentence) {
        return Some(found);
    }
    if let Some(colon) = head.find(':') {
        let after = sentence.get(colon + 1..)?;
        if after.is_empty() || after.starts_with([' ', '*', '_']) {
            return pure(head.get(..colon)?)
                .map(|role| (role, sentence.len() - after.trim_start_matches([' ', '*', '_']).len()));
        }
    }
    let capitals = head
        .split_inclusive(' ')
        .take_while(|w| w.trim().len() > 1 && w.chars().all(|c| !c.is_lowercase() && !c.is_numeric()));
    let end: usize = capitals.map(str::len).sum();
    let in_capitals = || pure(head.get(..end)?).map(|role| (role, end));
    (end > 5 && end < sentence.len()).then(in_capitals).flatten().or_else(|| run_in(head))
}

/// `Impact on the payment service: …`, and the same or another label in brackets: `(Root cause) The pool ran dry.` What the
/// impact was on does not make it another section.
fn topical(sentence: &str) -> Option<(Role, usize)> {
    const LONGEST: usize = 100;
    const IMPACT: &[&str] = &["Impact on ", "Impact to "];
    let open = sentence.starts_with(['(', '[']);
    let name = sentence.get(usize::from(open)..)?;
    let on = IMPACT.iter().any(|start| name.starts_with(start));
    if !open && !on {
        return None;
    }
    let mut depth = 0_u8;
    let end = name.bytes().take(LONGEST).position(|b| {
        match b {
            b'(' | b'[' => depth += 1,
            b')' | b']' if depth > 0 => depth -= 1,
            b')' | b']' => return open,
            _ => {}
        }
        b == b':' && !open
    })?;
    let rest = name.get(end + 1..)?.strip_prefix(' ')?;
    let role = if on { Role::Impact } else { pure(name.get(..end)?)? };
    rest.starts_with(|c: char| c.is_uppercase() || c.is_numeric()).then_some((role, sentence.len() - rest.len()))
}

/// A heading that lost its line break and had no colon: `Root Cause The pool ran dry.` Its words, two at least, have capital
/// letters, and so has the word of the sentence behind it.
fn run_in(head: &str) -> Option<(Role, usize)> {
    const SMALL: &[&str] = &["and", "of", "the", "for", "to"];
    let opens = |rest: &str| spaced(rest).next().is_some_and(|w| OPENERS.contains(&w));
    let mut end = 0;
    for (n, word) in head.split_inclusive(' ').enumerate() {
        let rest = head.get(end..)?;
        let found = (n >= 2 && opens(rest)).then(|| pure(head.get(..end)?)).flatten();
        if found.is_some() {
            return found.filter(|role| role.is_narrative()).map(|role| (role, end));
        }
        let name = word.starts_with(char::is_uppercase) || n > 0 && SMALL.contains(&word.trim());
        if !name {
            break;
        }
        end += word.len();
    }
    None
}

/// Words that sentences begin with and names of sections do not go on with.
const OPENERS: &[&str] = &[
    "A", "After", "All", "An", "As", "At", "Because", "Between", "Both", "Due", "During", "Each", "Engineers", "From",
    "If", "In", "It", "On", "Once", "One", "Our", "Please", "Some", "Since", "Starting", "The", "There", "These",
    "They", "This", "To", "Two", "Until", "We", "When", "While",
];

/// Where labels stand in the middle of a sentence, because the line before had no stop: `… restarted the broker Root cause:
/// the disk was full`. Each with its first byte. What stands before has some words of its own, so it is no mere time.
pub fn labels_within(sentence: &str) -> impl Iterator<Item = usize> + '_ {
    const LONGEST: usize = 48;
    const FEWEST_WORDS: usize = 3;
    let mut from = 0;
    memchr::memchr_iter(b':', sentence.as_bytes()).filter_map(move |colon| {
        if !sentence.get(colon + 1..)?.starts_with([' ', '*', '_']) {
            return None;
        }
        let mut start = colon.saturating_sub(LONGEST).max(from);
        while !sentence.is_char_boundary(start) {
            start += 1;
        }
        let near = sentence.get(start..colon)?;
        let near = near.get(near.rfind(['.', ',', ';', ':', '(', ')', '"', '!', '?']).map_or(0, |i| i + 1)..)?;
        let base = colon - near.len();
        let begins = near.match_indices(' ').map(|(i, _)| i + 1);
        let mut names = begins.filter(|&i| near.get(i..).is_some_and(|w| w.starts_with(char::is_uppercase)));
        let at = base + names.find(|&i| near.get(i..).and_then(pure).is_some_and(Role::is_narrative))?;
        let before = sentence.get(from..at)?;
        let words = before.split_whitespace().filter(|w| w.contains(char::is_alphabetic)).take(FEWEST_WORDS).count();
        from = at;
        (words == FEWEST_WORDS).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_ends_at_its_colon() {
        assert_eq!(label("Root cause: the disk was full."), Some((Role::RootCause, 12)));
        assert_eq!(label("Preliminary Root Cause: Engineers found it."), Some((Role::RootCause, 24)));
        assert_eq!(label("ROOT CAUSE AND REMEDIATION The pool ran dry."), Some((Role::CauseAndResolution, 27)));
    }

    #[test]
    fn a_heading_that_ran_into_its_sentence_is_a_label() {
        assert_eq!(label("Root Cause The pool ran dry."), Some((Role::RootCause, 11)));
        assert_eq!(label("Summary of Impact Between 10:00 and 11:00 all calls failed."), Some((Role::Impact, 18)));
        assert_eq!(label("Recovery The pool ran dry."), None);
        assert_eq!(label("Root cause analysis showed that the pool ran dry."), None);
        assert_eq!(label("Incident Response Team leads met at noon."), None);
    }

    #[test]
    fn a_label_may_name_what_the_impact_was_on_or_stand_in_brackets() {
        assert_eq!(label("Impact on the Payment Service (PS): Calls failed."), Some((Role::Impact, 36)));
        assert_eq!(label("(Impact on Payment Calls (PC)) They failed."), Some((Role::Impact, 31)));
        assert_eq!(label("[Root cause] The pool ran dry."), Some((Role::RootCause, 13)));
        assert_eq!(label("(the pool) The cache was cold."), None);
        assert_eq!(label("Impact on payments was small: few failed."), None);
    }

    #[test]
    fn a_label_stands_behind_a_line_without_a_stop() {
        let cut = |s: &'static str| labels_within(s).filter_map(|i| s.get(i..)).collect::<Vec<_>>();
        assert_eq!(
            cut("we restarted the broker Root cause: the disk was full Next steps: add an alert"),
            ["Root cause: the disk was full Next steps: add an alert", "Next steps: add an alert"]
        );
        assert!(cut("14:02 - Mitigation: rolled back").is_empty());
        assert!(cut("we then looked for the root cause: nothing").is_empty());
        assert!(cut("we read the Redis Cache: it was cold").is_empty());
    }

    #[test]
    fn a_topic_with_a_colon_is_no_label() {
        assert_eq!(label("Health check configuration: the probes were wrong."), None);
        assert_eq!(label("Configuration change timing: it came at noon."), None);
        assert_eq!(label("we saw this: impact on all."), None);
    }
}
