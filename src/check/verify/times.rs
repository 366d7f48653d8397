//! Times, dates, weekdays and zones of a sentence.

use chrono::NaiveDate;

use super::clock::{Agreement, Moment, compare, moment, rule, same_day, weekday};
use super::names::spelling::joined;
use super::quantity::{Hedge, hedge};
use super::source::{Passage, Source};
use super::{Kind, Status, Told, Verdict};
use crate::extract::time::scan::{Stamp, Value};
use crate::extract::time::zone;

/// Seconds that "around 5:15" may be off, and "around 5".
const ABOUT_A_MINUTE: i64 = 300;
const ABOUT_AN_HOUR: i64 = 600;

/// Words before a time that say that it is not meant to the minute.
const LOOSE: &[&str] = &["before", "after", "shortly", "just", "by", "past"];

pub(super) fn look_up(told: &Told<'_>, source: &Source<'_>) -> Vec<Verdict> {
    let mut out = Vec::new();
    for found in &told.times {
        let Value::Stamp(stamp) = &found.value else { continue };
        let said = moment(found.range.clone(), stamp);
        if said.clock.is_some() {
            out.extend(clock(told, source, &said));
        }
        if let Some(day) = said.day {
            out.push(date(told, source, &said, day, stamp));
        } else if let Some(day) = said.weekday {
            let on = |m: &Moment| weekday(m) == Some(day);
            let any = source.passages.iter().position(|p| p.moments.iter().any(on));
            out.push(match any {
                Some(id) => Verdict::supported(found.range.clone(), Kind::Date, vec![id]),
                None => elsewhere(told, source, found.range.clone(), Kind::Date, "day"),
            });
        }
    }
    out
}

/// Whether a clock time of the sentence stands in a passage that it tells.
pub(super) fn said_there(told: &Told<'_>, source: &Source<'_>) -> bool {
    let day = a_day(source);
    told.times.iter().any(|found| {
        let Value::Stamp(stamp) = &found.value else { return false };
        let said = moment(found.range.clone(), stamp);
        let mut there = source.at(&told.near.primary).flat_map(|(_, p)| &p.moments);
        there.any(|m| compare(&said, m, 0, day) == Some(Agreement::Same))
    })
}

/// How far off the time may be.
fn tolerance(told: &Told<'_>, said: &Moment) -> i64 {
    let loose = told
        .tokens
        .iter()
        .rev()
        .find(|t| t.range.end <= said.range.start)
        .is_some_and(|t| LOOSE.contains(&t.lower.as_str()));
    let hedged = hedge(&told.tokens, &said.range) != Hedge::Exact;
    let whole = said.clock.is_some_and(|c| c.seconds % 3600 == 0 || c.hour_only);
    let round = said.clock.is_some_and(|c| c.seconds % 300 == 0);
    match (hedged || loose && round, whole) {
        (false, _) => 0,
        (true, true) => ABOUT_AN_HOUR,
        (true, false) => ABOUT_A_MINUTE,
    }
}

fn clock(told: &Told<'_>, source: &Source<'_>, said: &Moment) -> Vec<Verdict> {
    let range = said.range.clone();
    let tolerance = tolerance(told, said);
    let day = a_day(source);
    let of = |ids: &mut dyn Iterator<Item = usize>, wanted: Agreement| -> Vec<usize> {
        ids.filter(|id| {
            source
                .passages
                .get(*id)
                .is_some_and(|p| p.moments.iter().any(|m| compare(said, m, tolerance, day) == Some(wanted)))
        })
        .collect()
    };
    let near = || told.near.own.iter().copied();
    let supported = of(&mut near(), Agreement::Same);
    // Without a citation, a neighbour's time is another event's where the passages that are told have times of their own.
    let theirs = |m: &Moment| m.clock.is_some() && !told_otherwise(told, said, m, day);
    let pinned = told.sentence.cites.is_empty() && told.near.strong;
    let (best, tied) = (&told.near.primary, &told.near.tied);
    let first: Vec<usize> = best.first().filter(|_| pinned).map(|id| source.with_headings(*id)).unwrap_or_default();
    let elsewhere_only = pinned
        && !supported.iter().any(|id| best.contains(id) || tied.contains(id))
        && source.at(&first).any(|(_, p)| p.moments.iter().any(theirs));
    if !supported.is_empty() && !elsewhere_only && !other_entry(told, source, said, &supported, day) {
        return zoned(told, source, said, supported);
    }
    // Written just so, in something that the scanner reads another way: `16:10Z-16:20Z`.
    let written: Vec<usize> =
        source.at(&told.near.own).filter(|(_, p)| joined(&p.text, told.word(&range))).map(|(id, _)| id).collect();
    if !written.is_empty() {
        return vec![Verdict::supported(range, Kind::Time, written)];
    }
    let other_zone = of(&mut near(), Agreement::OtherZone);
    if !other_zone.is_empty() {
        let message = format!("the source gives \"{}\" in another time zone", told.word(&range));
        return vec![Verdict::new(range, Kind::Zone, Status::Contradicted, message).seen(other_zone)];
    }
    // Somewhere else in the source: then another time that stands here, and is not told, contradicts it.
    let any = of(&mut (0..source.passages.len()), Agreement::Same);
    // Without a citation any of several like passages may be meant.
    let tied: &[usize] = if told.sentence.cites.is_empty() { tied } else { &[] };
    let timed: Vec<usize> = source
        .at(&told.near.primary)
        .chain(source.at(&first))
        .filter(|(_, p)| p.moments.iter().any(theirs))
        .map(|(id, _)| id)
        .collect();
    let supported = of(&mut tied.iter().copied(), Agreement::Same);
    if !supported.is_empty() {
        return zoned(told, source, said, supported);
    }
    if told.near.strong && !timed.is_empty() {
        let message = format!("the source gives another time here, not \"{}\"", told.word(&range));
        return vec![Verdict::new(range, Kind::Time, Status::Contradicted, message).seen(timed)];
    }
    if !any.is_empty() {
        return zoned(told, source, said, any);
    }
    vec![elsewhere(told, source, range, Kind::Time, "time")]
}

/// Whether another time of the sentence says it: "at 15:17 we saw reports of errors since 12:40" stands in an entry of 15:17.
fn told_otherwise(told: &Told<'_>, said: &Moment, truth: &Moment, day: Option<NaiveDate>) -> bool {
    told.times.iter().filter(|f| f.range != said.range).any(|found| {
        let Value::Stamp(stamp) = &found.value else { return false };
        compare(&moment(found.range.clone(), stamp), truth, 0, day) == Some(Agreement::Same)
    })
}

/// Of several passages that are cited, the one that is told begins with another time than the one that has this time: "22 minutes later, at 6:58"
/// cites the entry of 6:58 and that of 7:20.
fn other_entry(
    told: &Told<'_>,
    source: &Source<'_>,
    said: &Moment,
    supported: &[usize],
    day: Option<NaiveDate>,
) -> bool {
    let clocks = told.times.iter().filter(|f| matches!(&f.value, Value::Stamp(s) if s.clock.is_some())).count();
    if told.sentence.cites.is_empty() || !told.near.strong || clocks != 1 {
        return false;
    }
    let stems = told.stems();
    let shared = |p: &Passage| stems.iter().filter(|s| p.stems.contains(s)).map(|s| source.weight(s)).sum::<f64>();
    // A day or a time that stands alone, as a heading does, is no other event.
    if source.at(supported).any(|(_, p)| p.stems.len() < 3) {
        return false;
    }
    let has = source.at(supported).map(|(_, p)| shared(p)).fold(0.0, f64::max);
    source.at(&told.near.own).any(|(id, p)| {
        let own = p.moments.iter().any(|m| compare(said, m, 0, day) == Some(Agreement::Same));
        !supported.contains(&id) && !own && p.is_entry() && shared(p) > 2.0 * has + f64::EPSILON
    })
}

/// A supported time, and its zone: one that the source never names is not the source's.
fn zoned(told: &Told<'_>, source: &Source<'_>, said: &Moment, evidence: Vec<usize>) -> Vec<Verdict> {
    let mut out = vec![Verdict::supported(said.range.clone(), Kind::Time, evidence.clone())];
    let Some((range, known)) = &said.zone else { return out };
    let truth: Vec<_> =
        source.at(&evidence).flat_map(|(_, p)| &p.moments).filter_map(|m| m.zone.as_ref()).map(|z| z.1).collect();
    let all = || source.passages.iter().flat_map(|p| &p.moments).filter_map(|m| m.zone.as_ref()).map(|z| z.1);
    let spoken =
        |p: &super::source::Passage| zone::find(&p.text).is_some_and(|f| f.1 == *known || rule(f.1) == rule(*known));
    let same = |z: zone::Known| z == *known || rule(z).is_some() && rule(z) == rule(*known) || season(z, *known);
    let name = told.word(range).to_owned();
    if truth.iter().any(|z| same(*z))
        || truth.is_empty() && (all().any(same) || source.passages.iter().any(spoken))
        || !truth.is_empty() && rule_differs_only_by_name(&truth, *known)
    {
        out.push(Verdict::supported(range.clone(), Kind::Zone, evidence));
    } else if truth.is_empty()
        && all().next().is_none()
        && !source.passages.iter().any(|p| zone::find(&p.text).is_some())
    {
        out.push(
            Verdict::new(
                range.clone(),
                Kind::Zone,
                Status::NotInSource,
                format!("the source never names the time zone \"{name}\""),
            )
            .seen(evidence),
        );
    } else if truth.is_empty() || !truth.iter().any(|z| rule(*z).is_some()) {
        let zones = source.passages.iter().position(|p| zone::find(&p.text).is_some());
        out.push(
            Verdict::new(
                range.clone(),
                Kind::Zone,
                Status::Contradicted,
                format!("the source gives its times in another zone than \"{name}\""),
            )
            .seen(zones.into_iter().chain(evidence)),
        );
    } else {
        // The comparison went through the zones already.
        out.push(Verdict::supported(range.clone(), Kind::Zone, evidence));
    }
    out
}

/// "PST" and "Pacific" name the same clock for a listener, as do "CET" and a region on it.
fn season(a: zone::Known, b: zone::Known) -> bool {
    let region = |k: zone::Known| match k {
        zone::Known::Sure { season: Some(tz), .. } | zone::Known::Sure { rule: zone::Rule::Region(tz), .. } => Some(tz),
        _ => None,
    };
    region(a).is_some() && region(a) == region(b)
}

fn rule_differs_only_by_name(truth: &[zone::Known], known: zone::Known) -> bool {
    truth.iter().any(|z| season(*z, known))
}

fn date(
    told: &Told<'_>,
    source: &Source<'_>,
    said: &Moment,
    day: (Option<i32>, u8, Option<u8>),
    stamp: &Stamp,
) -> Verdict {
    let on = |m: &Moment| same_day(day, m);
    let any: Vec<usize> = (0..source.passages.len())
        .filter(|id| source.passages.get(*id).is_some_and(|p| p.moments.iter().any(on)))
        .take(3)
        .collect();
    // "on Tuesday 14 May": the weekday must be that day's.
    let wrong = stamp.weekday.is_some_and(|w| {
        let mut days = source.passages.iter().flat_map(|p| &p.moments).filter(|m| on(m)).filter_map(weekday).peekable();
        days.peek().is_some() && !days.any(|d| d == w)
    });
    let range = said.range.clone();
    // What is cited gives another day, and only that: the day of some other event is not this one's.
    let cited: Vec<usize> = if told.sentence.cites.is_empty() { Vec::new() } else { told.near.own.clone() };
    let written = |m: &Moment| m.day.is_some_and(|d| d.2.is_some()) && !m.range.is_empty();
    let days: Vec<usize> = source.at(&cited).filter(|(_, p)| p.moments.iter().any(written)).map(|(id, _)| id).collect();
    let there = source.at(&cited).any(|(_, p)| p.moments.iter().any(on));
    if !days.is_empty() && !there && told.times.len() == 1 && !any.is_empty() {
        let message = format!("the source gives another date here, not \"{}\"", told.word(&range));
        return Verdict::new(range, Kind::Date, Status::Contradicted, message).seen(days);
    }
    if !any.is_empty() && !wrong {
        return Verdict::supported(range, Kind::Date, any);
    }
    if day.2.is_none() && any.is_empty() && source.vocabulary.contains(&told.word(&range).to_lowercase()) {
        return Verdict::supported(range, Kind::Date, any);
    }
    elsewhere(told, source, range, Kind::Date, "date")
}

/// Stands nowhere: a contradiction where the source says something else of that kind, otherwise unknown to it.
fn elsewhere(told: &Told<'_>, source: &Source<'_>, range: std::ops::Range<usize>, kind: Kind, what: &str) -> Verdict {
    let of_kind = |m: &Moment| if kind == Kind::Time { m.clock.is_some() } else { m.day.is_some() };
    let dated = |ids: &[usize]| {
        source.at(ids).filter(|(_, p)| p.moments.iter().any(of_kind)).map(|(id, _)| id).collect::<Vec<_>>()
    };
    let mut here = if told.near.strong { dated(&told.near.primary) } else { Vec::new() };
    if kind == Kind::Date && here.is_empty() {
        // A document has few days: one that it does not name contradicts the ones it does.
        let all: Vec<usize> = (0..source.passages.len()).collect();
        here = dated(&all).into_iter().take(1).collect();
    }
    let said = told.word(&range).to_owned();
    if here.is_empty() {
        Verdict::new(range, kind, Status::NotInSource, format!("the source has no {what} \"{said}\""))
    } else {
        Verdict::new(range, kind, Status::Contradicted, format!("the source gives another {what}, not \"{said}\""))
            .seen(here)
    }
}

/// Some day of the incident, for zones with summer time.
fn a_day(source: &Source<'_>) -> Option<NaiveDate> {
    source.passages.iter().flat_map(|p| &p.moments).find_map(Moment::date)
}
