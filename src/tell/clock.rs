//! How times are said: `16:58` as "4:58 PM", the zone once, a gap in words, the day when it changes.

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta, Timelike};

use crate::extract::time::date::is_month;
use crate::facts::{Facts, Inferred, Instant, Precision};

/// A point in time as far as it can be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// The day, where the document determines it.
    pub date: Option<NaiveDate>,
    /// The time of day, unless only the day is given.
    pub time: Option<NaiveTime>,
    /// As the document states it.
    pub zone: Option<String>,
}

impl Moment {
    /// Reads an instant. A time without a known date is read from its surface.
    pub fn of(instant: &Instant) -> Moment {
        let local = instant.local_time();
        let date = local.map(|l| l.date()).or_else(|| instant.local.as_deref().and_then(|l| l.get(..10)?.parse().ok()));
        let coarse = instant.precision > Precision::Hour;
        let time = if coarse { None } else { local.map(|l| l.time()).or_else(|| surface_time(&instant.surface)) };
        Moment { date, time, zone: instant.zone.clone() }
    }
}

/// Time from one instant to another, both given to the minute: a gap from a bare hour is not said.
pub fn between(earlier: &Instant, later: &Instant) -> Option<TimeDelta> {
    if earlier.precision > Precision::Minute || later.precision > Precision::Minute {
        return None;
    }
    later.seconds_since(earlier).map(TimeDelta::seconds)
}

/// `HH:MM` out of a surface such as `~14:05 UTC`.
fn surface_time(surface: &str) -> Option<NaiveTime> {
    let colon = surface.find(':').or_else(|| surface.find('.'))?;
    let hour: u32 = surface.get(..colon)?.rsplit(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
    let minute: u32 =
        surface.get(colon + 1..)?.trim_start().split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
    let lower = surface.to_lowercase();
    let hour = match hour {
        12 if lower.contains("am") || lower.contains("a.m") => 0,
        1..=11 if lower.contains("pm") || lower.contains("p.m") => hour + 12,
        h => h,
    };
    NaiveTime::from_hms_opt(hour, minute, 0)
}

/// Remembers what was said, so that the zone, the half of the day and the day are said when they change and not again.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    /// The document writes hours from 0 to 23, so a bare `9:29` is in the morning.
    twenty_four: bool,
    zone: Option<String>,
    half: Option<&'static str>,
    /// The last day that was said in the document's words, where it gives no year.
    worded: Option<String>,
    /// The last day that the listener knows to be on.
    pub date: Option<NaiveDate>,
}

impl Clock {
    /// A clock that has said nothing yet.
    pub fn new(facts: &Facts) -> Self {
        let all = facts.mentions.iter().chain(facts.timeline.iter().map(|e| &e.at));
        Clock {
            twenty_four: all
                .into_iter()
                .any(|i| shows_24_hours(&i.surface) || i.utc.is_some() && i.surface.contains('T')),
            ..Clock::default()
        }
    }

    /// "4:58 PM UTC" the first time, "5:02" later on. Remembers what it said. `None` for a day without a time.
    pub fn time(&mut self, instant: &Instant) -> Option<String> {
        let moment = Moment::of(instant);
        let time = moment.time?;
        let mut said = spoken_time(instant, time);
        if said.contains(':') || !said.contains('.') && said.len() <= 2 {
            let half = self.half_of_day(instant, time);
            if half.is_some() && (half != self.half || said.len() <= 2) {
                said = format!("{said} {}", half.unwrap_or_default());
            }
            self.half = half;
        }
        // `10:00Z` and `10:00+02:00` name no zone by its name; a bare time has the one that the document states elsewhere.
        let offset = instant.surface.ends_with('Z') || instant.surface.contains('+');
        if let Some(zone) = moment.zone.as_deref().and_then(spoken_zone)
            && (!offset || instant.surface.contains(zone))
            && self.zone.as_deref() != Some(zone)
        {
            said = format!("{said} {zone}");
            self.zone = Some(zone.to_owned());
        }
        if moment.date.is_none()
            && let Some(day) = day_of(&instant.surface)
            && self.worded.as_ref() != Some(&day)
        {
            said = format!("{said} on {day}");
            self.worded = Some(day);
        }
        Some(said)
    }

    /// How a time inside a sentence of the source is said there; `None` where the source's spelling is as good.
    pub fn inline(&self, instant: &Instant) -> Option<String> {
        let surface = &instant.surface;
        // "14:10 PDT (21:10 UTC) on 2021-03-04": the bracket would lose its other half.
        if surface.matches('(').count() != surface.matches(')').count() {
            return None;
        }
        let words: Vec<&str> = surface.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).collect();
        // "Feb 14" and "4:58 PM" are as people say them.
        let lower = surface.to_lowercase();
        let named_month = MONTHS.iter().any(|m| lower.contains(&m.get(..3).unwrap_or(m).to_lowercase()));
        let moment = Moment::of(instant);
        let iso = words.first().is_some_and(|w| w.len() == 4) && words.len() >= 3;
        let stated_half = states_half(&lower);
        if named_month || stated_half && !iso || !surface.contains(':') && !iso {
            return self.beside_its_day(instant).filter(|said| said != surface);
        }
        let zone = instant.zone.as_deref().filter(|z| surface.contains(*z)).and_then(spoken_zone);
        let time = moment.time.map(|time| {
            let half = self.half_of_day(instant, time).map(|h| format!(" {h}")).unwrap_or_default();
            format!("{}{half}{}", spoken_time(instant, time), zone.map(|z| format!(" {z}")).unwrap_or_default())
        });
        match (iso.then_some(moment.date).flatten(), time) {
            (Some(date), Some(time)) => Some(format!("{} at {time}", spoken_date(date, true))),
            (Some(date), None) => Some(spoken_date(date, true)),
            (None, Some(time)) if !iso => Some(time),
            _ => None,
        }
    }

    /// "20:36 UTC on 16 May" → "8:36 PM UTC on 16 May", "01:30am" → "1:30 AM": the clock as it is said, the day as it is written.
    fn beside_its_day(&self, instant: &Instant) -> Option<String> {
        let surface = &instant.surface;
        let time = Moment::of(instant).time?;
        let half = self.half_of_day(instant, time)?;
        let digit = |c: &char| c.is_ascii_digit();
        let colon = surface.find(':')?;
        let start = colon - surface.get(..colon)?.chars().rev().take_while(digit).count();
        // Seconds are said by nobody.
        let end = colon + surface.get(colon..)?.chars().take_while(|c| c.is_ascii_digit() || *c == ':').count();
        let rest = surface.get(end..)?;
        let stated = rest.trim_start();
        let stated = ["a.m.", "p.m.", "a.m", "p.m", "am", "pm"].into_iter().find_map(|h| {
            let (head, rest) = stated.split_at_checked(h.len())?;
            head.eq_ignore_ascii_case(h).then_some(rest)
        });
        let rest = stated.unwrap_or(rest);
        let said = (time.hour() + 11) % 12 + 1;
        Some(format!("{}{said}:{:02} {half}{rest}", surface.get(..start)?, time.minute()))
    }

    /// The half of the day will be said again: another day begins.
    pub fn repeat(&mut self) {
        self.half = None;
    }

    /// The time as a reader of a single prompt needs it: complete, and without remembering anything.
    pub fn plain(&self, instant: &Instant) -> Option<String> {
        let mut fresh = Clock { twenty_four: self.twenty_four, zone: self.zone.clone(), ..Clock::default() };
        fresh.time(instant)
    }

    fn half_of_day(&self, instant: &Instant, time: NaiveTime) -> Option<&'static str> {
        let surface = instant.surface.to_lowercase();
        let stated = states_half(&surface);
        let certain = stated || time.hour() > 12 || shows_24_hours(&instant.surface) || self.twenty_four;
        (certain && !instant.inferred.contains(&Inferred::Meridiem)).then_some(if time.hour() >= 12 {
            "PM"
        } else {
            "AM"
        })
    }
}

/// A surface in lower case says which half of the day it is.
fn states_half(lower: &str) -> bool {
    ["am", "pm", "a.m", "p.m"].iter().any(|half| lower.contains(half))
}

/// The surface can only be of a clock with 24 hours: `16:58`, `00:12`, `09:30`.
fn shows_24_hours(surface: &str) -> bool {
    let lower = surface.to_lowercase();
    if states_half(&lower) {
        return false;
    }
    surface.match_indices(':').any(|(at, _)| {
        let hour = surface.get(..at).and_then(|s| s.rsplit(|c: char| !c.is_ascii_digit()).next()).unwrap_or("");
        hour.len() == 2 && (hour.starts_with('0') || hour.parse::<u8>().is_ok_and(|h| (13..24).contains(&h)))
    })
}

/// The hour and minute as they are said. A document's own spelling `16.06` or `1411` stays: its readers say it so.
fn spoken_time(instant: &Instant, time: NaiveTime) -> String {
    let surface = &instant.surface;
    let digits_of = |s: &str| s.chars().filter(char::is_ascii_digit).count();
    if !surface.contains(|c: char| c.is_ascii_digit()) {
        // "noon", "midnight"
        return surface.trim().to_owned();
    }
    let lower = surface.to_lowercase();
    let half = states_half(&lower);
    if !surface.contains(':') {
        // `4.20pm` has the half of the day at its end: it is said as `4:20 PM` is.
        if !half
            && let Some(word) =
                surface.split_whitespace().find(|w| w.contains('.') && digits_of(w) >= 3 && digits_of(w) <= 4)
        {
            return word.trim_matches(|c: char| !c.is_ascii_digit()).to_owned();
        }
        let military = format!("{:02}{:02}", time.hour(), time.minute());
        if surface.contains(&military) {
            return military;
        }
        if time.minute() == 0 {
            return ((time.hour() + 11) % 12 + 1).to_string();
        }
    }
    format!("{}:{:02}", (time.hour() + 11) % 12 + 1, time.minute())
}

/// What is said for a zone; nothing for an offset or a zone by city.
pub fn spoken_zone(zone: &str) -> Option<&str> {
    match zone {
        // No name that a document gives.
        "Z" => None,
        "US/Pacific" | "America/Los_Angeles" => Some("Pacific"),
        "US/Eastern" | "America/New_York" => Some("Eastern"),
        _ => (zone.len() <= 5 && zone.chars().all(|c| c.is_ascii_uppercase())).then_some(zone),
    }
}

const MONTHS: [&str; 12] = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
];

/// The words of `text` that name this day: `2025-09-29`, `September 29, 2025`, `29 September 2025`, `Sep 29`.
pub fn named_day(text: &str, date: NaiveDate) -> Option<String> {
    let iso = date.format("%Y-%m-%d").to_string();
    if text.contains(&iso) {
        return Some(iso);
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let bare = |i: usize| {
        words.get(i).map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()).unwrap_or_default()
    };
    let month = MONTHS.get(date.month0() as usize).copied().unwrap_or_default().to_lowercase();
    let day = date.day().to_string();
    // "4-8th" begins on the fourth.
    let is_day = |w: &str| {
        let first = w.split(['-', '–']).next().unwrap_or_default();
        first.trim_start_matches('0').trim_end_matches(char::is_alphabetic) == day && !w.is_empty()
    };
    let at = (0..words.len()).find(|&i| {
        let word = bare(i);
        word.len() >= 3 && month.starts_with(&word) && (is_day(&bare(i + 1)) || i > 0 && is_day(&bare(i - 1)))
    })?;
    let year = date.year().to_string();
    let first = if is_day(&bare(at + 1)) { at } else { at - 1 };
    let end = if bare(first + 2) == year { first + 3 } else { first + 2 };
    // "2024 May 3": the year may stand in front as well.
    let first = if first > 0 && bare(first - 1) == year { first - 1 } else { first };
    Some(words.get(first..end)?.join(" "))
}

/// The month and the day that stand beside a clock: "Nov 21, 18:20 UTC" → "Nov 21", "18:20 on 3 May" → "3 May".
fn day_of(surface: &str) -> Option<String> {
    let words: Vec<&str> = surface.split_whitespace().map(|w| w.trim_matches([',', '.', ':', '-', '–'])).collect();
    let month = words.iter().position(|w| w.len() >= 3 && is_month(w))?;
    let day = |i: usize| {
        let digits = words.get(i)?.trim_end_matches(char::is_alphabetic);
        ((1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())).then_some(i)
    };
    let (from, to) = match day(month + 1) {
        Some(day) => (month, day),
        None => (day(month.checked_sub(1)?)?, month),
    };
    Some(words.get(from..=to)?.join(" "))
}

/// "September 29, 2025", without the year if that is not wanted.
pub fn spoken_date(date: NaiveDate, year: bool) -> String {
    let month = MONTHS.get(date.month0() as usize).copied().unwrap_or_default();
    if year { format!("{month} {}, {}", date.day(), date.year()) } else { format!("{month} {}", date.day()) }
}

/// "four minutes", "a minute", "an hour and forty-eight minutes"; `None` where a listener would not take it in.
pub fn spoken_gap(gap: TimeDelta) -> Option<String> {
    // Seconds are rounded away where that is fair.
    let minutes = (gap.num_seconds() + 30) / 60;
    let off = (gap.num_seconds() - minutes * 60).abs();
    if minutes < 1 || gap.num_hours() > 12 || off >= 30 || off * 100 > gap.num_seconds() * 15 {
        return None;
    }
    let plural = |n: i64, unit: &str| match n {
        1 if unit == "hour" => "an hour".to_owned(),
        1 => format!("a {unit}"),
        _ => format!("{} {unit}s", in_words(n)),
    };
    Some(match (minutes / 60, minutes % 60) {
        (0, m) => plural(m, "minute"),
        (1, 30) => "an hour and a half".to_owned(),
        (h, 0) => plural(h, "hour"),
        (h, m) => format!("{} and {}", plural(h, "hour"), plural(m, "minute")),
    })
}

/// A number below one hundred in words; larger ones in digits.
pub fn in_words(number: i64) -> String {
    const SMALL: [&str; 20] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];
    const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let small = |n: i64| usize::try_from(n).ok().and_then(|n| SMALL.get(n)).copied();
    let tens = |n: i64| usize::try_from(n / 10).ok().and_then(|n| TENS.get(n)).copied();
    match number {
        0..20 => small(number).unwrap_or_default().to_owned(),
        20..100 if number % 10 == 0 => tens(number).unwrap_or_default().to_owned(),
        20..100 => format!("{}-{}", tens(number).unwrap_or_default(), small(number % 10).unwrap_or_default()),
        _ => number.to_string(),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::cite::Cite;

    /// An instant as extraction would give it; the date unknown where `local` has none.
    pub(crate) fn instant(surface: &str, local: Option<&str>, zone: Option<&str>, line: usize) -> Instant {
        Instant {
            surface: surface.into(),
            local: local.map(Into::into),
            zone: zone.map(Into::into),
            utc: if zone == Some("UTC") { local.map(|l| format!("{l}Z")) } else { None },
            precision: Precision::Minute,
            inferred: vec![],
            cite: Cite::lines(line, line),
            columns: [0, surface.len()],
        }
    }

    fn day(time: &str) -> String {
        format!("2023-02-14T{time}:00")
    }

    #[test]
    fn the_zone_and_the_half_of_the_day_are_said_once() {
        let at = |s: &str| instant(s, Some(&day(s)), Some("UTC"), 1);
        let mut clock = Clock { twenty_four: true, ..Clock::default() };
        assert_eq!(clock.time(&at("16:58")).as_deref(), Some("4:58 PM UTC"));
        assert_eq!(clock.time(&at("17:02")).as_deref(), Some("5:02"));
        assert_eq!(clock.time(&at("09:02")).as_deref(), Some("9:02 AM"));
    }

    #[test]
    fn a_day_without_a_year_is_said_when_it_changes() {
        let at = |s: &str| instant(s, None, Some("UTC"), 1);
        let mut clock = Clock { twenty_four: true, ..Clock::default() };
        assert_eq!(clock.time(&at("Nov 21, 18:20 UTC")).as_deref(), Some("6:20 PM UTC on Nov 21"));
        assert_eq!(clock.time(&at("Nov. 21, 18:40 UTC")).as_deref(), Some("6:40"));
        assert_eq!(clock.time(&at("22 Nov 19:50 UTC")).as_deref(), Some("7:50 on 22 Nov"));
    }

    #[test]
    fn a_zone_that_is_only_an_offset_is_not_named() {
        let mut clock = Clock { twenty_four: true, ..Clock::default() };
        assert_eq!(
            clock.time(&instant("2023-02-14T16:58:00Z", Some(&day("16:58")), Some("UTC"), 1)).as_deref(),
            Some("4:58 PM")
        );
    }

    #[test]
    fn no_half_of_the_day_where_the_document_does_not_tell() {
        let mut clock = Clock::default();
        assert_eq!(clock.time(&instant("9:29", Some(&day("09:29")), None, 1)).as_deref(), Some("9:29"));
        assert_eq!(clock.time(&instant("9:29 pm", Some(&day("21:29")), None, 1)).as_deref(), Some("9:29 PM"));
    }

    #[test]
    fn other_spellings_stay_and_a_bare_surface_is_read() {
        let mut clock = Clock { twenty_four: true, ..Clock::default() };
        assert_eq!(clock.time(&instant("16.06", Some(&day("16:06")), None, 1)).as_deref(), Some("16.06"));
        assert_eq!(clock.time(&instant("16:06", None, None, 1)).as_deref(), Some("4:06 PM"));
    }

    #[test]
    fn a_time_inside_a_sentence_is_said_unless_it_is_spoken_already() {
        let clock = Clock { twenty_four: true, ..Clock::default() };
        let inline = |surface: &str, time: &str, zone| clock.inline(&instant(surface, Some(&day(time)), zone, 1));
        assert_eq!(
            inline("2023-02-14 16:58 UTC", "16:58", Some("UTC")).as_deref(),
            Some("February 14, 2023 at 4:58 PM UTC")
        );
        assert_eq!(inline("16:58", "16:58", Some("UTC")).as_deref(), Some("4:58 PM"));
        assert_eq!(inline("Feb 14, 4:58 PM", "16:58", None), None);
        assert_eq!(inline("16:58 UTC on 14 Feb", "16:58", Some("UTC")).as_deref(), Some("4:58 PM UTC on 14 Feb"));
        assert_eq!(inline("Feb 14 08:58:21", "08:58", None).as_deref(), Some("Feb 14 8:58 AM"));
        assert_eq!(inline("04:58pm", "16:58", None).as_deref(), Some("4:58 PM"));
        assert_eq!(inline("4:58 p.m. PDT", "16:58", None).as_deref(), Some("4:58 PM PDT"));
        assert_eq!(inline("16.58", "16:58", None), None);
    }

    #[test]
    fn a_day_is_found_in_words_and_figures() {
        let date = NaiveDate::from_ymd_opt(2025, 9, 29).unwrap();
        for (text, found) in [
            ("Outage - September 29, 2025", Some("September 29, 2025")),
            ("On the 29th September it broke", Some("29th September")),
            ("2025-09-29 outage", Some("2025-09-29")),
            ("2025 September 29-30th: outage", Some("2025 September 29-30th:")),
            ("On September 2, 2025", None),
            ("March 29", None),
        ] {
            assert_eq!(named_day(text, date).as_deref(), found, "{text}");
        }
    }

    #[test]
    fn gaps_are_words_and_long_ones_are_not_said() {
        for (minutes, said) in [
            (4, Some("four minutes")),
            (1, Some("a minute")),
            (108, Some("an hour and forty-eight minutes")),
            (120, Some("two hours")),
            (0, None),
            (6000, None),
        ] {
            assert_eq!(spoken_gap(TimeDelta::minutes(minutes)).as_deref(), said);
        }
    }

    #[test]
    fn a_time_that_ends_a_bracket_stays_as_it_is_written() {
        let both = instant("21:10 UTC) on 2021-03-04", Some(&day("21:10")), Some("UTC"), 1);
        assert_eq!(Clock::default().inline(&both), None);
        let one = instant("21:10 UTC", Some(&day("21:10")), Some("UTC"), 1);
        assert_eq!(Clock::default().inline(&one).as_deref(), Some("9:10 PM UTC"));
    }

    #[test]
    fn there_is_no_gap_across_zones_or_without_a_date() {
        let utc = instant("10:00", Some(&day("10:00")), Some("UTC"), 1);
        assert_eq!(between(&utc, &instant("10:05", Some(&day("10:05")), Some("PST"), 1)), None);
        assert_eq!(between(&utc, &instant("10:05", None, None, 1)), None);
        assert_eq!(between(&utc, &instant("10:05", Some(&day("10:05")), Some("UTC"), 1)), Some(TimeDelta::minutes(5)));
    }
}
