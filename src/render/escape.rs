//! Makes text of a document harmless in what it is written into.

use super::Escape;
use crate::search::has;

/// The text without control characters and, for Markdown, with the characters escaped that would act.
pub fn escape(text: &str, format: Escape) -> String {
    if is_harmless(text) {
        return text.to_owned();
    }
    let plain = text.chars().filter(|c| !c.is_control() && !direction(*c));
    if format != Escape::Markdown {
        return plain.collect();
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut previous = ' ';
    let mut chars = plain.peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        let acts = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' => true,
            // Inside a word it is a letter of an identifier: no Markdown reads it as emphasis there.
            '_' => !(previous.is_alphanumeric() && next.is_alphanumeric()),
            '~' => previous == '~' || next == '~',
            // An entity, or a heading, list or quotation at the start.
            '&' => next.is_alphanumeric() || next == '#',
            '#' | '>' => out.is_empty(),
            '-' | '+' => out.is_empty() && next == ' ',
            _ => false,
        };
        if acts {
            out.push('\\');
        }
        out.push(c);
        previous = c;
    }
    autolinks(numbered(out))
}

/// The text as text of HTML or SVG, or as the value of an attribute in quotation marks.
pub fn markup(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// For each byte whether it acts nowhere: letters, digits and the punctuation of sentences.
const PLAIN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric()
            || matches!(
                byte as u8,
                b' ' | b',' | b'.' | b';' | b':' | b'\'' | b'"' | b'-' | b'%' | b'(' | b')' | b'/' | b'?' | b'!'
            );
        byte += 1;
    }
    table
};

/// Nothing in it acts anywhere: most of what is told is made of letters, digits and the punctuation of sentences.
fn is_harmless(text: &str) -> bool {
    let plain = |b: u8| PLAIN.get(usize::from(b)).is_some_and(|plain| *plain);
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(plain)
        && !has(text, "www.")
        && !has(text, "://")
}

/// Characters that turn the direction of the text around them: what is shown would not be what is written.
fn direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// "1. x" at the start would be a list.
fn numbered(text: String) -> String {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    match (digits > 0).then(|| text.get(digits..)).flatten() {
        Some(rest) if rest.starts_with(". ") || rest.starts_with(") ") => {
            format!("{}\\{rest}", text.get(..digits).unwrap_or(""))
        }
        _ => text,
    }
}

/// GitHub makes links of bare addresses.
fn autolinks(text: String) -> String {
    if !text.contains("://") && !text.contains("www.") {
        return text;
    }
    text.replace("://", "\\://").replace("www.", "www\\.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_escaped_and_the_rest_stays() {
        for (text, expected) in [
            ("a [link](x) and <b>", "a \\[link\\](x) and \\<b>"),
            ("my_var_name and _emphasis_", "my_var_name and \\_emphasis\\_"),
            ("# no heading", "\\# no heading"),
            ("1. no list", "1\\. no list"),
            ("3.5 GB & more, 2 * 3", "3.5 GB & more, 2 \\* 3"),
            ("&lt;script", "\\&lt;script"),
            ("see https://x.example", "see https\\://x.example"),
        ] {
            assert_eq!(escape(text, Escape::Markdown), expected);
        }
    }

    #[test]
    fn control_characters_never_come_through() {
        for format in [Escape::Markdown, Escape::Html, Escape::Text] {
            assert_eq!(escape("a\u{1b}b\u{7}c\u{202e}d\ne", format), "abcde");
        }
    }
}
