//! The timeline: what happened when, from tables, lists, headings, lines and, where there is nothing else, sentences.
//!
//! A document's own timeline section decides alone. Without one, everything that is laid out as entries is the timeline, and
//! without such a layout the sentences that name a time of the day.

use chrono::{NaiveDateTime, TimeDelta};

use super::event_kind;
use super::sections::Sections;
use super::sentence;
use super::time::scan::Origin;
use super::time::{self, Mention, Times};
use crate::cite::Cite;
use crate::document::{Block, Cell, Document, Kind};
use crate::facts::{Event, EventKind, Inferred, Instant, Precision};
use crate::read::updates::{STATES, is_update};
use crate::section::{Role, is_name, role};

pub mod actor;

/// An entry before it is sorted.
#[derive(Debug, Clone)]
struct Entry {
    event: Event,
    order: Option<NaiveDateTime>,
    /// Its place in a year that the document never names.
    within_year: Option<(u8, u8, i64)>,
    /// Its time stands behind its words: `Resolved 2022-07-11 16:07`.
    labelled: bool,
}

/// The events of a document, ordered by their instants, in the source's order where these are equal or unknown.
pub fn read(doc: &Document, sections: &Sections, times: &Times) -> Vec<Event> {
    let headings = headings(doc, times);
    let blocks = doc.blocks.iter().enumerate();
    let roles: Vec<Role> = blocks.map(|(b, block)| place(sections, &headings, b, block)).collect();
    let role_of = |b: usize| roles.get(b).copied().unwrap_or(Role::Other);
    let within = |b: usize| role_of(b) == Role::Timeline;
    let told = |b: usize| tells_events(role_of(b));
    let timed = |e: &Entry| !matches!(e.event.at.precision, Precision::Day | Precision::Month);
    let mut entries = laid_out(doc, times, &within);
    if entries.is_empty() {
        entries = sentences(doc, times, &within);
    }
    let sectioned = !entries.is_empty();
    if !sectioned {
        entries = laid_out(doc, times, &told);
        // A postmortem above the updates of its page may tell more moments than they do.
        let below = || doc.blocks.iter().enumerate().any(|(b, block)| is_below(sections, &headings, b, block));
        let prose = if entries.len() < 2 || below() { sentences(doc, times, &told) } else { Vec::new() };
        let told = |entries: &[Entry]| (entries.iter().filter(|e| timed(e)).count(), entries.len());
        if told(&prose) > told(&entries) {
            entries = prose;
        }
    }
    // A page's own date is no event beside entries that have a time of the day, outside of a timeline section.
    if !sectioned && entries.iter().any(timed) {
        entries.retain(timed);
    }
    if entries.iter().filter(|e| !e.labelled).count() >= 2 {
        entries.retain(|e| !e.labelled);
    }
    let names = actor::names(doc, &entries.iter().map(|e| e.event.text.as_str()).collect::<Vec<_>>());
    for entry in &mut entries {
        if entry.event.actors.is_empty() {
            entry.event.actors = actor::of(&entry.event.text, &names);
        }
    }
    sort(entries)
}

/// Of each block what it says as a heading: its role, or nothing where it begins with a time and so is an entry itself.
fn headings(doc: &Document, times: &Times) -> Vec<Option<Role>> {
    let said = |(b, block): (usize, &Block)| match block.kind {
        Kind::Heading { .. } if times.in_block(b).any(|(_, m)| m.starts) => None,
        Kind::Heading { .. } => Some(role(block.text().as_str())),
        _ => Some(Role::Other),
    };
    doc.blocks.iter().enumerate().map(said).collect()
}

/// An update of a status page that ends the last section of the postmortem above it, where nothing else is an event.
fn is_below(sections: &Sections, headings: &[Option<Role>], b: usize, block: &Block) -> bool {
    is_update(block) && sections.of(b) == Role::Other && named(headings, block).is_some_and(|r| !tells_events(r))
}

/// What is laid out as entries in a section of this role may be the timeline.
fn tells_events(role: Role) -> bool {
    !matches!(role, Role::Actions | Role::Lessons | Role::Background)
}

/// The role of the innermost heading above a block that names one.
fn named(headings: &[Option<Role>], block: &Block) -> Option<Role> {
    block.path.iter().rev().filter_map(|h| headings.get(*h).copied().flatten()).find(|r| *r != Role::Other)
}

/// The role of the innermost heading above a block that is no entry itself.
fn place(sections: &Sections, headings: &[Option<Role>], b: usize, block: &Block) -> Role {
    if is_below(sections, headings, b, block) {
        return Role::Other;
    }
    let timed = || block.path.iter().any(|h| headings.get(*h).copied().flatten().is_none());
    named(headings, block).unwrap_or_else(|| if timed() { Role::Other } else { sections.of(b) })
}

fn sort(mut entries: Vec<Entry>) -> Vec<Event> {
    // A page that never says the year still says what came first. From December to January it does not.
    let months: Vec<u8> = entries.iter().filter_map(|e| e.within_year).map(|(month, ..)| month).collect();
    let yearless = entries.iter().all(|e| e.order.is_none()) && months.len() == entries.len();
    if yearless && !(months.contains(&1) && months.contains(&12)) {
        entries.sort_by_key(|e| e.within_year);
    }
    // An entry whose instant is unknown stays behind the one it follows; so does one with its day alone behind one of that day,
    // where the document goes forward in time.
    let day = |e: &Entry| e.order.filter(|_| e.event.at.precision == Precision::Day).map(|order| order.date());
    let forward = entries.iter().filter(|e| day(e).is_none()).filter_map(|e| e.order).is_sorted();
    let mut last: Option<NaiveDateTime> = None;
    let mut keyed: Vec<(Option<NaiveDateTime>, Event)> = Vec::with_capacity(entries.len());
    for entry in entries {
        let follows = forward && day(&entry).is_some_and(|day| last.is_some_and(|last| last.date() == day));
        last = if follows { last } else { entry.order.or(last) };
        keyed.push((last, entry.event));
    }
    keyed.sort_by_key(|(key, _)| *key);
    keyed.into_iter().map(|(_, event)| event).collect()
}

/// Entries by their layout, in the blocks that `within` admits.
fn laid_out(doc: &Document, times: &Times, within: &dyn Fn(usize) -> bool) -> Vec<Entry> {
    // Mixed zones are ordered by UTC, unless it is known of some only.
    let mut entries: Vec<Entry> = Vec::new();
    for (b, block) in doc.blocks.iter().enumerate() {
        if !within(b) {
            continue;
        }
        match block.kind {
            Kind::Row => entries.extend(row(doc, times, b)),
            Kind::Heading { .. } | Kind::Item { .. } | Kind::Paragraph | Kind::Quotation => {
                let found = lines(doc, times, b);
                entries.extend(found);
                entries.extend(relative(doc, times, b, entries.last()));
            }
            Kind::Code { .. } | Kind::Field => {}
        }
    }
    entries
}

fn entry(times: &Times, mention: &Mention, text: String, cite: Cite, actors: Vec<String>) -> Entry {
    let until = mention.until.and_then(|i| times.mentions.get(i)).map(|m| m.instant.clone());
    let kind = event_kind::kind(&text);
    Entry {
        order: mention.order(),
        within_year: mention.within_year,
        event: Event { at: mention.instant.clone(), until, text, actors, kind, cite },
        labelled: false,
    }
}

/// Headers of the cells that name who acted.
fn actor_header(cell: &Cell) -> bool {
    header_has(cell, &["who", "actor", "author", "person", "by", "user", "responder", "engineer", "name"])
}

/// A row whose one cell is a time and whose others say what happened.
fn row(doc: &Document, times: &Times, b: usize) -> Option<Entry> {
    let block = doc.blocks.get(b)?;
    // A table of releases, of owners or of durations has times too; what happened then is not what it tells.
    let unlike =
        |cell: &Cell| header_has(cell, &["due", "owner", "assignee", "ticket", "version", "release", "duration"]);
    if block.cells.iter().any(unlike) {
        return None;
    }
    let alone: Vec<&Mention> =
        times.in_block(b).map(|(_, m)| m).filter(|m| m.starts && doc_cell_is_time(doc, times, m)).collect();
    let at = alone.iter().find(|m| m.is_clock).or_else(|| alone.iter().find(|m| m.local.is_some()))?;
    let is_time = |c: usize| alone.iter().any(|m| m.span.cell == c);
    let mut text = String::new();
    let mut actors = Vec::new();
    for (c, cell) in block.cells.iter().enumerate().filter(|(c, cell)| !is_time(*c) && !cell.text.is_empty()) {
        let words = cell.text.as_str().trim();
        if actor_header(cell) {
            actors.push(words.to_owned());
        } else if cell.header.as_deref().is_none_or(|h| !h.eq_ignore_ascii_case("status"))
            || block.cells.len() <= 2
            || !block.cells.iter().enumerate().any(|(o, x)| o != c && !is_time(o) && !actor_header(x))
        {
            if !text.is_empty() {
                text.push_str(" – ");
            }
            text.push_str(words);
        }
    }
    let cite = block
        .cells
        .iter()
        .filter(|c| !c.text.is_empty())
        .map(|c| c.text.cite(0..c.text.len()))
        .reduce(|a, b| a.union(&b).unwrap_or(a))?;
    (text.chars().filter(|c| c.is_alphabetic()).count() >= 3).then(|| {
        let mut found = entry(times, at, text, cite, actors);
        // The page that calls its update "Resolved" says so better than its words do.
        let resolved = |c: &Cell| header_has(c, &["status"]) && c.text.as_str().trim().eq_ignore_ascii_case("resolved");
        if block.cells.iter().any(resolved) {
            found.event.kind = EventKind::Recovery;
        }
        let end = alone
            .iter()
            .filter(|m| m.is_clock && m.span.cell != at.span.cell && found.event.until.is_none())
            .find(|m| block.cells.get(m.span.cell).is_some_and(|c| header_has(c, &["end", "until", "to", "ended"])));
        if let Some(end) = end {
            found.event.until = Some(end.instant.clone());
        }
        found
    })
}

/// The header of a cell has one of the words.
fn header_has(cell: &Cell, words: &[&str]) -> bool {
    cell.header
        .as_deref()
        .is_some_and(|h| h.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|x| words.contains(&x)))
}

/// Whether a mention's cell holds times and next to nothing else.
fn doc_cell_is_time(doc: &Document, times: &Times, m: &Mention) -> bool {
    let text = doc.text(m.span.block, m.span.cell);
    let covered: usize =
        times.in_block(m.span.block).filter(|(_, o)| o.span.cell == m.span.cell).map(|(_, o)| o.span.range.len()).sum();
    text.len() <= covered + 12
}

/// The entries that a heading, item or paragraph is or holds: it begins with a time, or each of its lines does.
fn lines(doc: &Document, times: &Times, b: usize) -> Vec<Entry> {
    let Some(block) = doc.blocks.get(b) else {
        return Vec::new();
    };
    let text = block.text();
    let all: Vec<(usize, &Mention)> = times.in_block(b).filter(|(_, m)| m.span.cell == 0 && !m.code).collect();
    let starts: Vec<(usize, &Mention)> = all
        .iter()
        .copied()
        .filter(|(_, m)| m.starts)
        .filter(|(i, m)| !ends_range(times, *i) && (m.is_clock || m.local.is_some()))
        .collect();
    let Some(first) = starts.first() else {
        return labelled(doc, times, b, &all).into_iter().collect();
    };
    // A day alone is an entry only if words follow, and only if no time of the day follows them at once.
    let heads: Vec<(usize, &Mention)> =
        starts.iter().copied().filter(|(i, m)| m.is_clock || (*i == first.0 && starts.len() == 1)).collect();
    let mut entries = Vec::new();
    for (n, (i, m)) in heads.iter().enumerate() {
        let last =
            m.until.and_then(|u| times.mentions.get(u)).filter(|u| u.span.block == b && u.span.cell == 0).unwrap_or(m);
        let mut from = last.span.range.end;
        // `19.20, 19.27 recovery`, `12:48 (6:48 PDT): …`: further times right behind belong to the head.
        for (_, next) in all.iter().filter(|(j, _)| *j > *i) {
            let gap = text.get(from..next.span.range.start.max(from));
            if next.span.range.start >= from
                && (gap.len() <= 4 && !gap.contains(char::is_alphanumeric) || matches!(gap.trim(), "and" | "&"))
                && !heads.iter().any(|h| {
                    std::ptr::eq(h.1, *next) && h.1.span.range.start > first.1.span.range.start && gap.is_empty()
                })
            {
                from = next.span.range.end;
            } else {
                break;
            }
        }
        let to = heads.get(n + 1).map_or(text.len(), |(_, next)| next.span.range.start).max(from);
        let words = clean(text.get(from..to));
        let cite = text.cite(m.span.range.start..to.max(m.span.range.end));
        if !words.is_empty()
            && (m.is_clock || (words.split_whitespace().count() >= 3 && !matches!(block.kind, Kind::Heading { .. })))
        {
            entries.push(entry(times, m, words.to_owned(), cite, Vec::new()));
        } else if (m.is_clock || names_day(doc, times, b))
            && let Some((words, more)) = below(doc, times, b)
        {
            entries.push(entry(times, m, words, cite.union(&more).unwrap_or(cite), Vec::new()));
        }
    }
    entries
}

/// A heading of a timeline that is a day, below which nothing has a time of its own: "August 15", and what happened then.
fn names_day(doc: &Document, times: &Times, b: usize) -> bool {
    let Some(block) = doc.blocks.get(b).filter(|x| matches!(x.kind, Kind::Heading { .. })) else { return false };
    let listed = block.path.iter().any(|h| role(doc.text(*h, 0).as_str()) == Role::Timeline);
    let below = || (b + 1..doc.blocks.len()).take_while(|&n| doc.blocks.get(n).is_some_and(|x| x.path.contains(&b)));
    listed && !below().any(|n| times.in_block(n).any(|(_, m)| m.starts && m.is_clock))
}

fn ends_range(times: &Times, i: usize) -> bool {
    i.checked_sub(1).and_then(|p| times.mentions.get(p)).is_some_and(|m| m.until == Some(i))
}

/// The words of an entry, without what sets its time off from them.
fn clean(words: &str) -> &str {
    let words = words.trim_start_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '-' | '–' | '—' | ':' | ',' | '.' | '|' | ')' | ']' | '>' | '*' | '~' | '}' | '#' | ';' | '•'
            )
    });
    let words = words
        .strip_prefix("onwards ")
        .or_else(|| words.strip_prefix("(approx)"))
        .or_else(|| words.strip_prefix("approx "))
        .unwrap_or(words);
    words
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':'))
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '[' | '(' | '•' | '#' | '~' | '}' | '{'))
}

/// What stands below a time that is alone in its block: the first block under the heading, item or line.
fn below(doc: &Document, times: &Times, b: usize) -> Option<(String, Cite)> {
    let heading = matches!(doc.blocks.get(b)?.kind, Kind::Heading { .. });
    let next = doc.blocks.get(b + 1)?;
    let inside = if heading {
        next.path.contains(&b)
    } else {
        next.parent == Some(b) || (next.path == doc.blocks.get(b)?.path && next.kind == Kind::Paragraph)
    };
    let fresh = !times.in_block(b + 1).any(|(_, m)| m.starts && m.is_clock);
    let words = next.text().as_str().trim();
    (inside
        && fresh
        && !words.is_empty()
        && !matches!(next.kind, Kind::Code { .. } | Kind::Heading { .. })
        && !is_name(words))
    .then(|| (words.to_owned(), next.text().cite(0..next.text().len())))
}

/// `First detected: 2023-01-11 14:22`: a few words and a full time.
fn labelled(doc: &Document, times: &Times, b: usize, all: &[(usize, &Mention)]) -> Option<Entry> {
    let block = doc.blocks.get(b)?;
    let (_, m) = all.iter().find(|(_, m)| m.is_clock)?;
    let text = block.text();
    let (before, after) = (text.get(0..m.span.range.start), text.get(m.span.range.end..text.len()));
    let words = before.trim().trim_end_matches([':', '-', '–', '—', '(', '@', '*']).trim();
    let short = (1..=5).contains(&words.split_whitespace().count()) && !after.contains(char::is_alphanumeric);
    // "monitoring May 3, 10:15 UTC", and below it what was said then.
    if short
        && STATES.iter().any(|s| s.eq_ignore_ascii_case(words))
        && let Some((told, more)) = below(doc, times, b)
    {
        let cite = text.cite(0..text.len());
        return Some(entry(times, m, told, cite.union(&more).unwrap_or(cite), Vec::new()));
    }
    (short && matches!(block.kind, Kind::Item { .. } | Kind::Paragraph))
        .then(|| Entry { labelled: true, ..entry(times, m, words.to_owned(), text.cite(0..text.len()), Vec::new()) })
}

/// `T+5m: …` and `5 minutes later, …` at the start of a block.
fn relative(doc: &Document, times: &Times, b: usize, before: Option<&Entry>) -> Vec<Entry> {
    let Some(offset) = times.relative.iter().find(|r| r.span.block == b && r.starts) else {
        return Vec::new();
    };
    let text = doc.text(b, offset.span.cell);
    let zero = || {
        let block = times.relative.iter().find(|r| r.origin == Origin::Start && r.seconds == 0)?.span.block;
        times.in_block(block).map(|(_, m)| m).find(|m| m.is_clock && m.local.is_some()).map(|m| m.instant.clone())
    };
    let base = if offset.origin == Origin::Start { zero() } else { before.map(|e| e.event.at.clone()) };
    let moved = |written: &Option<String>| {
        let at: NaiveDateTime = written.as_deref()?.trim_end_matches('Z').parse().ok()?;
        at.checked_add_signed(TimeDelta::seconds(offset.seconds)).map(time::iso)
    };
    let words = clean(text.get(offset.span.range.end..text.len()));
    if words.is_empty() || times.in_block(b).any(|(_, m)| m.starts && m.is_clock) {
        return Vec::new();
    }
    let at = Instant {
        surface: text.get(offset.span.range.clone()).to_owned(),
        local: base.as_ref().and_then(|i| moved(&i.local)),
        zone: base.as_ref().and_then(|i| i.zone.clone()),
        utc: base.as_ref().and_then(|i| moved(&i.utc)).map(|utc| utc + "Z"),
        precision: Precision::Minute,
        inferred: if base.is_some() { vec![Inferred::Date, Inferred::Zone] } else { Vec::new() },
        cite: doc.cite(&offset.span),
        columns: text.columns(offset.span.range.clone()),
    };
    let order = at.order().and_then(|s| s.trim_end_matches('Z').parse().ok());
    let event = Event {
        at,
        until: None,
        text: words.to_owned(),
        actors: Vec::new(),
        kind: event_kind::kind(words),
        cite: text.cite(0..text.len()),
    };
    vec![Entry { event, order, within_year: None, labelled: false }]
}

/// Letters that a sentence has beside its time, at least: a weekday has three.
const SHORTEST_WORDS: usize = 4;

/// Sentences that name a time of the day, in the blocks that `within` admits.
fn sentences(doc: &Document, times: &Times, within: &dyn Fn(usize) -> bool) -> Vec<Entry> {
    let prose = |block: usize| {
        let kind = doc.blocks.get(block).map(|b| &b.kind);
        matches!(kind, Some(Kind::Paragraph | Kind::Item { .. } | Kind::Quotation | Kind::Field))
    };
    sentence::split(doc, |block| within(block) && prose(block) && times.in_block(block).next().is_some())
        .iter()
        .filter_map(|s| {
            let m = times.within(s).map(|(_, m)| m).find(|m| m.is_mention() && !m.code)?;
            // "Fri, 3 May 2024 10:15": says when, and not what.
            let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
            if letters(doc.str(s)) < letters(&m.instant.surface) + SHORTEST_WORDS {
                return None;
            }
            Some(entry(times, m, doc.str(s).trim().to_owned(), doc.cite(s), Vec::new()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::extract::{facts_of, facts_of_file};

    #[test]
    fn an_entry_with_its_day_alone_stays_where_the_table_has_it() {
        let told = |rows: [&str; 3]| {
            let rows = rows.map(|row| format!("| {row} |\n")).concat();
            let facts = facts_of(&format!("# Hub down\n\n## Timeline\n\n| Time | Event |\n|---|---|\n{rows}"));
            facts.timeline.into_iter().map(|event| event.text).collect::<Vec<_>>()
        };
        let (first, later) = ("2031-02-03 13:55 | The hub is down.", "2031-02-03 15:03 | The hub is up.");
        let between = "2031-02-03 14:?? | A node is added.";
        assert_eq!(told([first, between, later]), ["The hub is down.", "A node is added.", "The hub is up."]);
        assert_eq!(told([later, between, first]), ["A node is added.", "The hub is down.", "The hub is up."]);
    }

    #[test]
    fn updates_below_a_postmortem_are_events_and_none_of_its_actions() {
        let page = "Search slow\n\nPostmortem\n\nRoot cause\n\nA node had no memory left.\n\nAction items\n\n\
                    We will add memory.\nPosted May 14, 2024 - 14:55 UTC\n\nResolved\nSearch is fast again.\n\
                    Posted May 12, 2024 - 20:01 UTC\nInvestigating\nSearch is slow for all.\n\
                    Posted May 12, 2024 - 19:43 UTC\n";
        let facts = facts_of_file("page.txt", page);
        let told: Vec<&str> = facts.timeline.iter().map(|e| e.text.as_str()).collect();
        assert_eq!(told, ["Search is slow for all.", "Search is fast again."]);
        let actions: Vec<&str> = facts.actions.iter().map(|a| a.text.as_str()).collect();
        assert_eq!(actions, ["We will add memory."]);
    }

    #[test]
    fn a_time_alone_and_the_name_of_a_section_are_no_events() {
        let page = "Search slow\n\nMay 12 at 10:38am UTC\nAffected services\nWeb\n\nResolved\nMay 12 at 10:41am UTC\n\n\
                    Search is fast again.\n";
        let facts = facts_of_file("page.txt", page);
        assert!(facts.timeline.iter().all(|e| !e.text.starts_with("Affected")), "{:?}", facts.timeline);
        assert!(facts.timeline.iter().all(|e| e.text != e.at.surface), "{:?}", facts.timeline);
    }

    #[test]
    fn an_update_that_is_added_with_its_time_is_an_event() {
        let facts = facts_of(
            "# Search slow\n\nSearch is slow on 3 May 2024.\n\nUPDATE 11:17 UTC: The hub has no memory left.\n\n\
             Update 11:42 UTC: The hub is restarted and search is fast.\n",
        );
        let times: Vec<&str> = facts.timeline.iter().filter_map(|e| e.at.utc.as_deref()).collect();
        assert_eq!(times, ["2024-05-03T11:17:00Z", "2024-05-03T11:42:00Z"]);
    }
}
