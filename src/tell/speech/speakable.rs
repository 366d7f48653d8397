//! What can be said aloud at all, and where its sentences end.

use std::sync::LazyLock;

use super::words::tokens;
use crate::extract::sentence;
use crate::lists::{Phrases, phrases};
use crate::search::{has, places};

/// Signs of code, of markup and of messages of programs.
static CODE: LazyLock<Phrases> =
    phrases!["{\"", "\":", "=>", "::", "&&", "();", "==", "</", "at com.", "Traceback", "Exception in", "!important"];

/// Points to what is not in the text.
static POINTS: LazyLock<Phrases> = phrases![
    "see below", "as below", "shown below", "screenshot", "image below", "graph below", "the following",
    "listed below", "described above", "see above", "mentioned above", "click here", "can be found", "can be viewed",
    "can be seen here", "can be read", "for more information",
];

/// "would: Be considered …": the lead-in of a list and its first entry.
static GLUED: LazyLock<Phrases> = phrases![
    " would: ", " to: ", " by: ", " are: ", " is: ", " were: ", " was: ", " including: ", " with: ", " can: ",
];

/// Wants the words that it leads to, such as an address, which nobody says …
pub(super) const WANTING: [&str; 7] =
    ["related to", "due to", "similar to", "led to", "leads to", "caused by", "corroborated by"];

/// … so that with a stop behind it the sentence says nothing.
static LEFT: LazyLock<Phrases> = LazyLock::new(|| {
    let stopped = |end: &'static str| [".", ",", ")"].map(|stop| format!("{end}{stop}"));
    Phrases::new(WANTING.into_iter().flat_map(stopped))
});

/// What somebody still had to fill in.
static PLACEHOLDERS: LazyLock<Phrases> = phrases!["TODO", "TBD", "lorem", "N/A", "n/a", "FIXME", "XXX"];

/// Can be said aloud: words, not a log line, code, JSON, a table or the lead-in of a list that is not there.
pub fn speakable(text: &str) -> bool {
    let lower = text.to_lowercase();
    let (mut characters, mut letters, mut odd) = (0, 0, 0);
    for c in text.chars() {
        characters += 1;
        if c.is_alphabetic() {
            letters += 1;
        } else if matches!(
            c,
            '{' | '}' | '[' | ']' | '<' | '>' | '|' | '=' | '\\' | '_' | '^' | '~' | '@' | '*' | '#' | '`' | '→' | '$'
        ) {
            odd += 1;
        }
    }
    // A hash, a path or the name of one machine of many: nobody says it.
    let unsayable =
        |w: &str, length: usize| length > 24 && w.matches('-').count() >= 2 && w.chars().any(|c| c.is_ascii_digit());
    // "[W 2021-03-04 10:11:12 …" and "… spawner:1476]"
    let mut log = text.starts_with('[');
    let (mut words, mut long) = (0, false);
    for word in tokens(text) {
        words += 1;
        log |= word.ends_with(']') && word.contains(':');
        if word.len() > 24 {
            let length = word.chars().count();
            long |= length > 44 || unsayable(word, length);
        }
    }
    let code = CODE.any_in(text);
    let opens_list =
        text.trim_end_matches(['.', ' ']).ends_with(':') || text.ends_with("following") || text.ends_with("following.");
    let points = POINTS.any_in(&lower);
    let torn = has(text, ": ") && (GLUED.any_in(text) || places(text, ": ").nth(2).is_some())
        || [" > ", ":!", ": :", " | "].iter().any(|sign| has(text, sign));
    let asked = lower.strip_prefix("short ").unwrap_or(&lower);
    let blank = ["event description", "description of", "hh:mm", "yyyy"].iter().any(|m| asked.starts_with(m));
    // What followed the last word is gone: an address, a name, a picture.
    let last = text.trim_end_matches(['.', ')', '"']).rsplit(' ').next().unwrap_or("").to_lowercase();
    let cut = LEFT.any_in(&lower)
        || WANTING.iter().any(|end| lower.ends_with(end))
        || ["with", "at", "by", "as", "per", "of", "the", "a", "an", "from", "and", "or", "via", "than", "see"]
            .contains(&last.as_str());
    let placeholder = PLACEHOLDERS.any_in(text);
    words >= 2
        && letters * 10 >= characters * 6
        && odd <= 2 + words / 6
        && !long
        && !code
        && !opens_list
        && !points
        && !placeholder
        && !torn
        && !log
        && !blank
        && !cut
}

/// Splits running text into sentences, for entries that hold several.
pub fn sentences(text: &str) -> Vec<&str> {
    const SHORT: &[&str] = &[
        "e.g", "i.e", "approx", "vs", "etc", "mr", "mrs", "dr", "no", "cf", "ca", "incl", "hrs", "min", "st", "a.m",
        "p.m", "u.s", "inc", "ltd",
    ];
    let mut out = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    for (i, c) in text.char_indices() {
        if !matches!(c, '.' | '!' | '?') {
            continue;
        }
        // A closing quotation mark or bracket belongs to the sentence.
        let mut end = i + c.len_utf8();
        while bytes.get(end).is_some_and(|b| matches!(b, b'"' | b')' | b'\'')) {
            end += 1;
        }
        let rest = text.get(end..).unwrap_or("");
        let next = rest.trim_start();
        let ends = rest.starts_with(char::is_whitespace)
            && next.starts_with(|c: char| c.is_uppercase() || c == '"' || c == '(' || c.is_ascii_digit());
        let last_word = text
            .get(start..i)
            .unwrap_or("")
            .rsplit(|c: char| c.is_whitespace() || c == '(')
            .next()
            .unwrap_or("")
            .to_lowercase();
        let abbreviation = c == '.'
            && (SHORT.contains(&last_word.as_str())
                || last_word.chars().count() == 1 && last_word.chars().all(char::is_alphabetic)
                // "On Nov. 3", "Fig. 2": before a number more words are short.
                || next.starts_with(|c: char| c.is_ascii_digit()) && sentence::abbreviates(&last_word));
        if ends && !abbreviation {
            out.push(text.get(start..end).unwrap_or("").trim());
            start = end;
        }
    }
    out.push(text.get(start..).unwrap_or("").trim());
    out.retain(|s| !s.is_empty());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_lead_ins_are_not_speakable() {
        assert!(speakable("The proxy ran out of memory at 4:22 PM."));
        for text in [
            "Syncing pool-a-default-6ab3d8ec-jsv7-x failed again",
            "{\"level\":\"error\"}",
            "We found the following issues:",
            "at com.example.Main(Main.java:3)",
            "See below for the graph",
            "It was backfilled for all intervals marked with.",
            "It might be related to.",
            "The hub waited due to, which took its connections.",
            "Short event description",
            "TODO",
        ] {
            assert!(!speakable(text), "{text}");
        }
    }

    #[test]
    fn sentences_end_at_full_stops_but_not_at_abbreviations() {
        assert_eq!(
            sentences("It broke. We fixed it, e.g. by hand. Version 1.2 shipped."),
            ["It broke.", "We fixed it, e.g. by hand.", "Version 1.2 shipped."]
        );
        assert_eq!(
            sentences(
                "The rollout began on Feb. 3rd at 10:00. 4 hosts came back on Feb. 4th. It was quiet in Feb. We slept."
            ),
            [
                "The rollout began on Feb. 3rd at 10:00.",
                "4 hosts came back on Feb. 4th.",
                "It was quiet in Feb.",
                "We slept."
            ]
        );
    }
}
