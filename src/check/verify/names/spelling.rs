//! Spellings of a name: as a whole word, as a part of an identifier, as an abbreviation.

use crate::check::verify::source::Source;
use crate::check::words::{squash, tokens};

/// Other spellings of well-known names, squashed: those of a line are the same thing.
const SPELLINGS: &[&[&str]] = &[
    &["kubernetes", "k8s", "kube"],
    &["postgresql", "postgres", "pg", "psql"],
    &["elasticsearch", "elastic", "es"],
    &["mongodb", "mongo"],
    &["amazonwebservices", "aws", "amazon"],
    &["googlecloud", "gcp", "googlecloudplatform", "google"],
    &["javascript", "js"],
    &["rabbitmq", "rabbit"],
    &["pagerduty", "pager"],
    &["loadbalancer", "lb", "elb", "alb"],
    &["cloudwatch", "cw"],
    &["letsencrypt", "le"],
    &["github", "gh"],
];

/// Whether a text holds a name as a whole word, in any of its spellings.
pub(super) fn holds(text: &str, lower: &str, key: &str) -> bool {
    let version = lower.contains('.') && lower.chars().all(|c| c.is_ascii_digit() || c == '.');
    let spellings = SPELLINGS.iter().find(|group| group.contains(&key)).copied().unwrap_or_default();
    let parts_of = |word: &str| -> Vec<String> {
        word.split([
            '/', '.', ':', '=', '(', ')', ',', '"', '`', '@', '|', '[', ']', '_', '-', '{', '}', '#', '<', '>', '\'',
        ])
        .map(squash)
        .collect()
    };
    tokens(text).iter().any(|t| {
        let squashed = squash(t.text);
        if version {
            // `v4.31.0` is 4.31.0.
            return joined(t.text, lower) || joined(t.text, &format!("v{lower}"));
        }
        let plural = |a: &str, b: &str| a == b || a.strip_suffix('s') == Some(b) || b.strip_suffix('s') == Some(a);
        t.lower == lower
            || plural(&squashed, key)
            || spellings.contains(&squashed.as_str())
            // `Redis` in `redis-cart`, `pricing-api` in `pricing-api/quote`.
            || squashed.len() > key.len() && squashed.contains(key) && (key.len() >= 5 && letters_only(key) || parts_of(t.text).iter().any(|p| plural(p, key)) || joined(t.text, lower))
            // "MongoDB" for "Mongo".
            || key.len() >= 5 && letters_only(key) && squashed.len() >= 4 && key.starts_with(&squashed) && key.len() <= squashed.len() + 3
    }) || {
        // "SSO-login" said of "SSO" and "login": each part stands in its own right.
        let parts: Vec<String> = lower.split(['-', '/']).map(squash).filter(|p| p.len() > 1).collect();
        parts.len() > 1 && !lower.contains(|c: char| c.is_ascii_digit()) && {
            let words: Vec<String> = tokens(text).iter().map(|t| squash(&t.lower)).collect();
            parts.iter().all(|p| words.iter().any(|w| w == p || w.strip_suffix('s') == Some(p) || p.strip_suffix('s') == Some(w)))
        }
    } || key.len() >= 4 && key.chars().any(|c| c.is_ascii_digit()) && spaced(text, key)
}

fn letters_only(key: &str) -> bool {
    key.chars().all(char::is_alphabetic)
}

/// A piece of a longer identifier, with its own separators around it.
pub(in crate::check::verify) fn joined(text: &str, piece: &str) -> bool {
    let (whole, lower) = (text.to_lowercase(), piece.to_lowercase());
    whole.match_indices(&lower).any(|(at, _)| {
        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        edge(whole.get(..at).and_then(|s| s.chars().next_back()))
            && edge(whole.get(at + lower.len()..).and_then(|s| s.chars().next()))
    })
}

/// `us east 1` for `us-east-1`: the neighbouring words run together.
fn spaced(text: &str, key: &str) -> bool {
    let words: Vec<String> = tokens(text).iter().map(|t| squash(t.text)).collect();
    (0..words.len()).any(|i| (2..=4).any(|n| words.get(i..i + n).is_some_and(|w| w.concat() == key)))
}

/// "DBA" for "database administrator", "SLO" for "service level objective".
pub(super) fn expands(source: &Source<'_>, key: &str) -> bool {
    let letters: Vec<char> = key.strip_suffix('s').unwrap_or(key).chars().collect();
    if !(2..=5).contains(&letters.len()) {
        return false;
    }
    source.passages.iter().any(|p| {
        let initials: Vec<char> = tokens(&p.text)
            .iter()
            .flat_map(|t| t.lower.split('-').filter_map(|w| w.chars().next()).collect::<Vec<_>>())
            .collect();
        initials.windows(letters.len()).any(|w| w == letters)
    })
}
