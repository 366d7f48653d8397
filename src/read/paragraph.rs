//! Takes a paragraph apart where its author wrote several things in it, line by line: a list of times, of `•` bullets,
//! of `Key: value` pairs, a bold line that serves as a heading.

use std::sync::Arc;

use super::outline::Outline;
use super::shape::{self, Bullet, TimeStart};
use super::updates;
use crate::document::{Kind, MarkKind, Text};

/// Lines narrower than this are not wrapped by an editor: a break that came sooner was meant.
const NARROWEST_WRAP: usize = 60;

/// Lines wider than this show that the text is not wrapped by hand at all.
const WIDEST_WRAP: usize = 120;

/// Words that a sentence does not end in: a time behind them belongs to it.
const LEADS_ON: &[&str] = &[
    "about", "after", "and", "approximately", "around", "at", "before", "between", "by", "circa", "from", "of", "on",
    "or", "since", "the", "through", "till", "to", "until", "was",
];

/// Names of key times that stand alone on a line, with the time below.
const TIME_NAMES: &[&str] = &[
    "acknowledged", "began", "detected", "duration", "end", "ended", "identified", "mitigated", "resolved", "start",
    "started",
];

/// One line of a paragraph.
#[derive(Debug, Default)]
pub struct Line {
    /// Its words.
    pub text: Text,
    /// Its width in the source, in characters.
    pub width: usize,
    /// The author asked for the break before it (two spaces, a backslash, `<br>`).
    pub hard: bool,
}

/// A part of a paragraph.
#[derive(Debug)]
pub enum Piece {
    /// A line that serves as a heading.
    Heading(Text),
    /// A key with its value.
    Field(Arc<str>, Text),
    /// An item behind a bullet that the format does not know.
    Item(Bullet, Text),
    /// Running text.
    Plain(Text),
}

/// How much of a paragraph's looks to trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// Plain text: every break was seen by the author as a break.
    Lines,
    /// Mark-up: a break is white space unless something else speaks for it.
    Markup,
    /// Inside of a list item or a quotation: no headings and no keys.
    Nested,
}

/// The parts of a paragraph.
pub fn split(lines: Vec<Line>, trust: Trust) -> Vec<Piece> {
    let widest = lines.iter().map(|line| line.width).max().unwrap_or_default();
    let width = if is_keyed(&lines) { usize::MAX } else { widest };
    let closing = times_close(&lines);
    let mut pieces = Vec::new();
    let mut open: Option<(Text, Last)> = None;
    for line in named_times(lines, &mut pieces) {
        let stamp = updates::stamp(line.text.as_str());
        let closes = stamp.is_some_and(|s| s.posted || closing)
            && open
                .as_ref()
                .is_none_or(|(_, last)| !last.leads_on && (last.ends || trust == Trust::Lines || line.hard));
        let starts =
            open.as_ref().is_none_or(|(_, last)| closes || last.closes || begins_anew(last, &line, width, trust));
        let last = Last { closes, ..Last::new(&line, open.as_ref().filter(|_| !starts).map(|(_, last)| last)) };
        match &mut open {
            Some((text, before)) if !starts => {
                text.append_line(&line.text);
                *before = last;
            }
            _ => {
                pieces.extend(open.take().map(|(text, last)| classify(text, &last, trust)));
                open = Some((line.text, last));
            }
        }
    }
    pieces.extend(open.map(|(text, last)| classify(text, &last, trust)));
    pieces
}

/// Lines that name nothing but a key time, each with the time on the line below it ("Started", "Resolved", as status pages
/// have them), are keys with their values. They are taken out of the lines when there is nothing else above them.
fn named_times(lines: Vec<Line>, pieces: &mut Vec<Piece>) -> Vec<Line> {
    let mut lines: Vec<Line> = lines.into_iter().filter(|line| !line.text.is_empty()).collect();
    let is_name =
        |line: Option<&Line>| line.is_none_or(|l| TIME_NAMES.contains(&l.text.as_str().to_lowercase().as_str()));
    let is_pair = |lines: &[Line]| {
        let stamp = lines.get(1).and_then(|l| updates::stamp(l.text.as_str()));
        is_name(lines.first()) && stamp.is_some_and(|s| !s.posted) && is_name(lines.get(2))
    };
    while is_pair(&lines) {
        let value = lines.remove(1).text;
        let key = lines.remove(0).text;
        pieces.push(Piece::Field(key.as_str().into(), value));
    }
    lines
}

/// Whether the lines that are times close what stands above them: words come first, a time comes last.
fn times_close(lines: &[Line]) -> bool {
    let is_stamp = |line: Option<&Line>| line.is_some_and(|l| updates::stamp(l.text.as_str()).is_some());
    !is_stamp(lines.first()) && is_stamp(lines.last())
}

/// Among several keys each begins a line of its own, however long the lines are.
fn is_keyed(lines: &[Line]) -> bool {
    const FEWEST: usize = 3;
    if lines.len() < FEWEST {
        return false;
    }
    let keys = lines.iter().filter(|line| key_of(&line.text).is_some()).count();
    keys >= FEWEST && keys * 2 >= lines.len()
}

/// Adds the parts of a paragraph to an outline. `kind` is that of running text, `parent` the item or quotation around.
/// Returns the index of the first block, for what hangs below it.
pub fn emit(outline: &mut Outline, pieces: Vec<Piece>, kind: &Kind, parent: Option<usize>) -> Option<usize> {
    let mut first = None;
    let (mut kind, mut parent) = (kind.clone(), parent);
    let mut depth = u8::from(parent.is_some());
    for piece in pieces {
        let block = match piece {
            Piece::Heading(text) => outline.line_heading(text),
            Piece::Field(key, text) => outline.field(&key, text),
            Piece::Item(bullet, text) => {
                let kind = Kind::Item { depth, ordered: bullet.ordered, checked: bullet.checked };
                outline.push(kind, text, parent)
            }
            Piece::Plain(text) => outline.push(kind.clone(), text, parent),
        };
        first.get_or_insert(block);
        // Only the first can be an item's own text; the others hang below it.
        if let Kind::Item { depth: own, .. } = kind {
            kind = Kind::Paragraph;
            parent = Some(block);
            depth = own.saturating_add(1);
        }
    }
    first
}

/// What is remembered of the line before.
struct Last {
    /// How many lines its part has so far.
    lines: usize,
    width: usize,
    ends: bool,
    label: bool,
    timed: bool,
    leads_on: bool,
    /// It is the time of the update above it.
    closes: bool,
    /// The first line: the bare name of a section, or a question that serves as one.
    name: bool,
}

impl Last {
    fn new(line: &Line, before: Option<&Last>) -> Self {
        let words = line.text.as_str();
        let (first, bold) = (before.is_none(), is_bold_line(&line.text));
        let section = (first || bold) && shape::is_section_name(words);
        Last {
            lines: before.map_or(0, |last| last.lines) + 1,
            width: line.width,
            ends: words.ends_with(['.', '!', '?', ':', ';']),
            label: bold && (words.ends_with(':') || section) || first && words.ends_with(':') && section,
            leads_on: words.rsplit(' ').next().is_some_and(|word| LEADS_ON.contains(&word)),
            timed: before.map_or_else(|| shape::time_start(words).is_some(), |last| last.timed),
            closes: false,
            name: first && (section || shape::is_question(words)),
        }
    }
}

fn begins_anew(last: &Last, line: &Line, width: usize, trust: Trust) -> bool {
    let words = line.text.as_str();
    let first = words.split_whitespace().next().unwrap_or_default();
    // An editor would have put the next word on the line before.
    let meant = width > WIDEST_WRAP || last.width + 1 + first.chars().count() <= width.max(NARROWEST_WRAP);
    let bullet = shape::bullet(words).is_some_and(|b| b.typographic || (trust == Trust::Lines && !b.ordered));
    let time = shape::time_start(words).filter(|_| !last.leads_on);
    let timed = match time {
        Some(TimeStart::Apart) => meant || last.ends || last.timed,
        // In plain text, line after line that begins with a time is a list, however long the lines are.
        Some(TimeStart::Running) => meant || last.ends || last.timed && trust == Trust::Lines,
        None => false,
    };
    // Behind a break that the author asked for, a time begins an entry, whatever mark the entry before ends in.
    let timed = timed || line.hard && time.is_some();
    let capital = words.starts_with(char::is_uppercase) || line.text.marks().iter().any(|mark| mark.range.start == 0);
    let key = (meant || last.ends) && key_of(&line.text).is_some();
    let label = is_bold_line(&line.text) && (last.ends || meant) && shape::is_section_name(words)
        || is_section_line(words)
        || last.ends && meant && width > WIDEST_WRAP && shape::is_section_name(words);
    bullet
        || timed
        || (last.label && last.lines == 1)
        || (last.name && last.lines == 1 && trust != Trust::Nested && meant && capital)
        || label
        || (trust != Trust::Nested && key)
        || (line.hard && (capital || last.ends))
        || (trust == Trust::Lines && meant && !last.ends && capital)
}

fn classify(mut text: Text, last: &Last, trust: Trust) -> Piece {
    text.trim_end();
    let words = text.as_str();
    if let Some(bullet) = shape::bullet(words).filter(|b| b.typographic || (trust == Trust::Lines && !b.ordered)) {
        let item = text.tail(bullet.length);
        if !item.is_empty() {
            return Piece::Item(bullet, item);
        }
    }
    if trust == Trust::Nested {
        return Piece::Plain(text);
    }
    let timed = shape::time_start(words).is_some();
    let bold = last.label || shape::is_question(words) && last.name || (is_bold_line(&text) && is_short_title(words));
    if last.lines == 1 && !timed && (bold || shape::is_caps_heading(words)) {
        return Piece::Heading(text);
    }
    match key_of(&text) {
        Some((key, value)) => {
            let key: Arc<str> = text.get(0..key).into();
            Piece::Field(key, text.tail(value))
        }
        None => Piece::Plain(text),
    }
}

/// Where the known key of a `Key: value` text ends, and where its value begins.
fn key_of(text: &Text) -> Option<(usize, usize)> {
    let (key, value) = shape::label(text.as_str())?;
    let bold = text
        .marks()
        .iter()
        .any(|mark| mark.kind == MarkKind::Strong && mark.range.start == 0 && (key..=value).contains(&mark.range.end));
    (value < text.len() && shape::is_known_key(text.get(0..key), bold)).then_some((key, value))
}

fn is_bold_line(text: &Text) -> bool {
    let rest = |mark: &crate::document::Mark| text.get(mark.range.end..text.len()).trim_matches([':', ' ']).is_empty();
    text.marks().iter().any(|mark| mark.kind == MarkKind::Strong && mark.range.start == 0 && rest(mark))
}

/// A line that is nothing but a section's name and a colon: `Root cause:`.
fn is_section_line(words: &str) -> bool {
    words.ends_with(':') && shape::is_section_name(words)
}

fn is_short_title(words: &str) -> bool {
    !words.ends_with(['.', ';', ',', '!']) && words.split_whitespace().count() <= 8
}

/// A heading that only leads to the site's first page names the site, not the document.
pub fn is_masthead(text: &Text) -> bool {
    let whole = text.marks().iter().filter(|mark| mark.range == (0..text.len()));
    whole.filter_map(|mark| if let MarkKind::Link(to) = &mark.kind { Some(to) } else { None }).any(|to| {
        let path =
            to.split_once("//").map_or(to.as_str(), |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
        path.trim_matches('/').is_empty() && !to.is_empty()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(source: &str, trust: Trust) -> Vec<String> {
        let lines = source.lines().enumerate().map(|(i, words)| {
            let mut text = Text::default();
            text.push(words, i + 1, 0);
            Line { text, width: words.chars().count(), hard: false }
        });
        let name = |piece: &Piece| match piece {
            Piece::Heading(text) => format!("# {}", text.as_str()),
            Piece::Field(key, text) => format!("{key} = {}", text.as_str()),
            Piece::Item(_, text) => format!("* {}", text.as_str()),
            Piece::Plain(text) => text.as_str().to_owned(),
        };
        split(lines.collect(), trust).iter().map(name).collect()
    }

    #[test]
    fn a_word_that_a_line_broke_in_is_whole_again() {
        let joined = |lines: [&str; 2]| {
            let [mut text, next] = lines.map(|line| {
                let mut text = Text::new(None);
                text.push(line, 1, 0);
                text
            });
            text.append_line(&next);
            text.as_str().to_owned()
        };
        assert_eq!(joined(["pods in us-", "east1 failed"]), "pods in us-east1 failed");
        assert_eq!(joined(["the pre-", "and post-deploy checks"]), "the pre- and post-deploy checks");
        assert_eq!(joined(["it failed -", "twice"]), "it failed - twice");
    }

    #[test]
    fn lines_that_begin_with_a_time_stand_alone() {
        let source = "10:15 - The disk of db-1 fills\n10:20 - Page\n  goes out\n10:31 UTC Rollback";
        let expected = ["10:15 - The disk of db-1 fills", "10:20 - Page goes out", "10:31 UTC Rollback"];
        assert_eq!(plain(source, Trust::Markup), expected);
    }

    #[test]
    fn a_time_that_wrapping_put_first_does_not_break_its_sentence() {
        let source = "On Thursday the 8th of June, connections to the primary failed from\n08:24 to 09:26 UTC for everyone in the region.";
        assert_eq!(plain(source, Trust::Lines).len(), 1);
        assert_eq!(plain(source, Trust::Markup).len(), 1);
    }

    #[test]
    fn keys_become_fields_with_the_place_of_their_value() {
        let source = "Severity: SEV-2\nIncident commander: Ada\nNote: nothing";
        assert_eq!(plain(source, Trust::Lines), ["Severity = SEV-2", "Incident commander = Ada", "Note: nothing"]);
        let mut text = Text::default();
        text.push("Severity: SEV-2", 7, 4);
        let line = Line { text, width: 15, hard: false };
        let Some(Piece::Field(_, value)) = split(vec![line], Trust::Markup).pop() else { panic!("a field") };
        assert_eq!(value.place(0), (7, 14));
    }

    #[test]
    fn a_section_s_name_with_its_colon_stands_alone() {
        let source = "Duration: 14:30 to 15:45\nImpact:\nAll users saw errors.\nRoot cause:\nThe pool ran dry.";
        let expected =
            ["Duration = 14:30 to 15:45", "# Impact:", "All users saw errors.", "# Root cause:", "The pool ran dry."];
        assert_eq!(plain(source, Trust::Markup), expected);
    }

    #[test]
    fn a_bare_name_or_a_question_stands_apart_from_what_it_names() {
        let source = "Root cause analysis\nA wrong rule was the cause of it.";
        assert_eq!(plain(source, Trust::Markup), ["Root cause analysis", "A wrong rule was the cause of it."]);
        assert_eq!(plain("Recovery\nstarted at noon.", Trust::Markup).len(), 1);
        let asked = "How was it fixed?\nThe rule was taken back.";
        assert_eq!(plain(asked, Trust::Lines), ["# How was it fixed?", "The rule was taken back."]);
    }

    #[test]
    fn a_key_time_s_name_goes_with_the_time_below_it() {
        let source = "Started\nFeb 3, 2026, 07:30 PM UTC\nResolved\nFeb 4, 2026, 02:43 AM UTC\nDuration\n7h 13m";
        let expected = ["Started = Feb 3, 2026, 07:30 PM UTC", "Resolved = Feb 4, 2026, 02:43 AM UTC"];
        assert_eq!(plain(source, Trust::Lines).get(..2).unwrap_or_default(), expected);
        let update = "Resolved\nFeb 4, 02:43 UTC\nAll is well.";
        assert!(plain(update, Trust::Lines).iter().all(|piece| !piece.contains(" = ")));
    }

    #[test]
    fn bullets_and_capitals_are_structure() {
        assert_eq!(plain("We saw:\n• one\n• two\nthree", Trust::Markup), ["We saw:", "* one", "* two three"]);
        assert_eq!(plain("ROOT CAUSE", Trust::Markup), ["# ROOT CAUSE"]);
    }
}
