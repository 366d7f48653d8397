//! The timeline as a view: gaps between entries, phases of the incident, and a table with a bar that shows them.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use comfy_table::{ColumnConstraint, ContentArrangement, Table, presets};
use schemars::JsonSchema;
use serde::Serialize;

use crate::cite::Cite;
use crate::facts::{EventKind, Facts, Instant, Precision};

/// A stretch of an incident between two of its key times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PhaseKind {
    /// From the start of the impact to its detection.
    Undetected,
    /// From detection to the first step of mitigation.
    Diagnosing,
    /// From the first step of mitigation to the one that worked.
    Mitigating,
    /// From there until service was restored.
    Recovering,
}

impl PhaseKind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            PhaseKind::Undetected => "undetected",
            PhaseKind::Diagnosing => "diagnosing",
            PhaseKind::Mitigating => "mitigating",
            PhaseKind::Recovering => "recovering",
        }
    }
}

/// A phase with its ends, both as the document gives them.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Phase {
    /// Which.
    pub kind: PhaseKind,
    /// Its beginning.
    pub from: Instant,
    /// Its end.
    pub to: Instant,
    /// Its length.
    pub seconds: i64,
}

/// An entry with what surrounds it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Entry {
    /// When, as the document gives it.
    pub at: Instant,
    /// The time in the zone that was asked for, or as the document has it.
    pub shown: String,
    /// Seconds since the entry before; `None` where the document does not determine them.
    pub gap_s: Option<i64>,
    /// The phase that it falls into.
    pub phase: Option<PhaseKind>,
    /// What kind of event it is.
    pub kind: EventKind,
    /// What happened.
    pub text: String,
    /// Where it stands.
    pub cite: Cite,
}

/// What `warstory timeline --format json` prints.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Timeline {
    /// Always `warstory.timeline/1`.
    pub schema: String,
    /// The document's title.
    pub title: Option<String>,
    /// The phases whose two ends the document determines.
    pub phases: Vec<Phase>,
    /// The entries in the order of their instants.
    pub entries: Vec<Entry>,
}

/// The phases of an incident, as far as the document determines their ends.
pub fn phases(facts: &Facts) -> Vec<Phase> {
    let times = &facts.times;
    let after = |at: &Instant, from: &Option<Instant>| {
        from.as_ref().and_then(|from| at.seconds_since(from)).is_some_and(|s| s >= 0)
    };
    let first_step = facts
        .timeline
        .iter()
        .filter(|e| e.kind == EventKind::Mitigation && after(&e.at, &times.detected))
        .map(|e| &e.at)
        .find(|at| times.mitigated.as_ref().and_then(|end| end.seconds_since(at)).is_some_and(|s| s > 0));
    let diagnosed = first_step.or(times.mitigated.as_ref());
    let ends = [
        (PhaseKind::Undetected, times.started.as_ref(), times.detected.as_ref()),
        (PhaseKind::Diagnosing, times.detected.as_ref(), diagnosed),
        (PhaseKind::Mitigating, first_step, times.mitigated.as_ref()),
        (PhaseKind::Recovering, times.mitigated.as_ref(), times.resolved.as_ref()),
    ];
    let phase = |(kind, from, to): (PhaseKind, Option<&Instant>, Option<&Instant>)| {
        let (from, to) = (from?.clone(), to?.clone());
        let seconds = to.seconds_since(&from).filter(|s| *s > 0)?;
        Some(Phase { kind, from, to, seconds })
    };
    ends.into_iter().filter_map(phase).collect()
}

/// The timeline of an incident, its times shown in `zone` where the document determines them.
pub fn timeline(facts: &Facts, zone: Option<Tz>) -> Timeline {
    let phases = phases(facts);
    let mut before = None::<&Instant>;
    let entries = facts.timeline.iter().map(|event| {
        let inside = |p: &&Phase| {
            event.at.seconds_since(&p.from).is_some_and(|s| s >= 0)
                && p.to.seconds_since(&event.at).is_some_and(|s| s > 0)
        };
        let gap_s = before.and_then(|before| event.at.seconds_since(before));
        before = Some(&event.at);
        Entry {
            at: event.at.clone(),
            shown: shown(&event.at, zone),
            gap_s,
            phase: phases.iter().find(inside).map(|p| p.kind),
            kind: event.kind,
            text: event.text.clone(),
            cite: event.cite.clone(),
        }
    });
    let entries = entries.collect();
    let title = facts.title.as_ref().map(|t| t.text.clone());
    Timeline { schema: "warstory.timeline/1".into(), title, phases, entries }
}

/// A time for people: the local time with its zone as far as the document determines them, else its own words.
pub fn shown(at: &Instant, zone: Option<Tz>) -> String {
    let seconds = if at.precision == Precision::Second { ":%S" } else { "" };
    let utc = at.utc.as_deref().and_then(|utc| utc.parse::<DateTime<Utc>>().ok());
    if let (Some(zone), Some(utc)) = (zone, utc) {
        return utc.with_timezone(&zone).format(&format!("%Y-%m-%d %H:%M{seconds} %Z")).to_string();
    }
    let Some(local) = at.local_time() else { return at.surface.clone() };
    let pattern = match at.precision {
        Precision::Month => "%Y-%m".to_owned(),
        Precision::Day => "%Y-%m-%d".to_owned(),
        _ => format!("%Y-%m-%d %H:%M{seconds}"),
    };
    let zone = at.zone.as_ref().map(|z| format!(" {z}")).unwrap_or_default();
    local.format(&pattern).to_string() + &zone
}

/// `3 min`, `1 h 05 min`, `2 d 4 h`: seconds for people, in units that one reads at a glance.
pub fn span(seconds: i64) -> String {
    let (sign, s) = if seconds < 0 { ("-", -seconds) } else { ("", seconds) };
    let text = match s {
        0..60 => format!("{s} s"),
        60..3600 => format!("{} min", s / 60),
        3600..86_400 => format!("{} h {:02} min", s / 3600, s % 3600 / 60),
        _ => format!("{} d {} h", s / 86_400, s % 86_400 / 3600),
    };
    format!("{sign}{text}")
}

/// The longest bar, in characters.
const BAR: i64 = 20;

/// The timeline as a table, `width` characters wide: time, gap, a bar for the gap, phase, kind, text, place.
pub fn table(timeline: &Timeline, width: u16) -> String {
    let longest = timeline.entries.iter().filter_map(|e| e.gap_s).max().unwrap_or(0).max(1);
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(width.max(80));
    table.set_header(["time", "gap", "", "phase", "kind", "what", "where"]);
    for entry in &timeline.entries {
        let gap = entry.gap_s.map(|s| format!("+{}", span(s)).replace("+-", "-")).unwrap_or_default();
        let kind = serde_json::to_value(entry.kind).unwrap_or_default();
        table.add_row([
            entry.shown.clone(),
            gap,
            bar(entry.gap_s.unwrap_or(0), longest),
            entry.phase.map(PhaseKind::word).unwrap_or_default().to_owned(),
            kind.as_str().unwrap_or_default().replace('_', " "),
            entry.text.clone(),
            entry.cite.to_string(),
        ]);
    }
    for column in table.column_iter_mut().take(5) {
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
    let mut text: String = table.lines().map(|line| line.trim_end().to_owned() + "\n").collect();
    for phase in &timeline.phases {
        let (from, to) = (shown(&phase.from, None), shown(&phase.to, None));
        text += &format!("{:>10}  {}  ({from} to {to})\n", phase.kind.word(), span(phase.seconds));
    }
    text
}

/// A bar as long as the gap, on a square-root scale so that minutes beside days can still be seen.
fn bar(gap: i64, longest: i64) -> String {
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // a drawing, 20 characters wide
    let length = ((gap.max(0) as f64 / longest as f64).sqrt() * BAR as f64).round() as usize;
    "▇".repeat(length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Event, KeyTimes};

    fn at(time: &str) -> Instant {
        let utc = format!("2024-05-01T{time}:00Z");
        let local = Some(utc.trim_end_matches('Z').to_owned());
        let (surface, cite, zone) = (time.to_owned(), Cite::lines(1, 1), Some("UTC".to_owned()));
        Instant {
            surface,
            local,
            zone,
            utc: Some(utc),
            precision: Precision::Minute,
            inferred: vec![],
            cite,
            columns: [0, 5],
        }
    }

    fn event(time: &str, kind: EventKind) -> Event {
        Event { at: at(time), until: None, text: "x".into(), actors: vec![], kind, cite: Cite::lines(1, 1) }
    }

    fn facts() -> Facts {
        let times = KeyTimes {
            started: Some(at("10:00")),
            detected: Some(at("10:20")),
            acknowledged: None,
            mitigated: Some(at("11:00")),
            resolved: None,
        };
        let timeline = vec![
            event("10:00", EventKind::Change),
            event("10:20", EventKind::Detection),
            event("10:40", EventKind::Mitigation),
        ];
        Facts { times, timeline, ..Facts::default() }
    }

    #[test]
    fn phases_end_where_the_document_says_and_are_missing_where_it_does_not() {
        let found: Vec<_> = phases(&facts()).iter().map(|p| (p.kind, p.seconds / 60)).collect();
        assert_eq!(found, [(PhaseKind::Undetected, 20), (PhaseKind::Diagnosing, 20), (PhaseKind::Mitigating, 20)]);
    }

    #[test]
    fn entries_know_their_gap_and_phase_and_are_shown_in_the_zone_asked_for() {
        let view = timeline(&facts(), Some(chrono_tz::Europe::Paris));
        let second = &view.entries[1];
        assert_eq!(
            (second.gap_s, second.phase, second.shown.as_str()),
            (Some(1200), Some(PhaseKind::Diagnosing), "2024-05-01 12:20 CEST")
        );
    }

    #[test]
    fn the_table_shows_a_longer_bar_for_a_longer_gap() {
        assert!(bar(100, 100).chars().count() > bar(10, 100).chars().count());
        assert!(bar(0, 100).is_empty());
        assert!(table(&timeline(&facts(), None), 120).contains("+20 min"));
    }
}
