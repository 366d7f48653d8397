//! Finds what is a time in a text: clock times, dates, both together, ranges, offsets and durations.
//!
//! A scanner by hand over bytes, because compiling Unicode patterns costs more than reading a whole postmortem.
//! It goes over the text once and stops at digits and at words that may begin a time; what is found there is parsed by
//! [`super::date`], [`super::clock`] and [`super::duration`], and neighbours that belong together are joined
//! ([`super::join`]). It is pure: the same text gives the same result, whatever document it stands in.

use std::ops::Range;

use chrono::Weekday;

use super::bytes::{before, byte, digits, letters, skip_spaces, wordy};
pub use super::clock::{Clock, Form, Half};
pub use super::date::Day;
use super::zone::{self, Known};
use super::{clock, date, duration, join, words};

/// Something found in a text, and its bytes there.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What it is.
    pub value: Value,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A point in time, perhaps without its day, its zone or its clock time.
    Stamp(Stamp),
    /// A length of time, in seconds.
    Duration(i64),
    /// So many seconds after (before, if negative) an origin.
    Offset(i64, Origin),
}

/// What an offset counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The start of the incident: `T+5m`.
    Start,
    /// The time spoken of before: `5 minutes later`.
    Previous,
}

/// A point in time, as far as its own words give it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stamp {
    /// The date.
    pub day: Option<Day>,
    /// The day of the week.
    pub weekday: Option<Weekday>,
    /// Days from the day spoken of before: `the next morning` is 1.
    pub shift: Option<i8>,
    /// The time of the day.
    pub clock: Option<Clock>,
    /// The zone, and where in the text it is named.
    pub zone: Option<(Range<usize>, Known)>,
    /// The next thing found is the end of the range that begins here.
    pub until_next: bool,
}

/// A piece that the parsers find, before neighbours are joined.
#[derive(Debug, Clone)]
pub(super) struct Atom {
    pub range: Range<usize>,
    pub value: Piece,
}

/// The kinds of pieces.
#[derive(Debug, Clone)]
pub(super) enum Piece {
    Day(Day),
    Weekday(Weekday),
    Shift(i8),
    Clock(Clock, Option<(Range<usize>, Known)>),
    Duration(i64),
    Offset(i64, Origin),
}

/// Everything in `text` that is a time, in order, without overlaps.
pub fn scan(text: &str) -> Vec<Found> {
    join::join(text, atoms(text))
}

/// An instant given as a number of seconds, milliseconds or (Slack) seconds with a fraction since 1970, as the whole of
/// `text`: epoch seconds. Only for a cell that is known to hold a time.
pub fn epoch(text: &str) -> Option<i64> {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let number: i64 =
        whole.bytes().chain(fraction.bytes()).all(|c| c.is_ascii_digit()).then(|| whole.parse().ok())??;
    match whole.len() {
        9 | 10 => Some(number),
        13 if fraction.is_empty() => Some(number / 1000),
        _ => None,
    }
}

/// The zone that begins at `at`, and its end. `b` is the text's bytes.
pub(super) fn zone_at(b: &[u8], at: usize) -> Option<(usize, Known)> {
    // A zone's name is at most some thirty letters; looking at no more keeps long lines linear.
    let window = b.get(at..(at + 40).min(b.len()))?;
    let ascii = window.iter().position(|c| !c.is_ascii()).map_or(window, |n| window.get(..n).unwrap_or_default());
    let text = std::str::from_utf8(ascii).ok()?;
    let (end, known) = zone::at(text, 0)?;
    let next = byte(b, at + end);
    (!wordy(next)).then_some((at + end, known))
}

fn atoms(text: &str) -> Vec<Atom> {
    let b = text.as_bytes();
    let mut found: Vec<Atom> = Vec::new();
    let mut at = 0;
    while let Some(&c) = b.get(at) {
        let next = if c.is_ascii_digit() {
            number(text, b, at, &mut found)
        } else if c.is_ascii_alphabetic() {
            word(text, b, at, &mut found)
        } else if c == b':' && b.get(at + 1..at + 3) == Some(b"//") {
            // An address: nothing in it is a time.
            at + b
                .get(at..)
                .unwrap_or_default()
                .iter()
                .position(|c| matches!(c, b' ' | b'\n' | b'\t' | b'>' | b')' | b'"' | b'|'))
                .unwrap_or(b.len() - at)
        } else if c == b'+' && (at == 0 || matches!(before(b, at), b'[' | b'(' | b'\n')) {
            match duration::offset(b, at) {
                Some((end, seconds)) => push(&mut found, at..end, Piece::Offset(seconds, Origin::Start)),
                None => at + 1,
            }
        } else {
            at + 1
        };
        at = next.max(at + 1);
    }
    found
}

fn push(found: &mut Vec<Atom>, range: Range<usize>, value: Piece) -> usize {
    let end = range.end;
    found.push(Atom { range, value });
    end
}

/// What begins with a digit at `at`; returns where to go on.
fn number(text: &str, b: &[u8], at: usize, found: &mut Vec<Atom>) -> usize {
    let n = digits(b, at);
    let glued = wordy(before(b, at));
    // A date may be glued to the clock time that follows it by `T`, and nothing else.
    if !glued {
        if let Some((end, day)) = date::numeric(b, at, n).or_else(|| date::day_first(b, at, n)) {
            push(found, at..end, Piece::Day(day));
            if matches!(byte(b, end), b'T' | b't' | b':') && byte(b, end + 1).is_ascii_digit() {
                return clock_at(text, b, end + 1, true, found).unwrap_or(end);
            }
            return end;
        }
        if let Some((end, seconds)) = duration::colon(b, at, n).or_else(|| duration::read(b, at)) {
            return push_duration(b, at..end, seconds, found);
        }
    }
    let dated = found.last().is_some_and(|a| {
        matches!(a.value, Piece::Day(_))
            && at.wrapping_sub(a.range.end) <= 4
            && !b.get(a.range.end..at).unwrap_or_default().contains(&b'\n')
    });
    if !glued && let Some(end) = clock_at(text, b, at, dated && n <= 2, found) {
        return end;
    }
    // Past all of what it was: no part of a version, an address or a hash is looked at again.
    at + b
        .get(at..)
        .unwrap_or_default()
        .iter()
        .position(|c| !(wordy(*c) || matches!(c, b'.' | b':')))
        .unwrap_or(b.len() - at)
}

fn clock_at(text: &str, b: &[u8], at: usize, dated: bool, found: &mut Vec<Atom>) -> Option<usize> {
    let (end, clock) = clock::numeric(b, at, digits(b, at), dated)?;
    Some(push_clock(text, b, at..end, clock, found))
}

/// Adds a clock time with the zone behind it, if there is one.
fn push_clock(text: &str, b: &[u8], range: Range<usize>, clock: Clock, found: &mut Vec<Atom>) -> usize {
    let end = range.end;
    let mut start = skip_spaces(b, end);
    let bracket = matches!(byte(b, start), b'(' | b'[') && byte(b, start + 1).is_ascii_uppercase();
    start += usize::from(bracket);
    // A sign is an offset only when glued to the time or, with four digits, after a space; `10:00 -2` is something else.
    let sign = matches!(byte(b, start), b'+' | b'-');
    let zone = if sign
        && (start > end && digits(b, start + 1) != 4 || clock.form != Form::Plain || digits(b, start + 1) == 0)
    {
        None
    } else if sign && start == end && byte(b, start) == b'-' && byte(b, start + 3) == b':' && clock.second.is_none() {
        // `10:30-11:30` is a range, `10:30:00-07:00` an offset.
        None
    } else {
        zone_at(b, start).or_else(|| city_at(text, start).filter(|_| !bracket)).map(|(e, known)| (start..e, known))
    };
    let last = zone.as_ref().map_or(end, |z| z.0.end);
    // "Coordinated Universal Time (UTC)": the bracket repeats it.
    let again = skip_spaces(b, last);
    let last = match zone_at(b, again + 1) {
        Some((e, _)) if zone.is_some() && byte(b, again) == b'(' && byte(b, e) == b')' => e + 1,
        _ if bracket && zone.is_some() && matches!(byte(b, last), b')' | b']') => last + 1,
        _ => last,
    };
    push(found, range.start..last, Piece::Clock(clock, zone))
}

/// `16:37 Denver - …`: a city right behind a clock time, with nothing but punctuation after it.
fn city_at(text: &str, at: usize) -> Option<(usize, Known)> {
    let b = text.as_bytes();
    let mut end = at;
    for _ in 0..2 {
        let n = letters(b, end);
        if n < 4 || !byte(b, end).is_ascii_uppercase() {
            break;
        }
        end += n;
        let after = skip_spaces(b, end);
        let closes = matches!(byte(b, after), b'-' | b':' | b',' | b')' | b';' | 0)
            || text.get(after..).is_some_and(|r| r.starts_with(['–', '—']) || r.starts_with("time"));
        if closes && let Some(tz) = text.get(at..end).and_then(zone::city) {
            return Some((end, Known::Sure { rule: zone::Rule::Region(tz), season: None }));
        }
        if byte(b, end) != b' ' {
            break;
        }
        end += 1;
    }
    None
}

fn push_duration(b: &[u8], range: Range<usize>, seconds: i64, found: &mut Vec<Atom>) -> usize {
    let start = skip_spaces(b, range.end);
    let word = b.get(start..start + letters(b, start)).unwrap_or_default();
    match word {
        b"later" => push(found, range.start..start + word.len(), Piece::Offset(seconds, Origin::Previous)),
        b"earlier" => push(found, range.start..start + word.len(), Piece::Offset(-seconds, Origin::Previous)),
        _ => push(found, range, Piece::Duration(seconds)),
    }
}

/// What begins with a letter at `at`; returns where to go on.
fn word(text: &str, b: &[u8], at: usize, found: &mut Vec<Atom>) -> usize {
    let n = letters(b, at);
    let end = at + n;
    // Letters right behind a number or a name are no word.
    if wordy(before(b, at)) {
        return end;
    }
    if byte(b, at) == b'T' && n == 1 {
        return duration::offset(b, at)
            .map_or(end, |(end, seconds)| push(found, at..end, Piece::Offset(seconds, Origin::Start)));
    }
    if !words::FIRST_LETTERS.contains(&b.get(at).copied().unwrap_or_default().to_ascii_lowercase()) {
        return end;
    }
    let mut buffer = [0; 9];
    let Some(lower) = b.get(at..end).and_then(|w| words::lower(w, &mut buffer)) else {
        return end;
    };
    if let b"noon" | b"midnight" | b"midday" = lower {
        let hour = if lower == b"midnight" { 0 } else { 12 };
        let clock = Clock { hour, minute: Some(0), second: None, half: None, form: Form::Plain };
        return if wordy(byte(b, end)) || byte(b, end) == b'-' {
            end
        } else {
            push_clock(text, b, at..end, clock, found)
        };
    }
    if words::month(lower).is_some() {
        return date::month_first(b, at).map_or(end, |(end, day)| push(found, at..end, Piece::Day(day)));
    }
    if let Some(weekday) = words::weekday(lower) {
        let plural = wordy(byte(b, end)) || (n < 6 && !byte(b, at).is_ascii_uppercase());
        let end = end + usize::from(n <= 4 && byte(b, end) == b'.');
        return if plural { end } else { push(found, at..end, Piece::Weekday(weekday)) };
    }
    if (words::number(lower).is_some() || lower == b"half")
        && let Some((end, seconds)) = duration::read(b, at)
    {
        return push_duration(b, at..end, seconds, found);
    }
    if matches!(lower, b"the" | b"that" | b"next" | b"following" | b"same" | b"yesterday")
        && let Some(&(phrase, days)) = words::SHIFTS.iter().find(|(p, _)| {
            b.get(at..at + p.len()).is_some_and(|w| w.eq_ignore_ascii_case(p.as_bytes()))
                && !wordy(byte(b, at + p.len()))
        })
    {
        return push(found, at..at + phrase.len(), Piece::Shift(days));
    }
    end
}
