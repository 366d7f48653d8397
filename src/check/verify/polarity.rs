//! Negations and opposites: what is said the other way round.

use super::source::{Passage, Source};
use super::{Kind, Status, Told, Verdict};
use crate::check::words::{Token, content, is_stop, stem, tokens};

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

/// Pairs of which a sentence has one and its source the other: order, direction, outcome. Words of one side mean the same here.
const OPPOSITES: &[(&[&str], &[&str], Kind)] = &[
    (&["before", "prior"], &["after", "following"], Kind::Order),
    (&["first"], &["last"], Kind::Order),
    (&["earlier"], &["later"], Kind::Order),
    (
        &[
            "increase", "increased", "increasing", "rose", "rise", "rises", "grew", "climbed", "jumped", "jumps",
            "spiked", "raised",
        ],
        &["decrease", "decreased", "decreasing", "fell", "fall", "dropped", "drops", "declined", "lowered", "reduced"],
        Kind::Negation,
    ),
    (&["enabled", "enable"], &["disabled", "disable"], Kind::Negation),
    (&["succeeded", "successful", "success", "worked"], &["failed", "unsuccessful", "failure"], Kind::Negation),
    (&["above", "over"], &["below", "under"], Kind::Negation),
    (&["confirmed"], &["refuted", "disproved"], Kind::Negation),
    (&["added"], &["removed"], Kind::Negation),
    (&["started", "began"], &["stopped", "ended"], Kind::Order),
    (&["healthy"], &["unhealthy"], Kind::Negation),
    (&["available"], &["unavailable"], Kind::Negation),
    (&["read", "reads"], &["write", "writes"], Kind::Negation),
    (&["upgraded", "upgrade"], &["downgraded", "downgrade"], Kind::Negation),
    (&["faster"], &["slower"], Kind::Negation),
    (&["internal"], &["external"], Kind::Negation),
    (&["opened"], &["closed"], Kind::Negation),
    (&["growing", "grows"], &["shrinking", "shrinks"], Kind::Negation),
    (&["lower"], &["raise"], Kind::Negation),
];

/// Share of a sentence's words that one passage must have to be compared word by word.
const VERBATIM: f64 = 0.7;

/// Words of a draft's own patterns, as stems: they say nothing about how close a sentence is to its source.
const PATTERN: &[&str] = &[
    "minut", "hour", "timelin", "timeline", "not", "read", "follow-up", "lesson", "writ", "wrot", "wrote", "written",
    "plan", "includ", "caus", "root", "incident",
];

pub(super) fn look_up(told: &Told<'_>, source: &Source<'_>) -> Vec<Verdict> {
    let mut out: Vec<Verdict> = change_order(told, source).into_iter().collect();
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
    let failing = there.iter().any(|t| FAILING.contains(&t.lower.as_str()));
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

fn negates(lower: &str) -> bool {
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
        && !source
            .at(&told.near.around)
            .any(|(_, p)| tokens(&p.text).iter().any(|t| FAILING.contains(&t.lower.as_str())))
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

fn opposites(told: &Told<'_>, source: &Source<'_>, passages: &[(usize, &Passage)]) -> Vec<Verdict> {
    let mut out = Vec::new();
    for (at, token) in told.tokens.iter().enumerate() {
        for (left, right, kind) in OPPOSITES {
            let (own, other) = if one_of(left, token) {
                (left, right)
            } else if one_of(right, token) {
                (right, left)
            } else {
                continue;
            };
            for (id, passage) in passages {
                let there = tokens(&passage.text);
                if there.iter().any(|t| one_of(own, t)) || source_says(source, told, own, at) {
                    continue;
                }
                let Some(place) = there.iter().position(|t| one_of(other, t)) else { continue };
                let here = around(&told.tokens, at);
                let shared = around(&there, place).iter().filter(|w| here.contains(w)).count();
                if shared >= 2 || shared == 1 && here.len() <= 2 {
                    let what = format!(
                        "the source says \"{}\" here, not \"{}\"",
                        there.get(place).map_or("", |t| t.text),
                        token.text
                    );
                    out.push(Verdict::new(token.range.clone(), *kind, Status::Contradicted, what).seen([*id]));
                    break;
                }
            }
        }
    }
    out
}

/// Whether a token is one of the words, in any of their forms.
fn one_of(words: &[&str], token: &Token<'_>) -> bool {
    words.contains(&token.lower.as_str()) || {
        let own = stem(&token.lower);
        words.iter().any(|w| w.len() > 4 && stem(w) == own)
    }
}

/// Another passage of the same place says it as the sentence does.
fn source_says(source: &Source<'_>, told: &Told<'_>, own: &[&str], at: usize) -> bool {
    let here = around(&told.tokens, at);
    source.at(&told.near.own).any(|(_, p)| {
        let there = tokens(&p.text);
        there.iter().enumerate().any(|(i, t)| one_of(own, t) && around(&there, i).iter().any(|w| here.contains(w)))
    })
}

/// Stems and numbers within four words of a place.
fn around(tokens: &[Token<'_>], at: usize) -> Vec<String> {
    let range = at.saturating_sub(4)..(at + 5).min(tokens.len());
    let mut out = Vec::new();
    for (i, token) in tokens.get(range.clone()).unwrap_or_default().iter().enumerate() {
        if range.start + i == at {
            continue;
        }
        let stems = content(&token.lower);
        if stems.is_empty() && token.lower.contains(|c: char| c.is_ascii_digit()) {
            out.push(token.lower.clone());
        }
        out.extend(stems);
    }
    out
}

/// "four minutes before the first sign of trouble": the order of the change and the first signal is what extraction computed.
fn change_order(told: &Told<'_>, source: &Source<'_>) -> Option<Verdict> {
    let gap = source.against.facts.change.as_ref()?.gap_to_first_signal_s?;
    let at = told.tokens.iter().position(|t| matches!(t.lower.as_str(), "before" | "after"))?;
    let sign = told
        .tokens
        .get(at..at + 6)
        .unwrap_or_default()
        .iter()
        .any(|t| matches!(t.lower.as_str(), "sign" | "signal" | "symptom" | "symptoms"));
    let token = told.tokens.get(at)?;
    let length =
        told.quantities.iter().find(|q| q.range.end <= token.range.start && token.range.start - q.range.end <= 2)?;
    #[allow(clippy::cast_precision_loss)] // seconds of an incident
    let same = length.says(gap.unsigned_abs() as f64);
    let last = told.tokens.iter().find(|t| t.range.start > token.range.start && t.lower == "last");
    (sign && same && gap != 0).then(|| {
        if let Some(last) = last {
            let what = "in the source this lies between the change and the first signal, not the last";
            return Verdict::new(last.range.clone(), Kind::Order, Status::Contradicted, what);
        }
        if (token.lower == "before") == (gap > 0) {
            Verdict::supported(token.range.clone(), Kind::Order, told.near.primary.clone())
        } else {
            let what = "in the source the change and the first signal came in the other order";
            Verdict::new(token.range.clone(), Kind::Order, Status::Contradicted, what).seen(told.near.primary.clone())
        }
    })
}
