//! `warstory draft`: the story of one incident.

use std::io::Write;
use std::path::Path;

use anyhow::{Result, bail};

use super::{input, output};
use crate::cli::{DraftArgs, DraftFormat};
use crate::render::{self, Layout};
use crate::settings::Settings;
use crate::tell::{self, Voice};

/// Tells the story of one incident and writes it.
///
/// # Errors
/// If the input or the template cannot be read, or the template has an error.
pub fn run(args: &DraftArgs, settings: &Settings, out: &mut dyn Write) -> Result<()> {
    let (voice, layout) = template(args)?;
    let facts = input::facts(&args.input, settings)?;
    let story = tell::tell(&facts, &args.tell.tell(), &voice)?;
    let text = render::render(&story, &facts, &args.tell.render(layout))?;
    output::write(&args.output, &text, out)
}

/// The voice and the layout: built-in, or the user's own.
fn template(args: &DraftArgs) -> Result<(Voice, Layout)> {
    let (default, ending) = match args.format {
        DraftFormat::Md => (Layout::markdown(), "md"),
        DraftFormat::Text => (Layout::text(), "txt"),
        DraftFormat::Html => (Layout::html(), "html"),
        DraftFormat::Json => (Layout::Json, "json"),
    };
    let Some(template) = &args.template else { return Ok((Voice::load(None)?, default)) };
    let path = Path::new(template);
    if path.is_dir() {
        let own = if default == Layout::Json { None } else { Layout::folder(path, ending)? };
        return Ok((Voice::load(Some(path))?, own.unwrap_or(default)));
    }
    // `--template six-part --format html` is the page, not the Markdown of that name.
    let twin = Layout::builtin(&format!("{template}.{ending}"));
    let layout = match twin.or_else(|| Layout::builtin(template)) {
        Some(layout) => layout,
        None if path.is_file() => Layout::file(path)?,
        None => {
            let names: Vec<&str> = render::TEMPLATES.iter().map(|l| l.name).collect();
            bail!("no template {template}; it is neither a file or folder nor one of {}", names.join(", "))
        }
    };
    Ok((Voice::load(None)?, if default == Layout::Json { Layout::Json } else { layout }))
}
