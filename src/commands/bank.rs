//! `warstory bank`: picks from a story bank.

use std::io::Write;

use anyhow::Result;

use crate::archive::bank::{Bank, Pick, Query};
use crate::cli::{BankArgs, BankFormat};
use crate::render::Escape;
use crate::render::escape::escape;

/// Prints the incidents that fit best.
///
/// # Errors
/// If there is no bank in the folder.
pub fn run(args: &BankArgs, out: &mut dyn Write) -> Result<()> {
    let bank = Bank::open(&args.bank)?;
    let query = Query { question: args.question.clone(), tags: args.tag.clone(), best: args.best };
    let picks = bank.pick(&query);
    match args.format {
        BankFormat::Json => writeln!(out, "{}", serde_json::to_string_pretty(&picks)?)?,
        BankFormat::Text if picks.is_empty() => {
            writeln!(out, "No incident fits. Tags in this bank: {}.", bank.tags().join(", "))?;
        }
        BankFormat::Text => {
            for (i, pick) in picks.iter().enumerate() {
                show(args, i + 1, pick, out)?;
            }
        }
    }
    Ok(())
}

fn show(args: &BankArgs, number: usize, pick: &Pick<'_>, out: &mut dyn Write) -> Result<()> {
    let row = &pick.incident.row;
    let text = |text: &str| escape(text, Escape::Text);
    let date = row.date.as_deref().map(|date| format!(", {date}")).unwrap_or_default();
    writeln!(out, "{number}. {} (score {}{date})", text(&row.title), row.score)?;
    if !pick.because.is_empty() {
        writeln!(out, "   fits because {}", text(&pick.because.join("; ")))?;
    }
    let strong = row.reasons.iter().filter(|r| r.points * 2 >= r.of && !r.because.is_empty());
    let strong: Vec<String> = strong.map(|r| format!("{} ({})", r.what, r.because)).collect();
    if !strong.is_empty() {
        writeln!(out, "   strong in {}", text(&strong.join("; ")))?;
    }
    let weak: Vec<&str> = row.reasons.iter().filter(|r| r.points == 0).map(|r| r.what.as_str()).collect();
    if !weak.is_empty() {
        writeln!(out, "   says nothing of {}", weak.join(", "))?;
    }
    let story = row.stories.first().map(|story| args.bank.join(story).display().to_string());
    writeln!(out, "   {}\n", text(&story.unwrap_or_default()))?;
    Ok(())
}
