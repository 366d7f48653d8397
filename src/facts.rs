//! What was read out of a document: the `warstory.facts/1` of the output contract.
//!
//! A field that is `None` or empty means that the document does not say. Nothing here is a default or a guess.

use chrono::{NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::cite::{Cite, Quote};

/// The name and version of this interface.
pub const SCHEMA: &str = "warstory.facts/1";

/// All evidence that one document gives.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Facts {
    /// Always `warstory.facts/1`.
    pub schema: String,
    /// The file that was read.
    pub source: Source,
    /// The document's own title.
    pub title: Option<Quote>,
    /// The severity, as the document states it.
    pub severity: Option<Quote>,
    /// The incident's state (resolved, monitoring, …), as the document states it.
    pub status: Option<Quote>,
    /// Systems that the document names as part of the incident.
    pub services: Vec<Service>,
    /// Persons and roles that the document names.
    pub people: Vec<Person>,
    /// Every explicit clock time or date-time.
    pub mentions: Vec<Instant>,
    /// Dated events, in the order of their instants.
    pub timeline: Vec<Event>,
    /// The key times of the incident.
    pub times: KeyTimes,
    /// How long things took, in seconds.
    pub durations: Durations,
    /// What the document tells about the incident as a whole, in its own order: its summary.
    pub summary: Vec<Quote>,
    /// Who was affected, how badly and how.
    pub impact: Impact,
    /// What was seen: metrics, alerts, log lines, reports.
    pub signals: Vec<Signal>,
    /// What changed before it broke. `None` when the document does not say.
    pub change: Option<Change>,
    /// Why it broke.
    pub root_cause: Vec<Quote>,
    /// What made it possible, worse or longer.
    pub contributing: Vec<Quote>,
    /// What was suspected, and what became of it.
    pub hypotheses: Vec<Hypothesis>,
    /// Calls that were made.
    pub decisions: Vec<Decision>,
    /// What ended the impact: mitigation and fix.
    pub remediation: Vec<Quote>,
    /// What was or is to be done afterwards.
    pub actions: Vec<Action>,
    /// What was learned.
    pub lessons: Vec<Quote>,
    /// Contradictions, unreadable times, missing parts.
    pub warnings: Vec<Warning>,
}

impl Facts {
    /// Whether these words of the source are one of the follow-up actions, word for word: those are told at the end.
    pub fn is_action(&self, words: &str) -> bool {
        self.actions.iter().any(|action| action.text == words)
    }
}

/// The file that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Source {
    /// As given on the command line; `-` for standard input.
    pub path: String,
    /// `markdown`, `json`, `text` or `html`.
    pub format: String,
    /// A finer name of what it is, such as `statuspage` or `front-matter`; may be empty.
    pub flavour: String,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
}

/// A system that the document names as part of the incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Service {
    /// As the document spells it.
    pub name: String,
    /// Where it is first named.
    pub cite: Cite,
}

/// A person (or a role that acts, such as "the DBA").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Person {
    /// As the document spells it: a name, initials or a handle.
    pub name: String,
    /// Roles that the document gives them.
    pub roles: Vec<String>,
    /// Where they are first named.
    pub cite: Cite,
}

/// How exactly a time is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// To the second or finer.
    Second,
    /// To the minute.
    Minute,
    /// To the hour.
    Hour,
    /// To the day.
    Day,
    /// To the month.
    Month,
}

/// What was carried over from elsewhere in the document (or given by an option) to complete a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Inferred {
    /// The day.
    Date,
    /// The time zone.
    Zone,
    /// The year.
    Year,
    /// Morning or afternoon.
    Meridiem,
}

/// A point in time as the document gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Instant {
    /// As written.
    pub surface: String,
    /// ISO 8601 without offset, such as `2021-08-26T09:48:00`; `None` where the date is unknown.
    pub local: Option<String>,
    /// As the document states it: `UTC`, `CET`, `America/Los_Angeles`, `+02:00`; `None` where it does not.
    pub zone: Option<String>,
    /// ISO 8601 with `Z`; `None` where the document determines no date or no zone.
    pub utc: Option<String>,
    /// How exactly it is given.
    pub precision: Precision,
    /// What was carried over to complete it.
    pub inferred: Vec<Inferred>,
    /// Where it stands.
    pub cite: Cite,
    /// First column and the one past the last, 0-based characters of the line.
    pub columns: [usize; 2],
}

impl Instant {
    /// What instants are ordered by, ISO 8601: UTC where it is known, else the local time.
    pub fn order(&self) -> Option<&str> {
        self.utc.as_deref().or(self.local.as_deref())
    }

    /// The day and the time by the document's clock, where both are determined.
    pub fn local_time(&self) -> Option<NaiveDateTime> {
        iso(self.local.as_deref()?)
    }

    /// The same in UTC, where the zone is determined too.
    pub fn utc_time(&self) -> Option<NaiveDateTime> {
        iso(self.utc.as_deref()?)
    }

    /// Seconds from `earlier` to this instant, negative if `earlier` is the later one. `None` unless the document
    /// determines it: both in UTC, or both by the same local clock (the same zone named, or none on both sides).
    pub fn seconds_since(&self, earlier: &Instant) -> Option<i64> {
        let timed = |at: &Instant| at.precision <= Precision::Hour;
        if !timed(self) || !timed(earlier) {
            return None;
        }
        let (here, there) = match (self.utc_time(), earlier.utc_time()) {
            (Some(here), Some(there)) => (here, there),
            _ if self.zone == earlier.zone => (self.local_time()?, earlier.local_time()?),
            _ => return None,
        };
        Some((here - there).num_seconds())
    }
}

/// ISO 8601 as the contract has it; the seconds may be missing in facts that were corrected by hand.
fn iso(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim_end_matches('Z');
    as_written(text)
        .or_else(|| text.parse().ok())
        .or_else(|| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok())
}

/// `2024-05-06T10:15:00`, as facts are written, by the places of its figures: times are compared all the time, and chrono's
/// parser, which reads much more, takes more than ten times as long.
fn as_written(text: &str) -> Option<NaiveDateTime> {
    const FORM: &[u8] = b"0000-00-00T00:00:00";
    let fits = |(byte, form): (&u8, &u8)| if *form == b'0' { byte.is_ascii_digit() } else { byte == form };
    if text.len() != FORM.len() || !text.as_bytes().iter().zip(FORM).all(fits) {
        return None;
    }
    let number = |from: usize, to: usize| text.get(from..to)?.parse().ok();
    let date = NaiveDate::from_ymd_opt(text.get(..4)?.parse().ok()?, number(5, 7)?, number(8, 10)?)?;
    date.and_hms_opt(number(11, 13)?, number(14, 16)?, number(17, 19)?)
}

/// What an event of the timeline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the contract's own list; the words are the field's standard terms
pub enum EventKind {
    Change,
    Signal,
    Detection,
    Escalation,
    Communication,
    Hypothesis,
    Test,
    Decision,
    Mitigation,
    Recovery,
    FollowUp,
    Other,
}

/// An entry of the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// When.
    pub at: Instant,
    /// The end of a range.
    pub until: Option<Instant>,
    /// What happened, without the time.
    pub text: String,
    /// Who acted, as named in the entry.
    pub actors: Vec<String>,
    /// What kind of event it is.
    pub kind: EventKind,
    /// Where it stands.
    pub cite: Cite,
}

/// The key times of the incident.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct KeyTimes {
    /// The impact began.
    pub started: Option<Instant>,
    /// Somebody or something noticed.
    pub detected: Option<Instant>,
    /// A responder took it on.
    pub acknowledged: Option<Instant>,
    /// The effective step was done.
    pub mitigated: Option<Instant>,
    /// Service was restored.
    pub resolved: Option<Instant>,
}

impl KeyTimes {
    /// Those that are known, in the order of an incident.
    pub fn known(&self) -> impl Iterator<Item = &Instant> {
        [&self.started, &self.detected, &self.acknowledged, &self.mitigated, &self.resolved].into_iter().flatten()
    }
}

/// How long things took. Computed only from two instants that the document determines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Durations {
    /// Seconds from start to detection.
    pub to_detect_s: Option<i64>,
    /// Seconds from start to mitigation.
    pub to_mitigate_s: Option<i64>,
    /// Seconds from start to resolution.
    pub to_resolve_s: Option<i64>,
    /// Seconds during which there was impact.
    pub impact_s: Option<i64>,
    /// Durations that the document states in words.
    pub stated: Vec<StatedDuration>,
}

/// A duration in the document's own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StatedDuration {
    /// As written.
    pub text: String,
    /// Its length.
    pub seconds: i64,
    /// Where it stands.
    pub cite: Cite,
}

/// How the incident showed itself to users.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the contract's own list
pub enum Symptom {
    Errors,
    Latency,
    Unavailable,
    DataLoss,
    Security,
    Other,
}

/// The blast radius.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Impact {
    /// Errors or slowness, or worse.
    pub symptom: Vec<Symptom>,
    /// What the document says about it.
    pub quotes: Vec<Quote>,
    /// Numbers in it.
    pub figures: Vec<Figure>,
}

/// A number with what it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Figure {
    /// As written, with its unit: `78%`.
    pub text: String,
    /// What it is a number of, as written; empty where that is not plain.
    pub of: String,
    /// Where it stands.
    pub cite: Cite,
}

/// Where a signal came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the contract's own list
pub enum SignalKind {
    Metric,
    Alert,
    Log,
    Trace,
    Query,
    Dashboard,
    Ticket,
    UserReport,
}

/// Something that was observed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Signal {
    /// Where it came from.
    pub kind: SignalKind,
    /// What was observed: `p99 latency`, `HTTP 504`.
    pub name: String,
    /// The tool that showed it, as the document names it.
    pub tool: Option<String>,
    /// The service that it is about.
    pub service: Option<String>,
    /// The value read, with its unit.
    pub value: Option<String>,
    /// When it was seen.
    pub at: Option<Instant>,
    /// The source's sentence.
    pub text: String,
    /// Where it stands.
    pub cite: Cite,
}

/// What kind of change set the incident off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the contract's own list
pub enum ChangeKind {
    Deploy,
    Config,
    Traffic,
    Infrastructure,
    External,
    Data,
    NoneFound,
}

/// The triggering change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// Its kind; `none_found` where the document names no change.
    pub kind: ChangeKind,
    /// When it was made.
    pub at: Option<Instant>,
    /// Seconds from it to the first signal; negative when the signal came first.
    pub gap_to_first_signal_s: Option<i64>,
    /// What the document says about it.
    pub quotes: Vec<Quote>,
}

/// What became of a hypothesis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was right.
    Confirmed,
    /// It was ruled out.
    Refuted,
    /// The document does not say.
    Unknown,
}

/// Something that was suspected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Hypothesis {
    /// The source's sentence.
    pub text: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Where it stands.
    pub cite: Cite,
}

/// A call that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// The source's sentence.
    pub text: String,
    /// The reason, where the same sentence gives one.
    pub because: Option<String>,
    /// Where it stands.
    pub cite: Cite,
}

/// Something to be done, or done, after the incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Action {
    /// What.
    pub text: String,
    /// Who.
    pub owner: Option<String>,
    /// The ticket's name or number.
    pub ticket: Option<String>,
    /// Its state, as the document gives it; `done` or `open` for a check box.
    pub status: Option<String>,
    /// Where it stands.
    pub cite: Cite,
}

/// Something that the reader of the facts should know about the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Warning {
    /// A stable name of the kind of warning, such as `invalid-utf8`.
    pub code: String,
    /// What is wrong, and what to do.
    pub text: String,
    /// Where, if it is at one place.
    pub cite: Option<Cite>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(local: &str, zone: Option<&str>, utc: Option<&str>, precision: Precision) -> Instant {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let local = Some(local.to_owned());
        let (zone, utc, cite) = (owned(zone), owned(utc), Cite::lines(1, 1));
        Instant { surface: String::new(), local, zone, utc, precision, inferred: vec![], cite, columns: [0, 0] }
    }

    #[test]
    fn a_time_is_read_as_chrono_reads_it() {
        for text in
            ["2024-02-29T23:59:59", "2024-02-30T00:00:00", "2024-05-06T10:15", "+024-05-06T10:15:00", "24-05-06"]
        {
            let read = iso(text);
            let chrono = text.parse().ok().or_else(|| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok());
            assert_eq!(read, chrono, "{text}");
            assert_eq!(as_written(text).is_some(), text == "2024-02-29T23:59:59");
        }
    }

    #[test]
    fn a_difference_needs_the_same_zone_or_utc_on_both_sides() {
        let a = at("2024-01-01T10:00:00", Some("CET"), Some("2024-01-01T09:00:00Z"), Precision::Minute);
        let b = at("2024-01-01T09:05:00", Some("UTC"), Some("2024-01-01T09:05:00Z"), Precision::Minute);
        let bare = at("2024-01-01T10:07:00", None, None, Precision::Minute);
        assert_eq!(b.seconds_since(&a), Some(300));
        assert_eq!(a.seconds_since(&b), Some(-300));
        assert_eq!(bare.seconds_since(&a), None);
        assert_eq!(bare.seconds_since(&bare.clone()), Some(0));
    }

    #[test]
    fn a_day_is_no_clock_time() {
        let day = at("2024-01-01T00:00:00", Some("UTC"), Some("2024-01-01T00:00:00Z"), Precision::Day);
        assert_eq!(day.seconds_since(&day.clone()), None);
    }
}
