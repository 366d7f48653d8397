//! HTML pages, as Confluence, Google Docs, MkDocs and Jekyll export them → blocks.
//!
//! The tokens come from html5gum with their bytes; the tree ([`tree`]) is our own, because a browser's tree has no
//! places; [`select`] finds the document in the page; [`walk`] turns it into blocks.

use anyhow::{Result, bail};

use super::outline::Outline;
use super::{Format, Raw, Reading};
use crate::document::{Block, Document, Kind, Text};

mod select;
pub(in crate::read) mod tree;
mod walk;

/// HTML.
pub const FORMAT: Format = Format { name: "html", recognises, read };

/// How a page begins.
const SIGNS: &[&str] = &["<!doctype html", "<html", "<head", "<body", "<ac:", "<article", "<main"];

/// At most so many characters of a line are one run of the text: finding a place counts from the run's beginning.
const RUN: usize = 256;

fn recognises(raw: &Raw) -> bool {
    match raw.extension().as_str() {
        "html" | "htm" | "xhtml" => true,
        "md" | "markdown" | "json" | "rst" | "txt" => false,
        _ => {
            let start = raw.text.trim_start();
            SIGNS.iter().any(|sign| start.get(..sign.len()).is_some_and(|s| s.eq_ignore_ascii_case(sign)))
        }
    }
}

fn read(raw: &Raw) -> Result<Reading> {
    let blocks = blocks(&raw.text);
    if blocks.is_empty() {
        bail!("the page holds no text outside of its menus and scripts; save the page of the postmortem itself");
    }
    let document =
        Document { source: raw.source("html", flavour(&raw.text)), id: None, blocks, warnings: raw.warnings.clone() };
    Ok(Reading::Documents(vec![document]))
}

/// What made the page.
fn flavour(text: &str) -> &'static str {
    const MAKERS: &[(&str, &str)] = &[
        ("<ac:", "confluence-storage"),
        ("confluence", "confluence"),
        ("lst-kix_", "google-docs"),
        ("mkdocs", "mkdocs"),
    ];
    MAKERS.iter().find(|(sign, _)| text.contains(sign)).map_or("", |(_, name)| name)
}

/// The blocks of a page.
pub fn blocks(page: &str) -> Vec<Block> {
    let source = mapped(page);
    let nodes = tree::parse(source.as_str());
    let (part, title) = select::document(&nodes, source.as_str());
    let mut outline = Outline::default();
    if let Some(title) = title {
        let mut text = walk::words(&nodes, title, &source);
        // Confluence puts the name of the space in front of the page's: `Operations : Expired certificate`.
        let confluence = nodes.get(title).is_some_and(|n| n.attribute("id") == "title-heading");
        if let Some(colon) = text.as_str().find(" : ").filter(|_| confluence) {
            text = text.tail(colon + " : ".len());
        }
        if !text.is_empty() {
            outline.heading(1, text);
        }
    }
    let titled = title.is_some();
    walk::walk(&mut outline, &nodes, part, &source, None);
    let blocks = outline.finish();
    // A title alone is no document.
    if titled && blocks.iter().all(|b| matches!(b.kind, Kind::Heading { .. })) && blocks.len() == 1 {
        return Vec::new();
    }
    blocks
}

/// Adds the blocks of a piece of HTML: inside of Markdown, or of a feed. `source` knows where its characters stand;
/// `parent` is the list item around it.
pub fn fragment(outline: &mut Outline, source: &Text, parent: Option<usize>) {
    let nodes = tree::parse(source.as_str());
    walk::walk(outline, &nodes, 0..nodes.len(), source, parent);
}

/// A text that knows where each of its characters stands, line breaks included.
pub fn mapped(page: &str) -> Text {
    let mut source = Text::default();
    for (i, line) in page.split('\n').enumerate() {
        if i > 0 {
            source.newline();
        }
        let (mut rest, mut column) = (line, 0);
        while !rest.is_empty() {
            let end = rest.char_indices().nth(RUN).map_or(rest.len(), |(at, _)| at);
            let (piece, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            source.push_raw(piece, i + 1, column);
            column += RUN;
            rest = after;
        }
    }
    source
}

#[cfg(test)]
mod tests;
