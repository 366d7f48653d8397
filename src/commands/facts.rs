//! `warstory facts`: what was read, and from which lines.

use std::io::Write;

use anyhow::Result;

use super::{input, output};
use crate::cli::{FactsArgs, FactsFormat};
use crate::extract::{roles, sections};
use crate::render::explain;
use crate::render::facts_table::facts_table;
use crate::settings::Settings;

/// Prints the facts of one incident.
///
/// # Errors
/// If the input cannot be read, or the output cannot be written.
pub fn run(args: &FactsArgs, settings: &Settings, out: &mut dyn Write) -> Result<()> {
    if args.explain {
        let (document, _) = input::document(&args.input, settings)?;
        let reasons = roles::explain(&document, &sections::read(&document));
        return output::write(&args.output, &explain::explain(&reasons), out);
    }
    let facts = input::facts(&args.input, settings)?;
    let text = match args.format {
        FactsFormat::Json => serde_json::to_string_pretty(&facts)? + "\n",
        FactsFormat::Table => facts_table(&facts, super::terminal_width()),
    };
    output::write(&args.output, &text, out)
}
