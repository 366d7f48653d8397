//! What opens a sentence and is not said: labels, check boxes, a heading run into it, words that lead on from another one.

use crate::search::{spaced, split_once};

/// Labels that documents put in front of a sentence; the part of the story says the same.
const LABELS: &[&str] = &[
    "impact", "identified", "resolution", "root cause", "summary", "status", "detection", "note", "action", "trigger",
    "cause", "update", "investigating", "monitoring", "identified", "resolved", "effect", "symptom", "symptoms", "fix",
    "mitigation", "remediation", "lesson", "followup", "follow-up", "todo", "done", "conclusion", "conclusions",
    "actionable", "actionables", "problem", "background", "context", "result", "outcome", "p0", "p1", "p2", "p3",
    "informational", "declined", "unresolved", "in progress", "open", "closed", "completed", "complete", "pending",
    "started", "ongoing", "on going", "short term", "long term", "medium term",
];

/// Words that lead a sentence on from one that is not told here. Dropping them claims less.
const CONNECTIVES: &[&str] = &[
    "however", "additionally", "also", "in addition", "as such", "therefore", "furthermore", "moreover", "thus",
    "hence", "unfortunately", "consequently", "as a result", "finally", "secondly", "firstly", "lastly", "meanwhile",
    "basically", "of note", "in short", "in summary", "in particular", "and", "but", "so", "again", "to summarise",
    "to summarize", "in conclusion", "interestingly", "specifically", "that said", "for example", "for instance",
    "luckily",
];

pub(super) fn task_box(text: &str) -> &str {
    ["[ ] ", "[x] ", "[X] "].iter().find_map(|b| text.strip_prefix(b)).unwrap_or(text)
}

/// Without the letter of a list: "c. Build the proxy".
pub(super) fn without_letter(text: &str) -> &str {
    let rest = text.strip_prefix(|c: char| matches!(c, 'a'..='h'));
    rest.and_then(|rest| rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") "))).unwrap_or(text)
}

/// Without "Impact:" in front, or "[Status: Done]".
pub(super) fn label(text: &str) -> &str {
    let is_label = |name: &str| LABELS.iter().any(|label| label.eq_ignore_ascii_case(name));
    let behind_status = |text| split_once(text, " - ").filter(|(status, _)| is_label(status)).map(|(_, rest)| rest);
    // "declined - Make it better", as wikis have it.
    let mut text = behind_status(text).unwrap_or(text);
    // "31st: The wave began": the day is known from the time.
    if let Some((day, rest)) = split_once(text, ": ")
        && day.len() <= 4
        && day.starts_with(|c: char| c.is_ascii_digit())
        && ["st", "nd", "rd", "th"].iter().any(|e| day.ends_with(e))
    {
        text = rest;
    }
    for _ in 0..2 {
        let Some((before, after)) = text.split_once(':') else {
            break;
        };
        if is_label(before.trim().trim_start_matches('[')) && !after.trim().is_empty() {
            text = after.trim_start();
        } else {
            break;
        }
    }
    // "Status: declined - Make it better": the status stood behind a label.
    let text = behind_status(text).unwrap_or(text);
    // "Status: In progress Building the proxy": two words that begin no sentence.
    let behind_words = ["In progress ", "On going ", "Not started "].iter().find_map(|state| text.strip_prefix(state));
    behind_words.filter(|rest| rest.starts_with(char::is_uppercase)).unwrap_or(text)
}

/// "Slow diagnosis It took a day …" → "It took a day …": a heading that the source runs into its sentence.
pub(super) fn without_glued_heading(text: &str) -> &str {
    const OPENERS: &[&str] = &[
        "It", "We", "Our", "While", "The", "This", "When", "There", "After", "If", "As", "These", "Although", "Given",
        "Because", "Since", "During", "Once", "Due",
    ];
    let mut end_of_previous = ' ';
    let mut from = 0;
    for (i, word) in spaced(text).enumerate().take(9) {
        let goes_on = || {
            let next = text.get(from + word.len()..).unwrap_or("").trim_start();
            next.starts_with(char::is_lowercase) && spaced(next).count() >= 4
        };
        if i >= 1
            && word.starts_with(|c: char| c.is_ascii_uppercase())
            && end_of_previous.is_alphanumeric()
            && OPENERS.contains(&word)
            && goes_on()
        {
            return text.get(from..).unwrap_or(text);
        }
        end_of_previous = word.chars().next_back().unwrap_or(' ');
        from += word.len() + 1;
    }
    text
}

/// Without a word that leads on from a sentence that is not told ("However, …").
pub fn without_connective(text: &str) -> &str {
    let mut text = text;
    for _ in 0..2 {
        let Some((before, after)) = text.split_once(", ") else {
            break;
        };
        if !CONNECTIVES.contains(&before.to_lowercase().as_str()) {
            break;
        }
        text = after;
    }
    // "However this fix …": without its comma. "This means that CI failed": the sentence before need not be told.
    ["However ", "Unfortunately ", "Therefore ", "Thus ", "Hence ", "This means that ", "This meant that "]
        .iter()
        .find_map(|w| text.strip_prefix(w))
        .filter(|t| t.starts_with(char::is_lowercase) || text.starts_with("This mean"))
        .unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connective_goes_but_a_condition_stays() {
        assert_eq!(without_connective("However, the pods came back"), "the pods came back");
        assert_eq!(without_connective("Therefore we disabled it"), "we disabled it");
        assert_eq!(without_connective("This means that CI failed"), "CI failed");
        assert_eq!(without_connective("If it fails, restart it"), "If it fails, restart it");
    }
}
