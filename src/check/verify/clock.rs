//! Times and dates of both sides, and whether one says the other: `4:58 PM` for `16:58`, `9:58 AM PT` for `16:58 UTC`.

use std::ops::Range;

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta, Weekday};

use crate::extract::time::scan::{Form, Found, Stamp, Value, scan};
use crate::extract::time::zone::{self, Known, Rule};
use crate::facts::{Instant, Precision};

/// A time of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeOfDay {
    /// Seconds since midnight, on the twelve-hour dial unless `sure`.
    pub seconds: i64,
    /// Morning or afternoon is known.
    pub sure: bool,
    /// Only the hour is said.
    pub hour_only: bool,
    /// Seconds are said.
    pub to_second: bool,
    /// "AM" or "PM" stands beside it.
    pub half: bool,
}

/// A time or date of a text, as far as its own words give it, or as extraction resolved it.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// Its bytes in the text; empty for one that extraction resolved.
    pub range: Range<usize>,
    /// The time of the day.
    pub clock: Option<TimeOfDay>,
    /// Year (where said), month, day (where said).
    pub day: Option<(Option<i32>, u8, Option<u8>)>,
    /// Day and month could also be the other way round.
    pub swappable: bool,
    /// The day of the week.
    pub weekday: Option<Weekday>,
    /// The zone and its bytes.
    pub zone: Option<(Range<usize>, Known)>,
    /// Seconds since 1970 in UTC.
    pub absolute: Option<i64>,
    /// Seconds since 1970 on the local clock.
    pub local_absolute: Option<i64>,
}

impl Moment {
    /// Its day, where all of it is known.
    pub fn date(&self) -> Option<NaiveDate> {
        let (year, month, day) = self.day?;
        NaiveDate::from_ymd_opt(year?, u32::from(month), u32::from(day?))
    }
}

/// A time that the scanner found.
pub fn moment(range: Range<usize>, stamp: &Stamp) -> Moment {
    let clock = stamp.clock.map(|c| TimeOfDay {
        seconds: c.seconds(),
        sure: c.half.is_some() || c.hour > 12 || c.hour == 0,
        hour_only: c.minute.is_none(),
        to_second: c.second.is_some(),
        half: c.half.is_some(),
    });
    Moment {
        range,
        clock,
        day: stamp.day.filter(|d| !d.garbled).map(|d| (d.year, d.month, d.day)),
        swappable: stamp.day.is_some_and(|d| d.swappable),
        weekday: stamp.weekday,
        zone: stamp.zone.clone(),
        absolute: None,
        local_absolute: None,
    }
}

/// What is a time of all that the scanner found. Four digits alone, such as `1007`, are more often a number.
pub fn times(text: &str) -> Vec<Found> {
    let is = |found: &Found| match &found.value {
        Value::Stamp(_) if text.get(found.range.end..).is_some_and(|rest| rest.starts_with('%')) => false,
        Value::Stamp(stamp) => {
            let alone = stamp.day.is_none() && stamp.weekday.is_none() && stamp.shift.is_none() && stamp.zone.is_none();
            !alone || stamp.clock.is_none_or(|c| c.form != Form::Bare) || bare(text, &found.range)
        }
        _ => true,
    };
    scan(text).into_iter().filter(is).collect()
}

/// Four digits are a time where the text begins with them or "at" stands before.
fn bare(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(..range.start).unwrap_or_default().trim_end();
    before.is_empty() || before.ends_with("at") || before.ends_with("At") || before.ends_with(':')
}

/// A time that extraction resolved.
pub fn of_instant(instant: &Instant) -> Moment {
    let local = instant.local_time();
    let timed = instant.precision <= Precision::Hour;
    let date = local
        .map(|l| l.date())
        .or_else(|| NaiveDate::parse_from_str(instant.local.as_deref()?.get(..10)?, "%Y-%m-%d").ok());
    let clock = local.filter(|_| timed).map(|l| TimeOfDay {
        seconds: (l.time() - NaiveTime::MIN).num_seconds(),
        sure: !instant.inferred.contains(&crate::facts::Inferred::Meridiem),
        hour_only: instant.precision == Precision::Hour,
        to_second: instant.precision == Precision::Second,
        half: false,
    });
    let known = instant.zone.as_deref().and_then(zone::parse).map(|known| (0..0, known));
    let whole = u8::try_from;
    Moment {
        range: 0..0,
        clock,
        day: date.and_then(|d| {
            Some((
                Some(d.year()),
                whole(d.month()).ok()?,
                Some(whole(d.day()).ok()?).filter(|_| instant.precision < Precision::Month),
            ))
        }),
        swappable: false,
        weekday: date.map(|d| d.weekday()),
        zone: known,
        absolute: instant.utc_time().filter(|_| timed).map(|u| u.and_utc().timestamp()),
        local_absolute: local.filter(|_| timed).map(|l| l.and_utc().timestamp()),
    }
}

/// The one rule of a zone, where it has one.
pub fn rule(known: Known) -> Option<Rule> {
    zone::decide(known, "")
}

/// How two times of the day compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// One says the other.
    Same,
    /// The same digits, but in another zone.
    OtherZone,
    /// Different times.
    Different,
}

/// Whether `said` is a way to say `truth`. `tolerance` is in seconds, for "around 5". `day` is a day of the incident, for zones with summer time.
pub fn compare(said: &Moment, truth: &Moment, tolerance: i64, day: Option<NaiveDate>) -> Option<Agreement> {
    let (a, b) = (said.clock?, truth.clock?);
    let rule_of = |m: &Moment| m.zone.as_ref().and_then(|z| rule(z.1));
    let (said_rule, truth_rule) = (rule_of(said), rule_of(truth));
    let same_digits = agrees(a, b, b.seconds, tolerance);
    match (said_rule, truth_rule) {
        (Some(s), Some(t)) if s != t => {
            let date = truth.date().or(day);
            let date = date.unwrap_or(NaiveDate::MIN.with_year(2024)?);
            let local = date.and_time(NaiveTime::MIN) + TimeDelta::seconds(b.seconds);
            let moved = zone::to_utc(t, local).and_then(|utc| zone::from_utc(s, utc))?;
            let seconds = (moved.time() - NaiveTime::MIN).num_seconds();
            Some(match (agrees(a, b, seconds, tolerance), same_digits) {
                (true, _) => Agreement::Same,
                (false, true) => Agreement::OtherZone,
                _ => Agreement::Different,
            })
        }
        _ => Some(if same_digits { Agreement::Same } else { Agreement::Different }),
    }
}

fn agrees(said: TimeOfDay, truth: TimeOfDay, truth_seconds: i64, tolerance: i64) -> bool {
    const HALF: i64 = 43_200;
    let step = if said.to_second && truth.to_second { 1 } else { 60 };
    let (a, b) = (said.seconds.rem_euclid(86_400), truth_seconds.rem_euclid(86_400));
    let apart = |a: i64, b: i64, round: i64| {
        let d = (a - b).rem_euclid(round);
        d.min(round - d)
    };
    // Seconds are dropped, or rounded to the next minute.
    let near = |a: i64, b: i64, round: i64| {
        a / step == b / step
            || step == 60 && apart(a, b, round) <= 30 && tolerance == 0 && !said.to_second
            || tolerance > 0 && apart(a, b, round) <= tolerance
    };
    if said.sure && truth.sure { near(a, b, 86_400) } else { near(a % HALF, b % HALF, HALF) || near(a, b, 86_400) }
}

/// Whether `said` names a day that `truth` is on.
pub fn same_day(said: (Option<i32>, u8, Option<u8>), truth: &Moment) -> bool {
    let fits = |(year, month, day): (Option<i32>, u8, Option<u8>)| {
        said.1 == month
            && (said.0.is_none() || year.is_none() || said.0 == year)
            && (said.2.is_none() || day.is_none() || said.2 == day)
    };
    truth.day.is_some_and(|(year, month, day)| {
        fits((year, month, day)) || truth.swappable && day.is_some_and(|d| fits((year, d, Some(month))))
    })
}

/// The day of the week that a moment falls on.
pub fn weekday(moment: &Moment) -> Option<Weekday> {
    let by_date = moment.date().map(|d| d.weekday());
    moment.weekday.or(by_date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Moment {
        let found = scan(text).into_iter().next().unwrap();
        let Value::Stamp(stamp) = &found.value else { panic!("{text}") };
        moment(found.range.clone(), stamp)
    }

    fn verdict(said: &str, truth: &str) -> Option<Agreement> {
        compare(&read(said), &read(truth), 0, NaiveDate::from_ymd_opt(2025, 9, 29))
    }

    #[test]
    fn a_time_may_be_said_on_another_dial_or_in_another_zone() {
        assert_eq!(verdict("4:58 PM", "16:58"), Some(Agreement::Same));
        assert_eq!(verdict("4:58", "16:58"), Some(Agreement::Same));
        assert_eq!(verdict("9:58 AM PT", "16:58 UTC"), Some(Agreement::Same));
        assert_eq!(verdict("4:58 PM PT", "16:58 UTC"), Some(Agreement::OtherZone));
        assert_eq!(verdict("4:58 AM", "16:58"), Some(Agreement::Different));
        assert_eq!(verdict("5:58 PM", "16:58"), Some(Agreement::Different));
        assert_eq!(verdict("16:58", "16:58:12"), Some(Agreement::Same));
    }

    #[test]
    fn a_day_may_leave_out_its_year() {
        assert!(same_day((None, 9, Some(29)), &read("2025-09-29")));
        assert!(!same_day((None, 9, Some(28)), &read("2025-09-29")));
        assert_eq!(weekday(&read("2025-09-29")), Some(Weekday::Mon));
    }
}
