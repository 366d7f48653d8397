//! When it happened: the time before an event, and the times inside of a sentence.

use anyhow::Result;

use super::Teller;
use crate::cite::Cite;
use crate::facts::{Event, Instant};
use crate::tell::clock::{self, Moment};
use crate::tell::guard::Evidence;
use crate::tell::speech::words::capitalize;

impl Teller<'_> {
    /// The text with its times as they are said ("2019-10-21 01:38 UTC" → "October 21, 2019 at 1:38 AM UTC"), and what was put in.
    pub(super) fn retime(&self, text: &str, cite: &Cite) -> (String, Vec<String>) {
        let mut here: Vec<&Instant> = self.facts.mentions.iter().filter(|m| m.cite.meets(cite)).collect();
        here.retain(|m| !m.surface.is_empty() && text.contains(&m.surface));
        here.sort_by_key(|m| std::cmp::Reverse(m.surface.len()));
        let mut text = text.to_owned();
        let mut said = Vec::new();
        for mention in here {
            let (Some(spoken), Some(at)) = (self.clock.inline(mention), text.find(&mention.surface)) else { continue };
            let end = at + mention.surface.len();
            // "Monday between 08:40 and …": the day and the word that opens the range stay as they are.
            let at = match [" between ", " from "].into_iter().find(|w| mention.surface.contains(w)) {
                None => at,
                // "14 May, between 08:40": said with its day.
                Some(word) if mention.surface.split(word).next().is_some_and(|day| spoken.starts_with(day)) => at,
                Some(_) if !spoken.starts_with(|c: char| c.is_ascii_digit()) => continue,
                Some(word) => at + mention.surface.find(word).unwrap_or_default() + word.len(),
            };
            let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            let (before, after) = (text.get(..at).unwrap_or(""), text.get(end..).unwrap_or(""));
            // "11:05 AM" is another mention, said already.
            let half = after.trim_start().get(..2).is_some_and(|h| ["am", "pm"].contains(&h.to_lowercase().as_str()));
            if half || digit(before.chars().next_back()) || digit(after.chars().next()) {
                continue;
            }
            let mut before = before.to_owned();
            // "At 2019-10-21 01:38" is a day first.
            if spoken.starts_with(char::is_alphabetic) {
                if before == "At " {
                    before = "On ".to_owned();
                } else if let Some(stem) = before.strip_suffix(" at ") {
                    before = format!("{stem} on ");
                }
            }
            text = format!("{before}{spoken}{after}");
            said.push(spoken);
        }
        (text, said)
    }

    /// "At 4:58 PM UTC", "Four minutes later, at 5:02", "The next day at 9:10 AM", and the evidence for it.
    pub(super) fn when(&mut self, at: &Instant, evidence: Evidence) -> Result<(String, Evidence)> {
        let moment = Moment::of(at);
        let evidence = evidence.with(&at.surface, &at.cite);
        let gap = self.last.as_ref().and_then(|last| clock::between(last, at));
        let new_day = match (self.clock.date, moment.date) {
            (Some(known), Some(date)) if known != date => Some((known, date)),
            _ => None,
        };
        let last = self.last.replace(at.clone());
        let mut day_time = None;
        if let Some((known, date)) = new_day {
            self.clock.repeat();
            let time = self.clock.time(at).unwrap_or_default();
            day_time = Some(time.clone());
            self.clock.date = Some(date);
            let days = (date - known).num_days();
            if days == 1 && last.is_some() {
                let said = self.say("when-next-day", &[("time", &time)])?;
                let evidence = evidence.saying(&time);
                return Ok((said, last.iter().fold(evidence, |e, l| e.with(&l.surface, &l.cite))));
            }
            if let Some(mention) = self.mention_of(date) {
                let spoken = clock::spoken_date(date, false);
                let said = self.say("when-date", &[("date", &spoken), ("time", &time)])?;
                return Ok((said, evidence.saying(&time).instant(&mention, &spoken)));
            }
            if let (Some(last), 2..=60) = (&last, days.abs()) {
                let number = clock::in_words(days.abs());
                let said = self.say(
                    if days > 0 { "when-days-later" } else { "when-days-before" },
                    &[("days", &number), ("time", &time)],
                )?;
                return Ok((said, evidence.saying(&time).saying(&number).with(&last.surface, &last.cite)));
            }
        }
        if self.clock.date.is_none() {
            self.clock.date = moment.date;
        }
        if let (Some(gap), Some(last)) = (gap, &last) {
            let evidence = evidence.clone().with(&last.surface, &last.cite);
            if gap.num_seconds() == 0 && at.surface == last.surface {
                return Ok((self.say("when-same", &[])?, evidence));
            }
            if let Some(words) =
                clock::spoken_gap(gap).filter(|_| gap.num_minutes() <= 90 && gap.num_seconds() % 60 == 0)
            {
                let spoken = capitalize(&words);
                // The clock time is said every other time; between, the gap alone carries on.
                let turn = self.turns.entry("when-turn").or_insert(0);
                *turn += 1;
                if turn.is_multiple_of(3) {
                    let time = self.clock.time(at).unwrap_or_default();
                    let said = self.say("when-later", &[("gap", &spoken), ("time", &time)])?;
                    return Ok((said, evidence.saying(&words).saying(&time)));
                }
                if *turn % 3 == 2 {
                    return Ok((self.say("when-later-short", &[("gap", &spoken)])?, evidence.saying(&words)));
                }
            }
        }
        let time = match day_time {
            Some(time) => time,
            None => self.clock.time(at).unwrap_or_default(),
        };
        if time.is_empty() {
            return Ok((String::new(), evidence));
        }
        Ok((self.say("when", &[("time", &time)])?, evidence.saying(&time)))
    }

    /// The place where the document names this day in words or figures: its title or summary before any time of the timeline.
    pub fn day_named(&self, date: chrono::NaiveDate) -> Option<Instant> {
        let facts = self.facts;
        let quotes = facts.title.iter().chain(&facts.summary).chain(&facts.impact.quotes);
        let named = quotes.into_iter().find_map(|q| clock::named_day(&q.text, date).map(|surface| (q, surface)));
        let Some((quote, surface)) = named else { return self.mention_of(date) };
        Some(Instant {
            surface,
            local: Some(date.format("%Y-%m-%d").to_string()),
            zone: None,
            utc: None,
            precision: crate::facts::Precision::Day,
            inferred: Vec::new(),
            cite: quote.cite.clone(),
            columns: [0, 0],
        })
    }

    /// The entry of the timeline that a place stands in, or below, with more of them behind it: what is told there happened no
    /// earlier.
    pub fn entry_at(&self, place: &Cite) -> Option<&Event> {
        // What stands further below is a text of its own, such as the report behind the updates.
        const NEAR: usize = 10;
        let lines = |cite: &Cite| if let Cite::Lines { lines } = cite { Some(*lines) } else { None };
        let [line, _] = lines(place)?;
        let events = || self.facts.timeline.iter().filter_map(|e| Some((lines(&e.cite)?, e)));
        let inside = events().any(|([_, last], _)| line <= last);
        let (above, entry) = events().filter(|([first, _], _)| *first <= line).max_by_key(|([first, _], _)| *first)?;
        (inside && line <= above[1] + NEAR).then_some(entry)
    }

    /// The place where the document names this day.
    pub fn mention_of(&self, date: chrono::NaiveDate) -> Option<Instant> {
        let named = |i: &&Instant| {
            Moment::of(i).date == Some(date)
                && !i.inferred.contains(&crate::facts::Inferred::Date)
                && i.surface.chars().filter(char::is_ascii_digit).count() >= 2
        };
        self.facts.mentions.iter().chain(self.facts.timeline.iter().map(|e| &e.at)).find(named).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{EventKind, Facts};
    use crate::tell::{Options, Voice};

    #[test]
    fn what_stands_inside_of_the_timeline_has_the_entry_above_it() {
        let event = |first, last| Event {
            at: clock::tests::instant("", None, None, first),
            until: None,
            text: String::new(),
            actors: vec![],
            kind: EventKind::Other,
            cite: Cite::lines(first, last),
        };
        let facts = Facts { timeline: vec![event(10, 11), event(14, 16)], ..Facts::default() };
        let (options, voice) = (Options::default(), Voice::load(None).unwrap());
        let teller = Teller::new(&facts, &options, &voice);
        let above = |line| teller.entry_at(&Cite::lines(line, line)).map(|e| e.cite.clone());
        assert_eq!(above(2), None);
        assert_eq!(above(13), Some(Cite::lines(10, 11)));
        assert_eq!(above(15), Some(Cite::lines(14, 16)));
        assert_eq!(above(18), None, "below all entries");
    }
}
