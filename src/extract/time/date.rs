//! Calendar dates as they are written: `2021-08-26`, `02/13/2025`, `13.02.20`, `22 Dec 2016`, `October 21st, 2018`.

use chrono::Weekday;

use super::bytes::{before, byte, digits, letters, number, skip_spaces, small, wordy};
use super::words;

/// A day, a month or an unreadable date, as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Day {
    /// Four digits; `None` where it is left out.
    pub year: Option<i32>,
    /// 1 to 12; 0 in an unreadable date.
    pub month: u8,
    /// 1 to 31; `None` for a month.
    pub day: Option<u8>,
    /// Day and month may also be read the other way round: `03/04/2020`.
    pub swappable: bool,
    /// It has the shape of a date and is none, such as `22025-03-18`.
    pub garbled: bool,
    /// The day of the week that stands with it: `Thursday 9 May`.
    pub weekday: Option<Weekday>,
}

impl Day {
    fn new(year: Option<i32>, month: u8, day: Option<u8>) -> Option<Day> {
        let days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let longest = *days.get(usize::from(month).checked_sub(1)?)?;
        (day.is_none_or(|d| (1..=longest).contains(&d)) && year.is_none_or(|y| (1970..2100).contains(&y)))
            .then_some(Day { year, month, day, ..Day::default() })
    }

    /// Day and month the other way round.
    pub fn swapped(self) -> Option<Day> {
        Day::new(self.year, self.day?, Some(self.month))
    }
}

fn wide(year: u32) -> Option<i32> {
    i32::try_from(if year < 100 { year + 2000 } else { year }).ok()
}

/// A date in digits that begins at `at`, where `n` digits stand: its end and the day.
pub(super) fn numeric(b: &[u8], at: usize, n: usize) -> Option<(usize, Day)> {
    if n == 8 {
        return compact(b, at);
    }
    if n == 4 && byte(b, at + n) == b' ' {
        return year_first(b, at);
    }
    let sep = byte(b, at + n);
    // Behind a hyphen it is a part of something longer, or the end of a range of dates.
    let tail = before(b, at) == b'-'
        && n < 4
        && !(sep == b'/' && at.checked_sub(2).is_some_and(|p| byte(b, p).is_ascii_digit()));
    if !matches!(sep, b'-' | b'/' | b'.') || matches!(before(b, at), b'/' | b'.') || tail {
        return None;
    }
    let second = at + n + 1;
    let m = digits(b, second);
    let third = second + m + 1;
    if !(1..=2).contains(&m) || byte(b, second + m) != sep {
        return None;
    }
    let k = digits(b, third);
    let end = third + k;
    let goes_on = match byte(b, end) {
        b'/' | b'_' => true,
        b'.' | b'-' => sep != b'/' && byte(b, end + 1).is_ascii_digit(),
        _ => false,
    };
    if goes_on || (wordy(byte(b, end)) && !matches!(byte(b, end), b'T' | b't' | b'Z')) {
        return None;
    }
    match (n, k) {
        (4, 1 | 2) => Some((end, Day::new(wide(number(b, at, 4)), small(b, second, m), Some(small(b, third, k)))?)),
        (5, 2) if sep == b'-' && m == 2 => Some((end, Day { garbled: true, ..Day::default() })),
        (1 | 2, 4) => {
            either(wide(number(b, third, 4)), small(b, at, n), small(b, second, m), sep).map(|day| (end, day))
        }
        (1 | 2, 2) if sep == b'/' || (sep == b'.' && n == 2 && m == 2) || (sep == b'-' && n == 2 && m == 2) => {
            either(wide(number(b, third, 2)), small(b, at, n), small(b, second, m), sep).map(|day| (end, day))
        }
        _ => None,
    }
}

/// Two numbers and a year: with dots the day comes first; otherwise month first, unless that cannot be.
fn either(year: Option<i32>, first: u8, second: u8, sep: u8) -> Option<Day> {
    let day_first = Day::new(year, second, Some(first));
    let month_first = Day::new(year, first, Some(second));
    if sep == b'.' {
        return day_first;
    }
    match (month_first, day_first) {
        (Some(day), Some(_)) => Some(Day { swappable: first != second, ..day }),
        (one, other) => one.or(other),
    }
}

/// `1/28`: a month and a day, in a text that is nothing else. Anywhere else it is a fraction.
pub(super) fn bare(text: &str) -> Option<Day> {
    let (first, second) = text.trim().split_once('/')?;
    let part = |p: &str| p.parse::<u8>().ok().filter(|_| (1..=2).contains(&p.len()));
    either(None, part(first)?, part(second)?, b'/')
}

/// `20170209`, only where a clock time follows: alone it is any number.
fn compact(b: &[u8], at: usize) -> Option<(usize, Day)> {
    let day = Day::new(wide(number(b, at, 4)), small(b, at + 4, 2), Some(small(b, at + 6, 2)))?;
    let end = at + 8;
    let next = skip_spaces(b, end);
    let clock = match byte(b, end) {
        b'T' => digits(b, end + 1) >= 4,
        b' ' => digits(b, next) == 2 && byte(b, next + 2) == b':',
        _ => false,
    };
    clock.then_some((end, day))
}

/// A date whose year stands first and whose month is a word: `2024 November 4`, `2019 Jan 3rd`.
fn year_first(b: &[u8], at: usize) -> Option<(usize, Day)> {
    let year = wide(number(b, at, 4)).filter(|y| (1970..2100).contains(y))?;
    let (end, day) = month_first(b, skip_spaces(b, at + 4))?;
    (day.year.is_none() && day.day.is_some()).then_some((end, Day { year: Some(year), ..day }))
}

/// The month whose name begins at `at` and the end of it. A short name may bear a dot.
fn month_at(b: &[u8], at: usize) -> Option<(usize, u8)> {
    let n = letters(b, at);
    let mut buffer = [0; 9];
    let month = words::month(words::lower(b.get(at..at + n)?, &mut buffer)?)?;
    if n < 6 && !byte(b, at).is_ascii_uppercase() {
        return None;
    }
    let dot = usize::from(n <= 4 && byte(b, at + n) == b'.');
    (!wordy(byte(b, at + n))).then_some((at + n + dot, month))
}

/// `18th` → `18`: a day without what makes an ordinal of it. Any other word stays.
pub fn without_ordinal(word: &str) -> &str {
    let number = |n: &&str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
    ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).filter(number).unwrap_or(word)
}

/// The name of a month, or its usual abbreviation, and nothing else.
pub fn is_month(word: &str) -> bool {
    month_at(word.as_bytes(), 0).is_some_and(|(end, _)| end == word.len())
}

/// `st`, `nd`, `rd`, `th` or a dot after a day.
fn ordinal(b: &[u8], at: usize) -> usize {
    match b.get(at..at + 2) {
        Some(b"st" | b"nd" | b"rd" | b"th" | b"ST" | b"ND" | b"RD" | b"TH") if !wordy(byte(b, at + 2)) => at + 2,
        _ => at,
    }
}

/// A year that follows a day and month: `, 2018`, ` 2018`, ` [2018]`, `-2018`, `/2018`. Not the hour of `Oct 10 2055`? A clock has its colon.
fn year_after(b: &[u8], at: usize) -> Option<(usize, i32)> {
    let start =
        at + b.iter().skip(at).take(3).take_while(|c| matches!(c, b' ' | b',' | b'-' | b'/' | b'[' | b'\'')).count();
    let n = digits(b, start);
    if start == at
        || n != 4
        || wordy(byte(b, start + 4))
        || (byte(b, start + 4) == b'-' && byte(b, start + 5).is_ascii_digit())
    {
        return None;
    }
    let year = wide(number(b, start, 4)).filter(|y| (1970..2100).contains(y))?;
    Some((start + 4 + usize::from(byte(b, start + 4) == b']'), year))
}

/// A date whose day stands first: `22 Dec 2016`, `3. February 2020`, `23rd of June`, `10/Oct/2017`.
pub(super) fn day_first(b: &[u8], at: usize, n: usize) -> Option<(usize, Day)> {
    if n > 2 || matches!(before(b, at), b'.' | b'/') {
        return None;
    }
    let mut end = ordinal(b, at + n);
    if end == at + n && byte(b, end) == b'.' {
        end += 1;
    }
    end += b.iter().skip(end).take(2).take_while(|c| matches!(c, b' ' | b'-' | b'/')).count();
    if b.get(end..end + 3) == Some(b"of ") {
        end += 3;
    }
    if end == at + n {
        return None;
    }
    let (end, month) = month_at(b, end)?;
    let (end, year) = year_after(b, end).map_or((end, None), |(e, y)| (e, Some(y)));
    Some((end, Day::new(year, month, Some(small(b, at, n)))?))
}

/// A date whose month stands first: `October 21st, 2018`, `Jan 14`, `March 2015`. Begins with a letter.
pub(super) fn month_first(b: &[u8], at: usize) -> Option<(usize, Day)> {
    let (end, month) = month_at(b, at)?;
    let start = end + b.iter().skip(end).take(2).take_while(|c| matches!(c, b' ' | b'-')).count();
    let n = digits(b, start);
    if start == end {
        return None;
    }
    if n == 4 && !matches!(byte(b, start + 4), b':' | b'-') && !wordy(byte(b, start + 4)) {
        return Some((start + 4, Day::new(wide(number(b, start, 4)), month, None)?));
    }
    let after = ordinal(b, start + n);
    // `May 10:30` is a clock time after a word, `March 3.5` a number.
    let broken =
        wordy(byte(b, after)) || (matches!(byte(b, after), b':' | b'.' | b'%') && byte(b, after + 1).is_ascii_digit());
    if !(1..=2).contains(&n) || broken {
        return None;
    }
    let behind_range = || last_of_range(b, after).and_then(|end| year_after(b, end));
    let (end, year) = year_after(b, after).or_else(behind_range).map_or((after, None), |(e, y)| (e, Some(y)));
    Some((end, Day::new(year, month, Some(small(b, start, n)))?))
}

/// The end of `–25` in `April 24–25, 2026`: the year stands behind the last day.
fn last_of_range(b: &[u8], at: usize) -> Option<usize> {
    let from = skip_spaces(b, at);
    let dash = match b.get(from..from + 3) {
        Some(dash) if dash == "–".as_bytes() => 3,
        _ if byte(b, from) == b'-' => 1,
        _ => return None,
    };
    let start = skip_spaces(b, from + dash);
    let n = digits(b, start);
    (1..=2).contains(&n).then(|| ordinal(b, start + n))
}

/// A day named by a file's name or a slug: `2021-05-09-…`, `20150820-…`, `…_2020_01_05`.
pub fn in_name(name: &str) -> Option<Day> {
    let b = name.as_bytes();
    let mut at = 0;
    while at < b.len() {
        let n = digits(b, at);
        if n == 0 {
            at += 1;
            continue;
        }
        let separated = |sep: u8| {
            n == 4
                && byte(b, at + 4) == sep
                && digits(b, at + 5) == 2
                && byte(b, at + 7) == sep
                && digits(b, at + 8) == 2
        };
        let day = if n == 8 {
            Day::new(wide(number(b, at, 4)), small(b, at + 4, 2), Some(small(b, at + 6, 2)))
        } else if separated(b'-') || separated(b'_') || separated(b'/') || separated(b'.') {
            Day::new(wide(number(b, at, 4)), small(b, at + 5, 2), Some(small(b, at + 8, 2)))
        } else {
            None
        };
        if day.is_some() {
            return day;
        }
        at += n;
    }
    None
}
