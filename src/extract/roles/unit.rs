//! What is judged and quoted: one sentence, or one short list item, with the features that all scorers share.

use std::ops::Range;

use super::people;
use crate::document::{Document, Kind, Span};
use crate::extract::cues::{self, Class, Cues, class};
use crate::extract::sections::Sections;
use crate::extract::{sentence, time as times};
use crate::lists::{Words, holds, spaced, words};
use crate::section::{self, Role};

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

/// Something that a unit's words show besides phrases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// It ends with a colon: it introduces what follows and says little itself.
    Colon,
    /// It begins with a person's name and what they did.
    Deed,
    /// It begins with a state or a ticket: `Done …`, `TODO`, `ABC-12`.
    State,
    /// It is a link or a word or two.
    Short,
    /// It goes on after the first sentence of a list item, or after a list.
    Continued,
    /// A sentence before it in its paragraph speaks of how long the response took.
    Prolonged,
    /// An item of a list that a sentence with a colon introduces as causes.
    ListedCause,
    /// An item of a list that is introduced as what made it worse or longer.
    ListedProlong,
    /// An item of a list that is introduced as what was done against it.
    ListedRemedy,
    /// It is the template's instruction to the writer or its question, left in the document.
    Template,
    /// It names a change as an occasion: "a recent deployment", "routine power maintenance".
    Occasion,
    /// An item of a list whose introduction turns it round: "There is no alert on:", "The safe way would be:".
    Hanging,
}

impl Mark {
    /// All of them.
    pub const ALL: [Mark; 12] = [
        Mark::Colon,
        Mark::Deed,
        Mark::State,
        Mark::Short,
        Mark::Continued,
        Mark::Prolonged,
        Mark::ListedCause,
        Mark::ListedProlong,
        Mark::ListedRemedy,
        Mark::Template,
        Mark::Occasion,
        Mark::Hanging,
    ];

    /// Its name in the weight file.
    pub fn name(self) -> &'static str {
        match self {
            Mark::Colon => "colon",
            Mark::Deed => "deed",
            Mark::State => "state",
            Mark::Short => "short",
            Mark::Continued => "continued",
            Mark::Prolonged => "prolonged",
            Mark::ListedCause => "listed-cause",
            Mark::ListedProlong => "listed-prolong",
            Mark::ListedRemedy => "listed-remedy",
            Mark::Template => "template",
            Mark::Occasion => "occasion",
            Mark::Hanging => "hanging",
        }
    }
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

impl Units {
    /// A unit's words in lower case.
    pub fn lower(&self, unit: &Unit) -> &str {
        self.lower.get(unit.lower.clone()).unwrap_or_default()
    }

    /// Cuts a document into units.
    pub fn read(doc: &Document, sections: &Sections) -> Units {
        let mut units = Units::default();
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
        let mut introduction: Option<(Role, Cues, bool)> = None;
        for unit in list {
            if introduction.is_some_and(|(role, ..)| role != unit.role) {
                introduction = None;
            }
            let introduces = || {
                let words = lower.get(unit.lower.clone()).unwrap_or_default();
                unit.is(Mark::Colon).then(|| (unit.role, unit.cues, turns_round(words)))
            };
            match introduction {
                _ if unit.form != Form::Item => introduction = introduces(),
                None => introduction = introduces(),
                Some((_, said, turned)) => {
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

/// An introduction without which its items say the opposite, or something that never was: it denies and breaks off, or it
/// only imagines. `lower` is in lower case.
fn turns_round(lower: &str) -> bool {
    const DENIES: &[&str] = &[
        "no", "not", "never", "nothing", "nobody", "without", "lack", "lacks", "lacked", "lacking", "missing",
        "neither",
    ];
    const BREAKS_OFF: &[&str] = &[
        "on", "for", "of", "in", "with", "by", "to", "from", "about", "against", "when", "if", "no", "not", "have",
        "had", "lack", "lacks", "lacked", "without", "either", "missing",
    ];
    const IMAGINES: &[&str] = &["would be", "could be", "might be", "would have been", "could have been"];
    let head = lower.trim_end_matches([':', ' ']);
    let words = || head.split(|c: char| !c.is_alphabetic() && c != '\'' && c != '’').filter(|w| !w.is_empty());
    let denies = words().any(|w| DENIES.contains(&w) || w.ends_with("n't") || w.ends_with("n’t"));
    let breaks_off = words().next_back().is_some_and(|w| BREAKS_OFF.contains(&w));
    denies && breaks_off || IMAGINES.iter().any(|i| head.ends_with(i))
}

/// Which section the walk is in: headings say it, labels at the head of sentences override them.
#[derive(Debug, Default)]
struct Labels {
    /// Of the block, by its headings.
    block: Option<Role>,
    /// Of a label, until the next label or heading; a label in a list item ends with the item.
    label: Option<(Role, bool)>,
    path: Vec<usize>,
    current: Option<Role>,
    since: u8,
    paragraph: u8,
    parent: Option<usize>,
}

impl Labels {
    fn enter(&mut self, doc: &Document, sections: &Sections, b: usize) {
        let Some(block) = doc.blocks.get(b) else { return };
        let outer = doc.ancestors(b).last().or(Some(b));
        if block.path != self.path {
            self.path.clone_from(&block.path);
            self.label = None;
        }
        if self.label.is_some_and(|(_, item)| item) && outer != self.parent {
            self.label = None;
        }
        self.parent = outer;
        self.block = Some(sections.of(b));
        let continues = matches!(block.kind, Kind::Item { .. } | Kind::Row | Kind::Field) && self.current.is_some();
        if !continues {
            self.paragraph = self.paragraph.saturating_add(1);
        }
    }

    fn label(&mut self, role: Role, form: Form) {
        self.label = Some((role, form != Form::Prose || !role.is_narrative()));
    }

    fn next(&mut self) -> (Role, u8, u8) {
        let role = self.label.map(|(role, _)| role).or(self.block).unwrap_or(Role::Other);
        self.since = if self.current == Some(role) { self.since.saturating_add(1) } else { 0 };
        self.current = Some(role);
        (role, self.since, self.paragraph)
    }
}

/// A clock time stands in a text; in a heading it tells when all below it happened.
fn has_clock(text: &str) -> bool {
    let digit = |c: Option<&u8>| c.is_some_and(u8::is_ascii_digit);
    let bytes = text.as_bytes();
    memchr::memchr_iter(b':', bytes)
        .any(|i| i > 0 && digit(bytes.get(i - 1)) && digit(bytes.get(i + 1)) && digit(bytes.get(i + 2)))
}

/// What templates of postmortems ask of their writer, and writers leave in: "Describe how users were impacted." An item of
/// a list of actions may well begin so, if it goes on to say what of.
fn is_template(text: &str, role: Role) -> bool {
    const ASKS: &[&str] = &[
        "what", "how", "why", "who", "when", "which", "where", "did", "was", "were", "is", "are", "could", "can",
        "should",
    ];
    const TELLS: &[&str] = &[
        "describe", "list", "note", "explain", "outline", "summarise", "summarize", "provide", "enter", "insert",
        "fill", "give", "state",
    ];
    const FILLS: &[&str] = &["the", "any", "a", "how", "what", "all", "in", "when", "who", "which", "here", "your"];
    let mut words = text.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()));
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let is = |list: &[&str], word: &str| list.iter().any(|w| w.eq_ignore_ascii_case(word));
    let asked = text.ends_with('?') && is(ASKS, first);
    let told = is(TELLS, first) && is(FILLS, second) && (role != Role::Actions || is(&["any"], second));
    let placeholder = text.starts_with('<') && text.ends_with('>') || text.starts_with("{{") && text.ends_with("}}");
    asked || told || placeholder
}

/// Whether a change is named as the occasion of something: a word that sets it in time or in a plan, and within the next
/// words the change. `lower` is in lower case.
fn is_occasion(lower: &str) -> bool {
    static SET: Words = words!(
        "
recent routine scheduled planned ongoing regular periodic latest during while unplanned faulty bad automated following
after
"
    );
    static CHANGES: Words = words!(
        "
change changes deployment deploy deploying release releasing rollout rolling update updating upgrade upgrading
maintenance migration migrating patch patching push reconfiguration decommissioning refactoring
"
    );
    /// Verbs of somebody who looks for the change: what is looked at need not be it.
    static LOOKS: Words = words!("looked checked reviewed compared suspected ruled");
    /// Words that may stand between: "routine software rollout", "during the planned network maintenance".
    const BETWEEN: usize = 3;
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let leads_to_change = |i: usize| words.iter().skip(i + 1).take(BETWEEN + 1).any(|w| CHANGES.contains(w));
    words.iter().enumerate().any(|(i, w)| SET.contains(w) && leads_to_change(i))
        && !words.iter().any(|w| LOOKS.contains(w))
}

/// The first word is the state of a task or names its ticket.
fn begins_with_state(text: &str) -> bool {
    const STATES: &[&str] =
        &["done", "status:", "todo", "todo:", "done:", "declined", "wip", "[done]", "[todo]", "pending:", "completed:"];
    let first = spaced(text).next().unwrap_or_default();
    let (project, number) = first.trim_end_matches(':').split_once(['-', ':']).unwrap_or_default();
    let digits = number.trim_start_matches('T');
    let ticket = project.len() >= 2
        && !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit())
        && project.bytes().all(|b| b.is_ascii_alphabetic());
    STATES.iter().any(|s| s.eq_ignore_ascii_case(first))
        || ticket && project.starts_with(|c: char| c.is_ascii_uppercase())
}

/// Length of the list marks, check marks and dashes before the first word.
fn head_mark(text: &str) -> usize {
    let rest = text.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '•' | '✅' | '☑' | '☐' | '-' | '–' | '—' | '*' | '·' | '\u{fe0f}')
    });
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = rest.get(digits..).unwrap_or_default();
    let numbered = (1..=2).contains(&digits)
        && after.starts_with(['.', ')'])
        && after.get(1..).is_some_and(|s| s.starts_with(' '));
    text.len() - if numbered { after.get(2..).unwrap_or_default().trim_start().len() } else { rest.len() }
}

/// `15.43`: hours and minutes with a full stop.
fn dotted_clock(word: &str) -> bool {
    let part = |p: &str, below: u8| p.len() == 2 && p.parse::<u8>().is_ok_and(|n| n < below);
    word.split_once('.').is_some_and(|(hours, minutes)| part(hours, 24) && part(minutes, 60))
}

/// Length of a clock time (with date, zone and range) at the head of a text, with the separator after it; 0 if there is none.
pub fn head_time(text: &str) -> usize {
    static WORDS: Words = words!(
        "
am pm a.m p.m utc gmt cet cest pst pdt est edt cst cdt mst mdt bst ist jst aest z us/pacific pacific eastern central
mon monday tue tuesday wed wednesday thu thursday fri friday sat saturday sun sunday jan january feb february mar
march apr april may jun june jul july aug august sep sept september oct october nov november dec december to - – — ~ c
ca approx at on and pt et t hrs
"
    );
    let mut end = 0;
    let mut clock = false;
    let mut words = text.split_inclusive(' ').peekable();
    let mut last = "";
    while let Some(word) = words.next() {
        let core = word.trim().trim_matches([',', '.', ':', '(', ')', '[', ']', '~', '*', '|', ';']);
        let digits = core.bytes().filter(u8::is_ascii_digit).count();
        let plain = || {
            core.bytes().all(|b| b.is_ascii_digit() || b":.-/+TZhapmAPM~,".contains(&b))
                || core.split(['–', '—']).all(|p| p.bytes().all(|b| b.is_ascii_digit() || b == b':'))
        };
        let clock_like = || core.contains(':') || core.ends_with("am") || core.ends_with("pm");
        let time = digits >= 3 && clock_like() && plain() || dotted_clock(core);
        let mut beside = || {
            let is_month = |word: &str| times::date::is_month(word.trim_matches(|c: char| !c.is_alphabetic()));
            is_month(last) || words.peek().is_some_and(|next| is_month(next))
        };
        // "March 18th", "18th March"; "1st replica" is no day.
        let mut ordinal =
            || (1..=2).contains(&digits) && times::date::without_ordinal(core).len() < core.len() && beside();
        let date = digits > 0 && (!time && plain() || ordinal());
        last = word;
        let zone = || core.bytes().all(|b| b.is_ascii_uppercase()) && times::zone::parse(core).is_some();
        if !(time || date || core.is_empty() || holds(&WORDS, core) || clock && zone()) {
            break;
        }
        clock |= time;
        end += word.len();
        if clock && word.trim_end().ends_with([':', ']', '|']) {
            break;
        }
    }
    if !clock {
        return 0;
    }
    let rest = text.get(end..).unwrap_or_default();
    text.len()
        - rest
            .trim_start_matches(|c: char| {
                c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':' | '|' | '*' | ')' | ']' | ',' | '>')
            })
            .len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_at_the_head_is_not_part_of_the_words() {
        let rest = |t: &'static str| t.get(head_time(t)..).unwrap_or_default();
        assert_eq!(rest("02-13-2025 11:00 pm - Count rose"), "Count rose");
        assert_eq!(rest("09:13:01 - 09:15:22 sessions flap"), "sessions flap");
        assert_eq!(rest("16:58 UTC - Writer saturates"), "Writer saturates");
        assert_eq!(rest("Jan 14, 10:18 AM: a customer wrote"), "a customer wrote");
        assert_eq!(rest("78% of requests failed"), "78% of requests failed");
        assert_eq!(rest("15.43 Ann wrote"), "Ann wrote");
        assert_eq!(rest("14:10 UTC on March 18th, a user wrote"), "a user wrote");
        assert_eq!(rest("14:10 on 18th March: a user wrote"), "a user wrote");
        assert_eq!(rest("14:10 1st replica fails"), "1st replica fails");
        assert_eq!(rest("10 May 2024, 15:45 WAT: the pool ran dry"), "the pool ran dry");
        assert_eq!(rest("2nd attempt at 10:52"), "2nd attempt at 10:52");
        assert_eq!(rest("May the pool be with you"), "May the pool be with you");
    }

    #[test]
    fn what_a_template_asks_is_told_from_what_a_writer_says() {
        assert!(is_template("Describe how users were impacted.", Role::Impact));
        assert!(is_template("How was the incident resolved?", Role::Resolution));
        assert!(!is_template("List all tables in the runbook.", Role::Actions));
        assert!(!is_template("Note that the disk was full.", Role::Timeline));
    }

    #[test]
    fn a_change_that_is_an_occasion_is_told_from_one_that_is_looked_at() {
        assert!(is_occasion("the routine software rollout restarted one node"));
        assert!(is_occasion("while we were upgrading the pool, two nodes hung"));
        assert!(!is_occasion("we checked the latest deployment first"));
        assert!(!is_occasion("a deployment takes ten minutes"));
    }

    #[test]
    fn list_marks_and_numbers_are_skipped() {
        let rest = |t: &'static str| t.get(head_mark(t)..).unwrap_or_default();
        assert_eq!(rest("• ✅ Add an alert"), "Add an alert");
        assert_eq!(rest("1. Fast spends stay"), "Fast spends stay");
        assert_eq!(rest("10 customers wrote"), "10 customers wrote");
    }
}
