//! `warstory timeline`: what happened when, with the gaps and the phases.

use std::io::Write;

use anyhow::Result;

use super::{input, output};
use crate::cli::{FactsFormat, TimelineArgs};
use crate::render::timeline;
use crate::settings::Settings;

/// Prints the timeline of one incident.
pub fn run(args: &TimelineArgs, settings: &Settings, out: &mut dyn Write) -> Result<()> {
    let facts = input::facts(&args.input, settings)?;
    let view = timeline::timeline(&facts, args.input.missing.timezone);
    let text = match args.format {
        FactsFormat::Json => serde_json::to_string_pretty(&view)? + "\n",
        FactsFormat::Table if view.entries.is_empty() => "The document has no timeline.\n".to_owned(),
        FactsFormat::Table => timeline::table(&view, super::terminal_width()),
    };
    output::write(&args.output, &text, out)
}
