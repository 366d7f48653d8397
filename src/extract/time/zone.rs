//! Time zones as engineers name them: abbreviations, numeric offsets, IANA names, "Pacific Time", a city.
//!
//! chrono-tz knows the IANA names and a few abbreviations (EST, CET) but rejects PST, PDT and IST, and for
//! a person "PT" means another offset in July than in January. So the abbreviations are a table of our own.

use chrono::{LocalResult, NaiveDateTime, Offset, TimeDelta, TimeZone};
use chrono_tz::Tz;

/// How local time becomes UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Seconds east of UTC, whatever the season.
    Fixed(i32),
    /// The clock of a region, summer time included.
    Region(Tz),
}

/// What a zone's name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// One meaning. `season` is set for an abbreviation that holds for one half of the year only: the region
    /// whose clock shows it then.
    Sure {
        /// The way to UTC.
        rule: Rule,
        /// The region that the abbreviation belongs to.
        season: Option<Tz>,
    },
    /// Several meanings, of which the document may pick one by what else it says.
    Open(&'static [Meaning]),
}

/// One meaning of an ambiguous abbreviation.
#[derive(Debug, PartialEq, Eq)]
pub struct Meaning {
    /// Seconds east of UTC.
    pub offset: i32,
    /// Words (lower case) in a document that decide for this meaning.
    pub hints: &'static [&'static str],
}

const HOUR: i32 = 3600;

/// The hints that a document is about the United States.
const AMERICAN: &[&str] =
    &["cdt", "pst", "pdt", "est", "edt", "central time", "us/central", "america/chicago", "chicago", "texas", "dallas"];

/// India, Ireland and Israel.
static IST: [Meaning; 3] = [
    Meaning {
        offset: 5 * HOUR + HOUR / 2,
        hints: &["india", "indian", "mumbai", "delhi", "bengaluru", "bangalore", "kolkata", "chennai", "hyderabad"],
    },
    Meaning { offset: HOUR, hints: &["ireland", "irish", "dublin"] },
    Meaning { offset: 2 * HOUR, hints: &["israel", "israeli", "tel aviv", "jerusalem"] },
];
/// Central America's winter, China, Cuba.
static CST: [Meaning; 3] = [
    Meaning { offset: -6 * HOUR, hints: AMERICAN },
    Meaning {
        offset: 8 * HOUR,
        hints: &["china", "chinese", "beijing", "shanghai", "shenzhen", "hangzhou", "utc+8", "gmt+8"],
    },
    Meaning { offset: -5 * HOUR, hints: &["cuba", "havana"] },
];
/// The Atlantic coast and Arabia.
static AST: [Meaning; 2] = [
    Meaning { offset: -4 * HOUR, hints: &["halifax", "canada", "atlantic", "puerto rico"] },
    Meaning { offset: 3 * HOUR, hints: &["arabia", "riyadh", "kuwait", "qatar"] },
];

/// What an abbreviation of the table below means.
enum Abbreviation {
    /// An offset that no season changes.
    Fixed(i32),
    /// An offset, and the region that uses it for half of the year.
    Half(i32, Tz),
    /// The clock of a region, whatever the season.
    Either(Tz),
    /// Several meanings.
    Open(&'static [Meaning]),
}

/// Upper-case abbreviation → meaning. The offsets are those of the IANA data for the regions named; "PST" in a
/// summer is read as it is written (−08:00) and warned about, because both readings occur in real documents.
#[rustfmt::skip]
const ABBREVIATIONS: &[(&str, Abbreviation)] = {
    use Abbreviation::{Either, Fixed, Half, Open};
    use chrono_tz::{America, Asia, Australia, Europe, Pacific};
    &[
        ("Z", Fixed(0)), ("UTC", Fixed(0)), ("GMT", Fixed(0)), ("UST", Fixed(0)), ("ZULU", Fixed(0)),
        ("PST", Half(-8 * HOUR, America::Los_Angeles)), ("PDT", Half(-7 * HOUR, America::Los_Angeles)), ("PT", Either(America::Los_Angeles)),
        ("MST", Half(-7 * HOUR, America::Denver)), ("MDT", Half(-6 * HOUR, America::Denver)), ("MT", Either(America::Denver)),
        ("CST", Open(&CST)), ("CDT", Half(-5 * HOUR, America::Chicago)), ("CT", Either(America::Chicago)),
        ("EST", Half(-5 * HOUR, America::New_York)), ("EDT", Half(-4 * HOUR, America::New_York)), ("ET", Either(America::New_York)),
        ("AKST", Half(-9 * HOUR, America::Anchorage)), ("AKDT", Half(-8 * HOUR, America::Anchorage)),
        ("HST", Fixed(-10 * HOUR)), ("AST", Open(&AST)), ("BRT", Fixed(-3 * HOUR)), ("ART", Fixed(-3 * HOUR)),
        ("BST", Half(HOUR, Europe::London)), ("WET", Half(0, Europe::Lisbon)), ("WEST", Half(HOUR, Europe::Lisbon)),
        ("CET", Half(HOUR, Europe::Berlin)), ("CEST", Half(2 * HOUR, Europe::Berlin)), ("MEZ", Half(HOUR, Europe::Berlin)), ("MESZ", Half(2 * HOUR, Europe::Berlin)),
        ("EET", Half(2 * HOUR, Europe::Helsinki)), ("EEST", Half(3 * HOUR, Europe::Helsinki)), ("MSK", Fixed(3 * HOUR)), ("TRT", Fixed(3 * HOUR)),
        ("SAST", Fixed(2 * HOUR)), ("WAT", Fixed(HOUR)), ("CAT", Fixed(2 * HOUR)), ("EAT", Fixed(3 * HOUR)), ("PHT", Fixed(8 * HOUR)), ("MYT", Fixed(8 * HOUR)), ("IST", Open(&IST)), ("PKT", Fixed(5 * HOUR)), ("SGT", Fixed(8 * HOUR)), ("HKT", Fixed(8 * HOUR)), ("AWST", Fixed(8 * HOUR)),
        ("JST", Fixed(9 * HOUR)), ("KST", Fixed(9 * HOUR)), ("ICT", Fixed(7 * HOUR)), ("WIB", Fixed(7 * HOUR)),
        ("AEST", Half(10 * HOUR, Australia::Sydney)), ("AEDT", Half(11 * HOUR, Australia::Sydney)), ("AET", Either(Australia::Sydney)),
        ("NZST", Half(12 * HOUR, Pacific::Auckland)), ("NZDT", Half(13 * HOUR, Pacific::Auckland)), ("IDT", Half(3 * HOUR, Asia::Jerusalem)),
    ]
};

/// Zones named in words, lower case, longest first where one begins another.
#[rustfmt::skip]
const SPOKEN: &[(&str, Rule)] = {
    use chrono_tz::{America, Asia, Europe};
    &[
        ("coordinated universal time", Rule::Fixed(0)), ("universal time", Rule::Fixed(0)), ("greenwich mean time", Rule::Fixed(0)),
        ("pacific standard time", Rule::Fixed(-8 * HOUR)), ("pacific daylight time", Rule::Fixed(-7 * HOUR)), ("pacific time", Rule::Region(America::Los_Angeles)),
        ("mountain standard time", Rule::Fixed(-7 * HOUR)), ("mountain daylight time", Rule::Fixed(-6 * HOUR)), ("mountain time", Rule::Region(America::Denver)),
        ("central standard time", Rule::Fixed(-6 * HOUR)), ("central daylight time", Rule::Fixed(-5 * HOUR)),
        ("central european summer time", Rule::Fixed(2 * HOUR)), ("central european time", Rule::Region(Europe::Berlin)), ("central time", Rule::Region(America::Chicago)),
        ("eastern standard time", Rule::Fixed(-5 * HOUR)), ("eastern daylight time", Rule::Fixed(-4 * HOUR)), ("eastern time", Rule::Region(America::New_York)),
        ("british summer time", Rule::Fixed(HOUR)), ("uk time", Rule::Region(Europe::London)), ("london time", Rule::Region(Europe::London)),
        ("japan standard time", Rule::Fixed(9 * HOUR)), ("indian standard time", Rule::Fixed(5 * HOUR + HOUR / 2)), ("india standard time", Rule::Fixed(5 * HOUR + HOUR / 2)),
        ("singapore time", Rule::Region(Asia::Singapore)),
        ("pacific", Rule::Region(America::Los_Angeles)), ("eastern", Rule::Region(America::New_York)),
    ]
};

/// The meaning of a zone's name, which must be all of `name`.
pub fn parse(name: &str) -> Option<Known> {
    let (end, known) = at(name, 0)?;
    (end == name.len()).then_some(known)
}

/// The zone that begins at byte `start` of `text`: its end and its meaning.
pub fn at(text: &str, start: usize) -> Option<(usize, Known)> {
    let rest = text.get(start..)?;
    let first = *rest.as_bytes().first()?;
    if matches!(first, b'+' | b'-') {
        let (length, seconds) = offset(rest)?;
        return Some((start + length, sure(Rule::Fixed(seconds))));
    }
    if !first.is_ascii_alphabetic() {
        return None;
    }
    let length = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'_')).count();
    let word = rest.get(..length)?;
    if let Some(region) = Some(word).filter(|w| w.contains('/')).and_then(path) {
        return Some((start + length, sure(Rule::Region(region))));
    }
    spoken(rest).map(|(n, known)| (start + n, known)).or_else(|| abbreviated(rest).map(|(n, known)| (start + n, known)))
}

fn sure(rule: Rule) -> Known {
    Known::Sure { rule, season: None }
}

/// `America/Los_Angeles`; also `US/Pacific` with its first part mistyped, which a document was seen to do.
fn path(name: &str) -> Option<Tz> {
    if let Ok(tz) = name.parse::<Tz>() {
        return Some(tz);
    }
    match name.rsplit('/').next()? {
        "Pacific" => Some(chrono_tz::America::Los_Angeles),
        "Mountain" => Some(chrono_tz::America::Denver),
        "Central" => Some(chrono_tz::America::Chicago),
        "Eastern" => Some(chrono_tz::America::New_York),
        _ => None,
    }
}

fn spoken(rest: &str) -> Option<(usize, Known)> {
    let matches = |name: &str| {
        rest.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name))
            && !rest.as_bytes().get(name.len()).is_some_and(u8::is_ascii_alphanumeric)
            && rest.as_bytes().first().is_some_and(|b| b.is_ascii_uppercase() || name.ends_with("time"))
    };
    // The first letters of all of them: most words are turned away here.
    if !matches!(
        rest.as_bytes().first()? | 0x20,
        b'b' | b'c' | b'e' | b'g' | b'i' | b'j' | b'l' | b'm' | b'p' | b's' | b'u'
    ) {
        return None;
    }
    SPOKEN.iter().find(|(name, _)| matches(name)).map(|&(name, rule)| (name.len(), sure(rule)))
}

/// `PST`, `UTC+2`, `GMT-07:00`, `CET/CEST`.
fn abbreviated(rest: &str) -> Option<(usize, Known)> {
    let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let word = rest.get(..length).filter(|w| (1..=4).contains(&w.len()))?;
    if rest.as_bytes().get(length).is_some_and(|b| b.is_ascii_digit() || *b == b'_') {
        return None;
    }
    let found = ABBREVIATIONS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word))?;
    // "et", "ist" and "z" in lower case are words or letters, "utc" and "pst" are zones.
    let lower = word.bytes().any(|b| b.is_ascii_lowercase());
    if lower && !matches!(found.0, "UTC" | "GMT" | "PST" | "PDT" | "CET" | "CEST" | "EDT" | "BST") {
        return None;
    }
    let known = match found.1 {
        Abbreviation::Fixed(seconds) => sure(Rule::Fixed(seconds)),
        Abbreviation::Half(seconds, region) => Known::Sure { rule: Rule::Fixed(seconds), season: Some(region) },
        Abbreviation::Either(region) => sure(Rule::Region(region)),
        Abbreviation::Open(meanings) => Known::Open(meanings),
    };
    if matches!(found.0, "UTC" | "GMT")
        && let Some((more, seconds)) = rest.get(length..).and_then(offset)
    {
        return Some((length + more, sure(Rule::Fixed(seconds))));
    }
    // "CET/CEST" and "PST/PDT": both halves of one region's year.
    if rest.as_bytes().get(length) == Some(&b'/')
        && let Some((more, Known::Sure { season: Some(other), .. })) = rest.get(length + 1..).and_then(abbreviated)
        && matches!(known, Known::Sure { season: Some(region), .. } if region == other)
    {
        return Some((length + 1 + more, sure(Rule::Region(other))));
    }
    Some((length, known))
}

/// `+2`, `+02`, `+0200`, `+02:00`, `-7`: its length and seconds east.
fn offset(rest: &str) -> Option<(usize, i32)> {
    let bytes = rest.as_bytes();
    let sign = match bytes.first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let run = |from: usize| bytes.iter().skip(from).take_while(|b| b.is_ascii_digit()).count();
    let number = |from: usize, to: usize| rest.get(from..to).and_then(|s| s.parse::<i32>().ok());
    let (end, hours, minutes) = match run(1) {
        n @ (1 | 2) if bytes.get(1 + n) == Some(&b':') && run(2 + n) == 2 => {
            (4 + n, number(1, 1 + n)?, number(2 + n, 4 + n)?)
        }
        n @ (1 | 2) => (1 + n, number(1, 1 + n)?, 0),
        4 => (5, number(1, 3)?, number(3, 5)?),
        _ => return None,
    };
    let follows = bytes.get(end).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'%'));
    (hours <= 14 && minutes < 60 && !follows).then_some((end, sign * (hours * HOUR + minutes * 60)))
}

/// The region of a city that the IANA data name, such as `Denver`. Case matters: it is a proper name.
pub fn city(name: &str) -> Option<Tz> {
    let name = name.replace(' ', "_");
    let known = |tz: &Tz| {
        tz.name().rsplit_once('/').is_some_and(|(area, city)| {
            city == name && matches!(area, "America" | "Europe" | "Asia" | "Australia" | "Africa")
        })
    };
    chrono_tz::TZ_VARIANTS.iter().copied().find(known)
}

/// The first zone named in `text` after a word such as "in" or "times", or in brackets: `All times in CET`,
/// `Time (UTC)`, `Times are US/Pacific`. Returns the bytes of the name.
pub fn find(text: &str) -> Option<(std::ops::Range<usize>, Known)> {
    let bytes = text.as_bytes();
    let starts = (0..bytes.len()).filter(|&i| {
        let before = i.checked_sub(1).and_then(|p| bytes.get(p)).copied().unwrap_or(b' ');
        bytes.get(i).is_some_and(u8::is_ascii_alphabetic) && !before.is_ascii_alphanumeric() && before < 0x80
    });
    let ends = |end: usize| !bytes.get(end).is_some_and(|b| b.is_ascii_alphanumeric());
    for i in starts {
        if let Some((end, known)) = at(text, i).filter(|&(end, _)| ends(end) && end > i + 1) {
            // "CEST (UTC+2)" and "PST (UTC-7)": the number says what the letters leave open.
            let refined = text.get(end..).and_then(|r| r.strip_prefix(" (").or_else(|| r.strip_prefix(", ")));
            let refined = refined
                .and_then(|r| at(r, 0))
                .map(|(_, k)| k)
                .filter(|k| matches!(k, Known::Sure { rule: Rule::Fixed(_), season: None }));
            return Some((i..end, refined.unwrap_or(known)));
        }
    }
    None
}

/// UTC of a local time. `None` for a time that the region's clock skips or shows twice.
pub fn to_utc(rule: Rule, local: NaiveDateTime) -> Option<NaiveDateTime> {
    match rule {
        Rule::Fixed(seconds) => local.checked_sub_signed(TimeDelta::seconds(seconds.into())),
        Rule::Region(tz) => match tz.from_local_datetime(&local) {
            LocalResult::Single(instant) => Some(instant.naive_utc()),
            _ => None,
        },
    }
}

/// The local time at a UTC instant.
pub fn from_utc(rule: Rule, utc: NaiveDateTime) -> Option<NaiveDateTime> {
    match rule {
        Rule::Fixed(seconds) => utc.checked_add_signed(TimeDelta::seconds(seconds.into())),
        Rule::Region(tz) => Some(tz.from_utc_datetime(&utc).naive_local()),
    }
}

/// Whether an abbreviation such as PST is out of season at a local time: the region then shows another offset.
pub fn out_of_season(known: Known, local: NaiveDateTime) -> bool {
    match known {
        Known::Sure { rule: Rule::Fixed(seconds), season: Some(region) } => {
            region.offset_from_local_datetime(&local).earliest().is_some_and(|o| o.fix().local_minus_utc() != seconds)
        }
        _ => false,
    }
}

/// The meaning that the words of a document (lower case) decide for; `None` when none or several do.
pub fn decide(known: Known, words: &str) -> Option<Rule> {
    match known {
        Known::Sure { rule, .. } => Some(rule),
        Known::Open(meanings) => {
            let mut fitting = meanings.iter().filter(|m| m.hints.iter().any(|h| contains_word(words, h)));
            let first = fitting.next()?;
            fitting.next().is_none().then_some(Rule::Fixed(first.offset))
        }
    }
}

fn contains_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(i, _)| {
        let bytes = text.as_bytes();
        let edge = |at: Option<usize>| !at.and_then(|p| bytes.get(p)).is_some_and(u8::is_ascii_alphanumeric);
        edge(i.checked_sub(1)) && edge(Some(i + word.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    fn utc(name: &str, local: &str) -> Option<NaiveDateTime> {
        to_utc(decide(parse(name)?, "")?, day(local))
    }

    #[test]
    fn season_decides_the_offset_of_pacific_time() {
        assert_eq!(utc("PT", "2025-07-01T12:00:00"), Some(day("2025-07-01T19:00:00")));
        assert_eq!(utc("PT", "2025-01-01T12:00:00"), Some(day("2025-01-01T20:00:00")));
        assert_eq!(utc("CET/CEST", "2025-07-01T12:00:00"), Some(day("2025-07-01T10:00:00")));
    }

    #[test]
    fn an_abbreviation_is_read_as_written_and_known_to_be_out_of_season() {
        assert_eq!(utc("CET", "2020-10-17T22:45:00"), Some(day("2020-10-17T21:45:00")));
        assert!(out_of_season(parse("CET").unwrap(), day("2020-10-17T22:45:00")));
        assert!(!out_of_season(parse("CET").unwrap(), day("2020-12-17T22:45:00")));
    }

    #[test]
    fn an_ambiguous_abbreviation_is_open_until_the_document_decides() {
        let ist = parse("IST").unwrap();
        assert_eq!(decide(ist, "all systems were down"), None);
        assert_eq!(decide(ist, "the indian grid"), Some(Rule::Fixed(19_800)));
        assert_eq!(decide(ist, "offices in dublin and mumbai"), None);
    }

    #[test]
    fn numeric_offsets_and_names_are_read() {
        for (name, seconds) in
            [("UTC", 0), ("UTC+2", 7200), ("GMT-07:00", -25_200), ("+0530", 19_800), ("-07", -25_200), ("Z", 0)]
        {
            assert_eq!(parse(name), Some(sure(Rule::Fixed(seconds))), "{name}");
        }
        assert_eq!(parse("US/Pacific"), Some(sure(Rule::Region(chrono_tz::US::Pacific))));
        assert_eq!(city("Denver"), Some(chrono_tz::America::Denver));
        for word in ["et", "IT", "Zed", "MTTR", "PTO", "+15:00", "+123"] {
            assert_eq!(parse(word), None, "{word}");
        }
    }

    #[test]
    fn a_sentence_names_its_zone() {
        let name = |text: &str| find(text).map(|(range, _)| text[range].to_owned());
        assert_eq!(name("All times in CET."), Some("CET".into()));
        assert_eq!(name("Time (UTC)"), Some("UTC".into()));
        assert_eq!(name("All times are Pacific Time"), Some("Pacific Time".into()));
        assert_eq!(name("Time"), None);
        assert_eq!(find("PST (UTC-7)").map(|f| f.1), Some(sure(Rule::Fixed(-25_200))));
    }

    #[test]
    fn a_skipped_or_repeated_local_time_has_no_utc() {
        assert_eq!(utc("PT", "2025-03-09T02:30:00"), None);
        assert_eq!(utc("PT", "2025-11-02T01:30:00"), None);
    }
}
