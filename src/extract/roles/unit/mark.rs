//! What the words of a unit show besides phrases.

use crate::lists::{Words, words};
use crate::search::spaced;
use crate::section::Role;

/// Something that a unit's words show besides phrases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// It ends with a colon: it introduces what follows and says little itself.
    Colon,
    /// It begins with a person's name and what they did.
    Deed,
    /// It begins with a state or a ticket: `Done …`, `TODO`, `ABC-12`.
    State,
    /// It is a link or a word or two.
    Short,
    /// It goes on after the first sentence of a list item, or after a list.
    Continued,
    /// A sentence before it in its paragraph speaks of how long the response took.
    Prolonged,
    /// An item of a list that a sentence with a colon introduces as causes.
    ListedCause,
    /// An item of a list that is introduced as what made it worse or longer.
    ListedProlong,
    /// An item of a list that is introduced as what was done against it.
    ListedRemedy,
    /// It is the template's instruction to the writer or its question, left in the document.
    Template,
    /// It names a change as an occasion: "a recent deployment", "routine power maintenance".
    Occasion,
    /// An item of a list whose introduction turns it round: "There is no alert on:", "The safe way would be:".
    Hanging,
}

impl Mark {
    /// All of them.
    pub const ALL: [Mark; 12] = [
        Mark::Colon,
        Mark::Deed,
        Mark::State,
        Mark::Short,
        Mark::Continued,
        Mark::Prolonged,
        Mark::ListedCause,
        Mark::ListedProlong,
        Mark::ListedRemedy,
        Mark::Template,
        Mark::Occasion,
        Mark::Hanging,
    ];

    /// Its name in the weight file.
    pub fn name(self) -> &'static str {
        match self {
            Mark::Colon => "colon",
            Mark::Deed => "deed",
            Mark::State => "state",
            Mark::Short => "short",
            Mark::Continued => "continued",
            Mark::Prolonged => "prolonged",
            Mark::ListedCause => "listed-cause",
            Mark::ListedProlong => "listed-prolong",
            Mark::ListedRemedy => "listed-remedy",
            Mark::Template => "template",
            Mark::Occasion => "occasion",
            Mark::Hanging => "hanging",
        }
    }
}

/// An introduction without which its items say the opposite, or something that never was: it denies and breaks off, or it
/// only imagines. `lower` is in lower case.
pub(super) fn turns_round(lower: &str) -> bool {
    const DENIES: &[&str] = &[
        "no", "not", "never", "nothing", "nobody", "without", "lack", "lacks", "lacked", "lacking", "missing",
        "neither",
    ];
    const BREAKS_OFF: &[&str] = &[
        "on", "for", "of", "in", "with", "by", "to", "from", "about", "against", "when", "if", "no", "not", "have",
        "had", "lack", "lacks", "lacked", "without", "either", "missing",
    ];
    const IMAGINES: &[&str] = &["would be", "could be", "might be", "would have been", "could have been"];
    let head = lower.trim_end_matches([':', ' ']);
    let words = || head.split(|c: char| !c.is_alphabetic() && c != '\'' && c != '’').filter(|w| !w.is_empty());
    let denies = words().any(|w| DENIES.contains(&w) || w.ends_with("n't") || w.ends_with("n’t"));
    let breaks_off = words().next_back().is_some_and(|w| BREAKS_OFF.contains(&w));
    denies && breaks_off || IMAGINES.iter().any(|i| head.ends_with(i))
}

/// What templates of postmortems ask of their writer, and writers leave in: "Describe how users were impacted." An item of
/// a list of actions may well begin so, if it goes on to say what of.
pub(super) fn is_template(text: &str, role: Role) -> bool {
    const ASKS: &[&str] = &[
        "what", "how", "why", "who", "when", "which", "where", "did", "was", "were", "is", "are", "could", "can",
        "should",
    ];
    const TELLS: &[&str] = &[
        "describe", "list", "note", "explain", "outline", "summarise", "summarize", "provide", "enter", "insert",
        "fill", "give", "state",
    ];
    const FILLS: &[&str] = &["the", "any", "a", "how", "what", "all", "in", "when", "who", "which", "here", "your"];
    let mut words = text.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()));
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let is = |list: &[&str], word: &str| list.iter().any(|w| w.eq_ignore_ascii_case(word));
    let asked = text.ends_with('?') && is(ASKS, first);
    let told = is(TELLS, first) && is(FILLS, second) && (role != Role::Actions || is(&["any"], second));
    let placeholder = text.starts_with('<') && text.ends_with('>') || text.starts_with("{{") && text.ends_with("}}");
    let end = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    let named = end.ends_with("put here") || end.ends_with("goes here");
    asked || told || placeholder || named
}

/// Whether a change is named as the occasion of something: a word that sets it in time or in a plan, and within the next
/// words the change. `lower` is in lower case.
pub(super) fn is_occasion(lower: &str) -> bool {
    static SET: Words = words!(
        "
recent routine scheduled planned ongoing regular periodic latest during while unplanned faulty bad automated following
after
"
    );
    static CHANGES: Words = words!(
        "
change changes deployment deploy deploying release releasing rollout rolling update updating upgrade upgrading
maintenance migration migrating patch patching push reconfiguration decommissioning refactoring
"
    );
    /// Verbs of somebody who looks for the change: what is looked at need not be it.
    static LOOKS: Words = words!("looked checked reviewed compared suspected ruled");
    /// Words that may stand between: "routine software rollout", "during the planned network maintenance".
    const BETWEEN: usize = 3;
    let words = || lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    // So many words more may lead from the last one of the first list to a change.
    let mut left = 0;
    let leads_to_change = words().any(|word| {
        let led = left > 0 && CHANGES.contains(word);
        left = if SET.contains(word) { BETWEEN + 1 } else { left.saturating_sub(1) };
        led
    });
    leads_to_change && !words().any(|w| LOOKS.contains(w))
}

/// The first word is the state of a task or names its ticket.
pub(super) fn begins_with_state(text: &str) -> bool {
    const STATES: &[&str] =
        &["done", "status:", "todo", "todo:", "done:", "declined", "wip", "[done]", "[todo]", "pending:", "completed:"];
    let first = spaced(text).next().unwrap_or_default();
    let (project, number) = first.trim_end_matches(':').split_once(['-', ':']).unwrap_or_default();
    let digits = number.trim_start_matches('T');
    let ticket = project.len() >= 2
        && !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit())
        && project.bytes().all(|b| b.is_ascii_alphabetic());
    STATES.iter().any(|s| s.eq_ignore_ascii_case(first))
        || ticket && project.starts_with(|c: char| c.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_template_asks_is_told_from_what_a_writer_says() {
        assert!(is_template("Describe how users were impacted.", Role::Impact));
        assert!(is_template("How was the incident resolved?", Role::Resolution));
        assert!(!is_template("List all tables in the runbook.", Role::Actions));
        assert!(!is_template("Note that the disk was full.", Role::Timeline));
    }

    #[test]
    fn a_change_that_is_an_occasion_is_told_from_one_that_is_looked_at() {
        assert!(is_occasion("the routine software rollout restarted one node"));
        assert!(is_occasion("while we were upgrading the pool, two nodes hung"));
        assert!(!is_occasion("we checked the latest deployment first"));
        assert!(!is_occasion("a deployment takes ten minutes"));
    }

    #[test]
    fn where_words_are_to_be_put_is_a_template() {
        assert!(is_template("The name of the lead goes here.", Role::Actions));
        assert!(!is_template("The traffic goes through the hub.", Role::Actions));
    }
}
