//! The six-part story: the `warstory.story/1` of the output contract.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::cite::Cite;
use crate::facts::Source;

/// The name and version of this interface.
pub const SCHEMA: &str = "warstory.story/1";

/// A first draft, in six parts.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Story {
    /// Always `warstory.story/1`.
    pub schema: String,
    /// The document's title, or its file's name where it has none.
    pub title: String,
    /// The file that the story was drawn from.
    pub source: Source,
    /// How long a telling it is.
    pub cut: Cut,
    /// Always the six parts, in the order in which they are told.
    pub parts: Vec<Part>,
    /// Seconds that saying all of it takes, prompts left out.
    pub spoken_s: f64,
}

/// How long a telling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Cut {
    /// About five minutes.
    Full,
    /// Ninety seconds.
    Short,
}

/// The parts of the story, with the guide's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PartId {
    /// What the system was, what the impact was, why it mattered.
    Context,
    /// First responder, or called in; responsible for what.
    Role,
    /// The debugging steps: the bulk.
    Methodology,
    /// Calls made with incomplete information.
    Decisions,
    /// Root cause and fix.
    Resolution,
    /// What changed to prevent recurrence; what one would do differently.
    Retrospective,
}

impl PartId {
    /// All parts, in the order in which they are told.
    pub const ALL: [PartId; 6] = [
        PartId::Context,
        PartId::Role,
        PartId::Methodology,
        PartId::Decisions,
        PartId::Resolution,
        PartId::Retrospective,
    ];

    /// The guide's heading for it.
    pub fn heading(self) -> &'static str {
        match self {
            PartId::Context => "Context",
            PartId::Role => "Your role",
            PartId::Methodology => "Methodology",
            PartId::Decisions => "Decision points",
            PartId::Resolution => "Resolution",
            PartId::Retrospective => "Retrospective",
        }
    }

    /// Seconds that the part may take, least and most. The full cut's are the guide's; the short cut divides ninety
    /// seconds in the same order of weight.
    pub fn budget_s(self, cut: Cut) -> [u32; 2] {
        match (cut, self) {
            (Cut::Full, PartId::Role) => [10, 10],
            (Cut::Full, PartId::Methodology) => [120, 180],
            (Cut::Full, PartId::Decisions) => [60, 60],
            (Cut::Full, _) => [30, 30],
            (Cut::Short, PartId::Role) => [5, 5],
            (Cut::Short, PartId::Methodology) => [30, 35],
            (Cut::Short, PartId::Context | PartId::Decisions) => [15, 15],
            (Cut::Short, _) => [10, 10],
        }
    }
}

/// One part of the story.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// Which.
    pub id: PartId,
    /// The guide's heading.
    pub heading: String,
    /// Least and most seconds that it may take.
    pub budget_s: [u32; 2],
    /// Seconds that saying it takes, prompts left out.
    pub spoken_s: f64,
    /// What is said, in order.
    pub sentences: Vec<Sentence>,
}

/// What a sentence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SentenceKind {
    /// Says what the source says, and cites it.
    Fact,
    /// Leads from one fact to the next; carries no number, name, time or claim.
    Link,
    /// Asks the reader for what the source does not say.
    Prompt,
}

/// One sentence of the story. A fact can only be made with [`Sentence::fact`], which wants a citation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Sentence {
    text: String,
    kind: SentenceKind,
    cites: Vec<Cite>,
}

impl Sentence {
    /// What the source says: at least one citation, and any number of further ones.
    pub fn fact(text: impl Into<String>, cite: Cite, more: impl IntoIterator<Item = Cite>) -> Self {
        let mut cites = vec![cite];
        for cite in more {
            if !cites.contains(&cite) {
                cites.push(cite);
            }
        }
        Sentence { text: text.into(), kind: SentenceKind::Fact, cites }
    }

    /// Words that only lead on.
    pub fn link(text: impl Into<String>) -> Self {
        Sentence { text: text.into(), kind: SentenceKind::Link, cites: Vec::new() }
    }

    /// A question to the reader. It may cite what made it necessary.
    pub fn prompt(text: impl Into<String>, cites: Vec<Cite>) -> Self {
        Sentence { text: text.into(), kind: SentenceKind::Prompt, cites }
    }

    /// The words.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it is.
    pub fn kind(&self) -> SentenceKind {
        self.kind
    }

    /// What it stands on.
    pub fn cites(&self) -> &[Cite] {
        &self.cites
    }
}
