//! What only the writer's day, the reader of the document and its small letters explain: a listener has none of them.

use std::sync::LazyLock;

use super::words::{capitalize, lower};
use crate::extract::sentence;
use crate::lists::{Phrases, phrases};

/// Days that count from the day of writing, which is not the day of telling.
pub(super) const WRITERS_DAYS: &[&str] =
    &["Yesterday", "Today", "Last night", "Earlier today", "This morning", "Tomorrow"];

/// What follows a word does not go on with it: "Yesterday's" is another word than "Yesterday".
pub(super) fn ends_word(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-'))
}

/// "Yesterday we restarted it" → "we restarted it": what is left claims less, and stays true.
pub(super) fn without_writers_day(text: &str) -> &str {
    let rest = WRITERS_DAYS.iter().filter(|day| **day != "Tomorrow").find_map(|day| text.strip_prefix(day));
    let rest = rest.filter(|rest| ends_word(rest));
    rest.map_or(text, |rest| rest.trim_start_matches([',', ' ']))
}

/// "After today's deployment" → "after the deployment": what is left claims less, and stays true.
pub(super) fn of_that_day(text: String) -> String {
    const DAYS: &[&str] = &["yesterday", "today", "tonight", "this morning", "last night"];
    let lower = text.to_ascii_lowercase();
    if !DAYS.iter().any(|day| lower.contains(day)) {
        return text;
    }
    let mut text = earlier_that_day(text);
    // "We deployed an update today."
    let (words, stop) = text.split_at(text.trim_end_matches('.').len());
    if let Some(words) = words.strip_suffix(" today").filter(|words| !words.ends_with(" than")) {
        text = format!("{words}{stop}");
    }
    for day in DAYS {
        for genitive in ["'s", "’s"] {
            let of_day = format!("{day}{genitive}");
            text = text.replace(&of_day, "the").replace(&capitalize(&of_day), "The");
        }
    }
    text
}

/// "A fix deployed earlier today" → "a fix deployed earlier that day": it was said on the day that is told of.
pub(super) fn earlier_that_day(text: String) -> String {
    if text.contains("earlier today") { text.replace("earlier today", "earlier that day") } else { text }
}

/// A clause without the one that it hangs on: "Because the disk was full.", "Which made it slow."
pub(super) fn hangs_on(text: &str) -> bool {
    // "Because the index was gone it failed": the clause that it hangs on has a subject of its own.
    let main = [" it ", " we ", " they ", " this ", " users "].iter().any(|subject| text.contains(subject));
    let because = text.starts_with("Because ") && !text.starts_with("Because of ") && !text.contains(", ") && !main;
    because || text.starts_with("Which ")
}

/// "It was slow. this broke it" → "It was slow. This broke it": writers in small letters.
pub(super) fn capital_behind_stops(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(". ") {
        let (head, tail) = rest.split_at(at + 2);
        out.push_str(head);
        let word = tail.split(' ').next().unwrap_or_default();
        let stem = word.trim_end_matches([',', '.']);
        let plain = stem.len() >= 2 && stem.bytes().all(|b| b.is_ascii_lowercase());
        // "approx. two", "e.g. this": no end of a sentence.
        let last = head.trim_end_matches(['.', ' ']).rsplit([' ', '(']).next().unwrap_or_default();
        let short = last.len() < 3 && last.bytes().all(|b| b.is_ascii_alphabetic())
            || last.contains('.')
            || sentence::abbreviates(&last.to_lowercase());
        if plain && !short {
            out.push_str(&capitalize(word));
            rest = tail.get(word.len()..).unwrap_or_default();
        } else {
            rest = tail;
        }
    }
    out + rest
}

/// Turns to whoever reads the document: "If you use an older client, …". A listener would take it for himself.
pub(super) fn turns_to_reader(text: &str) -> bool {
    const OPENERS: &[&str] = &[
        "if you ", "should you ", "when you ", "you can ", "you may ", "you could ", "you might ", "you should ",
        "you will ", "you'll ", "you got ", "you must ", "you need ", "your ",
    ];
    static TALK: LazyLock<Phrases> = phrases![
        " for you.", " for you ", " to you ", " provide you", " of you ", " you rightly ", "frustrating it",
        " ask you "
    ];
    let lower = lower(text);
    OPENERS.iter().any(|opener| lower.starts_with(opener)) || TALK.any_in(&format!("{lower} "))
}
