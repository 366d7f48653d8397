//! Where the words of a parsed node stand in the source line, character by character.
//!
//! The parser gives the place of a node's first byte. What it decoded inside (entities, backslash escapes, `\|` in a
//! table's cell) makes the words shorter than their source, and so the columns behind would be wrong.

use crate::document::Text;
use crate::read::entity::entity;

/// The lines of a Markdown text.
pub struct Places<'a> {
    lines: Vec<&'a str>,
    /// The line, byte and character where the last look-up ended: look-ups come in the order of the source.
    last: (usize, usize, usize),
}

impl<'a> Places<'a> {
    /// The lines of `text`.
    pub fn new(text: &'a str) -> Self {
        Places { lines: text.split('\n').collect(), last: (0, 0, 0) }
    }

    /// A line by its number (1-based); empty for one that does not exist.
    pub fn line(&self, number: usize) -> &'a str {
        number.checked_sub(1).and_then(|i| self.lines.get(i)).copied().unwrap_or_default()
    }

    /// Adds `words`, whose source begins at `byte` of a line. `escapes_from` is the byte at which the table cell begins
    /// in which each `\|` shifted the parser's columns by one.
    pub fn push(&mut self, text: &mut Text, words: &str, line: usize, byte: usize, escapes_from: Option<usize>) {
        let mut line = line;
        let mut at = escapes_from.map_or(byte, |from| unshifted(self.line(line), from, byte));
        let mut rest = words;
        while !rest.is_empty() {
            let here = self.line(line).get(at..).unwrap_or_default();
            let same = same_prefix(rest, here);
            if same > 0 {
                let (piece, after) = rest.split_at_checked(same).unwrap_or((rest, ""));
                text.push(piece, line, self.column(line, at));
                (rest, at) = (after, at + same);
            } else if here.starts_with('\\') {
                at += 1;
            } else if here.trim().is_empty() && line < self.lines.len() {
                // Code between backticks may go on in the next line.
                line += 1;
                at = self.line(line).len() - self.line(line).trim_start().len();
                rest = rest.trim_start();
                text.space();
            } else if let Some((length, decoded)) =
                entity(here).filter(|(_, decoded)| rest.starts_with(decoded.as_str()))
            {
                text.push(&decoded, line, self.column(line, at));
                (rest, at) = (rest.get(decoded.len()..).unwrap_or_default(), at + length);
            } else {
                // Nothing that is known shortens text so: the rest stands about here.
                text.push(rest, line, self.column(line, at));
                break;
            }
        }
    }

    /// The character (0-based) of a line that a byte belongs to.
    pub fn column(&mut self, line: usize, byte: usize) -> usize {
        let source = self.line(line);
        let byte = byte.min(source.len());
        let (start, counted) = match self.last {
            (l, b, c) if l == line && b <= byte => (b, c),
            _ => (0, 0),
        };
        let Some(between) = source.get(start..byte) else { return byte };
        let column = counted + between.chars().count();
        self.last = (line, byte, column);
        column
    }
}

/// How many bytes some words and their source have in common at their beginning, up to a character reference.
fn same_prefix(words: &str, source: &str) -> usize {
    // Nearly all words stand in the source as they are.
    let written = source.as_bytes().get(..words.len()) == Some(words.as_bytes());
    if written && memchr::memchr(b'&', words.as_bytes()).is_none() {
        return words.len();
    }
    let mut same = 0;
    for (x, y) in words.chars().zip(source.chars()) {
        let reference = y == '&'
            && source.get(same..).is_some_and(|here| {
                let rest = words.get(same..).unwrap_or_default();
                entity(here)
                    .is_some_and(|(length, _)| here.get(..length).is_none_or(|written| !rest.starts_with(written)))
            });
        if x != y || reference {
            break;
        }
        same += x.len_utf8();
    }
    same
}

/// Where a byte that the parser reports for a table cell really is: each `\|` before it in the cell counted one less.
fn unshifted(source: &str, cell: usize, byte: usize) -> usize {
    let mut at = byte;
    loop {
        let shifted = byte + source.get(cell..at).map_or(0, |s| s.matches("\\|").count());
        if shifted <= at {
            return at;
        }
        at = shifted;
    }
}
