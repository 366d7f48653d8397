//! What sections are called: the part of a postmortem that a heading, label or key names.

use std::sync::LazyLock;

use crate::lists::Phrases;
use crate::search::spaced;

/// The part that a section plays in a postmortem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// What happened, in short.
    Summary,
    /// Events with their times.
    Timeline,
    /// Who was affected, and how.
    Impact,
    /// Why it broke.
    RootCause,
    /// Why it broke and what ended it, in one section.
    CauseAndResolution,
    /// What made it possible, worse or longer.
    Contributing,
    /// What set it off.
    Trigger,
    /// How it was noticed.
    Detection,
    /// What the responders did.
    Response,
    /// What ended it.
    Resolution,
    /// What ended it and what is to prevent the next one, in one section.
    ResolutionAndActions,
    /// What is or was to be done afterwards.
    Actions,
    /// What was learned.
    Lessons,
    /// What went badly: a lesson, and often a cause.
    WentWrong,
    /// How the system works.
    Background,
    /// Who took part.
    People,
    /// Key figures of the incident.
    Metadata,
    /// Words to the reader that tell nothing of the incident: credits, surveys, links.
    Notice,
    /// Anything else.
    Other,
}

impl Role {
    /// A short name, as the weight file spells it.
    pub fn name(self) -> &'static str {
        match self {
            Role::Summary => "summary",
            Role::Timeline => "timeline",
            Role::Impact => "impact",
            Role::RootCause => "cause",
            Role::CauseAndResolution => "cause+resolution",
            Role::Contributing => "contributing",
            Role::Trigger => "trigger",
            Role::Detection => "detection",
            Role::Response => "response",
            Role::Resolution => "resolution",
            Role::ResolutionAndActions => "resolution+actions",
            Role::Actions => "actions",
            Role::Lessons => "lessons",
            Role::WentWrong => "wrong",
            Role::Background => "background",
            Role::People => "people",
            Role::Metadata => "metadata",
            Role::Notice => "notice",
            Role::Other => "other",
        }
    }

    /// What a label of this role is about lasts until the next label, over paragraphs. A severity or a date does not.
    pub fn is_narrative(self) -> bool {
        !matches!(self, Role::Metadata | Role::People | Role::Timeline | Role::Other)
    }
}

/// Words that name a section, lower case; each matches from the start of a word on. The first that a heading contains
/// decides, so the longer and the mixed stand first. Counted in the headings of published postmortems (Google's SRE book
/// template and what teams made of it, status pages of cloud providers).
const ALIASES: &[(&str, Role)] = &[
    ("root cause and mitigation", Role::CauseAndResolution),
    ("root cause and remediation", Role::CauseAndResolution),
    ("root cause and resolution", Role::CauseAndResolution),
    ("cause and resolution", Role::CauseAndResolution),
    ("cause and fix", Role::CauseAndResolution),
    ("went wrong and how we", Role::CauseAndResolution),
    ("went wrong and why", Role::RootCause),
    ("went wrong, and why", Role::RootCause),
    ("communications more useful", Role::Notice),
    ("remediation and prevent", Role::ResolutionAndActions),
    ("resolution and prevent", Role::ResolutionAndActions),
    ("mitigation and prevent", Role::ResolutionAndActions),
    ("possible mitigation", Role::Actions),
    ("further mitigation", Role::Actions),
    ("immediate action", Role::Resolution),
    ("fix action", Role::Resolution),
    ("corrective action", Role::Actions),
    ("actions taken", Role::Resolution),
    ("timeline", Role::Timeline),
    ("chronology", Role::Timeline),
    ("sequence of events", Role::Timeline),
    ("series of events", Role::Timeline),
    ("key events", Role::Timeline),
    ("incident log", Role::Timeline),
    ("so long", Role::Contributing),
    ("why we missed", Role::Contributing),
    ("contributing", Role::Contributing),
    ("contributory", Role::Contributing),
    ("aggravating", Role::Contributing),
    ("analysis of causes", Role::RootCause),
    ("root cause", Role::RootCause),
    ("rootcause", Role::RootCause),
    ("underlying", Role::RootCause),
    ("five why", Role::RootCause),
    ("5 why", Role::RootCause),
    ("why did", Role::RootCause),
    ("why it happened", Role::RootCause),
    ("why this happened", Role::RootCause),
    ("how it happened", Role::RootCause),
    ("the bug", Role::RootCause),
    ("failure analysis", Role::RootCause),
    ("diagnosis", Role::RootCause),
    ("rca", Role::RootCause),
    ("what happened", Role::Summary),
    ("what went well", Role::Lessons),
    ("cause", Role::RootCause),
    ("action", Role::Actions),
    ("follow-up", Role::Actions),
    ("follow up", Role::Actions),
    ("followup", Role::Actions),
    ("next step", Role::Actions),
    ("steps we", Role::Actions),
    ("corrective", Role::Actions),
    ("prevent", Role::Actions),
    ("improvement", Role::Actions),
    ("future work", Role::Actions),
    ("todo", Role::Actions),
    ("to do", Role::Actions),
    ("recommendation", Role::Actions),
    ("for the future", Role::Actions),
    ("what we will do", Role::Actions),
    ("what we'll do", Role::Actions),
    ("what will we do", Role::Actions),
    ("what we are doing", Role::Actions),
    ("what we're doing", Role::Actions),
    ("what are we doing", Role::Actions),
    ("what we are changing", Role::Actions),
    ("what we changed", Role::Actions),
    ("what we've changed", Role::Actions),
    ("what we have changed", Role::Actions),
    ("process change", Role::Actions),
    ("going to fix", Role::Actions),
    ("what next", Role::Actions),
    ("what's next", Role::Actions),
    ("what comes next", Role::Actions),
    ("what happens next", Role::Actions),
    ("remediation item", Role::Actions),
    ("remediation task", Role::Actions),
    ("moving forward", Role::Actions),
    ("where do we go", Role::Actions),
    ("future measure", Role::Actions),
    ("do better", Role::Actions),
    ("happen again", Role::Actions),
    ("more resilient", Role::Actions),
    ("future plan", Role::Actions),
    ("less likely", Role::Actions),
    ("being done about", Role::Actions),
    ("opportunities", Role::Actions),
    ("going forward", Role::Actions),
    ("short term", Role::Actions),
    ("short-term", Role::Actions),
    ("medium term", Role::Actions),
    ("medium-term", Role::Actions),
    ("long term", Role::Actions),
    ("long-term", Role::Actions),
    ("summary of impact", Role::Impact),
    ("description of impact", Role::Impact),
    ("summary", Role::Summary),
    ("overview", Role::Summary),
    ("tl;dr", Role::Summary),
    ("tldr", Role::Summary),
    ("abstract", Role::Summary),
    ("impact", Role::Impact),
    ("blast radius", Role::Impact),
    ("affected", Role::Impact),
    ("symptom", Role::Impact),
    ("who was", Role::Impact),
    ("lesson", Role::Lessons),
    ("learning", Role::Lessons),
    ("takeaway", Role::Lessons),
    ("hindsight", Role::Lessons),
    ("insight", Role::Lessons),
    ("what we learned", Role::Lessons),
    ("went well", Role::Lessons),
    ("went right", Role::Lessons),
    ("went wrong", Role::WentWrong),
    ("went poorly", Role::WentWrong),
    ("went badly", Role::WentWrong),
    ("didn't go well", Role::WentWrong),
    ("did not go well", Role::WentWrong),
    ("gone better", Role::WentWrong),
    ("lucky", Role::Lessons),
    ("luck", Role::Lessons),
    ("retrospective", Role::Lessons),
    ("conclusion", Role::Lessons),
    ("detection", Role::Detection),
    ("how we noticed", Role::Detection),
    ("identified", Role::Detection),
    ("trigger", Role::Trigger),
    ("leadup", Role::Trigger),
    ("lead up", Role::Trigger),
    ("lead-up", Role::Trigger),
    ("what changed", Role::Trigger),
    ("fault", Role::Trigger),
    ("investigation", Role::Response),
    ("troubleshooting", Role::Response),
    ("response", Role::Response),
    ("how we responded", Role::Response),
    ("resolution", Role::Resolution),
    ("resolved", Role::Resolution),
    ("recovery", Role::Resolution),
    ("remediation", Role::Resolution),
    ("mitigation", Role::Resolution),
    ("workaround", Role::Resolution),
    ("how we fixed", Role::Resolution),
    ("details of fix", Role::Resolution),
    ("the fix", Role::Resolution),
    ("was it fixed", Role::Resolution),
    ("it was fixed", Role::Resolution),
    ("background", Role::Background),
    ("context", Role::Background),
    ("architecture", Role::Background),
    ("attendee", Role::People),
    ("participant", Role::People),
    ("responders", Role::People),
    ("people involved", Role::People),
    ("authors", Role::People),
    ("stats", Role::Metadata),
    ("metadata", Role::Metadata),
    ("severity", Role::Metadata),
    ("feedback", Role::Notice),
    ("sla credit", Role::Notice),
    ("additional information", Role::Notice),
    ("related issue", Role::Notice),
    ("related doc", Role::Notice),
    ("references", Role::Notice),
    ("technical element", Role::Notice),
    ("links", Role::Notice),
    ("appendix", Role::Notice),
];

/// Words that may stand beside an alias in a label at the head of a sentence ("Preliminary root cause:").
const LABEL_FILLERS: &[&str] = &[
    "a", "analysis", "and", "the", "of", "our", "this", "for", "in", "to", "what", "was", "is", "preliminary",
    "detailed", "initial", "final", "likely", "possible", "probable", "primary", "main", "customer", "user", "users",
    "service", "services", "business", "technical", "incident", "outage", "issue", "event", "events", "description",
    "summary", "steps", "items", "item", "factors", "factor", "term", "short", "long", "taken", "learned", "learnt",
    "immediate", "next", "root", "further", "provide", "plan", "statement", "level", "details", "section", "measure",
    "measures", "tasks", "fixes", "areas", "specific", "address", "issues", "suggested", "proposed", "how", "future",
    "recurrence",
];

/// Words that name a list of what is to be done, where a label has no other words than fillers beside them.
const TASKS: &[&str] = &["tasks", "fixes"];

/// The role of a heading, label or key.
pub fn role(label: &str) -> Role {
    let lower = label.to_lowercase();
    alias(&lower).map(|(_, role)| role).or_else(|| tasks(&lower)).unwrap_or(Role::Other)
}

static FINDER: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(ALIASES.iter().map(|(words, _)| *words)));

/// The first alias of the list whose words stand in a text, from the start of a word on.
fn alias(lower: &str) -> Option<(&'static str, Role)> {
    let starts = |at: usize| !lower.get(..at).is_some_and(|s| s.ends_with(char::is_alphanumeric));
    let mut first: Option<usize> = None;
    FINDER.each(lower, |alias, place| {
        if starts(place.start) {
            first = Some(first.map_or(alias, |first| first.min(alias)));
        }
    });
    first.and_then(|i| ALIASES.get(i)).copied()
}

/// Is nothing but the name of a section.
pub fn is_name(heading: &str) -> bool {
    pure(heading).is_some()
}

/// The role of a label whose words are only an alias and fillers.
pub fn pure(label: &str) -> Option<Role> {
    let lower = label.to_lowercase();
    match alias(&lower) {
        Some((words, role)) => says_only(&lower, words).then_some(role),
        None => tasks(&lower),
    }
}

/// The role of a label in lower case that names tasks, and nothing else beside fillers.
fn tasks(lower: &str) -> Option<Role> {
    let word = lower.split(|c: char| !c.is_alphanumeric()).find(|w| TASKS.contains(w))?;
    says_only(lower, word).then_some(Role::Actions)
}

/// A label in lower case has no other words than these, fillers and those of aliases.
fn says_only(lower: &str, words: &str) -> bool {
    let words: Vec<&str> = spaced(words).collect();
    let plain = |w: &str| {
        LABEL_FILLERS.contains(&w)
            || words.iter().any(|a| w.starts_with(a))
            || ALIASES.iter().any(|(a, r)| *r != Role::Other && w.starts_with(a))
    };
    lower.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'').filter(|w| !w.is_empty()).all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mixed_headings_keep_both_roles() {
        assert_eq!(role("Root Cause and Mitigation"), Role::CauseAndResolution);
        assert_eq!(role("REMEDIATION AND PREVENTION"), Role::ResolutionAndActions);
        assert_eq!(role("🌱 Blameless root cause"), Role::RootCause);
        assert_eq!(role("Specific tasks to address the issue"), Role::Actions);
        assert_eq!(role("Tasks stuck in the queue"), Role::Other);
        assert_eq!(role("Resolution & actions taken"), Role::Resolution);
        assert_eq!(role("Corrective actions taken so far"), Role::Actions);
        assert_eq!(role("Further possible mitigations"), Role::Actions);
        assert_eq!(role("Why this won't happen again"), Role::Actions);
        assert_eq!(pure("Corrective and preventative measures"), Some(Role::Actions));
    }

    #[test]
    fn an_alias_starts_at_a_word() {
        assert_eq!(role("Transactions"), Role::Other);
        assert_eq!(role("Because we can"), Role::Other);
    }

    #[test]
    fn questions_name_sections_as_well() {
        assert_eq!(role("Why this happened"), Role::RootCause);
        assert_eq!(role("Why was it down for so long?"), Role::Contributing);
        assert_eq!(role("How are we going to fix it?"), Role::Actions);
        assert_eq!(role("Process changes implemented"), Role::Actions);
        assert_eq!(role("What changed"), Role::Trigger);
        assert_eq!(role("Fix action"), Role::Resolution);
        assert_eq!(pure("Recurrence prevention"), Some(Role::Actions));
        assert_eq!(role("What we changed"), Role::Actions);
    }
}
