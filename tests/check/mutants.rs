//! True drafts, corrupted at one sentence each: the check must say so, at that sentence.

use std::collections::BTreeMap;

use warstory::check::story::Manuscript;
use warstory::check::verify::source::Source as Lookup;
use warstory::check::verify::{Status, verify_in};
use warstory::render::Citations;
use warstory::story::Cut;

use crate::mutate::{Dice, KINDS};
use crate::source::Source;

/// Mutants of each kind, where the drafts have enough to corrupt: so many that the wording of one sentence decides nothing.
const PER_KIND: usize = 50;

/// Of all mutants: the bar.
const CAUGHT: f64 = 0.95;

/// Of each kind of which there are [`ENOUGH`].
const CAUGHT_OF_KIND: f64 = 0.8;
const ENOUGH: usize = 40;

#[test]
fn untouched_drafts_raise_no_alarm() {
    let mut alarms = Vec::new();
    for source in Source::all() {
        for (cut, names, citations) in [
            (Cut::Full, true, Citations::Footnotes),
            (Cut::Full, false, Citations::Inline),
            (Cut::Full, true, Citations::None),
            (Cut::Short, false, Citations::None),
        ] {
            let story = Manuscript::read("story.md", &source.draft(cut, names, citations));
            for claim in source.wrong(&story) {
                let sentence = &story.sentences[claim.sentence].text;
                alarms.push(format!(
                    "{}: {sentence}\n    {:?} {:?}: {}",
                    source.name, claim.status, claim.text, claim.message
                ));
            }
        }
    }
    assert!(alarms.is_empty(), "{} false alarms:\n{}", alarms.len(), alarms.join("\n"));
}

/// A draft and the source that it is true to.
struct Draft<'a> {
    source: &'a Source,
    lookup: &'a Lookup<'a>,
    story: Manuscript,
    cited: bool,
    /// The sentences that say what the source says, by their indices.
    facts: Vec<usize>,
}

/// The drafts, each with citations and without: a story that somebody polished has lost them.
fn drafts<'a>(sources: &'a [Source], lookups: &'a [Lookup<'a>]) -> Vec<Draft<'a>> {
    let mut out = Vec::new();
    for (source, lookup) in sources.iter().zip(lookups) {
        let [cited, bare] = [Citations::Footnotes, Citations::None]
            .map(|citations| Manuscript::read("story.md", &source.draft(Cut::Full, true, citations)));
        let facts: Vec<usize> = (0..cited.sentences.len())
            .filter(|&s| !cited.sentences[s].prompt && !cited.sentences[s].cites.is_empty())
            .collect();
        let same = facts.iter().copied().filter(|&s| bare.sentences.get(s).is_some_and(|b| !b.prompt)).collect();
        out.push(Draft { source, lookup, story: cited, cited: true, facts });
        out.push(Draft { source, lookup, story: bare, cited: false, facts: same });
    }
    out
}

#[test]
fn corrupted_sentences_are_caught_where_they_stand() {
    let sources = Source::all();
    let lookups: Vec<Lookup<'_>> = sources.iter().map(|s| Lookup::new(s.against())).collect();
    let drafts = drafts(&sources, &lookups);
    let mut dice = Dice::new(20_261_124);
    let mut tally: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut missed = Vec::new();
    for (kind, mutate) in KINDS {
        let mut rest: Vec<(&Draft<'_>, usize)> =
            drafts.iter().flat_map(|draft| draft.facts.iter().map(move |&s| (draft, s))).collect();
        let (all, hit) = tally.entry(kind).or_default();
        while *all < PER_KIND && !rest.is_empty() {
            let (draft, s) = rest.swap_remove(dice.below(rest.len()));
            let sentence = &draft.story.sentences[s].text;
            let mutant = (0..5).find_map(|_| mutate(sentence, &draft.source.facts, &mut dice));
            let Some(mutant) = mutant.filter(|mutant| mutant != sentence) else { continue };
            *all += 1;
            if caught(draft, s, &mutant, kind.starts_with("invented")) {
                *hit += 1;
            } else {
                let cited = if draft.cited { "cited" } else { "uncited" };
                missed.push(format!("{kind}: {} ({cited})\n    was {sentence}\n    now {mutant}", draft.source.name));
            }
        }
    }
    let (all, hit) = tally.values().fold((0, 0), |(a, h), (all, hit)| (a + all, h + hit));
    let share = |(all, hit): (usize, usize)| hit as f64 / all as f64;
    let table: String = tally
        .iter()
        .map(|(kind, t)| format!("{kind:22} {:3} of {:3} {:5.1}%\n", t.1, t.0, share(*t) * 100.0))
        .collect();
    let report =
        format!("{hit} of {all} mutants caught ({:.1}%)\n{table}{}", share((all, hit)) * 100.0, missed.join("\n"));
    println!("{report}");
    assert!(all >= 700, "only {all} mutants");
    assert!(share((all, hit)) >= CAUGHT, "{report}");
    let poor = tally.iter().find(|(_, t)| t.0 >= ENOUGH && share(**t) < CAUGHT_OF_KIND);
    assert!(poor.is_none(), "{poor:?}\n{report}");
}

/// Whether the check finds something wrong in the corrupted sentence itself. An invented one stands behind it.
fn caught(draft: &Draft<'_>, at: usize, mutant: &str, behind: bool) -> bool {
    let story = &draft.story;
    let bytes = story.sentences[at].bytes.clone();
    let (before, after) = (&story.text[..bytes.start], &story.text[bytes.end..]);
    let (text, range) = if behind {
        let own = &story.text[bytes.clone()];
        (format!("{before}{own}\n\n{mutant}\n\n{after}"), bytes.end + 2..bytes.end + 2 + mutant.len())
    } else {
        (format!("{before}{mutant}{after}"), bytes.start..bytes.start + mutant.len())
    };
    let mut corrupted = Manuscript::read("story.md", &text);
    // What stands further away takes no part in it.
    let here = corrupted.sentences.iter().position(|s| s.bytes.end > range.start).unwrap_or(0);
    corrupted.sentences.truncate(here + 3);
    corrupted.sentences.drain(..here.saturating_sub(5));
    verify_in(&corrupted, draft.lookup).iter().any(|claim| {
        let place = &corrupted.sentences[claim.sentence].bytes;
        let wrong = matches!(claim.status, Status::Contradicted | Status::NotInSource);
        wrong && place.start < range.end && range.start < place.end
    })
}
