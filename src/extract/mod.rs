//! Step 2: [`Document`] → [`Facts`]. One file per kind of evidence; word lists are data.

pub mod event_kind;
pub mod section;
pub mod sentence;
pub mod time;
pub mod timeline;

use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::document::{Document, Kind};
use crate::facts::{Facts, SCHEMA};

/// What the user tells about a document that the document does not say itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// The zone of times that the document gives none for.
    pub timezone: Option<Tz>,
    /// The day of times in a document that never names its day.
    pub date: Option<NaiveDate>,
}

/// All evidence in a document.
pub fn extract(doc: &Document, options: &Options) -> Facts {
    let sections = section::read(doc);
    let times = time::read(doc, &sections, options);
    let timeline = timeline::read(doc, &sections, &times);
    let title = doc.blocks.iter().find(|b| matches!(b.kind, Kind::Heading { .. }));
    Facts {
        schema: SCHEMA.into(),
        source: doc.source.clone(),
        title: title.map(|b| b.text().whole()),
        mentions: times.mentions.iter().filter(|m| m.is_mention()).map(|m| m.instant.clone()).collect(),
        timeline,
        warnings: doc.warnings.iter().chain(&times.warnings).cloned().collect(),
        ..Facts::default()
    }
}
