//! Which day a document gives to a time that names none, and which year to a day.
//!
//! A day is carried from where it was last named: within a section from entry to entry, with midnight passed where the clock
//! turns back by much; into a section from its heading, from "all events happened on …", from the title or a date field, from the
//! section before, and last from front matter or the file's name, which often bear the day of writing.

use std::sync::LazyLock;

use chrono::{Datelike, Days as Count, NaiveDate, Weekday};

use crate::document::{Document, Kind};
use crate::lists::{Phrases, phrases};

use super::date::{self, Day};
use super::gather::Sighting;

/// What a document says about its days as a whole.
#[derive(Debug, Default)]
pub(super) struct Days {
    /// "All events happened on …", unless an entry says otherwise.
    pub stated: Option<NaiveDate>,
    /// The day in the title or a date field.
    pub titled: Option<NaiveDate>,
    /// The day in the front matter or the file's name.
    pub filed: Option<NaiveDate>,
    /// `--date`.
    pub given: Option<NaiveDate>,
    /// What a day without a year is near to: full dates in the source's order.
    full: Vec<NaiveDate>,
    /// A day on which the document was published: it is later than what it tells of.
    published: Option<NaiveDate>,
    /// Whether `03/04/2020` is read day first; `None` where the document does not show it.
    day_first: Option<bool>,
}

/// Keys of fields that give the incident's day.
const DATE_KEYS: &[&str] = &[
    "date", "incident date", "date of incident", "day", "when", "incident_date", "start_time", "started", "start time",
    "start", "created_at", "started_at", "resolved_at",
];

/// Words in front of a day that make it the day of all events.
static ALL: LazyLock<Phrases> = phrases![
    "unless otherwise noted", "unless noted otherwise", "all events", "all times are on", "unless otherwise stated",
];

/// Within so many days of a full date, a day without a year is of the same one.
const CLOSE: i64 = 14;

impl Days {
    pub(super) fn read(doc: &Document, sightings: &[Sighting], given: Option<NaiveDate>) -> Self {
        let mut days = Days { given, ..Days::default() };
        let prose = || sightings.iter().filter(|s| !s.code);
        let plain = |s: &&Sighting| !s.matter;
        // Which number is the day, from dates that leave no choice.
        for day in prose().filter(plain).filter_map(|s| s.stamp.day).filter(|d| d.year.is_some() && !d.garbled) {
            days.full.extend((!day.swappable).then(|| exact(day)).flatten());
        }
        let name = doc.source.path.rsplit(['/', '\\']).next().unwrap_or_default();
        let in_name = day_in_name(name);
        days.day_first = order(doc, sightings, in_name.or(days.full.first().copied()));
        let resolve = |day: Day| {
            if day.swappable {
                days.day_first.and_then(|first| exact(if first { day.swapped()? } else { day }))
            } else {
                exact(day)
            }
        };
        let key = |s: &Sighting| {
            doc.blocks
                .get(s.span.block)
                .filter(|b| b.kind == Kind::Field)
                .and_then(|b| b.cells.get(s.span.cell))
                .and_then(|c| c.header.as_deref())
                .map(str::to_lowercase)
        };
        let titled = |s: &&Sighting| match doc.blocks.get(s.span.block).map(|b| &b.kind) {
            Some(Kind::Heading { level: 1 }) => true,
            Some(Kind::Field) => !s.matter && key(s).is_some_and(|k| DATE_KEYS.contains(&k.as_str())),
            // `**Date:** January 14, 2026` and the like.
            Some(Kind::Paragraph | Kind::Item { .. }) => {
                labelled(doc.text(s.span.block, s.span.cell).get(0..s.span.range.start))
            }
            _ => s.span.block == 0,
        };
        let stated = |s: &&Sighting| {
            // Close in front of the day; looking at whole blocks for each day in them would be quadratic.
            let text = doc.text(s.span.block, s.span.cell).as_str();
            ALL.any_in(&super::bytes::tail(text.get(..s.span.range.start).unwrap_or_default(), 120).to_lowercase())
        };
        let full = |s: &Sighting| s.stamp.day.filter(|d| d.year.is_some()).and_then(resolve);
        let year = days.full.first().copied();
        days.stated = prose().filter(plain).filter(stated).find_map(full);
        days.titled = prose().filter(plain).filter(titled).find_map(full);
        days.filed = prose()
            .filter(|s| s.matter && key(s).is_some_and(|k| DATE_KEYS.contains(&k.as_str()) || k == "title"))
            .find_map(full)
            .or(in_name);
        days.published = prose().filter(|s| s.matter && key(s).is_some_and(|k| k.contains("publish"))).find_map(full);
        // The front matter's other days (fetched, updated) say nothing about the incident.
        days.full = prose().filter(plain).filter_map(full).collect();
        if days.full.is_empty() {
            days.full.extend(days.filed.or(year.filter(|_| days.published.is_none())));
        }
        days
    }

    /// The day that is written, its year filled in (the flag) from the nearest full date before `seen` of them, or the first of all,
    /// and from the day of the week if that is named.
    pub(super) fn resolve(&self, day: Day, seen: usize) -> Option<(NaiveDate, bool)> {
        if day.garbled {
            return None;
        }
        let day = if day.swappable && self.day_first? { day.swapped()? } else { day };
        if let Some(date) = exact(day) {
            return Some((date, false));
        }
        let near = seen
            .checked_sub(1)
            .and_then(|i| self.full.get(i))
            .or(self.full.first())
            .copied()
            .or(self.titled)
            .or(self.filed)
            .or(self.given);
        let at = |year: i32| NaiveDate::from_ymd_opt(year, day.month.into(), day.day?.into());
        let date = match (near, self.published) {
            // "Thursday 9 May" is in a year in which that day is a Thursday; close to a full date, or if there is no such year,
            // the writer erred in the name.
            (Some(near), _) => (-1..=1).filter_map(|d| at(near.year() + d)).min_by_key(|d| {
                let gap = (*d - near).num_days().abs();
                (gap > CLOSE && day.weekday.is_some_and(|name| name != d.weekday()), gap)
            }),
            // The last such day before it was published.
            (None, Some(end)) => (-1..=0).filter_map(|d| at(end.year() + d)).filter(|d| *d <= end).max(),
            (None, None) => None,
        };
        date.map(|date| (date, true))
    }

    /// Whether the document writes this day out in full.
    pub(super) fn names(&self, day: NaiveDate) -> bool {
        self.full.contains(&day)
    }

    /// Whether a stamp holds a full date that [`Days::resolve`] counts.
    pub(super) fn counts(&self, day: Option<Day>) -> bool {
        day.is_some_and(|d| d.year.is_some() && self.resolve(d, 0).is_some())
    }
}

/// The day that the name of a file, or a title, gives in figures: `20140203-…`, `…/2023-01-05-….md`.
pub fn day_in_name(name: &str) -> Option<NaiveDate> {
    date::in_name(name).and_then(exact)
}

fn exact(day: Day) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(day.year?, day.month.into(), day.day?.into())
}

/// A label that ends right before a date: `Date:`, `Incident date -`.
fn labelled(before: &str) -> bool {
    if before.len() > 40 {
        return false;
    }
    let label = before.trim().trim_end_matches([':', '-', '–', '*']).trim().to_lowercase();
    before.trim_end().ends_with([':', '-', '–', '*']) && DATE_KEYS.contains(&label.as_str())
}

/// Whether numeric dates are written day first: by one that can only be read one way, or by one that is the document's own day.
fn order(doc: &Document, sightings: &[Sighting], own: Option<NaiveDate>) -> Option<bool> {
    let numeric = |s: &&Sighting| {
        let surface = doc.text(s.span.block, s.span.cell).get(s.span.range.clone());
        let head = surface.bytes().take_while(u8::is_ascii_digit).count();
        (1..=2).contains(&head) && matches!(surface.as_bytes().get(head), Some(b'/' | b'-'))
    };
    let days: Vec<Day> = sightings
        .iter()
        .filter(|s| !s.code)
        .filter(numeric)
        .filter_map(|s| s.stamp.day)
        .filter(|d| d.year.is_some())
        .collect();
    let certain = |s: &Sighting| {
        let surface = doc.text(s.span.block, s.span.cell).get(s.span.range.clone());
        let first: u8 = surface.split(['/', '-']).next()?.parse().ok()?;
        let day = s.stamp.day.filter(|d| !d.swappable && d.year.is_some())?;
        (Some(day.month) != day.day).then_some(Some(first) == day.day)
    };
    sightings.iter().filter(|s| !s.code).filter(numeric).find_map(certain).or_else(|| {
        let own = own?;
        let near = |day: Day| exact(day).is_some_and(|d| (d - own).num_days().abs() <= 31);
        let (month, other) = (
            days.iter().filter(|d| near(**d)).count(),
            days.iter().filter_map(|d| d.swapped()).filter(|d| near(*d)).count(),
        );
        (month != other).then_some(other > month)
    })
}

/// The day with this name nearest to `from`: on it or after it, or before it in a list that goes back in time.
pub(super) fn weekday(from: NaiveDate, name: Weekday, backward: bool) -> Option<NaiveDate> {
    let ahead = u64::from((name.num_days_from_monday() + 7 - from.weekday().num_days_from_monday()) % 7);
    if backward && ahead > 0 {
        from.checked_sub_days(Count::new(7 - ahead))
    } else {
        from.checked_add_days(Count::new(ahead))
    }
}

/// So many days on, or back.
pub(super) fn moved(from: NaiveDate, days: i64) -> Option<NaiveDate> {
    from.checked_add_signed(chrono::TimeDelta::try_days(days)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_figures_is_read_and_a_number_is_none() {
        assert_eq!(day_in_name("20140203-LVS"), NaiveDate::from_ymd_opt(2014, 2, 3));
        assert_eq!(day_in_name("a/2023-01-05-é.md"), NaiveDate::from_ymd_opt(2023, 1, 5));
        assert_eq!(day_in_name("ticket 201402031 of 99999999"), None);
    }

    #[test]
    fn the_day_behind_a_range_is_that_of_its_start() {
        let starts = |text: &str| {
            let facts = crate::extract::facts_of(text);
            facts.mentions.first().and_then(|m| m.local.clone())
        };
        let day = Some("2024-05-03T10:05:00".to_owned());
        assert_eq!(starts("# Wiki\n\nThe wiki was down from 10:05 UTC to 11:30 UTC on 3 May 2024.\n"), day);
        assert_eq!(starts("# Wiki\n\nIt was down between 10:05 and 11:30 on May 3, 2024, for all.\n"), day);
        // Midnight lies between, and on which side the day is, nobody knows.
        assert_eq!(starts("# Wiki\n\nIt was down from 22:05 to 01:30 on 3 May 2024.\n"), None);
    }

    #[test]
    fn front_matter_names_the_day_as_its_tool_spells_it() {
        let page = "---\ntitle: Search slow\ncreated_at: 2024-05-03T10:15:00Z\n---\n\n## Update - 10:15 UTC\n\nIt is slow.\n\n\
                    ## Update - 10:40 UTC\n\nWe restarted the hub.\n";
        let facts = crate::extract::facts_of(page);
        let days: Vec<_> = facts.timeline.iter().filter_map(|e| e.at.local.as_deref()).collect();
        assert_eq!(days, ["2024-05-03T10:15:00", "2024-05-03T10:40:00"]);
    }

    #[test]
    fn a_day_holds_on_in_the_next_section_of_a_page_without_a_title() {
        let page = "On May 3rd, 2024, mails could not be sent from 05:01 to 17:05 UTC.\n\nTimeline:\n\n05:02: We restored \
                    a copy.\n\nImpact:\n\nAll users were unable to send mails from 05:01 to 17:05 UTC.\n";
        let facts = crate::extract::facts_of(page);
        let ends = facts.mentions.iter().filter(|m| m.surface.starts_with("17:05")).map(|m| m.local.as_deref());
        assert_eq!(ends.collect::<Vec<_>>(), [Some("2024-05-03T17:05:00"); 2]);
    }

    #[test]
    fn the_name_of_a_day_tells_its_year_unless_it_is_in_none_near() {
        let days = Days { full: NaiveDate::from_ymd_opt(2023, 11, 2).into_iter().collect(), ..Days::default() };
        let year = |month, weekday| {
            let day = Day { month, day: Some(9), weekday, ..Day::default() };
            days.resolve(day, 0).map(|(date, _)| date.year())
        };
        assert_eq!(year(6, None), Some(2023));
        assert_eq!(year(6, Some(Weekday::Sun)), Some(2024));
        assert_eq!(year(6, Some(Weekday::Mon)), Some(2023));
        assert_eq!(year(11, Some(Weekday::Sat)), Some(2023));
    }
}
