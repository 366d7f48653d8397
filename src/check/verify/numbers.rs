//! Numbers, percentages and lengths of time of a sentence.

use super::lengths::{computed, phase};
use super::quantity::{Quantity, Unit};
use super::source::Source;
use super::{Kind, Status, Told, Verdict};
use crate::check::words::find_phrase;

/// Shares in words, and the percentages for which they can be said. From the middle out: "most" is more than half, "almost all" leaves
/// hardly anything out.
const SHARES: &[(&str, f64, f64)] = &[
    ("almost all", 93.0, 100.0),
    ("nearly all", 93.0, 100.0),
    ("practically all", 93.0, 100.0),
    ("virtually all", 95.0, 100.0),
    ("almost every", 93.0, 100.0),
    ("nearly every", 93.0, 100.0),
    ("the vast majority", 75.0, 100.0),
    ("the majority", 50.0, 100.0),
    ("most of", 50.0, 100.0),
    ("hardly any", 0.0, 5.0),
];

pub(super) fn look_up(told: &Told<'_>, source: &Source<'_>) -> Vec<Verdict> {
    let mut out: Vec<Verdict> = told.quantities.iter().filter_map(|said| quantity(told, source, said)).collect();
    out.extend(share(told, source));
    out
}

fn kind(said: &Quantity) -> Kind {
    match said.unit {
        Unit::Seconds => Kind::Duration,
        Unit::Percent => Kind::Percentage,
        _ => Kind::Number,
    }
}

fn quantity(told: &Told<'_>, source: &Source<'_>, said: &Quantity) -> Option<Verdict> {
    // "one thing", "two of them": a small number in words that counts nothing we know is a manner of speaking. A fraction or a word for a unit is
    // a number all the same.
    if said.spelled && said.unit == Unit::Plain && said.value < 20.0 {
        return None;
    }
    let spelled_things = said.spelled && matches!(said.unit, Unit::Things(_) | Unit::Plain | Unit::Factor);
    if spelled_things && said.value < 2.0 {
        return None;
    }
    let says = |truth: &Quantity| said.unit.fits(truth.unit) && said.says(truth.value) || same_word(said, truth);
    let holding = |ids: &mut dyn Iterator<Item = usize>, wanted: &dyn Fn(&Quantity) -> bool| -> Vec<usize> {
        ids.filter(|id| source.passages.get(*id).is_some_and(|p| p.quantities.iter().any(wanted))).collect()
    };
    // Without a citation the neighbours count too, unless the passage that is plainly told has a number of its own for it.
    let counted = said.unit == Unit::Seconds && counts(told);
    let pinned = told.sentence.cites.is_empty() && told.near.strong && !counted;
    let best = told.near.primary.get(..1).unwrap_or_default();
    let near = holding(&mut told.near.own.iter().copied(), &says);
    let range = said.range.clone();
    let own = |id: &usize| told.near.primary.contains(id);
    let rival_there = || !holding(&mut best.iter().copied(), &|truth| told.rivals(said, truth)).is_empty();
    if near.iter().any(own) || !(near.is_empty() || pinned && rival_there()) {
        return Some(Verdict::supported(range, kind(said), near));
    }
    // The same digits with another unit: "14 hours" for "14 days".
    let rescaled = |truth: &Quantity| {
        said.unit == truth.unit
            && matches!(said.unit, Unit::Seconds | Unit::Bytes)
            && (said.written - truth.written).abs() < 1e-9
            && !said.says(truth.value)
            && !told.tells(said, truth)
    };
    let rescaled = holding(&mut told.near.primary.iter().copied(), &rescaled);
    if told.near.strong && said.direction == 0 && !rescaled.is_empty() {
        return Some(contradicted(told, source, said, rescaled));
    }
    // A length that the passage states itself goes before one that can be computed from two times.
    let stated = |truth: &Quantity| {
        told.rivals(said, truth)
            && said.unit == truth.unit
            && (truth.value / said.value).clamp(1.0 / COMPARABLE, COMPARABLE) == truth.value / said.value
    };
    if said.unit == Unit::Seconds && said.direction == 0 && told.near.strong && !counted && !phase(source, said) {
        let stated = holding(&mut best.iter().copied(), &stated);
        if !stated.is_empty() {
            return Some(contradicted(told, source, said, stated));
        }
    }
    let spelled_out = source.squashed_has(told.word(&range));
    if said.unit == Unit::Seconds {
        if let Some(verdict) = computed(told, source, said) {
            return Some(verdict);
        }
    } else if said.unit == Unit::Percent && ratio(told, source, said) {
        return Some(Verdict::supported(range, kind(said), told.near.primary.clone()));
    } else if told.sentence.cites.is_empty()
        && let Some(first) = complement(told, source, said)
    {
        return Some(Verdict::supported(range, kind(said), vec![first]));
    }
    // "Five minutes later" than what, when nothing was told before?
    if said.direction != 0 && told.before.is_empty() && told.sentence.cites.is_empty() {
        return None;
    }
    let strictly = |truth: &Quantity| said.unit.fits(truth.unit) && said.says(truth.value);
    let any = holding(&mut (0..source.passages.len()), &strictly);
    // A long number is its own evidence where the passage is about the same thing.
    let telling =
        |id: &usize| source.passages.get(*id).is_some_and(|p| told.stems().iter().any(|s| p.stems.contains(s)));
    if told.sentence.cites.is_empty()
        && said.value / said.coarse >= 10.0
        && said.value >= 100.0
        && any.iter().any(telling)
    {
        return Some(Verdict::supported(range, kind(said), any));
    }
    let rivals = holding(&mut told.near.primary.iter().copied(), &|truth| told.rivals(said, truth));
    if told.near.strong && !rivals.is_empty() {
        return Some(contradicted(told, source, said, rivals));
    }
    // A title may hold the year of a date that is read as a whole.
    #[allow(clippy::cast_possible_truncation)] // a year
    let year = said.unit == Unit::Plain
        && source.passages.iter().flat_map(|p| &p.moments).filter_map(|m| m.day?.0).any(|y| y == said.value as i32);
    if !any.is_empty() || spelled_out || year {
        return Some(Verdict::supported(range, kind(said), any));
    }
    if said.unit == Unit::Seconds && (source.differs_by(said) && !told.near.strong || phase(source, said)) {
        return Some(Verdict::supported(range, kind(said), Vec::new()));
    }
    if spelled_things && said.value < 13.0 && !told.near.strong {
        // "three teams" may count what the source lists.
        return None;
    }
    if said.spelled
        && said.unit == Unit::Percent
        && said.fine >= 1.0
        && said.coarse >= 5.0
        && !has_percent(told, source)
    {
        // "half of the time" without a percentage in the source to compare it with.
        return None;
    }
    let message = format!("the source has no {} \"{}\"", noun(said), told.word(&range));
    Some(Verdict::new(range, kind(said), Status::NotInSource, message))
}

/// How many times as long a length of time may be to be meant in place of another.
const COMPARABLE: f64 = 60.0;

/// Words beside which a length of time is counted between two times.
const COUNTING: &[&str] = &[
    "lasted", "took", "later", "earlier", "after", "before", "between", "since", "until", "till", "from", "passed",
    "total", "altogether", "when", "then",
];

/// Whether a length of time of the sentence may be computed from times, by its words.
fn counts(told: &Told<'_>) -> bool {
    told.tokens.iter().any(|t| COUNTING.contains(&t.lower.as_str()))
}

impl Told<'_> {
    /// Whether another number of the sentence says this one of the source.
    fn tells(&self, said: &Quantity, truth: &Quantity) -> bool {
        self.quantities.iter().any(|q| q.range != said.range && q.unit.fits(truth.unit) && q.says(truth.value))
    }

    /// What stands in the source instead: the same kind of number, not told by this sentence.
    fn rivals(&self, said: &Quantity, truth: &Quantity) -> bool {
        let same_unit =
            said.unit == truth.unit || matches!((said.unit, truth.unit), (Unit::Things(_), Unit::Things(_)));
        let same_digits = (said.written - truth.written).abs() < 1e-9 && said.unit != truth.unit;
        (same_unit || same_digits || said.unit == Unit::Plain && truth.unit != Unit::Percent)
            && !self.tells(said, truth)
            // What says the same is no other number, wherever it stands.
            && !(said.unit == truth.unit && said.says(truth.value))
    }
}

/// The source gives another number; the first one is suggested.
fn contradicted(told: &Told<'_>, source: &Source<'_>, said: &Quantity, rivals: Vec<usize>) -> Verdict {
    let message = format!("the source gives another {}, not \"{}\"", noun(said), told.word(&said.range));
    let truth = source
        .at(&rivals)
        .flat_map(|(_, p)| {
            p.quantities.iter().filter(|q| told.rivals(said, q)).filter_map(|q| p.text.get(q.range.clone()))
        })
        .next()
        .map(|truth| format!("the source says \"{truth}\""));
    let verdict = Verdict::new(said.range.clone(), kind(said), Status::Contradicted, message).seen(rivals);
    match truth {
        Some(truth) => verdict.suggesting(truth),
        None => verdict,
    }
}

fn noun(said: &Quantity) -> &'static str {
    match kind(said) {
        Kind::Duration => "length of time",
        Kind::Percentage => "percentage",
        _ => "number",
    }
}

/// The same digits with a unit that is not known to differ: `5x` and "5 times", `30` of a setting and "30 seconds" read from its name.
fn same_word(said: &Quantity, truth: &Quantity) -> bool {
    truth.unit == Unit::Plain && !truth.spelled && (said.value / said_unit(said) - truth.value).abs() < 1e-9
}

fn said_unit(said: &Quantity) -> f64 {
    if said.unit == Unit::Seconds { said.fine.max(1e-6) } else { 1.0 }
}

/// A percentage that follows from two counts of one passage: 6.1% for "4,212 of 69,040".
fn ratio(told: &Told<'_>, source: &Source<'_>, said: &Quantity) -> bool {
    source.at(&told.near.around).any(|(_, p)| {
        let counts: Vec<f64> =
            p.quantities.iter().filter(|q| matches!(q.unit, Unit::Things(_) | Unit::Plain)).map(|q| q.value).collect();
        counts.iter().take(12).any(|a| counts.iter().take(12).any(|b| a < b && *a > 0.0 && said.says(100.0 * a / b)))
    })
}

/// "98% got through" for 2% that did not.
fn complement(told: &Told<'_>, source: &Source<'_>, said: &Quantity) -> Option<usize> {
    (said.unit == Unit::Percent)
        .then(|| {
            source
                .at(&told.near.primary)
                .find(|(_, p)| p.quantities.iter().any(|q| q.unit == Unit::Percent && said.says(100.0 - q.value)))
                .map(|(id, _)| id)
        })
        .flatten()
}

fn has_percent(told: &Told<'_>, source: &Source<'_>) -> bool {
    source.at(&told.near.primary).any(|(_, p)| p.quantities.iter().any(|q| q.unit == Unit::Percent))
}

/// "almost all" for 78% is no rounding.
fn share(told: &Told<'_>, source: &Source<'_>) -> Option<Verdict> {
    let lower = told.sentence.lower();
    let (phrase, least, most) = SHARES.iter().find(|s| find_phrase(&lower, s.0).is_some())?;
    let range = find_phrase(&lower, phrase).filter(|_| lower.len() == told.text().len())?;
    let said_so = source.passages.iter().any(|p| find_phrase(&p.text.to_lowercase(), phrase).is_some());
    let mut percents: Vec<(usize, f64)> = Vec::new();
    for (id, p) in source.at(&told.near.primary) {
        percents.extend(p.quantities.iter().filter(|q| q.unit == Unit::Percent).map(|q| (id, q.value)));
    }
    let told_too = told.quantities.iter().any(|q| q.unit == Unit::Percent);
    if said_so || percents.is_empty() || told_too || !told.near.strong {
        return None;
    }
    let fits = percents.iter().find(|(_, v)| (*least..=*most).contains(v));
    Some(match fits {
        Some((id, _)) => Verdict::supported(range, Kind::Percentage, vec![*id]),
        None => Verdict::new(
            range,
            Kind::Percentage,
            Status::Contradicted,
            format!("\"{phrase}\" is not what the source's percentage says"),
        )
        .seen(percents.iter().map(|p| p.0)),
    })
}
