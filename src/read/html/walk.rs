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
use crate::read::table::{self, Grid};

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

/// A cell that says that it spans more columns than this is wrong.
const WIDEST_SPAN: usize = 50;

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

/// The classes that a page's style sheet makes bold: all that Google Docs tells about bold text.
fn bold_classes(nodes: &[Node], source: &str) -> HashSet<String> {
    let styles = nodes.iter().enumerate().filter(|(_, n)| n.name() == "style");
    let rules = styles.flat_map(|(i, _)| select::text_of(nodes, i, source)).flat_map(|css| css.split('}'));
    let bold = rules.filter_map(|rule| {
        let (selector, body) = rule.split_once('{')?;
        let class = selector.trim().strip_prefix('.')?;
        let plain = class.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
        let body = body.replace(' ', "");
        (plain && (body.contains("font-weight:700") || body.contains("font-weight:bold"))).then(|| class.to_owned())
    });
    bold.collect()
}

/// The tables, with their rows and cells, that only arrange the page: they hold tables or sections.
fn layout(nodes: &[Node]) -> HashSet<usize> {
    let mut open: Vec<usize> = Vec::new();
    let mut parts: Vec<(usize, usize)> = Vec::new();
    let mut found = HashSet::new();
    for (index, node) in nodes.iter().enumerate() {
        while open.pop_if(|&mut i| nodes.get(i).is_none_or(|n| n.end <= index)).is_some() {}
        let around = open.last().copied();
        match node.name() {
            "table" => {
                found.extend(around);
                found.extend((node.attribute("role") == "presentation").then_some(index));
                open.push(index);
            }
            "h1" | "h2" => found.extend(around),
            "tr" | "td" | "th" => parts.extend(around.map(|table| (table, index))),
            _ => {}
        }
    }
    let parts: Vec<usize> =
        parts.into_iter().filter(|(table, _)| found.contains(table)).map(|(_, part)| part).collect();
    found.extend(parts);
    found
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

    fn mark_of(&self, node: &Node) -> Option<MarkKind> {
        match node.name() {
            "strong" | "b" | "summary" => Some(MarkKind::Strong),
            "em" | "i" => Some(MarkKind::Emphasis),
            "code" | "tt" | "kbd" | "samp" if self.pre == 0 => Some(MarkKind::Code),
            "del" | "s" | "strike" => Some(MarkKind::Deleted),
            "a" if node.has("href") => Some(MarkKind::Link(target(node.attribute("href")))),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if !self.items.is_empty() || !self.grids.is_empty() => {
                Some(MarkKind::Strong)
            }
            "span" => {
                let style = node.attribute("style").replace(' ', "");
                let bold = style.contains("font-weight:700")
                    || style.contains("font-weight:bold")
                    || node.attribute("class").split_whitespace().any(|class| self.bold_classes.contains(class));
                bold.then_some(MarkKind::Strong)
            }
            _ => None,
        }
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

    fn cell(&mut self, node: &Node) {
        self.cells = self.cells.saturating_sub(1);
        if self.cells > 0 {
            // A table inside of a cell is part of the cell's text.
            return self.text.space();
        }
        let text = self.end();
        self.fill_from_above();
        let number = |name: &str| node.attribute(name).trim().parse::<usize>().unwrap_or(1).clamp(1, WIDEST_SPAN);
        if number("rowspan") > 1 {
            self.spans.push((self.row.len(), number("rowspan") - 1, text.clone()));
        }
        self.row.push((text, node.name() == "th"));
        for _ in 1..number("colspan") {
            self.row.push((Text::default(), node.name() == "th"));
        }
    }

    /// Puts cells that reach down from rows above at the end of the row, where it is their turn.
    fn fill_from_above(&mut self) {
        while let Some(span) = self.spans.iter_mut().find(|(column, left, _)| *column == self.row.len() && *left > 0) {
            span.1 -= 1;
            self.row.push((span.2.clone(), false));
        }
    }

    fn row(&mut self) {
        if self.cells > 0 {
            return;
        }
        if !self.row.is_empty() {
            self.fill_from_above();
        }
        let row = std::mem::take(&mut self.row);
        let Some(grid) = self.grids.last_mut().filter(|_| !row.is_empty()) else { return };
        let headed = row.iter().filter(|(text, _)| !text.is_empty()).all(|(_, th)| *th);
        if headed && grid.header.is_none() && grid.rows.is_empty() && row.len() > 1 {
            grid.header = Some(row.into_iter().map(|(text, _)| text).collect());
            return;
        }
        let keyed = row.first().is_some_and(|(_, th)| *th) && row.len() == 2;
        grid.keyed = keyed && (grid.keyed || grid.rows.is_empty());
        grid.rows.push(row.into_iter().map(|(text, _)| text).collect());
    }

    fn table(&mut self) {
        let Some(grid) = self.grids.pop() else { return };
        if self.cells > 0 {
            return;
        }
        self.spans.clear();
        // One column is a box around text.
        if grid.header.is_none() && grid.rows.iter().all(|row| row.len() < 2) {
            for text in grid.rows.into_iter().flatten().filter(|text| !text.is_empty()) {
                let line = Line { text, width: WIDTH, hard: false };
                let parent = self.parent();
                paragraph::emit(self.outline, paragraph::split(vec![line], Trust::Markup), &Kind::Paragraph, parent);
            }
            return;
        }
        table::emit(self.outline, grid);
    }
}

/// The language that a code block's classes or parameters name.
fn language(node: &Node) -> Option<String> {
    let classes = node.attribute("class").split_whitespace();
    let named = classes.filter_map(|c| c.strip_prefix("language-").or_else(|| c.strip_prefix("lang-"))).next();
    let brush =
        || node.attribute("data-syntaxhighlighter-params").split(';').find_map(|p| p.trim().strip_prefix("brush:"));
    let lang = || Some(node.attribute("lang")).filter(|l| node.name() != "html" && !l.is_empty());
    named.or_else(brush).or_else(lang).map(|l| l.trim().to_owned())
}

/// Where a link leads, without Google's detour.
fn target(to: &str) -> String {
    let Some(query) = to.strip_prefix("https://www.google.com/url?q=") else { return to.to_owned() };
    let inner = query.split('&').next().unwrap_or_default();
    let mut bytes = Vec::with_capacity(inner.len());
    let mut rest = inner.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = after
            .get(..2)
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match code {
            Some(byte) if first == b'%' => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
