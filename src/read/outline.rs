//! Builds a document's blocks in order and keeps track of the headings above them.

use std::borrow::Cow;
use std::sync::Arc;

use crate::clean::clean;
use crate::document::{Block, Cell, Kind, Text};

/// Collects blocks; every reader fills one.
#[derive(Debug, Default)]
pub struct Outline {
    blocks: Vec<Block>,
    /// The headings that are open at this point, outermost first: level and index of the block.
    open: Vec<(u8, usize)>,
    /// The level of the headings that are mere lines (bold, capitals), once one is open.
    line_level: Option<u8>,
}

impl Outline {
    /// Adds a heading. It closes the headings of its own level and below.
    pub fn heading(&mut self, level: u8, text: Text) -> usize {
        self.line_level = None;
        self.open_heading(level, text)
    }

    /// Adds a heading that the source does not mark up as one (a bold line, a line in capitals): it stands below the
    /// last real heading, beside others of its kind, and is never a title.
    pub fn line_heading(&mut self, text: Text) -> usize {
        let inner = self.open.last().map_or(1, |&(level, _)| level);
        let level = *self.line_level.get_or_insert((inner + 1).clamp(2, 6));
        self.open_heading(level, text)
    }

    fn open_heading(&mut self, level: u8, text: Text) -> usize {
        self.open.retain(|&(l, _)| l < level);
        let index = self.push(Kind::Heading { level }, text, None);
        self.open.push((level, index));
        index
    }

    /// Whether what comes next stands below a heading.
    pub fn is_below_heading(&self) -> bool {
        !self.open.is_empty()
    }

    /// Closes all headings: what follows stands below none of them.
    pub fn close(&mut self) {
        self.open.clear();
        self.line_level = None;
    }

    /// Adds a block with a single text. `parent` is the list item or quotation around it.
    pub fn push(&mut self, kind: Kind, text: Text, parent: Option<usize>) -> usize {
        self.push_cells(kind, vec![Cell { header: None, text }], parent)
    }

    /// Adds a key and its value.
    pub fn field(&mut self, key: &str, value: Text) -> usize {
        self.push_cells(Kind::Field, vec![Cell { header: Some(key.into()), text: value }], None)
    }

    /// Adds a table row, or an entry of a JSON array: its cells with the headers of their columns.
    pub fn row(&mut self, cells: Vec<(Option<Arc<str>>, Text)>) -> usize {
        let cells = cells.into_iter().map(|(header, text)| Cell { header, text }).collect();
        self.push_cells(Kind::Row, cells, None)
    }

    /// Adds any block.
    pub fn push_cells(&mut self, kind: Kind, cells: Vec<Cell>, parent: Option<usize>) -> usize {
        let path = self.open.iter().map(|&(_, index)| index).collect();
        let cells = cells.into_iter().map(|cell| match cell.header.as_deref().map(clean) {
            // A key or a column's header is shown as well as the texts, which clean themselves.
            Some(Cow::Owned(header)) => Cell { header: Some(header.into()), ..cell },
            _ => cell,
        });
        let cells = cells.collect();
        let kind = match kind {
            Kind::Code { language: Some(language) } => Kind::Code { language: Some(clean(&language).into_owned()) },
            kind => kind,
        };
        self.blocks.push(Block { kind, path, parent, cells });
        self.blocks.len() - 1
    }

    /// Adds the blocks of another document below the headings that are open here: Markdown found inside a JSON string.
    pub fn append(&mut self, blocks: Vec<Block>) {
        let offset = self.blocks.len();
        let above: Vec<usize> = self.open.iter().map(|&(_, index)| index).collect();
        self.blocks.extend(blocks.into_iter().map(|mut block| {
            block.path = above.iter().copied().chain(block.path.iter().map(|i| i + offset)).collect();
            block.parent = block.parent.map(|i| i + offset);
            block
        }));
    }

    /// The blocks.
    pub fn finish(self) -> Vec<Block> {
        self.blocks
    }
}
