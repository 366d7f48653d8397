//! Turns what a vendor's shape finds into the blocks that every other format gives too.
//!
//! The title is a heading, what is known about the incident as a whole a field, what happened at a time a row, and a
//! list of things to do rows below a heading of its own. A shape only says which member is which.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDateTime};

use super::canon::words;
use super::node::Node;
use crate::document::{Block, Cell, Kind, MarkKind, Text};
use crate::read::markdown;
use crate::read::outline::Outline;

/// One incident that was found in a file.
#[derive(Debug)]
pub struct Incident {
    /// The vendor's identifier.
    pub id: Option<String>,
    /// Its blocks, the title first.
    pub blocks: Vec<Block>,
}

/// Members in which a person, a service or a team is named, the best first.
const NAMES: &[&str] = &[
    "", "real_name", "name", "summary", "display_name", "full_name", "fullName", "displayName", "login", "username",
    "profile/real_name", "user/name", "user/real_name", "user/login", "attributes/name", "email",
];

/// From how many headings on the text of an entry is a document (a published postmortem) and not an event.
const HEADINGS_OF_A_DOCUMENT: usize = 2;
/// The same when paragraphs that begin in bold (`**Root cause:** …`) are counted as well.
const LABELS_OF_A_DOCUMENT: usize = 3;

/// Up to how many bytes the paragraphs of an entry are one text; what is longer is a report with an event at its head.
const LONGEST_ENTRY: usize = 800;

/// Something that happened or was said at a time.
#[derive(Debug, Default)]
pub struct Entry {
    /// When.
    pub time: Option<Text>,
    /// The day, where it stands apart from the time.
    pub date: Option<Text>,
    /// Its state or kind, in the source's word.
    pub status: Option<Text>,
    /// Who did or said it.
    pub actor: Option<Text>,
    /// What happened.
    pub body: Vec<Block>,
    /// Whatever else it says, each with the name of its column.
    pub more: Vec<(String, Text)>,
}

/// Collects the blocks of one incident.
#[derive(Debug, Default)]
pub struct Builder {
    head: Outline,
    /// Each with its instant in milliseconds, where it could be read.
    rows: Vec<(Option<i64>, Vec<Block>)>,
    tail: Outline,
    fields: HashSet<(String, String)>,
}

impl Builder {
    /// The title: the first thing that a shape gives.
    pub fn title(&mut self, node: &Node) {
        if let Some(text) = node.text() {
            self.head.heading(1, text);
        }
    }

    /// What is known about the incident as a whole, under a key that extraction knows. The same is not said twice.
    pub fn field(&mut self, key: &str, node: &Node) {
        let Some(text) = node.text().filter(|_| !node.is_zero_time()) else { return };
        if self.fields.insert((key.to_owned(), text.as_str().to_owned())) {
            self.head.field(key, text);
        }
    }

    /// Fields by a table of paths (see [`Node::find`]; alternatives are separated by `|`) and keys.
    pub fn fields(&mut self, node: &Node, table: &[(&str, &str)]) {
        for (paths, key) in table {
            for found in alternatives(node, paths) {
                self.field(key, &found);
            }
        }
    }

    /// A text that may be long: a field when it is one plain line, otherwise a section with its own Markdown.
    pub fn prose(&mut self, key: &str, node: &Node) {
        let Some(text) = node.said() else { return };
        let blocks = body(node);
        if blocks.len() < 2 && !text.contains('\n') {
            self.field(key, node);
        } else if self.fields.insert((key.to_owned(), text.into_owned())) {
            self.head.append(section(key, &node.pointer, blocks));
        }
    }

    /// The text of the incident itself, in Markdown, before the timeline.
    pub fn text(&mut self, node: &Node) {
        self.head.append(body(node));
    }

    /// An entry of the timeline. Its first paragraphs stand in the row itself, the rest below it.
    pub fn entry(&mut self, entry: Entry) {
        let Entry { time, date, status, actor, mut body, more } = entry;
        if body.is_empty() && status.is_none() && more.is_empty() {
            return;
        }
        if is_document(&body) {
            self.tail.append(body);
            return;
        }
        let at = time.as_ref().and_then(|time| instant(time.as_str()));
        let mut cells = Vec::new();
        let mut add = |header: &str, text: Option<Text>| {
            if let Some(text) = text.filter(|text| !text.is_empty()) {
                cells.push(Cell { header: Some(header.into()), text });
            }
        };
        add("date", date);
        add("time", time);
        add("status", status);
        add("actor", actor);
        // The first blocks' place is taken by the row, so that what refers to them by index then refers to the row.
        let leads = body.first().is_some_and(|first| !matches!(first.kind, Kind::Code { .. } | Kind::Row));
        let mut taken = 0;
        if leads {
            let mut text =
                body.first_mut().and_then(|first| first.cells.pop()).map(|cell| cell.text).unwrap_or_default();
            taken = 1;
            while let Some(next) = body.get(taken).filter(|next| continues(&text, next)) {
                text.join(next.text());
                taken += 1;
            }
            add("text", Some(text));
        }
        for (header, text) in more {
            add(&header, Some(text));
        }
        let row = Block { kind: Kind::Row, path: Vec::new(), parent: None, cells };
        if leads {
            let moved = |index: usize| (index + 1).saturating_sub(taken);
            let rest = body.into_iter().skip(taken).map(|mut block| {
                block.path.retain(|&heading| heading != 0);
                block.path.iter_mut().for_each(|heading| *heading = moved(*heading));
                block.parent = block.parent.map(moved).or(Some(0));
                block
            });
            self.rows.push((at, std::iter::once(row).chain(rest).collect()));
        } else {
            let mut outline = Outline::default();
            outline.append(vec![row]);
            outline.append(body);
            let mut blocks = outline.finish();
            blocks.iter_mut().skip(1).for_each(|block| block.parent = block.parent.or(Some(0)));
            self.rows.push((at, blocks));
        }
    }

    /// A published postmortem or another text of its own, in Markdown, at the end.
    pub fn document(&mut self, node: &Node) {
        if node.said().is_some() {
            self.tail.append(body(node));
        }
    }

    /// Things that are listed: rows below a heading with the list's own name. `columns` are paths (as for
    /// [`Builder::fields`]) and the headers of their cells; an element that is a plain string is an item.
    pub fn list(&mut self, name: &str, pointer: &str, elements: &[Node], columns: &[(&str, &str)]) {
        let mut blocks = Outline::default();
        for element in elements {
            if let Some(text) = element.text() {
                blocks.push(Kind::Item { depth: 0, ordered: false, checked: None }, text, None);
                continue;
            }
            let cells = columns.iter().filter_map(|(paths, header)| {
                let text = alternatives(element, paths).iter().find_map(Node::text)?;
                Some((Some((*header).into()), text))
            });
            let cells: Vec<_> = cells.collect();
            if !cells.is_empty() {
                blocks.row(cells);
            }
        }
        let blocks = blocks.finish();
        if !blocks.is_empty() {
            self.tail.append(section(name, pointer, blocks));
        }
    }

    /// The blocks: title and fields, then the timeline with the oldest entry first (status pages and APIs give the
    /// newest first), then lists and documents.
    pub fn finish(mut self, id: Option<String>) -> Incident {
        for blocks in chronological(self.rows) {
            self.head.append(blocks);
        }
        self.head.append(self.tail.finish());
        Incident { id, blocks: self.head.finish() }
    }
}

/// Nodes at the first of some paths, separated by `|`, that says something; objects count by their name.
fn alternatives<'a>(node: &Node<'a>, paths: &str) -> Vec<Node<'a>> {
    let found = |path: &str| -> Vec<Node<'a>> { node.find(path).iter().filter_map(name).collect() };
    paths.split('|').map(found).find(|found| !found.is_empty()).unwrap_or_default()
}

/// Where a person, a service or a team is named: the node itself or a member of it.
pub fn name<'a>(node: &Node<'a>) -> Option<Node<'a>> {
    node.first(NAMES)
}

/// A string's Markdown as blocks. A line without any mark-up is a paragraph as it stands.
pub fn body(node: &Node) -> Vec<Block> {
    let Some(words) = node.said() else { return Vec::new() };
    if words.contains(['\n', '*', '_', '`', '[', '#', '<', '>', '|', '~', '\\', '&'])
        || words.starts_with([' ', '-', '+'])
    {
        markdown::blocks(&part(&words), Some(node.pointer.as_str().into()))
    } else {
        line(node)
    }
}

/// Whether a block is the next paragraph of an entry: of the same string, after a sentence that has ended.
fn continues(text: &Text, next: &Block) -> bool {
    let ended = text.as_str().ends_with(['.', '!', '?', ':']);
    let same = next.kind == Kind::Paragraph && next.parent.is_none() && next.text().pointer() == text.pointer();
    same && ended && text.len() + next.text().len() <= LONGEST_ENTRY
}

/// The text with an empty line between lines that are paragraphs of their own. Status tools show every line break,
/// and people write for that: one line is one paragraph, and a bold line a heading or a label. In Markdown such lines would run
/// together, into a list item even. A sentence that ends at a wrapped line's end begins a new paragraph, which does no harm.
fn part(words: &str) -> String {
    let mut parted = String::with_capacity(words.len() + 64);
    let mut before = "";
    let mut fenced = false;
    for line in words.lines() {
        let bold = |line: &str| line.starts_with("**") && line.ends_with("**");
        let label = |line: &str| line.starts_with("**") && (line.contains(":**") || line.contains("**:"));
        let ended = before.ends_with(['.', '!', '?', ':']) || bold(before) || bold(line.trim()) || label(line);
        // Indented lines belong to an item, and these begin a block by themselves or continue a table.
        let own = line.starts_with([' ', '\t', '-', '*', '+', '|', '>', '=', '#', '`', '~']) && !line.starts_with("**");
        if ended && !own && !fenced && !before.is_empty() && !line.trim().is_empty() {
            parted.push('\n');
        }
        parted.push_str(line);
        parted.push('\n');
        fenced ^= line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        before = line.trim();
    }
    parted
}

/// A string as one paragraph, its characters as they stand: for what a program wrote.
pub fn line(node: &Node) -> Vec<Block> {
    node.text().map(|text| Block::new(Kind::Paragraph, Vec::new(), text)).into_iter().collect()
}

fn section(name: &str, pointer: &str, blocks: Vec<Block>) -> Vec<Block> {
    let mut outline = Outline::default();
    outline.heading(2, Text::at_pointer(&words(name), pointer));
    outline.append(blocks);
    outline.finish()
}

fn is_document(body: &[Block]) -> bool {
    let headings = body.iter().filter(|b| matches!(b.kind, Kind::Heading { .. })).count();
    let bold = |block: &&Block| {
        block.kind == Kind::Paragraph
            && block.text().marks().iter().any(|m| m.kind == MarkKind::Strong && m.range.start == 0)
    };
    headings >= HEADINGS_OF_A_DOCUMENT || headings + body.iter().filter(bold).count() >= LABELS_OF_A_DOCUMENT
}

/// Oldest first where every row has an instant; rows of one instant stay in the order in which they came about.
fn chronological(mut rows: Vec<(Option<i64>, Vec<Block>)>) -> Vec<Vec<Block>> {
    let known: Vec<i64> = rows.iter().filter_map(|row| row.0).collect();
    let falling = known.windows(2).filter(|pair| matches!(pair, [a, b] if a > b)).count();
    let rising = known.windows(2).filter(|pair| matches!(pair, [a, b] if a < b)).count();
    if falling > rising {
        rows.reverse();
    }
    if known.len() == rows.len() {
        rows.sort_by_key(|row| row.0);
    }
    rows.into_iter().map(|row| row.1).collect()
}

/// Milliseconds since 1970, for putting entries in order only (a time without a zone counts as UTC here).
pub fn instant(words: &str) -> Option<i64> {
    let words = words.trim();
    if let Ok(time) = DateTime::parse_from_rfc3339(words) {
        return Some(time.timestamp_millis());
    }
    const LOCAL: &[&str] = &["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];
    if let Some(time) = LOCAL.iter().find_map(|format| NaiveDateTime::parse_from_str(words, format).ok()) {
        return Some(time.and_utc().timestamp_millis());
    }
    let epoch = words.parse::<f64>().ok()?;
    // Seconds of the years 2001 to 2603, or as many milliseconds.
    match epoch {
        1e9..2e10 => Some((epoch * 1000.0) as i64),
        1e12..2e13 => Some(epoch as i64),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn entry(node: &Node) -> Entry {
        Entry { time: node.time(&["at"]), body: body(&node.child("text")), ..Entry::default() }
    }

    #[test]
    fn newest_first_becomes_oldest_first_with_the_pointers_kept() {
        let value = json!([{"at": "2024-01-01T10:05:00Z", "text": "b"}, {"at": "2024-01-01T10:00:00Z", "text": "a"}]);
        let mut builder = Builder::default();
        Node::root(&value).items().for_each(|node| builder.entry(entry(&node)));
        let blocks = builder.finish(None).blocks;
        assert_eq!(blocks[0].cells[1].text.as_str(), "a");
        assert_eq!(blocks[0].cells[1].text.whole().cite.to_string(), "/1/text");
    }

    #[test]
    fn what_follows_the_first_paragraph_of_an_entry_stands_below_its_row() {
        let value = json!([{"at": "2024-01-01T10:05:00Z", "text": "Rolled back.\n\nIt *helped*.\n\n- pods\n- queue\n  - lag\n"}]);
        let mut builder = Builder::default();
        Node::root(&value).items().for_each(|node| builder.entry(entry(&node)));
        let blocks = builder.finish(None).blocks;
        assert_eq!(blocks.iter().map(|b| b.parent).collect::<Vec<_>>(), [None, Some(0), Some(0), Some(2)]);
        let text = &blocks[0].cells[1].text;
        assert_eq!(text.as_str(), "Rolled back. It helped.");
        assert_eq!(text.get(text.marks()[0].range.clone()), "helped");
    }

    #[test]
    fn an_entry_with_sections_is_a_document_and_no_event() {
        let value = json!([{"at": "2024-01-01T10:05:00Z", "text": "## Summary\nAll down.\n## Root cause\nDisk."}]);
        let mut builder = Builder::default();
        Node::root(&value).items().for_each(|node| builder.entry(entry(&node)));
        let blocks = builder.finish(None).blocks;
        assert_eq!(blocks[3].path, [2]);
        assert!(blocks.iter().all(|b| b.kind != Kind::Row));
    }

    #[test]
    fn a_line_that_ends_is_a_paragraph_and_not_the_end_of_an_item() {
        let value = json!(
            "* Cluster A: errors.\n**Impact**\nAll regions\nwere hit.\nIt was seen at once.\n**Since:** 10:05\n**Until:** now\n- b\n  c.\n  d"
        );
        let blocks = body(&Node::root(&value));
        let texts: Vec<&str> = blocks.iter().map(|b| b.text().as_str()).collect();
        assert_eq!(
            texts,
            [
                "Cluster A: errors.", "Impact", "All regions were hit.", "It was seen at once.", "Since: 10:05",
                "Until: now", "b c. d"
            ]
        );
    }

    #[test]
    fn instants_of_all_spellings_are_put_in_one_order() {
        assert_eq!(instant("2017-12-01T00:39:10+01:00"), instant("2017-11-30 23:39:10"));
        assert_eq!(instant("1512085150"), instant("1512085150000"));
        assert_eq!(instant("1512085150.000216"), Some(1_512_085_150_000));
        assert_eq!(instant("10:05"), None);
    }
}
