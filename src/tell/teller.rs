//! What all parts share while a story is told: the facts, the voice, what was said already.

use std::cell::RefCell;
use std::sync::LazyLock;

use anyhow::Result;
use rustc_hash::FxHashMap;

use super::clock::Clock;
use super::guard::{Evidence, fact};
use super::ledger::{Ledger, Words};
use super::pace::Pace;
use super::plan::{Ask, Beat, Item};
use super::speech::address::{has_address, without_address};
use super::speech::openers::{self, Openers};
use super::speech::people::Cast;
use super::speech::tense;
use super::speech::words::{capitalize, lower};
use super::speech::{Happening, Speech, Spoken, finish};
use super::{Options, Voice};
use crate::cite::Cite;
use crate::cite::Quote;
use crate::facts::{Event, Facts, Instant};
use crate::lists::{Phrases, phrases};
use crate::story::Sentence;

mod when;

/// Says what is to be done, or ought to have been: none of what led to the cause.
static PLANS: LazyLock<Phrases> = phrases![
    "we should", "we will ", "we'll ", "i'll ", "i will ", "we must", "we need to", "we plan to", "we are planning",
    "we intend to", "we are going to", "will be reviewed", "further improvements", "for future prevention",
    "corrective actions include", "corrective actions are", "corrective actions will", "to prevent future",
    "to prevent similar", "to prevent recurrence", "to prevent a recurrence", "happening again", "future improvements",
    "going forward",
];

/// Words of an excerpt in a question.
const EXCERPT: usize = 14;

/// What was made of an entry's words and actors.
type Happenings = FxHashMap<(String, Vec<String>), Option<Happening>>;

/// Tells one story.
#[derive(Debug)]
pub struct Teller<'a> {
    /// What was read.
    pub facts: &'a Facts,
    /// How to tell it.
    pub options: &'a Options,
    /// How to speak.
    pub speech: Speech,
    /// How fast.
    pub pace: Pace,
    /// What was told.
    pub ledger: Ledger,
    /// What was said about times.
    pub clock: Clock,
    voice: &'a Voice,
    /// How each sentence is said: several parts ask for the same one, and to say it is most of the work of a story.
    said: RefCell<FxHashMap<String, Option<Spoken>>>,
    /// The same of what happened, with those who acted in it.
    happened: RefCell<Happenings>,
    turns: FxHashMap<&'static str, usize>,
    /// The instant of the last event that was told, for "four minutes later".
    last: Option<Instant>,
}

/// What was said up to some point of the story.
#[derive(Debug, Clone)]
pub struct Mark {
    clock: Clock,
    turns: FxHashMap<&'static str, usize>,
    last: Option<Instant>,
}

impl<'a> Teller<'a> {
    /// A teller who has said nothing yet.
    pub fn new(facts: &'a Facts, options: &'a Options, voice: &'a Voice) -> Self {
        let openers = Openers::learn(openers::texts(facts));
        Teller {
            facts,
            options,
            speech: Speech { cast: Cast::new(facts, &openers, &options.me, options.keep_names), openers },
            pace: Pace::new(options.wpm),
            ledger: Ledger::default(),
            clock: Clock::new(facts),
            voice,
            said: RefCell::default(),
            happened: RefCell::default(),
            turns: FxHashMap::default(),
            last: None,
        }
    }

    /// A sentence as it is said.
    fn sentence(&self, text: &str) -> Option<Spoken> {
        if let Some(known) = self.said.borrow().get(text) {
            return known.clone();
        }
        let spoken = self.speech.sentence(text);
        self.said.borrow_mut().insert(text.to_owned(), spoken.clone());
        spoken
    }

    /// An entry of a timeline as it is said.
    fn clause(&self, text: String, actors: &[String]) -> Option<Happening> {
        let key = (text, actors.to_vec());
        if let Some(known) = self.happened.borrow().get(&key) {
            return known.clone();
        }
        let happening = self.speech.happening(&key.0, actors);
        self.happened.borrow_mut().insert(key, happening.clone());
        happening
    }

    /// What was said so far, to come back to.
    pub fn mark(&self) -> Mark {
        Mark { clock: self.clock.clone(), turns: self.turns.clone(), last: self.last.clone() }
    }

    /// Forgets what was said since.
    pub fn reset(&mut self, mark: Mark) {
        (self.clock, self.turns, self.last) = (mark.clock, mark.turns, mark.last);
    }

    /// A sentence of the source as a beat; `noted` is the pattern for one without a verb, empty where that is not told. `None` if it was told or cannot be said.
    pub fn stated(&self, text: &str, cite: &Cite, noted: &'static str, weight: i32) -> Option<Beat> {
        // The title names what all of it is about.
        let titled = |title: &Quote| title.text.trim().eq_ignore_ascii_case(text.trim());
        let words = Words::of(text);
        if self.ledger.has_words(&words) || self.facts.title.as_ref().is_some_and(titled) {
            return None;
        }
        let Some(event) = self.event_with(text, cite) else { return self.plain(text, &words, cite, noted, weight) };
        let timed = self.happening(text, &words, cite, event, weight).filter(|b| b.pattern == "event");
        timed.or_else(|| {
            let mut beat = self.plain(text, &words, cite, noted, weight)?;
            // Lists of times are written in the present, prose that names its times is not.
            if !event.text.contains(&event.at.surface) {
                beat.texts.iter_mut().for_each(|text| *text = tense::in_the_past(text));
            }
            Some(beat)
        })
    }

    /// Words of the source that are quoted, such as a line of a log.
    pub fn quoted(&self, text: &str, cite: &Cite, pattern: &'static str, weight: i32) -> Option<Beat> {
        let cleaned = super::speech::clean::clean(text).replace('"', "'");
        let words = cleaned.trim_end_matches('.').to_owned();
        let short = (2..=24).contains(&words.split_whitespace().count());
        let tellable =
            short && !has_address(text) && !self.ledger.has(text) && super::speech::speakable::speakable(&words);
        tellable.then(|| Beat {
            weight,
            pattern,
            texts: vec![words],
            evidence: Evidence::of(text, cite),
            source: text.to_owned(),
            words: Words::of(text),
            ..Beat::default()
        })
    }

    /// A sentence of the source, without the time of an event; it is compared with what was told by `words`.
    fn plain(&self, text: &str, words: &Words, cite: &Cite, noted: &'static str, weight: i32) -> Option<Beat> {
        let (retimed, said) = self.retime(text, cite);
        let spoken = self.sentence(&retimed)?;
        if !spoken.clause && noted.is_empty() {
            return None;
        }
        let weight = weight - cost_of_saying(&spoken);
        let pattern = if spoken.clause { "stated" } else { noted };
        let texts = if spoken.clause { spoken.sentences } else { vec![self.speech.openers.lower(&spoken.text())] };
        let evidence = said.iter().fold(Evidence::of(text, cite), |e, s| e.saying(s));
        let (dangling, source, words) = (spoken.dangling, text.to_owned(), words.clone());
        Some(Beat { weight, pattern, texts, evidence, dangling, source, words, ..Beat::default() })
    }

    /// The entry of the timeline that a sentence is a part of.
    fn event_with(&self, text: &str, cite: &Cite) -> Option<&'a Event> {
        let found = |e: &&Event| e.cite.meets(cite) && (e.text.contains(text) || text.contains(&e.text));
        // "At 15:30 the site went down. The root cause was a typo.": that was so at any time.
        let names = ["The root cause ", "The cause ", "Root cause "].iter().any(|head| text.starts_with(head));
        let state = |e: &&Event| names && e.text.contains(text) && !e.text.starts_with(text);
        self.facts.timeline.iter().find(found).filter(|e| !state(e))
    }

    /// The beats of several quotes, told ones left out, the first ones with a little more weight.
    pub fn stated_all(&self, quotes: &[Quote], noted: &'static str, weight: i32) -> Vec<Beat> {
        let falling = |i: usize| weight - i32::try_from(i.min(10)).unwrap_or(10);
        quotes.iter().enumerate().filter_map(|(i, q)| self.stated(&q.text, &q.cite, noted, falling(i))).collect()
    }

    /// An event of the timeline as a beat.
    pub fn happened(&self, event: &Event, weight: i32) -> Option<Beat> {
        let words = Words::of(&event.text);
        if self.ledger.has_words(&words) {
            return None;
        }
        self.happening(&event.text, &words, &event.cite, event, weight)
    }

    /// A text that stands in an entry of the timeline, said with the time of the entry.
    fn happening(&self, text: &str, words: &Words, cite: &Cite, event: &Event, weight: i32) -> Option<Beat> {
        // A sentence that holds its own time is told as it is.
        if !event.at.surface.is_empty() && text.contains(&event.at.surface) {
            return self.plain(text, words, cite, "noted", weight).or_else(|| {
                // What leads into a list, or is no sentence, may follow on what can be told.
                let mut ends = crate::extract::sentence::sentences(text).into_iter().rev().skip(1).map(|s| s.end);
                ends.find_map(|end| {
                    let head = text.get(..end).filter(|head| head.contains(&event.at.surface))?;
                    self.plain(head, &Words::of(head), cite, "noted", weight)
                })
            });
        }
        let (retimed, said) = self.retime(text, cite);
        let evidence = said.iter().fold(Evidence::of(text, cite), |e, s| e.saying(s));
        let at = Some(event.at.clone());
        // A later sentence of the entry may point back to an earlier one.
        let dangling = text != event.text && self.sentence(text).is_some_and(|s| s.dangling);
        let (source, words) = (text.to_owned(), words.clone());
        let base = Beat { weight, at, evidence, dangling, source, words, ..Beat::default() };
        let happening = self.clause(retimed, &event.actors)?;
        // A quotation is word for word, and an address is not said.
        if has_address(text) && !matches!(happening, Happening::Clause(_)) {
            return None;
        }
        Some(match happening {
            Happening::Clause(texts) => Beat { pattern: "event", texts, ..base },
            Happening::Said { who, text } => Beat {
                weight: weight - 12,
                pattern: "event-said",
                values: vec![("who", who)],
                texts: vec![text],
                ..base
            },
            Happening::Quoted(text) => {
                // A quotation inside of ours.
                let text = text.replace(['"', '“', '”'], "'");
                Beat { weight: weight - 20, pattern: "event-quoted", texts: vec![text], ..base }
            }
        })
    }

    /// Events of the timeline that stand at the same place as a quote.
    pub fn event_of(&self, text: &str, cite: &Cite) -> Option<&'a Event> {
        let mut ledger = Ledger::default();
        ledger.claim(text);
        self.facts.timeline.iter().find(|e| e.cite.meets(cite) && ledger.has(&e.text))
    }

    /// Is on the list of actions, or speaks as one does.
    pub fn planned(&self, text: &str) -> bool {
        self.facts.is_action(text) || PLANS.any_in(&lower(text))
    }

    /// Remembers what the chosen beats tell.
    pub fn claim(&mut self, items: &[Item]) {
        for item in items {
            if let Item::Beat(beat) = item {
                self.ledger.claim_words(&beat.words);
            }
        }
    }

    /// A question that cites the words and the time that made it necessary.
    pub fn ask_about(&self, pattern: &'static str, text: &str, cite: &Cite, at: Option<&Instant>) -> Ask {
        let time = at.and_then(|at| self.clock.plain(at)).unwrap_or_default();
        Ask { pattern, values: vec![("quote", self.excerpt(text)), ("time", time)], cites: vec![cite.clone()] }
    }

    /// The first words of a text of the source, for a question.
    pub fn excerpt(&self, text: &str) -> String {
        let cleaned = super::speech::clean::clean(without_address(text));
        let cleaned = self.speech.cast.cast(super::speech::clean::without_connective(&cleaned)).replace('"', "'");
        let words: Vec<&str> = cleaned.split_whitespace().collect();
        let head = words.get(..EXCERPT.min(words.len())).unwrap_or_default().join(" ");
        let head = head.trim_end_matches(['.', ',', ';', ':']);
        if words.len() > EXCERPT || has_address(text) { format!("{head} …") } else { head.to_owned() }
    }

    /// Says a pattern, its next wording.
    pub fn say(&mut self, pattern: &'static str, values: &[(&str, &str)]) -> Result<String> {
        let turn = self.turns.entry(pattern).or_insert(0);
        let said = self.voice.say(pattern, values, *turn)?;
        *turn += 1;
        Ok(said)
    }

    /// A new part begins: "four minutes later" would point into the one before.
    pub fn begin(&mut self) {
        self.last = None;
        self.clock.repeat();
    }

    /// Says the items. What the evidence does not support is left out.
    pub fn sentences(&mut self, items: &[Item]) -> Result<Vec<Sentence>> {
        let mut out = Vec::new();
        for item in items {
            match item {
                Item::Ask(ask) => out.extend(self.prompt(ask)?),
                Item::Own(words) => out.push(Sentence::link(self.say("role-given", &[("role", words)])?)),
                Item::Beat(beat) => {
                    let facts = self.beat(beat)?;
                    if facts.is_empty() {
                        continue;
                    }
                    if let Some(link) = beat.lead {
                        let text = self.say(link, &[])?;
                        if !text.is_empty() {
                            out.push(Sentence::link(text));
                        }
                    }
                    out.extend(facts);
                    self.clock.date = beat.day.or(self.clock.date);
                    for ask in &beat.asks {
                        out.extend(self.prompt(ask)?);
                    }
                }
            }
        }
        Ok(out)
    }

    fn prompt(&mut self, ask: &Ask) -> Result<Option<Sentence>> {
        let values: Vec<(&str, &str)> = ask.values.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let text = self.say(ask.pattern, &values)?;
        Ok((!text.is_empty()).then(|| Sentence::prompt(text, ask.cites.clone())))
    }

    fn beat(&mut self, beat: &Beat) -> Result<Vec<Sentence>> {
        let before = (self.clock.clone(), self.last.clone());
        let mut evidence = beat.evidence.clone();
        let mut when = String::new();
        if let Some(at) = &beat.at {
            (when, evidence) = self.when(at, evidence)?;
        }
        let mut out = Vec::new();
        for (i, text) in beat.texts.iter().enumerate() {
            let said = if i == 0 { self.first(beat, text, &when)? } else { text.clone() };
            match fact(&said, &evidence) {
                Some(sentence) => out.push(sentence),
                // A later sentence may hang on this one.
                None => break,
            }
        }
        if let (Some((pattern, gap)), false) = (&beat.tail, out.is_empty()) {
            let said = self.say(pattern, &[("gap", gap)])?;
            out.extend(fact(&said, &evidence));
        }
        if out.is_empty() {
            (self.clock, self.last) = before;
        }
        Ok(out)
    }

    fn first(&mut self, beat: &Beat, text: &str, when: &str) -> Result<String> {
        let mut values: Vec<(&str, &str)> = beat.values.iter().map(|(k, v)| (*k, v.as_str())).collect();
        values.extend([("text", text), ("clause", text), ("when", when)]);
        let said = self.say(beat.pattern, &values)?;
        // Without a time, its comma goes too.
        let said = said.trim_start_matches([',', ' ']);
        Ok(finish_quote(&finish(&capitalize(said))))
    }
}

/// What a sentence loses in weight for being hard to say or to follow.
fn cost_of_saying(spoken: &Spoken) -> i32 {
    let long = i32::try_from(spoken.longest().saturating_sub(28)).unwrap_or(0);
    long * 2 + if spoken.dangling { 25 } else { 0 } + if spoken.clause { 0 } else { 12 }
}

/// `"words."` → `"words".`: one full stop, at the end.
fn finish_quote(text: &str) -> String {
    match text.strip_suffix(".\"") {
        Some(inside) if inside.contains('"') => format!("{inside}.\""),
        _ => text.to_owned(),
    }
}
