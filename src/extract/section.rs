//! Which part of a postmortem a block belongs to: by the heading, bold lead-in, label or key that stands before it.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::document::{Block, Document, Kind, MarkKind};
use crate::lists::Phrases;

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
    ("remediation and prevent", Role::ResolutionAndActions),
    ("resolution and prevent", Role::ResolutionAndActions),
    ("mitigation and prevent", Role::ResolutionAndActions),
    ("immediate action", Role::Resolution),
    ("timeline", Role::Timeline),
    ("chronology", Role::Timeline),
    ("sequence of events", Role::Timeline),
    ("series of events", Role::Timeline),
    ("key events", Role::Timeline),
    ("incident log", Role::Timeline),
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
    ("what next", Role::Actions),
    ("what's next", Role::Actions),
    ("what comes next", Role::Actions),
    ("what happens next", Role::Actions),
    ("remediation item", Role::Actions),
    ("remediation task", Role::Actions),
    ("moving forward", Role::Actions),
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
    "measures", "tasks", "fixes", "areas", "specific", "address", "issues", "suggested", "proposed",
];

/// Words that name a list of what is to be done, where a label has no other words than fillers beside them.
const TASKS: &[&str] = &["tasks", "fixes"];

/// Keys that describe the document or what it is about, as front matter has them: their values tell nothing that happened.
const DESCRIBES: &[&str] = &[
    "product", "products", "company", "organization", "organisation", "category", "categories", "keywords", "tags",
    "tag", "labels", "url", "link", "source", "uuid", "id", "slug", "layout", "weight", "permalink", "aliases",
    "language", "source_url", "source_published_at", "source_fetched_at",
];

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

/// The label at the head of a sentence and the byte after it: `Root cause:`, `ROOT CAUSE AND REMEDIATION` without a colon.
/// Only where the label says nothing but its role, so that "Health check configuration: …" stays part of its sentence.
pub fn label(sentence: &str) -> Option<(Role, usize)> {
    const LONGEST: usize = 48;
    let head_end = sentence.char_indices().nth(LONGEST).map_or(sentence.len(), |(i, _)| i);
    let head = sentence.get(..head_end)?;
    if !head
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .starts_with(|c: char| c.is_uppercase() || c.is_numeric())
    {
        return None;
    }
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
    let opens = |rest: &str| rest.split(' ').next().is_some_and(|w| OPENERS.contains(&w));
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

/// Is nothing but the name of a section.
pub fn is_name(heading: &str) -> bool {
    pure(heading).is_some()
}

/// The role of a label whose words are only an alias and fillers.
fn pure(label: &str) -> Option<Role> {
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
    let words: Vec<&str> = words.split(' ').collect();
    let plain = |w: &str| {
        LABEL_FILLERS.contains(&w)
            || words.iter().any(|a| w.starts_with(a))
            || ALIASES.iter().any(|(a, r)| *r != Role::Other && w.starts_with(a))
    };
    lower.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'').filter(|w| !w.is_empty()).all(plain)
}

/// The role of every block of a document.
#[derive(Debug, Clone, Default)]
pub struct Sections {
    roles: Vec<Role>,
    openers: Vec<bool>,
}

impl Sections {
    /// The role of a block; `Other` for one that does not exist.
    pub fn of(&self, block: usize) -> Role {
        self.roles.get(block).copied().unwrap_or(Role::Other)
    }

    /// The block only names the section that follows: a heading, or a paragraph that serves as one.
    pub fn is_opener(&self, block: usize) -> bool {
        self.openers.get(block).copied().unwrap_or(false)
    }
}

/// Maps the blocks of a document by the innermost heading above them that names a role, by the bold line or the label
/// before them, or by their own key.
pub fn read(doc: &Document) -> Sections {
    let title = doc.blocks.iter().position(|b| matches!(b.kind, Kind::Heading { .. }));
    let mut sections = Sections::default();
    // The role that a bold line or a bare label has opened, and the headings under which it holds.
    let mut opened: Option<(Role, &[usize])> = None;
    // The role of each list item that is a section's name, and of the items below it.
    let mut labelled: FxHashMap<usize, Role> = FxHashMap::default();
    for (i, block) in doc.blocks.iter().enumerate() {
        let above = block.path.last().map_or(Role::Other, |&h| sections.of(h));
        let (own, opener) = match &block.kind {
            Kind::Heading { .. } => (Some(heading(block, above, title == Some(i))), true),
            Kind::Field => {
                let key = block.cells.first().and_then(|c| c.header.as_deref());
                let describes = key.is_some_and(|k| DESCRIBES.iter().any(|d| d.eq_ignore_ascii_case(k.trim())));
                let own = if describes { Some(Role::Metadata) } else { key.map(role).filter(|r| *r != Role::Other) };
                (own, false)
            }
            Kind::Paragraph if block.parent.is_none() => match bare_label(block) {
                Some(role) => {
                    opened = Some((role, &block.path));
                    (Some(role), true)
                }
                None => (None, false),
            },
            // "- **Actions**" with the actions as its own list. A list of times is known by its times, whatever its name is:
            // beside "Key events" there may be a fuller one.
            Kind::Item { .. } => {
                let has_list = doc.blocks.get(i + 1).is_some_and(|next| {
                    next.parent == Some(i) && !next.text().as_str().starts_with(|c: char| c.is_ascii_digit())
                });
                let own = has_list.then(|| bare_label(block)).flatten().filter(|role| *role != Role::Timeline);
                (own.or_else(|| block.parent.and_then(|p| labelled.get(&p).copied())), own.is_some())
            }
            _ => (None, false),
        };
        if opened.is_some_and(|(_, path)| path != block.path.as_slice()) {
            opened = None;
        }
        if let (Some(role), Kind::Item { .. }) = (own, &block.kind) {
            labelled.insert(i, role);
        }
        sections.roles.push(own.or(opened.map(|(role, _)| role)).unwrap_or(above));
        sections.openers.push(opener);
    }
    sections
}

/// A heading's own role, or that of the section around it. A title names no section, and in a timeline or in a list of
/// actions headings name moments and topics.
fn heading(block: &Block, above: Role, is_title: bool) -> Role {
    const LONGEST_SECTION_NAME: usize = 10;
    let text = block.text().as_str();
    let words = text.split_whitespace().count();
    let own = match (above, is_title && words > 3 || words > LONGEST_SECTION_NAME) {
        (_, true) => Role::Other,
        (Role::Actions, _) => Role::Actions,
        (Role::Timeline, _) if text.contains(|c: char| c.is_ascii_digit()) => Role::Timeline,
        _ => role(text),
    };
    if own == Role::Other { above } else { own }
}

/// The role of a paragraph that is nothing but a section's name: bold, or ended by a colon, or the bare words.
fn bare_label(block: &Block) -> Option<Role> {
    const LONGEST: usize = 60;
    let text = block.text().as_str().trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let bold = block.text().marks().iter().any(|m| m.kind == MarkKind::Strong && m.range.len() + 2 >= text.len());
    let name = text.trim_end_matches(':');
    let found = if bold { Some(role(name)).filter(|r| *r != Role::Other) } else { pure(name) };
    found.filter(|_| !name.ends_with(['.', '!', '?']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Text;

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

    #[test]
    fn mixed_headings_keep_both_roles() {
        assert_eq!(role("Root Cause and Mitigation"), Role::CauseAndResolution);
        assert_eq!(role("REMEDIATION AND PREVENTION"), Role::ResolutionAndActions);
        assert_eq!(role("🌱 Blameless root cause"), Role::RootCause);
        assert_eq!(role("Specific tasks to address the issue"), Role::Actions);
        assert_eq!(role("Tasks stuck in the queue"), Role::Other);
        assert_eq!(pure("Corrective and preventative measures"), Some(Role::Actions));
    }

    #[test]
    fn an_alias_starts_at_a_word() {
        assert_eq!(role("Transactions"), Role::Other);
        assert_eq!(role("Because we can"), Role::Other);
    }

    #[test]
    fn a_bold_line_opens_a_section_until_the_next_heading() {
        let text = |s: &str, bold: bool| {
            let mut t = Text::new(None);
            t.push(s, 1, 0);
            if bold {
                t.mark(MarkKind::Strong, 0);
            }
            t
        };
        let mut outline = crate::read::outline::Outline::default();
        outline.push(Kind::Paragraph, text("Root cause", true), None);
        outline.push(Kind::Paragraph, text("A lock was held for an hour.", false), None);
        outline.heading(2, text("Timeline", false));
        outline.push(Kind::Paragraph, text("It began.", false), None);
        let doc = Document { source: Default::default(), id: None, blocks: outline.finish(), warnings: Vec::new() };
        let sections = read(&doc);
        assert_eq!((sections.of(1), sections.of(3)), (Role::RootCause, Role::Timeline));
        assert!(sections.is_opener(0) && !sections.is_opener(1));
    }
}
