//! What stands before the words of a unit: list marks, numbers, a clock time with its date and zone.

use crate::extract::time as times;
use crate::lists::{Words, holds, words};

/// A clock time stands in a text; in a heading it tells when all below it happened.
pub(super) fn has_clock(text: &str) -> bool {
    let digit = |c: Option<&u8>| c.is_some_and(u8::is_ascii_digit);
    let bytes = text.as_bytes();
    memchr::memchr_iter(b':', bytes)
        .any(|i| i > 0 && digit(bytes.get(i - 1)) && digit(bytes.get(i + 1)) && digit(bytes.get(i + 2)))
}

/// `15.43`: hours and minutes with a full stop.
fn dotted_clock(word: &str) -> bool {
    let part = |p: &str, below: u8| p.len() == 2 && p.parse::<u8>().is_ok_and(|n| n < below);
    word.split_once('.').is_some_and(|(hours, minutes)| part(hours, 24) && part(minutes, 60))
}

/// Length of the list marks, check marks and dashes before the first word.
pub(super) fn head_mark(text: &str) -> usize {
    let rest = text.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '•' | '✅' | '☑' | '☐' | '-' | '–' | '—' | '*' | '·' | '\u{fe0f}')
    });
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = rest.get(digits..).unwrap_or_default();
    let numbered = (1..=2).contains(&digits)
        && after.starts_with(['.', ')'])
        && after.get(1..).is_some_and(|s| s.starts_with(' '));
    text.len() - if numbered { after.get(2..).unwrap_or_default().trim_start().len() } else { rest.len() }
}

/// Length of a clock time (with date, zone and range) at the head of a text, with the separator after it; 0 if there is none.
pub fn head_time(text: &str) -> usize {
    static WORDS: Words = words!(
        "
am pm a.m p.m utc gmt cet cest pst pdt est edt cst cdt mst mdt bst ist jst aest z us/pacific pacific eastern central
mon monday tue tuesday wed wednesday thu thursday fri friday sat saturday sun sunday jan january feb february mar
march apr april may jun june jul july aug august sep sept september oct october nov november dec december to - – — ~ c
ca approx at on and pt et t hrs
"
    );
    let mut end = 0;
    let mut clock = false;
    let mut words = text.split_inclusive(' ').peekable();
    let mut last = "";
    while let Some(word) = words.next() {
        let core = word.trim().trim_matches([',', '.', ':', '(', ')', '[', ']', '~', '*', '|', ';']);
        let digits = core.bytes().filter(u8::is_ascii_digit).count();
        let plain = || {
            core.bytes().all(|b| b.is_ascii_digit() || b":.-/+TZhapmAPM~,".contains(&b))
                || core.split(['–', '—']).all(|p| p.bytes().all(|b| b.is_ascii_digit() || b == b':'))
        };
        let clock_like = || core.contains(':') || core.ends_with("am") || core.ends_with("pm");
        let time = digits >= 3 && clock_like() && plain() || dotted_clock(core);
        let mut beside = || {
            let is_month = |word: &str| times::date::is_month(word.trim_matches(|c: char| !c.is_alphabetic()));
            is_month(last) || words.peek().is_some_and(|next| is_month(next))
        };
        // "March 18th", "18th March"; "1st replica" is no day.
        let mut ordinal =
            || (1..=2).contains(&digits) && times::date::without_ordinal(core).len() < core.len() && beside();
        let date = digits > 0 && (!time && plain() || ordinal());
        last = word;
        let zone = || core.bytes().all(|b| b.is_ascii_uppercase()) && times::zone::parse(core).is_some();
        if !(time || date || core.is_empty() || holds(&WORDS, core) || clock && zone()) {
            break;
        }
        clock |= time;
        end += word.len();
        // "16:58 UTC | 09:58 PT": the same moment in another zone.
        let again = word.trim_end().ends_with('|') && words.peek().is_some_and(|next| has_clock(next));
        if clock && word.trim_end().ends_with([':', ']', '|']) && !again {
            break;
        }
    }
    if !clock {
        return 0;
    }
    let rest = text.get(end..).unwrap_or_default();
    text.len()
        - rest
            .trim_start_matches(|c: char| {
                c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':' | '|' | '*' | ')' | ']' | ',' | '>')
            })
            .len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_at_the_head_is_not_part_of_the_words() {
        let rest = |t: &'static str| t.get(head_time(t)..).unwrap_or_default();
        assert_eq!(rest("02-13-2025 11:00 pm - Count rose"), "Count rose");
        assert_eq!(rest("09:13:01 - 09:15:22 sessions flap"), "sessions flap");
        assert_eq!(rest("16:58 UTC - Writer saturates"), "Writer saturates");
        assert_eq!(rest("16:58 UTC | 09:58 PT Writer saturates"), "Writer saturates");
        assert_eq!(rest("Jan 14, 10:18 AM: a customer wrote"), "a customer wrote");
        assert_eq!(rest("78% of requests failed"), "78% of requests failed");
        assert_eq!(rest("15.43 Ann wrote"), "Ann wrote");
        assert_eq!(rest("14:10 UTC on March 18th, a user wrote"), "a user wrote");
        assert_eq!(rest("14:10 on 18th March: a user wrote"), "a user wrote");
        assert_eq!(rest("14:10 1st replica fails"), "1st replica fails");
        assert_eq!(rest("10 May 2024, 15:45 WAT: the pool ran dry"), "the pool ran dry");
        assert_eq!(rest("2nd attempt at 10:52"), "2nd attempt at 10:52");
        assert_eq!(rest("May the pool be with you"), "May the pool be with you");
    }

    #[test]
    fn list_marks_and_numbers_are_skipped() {
        let rest = |t: &'static str| t.get(head_mark(t)..).unwrap_or_default();
        assert_eq!(rest("• ✅ Add an alert"), "Add an alert");
        assert_eq!(rest("1. Fast spends stay"), "Fast spends stay");
        assert_eq!(rest("10 customers wrote"), "10 customers wrote");
    }
}
