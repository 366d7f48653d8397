//! Clock times as they are written: `10:52`, `4:58pm`, `1652Z`, `14h05`, `15.35`, `noon`.

use super::bytes::{before, byte, digits, letters, skip_spaces, small, word_before, wordy};

/// Before or after noon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// a.m.
    Am,
    /// p.m.
    Pm,
}

/// How much a spelling says by itself that it is a clock time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A colon, a meridiem or a zone: it is one.
    Plain,
    /// `15.35` without more: one only in a document that writes its times so.
    Dotted,
    /// `0830` without more: the same.
    Bare,
}

/// A time of the day, as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// 0 to 24 as written; with `half`, on the twelve-hour dial where it fits it.
    pub hour: u8,
    /// 0 to 59; `None` for `10 pm`.
    pub minute: Option<u8>,
    /// 0 to 60 (a leap second).
    pub second: Option<u8>,
    /// As stated.
    pub half: Option<Half>,
    /// Its spelling.
    pub form: Form,
}

impl Clock {
    /// Hour of the day, 0 to 24. A meridiem beside an hour past noon (`13:55 PM`) adds nothing.
    pub fn hour_of_day(&self) -> u8 {
        match (self.half, self.hour) {
            (Some(Half::Am), 12) => 0,
            (Some(Half::Pm), h) if h < 12 => h + 12,
            (_, h) => h,
        }
    }

    /// Seconds since midnight, up to 86 400.
    pub fn seconds(&self) -> i64 {
        i64::from(self.hour_of_day()) * 3600
            + i64::from(self.minute.unwrap_or(0)) * 60
            + i64::from(self.second.unwrap_or(0).min(59))
    }
}

/// Whether a clock time may begin at `at`, by what stands before it.
fn may_begin(b: &[u8], at: usize) -> bool {
    let p = before(b, at);
    let q = at.checked_sub(2).map_or(b' ', |i| byte(b, i));
    match p {
        b':' => {
            // `Time:10:32` but not `main.rs:10:32` or `fe80:10:20`.
            let head = b.get(..at - 1).unwrap_or_default();
            let token = head.iter().rev().take(40).take_while(|c| !c.is_ascii_whitespace()).copied();
            q.is_ascii_alphabetic() && !token.clone().any(|c| matches!(c, b'.' | b'/' | b':') || c.is_ascii_digit())
        }
        // `10:02Z-10:20Z`, `9:05am-9:45am`: letters that close a time.
        b'-' if q.is_ascii_alphabetic() => {
            let head = b.get(..at - 1).unwrap_or_default();
            let letters = head.iter().rev().take_while(|c| c.is_ascii_alphabetic()).count();
            let closed: &[u8] = head.get(head.len() - letters..).unwrap_or_default();
            let closes = [&b"z"[..], b"am", b"pm", b"utc", b"gmt"].iter().any(|end| closed.eq_ignore_ascii_case(end));
            closes && head.len().checked_sub(letters + 1).is_some_and(|i| byte(head, i).is_ascii_digit())
        }
        b'-' | b'/' => !q.is_ascii_alphabetic() && q != b'/',
        b'.' | b'+' | b'_' | b'#' | b'$' | b'%' | b'&' | b'\\' => false,
        _ => !p.is_ascii_alphanumeric(),
    }
}

/// A meridiem that begins at or one space after `at`: its end and the half of the day.
pub(super) fn meridiem(b: &[u8], at: usize) -> Option<(usize, Half)> {
    let start = skip_spaces(b, at);
    let half = match byte(b, start) | 0x20 {
        b'a' => Half::Am,
        b'p' => Half::Pm,
        _ => return None,
    };
    let (end, dotted) = match b.get(start + 1..start + 4) {
        Some([b'm' | b'M', ..]) => (start + 2, false),
        Some([b'.', b'm' | b'M', b'.']) => (start + 4, true),
        Some([b'.', b'm' | b'M', _]) => (start + 3, true),
        _ if matches!(byte(b, start + 1) | 0x20, b'm') => (start + 2, false),
        _ if byte(b, start + 1) == b'.' && byte(b, start + 2) | 0x20 == b'm' => (start + 3, true),
        _ => return None,
    };
    (dotted || !wordy(byte(b, end))).then_some((end, half))
}

/// The short `a` and `p` of `9:06a`.
fn letter(b: &[u8], at: usize) -> Option<(usize, Half)> {
    let half = match byte(b, at) {
        b'a' => Half::Am,
        b'p' => Half::Pm,
        _ => return None,
    };
    (!wordy(byte(b, at + 1))).then_some((at + 1, half))
}

/// Whether a clock time may end at `end`, by what follows. A word may not; `h`, `hrs` and zones are taken before.
fn may_end(b: &[u8], end: usize) -> bool {
    let c = byte(b, end);
    match c {
        b':' => {
            let hex = b.iter().skip(end + 1).take(5).take_while(|c| c.is_ascii_hexdigit()).count();
            let after = byte(b, end + 1 + hex);
            byte(b, end + 1) != b':' && !((1..=4).contains(&hex) && (matches!(after, b':' | b'/') || !wordy(after)))
        }
        b'.' | b',' => !byte(b, end + 1).is_ascii_digit(),
        b'/' => !byte(b, end + 1).is_ascii_digit(),
        b'%' => false,
        _ => !wordy(c),
    }
}

/// A clock time in digits that begins at `at`, where `n` digits stand: its end (meridiem included) and the time.
/// `dated` tells that a date stands right before, which makes odd spellings clear.
pub(super) fn numeric(b: &[u8], at: usize, n: usize, dated: bool) -> Option<(usize, Clock)> {
    if !may_begin(b, at) && !dated {
        return None;
    }
    match n {
        1 | 2 => match byte(b, at + n) {
            b':' => colon(b, at, n, dated),
            b'.' => dotted(b, at, n, dated),
            b'h' | b'H' => french(b, at, n),
            _ => hour_only(b, at, n),
        },
        4 | 6 if dated && byte(b, at + n) != b':' => {
            bare(b, at, n).map(|(end, clock)| (end, Clock { form: Form::Plain, ..clock }))
        }
        4 => bare(b, at, 4),
        _ => None,
    }
}

fn valid(hour: u8, minute: Option<u8>, second: Option<u8>, half: Option<Half>, form: Form) -> Option<Clock> {
    let fits = hour < 24 || (hour == 24 && minute.unwrap_or(0) == 0 && second.unwrap_or(0) == 0 && half.is_none());
    (fits && minute.is_none_or(|m| m < 60) && second.is_none_or(|s| s <= 60)).then_some(Clock {
        hour,
        minute,
        second,
        half,
        form,
    })
}

fn colon(b: &[u8], at: usize, n: usize, dated: bool) -> Option<(usize, Clock)> {
    // `14: 45`, a slip of the finger, is read only where a date makes it plain.
    let slip = usize::from(dated && byte(b, at + n + 1) == b' ');
    let minutes = at + n + 1 + slip;
    if digits(b, minutes) != 2 {
        return None;
    }
    let (mut end, mut second) = (minutes + 2, None);
    let mark = byte(b, end);
    if matches!(mark, b':' | b'.') && digits(b, end + 1) == 2 && !(mark == b'.' && byte(b, end + 3) == b'.') {
        second = Some(small(b, end + 1, 2));
        end += 3;
    } else if mark == b'.' && byte(b, end + 1).is_ascii_digit() {
        return None;
    }
    if second.is_some() && matches!(byte(b, end), b'.' | b',') && byte(b, end + 1).is_ascii_digit() {
        let fraction = digits(b, end + 1);
        if fraction > 9 {
            return None;
        }
        end += 1 + fraction;
    }
    let (end, half) = meridiem(b, end).or_else(|| letter(b, end)).map_or((end, None), |(e, h)| (e, Some(h)));
    let end = hours_mark(b, end);
    let zoned = byte(b, end).is_ascii_alphabetic() && super::scan::zone_at(b, end).is_some();
    if half.is_none() && !zoned && !may_end(b, end) || ratio(b, at, end) {
        return None;
    }
    Some((end, valid(small(b, at, n), Some(small(b, minutes, 2)), second, half, Form::Plain)?))
}

/// `15:00h`, `15:00 hrs`: the end of the mark.
fn hours_mark(b: &[u8], end: usize) -> usize {
    let start = skip_spaces(b, end);
    let n = letters(b, start);
    let word = b.get(start..start + n).unwrap_or_default();
    let mark = matches!(word, b"hrs" | b"Hrs" | b"HRS" | b"Uhr") || (start == end && matches!(word, b"h" | b"H"));
    if mark { start + n } else { end }
}

/// `a ratio of 3:10`, `odds 1:20`, `at 16:10 aspect`.
fn ratio(b: &[u8], at: usize, end: usize) -> bool {
    let mut before = word_before(b, at);
    if before == b"of" {
        let of = b.get(..at).unwrap_or_default().iter().rposition(|c| *c == b'o').unwrap_or(0);
        before = word_before(b, of);
    }
    let after = skip_spaces(b, end);
    let next = b.get(after..after + letters(b, after)).unwrap_or_default();
    matches!(before, b"ratio" | b"Ratio" | b"odds" | b"scale" | b"line" | b"lines" | b"column")
        || matches!(next, b"ratio" | b"aspect" | b"odds")
}

fn dotted(b: &[u8], at: usize, n: usize, dated: bool) -> Option<(usize, Clock)> {
    let minutes = at + n + 1;
    if digits(b, minutes) != 2 {
        return None;
    }
    let (end, half) = meridiem(b, minutes + 2).map_or((minutes + 2, None), |(e, h)| (e, Some(h)));
    let c = byte(b, end);
    // A zone right after makes it plain: `12.33 UTC`. A percentage, a version or a sum of money it is not.
    let zone = super::scan::zone_at(b, skip_spaces(b, end)).is_some() && !matches!(c, b'+' | b'-');
    if half.is_none()
        && (wordy(c) && !zone
            || matches!(c, b'%' | b'/')
            || (matches!(c, b'.' | b',' | b'-') && byte(b, end + 1).is_ascii_digit()))
    {
        return None;
    }
    let form = if half.is_some() || zone || dated { Form::Plain } else { Form::Dotted };
    Some((end, valid(small(b, at, n), Some(small(b, minutes, 2)), None, half, form)?))
}

/// `14h05`. With one digit it is a clock time only after "at": `1h30` is a duration.
fn french(b: &[u8], at: usize, n: usize) -> Option<(usize, Clock)> {
    let minutes = at + n + 1;
    let end = minutes + 2;
    let said = matches!(word_before(b, at), b"at" | b"from" | b"until" | b"to" | b"since" | b"around");
    if digits(b, minutes) != 2
        || wordy(byte(b, end))
        || !(n == 2 && !matches!(word_before(b, at), b"for" | b"lasted" | b"took" | b"after" | b"of") || said)
    {
        return None;
    }
    Some((end, valid(small(b, at, n), Some(small(b, minutes, 2)), None, None, Form::Plain)?))
}

/// `6am`, `10 p.m.`, `14 UTC`, and the `2` of `between 2 and 4 PM`.
fn hour_only(b: &[u8], at: usize, n: usize) -> Option<(usize, Clock)> {
    let hour = small(b, at, n);
    if let Some((end, half)) = meridiem(b, at + n) {
        return valid(hour, None, None, Some(half), Form::Plain)
            .filter(|c| (1..=12).contains(&c.hour))
            .map(|clock| (end, clock));
    }
    if hour > 24 {
        return None;
    }
    let start = skip_spaces(b, at + n);
    if start > at + n && matches!(b.get(start..start + 3), Some(b"UTC" | b"GMT")) && !wordy(byte(b, start + 3)) {
        return valid(hour, None, None, None, Form::Plain).map(|clock| (at + n, clock));
    }
    let other = range_mate(b, at + n)?;
    let m = digits(b, other);
    let end = match byte(b, other + m) {
        b':' | b'.' if digits(b, other + m + 1) == 2 => other + m + 3,
        _ => other + m,
    };
    let ranged = (1..=2).contains(&m) && (1..=12).contains(&hour) && meridiem(b, end).is_some();
    valid(hour, None, None, None, Form::Plain).filter(|_| ranged).map(|clock| (at + n, clock))
}

/// Where the second half of a range begins, when only `-`, `–`, `to` or `and` stands between.
fn range_mate(b: &[u8], at: usize) -> Option<usize> {
    let start = skip_spaces(b, at);
    let rest = b.get(start..)?;
    let word = [&b"-"[..], "–".as_bytes(), b"to ", b"and "].into_iter().find(|w| rest.starts_with(w))?;
    let spaced = !word.ends_with(b" ") || start > at;
    spaced.then(|| skip_spaces(b, start + word.len()))
}

/// `1652Z`, `0830 UTC`, `1115`.
fn bare(b: &[u8], at: usize, n: usize) -> Option<(usize, Clock)> {
    let second = (n == 6).then(|| small(b, at + 4, 2));
    let (end, half) = meridiem(b, at + n).map_or((at + n, None), |(e, h)| (e, Some(h)));
    let zone =
        super::scan::zone_at(b, skip_spaces(b, end)).is_some() && !matches!(byte(b, skip_spaces(b, end)), b'+' | b'-');
    let marked = hours_mark(b, end);
    let plain = zone || half.is_some() || (marked > end && byte(b, at) != b'1');
    if !plain
        && (wordy(byte(b, end))
            || matches!(byte(b, end), b'.' | b',' | b'-' | b'/' | b'%' | b':') && wordy(byte(b, end + 1)))
    {
        return None;
    }
    let form = if plain { Form::Plain } else { Form::Bare };
    Some((end, valid(small(b, at, 2), Some(small(b, at + 2, 2)), second, half, form)?))
}
