//! `[check]` of `warstory.toml`: the levels of the rules, and the pace of the speaker.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::Level;
use super::rules::{self, Rule};

/// What a rule is set to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Setting {
    /// Silent.
    Off,
    /// A note.
    Note,
    /// A warning.
    Warning,
    /// An error.
    Error,
}

/// The levels of the rules, and the pace of the speaker.
#[derive(Debug, Clone, Default)]
pub struct Config {
    settings: BTreeMap<String, Setting>,
    /// Words a minute; 0 for the default.
    pub wpm: u32,
}

/// The table as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Table {
    wpm: u32,
    allow: Vec<String>,
    deny: Vec<String>,
    levels: BTreeMap<String, Setting>,
}

impl Config {
    /// What the table sets.
    ///
    /// # Errors
    /// If it names a rule that does not exist, or a pace that nobody speaks at.
    pub fn new(table: Table) -> Result<Config> {
        if table.wpm != 0 && !(60..=300).contains(&table.wpm) {
            bail!("wpm is {}; give 60 to 300 words a minute", table.wpm);
        }
        let mut config = Config { wpm: table.wpm, ..Config::default() };
        for (id, setting) in table.levels {
            config.set(&id, setting)?;
        }
        config.allow(&table.allow)?;
        config.deny(&table.deny)?;
        Ok(config)
    }

    /// Silences rules.
    ///
    /// # Errors
    /// If one does not exist.
    pub fn allow(&mut self, ids: &[String]) -> Result<()> {
        ids.iter().try_for_each(|id| self.set(id, Setting::Off))
    }

    /// Makes rules errors.
    ///
    /// # Errors
    /// If one does not exist.
    pub fn deny(&mut self, ids: &[String]) -> Result<()> {
        ids.iter().try_for_each(|id| self.set(id, Setting::Error))
    }

    fn set(&mut self, id: &str, setting: Setting) -> Result<()> {
        rules::find(id).with_context(|| format!("there is no rule {id:?}; `warstory rules` lists them"))?;
        self.settings.insert(id.to_owned(), setting);
        Ok(())
    }

    /// The level of a rule; `None` if it is silenced.
    pub fn level(&self, rule: &Rule) -> Option<Level> {
        match self.settings.get(rule.id) {
            None => Some(rule.level),
            Some(Setting::Off) => None,
            Some(Setting::Note) => Some(Level::Note),
            Some(Setting::Warning) => Some(Level::Warning),
            Some(Setting::Error) => Some(Level::Error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Config> {
        Config::new(toml::from_str(text)?)
    }

    #[test]
    fn a_file_sets_levels_and_the_command_line_overrides_them() {
        let mut config =
            parse("allow = [\"only-we\"]\n[levels]\nvague-symptom = \"error\"\nblame = \"off\"\n").unwrap();
        let level = |config: &Config, id: &str| config.level(rules::find(id).unwrap());
        assert_eq!(level(&config, "only-we"), None);
        assert_eq!(level(&config, "vague-symptom"), Some(Level::Error));
        assert_eq!(level(&config, "blame"), None);
        config.deny(&["blame".to_owned()]).unwrap();
        assert_eq!(level(&config, "blame"), Some(Level::Error));
    }

    #[test]
    fn an_unknown_rule_or_key_is_refused_with_its_name() {
        assert!(parse("allow = [\"vague\"]\n").unwrap_err().to_string().contains("vague"));
        assert!(parse("allwo = []\n").unwrap_err().to_string().contains("allwo"));
        assert!(parse("wpm = 1\n").is_err());
    }
}
