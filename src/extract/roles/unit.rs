//! What is judged and quoted: one sentence, or one short list item, with the features that all scorers share.

use std::ops::Range;

use self::head::{has_clock, head_mark, head_time};
use self::labels::Labels;
use self::mark::{begins_with_state, is_occasion, is_template, turns_round};
use super::people;
use crate::document::{Document, Kind, Span};
use crate::extract::cues::{self, Class, Cues, class};
use crate::extract::sections::Sections;
use crate::extract::sentence;
use crate::search::has;
use crate::section::{self, Role};

pub mod head;
mod labels;
mod mark;

pub use mark::Mark;

/// How a unit stands in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// A sentence of a paragraph.
    Prose,
    /// A list item, or a sentence of a long one.
    Item,
    /// A sentence of a table cell.
    Cell,
    /// A sentence of a quotation.
    Quoted,
    /// The value of a key.
    Field,
}

/// A sentence or short list item.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Its words, without list marks, label and time at its head.
    pub span: Span,
    /// How it stands.
    pub form: Form,
    /// The section it belongs to, by heading or by label.
    pub role: Role,
    /// How many units of that section came before it, up to 255.
    pub since: u8,
    /// A clock time stood at its head, or beside it in its table row.
    pub timed: bool,
    /// Of a timed unit: which fifth of all timed units it is in.
    pub fifth: u8,
    /// It is the first unit of its block.
    pub first: bool,
    /// The number of its paragraph (or list, or table) in the document, up to 255.
    pub paragraph: u8,
    /// One bit for each [`Mark`].
    marks: u16,
    /// The phrases found in it.
    pub cues: Cues,
    /// Its words in lower case: a range of [`Units::lower`].
    pub lower: Range<usize>,
}

impl Unit {
    /// A phrase of the class stands in it.
    pub fn has(&self, class: Class) -> bool {
        self.cues.has(class)
    }

    /// What its words show besides phrases.
    pub fn marks(&self) -> impl Iterator<Item = Mark> {
        Mark::ALL.into_iter().filter(|m| self.is(*m))
    }

    /// It shows the mark.
    pub fn is(&self, mark: Mark) -> bool {
        self.marks >> mark as u16 & 1 == 1
    }

    fn set(&mut self, mark: Mark, on: bool) {
        self.marks |= u16::from(on) << mark as u16;
    }
}

/// All units of a document, in the order of the source.
#[derive(Debug, Default)]
pub struct Units {
    /// The units.
    pub list: Vec<Unit>,
    /// The words of all units in lower case.
    pub lower: String,
}

/// A list item is quoted as a whole up to this many bytes; of a longer one its sentences are.
const LONGEST_ITEM: usize = 200;

/// What the sentence in front of a list says of its items.
#[derive(Clone, Copy)]
struct Introduction {
    role: Role,
    cues: Cues,
    /// Without it they say the opposite, or what never was.
    turned: bool,
    /// They are what was learned.
    lessons: bool,
}

impl Units {
    /// A unit's words in lower case.
    pub fn lower(&self, unit: &Unit) -> &str {
        self.lower.get(unit.lower.clone()).unwrap_or_default()
    }

    /// Cuts a document into units.
    pub fn read(doc: &Document, sections: &Sections) -> Units {
        let letters = doc.cells().map(|(_, _, cell)| cell.text.len()).sum();
        let mut units = Units { list: Vec::with_capacity(doc.blocks.len()), lower: String::with_capacity(letters) };
        let mut state = Labels::default();
        for (b, block) in doc.blocks.iter().enumerate() {
            let form = match block.kind {
                Kind::Paragraph => Form::Prose,
                Kind::Item { .. } => Form::Item,
                Kind::Row => Form::Cell,
                Kind::Quotation => Form::Quoted,
                Kind::Field => Form::Field,
                Kind::Heading { .. } | Kind::Code { .. } => continue,
            };
            if sections.is_opener(b) {
                continue;
            }
            state.enter(doc, sections, b);
            let under_time = block.path.last().is_some_and(|&h| has_clock(doc.text(h, 0).as_str()));
            let timed_row = under_time
                || form == Form::Cell
                    && block.cells.iter().any(|c| head_time(c.text.as_str()) == c.text.len() && !c.text.is_empty());
            for (c, cell) in block.cells.iter().enumerate() {
                let text = cell.text.as_str();
                let whole = form == Form::Item && text.len() <= LONGEST_ITEM;
                let all = 0..text.len();
                let ranges = if whole { Vec::from([all]) } else { sentence::sentences(text) };
                for (i, mut range) in ranges.into_iter().enumerate() {
                    let mut first = i == 0;
                    let from = range.start;
                    let words = text.get(range.clone()).filter(|_| form == Form::Prose).unwrap_or_default();
                    for label in section::labels_within(words).map(|at| from + at) {
                        let before = Span { block: b, cell: c, range: range.start..label };
                        units.push(text, before, form, first, timed_row, &mut state);
                        (range.start, first) = (label, false);
                    }
                    units.push(text, Span { block: b, cell: c, range }, form, first, timed_row, &mut state);
                }
            }
        }
        units.number_entries();
        units.mark_lists();
        units
    }

    /// Counts the timed units and tells each which fifth of them it is in.
    fn number_entries(&mut self) {
        let all = self.list.iter().filter(|u| u.timed).count().max(1);
        for (n, unit) in self.list.iter_mut().filter(|u| u.timed).enumerate() {
            unit.fifth = u8::try_from(n * 5 / all).unwrap_or(4);
        }
    }

    /// Marks the items of lists by the sentence that introduces them: "Two things caused this:".
    fn mark_lists(&mut self) {
        let Units { list, lower } = self;
        let mut introduction: Option<Introduction> = None;
        for unit in list {
            if introduction.is_some_and(|said| said.role != unit.role) {
                introduction = None;
            }
            let introduces = || {
                unit.is(Mark::Colon).then(|| {
                    let words = lower.get(unit.lower.clone()).unwrap_or_default();
                    let lessons =
                        has(words, "lesson") && !matches!(unit.role, Role::Actions | Role::ResolutionAndActions);
                    Introduction { role: unit.role, cues: unit.cues, turned: turns_round(words), lessons }
                })
            };
            match introduction {
                _ if unit.form != Form::Item => introduction = introduces(),
                None => introduction = introduces(),
                // "The lessons were clear:": a section without a heading.
                Some(Introduction { lessons: true, .. }) => unit.role = Role::Lessons,
                Some(Introduction { cues: said, turned, .. }) => {
                    let worse = said.has(class::PROLONG) || said.has(class::CONTRIBUTE) && !said.has(class::CAUSE);
                    let cause = !worse && said.any(&[class::CAUSE, class::CONFIRMED]);
                    let remedy = !worse && !cause && said.has(class::REMEDY) && !said.has(class::FUTURE);
                    unit.set(Mark::ListedProlong, worse);
                    unit.set(Mark::ListedCause, cause);
                    unit.set(Mark::ListedRemedy, remedy);
                    unit.set(Mark::Hanging, turned);
                }
            }
        }
    }

    fn push(&mut self, text: &str, mut span: Span, form: Form, first: bool, timed_row: bool, state: &mut Labels) {
        let words = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
        span.range.start += head_mark(words(&span.range));
        if let Some((role, len)) = section::label(words(&span.range)) {
            state.label(role, form);
            span.range.start += len;
        }
        let time = head_time(words(&span.range));
        span.range.start += time;
        let trimmed = words(&span.range).trim_end();
        span.range.end = span.range.start + trimmed.len();
        if !trimmed.contains(char::is_alphabetic) {
            return;
        }
        let from = self.lower.len();
        cues::lower_into(trimmed, &mut self.lower);
        let lower = from..self.lower.len();
        let cues = cues::cues(self.lower.get(lower.clone()).unwrap_or_default());
        let (role, since, paragraph) = state.next();
        let timed = time > 0 || timed_row;
        let mut unit = Unit { span, form, role, since, timed, fifth: 0, first, paragraph, marks: 0, cues, lower };
        let last = self.list.last();
        let same_block = last.is_some_and(|l| l.span.block == unit.span.block && l.span.cell == unit.span.cell);
        let after_list = unit.form == Form::Prose
            && role == Role::Actions
            && last.is_some_and(|l| l.form == Form::Item)
            && !unit.has(class::FUTURE);
        unit.set(Mark::Colon, trimmed.ends_with(':'));
        unit.set(Mark::Deed, timed && people::doer(trimmed).is_some());
        unit.set(Mark::State, begins_with_state(trimmed));
        unit.set(Mark::Short, trimmed.split_whitespace().nth(2).is_none() || trimmed.starts_with("http"));
        unit.set(Mark::Template, is_template(trimmed, role));
        let changes = unit.cues.any(&[class::CHANGE_VERB, class::DEPLOY, class::CONFIG]);
        unit.set(Mark::Occasion, changes && is_occasion(self.lower(&unit)));
        unit.set(Mark::Continued, form == Form::Item && !first || after_list);
        unit.set(
            Mark::Prolonged,
            form != Form::Item && same_block && last.is_some_and(|l| l.has(class::PROLONG) || l.is(Mark::Prolonged)),
        );
        self.list.push(unit);
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_list_that_is_introduced_as_lessons_holds_lessons() {
        let facts = crate::extract::facts_of(
            "Queue stuck\n\nWe shipped the fix by 6 AM. The lessons were clear:\n\n1. Set a timeout for each call\n\
             2. Watch the age of the queue\n",
        );
        assert_eq!(
            crate::extract::texts(&facts.lessons),
            ["Set a timeout for each call", "Watch the age of the queue"]
        );
    }
}
