//! What a line of a postmortem is by its looks: a bullet, a heading, a key with its value, an entry with a time.
//!
//! Formats that mark structure up (Markdown, HTML) are written by the same people as plain text, and so they hold the
//! same habits: a bold line as a heading, `Severity: SEV-2`, `•`, a list of lines that begin with a time.

use std::borrow::Cow;

use crate::lists::{Words, holds, words};

/// Words that keys of an incident's metadata are made of. A key is known when it holds one of them.
static KEY_WORDS: Words = words!(
    "
acknowledged affected attendees author authors category cause causes channel commander component components customers
date declared detected detection downtime duration end ended environment facilitator id impact incident issue lead
mitigated mitigation owner owners participants postmortem priority region regions reported reporter resolution
resolved responders restored reviewer reviewers root scope service services sev severity start started status summary
system systems team teams ticket tickets time title trigger type users zone
"
);

/// Words that make a phrase before a colon a clause instead of a key.
static CLAUSE_WORDS: Words = words!(
    "
a an are as be because but did don't from had has have he here i if is it know saw she that there these they this two
three was we were will you
"
);

/// Words that names of a postmortem's sections are made of, counted in the headings of published ones.
static SECTION_WORDS: Words = words!(
    "
acknowledgement acknowledgements action actions analysis appendix attendees background cause causes changes chronology
communication communications conclusion conclusions context contributing corrective description detail details
detailed detection diagnosis discussion evaluation events factors findings fix follow follow-up follow-ups followups
happen happened impact improvements introduction investigation items key leadup learned learnings lessons lucky measures
mitigation mitigations overview participants poorly prevent preventative prevention preventive problem questions recommendations recovery references remediation
repair resolution response responders root scope stats steps summary symptoms timeline trigger triggers well went whys
wrong
"
);

/// Words that may stand in a section's name beside [`SECTION_WORDS`], and alone name none.
static SECTION_FILLERS: Words = words!(
    "
again and customer did executive five for further future got how immediate implemented in incident issue issues it learn next of or
our outage possible post post-incident process short support taken technical the things this to up user we what where why
will won't
"
);

/// Abbreviations and words that may stand behind a clock time.
static TIME_WORDS: Words = words!(
    "
am pm a.m p.m utc gmt z est edt cst cdt mst mdt pst pdt et ct pt cet cest bst ist jst sgt aest aedt hrs hours h to
until - –
"
);

/// English month names by their first three letters.
const MONTHS: &[&[u8; 3]] =
    &[b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"];

/// English weekday names by their first three letters.
const DAYS: &[&[u8; 3]] = &[b"mon", b"tue", b"wed", b"thu", b"fri", b"sat", b"sun"];

/// A bullet or number at the beginning of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bullet {
    /// Bytes from the beginning of the line to the item's text.
    pub length: usize,
    /// Numbered.
    pub ordered: bool,
    /// The state of a check box behind or in place of the bullet.
    pub checked: Option<bool>,
    /// One that no mark-up language knows (`•`), so that it survives into rendered text.
    pub typographic: bool,
}

/// The bullet that a line, without its indentation, begins with.
pub fn bullet(line: &str) -> Option<Bullet> {
    let first = line.chars().next()?;
    let after = line.get(first.len_utf8()..)?;
    let spaced = after.starts_with(char::is_whitespace);
    let (marker, ordered, checked, typographic) = match first {
        '•' | '◦' | '▪' | '●' | '○' | '‣' | '∙' | '■' | '□' | '➢' => {
            (first.len_utf8(), false, None, true)
        }
        '·' | '–' | '—' if spaced => (first.len_utf8(), false, None, true),
        '☐' => (first.len_utf8(), false, Some(false), true),
        '☑' | '☒' | '✅' => (first.len_utf8(), false, Some(true), true),
        '-' | '*' | '+' if spaced => (1, false, None, false),
        _ => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let body = if digits == 0 && first.is_ascii_alphabetic() { 1 } else { digits };
            let close = line.as_bytes().get(body);
            let ends = matches!(line.as_bytes().get(body + 1), Some(b' ' | b'\t'));
            let fits =
                (1..=3).contains(&body) && ends && (close == Some(&b')') || (close == Some(&b'.') && digits > 0));
            if !fits {
                return None;
            }
            (body + 1, true, None, false)
        }
    };
    let rest = line.get(marker..)?;
    let skipped = rest.len() - rest.trim_start().len();
    let (length, checked) = match (checked, check_box(rest.trim_start())) {
        (None, Some((size, state))) => (marker + skipped + size, Some(state)),
        (state, _) => (marker + skipped, state),
    };
    Some(Bullet { length, ordered, checked, typographic })
}

/// The length, with the space behind it, and the state of the check box that an item's text begins with.
pub fn check_box(text: &str) -> Option<(usize, bool)> {
    const BOXES: &[(&str, bool)] =
        &[("[ ]", false), ("[x]", true), ("[X]", true), ("☐", false), ("☑", true), ("☒", true), ("✅", true)];
    let (mark, state) = BOXES.iter().find(|(mark, _)| text.starts_with(mark))?;
    let rest = text.get(mark.len()..)?;
    let spaces = rest.len() - rest.trim_start().len();
    (spaces > 0).then_some((mark.len() + spaces, *state))
}

/// How a line begins with a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeStart {
    /// Set apart from what follows by a dash, colon, bracket, bar or wide gap.
    Apart,
    /// Followed by words, as it may be in the middle of a sentence.
    Running,
}

/// Whether a line begins with a clock time or a date.
pub fn time_start(line: &str) -> Option<TimeStart> {
    let opened = line.trim_start_matches(['[', '(', '~', '*', '_', '`', ' ']);
    let bracketed = line.trim_start().starts_with(['[', '(']);
    let mut rest = opened;
    let mut found = false;
    let mut last = "";
    while let Some(word) = rest.split_whitespace().next().filter(|_| !(found && rest.starts_with(['\t', '|']))) {
        let bare = word.trim_matches(['[', ']', '(', ')', ',', ';', '*', '_', '`', '~', '|']);
        let bare = bare.trim_end_matches([':', '.', '-', '–']);
        let next =
            || rest.trim_start().get(word.len()..).unwrap_or_default().split_whitespace().next().unwrap_or_default();
        let named = (begins(MONTHS, bare) || (!found && begins(DAYS, bare)))
            && bare.chars().all(char::is_alphabetic)
            && bare.len() <= 9
            && bare.starts_with(char::is_uppercase)
            && (begins(DAYS, bare) || next().starts_with(|c: char| c.is_ascii_digit()) || found);
        let numeric = is_numeric(bare, next, last);
        let tail = found && (is_time_word(bare) || matches!(bare, "" | "-" | "–"));
        if !(numeric || named || tail) {
            break;
        }
        found |= numeric;
        last = word;
        rest = rest.trim_start().get(word.len()..).unwrap_or_default();
        if word.ends_with([':', ']', ')', '|', '-', '–', '—']) && found {
            return Some(TimeStart::Apart);
        }
    }
    if !found {
        return None;
    }
    let gap = rest.starts_with(['\t', '|']) || rest.starts_with("  ") || rest.is_empty();
    let dash = rest.trim_start().starts_with(['-', '–', '—', ':', '|', '→', '=', '>']);
    Some(if bracketed || gap || dash { TimeStart::Apart } else { TimeStart::Running })
}

/// Whether a text is a time of the day, perhaps with its date and zone, and nothing else: `Jun 07, 2024 - 04:19 PDT`.
pub fn is_moment(text: &str) -> bool {
    let mut words = text.split_whitespace().peekable();
    let (mut clock, mut last) = (false, "");
    while let Some(word) = words.next() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let name = (begins(MONTHS, bare) || begins(DAYS, bare)) && bare.len() <= 9;
        let said = is_numeric(bare, || words.peek().copied().unwrap_or_default(), last);
        if !(said || name || bare.is_empty() || is_time_word(bare) || ["at", "on"].contains(&bare)) {
            return false;
        }
        clock |= is_clock(bare);
        last = bare;
    }
    clock
}

/// Which of the names it is whose three letters a word begins with, however they are written.
fn which(names: &[&[u8; 3]], word: &str) -> Option<usize> {
    let head = word.as_bytes().first_chunk::<3>()?.map(|b| b.to_ascii_lowercase());
    names.iter().position(|name| **name == head)
}

fn begins(names: &[&[u8; 3]], word: &str) -> bool {
    which(names, word).is_some()
}

/// The month (0 is January) with whose first three letters a word begins.
pub fn month(word: &str) -> Option<usize> {
    which(MONTHS, word)
}

fn is_time_word(word: &str) -> bool {
    holds(&TIME_WORDS, word)
}

/// A word of figures that is a time, or part of one beside the word that follows (`next`) and the one before (`last`).
fn is_numeric<'t>(word: &str, next: impl FnOnce() -> &'t str, last: &str) -> bool {
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    is_clock(word) || is_date(word) || is_year(word, last) || {
        let next = next();
        is_day(word, next) || is_short_clock(word, next)
    }
}

/// `9.05` in front of a name or a sentence; `2.31 seconds` is no time.
fn is_short_clock(word: &str, next: &str) -> bool {
    let Some((hour, minute)) = word.split_once('.') else { return false };
    let two = minute.len() == 2 && number(minute).is_some_and(|minute| minute < 60);
    two && hour.len() == 1 && number(hour).is_some() && next.starts_with(char::is_uppercase)
}

fn number(text: &str) -> Option<u32> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// `9:05`, `09:05:12.345Z`, `15.35`, `9h05`, `9am`, `09:00-09:20`.
fn is_clock(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (Some(hour), Some(after)) = (word.get(..digits).and_then(number), word.get(digits..)) else { return false };
    if !(1..=2).contains(&digits) || hour > 24 {
        return false;
    }
    if ["am", "pm", "a.m", "p.m"].iter().any(|half| half.eq_ignore_ascii_case(after)) {
        return hour <= 12;
    }
    let minute = after.get(1..3).and_then(number).is_some_and(|m| m < 60);
    let then = after.get(3..).unwrap_or_default();
    match after.chars().next() {
        Some(':') => minute && !then.starts_with(|c: char| c.is_ascii_digit()),
        Some('.') => minute && digits == 2 && !then.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == '%'),
        Some('h') => minute && !then.starts_with(char::is_alphanumeric),
        _ => false,
    }
}

/// `2021-08-26`, `26/08/2021`, `26.08.21`, also with a time behind a `T`.
fn is_date(word: &str) -> bool {
    let word = word.split('T').next().unwrap_or_default();
    ['-', '/', '.'].into_iter().any(|sign| {
        let mut parts = word.split(sign).map(|part| (part.len(), number(part)));
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some((4, Some(_))), Some((1..=2, Some(m))), Some((1..=2, Some(d))), None) => m <= 12 && d <= 31,
            (Some((1..=2, Some(a))), Some((1..=2, Some(b))), Some((2 | 4, Some(_))), None) => a <= 31 && b <= 31,
            _ => false,
        }
    })
}

/// `26`, `26th` before or behind a month's name, `26` of `26 Aug`; `1032` before a zone.
fn is_day(word: &str, next: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let suffix = word.get(digits..).unwrap_or_default();
    let next = next.trim_matches(|c: char| !c.is_alphanumeric());
    let no_zone = || ["to", "until", "h", "hours", "hrs", ""].iter().any(|w| w.eq_ignore_ascii_case(next));
    let zone = is_time_word(next) && !no_zone();
    match word.get(..digits).and_then(number) {
        Some(n) if digits <= 2 && matches!(suffix, "" | "st" | "nd" | "rd" | "th") => {
            (1..=31).contains(&n) && (begins(MONTHS, next) || zone)
        }
        Some(n) if digits == 4 && suffix.is_empty() => n / 100 < 24 && n % 100 < 60 && zone,
        _ => false,
    }
}

/// A year, or a day, behind a month's name: `Aug 26`, `26 Aug 2021`, `Aug 26, 2021`.
fn is_year(word: &str, last: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let suffix = word.get(digits..).unwrap_or_default();
    (begins(MONTHS, last) && (1..=2).contains(&digits) && matches!(suffix, "" | "st" | "nd" | "rd" | "th"))
        || (!last.is_empty() && digits == 4 && suffix.is_empty() && (word.starts_with("20") || word.starts_with("19")))
}

/// Characters of the longest key.
const LONGEST_KEY: usize = 60;

/// Where the key of a `Key: value` line ends and where its value begins (the end of the line, if there is none).
pub fn label(line: &str) -> Option<(usize, usize)> {
    let colon =
        line.find(':').filter(|colon| line.get(..*colon).is_some_and(|key| key.chars().count() < LONGEST_KEY))?;
    let after = line.get(colon + 1..)?;
    let key = line.get(..colon)?.trim_end();
    let words = key.split_whitespace().count();
    let fits = (after.is_empty() || after.starts_with(char::is_whitespace))
        && (1..=6).contains(&words)
        && key.starts_with(char::is_alphabetic)
        && !key.contains(['.', ',', ';', '?', '!', '"', '`', '='])
        && !key.contains(|c: char| c.is_ascii_digit());
    fits.then(|| (key.len(), line.len() - after.trim_start().len()))
}

/// Whether a key is one that incidents are described by. `marked` keys (bold ones) may be longer.
pub fn is_known_key(key: &str, marked: bool) -> bool {
    let words: Vec<Cow<'_, str>> = words(key).collect();
    words.len() <= if marked { 6 } else { 4 }
        && key.starts_with(|c: char| marked || c.is_uppercase())
        && words.iter().any(|w| holds(&KEY_WORDS, w) || holds(&SECTION_WORDS, w))
        // `Incident from:` is a key, `From Ada:` is none.
        && !words.iter().rev().skip(usize::from(key.ends_with("from"))).any(|w| holds(&CLAUSE_WORDS, w))
}

/// Whether a line is nothing but the name of a postmortem's section, perhaps numbered and with a colon.
pub fn is_section_name(line: &str) -> bool {
    let line = without_remark(line);
    let mut named = false;
    let fits = words(line).all(|word| {
        let section = holds(&SECTION_WORDS, &word);
        named |= section;
        section || holds(&SECTION_FILLERS, &word)
    });
    fits && named
        && words(line).count() <= 7
        && !line.ends_with(['.', ';', ','])
        && !line.starts_with(char::is_lowercase)
}

/// Whether a line asks what the lines below it answer: "Why was it down so long?"
pub fn is_question(line: &str) -> bool {
    const ASKS: &[&str] = &["what", "what's", "why", "how", "when", "who", "where", "which"];
    const LONGEST: usize = 10;
    line.ends_with('?')
        && line.split_whitespace().next().is_some_and(|first| ASKS.iter().any(|word| word.eq_ignore_ascii_case(first)))
        && line.split_whitespace().count() <= LONGEST
        && !line.contains(". ")
}

/// Whether a line is a heading in capitals.
pub fn is_caps_heading(line: &str) -> bool {
    let line = without_remark(line);
    if line.chars().any(char::is_lowercase)
        || line.len() > 80
        || line.ends_with(['.', ';', ','])
        || line.contains(['_', '='])
    {
        return false;
    }
    let long =
        words(line).filter(|w| w.len() > 1 && w.chars().all(|c| c.is_alphabetic() || c == '-' || c == '\'')).count();
    is_section_name(line)
        || (long >= 2 && words(line).count() == long + words(line).filter(|w| w.len() == 1).count() && long <= 8)
}

/// A line without its colon and without a remark in brackets at its end: `TIMELINE (all times UTC):`.
fn without_remark(line: &str) -> &str {
    let line = line.trim_end_matches(':').trim_end();
    let remark = line.ends_with(')').then(|| line.rfind(" (")).flatten();
    remark.and_then(|open| line.get(..open)).map_or(line, str::trim_end)
}

/// The words of a line, without signs around them. Those with an apostrophe are in lower case, without that of "'s".
fn words(line: &str) -> impl Iterator<Item = Cow<'_, str>> {
    line.split_whitespace().filter_map(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        (!word.is_empty() && !word.bytes().all(|b| b.is_ascii_digit())).then(|| match word.contains(['’', '\'']) {
            true => Cow::Owned(word.to_lowercase().replace('’', "'").replace("'s", "s")),
            false => Cow::Borrowed(word),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bullets_of_people_and_of_mark_up_are_known() {
        let found = |line| bullet(line).map(|b| (&line[b.length..], b.ordered, b.checked, b.typographic));
        assert_eq!(found("• 10:15 Disk full"), Some(("10:15 Disk full", false, None, true)));
        assert_eq!(found("- [x] Done"), Some(("Done", false, Some(true), false)));
        assert_eq!(found("☐ To do"), Some(("To do", false, Some(false), true)));
        assert_eq!(found("2) Second"), Some(("Second", true, None, false)));
        assert_eq!(found("12.5 percent"), None);
        assert_eq!(found("-v is a flag"), None);
        assert_eq!(found("a. m. is no item"), None);
    }

    #[test]
    fn times_at_the_beginning_of_a_line_are_known_in_many_spellings() {
        for line in [
            "10:15 - x", "[10:15] x", "10:15: x", "2021-08-26 10:15 UTC: x", "26 Aug, 10:15 - x", "Aug 26 10:15 – x",
            "9:05am — x", "10:15-10:20 | x", "1032 UTC - x", "Thursday, August 26, 2021 10:15 PDT: x", "10:15\tx",
            "(10:15) x",
        ] {
            assert_eq!(time_start(line), Some(TimeStart::Apart), "{line}");
        }
        for line in ["15.35 Roan", "9.05 Roan", "10:15 UTC the disk", "08:24 to 09:26 UTC it", "6 pm the disk"] {
            assert_eq!(time_start(line), Some(TimeStart::Running), "{line}");
        }
        for line in [
            "10 nodes", "March was hard", "May", "1.2.3 is out", "3.14% of", "3.14 percent", "1.2 Scope",
            "2000 requests", "x",
        ] {
            assert_eq!(time_start(line), None, "{line}");
        }
    }

    #[test]
    fn a_key_is_short_and_a_clause_is_none() {
        let key = |line: &'static str| label(line).map(|(k, v)| (&line[..k], &line[v..]));
        assert_eq!(key("Root cause: a full disk"), Some(("Root cause", "a full disk")));
        assert_eq!(key("Severity :  2"), Some(("Severity", "2")));
        assert_eq!(key("10:15: x"), None);
        assert_eq!(key("see https://x.y"), None);
        assert!(is_known_key("Incident commander", false) && is_known_key("Root cause", false));
        assert!(!is_known_key("We had two issues", false) && !is_known_key("Note", true));
    }

    #[test]
    fn section_names_are_told_from_sentences() {
        for line in [
            "Root cause", "Impact:", "What went well", "5 Whys", "Action items", "2. Timeline of events",
            "Lessons Learned",
        ] {
            assert!(is_section_name(line), "{line}");
        }
        for line in ["The root cause was a combination of:", "Recovery started", "We", "Impact.", "and the impact"] {
            assert!(!is_section_name(line), "{line}");
        }
        assert!(
            is_caps_heading("TIMELINE (all times CEST):")
                && is_caps_heading("DETAILED DESCRIPTION OF IMPACT")
                && is_caps_heading("SUMMARY")
        );
        for line in ["HTTP 503", "CRITICAL", "MAX_CONN = 5", "10:15 UTC", "DNS WENT DOWN.", "A 5"] {
            assert!(!is_caps_heading(line), "{line}");
        }
    }
}
