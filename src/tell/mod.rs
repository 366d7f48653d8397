//! Step 3: facts → [`Story`]. What goes into which part, in which order, within which time.
//!
//! Each part has one file that proposes what it could tell ([`plan::Item`]s with weights); [`plan::choose`] keeps what fits the part's time;
//! the [`teller`] says it with the patterns of the [`Voice`], and the [`guard`] lets no sentence through whose numbers, times and names do not
//! stand in what it cites. The core of the story (cause, fix, impact, change) is planned first, so that no other part uses it up.

pub mod clock;
mod context;
mod decisions;
pub mod guard;
mod ledger;
mod methodology;
pub mod pace;
mod plan;
mod resolution;
mod retrospective;
mod role;
pub mod speech;
mod teller;
#[cfg(test)]
mod tests;
pub mod voice;

use std::borrow::Cow;

use anyhow::Result;

pub use voice::Voice;

use crate::cite::Cite;
use crate::extract::contradictions::ASTRAY;
use crate::facts::{Facts, Instant, KeyTimes};
use crate::story::{Cut, Part, PartId, SCHEMA, Sentence, SentenceKind, Story};
use pace::Pace;
use plan::{Ask, Item};
use teller::Teller;

/// How a story is told.
#[derive(Debug, Clone)]
pub struct Options {
    /// Five minutes, or ninety seconds.
    pub cut: Cut,
    /// The reader's own names, as the document spells them. Without one the story says "we".
    pub me: Vec<String>,
    /// The reader's role, in the reader's own words.
    pub role: Option<String>,
    /// Words per minute; 0 for the default.
    pub wpm: u32,
    /// Say other people's names. Otherwise they are "a teammate", or their role.
    pub keep_names: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options { cut: Cut::Full, me: Vec::new(), role: None, wpm: pace::WPM, keep_names: false }
    }
}

/// Tells the story of the facts.
///
/// # Errors
/// If a pattern of the voice fails. The built-in ones do not.
pub fn tell(facts: &Facts, options: &Options, voice: &Voice) -> Result<Story> {
    let facts = &*placed(trimmed(facts));
    let mut teller = Teller::new(facts, options, voice);
    let mut plans: Vec<(PartId, Vec<Item>)> = Vec::new();
    for (id, plan) in PLANNERS {
        let items = plan(&mut teller);
        let [_, seconds] = id.budget_s(options.cut);
        let items = plan::choose(items, f64::from(seconds), teller.pace);
        teller.claim(&items);
        plans.push((*id, items));
    }
    let mut parts = Vec::new();
    for id in PartId::ALL {
        let items = plans.iter().find(|(p, _)| *p == id).map(|(_, items)| items.clone()).unwrap_or_default();
        parts.push(part(&mut teller, id, items)?);
    }
    let spoken_s = round(parts.iter().map(|p| p.spoken_s).sum());
    let title = title(facts);
    Ok(Story { schema: SCHEMA.to_owned(), title, source: facts.source.clone(), cut: options.cut, parts, spoken_s })
}

/// Facts beyond this number of a kind are not looked at: no story of five minutes needs them, and the time to plan grows with the
/// product of some of them. An incident log of years would otherwise take minutes.
const MOST_FACTS: usize = 400;

/// The facts, lists cut at [`MOST_FACTS`] where they are longer.
fn trimmed(facts: &Facts) -> Cow<'_, Facts> {
    let quotes = [
        &facts.summary, &facts.impact.quotes, &facts.root_cause, &facts.contributing, &facts.remediation,
        &facts.lessons,
    ];
    let longest = quotes.iter().map(|q| q.len()).max().unwrap_or(0);
    let others = [
        facts.timeline.len(),
        facts.signals.len(),
        facts.actions.len(),
        facts.decisions.len(),
        facts.people.len(),
        facts.mentions.len() / 10,
    ];
    if longest.max(others.into_iter().max().unwrap_or(0)) <= MOST_FACTS {
        return Cow::Borrowed(facts);
    }
    let mut facts = facts.clone();
    for quotes in [
        &mut facts.summary, &mut facts.impact.quotes, &mut facts.root_cause, &mut facts.contributing,
        &mut facts.remediation, &mut facts.lessons,
    ] {
        quotes.truncate(MOST_FACTS);
    }
    if let Some(change) = &mut facts.change {
        change.quotes.truncate(MOST_FACTS);
    }
    facts.timeline.truncate(MOST_FACTS);
    facts.signals.truncate(MOST_FACTS);
    facts.hypotheses.truncate(MOST_FACTS);
    facts.actions.truncate(MOST_FACTS);
    facts.decisions.truncate(MOST_FACTS);
    facts.people.truncate(MOST_FACTS);
    facts.mentions.truncate(MOST_FACTS * 10);
    Cow::Owned(facts)
}

/// The facts without the times that are far from their neighbours in the source: the reader is asked about them, and nothing is told
/// in an order that may be a slip of the pen.
fn placed(facts: Cow<'_, Facts>) -> Cow<'_, Facts> {
    let astray = facts.warnings.iter().filter(|warning| warning.code == ASTRAY);
    let places: Vec<Cite> = astray.filter_map(|warning| warning.cite.clone()).collect();
    if places.is_empty() {
        return facts;
    }
    let mut facts = facts.into_owned();
    let is_astray = |at: &Instant| places.contains(&at.cite);
    facts.timeline.retain(|event| !is_astray(&event.at));
    let KeyTimes { started, detected, acknowledged, mitigated, resolved } = &mut facts.times;
    for time in [started, detected, acknowledged, mitigated, resolved] {
        time.take_if(|at| is_astray(at));
    }
    Cow::Owned(facts)
}

type Planner = fn(&mut Teller<'_>) -> Vec<Item>;

/// In the order in which parts may take sentences: the ones that need a certain sentence come before the ones that can do with others.
const PLANNERS: &[(PartId, Planner)] = &[
    (PartId::Resolution, resolution::plan),
    (PartId::Context, context::plan),
    (PartId::Decisions, decisions::plan),
    (PartId::Methodology, methodology::plan),
    (PartId::Retrospective, retrospective::plan),
    (PartId::Role, role::plan),
];

/// Says a part, and leaves out its least weighty beats while it is longer than its budget.
fn part(teller: &mut Teller<'_>, id: PartId, mut items: Vec<Item>) -> Result<Part> {
    let budget_s = id.budget_s(teller.options.cut);
    let [_, most] = budget_s;
    loop {
        let before = teller.mark();
        teller.begin();
        let mut sentences = teller.sentences(&items)?;
        if sentences.is_empty() {
            // What was planned cannot be told as it stands: then the reader is asked, so that no part is empty.
            sentences = teller.sentences(&[Item::Ask(Ask::plain("ask-open"))])?;
        }
        let spoken_s = round(spoken(&sentences, teller.pace));
        let lightest = items
            .iter()
            .enumerate()
            .filter_map(|(i, item)| if let Item::Beat(b) = item { Some((b.weight, i)) } else { None })
            .min_by_key(|&(weight, i)| (weight, std::cmp::Reverse(i)));
        match lightest {
            Some((_, i)) if spoken_s > f64::from(most) => {
                items.remove(i);
                teller.reset(before);
            }
            _ => return Ok(Part { id, heading: id.heading().to_owned(), budget_s, spoken_s, sentences }),
        }
    }
}

/// Seconds that facts and links take; a prompt is not said.
fn spoken(sentences: &[Sentence], pace: Pace) -> f64 {
    sentences.iter().filter(|s| s.kind() != SentenceKind::Prompt).map(|s| pace.seconds(s.text())).sum()
}

fn round(seconds: f64) -> f64 {
    (seconds * 10.0).round() / 10.0 + 0.0 // the sum of nothing is -0.0
}

/// The document's title, or the name of its file.
fn title(facts: &Facts) -> String {
    let title = facts.title.as_ref().map(|t| speech::clean::clean(&t.text)).filter(|t| !t.is_empty());
    // No title ends as a sentence does.
    let title = title.map(|t| if t.ends_with("..") { t } else { t.strip_suffix('.').map(str::to_owned).unwrap_or(t) });
    title.unwrap_or_else(|| {
        let name = facts.source.path.rsplit(['/', '\\']).next().unwrap_or_default();
        let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let name = speech::clean::clean(name);
        if name.is_empty() { "Incident".to_owned() } else { name }
    })
}
