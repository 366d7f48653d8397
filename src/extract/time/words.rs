//! The words that time is written with, as data.

use chrono::Weekday;

/// Lower-cases an ASCII word of at most nine letters into `buffer`. Longer words are none of ours.
pub(super) fn lower<'a>(word: &[u8], buffer: &'a mut [u8; 9]) -> Option<&'a [u8]> {
    let into = buffer.get_mut(..word.len())?;
    into.copy_from_slice(word);
    into.make_ascii_lowercase();
    Some(into)
}

/// What words that begin a time begin with: most words of a text are passed over by that.
pub(super) const FIRST_LETTERS: &[u8] = b"adefhjmnostwy";

/// The month of a name or its abbreviation, in lower case.
pub(super) fn month(word: &[u8]) -> Option<u8> {
    Some(match word {
        b"jan" | b"january" => 1,
        b"feb" | b"february" => 2,
        b"mar" | b"march" => 3,
        b"apr" | b"april" => 4,
        b"may" => 5,
        b"jun" | b"june" => 6,
        b"jul" | b"july" => 7,
        b"aug" | b"august" => 8,
        b"sep" | b"sept" | b"september" => 9,
        b"oct" | b"october" => 10,
        b"nov" | b"november" => 11,
        b"dec" | b"december" => 12,
        _ => return None,
    })
}

/// The weekday of a name or its abbreviation, in lower case.
pub(super) fn weekday(word: &[u8]) -> Option<Weekday> {
    Some(match word {
        b"mon" | b"monday" => Weekday::Mon,
        b"tue" | b"tues" | b"tuesday" => Weekday::Tue,
        b"wed" | b"weds" | b"wednesday" => Weekday::Wed,
        b"thu" | b"thur" | b"thurs" | b"thursday" => Weekday::Thu,
        b"fri" | b"friday" => Weekday::Fri,
        b"sat" | b"saturday" => Weekday::Sat,
        b"sun" | b"sunday" => Weekday::Sun,
        _ => return None,
    })
}

/// Seconds of a unit of duration; `true` for a unit that may stand apart from its number (`5 minutes`, not `5 m`).
pub(super) fn unit(word: &[u8]) -> Option<(f64, bool)> {
    Some(match word {
        b"s" => (1.0, false),
        b"sec" | b"secs" | b"second" | b"seconds" => (1.0, true),
        b"m" => (60.0, false),
        b"min" | b"mins" | b"minute" | b"minutes" => (60.0, true),
        b"h" => (3600.0, false),
        b"hr" | b"hrs" | b"hour" | b"hours" => (3600.0, true),
        b"d" => (86_400.0, false),
        b"day" | b"days" => (86_400.0, true),
        b"week" | b"weeks" => (604_800.0, true),
        _ => return None,
    })
}

/// Numbers that durations are spelled with.
pub(super) fn number(word: &[u8]) -> Option<f64> {
    Some(match word {
        b"a" | b"an" | b"one" => 1.0,
        b"two" => 2.0,
        b"three" => 3.0,
        b"four" => 4.0,
        b"five" => 5.0,
        b"six" => 6.0,
        b"seven" => 7.0,
        b"eight" => 8.0,
        b"nine" => 9.0,
        b"ten" => 10.0,
        b"eleven" => 11.0,
        b"twelve" => 12.0,
        b"thirteen" => 13.0,
        b"fourteen" => 14.0,
        b"fifteen" => 15.0,
        b"sixteen" => 16.0,
        b"seventeen" => 17.0,
        b"eighteen" => 18.0,
        b"nineteen" => 19.0,
        b"twenty" => 20.0,
        b"thirty" => 30.0,
        b"forty" => 40.0,
        b"fifty" => 50.0,
        b"sixty" => 60.0,
        b"seventy" => 70.0,
        b"eighty" => 80.0,
        b"ninety" => 90.0,
        _ => return None,
    })
}

/// Words between a day and its clock time, or between a clock time and its day, that keep them one instant.
pub(super) const LINKS: &[&str] = &[
    "at", "around", "about", "approximately", "approx", "approx.", "roughly", "circa", "ca", "ca.", "c.", "from",
    "between", "by", "after", "before", "until", "just", "shortly", "starting", "beginning", "since", "the",
];

/// Words between the two ends of a range.
pub(super) const RANGE: &[&str] = &[
    "-", "–", "—", "to", "until", "till", "through", "thru", "->", "→", "- ~", "-~", "to around", "to about",
    "until around", "until about", "until approximately", "to approximately",
];

/// Phrases that name a day by its distance from the one spoken of before: the phrase, days, and whether it stands for a part
/// of the day. "yesterday" counts from the day of the entry or message that it stands in, which is the one spoken of there.
pub(super) const SHIFTS: &[(&str, i8)] = &[
    ("the next day", 1),
    ("the following day", 1),
    ("the next morning", 1),
    ("the following morning", 1),
    ("next morning", 1),
    ("next day", 1),
    ("following day", 1),
    ("following morning", 1),
    ("the next afternoon", 1),
    ("the following afternoon", 1),
    ("the day after", 1),
    ("the same day", 0),
    ("that same day", 0),
    ("same day", 0),
    ("that day", 0),
    ("that morning", 0),
    ("that afternoon", 0),
    ("that evening", 0),
    ("yesterday", -1),
    ("the previous day", -1),
    ("the day before", -1),
    ("the previous evening", -1),
    ("the night before", -1),
    ("the previous night", -1),
];
