//! The rules as a list, and one of them explained.

use std::fmt::Write;

use crate::check::Level;
use crate::check::rules::{RULES, Rule};

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

/// All rules, one a line.
pub fn list() -> String {
    let mut out = String::new();
    for rule in RULES {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{:<26}{:<9}{}", rule.id, level(rule.level), rule.what);
    }
    out.push_str("\n`warstory rules ID` explains one with a weak and a strong example.\n");
    out
}

/// One rule with its reason and its examples.
pub fn explain(rule: &Rule) -> String {
    let example =
        |text: &str| text.lines().map(|l| format!("    {l}").trim_end().to_owned() + "\n").collect::<String>();
    let mut out = format!(
        "{} ({}, {})\n\n{}\n\nWhy\n    {}\n\nInstead\n    {}\n\nWeak\n{}\nStrong\n{}",
        rule.id,
        level(rule.level),
        rule.dimension.name().to_lowercase(),
        rule.what,
        rule.why,
        rule.instead,
        example(rule.weak),
        example(rule.strong)
    );
    if !rule.source.is_empty() {
        // Writing to a string cannot fail.
        let _ = write!(out, "\nThe postmortem of these examples\n{}", example(rule.source));
    }
    let _ = write!(
        out,
        "\nSilence it at one sentence with <!-- warstory: allow {0} -->, or for all with --allow {0}.\n",
        rule.id
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_listed_and_explained_with_both_examples() {
        for rule in RULES {
            assert!(list().contains(rule.id));
            let text = explain(rule);
            assert!(text.contains("\nWeak\n    ") && text.contains("\nStrong\n    ") && text.contains(rule.why));
        }
    }
}
