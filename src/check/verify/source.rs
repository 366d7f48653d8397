//! The postmortem as something to look things up in: its passages with their words, numbers, times and names, and an index to find the passage that
//! a sentence tells.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::clock::{self, Moment, TimeOfDay};
use super::quantity::{Quantity, quantities};
use crate::check::Against;
use crate::check::words::{content, squash, tokens};
use crate::cite::{Cite, Quote};
use crate::document::{Kind, MarkKind};
use crate::extract::section::{self, Role};
use crate::extract::sentence;
use crate::extract::time::scan::Value;

/// A sentence, a table row, a heading or a line of code of the source.
#[derive(Debug, Clone)]
pub struct Passage {
    /// Its words.
    pub text: String,
    /// Where it stands.
    pub cite: Cite,
    /// The block that it stands in.
    pub block: usize,
    /// The part that its section plays.
    pub role: Role,
    /// Stems of its words that carry content, in order.
    pub stems: Vec<String>,
    /// Its numbers.
    pub quantities: Vec<Quantity>,
    /// Its times and dates.
    pub moments: Vec<Moment>,
}

/// A source to look things up in.
#[derive(Debug)]
pub struct Source<'a> {
    /// What it was made from.
    pub against: Against<'a>,
    /// In the order of the source.
    pub passages: Vec<Passage>,
    /// Passages by stem.
    index: HashMap<String, Vec<usize>>,
    /// Passages by block.
    blocks: HashMap<usize, Vec<usize>>,
    /// Every token, in lower case.
    pub vocabulary: HashSet<String>,
    /// All text with letters and digits only.
    pub squashed: String,
    /// Names that the source itself marks as such (code, services), squashed, with their spelling.
    pub named: HashMap<String, String>,
    /// Every difference between two clock times, in seconds; see [`Source::differs_by`].
    differences: BTreeSet<i64>,
    /// Seconds that extraction computed or the source states for the incident's phases.
    pub phases: Vec<i64>,
}

/// What a sentence of the story stands on.
#[derive(Debug, Clone, Default)]
pub struct Near {
    /// The passages that tell what it tells, best first.
    pub primary: Vec<usize>,
    /// These, and what stands around them: their headings, list items, neighbours.
    pub around: Vec<usize>,
    /// Where its numbers, times and names should stand: what it cites, or, in a sentence without citations, all around.
    pub own: Vec<usize>,
    /// How much of what it says the best passage says: 0 to 1, rare words weighing more.
    pub coverage: f64,
    /// It is plain which passage it tells: what differs there is a contradiction.
    pub strong: bool,
}

/// Clock times of which every difference is kept. Beyond, a log dump would make almost any difference true.
const MOST_CLOCKS: usize = 300;

impl<'a> Source<'a> {
    /// Reads a source.
    pub fn new(against: Against<'a>) -> Source<'a> {
        let doc = against.document;
        let sections = section::read(doc);
        let mut spans: HashMap<usize, Vec<(String, Cite)>> = HashMap::new();
        for span in sentence::split(doc) {
            spans.entry(span.block).or_default().push((doc.str(&span).to_owned(), doc.cite(&span)));
        }
        let mut source = Source {
            against,
            passages: Vec::new(),
            index: HashMap::new(),
            blocks: HashMap::new(),
            vocabulary: HashSet::new(),
            squashed: String::new(),
            named: HashMap::new(),
            differences: BTreeSet::new(),
            phases: Vec::new(),
        };
        for (index, block) in doc.blocks.iter().enumerate() {
            let role = sections.of(index);
            let texts: Vec<(String, Cite)> = match &block.kind {
                Kind::Row | Kind::Field => {
                    let cells = block.cells.iter().filter(|c| !c.text.is_empty());
                    let key =
                        |c: &crate::document::Cell| c.header.as_deref().map(|h| format!("{h}: ")).unwrap_or_default();
                    let text =
                        cells.clone().map(|c| format!("{}{}", key(c), c.text.as_str())).collect::<Vec<_>>().join(" | ");
                    let cites = cells.map(|c| c.text.whole().cite);
                    let cite = cites.reduce(|a, b| a.union(&b).unwrap_or(a));
                    // JSON rows cite one pointer per cell; each is a place where the row can be cited.
                    cite.map(|cite| (text, cite)).into_iter().collect()
                }
                Kind::Code { .. } => {
                    let text = block.text();
                    let mut at = 0;
                    let lines = text.as_str().split('\n').map(|line| {
                        let cite = text.cite(at..at + line.len());
                        at += line.len() + 1;
                        (line.to_owned(), cite)
                    });
                    lines.filter(|(l, _)| !l.trim().is_empty()).collect()
                }
                Kind::Heading { .. } => vec![(block.text().as_str().to_owned(), block.text().whole().cite)],
                _ => spans.remove(&index).unwrap_or_default(),
            };
            for (text, cite) in texts {
                source.push(text, cite, index, role);
            }
            for cell in &block.cells {
                for mark in cell.text.marks().iter().filter(|m| m.kind == MarkKind::Code) {
                    source.name(cell.text.get(mark.range.clone()));
                }
            }
        }
        for service in &against.facts.services {
            source.name(&service.name);
        }
        source.times();
        source
    }

    fn name(&mut self, name: &str) {
        let key = squash(name);
        if key.len() >= 3 && name.split_whitespace().count() <= 2 {
            self.named.entry(key).or_insert_with(|| name.to_owned());
        }
    }

    fn push(&mut self, text: String, cite: Cite, block: usize, role: Role) {
        let id = self.passages.len();
        let stems = content(&text);
        for stem in &stems {
            let list = self.index.entry(stem.clone()).or_default();
            if list.last() != Some(&id) {
                list.push(id);
            }
        }
        for token in tokens(&text) {
            for part in token.lower.split(['/', '–', '—', '(', ')', '=', ':', ',', '"', '[', ']', '.']) {
                self.vocabulary.insert(part.trim_matches(|c: char| !c.is_alphanumeric()).to_owned());
            }
            for part in token.lower.split('-') {
                self.vocabulary.insert(part.to_owned());
            }
            self.vocabulary.insert(token.lower);
        }
        self.squashed.push_str(&squash(&text));
        self.squashed.push(' ');
        self.blocks.entry(block).or_default().push(id);
        let times = clock::times(&text);
        let quantities = quantities(&text, &times);
        let moments = times
            .iter()
            .filter_map(|f| {
                if let Value::Stamp(stamp) = &f.value { Some(clock::moment(f.range.clone(), stamp)) } else { None }
            })
            .collect();
        self.passages.push(Passage { text, cite, block, role, stems, quantities, moments });
    }

    /// Gives the passages the times that extraction resolved (their day, zone and epoch numbers), and computes what can be computed from them.
    fn times(&mut self) {
        let facts = self.against.facts;
        let events = facts.timeline.iter().flat_map(|e| std::iter::once(&e.at).chain(e.until.as_ref()));
        let times = &facts.times;
        let keys = [&times.started, &times.detected, &times.acknowledged, &times.mitigated, &times.resolved];
        let all: Vec<_> = facts.mentions.iter().chain(events).chain(keys.into_iter().flatten()).collect();
        let mut by_line: HashMap<usize, Vec<usize>> = HashMap::new();
        for (i, passage) in self.passages.iter().enumerate() {
            if let Cite::Lines { lines: [first, last] } = passage.cite {
                (first..=last.min(first + 200)).for_each(|line| by_line.entry(line).or_default().push(i));
            }
        }
        let mut instants = BTreeSet::new();
        for instant in all {
            let moment = clock::of_instant(instant);
            instants.extend(moment.absolute.or(moment.local_absolute));
            match &instant.cite {
                Cite::Lines { lines: [first, last] } => {
                    for id in (*first..=*last.min(&(first + 200))).flat_map(|l| by_line.get(&l)).flatten() {
                        if let Some(p) = self.passages.get_mut(*id)
                            && p.text.contains(instant.surface.trim())
                        {
                            p.moments.push(moment.clone());
                        }
                    }
                }
                cite => {
                    for p in self.passages.iter_mut().filter(|p| touches(&p.cite, cite)) {
                        p.moments.push(moment.clone());
                    }
                }
            }
        }
        self.complete();
        let mut of_day: BTreeSet<i64> = BTreeSet::new();
        for p in &self.passages {
            of_day.extend(p.moments.iter().filter_map(|m| m.clock.map(|c| c.seconds)));
        }
        for set in [instants, of_day] {
            let list: Vec<i64> = set.into_iter().take(MOST_CLOCKS).collect();
            for (i, a) in list.iter().enumerate() {
                self.differences.extend(list.iter().skip(i + 1).map(|b| (b - a).abs()));
            }
        }
        // Over midnight, where no day is known.
        let night: Vec<i64> =
            self.differences.iter().filter(|d| (43_200..86_400).contains(*d)).map(|d| 86_400 - d).collect();
        self.differences.extend(night);
        let d = &facts.durations;
        self.phases = [d.to_detect_s, d.to_mitigate_s, d.to_resolve_s, d.impact_s]
            .into_iter()
            .flatten()
            .chain(d.stated.iter().map(|s| s.seconds))
            .collect();
    }

    /// Gives the scanned times what is known about them from elsewhere: the zone that extraction carried over, and that a document with hours past
    /// noon and no "PM" counts to 24.
    fn complete(&mut self) {
        let scanned = |m: &&Moment| !m.range.is_empty() && m.clock.is_some();
        let all = || self.passages.iter().flat_map(|p| &p.moments);
        let halved = all().filter_map(|m| m.clock).any(|c| c.half);
        let counts_on = all().filter(scanned).filter_map(|m| m.clock).any(|c| c.sure && !c.half);
        let zones: Vec<_> = all().filter_map(|m| m.zone.clone()).collect();
        let only = zones.first().filter(|first| zones.iter().all(|z| z.1 == first.1)).cloned();
        for passage in &mut self.passages {
            let resolved: Vec<Moment> = passage.moments.iter().filter(|m| m.range.is_empty()).cloned().collect();
            for moment in passage.moments.iter_mut().filter(|m| !m.range.is_empty()) {
                let Some(clock) = &mut moment.clock else { continue };
                let twin =
                    resolved.iter().find(|r| r.clock.is_some_and(|c| c.seconds % 43_200 == clock.seconds % 43_200));
                if moment.zone.is_none() {
                    moment.zone = twin.and_then(|t| t.zone.clone()).or_else(|| only.clone());
                }
                clock.sure |= counts_on && !halved;
                if let Some(known) = twin.and_then(|t| t.clock).filter(|c| c.sure) {
                    *clock = TimeOfDay { half: clock.half, to_second: clock.to_second, ..known };
                }
            }
        }
    }

    /// Whether two clock times of the source are as far apart as the number says.
    pub fn differs_by(&self, said: &Quantity) -> bool {
        #[allow(clippy::cast_possible_truncation)] // seconds of an incident
        let (low, high) = ((said.value * 0.7) as i64 - 60, (said.value * 1.4) as i64 + 60);
        #[allow(clippy::cast_precision_loss)]
        self.differences.range(low..=high).any(|d| said.says(*d as f64))
    }

    /// The weight of a stem: rare words tell more about which passage is meant.
    pub fn weight(&self, stem: &str) -> f64 {
        #[allow(clippy::cast_precision_loss)]
        let (all, with) = (self.passages.len() as f64, self.index.get(stem).map_or(0, Vec::len) as f64);
        // A word that the source never uses says little about which passage is meant: it is another word for one that stands there.
        if with == 0.0 { 0.5 * (1.0 + all / 2.0).ln() } else { (1.0 + all / (1.0 + with)).ln() }
    }

    /// The same, with a word that the source never uses as the rarest of all: for what must stand there.
    pub fn strict_weight(&self, stem: &str) -> f64 {
        #[allow(clippy::cast_precision_loss)]
        if self.index.contains_key(stem) { self.weight(stem) } else { (1.0 + self.passages.len() as f64).ln() }
    }

    /// Whether the source uses the word, in any of its forms.
    pub fn knows(&self, lower: &str) -> bool {
        self.vocabulary.contains(lower) || self.index.contains_key(&crate::check::words::stem(lower))
    }

    /// Passages with the weight of what they share with the stems, best first.
    pub fn ranked(&self, stems: &[String]) -> Vec<(usize, f64)> {
        let distinct: BTreeSet<&String> = stems.iter().collect();
        let total: f64 = distinct.iter().map(|s| self.weight(s)).sum();
        let mut shares: HashMap<usize, f64> = HashMap::new();
        for stem in distinct {
            let weight = self.weight(stem);
            for id in self.index.get(stem).into_iter().flatten() {
                *shares.entry(*id).or_default() += weight;
            }
        }
        let mut list: Vec<(usize, f64)> =
            shares.into_iter().map(|(id, w)| (id, w / total.max(f64::MIN_POSITIVE))).collect();
        // Of two that share as much, the shorter one is more about it.
        let length = |id: usize| self.passages.get(id).map_or(0, |p| p.stems.len());
        list.sort_by(|a, b| b.1.total_cmp(&a.1).then(length(a.0).cmp(&length(b.0))).then(a.0.cmp(&b.0)));
        list
    }

    /// What a sentence stands on: what it cites, and what says the same.
    pub fn near(&self, stems: &[String], cites: &[Cite]) -> Near {
        let ranked = self.ranked(stems);
        let coverage = |id: usize| ranked.iter().find(|r| r.0 == id).map_or(0.0, |r| r.1);
        let mut cited: Vec<usize> = (0..self.passages.len())
            .filter(|&id| self.passages.get(id).is_some_and(|p| cites.iter().any(|c| touches(&p.cite, c))))
            .collect();
        cited.sort_by(|a, b| coverage(*b).total_cmp(&coverage(*a)));
        let best = ranked.first().map_or(0.0, |r| r.1);
        let mut primary = cited.clone();
        primary.extend(
            ranked
                .iter()
                .take_while(|r| r.1 >= best * 0.85 && r.1 >= 0.3)
                .take(4)
                .map(|r| r.0)
                .filter(|id| !cited.contains(id)),
        );
        let mut around: Vec<usize> = primary.clone();
        around.extend(ranked.iter().take_while(|r| r.1 >= 0.3).take(8).map(|r| r.0));
        let seeds = around.clone();
        for id in seeds {
            around.extend(self.surroundings(id));
        }
        let mut seen = HashSet::new();
        around.retain(|id| seen.insert(*id));
        let top = if cited.is_empty() {
            best
        } else {
            cited.iter().map(|id| coverage(*id)).fold(0.0, f64::max).max(if best >= 0.6 { best } else { 0.0 })
        };
        let words = stems.iter().collect::<BTreeSet<_>>().len();
        let strong = !cited.is_empty() && top >= 0.3 || top >= 0.55 && words >= 3;
        let own = if cited.is_empty() { around.clone() } else { cited };
        Near { primary, around, own, coverage: top, strong }
    }

    /// The other sentences of its block, the headings above it, the items around it, and the last block before it that gives a time.
    fn surroundings(&self, id: usize) -> Vec<usize> {
        let Some(passage) = self.passages.get(id) else { return Vec::new() };
        let doc = self.against.document;
        let mut blocks = vec![passage.block];
        blocks.extend(doc.blocks.get(passage.block).into_iter().flat_map(|b| b.path.iter().copied()));
        blocks.extend(doc.ancestors(passage.block));
        let timed = |block: &usize| {
            self.blocks
                .get(block)
                .into_iter()
                .flatten()
                .any(|p| self.passages.get(*p).is_some_and(|p| p.moments.iter().any(|m| m.clock.is_some())))
        };
        if !blocks.iter().any(timed) {
            let before = (1..=4).filter_map(|n| passage.block.checked_sub(n)).find(timed);
            blocks.extend(before);
        }
        blocks.iter().flat_map(|b| self.blocks.get(b)).flatten().copied().collect()
    }

    /// Whether words of a story stand somewhere, spelled without regard to spaces and punctuation.
    pub fn squashed_has(&self, words: &str) -> bool {
        let key = squash(words);
        key.len() >= 5 && self.squashed.contains(&key)
    }

    /// A passage as a quotation.
    pub fn quote(&self, id: usize) -> Option<Quote> {
        self.passages.get(id).map(|p| Quote { text: p.text.clone(), cite: p.cite.clone() })
    }

    /// Quotations of the first passages.
    pub fn quotes(&self, ids: &[usize], most: usize) -> Vec<Quote> {
        ids.iter().take(most).filter_map(|id| self.quote(*id)).collect()
    }

    /// Passages by their numbers.
    pub fn at<'s>(&'s self, ids: &'s [usize]) -> impl Iterator<Item = (usize, &'s Passage)> {
        ids.iter().filter_map(|id| Some((*id, self.passages.get(*id)?)))
    }
}

/// Whether two places have something in common.
pub fn touches(a: &Cite, b: &Cite) -> bool {
    match (a, b) {
        (Cite::Lines { lines: [a0, a1] }, Cite::Lines { lines: [b0, b1] }) => a0 <= b1 && b0 <= a1,
        (Cite::Pointer { pointer: a }, Cite::Pointer { pointer: b }) => {
            let inside = |outer: &str, inner: &str| {
                inner.strip_prefix(outer).is_some_and(|r| r.is_empty() || r.starts_with('/'))
            };
            inside(a, b) || inside(b, a) || siblings(a, b)
        }
        _ => false,
    }
}

/// Members of the same entry: a row cites its cells one by one.
fn siblings(a: &str, b: &str) -> bool {
    let parent = |p: &str| p.rsplit_once('/').map(|(head, _)| head.to_owned());
    parent(a).is_some_and(|p| p.matches('/').count() >= 2 && Some(p) == parent(b))
}
