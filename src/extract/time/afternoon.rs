//! Clocks of twelve hours without "am" and "pm": a list that reads `11:50`, `12:20`, `1:05` has gone past noon, not through
//! the night.

use super::gather::Sighting;

/// Seconds from midnight to noon.
pub(super) const NOON: i64 = 12 * 3600;

/// The longest that two entries around noon lie apart: what is further off may be another day's.
const LONGEST: i64 = 4 * 3600;

/// Whether the entry `s`, spelled `surface`, goes on after noon behind an entry at `last`. In a document with hours past
/// twelve, small hours are those of the night.
pub(super) fn goes_on(s: &Sighting, surface: &str, last: Option<i64>, all: &[Sighting]) -> bool {
    let (Some(clock), Some(last)) = (s.stamp.clock, last) else { return false };
    // `01:05` is how clocks of 24 hours write the night.
    let mut bytes = surface.bytes();
    let one_digit =
        bytes.next().is_some_and(|b| (b'1'..=b'7').contains(&b)) && bytes.next().is_some_and(|b| !b.is_ascii_digit());
    let gap = clock.seconds() + NOON - last;
    let open = one_digit && clock.half.is_none() && clock.minute.is_some() && s.stamp.zone.is_none();
    open && last >= NOON
        && (0..=LONGEST).contains(&gap)
        && !all.iter().filter_map(|s| s.stamp.clock).any(|c| c.hour > 12 || c.hour == 0 || c.half.is_some())
}

#[cfg(test)]
mod tests {
    use crate::extract::facts_of;

    fn locals(times: &[&str]) -> Vec<String> {
        let entries: String = times.iter().map(|t| format!("- {t} The hub was restarted\n")).collect();
        let facts = facts_of(&format!("# Hub down on 3 May 2024\n\n## Timeline\n\n{entries}"));
        facts.timeline.iter().filter_map(|e| e.at.local.clone()).collect()
    }

    #[test]
    fn a_clock_of_twelve_hours_goes_on_after_noon() {
        let read = locals(&["11.50", "12.20", "1.05", "2.15"]);
        let hours = ["11:50", "12:20", "13:05", "14:15"].map(|t| format!("2024-05-03T{t}:00"));
        assert_eq!(read, hours);
    }

    #[test]
    fn where_hours_past_twelve_are_written_small_ones_are_of_the_night() {
        for times in [["12:20", "13:40", "1:05"], ["0:10", "12:20", "1:05"], ["12:10", "12:20", "01:05"]] {
            assert_eq!(locals(&times).last().map(String::as_str), Some("2024-05-04T01:05:00"), "{times:?}");
        }
    }
}
