//! `warstory templates`: what there is to start one's own from.

use std::io::Write;

use anyhow::{Result, bail};

use crate::cli::TemplatesCommand;
use crate::render;

/// Lists, shows or documents the built-in templates.
///
/// # Errors
/// If there is no template of that name.
pub fn run(command: &TemplatesCommand, out: &mut dyn Write) -> Result<()> {
    match command {
        TemplatesCommand::List => {
            for (name, about, _) in render::templates() {
                writeln!(out, "{name:34} {about}")?;
            }
            Ok(())
        }
        TemplatesCommand::Show { name } => {
            let found = render::templates()
                .into_iter()
                .find(|(n, ..)| n == name || n.rsplit_once('.').is_some_and(|(stem, _)| stem == name));
            match found {
                Some((_, _, source)) => Ok(out.write_all(source.as_bytes())?),
                None => bail!("no built-in template {name}; see: warstory templates list"),
            }
        }
        TemplatesCommand::Context => Ok(out.write_all(render::context::context()?.as_bytes())?),
    }
}
