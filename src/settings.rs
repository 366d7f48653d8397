//! `warstory.toml`: what a team or a person sets once, for every command.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::check::config::{Config, Table};
use crate::extract::cues::vocabulary::{Additions, Vocabulary};

/// The file that is looked for.
const NAME: &str = "warstory.toml";

/// What the file sets.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The levels of the rules of `check`.
    pub check: Config,
    /// The names of tools and metrics, if the file adds some.
    pub vocabulary: Option<Arc<Vocabulary>>,
}

/// The file as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    check: Table,
    vocabulary: Additions,
}

impl Settings {
    /// Reads the given file; without one, `warstory.toml` in the current folder or the nearest one above it, if there is one.
    ///
    /// # Errors
    /// If the file cannot be read, is no TOML of this shape, or names a rule that does not exist. The text says where.
    pub fn load(file: Option<&Path>) -> Result<Settings> {
        let Some(path) = file.map(Path::to_owned).or_else(nearest) else { return Ok(Settings::default()) };
        let name = path.display();
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {name}"))?;
        Settings::parse(&text).with_context(|| format!("{name} has an error"))
    }

    fn parse(text: &str) -> Result<Settings> {
        let File { check, vocabulary } = toml::from_str(text)?;
        let own = vocabulary != Additions::default();
        Ok(Settings { check: Config::new(check)?, vocabulary: own.then(|| Arc::new(Vocabulary::with(vocabulary))) })
    }
}

fn nearest() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    here.ancestors().map(|folder| folder.join(NAME)).find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_tables_are_read_and_neither_is_needed() {
        let settings = Settings::parse(
            "[check]\nwpm = 120\n[vocabulary]\nmetrics = [\"basket rate\"]\n[vocabulary.tools]\nBeholder = \"trace\"\n",
        )
        .unwrap();
        assert_eq!(settings.check.wpm, 120);
        assert!(settings.vocabulary.is_some_and(|v| v.tool("see Beholder").is_some()));
        assert!(Settings::parse("").unwrap().vocabulary.is_none());
    }

    #[test]
    fn an_unknown_table_or_kind_is_refused_with_its_line() {
        let error = |text: &str| format!("{:#}", Settings::parse(text).unwrap_err());
        assert!(error("[chekc]\n").contains("line 1"), "{}", error("[chekc]\n"));
        assert!(error("[vocabulary.tools]\nBeholder = \"eye\"\n").contains("line 2"));
    }
}
