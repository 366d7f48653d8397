//! Plain text, as people write it into mails, tickets and wikis → blocks.
//!
//! Nothing is marked up, so everything goes by looks ([`super::shape`]): underlined, capital and well-known headings,
//! bullets and indentation, `Key: value`, lines that begin with a time, tables of bars or tabs, code and logs.

use anyhow::Result;

use super::outline::Outline;
use super::paragraph::{self, Line, Trust};
use super::shape;
use super::{Format, Raw, Reading};
use crate::document::{Block, Document, Kind, Text};

mod blocks;
mod columns;
mod title;

/// Plain text.
pub const FORMAT: Format = Format { name: "text", recognises, read };

/// Endings of files that are Markdown, whatever they look like.
const MARKDOWN: &[&str] = &["md", "markdown", "mdx", "mdown", "mkd", "qmd", "rmd"];

fn recognises(raw: &Raw) -> bool {
    !MARKDOWN.contains(&raw.extension().as_str()) && !looks_like_markdown(&raw.text)
}

fn read(raw: &Raw) -> Result<Reading> {
    Ok(Reading::Documents(vec![Document {
        source: raw.source("text", ""),
        id: None,
        blocks: blocks(&raw.text),
        warnings: raw.warnings.clone(),
    }]))
}

/// Markdown has headings with `#`, and, unlike a shell script's comments, links, bold text or tables beside them.
fn looks_like_markdown(text: &str) -> bool {
    let mut lines = text.lines();
    if matches!(lines.next().map(str::trim_end), Some("---" | "+++")) {
        return true;
    }
    let heading = |line: &&str| {
        let signs = line.bytes().take_while(|&b| b == b'#').count();
        (1..=6).contains(&signs)
            && line.get(signs..).is_some_and(|rest| rest.starts_with(' ') && !rest.trim().is_empty())
    };
    let headings = text.lines().filter(heading).take(3).count();
    let delimiter = |line: &str| line.contains("---|---") || line.contains("--- | ---");
    let marked = text.contains("](") || text.contains("**") || text.contains("\n```") || text.contains("\n- ");
    text.lines().any(delimiter) || headings >= 3 || (headings > 0 && marked)
}

/// The blocks of a plain text.
pub fn blocks(text: &str) -> Vec<Block> {
    let lines: Vec<&str> = text.split('\n').collect();
    let mut reader =
        Reader { lines: &lines, at: 0, outline: Outline::default(), items: Vec::new(), paragraph: Vec::new() };
    reader.title();
    while reader.at < lines.len() {
        reader.step();
    }
    reader.flush();
    reader.outline.finish()
}

/// A list item that may go on.
struct Item {
    /// The width of the white space before its bullet.
    indent: usize,
    block: usize,
}

struct Reader<'a> {
    lines: &'a [&'a str],
    /// Index of the next line.
    at: usize,
    outline: Outline,
    items: Vec<Item>,
    /// Indices of the lines of the paragraph that is open.
    paragraph: Vec<usize>,
}

/// The width of the white space that a line begins with; a tab reaches to the next multiple of four.
fn indent(line: &str) -> usize {
    let mut width = 0;
    for c in line.chars().take_while(|c| c.is_whitespace()) {
        width = if c == '\t' { width / 4 * 4 + 4 } else { width + 1 };
    }
    width
}

/// The sign of a line that consists of one sign: a rule, or the underline of a heading.
fn rule(line: &str) -> Option<char> {
    let line = line.trim();
    let first = line.chars().next().filter(|c| "=-~^*_#".contains(*c))?;
    (line.len() >= 3 && line.chars().all(|c| c == first)).then_some(first)
}

impl<'a> Reader<'a> {
    fn line(&self, index: usize) -> &'a str {
        self.lines.get(index).copied().unwrap_or_default()
    }

    fn is_blank(&self, index: usize) -> bool {
        self.line(index).trim().is_empty()
    }

    /// The words of a line from byte `from` on.
    fn words(&self, index: usize, from: usize) -> Text {
        let line = self.line(index);
        let mut text = Text::default();
        let column = line.get(..from).map_or(0, |before| before.chars().count());
        text.push(line.get(from..).unwrap_or_default(), index + 1, column);
        while text.as_str().starts_with(' ') {
            text = text.tail(1);
        }
        text.trim_end();
        text
    }

    fn as_line(&self, index: usize, from: usize) -> Line {
        Line { text: self.words(index, from), width: self.line(index).trim_end().chars().count(), hard: false }
    }

    /// Reads the next line, or what begins with it.
    fn step(&mut self) {
        if self.is_blank(self.at) {
            self.flush();
            self.at += 1;
            return;
        }
        if self.paragraph.is_empty() || self.starts_anew() {
            let began = self.at;
            if self.heading() || self.table() || self.code() || self.quotation() || self.item() {
                debug_assert!(self.at > began);
                return;
            }
        }
        if self.paragraph.is_empty() {
            let indent = indent(self.line(self.at));
            // After a blank line, what is not further in than an item's bullet is not the item's.
            self.items.retain(|item| item.indent < indent);
        }
        self.paragraph.push(self.at);
        self.at += 1;
    }

    /// Whether the next line can end a paragraph without a blank line between.
    fn starts_anew(&self) -> bool {
        let line = self.line(self.at).trim();
        let bullet = shape::bullet(line).is_some_and(|b| !b.ordered || self.ends_clause());
        let section = shape::is_section_name(line) && (line.ends_with(':') || self.ends_clause());
        let numbered = || self.section_number().and_then(|n| line.get(n..)).is_some_and(shape::is_section_name);
        bullet
            || section
            || numbered()
            || shape::is_caps_heading(line)
            || self.is_underlined()
            || line.starts_with("```")
            || columns::is_log(line)
    }

    /// Whether the line before ends a sentence or introduces what follows.
    fn ends_clause(&self) -> bool {
        self.line(self.at.saturating_sub(1)).trim_end().ends_with(['.', ':', '!', '?', ';'])
    }

    /// Ends the paragraph that is open.
    fn flush(&mut self) {
        let indices = std::mem::take(&mut self.paragraph);
        let lines: Vec<Line> = indices.iter().map(|&i| self.as_line(i, 0)).collect();
        if lines.is_empty() {
            return;
        }
        let parent = self.items.last().map(|item| item.block);
        let trust = if parent.is_some() { Trust::Nested } else { Trust::Lines };
        paragraph::emit(&mut self.outline, paragraph::split(lines, trust), &Kind::Paragraph, parent);
    }
}

/// The level and the bytes of the title of a heading that is marked up: `# a`, `== a ==`, `h2. a`.
fn heading_mark(line: &str) -> Option<(u8, std::ops::Range<usize>)> {
    let body = line.trim();
    let start = line.len() - line.trim_start().len();
    let sign = body.chars().next()?;
    let (signs, end) = match sign {
        '#' | '=' => {
            let signs = body.chars().take_while(|&c| c == sign).count();
            (signs, body.trim_end_matches(sign).trim_end().len())
        }
        'h' => {
            let level = body.get(1..2).and_then(|n| n.parse::<usize>().ok())?;
            (body.get(2..4) == Some(". ")).then_some(())?;
            return (1..=6).contains(&level).then(|| (u8::try_from(level).unwrap_or(6), start + 4..start + body.len()));
        }
        _ => return None,
    };
    let spaced = body.get(signs..).is_some_and(|rest| rest.starts_with(' '));
    ((1..=6).contains(&signs) && spaced && end > signs)
        .then(|| (u8::try_from(signs).unwrap_or(6), start + signs..start + end))
}

#[cfg(test)]
mod tests;
