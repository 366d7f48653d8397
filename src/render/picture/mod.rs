//! The picture of an incident: one line of time with its phases, and a label for what an interviewer asks about (the change, the first
//! signal, the decisions, the fix). Which entries are shown is decided here, where they stand in [`geometry`], how they look in [`svg`].

pub mod geometry;
mod svg;

use super::escape::escape;
use super::timeline::{self, PhaseKind};
use super::{Escape, timeline::span};
use crate::cite::Cite;
use crate::facts::{Event, EventKind, Facts, Instant};
use crate::tell::speech::people::Cast;

/// Labels at most; what else happened is a tick. More would not be read, and must fit a page beside the parts.
const MOST_LABELS: usize = 10;

/// Ticks at most: beyond that they are a grey bar.
const MOST_TICKS: usize = 400;

/// A drawn timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The SVG, complete with its text alternative.
    pub svg: String,
    /// What the viewer must know to read it.
    pub caption: String,
}

/// What makes an entry worth a label, the most important first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    Change,
    FirstSignal,
    Resolved,
    Mitigated,
    Detected,
    Started,
    Decision,
    Step,
    Suspicion,
    Check,
}

impl Role {
    fn word(self) -> &'static str {
        match self {
            Role::Change => "change",
            Role::FirstSignal => "first signal",
            Role::Resolved => "resolved",
            Role::Mitigated => "mitigated",
            Role::Detected => "detected",
            Role::Started => "impact starts",
            Role::Decision => "decision",
            Role::Step => "mitigation",
            Role::Suspicion => "suspicion",
            Role::Check => "check",
        }
    }

    /// The colour's name in the style sheet.
    fn class(self) -> &'static str {
        match self {
            Role::Change => "change",
            Role::FirstSignal | Role::Detected | Role::Started => "signal",
            Role::Decision | Role::Suspicion | Role::Check => "decision",
            Role::Resolved | Role::Mitigated | Role::Step => "fix",
        }
    }

    /// The kinds of entries that can be this key time, when it stands elsewhere in the document.
    fn fits(self, kind: EventKind) -> bool {
        match self {
            Role::Change => kind == EventKind::Change,
            Role::Started => kind == EventKind::Signal,
            Role::Detected => matches!(kind, EventKind::Signal | EventKind::Detection),
            Role::Mitigated => matches!(kind, EventKind::Mitigation | EventKind::Recovery),
            Role::Resolved => kind == EventKind::Recovery,
            _ => false,
        }
    }
}

/// An entry, placed in time.
#[derive(Debug)]
pub(crate) struct Mark {
    seconds: i64,
    time: String,
    roles: Vec<Role>,
    text: String,
    labelled: bool,
}

/// A phase, placed in time.
#[derive(Debug)]
pub(crate) struct Band {
    kind: PhaseKind,
    from: i64,
    to: i64,
}

/// Draws the timeline of an incident, other people's names as the cast has them. `None` where the document dates nothing.
pub fn picture(facts: &Facts, cast: &Cast) -> Option<Picture> {
    let keys = keys(facts);
    let all: Vec<&Instant> = facts.timeline.iter().map(|e| &e.at).chain(keys.iter().map(|(_, at)| *at)).collect();
    let measure = Measure::new(&all);
    let clock = Clock::new(&all);
    let over = facts.times.resolved.as_ref();
    let aftermath = |event: &Event| {
        event.kind == EventKind::FollowUp && over.is_some_and(|o| event.at.seconds_since(o).is_some_and(|s| s > 0))
    };
    let mut marks: Vec<(Mark, &Cite, EventKind)> = Vec::new();
    for (index, event) in facts.timeline.iter().enumerate().filter(|(_, e)| !aftermath(e)) {
        let Some(seconds) = measure.seconds(&event.at, Some(index)) else { continue };
        let role = match event.kind {
            EventKind::Decision => Some(Role::Decision),
            EventKind::Mitigation => Some(Role::Step),
            EventKind::Hypothesis => Some(Role::Suspicion),
            EventKind::Test => Some(Role::Check),
            _ => None,
        };
        let text = escape(&cast.cast(&event.text), Escape::Text);
        let mark =
            Mark { seconds, time: clock.time(&event.at), roles: role.into_iter().collect(), text, labelled: false };
        marks.push((mark, &event.cite, event.kind));
    }
    // A reading from before it began ("the canary looks fine") is no signal of it.
    let began = facts.times.started.as_ref().and_then(|at| measure.seconds(at, None));
    let signal = |(mark, _, kind): &&mut (Mark, &Cite, EventKind)| {
        matches!(kind, EventKind::Signal | EventKind::Detection) && began.is_none_or(|began| mark.seconds >= began)
    };
    if let Some((first, ..)) = marks.iter_mut().find(signal) {
        first.roles.push(Role::FirstSignal);
    }
    for (role, at) in keys {
        let here = marks.iter_mut().find(|(mark, cite, kind)| {
            **cite == at.cite && clock.time(at) == mark.time
                || measure.seconds(at, None) == Some(mark.seconds) && role.fits(*kind)
        });
        if let Some((mark, ..)) = here {
            mark.roles.push(role);
        } else if let Some(seconds) = measure.seconds(at, None) {
            let mark = Mark { seconds, time: clock.time(at), roles: vec![role], text: String::new(), labelled: false };
            marks.push((mark, &at.cite, EventKind::Other));
        }
    }
    let mut marks: Vec<Mark> = marks.into_iter().map(|(mark, ..)| mark).collect();
    marks.sort_by_key(|mark| mark.seconds);
    marks.iter_mut().for_each(|mark| mark.roles.sort_unstable());
    choose(&mut marks);
    if !marks.iter().any(|mark| mark.labelled) {
        return None;
    }
    let bands = timeline::phases(facts).into_iter().filter_map(|phase| {
        let (from, to) = (measure.seconds(&phase.from, None)?, measure.seconds(&phase.to, None)?);
        Some(Band { kind: phase.kind, from, to })
    });
    let drawing = svg::draw(&marks, &bands.collect::<Vec<_>>());
    let mut caption = clock.caption;
    if !measure.to_scale() {
        caption.push("In the document's order, not to scale: it does not say how far apart these are.".to_owned());
    } else if drawing.shortened {
        caption.push("Dashed: a long gap, drawn shorter than it was.".to_owned());
    }
    Some(Picture { svg: drawing.svg, caption: caption.join(" ") })
}

/// The key times with the role that they give an entry.
fn keys(facts: &Facts) -> Vec<(Role, &Instant)> {
    let times = &facts.times;
    let keys = [
        (Role::Change, facts.change.as_ref().and_then(|c| c.at.as_ref())),
        (Role::Started, times.started.as_ref()),
        (Role::Detected, times.detected.as_ref()),
        (Role::Mitigated, times.mitigated.as_ref()),
        (Role::Resolved, times.resolved.as_ref()),
    ];
    keys.into_iter().filter_map(|(role, at)| Some((role, at?))).collect()
}

/// Labels for the most important entries; ticks for the others, as many as can be told apart.
fn choose(marks: &mut Vec<Mark>) {
    let mut order: Vec<(Role, usize)> =
        marks.iter().enumerate().filter_map(|(i, mark)| Some((*mark.roles.first()?, i))).collect();
    order.sort_unstable();
    for (_, index) in order.into_iter().take(MOST_LABELS) {
        if let Some(mark) = marks.get_mut(index) {
            mark.labelled = true;
        }
    }
    // An incident of which no entry has a role still has a beginning and an end.
    if !marks.iter().any(|mark| mark.labelled) {
        let last = marks.len().saturating_sub(1);
        marks.iter_mut().enumerate().filter(|(i, _)| *i == 0 || *i == last).for_each(|(_, mark)| mark.labelled = true);
    }
    let mut ticks = 0;
    marks.retain(|mark| {
        ticks += usize::from(!mark.labelled);
        mark.labelled || ticks <= MOST_TICKS
    });
}

/// Turns instants into seconds from a common beginning.
struct Measure<'a> {
    /// `None` where the document does not say how far apart the entries are: they stand in their order then.
    base: Option<&'a Instant>,
}

impl<'a> Measure<'a> {
    /// Measures from the first instant from which most others can be reached.
    fn new(all: &[&'a Instant]) -> Self {
        let reach = |base: &Instant| all.iter().filter(|at| at.seconds_since(base).is_some()).count();
        let mut candidates = all.iter().filter(|at| at.seconds_since(at).is_some()).take(3);
        let base = candidates.clone().find(|at| 2 * reach(at) > all.len()).or_else(|| candidates.next());
        Measure { base: base.copied().filter(|base| reach(base) > 1 || all.len() == 1) }
    }

    fn to_scale(&self) -> bool {
        self.base.is_some()
    }

    fn seconds(&self, at: &Instant, index: Option<usize>) -> Option<i64> {
        match self.base {
            Some(base) => at.seconds_since(base),
            None => i64::try_from(index?).ok(),
        }
    }
}

/// Shows times as short as they can be: the day and the zone once, if they are the same for all.
struct Clock {
    days: bool,
    zones: bool,
    caption: Vec<String>,
}

impl Clock {
    fn new(all: &[&Instant]) -> Self {
        let mut days: Vec<_> = all.iter().filter_map(|at| at.local_time()).map(|t| t.date()).collect();
        days.sort_unstable();
        days.dedup();
        let mut zones: Vec<&str> = all.iter().map(|at| at.zone.as_deref().unwrap_or("")).collect();
        zones.sort_unstable();
        zones.dedup();
        let mut caption = Vec::new();
        let zone = match zones.as_slice() {
            [""] => "The document gives no time zone.".to_owned(),
            [zone] => format!("All times {}.", escape(zone, Escape::Text)),
            _ => String::new(),
        };
        if let [day] = days.as_slice() {
            caption.push(format!("{}.", day.format("%-d %B %Y")));
        }
        caption.push(zone);
        caption.retain(|c| !c.is_empty());
        Clock { days: days.len() > 1, zones: zones.len() > 1, caption }
    }

    fn time(&self, at: &Instant) -> String {
        let Some(local) = at.local_time() else { return escape(&at.surface, Escape::Text) };
        let zone = at.zone.as_deref().filter(|_| self.zones).map(|z| format!(" {}", escape(z, Escape::Text)));
        let pattern = if self.days { "%-d %b %H:%M" } else { "%H:%M" };
        local.format(pattern).to_string() + &zone.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
