//! The nodes of a page → blocks.

use std::collections::HashSet;
use std::ops::Range;

use super::select;
use super::tree::{Content, Node};
use crate::document::{Kind, MarkKind, Text};
use crate::read::entity::entity;
use crate::read::outline::Outline;
use crate::read::paragraph::{self, Line, Trust};
use crate::read::shape;
use crate::read::table::Grid;

mod marks;
mod tables;

use marks::{bold_classes, language};
use tables::layout;

/// Elements that stand in a line of text. All others break it.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "ac:link", "ac:link-body", "ac:parameter", "ac:plain-text-link-body", "b", "bdi", "bdo",
    "big", "cite", "code", "data", "del", "dfn", "em", "font", "g-emoji", "i", "img", "input", "ins", "kbd", "label",
    "mark", "q", "ri:page", "ri:url", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
    "u", "var", "wbr",
];

/// Macros of Confluence that stand in a line of text.
const INLINE_MACROS: &[&str] = &["anchor", "jira", "status"];

/// A line of HTML is as wide as its author liked.
const WIDTH: usize = usize::MAX / 2;

/// Adds the nodes `part` to the outline as blocks. `parent` is the list item around them.
pub fn walk(outline: &mut Outline, nodes: &[Node], part: Range<usize>, source: &Text, parent: Option<usize>) {
    let mut walk = Walk::new(outline, nodes, source, parent);
    walk.bold_classes = bold_classes(nodes, source.as_str());
    walk.layout = layout(nodes);
    let mut open: Vec<usize> = Vec::new();
    let mut index = part.start;
    while index < part.end {
        while let Some(node) = open.pop_if(|&mut i| nodes.get(i).is_none_or(|n| n.end <= index)) {
            walk.leave(node);
        }
        let Some(node) = nodes.get(index) else { break };
        if select::is_dropped(nodes, index, source.as_str()) {
            index = node.end;
            continue;
        }
        match &node.content {
            Content::Element(..) => {
                walk.enter(index);
                open.push(index);
            }
            Content::Text => walk.text(node.range.clone(), true),
            Content::Verbatim => walk.text(node.range.clone(), false),
        }
        index += 1;
    }
    while let Some(node) = open.pop() {
        walk.leave(node);
    }
    walk.flush();
}

/// The words below a node, as one text.
pub fn words(nodes: &[Node], index: usize, source: &Text) -> Text {
    let mut outline = Outline::default();
    let mut walk = Walk::new(&mut outline, nodes, source, None);
    let end = nodes.get(index).map_or(index, |n| n.end);
    for node in nodes.get(index + 1..end).unwrap_or_default() {
        if node.name().is_empty() {
            walk.text(node.range.clone(), true);
        }
    }
    walk.text.trim_end();
    walk.text
}

struct List {
    ordered: bool,
    depth: u8,
}

struct Item {
    depth: u8,
    ordered: bool,
    checked: Option<bool>,
    block: Option<usize>,
}

struct Walk<'a> {
    outline: &'a mut Outline,
    nodes: &'a [Node],
    source: &'a Text,
    bold_classes: HashSet<String>,
    layout: HashSet<usize>,
    /// The list item that all of this stands in.
    outer: Option<usize>,
    lines: Vec<Line>,
    text: Text,
    hard: bool,
    marks: Vec<(MarkKind, usize)>,
    lists: Vec<List>,
    items: Vec<Item>,
    /// The last item of each depth, for lists that only say how deep they are.
    last: Vec<Option<usize>>,
    quotes: usize,
    pre: usize,
    grids: Vec<Grid>,
    row: Vec<(Text, bool)>,
    /// Cells that reach down into later rows: column, rows left, text.
    spans: Vec<(usize, usize, Text)>,
    cells: usize,
    term: Option<Text>,
}

impl<'a> Walk<'a> {
    fn new(outline: &'a mut Outline, nodes: &'a [Node], source: &'a Text, outer: Option<usize>) -> Self {
        Walk {
            outline,
            nodes,
            source,
            bold_classes: HashSet::new(),
            layout: HashSet::new(),
            outer,
            lines: Vec::new(),
            text: source.blank(),
            hard: false,
            marks: Vec::new(),
            lists: Vec::new(),
            items: Vec::new(),
            last: Vec::new(),
            quotes: 0,
            pre: 0,
            grids: Vec::new(),
            row: Vec::new(),
            spans: Vec::new(),
            cells: 0,
            term: None,
        }
    }

    fn node(&self, index: usize) -> Option<&'a Node> {
        self.nodes.get(index)
    }

    /// Adds text, its character references decoded.
    fn text(&mut self, range: Range<usize>, references: bool) {
        let words = self.source.get(range.clone());
        let mut at = 0;
        while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
            let plain = if references { rest.find('&').unwrap_or(rest.len()) } else { rest.len() };
            self.plain(range.start + at..range.start + at + plain);
            at += plain;
            let Some(reference) = words.get(at..).filter(|rest| !rest.is_empty()) else { break };
            let (length, decoded) = entity(reference).unwrap_or((1, "&".into()));
            let (line, column) = self.source.place(range.start + at);
            if self.pre > 0 {
                self.text.push_raw(&decoded, line, column);
            } else {
                self.text.push(&decoded, line, column);
            }
            at += length;
        }
    }

    fn plain(&mut self, range: Range<usize>) {
        for (words, line, column) in self.source.pieces(range) {
            if self.pre == 0 {
                self.text.push(words, line, column);
                continue;
            }
            for (i, part) in words.split('\n').enumerate() {
                if i > 0 {
                    self.text.newline();
                }
                self.text.push_raw(part, line, column);
            }
        }
    }

    fn enter(&mut self, index: usize) {
        let Some(node) = self.node(index) else { return };
        let name = node.name();
        if self.breaks(node) {
            self.flush();
        }
        match name {
            "br" if self.pre > 0 => self.text.newline(),
            "br" => self.end_line(true),
            "ul" | "ol" | "ac:task-list" => self.list(node),
            "li" | "ac:task" => self.item(node),
            "input" if node.attribute("type") == "checkbox" => self.check(node.has("checked")),
            "table" | "tr" | "td" | "th" if self.layout.contains(&index) => {}
            "table" => self.grids.push(Grid::default()),
            "tr" if self.cells == 0 => self.row.clear(),
            "td" | "th" => self.cells += 1,
            "pre" | "ac:plain-text-body" => self.pre += 1,
            "blockquote" => self.quotes += 1,
            "sup" | "sub" => {
                // `10<sup>6</sup>` must not become 106.
                let figure = |text: &str, end: bool| {
                    let c = if end { text.chars().next_back() } else { text.chars().next() };
                    c.is_some_and(|c| c.is_ascii_digit())
                };
                let raised = select::text_of(self.nodes, index, self.source.as_str()).next().unwrap_or_default();
                if figure(self.text.as_str(), true) && figure(raised, false) {
                    self.text.space();
                }
            }
            "time" if node.end == index + 1 => self.attribute(node, "datetime"),
            "ri:page" => self.attribute(node, "ri:content-title"),
            _ => {}
        }
        if let Some(mark) = self.mark_of(node) {
            self.marks.push((mark, self.text.len()));
        }
    }

    fn leave(&mut self, index: usize) {
        let Some(node) = self.node(index) else { return };
        if self.mark_of(node).is_some()
            && let Some((kind, from)) = self.marks.pop()
        {
            self.text.mark(kind, from);
        }
        match node.name() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if self.items.is_empty() && self.grids.is_empty() => {
                self.heading(node)
            }
            "p" if node.has_class("title") && self.items.is_empty() && self.grids.is_empty() => self.heading(node),
            "pre" | "ac:plain-text-body" => self.code(index),
            "ac:task-status" => {
                let done = self.end().as_str() == "complete";
                self.check(done);
            }
            "dt" => self.term = Some(self.end()),
            "dd" => self.definition(),
            "table" | "tr" | "td" | "th" if self.layout.contains(&index) => self.flush(),
            "td" | "th" => self.cell(node),
            "tr" => self.row(),
            "table" => self.table(),
            _ if self.breaks(node) => self.flush(),
            _ => {}
        }
        match node.name() {
            "ul" | "ol" | "ac:task-list" => drop(self.lists.pop()),
            "li" | "ac:task" => drop(self.items.pop()),
            "blockquote" => self.quotes = self.quotes.saturating_sub(1),
            _ => {}
        }
    }

    fn breaks(&self, node: &Node) -> bool {
        let name = node.name();
        let inline = INLINE.contains(&name)
            || name == "br"
            || (name == "ac:structured-macro" && INLINE_MACROS.contains(&node.attribute("ac:name")));
        !inline && self.pre == 0
    }

    /// Adds an attribute's value, where it stands in the tag.
    fn attribute(&mut self, node: &Node, name: &str) {
        if let Some((_, value, range)) = node.attribute_with_place(name) {
            let offset = self.source.get(range.clone()).find(value.as_str()).unwrap_or_default();
            let (line, column) = self.source.place(range.start + offset);
            self.text.push(value, line, column);
        }
    }

    fn end_line(&mut self, hard: bool) {
        if self.cells > 0 {
            return self.text.space();
        }
        for (kind, from) in &mut self.marks {
            self.text.mark(kind.clone(), *from);
            *from = 0;
        }
        let mut text = self.take();
        text.trim_end();
        if !text.is_empty() {
            self.lines.push(Line { text, width: WIDTH, hard: self.hard });
        }
        self.hard = hard;
    }

    fn take(&mut self) -> Text {
        std::mem::replace(&mut self.text, self.source.blank())
    }

    /// All of the text since the last block as one.
    fn end(&mut self) -> Text {
        let mut whole = self.source.blank();
        for line in std::mem::take(&mut self.lines) {
            whole.append(&line.text);
        }
        whole.append(&self.take());
        whole.trim_end();
        whole
    }

    /// Ends the paragraph that is open.
    fn flush(&mut self) {
        self.end_line(false);
        if self.cells > 0 || self.lines.is_empty() {
            return;
        }
        let mut lines = std::mem::take(&mut self.lines);
        let parent = self.parent();
        let fresh = self.items.last_mut().filter(|item| item.block.is_none());
        let Some(item) = fresh else {
            let nested = !self.items.is_empty() || self.quotes > 0 || self.outer.is_some();
            let kind = if self.quotes > 0 { Kind::Quotation } else { Kind::Paragraph };
            if self.lists.is_empty() {
                self.last.clear();
            }
            let trust = if nested { Trust::Nested } else { Trust::Markup };
            paragraph::emit(self.outline, paragraph::split(lines, trust), &kind, parent);
            return;
        };
        if let Some(first) = lines.first_mut()
            && let Some((length, state)) = shape::check_box(first.text.as_str())
        {
            item.checked = item.checked.or(Some(state));
            first.text = first.text.tail(length);
        }
        let (depth, ordered, checked) = (item.depth, item.ordered, item.checked);
        let above = self.last.iter().take(usize::from(depth)).rev().find_map(|i| *i).or(self.outer);
        let pieces = paragraph::split(lines, Trust::Nested);
        let block = paragraph::emit(self.outline, pieces, &Kind::Item { depth, ordered, checked }, above);
        if let Some(item) = self.items.last_mut() {
            item.block = block;
        }
        self.last.truncate(usize::from(depth));
        self.last.resize(usize::from(depth), None);
        self.last.push(block);
    }

    fn parent(&self) -> Option<usize> {
        self.items.iter().rev().find_map(|item| item.block).or(self.outer)
    }

    fn heading(&mut self, node: &Node) {
        let level = node.name().strip_prefix('h').and_then(|n| n.parse().ok()).unwrap_or(1);
        let text = self.end();
        self.last.clear();
        if !text.is_empty() && !paragraph::is_masthead(&text) {
            self.outline.heading(level, text);
        }
    }

    fn list(&mut self, node: &Node) {
        // Google Docs writes nested lists one after the other and tells the depth in a class.
        let class = node.attribute("class").split_whitespace().find(|c| c.starts_with("lst-"));
        let told = class.and_then(|c| c.rsplit('-').next()).and_then(|n| n.parse::<u8>().ok()).filter(|&n| n < 10);
        let depth = told.unwrap_or_else(|| self.lists.last().map_or(0, |list| list.depth.saturating_add(1)));
        self.lists.push(List { ordered: node.name() == "ol", depth });
    }

    fn item(&mut self, node: &Node) {
        let (depth, ordered) = self.lists.last().map_or((0, false), |list| (list.depth, list.ordered));
        let task = node.has("data-inline-task-id") || node.has_class("task-list-item");
        let checked = task.then(|| node.has_class("checked"));
        self.items.push(Item { depth, ordered, checked, block: None });
    }

    fn check(&mut self, done: bool) {
        if let Some(item) = self.items.last_mut() {
            item.checked = Some(done);
        }
    }

    fn code(&mut self, index: usize) {
        self.pre = self.pre.saturating_sub(1);
        if self.pre > 0 || self.cells > 0 {
            return;
        }
        let mut text = self.take();
        text.trim_end();
        if !text.as_str().trim().is_empty() {
            let inside = select::subtree(self.nodes, index);
            let language = self.node(index).into_iter().chain(inside).find_map(language);
            self.outline.push(Kind::Code { language }, text, self.parent());
        }
    }

    fn definition(&mut self) {
        let text = self.end();
        match self.term.as_ref().filter(|term| !term.is_empty() && !text.is_empty()) {
            Some(term) => drop(self.outline.field(term.as_str().trim_end_matches(':'), text)),
            None if text.is_empty() => {}
            None => drop(self.outline.push(Kind::Paragraph, text, self.parent())),
        }
    }
}
