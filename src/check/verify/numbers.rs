//! Numbers, percentages and lengths of time of a sentence.

use super::quantity::{Quantity, Unit};
use super::source::{Near, Source};
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
    let near = holding(&mut told.near.own.iter().copied(), &says);
    let range = said.range.clone();
    if !near.is_empty() {
        return Some(Verdict::supported(range, kind(said), near));
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
    // What stands here instead: the same kind of number, not told by this sentence.
    let told_too = |truth: &Quantity| {
        told.quantities.iter().any(|q| q.range != said.range && q.unit.fits(truth.unit) && q.says(truth.value))
    };
    let rival = |truth: &Quantity| {
        let same_unit =
            said.unit == truth.unit || matches!((said.unit, truth.unit), (Unit::Things(_), Unit::Things(_)));
        let same_digits = (said.written - truth.written).abs() < 1e-9 && said.unit != truth.unit;
        let other_scale = said.unit == truth.unit && matches!(said.unit, Unit::Seconds | Unit::Bytes);
        (same_unit || same_digits || other_scale || said.unit == Unit::Plain && truth.unit != Unit::Percent)
            && !told_too(truth)
    };
    let rivals = holding(&mut told.near.primary.iter().copied(), &rival);
    if told.near.strong && !rivals.is_empty() {
        let message = format!("the source gives another {}, not \"{}\"", noun(said), told.word(&range));
        let truth = source
            .at(&rivals)
            .flat_map(|(_, p)| p.quantities.iter().filter(|q| rival(q)).filter_map(|q| p.text.get(q.range.clone())))
            .next();
        let verdict = Verdict::new(range, kind(said), Status::Contradicted, message).seen(rivals.clone());
        return Some(match truth {
            Some(truth) => verdict.suggesting(format!("the source says \"{truth}\"")),
            None => verdict,
        });
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

fn noun(said: &Quantity) -> &'static str {
    match kind(said) {
        Kind::Duration => "length of time",
        Kind::Percentage => "percentage",
        _ => "number",
    }
}

/// The same digits with a unit that is not known to differ: `5x` and "5 times", `30` of a setting and "30 seconds" read from its name.
fn same_word(said: &Quantity, truth: &Quantity) -> bool {
    truth.unit == Unit::Plain && (said.value / said_unit(said) - truth.value).abs() < 1e-9
}

fn said_unit(said: &Quantity) -> f64 {
    if said.unit == Unit::Seconds { said.fine.max(1e-6) } else { 1.0 }
}

/// Where the passages of a sentence stand in time.
#[derive(Debug, Default)]
struct Points {
    /// Seconds of the day.
    clocks: Vec<i64>,
    /// Seconds since 1970, where the day is known: in UTC or, apart from it, on the local clock.
    absolute: Vec<i64>,
    local: Vec<i64>,
    /// Days since the common era.
    days: Vec<i64>,
}

/// Times that are looked at of one sentence: a list of log lines has hundreds.
const MOST: usize = 64;

impl Points {
    fn of(source: &Source<'_>, near: &Near) -> Points {
        let own = Points::at(source, &near.primary);
        if own.clocks.is_empty() && own.days.is_empty() { Points::at(source, &near.around) } else { own }
    }

    /// Of the passage that fits best alone, for what is said without a citation: the others are guesses.
    fn best(source: &Source<'_>, near: &Near) -> Points {
        Points::at(source, near.primary.get(..1).unwrap_or_default())
    }

    fn at(source: &Source<'_>, ids: &[usize]) -> Points {
        let mut points = Points::default();
        for moment in source.at(ids).flat_map(|(_, p)| &p.moments).take(MOST) {
            points.clocks.extend(moment.clock.map(|c| c.seconds));
            points.absolute.extend(moment.absolute);
            points.local.extend(moment.local_absolute);
            points.days.extend(moment.date().map(|d| i64::from(chrono::Datelike::num_days_from_ce(&d))));
        }
        points
    }
}

/// A length of time that follows from two times: of this sentence's passages, or of this one and one of the sentences before.
fn computed(told: &Told<'_>, source: &Source<'_>, said: &Quantity) -> Option<Verdict> {
    let here = Points::of(source, &told.near);
    let back = said.direction < 0;
    let at = |near: &Near| if back { Points::best(source, near) } else { Points::of(source, near) };
    let before: Vec<Points> = told.before.iter().map(at).collect();
    #[allow(clippy::cast_precision_loss)] // seconds of an incident
    let says = |apart: i64| apart > 0 && said.says(apart as f64);
    let sign = i64::from(said.direction);
    // Whether the way from one time to the other is as long as it is said. `round` is a day, where no day is known.
    let fits = |from: i64, to: i64, round: i64| match sign {
        0 => says((to - from).abs()) || says(round - (to - from).abs()),
        1 => says(to - from) || says(round + to - from),
        _ => says(from - to),
    };
    let mut known = false;
    // "Two minutes earlier" counts back from the sentence before.
    let best = Points::best(source, &told.near);
    let alone = said.direction != 0 && told.sentence.cites.is_empty() && told.near.strong && !best.clocks.is_empty();
    let here = if alone || said.direction < 0 && !best.clocks.is_empty() { best } else { here };
    let this: &[&Points] = if said.direction < 0 { &[] } else { &[&here] };
    let before: Vec<&Points> = if said.direction < 0 {
        before.iter().filter(|p| !p.clocks.is_empty()).take(1).collect()
    } else {
        before.iter().collect()
    };
    for there in before.iter().copied().chain(this.iter().copied()) {
        let kinds = [
            (&there.clocks, &here.clocks, 86_400),
            (&there.absolute, &here.absolute, 0),
            (&there.local, &here.local, 0),
        ];
        for (from, to, round) in kinds {
            for (a, b) in from.iter().flat_map(|a| to.iter().map(move |b| (*a, *b))).filter(|(a, b)| a != b) {
                if fits(a, b, round) {
                    return Some(Verdict::supported(said.range.clone(), Kind::Duration, told.near.primary.clone()));
                }
                known = true;
            }
        }
        // Days are counted by the calendar.
        let by_day = said.fine >= 86_400.0
            && there.days.iter().any(|a| here.days.iter().any(|b| a != b && fits(a * 86_400, b * 86_400, 0)));
        if by_day {
            return Some(Verdict::supported(said.range.clone(), Kind::Duration, told.near.primary.clone()));
        }
    }
    if phase(source, said) {
        return Some(Verdict::supported(said.range.clone(), Kind::Duration, Vec::new()));
    }
    if said.direction != 0 && known && told.near.strong {
        let message = format!("\"{}\" is not what lies between the two times in the source", told.word(&said.range));
        return Some(
            Verdict::new(said.range.clone(), Kind::Duration, Status::Contradicted, message)
                .seen(told.near.primary.clone()),
        );
    }
    None
}

/// The length of a phase of the incident, computed by extraction or stated by the source.
fn phase(source: &Source<'_>, said: &Quantity) -> bool {
    #[allow(clippy::cast_precision_loss)] // seconds of an incident
    source.phases.iter().any(|s| said.direction == 0 && said.says(*s as f64))
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
