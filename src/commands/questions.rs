//! `warstory questions`: what an interviewer asks next.

use std::io::Write;

use anyhow::Result;

use super::{input, output};
use crate::cli::{QuestionsArgs, QuestionsFormat};
use crate::questions::questions;
use crate::render;
use crate::settings::Settings;

/// Writes the questions about one incident.
///
/// # Errors
/// If the input cannot be read or the output not be written.
pub fn run(args: &QuestionsArgs, settings: &Settings, out: &mut dyn Write) -> Result<()> {
    let asked = questions(&input::facts(&args.input, settings)?, &args.me);
    let text = match args.format {
        QuestionsFormat::Md => render::questions::markdown(&asked),
        QuestionsFormat::Json => serde_json::to_string_pretty(&asked)? + "\n",
        QuestionsFormat::Anki => render::questions::anki(&asked),
    };
    output::write(&args.output, &text, out)
}
