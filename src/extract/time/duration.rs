//! Lengths of time as they are written: `1 hour and 48 minutes`, `5h 8m`, `43-second`, `half an hour`, `T+5m`.

use super::bytes::{before, byte, digits, letters, number, skip_spaces, word_before, wordy};
use super::words;

/// The unit that begins at `at`: its end, its seconds, whether it is spelled out.
fn unit_at(b: &[u8], at: usize) -> Option<(usize, f64, bool)> {
    let n = letters(b, at);
    let mut buffer = [0; 9];
    let word = words::lower(b.get(at..at + n)?, &mut buffer)?;
    let (seconds, spelled) = words::unit(word)?;
    // `5M` is a number of something, `5m` is minutes.
    let capital = !spelled && byte(b, at).is_ascii_uppercase();
    (!capital
        && !matches!(byte(b, at + n), b'_')
        && (spelled || !wordy(byte(b, at + n)) || byte(b, at + n).is_ascii_digit()))
    .then_some((at + n, seconds, spelled))
}

/// One number with its unit that begins with a digit at `at`.
fn piece(b: &[u8], at: usize) -> Option<(usize, f64)> {
    let n = digits(b, at);
    if !(1..=6).contains(&n) {
        return None;
    }
    let (mut end, mut value) = (at + n, f64::from(number(b, at, n)));
    if byte(b, end) == b'.' && (1..=2).contains(&digits(b, end + 1)) {
        let m = digits(b, end + 1);
        value += f64::from(number(b, end + 1, m)) / 10f64.powi(i32::try_from(m).unwrap_or(1));
        end += 1 + m;
    }
    if let Some((end, seconds, _)) = unit_at(b, end) {
        // "a burst of 502s" are responses.
        let statuses = end == at + 4 && n == 3 && byte(b, at + 3) == b's' && (400.0..600.0).contains(&value);
        return (!statuses).then_some((end, value * seconds));
    }
    let start = if byte(b, end) == b'-' { end + 1 } else { skip_spaces(b, end) };
    let (end, seconds, spelled) = unit_at(b, start)?;
    spelled.then_some((end, value * seconds))
}

/// One spelled number with its unit that begins with a letter at `at`: `five hours`, `half an hour`, `an hour and a half`.
fn spelled(b: &[u8], at: usize) -> Option<(usize, f64)> {
    let n = letters(b, at);
    let word = b.get(at..at + n)?;
    let mut buffer = [0; 9];
    if matches!(word, b"half" | b"Half") {
        let start = skip_spaces(b, at + n);
        let start = match b.get(start..start + 3) {
            Some(b"an ") => start + 3,
            _ if b.get(start..start + 2) == Some(b"a ") => start + 2,
            _ => return None,
        };
        let (end, seconds, spelled) = unit_at(b, start)?;
        return spelled.then_some((end, seconds / 2.0));
    }
    let mut value = words::number(words::lower(word, &mut buffer)?)?;
    let mut end = at + n;
    // `twenty-five minutes`
    if value >= 20.0 && byte(b, end) == b'-' {
        let m = letters(b, end + 1);
        if let Some(more) =
            b.get(end + 1..end + 1 + m).and_then(|w| words::lower(w, &mut buffer)).and_then(words::number)
        {
            value += more;
            end += 1 + m;
        }
    }
    let mut start = skip_spaces(b, end);
    if b.get(start..start + 11) == Some(b"and a half ") {
        value += 0.5;
        start += 11;
    }
    if start == end && byte(b, end) == b'-' && value > 1.0 {
        start += 1;
    }
    let article = matches!(word, b"a" | b"an" | b"A" | b"An");
    let (end, seconds, spelled) = unit_at(b, start)?;
    // "a second", "a day" and "a minute" are manners of speaking; "an hour" is a length.
    if start == at + n || !spelled || (article && seconds != 3600.0) {
        return None;
    }
    let half = b.get(end..end + 11) == Some(b" and a half");
    Some(if half { (end + 11, (value + 0.5) * seconds) } else { (end, value * seconds) })
}

/// A duration that begins at `at`, with all its pieces: its end and its seconds.
pub(super) fn read(b: &[u8], at: usize) -> Option<(usize, i64)> {
    let p = before(b, at);
    if wordy(p) || matches!(p, b'.' | b'$' | b'#' | b'/' | b':') {
        return None;
    }
    let first = if byte(b, at).is_ascii_digit() { piece(b, at) } else { spelled(b, at) };
    let (mut end, mut seconds) = first?;
    // At most days, hours, minutes and seconds.
    for _ in 0..3 {
        let mut next = skip_spaces(b, end);
        if byte(b, next) == b',' {
            next = skip_spaces(b, next + 1);
        }
        if b.get(next..next + 4) == Some(b"and ") {
            next = skip_spaces(b, next + 4);
        }
        // "an hour and a minute": alone "a minute" is a manner of speaking, behind hours it is one.
        let minute = b.get(next..next + 8) == Some(b"a minute") && !wordy(byte(b, next + 8));
        let more = match minute {
            true if seconds >= 3600.0 => Some((next + 8, 60.0)),
            _ if byte(b, next).is_ascii_digit() => piece(b, next),
            _ => None,
        };
        match more {
            // A smaller unit goes on; the same or a larger one begins another duration.
            Some((e, s)) if s < 86_400.0 && smaller(b, end, e) => (end, seconds) = (e, seconds + s),
            _ => break,
        }
    }
    if wordy(byte(b, end)) {
        return None;
    }
    #[allow(clippy::cast_possible_truncation)] // at most 10^6 weeks
    Some((end, seconds.round() as i64))
}

/// Whether the unit that ends at `second` is smaller than the one that ends at `first`.
fn smaller(b: &[u8], first: usize, second: usize) -> bool {
    let unit = |end: usize| {
        let n = b.get(..end).unwrap_or_default().iter().rev().take(8).take_while(|c| c.is_ascii_alphabetic()).count();
        unit_at(b, end - n).map_or(0.0, |u| u.1)
    };
    unit(second) < unit(first)
}

/// An hour and minutes with a colon that is a length, not a time of the day: `lasted 1:30 hours`.
pub(super) fn colon(b: &[u8], at: usize, n: usize) -> Option<(usize, i64)> {
    let minutes = at + n + 1;
    if n > 2 || byte(b, at + n) != b':' || digits(b, minutes) != 2 || wordy(byte(b, minutes + 2)) {
        return None;
    }
    let (end, unit, spelled) = unit_at(b, skip_spaces(b, minutes + 2))?;
    let said = matches!(
        word_before(b, at),
        b"for" | b"lasted" | b"lasting" | b"took" | b"of" | b"about" | b"approximately" | b"Duration" | b"duration"
    );
    (spelled && said && (unit == 3600.0 || unit == 60.0)).then(|| {
        (
            end,
            i64::from(number(b, at, n)) * if unit == 3600.0 { 3600 } else { 60 }
                + i64::from(number(b, minutes, 2)) * if unit == 3600.0 { 60 } else { 1 },
        )
    })
}

/// An offset from the start of the incident that begins at `at` with `T` or, in brackets or at the start of a text, with a sign:
/// `T+5m`, `T-00:10`, `T+5`, `+00:12`. Its end and its seconds. A number without a unit is minutes.
pub(super) fn offset(b: &[u8], at: usize) -> Option<(usize, i64)> {
    let sign = at + usize::from(byte(b, at) == b'T');
    if wordy(before(b, at)) || (sign > at && byte(b, sign) == b'0' && !wordy(byte(b, sign + 1))) {
        return (sign > at && !wordy(before(b, at))).then_some((sign + 1, 0));
    }
    let direction = match byte(b, sign) {
        b'+' => 1,
        b'-' if sign > at => -1,
        _ => return None,
    };
    let start = skip_spaces(b, sign + 1);
    let n = digits(b, start);
    let (end, seconds) = if (1..=3).contains(&n) && byte(b, start + n) == b':' && digits(b, start + n + 1) == 2 {
        let minutes = start + n + 1;
        let whole = i64::from(number(b, start, n)) * 3600 + i64::from(number(b, minutes, 2)) * 60;
        if byte(b, minutes + 2) == b':' && digits(b, minutes + 3) == 2 {
            (minutes + 5, whole + i64::from(number(b, minutes + 3, 2)))
        } else {
            (minutes + 2, whole)
        }
    } else if let Some(found) = pieces(b, start) {
        found
    } else if sign > at && (1..=4).contains(&n) {
        (start + n, i64::from(number(b, start, n)) * 60)
    } else {
        return None;
    };
    (!wordy(byte(b, end))).then_some((end, direction * seconds))
}

fn pieces(b: &[u8], at: usize) -> Option<(usize, i64)> {
    let (mut end, mut seconds) = piece(b, at)?;
    while let Some((e, s)) = piece(b, end).filter(|p| p.1 < seconds) {
        (end, seconds) = (e, seconds + s);
    }
    #[allow(clippy::cast_possible_truncation)] // at most 10^6 weeks
    Some((end, seconds as i64))
}
