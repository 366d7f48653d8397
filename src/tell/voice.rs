//! What is said: the named sentence patterns under `templates/voice/`, filled by the plan.
//!
//! A pattern is a Tera template. What it renders to is one wording per line; a plan that needs the same pattern again gets the next line.
//! A folder given with `--template` replaces single patterns by files of the same name, `FOLDER/voice/NAME.tera` or `FOLDER/NAME.tera`.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use tera::{Context, Tera};

/// A named sentence pattern.
#[derive(Debug, Clone, Copy)]
pub struct Pattern {
    /// The name of its file, without folder and ending.
    pub name: &'static str,
    /// Its text: a comment that says what it is for and what it is given, then one wording per line.
    pub source: &'static str,
}

macro_rules! patterns {
    ($($name:literal)*) => {
        &[$(Pattern { name: $name, source: include_str!(concat!("../../templates/voice/", $name, ".tera")) }),*]
    };
}

/// Every pattern that planning uses.
pub const PATTERNS: &[Pattern] = patterns! {
    "action-done" "action-noted" "action-planned" "action-planned-doing" "ask-actions" "ask-alternative"
    "ask-between" "ask-cause" "ask-changed" "ask-contradiction" "ask-dead-end" "ask-decision" "ask-differently" "ask-figure"
    "ask-first-signal" "ask-fix" "ask-impact" "ask-log" "ask-long" "ask-monitoring" "ask-no-decision" "ask-open" "ask-restart"
    "ask-role" "ask-role-me" "ask-shipped" "ask-steps" "ask-suspect" "ask-verify" "ask-where-seen" "ask-why-matter"
    "because" "cause-noted" "change-noted" "contributing-noted" "event" "event-quoted" "event-said" "fix-noted"
    "gap-after-signal" "gap-to-signal" "hypothesis-refuted" "impact-noted" "lasted" "lesson" "lesson-noted"
    "link-afterwards" "link-cause" "link-change" "link-decision" "link-fix" "link-seen" "link-suspected"
    "link-understood" "noted" "opening" "role-given" "severity" "signal-log" "signal-noted" "stated" "when" "when-date" "when-days-before" "when-days-later"
    "when-later" "when-later-short" "when-next-day" "when-same"
};

impl Pattern {
    /// What it is for and what it is given: the comment at its top.
    pub fn about(&self) -> &'static str {
        let end = self.source.find("#}").unwrap_or(0);
        self.source.get(..end).unwrap_or("").trim_start_matches("{#").trim()
    }
}

/// The patterns, compiled.
#[derive(Debug)]
pub struct Voice {
    tera: Tera,
    own: Vec<(&'static str, String)>,
}

impl Voice {
    /// The built-in patterns, with those of the folder `overrides` in their place.
    ///
    /// # Errors
    /// If a pattern cannot be read or has an error; the message names the file, the line and the column.
    pub fn load(overrides: Option<&Path>) -> Result<Self> {
        let mut tera = Tera::new();
        // What is said is text, in whatever file it stands; layouts escape.
        tera.autoescape_on(Vec::<&str>::new());
        tera.add_raw_templates(PATTERNS.iter().map(|p| (p.name, p.source)))
            .context("a built-in pattern has an error")?;
        let mut own = Vec::new();
        if let Some(folder) = overrides {
            for pattern in PATTERNS {
                let file = format!("{}.tera", pattern.name);
                for path in [folder.join("voice").join(&file), folder.join(&file)] {
                    if path.is_file() {
                        let source = std::fs::read_to_string(&path)
                            .with_context(|| format!("cannot read the pattern {}", path.display()))?;
                        own.push((pattern.name, source));
                        break;
                    }
                }
            }
            tera.add_raw_templates(own.iter().map(|(name, source)| (*name, source.as_str())))
                .with_context(|| format!("a pattern in {} has an error", folder.display()))?;
        }
        Ok(Voice { tera, own })
    }

    /// The names and texts of the patterns that are not built in.
    pub fn own(&self) -> &[(&'static str, String)] {
        &self.own
    }

    /// The wording number `turn` (counted round) of a pattern, filled with `values`. Empty where the pattern says nothing.
    ///
    /// # Errors
    /// If there is no such pattern, or it fails with these values.
    pub fn say(&self, pattern: &str, values: &[(&str, &str)], turn: usize) -> Result<String> {
        let mut context = Context::new();
        values.iter().for_each(|(name, value)| context.insert((*name).to_owned(), *value));
        let text = self.tera.render(pattern, &context).with_context(|| format!("the pattern {pattern} failed"))?;
        let wordings: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
        if wordings.is_empty() {
            return Ok(String::new());
        }
        match wordings.get(turn % wordings.len()) {
            Some(wording) => Ok((*wording).to_owned()),
            None => bail!("the pattern {pattern} has no wording"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wordings_take_turns() {
        let voice = Voice::load(None).unwrap();
        let say = |turn| voice.say("action-noted", &[("text", "x")], turn).unwrap();
        assert_eq!(
            [say(0), say(1), say(2)],
            ["One follow-up reads: x", "Another follow-up reads: x", "One follow-up reads: x"]
        );
    }

    #[test]
    fn every_pattern_says_what_it_is_for() {
        for pattern in PATTERNS {
            assert!(pattern.about().len() > 10, "{}", pattern.name);
        }
    }

    #[test]
    fn a_folder_replaces_single_patterns_and_an_error_names_its_file() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("when.tera"), "It was {{ time }}").unwrap();
        let voice = Voice::load(Some(folder.path())).unwrap();
        assert_eq!(voice.say("when", &[("time", "4:58 PM")], 0).unwrap(), "It was 4:58 PM");
        assert_eq!(voice.say("link-fix", &[], 0).unwrap(), "And the fix.");
        std::fs::write(folder.path().join("when.tera"), "{{ time").unwrap();
        let error = format!("{:#}", Voice::load(Some(folder.path())).unwrap_err());
        assert!(error.contains("when"), "{error}");
    }

    #[test]
    fn text_of_a_document_is_never_read_as_a_template() {
        let voice = Voice::load(None).unwrap();
        assert_eq!(voice.say("stated", &[("text", "{{ 1 + 1 }} <b>")], 0).unwrap(), "{{ 1 + 1 }} <b>");
    }
}
