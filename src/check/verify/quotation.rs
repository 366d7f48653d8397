//! Quotations: words in quotation marks are the source's own.

use super::source::Source;
use super::{Kind, Status, Told, Verdict};
use crate::check::words::{content, squash};

/// Words of content that a quotation has at least: a shorter one may be a manner of speaking.
const LEAST: usize = 3;

/// Share of a quotation's words that a passage must have to be the one that is quoted.
const QUOTED: f64 = 0.6;

pub(super) fn look_up(told: &Told<'_>, source: &Source<'_>) -> Vec<Verdict> {
    let text = told.text();
    // The outermost marks: a quotation may hold another one.
    let (Some(open), Some(close)) = (text.find(['"', '\u{201c}']), text.rfind(['"', '\u{201d}'])) else {
        return Vec::new();
    };
    let start = open + text.get(open..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8);
    let Some(words) = text.get(start..close).filter(|w| content(w).len() >= LEAST) else { return Vec::new() };
    // Two quotations with words of the story between them are looked at one by one.
    let parts: Vec<&str> =
        words.split(['"', '\u{201c}', '\u{201d}', '\u{2026}']).map(str::trim).filter(|p| !p.is_empty()).collect();
    let whole = squash(words);
    let said = |words: &str| source.squashed.contains(&squash(words)) || source.joined.contains(&squash(words));
    if said(words) || whole.is_empty() || parts.iter().all(|part| content(part).len() < LEAST || said(part)) {
        return Vec::new();
    }
    let stems = content(words);
    let ranked = source.ranked(&stems);
    let quoted = ranked.first().filter(|(_, share)| *share >= QUOTED);
    let Some((id, _)) = quoted else { return Vec::new() };
    // Times in it are looked up by themselves, and a name may be left out of it: a word that is in the story alone is too much.
    let block = source.block_of(*id);
    let foreign = told.tokens.iter().find(|t| {
        let timed = told.times.iter().any(|f| f.range.start < t.range.end && t.range.start < f.range.end);
        let inside = start <= t.range.start && t.range.end <= close;
        inside && !timed && content(t.text).iter().any(|s| !source.at(&block).any(|(_, p)| p.stems.contains(s)))
    });
    let Some(foreign) = foreign else { return Vec::new() };
    let message = format!("the source does not say \"{}\" in these words", foreign.text);
    vec![Verdict::new(start..close, Kind::Quotation, Status::Contradicted, message).seen([*id])]
}
