//! `warstory draft`: the story of one incident.

use std::io::Write;

use anyhow::Result;

use super::{input, output, template};
use crate::cli::DraftArgs;
use crate::render;
use crate::settings::Settings;
use crate::tell;

/// Tells the story of one incident and writes it.
///
/// # Errors
/// If the input or the template cannot be read, or the template has an error.
pub fn run(args: &DraftArgs, settings: &Settings, out: &mut dyn Write) -> Result<()> {
    let name = args.template.as_deref();
    let (voice, layout) = (template::voice(name)?, template::layout(name, args.format)?);
    let facts = input::facts(&args.input, settings)?;
    let story = tell::tell(&facts, &args.tell.tell(), &voice)?;
    let text = render::render(&story, &facts, &args.tell.render(layout))?;
    output::write(&args.output, &text, out)
}
