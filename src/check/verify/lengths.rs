//! Lengths of time that follow from two times: of a sentence's passages, or of this one and one told before.

use std::collections::BTreeSet;

use super::quantity::Quantity;
use super::source::{Near, Passage, Source};
use super::{Kind, REACH, Status, Told, Verdict};

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
pub(super) fn computed(told: &Told<'_>, source: &Source<'_>, said: &Quantity) -> Option<Verdict> {
    let here = Points::of(source, &told.near);
    let back = said.direction < 0;
    let pinned = |near: &Near| {
        let best = near.primary.first().and_then(|id| source.passages.get(*id));
        said.direction != 0 && told.sentence.cites.is_empty() && best.is_some_and(Passage::is_entry)
    };
    let at = |near: &Near| {
        if back || pinned(near) { Points::best(source, near) } else { Points::of(source, near) }
    };
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
    if said.direction != 0
        && said.value < 43_200.0
        && let Some((from, to)) = cited_pair(told, source)
        && !fits(from, to, 86_400)
        && !fits(from, to, 43_200)
    {
        let message = format!("\"{}\" is not what lies between the two times in the source", told.word(&said.range));
        return Some(
            Verdict::new(said.range.clone(), Kind::Duration, Status::Contradicted, message).seen(told.near.own.clone()),
        );
    }
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
    // Of like things any may be meant.
    let tied = |near: &Near| Points::at(source, &near.tied);
    let to = tied(&told.near);
    let any = told.sentence.cites.is_empty()
        && told.before.iter().map(tied).filter(|from| !from.clocks.is_empty()).take(if back { 1 } else { REACH }).any(
            |from| {
                let all = |from: &[i64], to: &[i64], round| {
                    from.iter().any(|a| to.iter().any(|b| a != b && fits(*a, *b, round)))
                };
                all(&from.clocks, &to.clocks, 86_400) || all(&from.absolute, &to.absolute, 0)
            },
        );
    if said.direction != 0 && any {
        return Some(Verdict::supported(said.range.clone(), Kind::Duration, told.near.primary.clone()));
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

/// The times of the entry that was told before and of this one, where a sentence cites both and no third: "eight minutes later".
fn cited_pair(told: &Told<'_>, source: &Source<'_>) -> Option<(i64, i64)> {
    let entries = |near: &Near| -> BTreeSet<i64> {
        let clocks = source.at(&near.own).filter(|(_, p)| p.is_entry()).filter_map(|(_, p)| {
            p.moments.iter().filter(|m| !m.range.is_empty()).find_map(|m| m.clock).map(|c| c.seconds)
        });
        clocks.collect()
    };
    let own = entries(&told.near);
    let before = entries(told.before.first()?);
    let shared: Vec<i64> = before.intersection(&own).copied().collect();
    let new: Vec<i64> = own.difference(&before).copied().collect();
    match (told.sentence.cites.is_empty(), shared.as_slice(), new.as_slice()) {
        (false, [from], [to]) => Some((*from, *to)),
        _ => None,
    }
}

/// The length of a phase of the incident, computed by extraction or stated by the source.
pub(super) fn phase(source: &Source<'_>, said: &Quantity) -> bool {
    #[allow(clippy::cast_precision_loss)] // seconds of an incident
    source.phases.iter().any(|s| said.direction == 0 && said.says(*s as f64))
}
