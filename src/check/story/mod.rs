//! A story in Markdown, whoever wrote it: its six parts, and its sentences with their places.

pub mod marks;
pub mod parts;

use std::collections::BTreeMap;
use std::ops::Range;

use super::Place;
use crate::cite::Cite;
use crate::document::{Document, Kind, MarkKind, Span};
use crate::extract::sentence;
use crate::facts::Source;
use crate::read::markdown;
use crate::story::PartId;
use marks::{FILL, Note};
use parts::Heading;

/// A story as it stands in its file.
#[derive(Debug, Clone)]
pub struct Manuscript {
    /// The file's name, as given.
    pub path: String,
    /// All of the file.
    pub text: String,
    /// What is said, and the open questions, in order.
    pub sentences: Vec<Sentence>,
    /// Where the heading of each part stands, for the parts that have one.
    pub headings: BTreeMap<PartId, Range<usize>>,
    /// Rules that a comment above the first sentence silences everywhere.
    pub silenced: Vec<String>,
    /// The bytes at which each line begins.
    lines: Vec<usize>,
}

/// One sentence of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Its words, without mark-up.
    pub text: String,
    /// The part that it stands in.
    pub part: PartId,
    /// An open question of a draft.
    pub prompt: bool,
    /// What it says it stands on.
    pub cites: Vec<Cite>,
    /// The user marked it as from memory.
    pub yours: bool,
    /// Rules that a comment silences for it.
    pub silenced: Vec<String>,
    /// Bytes of the file.
    pub bytes: Range<usize>,
    /// The paragraph that it stands in, counted from 0.
    pub paragraph: usize,
    /// For each byte of `text`, the byte of the file.
    map: Vec<usize>,
}

impl Sentence {
    /// Bytes of the file that hold a range of the sentence's text.
    pub fn place(&self, range: Range<usize>) -> Range<usize> {
        let at = |i: usize| self.map.get(i).copied();
        let start = at(range.start).unwrap_or(self.bytes.start);
        let end = range.end.checked_sub(1).and_then(at).map_or(self.bytes.end, |e| {
            e + self.text.get(..range.end).and_then(|t| t.chars().next_back()).map_or(1, char::len_utf8)
        });
        start..end.max(start)
    }

    /// The text in lower case.
    pub fn lower(&self) -> String {
        self.text.to_lowercase()
    }
}

impl Manuscript {
    /// Reads a story.
    pub fn read(path: &str, text: &str) -> Manuscript {
        let marked = marks::read(text);
        let doc = Document {
            source: Source::default(),
            id: None,
            blocks: markdown::blocks(&marked.text, None),
            warnings: Vec::new(),
        };
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let mut story = Manuscript {
            path: path.to_owned(),
            text: text.to_owned(),
            sentences: Vec::new(),
            headings: BTreeMap::new(),
            silenced: Vec::new(),
            lines,
        };
        story.fill(&doc);
        story.attach(marked);
        story
    }

    /// The sentences of a part that are said.
    pub fn told(&self, part: PartId) -> impl Iterator<Item = &Sentence> {
        self.sentences.iter().filter(move |s| s.part == part && !s.prompt)
    }

    /// All sentences that are said.
    pub fn all_told(&self) -> impl Iterator<Item = &Sentence> {
        self.sentences.iter().filter(|s| !s.prompt)
    }

    /// Where bytes of the file stand.
    pub fn place(&self, bytes: Range<usize>) -> Place {
        let (line, column) = self.line_column(bytes.start);
        let (end_line, end_column) = self.line_column(bytes.end);
        Place { line, column, end_line, end_column, bytes }
    }

    fn line_column(&self, at: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|&start| start <= at).max(1);
        let start = self.lines.get(line - 1).copied().unwrap_or(0);
        (line, self.text.get(start..at).map_or(0, |t| t.chars().count()) + 1)
    }

    /// The byte of the file at a line (1-based) and a column (0-based, characters).
    fn byte(&self, (line, column): (usize, usize)) -> usize {
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let rest = self.text.get(start..).unwrap_or_default();
        start + rest.char_indices().nth(column).map_or(rest.len(), |(n, _)| n)
    }

    fn fill(&mut self, doc: &Document) {
        let mut spans: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
        for span in sentence::split(doc, |_| true) {
            spans.entry(span.block).or_default().push(span);
        }
        let mut part = None;
        let mut aside = false;
        let mut titled = false;
        for (index, block) in doc.blocks.iter().enumerate() {
            let text = block.text();
            let words: String = text.as_str().replace(FILL, "");
            let words = words.trim();
            let label = matches!(block.kind, Kind::Paragraph)
                && (text.marks().iter().any(|m| m.kind == MarkKind::Strong && m.range.start <= 1)
                    || words
                        .split('(')
                        .next()
                        .is_some_and(|w| w == w.to_uppercase() && w.chars().any(char::is_alphabetic)))
                && parts::is_label(words);
            if matches!(block.kind, Kind::Heading { .. }) || label {
                match parts::heading(words) {
                    // A story's own title may hold the word "incident" or "impact": the first heading of level 1 is the title.
                    Heading::Part(_) if matches!(block.kind, Kind::Heading { level: 1 }) && !titled && index == 0 => {}
                    Heading::Part(id) => {
                        (part, aside) = (Some(id), false);
                        let bytes = self.byte(text.place(0))..self.byte(text.place(text.len()));
                        self.headings.entry(id).or_insert(bytes);
                    }
                    Heading::Aside => aside = true,
                    Heading::Other => {}
                }
                titled = true;
                continue;
            }
            // Notes of a draft in italics, such as the time of a part, and its line on the telling in plain text; code is not told.
            let note = text
                .marks()
                .iter()
                .any(|m| m.kind == MarkKind::Emphasis && m.range.start == 0 && m.range.end + 1 >= text.len())
                || self.headings.is_empty() && parts::is_note(words);
            if aside || note || matches!(block.kind, Kind::Code { .. } | Kind::Field) {
                continue;
            }
            for span in spans.get(&index).into_iter().flatten() {
                self.push(doc, span, part, index);
            }
        }
        if self.headings.is_empty() {
            let texts: Vec<&str> = self.sentences.iter().map(|s| s.text.as_str()).collect();
            let parts = parts::by_content(&texts);
            self.sentences.iter_mut().zip(parts).for_each(|(s, part)| s.part = part);
        }
    }

    fn push(&mut self, doc: &Document, span: &Span, part: Option<PartId>, paragraph: usize) {
        let source = doc.text(span.block, span.cell);
        let mut text = String::new();
        let mut map = Vec::new();
        let mut before: Option<(usize, (usize, usize))> = None;
        for (i, c) in source.get(span.range.clone()).char_indices() {
            let at = source.place(span.range.start + i);
            // Characters of a line follow each other; looking each one up would be quadratic on a long line.
            let byte = match before {
                Some((byte, (line, column))) if at == (line, column + 1) => {
                    byte + self.text.get(byte..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8)
                }
                _ => self.byte(at),
            };
            before = Some((byte, at));
            if c == FILL || (c == ' ' && (text.is_empty() || text.ends_with(' '))) {
                continue;
            }
            text.push(c);
            map.extend(std::iter::repeat_n(byte, c.len_utf8()));
        }
        // What was blanked out before a full stop leaves a space there.
        let kept = text.trim_end().len();
        text.truncate(kept);
        let Some(&start) = map.first().filter(|_| !text.is_empty()) else { return };
        let end = map.get(kept.saturating_sub(1)).copied().unwrap_or(start)
            + text.chars().next_back().map_or(1, char::len_utf8);
        let block = doc.blocks.get(span.block).map(|b| &b.kind);
        let prompt = parts::is_prompt(&text)
            || self.sentences.last().is_some_and(|last| {
                last.prompt && last.paragraph == paragraph && matches!(block, Some(Kind::Quotation | Kind::Item { .. }))
            });
        self.sentences.push(Sentence {
            text,
            part: part.unwrap_or(PartId::Context),
            prompt,
            cites: Vec::new(),
            yours: false,
            silenced: Vec::new(),
            bytes: start..end,
            paragraph,
            map,
        });
    }

    /// Gives the marks to their sentences: a citation to the sentence before it, a comment to the sentence that it stands in or behind, and one
    /// on a line of its own to the sentence below.
    fn attach(&mut self, marked: marks::Marked) {
        let before = |sentences: &[Sentence], at: usize| sentences.iter().rposition(|s| s.bytes.start <= at);
        for (at, cite) in marked.cites {
            let index = before(&self.sentences, at);
            if let Some(sentence) = index.and_then(|i| self.sentences.get_mut(i))
                && !sentence.cites.contains(&cite)
            {
                sentence.cites.push(cite);
            }
        }
        for (bytes, note) in marked.notes {
            let line_start = self.text.get(..bytes.start).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1);
            let alone = self.text.get(line_start..bytes.start).is_some_and(|t| t.trim().is_empty());
            let index = match before(&self.sentences, bytes.start) {
                Some(i) if !alone => Some(i),
                Some(i) => Some(i + 1).filter(|&i| i < self.sentences.len()),
                None => {
                    if let Note::Allow(ids) = &note {
                        self.silenced.extend(ids.iter().cloned());
                    }
                    (!self.sentences.is_empty()).then_some(0)
                }
            };
            if let Some(sentence) = index.and_then(|i| self.sentences.get_mut(i)) {
                match note {
                    Note::Yours => sentence.yours = true,
                    Note::Allow(ids) => sentence.silenced.extend(ids),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAFT: &str = "# Outage of the \u{2014} impact desk\n\n*Full telling, about 2 min.*\n\n## Context (30 s)\n\n*about 12 s*\n\nThe désk was down.[^1] It lasted *an hour*. <!-- warstory: yours -->\n\n> You: who was hit? The document does not say.\n\n## Resolution (30 s)\n\n<!-- warstory: allow blame -->\nJo broke it.[^2]\n\n## Gaps\n\n1. Who was hit?\n\n[^1]: p.md, line 3\n[^2]: p.md, lines 5\u{2013}6\n";

    #[test]
    fn a_draft_is_read_with_its_parts_places_marks_and_questions() {
        let story = Manuscript::read("s.md", DRAFT);
        let said: Vec<(&str, PartId, bool)> =
            story.sentences.iter().map(|s| (s.text.as_str(), s.part, s.prompt)).collect();
        assert_eq!(
            said,
            [
                ("The désk was down.", PartId::Context, false),
                ("It lasted an hour.", PartId::Context, false),
                ("You: who was hit?", PartId::Context, true),
                ("The document does not say.", PartId::Context, true),
                ("Jo broke it.", PartId::Resolution, false),
            ]
        );
        let [first, second, .., last] = &story.sentences[..] else { panic!() };
        assert_eq!(first.cites, [Cite::lines(3, 3)]);
        assert!(second.yours && !first.yours);
        assert_eq!(last.cites, [Cite::lines(5, 6)]);
        assert_eq!(last.silenced, ["blame"]);
        assert_eq!(&DRAFT[first.bytes.clone()], "The désk was down.");
        assert_eq!(&DRAFT[first.place(4..9)], "désk");
        assert_eq!(story.place(first.bytes.clone()).line, 9);
        assert!(story.headings.contains_key(&PartId::Context));
    }

    #[test]
    fn a_comment_above_everything_silences_everywhere() {
        let story = Manuscript::read("s.md", "<!-- warstory: allow only-we -->\n\nWe ran it.\n");
        assert_eq!(story.silenced, ["only-we"]);
    }

    #[test]
    fn bold_labels_and_capitals_are_headings_too() {
        let story = Manuscript::read("s.md", "**Situation**\n\nIt broke.\n\nRESULT\n\nIt works.\n");
        assert_eq!(story.sentences[1].part, PartId::Resolution);
        assert_eq!(story.sentences.len(), 2);
    }

    #[test]
    fn the_note_above_a_draft_in_plain_text_is_not_told() {
        let text = "Slow quotes\n\nFull telling, about 3 min 5 s of speech. \"You:\" asks you.\n\nCONTEXT (30 s)\n\nIt broke.\n";
        let said: Vec<_> = Manuscript::read("s.txt", text).sentences.into_iter().map(|s| s.text).collect();
        assert_eq!(said, ["Slow quotes", "It broke."]);
    }

    #[test]
    fn an_empty_story_has_no_sentences() {
        assert!(Manuscript::read("s.md", "").sentences.is_empty());
    }
}
