//! What must hold for any instant and for any text.

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use proptest::prelude::*;

use super::scan::{Found, Stamp, Value, scan};
use crate::document::{Block, Document, Kind, Text};
use crate::extract::{Options, sections};
use crate::facts::Source;

/// Every form that an instant may be printed in, with what it leaves out.
const FORMS: &[&str] = &[
    "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%d %b %Y %H:%M",
    "%-d %B %Y at %H:%M", "%B %-d, %Y at %H:%M", "%b %-d %Y, %-I:%M %p", "%B %-d, %Y, at %-I:%M%P",
    "%-I:%M %p on %B %-d, %Y", "%H:%M on %Y-%m-%d", "%A, %-d %B, %Y at %H:%M", "%A %-d %B %Y from %H:%M",
    "%Y-%m-%d - %H:%M", "%Y-%m-%d - ~%H:%M", "%Y%m%dT%H%M%S", "%d/%b/%Y:%H:%M:%S", "%B %-d %Y %H:%M", "%d.%m.%Y %H:%M",
    "%Y-%m-%d ca. %H:%M", "%b %-d %Y %H:%M:%S", "%Y-%m-%d %H.%M",
];

/// Zones that may follow.
const ZONES: &[(&str, i32)] = &[
    ("", 0),
    (" UTC", 0),
    ("Z", 0),
    (" PST", -28_800),
    (" CEST", 7200),
    ("+05:30", 19_800),
    (" UTC+2", 7200),
    (" JST", 32_400),
    (" (UTC)", 0),
    (" EDT", -14_400),
];

fn only_stamp(found: &[Found]) -> Option<&Stamp> {
    match found {
        [Found { value: Value::Stamp(stamp), .. }] => Some(stamp),
        _ => None,
    }
}

prop_compose! {
    fn instant()(day in 0i64..20_000, second in 0u32..86_400) -> NaiveDateTime {
        let date = NaiveDate::from_ymd_opt(1990, 1, 1).unwrap() + chrono::TimeDelta::days(day);
        date.and_hms_opt(second / 3600, second / 60 % 60, second % 60).unwrap()
    }
}

proptest! {
    #[test]
    fn an_instant_printed_in_any_form_is_read_back(at in instant(), form in 0..FORMS.len(), zone in 0..ZONES.len()) {
        let (form, (zone, offset)) = (FORMS[form], ZONES[zone]);
        // `14.05Z`, `14:05 on …Z` and `2pm+05:30` are written by nobody.
        let behind = form.ends_with('M') || form.ends_with('S');
        let plain = zone.starts_with(' ') || (behind && (form.ends_with("%M") || form.ends_with("%S")) && !form.ends_with("%H.%M") && (form.ends_with("%S") || zone == "Z"));
        let zone = if behind && plain || zone.is_empty() { zone } else { "" };
        let text = format!("x {}{zone}, then", at.format(form));
        let found = scan(&text);
        let stamp = only_stamp(&found).ok_or_else(|| TestCaseError::fail(format!("{text}: {found:?}")))?;
        let (day, clock) = (stamp.day.unwrap(), stamp.clock.unwrap());
        prop_assert_eq!((day.year, u32::from(day.month), day.day.map(u32::from)), (Some(at.year()), at.month(), Some(at.day())), "{}", text);
        let seconds = if clock.second.is_some() { i64::from(at.num_seconds_from_midnight()) } else { i64::from(at.num_seconds_from_midnight() / 60 * 60) };
        prop_assert_eq!(clock.seconds(), seconds, "{}", text);
        let named = stamp.zone.as_ref().map(|(_, known)| super::zone::decide(*known, "").unwrap());
        prop_assert_eq!(named, (!zone.is_empty()).then_some(super::zone::Rule::Fixed(offset)), "{}", text);
    }

    #[test]
    fn a_duration_in_words_is_read_back(hours in 1u32..40, minutes in 1u32..60, form in 0..4usize) {
        let text = match form {
            0 => format!("lasted {hours} hours and {minutes} minutes."),
            1 => format!("lasted {hours}h {minutes}m."),
            2 => format!("lasted {hours}h{minutes}m."),
            _ => format!("lasted {hours} hrs, {minutes} mins"),
        };
        let found = scan(&text);
        let whole = i64::from(hours * 3600 + minutes * 60);
        prop_assert!(matches!(found.as_slice(), [Found { value: Value::Duration(s), .. }] if *s == whole), "{}: {:?}", text, found);
    }

    #[test]
    fn any_text_is_scanned_in_order_and_within_its_characters(text in "(\\PC|[0-9:.TZ /-]|10:30 |2021-01-02 |UTC|am|–|•){0,60}") {
        let mut last = 0;
        for found in scan(&text) {
            prop_assert!(found.range.start >= last && found.range.start < found.range.end, "{:?} in {:?}", found, text);
            prop_assert!(text.get(found.range.clone()).is_some(), "{:?} cuts a character of {:?}", found.range, text);
            last = found.range.end;
        }
    }

    #[test]
    fn the_columns_of_a_mention_hold_its_surface(lines in proptest::collection::vec("(\\PC|10:30 |2021-01-02 14:05 UTC|Jan 5, 3 PM|•| ){0,20}", 1..5)) {
        let mut text = Text::new(None);
        for (i, line) in lines.iter().enumerate() {
            text.space();
            text.push(line, i + 1, 0);
        }
        let doc = Document { source: Source::default(), id: None, blocks: vec![Block::new(Kind::Paragraph, Vec::new(), text)], warnings: Vec::new() };
        let times = super::read(&doc, &sections::read(&doc), &Options::default());
        for m in times.mentions {
            let crate::cite::Cite::Lines { lines: [first, last] } = m.instant.cite else { continue };
            if first != last { continue }
            let [a, b] = m.instant.columns;
            let held: String = lines[first - 1].chars().skip(a).take(b - a).collect();
            let fold = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(fold(&held), fold(&m.instant.surface));
        }
    }
}
