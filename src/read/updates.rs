//! The updates of a status page, as they are copied: each one's time stands below its words, not above them.
//!
//! A line that says nothing but a time closes what stands above it where the page shows it: the first words have no time
//! above them, and the last thing said is a time. Each such update becomes a row, so that no time goes to its neighbour.
//! What looks back, as a postmortem does, stays running text: it did not happen when it was posted.

use std::ops::Range;
use std::sync::Arc;

use super::shape;
use crate::document::{Block, Cell, Kind, Text};

/// What an update on a status page is called.
pub const STATES: &[&str] = &[
    "completed", "degraded", "identified", "in progress", "investigating", "monitoring", "postmortem", "resolved",
    "scheduled", "update", "verifying",
];

/// What stands in front of the time of an update and closes it, whatever else the page looks like.
const POSTED: &[&str] = &["posted on ", "posted at ", "posted ", "last updated ", "updated ", "published "];

/// The time that a line is: where it begins, and whether a word in front says that it belongs to what stands above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Bytes before the time.
    pub from: usize,
    /// "Posted …".
    pub posted: bool,
}

/// A line that says when, and nothing else.
pub fn stamp(line: &str) -> Option<Stamp> {
    const LONGEST: usize = 60;
    if line.len() > LONGEST
        || !line.bytes().any(|b| b.is_ascii_digit())
        || line.ends_with(['.', ',', ':', ';', '-', '–'])
    {
        return None;
    }
    let posted = |p: &&&str| line.get(..p.len()).is_some_and(|head| head.eq_ignore_ascii_case(p));
    let from = POSTED.iter().find(posted).map_or(0, |p| p.len());
    shape::is_moment(line.get(from..)?).then_some(Stamp { from, posted: from > 0 })
}

/// Makes rows of the updates of a document whose times stand below them.
pub fn closed_by_times(blocks: Vec<Block>) -> Vec<Block> {
    let mut stamps: Vec<Option<Stamp>> =
        blocks.iter().map(|b| if told(b) { stamp(b.text().as_str()) } else { None }).collect();
    let mut runs = Vec::new();
    let mut at = 0;
    while at < blocks.len() {
        let end = run(&blocks, at).max(at + 1);
        runs.push(at..end);
        at = end;
    }
    // One time with words below it, and the page writes them so.
    let above = |run: &Range<usize>| {
        let stamps = stamps.get(run.clone()).unwrap_or_default();
        let bare = |s: &Option<Stamp>| s.is_some_and(|s| !s.posted);
        stamps.iter().any(bare) && (stamps.first().is_some_and(bare) || !stamps.last().is_some_and(bare))
    };
    if runs.iter().any(above) {
        stamps.iter_mut().for_each(|stamp| *stamp = stamp.filter(|s| s.posted));
    }
    let in_run = |run: Range<usize>| in_run(&blocks, stamps.get(run.clone()).unwrap_or_default(), run.start);
    let updates: Vec<Range<usize>> = runs.into_iter().flat_map(in_run).collect();
    if updates.is_empty() { blocks } else { rebuilt(blocks, &stamps, &updates) }
}

/// A block of running text that hangs on no other.
fn told(block: &Block) -> bool {
    block.parent.is_none() && matches!(block.kind, Kind::Paragraph | Kind::Quotation)
}

/// The end of the stretch of running text below one heading that begins at `from`.
fn run(blocks: &[Block], from: usize) -> usize {
    let Some(first) = blocks.get(from).filter(|b| told(b)) else { return from };
    from + blocks.iter().skip(from).take_while(|b| told(b) && b.path == first.path).count()
}

/// The updates of one stretch: the blocks of each, its time last.
fn in_run(blocks: &[Block], stamps: &[Option<Stamp>], offset: usize) -> Vec<Range<usize>> {
    let posted = stamps.iter().flatten().any(|s| s.posted);
    let several = stamps.iter().flatten().count() >= 2;
    let below = stamps.first().is_some_and(Option::is_none) && stamps.last().is_some_and(Option::is_some);
    if !(posted || several && below) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut from = 0;
    for (i, stamp) in stamps.iter().enumerate() {
        if stamp.is_none_or(|s| posted && !s.posted) {
            continue;
        }
        if from == 0 {
            from = (0..i).find(|&b| opens(blocks.get(offset + b))).unwrap_or(i.saturating_sub(1));
        }
        if from < i && !announces(blocks.get(offset + from..offset + i).unwrap_or_default()) {
            found.push(offset + from..offset + i + 1);
        }
        from = i + 1;
    }
    found
}

/// Not one of the lines above the first update, which name the page and the incident.
fn opens(block: Option<&Block>) -> bool {
    block.is_some_and(|b| state(b.text()).is_some() || b.text().as_str().ends_with(['.', '!', '?']))
}

/// "Postmortem – read details": a link to another page is no event.
fn announces(blocks: &[Block]) -> bool {
    const SHORT: usize = 5;
    let first = blocks.first().map(Block::text);
    let postmortem =
        first.and_then(|t| Some(t.get(0..state(t)?.0))).is_some_and(|s| s.eq_ignore_ascii_case("postmortem"));
    postmortem && blocks.iter().map(|b| b.text().as_str().split_whitespace().count()).sum::<usize>() <= SHORT
}

/// The state that an update begins with: where its name ends, and where the words behind it begin.
fn state(text: &Text) -> Option<(usize, usize)> {
    let words = text.as_str();
    let name = STATES.iter().find(|s| words.get(..s.len()).is_some_and(|head| head.eq_ignore_ascii_case(s)))?.len();
    let rest = words.get(name..)?;
    let body = rest.trim_start_matches([' ', '-', '–', '—', ':']);
    let apart = body.is_empty() || rest.trim_start().starts_with(['-', '–', '—', ':']);
    apart.then(|| (name, words.len() - body.len()))
}

fn rebuilt(blocks: Vec<Block>, stamps: &[Option<Stamp>], updates: &[Range<usize>]) -> Vec<Block> {
    let stated = updates.iter().any(|u| blocks.get(u.start).is_some_and(|b| state(b.text()).is_some()));
    let mut place = vec![0; blocks.len()];
    let mut found: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut at = 0;
    while at < blocks.len() {
        let update = updates.iter().find(|u| u.start == at).cloned().unwrap_or(at..at + 1);
        let made = if update.len() > 1 { made(&blocks, stamps, update.clone(), stated) } else { Vec::new() };
        for i in update.clone() {
            // Nothing hangs on a paragraph, so that all of an update may point to its first block.
            place.get_mut(i).into_iter().for_each(|p| *p = found.len());
        }
        if made.is_empty() {
            found.extend(blocks.get(update.clone()).unwrap_or_default().iter().cloned());
        } else {
            found.extend(made);
        }
        at = update.end;
    }
    let moved = |i: usize| place.get(i).copied().unwrap_or(i);
    for block in &mut found {
        block.path.iter_mut().for_each(|i| *i = moved(*i));
        block.parent = block.parent.map(moved);
    }
    found
}

/// What becomes of an update: a row, or, where it looks back, its paragraphs with the time of its posting apart.
fn made(blocks: &[Block], stamps: &[Option<Stamp>], update: Range<usize>, stated: bool) -> Vec<Block> {
    let (Some(first), Some(last)) = (blocks.get(update.start), update.end.checked_sub(1)) else { return Vec::new() };
    let told = blocks.get(update.start..last).unwrap_or_default();
    if !looks_back(blocks, told, stated) {
        return row(blocks, stamps, update).into_iter().collect();
    }
    let from = stamps.get(last).copied().flatten().map_or(0, |stamp| stamp.from);
    let posted = blocks.get(last).map(|b| b.text().tail(from)).unwrap_or_default();
    let cell = |header: &str, text: Text| Cell { header: Some(Arc::from(header)), text };
    let mut rest = told.to_vec();
    let mut name = None;
    if let Some((end, body)) = state(first.text()) {
        let mut words = first.text().clone();
        words.truncate(end);
        name = Some(words).filter(|name| !name.as_str().eq_ignore_ascii_case("postmortem"));
        rest.remove(0);
        if body < first.text().len() {
            let cells = vec![Cell { header: None, text: first.text().tail(body) }];
            rest.insert(0, Block { cells, ..first.clone() });
        }
    }
    // "Resolved" says what came about then, whatever else is told below it.
    let (kind, cells) = match name {
        Some(name) => (Kind::Row, vec![cell("time", posted), cell("text", name)]),
        None => (Kind::Field, vec![cell("posted", posted)]),
    };
    rest.insert(0, Block { kind, path: first.path.clone(), parent: None, cells });
    rest
}

/// Tells what had happened and why, not what is the case at this minute: a postmortem by name, what stands in a section of
/// its own, or several paragraphs.
fn looks_back(blocks: &[Block], told: &[Block], stated: bool) -> bool {
    const PARAGRAPHS: usize = 3;
    const WORDS: usize = 60;
    let Some(first) = told.first() else { return false };
    let name = state(first.text()).map(|(end, _)| first.text().get(0..end));
    if name.is_some_and(|name| name.eq_ignore_ascii_case("postmortem")) {
        return true;
    }
    let in_section = || {
        let heading = first.path.last().and_then(|h| blocks.get(*h));
        heading.is_some_and(|h| matches!(h.kind, Kind::Heading { level } if level > 1))
    };
    let words = told.iter().map(|b| b.text().as_str().split_whitespace().count()).sum::<usize>();
    let bodies = told.iter().filter(|b| b.text().as_str().split_whitespace().count() > 2).count();
    name.is_none() && stated && in_section() || bodies >= PARAGRAPHS && words >= WORDS
}

/// A row that was made of an update.
pub fn is_update(block: &Block) -> bool {
    let header = |cell: Option<&Cell>, name: &str| cell.is_some_and(|c| c.header.as_deref() == Some(name));
    block.kind == Kind::Row && header(block.cells.first(), "time") && header(block.cells.last(), "text")
}

/// An update as a row: its time, its state where it has one, and its words.
fn row(blocks: &[Block], stamps: &[Option<Stamp>], update: Range<usize>) -> Option<Block> {
    let last = update.end.checked_sub(1)?;
    let first = blocks.get(update.start)?;
    let from = stamps.get(last)?.as_ref()?.from;
    let mut words = first.text().clone();
    let mut status = None;
    if let Some((end, body)) = state(&words) {
        let mut name = words.clone();
        name.truncate(end);
        status = Some(name);
        words = words.tail(body);
    }
    for block in blocks.get(update.start + 1..last)? {
        words.append(block.text());
    }
    let cell = |header: &str, text: Text| Cell { header: Some(Arc::from(header)), text };
    let mut cells = vec![cell("time", blocks.get(last)?.text().tail(from))];
    cells.extend(status.map(|status| cell("status", status)));
    cells.push(cell("text", words));
    Some(Block { kind: Kind::Row, path: first.path.clone(), parent: None, cells })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Reading, read};

    fn rows(path: &str, text: &str) -> Vec<String> {
        let Ok(Reading::Documents(documents)) = read(path, text.as_bytes()) else { panic!("not read") };
        let blocks = documents.iter().flat_map(|d| &d.blocks).filter(|b| b.kind == Kind::Row);
        blocks.map(|b| b.cells.iter().map(|c| c.text.as_str()).collect::<Vec<_>>().join(" | ")).collect()
    }

    #[test]
    fn a_time_below_an_update_is_that_update_s() {
        let copied = "Resolved - Uploads work again.\nJan 5, 10:20 UTC\nMonitoring - A fix is out.\n\
                      Jan 5, 10:02 UTC\nInvestigating - Uploads fail.\nJan 5, 09:41 UTC\n";
        let expected = [
            "Jan 5, 10:20 UTC | Resolved | Uploads work again.",
            "Jan 5, 10:02 UTC | Monitoring | A fix is out.",
            "Jan 5, 09:41 UTC | Investigating | Uploads fail.",
        ];
        assert_eq!(rows("page.txt", copied), expected);
        assert_eq!(rows("page.txt", &copied.replace("UTC\n", "UTC\n\n")), expected);
        assert_eq!(rows("page.txt", &copied.replace('\n', "\n\n")), expected);
        assert_eq!(rows("page.txt", &copied.replace(" - ", "\n")), expected);
        assert_eq!(rows("page.md", &format!("# Uploads\n\n{}", copied.replace('\n', "  \n"))), expected);
        let html = copied
            .replace("UTC\n", "UTC</small></p>")
            .replace('\n', "<br><small>")
            .replace("UTC</small></p>", "UTC</small></p><p>");
        assert_eq!(rows("page.html", &format!("<html><body><h1>Uploads</h1><p>{html}</p></body></html>")), expected);
    }

    #[test]
    fn posted_closes_an_update_of_several_paragraphs_and_the_page_s_title_stays_outside() {
        let page = "Uploads fail\nIncident Report for Acme\nAll is well.\nPosted Jan 05, 2026 - 10:20 UTC\n\
                    We rolled it back.\n\nWe keep watching.\nPosted Jan 05, 2026 - 10:02 UTC\n";
        assert_eq!(
            rows("page.txt", page),
            [
                "Jan 05, 2026 - 10:20 UTC | All is well.",
                "Jan 05, 2026 - 10:02 UTC | We rolled it back. We keep watching."
            ]
        );
    }

    #[test]
    fn what_looks_back_did_not_happen_when_it_was_posted() {
        let long = "The queue had grown all night because a consumer was stuck on one message that it could not read.";
        let page = format!(
            "Uploads fail\n\nPostmortem\nAt 09:30 UTC a node failed.\nPosted Jan 07, 2026 - 15:00 UTC\n\nResolved\n\
             All is well.\n\n{long}\n\n{long}\n\n{long}\nPosted Jan 05, 2026 - 10:20 UTC\n\nInvestigating\n\
             Uploads fail.\nPosted Jan 05, 2026 - 09:41 UTC\n"
        );
        let expected =
            ["Jan 05, 2026 - 10:20 UTC | Resolved", "Jan 05, 2026 - 09:41 UTC | Investigating | Uploads fail."];
        assert_eq!(rows("page.txt", &page), expected);
        let Ok(Reading::Documents(documents)) = read("page.txt", page.as_bytes()) else { panic!("not read") };
        let told = |kind: Kind| documents[0].blocks.iter().filter(move |b| b.kind == kind).map(|b| b.text().as_str());
        assert_eq!(
            told(Kind::Paragraph).collect::<Vec<_>>(),
            ["At 09:30 UTC a node failed.", "All is well.", long, long, long]
        );
        assert_eq!(told(Kind::Field).collect::<Vec<_>>(), ["Jan 07, 2026 - 15:00 UTC"]);
    }

    #[test]
    fn a_time_above_its_words_and_a_time_in_a_sentence_stay() {
        assert!(rows("log.txt", "Uploads\n\n10:20\nThe disk is full.\n\n10:31\nThe disk is empty.\n").is_empty());
        assert!(rows("log.txt", "It was slow from 09:10 until\n10:20 UTC\n").is_empty());
        let later = "Uploads\n\nIt began.\n\n10:20\n\nThe disk is full.\n\n10:31\n\nSUMMARY:\n\nIt was full.\n\n10:40\n\nIt ended.\n";
        assert!(rows("log.txt", later).is_empty());
        assert_eq!(stamp("Posted Jan 05, 2026 - 10:20 UTC"), Some(Stamp { from: 7, posted: true }));
        assert_eq!(stamp("10:20 The disk"), None);
        assert_eq!(stamp("Jan 5"), None);
    }
}
