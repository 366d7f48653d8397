//! What of a document's text may be shown: no control character and no terminal escape sequence ever.
//!
//! Logs pasted into a postmortem carry colour codes, and a hostile document could carry worse. They are taken out where
//! text enters the document model, so that no later step has to think of it.

use std::borrow::Cow;

/// How far, in bytes, an escape sequence may reach until its end. A longer one is none.
const SEQUENCE_LIMIT: usize = 2048;

/// The stretches of `text` without control characters and escape sequences, each with the number of characters
/// before it. Tabs and line breaks are kept.
pub fn visible(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = text;
    let mut column = 0;
    std::iter::from_fn(move || {
        loop {
            let hidden = hidden_prefix(rest);
            if hidden > 0 {
                let (skipped, after) = rest.split_at_checked(hidden)?;
                column += skipped.chars().count();
                rest = after;
                continue;
            }
            let end = first_hidden(rest).unwrap_or(rest.len());
            let (piece, after) = rest.split_at_checked(end)?;
            if piece.is_empty() {
                return None;
            }
            let at = column;
            // Counting the last piece would be for nothing.
            column += if after.is_empty() { 0 } else { piece.chars().count() };
            rest = after;
            return Some((at, piece));
        }
    })
}

/// `text` without control characters and escape sequences.
pub fn clean(text: &str) -> Cow<'_, str> {
    if first_hidden(text).is_some() {
        Cow::Owned(visible(text).map(|(_, piece)| piece).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Where the first hidden character stands. Most text is nothing but plain bytes, which are gone over without decoding them.
fn first_hidden(text: &str) -> Option<usize> {
    /// So many bytes are looked at together.
    const STEP: usize = 16;
    let plain = |step: &&[u8]| step.iter().fold(true, |plain, b| plain & matches!(b, b' '..=b'~' | b'\t' | b'\n'));
    let from = text.as_bytes().chunks(STEP).take_while(plain).map(<[u8]>::len).sum();
    // All before it is ASCII, so no character is cut.
    text.get(from..)?.find(is_hidden).map(|at| from + at)
}

/// Control characters; marks that reorder text (they can make it read as what it is not); invisible spaces of
/// word processors, which would keep `10:15` from being read as a time.
fn is_hidden(c: char) -> bool {
    match c {
        ' '..='~' | '\t' | '\n' => false,
        '\u{200B}' | '\u{FEFF}' | '\u{2060}' | '\u{200E}' | '\u{200F}' => true,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => true,
        _ => c.is_control(),
    }
}

/// The length in bytes of the control character or escape sequence that `text` begins with (ECMA-48, section 5).
fn hidden_prefix(text: &str) -> usize {
    let Some(first) = text.chars().next().filter(|&c| is_hidden(c)) else { return 0 };
    let after = text.get(first.len_utf8()..).unwrap_or_default();
    let inside = match first {
        '\u{1B}' => match after.bytes().next() {
            Some(b'[') => 1 + parameters(after.get(1..).unwrap_or_default()),
            Some(b']' | b'P' | b'X' | b'^' | b'_') => string(after).unwrap_or(1),
            Some(0x20..=0x2F) => after.bytes().take_while(|b| (0x20..=0x2F).contains(b)).count() + 1,
            Some(0x30..=0x7E) => 1,
            _ => 0,
        },
        '\u{9B}' => parameters(after),
        _ => 0,
    };
    // What looked like a sequence may end inside of a wider character.
    (0..=inside).rev().map(|n| first.len_utf8() + n).find(|&n| text.is_char_boundary(n)).unwrap_or(first.len_utf8())
}

/// The length of a control sequence's parameters and its final byte.
fn parameters(text: &str) -> usize {
    let length = text.bytes().take(SEQUENCE_LIMIT).take_while(|b| (0x20..=0x3F).contains(b)).count();
    match text.as_bytes().get(length) {
        Some(0x40..=0x7E) => length + 1,
        _ => 0,
    }
}

/// The length of a control string (such as a window title) up to its end.
fn string(text: &str) -> Option<usize> {
    let bytes = text.as_bytes().get(..text.len().min(SEQUENCE_LIMIT))?;
    let end = bytes.iter().position(|&b| b == 0x07 || b == 0x1B || b == b'\n')?;
    match (bytes.get(end), bytes.get(end + 1)) {
        (Some(0x07), _) => Some(end + 1),
        (Some(0x1B), Some(b'\\')) => Some(end + 2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_titles_and_bells_are_taken_out_and_their_room_is_counted() {
        let found: Vec<_> = visible("a\u{1b}[1;31mred\u{1b}[0m \u{1b}]0;my title\u{7}b\u{8}c").collect();
        assert_eq!(found, [(0, "a"), (8, "red"), (15, " "), (29, "b"), (31, "c")]);
    }

    #[test]
    fn a_sequence_without_an_end_loses_only_its_first_characters() {
        assert_eq!(clean("x\u{1b}]0;no end here"), "x0;no end here");
        assert_eq!(clean("x\u{1b}é"), "xé");
        assert_eq!(clean("x\u{1b}[é"), "xé");
        assert_eq!(clean("x\u{1b}"), "x");
    }

    #[test]
    fn text_cannot_be_reordered_or_hidden() {
        assert_eq!(clean("ab\u{202e}dc\u{200b}1"), "abdc1");
        assert_eq!(clean("👩‍💻 tab\tok"), "👩‍💻 tab\tok");
    }
}
