//! `--template`: the layout of stories and the words that they are told in, built-in or the user's own.

use std::path::Path;

use anyhow::{Result, bail};

use crate::cli::DraftFormat;
use crate::render::{self, Layout};
use crate::tell::Voice;

/// The layout for a format.
///
/// # Errors
/// If there is no such template, or it cannot be read.
pub fn layout(template: Option<&str>, format: DraftFormat) -> Result<Layout> {
    let (default, ending) = match format {
        DraftFormat::Md => (Layout::markdown(), "md"),
        DraftFormat::Text => (Layout::text(), "txt"),
        DraftFormat::Html => (Layout::html(), "html"),
        DraftFormat::Json => (Layout::Json, "json"),
    };
    let Some(template) = template else { return Ok(default) };
    let path = Path::new(template);
    if path.is_dir() {
        let own = if default == Layout::Json { None } else { Layout::folder(path, ending)? };
        return Ok(own.unwrap_or(default));
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
    Ok(if default == Layout::Json { Layout::Json } else { layout })
}

/// The words: built-in, with those of a folder in their place.
///
/// # Errors
/// If a pattern of the folder cannot be read or has an error.
pub fn voice(template: Option<&str>) -> Result<Voice> {
    Voice::load(template.map(Path::new).filter(|path| path.is_dir()))
}
