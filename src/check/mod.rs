//! Checking a story: is it strong, and is it true?
//!
//! A story in Markdown becomes a [`story::Manuscript`]: sentences with their places, in the six parts. The [`rules`] look at it from the
//! interviewer's side, one file per rule; [`verify`] looks up what it claims in the postmortem. Both give [`Finding`]s, which are data: the
//! printers are in [`crate::render::check`].

pub mod config;
pub mod from_facts;
pub mod profile;
pub mod rules;
pub mod story;
pub mod verify;
pub mod words;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::cite::Quote;
use crate::document::Document;
use crate::facts::Facts;
use crate::story::PartId;
use config::Config;
use profile::Profile;
use story::Manuscript;
use verify::{Claim, Status};

/// The name and version of the report's JSON.
pub const SCHEMA: &str = "warstory.check/1";

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Worth knowing.
    Note,
    /// An interviewer would ask about it.
    Warning,
    /// It must not be told like this.
    Error,
}

/// Where something stands in the story's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// 1-based.
    pub line: usize,
    /// 1-based, in characters.
    pub column: usize,
    /// 1-based.
    pub end_line: usize,
    /// 1-based, in characters, one past the last.
    pub end_column: usize,
    /// Bytes of the file.
    #[serde(skip)]
    pub bytes: Range<usize>,
}

/// Something that an interviewer would pick at, or that the source does not support.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// The id of the rule.
    pub rule: &'static str,
    /// How much it matters.
    pub level: Level,
    /// What is wrong here.
    pub message: String,
    /// Why it matters, from the guide's point of view.
    pub why: &'static str,
    /// What to do about it, with the postmortem's own facts where there are any.
    pub suggestion: Option<String>,
    /// The part of the story.
    pub part: Option<PartId>,
    /// Where in the story; `None` for something that is missing from all of it.
    pub place: Option<Place>,
    /// What the postmortem says about it.
    pub source: Vec<Quote>,
}

/// The source that a story is checked against.
#[derive(Debug, Clone, Copy)]
pub struct Against<'a> {
    /// The postmortem.
    pub document: &'a Document,
    /// What was read from it.
    pub facts: &'a Facts,
}

/// All that a check found.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Always `warstory.check/1`.
    pub schema: &'static str,
    /// The story's file.
    pub story: String,
    /// The postmortem's file.
    pub against: Option<String>,
    /// In the order of the story; what is missing from all of it comes first.
    pub findings: Vec<Finding>,
    /// What was looked up in the postmortem, and what came of it.
    pub claims: Vec<Claim>,
    /// Strength over what the interviewer assesses, and over the parts.
    pub profile: Profile,
}

impl Report {
    /// Findings at or above a level.
    pub fn at_least(&self, level: Level) -> usize {
        self.findings.iter().filter(|f| f.level >= level).count()
    }
}

/// Checks a story, against its source if there is one.
pub fn check(story: &Manuscript, against: Option<Against<'_>>, config: &Config) -> Report {
    let claims = against.map(|source| verify::verify(story, source)).unwrap_or_default();
    let mut findings = rules::run(story, against, config);
    findings.extend(claims.iter().filter_map(|claim| truth(story, claim, config)));
    findings.sort_by_key(|f| (f.place.as_ref().map(|p| p.bytes.start), std::cmp::Reverse(f.level)));
    let profile = Profile::of(story, &findings);
    Report {
        schema: SCHEMA,
        story: story.path.clone(),
        against: against.map(|a| a.facts.source.path.clone()),
        findings,
        claims,
        profile,
    }
}

/// The finding that a claim gives, unless it is supported, the user's own, or silenced.
fn truth(story: &Manuscript, claim: &Claim, config: &Config) -> Option<Finding> {
    let rule = match claim.status {
        Status::Contradicted => &rules::contradicted::RULE,
        Status::NotInSource => &rules::not_in_source::RULE,
        Status::Supported | Status::Yours => return None,
    };
    let level = config.level(rule)?;
    let sentence = story.sentences.get(claim.sentence)?;
    (!sentence.silenced.iter().any(|id| id == rule.id)).then(|| Finding {
        rule: rule.id,
        level,
        message: claim.message.clone(),
        why: rule.why,
        suggestion: Some(claim.suggestion.clone().unwrap_or_else(|| rule.instead.to_owned())),
        part: Some(sentence.part),
        place: Some(story.place(claim.bytes.clone())),
        source: claim.source.clone(),
    })
}
