//! The times of a source: what extraction resolved, laid over what stands in the passages, and the lengths of time between them.

use std::collections::{BTreeSet, HashMap};

use super::{Source, touches};
use crate::check::verify::clock::{self, Moment, TimeOfDay};
use crate::check::verify::quantity::Quantity;
use crate::cite::Cite;

/// Clock times of which every difference is kept. Beyond, a log dump would make almost any difference true.
const MOST_CLOCKS: usize = 300;

impl Source<'_> {
    /// Gives the passages the times that extraction resolved (their day, zone and epoch numbers), and computes what can be computed from them.
    pub(super) fn times(&mut self) {
        let facts = self.against.facts;
        let events = facts.timeline.iter().flat_map(|e| std::iter::once(&e.at).chain(e.until.as_ref()));
        let all: Vec<_> = facts.mentions.iter().chain(events).chain(facts.times.known()).collect();
        let mut by_line: HashMap<usize, Vec<usize>> = HashMap::new();
        for (i, passage) in self.passages.iter().enumerate() {
            if let Cite::Lines { lines: [first, last] } = passage.cite {
                (first..=last.min(first + 200)).for_each(|line| by_line.entry(line).or_default().push(i));
            }
        }
        let mut instants = BTreeSet::new();
        for instant in all {
            let moment = clock::of_instant(instant);
            instants.extend(moment.absolute.or(moment.local_absolute));
            match &instant.cite {
                Cite::Lines { lines: [first, last] } => {
                    for id in (*first..=*last.min(&(first + 200))).flat_map(|l| by_line.get(&l)).flatten() {
                        if let Some(p) = self.passages.get_mut(*id)
                            && p.text.contains(instant.surface.trim())
                        {
                            p.moments.push(moment.clone());
                        }
                    }
                }
                cite => {
                    for p in self.passages.iter_mut().filter(|p| touches(&p.cite, cite)) {
                        p.moments.push(moment.clone());
                    }
                }
            }
        }
        self.complete();
        let mut of_day: BTreeSet<i64> = BTreeSet::new();
        for p in &self.passages {
            of_day.extend(p.moments.iter().filter_map(|m| m.clock.map(|c| c.seconds)));
        }
        for set in [instants, of_day] {
            let list: Vec<i64> = set.into_iter().take(MOST_CLOCKS).collect();
            for (i, a) in list.iter().enumerate() {
                self.differences.extend(list.iter().skip(i + 1).map(|b| (b - a).abs()));
            }
        }
        // Over midnight, where no day is known.
        let night: Vec<i64> =
            self.differences.iter().filter(|d| (43_200..86_400).contains(*d)).map(|d| 86_400 - d).collect();
        self.differences.extend(night);
        let d = &facts.durations;
        self.phases = [d.to_detect_s, d.to_mitigate_s, d.to_resolve_s, d.impact_s]
            .into_iter()
            .flatten()
            .chain(facts.change.as_ref().and_then(|c| c.gap_to_first_signal_s).map(i64::abs))
            .chain(d.stated.iter().map(|s| s.seconds))
            .collect();
    }

    /// Gives the scanned times what is known about them from elsewhere: the zone that extraction carried over, and that a document with hours past
    /// noon and no "PM" counts to 24.
    fn complete(&mut self) {
        let scanned = |m: &&Moment| !m.range.is_empty() && m.clock.is_some();
        let all = || self.passages.iter().flat_map(|p| &p.moments);
        let halved = all().filter_map(|m| m.clock).any(|c| c.half);
        let counts_on = all().filter(scanned).filter_map(|m| m.clock).any(|c| c.sure && !c.half);
        let zones: Vec<_> = all().filter_map(|m| m.zone.clone()).collect();
        let only = zones.first().filter(|first| zones.iter().all(|z| z.1 == first.1)).cloned();
        for passage in &mut self.passages {
            let resolved: Vec<Moment> = passage.moments.iter().filter(|m| m.range.is_empty()).cloned().collect();
            for moment in passage.moments.iter_mut().filter(|m| !m.range.is_empty()) {
                let Some(clock) = &mut moment.clock else { continue };
                let twin =
                    resolved.iter().find(|r| r.clock.is_some_and(|c| c.seconds % 43_200 == clock.seconds % 43_200));
                if moment.zone.is_none() {
                    moment.zone = twin.and_then(|t| t.zone.clone()).or_else(|| only.clone());
                }
                clock.sure |= counts_on && !halved;
                if let Some(known) = twin.and_then(|t| t.clock).filter(|c| c.sure) {
                    *clock = TimeOfDay { half: clock.half, to_second: clock.to_second, ..known };
                }
            }
        }
    }

    /// Whether two clock times of the source are as far apart as the number says.
    pub fn differs_by(&self, said: &Quantity) -> bool {
        #[allow(clippy::cast_possible_truncation)] // seconds of an incident
        let (low, high) = ((said.value * 0.7) as i64 - 60, (said.value * 1.4) as i64 + 60);
        #[allow(clippy::cast_precision_loss)]
        self.differences.range(low..=high).any(|d| said.says(*d as f64))
    }
}
