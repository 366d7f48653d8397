//! Atom and RSS feeds of a status page → one document for each incident.
//!
//! A feed escapes the HTML of its entries. It is decoded into a text that still knows where each character stands, and
//! then read as HTML is.

use std::ops::Range;
use std::sync::Arc;

use anyhow::{Result, bail};

use super::entity::entity;
use super::html::{self, mapped, tree};
use super::outline::Outline;
use super::updates::STATES;
use super::{Format, Raw, Reading, several, shape};
use crate::document::{Block, Cell, Document, Kind, MarkKind, Text};

/// Atom and RSS.
pub const FORMAT: Format = Format { name: "html", recognises, read };

/// The elements of an entry that are facts of their own, and the keys they are given.
const DATES: &[(&str, &str)] =
    &[("published", "published"), ("updated", "updated"), ("pubdate", "published"), ("dc:date", "published")];

fn recognises(raw: &Raw) -> bool {
    let start = raw.text.trim_start();
    let head = start.get(..start.len().min(2000)).or_else(|| start.get(..start.len().min(1990))).unwrap_or(start);
    let feed = ["<feed", "<rss", "<rdf:RDF"].iter().any(|sign| head.contains(sign));
    feed && (start.starts_with("<?xml") || start.starts_with("<feed") || start.starts_with("<rss"))
}

fn read(raw: &Raw) -> Result<Reading> {
    let source = mapped(&raw.text);
    let nodes = tree::parse(source.as_str());
    let mut taken = several::Ids::default();
    let mut documents = Vec::new();
    for index in 0..nodes.len() {
        if !nodes.get(index).is_some_and(|n| matches!(n.name(), "entry" | "item")) {
            continue;
        }
        let entry = Entry { nodes: &nodes, index, source: &source };
        let blocks = entry.blocks();
        if blocks.len() > 1 {
            let flavour = if raw.text.contains("<feed") { "atom" } else { "rss" };
            let id = taken.unique(&entry.id());
            documents.push(Document {
                source: raw.source("html", flavour),
                id: Some(id),
                blocks,
                warnings: raw.warnings.clone(),
            });
        }
    }
    if documents.is_empty() {
        bail!("the feed has no entry with text");
    }
    Ok(Reading::Documents(documents))
}

struct Entry<'a> {
    nodes: &'a [tree::Node],
    index: usize,
    source: &'a Text,
}

impl Entry<'_> {
    /// The elements right inside of the entry with one of some names.
    fn element(&self, name: &str) -> Option<usize> {
        let end = self.nodes.get(self.index)?.end;
        let mut at = self.index + 1;
        while at < end {
            let node = self.nodes.get(at)?;
            if node.name() == name {
                return Some(at);
            }
            // RSS says `<link>text</link>`, which HTML takes for an element without content.
            at = node.end.max(at + 1);
        }
        None
    }

    /// The text of an element, decoded once.
    fn text(&self, index: usize) -> Text {
        let mut text = Text::default();
        let end = self.nodes.get(index).map_or(index, |n| n.end);
        for node in self.nodes.get(index + 1..end).unwrap_or_default() {
            match node.content {
                tree::Content::Text => decode(&mut text, self.source, node.range.clone()),
                tree::Content::Verbatim => copy(&mut text, self.source, node.range.clone()),
                tree::Content::Element(..) => {}
            }
        }
        text
    }

    /// The last part of its address or identifier.
    fn id(&self) -> String {
        let link = self.element("link").and_then(|i| self.nodes.get(i)).map(|n| n.attribute("href").to_owned());
        let named = ["id", "guid"]
            .into_iter()
            .find_map(|name| self.element(name))
            .map(|i| self.text(i).as_str().trim().to_owned());
        let address = link.filter(|l| !l.is_empty()).or(named).unwrap_or_default();
        address.trim_end_matches('/').rsplit(['/', ':']).next().unwrap_or_default().to_owned()
    }

    fn blocks(&self) -> Vec<Block> {
        let mut outline = Outline::default();
        if let Some(title) = self.element("title") {
            let mut text = Text::default();
            fold(&mut text, &self.text(title));
            outline.heading(1, text);
        }
        for (name, key) in DATES {
            if let Some(index) = self.element(name) {
                let mut text = Text::default();
                fold(&mut text, &self.text(index));
                outline.field(key, text);
            }
        }
        let content =
            ["content", "content:encoded", "description", "summary"].into_iter().find_map(|name| self.element(name));
        if let Some(index) = content {
            html::fragment(&mut outline, &self.text(index), None);
        }
        updates(outline.finish())
    }
}

fn fold(text: &mut Text, source: &Text) {
    for (words, line, column) in source.pieces(0..source.len()) {
        text.push(words, line, column);
    }
    text.trim_end();
}

/// Adds a stretch of the source as it is.
fn copy(text: &mut Text, source: &Text, range: Range<usize>) {
    for (words, line, column) in source.pieces(range) {
        for (i, part) in words.split('\n').enumerate() {
            if i > 0 {
                text.newline();
            }
            text.push_raw(part, line, column);
        }
    }
}

/// Adds a stretch of the source, its character references decoded.
fn decode(text: &mut Text, source: &Text, range: Range<usize>) {
    let words = source.get(range.clone());
    let mut at = 0;
    while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = rest.find('&').unwrap_or(rest.len());
        copy(text, source, range.start + at..range.start + at + plain);
        at += plain;
        if let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
            let (length, decoded) = entity(rest).unwrap_or((1, "&".into()));
            let (line, column) = source.place(range.start + at);
            text.push_raw(&decoded, line, column);
            at += length;
        }
    }
}

/// Turns the paragraphs of a status page (a line with the time, then a bold state, a dash and the text) into rows.
fn updates(blocks: Vec<Block>) -> Vec<Block> {
    let mut outline: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let state = (block.kind == Kind::Paragraph).then(|| state_of(block.text())).flatten();
        let time = outline.last().is_some_and(|last| {
            last.kind == Kind::Paragraph && shape::time_start(last.text().as_str()).is_some() && last.text().len() < 60
        });
        match (state, time) {
            (Some((state, from)), true) => {
                let Some(before) = outline.pop() else { continue };
                let text = block.text();
                let mut status = text.clone();
                status.truncate(state);
                let cells = [("time", before.text().clone()), ("status", status), ("text", text.tail(from))];
                let cells =
                    cells.into_iter().map(|(header, text)| Cell { header: Some(Arc::from(header)), text }).collect();
                outline.push(Block { kind: Kind::Row, cells, ..before });
            }
            _ => outline.push(block),
        }
    }
    outline
}

/// Where the state ends that an update begins with, and where its text begins.
fn state_of(text: &Text) -> Option<(usize, usize)> {
    let mark = text.marks().iter().find(|mark| mark.kind == MarkKind::Strong && mark.range.start == 0)?;
    let state = text.get(mark.range.clone()).to_lowercase();
    let rest = text.get(mark.range.end..text.len());
    let words = rest.trim_start_matches([' ', '-', '–', '—', ':']);
    (STATES.contains(&state.trim()) && !words.is_empty()).then(|| (mark.range.end, text.len() - words.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documents(text: &str) -> Vec<Document> {
        let raw = Raw { path: "history.atom".into(), text: text.into(), sha256: String::new(), warnings: Vec::new() };
        assert!(recognises(&raw));
        match read(&raw) {
            Ok(Reading::Documents(documents)) => documents,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn each_entry_is_an_incident_and_each_update_a_row() {
        let found = documents(
            "<?xml version=\"1.0\"?>\n<feed xmlns=\"x\"><title>Acme</title><entry><id>tag:a:Incident/7</id>\n\
             <published>2026-05-03T10:40:00Z</published><link href=\"https://s.x/incidents/abc\"/><title>Slow &amp; down</title>\n\
             <content type=\"html\">&lt;p&gt;&lt;small&gt;May &lt;var&gt;3&lt;/var&gt;, 10:40 UTC&lt;/small&gt;&lt;br&gt;&lt;strong&gt;Resolved&lt;/strong&gt; - A &amp;amp; B are back.&lt;/p&gt;\n\
             &lt;p&gt;&lt;small&gt;May 3, 10:15 UTC&lt;/small&gt;&lt;br&gt;&lt;strong&gt;Investigating&lt;/strong&gt; - We look.&lt;/p&gt;</content></entry>\
             <entry><title>x</title></entry></feed>",
        );
        let [document] = &found[..] else { panic!("{found:?}") };
        assert_eq!(document.id.as_deref(), Some("abc"));
        assert_eq!(document.blocks[0].text().as_str(), "Slow & down");
        assert_eq!(document.blocks[1].cells[0].header.as_deref(), Some("published"));
        let rows: Vec<Vec<&str>> =
            document.blocks[2..].iter().map(|b| b.cells.iter().map(|c| c.text.as_str()).collect()).collect();
        assert_eq!(
            rows,
            [["May 3, 10:40 UTC", "Resolved", "A & B are back."], ["May 3, 10:15 UTC", "Investigating", "We look."]]
        );
        assert_eq!(document.blocks[3].cells[2].text.place(0).0, 5);
        assert_eq!(document.blocks[2].cells[0].text.place(0), (4, 43));
    }

    #[test]
    fn rss_with_character_data_is_read() {
        let found = documents(
            "<rss><channel><item><title>Down</title><guid>https://s.x/i/9</guid><pubDate>Sun, 03 May 2026 10:40:00 +0000</pubDate>\
             <description><![CDATA[<p>All of <b>EU</b> was down.</p>]]></description></item></channel></rss>",
        );
        assert_eq!(found[0].id.as_deref(), Some("9"));
        let texts: Vec<_> = found[0].blocks.iter().map(|b| b.text().as_str()).collect();
        assert_eq!(texts, ["Down", "Sun, 03 May 2026 10:40:00 +0000", "All of EU was down."]);
    }
}
