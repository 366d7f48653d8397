//! Keeps a sentence within one breath: it is split or shortened at clause borders where that loses no condition, or left as it is.

use super::TOO_LONG;
use super::mood::{is_clause, is_main_clause};
use super::words::{capitalize, tokens};
use crate::extract::sentence::abbreviates;

/// Words that one says in one breath.
pub const BREATH: usize = 30;

/// What a shortened sentence must not lose: without it the rest would say more than the source.
const CONDITIONS: &[&str] = &[
    "not", "no", "never", "only", "except", "unless", "if", "but", "however", "although", "though", "until", "without",
    "rather", "instead", "may", "might", "could", "possibly", "probably", "likely", "assumed", "n't", "nor", "yet",
    "while", "whereas", "some", "mostly", "suspect", "suspected", "believe", "believed",
];

/// What opens a part that can be left out or stands on its own after a comma.
const RELATIVE: &[&str] = &["which", "who", "where", "meaning", "e.g.", "i.e.", "including", "such"];

/// The sentence, or the sentences it falls into, each within a breath where clause borders allow it.
pub fn breathe(sentence: &str) -> Vec<String> {
    let mut out = Vec::new();
    for piece in split(sentence) {
        let shorter = shorten(&piece);
        match consequence(&shorter) {
            Some((deed, effect)) => out.extend([deed, effect]),
            None => out.push(shorter),
        }
    }
    out
}

/// What is too long to be told, and ends with what came of it: "…, causing the queue to grow" → "This caused the queue to grow."
/// What only might happen, or happens at times, caused nothing yet.
fn consequence(sentence: &str) -> Option<(String, String)> {
    const EFFECTS: &[(&str, &str)] = &[
        (", causing ", "This caused "),
        (", triggering ", "This triggered "),
        (", resulting in ", "This resulted in "),
        (", leading to ", "This led to "),
    ];
    const AT_TIMES: &[&str] = &[" when ", " whenever ", " would ", " can ", " will ", " should ", " each time "];
    if length(sentence) <= TOO_LONG {
        return None;
    }
    let (at, sign, said) = EFFECTS.iter().filter_map(|(sign, said)| Some((sentence.rfind(sign)?, sign, said))).max()?;
    let (deed, effect) = (sentence.get(..at)?, sentence.get(at + sign.len()..)?);
    let certain = !conditional(deed) && !AT_TIMES.iter().any(|w| deed.contains(w));
    let whole = certain && is_clause(deed) && deed.matches('(').count() == deed.matches(')').count();
    whole.then(|| (format!("{deed}."), format!("{said}{effect}")))
}

/// Number of words between spaces.
pub fn length(text: &str) -> usize {
    tokens(text).count()
}

/// Splits a long sentence where a new clause of its own begins: `; `, `, and …`, `, but …`, `, so …`, ` - `.
fn split(sentence: &str) -> Vec<String> {
    if length(sentence) <= BREATH {
        return vec![sentence.to_owned()];
    }
    const BORDERS: &[(&str, &str)] = &[
        ("; ", ""),
        (" - ", ""),
        (" – ", ""),
        (" — ", ""),
        (", but ", "But "),
        (", so ", "So "),
        (", and ", "And "),
        (". ", ""),
    ];
    let mut best: Option<(usize, usize, &str)> = None;
    for &(border, opener) in BORDERS {
        for (at, _) in sentence.match_indices(border) {
            let before = sentence.get(..at).unwrap_or("");
            let after = sentence.get(at + border.len()..).unwrap_or("");
            let balanced = before.matches('(').count() == before.matches(')').count()
                && before.matches('"').count().is_multiple_of(2)
                && before.matches('“').count() == before.matches('”').count();
            let whole =
                balanced && length(before) >= 5 && length(after) >= 4 && independent(before) && independent(after);
            // "It began on Feb. 3rd": that stop ends no sentence.
            let short = border == ". " && abbreviates(&before.rsplit([' ', '(']).next().unwrap_or("").to_lowercase());
            let whole = whole && !short;
            let longest = length(before).max(length(after));
            if whole && best.is_none_or(|(l, ..)| longest < l) {
                best = Some((longest, at, opener));
            }
        }
    }
    let Some((_, at, opener)) = best else {
        return vec![sentence.to_owned()];
    };
    let border = BORDERS
        .iter()
        .find(|(b, o)| *o == opener && sentence.get(at..).is_some_and(|s| s.starts_with(b)))
        .map_or(2, |(b, _)| b.len());
    let before = sentence.get(..at).unwrap_or("").trim_end_matches([',', ';', '.']);
    let after = sentence.get(at + border..).unwrap_or("");
    let after = if opener.is_empty() { capitalize(after) } else { format!("{opener}{after}") };
    let mut out = split(&format!("{before}."));
    out.extend(split(&after));
    out
}

/// Has a subject and a verb, and does not hang on what stands before it.
fn independent(clause: &str) -> bool {
    let first = clause.split_whitespace().next().unwrap_or("").to_lowercase();
    let hangs = [
        "which", "who", "that", "because", "as", "since", "when", "while", "if", "although", "though", "where",
        "after", "before", "until", "unless", "once", "to", "not", "then",
    ];
    // A clause that opens with a verb shares the subject of the other one.
    let verb_first = super::lexicon::verb(&first).is_some_and(|(v, _)| !v.noun)
        || super::lexicon::PAST_AUXILIARIES.contains(first.as_str());
    // "During a change to retire the old hub, the hosts were marked": the clause begins behind the comma.
    let when = ["during", "in", "on", "at", "for", "within", "with"].contains(&first.as_str());
    let behind = || when && clause.split_once(", ").is_some_and(|(_, main)| is_main_clause(main));
    !hangs.contains(&first.as_str()) && !verb_first && (is_main_clause(clause) || behind())
}

/// Leaves out brackets, and then trailing relative clauses, while the sentence is longer than a breath and nothing conditional is lost.
fn shorten(sentence: &str) -> String {
    let mut text = sentence.to_owned();
    while length(&text) > BREATH {
        let Some(shorter) = without_bracket(&text).or_else(|| without_relative(&text)) else {
            break;
        };
        text = shorter;
    }
    text
}

fn conditional(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric() && c != '\'').any(|w| CONDITIONS.contains(&w) || w.ends_with("n't"))
}

fn without_bracket(text: &str) -> Option<String> {
    let open = text.rfind(" (")?;
    let close = text.get(open..)?.find(')')? + open;
    let inside = text.get(open + 2..close)?;
    (length(inside) >= 2 && !conditional(inside) && !inside.contains('(')).then(|| {
        format!("{}{}", text.get(..open).unwrap_or(""), text.get(close + 1..).unwrap_or("")).replace(",,", ",")
    })
}

/// Without the last ", which …" that runs to the end of the sentence.
fn without_relative(text: &str) -> Option<String> {
    let body = text.trim_end_matches('.');
    let at = body.rmatch_indices(", ").map(|(i, _)| i).find(|&i| {
        let first = body.get(i + 2..).unwrap_or("").split_whitespace().next().unwrap_or("").to_lowercase();
        RELATIVE.contains(&first.as_str())
    })?;
    let (kept, dropped) = (body.get(..at)?, body.get(at..)?);
    // "…, but another error, which was new, was found": the verb of the clause stands behind the relative one.
    let last = kept.rsplit(", ").next().unwrap_or(kept);
    let goes_on =
        ["but", "and", "so", "or", "though", "because", "while"].iter().any(|c| last.split(' ').next() == Some(c));
    let broken = goes_on && !is_clause(last.split_once(' ').map_or("", |(_, rest)| rest));
    (length(kept) >= 8
        && !broken
        && !conditional(dropped)
        && is_clause(kept)
        && kept.matches('(').count() == kept.matches(')').count())
    .then(|| format!("{kept}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAIL: &str = "that had been created by the nightly job of the platform team in the old region a year before the incident happened there";

    #[test]
    fn what_came_of_it_is_told_for_itself_where_it_is_certain() {
        let deed = format!(
            "The nightly job moved all the labels of the shops in the south to the new and much smaller table {TAIL}"
        );
        let pieces = breathe(&format!("{deed}, causing the queue to grow."));
        assert_eq!(pieces, [format!("{deed}."), "This caused the queue to grow.".to_owned()]);
        let unsure = deed.replace("moved", "may have moved");
        assert_eq!(breathe(&format!("{unsure}, causing the queue to grow.")).len(), 1);
        assert_eq!(breathe("The job moved the labels, causing the queue to grow.").len(), 1);
    }

    #[test]
    fn words_are_counted_as_they_are_split() {
        for text in ["", " ", "a", " a  b ", "the\thub,\nrestarted ", "é\u{a0}x y"] {
            assert_eq!(length(text), text.split_whitespace().count(), "{text:?}");
        }
    }

    #[test]
    fn a_long_sentence_is_split_where_a_clause_begins() {
        let text = format!("The proxy ran out of memory on the node {TAIL}, and the hub could not reach it any more.");
        let parts = breathe(&text);
        assert_eq!(parts.len(), 2);
        assert_eq!(parts[1], "And the hub could not reach it any more.");
    }

    #[test]
    fn a_list_is_not_split_at_its_and() {
        let text = format!("We moved the queue, the cache, and the workers off the node {TAIL} for a reason.");
        assert_eq!(breathe(&text), std::slice::from_ref(&text));
    }

    #[test]
    fn a_trailing_relative_clause_is_left_out_but_never_a_condition() {
        let kept = format!("The proxy ran out of memory on the node {TAIL}");
        assert_eq!(breathe(&format!("{kept}, which held the routes of all users.")), [format!("{kept}.")]);
        let condition = format!("{kept}, which only hit users without a cache.");
        assert_eq!(breathe(&condition), std::slice::from_ref(&condition));
    }

    #[test]
    fn a_relative_clause_in_the_midst_of_another_stays() {
        let text =
            format!("The proxy ran out of memory on the node {TAIL}, but another fault, which was older, hid it.");
        assert_eq!(breathe(&text), std::slice::from_ref(&text));
    }

    #[test]
    fn a_short_sentence_stays_as_it_is() {
        let text = "The proxy died (out of memory), and the hub failed.";
        assert_eq!(breathe(text), [text]);
    }
}
