//! When it happened: the time before an event, and the times inside of a sentence.

use anyhow::Result;

use super::Teller;
use crate::cite::Cite;
use crate::facts::{Instant, Precision};
use crate::search::has;
use crate::tell::clock::{self, Moment};
use crate::tell::guard::Evidence;
use crate::tell::plan::Beat;
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

    /// Puts what stands in the document's order into that of time: of its event, or of the first time that its words name. One
    /// without any happened no earlier than the timed one before it, if that is of the same text; below the timeline, it comes
    /// first.
    pub fn in_order_of_time<T>(&self, items: Vec<T>, beat: impl Fn(&T) -> (&Beat, Option<&Instant>)) -> Vec<T> {
        // Prose tells it in its own order: a time without its day may be one of the day after.
        if items.iter().all(|item| beat(item).1.is_none()) {
            return items;
        }
        let timeline = &self.facts.timeline;
        let entries = timeline.iter().map(|e| e.cite.clone()).reduce(|all, one| all.union(&one).unwrap_or(all));
        let (mut last, mut last_is_entry) = (None, false);
        let mut keyed = Vec::with_capacity(items.len());
        for item in items {
            let (beat, at) = beat(&item);
            let place = beat.evidence.cites().first();
            let inside =
                place.zip(entries.as_ref()).is_some_and(|(place, all)| place.meets(all) || place.is_within(all));
            let event = at.and_then(|at| timeline.iter().position(|e| e.at == *at)).map(|before| (before + 1, false));
            let own = event.or_else(|| {
                let named = self.named(&beat.source, place?)?;
                Some((timeline.iter().filter(|e| e.at.order() <= named.order()).count(), true))
            });
            if own.is_some() || last_is_entry && !inside {
                (last, last_is_entry) = (own, event.is_some());
            }
            keyed.push((last, item));
        }
        keyed.sort_by_key(|(key, _)| *key);
        keyed.into_iter().map(|(_, item)| item).collect()
    }

    /// The first clock time that the words of this place name, unless it is of something that is told about ("saw that it had
    /// ended at 06:00").
    fn named(&self, words: &str, place: &Cite) -> Option<&Instant> {
        let here = self.facts.mentions.iter().filter(|m| m.cite.meets(place) && !m.surface.is_empty());
        let named = here.filter_map(|m| Some((words.find(&m.surface)?, m))).min_by_key(|(at, _)| *at);
        let (at, mention) = named?;
        let told = words.get(..at).is_some_and(|before| has(before, " that "));
        (mention.precision <= Precision::Minute && !told).then_some(mention)
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
    use crate::facts::{Event, EventKind, Facts};
    use crate::tell::{Options, Voice};

    #[test]
    fn what_stands_behind_an_entry_is_not_told_before_it() {
        let at = |time: &str, line| clock::tests::instant("", Some(time), None, line);
        let event = |time, line| Event {
            at: at(time, line),
            until: None,
            text: String::new(),
            actors: vec![],
            kind: EventKind::Other,
            cite: Cite::lines(line, line),
        };
        let (nine, ten) = ("2031-02-03T09:00:00", "2031-02-03T10:00:00");
        let half_past = clock::tests::instant("09:30", Some("2031-02-03T09:30:00"), None, 3);
        let timeline = vec![event(nine, 14), event(ten, 11)];
        let facts = Facts { timeline, mentions: vec![half_past], ..Facts::default() };
        let (options, voice) = (Options::default(), Voice::load(None).unwrap());
        let beat = |source: &str, line, time: Option<&str>| Beat {
            source: source.to_owned(),
            at: time.map(|time| at(time, line)),
            evidence: Evidence::of(source, &Cite::lines(line, line)),
            ..Beat::default()
        };
        let beats = vec![
            beat("above all", 2, None),
            beat("half done by 09:30", 3, None),
            beat("at ten", 11, Some(ten)),
            beat("below ten", 12, None),
            beat("at nine", 14, Some(nine)),
            beat("below all", 40, None),
        ];
        let beats = Teller::new(&facts, &options, &voice).in_order_of_time(beats, |b| (b, b.at.as_ref()));
        let told: Vec<&str> = beats.iter().map(|b| b.source.as_str()).collect();
        assert_eq!(told, ["above all", "below all", "at nine", "half done by 09:30", "at ten", "below ten"]);
    }
}
