//! Events that the source knows nothing of, though no number and no name gives them away.

use std::collections::BTreeSet;

use super::source::Source;
use super::{Kind, Status, Told, Verdict};
use crate::check::words::{content, has_phrase};
use crate::extract::time::scan::Value;
use crate::story::PartId;

/// Words of content that a sentence must have to be judged: shorter ones lead on.
const LEAST: usize = 4;

/// Share of a sentence's words that the source must use somewhere, and that one place of it must use together. A re-telling in other words still
/// names what it is about.
const KNOWN: f64 = 0.6;
const TOGETHER: f64 = 0.3;

/// The same in the retrospective, where more is the teller's own.
const KNOWN_OF_LESSONS: f64 = 0.5;
const TOGETHER_OF_LESSONS: f64 = 0.25;

/// What the teller thinks, feels or would do is not the source's to say.
const PERSONAL: &[&str] = &[
    "i think", "i thought", "i felt", "i feel", "i believe", "i wanted", "i knew", "i would", "i'd", "we would",
    "we'd", "i learned", "i learnt", "we learned", "i realised", "i realized", "i remember", "for me", "my job",
    "my role", "i was responsible", "i own", "i am", "i'm", "my own", "my team", "looking back", "in hindsight",
    "next time", "here is", "this is", "the question", "let me", "the lesson",
];

pub(super) fn look_up(told: &Told<'_>, source: &Source<'_>) -> Vec<Verdict> {
    let (known_least, together_least) = match told.sentence.part {
        PartId::Role => return Vec::new(),
        PartId::Retrospective => (KNOWN_OF_LESSONS, TOGETHER_OF_LESSONS),
        _ => (KNOWN, TOGETHER),
    };
    if has_phrase(&told.sentence.lower(), PERSONAL) || told.text().ends_with('?') {
        return Vec::new();
    }
    // What has a time, a number or a name is looked up by that.
    let figures = !told.quantities.is_empty()
        || told.times.iter().any(|t| matches!(&t.value, Value::Stamp(s) if s.clock.is_some() || s.day.is_some()));
    let stems: BTreeSet<String> = content(told.text()).into_iter().collect();
    if figures || stems.len() < LEAST {
        return Vec::new();
    }
    #[allow(clippy::cast_precision_loss)] // words of a sentence
    let share = |n: usize| n as f64 / stems.len() as f64;
    let known = share(stems.iter().filter(|s| source.knows(s)).count());
    let together = source
        .at(&told.near.around)
        .map(|(_, p)| share(stems.iter().filter(|s| p.stems.contains(s)).count()))
        .fold(0.0, f64::max);
    if known >= known_least || together >= together_least {
        return Vec::new();
    }
    let whole = 0..told.text().len();
    vec![Verdict::new(whole, Kind::Event, Status::NotInSource, "the source says nothing of this")]
}
