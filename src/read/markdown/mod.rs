//! Markdown (GitHub flavoured) → blocks.

use std::sync::Arc;

use anyhow::Result;
use comrak::arena_tree::NodeEdge;
use comrak::nodes::{AstNode, ListType, NodeHeading, NodeValue, Sourcepos};
use comrak::{Arena, Options, parse_document};

use super::outline::Outline;
use super::paragraph::{self, Line, Trust};
use super::table::{self, Grid};
use super::{Format, Raw, Reading, html, shape};
use crate::document::{Block, Document, Kind, MarkKind, Text};

mod front_matter;
mod indented;
mod places;
mod run_on;

use places::Places;

/// Markdown.
pub const FORMAT: Format = Format { name: "markdown", recognises: |_| true, read };

/// A heading that is underlined and longer than this, in characters, is a paragraph above a rule.
const LONGEST_UNDERLINED: usize = 100;

/// What begins a line that directs a site generator and is no text: admonitions, tables of contents, templates.
const DIRECTIVES: &[&str] =
    &["!!! ", "???", ":::", "{%", "{{<", "{{%", "{: ", "{:.", "{:#", "{:toc", "[TOC]", "[[_TOC_]]", "[!"];

fn read(raw: &Raw) -> Result<Reading> {
    let flavour = if front_matter_fence(&raw.text).is_some() { "front-matter" } else { "" };
    Ok(Reading::Documents(vec![Document {
        source: raw.source("markdown", flavour),
        id: None,
        blocks: blocks(&raw.text, None),
        warnings: raw.warnings.clone(),
    }]))
}

/// The blocks of a Markdown text. `pointer` is set for Markdown inside a JSON string at that place.
pub fn blocks(text: &str, pointer: Option<Arc<str>>) -> Vec<Block> {
    let arena = Arena::new();
    let root = parse_document(&arena, text, &options(text));
    let mut walk = Walk::new(text, pointer);
    // Edges instead of recursion: nesting in a hostile file must not overflow the stack.
    for edge in root.traverse() {
        match edge {
            NodeEdge::Start(node) => walk.enter(node),
            NodeEdge::End(node) => walk.leave(node),
        }
    }
    walk.outline.finish()
}

fn front_matter_fence(text: &str) -> Option<&'static str> {
    let first = text.lines().next()?.trim_end();
    let fence = ["---", "+++"].into_iter().find(|fence| first == *fence)?;
    text.lines().skip(1).any(|line| line.trim_end() == fence).then_some(fence)
}

fn options(text: &str) -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.autolink = true;
    options.extension.footnotes = true;
    options.extension.front_matter_delimiter = front_matter_fence(text).map(str::to_owned);
    options
}

/// A list item that is open.
struct Item {
    depth: u8,
    ordered: bool,
    checked: Option<bool>,
    /// The block of its first paragraph, once that has been seen.
    block: Option<usize>,
}

struct Walk<'s> {
    pointer: Option<Arc<str>>,
    places: Places<'s>,
    outline: Outline,
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
    fn new(source: &'s str, pointer: Option<Arc<str>>) -> Self {
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

    fn enter<'a>(&mut self, node: &'a AstNode<'a>) {
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

    fn leave<'a>(&mut self, node: &'a AstNode<'a>) {
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

/// The lines of a paragraph without what converters leave behind: the bars of tables that are none any more (with
/// their header), attributes, the end of an image whose address was wrapped.
fn without_leftovers(mut lines: Vec<Line>) -> Vec<Line> {
    while let Some(at) = lines.iter().position(|line| is_table_rule(line.text.as_str())) {
        lines.drain(at.saturating_sub(1)..=at);
    }
    for line in &mut lines {
        trim_attributes(&mut line.text);
        let words = line.text.as_str();
        if let Some(inner) = words.strip_prefix('|') {
            let (start, end) = (words.len() - inner.trim_start().len(), words.trim_end_matches(['|', ' ']).len());
            line.text.truncate(end);
            line.text = line.text.tail(start.min(line.text.len()));
        } else if words.contains(")](") && words.ends_with(')') && !words.contains(' ') {
            line.text.truncate(0);
        }
    }
    lines
}

fn is_table_rule(words: &str) -> bool {
    words.contains("-|-") && words.chars().all(|c| matches!(c, '-' | '|' | ':' | ' '))
}

fn is_break(tag: &str) -> bool {
    tag.get(..3).is_some_and(|name| name.eq_ignore_ascii_case("<br"))
}

/// Takes away the attributes that kramdown puts behind a text: `{: .red }`.
fn trim_attributes(text: &mut Text) {
    let words = text.as_str();
    if let Some(from) = words.rfind("{:").filter(|_| words.ends_with('}')) {
        text.truncate(from);
        text.trim_end();
    }
}

/// `#Impact`: a heading as it was written before CommonMark asked for the space.
fn unspaced_heading(piece: &paragraph::Piece) -> Option<(u8, Text)> {
    let paragraph::Piece::Plain(text) = piece else { return None };
    let signs = text.as_str().bytes().take_while(|&b| b == b'#').count();
    let title = text.tail(signs);
    let fits = (1..=6).contains(&signs) && shape::is_section_name(title.as_str());
    fits.then(|| (u8::try_from(signs).unwrap_or(6), title))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Vec<(Kind, String, usize)> {
        blocks(text, None).iter().map(|b| (b.kind.clone(), b.text().as_str().to_owned(), b.text().place(0).0)).collect()
    }

    #[test]
    fn a_wrapped_item_is_one_text_with_a_nested_item_below_it() {
        let blocks = blocks("- one\n  more `x`\n  - two\n", None);
        assert_eq!(blocks.len(), 2);
        assert_eq!(blocks[0].text().as_str(), "one more x");
        assert_eq!(blocks[0].text().place(9), (2, 8));
        assert_eq!(blocks[1].parent, Some(0));
    }

    #[test]
    fn a_table_row_knows_its_columns() {
        let blocks = blocks("| Time | Event |\n|---|---|\n| 10:00 | **Deploy** |\n", None);
        assert_eq!(blocks.len(), 1);
        assert_eq!(blocks[0].cells[1].header.as_deref(), Some("Event"));
        assert_eq!(blocks[0].cells[1].text.as_str(), "Deploy");
        assert_eq!(blocks[0].cells[0].text.columns(0..5), [2, 7]);
    }

    #[test]
    fn front_matter_becomes_fields_with_their_lines() {
        let found = shape("---\ntitle: \"A\"\nkeywords:\n- b\n---\n\n# T\n");
        assert_eq!(found[0], (Kind::Field, "A".into(), 2));
        assert_eq!(found[1], (Kind::Field, "b".into(), 4));
        assert_eq!(found[2], (Kind::Heading { level: 1 }, "T".into(), 7));
    }

    #[test]
    fn columns_are_right_behind_what_the_parser_decodes() {
        let place = |source: &str, words: &str| {
            let blocks = blocks(source, None);
            let mut cells = blocks.iter().flat_map(|b| &b.cells);
            cells.find_map(|c| c.text.as_str().find(words).map(|at| c.text.place(at))).unwrap()
        };
        assert_eq!(place("A &amp; B at 10:15", "10:15"), (1, 13));
        assert_eq!(place("S&P `&amp;` \\* at 10:15", "10:15"), (1, 18));
        assert_eq!(place("é **ü** at 10:15", "10:15"), (1, 11));
        assert_eq!(place("|a|b|c|\n|-|-|-|\n|x \\| y|`p \\| q` and \\| z|10:15|\n", "z"), (3, 24));
        assert_eq!(place("|a|b|c|\n|-|-|-|\n|x \\| y|`p \\| q` and \\| z|10:15|\n", "10:15"), (3, 26));
        assert_eq!(place("see `` a`b `` and `c\nd` at 10:15", "10:15"), (2, 6));
    }

    #[test]
    fn lines_that_the_author_broke_are_blocks() {
        let found = shape("**Severity:** 2  \n**Owner:** Ada\n\n**Impact**\nAll of EU.\n\n10:15 - up\n10:20 - down\n");
        let texts: Vec<_> = found.iter().map(|(_, text, line)| (text.as_str(), *line)).collect();
        assert_eq!(
            texts,
            [("2", 1), ("Ada", 2), ("Impact", 4), ("All of EU.", 5), ("10:15 - up", 7), ("10:20 - down", 8)]
        );
        assert_eq!(found[2].0, Kind::Heading { level: 2 });
    }

    #[test]
    fn bullets_that_markdown_does_not_know_are_items() {
        let found = shape("We saw:\n• 10:15 up\n• 10:20\ndown\n\n- ☒ done\n");
        let item = |checked| Kind::Item { depth: 0, ordered: false, checked };
        assert_eq!(found[1], (item(None), "10:15 up".into(), 2));
        assert_eq!(found[2], (item(None), "10:20 down".into(), 3));
        assert_eq!(found[3], (item(Some(true)), "done".into(), 6));
    }

    #[test]
    fn html_inside_is_read_and_directives_are_not() {
        let found = shape(
            "<details>\n<summary>Timeline</summary>\n\n- 10:15 up\n\n</details>\n\n!!! note\n{: .red }\n\n<!-- hint -->\n",
        );
        assert_eq!(found.len(), 2);
        assert_eq!(found[0], (Kind::Heading { level: 2 }, "Timeline".into(), 2));
    }

    #[test]
    fn a_paragraph_above_a_rule_is_no_heading() {
        let found = shape("The disk of db-1\nwas full.\n---\n\nImpact\n------\n");
        assert_eq!(found[0].0, Kind::Paragraph);
        assert_eq!(found[1].0, Kind::Heading { level: 2 });
    }

    #[test]
    fn what_converters_leave_behind_is_no_text() {
        let found = shape(
            "# [Status](/)\n\n# Incident 7\n\n| Date | Time | Text\n---|---|---|---\n| Jun 17, 2017 | 07:17 |\n\nUP\n\n|\n\nlogo.png)](//x.y)\n",
        );
        let texts: Vec<_> = found.iter().map(|(_, text, line)| (text.as_str(), *line)).collect();
        assert_eq!(texts, [("Incident 7", 3), ("Jun 17, 2017 | 07:17", 7), ("UP", 9)]);
    }

    #[test]
    fn footnotes_tasks_and_reference_links_are_text() {
        let found = shape("Slow[^1], see [run][r].\n\n- [x] done\n\n[^1]: 5 s\n\n[r]: https://x.y\n");
        let texts: Vec<_> = found.iter().map(|(_, text, _)| text.as_str()).collect();
        assert_eq!(texts, ["Slow, see run.", "done", "5 s"]);
    }

    #[test]
    fn an_image_says_nothing_and_code_keeps_its_lines() {
        let found = shape("![alt text](x.png)\n\n```sh\na\nb\n```\n");
        assert_eq!(found, [(Kind::Code { language: Some("sh".into()) }, "a\nb".into(), 4)]);
    }
}
