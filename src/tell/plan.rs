//! What a part may tell, and the choice of what it does tell within its time.

use std::sync::LazyLock;

use chrono::NaiveDate;

use crate::cite::Cite;
use crate::facts::Instant;

use super::guard::Evidence;
use super::ledger::{Ledger, Words};
use super::pace::{Pace, words};

/// One step of a part's plan, in the order in which it is told.
#[derive(Debug, Clone)]
pub enum Item {
    /// Something that the source says.
    Beat(Box<Beat>),
    /// A question to the reader.
    Ask(Ask),
    /// The reader's own words: said, but no fact of the document.
    Own(String),
}

/// Something that the source says: one or more sentences that are told together or not at all.
#[derive(Debug, Clone, Default)]
pub struct Beat {
    /// How much the part needs it. What has more is chosen first; 100 and more is the core of the part.
    pub weight: i32,
    /// It hangs on the sentence before it ("This …"), and is told only right behind that.
    pub dangling: bool,
    /// The day that the listener knows to be on after it.
    pub day: Option<NaiveDate>,
    /// Said first: "At 4:58 PM, …".
    pub at: Option<Instant>,
    /// The pattern that the first sentence goes through.
    pub pattern: &'static str,
    /// Further values of the pattern.
    pub values: Vec<(&'static str, String)>,
    /// What is said, complete sentences.
    pub texts: Vec<String>,
    /// What it stands on.
    pub evidence: Evidence,
    /// The source's words …
    pub source: String,
    /// … and what they are compared by, so that they are told once.
    pub words: Words,
    /// A link said before it.
    pub lead: Option<&'static str>,
    /// A further sentence behind it: the pattern, and the gap in words that it is given.
    pub tail: Option<(&'static str, String)>,
    /// Questions that belong behind it.
    pub asks: Vec<Ask>,
}

/// Keeps the first `most` notes without a verb, those that go through `pattern`: each further one would say again how we wrote
/// it down.
pub fn keep_notes(beats: &mut Vec<Beat>, pattern: &str, most: usize) {
    let mut notes = 0;
    beats.retain(|b| {
        notes += usize::from(b.pattern == pattern);
        b.pattern != pattern || notes <= most
    });
}

impl Item {
    /// A beat as an item.
    pub fn beat(beat: Beat) -> Self {
        Item::Beat(Box::new(beat))
    }
}

/// A question to the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The pattern.
    pub pattern: &'static str,
    /// Its values.
    pub values: Vec<(&'static str, String)>,
    /// What made it necessary.
    pub cites: Vec<Cite>,
}

impl Ask {
    /// A question without values.
    pub fn plain(pattern: &'static str) -> Self {
        Ask { pattern, values: Vec::new(), cites: Vec::new() }
    }
}

impl Beat {
    /// Without its time, for a part that is not told in the order of time; `noted` is the pattern for what is no clause.
    #[must_use]
    pub fn untimed(mut self, noted: &'static str) -> Self {
        if self.at.take().is_some() {
            self.pattern = if self.pattern == "event" { "stated" } else { noted };
        }
        self
    }

    /// The first line that it stands on; 0 in JSON.
    pub fn line(&self) -> usize {
        match self.evidence.cites().first() {
            Some(Cite::Lines { lines: [line, _] }) => *line,
            _ => 0,
        }
    }

    /// Seconds that it takes, links and times included; a little too long rather than too short.
    pub fn seconds(&self, pace: Pace) -> f64 {
        // What each of them is like, at its longest.
        static TIME: LazyLock<f64> = LazyLock::new(|| words("Four minutes later, at 4:58 PM"));
        static NOTED: LazyLock<f64> = LazyLock::new(|| words("The impact, as we noted it"));
        static TAIL: LazyLock<f64> =
            LazyLock::new(|| words("That was twenty-four minutes before the first sign of trouble."));
        static LEAD: LazyLock<f64> = LazyLock::new(|| words("Here is how it all fits together."));
        let if_any = |there: bool, words: &f64| if there { *words } else { 0.0 };
        let more = if_any(self.at.is_some(), &TIME)
            + if_any(!matches!(self.pattern, "stated" | "event"), &NOTED)
            + if_any(self.tail.is_some(), &TAIL)
            + if_any(self.lead.is_some(), &LEAD);
        pace.for_words(self.texts.iter().map(|t| words(t)).sum::<f64>() + more)
    }
}

/// Chooses the beats that fit into `seconds`, those with more weight first, and returns all items that stay, in their order.
/// A beat that hangs on a sentence which is not told right before it is left out, and its time goes to others.
pub fn choose(items: Vec<Item>, seconds: f64, pace: Pace) -> Vec<Item> {
    let kept = choice(&items, seconds, pace);
    items.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(item, _)| item).collect()
}

/// Which of the items stay.
fn choice(items: &[Item], seconds: f64, pace: Pace) -> Vec<bool> {
    let costs: Vec<Option<Cost>> = items.iter().map(|item| Cost::of(item, pace)).collect();
    let mut open = vec![true; items.len()];
    for _ in 0..ROUNDS {
        let kept = fitting(&costs, &open, seconds);
        let orphans = orphans(items, &kept);
        if orphans.is_empty() {
            return kept;
        }
        leave_out(&mut open, items, &orphans);
    }
    let orphans = orphans(items, &open);
    leave_out(&mut open, items, &orphans);
    fitting(&costs, &open, seconds)
}

fn leave_out(open: &mut [bool], items: &[Item], sources: &[&str]) {
    for (open, item) in open.iter_mut().zip(items) {
        *open &= !matches!(item, Item::Beat(b) if sources.contains(&b.source.as_str()));
    }
}

/// Rounds of leaving out what hangs on something untold, before all of it is left out.
const ROUNDS: usize = 8;

/// The sources of kept beats that hang on something which does not stand right before them.
fn orphans<'i>(items: &'i [Item], kept: &[bool]) -> Vec<&'i str> {
    let mut out = Vec::new();
    let mut previous: Option<&Beat> = None;
    for (item, _) in items.iter().zip(kept).filter(|(_, kept)| **kept) {
        let Item::Beat(beat) = item else { continue };
        let follows = previous.is_some_and(|p| match (p.evidence.cites().first(), beat.evidence.cites().first()) {
            (Some(Cite::Lines { lines: [_, end] }), Some(Cite::Lines { lines: [start, _] })) => {
                start.abs_diff(*end) <= 1
            }
            (a, b) => a == b,
        });
        if beat.dangling && !follows {
            out.push(beat.source.as_str());
        }
        previous = Some(beat);
    }
    out
}

/// What the choice needs to know of a beat.
struct Cost<'b> {
    weight: i32,
    seconds: f64,
    /// Of its source; one without a source is told whatever was told before.
    words: &'b Words,
}

impl<'b> Cost<'b> {
    /// `None` for what is no beat, and always told.
    fn of(item: &'b Item, pace: Pace) -> Option<Self> {
        let Item::Beat(beat) = item else { return None };
        Some(Cost { weight: beat.weight, seconds: beat.seconds(pace), words: &beat.words })
    }
}

/// Which of the `open` items are told within `seconds`.
fn fitting(costs: &[Option<Cost<'_>>], open: &[bool], seconds: f64) -> Vec<bool> {
    let mut keep: Vec<bool> = costs.iter().zip(open).map(|(cost, open)| *open && cost.is_none()).collect();
    let open = costs.iter().zip(open).enumerate().filter(|(_, (_, open))| **open);
    let mut order: Vec<(usize, &Cost)> = open.filter_map(|(i, (cost, _))| Some((i, cost.as_ref()?))).collect();
    order.sort_by_key(|&(i, cost)| (std::cmp::Reverse(cost.weight), i));
    let mut left = seconds;
    let mut told = Ledger::default();
    for (i, cost) in order {
        if cost.seconds <= left && !told.has_words(cost.words) {
            left -= cost.seconds;
            told.claim_words(cost.words);
            if let Some(k) = keep.get_mut(i) {
                *k = true;
            }
        }
    }
    keep
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beat(weight: i32, words: usize) -> Item {
        Item::beat(Beat { weight, pattern: "stated", texts: vec![vec!["word"; words].join(" ")], ..Beat::default() })
    }

    #[test]
    fn the_weightiest_that_fit_are_told_in_their_order() {
        let items = vec![beat(1, 30), beat(9, 60), Item::Ask(Ask::plain("ask-verify")), beat(5, 30), beat(4, 20)];
        // 60 words a minute: one second a word.
        let chosen = choose(items, 112.0, Pace::new(60));
        let words: Vec<usize> =
            chosen.iter().map(|i| if let Item::Beat(b) = i { b.texts[0].split(' ').count() } else { 0 }).collect();
        assert_eq!(words, [60, 0, 30, 20]);
    }
}
