//! What converters leave behind in a paragraph, and is no text of the author.

use crate::document::Text;
use crate::read::paragraph::Line;

/// The lines of a paragraph without what converters leave behind: the bars of tables that are none any more (with
/// their header), attributes, the end of an image whose address was wrapped.
pub(super) fn without_leftovers(mut lines: Vec<Line>) -> Vec<Line> {
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
        } else if words.ends_with(')') && !words.contains(' ') && words.contains(")](") {
            line.text.truncate(0);
        }
    }
    lines
}

fn is_table_rule(words: &str) -> bool {
    words.bytes().all(|b| matches!(b, b'-' | b'|' | b':' | b' ')) && words.contains("-|-")
}

/// Takes away the attributes that kramdown puts behind a text: `{: .red }`.
fn trim_attributes(text: &mut Text) {
    let words = text.as_str();
    let attributes = if words.ends_with('}') { words.rfind("{:") } else { None };
    if let Some(from) = attributes {
        text.truncate(from);
        text.trim_end();
    }
}
