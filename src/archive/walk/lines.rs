//! JSON Lines: each line an input of its own, however long the file is.

use std::io::{BufRead, Read};

use serde::Deserialize;

use super::{MAX_BYTES, Walk};
use crate::read;

/// What [`next_line`] found.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// A line, without its end.
    Whole,
    /// A line of more bytes than are read; it was passed over.
    TooLong,
    /// Nothing more.
    End,
}

/// Reads the next line into `line`, but never more than `most` bytes of it.
///
/// # Errors
/// Those of the reader.
pub fn next_line(input: &mut dyn BufRead, line: &mut Vec<u8>, most: u64) -> std::io::Result<Line> {
    line.clear();
    if input.take(most + 1).read_until(b'\n', line)? == 0 {
        return Ok(Line::End);
    }
    let ended = line.last() == Some(&b'\n');
    if !ended && line.len() as u64 > most {
        line.clear();
        skip_line(input)?;
        return Ok(Line::TooLong);
    }
    if ended {
        line.pop();
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(Line::Whole)
}

fn skip_line(input: &mut dyn BufRead) -> std::io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        match buffer.iter().position(|&b| b == b'\n') {
            Some(end) => {
                input.consume(end + 1);
                return Ok(());
            }
            None => {
                let all = buffer.len();
                input.consume(all);
            }
        }
    }
}

/// A line that wraps a document, as `warstory stream` takes it.
#[derive(Debug, Deserialize)]
pub struct Wrapped {
    /// Whatever the caller knows it by.
    #[serde(default)]
    pub id: serde_json::Value,
    /// The path that its facts cite; its ending says the format.
    #[serde(default)]
    pub path: Option<String>,
    /// The document.
    pub text: String,
}

impl Wrapped {
    /// The identifier as a word, where it is one.
    fn name(&self) -> Option<String> {
        match &self.id {
            serde_json::Value::String(id) => Some(id.clone()),
            serde_json::Value::Number(id) => Some(id.to_string()),
            _ => None,
        }
    }
}

/// Whether a line is an input of its own. A file in which it is not may still be one incident, an entry a line.
fn stands_alone(path: &str, line: &[u8]) -> bool {
    serde_json::from_slice::<Wrapped>(line).is_ok() || read::read(path, line).is_ok()
}

impl<'g> Walk<'g, '_> {
    /// Gives each line. `whole` says whether the lines may also be the entries of a single incident.
    pub(super) fn json_lines(&mut self, shown: &str, input: &mut dyn BufRead, whole: bool) -> bool {
        let mut line = Vec::new();
        let mut number = 0;
        let mut decided = !whole;
        loop {
            number += 1;
            let here = format!("{shown}:{number}");
            match next_line(input, &mut line, MAX_BYTES) {
                Err(error) => return self.failed_at(shown, "read", &error.to_string()),
                Ok(Line::End) => return true,
                Ok(Line::TooLong) => {
                    let error = format!("the line is longer than {} MiB", MAX_BYTES / 1024 / 1024);
                    if !self.failed_at(&here, "read", &error) {
                        return false;
                    }
                    continue;
                }
                Ok(Line::Whole) => self.meter.add(line.len() as u64 + 1),
            }
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            if !decided && !stands_alone(shown, &line) {
                return self.all_lines(shown, std::mem::take(&mut line), number - 1, input);
            }
            decided = true;
            if !self.json_line(shown, &here, number, std::mem::take(&mut line)) {
                return false;
            }
        }
    }

    fn json_line(&mut self, shown: &str, here: &str, number: usize, line: Vec<u8>) -> bool {
        let pass = self.gate.pass(line.len() as u64);
        match serde_json::from_slice::<Wrapped>(&line) {
            Ok(wrapped) => {
                let path = wrapped.path.clone().or_else(|| wrapped.name()).unwrap_or_else(|| here.to_owned());
                let path = super::spelled(path.as_bytes());
                let key = wrapped.name().map_or_else(|| here.to_owned(), |id| format!("{shown}#{id}"));
                self.bytes(&key, &path, 0, wrapped.text.into_bytes(), pass)
            }
            Err(_) => {
                let path = if shown == "-" { "-.json" } else { shown };
                self.bytes(here, path, number - 1, line, pass)
            }
        }
    }

    /// The file as one input, its first lines read already.
    fn all_lines(&mut self, shown: &str, mut start: Vec<u8>, above: usize, rest: &mut dyn BufRead) -> bool {
        // Empty lines above are put back, for the citations.
        start.splice(0..0, std::iter::repeat_n(b'\n', above));
        start.push(b'\n');
        let room = MAX_BYTES.saturating_sub(start.len() as u64) + 1;
        if let Err(error) = rest.take(room).read_to_end(&mut start) {
            return self.failed_at(shown, "read", &error.to_string());
        }
        if start.len() as u64 > MAX_BYTES {
            let error = format!("larger than {} MiB, and its lines are no incidents", MAX_BYTES / 1024 / 1024);
            return self.failed_at(shown, "read", &error);
        }
        self.meter.add(start.len() as u64);
        let pass = self.gate.pass(start.len() as u64);
        self.bytes(&format!("{shown}#"), shown, 0, start, pass)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_too_long_is_passed_over() {
        let mut input: &[u8] = b"short\r\n0123456789\nlast";
        let mut line = Vec::new();
        assert_eq!(next_line(&mut input, &mut line, 6).unwrap(), Line::Whole);
        assert_eq!(line, b"short");
        assert_eq!(next_line(&mut input, &mut line, 6).unwrap(), Line::TooLong);
        assert_eq!(next_line(&mut input, &mut line, 6).unwrap(), Line::Whole);
        assert_eq!(line, b"last");
        assert_eq!(next_line(&mut input, &mut line, 6).unwrap(), Line::End);
    }
}
