//! Lists of reStructuredText: bullets, numbers, fields, and lines that keep their breaks.

use super::{Around, Reader, indent, inline, shape};
use crate::document::Kind;
use crate::read::paragraph::{self, Trust};

impl Reader<'_> {
    pub(super) fn list(&mut self, at: usize, end: usize, around: &Around) -> Option<usize> {
        let line = self.line(at);
        let body = line.trim_start();
        if let Some((name, value)) = field(body) {
            let to = self.body(at + 1, end, around.indent);
            let mut source = self.source(at..at + 1, indent(line) + value);
            let paragraph = (at + 1..to).find(|&i| self.is_blank(i)).unwrap_or(to);
            let rest = self.source(at + 1..paragraph, self.least(at + 1..paragraph));
            source.append(&rest);
            let text = inline::text(&source);
            if !text.is_empty() {
                self.outline.field(name, text);
            }
            self.inner(paragraph..to, around);
            return Some(to);
        }
        if body.starts_with("| ") {
            // A line that the author broke stands alone.
            let source = self.source(at..at + 1, indent(line) + 2);
            self.emit(inline::lines(&source), around);
            return Some(at + 1);
        }
        if body.starts_with(">>> ") {
            let to = (at..end).find(|&i| self.is_blank(i)).unwrap_or(end);
            self.code(at..to, Some("python".into()), around);
            return Some(to);
        }
        self.item(at, end, around)
    }

    fn item(&mut self, at: usize, end: usize, around: &Around) -> Option<usize> {
        let line = self.line(at);
        let body = line.trim_start();
        let automatic = body.strip_prefix("#. ").map(|rest| body.len() - rest.trim_start().len());
        let marker = shape::bullet(body).map(|b| (b.length, b.ordered, b.checked));
        let (length, ordered, checked) = marker.or(automatic.map(|length| (length, true, None)))?;
        // What belongs to the item is at least one further in than its bullet.
        let to = self.body(at + 1, end, indent(line));
        let first = (at + 1..to).find(|&i| self.is_blank(i) || self.begins_list(i)).unwrap_or(to);
        let mut source = self.source(at..at + 1, indent(line) + length);
        if first > at + 1 {
            source.newline();
            for index in at + 1..first {
                if index > at + 1 {
                    source.newline();
                }
                self.push(&mut source, index, indent(self.line(index)));
            }
        }
        let literal = source.as_str().ends_with("::");
        if literal {
            source.truncate(source.len() - 1);
        }
        let kind = Kind::Item { depth: around.depth, ordered, checked };
        let lines = inline::lines(&source);
        let block = paragraph::emit(&mut self.outline, paragraph::split(lines, Trust::Nested), &kind, around.parent);
        let below = Around { parent: block.or(around.parent), depth: around.depth.saturating_add(1), ..*around };
        if literal {
            self.code(first..to, None, &below);
        } else {
            self.inner(first..to, &below);
        }
        Some(to)
    }

    /// A list inside of an item should stand behind a blank line, but often does not.
    fn begins_list(&self, index: usize) -> bool {
        shape::bullet(self.line(index).trim_start()).is_some_and(|b| !b.ordered)
    }
}

/// The name of `:name: value`, and the byte at which the value begins.
fn field(body: &str) -> Option<(&str, usize)> {
    let rest = body.strip_prefix(':')?;
    let close = rest.find(':').filter(|&at| at > 0)?;
    let after = rest.get(close + 1..)?;
    let fits = after.is_empty() || after.starts_with(' ');
    fits.then(|| (rest.get(..close).unwrap_or_default(), body.len() - after.trim_start().len()))
}
