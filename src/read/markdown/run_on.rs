//! Markdown whose line breaks were lost: `## ROOT CAUSE The disk was full. … ## NEXT STEPS We will …` in one line.
//!
//! Read by the letter, the whole line is one heading, and a document of one line tells nothing.

use crate::document::Text;
use crate::section;

/// A heading is longer than this, in bytes, only if a paragraph ran into it.
const LONGEST_HEADING: usize = 200;

/// So many headings are looked for in one line.
const MOST_HEADINGS: usize = 64;

/// A part of such a line.
#[derive(Debug)]
pub enum Part {
    /// The name of a section and its level.
    Heading(u8, Text),
    /// What stands below it.
    Plain(Text),
}

/// The parts of the text of a heading (with its level) or of a paragraph, if others ran into it.
pub fn split(level: Option<u8>, text: &Text) -> Option<Vec<Part>> {
    let words = text.as_str();
    let swallows = level.is_some() && words.len() > LONGEST_HEADING && words.contains(". ");
    let signs = if swallows || level.is_none() { signs(words) } else { Vec::new() };
    let named = || signs.iter().any(|&(at, length)| words.get(at + length..).is_some_and(|rest| name(rest) > 0));
    if !swallows && !named() {
        return None;
    }
    let mut rest = text.clone();
    let mut parts = Vec::new();
    for &(at, length) in signs.iter().rev() {
        let part = rest.tail(at + length);
        rest.truncate(at);
        parts.push((u8::try_from(length - 1).ok(), part));
    }
    parts.push((level, rest));
    Some(parts.into_iter().rev().flat_map(|(level, text)| below(level, text)).flatten().collect())
}

/// The name of a section and what stands below it.
fn below(level: Option<u8>, mut text: Text) -> [Option<Part>; 2] {
    text.trim_end();
    let end = if level.is_some() { name(text.as_str()) } else { 0 };
    let plain = text.tail(end);
    text.truncate(end);
    text.trim_end();
    let heading = level.filter(|_| !text.is_empty()).map(|level| Part::Heading(level, text));
    [heading, (!plain.is_empty()).then_some(Part::Plain(plain))]
}

/// Where in a line ` ## ` stands before a word with a capital letter: the first sign, and the length with the space.
fn signs(words: &str) -> Vec<(usize, usize)> {
    let bytes = words.as_bytes();
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = bytes.get(from..).and_then(|rest| memchr::memchr(b'#', rest)).map(|i| from + i) {
        let length = bytes.iter().skip(at).take_while(|b| **b == b'#').count();
        let capital = bytes.get(at + length + 1).is_some_and(u8::is_ascii_uppercase);
        let apart = at > 0 && bytes.get(at - 1) == Some(&b' ') && bytes.get(at + length) == Some(&b' ');
        if (2..=6).contains(&length) && apart && capital {
            found.push((at, length + 1));
        }
        from = at + length;
        if found.len() == MOST_HEADINGS {
            break;
        }
    }
    found
}

/// Length of the section's name at the head of a text, with the white space behind it: a label, or two or more words in
/// capitals. 0 if none can be told.
fn name(text: &str) -> usize {
    if let Some((_, end)) = section::label(text) {
        return end;
    }
    let capitals = |w: &&str| w.trim().len() > 1 && !w.contains(|c: char| c.is_lowercase() || c.is_numeric());
    let (count, end) =
        text.split_inclusive(' ').take_while(capitals).fold((0, 0), |(n, end), w| (n + 1, end + w.len()));
    if count >= 2 { end } else { 0 }
}

#[cfg(test)]
mod tests {
    use crate::document::Kind;
    use crate::read::markdown::blocks;

    fn shape(text: &str) -> Vec<(bool, String, (usize, usize))> {
        let of = |b: &crate::document::Block| {
            (matches!(b.kind, Kind::Heading { .. }), b.text().as_str().to_owned(), b.text().place(0))
        };
        blocks(text, None).iter().map(of).collect()
    }

    #[test]
    fn sections_in_one_line_are_told_apart() {
        let filler = "The broker answered no call for an hour and nobody could pay. ".repeat(4);
        let found = shape(&format!(
            "# T\n\n## SUMMARY OF THE OUTAGE {filler}## Root Cause The disk was full. ### Shop It was down."
        ));
        let texts: Vec<(bool, &str)> = found.iter().map(|(heading, text, _)| (*heading, text.as_str())).collect();
        assert_eq!(
            texts,
            [
                (true, "T"),
                (true, "SUMMARY OF THE OUTAGE"),
                (false, filler.trim_end()),
                (true, "Root Cause"),
                (false, "The disk was full."),
                (false, "Shop It was down."),
            ]
        );
        assert_eq!(found[2].2, (3, 25));
    }

    #[test]
    fn a_paragraph_is_cut_only_where_a_section_is_named() {
        assert_eq!(shape("The pool ran dry. ## ROOT CAUSE A leak held it.").len(), 3);
        assert_eq!(shape("Write a second ## Heading for each entry. It helps.").len(), 1);
        assert_eq!(shape(&format!("## {}", "Why calls to the pool failed ".repeat(8))).len(), 1);
    }
}
