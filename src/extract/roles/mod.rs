//! What sentences tell: impact, signal, change, cause, hypothesis, decision, remedy, action, lesson; and who and what they
//! name.
//!
//! [`fill`] cuts the document into [`unit::Units`], lets the [`chain`] find the stretches that tell cause and remedy, lets
//! the [`judge`] decide for each unit to which lists it belongs, and reads the details of each list in a file of its own.

pub mod actions;
pub mod chain;
pub mod change;
pub mod decisions;
mod denial;
pub mod feature;
pub mod header;
pub mod hypotheses;
pub mod impact;
pub mod judge;
mod outright;
pub mod people;
pub mod services;
pub mod signals;
pub mod unit;

use rustc_hash::FxHashSet;

use chain::{CAUSE, Chain, REMEDY, Scores};
use judge::{Judge, List, Verdict};
use unit::{Form, Unit, Units};

use super::cues::vocabulary::Vocabulary;
use super::cues::{Class, class};
use super::sections::Sections;
use crate::cite::{Cite, Quote};
use crate::document::{Document, Kind};
use crate::facts::{Facts, Instant};
use crate::section::Role;

/// From which probability on the chain's stages tell cause and remedy in prose. Measured by cross-validation
/// (`examples/train.rs`): the two kinds of error weigh about the same here. A stretch of the cause that is less sure runs on
/// into the impact.
const CAUSE_FROM: f32 = 0.5;
const REMEDY_FROM: f32 = 0.4;
/// Log-odds up to which a sentence of such a stretch is left out, where no label says that it is one: between two steps the
/// text tells how the system works, or what was spared.
const UNLIKELY: f32 = -0.5;
/// From which probability on a sentence that names the cause outright is taken beside others.
const OUTRIGHT_FROM: f32 = 0.2;

/// What a sentence has that tells of a step, or of its success: between two steps prose also tells …
const DEEDS: &[Class] = &[
    class::REMEDY,
    class::RESTORED,
    class::CHANGE_VERB,
    class::WE_DID,
    class::RESPOND,
    class::DECIDE,
    class::ATTEMPT,
    class::NAMED_REMEDY,
    class::TRAFFIC,
    class::CONFIG,
    class::DEPLOY,
];

/// … what else went wrong, and why.
const TROUBLE: &[Class] = &[
    class::CAUSE,
    class::NAMED_CAUSE,
    class::BECAUSE,
    class::EFFECT,
    class::CONSEQUENCE,
    class::IMPACT_HOW,
    class::FAILED,
    class::DEFECT,
    class::STATUS_CODE,
];

/// A document with all that is known of its sentences.
pub struct Reading<'d> {
    /// The document.
    pub doc: &'d Document,
    /// The section of each block.
    pub sections: &'d Sections,
    /// Its sentences and short list items.
    pub units: Units,
    /// For each unit how probable each stage of the chain is.
    pub stages: Vec<Scores>,
    /// For each unit the verdict of the judge.
    pub verdicts: Vec<Verdict>,
    /// The document has no sections and no list of events: it is prose from beginning to end.
    pub prose: bool,
    /// The unit of a prose that names the cause outright, where no stretch of it that tells the cause does.
    outright: Option<usize>,
}

impl<'d> Reading<'d> {
    /// Reads a document.
    pub fn new(doc: &'d Document, sections: &'d Sections) -> Self {
        let units = Units::read(doc, sections);
        let stages = Chain::learned().stages(&units);
        let verdicts = stages.iter().enumerate().map(|(i, s)| Judge::of_the_program().verdict(&units, i, s)).collect();
        let headings = doc.blocks.iter().filter(|b| matches!(b.kind, Kind::Heading { .. })).count();
        let listed = units.list.iter().filter(|u| matches!(u.form, Form::Item | Form::Cell) || u.timed).count();
        let prose = headings <= 1 && listed * 4 <= units.list.len();
        let outright = if prose { outright(&units, &stages) } else { None };
        Reading { doc, sections, units, stages, verdicts, prose, outright }
    }

    /// The units of a list, in the order of the source, each text once.
    pub fn of(&self, list: List) -> Vec<&Unit> {
        let mut seen = FxHashSet::default();
        let chosen = self.units.list.iter().enumerate().filter(|(i, _)| self.is_in(*i, list)).map(|(_, u)| u);
        chosen.filter(|u| seen.insert(self.units.lower(u))).collect()
    }

    /// The units of a list as quotes.
    pub fn quotes(&self, list: List) -> Vec<Quote> {
        self.of(list).into_iter().map(|u| self.doc.quote(&u.span)).collect()
    }

    /// The units of a list; where there is none, the likeliest one that names it outright, if it is likely at all.
    fn quotes_or_likeliest(&self, list: List, named: &[Class]) -> Vec<Quote> {
        /// Log-odds below which a sentence is not taken even where nothing else is: one in four.
        const LEAST: f32 = -1.1;
        let quotes = self.quotes(list);
        if !quotes.is_empty() {
            return quotes;
        }
        let of = |i: usize| self.verdicts.get(i).and_then(|v| v.get(list as usize)).copied().unwrap_or(f32::MIN);
        let fits =
            |u: &Unit| u.cues.any(named) && !u.has(class::FUTURE) && !u.has(class::SUSPECT) && !self.denies(u, list);
        let units = self.units.list.iter().enumerate().filter(|(i, u)| of(*i) > LEAST && fits(u));
        units.max_by(|a, b| of(a.0).total_cmp(&of(b.0))).map(|(_, u)| self.doc.quote(&u.span)).into_iter().collect()
    }

    /// Whether something rules the unit out of the list.
    fn denies(&self, unit: &Unit, list: List) -> bool {
        denial::denies(unit, self.units.lower(unit), list)
    }

    /// Whether a unit belongs to a list. In prose from beginning to end the stretches tell cause and remedy, elsewhere each
    /// unit does for itself.
    pub fn is_in(&self, i: usize, list: List) -> bool {
        let Some((verdict, stages)) = self.verdicts.get(i).zip(self.stages.get(i)) else { return false };
        let Some(unit) = self.units.list.get(i) else { return false };
        let score = verdict.get(list as usize).copied().unwrap_or(f32::MIN);
        let told = match list {
            List::RootCause if self.prose => {
                self.outright == Some(i) || stages.get(CAUSE).is_some_and(|p| *p >= CAUSE_FROM)
            }
            List::Remediation if self.prose => {
                let stretch = stages.get(REMEDY).is_some_and(|p| *p >= REMEDY_FROM);
                let labelled = matches!(unit.role, Role::Resolution | Role::CauseAndResolution | Role::Response);
                let step = || unit.cues.any(DEEDS) || !unit.cues.any(TROUBLE);
                let outright = || unit.has(class::REMEDY) && outright::names_remedy(self.units.lower(unit));
                stretch && (labelled || score > UNLIKELY && step())
                    || score > 0.0 && unit.has(class::NAMED_REMEDY)
                    || outright()
            }
            _ => score > 0.0 || score > UNLIKELY && runs_through(unit, stages, list),
        };
        told && !self.denies(unit, list) && !(list == List::Remediation && self.made_worse(i))
    }

    /// The next sentence says of a step that it made things worse.
    fn made_worse(&self, i: usize) -> bool {
        const WORSE: &[&str] =
            &["exacerbated", "made it worse", "made things worse", "made matters worse", "backfired"];
        let next = self.units.list.get(i + 1);
        let next = next.zip(self.units.list.get(i)).filter(|(next, unit)| next.span.block == unit.span.block);
        next.is_some_and(|(next, _)| {
            let lower = self.units.lower(next).trim_start_matches("unfortunately").trim_start_matches([',', ' ']);
            ["this ", "that ", "it "].iter().any(|w| lower.starts_with(w)) && WORSE.iter().any(|w| lower.contains(w))
        })
    }

    /// The sum that decided on unit `i` for a list, and the features that it is made of, the weightiest first.
    fn why(&self, i: usize, list: List) -> (f32, Vec<(String, f32)>) {
        let stages = self.stages.get(i).copied().unwrap_or_default();
        let stage = match list {
            List::RootCause if self.prose => CAUSE,
            List::Remediation if self.prose => REMEDY,
            _ => {
                let score = self.verdicts.get(i).and_then(|v| v.get(list as usize)).copied().unwrap_or_default();
                return (score, Judge::of_the_program().explain(&self.units, i, &stages, list));
            }
        };
        let log_odds = |p: f32| (p / (1.0 - p).max(f32::EPSILON)).max(f32::EPSILON).ln();
        let from = if stage == CAUSE { CAUSE_FROM } else { REMEDY_FROM };
        let score = log_odds(stages.get(stage).copied().unwrap_or_default()) - log_odds(from);
        let mut features = Chain::learned().explain(&self.units, i, stage);
        let own: f32 = features.iter().map(|(_, weight)| weight).sum();
        features.insert(0, ("the course of the text around it".into(), score - own));
        (score, features)
    }

    /// When the event happened that stands at the same place, if a time is known for it.
    pub fn instant(&self, facts: &Facts, cite: &Cite) -> Option<Instant> {
        let here = |place: &Cite| place.meets(cite) || place.is_within(cite) || cite.is_within(place);
        facts.timeline.iter().find(|e| here(&e.cite)).map(|e| e.at.clone())
    }
}

/// Where a document has sections, but tells what happened in one of them, its stretches tell cause and remedy there as they do
/// in prose, if the chain is sure of them.
fn runs_through(unit: &Unit, stages: &Scores, list: List) -> bool {
    const SURE: f32 = 0.6;
    let sure = |stage: usize| stages.get(stage).is_some_and(|p| *p >= SURE);
    let narrative = matches!(unit.role, Role::Summary | Role::Other | Role::Response);
    match list {
        List::RootCause => narrative && sure(CAUSE),
        List::Remediation => narrative && !unit.timed && sure(REMEDY),
        _ => false,
    }
}

/// Fills in all that sentences tell. The timeline of `facts` is read already, where there is one.
pub fn fill(doc: &Document, sections: &Sections, vocabulary: &Vocabulary, facts: &mut Facts) {
    let reading = Reading::new(doc, sections);
    header::fill(&reading, facts);
    facts.impact = impact::read(&reading);
    facts.signals = signals::read(&reading, vocabulary, facts);
    facts.root_cause = reading.quotes_or_likeliest(List::RootCause, &[class::CAUSE, class::NAMED_CAUSE]);
    // "This resulted in errors" alone explains nothing.
    if facts.root_cause.iter().all(|cause| outright::opens_with_effect(&cause.text.to_lowercase())) {
        facts.root_cause.splice(0..0, reading.before_effect());
    }
    facts.contributing = reading.quotes(List::Contributing);
    facts.hypotheses = hypotheses::read(&reading);
    facts.decisions = decisions::read(&reading);
    facts.remediation = reading.quotes_or_likeliest(List::Remediation, &[class::RESTORED, class::REMEDY]);
    facts.actions = actions::read(&reading);
    facts.lessons = reading.quotes(List::Lessons);
    facts.people = people::read(&reading, facts);
    facts.services = services::read(&reading, facts);
    facts.change = change::read(&reading, facts);
}

/// The likeliest of the units that name the cause outright, if the stretches that tell it hold none of them.
fn outright(units: &Units, stages: &[Scores]) -> Option<usize> {
    let cause = |i: usize| stages.get(i).and_then(|s| s.get(CAUSE)).copied().unwrap_or_default();
    const SOUGHT: &[&str] =
        &["address the root", "investigat", "to determine", "to identify", "to find", "to understand", "working"];
    let names = |u: &Unit| {
        u.has(class::NAMED_CAUSE)
            && !SOUGHT.iter().any(|w| units.lower(u).contains(w))
            && !u.cues.any(&[class::SUSPECT, class::FUTURE, class::NOT_CAUSE, class::UNKNOWN_CAUSE, class::NAMED_GUESS])
    };
    let named = || units.list.iter().enumerate().filter(|(_, u)| names(u)).map(|(i, _)| i);
    if named().any(|i| cause(i) >= CAUSE_FROM) {
        return None;
    }
    // Where nothing else is taken for the cause, any of them is better than none.
    let alone = !stages.iter().any(|s| s.get(CAUSE).is_some_and(|p| *p >= CAUSE_FROM));
    named().filter(|&i| alone || cause(i) >= OUTRIGHT_FROM).max_by(|&a, &b| cause(a).total_cmp(&cause(b)))
}

/// Why a unit was put into a list, or kept out of it: for `facts --explain`.
#[derive(Debug, Clone)]
pub struct Reason {
    /// The sentence.
    pub quote: Quote,
    /// The list's name in the contract.
    pub list: &'static str,
    /// Log-odds; above 0 the sentence is in the list.
    pub score: f32,
    /// The features that decided and their weights, the weightiest first.
    pub features: Vec<(String, f32)>,
}

/// The reasons for all that is in a list, list by list.
pub fn explain(doc: &Document, sections: &Sections) -> Vec<Reason> {
    let reading = Reading::new(doc, sections);
    let mut reasons = Vec::new();
    for list in judge::ALL {
        for (i, unit) in reading.units.list.iter().enumerate().filter(|(i, _)| reading.is_in(*i, list)) {
            let (score, features) = reading.why(i, list);
            reasons.push(Reason { quote: doc.quote(&unit.span), list: list.name(), score, features });
        }
    }
    reasons
}

/// The units of a section's role.
fn in_role<'r>(reading: &'r Reading<'_>, role: Role) -> impl Iterator<Item = &'r Unit> {
    reading.units.list.iter().filter(move |u| u.role == role)
}

#[cfg(test)]
mod tests {
    use crate::extract::facts_of as facts;
    use crate::extract::texts;

    #[test]
    fn what_failed_between_two_steps_of_a_narrative_is_no_remedy() {
        let facts = facts(
            "# Labels stuck\n\nOn 3 May 2024 the label printers of all shops were down. The cause was a bug in the new driver. \
             Our engineers restarted the drivers and the first shops recovered. This caused timeouts in the depot because \
             of a stale socket. We rolled back the driver and all printers were back online at 14:10.\n",
        );
        assert!(texts(&facts.remediation).iter().any(|t| t.starts_with("We rolled back")));
        assert!(texts(&facts.remediation).iter().all(|t| !t.starts_with("This caused")), "{:?}", facts.remediation);
    }

    #[test]
    fn a_denied_cause_is_a_refuted_hypothesis_and_never_the_cause() {
        let facts = facts(
            "# Outage\n\nThe deploy of 10:00 was not the cause of the errors. The root cause was a full disk on the database host.\n",
        );
        assert!(texts(&facts.root_cause).iter().all(|t| !t.contains("deploy")));
        assert!(texts(&facts.root_cause).iter().any(|t| t.contains("full disk")));
        let refuted = facts.hypotheses.iter().find(|h| h.text.contains("deploy"));
        assert_eq!(refuted.map(|h| h.outcome), Some(crate::facts::Outcome::Refuted));
        assert!(facts.change.is_none_or(|c| c.quotes.iter().all(|q| !q.text.contains("deploy"))));
    }

    #[test]
    fn one_section_of_cause_and_remedy_is_split_by_sentence() {
        let facts = facts(
            "# Outage\n\n## Root cause and mitigation\n\nA bug in the new release caused requests to fail. \
             Engineers rolled back the release and service was restored.\n",
        );
        assert_eq!(texts(&facts.root_cause), ["A bug in the new release caused requests to fail."]);
        assert_eq!(texts(&facts.remediation), ["Engineers rolled back the release and service was restored."]);
    }

    #[test]
    fn what_says_outright_that_it_ended_it_is_the_remedy_wherever_it_stands() {
        let facts = facts(
            "# Mail stuck\n\n## How it happened\n\nA new filter rejected every header with two lines. \
             The queue was fixed by removing the filter and sending the mails again.\n\n\
             ## Why it won't happen again\n\nWe have added headers with two lines to the tests.\n",
        );
        assert_eq!(texts(&facts.root_cause), ["A new filter rejected every header with two lines."]);
        let [remedy] = facts.remediation.as_slice() else { panic!("{:?}", facts.remediation) };
        assert!(remedy.text.starts_with("The queue was fixed by"));
        assert_eq!(facts.actions.len(), 1);
    }

    #[test]
    fn words_of_a_status_page_and_work_that_goes_on_are_no_remedy() {
        let facts = facts(
            "# Search down\n\n## Resolution\n\nWe rolled back the new ranking.\n\nThis incident has been resolved.\n\n\
             Resolved\n\nWe are investigating and working on restoring the old index.\n\n\
             We are sorry for the trouble, please reach out to our team.\n",
        );
        assert_eq!(texts(&facts.remediation), ["We rolled back the new ranking."]);
    }

    #[test]
    fn a_change_is_what_changed_and_not_what_followed_or_is_planned() {
        let facts = facts(
            "# Uploads fail\n\n## Summary\n\nThe direct cause was a picture of 90 megapixels that a user sent. \
             This caused an outage of our whole deployment. Our provider is in the process of updating its limits.\n",
        );
        assert!(facts.change.as_ref().is_none_or(|c| c.quotes.is_empty()), "{:?}", facts.change);
        assert!(texts(&facts.root_cause).iter().any(|t| t.contains("90 megapixels")));
    }

    #[test]
    fn the_stretch_of_a_cause_goes_on_where_a_section_only_tells_what_happened() {
        let facts = facts(
            "# Label printer stuck\n\n## The night of the labels\n\nOn 3 May 2024, shops could not print labels for two hours. \
             The trouble was caused by a bug in the new driver. It held one socket for each label that it had in hand. \
             As a result, the pool was exhausted and calls were refused. We restarted the driver and the queue drained.\n\n\
             ## Action items\n\n- Close the connection after a failed print.\n\n## People\n\n- Ada\n",
        );
        assert!(texts(&facts.root_cause).contains(&"It held one socket for each label that it had in hand."));
        assert_eq!(texts(&facts.remediation), ["We restarted the driver and the queue drained."]);
    }

    #[test]
    fn another_incident_is_not_the_cause_of_this_one() {
        let facts = facts(
            "# X\n\n## Root cause\n\nThe cache was misconfigured by the release. A similar incident occurred in March, caused by a typo.\n",
        );
        assert_eq!(texts(&facts.root_cause), ["The cache was misconfigured by the release."]);
    }

    #[test]
    fn a_step_that_changed_nothing_is_no_remedy_even_if_it_undid_something() {
        let facts = facts(
            "# X\n\n## Resolution\n\nThe route was reverted at 09:24 and the error rate did not move. The certificate was replaced.\n",
        );
        assert_eq!(texts(&facts.remediation), ["The certificate was replaced."]);
    }

    #[test]
    fn a_sentence_that_names_nothing_to_do_is_no_action() {
        let facts = facts(
            "# X\n\n## What we are doing about it\n\nOur readers count on their mails. This level of delay is unacceptable.\n\n\
             Limit the memory of the sorter. We will add an alert on the age of the queue.\n",
        );
        let said: Vec<&str> = facts.actions.iter().map(|a| a.text.as_str()).collect();
        assert_eq!(said, ["Limit the memory of the sorter.", "We will add an alert on the age of the queue."]);
    }

    #[test]
    fn half_a_sentence_is_no_lesson() {
        let facts = facts("# X\n\n## Lessons\n\nNobody asked the night shift. We should have.\n");
        assert!(texts(&facts.lessons).iter().all(|t| !t.starts_with("We should")), "{:?}", facts.lessons);
    }

    #[test]
    fn a_list_that_its_introduction_denies_or_imagines_is_not_told() {
        let facts = facts(
            "# X\n\n## Root cause\n\nThe disk of the broker was full. We had no alerts on:\n\n- free space of the broker\n\n\
             ## Lessons learned\n\nThe only safe order would be:\n\n- Drain the broker before the upgrade\n",
        );
        assert_eq!(texts(&facts.root_cause), ["The disk of the broker was full."]);
        assert!(texts(&facts.lessons).iter().all(|t| !t.starts_with("Drain")), "{:?}", facts.lessons);
    }

    #[test]
    fn the_same_words_are_quoted_once() {
        let facts = facts("# X\n\n## Impact\n\n- All users saw errors.\n- All users saw errors.\n");
        assert_eq!(texts(&facts.impact.quotes), ["All users saw errors."]);
    }

    #[test]
    fn what_a_template_asks_is_in_no_list() {
        let facts = facts("# X\n\n## Impact\n\nDescribe how users were impacted.\n\nAll users saw errors.\n");
        assert_eq!(texts(&facts.impact.quotes), ["All users saw errors."]);
    }

    #[test]
    fn a_step_that_made_it_worse_is_no_remedy() {
        let facts = facts(
            "# Mail slow\n\nAt 10:30 on 3 May 2024 our mail host was slow, and a script restarted the queue to resolve \
             the issue. Unfortunately, this exacerbated the load. We restored the queue from a copy.\n",
        );
        assert!(texts(&facts.remediation).iter().all(|t| !t.contains("a script")), "{:?}", facts.remediation);
        assert!(texts(&facts.remediation).contains(&"We restored the queue from a copy."));
    }
}
