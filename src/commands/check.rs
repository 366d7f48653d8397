//! `warstory check`: is a story strong, and does its source support it?

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use notify::{RecursiveMode, Watcher};

use super::{Status, input};
use crate::check::config::Config;
use crate::check::story::Manuscript;
use crate::check::{self, Against, Report};
use crate::clean::clean;
use crate::cli::{CheckArgs, CheckFormat, InputArgs, MissingArgs};
use crate::document::Document;
use crate::facts::Facts;
use crate::read::decode;
use crate::render::check::{sarif, text};
use crate::settings::Settings;

/// Editors write a file in several steps; this long after the first it is whole.
const SETTLE: Duration = Duration::from_millis(60);

/// Checks the story, and with `--watch` again whenever it is saved.
///
/// # Errors
/// If the story, its source or the settings cannot be read, or a rule is named that does not exist.
pub fn run(args: &CheckArgs, settings: Settings, out: &mut dyn Write) -> Result<Status> {
    let settings = overridden(args, settings)?;
    let source = args.against.as_deref().map(|path| source(args, &settings, path)).transpose()?;
    if args.watch {
        return watch(args, &settings, source, out);
    }
    let (report, printed) = once(args, &settings.check, source.as_ref())?;
    out.write_all(printed.as_bytes())?;
    Ok(if report.at_least(args.level) > 0 { Status::Findings } else { Status::Done })
}

/// One report, and how it is printed.
fn once(args: &CheckArgs, config: &Config, source: Option<&(Document, Facts)>) -> Result<(Report, String)> {
    let path = args.story.to_string_lossy();
    let (text, _) = decode::decode(&input::bytes(&args.story)?).with_context(|| format!("cannot read {path}"))?;
    // Control characters of a story never reach the terminal; line ends stay, so that places are true.
    let story = Manuscript::read(&path, &clean(&text));
    let against = source.map(|(document, facts)| Against { document, facts });
    let report = check::check(&story, against, config);
    let printed = match args.format {
        CheckFormat::Text => text::text(&report, &story, style()),
        CheckFormat::Json => serde_json::to_string_pretty(&report)? + "\n",
        CheckFormat::Sarif => serde_json::to_string_pretty(&sarif::sarif(&report))? + "\n",
    };
    Ok((report, printed))
}

fn style() -> text::Style {
    let colour = super::is_set("CLICOLOR_FORCE") || !super::is_set("NO_COLOR") && std::io::stdout().is_terminal();
    text::Style { colour, width: super::terminal_width() }
}

fn source(args: &CheckArgs, settings: &Settings, path: &Path) -> Result<(Document, Facts)> {
    if path.as_os_str() == "-" && args.story.as_os_str() == "-" {
        bail!("only one of the story and the postmortem can be standard input");
    }
    let input = InputArgs {
        input: path.to_owned(),
        incident: args.incident.clone(),
        missing: MissingArgs { timezone: args.timezone, date: args.date },
    };
    input::document(&input, settings)
}

/// The settings, overridden by the command line.
fn overridden(args: &CheckArgs, mut settings: Settings) -> Result<Settings> {
    settings.check.allow(&args.allow)?;
    settings.check.deny(&args.deny)?;
    Ok(settings)
}

/// Checks now and on every save, until the user stops it.
fn watch(
    args: &CheckArgs,
    settings: &Settings,
    mut source: Option<(Document, Facts)>,
    out: &mut dyn Write,
) -> Result<Status> {
    let mut files = vec![args.story.clone()];
    files.extend(args.against.clone());
    if files.iter().any(|f| f.as_os_str() == "-") {
        bail!("standard input cannot be watched; give files");
    }
    let (send, events) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(send).context("cannot watch files here")?;
    for file in &files {
        // The folder, not the file: editors replace a file by a new one.
        let folder = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        watcher
            .watch(folder, RecursiveMode::NonRecursive)
            .with_context(|| format!("cannot watch {}", folder.display()))?;
    }
    let names: Vec<_> = files.iter().filter_map(|f| f.file_name()).collect();
    let (_, mut printed) = once(args, &settings.check, source.as_ref())?;
    loop {
        out.write_all(printed.as_bytes())?;
        out.flush()?;
        let mut touched = Vec::new();
        while touched.is_empty() {
            let first = events.recv().context("the watcher ended")?;
            std::thread::sleep(SETTLE);
            for event in std::iter::once(first).chain(events.try_iter()).flatten().filter(|e| !e.kind.is_access()) {
                touched.extend(event.paths.into_iter().filter(|p| p.file_name().is_some_and(|n| names.contains(&n))));
            }
        }
        if let Some(path) = &args.against
            && touched.iter().any(|t| t.file_name() == path.file_name())
        {
            match self::source(args, settings, path) {
                Ok(read) => source = Some(read),
                Err(error) => writeln!(out, "{}", clean(&format!("{error:#}")))?,
            }
        }
        // A file may be gone for a moment while it is saved: said, not fatal.
        printed = once(args, &settings.check, source.as_ref())
            .map_or_else(|error| clean(&format!("{error:#}\n")).into_owned(), |(_, printed)| printed);
    }
}
