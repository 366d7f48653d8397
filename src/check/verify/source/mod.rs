//! The postmortem as something to look things up in: its passages with their words, numbers, times and names, and an index to find the passage that
//! a sentence tells.

mod moments;
mod near;

use std::collections::{BTreeSet, HashMap, HashSet};

pub use near::{Near, touches};

use super::clock::{self, Moment};
use super::quantity::{Quantity, quantities};
use crate::check::Against;
use crate::check::words::{content, squash, tokens};
use crate::cite::{Cite, Quote};
use crate::document::{Kind, MarkKind};
use crate::extract::sections;
use crate::extract::sentence;
use crate::extract::time::scan::Value;
use crate::section::Role;

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

impl Passage {
    /// Whether it gives a time of the day.
    pub fn has_clock(&self) -> bool {
        self.moments.iter().any(|m| m.clock.is_some())
    }

    /// Whether it begins with a time: then that is the time of what it tells, and no neighbour's is.
    pub fn is_entry(&self) -> bool {
        self.moments.iter().any(|m| m.clock.is_some() && !m.range.is_empty() && m.range.start < ENTRY)
    }
}

/// Bytes before the time with which an entry begins: a bullet, a weekday, a key.
const ENTRY: usize = 25;

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
    /// The same without a gap between passages, for words that run over several.
    pub joined: String,
    /// Names that the source itself marks as such (code, services), squashed, with their spelling.
    pub named: HashMap<String, String>,
    /// Every difference between two clock times, in seconds; see [`Source::differs_by`].
    differences: BTreeSet<i64>,
    /// Seconds that extraction computed or the source states for the incident's phases.
    pub phases: Vec<i64>,
}

impl<'a> Source<'a> {
    /// Reads a source.
    pub fn new(against: Against<'a>) -> Source<'a> {
        let doc = against.document;
        let sections = sections::read(doc);
        let mut spans: HashMap<usize, Vec<(String, Cite)>> = HashMap::new();
        for span in sentence::split(doc, |_| true) {
            spans.entry(span.block).or_default().push((doc.str(&span).to_owned(), doc.cite(&span)));
        }
        let mut source = Source {
            against,
            passages: Vec::new(),
            index: HashMap::new(),
            blocks: HashMap::new(),
            vocabulary: HashSet::new(),
            squashed: String::new(),
            joined: String::new(),
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
        source.joined = source.squashed.replace(' ', "");
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

    /// Whether the source uses the word, in any of its forms.
    pub fn knows(&self, lower: &str) -> bool {
        self.vocabulary.contains(lower) || self.index.contains_key(&crate::check::words::stem(lower))
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
