//! Bytes → text.
//!
//! Lines stay what the user's editor shows: `\r\n` becomes `\n`, and a lone `\r` ends a line only in a file without any
//! `\n`; elsewhere it is white space. Columns count the characters of such a line.

use anyhow::{Result, bail};

use crate::cite::Cite;
use crate::facts::Warning;

/// First bytes of files that are no text, what such a file is, and what to do instead.
const MAGIC: &[(&[u8], &str, &str)] = &[
    (b"%PDF-", "a PDF file", "copy its text, or export the page as HTML or Markdown"),
    (b"PK\x03\x04", "a ZIP archive (perhaps Word or OpenDocument)", "save it as text, HTML or Markdown"),
    (b"\xd0\xcf\x11\xe0", "an old Office file", "save it as text, HTML or Markdown"),
    (b"{\\rtf", "a Rich Text file", "save it as text, HTML or Markdown"),
    (b"\x1f\x8b", "gzip-compressed", "decompress it first"),
    (b"(\xb5\x2f\xfd", "zstd-compressed", "decompress it first"),
    (b"BZh", "bzip2-compressed", "decompress it first"),
    (b"\xfd7zXZ", "xz-compressed", "decompress it first"),
    (b"\x89PNG", "an image", "give the text itself"),
    (b"\xff\xd8\xff", "an image", "give the text itself"),
    (b"GIF8", "an image", "give the text itself"),
    (b"\x7fELF", "a program", "give a postmortem"),
    (b"SQLite format 3", "a database", "export it as JSON"),
];

/// How much of a file is looked at to tell text from other bytes.
const SAMPLE: usize = 8192;

/// The text of a file, without its byte order mark, and what was wrong with its bytes.
///
/// # Errors
/// If the bytes are no text: a known binary format, a zero byte outside of UTF-16, or mostly control characters.
pub fn decode(bytes: &[u8]) -> Result<(String, Vec<Warning>)> {
    if let Some((_, what, instead)) = MAGIC.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        bail!("this is {what}, not text; {instead}");
    }
    let (text, broken) = match encoding(bytes) {
        Encoding::Utf8 { bom } => {
            let text = bytes.get(bom..).unwrap_or_default();
            if let Some(at) = memchr::memchr(0, text) {
                bail!(
                    "this is a binary file (zero byte at byte {}); give Markdown, plain text, HTML or JSON",
                    at + bom
                );
            }
            utf8(text, bom)
        }
        Encoding::Utf16 { bom, big } => utf16(bytes.get(bom..).unwrap_or_default(), bom, big),
    };
    let sample = || text.chars().take(SAMPLE);
    let suspect = text.bytes().fold(false, |suspect, byte| suspect | may_be_odd(byte));
    let odd = if suspect { sample().filter(|c| is_odd(*c)).count() } else { 0 };
    let all = if odd > 0 { sample().count() } else { 0 };
    if odd * 10 > all * 3 {
        bail!(
            "this is a binary file ({odd} of its first {all} characters are no text); give Markdown, plain text, HTML or JSON"
        );
    }
    let warnings = broken.into_iter().map(|b| b.warning(&text)).collect();
    Ok((end_lines(hyphens(text)), warnings))
}

/// Hyphens that forbid a line break, or are typographic, as the plain one: `2025‑05‑20` is a day, too.
fn hyphens(text: String) -> String {
    const OTHERS: [char; 2] = ['\u{2010}', '\u{2011}'];
    let found = memchr::memmem::find_iter(text.as_bytes(), b"\xe2\x80")
        .any(|at| matches!(text.as_bytes().get(at + 2), Some(0x90 | 0x91)));
    if found { text.replace(OTHERS, "-") } else { text }
}

/// No character of a text. Escape is one: logs are full of it.
fn is_odd(c: char) -> bool {
    c == '\u{FFFD}' || (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{1B}' | '\u{C}'))
}

/// A character that is [odd](is_odd) may begin with this byte. Most texts have none.
fn may_be_odd(byte: u8) -> bool {
    matches!(byte, 0x00..=0x1F | 0x7F | 0xC2 | 0xEF) && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x1B | 0x0C)
}

enum Encoding {
    Utf8 { bom: usize },
    Utf16 { bom: usize, big: bool },
}

/// By the byte order mark, or, as some Windows tools leave it out, by where the zero bytes are: in UTF-16 every line
/// break and every ASCII character has one, always on the same side.
fn encoding(bytes: &[u8]) -> Encoding {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => Encoding::Utf8 { bom: 3 },
        [0xFF, 0xFE, ..] => Encoding::Utf16 { bom: 2, big: false },
        [0xFE, 0xFF, ..] => Encoding::Utf16 { bom: 2, big: true },
        _ if memchr::memchr(0, bytes.get(..SAMPLE).unwrap_or(bytes)).is_none() => Encoding::Utf8 { bom: 0 },
        _ => {
            let pairs = bytes.get(..bytes.len().min(SAMPLE) & !1).unwrap_or_default().chunks_exact(2);
            let (mut all, mut high, mut low, mut both) = (0_usize, 0, 0, 0);
            for pair in pairs {
                all += 1;
                match pair {
                    [0, 0] => both += 1,
                    [0, _] => high += 1,
                    [_, 0] => low += 1,
                    _ => {}
                }
            }
            // A tenth: text in any script has that many spaces, digits and line breaks.
            let enough = all.div_ceil(10).max(1);
            if both == 0 && low == 0 && high >= enough {
                Encoding::Utf16 { bom: 0, big: true }
            } else if both == 0 && high == 0 && low >= enough {
                Encoding::Utf16 { bom: 0, big: false }
            } else {
                Encoding::Utf8 { bom: 0 }
            }
        }
    }
}

/// Bytes that had to be replaced.
struct Broken {
    code: &'static str,
    encoding: &'static str,
    count: usize,
    /// Offset of the first in the file.
    first: usize,
    /// Where its replacement stands in the text.
    at: usize,
}

impl Broken {
    fn warning(self, text: &str) -> Warning {
        let before = text.get(..self.at).unwrap_or_default();
        let line = 1 + before.matches(if text.contains('\n') { '\n' } else { '\r' }).count();
        let places = if self.count == 1 { "1 place is" } else { &format!("{} places are", self.count) };
        Warning {
            code: self.code.into(),
            text: format!(
                "{places} not {} and shown as \u{FFFD}, the first at byte {}; save the file as UTF-8",
                self.encoding, self.first
            ),
            cite: Some(Cite::lines(line, line)),
        }
    }
}

fn utf8(bytes: &[u8], offset: usize) -> (String, Option<Broken>) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), None);
    }
    let mut text = String::with_capacity(bytes.len());
    let mut broken = None::<Broken>;
    let mut at = offset;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            note(&mut broken, "invalid-utf8", "UTF-8", at, text.len());
            text.push(char::REPLACEMENT_CHARACTER);
            at += chunk.invalid().len();
        }
    }
    (text, broken)
}

fn utf16(bytes: &[u8], offset: usize, big: bool) -> (String, Option<Broken>) {
    let pairs = bytes.chunks(2).map(|pair| match *pair {
        [a, b] if big => u16::from_be_bytes([a, b]),
        [a, b] => u16::from_le_bytes([a, b]),
        // Half a character at the end: a lone surrogate is as invalid as it is.
        _ => 0xD800,
    });
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut broken = None::<Broken>;
    let mut at = offset;
    for decoded in char::decode_utf16(pairs) {
        let c = decoded.unwrap_or_else(|_| {
            note(&mut broken, "invalid-utf16", "UTF-16", at, text.len());
            char::REPLACEMENT_CHARACTER
        });
        at += 2 * c.len_utf16();
        text.push(c);
    }
    (text, broken)
}

fn note(broken: &mut Option<Broken>, code: &'static str, encoding: &'static str, first: usize, at: usize) {
    match broken {
        Some(seen) => seen.count += 1,
        None => *broken = Some(Broken { code, encoding, count: 1, first, at }),
    }
}

fn end_lines(text: String) -> String {
    if !text.contains('\r') {
        return text;
    }
    let text = text.replace("\r\n", "\n");
    let other = if text.contains('\n') { " " } else { "\n" };
    if text.contains('\r') { text.replace('\r', other) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        decode(bytes).unwrap().0
    }

    fn wide(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    }

    #[test]
    fn byte_order_marks_are_no_text() {
        assert_eq!(text(b"\xef\xbb\xbf# Outage"), "# Outage");
        assert_eq!(text(&[&b"\xff\xfe"[..], &wide("Größe 10:15", false)].concat()), "Größe 10:15");
        assert_eq!(text(&[&b"\xfe\xff"[..], &wide("Größe 10:15", true)].concat()), "Größe 10:15");
    }

    #[test]
    fn utf_16_is_known_without_a_mark() {
        for big in [false, true] {
            assert_eq!(text(&wide("# Outage\r\nDisk full", big)), "# Outage\nDisk full");
            let cyrillic = "Сбой базы данных в 10:15\nДиск";
            assert_eq!(text(&wide(cyrillic, big)), cyrillic);
        }
    }

    #[test]
    fn line_ends_of_every_system_count_as_one_line_end() {
        assert_eq!(text(b"a\r\nb\nc"), "a\nb\nc");
        assert_eq!(text(b"a\rb\rc"), "a\nb\nc");
        assert_eq!(text(b"10%\r20%\nb"), "10% 20%\nb");
        assert_eq!(text(b"10%\r20%\r\nb"), "10% 20%\nb");
    }

    #[test]
    fn invalid_bytes_are_replaced_and_the_first_is_named_by_its_offset() {
        let (text, warnings) = decode(b"\xef\xbb\xbfab\r\nc\xff d\xc3\n").unwrap();
        assert_eq!(text, "ab\nc\u{FFFD} d\u{FFFD}\n");
        let [warning] = &warnings[..] else { panic!("{warnings:?}") };
        assert_eq!((warning.code.as_str(), &warning.cite), ("invalid-utf8", &Some(Cite::lines(2, 2))));
        assert!(
            warning.text.starts_with("2 places are not UTF-8") && warning.text.contains("byte 8;"),
            "{}",
            warning.text
        );
    }

    #[test]
    fn half_a_character_of_utf_16_is_replaced_with_its_offset() {
        let mut bytes = wide("ab cd\u{1F600}", false);
        bytes.truncate(bytes.len() - 2);
        let (text, warnings) = decode(&[&b"\xff\xfe"[..], &bytes].concat()).unwrap();
        assert_eq!(text, "ab cd\u{FFFD}");
        assert!(
            warnings[0].text.contains("1 place is not UTF-16") && warnings[0].text.contains("byte 12;"),
            "{warnings:?}"
        );
    }

    #[test]
    fn binary_files_are_refused_with_what_they_are() {
        let error = |bytes: &[u8]| decode(bytes).unwrap_err().to_string();
        assert!(error(b"%PDF-1.7 ...").contains("PDF"));
        assert!(error(b"PK\x03\x04....").contains("ZIP"));
        assert!(error(b"some text and then \0 a zero").contains("byte 19"));
        assert!(error(&[0x80; 300]).contains("binary file"));
    }

    #[test]
    fn a_log_full_of_colours_is_still_text() {
        assert!(decode("\u{1b}[31mERROR\u{1b}[0m \u{1b}[1mx\u{1b}[0m\n".repeat(50).as_bytes()).is_ok());
    }

    #[test]
    fn a_hyphen_that_forbids_a_break_is_a_hyphen() {
        let (text, _) = decode("Down on 2025\u{2011}05\u{2011}20 \u{2013} on\u{2010}call \u{2026}".as_bytes()).unwrap();
        assert_eq!(text, "Down on 2025-05-20 \u{2013} on-call \u{2026}");
    }
}
