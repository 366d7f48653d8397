//! What became of each input: the lines of the journal, of `failures.jsonl` and of `aside.jsonl`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::rank::Reason;
use super::tags::Tags;
use crate::facts::{ChangeKind, Symptom};

/// What became of one incident, or of an input that gave none.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// It has a story.
    Done(Box<Told>),
    /// It has none, and should have.
    Failed(Failure),
    /// It is no postmortem.
    Aside(Aside),
}

/// An input, or one incident of it, that could not be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Where it is; control characters and bytes that are no text are spelled out.
    pub path: String,
    /// Which incident of the file, if it got so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
    /// What was being done: `open`, `unpack`, `read` or `tell`.
    pub step: String,
    /// What went wrong.
    pub error: String,
}

/// An input that is no postmortem, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    /// Where it is.
    pub path: String,
    /// Which incident of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
    /// Why it was set aside.
    pub reason: String,
}

/// An incident that has a story: its row, and what only warstory itself needs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Told {
    /// Its row of the index.
    pub row: Row,
    /// Digests of what was written, by file: what differs was edited since.
    pub written: BTreeMap<String, String>,
    /// A digest of its words; near-duplicates differ in few bits.
    pub likeness: u64,
}

/// An incident of the bank: a row of the index.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Row {
    /// The name of its files, without ending.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The day on which it began, as far as the document says.
    pub date: Option<String>,
    /// The file it is from.
    pub source: String,
    /// Which incident of that file.
    pub incident: Option<String>,
    /// As the document states it.
    pub severity: Option<String>,
    /// The systems it names, at most eight.
    pub services: Vec<String>,
    /// What changed before it.
    pub change: Option<ChangeKind>,
    /// How it showed itself.
    pub symptoms: Vec<Symptom>,
    /// Seconds from start to detection.
    pub to_detect_s: Option<i64>,
    /// Seconds from start to resolution.
    pub to_resolve_s: Option<i64>,
    /// How strong a story it makes, 0 to 100.
    pub score: u32,
    /// What the score is made of.
    pub reasons: Vec<Reason>,
    /// What it can be found by.
    pub tags: Tags,
    /// Questions that the draft asks its reader.
    pub questions_open: usize,
    /// The drafts, relative to the output folder.
    pub stories: Vec<String>,
    /// The facts, relative to the output folder.
    pub facts: String,
    /// New drafts that stand beside ones that were edited.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub newer: Vec<String>,
}
