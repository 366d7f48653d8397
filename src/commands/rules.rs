//! `warstory rules`: what the checker looks for.

use std::io::Write;

use anyhow::{Context, Result};

use crate::check::rules;
use crate::render::check::rules as print;

/// Lists the rules, or explains one.
///
/// # Errors
/// If there is no rule of that id.
pub fn run(id: Option<&str>, out: &mut dyn Write) -> Result<()> {
    let text = match id {
        None => print::list(),
        Some(id) => {
            let rule =
                rules::find(id).with_context(|| format!("there is no rule {id:?}; `warstory rules` lists them"))?;
            print::explain(rule)
        }
    };
    Ok(out.write_all(text.as_bytes())?)
}
