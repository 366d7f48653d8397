//! Step 2: [`Document`] → [`Facts`]. One file per kind of evidence; word lists are data.

pub mod section;
pub mod sentence;

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
pub fn extract(doc: &Document, _options: &Options) -> Facts {
    let title = doc.blocks.iter().find(|b| matches!(b.kind, Kind::Heading { .. }));
    Facts {
        schema: SCHEMA.into(),
        source: doc.source.clone(),
        title: title.map(|b| b.text().whole()),
        warnings: doc.warnings.clone(),
        ..Facts::default()
    }
}
