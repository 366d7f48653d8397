//! The nodes that the parser found → blocks.

use std::sync::Arc;

use comrak::nodes::{AstNode, ListType, NodeHeading, NodeValue, Sourcepos};

use super::leftovers::without_leftovers;
use super::places::Places;
use super::{front_matter, indented, run_on};
use crate::document::{Kind, MarkKind, Text};
use crate::read::outline::Outline;
use crate::read::paragraph::{self, Line, Trust};
use crate::read::table::{self, Grid};
use crate::read::{html, shape};

/// A heading that is underlined and longer than this, in characters, is a paragraph above a rule.
const LONGEST_UNDERLINED: usize = 100;

/// What begins a line that directs a site generator and is no text: admonitions, tables of contents, templates.
const DIRECTIVES: &[&str] =
    &["!!! ", "???", ":::", "{%", "{{<", "{{%", "{: ", "{:.", "{:#", "{:toc", "[TOC]", "[[_TOC_]]", "[!"];

/// A list item that is open.
struct Item {
    depth: u8,
    ordered: bool,
    checked: Option<bool>,
    /// The block of its first paragraph, once that has been seen.
    block: Option<usize>,
}

pub(super) struct Walk<'s> {
    pointer: Option<Arc<str>>,
    places: Places<'s>,
    pub(super) outline: Outline,
    /// The lines of the paragraph that is open, but for the last.
    lines: Vec<Line>,
    text: Text,
    /// The number of the line that is open, and whether its author asked for the break before it.
    line: usize,
    hard: bool,
    lists: Vec<bool>,
    items: Vec<Item>,
    quotes: usize,
    grid: Grid,
    row: Vec<Text>,
    /// The first byte of the table cell that is open.
    cell: Option<usize>,
    /// The marks that are open, and where in the line each began.
    marks: Vec<(MarkKind, usize)>,
    /// Inside of how many images we are: their alternative text is not the document's prose.
    images: usize,
}

impl<'s> Walk<'s> {
    pub(super) fn new(source: &'s str, pointer: Option<Arc<str>>) -> Self {
        Walk {
            pointer,
            places: Places::new(source),
            outline: Outline::default(),
            lines: Vec::new(),
            text: Text::default(),
            line: 0,
            hard: false,
            lists: Vec::new(),
            items: Vec::new(),
            quotes: 0,
            grid: Grid::default(),
            row: Vec::new(),
            cell: None,
            marks: Vec::new(),
            images: 0,
        }
    }

    fn begin(&mut self, at: Sourcepos) {
        self.lines.clear();
        self.text = Text::new(self.pointer.clone());
        self.line = at.start.line;
        self.hard = false;
    }

    /// Ends a line of a paragraph. Marks that are open go on in the next.
    fn end_line(&mut self, hard: bool) {
        for (kind, from) in &mut self.marks {
            self.text.mark(kind.clone(), *from);
            *from = 0;
        }
        let mut text = std::mem::replace(&mut self.text, Text::new(self.pointer.clone()));
        text.trim_end();
        let empty = text.is_empty();
        let source = self.places.line(self.line).trim_end();
        if !DIRECTIVES.iter().any(|sign| text.as_str().starts_with(sign)) {
            self.lines.push(Line { text, width: source.chars().count(), hard: self.hard });
        }
        // `<br>` at the end of a line: the line that follows is the one after the break.
        self.hard = hard || self.hard && empty;
    }

    /// All of the text since `begin` as one line.
    fn end(&mut self) -> Text {
        let mut whole = Text::new(self.pointer.clone());
        for line in std::mem::take(&mut self.lines) {
            whole.append(&line.text);
        }
        whole.append(&std::mem::take(&mut self.text));
        whole.trim_end();
        whole
    }

    fn parent(&self) -> Option<usize> {
        self.items.iter().rev().find_map(|item| item.block)
    }

    fn words(&mut self, words: &str, line: usize, byte: usize) {
        if self.images == 0 {
            self.line = line;
            self.places.push(&mut self.text, words, line, byte, self.cell);
        }
    }

    pub(super) fn enter<'a>(&mut self, node: &'a AstNode<'a>) {
        let data = node.data();
        let at = data.sourcepos;
        let byte = at.start.column.saturating_sub(1);
        match &data.value {
            NodeValue::FrontMatter(matter) => front_matter::read(&mut self.outline, matter, self.pointer.as_ref()),
            NodeValue::Heading(_) | NodeValue::Paragraph => self.begin(at),
            NodeValue::TableCell => {
                self.begin(at);
                self.cell = Some(byte);
            }
            NodeValue::Table(_) => self.grid = Grid::default(),
            NodeValue::List(list) => self.lists.push(list.list_type == ListType::Ordered),
            NodeValue::Item(_) => self.item(None),
            NodeValue::TaskItem(task) => self.item(Some(task.symbol.is_some())),
            NodeValue::BlockQuote => self.quotes += 1,
            // Notes stand behind the last section, and are no part of it.
            NodeValue::FootnoteDefinition(_) => self.outline.close(),
            NodeValue::TableRow(_) => self.row.clear(),
            NodeValue::CodeBlock(code) if !code.fenced && indented::is_list(&code.literal) => {
                self.indented_list(&code.literal, at.start.line);
            }
            NodeValue::CodeBlock(code) => {
                let language = code.info.split_whitespace().next().map(str::to_owned);
                let text = self.code(&code.literal, at.start.line + usize::from(code.fenced));
                self.block(Kind::Code { language }, text);
            }
            NodeValue::HtmlBlock(html) => {
                let mut source = Text::new(self.pointer.clone());
                for (i, line) in html.literal.lines().enumerate() {
                    source.push_raw(line, at.start.line + i, self.indentation(line, at.start.line + i));
                    source.newline();
                }
                let parent = self.parent();
                html::fragment(&mut self.outline, &source, parent);
            }
            NodeValue::Text(words) => self.words(words, at.start.line, byte),
            NodeValue::Code(code) => {
                let from = self.text.len();
                // The literal stands behind the backticks, and behind a space that pads it.
                let inside = byte + code.num_backticks;
                let source = self.places.line(at.start.line).get(inside..).unwrap_or_default();
                let padded = source.starts_with(' ') && !code.literal.starts_with(' ');
                self.words(&code.literal, at.start.line, inside + usize::from(padded));
                self.text.mark(MarkKind::Code, from);
            }
            NodeValue::SoftBreak => self.end_line(false),
            NodeValue::LineBreak => self.end_line(true),
            NodeValue::HtmlInline(tag) if is_break(tag) => self.end_line(true),
            NodeValue::Strong => self.marks.push((MarkKind::Strong, self.text.len())),
            NodeValue::Emph => self.marks.push((MarkKind::Emphasis, self.text.len())),
            NodeValue::Strikethrough => self.marks.push((MarkKind::Deleted, self.text.len())),
            NodeValue::Link(link) => self.marks.push((MarkKind::Link(link.url.clone()), self.text.len())),
            NodeValue::Image(_) => self.images += 1,
            _ => {}
        }
    }

    pub(super) fn leave<'a>(&mut self, node: &'a AstNode<'a>) {
        match &node.data().value {
            NodeValue::Heading(heading) => self.heading(heading),
            NodeValue::Paragraph => self.paragraph(),
            NodeValue::List(_) => drop(self.lists.pop()),
            NodeValue::Item(_) | NodeValue::TaskItem(_) => drop(self.items.pop()),
            NodeValue::BlockQuote => self.quotes -= 1,
            NodeValue::TableCell => {
                let cell = self.end();
                self.row.push(cell);
                self.cell = None;
            }
            NodeValue::TableRow(true) => self.grid.header = Some(std::mem::take(&mut self.row)),
            NodeValue::TableRow(false) => self.grid.rows.push(std::mem::take(&mut self.row)),
            NodeValue::Table(_) => table::emit(&mut self.outline, std::mem::take(&mut self.grid)),
            NodeValue::Strong | NodeValue::Emph | NodeValue::Strikethrough | NodeValue::Link(_) => {
                if let Some((kind, from)) = self.marks.pop() {
                    self.text.mark(kind, from);
                }
            }
            NodeValue::Image(_) => self.images -= 1,
            _ => {}
        }
    }

    fn item(&mut self, checked: Option<bool>) {
        let depth = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
        let ordered = self.lists.last().copied().unwrap_or_default();
        self.items.push(Item { depth, ordered, checked, block: None });
    }

    fn heading(&mut self, heading: &NodeHeading) {
        if !self.items.is_empty() {
            // The label of an item, not of a section.
            return self.paragraph();
        }
        self.end_line(false);
        let length: usize = self.lines.iter().map(|line| line.text.as_str().chars().count()).sum();
        if heading.setext && (self.lines.len() > 1 || length > LONGEST_UNDERLINED) {
            return self.settle();
        }
        let text = self.end();
        if let Some(parts) = run_on::split(Some(heading.level), &text) {
            self.run_on(parts);
        } else if !text.is_empty() && !paragraph::is_masthead(&text) {
            self.outline.heading(heading.level, text);
        }
    }

    fn run_on(&mut self, parts: Vec<run_on::Part>) {
        for part in parts {
            match part {
                run_on::Part::Heading(level, text) => drop(self.outline.heading(level, text)),
                run_on::Part::Plain(text) => drop(self.outline.push(Kind::Paragraph, text, None)),
            }
        }
    }

    fn paragraph(&mut self) {
        self.end_line(false);
        self.settle();
    }

    /// Adds the lines of a paragraph as the blocks that they are.
    fn settle(&mut self) {
        let mut lines = without_leftovers(std::mem::take(&mut self.lines));
        let Some(item) = self.items.last_mut().filter(|item| item.block.is_none()) else {
            let nested = !self.items.is_empty() || self.quotes > 0;
            let trust = if nested { Trust::Nested } else { Trust::Markup };
            let kind = if self.quotes > 0 { Kind::Quotation } else { Kind::Paragraph };
            let parent = self.parent();
            for piece in paragraph::split(lines, trust) {
                if let Some((level, text)) = unspaced_heading(&piece).filter(|_| !nested) {
                    self.outline.heading(level, text);
                } else if let paragraph::Piece::Plain(text) = &piece
                    && !nested
                    && let Some(parts) = run_on::split(None, text)
                {
                    self.run_on(parts);
                } else {
                    paragraph::emit(&mut self.outline, vec![piece], &kind, parent);
                }
            }
            return;
        };
        if let Some(first) = lines.first_mut()
            && let Some((length, state)) = shape::check_box(first.text.as_str())
        {
            item.checked = item.checked.or(Some(state));
            first.text = first.text.tail(length);
        }
        let kind = Kind::Item { depth: item.depth, ordered: item.ordered, checked: item.checked };
        let parent = self.parent();
        let block = paragraph::emit(&mut self.outline, paragraph::split(lines, Trust::Nested), &kind, parent);
        if let Some(item) = self.items.last_mut() {
            item.block = block;
        }
    }

    fn block(&mut self, kind: Kind, text: Text) {
        if !text.as_str().trim().is_empty() {
            self.outline.push(kind, text, self.parent());
        }
    }

    /// Adds the items of a list that its author set off by an indentation.
    fn indented_list(&mut self, literal: &str, line: usize) {
        let mut open: Option<(shape::Bullet, Text)> = None;
        for (i, source) in literal.lines().enumerate() {
            let words = source.trim_start();
            let column = self.indentation(source, line + i) + source.chars().count() - words.chars().count();
            let bullet = shape::bullet(words);
            let length = bullet.map_or(0, |b| b.length);
            let mut text = Text::new(self.pointer.clone());
            let skipped = words.get(..length).map_or(0, |s| s.chars().count());
            text.push(words.get(length..).unwrap_or_default(), line + i, column + skipped);
            text.trim_end();
            match (bullet, &mut open) {
                (Some(bullet), _) => self.indented_item(open.replace((bullet, text))),
                (None, Some((_, item))) => item.append(&text),
                (None, None) => {}
            }
        }
        self.indented_item(open);
    }

    fn indented_item(&mut self, item: Option<(shape::Bullet, Text)>) {
        if let Some((bullet, text)) = item {
            self.block(Kind::Item { depth: 0, ordered: bullet.ordered, checked: bullet.checked }, text);
        }
    }

    fn code(&mut self, literal: &str, line: usize) -> Text {
        let mut text = Text::new(self.pointer.clone());
        for (i, words) in literal.lines().enumerate() {
            if i > 0 {
                text.newline();
            }
            text.push_raw(words, line + i, self.indentation(words, line + i));
        }
        text
    }

    /// The column at which a line of a code or HTML block stands: the parser took the indentation of its list away.
    fn indentation(&mut self, words: &str, line: usize) -> usize {
        let source = self.places.line(line);
        let byte = source.strip_suffix(words).map_or_else(|| source.find(words).unwrap_or_default(), str::len);
        self.places.column(line, byte)
    }
}

fn is_break(tag: &str) -> bool {
    tag.get(..3).is_some_and(|name| name.eq_ignore_ascii_case("<br"))
}

/// `#Impact`: a heading as it was written before CommonMark asked for the space.
fn unspaced_heading(piece: &paragraph::Piece) -> Option<(u8, Text)> {
    let paragraph::Piece::Plain(text) = piece else { return None };
    let signs = text.as_str().bytes().take_while(|&b| b == b'#').count();
    let title = text.tail(signs);
    let fits = (1..=6).contains(&signs) && shape::is_section_name(title.as_str());
    fits.then(|| (u8::try_from(signs).unwrap_or(6), title))
}
