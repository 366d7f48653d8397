//! True drafts, corrupted at one sentence each: the check must say so, at that sentence.

use std::collections::BTreeMap;

use warstory::check::story::Manuscript;
use warstory::render::Citations;
use warstory::story::Cut;

use crate::mutate::{Dice, KINDS};
use crate::source::Source;

/// Mutants of each kind, where the drafts have enough to corrupt.
const PER_KIND: usize = 30;

/// Of all mutants.
const CAUGHT: f64 = 0.95;

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

#[test]
fn corrupted_sentences_are_caught_where_they_stand() {
    let sources = Source::all();
    // Half of them without citations: a story that somebody polished has lost them.
    let drafts: Vec<(usize, Manuscript)> = (0..sources.len())
        .flat_map(|i| {
            [Citations::Footnotes, Citations::None]
                .map(|c| (i, Manuscript::read("story.md", &sources[i].draft(Cut::Full, true, c))))
        })
        .collect();
    let mut dice = Dice::new(20_261_124);
    let mut tally: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut missed = Vec::new();
    for (kind, mutate) in KINDS {
        let mut candidates: Vec<(usize, usize)> = Vec::new();
        for (d, (i, story)) in drafts.iter().enumerate() {
            for (s, sentence) in story.sentences.iter().enumerate() {
                // Whether there is something of that kind does not depend on the dice that choose what to put in its place.
                let cited = !sentence.cites.is_empty()
                    || d % 2 == 1 && drafts[d - 1].1.sentences.get(s).is_some_and(|t| !t.cites.is_empty());
                if !sentence.prompt
                    && cited
                    && (0..3).any(|n| mutate(&sentence.text, &sources[*i].facts, &mut Dice::new(n)).is_some())
                {
                    candidates.push((d, s));
                }
            }
        }
        for _ in 0..PER_KIND.min(candidates.len()) {
            let (d, s) = candidates.swap_remove(dice.below(candidates.len()));
            let (i, story) = &drafts[d];
            let (source, sentence) = (&sources[*i], &story.sentences[s]);
            let Some(mutant) = (0..5).find_map(|_| mutate(&sentence.text, &source.facts, &mut dice)) else { continue };
            if mutant == sentence.text {
                continue;
            }
            let caught = caught(source, story, s, &mutant, *kind == "invented fact");
            let (all, hit) = tally.entry(kind).or_default();
            *all += 1;
            *hit += usize::from(caught);
            if !caught {
                missed.push(format!(
                    "{kind}: {} ({})\n    was {}\n    now {mutant}",
                    source.name,
                    if d % 2 == 0 { "cited" } else { "uncited" },
                    sentence.text
                ));
            }
        }
    }
    let (all, hit) = tally.values().fold((0, 0), |(a, h), (all, hit)| (a + all, h + hit));
    let share = hit as f64 / all as f64;
    println!(
        "{hit} of {all} mutants caught ({:.1}%) in {} kinds: {tally:?}\n{}",
        share * 100.0,
        tally.len(),
        missed.join("\n")
    );
    assert!(all >= 300, "only {all} mutants");
    assert!(tally.len() >= 12, "only {} kinds", tally.len());
    assert!(share >= CAUGHT, "{hit} of {all} mutants caught: {tally:?}\n{}", missed.join("\n"));
}

/// Whether the check finds something wrong in the corrupted sentence itself. An invented one stands behind it.
fn caught(source: &Source, story: &Manuscript, at: usize, mutant: &str, behind: bool) -> bool {
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
    source.wrong(&corrupted).iter().any(|claim| {
        let place = &corrupted.sentences[claim.sentence].bytes;
        place.start < range.end && range.start < place.end
    })
}
