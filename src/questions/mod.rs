//! What an interviewer asks next about one incident: facts → questions, each with the lines of the document that answer it.
//!
//! The questions are data ([`table::TABLE`]); a new one is a new entry. [`blanks`] fills in what the document says (a time, a quotation),
//! [`answers`] finds the facts that answer. Where there are none, the document does not say, and nothing is said for it.

mod answers;
mod blanks;
pub mod table;

use schemars::JsonSchema;
use serde::Serialize;

use crate::cite::{Cite, Quote};
use crate::facts::{Facts, Source};
use crate::story::PartId;
use answers::{Look, Pick};
use table::{Entry, TABLE};

/// The name and version of this interface.
pub const SCHEMA: &str = "warstory.questions/1";

/// Lines that answer one question at most: more are not said in one breath.
const MOST: usize = 4;

/// What `warstory questions --format json` prints.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Questions {
    /// Always `warstory.questions/1`.
    pub schema: String,
    /// The document's title, where it has one.
    pub title: Option<String>,
    /// The file that the questions are about.
    pub source: Source,
    /// In the order of the story's parts.
    pub questions: Vec<Question>,
}

/// A question with what the document says about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Question {
    /// A stable name, such as `first-check`.
    pub id: String,
    /// The part of the story that it digs into.
    pub part: PartId,
    /// The question.
    pub question: String,
    /// What the interviewer assesses by it.
    pub assesses: String,
    /// The places of what the question itself takes from the document.
    pub cites: Vec<Cite>,
    /// What the document says about it, word for word. Empty: the document does not say.
    pub answers: Vec<Quote>,
    /// How many further places say something about it.
    pub more: usize,
    /// What an interviewer would still miss in these answers.
    pub missing: Option<String>,
}

/// The questions about an incident. `me` are the reader's own names, as the document spells them.
pub fn questions(facts: &Facts, me: &[String]) -> Questions {
    let look = Look::new(facts, me);
    let asked = TABLE.iter().filter_map(|entry| question(entry, &look)).collect();
    let title = facts.title.as_ref().map(|t| t.text.clone());
    Questions { schema: SCHEMA.to_owned(), title, source: facts.source.clone(), questions: asked }
}

/// `None` when the document does not have what the question is about.
fn question(entry: &Entry, look: &Look<'_>) -> Option<Question> {
    let (question, cites) = entry.ask.iter().find_map(|form| blanks::fill(form, look))?;
    let mut answers: Vec<Quote> = Vec::new();
    for quote in entry.answers.iter().flat_map(|pick| look.pick(*pick)) {
        let fits = entry.only.is_none_or(|words| words.stand_in(&quote.text));
        let near = |known: &Quote| known.cite == quote.cite && known.text.contains(&quote.text);
        if fits && !answers.iter().any(near) {
            answers.retain(|known| !(known.cite == quote.cite && quote.text.contains(&known.text)));
            answers.push(quote);
        }
    }
    let nameless = answers.is_empty() && entry.answers.contains(&Pick::Mine) && !look.knows_me;
    let hint = nameless.then(|| "Name yourself with --me to see what it says about you.".to_owned());
    let missing = entry
        .wants
        .filter(|_| !answers.is_empty())
        .and_then(|(words, missing)| (!answers.iter().any(|a| words.stand_in(&a.text))).then(|| missing.to_owned()));
    let missing = missing.or(hint);
    let more = answers.len().saturating_sub(MOST);
    answers.truncate(MOST);
    Some(Question {
        id: entry.id.to_owned(),
        part: entry.part,
        question,
        assesses: entry.assesses.to_owned(),
        cites,
        answers,
        more,
        missing,
    })
}

#[cfg(test)]
mod tests;
