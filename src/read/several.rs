//! A log of incidents in one file → one document for each.
//!
//! A log repeats itself: heading after heading that names a day or a number, and below each the same parts (impact,
//! timeline, resolution …). A postmortem may have headings with dates too, for the days of its timeline, but what
//! stands below those are events, not the parts of a postmortem.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::shape;
use crate::document::{Block, Cell, Document, Kind, Text};

/// Incidents in a file of one kind, at least.
const FEWEST: usize = 2;

/// Parts that a section must share with the others to be an incident of its own.
const SHARED: usize = 2;

/// Words that say something about all times of a file, wherever they stand.
const ZONE_WORDS: &[&str] = &["all times", "datestamp", "time zone", "times are", "timestamps", "timezone"];

/// Splits a document that holds several incidents. One that holds a single one comes back as it is.
pub fn split(document: Document) -> Vec<Document> {
    let Some(sections) = incidents(&document) else { return vec![document] };
    let first = sections.first().map_or(0, |s| s.start);
    let inside = |index: usize| sections.iter().any(|s| s.contains(&index));
    // What the file says about all of its times goes with each incident.
    let common: Vec<Text> = document
        .blocks
        .iter()
        .enumerate()
        .filter(|&(i, b)| !inside(i) && !matches!(b.kind, Kind::Heading { .. } | Kind::Code { .. }))
        .filter_map(|(i, b)| zone_sentence(b, i < first))
        .collect();
    let mut ids = Ids::default();
    let mut documents = Vec::with_capacity(sections.len());
    for section in &sections {
        let heading = document.text(section.start, 0).as_str();
        let day = date(heading).filter(|day| {
            sections.iter().filter(|s| date(document.text(s.start, 0).as_str()).as_ref() == Some(day)).count() == 1
        });
        let id = ids.unique(&day.unwrap_or_else(|| slug(heading)));
        let blocks = rebase(&document.blocks, section.clone(), &common);
        documents.push(Document {
            id: Some(id),
            blocks,
            source: document.source.clone(),
            warnings: document.warnings.clone(),
        });
    }
    documents
}

/// The sentence of a block that says in which zone the times are. `before` the first incident a zone alone is enough.
fn zone_sentence(block: &Block, before: bool) -> Option<Text> {
    let words = block.text().as_str();
    let mut from = 0;
    for sentence in words.split_inclusive(". ") {
        let lower = sentence.to_lowercase();
        if ZONE_WORDS.iter().any(|w| lower.contains(w)) || (before && sentence.contains(" UTC")) {
            let mut text = block.text().tail(from);
            text.truncate(sentence.trim_end().len());
            return Some(text);
        }
        from += sentence.len();
    }
    None
}

/// The blocks of one incident, its heading made the title.
fn rebase(blocks: &[Block], section: Range<usize>, common: &[Text]) -> Vec<Block> {
    let shift = match blocks.get(section.start).map(|b| &b.kind) {
        Some(Kind::Heading { level }) => level.saturating_sub(1),
        _ => 0,
    };
    let inserted = common.len();
    // The title stays first; what was inserted follows it.
    let place = |index: usize| {
        let own = index.checked_sub(section.start).filter(|_| section.contains(&index))?;
        Some(if own == 0 { 0 } else { own + inserted })
    };
    let mut found = Vec::with_capacity(section.len() + inserted);
    for (i, block) in blocks.get(section.clone()).unwrap_or_default().iter().enumerate() {
        let mut block = block.clone();
        if let Kind::Heading { level } = &mut block.kind {
            *level = level.saturating_sub(shift).max(1);
        }
        block.path = block.path.iter().filter_map(|&p| place(p)).collect();
        block.parent = block.parent.and_then(place);
        found.push(block);
        if i == 0 {
            // A key and its value, so that nobody takes it for something that happened.
            found.extend(common.iter().map(|zone| {
                let cells = vec![Cell { header: Some("time zone".into()), text: zone.clone() }];
                Block { kind: Kind::Field, path: vec![0], parent: None, cells }
            }));
        }
    }
    found
}

/// The sections that are incidents, if the document is a log.
fn incidents(document: &Document) -> Option<Vec<Range<usize>>> {
    let levels: HashSet<u8> = document.blocks.iter().filter_map(level).collect();
    let mut levels: Vec<u8> = levels.into_iter().collect();
    levels.sort_unstable();
    levels.into_iter().find_map(|level| at_level(document, level))
}

fn level(block: &Block) -> Option<u8> {
    match block.kind {
        Kind::Heading { level } => Some(level),
        _ => None,
    }
}

fn at_level(document: &Document, wanted: u8) -> Option<Vec<Range<usize>>> {
    let heads = document.blocks.iter().enumerate().filter(|(_, b)| level(b) == Some(wanted));
    let mut sections: Vec<Range<usize>> = Vec::new();
    for (start, block) in heads {
        let end = document.blocks.iter().skip(start + 1).position(|b| level(b).is_some_and(|l| l <= wanted));
        let end = end.map_or(document.blocks.len(), |length| start + 1 + length);
        if names_incident(block.text().as_str()) {
            sections.push(start..end);
        }
    }
    if sections.len() < FEWEST {
        return None;
    }
    let parts: Vec<HashSet<String>> = sections.iter().map(|s| parts(document, s.clone())).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for part in parts.iter().flatten() {
        *counts.entry(part).or_default() += 1;
    }
    // A part is shared when it recurs in a third of the sections: the form of a log changes over the years.
    let shared: HashSet<&str> =
        counts.into_iter().filter(|&(_, n)| n >= FEWEST && n * 3 >= sections.len()).map(|(p, _)| p).collect();
    let whole: Vec<Range<usize>> = sections
        .into_iter()
        .zip(&parts)
        .filter(|(_, own)| own.iter().filter(|p| shared.contains(p.as_str())).count() >= SHARED)
        .map(|(section, _)| section)
        .collect();
    (whole.len() >= FEWEST).then_some(whole)
}

/// The parts of a postmortem that a section has: sub-headings, keys, and labels at the beginning of a text.
fn parts(document: &Document, section: Range<usize>) -> HashSet<String> {
    let blocks = document.blocks.get(section.start + 1..section.end).unwrap_or_default();
    let names = blocks.iter().filter_map(|block| {
        let words = block.text().as_str();
        let name = match &block.kind {
            Kind::Heading { .. } => Some(words),
            Kind::Field => block.cells.first().and_then(|c| c.header.as_deref()),
            Kind::Item { .. } | Kind::Paragraph => match shape::label(words) {
                Some((key, _)) => words.get(..key),
                None => Some(words).filter(|w| w.len() < 40),
            },
            _ => None,
        }?;
        let known = shape::is_section_name(name) || shape::is_known_key(name, true);
        (known && shape::time_start(name).is_none()).then(|| name.trim_end_matches(':').trim().to_lowercase())
    });
    names.collect()
}

/// Whether a heading names one incident: by its day, or by a number.
fn names_incident(heading: &str) -> bool {
    if !heading.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let number = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '#');
        let letters = word.trim_start_matches('#').chars().take_while(|c| c.is_ascii_uppercase()).count();
        let rest = word.trim_start_matches('#').get(letters..).unwrap_or_default().trim_start_matches('-');
        let digits = !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || c == '-');
        digits && (word.starts_with('#') || (2..=6).contains(&letters))
    };
    let numbered = heading.to_lowercase().starts_with("incident")
        && heading.split_whitespace().nth(1).is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit()));
    date(heading).is_some() || numbered || heading.split_whitespace().any(number)
}

/// The day that a heading names, as `YYYY-MM-DD`.
pub fn date(heading: &str) -> Option<String> {
    let words: Vec<&str> =
        heading.split(|c: char| c.is_whitespace() || ",()[]T".contains(c)).filter(|w| !w.is_empty()).collect();
    let iso = words.iter().find_map(|word| {
        let parts: Vec<&str> = word.trim_matches(|c: char| !c.is_ascii_digit()).split(['-', '/', '.']).collect();
        match parts[..] {
            [year, month, day] if year.len() == 4 => ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?),
            // Which of two numbers is the month is not to be guessed where both may be.
            [day, month, year] if year.len() == 4 && day.parse::<u32>().is_ok_and(|d| d > 12) => {
                ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
            }
            _ => None,
        }
    });
    iso.or_else(|| {
        words.iter().enumerate().find_map(|(i, word)| {
            let month = shape::month(word).filter(|_| word.chars().all(char::is_alphabetic))?;
            let number = |at: Option<usize>| {
                let word = words.get(at?)?;
                word.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ':').parse::<u32>().ok()
            };
            let (before, next, then) = (number(i.checked_sub(1)), number(Some(i + 1)), number(Some(i + 2)));
            let month = u32::try_from(month + 1).ok()?;
            match (before, next, then) {
                (Some(day), Some(year), _) if day <= 31 && year > 1990 => ymd(year, month, day),
                (_, Some(day), Some(year)) if year > 1990 => ymd(year, month, day),
                _ => None,
            }
        })
    })
}

fn ymd(year: u32, month: u32, day: u32) -> Option<String> {
    let fits = (1990..2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    fits.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// A heading as a name that can be typed: lower case, words joined by hyphens, at most eight.
pub fn slug(heading: &str) -> String {
    let words = heading.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).take(8);
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

/// Gives each incident of a file a name of its own.
#[derive(Debug, Default)]
pub struct Ids(HashMap<String, usize>);

impl Ids {
    /// `wanted`, with a number behind it from the second time on.
    pub fn unique(&mut self, wanted: &str) -> String {
        let wanted = if wanted.is_empty() { "incident" } else { wanted };
        let count = self.0.entry(wanted.to_owned()).or_default();
        *count += 1;
        if *count == 1 { wanted.to_owned() } else { format!("{wanted}-{count}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Source;
    use crate::read::markdown;

    fn ids(text: &str) -> Vec<Option<String>> {
        documents(text).into_iter().map(|d| d.id).collect()
    }

    fn documents(text: &str) -> Vec<Document> {
        let source =
            Source { path: "log.md".into(), format: "markdown".into(), flavour: String::new(), sha256: String::new() };
        split(Document { source, id: None, blocks: markdown::blocks(text, None), warnings: Vec::new() })
    }

    const LOG: &str = "# Log\n\nNewest first. All times are UTC. Use the template.\n\n## Q1\n\n### 2023-05-03 Disk full\n\n- **Impact**: EU\n- **Timeline**\n  - 10:15 up\n- **Resolution**: grown\n\n\
        ### 2023-05-04 10:15 DNS\n\n**Impact:** all\n\n**Timeline:** none\n\n**Resolution:** fixed\n\n### 2023-05-04 20:00 DNS again\n\n#### Impact\n\nx\n\n#### Timeline\n\ny\n";

    #[test]
    fn a_log_is_split_and_lines_are_kept() {
        assert_eq!(
            ids(LOG),
            [Some("2023-05-03".into()), Some("2023-05-04-10-15-dns".into()), Some("2023-05-04-20-00-dns-again".into())]
        );
        let documents = documents(LOG);
        let [_, second, third] = &documents[..] else { panic!() };
        assert_eq!(second.blocks[0].text().place(0), (14, 4));
        assert_eq!(second.blocks[0].kind, Kind::Heading { level: 1 });
        assert_eq!(second.blocks[1].text().as_str(), "All times are UTC.");
        assert_eq!((second.blocks[1].text().place(0), &second.blocks[1].kind), ((3, 14), &Kind::Field));
        assert_eq!(third.headings(3).collect::<Vec<_>>(), ["2023-05-04 20:00 DNS again", "Impact"]);
        assert_eq!(documents[0].blocks[4].parent, Some(3));
    }

    #[test]
    fn a_postmortem_with_days_in_its_headings_is_one_document() {
        let days = "# Outage\n\n## Impact\n\nEU\n\n## Timeline\n\n### 2023-05-03\n\n- 10:15 up\n- 10:20 down: mitigation\n\n### 2023-05-04\n\n- 10:15 up\n\n## Resolution\n\ngrown\n";
        assert_eq!(ids(days), [None]);
        let times = "# 2023-05-03 Outage\n\n## Impact\n\nEU\n\n## Timeline\n\n### 2023-05-03 10:15\n\nSummary: up\n\n### 2023-05-03 10:20\n\nSummary: down\n";
        assert_eq!(ids(times), [None]);
        assert_eq!(ids("# Follow-up of INC-7\n\n## INC-7\n\nImpact: x\n\nStatus: y\n"), [None]);
    }

    #[test]
    fn days_are_read_in_the_ways_of_headings() {
        for heading in [
            "Incident on 2023-05-03 10:15 - x", "3 May 2023: x", "May 3rd, 2023", "Outage (2023/05/03)",
            "[2023-05-03T10:15] x",
        ] {
            assert_eq!(date(heading).as_deref(), Some("2023-05-03"), "{heading}");
        }
        for heading in ["May 2023", "03/05/2023", "Version 2.3.4", "Impact"] {
            assert_eq!(date(heading), None, "{heading}");
        }
    }
}
