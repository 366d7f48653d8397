//! `warstory facts`: what was read, and from which lines.

use std::io::Write;

use anyhow::Result;

use super::{input, output};
use crate::cli::{FactsArgs, FactsFormat};
use crate::render::facts_table::facts_table;

/// Characters in a line where there is no terminal to ask.
const WIDTH: u16 = 120;

/// Prints the facts of one incident.
pub fn run(args: &FactsArgs, out: &mut dyn Write, _err: &mut dyn Write) -> Result<()> {
    let facts = input::facts(&args.input)?;
    let text = match args.format {
        FactsFormat::Json => serde_json::to_string_pretty(&facts)? + "\n",
        FactsFormat::Table => facts_table(&facts, terminal_size::terminal_size().map_or(WIDTH, |(width, _)| width.0)),
    };
    output::write(&args.output, &text, out)
}
