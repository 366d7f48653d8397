//! `warstory facts`: what was read, and from which lines.

use std::io::Write;

use anyhow::Result;

use super::{input, output};
use crate::cli::{FactsArgs, FactsFormat};
use crate::render::facts_table::facts_table;

/// Prints the facts of one incident.
pub fn run(args: &FactsArgs, out: &mut dyn Write) -> Result<()> {
    let facts = input::facts(&args.input)?;
    let text = match args.format {
        FactsFormat::Json => serde_json::to_string_pretty(&facts)? + "\n",
        FactsFormat::Table => facts_table(&facts, super::terminal_width()),
    };
    output::write(&args.output, &text, out)
}
