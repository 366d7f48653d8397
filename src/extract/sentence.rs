//! The sentences of a document.

use crate::document::{Document, Kind, Span};

/// The sentences of all blocks but code, in the order of the source.
pub fn split(doc: &Document) -> Vec<Span> {
    let mut spans = Vec::new();
    for (block, cell, content) in doc.cells() {
        if matches!(doc.blocks.get(block).map(|b| &b.kind), Some(Kind::Code { .. } | Kind::Heading { .. })) {
            continue;
        }
        let text = content.text.as_str();
        let mut from = 0;
        for (at, _) in text.match_indices(['.', '!', '?']) {
            let rest = text.get(at + 1..).unwrap_or_default();
            if rest.starts_with(' ') && rest.trim_start().starts_with(char::is_uppercase) {
                spans.push(Span { block, cell, range: from..at + 1 });
                from = at + 2;
            }
        }
        if from < text.len() {
            spans.push(Span { block, cell, range: from..text.len() });
        }
    }
    spans
}
