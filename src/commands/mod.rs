//! One file per command, and what they share: reading the input, writing the output.

mod bank;
mod batch;
mod check;
mod draft;
mod facts;
mod input;
mod options;
mod output;
mod practice;
mod questions;
mod rules;
mod stream;
mod template;
mod templates;
mod timeline;

use std::io::Write;

use anyhow::Result;
use clap::CommandFactory;

use crate::cli::{Cli, Command, Interface};
use crate::settings::Settings;

/// How a command ended that could do what it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// All is well.
    Done,
    /// Some inputs failed, or something was found that was asked for.
    Findings,
    /// The user stopped it.
    Interrupted,
}

/// Runs the command. Results go to `out`.
///
/// # Errors
/// For wrong usage and for input that cannot be read; the text says where and what to do.
pub fn run(cli: &Cli, out: &mut dyn Write) -> Result<Status> {
    let settings = || Settings::load(cli.config.as_deref());
    match &cli.command {
        Command::Draft(args) => draft::run(args, &settings()?, out)?,
        Command::Facts(args) => facts::run(args, &settings()?, out)?,
        Command::Timeline(args) => timeline::run(args, &settings()?, out)?,
        Command::Questions(args) => questions::run(args, &settings()?, out)?,
        Command::Practice(args) => practice::run(args, &settings()?, out)?,
        Command::Batch(args) => return batch::run(args, &settings()?, out),
        Command::Bank(args) => bank::run(args, out)?,
        Command::Stream(args) => stream::run(args, &settings()?, out)?,
        Command::Check(args) => return check::run(args, settings()?, out),
        Command::Rules { id } => rules::run(id.as_deref(), out)?,
        Command::Schema { what } => {
            let schema = match what {
                Interface::Facts => schemars::schema_for!(crate::facts::Facts),
                Interface::Story => schemars::schema_for!(crate::story::Story),
                Interface::Questions => schemars::schema_for!(crate::questions::Questions),
            };
            writeln!(out, "{}", serde_json::to_string_pretty(&schema)?)?;
        }
        Command::Templates { command } => templates::run(command, out)?,
        Command::Completions { shell } => {
            // clap_complete panics when its writer fails, so it gets a buffer.
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "warstory", &mut script);
            out.write_all(&script)?;
        }
    }
    Ok(Status::Done)
}

/// An environment variable has a value. An empty one counts as unset, as <https://no-color.org> asks.
fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}

/// Characters in a line of the terminal, or a readable number where there is none.
fn terminal_width() -> u16 {
    terminal_size::terminal_size().map_or(120, |(width, _)| width.0)
}
