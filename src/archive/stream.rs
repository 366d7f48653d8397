//! Streaming: JSON Lines in, JSON Lines out, in the same order, for whatever drives many of us on many machines.

use std::io::{BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::AtomicBool;

use anyhow::{Context, Result};
use serde::Serialize;
use serde_json::Value;

use super::names::spelled;
use super::pipeline::{Gate, Pass, ordered};
use super::teller::Teller;
use super::walk::{Line, MAX_BYTES, Wrapped, next_line};
use crate::facts::Facts;
use crate::story::Story;

/// What is written for an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Emit {
    /// Its facts.
    pub facts: bool,
    /// Its story.
    pub story: bool,
}

/// A line of output.
#[derive(Debug, Serialize)]
struct Answer {
    /// As it came.
    id: Value,
    /// As it came.
    path: Option<String>,
    /// Which incident of the document, where it holds several.
    #[serde(skip_serializing_if = "Option::is_none")]
    incident: Option<String>,
    /// The how-manieth line about this input it is, and of how many: `[1, 1]` for a document of one incident.
    part: [usize; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    facts: Option<Facts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<Story>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Fault>,
}

/// What went wrong with a line.
#[derive(Debug, Serialize)]
struct Fault {
    /// `line` (it is no `{"id", "path", "text"}`), `read` or `tell`.
    step: &'static str,
    /// What, and what to do.
    message: String,
    /// The line of the input, 1-based.
    line: u64,
}

/// A line with its number (or why it could not be read), and its share of the memory.
type Numbered<'g> = (u64, Result<Vec<u8>, String>, Pass<'g>);

/// Bytes of lines that may be waiting.
const IN_FLIGHT: u64 = 16 * 1024 * 1024;

/// Reads lines from `open()` until they end, and writes one line or more for each, in order, each as soon as it can be.
/// Returns how many of the lines written are errors.
///
/// # Errors
/// If input cannot be read or output cannot be written.
pub fn stream<R: BufRead>(
    teller: &Teller,
    emit: Emit,
    jobs: usize,
    open: impl FnOnce() -> R + Send,
    out: &mut dyn Write,
) -> Result<u64> {
    let gate = Gate::new(IN_FLIGHT);
    let mut errors = 0;
    let produce = |give: &mut dyn FnMut(_) -> bool| {
        let mut input = open();
        let mut line = Vec::new();
        for number in 1.. {
            match next_line(&mut input, &mut line, MAX_BYTES).context("cannot read standard input")? {
                Line::End => break,
                Line::Whole if line.iter().all(u8::is_ascii_whitespace) => {}
                Line::Whole => {
                    let pass = gate.pass(line.len() as u64);
                    if !give((number, Ok(std::mem::take(&mut line)), pass)) {
                        break;
                    }
                }
                Line::TooLong => {
                    let error = format!("the line is longer than {} MiB", MAX_BYTES / 1024 / 1024);
                    if !give((number, Err(error), gate.pass(0))) {
                        break;
                    }
                }
            }
        }
        Ok(())
    };
    ordered(
        (jobs, jobs * 8),
        &AtomicBool::new(false),
        produce,
        |(number, line, pass): Numbered<'_>| {
            let answers = answer(teller, emit, number, line);
            drop(pass);
            answers
        },
        |answers: Result<(Vec<u8>, u64)>| {
            let (lines, faults) = answers?;
            errors += faults;
            out.write_all(&lines)?;
            Ok(out.flush()?)
        },
    )?;
    Ok(errors)
}

/// The lines for one line, and how many of them are errors.
fn answer(teller: &Teller, emit: Emit, number: u64, line: Result<Vec<u8>, String>) -> Result<(Vec<u8>, u64)> {
    let fault = |id: Value, path: Option<String>, step: &'static str, message: String| {
        let error = Some(Fault { step, message, line: number });
        vec![Answer { id, path, incident: None, part: [1, 1], facts: None, story: None, error }]
    };
    let wrapped = line.and_then(|line| {
        serde_json::from_slice::<Wrapped>(&line).map_err(|error| {
            format!("each line must be an object such as {{\"id\": 1, \"path\": \"a.md\", \"text\": \"# …\"}}: {error}")
        })
    });
    let answers = match wrapped {
        Err(message) => fault(Value::Null, None, "line", message),
        Ok(Wrapped { id, path, text }) => {
            let name = spelled(path.as_deref().unwrap_or("-").as_bytes());
            let told = catch_unwind(AssertUnwindSafe(|| incidents(teller, emit, number, (&id, &path), &name, &text)));
            match told {
                Ok(Ok(answers)) => answers,
                Ok(Err(error)) => fault(id, path, "read", format!("{error:#}")),
                Err(_) => fault(id, path, "read", "an internal error, please report it with the document".into()),
            }
        }
    };
    let mut lines = Vec::new();
    let mut faults = 0;
    for answer in answers {
        faults += u64::from(answer.error.is_some());
        serde_json::to_writer(&mut lines, &answer)?;
        lines.push(b'\n');
    }
    Ok((lines, faults))
}

fn incidents(
    teller: &Teller,
    emit: Emit,
    line: u64,
    (id, path): (&Value, &Option<String>),
    name: &str,
    text: &str,
) -> Result<Vec<Answer>> {
    let sources = teller.read(name, 0, text.as_bytes())?;
    let of = sources.len();
    let answers = sources.iter().enumerate().map(|(i, source)| {
        let facts = teller.facts(source);
        let story = if emit.story { Some(teller.story(&facts)) } else { None };
        let (story, error) = match story {
            Some(Err(error)) => (None, Some(Fault { step: "tell", message: format!("{error:#}"), line })),
            Some(Ok(story)) => (Some(story), None),
            None => (None, None),
        };
        let incident = source.id().map(str::to_owned);
        let facts = emit.facts.then_some(facts);
        Answer { id: id.clone(), path: path.clone(), incident, part: [i + 1, of], facts, story, error }
    });
    let answers: Vec<Answer> = answers.collect();
    if answers.is_empty() {
        anyhow::bail!("it holds no incident");
    }
    Ok(answers)
}
