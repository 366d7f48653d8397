//! Goes through a document's times in order and gives each its day and zone, as far as the document determines them.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta};

use crate::document::{Document, Kind};
use crate::facts::{Inferred, Instant, Precision};
use crate::section::is_name;

use super::afternoon;
use super::days::{self, Days};
use super::gather::{Gathered, Sighting};
use super::zone::{self, Known};
use super::zones::{Named, Zones};
use super::{Mention, iso};

/// A clock that turns back by this many seconds between two entries in order has passed midnight. Less is an entry out of
/// order, which real timelines have often.
const MIDNIGHT: i64 = 8 * 3600;

/// What carries over from one time to the next.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    /// The section that it holds for: the innermost heading that is no entry itself.
    group: Option<Option<usize>>,
    /// The day of the last entry.
    day: Option<NaiveDate>,
    /// Whether that day was written in this group, or comes from outside of it.
    own: bool,
    /// The clock of the last entry, in seconds.
    clock: Option<i64>,
    /// The block of the last time of the day.
    list: Option<usize>,
    /// The block that the last entry began.
    entry: Option<usize>,
    /// The paragraph that the clock was read in.
    block: Option<usize>,
}

pub(super) struct Resolver<'a> {
    pub doc: &'a Document,
    pub zones: &'a Zones,
    pub days: &'a Days,
}

impl Resolver<'_> {
    pub(super) fn run(&self, gathered: &Gathered) -> Vec<Mention> {
        let all = &gathered.sightings;
        let timed: Vec<bool> = (0..self.doc.blocks.len()).map(|_| false).collect();
        let timed = all.iter().fold(timed, |mut timed, s| {
            if let Some(t) = timed.get_mut(s.span.block) {
                *t |= s.starts && s.stamp.clock.is_some();
            }
            timed
        });
        let groups: Vec<Option<usize>> = (0..self.doc.blocks.len()).map(|b| self.group(b, &timed)).collect();
        let group = |s: &Sighting| groups.get(s.span.block).copied().flatten();
        let mut backward = Vec::new();
        let mut state = State::default();
        let mut mentions: Vec<Mention> = Vec::with_capacity(all.len());
        let mut seen = 0;
        for (i, s) in all.iter().enumerate() {
            let here = group(s);
            if s.code || s.matter || s.epoch.is_some() {
                let mention = self.alone(s);
                if let Some(at) = mention.utc.filter(|_| s.epoch.is_some()) {
                    state = State { group: Some(here), day: Some(at.date()), own: true, ..State::default() };
                }
                mentions.push(mention);
                continue;
            }
            let begins = s.starts && s.stamp.clock.is_some();
            // Another section, or a list of another make in the same one, begins anew.
            let other = begins && s.stamp.day.is_none() && state.list.is_some_and(|b| !self.alike(b, s.span.block));
            if state.group != Some(here) || other {
                state = self.enter(here, state, all, i, &group, other);
                backward = if newest_first(all, i, &group) { vec![here] } else { Vec::new() };
            }
            seen += usize::from(self.days.counts(s.stamp.day));
            let mate =
                i.checked_sub(1).and_then(|p| all.get(p).zip(mentions.get(p))).filter(|(p, _)| p.stamp.until_next);
            let day = self.day(s, all, i, mate, &mut state, seen, !backward.is_empty());
            let zone = self.zone(s, all, i, mate);
            // The walk keeps the clock of an entry as it is meant.
            let shifted = |c: i64| begins && mate.is_none() && state.clock == Some(c + afternoon::NOON);
            let later = if s.stamp.clock.is_some_and(|c| shifted(c.seconds())) { afternoon::NOON } else { 0 };
            mentions.push(self.mention(s, day, zone, later));
            if begins {
                state.entry = Some(s.span.block);
            }
            if s.stamp.clock.is_some() {
                state.list = Some(s.span.block);
            }
        }
        for i in 0..mentions.len().saturating_sub(1) {
            if all.get(i).is_some_and(|s| s.stamp.until_next)
                && let Some(m) = mentions.get_mut(i)
            {
                m.until = Some(i + 1);
            }
        }
        mentions
    }

    /// The innermost heading above a block that is no entry of a timeline itself.
    fn group(&self, block: usize, timed: &[bool]) -> Option<usize> {
        let path = self.doc.blocks.get(block).map(|b| b.path.as_slice()).unwrap_or_default();
        path.iter().rev().copied().find(|h| !timed.get(*h).copied().unwrap_or(false))
    }

    /// Whether a block is an entry of a timeline or stands below it.
    fn inside(&self, block: usize, entry: usize) -> bool {
        block == entry
            || self.doc.blocks.get(block).is_some_and(|b| b.path.contains(&entry))
            || self.doc.ancestors(block).any(|b| b == entry)
    }

    /// Whether two blocks are of one kind, so that they may be entries of one list.
    fn alike(&self, a: usize, b: usize) -> bool {
        let kind = |i: usize| self.doc.blocks.get(i).map(|b| std::mem::discriminant(&b.kind));
        kind(a) == kind(b)
    }

    /// The day with which a section begins.
    fn enter(
        &self,
        group: Option<usize>,
        before: State,
        all: &[Sighting],
        at: usize,
        groups: &impl Fn(&Sighting) -> Option<usize>,
        other: bool,
    ) -> State {
        let chain = group.into_iter().chain(
            group
                .and_then(|g| self.doc.blocks.get(g))
                .map(|b| b.path.iter().rev().copied().collect::<Vec<_>>())
                .unwrap_or_default(),
        );
        let level = |h: usize| matches!(self.doc.blocks.get(h).map(|b| &b.kind), Some(Kind::Heading { level: 1 }));
        let heading = chain.filter(|h| !level(*h)).find_map(|h| {
            let s = all.iter().take(at + 1).rev().take(400).find(|s| s.span.block == h && s.stamp.day.is_some())?;
            self.days.resolve(s.stamp.day?, 0).map(|d| d.0)
        });
        // Another outermost heading is another document on the same page, unless it is the name of a section.
        let top =
            |g: Option<usize>| g.map(|g| self.doc.blocks.get(g).and_then(|b| b.path.first().copied()).unwrap_or(g));
        let section = || top(group).is_some_and(|h| is_name(self.doc.text(h, 0).as_str()));
        let same = before.group.is_none_or(|g| g.is_none() || top(g) == top(group) || section());
        let carried = before.day.filter(|_| before.own && same);
        let carried = carried.map(|day| self.first_day(all, at, day).unwrap_or(day));
        // Another list in the same section begins with the day of the file, if the document speaks of that day.
        let again = self.days.filed.filter(|filed| other && self.days.names(*filed));
        let strong = heading.or(self.days.stated).or(self.days.titled).or(again).or(carried);
        let weak = || {
            // A day of writing cannot begin a list that goes on with an earlier day.
            let later = all
                .iter()
                .skip(at)
                .take_while(|s| groups(s) == group)
                .filter(|s| s.starts)
                .find_map(|s| self.days.resolve(s.stamp.day?, 0));
            self.days.filed.filter(|filed| later.is_none_or(|(d, _)| d >= *filed))
        };
        let day = strong.or_else(weak).or(before.day.filter(|_| same)).or(self.days.given);
        State { group: Some(group), day, own: heading.is_some() || carried.is_some(), ..State::default() }
    }

    /// "3 May 14:00 – 4 May 03:30", and below it a list that begins at 14:00: the day on which the range begins, if `last` is
    /// that on which it ends.
    fn first_day(&self, all: &[Sighting], at: usize, last: NaiveDate) -> Option<NaiveDate> {
        const EARLIER: i64 = 3600;
        const LONGEST: i64 = 3;
        let end = all.iter().take(at).rposition(|s| s.stamp.day.is_some())?;
        let start = all.get(end.checked_sub(1)?).filter(|s| s.stamp.until_next)?;
        let first = self.days.resolve(start.stamp.day?, 0)?.0;
        let clock = |s: &Sighting| s.stamp.clock.map(|c| c.seconds());
        let begins = clock(all.get(at)?)? + EARLIER >= clock(start)?;
        (begins && (1..=LONGEST).contains(&(last - first).num_days())).then_some(first)
    }

    /// The day of a time, and whether it and its year were carried over.
    #[allow(clippy::too_many_arguments)] // the state of one walk, used at one place
    fn day(
        &self,
        s: &Sighting,
        all: &[Sighting],
        i: usize,
        mate: Option<(&Sighting, &Mention)>,
        state: &mut State,
        seen: usize,
        backward: bool,
    ) -> Option<(NaiveDate, Vec<Inferred>)> {
        let clock = s.stamp.clock.map(|c| c.seconds());
        let entry = s.starts && mate.is_none();
        if let Some(written) = s.stamp.day {
            written.day?;
            let found = self.days.resolve(written, seen);
            let settles = entry || s.stamp.clock.is_some() || self.near(found.map(|f| f.0), state);
            // A day inside of an entry, or at the end of its range, is not the day of the next one.
            if settles
                && (entry || !state.entry.is_some_and(|b| self.inside(s.span.block, b)))
                && mate.is_none_or(|(m, _)| !m.starts)
            {
                *state = State { day: found.map(|f| f.0), own: true, clock: clock.filter(|_| entry), ..*state };
            }
            return found.map(|(date, year)| (date, if year { vec![Inferred::Year] } else { Vec::new() }));
        }
        let carried = |date: NaiveDate| Some((date, vec![Inferred::Date]));
        if let Some((_, start)) = mate {
            // The end of a range is at or after its start.
            let (from, to) = (start.local?, clock?);
            let same = from.date().and_hms_opt(0, 0, 0)? + TimeDelta::seconds(to);
            return carried(if same < from { days::moved(from.date(), 1)? } else { from.date() });
        }
        let base =
            state.day.or(self.days.stated).filter(|_| self.days.stated.is_none() || state.own || state.day.is_some());
        if let Some(date) = self.of_range(s, all.get(i + 1), seen, base) {
            return carried(date);
        }
        if let Some(shift) = s.stamp.shift {
            let date = days::moved(base?, shift.into())?;
            // "The night before" looks back; only what goes on moves the day for what follows.
            if shift > 0 || entry {
                *state = State { day: Some(date), own: true, clock: clock.filter(|_| entry), ..*state };
            }
            return carried(date);
        }
        if let Some(name) = s.stamp.weekday {
            // "The firewall change of Saturday" inside of an entry: which Saturday is not said, and the next entry is
            // still on the day of this one.
            if !entry && s.stamp.clock.is_none() && state.entry == Some(s.span.block) {
                return None;
            }
            let date = days::weekday(base?, name, backward)?;
            if (date - base?).num_days().abs() <= 6 {
                *state = State { day: Some(date), own: true, clock: clock.filter(|_| entry), ..*state };
            }
            return carried(date);
        }
        let mut clock = clock?;
        if entry && !backward && afternoon::goes_on(s, self.surface(s), state.clock, all) {
            clock += afternoon::NOON;
        }
        if let Some(date) = self.beside(s, all, i, seen) {
            *state = State { day: Some(date), own: true, clock: Some(clock), ..*state };
            return carried(date);
        }
        let turned = |last: i64| if backward { clock - last >= MIDNIGHT } else { last - clock >= MIDNIGHT };
        if entry {
            // "Unless noted otherwise, all events happened on …": an entry without a day is on that one, whatever stands above it.
            let day = match self.days.stated {
                Some(stated) if state.day.is_none_or(|d| d != stated) && !self.after_midnight(state, stated) => {
                    Some(stated)
                }
                _ if state.clock.is_some_and(turned) => days::moved(base?, if backward { -1 } else { 1 }),
                _ => base,
            };
            *state = State { day, clock: Some(clock), ..*state };
            return carried(day?);
        }
        // Within a sentence: a time far behind the last one may be earlier that day or after midnight.
        match state.clock {
            Some(last)
                if last - clock >= MIDNIGHT + MIDNIGHT / 2 && (self.is_end(s) || state.block == Some(s.span.block)) =>
            {
                let next = self.is_end(s).then(|| days::moved(base?, 1)).flatten()?;
                *state = State { day: Some(next), clock: Some(clock), ..*state };
                carried(next)
            }
            _ => {
                let listed = self
                    .doc
                    .blocks
                    .get(s.span.block)
                    .is_some_and(|b| matches!(b.kind, Kind::Row | Kind::Item { .. } | Kind::Heading { .. }));
                // "07:15 it had finished at 18:49": the time inside does not move the clock for the next entry.
                if !listed && state.entry != Some(s.span.block) {
                    *state = State { clock: Some(clock), block: Some(s.span.block), ..*state };
                }
                carried(base?)
            }
        }
    }

    /// "from 10:05 to 11:30 on 3 May": the day behind the range is that of its start, too, unless the day before is spoken of
    /// already or midnight lies between.
    fn of_range(
        &self,
        s: &Sighting,
        end: Option<&Sighting>,
        seen: usize,
        base: Option<NaiveDate>,
    ) -> Option<NaiveDate> {
        const NEAR: i64 = 3;
        let end = end.filter(|_| s.stamp.until_next)?;
        let date = self.days.resolve(end.stamp.day?, seen)?.0;
        let within = s.stamp.clock?.seconds() <= end.stamp.clock?.seconds();
        let spans = base.is_some_and(|base| (1..=NEAR).contains(&(date - base).num_days()));
        (within && !spans).then_some(date)
    }

    /// Whether the state's day follows the stated one because midnight was passed.
    fn after_midnight(&self, state: &State, stated: NaiveDate) -> bool {
        state.clock.is_some() && !state.own && state.day.is_some_and(|d| d > stated)
    }

    /// Whether a day in the middle of a sentence is near the one spoken of: "introduced on March 3" is history.
    fn near(&self, found: Option<NaiveDate>, state: &State) -> bool {
        found.is_some_and(|date| state.day.or(self.days.titled).is_none_or(|day| (date - day).num_days().abs() <= 7))
    }

    /// The day that another cell of the same row names.
    fn beside(&self, s: &Sighting, all: &[Sighting], i: usize, seen: usize) -> Option<NaiveDate> {
        if !s.alone || self.doc.blocks.get(s.span.block)?.kind != Kind::Row {
            return None;
        }
        let row = |o: &&Sighting| o.span.block == s.span.block;
        let other = |o: &Sighting| o.alone && o.stamp.clock.is_none() && o.stamp.day.is_some_and(|d| d.day.is_some());
        let near = all
            .iter()
            .skip(i + 1)
            .take_while(row)
            .take(8)
            .chain(all.iter().take(i).rev().take_while(row).take(8))
            .find(|o| other(o))?;
        self.days.resolve(near.stamp.day?, seen).map(|d| d.0)
    }

    /// "by 00:30", "until 01:10": what ends there comes later.
    fn is_end(&self, s: &Sighting) -> bool {
        let before = self.doc.text(s.span.block, s.span.cell).get(0..s.span.range.start).trim_end();
        ["by", "until", "till"].iter().any(|w| before.ends_with(w))
    }

    fn zone(
        &self,
        s: &Sighting,
        all: &[Sighting],
        i: usize,
        mate: Option<(&Sighting, &Mention)>,
    ) -> Option<(Named, bool)> {
        let named = |s: &Sighting| {
            let (range, known) = s.stamp.zone.as_ref()?;
            Some(Named { name: self.doc.text(s.span.block, s.span.cell).get(range.clone()).to_owned(), known: *known })
        };
        let ahead = || all.get(i + 1).filter(|_| s.stamp.until_next).and_then(named);
        let behind = || mate.and_then(|(m, _)| named(m));
        s.stamp.clock?;
        named(s).map(|n| (n, false)).or_else(|| {
            ahead().or_else(behind).or_else(|| self.zones.of(self.doc, &s.span, s.starts)).map(|n| (n, true))
        })
    }

    /// A time that takes nothing from its surroundings: in code, in front matter, an epoch.
    fn alone(&self, s: &Sighting) -> Mention {
        if let Some(utc) = s.epoch.and_then(|e| DateTime::from_timestamp(e, 0)) {
            let utc = utc.naive_utc();
            let precision = Precision::Second;
            return self.build(
                s,
                Some(utc),
                Some(Named { name: "UTC".into(), known: Known::Sure { rule: zone::Rule::Fixed(0), season: None } }),
                precision,
                Vec::new(),
            );
        }
        let day = s
            .stamp
            .day
            .and_then(|d| self.days.resolve(d, 0))
            .map(|(date, year)| (date, if year { vec![Inferred::Year] } else { Vec::new() }));
        let zone = s.stamp.zone.as_ref().map(|(range, known)| {
            (
                Named { name: self.doc.text(s.span.block, s.span.cell).get(range.clone()).to_owned(), known: *known },
                false,
            )
        });
        self.mention(s, day, zone, 0)
    }

    /// The words of a time.
    fn surface(&self, s: &Sighting) -> &str {
        self.doc.text(s.span.block, s.span.cell).get(s.span.range.clone())
    }

    /// `later`: by how many seconds it is meant to be later than it is written.
    fn mention(
        &self,
        s: &Sighting,
        day: Option<(NaiveDate, Vec<Inferred>)>,
        zone: Option<(Named, bool)>,
        later: i64,
    ) -> Mention {
        let precision = match (s.stamp.clock, s.stamp.day) {
            (Some(c), _) if c.second.is_some() => Precision::Second,
            (Some(c), _) if c.minute.is_some() => Precision::Minute,
            (Some(_), _) => Precision::Hour,
            (None, Some(d)) if d.day.is_none() => Precision::Month,
            _ => Precision::Day,
        };
        let mut inferred = Vec::new();
        let local = day.and_then(|(date, mut how)| {
            inferred.append(&mut how);
            date.and_hms_opt(0, 0, 0)?
                .checked_add_signed(TimeDelta::seconds(s.stamp.clock.map_or(0, |c| c.seconds() + later)))
        });
        if later > 0 {
            inferred.push(Inferred::Meridiem);
        }
        let zone = zone.map(|(named, carried)| {
            if carried {
                inferred.push(Inferred::Zone);
            }
            named
        });
        self.build(s, local, zone, precision, inferred)
    }

    fn build(
        &self,
        s: &Sighting,
        local: Option<NaiveDateTime>,
        zone: Option<Named>,
        precision: Precision,
        inferred: Vec<Inferred>,
    ) -> Mention {
        let text = self.doc.text(s.span.block, s.span.cell);
        let is_clock = s.stamp.clock.is_some() || s.epoch.is_some();
        let known = zone.as_ref().map(|z| z.known);
        let utc = local
            .filter(|_| is_clock)
            .zip(known.and_then(|k| self.zones.rule(k)))
            .and_then(|(local, rule)| zone::to_utc(rule, local));
        let written = |local: NaiveDateTime| match precision {
            _ if is_clock => iso(local),
            Precision::Month => local.format("%Y-%m").to_string(),
            _ => local.date().to_string(),
        };
        let instant = Instant {
            surface: text.get(s.span.range.clone()).to_owned(),
            local: local.map(written),
            zone: zone.map(|z| z.name),
            utc: utc.map(|utc| iso(utc) + "Z"),
            precision,
            inferred,
            cite: text.cite(s.span.range.clone()),
            columns: text.columns(s.span.range.clone()),
        };
        Mention {
            span: s.span.clone(),
            instant,
            local,
            utc,
            zone: known,
            is_clock,
            starts: s.starts,
            alone: s.alone,
            code: s.code,
            matter: s.matter,
            until: None,
            within_year: s
                .stamp
                .day
                .filter(|d| d.year.is_none() && !d.garbled)
                .and_then(|d| Some((d.month, d.day?, s.stamp.clock?.seconds()))),
        }
    }
}

/// Whether the entries of the section that begins at `at` go back in time.
fn newest_first(all: &[Sighting], at: usize, group: &impl Fn(&Sighting) -> Option<usize>) -> bool {
    let here = all.get(at).and_then(group);
    let entries =
        all.iter().skip(at).take_while(|s| group(s) == here).filter(|s| s.starts && !s.code && s.stamp.clock.is_some());
    let (mut up, mut down, mut last) = (0, 0, None);
    for s in entries {
        let key = (s.stamp.day.map(|d| (d.year, d.month, d.day)), s.stamp.clock.map(|c| c.seconds()));
        if let Some(before) = last
            && before != key
        {
            if before < key { up += 1 } else { down += 1 }
        }
        last = Some(key);
    }
    down >= 3 && down > 2 * up
}
