//! Negations and opposites: what is said the other way round.

use super::opposites::opposites;
use super::source::{Passage, Source};
use super::{Kind, Status, Told, Verdict};
use crate::check::words::{Token, is_stop, stem, tokens};

/// Words that turn what follows into its opposite.
const NEGATORS: &[&str] = &[
    "not", "no", "never", "without", "cannot", "unable", "nor", "neither", "none", "nobody", "nothing", "hardly", "non",
];

/// Words that say in themselves that something did not work or was not there: a "not" may say the same as one of these.
const FAILING: &[&str] = &[
    "fail", "failed", "failing", "failure", "down", "lost", "missing", "missed", "refused", "rejected", "dropped",
    "unable", "broken", "skipped", "lacked", "lack", "absent", "stopped", "prevented", "blocked", "denied", "empty",
    "instead", "except", "only", "unless", "wrong", "false", "ruled", "gave", "still", "yet", "zero", "0",
];

/// Share of a sentence's words that one passage must have to be compared word by word.
const VERBATIM: f64 = 0.7;

/// Words of a draft's own patterns, as stems: they say nothing about how close a sentence is to its source.
const PATTERN: &[&str] = &[
    "minut", "hour", "timelin", "timeline", "not", "read", "follow-up", "lesson", "writ", "wrot", "wrote", "written",
    "plan", "includ", "caus", "root", "incident",
];

pub(super) fn look_up(told: &Told<'_>, source: &Source<'_>) -> Vec<Verdict> {
    if let Some(verdict) = windows(told, source) {
        return vec![verdict];
    }
    let mut out: Vec<Verdict> = Vec::new();
    let passages: Vec<(usize, &Passage)> = source.at(&told.near.primary).collect();
    let close = verbatim(told, source, &passages);
    if told.near.strong || !close.is_empty() {
        out.extend(opposites(told, source, &passages));
    }
    if close.is_empty() {
        if told.near.strong && (told.near.coverage >= 0.6 || !told.sentence.cites.is_empty()) {
            out.extend(negations(told, source, &passages));
        }
    } else {
        out.extend(closest(told, &close));
    }
    out
}

/// Words that come and go with a negation, or with the tense that a passage is told in: no part of what is negated.
const AUXILIARIES: &[&str] = &[
    "is", "are", "was", "were", "be", "been", "being", "am", "has", "have", "had", "do", "does", "did", "will", "would",
];

/// Words that say nothing about what is negated.
const ARTICLES: &[&str] = &["a", "an", "the", "that", "then", "also"];

/// A place between two words, with the words around it and whether a negation stands there.
struct Gap {
    /// Words before and behind it, at most [`SPAN`] on each side.
    before: Vec<String>,
    behind: Vec<String>,
    negated: bool,
    /// The token behind it.
    at: usize,
}

/// Words on each side of a place that are compared.
const SPAN: usize = 2;

/// Every place between two words of a text, tenses and negations apart.
fn gaps(tokens: &[Token<'_>]) -> Vec<Gap> {
    let mut words: Vec<(String, bool, usize)> = Vec::new();
    let mut negated = false;
    for (at, token) in tokens.iter().enumerate() {
        let lower = token.lower.as_str();
        if negates(lower) {
            negated = true;
        } else if !AUXILIARIES.contains(&lower) && !ARTICLES.contains(&lower) {
            let word = if is_stop(lower) { lower.to_owned() } else { stem(lower) };
            words.push((word, std::mem::take(&mut negated), at));
        }
    }
    let of = |range: &[(String, bool, usize)]| range.iter().map(|w| w.0.clone()).collect::<Vec<_>>();
    let gap = |i: usize| {
        let (_, negated, at) = words.get(i)?;
        Some(Gap {
            before: of(words.get(i.saturating_sub(SPAN)..i)?),
            behind: of(words.get(i..(i + SPAN).min(words.len()))?),
            negated: *negated,
            at: *at,
        })
    };
    (0..words.len()).filter_map(gap).collect()
}

impl Gap {
    /// Whether the same words stand around both: two words of content in a row, or four words of any kind.
    fn same_place(&self, other: &Gap) -> bool {
        let speaks = |word: &&String| !is_stop(word) && word.chars().count() > 1;
        let close = |a: &[String], b: &[String], last: bool| {
            let pick = |w: &[String]| if last { w.last().cloned() } else { w.first().cloned() };
            pick(a).filter(|w| speaks(&w)).is_some_and(|w| pick(b) == Some(w))
        };
        let content = close(&self.before, &other.before, true) && close(&self.behind, &other.behind, false);
        let whole = self.before == other.before && self.behind == other.behind;
        let words = self.before.iter().chain(&self.behind);
        content || whole && words.clone().count() == 2 * SPAN && words.filter(speaks).count() >= 1
    }
}

/// The same words with a negation between them on one side only.
fn windows(told: &Told<'_>, source: &Source<'_>) -> Option<Verdict> {
    if !told.near.strong {
        return None;
    }
    let said = gaps(&told.tokens);
    let all: Vec<(usize, Vec<Gap>)> =
        source.at(&told.near.around).map(|(id, p)| (id, gaps(&tokens(&p.text)))).collect();
    said.iter().find_map(|gap| {
        // Of what follows, something else may be said in the same way.
        let next = |other: &Gap| other.negated && other.behind.first() == gap.behind.first();
        let agrees = all
            .iter()
            .flat_map(|(_, list)| list)
            .any(|other| other.negated == gap.negated && gap.same_place(other) || gap.negated && next(other));
        let (id, _) = all.iter().find(|(id, list)| {
            told.near.primary.contains(id)
                && list.iter().any(|other| other.negated != gap.negated && gap.same_place(other))
        })?;
        if agrees {
            return None;
        }
        let what = if gap.negated {
            "the source says this without the negation"
        } else {
            "the source says that this was not so"
        };
        let range = told.tokens.get(gap.at)?.range.clone();
        Some(Verdict::new(range, Kind::Negation, Status::Contradicted, what).seen([*id]))
    })
}

/// What the closest passage says of a negation, unless one that is as close agrees with the sentence.
fn closest(told: &Told<'_>, close: &[(usize, &Passage, f64)]) -> Option<Verdict> {
    let turned = close.iter().find_map(|(id, p, share)| Some((word_by_word(told, *id, p, *share)?, *share)));
    let ((verdict, stem, negated), share) = turned?;
    let agrees = |p: &Passage| polarities(&tokens(&p.text)).iter().any(|s| s.stem == stem && s.negated == negated);
    let other = close.iter().any(|(id, p, s)| *s >= share && !verdict.evidence.contains(id) && agrees(p));
    (!other).then_some(verdict)
}

/// The passages that say nearly the same words, with the share of the sentence's words that they have.
fn verbatim<'p>(
    told: &Told<'_>,
    source: &Source<'_>,
    passages: &[(usize, &'p Passage)],
) -> Vec<(usize, &'p Passage, f64)> {
    let mut stems: Vec<String> = told.stems().into_iter().filter(|s| !PATTERN.contains(&s.as_str())).collect();
    stems.sort_unstable();
    stems.dedup();
    let total: f64 = stems.iter().map(|s| source.weight(s)).sum();
    let share = |p: &Passage| {
        stems.iter().filter(|s| p.stems.contains(s)).map(|s| source.weight(s)).sum::<f64>()
            / total.max(f64::MIN_POSITIVE)
    };
    // Two words in common are chance, unless the sentence says where it has them from.
    let few = stems.len() < 3 && told.sentence.cites.is_empty();
    passages
        .iter()
        .filter(|(_, p)| !few || same_words(told, p))
        .map(|(id, p)| (*id, *p, share(p)))
        .filter(|(_, _, share)| *share >= VERBATIM)
        .collect()
}

/// All but a word or two are the same, little ones included.
fn same_words(told: &Told<'_>, passage: &Passage) -> bool {
    let there = tokens(&passage.text);
    let shared = told.tokens.iter().filter(|t| there.iter().any(|o| o.lower == t.lower)).count();
    shared >= 3 && shared + 2 >= told.tokens.len().max(there.len())
}

/// Compares the negations of a sentence with those of the passage whose words it tells.
fn word_by_word(told: &Told<'_>, id: usize, passage: &Passage, share: f64) -> Option<(Verdict, String, bool)> {
    let said = polarities(&told.tokens);
    let there = tokens(&passage.text);
    let theirs = polarities(&there);
    let of = |list: &[Said], stem: &str, negated: bool| {
        list.iter().filter(|s| s.stem == stem && s.negated == negated).count()
    };
    let evidence = [(id, passage)];
    let answer = |word: &Said, what: &str| Some((turned(told, word, what, &evidence), word.stem.clone(), word.negated));
    for word in said.iter().filter(|w| w.negated && w.direct) {
        let (negated, plain) = (of(&theirs, &word.stem, true), of(&theirs, &word.stem, false));
        if negated == 0 && plain > 0 && !theirs.iter().any(|t| t.negated && near(&said, word, &t.stem)) {
            return answer(word, "the source says this without the negation");
        }
    }
    for word in theirs.iter().filter(|w| w.negated && w.direct) {
        // Told, but less often negated, and more often not: it is not just the other half of the passage.
        let more = of(&said, &word.stem, false) > of(&theirs, &word.stem, false);
        if more && of(&said, &word.stem, true) < of(&theirs, &word.stem, true) {
            let first = said.iter().find(|s| s.stem == word.stem && !s.negated)?;
            return answer(first, "the source says that this was not so");
        }
    }
    let failing = there
        .iter()
        .any(|t| FAILING.contains(&t.lower.as_str()) && !told.tokens.iter().any(|own| own.lower == t.lower));
    let word = said.iter().find(|w| w.negated && w.direct)?;
    let denies = share >= 0.9 && !theirs.iter().any(|s| s.negated) && !failing;
    denies.then(|| answer(word, "nothing in the source says that this was not so")).flatten()
}

/// Whether a word stands within reach behind the negated one: the source may negate its neighbour.
fn near(said: &[Said], word: &Said, stem: &str) -> bool {
    said.iter().any(|s| s.stem == stem && s.at.abs_diff(word.at) <= 4)
}

/// A word of the text with whether it is negated.
struct Said {
    stem: String,
    negated: bool,
    /// It is the first word of content behind the negator.
    direct: bool,
    at: usize,
}

/// The words of content of a text, each with its polarity.
fn polarities(tokens: &[Token<'_>]) -> Vec<Said> {
    let mut out = Vec::new();
    let mut reach = 0_usize;
    let mut direct = false;
    for (at, token) in tokens.iter().enumerate() {
        if token.clause {
            reach = 0;
        }
        let lower = token.lower.as_str();
        if negates(lower)
            && !(lower == "no" && tokens.get(at + 1).is_some_and(|t| t.lower == "doubt"))
            && !(lower == "not" && tokens.get(at + 1).is_some_and(|t| t.lower == "only"))
        {
            (reach, direct) = (4, true);
            continue;
        }
        // `failed to start` is `did not start`.
        if lower == "to"
            && at
                .checked_sub(1)
                .and_then(|i| tokens.get(i))
                .is_some_and(|t| matches!(t.lower.as_str(), "failed" | "unable" | "fails" | "failing"))
        {
            (reach, direct) = (4, true);
            continue;
        }
        let bare = lower.strip_prefix("un").filter(|b| UN.contains(b));
        // The parts of "sign-in" are not negated by themselves.
        if !lower.contains('-') && !is_stop(lower) && lower.len() > 1 {
            let negated = (reach > 0) != bare.is_some();
            out.push(Said { stem: stem(bare.unwrap_or(lower)), negated, direct: direct || bare.is_some(), at });
            direct = false;
        }
        reach = reach.saturating_sub(1);
    }
    out
}

/// Words that `un-` turns round.
const UN: &[&str] = &[
    "available", "healthy", "successful", "affected", "able", "reachable", "responsive", "related", "changed", "known",
    "aware",
];

/// Whether a word turns what follows into its opposite.
pub(super) fn negates(lower: &str) -> bool {
    NEGATORS.contains(&lower) || lower.ends_with("n't")
}

fn negations(told: &Told<'_>, source: &Source<'_>, passages: &[(usize, &Passage)]) -> Vec<Verdict> {
    let said = polarities(&told.tokens);
    let theirs: Vec<(usize, Vec<Said>)> = passages.iter().map(|(id, p)| (*id, polarities(&tokens(&p.text)))).collect();
    let around: Vec<Said> = source.at(&told.near.around).flat_map(|(_, p)| polarities(&tokens(&p.text))).collect();
    let both = |stem: &str, negated: bool| {
        theirs.iter().any(|(_, list)| list.iter().any(|s| s.stem == stem && s.negated == negated))
    };
    let mut out = Vec::new();
    let mut judged = false;
    for word in said.iter().filter(|w| w.negated && w.direct) {
        judged |= both(&word.stem, true) || both(&word.stem, false);
        // "no longer" and the like: the words behind the first decide too.
        if both(&word.stem, false)
            && !both(&word.stem, true)
            && !around.iter().any(|s| s.stem == word.stem && s.negated)
            && !same_failing(told, passages)
        {
            out.push(turned(told, word, "the source says this without the negation", passages));
        }
    }
    for (id, list) in &theirs {
        for word in list.iter().filter(|w| w.negated && w.direct) {
            let here: Vec<&Said> = said.iter().filter(|s| s.stem == word.stem).collect();
            let [first, ..] = here.as_slice() else { continue };
            if here.iter().any(|s| s.negated) || both(&word.stem, false) || told_failing(told) {
                continue;
            }
            // The sentence must tell this clause: its neighbours stand here too.
            let neighbours: Vec<&Said> =
                list.iter().filter(|s| s.at != word.at && s.at.abs_diff(word.at) <= 5).collect();
            let shared = neighbours
                .iter()
                .filter(|n| said.iter().any(|s| s.stem == n.stem && s.at.abs_diff(first.at) <= 6))
                .count();
            if shared >= 2 || shared >= 1 && neighbours.len() <= 2 {
                out.push(turned(
                    told,
                    first,
                    "the source says that this was not so",
                    &[(*id, passages.iter().find(|p| p.0 == *id).map_or_else(|| passages[0].1, |p| p.1))],
                ));
            }
        }
    }
    // A negation of words that the source has not, where it has no negation at all.
    if out.is_empty()
        && !judged
        && told.near.coverage >= 0.75
        && let Some(word) = said.iter().find(|w| w.negated && w.direct)
        && !theirs.iter().any(|(_, list)| list.iter().any(|s| s.negated))
        && !around.iter().any(|s| s.negated)
        && !source.at(&told.near.around).any(|(_, p)| {
            tokens(&p.text)
                .iter()
                .any(|t| FAILING.contains(&t.lower.as_str()) && !told.tokens.iter().any(|own| own.lower == t.lower))
        })
    {
        out.push(turned(told, word, "nothing in the source says that this was not so", passages));
    }
    out
}

/// The source says by a word of failing what the sentence says by a negation.
fn same_failing(told: &Told<'_>, passages: &[(usize, &Passage)]) -> bool {
    let told_failing = told_failing(told);
    passages.iter().any(|(_, p)| tokens(&p.text).iter().any(|t| FAILING.iter().take(18).any(|f| *f == t.lower)))
        && !told_failing
}

fn told_failing(told: &Told<'_>) -> bool {
    told.tokens.iter().any(|t| FAILING.iter().take(18).any(|f| *f == t.lower))
}

fn turned(told: &Told<'_>, word: &Said, what: &str, passages: &[(usize, &Passage)]) -> Verdict {
    let range = told.tokens.get(word.at).map_or(0..told.text().len(), |t| t.range.clone());
    Verdict::new(range, Kind::Negation, Status::Contradicted, what).seen(passages.iter().map(|p| p.0))
}
