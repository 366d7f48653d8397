//! Inline mark-up of reStructuredText.

use crate::document::{MarkKind, Text};
use crate::read::paragraph::Line;

/// The lines of a paragraph, without mark-up. `source` is the paragraph with its line breaks.
pub fn lines(source: &Text) -> Vec<Line> {
    let mut inline = Inline { source, lines: Vec::new(), text: source.blank(), mark: None };
    inline.read();
    inline.end_line();
    inline.lines
}

/// All of a paragraph as one text.
pub fn text(source: &Text) -> Text {
    let mut whole = source.blank();
    for line in lines(source) {
        whole.append(&line.text);
    }
    whole.trim_end();
    whole
}

struct Inline<'a> {
    source: &'a Text,
    lines: Vec<Line>,
    text: Text,
    mark: Option<(MarkKind, usize)>,
}

impl Inline<'_> {
    fn read(&mut self) {
        let words = self.source.as_str();
        let mut at = 0;
        let mut plain = 0;
        while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
            let before = words.get(..at).and_then(|b| b.chars().next_back());
            match construct(rest, before) {
                Some(found) => {
                    self.add(plain..at);
                    let from = self.text.len();
                    match found.mark {
                        Some(kind) => {
                            self.mark = Some((kind, from));
                            self.add(at + found.inner.start..at + found.inner.end);
                            if let Some((kind, from)) = self.mark.take() {
                                self.text.mark(kind, from);
                            }
                        }
                        None => self.add(at + found.inner.start..at + found.inner.end),
                    }
                    at += found.length;
                    plain = at;
                }
                None => at += rest.chars().next().map_or(1, char::len_utf8),
            }
        }
        self.add(plain..words.len());
    }

    /// Adds a stretch of the source, line by line.
    fn add(&mut self, range: std::ops::Range<usize>) {
        let mut from = range.start;
        let words = self.source.get(range);
        for (i, line) in words.split('\n').enumerate() {
            if i > 0 {
                self.end_line();
            }
            for (piece, number, column) in self.source.pieces(from..from + line.len()) {
                self.text.push(piece, number, column);
            }
            from += line.len() + 1;
        }
    }

    fn end_line(&mut self) {
        if let Some((kind, from)) = &mut self.mark {
            self.text.mark(kind.clone(), *from);
            *from = 0;
        }
        let mut text = std::mem::replace(&mut self.text, self.source.blank());
        text.trim_end();
        let width = text.as_str().chars().count() + text.place(0).1;
        self.lines.push(Line { text, width, hard: false });
    }
}

/// A piece of mark-up at the beginning of a text.
struct Construct {
    /// Its bytes.
    length: usize,
    /// The bytes of what it says.
    inner: std::ops::Range<usize>,
    mark: Option<MarkKind>,
}

/// How far mark-up may reach: an opening sign without an end must not make reading quadratic.
const LONGEST: usize = 2000;

/// Mark-up that `rest` begins with. `before` is the character in front of it.
fn construct(rest: &str, before: Option<char>) -> Option<Construct> {
    let opens = before.is_none_or(|c| c.is_whitespace() || "'\"([{<-/:–—".contains(c));
    let found = |length, inner, mark| Some(Construct { length, inner, mark });
    match rest.as_bytes().first()? {
        b'\\' => {
            // An escaped space joins, an escaped sign stands for itself.
            let escaped = rest.get(1..)?.chars().next()?;
            let length = 1 + escaped.len_utf8();
            found(length, if escaped.is_whitespace() { length..length } else { 1..length }, None)
        }
        b'`' if rest.starts_with("``") => {
            let end = closing(rest, 2, "``")?;
            found(end + 2, 2..end, Some(MarkKind::Code))
        }
        b'`' => reference(rest),
        b'*' if opens && rest.starts_with("**") => {
            let end = closing(rest, 2, "**")?;
            found(end + 2, 2..end, Some(MarkKind::Strong))
        }
        b'*' if opens => {
            let end = closing(rest, 1, "*")?;
            found(end + 1, 1..end, Some(MarkKind::Emphasis))
        }
        b':' if opens => role(rest),
        b'[' if rest.starts_with("[STRIKEOUT:") => {
            let start = "[STRIKEOUT:".len();
            let end = closing(rest, start, "]")?;
            found(end + 1, start..end, Some(MarkKind::Deleted))
        }
        b'[' => {
            let end = closing(rest, 1, "]_")?;
            let name = rest.get(1..end)?;
            let fits = name.len() < 20 && name.chars().all(|c| c.is_alphanumeric() || "#*-_".contains(c));
            fits.then(|| Construct { length: end + 2, inner: 0..0, mark: None })
        }
        _ => None,
    }
}

/// The byte at which `sign` closes what began before `from`: text stands right before it.
fn closing(rest: &str, from: usize, sign: &str) -> Option<usize> {
    let mut limit = rest.len().min(LONGEST);
    while !rest.is_char_boundary(limit) {
        limit -= 1;
    }
    let inside = rest.get(from..limit)?;
    if inside.starts_with(char::is_whitespace) {
        return None;
    }
    let mut places = inside.match_indices(sign).map(|(at, _)| at);
    let at = places.find(|&at| at > 0 && !inside.get(..at).is_some_and(|b| b.ends_with(char::is_whitespace)))?;
    Some(from + at)
}

/// `` `text <target>`__ ``, `` `text`_ ``, `` `text` ``.
fn reference(rest: &str) -> Option<Construct> {
    let end = closing(rest, 1, "`")?;
    let after = rest.get(end + 1..)?;
    let signs = after.bytes().take(2).take_while(|&b| b == b'_').count();
    let inner = rest.get(1..end)?;
    let (words, target) = match inner.rfind('<').filter(|_| inner.ends_with('>')) {
        Some(open) => {
            (inner.get(..open)?.trim_end(), inner.get(open + 1..inner.len() - 1)?.replace(char::is_whitespace, ""))
        }
        None => (inner, String::new()),
    };
    // A link without words of its own says its address.
    let range = if words.is_empty() { 2..end - 1 } else { 1..1 + words.len() };
    let mark = if signs > 0 { MarkKind::Link(target) } else { MarkKind::Emphasis };
    Some(Construct { length: end + 1 + signs, inner: range, mark: Some(mark) })
}

/// `` :role:`text` ``.
fn role(rest: &str) -> Option<Construct> {
    let name = rest.get(1..)?.find(':')?;
    let word = rest.get(1..1 + name)?;
    if word.is_empty() || !word.chars().all(|c| c.is_ascii_alphanumeric() || "-+._".contains(c)) {
        return None;
    }
    let start = name + 2;
    let text = reference(rest.get(start..).filter(|r| r.starts_with('`'))?)?;
    let inner = text.inner.start + start..text.inner.end + start;
    Some(Construct { length: start + text.length, inner, mark: Some(MarkKind::Code) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> (String, Vec<(MarkKind, String)>) {
        let text = text(&crate::read::html::mapped(source));
        let marks = text.marks().iter().map(|m| (m.kind.clone(), text.get(m.range.clone()).to_owned())).collect();
        (text.as_str().to_owned(), marks)
    }

    #[test]
    fn mark_up_goes_and_words_stay() {
        let (text, marks) =
            read("**10:15:** ``db-1`` *full*, see `run\nbook <https://x.y>`__ and :cmd:`df -h` [#a]_\\ x 2*3*4");
        assert_eq!(text, "10:15: db-1 full, see run book and df -h x 2*3*4");
        assert_eq!(marks[0], (MarkKind::Strong, "10:15:".into()));
        assert_eq!(marks[1], (MarkKind::Code, "db-1".into()));
        assert_eq!(marks[3], (MarkKind::Link("https://x.y".into()), "run".into()));
        assert_eq!(read("[STRIKEOUT:old] `<https://x.y>`_").0, "old https://x.y");
    }

    #[test]
    fn what_is_not_closed_is_text() {
        for source in ["a ** b", "`x", "``x", ":role:x", "[1", "10:15:20"] {
            assert_eq!(read(source).0, source);
        }
    }

    #[test]
    fn words_keep_their_place() {
        let text = text(&crate::read::html::mapped("é ``a`` b\n**c** d"));
        assert_eq!(text.as_str(), "é a b c d");
        assert_eq!((text.place(3), text.place(7), text.place(9)), ((1, 4), (2, 2), (2, 6)));
    }
}
