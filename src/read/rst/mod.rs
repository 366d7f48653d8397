//! reStructuredText, as Sphinx and pandoc write it → blocks.
//!
//! No library reads it with places, so this is our own, for the mark-up that documents about incidents use.

use std::ops::Range;

use anyhow::Result;

use super::outline::Outline;
use super::paragraph::{self, Line, Trust};
use super::{Format, Raw, Reading, shape};
use crate::document::{Block, Document, Kind, Text};

mod inline;
mod list;
mod table;

/// reStructuredText.
pub const FORMAT: Format = Format { name: "text", recognises, read };

/// Blocks in blocks deeper than this are read as if they stood here.
const DEEPEST: u8 = 24;

/// Directives whose content is code, and whose argument is its language.
const CODE: &[&str] =
    &["code", "code-block", "console", "highlight", "literalinclude", "parsed-literal", "prompt", "sourcecode"];

/// Directives that are no text.
const SKIPPED: &[&str] = &[
    "contents", "default-role", "footer", "graphviz", "header", "image", "include", "index", "math", "mermaid", "meta",
    "plantuml", "raw", "replace", "role", "sectnum", "tabularcolumns", "toctree", "uml",
];

fn recognises(raw: &Raw) -> bool {
    match raw.extension().as_str() {
        "rst" | "rest" => true,
        // Sphinx also takes `.txt`.
        "txt" | "" => raw
            .text
            .lines()
            .any(|l| directive(l).is_some_and(|(name, _)| CODE.contains(&name) || SKIPPED.contains(&name))),
        _ => false,
    }
}

fn read(raw: &Raw) -> Result<Reading> {
    Ok(Reading::Documents(vec![Document {
        source: raw.source("text", "restructuredtext"),
        id: None,
        blocks: blocks(&raw.text),
        warnings: raw.warnings.clone(),
    }]))
}

/// The blocks of a reStructuredText document.
pub fn blocks(text: &str) -> Vec<Block> {
    let lines: Vec<&str> = text.split('\n').collect();
    let mut reader = Reader { lines: &lines, outline: Outline::default(), styles: Vec::new() };
    reader.region(0..lines.len(), &Around { indent: 0, parent: None, depth: 0, quoted: false, nesting: 0 });
    reader.outline.finish()
}

/// The name and the argument of a directive.
fn directive(line: &str) -> Option<(&str, &str)> {
    let (name, argument) = line.trim_start().strip_prefix(".. ")?.split_once("::")?;
    let name = name.trim().rsplit('|').next()?.trim();
    let fits = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_:+.".contains(c));
    fits.then(|| (name.rsplit(':').next().unwrap_or(name), argument.trim()))
}

/// The sign of a line that underlines a title.
fn adornment(line: &str) -> Option<char> {
    let line = line.trim_end();
    let first = line.chars().next().filter(|c| c.is_ascii_punctuation())?;
    (line.len() >= 2 && line.chars().all(|c| c == first)).then_some(first)
}

/// The bytes of white space that a line begins with.
fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// What stands around a part of the document.
#[derive(Debug, Clone, Copy)]
struct Around {
    /// The bytes that every line is indented by.
    indent: usize,
    parent: Option<usize>,
    /// The depth of a list that begins here.
    depth: u8,
    quoted: bool,
    nesting: u8,
}

struct Reader<'a> {
    lines: &'a [&'a str],
    outline: Outline,
    /// The underlines of titles in the order in which they came, and whether a line stood above.
    styles: Vec<(char, bool)>,
}

impl<'a> Reader<'a> {
    fn line(&self, index: usize) -> &'a str {
        self.lines.get(index).copied().unwrap_or_default()
    }

    fn is_blank(&self, index: usize) -> bool {
        self.line(index).trim().is_empty()
    }

    /// A text of whole lines, from byte `from` of each on, with its line breaks.
    fn source(&self, range: Range<usize>, from: usize) -> Text {
        let mut text = Text::default();
        for index in range {
            if !text.is_empty() {
                text.newline();
            }
            self.push(&mut text, index, from);
        }
        text
    }

    fn push(&self, text: &mut Text, index: usize, from: usize) {
        let line = self.line(index);
        // Lines that are less far in than the rest are taken from their first word.
        let from = if line.is_char_boundary(from) { from.min(indent(line).max(from)) } else { indent(line) };
        let words = line.get(from..).unwrap_or_default().trim_end();
        text.push_raw(words, index + 1, line.get(..from).map_or(0, |before| before.chars().count()));
    }

    /// The end of the lines from `from` on that are blank or further in than `base`; blank ones at the end left out.
    fn body(&self, from: usize, end: usize, base: usize) -> usize {
        let mut last = from;
        for index in from..end {
            if !self.is_blank(index) {
                if indent(self.line(index)) <= base {
                    break;
                }
                last = index + 1;
            }
        }
        last
    }

    /// The least indentation of some lines.
    fn least(&self, range: Range<usize>) -> usize {
        range.filter(|&i| !self.is_blank(i)).map(|i| indent(self.line(i))).min().unwrap_or_default()
    }

    fn region(&mut self, range: Range<usize>, around: &Around) {
        let mut at = range.start;
        while at < range.end {
            at = if self.is_blank(at) { at + 1 } else { self.block(at, range.end, around).max(at + 1) };
        }
    }

    /// Reads a region inside of this one.
    fn inner(&mut self, range: Range<usize>, around: &Around) {
        let nesting = around.nesting + 1;
        if nesting < DEEPEST {
            let indent = self.least(range.clone());
            self.region(range, &Around { indent, nesting, ..*around });
        } else {
            let source = self.source(range, 0);
            self.emit(inline::lines(&source), around);
        }
    }

    /// Reads the block that begins at a line. Returns the line behind it.
    fn block(&mut self, at: usize, end: usize, around: &Around) -> usize {
        let line = self.line(at);
        let body = line.trim();
        if indent(line) > around.indent {
            let to = self.body(at, end, around.indent);
            self.inner(at..to, &Around { quoted: true, ..*around });
            return to;
        }
        if around.nesting == 0
            && let Some(to) = self.title(at)
        {
            return to;
        }
        if body.starts_with(".. ") || body == ".." || body.starts_with("__ ") {
            return self.explicit(at, end, around);
        }
        if let Some(to) = self.table(at, end) {
            return to;
        }
        if adornment(line).is_some_and(|_| body.len() >= 4) {
            return at + 1;
        }
        if let Some(to) = self.list(at, end, around) {
            return to;
        }
        self.paragraph(at, end, around)
    }

    /// A title with a line below it, or lines below and above.
    fn title(&mut self, at: usize) -> Option<usize> {
        let above =
            adornment(self.line(at)).filter(|_| !self.is_blank(at + 1) && adornment(self.line(at + 1)).is_none());
        let title = if above.is_some() { at + 1 } else { at };
        let sign = adornment(self.line(title + 1)).filter(|&sign| above.is_none_or(|a| a == sign))?;
        let words = self.line(title).trim();
        let long = self.line(title + 1).trim().chars().count() + 4 >= words.chars().count().min(40);
        if adornment(self.line(title)).is_some() || words.is_empty() || !long {
            return None;
        }
        let style = (sign, above.is_some());
        let level = self.styles.iter().position(|s| *s == style).unwrap_or_else(|| {
            self.styles.push(style);
            self.styles.len() - 1
        });
        let text = inline::text(&self.source(title..title + 1, indent(self.line(title))));
        if !text.is_empty() {
            self.outline.heading(u8::try_from(level + 1).unwrap_or(6).min(6), text);
        }
        Some(title + 2)
    }

    /// A directive, footnote, target or comment.
    fn explicit(&mut self, at: usize, end: usize, around: &Around) -> usize {
        let to = self.body(at + 1, end, around.indent);
        let Some((name, argument)) = directive(self.line(at)) else {
            let line = self.line(at);
            // A footnote is text, a target or a comment is not.
            if let Some(close) = line.find("] ").filter(|_| line.trim_start().starts_with(".. [")) {
                let mut source = self.source(at..at + 1, close + 2);
                let rest = self.source(at + 1..to, self.least(at + 1..to));
                source.append(&rest);
                self.emit(inline::lines(&source), around);
            }
            return to;
        };
        let mut from = at + 1;
        while from < to && self.line(from).trim_start().starts_with(':') {
            from += 1;
        }
        if CODE.contains(&name) {
            let language = Some(argument).filter(|a| !a.is_empty() && !a.contains(' ')).map(str::to_owned);
            self.code(from..to, language, around);
        } else if name == "list-table" {
            self.list_table(from..to);
        } else if name == "csv-table" {
            self.csv_table(from..to);
        } else if !SKIPPED.contains(&name) {
            if !argument.is_empty() && !matches!(name, "figure" | "container" | "only") {
                let start = self.line(at).rfind(argument).unwrap_or_default();
                let source = self.source(at..at + 1, start);
                self.emit(inline::lines(&source), around);
            }
            self.inner(from..to, around);
        }
        to
    }

    fn code(&mut self, range: Range<usize>, language: Option<String>, around: &Around) {
        let first = range.clone().find(|&i| !self.is_blank(i)).unwrap_or(range.end);
        let text = self.source(first..range.end, self.least(range.clone()));
        if !text.as_str().trim().is_empty() {
            self.outline.push(Kind::Code { language }, text, around.parent);
        }
    }

    /// Running text, with the literal block that it may introduce; or a term with its definition.
    fn paragraph(&mut self, at: usize, end: usize, around: &Around) -> usize {
        let mut to = at + 1;
        while to < end && !self.is_blank(to) && indent(self.line(to)) == around.indent {
            to += 1;
        }
        let literal = self.line(to - 1).trim_end().ends_with("::");
        if to == at + 1 && to < end && !self.is_blank(to) && indent(self.line(to)) > around.indent && !literal {
            let until = self.body(to, end, around.indent);
            let term = inline::text(&self.source(at..to, around.indent));
            let first = (to..until).find(|&i| self.is_blank(i)).unwrap_or(until);
            let value = inline::text(&self.source(to..first, self.least(to..first)));
            if !value.is_empty() {
                self.outline.field(term.as_str().trim_end_matches(':'), value);
            }
            self.inner(first..until, around);
            return until;
        }
        let mut source = self.source(at..to, around.indent);
        if literal {
            let words = source.as_str().trim_end_matches(':');
            // `word::` reads `word:`, ` ::` and `::` read as nothing.
            let keep = if words.is_empty() || words.ends_with(char::is_whitespace) {
                words.trim_end().len()
            } else {
                words.len() + 1
            };
            source.truncate(keep);
        }
        let blank = source.as_str().trim().is_empty();
        if !blank {
            self.emit(inline::lines(&source), around);
        }
        if !literal {
            return to;
        }
        let until = self.body(to, end, around.indent);
        self.code(to..until, None, around);
        until.max(to)
    }

    fn emit(&mut self, lines: Vec<Line>, around: &Around) {
        let nested = around.parent.is_some() || around.quoted;
        let trust = if nested { Trust::Nested } else { Trust::Markup };
        let kind = if around.quoted { Kind::Quotation } else { Kind::Paragraph };
        paragraph::emit(&mut self.outline, paragraph::split(lines, trust), &kind, around.parent);
    }
}

#[cfg(test)]
mod tests;
