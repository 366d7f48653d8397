//! The sentences of a document.
//!
//! Own code: `sentencex` splits after "approx." and "hrs.", does not see numbered items inside a paragraph, and costs more
//! than the rest of the extraction. Postmortems need little: abbreviations, numbers, list marks, names that start small.

use std::ops::Range;

use crate::document::{Document, Kind, Span};

/// Words whose full stop does not end a sentence, without it. Single letters and words with inner stops (`e.g`, `a.m`)
/// are told by their form.
const ABBREVIATIONS: &[&str] = &[
    "approx", "ca", "cf", "dept", "dr", "est", "etc", "fig", "figs", "hr", "hrs", "incl", "inc", "jr", "ltd", "max",
    "min", "mins", "misc", "mr", "mrs", "ms", "msg", "nr", "no", "pp", "prof", "ref", "resp", "sec", "secs", "sr",
    "st", "temp", "ver", "vol", "vs", "aka", "ref", "appx", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
    "sept", "oct", "nov", "dec", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat",
];

/// Whether the full stop behind a word, in lower case, may be that of an abbreviation.
pub fn abbreviates(word: &str) -> bool {
    ABBREVIATIONS.contains(&word)
}

/// Abbreviations that often do end a sentence: they do before a word with a capital.
const MAY_END: &[&str] = &["etc", "hr", "hrs", "inc", "ltd", "min", "mins", "max", "sec", "secs", "misc"];

/// The sentences of the `wanted` blocks that are neither code nor headings, in the order of the source.
pub fn split(doc: &Document, wanted: impl Fn(usize) -> bool) -> Vec<Span> {
    let mut spans = Vec::new();
    for (block, cell, content) in doc.cells() {
        if !wanted(block)
            || matches!(doc.blocks.get(block).map(|b| &b.kind), Some(Kind::Code { .. } | Kind::Heading { .. }))
        {
            continue;
        }
        spans.extend(sentences(content.text.as_str()).into_iter().map(|range| Span { block, cell, range }));
    }
    spans
}

/// The sentences of a text: byte ranges without white space around them, in order. Together they hold all its words.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut from = 0;
    // Everything before it has been looked at: no byte is scanned twice, however few sentences there are.
    let mut seen = 0;
    let bulleted = !text.is_ascii() && text.contains(BULLET);
    for at in memchr::memchr3_iter(b'.', b'!', b'?', bytes).chain(std::iter::once(bytes.len())) {
        if at < seen {
            continue;
        }
        if bulleted {
            bullets(text, &mut from, seen..at, &mut found);
        }
        let end = closed(text, at);
        seen = end;
        if end < text.len() && ends_sentence(text, from, at, end) {
            push(text, from..end, &mut found);
            from = end;
        }
    }
    push(text, from..text.len(), &mut found);
    found
}

/// Parts the entries of a list that was run into one paragraph.
const BULLET: &str = " • ";

/// Cuts at the bullets of `scan` that stand inside a paragraph; `from` moves to the last.
fn bullets(text: &str, from: &mut usize, scan: Range<usize>, found: &mut Vec<Range<usize>>) {
    for (at, _) in text.get(scan.clone()).unwrap_or_default().match_indices(BULLET) {
        let at = scan.start + at;
        push(text, *from..at, found);
        *from = at + 1;
    }
}

fn push(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let words = text.get(range.clone()).unwrap_or_default().trim_start();
    let start = range.end - words.len();
    let words = words.trim_end();
    if !words.is_empty() {
        found.push(start..start + words.len());
    }
}

/// The byte after a stop and the marks that close with it.
fn closed(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    text.len() - rest.trim_start_matches(['.', '!', '?', ')', ']', '"', '\'', '”', '’', '*', '_', '…']).len()
}

/// Whether the stop at `at`, whose closing marks end at `end`, ends the sentence that began at `from`.
fn ends_sentence(text: &str, from: usize, at: usize, end: usize) -> bool {
    let after = text.get(end..).unwrap_or_default();
    if !after.starts_with(char::is_whitespace) {
        return false;
    }
    let Some(next) = after.trim_start().chars().next() else { return true };
    let before = text.get(from..at).unwrap_or_default();
    let token = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '/' | '"' | '“'))
        .next()
        .unwrap_or_default();
    if text.as_bytes().get(at) == Some(&b'.') {
        let short = token.len() <= 6;
        let lower = if short { token.to_ascii_lowercase() } else { String::new() };
        let inner_stop = short && lower.contains('.') && lower.split('.').all(|p| p.len() == 1);
        if inner_stop && !(matches!(lower.as_str(), "a.m" | "p.m") && starts_clause(after)) {
            return false;
        }
        if token.len() == 1 && token.starts_with(|c: char| c.is_ascii_uppercase()) {
            return false;
        }
        if ABBREVIATIONS.contains(&lower.as_str()) {
            // "no." is also a word: it abbreviates before a number only.
            let word = lower == "no" && !next.is_ascii_digit();
            return word || MAY_END.contains(&lower.as_str()) && next.is_uppercase();
        }
        let numbering = !token.is_empty() && token.len() <= 2 && token.bytes().all(|b| b.is_ascii_digit());
        let head = before.get(..before.len() - token.len()).unwrap_or_default().trim_end();
        if numbering && (head.is_empty() || head.ends_with([':', ';', '.', ']'])) {
            return false;
        }
    }
    if next.is_lowercase() {
        // A name that starts small, or a careless writer; not an aside, not an ellipsis.
        return end == at + 1 && token.len() >= 4 && token.bytes().all(|b| b.is_ascii_alphabetic() || b == b'`');
    }
    next.is_alphanumeric()
        || matches!(
            next,
            '"' | '\'' | '“' | '‘' | '(' | '[' | '`' | '<' | '@' | '#' | '-' | '–' | '—' | '$' | '~' | '>' | '*' | '/'
        )
        || !next.is_ascii()
}

/// A sentence that starts here starts with a word, not with a time zone.
fn starts_clause(after: &str) -> bool {
    let word: String = after.trim_start().chars().take_while(|c| c.is_alphanumeric()).collect();
    word.len() == 1 || word.chars().skip(1).any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).into_iter().filter_map(|r| text.get(r)).collect()
    }

    #[test]
    fn stops_inside_numbers_versions_and_abbreviations_do_not_end_a_sentence() {
        assert_eq!(
            cut("It took approx. 5 min. on v1.2.3, e.g. on db.example.com. Then it ended."),
            ["It took approx. 5 min. on v1.2.3, e.g. on db.example.com.", "Then it ended."]
        );
        assert_eq!(
            cut("At 5 p.m. UTC it broke. At 6 p.m. We left."),
            ["At 5 p.m. UTC it broke.", "At 6 p.m.", "We left."]
        );
        assert_eq!(cut("Ask J. Doe or Dr. Who."), ["Ask J. Doe or Dr. Who."]);
    }

    #[test]
    fn a_sentence_may_start_with_a_small_name() {
        assert_eq!(
            cut("We cleared the directory. node-3 came back."),
            ["We cleared the directory.", "node-3 came back."]
        );
        assert_eq!(cut("The chart (many lines!) shows it."), ["The chart (many lines!) shows it."]);
    }

    #[test]
    fn numbers_of_a_list_stay_with_their_items() {
        assert_eq!(cut("We will: 1. Add an alert. 2. Test it."), ["We will: 1. Add an alert.", "2. Test it."]);
        assert_eq!(cut("It ran out in step 2. Then it stopped."), ["It ran out in step 2.", "Then it stopped."]);
    }

    #[test]
    fn bullets_inside_a_paragraph_split_it() {
        assert_eq!(
            cut("• 09:00 It broke • 09:10 It worked. • 09:20 Done"),
            ["• 09:00 It broke", "• 09:10 It worked.", "• 09:20 Done"]
        );
    }

    #[test]
    fn all_words_are_kept() {
        let text = "One. Two! (Three?) \"Four.\" five… six. É sept. ";
        let words: String = cut(text).concat().split_whitespace().collect();
        assert_eq!(words, text.split_whitespace().collect::<String>());
    }
}
