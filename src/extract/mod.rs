//! Step 2: [`Document`] → [`Facts`]. One file per kind of evidence; word lists are data.

pub mod contradictions;
pub mod cues;
pub mod durations;
pub mod event_kind;
pub mod key_times;
pub mod roles;
pub mod sections;
pub mod sentence;
pub mod time;
pub mod timeline;

use std::sync::Arc;

use chrono::NaiveDate;
use chrono_tz::Tz;

use time::Mention;

use crate::document::Document;
use crate::facts::{Facts, SCHEMA};

/// What the user tells about a document that the document does not say itself.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The zone of times that the document gives none for.
    pub timezone: Option<Tz>,
    /// The day of times in a document that never names its day.
    pub date: Option<NaiveDate>,
    /// The names of tools and metrics, if the user has added some.
    pub vocabulary: Option<Arc<cues::vocabulary::Vocabulary>>,
}

/// The facts of a Markdown text, for tests of what finds them.
#[cfg(test)]
fn facts_of(text: &str) -> Facts {
    facts_of_file("postmortem.md", text)
}

/// The same of a file, whose ending says how it is read.
#[cfg(test)]
fn facts_of_file(name: &str, text: &str) -> Facts {
    let Ok(crate::read::Reading::Documents(docs)) = crate::read::read(name, text.as_bytes()) else {
        return Facts::default();
    };
    docs.first().map(|doc| extract(doc, &Options::default())).unwrap_or_default()
}

/// The words of quotes, for the same tests.
#[cfg(test)]
fn texts(quotes: &[crate::cite::Quote]) -> Vec<&str> {
    quotes.iter().map(|q| q.text.as_str()).collect()
}

/// All evidence in a document.
pub fn extract(doc: &Document, options: &Options) -> Facts {
    let sections = sections::read(doc);
    let times = time::read(doc, &sections, options);
    let timeline = timeline::read(doc, &sections, &times);
    let key_times = key_times::read(doc, &sections, &times, &timeline);
    let durations = durations::read(doc, &sections, &times, &key_times);
    let contradictions = contradictions::read(doc, &times, &timeline, &key_times);
    let time::Times { mentions, warnings, .. } = times;
    let mut facts = Facts {
        schema: SCHEMA.into(),
        source: doc.source.clone(),
        mentions: mentions.into_iter().filter(Mention::is_mention).map(|m| m.instant).collect(),
        timeline,
        times: key_times,
        durations,
        warnings: doc.warnings.iter().cloned().chain(warnings).chain(contradictions).collect(),
        ..Facts::default()
    };
    let vocabulary = options.vocabulary.as_deref().unwrap_or_else(|| cues::vocabulary::Vocabulary::built_in());
    roles::fill(doc, &sections, vocabulary, &mut facts);
    facts
}
