//! The one document model that every reader produces and all extraction sees.
//!
//! A [`Document`] is a list of [`Block`]s in the source's order. A block holds one or more [`Cell`]s, a cell
//! holds a [`Text`], and a text knows for each of its characters where it stands in the source.

use std::ops::Range;
use std::sync::Arc;

use crate::cite::{Cite, Quote};
use crate::clean;
use crate::facts::{Source, Warning};

/// One incident's document, whatever format it came in.
#[derive(Debug, Clone)]
pub struct Document {
    /// File, format and digest.
    pub source: Source,
    /// The name under which `--incident` finds this document in a file of several.
    pub id: Option<String>,
    /// Blocks in the order of the source.
    pub blocks: Vec<Block>,
    /// What the reader could not make sense of.
    pub warnings: Vec<Warning>,
}

/// A heading, paragraph, list item, table row, code block, quotation or key/value pair.
#[derive(Debug, Clone)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// Indices (into [`Document::blocks`]) of the headings it stands under, outermost first.
    pub path: Vec<usize>,
    /// Index of the list item or quotation that holds this block, if any.
    pub parent: Option<usize>,
    /// Its text: one cell, except for table rows, which have one per column.
    pub cells: Vec<Cell>,
}

/// The kind of a [`Block`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A heading, level 1 to 6.
    Heading {
        /// 1 is the outermost.
        level: u8,
    },
    /// A paragraph, also one inside a list item (then `parent` is set).
    Paragraph,
    /// The first paragraph of a list item.
    Item {
        /// 0 for the outermost list.
        depth: u8,
        /// Numbered, not bulleted.
        ordered: bool,
        /// The state of a task's check box.
        checked: Option<bool>,
    },
    /// A row of a table below its header, or one entry of a JSON array.
    Row,
    /// A block of code or log lines. Its text keeps its line breaks.
    Code {
        /// The info string's first word.
        language: Option<String>,
    },
    /// A paragraph inside a quotation.
    Quotation,
    /// A key and its value: front matter, a metadata table, a JSON member. The key is the cell's header.
    Field,
}

/// One column of a row, or the whole text of any other block.
#[derive(Debug, Clone)]
pub struct Cell {
    /// The column's header, or the key of a [`Kind::Field`].
    pub header: Option<Arc<str>>,
    /// What it says.
    pub text: Text,
}

/// A part of a document: bytes `range` of the text of one cell of one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Index into [`Document::blocks`].
    pub block: usize,
    /// Index into [`Block::cells`].
    pub cell: usize,
    /// Bytes of the cell's text.
    pub range: Range<usize>,
}

impl Document {
    /// The text of one cell. Empty for a span that names no cell.
    pub fn text(&self, block: usize, cell: usize) -> &Text {
        static EMPTY: Text = Text { string: String::new(), runs: Vec::new(), marks: Vec::new(), pointer: None };
        self.blocks.get(block).and_then(|b| b.cells.get(cell)).map_or(&EMPTY, |c| &c.text)
    }

    /// The words of a span.
    pub fn str(&self, span: &Span) -> &str {
        self.text(span.block, span.cell).get(span.range.clone())
    }

    /// The words of a span with their place.
    pub fn quote(&self, span: &Span) -> Quote {
        self.text(span.block, span.cell).quote(span.range.clone())
    }

    /// The place of a span.
    pub fn cite(&self, span: &Span) -> Cite {
        self.text(span.block, span.cell).cite(span.range.clone())
    }

    /// The texts of the headings above a block, outermost first.
    pub fn headings(&self, block: usize) -> impl DoubleEndedIterator<Item = &str> {
        self.blocks.get(block).into_iter().flat_map(|b| &b.path).map(|&h| self.text(h, 0).as_str())
    }

    /// The blocks that hold `block`, innermost first (list items and quotations, not headings).
    pub fn ancestors(&self, block: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.blocks.get(block).and_then(|b| b.parent), |&i| self.blocks.get(i)?.parent)
    }

    /// Every cell with the indices that lead to it, in the source's order.
    pub fn cells(&self) -> impl Iterator<Item = (usize, usize, &Cell)> {
        self.blocks
            .iter()
            .enumerate()
            .flat_map(|(b, block)| block.cells.iter().enumerate().map(move |(c, cell)| (b, c, cell)))
    }
}

impl Block {
    /// A block with a single text and no header.
    pub fn new(kind: Kind, path: Vec<usize>, text: Text) -> Self {
        Block { kind, path, parent: None, cells: vec![Cell { header: None, text }] }
    }

    /// The text of the first cell: the whole text of every block but a table row.
    pub fn text(&self) -> &Text {
        static EMPTY: Text = Text { string: String::new(), runs: Vec::new(), marks: Vec::new(), pointer: None };
        self.cells.first().map_or(&EMPTY, |c| &c.text)
    }
}

/// What a stretch of text was marked as in the source. The mark-up itself is gone from the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkKind {
    /// Bold.
    Strong,
    /// Italic.
    Emphasis,
    /// Inline code.
    Code,
    /// Struck out.
    Deleted,
    /// A link and where it leads.
    Link(String),
}

/// A marked stretch of a [`Text`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// What it is marked as.
    pub kind: MarkKind,
    /// Bytes of the text.
    pub range: Range<usize>,
}

/// Text of the source, white space folded and mark-up removed, that knows where it stands.
#[derive(Debug, Clone, Default)]
pub struct Text {
    string: String,
    /// Ascending by `at`; from `at` on, one character of the text is one character of the source line.
    runs: Vec<Run>,
    marks: Vec<Mark>,
    /// Set for text out of JSON; lines then count within that string and are not cited.
    pointer: Option<Arc<str>>,
}

#[derive(Debug, Clone, Copy)]
struct Run {
    at: usize,
    line: usize,
    column: usize,
}

impl Text {
    /// An empty text for a reader to fill. `pointer` is the JSON place of the string that is being read.
    pub fn new(pointer: Option<Arc<str>>) -> Self {
        Text { pointer, ..Text::default() }
    }

    /// An empty text of the same source.
    pub fn blank(&self) -> Self {
        Text::new(self.pointer.clone())
    }

    /// A whole JSON string (or the source's spelling of a number) at `pointer`.
    pub fn at_pointer(string: &str, pointer: &str) -> Self {
        let mut text = Text::new(Some(pointer.into()));
        for (i, line) in string.lines().enumerate() {
            text.space();
            text.push(line, i + 1, 0);
        }
        text
    }

    /// Adds `words`, which stand at `line` (1-based) from `column` on (0-based characters). White space inside is folded;
    /// control characters and escape sequences are left out.
    pub fn push(&mut self, words: &str, line: usize, column: usize) {
        for (offset, piece) in clean::visible(words) {
            if is_folded(piece) {
                self.push_run(piece, line, column + offset);
                continue;
            }
            let mut column = column + offset;
            for (i, word) in piece.split(char::is_whitespace).enumerate() {
                if i > 0 {
                    column += 1;
                    self.space();
                }
                if !word.is_empty() {
                    self.push_run(word, line, column);
                    column += if word.is_ascii() { word.len() } else { word.chars().count() };
                }
            }
        }
    }

    /// Adds one line as it is, its white space kept, without control characters and escape sequences: for code.
    pub fn push_raw(&mut self, line_text: &str, line: usize, column: usize) {
        for (offset, piece) in clean::visible(line_text) {
            self.push_run(piece, line, column + offset);
        }
    }

    fn push_run(&mut self, words: &str, line: usize, column: usize) {
        self.runs.push(Run { at: self.string.len(), line, column });
        self.string.push_str(words);
    }

    /// Adds the next line of a wrapped paragraph: after a space, or to the word whose hyphen the line broke behind
    /// ("us-", "east1"). "Pre-" before "and post-deploy" stands alone.
    pub fn append_line(&mut self, line: &Text) {
        let next = line.as_str();
        let broken = self.string.strip_suffix('-').is_some_and(|head| head.ends_with(char::is_alphanumeric));
        let joins = broken
            && next.starts_with(char::is_alphanumeric)
            && !["and ", "or ", "to "].iter().any(|word| next.starts_with(word));
        if !joins {
            self.space();
        }
        self.extend(line);
    }

    /// Adds another text of the same source after a space.
    pub fn append(&mut self, other: &Text) {
        self.space();
        self.extend(other);
    }

    fn extend(&mut self, other: &Text) {
        let offset = self.string.len();
        self.runs.extend(other.runs.iter().map(|run| Run { at: run.at + offset, ..*run }));
        self.marks.extend(
            other.marks.iter().map(|mark| Mark {
                kind: mark.kind.clone(),
                range: mark.range.start + offset..mark.range.end + offset,
            }),
        );
        self.string.push_str(&other.string);
    }

    /// The part of this text from byte `at` on, or nothing if that is no character's first byte.
    pub fn tail(&self, at: usize) -> Text {
        let mut tail = self.blank();
        let Some(string) = self.string.get(at..) else { return tail };
        let (line, column) = self.place(at);
        tail.push_run(string, line, column);
        tail.runs.extend(self.runs.iter().filter(|run| run.at > at).map(|run| Run { at: run.at - at, ..*run }));
        tail.marks.extend(self.marks.iter().filter(|mark| mark.range.end > at).map(|mark| Mark {
            kind: mark.kind.clone(),
            range: mark.range.start.saturating_sub(at)..mark.range.end - at,
        }));
        tail
    }

    /// The stretches of a range that each stand together in one line, with its line and column: for readers that
    /// decode a text (entities, feeds) before they parse it.
    pub fn pieces(&self, range: Range<usize>) -> impl Iterator<Item = (&str, usize, usize)> {
        let first = self.runs.partition_point(|run| run.at <= range.start).saturating_sub(1);
        let ends = self.runs.iter().skip(first + 1).map(|run| run.at).chain([self.string.len()]);
        let runs = self.runs.iter().skip(first).zip(ends).take_while({
            let end = range.end;
            move |(run, _)| run.at < end
        });
        runs.filter_map(move |(run, end)| {
            let start = run.at.max(range.start);
            let words = self.get(start..end.min(range.end));
            (!words.is_empty()).then(|| (words, run.line, run.column + self.get(run.at..start).chars().count()))
        })
    }

    /// Adds a space, unless the text is empty or ends in white space.
    pub fn space(&mut self) {
        if !self.string.is_empty() && !self.string.ends_with(char::is_whitespace) {
            self.string.push(' ');
        }
    }

    /// Adds a line break: between the lines of a code block.
    pub fn newline(&mut self) {
        self.string.push('\n');
    }

    /// Marks what was added since the text was `from` bytes long.
    pub fn mark(&mut self, kind: MarkKind, from: usize) {
        let kind = match kind {
            MarkKind::Link(to) => MarkKind::Link(clean::clean(&to).into_owned()),
            kind => kind,
        };
        if from < self.string.len() {
            self.marks.push(Mark { kind, range: from..self.string.len() });
        }
    }

    /// Removes trailing white space.
    pub fn trim_end(&mut self) {
        self.truncate(self.string.trim_end().len());
    }

    /// Removes everything from byte `at` on, if that is a character's first byte.
    pub fn truncate(&mut self, at: usize) {
        if at < self.string.len() && self.string.is_char_boundary(at) {
            self.string.truncate(at);
            self.runs.retain(|run| run.at < at);
            self.marks.retain_mut(|mark| {
                mark.range.end = mark.range.end.min(at);
                mark.range.start < mark.range.end
            });
        }
    }

    /// Adds another text of the same JSON string (or of the same file) after a space.
    pub fn join(&mut self, other: &Text) {
        self.space();
        let offset = self.string.len();
        self.string.push_str(&other.string);
        self.runs.extend(other.runs.iter().map(|run| Run { at: run.at + offset, ..*run }));
        let moved =
            |mark: &Mark| Mark { range: mark.range.start + offset..mark.range.end + offset, kind: mark.kind.clone() };
        self.marks.extend(other.marks.iter().map(moved));
    }

    /// Moves it `lines` down: for a text whose file was cut into pieces.
    pub fn move_down(&mut self, lines: usize) {
        self.runs.iter_mut().for_each(|run| run.line += lines);
    }

    /// The JSON place of the string that this text was read from.
    pub fn pointer(&self) -> Option<&str> {
        self.pointer.as_deref()
    }

    /// Says that all of the text stands on one line of the source (1-based), from `column` on (0-based characters),
    /// instead of at a JSON place: JSON Lines are cited by their lines.
    pub fn put_on_line(&mut self, line: usize, column: usize) {
        self.pointer = None;
        self.runs = vec![Run { at: 0, line, column }];
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.string
    }

    /// The words of a range; empty for a range outside of the text.
    pub fn get(&self, range: Range<usize>) -> &str {
        self.string.get(range).unwrap_or_default()
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.string.len()
    }

    /// Has no words.
    pub fn is_empty(&self) -> bool {
        self.string.is_empty()
    }

    /// The marked stretches, in the order in which they end.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Line (1-based) and column (0-based, characters) of a byte of the text.
    pub fn place(&self, at: usize) -> (usize, usize) {
        let run = self.runs.partition_point(|r| r.at <= at).checked_sub(1).and_then(|i| self.runs.get(i));
        run.map_or((1, 0), |r| (r.line, r.column + self.get(r.at..at).chars().count()))
    }

    /// First column and the one past the last, 0-based characters of the line, of a range that stands on one line.
    /// Of a longer range, the part on its first line.
    pub fn columns(&self, range: Range<usize>) -> [usize; 2] {
        let (line, first) = self.place(range.start);
        let last =
            self.get(range.clone()).char_indices().map(|(i, _)| self.place(range.start + i)).rfind(|p| p.0 == line);
        [first, last.map_or(first, |p| p.1 + 1)]
    }

    /// Where a range stands.
    pub fn cite(&self, range: Range<usize>) -> Cite {
        match &self.pointer {
            Some(pointer) => Cite::Pointer { pointer: pointer.to_string() },
            None => Cite::lines(self.place(range.start).0, self.place(range.end.saturating_sub(1).max(range.start)).0),
        }
    }

    /// The words of a range, trimmed, and where they stand.
    pub fn quote(&self, range: Range<usize>) -> Quote {
        let words = self.get(range.clone());
        let start = range.start + words.len() - words.trim_start().len();
        let range = start..start + words.trim().len();
        Quote { text: self.get(range.clone()).to_owned(), cite: self.cite(range) }
    }

    /// All of it, trimmed, and where it stands.
    pub fn whole(&self) -> Quote {
        self.quote(0..self.len())
    }
}
/// Whether a text has nothing to fold: ASCII words with one space between them.
fn is_folded(text: &str) -> bool {
    let mut before = b' ';
    let folds = |byte: u8| {
        let folds = !byte.is_ascii() || matches!(byte, b'\t'..=b'\r') || byte == b' ' && before == b' ';
        before = byte;
        folds
    };
    !text.bytes().any(folds) && before != b' '
}
