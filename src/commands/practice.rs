//! `warstory practice`: a rehearsal in the terminal.
//!
//! The terminal stays in its usual line mode: `q` needs Enter, and whatever ends the program, nothing has to be restored.

use std::io::{self, BufRead, IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;

use super::input;
use crate::cli::PracticeArgs;
use crate::questions::questions;
use crate::render::practice::{self, Style};
use crate::settings::Settings;
use crate::story::Part;
use crate::tell::{self, Voice};

/// Leads through the story, part by part, and through the questions.
///
/// # Errors
/// If the input cannot be read.
pub fn run(args: &PracticeArgs, settings: &Settings, out: &mut dyn Write) -> Result<()> {
    let facts = input::facts(&args.input, settings)?;
    let story = tell::tell(&facts, &args.voice.tell(), &Voice::load(None)?)?;
    let asked = questions(&facts, &args.voice.me).questions;
    let mut stage = Stage::new(out, args.input.input.as_os_str() == "-");
    stage.say(&practice::opening(&story, asked.len(), stage.style))?;
    let mut took: Vec<(&Part, Duration)> = Vec::new();
    let mut goes_on = stage.pause("begin", None)?.is_some();
    for part in &story.parts {
        if goes_on {
            stage.say(&practice::part(part, stage.style))?;
            match stage.pause("go on", Some(part.budget_s[1]))? {
                Some(time) if stage.steps != Steps::None => took.push((part, time)),
                Some(_) => {}
                None => goes_on = false,
            }
        }
    }
    for (i, question) in asked.iter().enumerate() {
        if goes_on {
            stage.say(&practice::question(question, i + 1, asked.len(), stage.style))?;
            goes_on = stage.pause("see the answer", None)?.is_some();
        }
        if goes_on {
            stage.say(&practice::reveal(question, stage.style))?;
            goes_on = i + 1 == asked.len() || stage.pause("go on", None)?.is_some();
        }
    }
    stage.say(&practice::closing(&took, stage.style))
}

/// What leads from one step to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Steps {
    /// Enter on a terminal.
    Keys,
    /// Lines of a pipe or a file.
    Lines,
    /// Nothing: everything is printed at once.
    None,
}

struct Stage<'o> {
    out: &'o mut dyn Write,
    steps: Steps,
    style: Style,
}

impl<'o> Stage<'o> {
    fn new(out: &'o mut dyn Write, input_is_read: bool) -> Self {
        let (reads, shows) = (io::stdin().is_terminal(), io::stdout().is_terminal());
        let steps = match (reads, shows) {
            _ if input_is_read => Steps::None,
            (true, true) => Steps::Keys,
            (false, _) => Steps::Lines,
            (true, false) => Steps::None,
        };
        let plain = super::is_set("NO_COLOR") || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let style = Style { width: super::terminal_width().into(), emphasis: shows && !plain };
        Stage { out, steps, style }
    }

    fn say(&mut self, text: &str) -> Result<()> {
        self.out.write_all(text.as_bytes())?;
        Ok(self.out.flush()?)
    }

    /// Waits for Enter, and says how long it took. `None` when the user stops: with `q`, or because the input ends.
    fn pause(&mut self, purpose: &str, budget: Option<u32>) -> Result<Option<Duration>> {
        let began = Instant::now();
        let go = match self.steps {
            Steps::None => true,
            Steps::Lines => next_line()?,
            Steps::Keys => {
                let _timer = Timer::start(began, purpose, budget, self.style.width);
                next_line()?
            }
        };
        if !go && self.steps == Steps::Keys {
            self.say("\n")?;
        }
        Ok(go.then(|| began.elapsed()))
    }
}

/// Reads a line. False for `q`, and at the end.
fn next_line() -> Result<bool> {
    let mut line = Vec::new();
    let read = io::stdin().lock().read_until(b'\n', &mut line)?;
    Ok(read > 0 && !line.trim_ascii().eq_ignore_ascii_case(b"q"))
}

/// Shows the time that goes by, in the line in which the terminal waits, until it is dropped.
struct Timer {
    stop: Option<mpsc::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Timer {
    fn start(began: Instant, purpose: &str, budget: Option<u32>, width: usize) -> Self {
        let keys = format!("Enter: {purpose} · q Enter: stop");
        let (stop, stopped) = mpsc::channel();
        // Standard output is locked by who writes the text, and standard error is the place for what is no result.
        let mut err = io::stderr();
        let thread = thread::spawn(move || {
            loop {
                let time = budget.map(|most| {
                    let (used, most) = (began.elapsed().as_secs(), u64::from(most));
                    let late =
                        if used > most { format!(", over by {}", practice::clock(used - most)) } else { String::new() };
                    format!("{} of {}{late}   ", practice::clock(used), practice::clock(most))
                });
                let line = format!("    {}{keys} ", time.unwrap_or_default());
                let room = width.saturating_sub(1);
                let line: String = line.chars().take(room).collect();
                // Nothing is left to do when standard error is closed.
                let _ = write!(err, "\r{line}").and_then(|()| err.flush());
                if budget.is_none() || stopped.recv_timeout(Duration::from_secs(1)) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
            }
        });
        Timer { stop: Some(stop), thread: Some(thread) }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A thread that only writes the time does not panic; if it did, the rehearsal goes on without it.
            let _ = thread.join();
        }
    }
}
