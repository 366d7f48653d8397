//! `warstory batch`: a whole archive into a story bank.

use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{Status, template};
use crate::archive::outcome::Failure;
use crate::archive::run::{Event, Job, Report, run as run_job};
use crate::archive::teller::{Form, Options, Teller};
use crate::archive::walk;
use crate::cli::{BatchArgs, DraftFormat, MissingArgs, TellArgs};
use crate::render::escape::escape;
use crate::render::{Escape, Layout};
use crate::settings::Settings;

/// Builds or updates the bank and says what was done.
///
/// # Errors
/// For wrong usage, or an output folder that cannot be written.
pub fn run(args: &BatchArgs, settings: &Settings, out: &mut dyn Write) -> Result<Status> {
    let template = args.template.as_deref();
    let forms = forms(&args.format, template)?;
    let options = options(settings, &args.missing, &args.tell, forms, !args.keep_all);
    let job = Job {
        sources: &args.sources,
        out: &args.output,
        teller: &Teller::new(options, template::voice(template)?)?,
        jobs: jobs(args.jobs),
        force: args.force,
    };
    let stop = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&stop);
    ctrlc::set_handler(move || {
        if set.swap(true, Ordering::Relaxed) {
            // Asked twice. Nothing is ever half written, so it may end at any moment.
            std::process::exit(130);
        }
    })
    .context("cannot listen for Ctrl-C")?;
    let mut watch = Watch::new(args);
    let report = run_job(&job, &stop, &mut |event| watch.event(&event))?;
    watch.bar.finish_and_clear();
    summary(&report, args, out)?;
    Ok(match report {
        Report { stopped: true, .. } => Status::Interrupted,
        Report { failed: 0, .. } => Status::Done,
        _ => Status::Findings,
    })
}

/// Threads: as asked for, or one for each core.
pub fn jobs(asked: Option<usize>) -> usize {
    asked.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).max(1)
}

/// What decides about the stories, from the command line.
pub fn options(
    settings: &Settings,
    missing: &MissingArgs,
    tell: &TellArgs,
    forms: Vec<(Form, Layout)>,
    screen: bool,
) -> Options {
    Options { extract: missing.extract(settings), tell: tell.tell(), forms, citations: tell.citations(), screen }
}

/// The forms of the stories and their layouts, each form once. Their order is that of [`Form`], so that the bank links to the
/// page, if there is one.
fn forms(formats: &[DraftFormat], template: Option<&str>) -> Result<Vec<(Form, Layout)>> {
    let mut forms: Vec<(Form, DraftFormat)> = formats.iter().map(|format| (form(*format), *format)).collect();
    forms.sort_by_key(|(form, _)| *form);
    forms.dedup_by_key(|(form, _)| *form);
    let with_layout = |(form, format): (Form, DraftFormat)| {
        let layout = template::layout(template, format)?;
        // Many files would have an ending that their content belies.
        if let Layout::Template { name, escape, .. } = &layout
            && *escape != form.escape()
        {
            bail!("the template {name} does not make {}; give the --format that it makes", form.ending());
        }
        Ok((form, layout))
    };
    forms.into_iter().map(with_layout).collect()
}

fn form(format: DraftFormat) -> Form {
    match format {
        DraftFormat::Md => Form::Markdown,
        DraftFormat::Text => Form::Text,
        DraftFormat::Json => Form::Json,
        DraftFormat::Html => Form::Html,
    }
}

/// Text of a document or a file's name, harmless on a terminal.
fn plain(text: &str) -> String {
    escape(text, Escape::Text)
}

/// Shows how far it is: a bar on a terminal, a line now and then elsewhere.
struct Watch {
    bar: ProgressBar,
    quiet: bool,
    began: Instant,
    said: Instant,
    indexing: bool,
}

/// Between two lines where there is no terminal.
const LINE_EVERY: Duration = Duration::from_secs(10);

impl Watch {
    fn new(args: &BatchArgs) -> Self {
        let terminal = std::io::stderr().is_terminal() && !args.quiet;
        let bar = if terminal {
            let total = walk::total_bytes(&args.sources, &args.output.canonicalize().unwrap_or_default());
            let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(5));
            let style = "{bar:32} {percent:>3}% of {total_bytes}, {msg}, {eta} left";
            bar.set_style(ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar
        } else {
            ProgressBar::hidden()
        };
        Watch { bar, quiet: args.quiet, began: Instant::now(), said: Instant::now(), indexing: false }
    }

    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Progress(report, walked) => {
                let done = report.written + report.kept + report.failed + report.aside;
                let rate = done as f64 / self.began.elapsed().as_secs_f64().max(0.001);
                self.bar.set_position(*walked);
                if !self.bar.is_hidden() && done % 16 == 0 {
                    self.bar.set_message(format!("{done} incidents, {rate:.0}/s"));
                }
                if self.bar.is_hidden() && self.said.elapsed() >= LINE_EVERY {
                    self.said = Instant::now();
                    self.say(&format!("{done} incidents so far, {rate:.0} a second"));
                }
            }
            Event::Failed(failure) => self.say(&format!("failed: {}", failed(failure))),
            Event::Edited { edited, new } => self.say(&format!("kept your edited {edited}; the new draft is {new}")),
            Event::Indexing => {
                self.indexing = true;
                self.bar.set_message("writing the index");
            }
        }
    }

    fn say(&self, line: &str) {
        if self.quiet {
            return;
        }
        // Nothing is left to do when standard error is closed.
        self.bar.suspend(|| {
            let _ = writeln!(std::io::stderr(), "{}", plain(line));
        });
    }
}

fn failed(failure: &Failure) -> String {
    let incident = failure.incident.as_ref().map(|id| format!(" incident {id}")).unwrap_or_default();
    format!("{}{incident} ({}): {}", failure.path, failure.step, failure.error)
}

fn summary(report: &Report, args: &BatchArgs, out: &mut dyn Write) -> Result<()> {
    if args.quiet {
        return Ok(());
    }
    let folder = args.output.display();
    let mut parts = vec![format!("{} written", report.written), format!("{} unchanged", report.kept)];
    let more = [
        (report.failed, "failed (failures.jsonl)"),
        (report.aside, "set aside as no postmortem (aside.jsonl)"),
        (report.edited, "new beside an edited draft"),
        (report.gone, "inputs of earlier runs not in these sources: their files stay, the index leaves them out"),
    ];
    parts.extend(more.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")));
    writeln!(out, "{}", parts.join(", "))?;
    if report.stopped {
        return Ok(writeln!(out, "Stopped. Run the same command again to go on.")?);
    }
    Ok(writeln!(out, "{}", plain(&format!("Bank: {folder}/index.html, index.md, index.json, index.csv")))?)
}
