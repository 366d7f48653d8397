//! Markdown (GitHub flavoured) → blocks.

use std::sync::Arc;

use anyhow::Result;
use comrak::arena_tree::NodeEdge;
use comrak::nodes::{AstNode, ListType, NodeValue, Sourcepos};
use comrak::{Arena, Options, parse_document};

use super::outline::Outline;
use super::{Format, Raw, Reading};
use crate::document::{Block, Document, Kind, MarkKind, Text};

/// Markdown.
pub const FORMAT: Format = Format { name: "markdown", recognises: |_| true, read };

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
    let mut walk = Walk { pointer, lines: text.lines().collect(), ..Walk::default() };
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
    ["---", "+++"].into_iter().find(|fence| first == *fence)
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

#[derive(Default)]
struct Walk<'t> {
    pointer: Option<Arc<str>>,
    lines: Vec<&'t str>,
    /// The place that was last asked for: line, byte and character of it.
    last: (usize, usize, usize),
    outline: Outline,
    text: Text,
    lists: Vec<bool>,
    items: Vec<Item>,
    quotes: usize,
    headers: Vec<Arc<str>>,
    row: Vec<Text>,
    /// Where the marks that are open began.
    marks: Vec<usize>,
    /// Inside of how many images we are: their alternative text is not the document's prose.
    images: usize,
}

impl Walk<'_> {
    fn begin(&mut self) {
        self.text = Text::new(self.pointer.clone());
    }

    fn end(&mut self) -> Text {
        let mut text = std::mem::take(&mut self.text);
        text.trim_end();
        text
    }

    fn parent(&self) -> Option<usize> {
        self.items.iter().rev().find_map(|item| item.block)
    }

    fn push(&mut self, kind: Kind, text: Text) {
        if !text.is_empty() {
            self.outline.push(kind, text, self.parent());
        }
    }

    fn words(&mut self, words: &str, at: Sourcepos) {
        if self.images == 0 {
            let column = self.column(at);
            self.text.push(words, at.start.line, column);
        }
    }

    /// The 0-based character at which a node starts. comrak can count characters itself, but starts anew at the head
    /// of the line for each node, which takes minutes on one long line; nodes come in order, so counting goes on here.
    fn column(&mut self, at: Sourcepos) -> usize {
        let byte = at.start.column.saturating_sub(1);
        let line = self.lines.get(at.start.line.saturating_sub(1)).copied().unwrap_or_default();
        let (from, before) = match self.last {
            (number, from, before) if number == at.start.line && from <= byte => (from, before),
            _ => (0, 0),
        };
        let column = before + line.get(from..byte).map_or(byte - from, |words| words.chars().count());
        self.last = (at.start.line, byte, column);
        column
    }

    fn enter<'a>(&mut self, node: &'a AstNode<'a>) {
        let data = node.data();
        let at = data.sourcepos;
        match &data.value {
            NodeValue::FrontMatter(matter) => self.front_matter(matter),
            NodeValue::Heading(_) | NodeValue::Paragraph | NodeValue::TableCell => self.begin(),
            NodeValue::List(list) => self.lists.push(list.list_type == ListType::Ordered),
            NodeValue::Item(_) => self.item(None),
            NodeValue::TaskItem(task) => self.item(Some(task.symbol.is_some())),
            NodeValue::BlockQuote => self.quotes += 1,
            NodeValue::TableRow(_) => self.row.clear(),
            NodeValue::CodeBlock(code) => {
                let language = code.info.split_whitespace().next().map(str::to_owned);
                let column = self.column(at);
                let text = self.code(&code.literal, at.start.line + usize::from(code.fenced), column);
                self.push(Kind::Code { language }, text);
            }
            NodeValue::HtmlBlock(html) => {
                let mut text = Text::new(self.pointer.clone());
                for (i, line) in html.literal.lines().enumerate() {
                    text.space();
                    push_outside_tags(&mut text, line, at.start.line + i);
                }
                self.push(Kind::Paragraph, text);
            }
            NodeValue::Text(words) => self.words(words, at),
            NodeValue::Code(code) => {
                let from = self.text.len();
                // The literal stands behind the backticks.
                let column = self.column(at) + code.num_backticks;
                self.text.push(&code.literal, at.start.line, column);
                self.text.mark(MarkKind::Code, from);
            }
            NodeValue::SoftBreak | NodeValue::LineBreak => self.text.space(),
            NodeValue::HtmlInline(tag) if tag.starts_with("<br") => self.text.space(),
            NodeValue::Strong | NodeValue::Emph | NodeValue::Strikethrough | NodeValue::Link(_) => {
                self.marks.push(self.text.len())
            }
            NodeValue::Image(_) => self.images += 1,
            _ => {}
        }
    }

    fn leave<'a>(&mut self, node: &'a AstNode<'a>) {
        match &node.data().value {
            NodeValue::Heading(heading) => {
                let text = self.end();
                if !text.is_empty() {
                    self.outline.heading(heading.level, text);
                }
            }
            NodeValue::Paragraph => self.paragraph(),
            NodeValue::List(_) => drop(self.lists.pop()),
            NodeValue::Item(_) | NodeValue::TaskItem(_) => drop(self.items.pop()),
            NodeValue::BlockQuote => self.quotes -= 1,
            NodeValue::TableCell => {
                let cell = self.end();
                self.row.push(cell);
            }
            NodeValue::TableRow(true) => self.headers = self.row.iter().map(|cell| cell.as_str().into()).collect(),
            NodeValue::TableRow(false) => {
                let row = std::mem::take(&mut self.row);
                if row.iter().any(|cell| !cell.is_empty()) {
                    let cells = row.into_iter().enumerate().map(|(i, cell)| (self.headers.get(i).cloned(), cell));
                    self.outline.row(cells.collect());
                }
            }
            NodeValue::Strong => self.mark(MarkKind::Strong),
            NodeValue::Emph => self.mark(MarkKind::Emphasis),
            NodeValue::Strikethrough => self.mark(MarkKind::Deleted),
            NodeValue::Link(link) => self.mark(MarkKind::Link(link.url.clone())),
            NodeValue::Image(_) => self.images -= 1,
            _ => {}
        }
    }

    fn mark(&mut self, kind: MarkKind) {
        if let Some(from) = self.marks.pop() {
            self.text.mark(kind, from);
        }
    }

    fn item(&mut self, checked: Option<bool>) {
        let depth = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
        let ordered = self.lists.last().copied().unwrap_or_default();
        self.items.push(Item { depth, ordered, checked, block: None });
    }

    fn paragraph(&mut self) {
        let text = self.end();
        if text.is_empty() {
            return;
        }
        if let Some(item) = self.items.last().filter(|item| item.block.is_none()) {
            let kind = Kind::Item { depth: item.depth, ordered: item.ordered, checked: item.checked };
            let block = self.outline.push(kind, text, self.parent());
            if let Some(item) = self.items.last_mut() {
                item.block = Some(block);
            }
        } else {
            self.push(if self.quotes > 0 { Kind::Quotation } else { Kind::Paragraph }, text);
        }
    }

    fn code(&self, literal: &str, line: usize, column: usize) -> Text {
        let mut text = Text::new(self.pointer.clone());
        for (i, words) in literal.lines().enumerate() {
            if i > 0 {
                text.newline();
            }
            text.push_raw(words, line + i, column);
        }
        text
    }

    /// Front matter, line by line: `key: value` (YAML) or `key = value` (TOML), and the lines of lists below a key.
    fn front_matter(&mut self, matter: &str) {
        let mut key = None::<String>;
        for (i, line) in matter.lines().enumerate() {
            let nested = line.starts_with([' ', '-', '\t']);
            let pair = line
                .split_once(": ")
                .or_else(|| line.split_once(" = "))
                .or_else(|| line.strip_suffix(':').map(|k| (k, "")));
            let value = match pair {
                Some((k, v)) if !nested => {
                    key = Some(k.trim().to_owned());
                    v
                }
                _ if nested => line.trim_start_matches([' ', '-', '\t']),
                _ => "",
            };
            let value = value.trim().trim_matches(['"', '\'']);
            if let (Some(key), false) = (&key, value.is_empty()) {
                let column = line.find(value).map_or(0, |at| line.get(..at).unwrap_or_default().chars().count());
                let mut text = Text::new(self.pointer.clone());
                text.push(value, i + 1, column);
                self.outline.field(key, text);
            }
        }
    }
}

/// Adds what stands outside of the tags of a line of HTML.
fn push_outside_tags(text: &mut Text, line: &str, number: usize) {
    let mut column = 0;
    for (i, piece) in line.split(['<', '>']).enumerate() {
        // Splitting at both brackets alternates: outside, inside, outside, …
        if i % 2 == 0 && !piece.trim().is_empty() {
            text.push(piece, number, column);
        }
        column += piece.chars().count() + 1;
    }
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
    fn columns_count_characters_also_behind_letters_of_several_bytes() {
        let blocks = blocks("Café *über* 10:48 größer `x`\n", None);
        let text = blocks[0].text();
        assert_eq!(text.as_str(), "Café über 10:48 größer x");
        assert_eq!(
            text.columns(text.as_str().find("10:48").unwrap()..text.as_str().find(" größer").unwrap()),
            [12, 17]
        );
        assert_eq!(text.place(text.len() - 1), (1, 26));
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
    fn an_image_says_nothing_and_code_keeps_its_lines() {
        let found = shape("![alt text](x.png)\n\n```sh\na\nb\n```\n");
        assert_eq!(found, [(Kind::Code { language: Some("sh".into()) }, "a\nb".into(), 4)]);
    }
}
