//! What a story's file holds besides its words: citation marks and comments. They are read, then blanked out of the text, so that the Markdown
//! reader and the sentences see only what is said, at its true place.

use std::collections::HashMap;
use std::ops::Range;

use crate::cite::Cite;

/// What a comment in the story says to the checker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// `<!-- warstory: yours -->`: the sentence is from the user's memory.
    Yours,
    /// `<!-- warstory: allow RULE -->`: silences the rule here.
    Allow(Vec<String>),
}

/// A story's text with its marks taken out.
#[derive(Debug, Default)]
pub struct Marked {
    /// The text; what was blanked has as many characters as before.
    pub text: String,
    /// Citations, by the byte at which their mark stood in the file.
    pub cites: Vec<(usize, Cite)>,
    /// Comments, by the bytes at which they stood in the file.
    pub notes: Vec<(Range<usize>, Note)>,
}

/// Stands for a blanked character at the start of a line, where a space would make code of the line.
pub const FILL: char = '\u{2060}';

/// Reads the marks out of a story.
pub fn read(text: &str) -> Marked {
    let notes_at = definitions(text);
    let mut out = Marked { text: String::with_capacity(text.len()), ..Marked::default() };
    let mut at = 0;
    let mut line_empty = true;
    while let Some(rest) = text.get(at..).filter(|r| !r.is_empty()) {
        let end = if rest.starts_with("<!--") {
            let end = rest.find("-->").map_or(rest.len(), |n| n + 3);
            out.notes.extend(note(rest.get(4..end).unwrap_or_default()).map(|n| (at..at + end, n)));
            Some(end)
        } else if rest.starts_with("[^") {
            footnote(rest).map(|(end, name)| {
                let definition = rest.get(end..).is_some_and(|r| r.starts_with(':')) && line_empty;
                if !definition {
                    out.cites.extend(notes_at.get(name).into_iter().flatten().map(|c| (at, c.clone())));
                }
                if definition { rest.find('\n').unwrap_or(rest.len()) } else { end }
            })
        } else if line_empty && listed(rest) {
            // The list of sources below a story in plain text.
            Some(rest.find('\n').unwrap_or(rest.len()))
        } else if rest.starts_with(['(', '[']) {
            bracket(rest, &notes_at).map(|(end, cites)| {
                out.cites.extend(cites.into_iter().map(|c| (at, c)));
                end
            })
        } else {
            None
        };
        let taken = end.unwrap_or_else(|| rest.chars().next().map_or(1, char::len_utf8));
        for c in rest.get(..taken).unwrap_or_default().chars() {
            match (end.is_some(), c) {
                (false, c) => out.text.push(c),
                (true, '\n') => out.text.push('\n'),
                (true, _) => out.text.push(if line_empty { FILL } else { ' ' }),
            }
            line_empty = if c == '\n' { true } else { line_empty && (c.is_whitespace() || end.is_some()) };
        }
        at += taken;
    }
    out
}

/// `[^3]`: its end and its name.
fn footnote(rest: &str) -> Option<(usize, &str)> {
    let close = rest.get(..60.min(rest.len())).or(Some(rest))?.find(']')?;
    let name = rest.get(2..close)?;
    (!name.is_empty() && !name.contains(char::is_whitespace)).then_some((close + 1, name))
}

/// The footnotes of the file: `[^3]: postmortem.md, lines 7–9`, or `[3] lines 7–9` in plain text.
fn definitions(text: &str) -> HashMap<&str, Vec<Cite>> {
    let mut out: HashMap<&str, Vec<Cite>> = HashMap::new();
    for line in text.lines() {
        let line = line.trim();
        let named = line
            .strip_prefix("[^")
            .and_then(|l| l.split_once("]:"))
            .or_else(|| line.strip_prefix('[').and_then(|l| l.split_once("] ")).filter(|(n, _)| number(n)));
        if let Some((name, place)) = named {
            // The path may hold a comma: the place is what stands last.
            let cites = place.rsplit_once(", ").map_or(place, |(_, last)| last).trim();
            if let Some(cite) = cite(cites) {
                out.entry(name).or_default().push(cite);
            }
        }
    }
    out
}

/// `[3] lines 7–9` at the start of a line.
fn listed(rest: &str) -> bool {
    let line = rest.lines().next().unwrap_or_default();
    let item = line.strip_prefix('[').and_then(|l| l.split_once("] "));
    item.is_some_and(|(name, place)| number(name) && cite(place).is_some())
}

fn number(name: &str) -> bool {
    (1..=4).contains(&name.len()) && name.bytes().all(|c| c.is_ascii_digit())
}

/// `line 7`, `lines 7–9` or a JSON pointer, as a story's template prints them.
fn cite(place: &str) -> Option<Cite> {
    let place = place.trim();
    if place.starts_with('/') {
        return Some(Cite::Pointer { pointer: place.replace('\\', "") });
    }
    let lines = place.strip_prefix("lines ").or_else(|| place.strip_prefix("line "))?;
    let (first, last) = lines.split_once(['–', '-']).unwrap_or((lines, lines));
    Some(Cite::lines(first.trim().parse().ok()?, last.trim().parse().ok()?))
}

/// `(line 7, lines 9–12)` or, in plain text, `[1, 2]`: its end and its citations.
fn bracket(rest: &str, notes: &HashMap<&str, Vec<Cite>>) -> Option<(usize, Vec<Cite>)> {
    let window = rest.char_indices().nth(400).map_or(rest, |(n, _)| rest.get(..n).unwrap_or(rest));
    let close = window.find([')', ']'])?;
    let inside = rest.get(1..close)?;
    let mut cites = Vec::new();
    for item in inside.split(", ") {
        match cite(item) {
            Some(cite) => cites.push(cite),
            None => cites.extend(notes.get(item).filter(|_| rest.starts_with('[') && number(item))?.iter().cloned()),
        }
    }
    (!cites.is_empty()).then_some((close + 1, cites))
}

/// What a comment says to us, if it does.
fn note(inside: &str) -> Option<Note> {
    let inside = inside.trim_end_matches("-->").trim();
    let order = inside.strip_prefix("warstory:").map(str::trim).or(Some(inside).filter(|i| *i == "yours"))?;
    if order == "yours" || order.starts_with("yours ") {
        return Some(Note::Yours);
    }
    let ids = order.strip_prefix("allow ")?;
    Some(Note::Allow(ids.split([',', ' ']).filter(|id| !id.is_empty()).map(str::to_owned).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_and_blanked_without_moving_the_words() {
        let text =
            "It failed at 4:58.[^1] Then — <!-- warstory: yours -->it did (line 9).\n\n[^1]: a, b.md, lines 3–4\n";
        let marked = read(text);
        assert_eq!(marked.text.chars().count(), text.chars().count());
        assert!(!marked.text.contains(['[', '<', '(']));
        let cites: Vec<_> = marked.cites.iter().map(|c| c.1.clone()).collect();
        assert_eq!(cites, [Cite::lines(3, 4), Cite::lines(9, 9)]);
        assert_eq!(marked.notes[0].1, Note::Yours);
    }

    #[test]
    fn a_pointer_and_the_marks_of_plain_text_are_read() {
        assert_eq!(
            read("a[^x]\n\n[^x]: s.json, /incidents/0/name").cites[0].1,
            Cite::Pointer { pointer: "/incidents/0/name".into() }
        );
        assert_eq!(read("It failed [1, 2].\n\n[1] line 3\n[2] line 5\n").cites.len(), 2);
    }

    #[test]
    fn a_comment_silences_rules_and_other_brackets_stay() {
        let marked = read("<!-- warstory: allow blame, no-role -->\n(not a citation) [link](x) <!-- mine -->");
        assert_eq!(
            marked.notes.iter().map(|n| &n.1).collect::<Vec<_>>(),
            [&Note::Allow(vec!["blame".into(), "no-role".into()])]
        );
        assert!(marked.text.contains("(not a citation) [link](x)"));
    }

    #[test]
    fn an_unclosed_comment_ends_with_the_file() {
        assert_eq!(read("a <!-- b\nc").text, "a       \n ".replace("\n ", &format!("\n{FILL}")));
    }
}
