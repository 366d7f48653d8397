//! Words of a text for comparing what two texts say: tokens with their places, stems, the words that carry nothing.

use std::ops::Range;

use crate::tell::speech::lexicon;

/// One word, number or identifier of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'t> {
    /// As written, without the punctuation around it.
    pub text: &'t str,
    /// In lower case, without a possessive `'s`.
    pub lower: String,
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// Stands where a sentence or a quotation begins, so that a capital letter says nothing.
    pub opens: bool,
    /// A comma, semicolon, colon, dash or bracket stands between it and the token before: another clause may begin.
    pub clause: bool,
}

/// The tokens of a text: what stands between spaces, without the punctuation around it. A dash or an arrow between words is none.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out: Vec<Token<'_>> = Vec::new();
    let mut opens = true;
    let mut clause = true;
    let mut at = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let start = at;
        at += piece.len();
        let word = piece.trim_end();
        let inner = word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '%' | '$' | '€' | '£' | '_'));
        let Some(lead) = word.find(inner).filter(|_| !inner.is_empty()) else {
            clause = true;
            continue;
        };
        let before = word.get(..lead).unwrap_or_default();
        let after = word.get(lead + inner.len()..).unwrap_or_default();
        let quoted = before.contains(['"', '“', '\u{2018}']) || before.ends_with('\'');
        let range = start + lead..start + lead + inner.len();
        out.push(Token {
            text: inner,
            lower: lower(inner),
            range,
            opens: opens || quoted,
            clause: clause || before.contains(['(', '[', '{']),
        });
        opens = after.contains(['.', '!', '?', ':']) || after.contains('|');
        clause = !after.is_empty() && !matches!(after, "'" | "’");
    }
    out
}

/// Lower case, without a possessive.
pub fn lower(word: &str) -> String {
    let lower = word.to_lowercase().replace('’', "'");
    lower.strip_suffix("'s").map(str::to_owned).unwrap_or(lower)
}

/// Words that carry no content of their own: every sentence may have them.
const STOP: &[&str] = &[
    "a", "an", "the", "and", "or", "but", "so", "if", "then", "than", "that", "this", "these", "those", "there",
    "here", "it", "its", "itself", "i", "me", "my", "we", "us", "our", "ours", "you", "your", "he", "she", "him",
    "her", "his", "they", "them", "their", "who", "whom", "which", "what", "when", "where", "while", "how", "why",
    "of", "in", "on", "at", "by", "for", "from", "to", "into", "onto", "with", "as", "out", "off", "over", "about",
    "is", "are", "was", "were", "be", "been", "being", "am", "do", "does", "did", "done", "has", "have", "had",
    "having", "will", "would", "can", "could", "may", "might", "must", "should", "shall", "also", "just", "only",
    "very", "too", "still", "again", "once", "some", "any", "each", "every", "all", "both", "either", "such", "own",
    "same", "other", "another", "more", "most", "much", "many", "few", "less", "one", "get", "got", "go", "went",
    "come", "came", "take", "took", "make", "made", "let", "because", "due", "thing", "things", "way", "bit", "lot",
    "now", "later", "soon", "already", "yet", "even", "well", "like", "per", "am", "pm", "utc", "not", "no", "never",
    "none", "without", "nor", "neither", "nothing", "nobody", "before", "after", "until", "since", "during", "between",
    "through", "around", "roughly", "approximately", "nearly", "almost", "up", "down", "back", "said", "say", "says",
    "see", "saw", "seen", "teammate", "teammates", "colleague", "colleagues", "someone", "somebody", "everyone",
];

/// Whether a lower-case word carries no content.
pub fn is_stop(lower: &str) -> bool {
    STOP.contains(&lower)
}

/// Words that mean the same in the telling of an incident: all of a line become the first. The lists are of what engineers say in place of
/// what was written, not of dictionary synonyms, so that unlike things stay apart.
const SAME: &[&[&str]] = &[
    &["begin", "start", "commence", "kick"],
    &["end", "stop", "finish", "cease"],
    &["restore", "recover", "return", "recovery", "restoration"],
    &["fail", "failure", "break", "broke", "broken"],
    &["roll", "rollback", "revert", "rolled"],
    &["deploy", "release", "deployment", "ship", "rollout"],
    &["outage", "downtime", "incident", "disruption"],
    &["customer", "user", "client", "merchant", "shopper", "buyer"],
    &["latency", "slow", "slowness", "slowdown", "sluggish"],
    &["increase", "rise", "rose", "grow", "grew", "climb", "jump", "spike", "shoot", "shot", "soar"],
    &["decrease", "fall", "fell", "drop", "shrink", "shrank", "decline", "sink"],
    &["database", "db"],
    &["kubernetes", "k8s"],
    &["config", "configuration", "setting", "configure"],
    &["notice", "discover", "detect", "spot", "find", "found", "identify", "realise", "realize", "detection"],
    &["check", "examine", "inspect", "look", "investigate", "review", "verify"],
    &["error", "failure"],
    &["page", "alert", "alarm", "notify"],
    &["cause", "trigger", "lead", "led", "reason"],
    &["connection", "connect"],
    &["server", "host", "machine", "node", "instance"],
    &["request", "call"],
    &["show", "display"],
    &["call", "phone", "rang", "ring"],
    &["big", "large"],
    &["add", "introduce"],
    &["remove", "delete", "drop"],
    &["switch", "change", "move"],
    &["plan", "schedule", "intend", "set"],
    &["kill", "terminate", "end"],
    &["lock", "locked", "locking"],
    &["certificate", "cert"],
    &["certificate", "tls"],
    &["expire", "expiry", "expiration"],
    &["quarter", "25%"],
    &["choose", "chose", "decide", "decision", "choice"],
];

/// The stem of a lower-case word: the verb's base form, or the word without its ending. Words that mean the same have the same stem.
pub fn stem(lower: &str) -> String {
    let base = match lexicon::verb(lower) {
        Some((verb, _)) => verb.base.clone(),
        None => strip(lower).to_owned(),
    };
    match SAME.iter().find(|group| group.contains(&base.as_str()) || group.contains(&lower)).and_then(|g| g.first()) {
        Some(first) => strip(first).to_owned(),
        None => strip(&base).to_owned(),
    }
}

/// A word without the endings of plurals, tenses and nouns from verbs. Crude on purpose: it need only treat both texts alike.
fn strip(word: &str) -> &str {
    if !word.is_ascii() || word.bytes().any(|c| c.is_ascii_digit()) {
        return word;
    }
    const ENDINGS: &[&str] = &[
        "ations", "ation", "ings", "ing", "ments", "ment", "ions", "ion", "edly", "ed", "ies", "es", "ly", "ers", "er",
        "s", "e", "y",
    ];
    let mut word = word;
    for ending in ENDINGS {
        if let Some(rest) = word.strip_suffix(ending)
            && rest.len() >= 3
            && !(*ending == "s" && rest.ends_with('s'))
        {
            word = rest;
            break;
        }
    }
    // `stopped` → `stop`, not `stopp`; `-e` and `-y` go so that `cache`, `caching` and `caches` agree.
    let mut chars = word.chars().rev();
    if let (Some(a), Some(b)) = (chars.next(), chars.next())
        && a == b
        && !"aeiouls".contains(a)
        && word.len() > 3
    {
        return word.get(..word.len() - 1).unwrap_or(word);
    }
    word.strip_suffix('e').filter(|w| w.len() >= 3).unwrap_or(word)
}

/// The stems of the words of a text that carry content, in order; parts of hyphenated words count singly.
pub fn content(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for token in tokens(text) {
        for part in token.lower.split(['-', '/', '–', '—']).filter(|p| p.chars().any(char::is_alphabetic)) {
            if !is_stop(part) && part.chars().count() > 1 {
                out.push(stem(part));
            }
        }
    }
    out
}

/// Letters and digits only, lower case: how two spellings of an identifier are compared.
pub fn squash(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether any of the phrases stands in the text as whole words. All in lower case.
pub fn has_phrase(lower: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|p| find_phrase(lower, p).is_some())
}

/// Where a phrase stands in the text as whole words. Both in lower case.
pub fn find_phrase(lower: &str, phrase: &str) -> Option<Range<usize>> {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    lower
        .match_indices(phrase)
        .find(|(at, _)| {
            edge(lower.get(..*at).and_then(|s| s.chars().next_back()))
                && edge(lower.get(at + phrase.len()..).and_then(|s| s.chars().next()))
        })
        .map(|(at, _)| at..at + phrase.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for (a, b) in [
            ("restarted", "restarting"),
            ("caches", "caching"),
            ("deployment", "deployed"),
            ("queries", "query"),
            ("rolled", "rollback"),
            ("rose", "increased"),
            ("customers", "users"),
        ] {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
        assert_ne!(stem("database"), stem("network"));
    }

    #[test]
    fn a_token_knows_whether_a_capital_says_anything() {
        let tokens = tokens("At 4:58 Redis failed. Then \"Pool timed out\", Priya's alert said.");
        let named = |word: &str| tokens.iter().find(|t| t.text.starts_with(word)).unwrap();
        assert!(!named("Redis").opens);
        assert!(named("Then").opens);
        assert!(named("Pool").opens);
        assert_eq!(named("Priya").lower, "priya");
    }

    #[test]
    fn a_phrase_is_found_as_whole_words_only() {
        assert!(has_phrase("we were lucky", &["lucky"]));
        assert!(!has_phrase("plucky", &["lucky"]));
    }
}
