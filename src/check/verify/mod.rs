//! The truth check: every number, time, date, name, cause and negation of a story is looked up in the postmortem.
//!
//! A sentence is first laid beside the passages that it tells ([`source::Near`]): the ones it cites, and the ones that say the same. What it
//! claims is then looked up there, and after that in the whole document. Something that stands nowhere is `not in the source`; something
//! that differs from what stands at its own place is `contradicted`. Where it is not plain which passage is meant, the doubt is the story's.

mod cause;
pub mod clock;
mod lengths;
mod names;
mod numbers;
mod opposites;
mod order;
mod polarity;
pub mod quantity;
mod quotation;
pub mod source;
mod statement;
mod times;

use std::ops::Range;

use serde::Serialize;

use super::Against;
use super::story::{Manuscript, Sentence};
use super::words::{Token, content, tokens};
use crate::cite::Quote;
use crate::extract::time::scan::Found;
use quantity::{Quantity, quantities};
use source::{Near, Source};

/// What kind of statement was looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // each is named after what it is
pub enum Kind {
    Time,
    Date,
    Zone,
    Duration,
    Number,
    Percentage,
    Identifier,
    Name,
    Severity,
    Cause,
    Negation,
    Order,
    Quotation,
    Event,
}

/// What came of looking it up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The source says so.
    Supported,
    /// Marked by the user as from memory.
    Yours,
    /// The source does not say so.
    NotInSource,
    /// The source says something else.
    Contradicted,
}

/// A statement of the story and what came of looking it up.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Claim {
    /// Index into the story's sentences.
    pub sentence: usize,
    /// What kind of statement it is.
    pub kind: Kind,
    /// As the story says it.
    pub text: String,
    /// What came of it.
    pub status: Status,
    /// In words, for a finding.
    pub message: String,
    /// What to say instead.
    pub suggestion: Option<String>,
    /// What the source says.
    pub source: Vec<Quote>,
    /// Bytes of the story's file.
    #[serde(skip)]
    pub bytes: Range<usize>,
}

/// What one look-up found.
#[derive(Debug, Clone)]
struct Verdict {
    /// Bytes of the sentence's text.
    range: Range<usize>,
    kind: Kind,
    status: Status,
    message: String,
    suggestion: Option<String>,
    /// Passages of the source.
    evidence: Vec<usize>,
}

impl Verdict {
    fn new(range: Range<usize>, kind: Kind, status: Status, message: impl Into<String>) -> Self {
        Verdict { range, kind, status, message: message.into(), suggestion: None, evidence: Vec::new() }
    }

    fn supported(range: Range<usize>, kind: Kind, evidence: Vec<usize>) -> Self {
        Verdict { evidence, ..Verdict::new(range, kind, Status::Supported, "") }
    }

    fn seen(mut self, evidence: impl IntoIterator<Item = usize>) -> Self {
        self.evidence.extend(evidence);
        self
    }

    fn suggesting(mut self, suggestion: String) -> Self {
        self.suggestion = Some(suggestion);
        self
    }
}

/// A sentence of the story, read for its claims.
struct Told<'s> {
    sentence: &'s Sentence,
    tokens: Vec<Token<'s>>,
    times: Vec<Found>,
    quantities: Vec<Quantity>,
    near: Near,
    /// What the sentences before it stand on, the last one first: "four minutes later" counts from there.
    before: Vec<Near>,
}

impl Told<'_> {
    fn text(&self) -> &str {
        &self.sentence.text
    }

    /// Stems of its words that carry content.
    fn stems(&self) -> Vec<String> {
        content(self.text())
    }

    fn word(&self, range: &Range<usize>) -> &str {
        self.text().get(range.clone()).unwrap_or_default()
    }
}

type LookUp = fn(&Told<'_>, &Source<'_>) -> Vec<Verdict>;

/// What is looked up, in this order.
const LOOK_UPS: &[LookUp] = &[
    times::look_up,
    numbers::look_up,
    names::look_up,
    order::look_up,
    polarity::look_up,
    cause::look_up,
    quotation::look_up,
    statement::look_up,
];

/// Sentences before it that a length of time may count from.
const REACH: usize = 2;

/// Share of a sentence's words that a passage must have besides its time.
const PINNED: f64 = 0.3;

/// Looks up all claims of a story.
pub fn verify(story: &Manuscript, against: Against<'_>) -> Vec<Claim> {
    verify_in(story, &Source::new(against))
}

/// The same in a source that was read before: for many stories of one.
pub fn verify_in(story: &Manuscript, source: &Source<'_>) -> Vec<Claim> {
    let mut claims = Vec::new();
    let mut before: Vec<Near> = Vec::new();
    for (index, sentence) in story.sentences.iter().enumerate().filter(|(_, s)| !s.prompt) {
        let times = clock::times(&sentence.text);
        let mut told = Told {
            sentence,
            tokens: tokens(&sentence.text),
            quantities: quantities(&sentence.text, &times),
            near: source.near(&content(&sentence.text), &sentence.cites),
            times,
            before: before.iter().rev().take(REACH).cloned().collect(),
        };
        // A time that is said pins the passage down.
        told.near.strong |= told.near.coverage >= PINNED && times::said_there(&told, source);
        for verdict in LOOK_UPS.iter().flat_map(|look_up| look_up(&told, source)) {
            let status = if sentence.yours { Status::Yours } else { verdict.status };
            claims.push(Claim {
                sentence: index,
                kind: verdict.kind,
                text: told.word(&verdict.range).to_owned(),
                status,
                message: verdict.message,
                suggestion: verdict.suggestion,
                source: source.quotes(&verdict.evidence, 3),
                bytes: sentence.place(verdict.range),
            });
        }
        before.push(told.near);
    }
    claims
}
