//! Which part of a postmortem a block belongs to, by the heading, label or key above it.

use crate::document::{Document, Kind};

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
    /// What is or was to be done afterwards.
    Actions,
    /// What was learned.
    Lessons,
    /// How the system works.
    Background,
    /// Who took part.
    People,
    /// Key figures of the incident.
    Metadata,
    /// Anything else.
    Other,
}

/// Words that name a section, lower case. The first that a heading contains decides, so the longer stand first.
/// Counted in the headings of published postmortems (Google's SRE book template, and what teams made of it).
const ALIASES: &[(&str, Role)] = &[
    ("timeline", Role::Timeline),
    ("chronology", Role::Timeline),
    ("sequence of events", Role::Timeline),
    ("key events", Role::Timeline),
    ("contributing", Role::Contributing),
    ("analysis of causes", Role::RootCause),
    ("root cause", Role::RootCause),
    ("five why", Role::RootCause),
    ("what happened", Role::Summary),
    ("cause", Role::RootCause),
    ("action", Role::Actions),
    ("follow-up", Role::Actions),
    ("follow up", Role::Actions),
    ("next step", Role::Actions),
    ("corrective", Role::Actions),
    ("prevent", Role::Actions),
    ("improvement", Role::Actions),
    ("summary", Role::Summary),
    ("overview", Role::Summary),
    ("impact", Role::Impact),
    ("lesson", Role::Lessons),
    ("went well", Role::Lessons),
    ("went wrong", Role::Lessons),
    ("went poorly", Role::Lessons),
    ("lucky", Role::Lessons),
    ("conclusion", Role::Lessons),
    ("detection", Role::Detection),
    ("identified", Role::Detection),
    ("trigger", Role::Trigger),
    ("leadup", Role::Trigger),
    ("lead up", Role::Trigger),
    ("resolution", Role::Resolution),
    ("recovery", Role::Resolution),
    ("remediation", Role::Resolution),
    ("mitigation", Role::Resolution),
    ("details of fix", Role::Resolution),
    ("response", Role::Response),
    ("background", Role::Background),
    ("context", Role::Background),
    ("attendee", Role::People),
    ("participants", Role::People),
    ("stats", Role::Metadata),
    ("metadata", Role::Metadata),
];

/// The role of a heading, label or key.
pub fn role(label: &str) -> Role {
    let label = label.to_lowercase();
    ALIASES.iter().find(|(words, _)| label.contains(words)).map_or(Role::Other, |&(_, role)| role)
}

/// The role of every block of a document.
#[derive(Debug, Clone, Default)]
pub struct Sections {
    roles: Vec<Role>,
}

impl Sections {
    /// The role of a block; `Other` for one that does not exist.
    pub fn of(&self, block: usize) -> Role {
        self.roles.get(block).copied().unwrap_or(Role::Other)
    }
}

/// Maps the blocks of a document by the innermost heading above them that names a role, or by their own key.
pub fn read(doc: &Document) -> Sections {
    let roles = doc.blocks.iter().enumerate().map(|(i, block)| {
        let key = block.cells.first().filter(|_| block.kind == Kind::Field).and_then(|c| c.header.as_deref());
        let own = key.map(role).filter(|r| *r != Role::Other);
        own.or_else(|| doc.headings(i).rev().map(role).find(|r| *r != Role::Other)).unwrap_or(Role::Other)
    });
    Sections { roles: roles.collect() }
}
