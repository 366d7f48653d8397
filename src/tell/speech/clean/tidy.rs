//! Mends what the removal of words leaves behind: spaces, punctuation, brackets.

/// What is put in place of two characters that the removal of something left behind.
const REPAIRS: &[(&str, &str)] = &[
    ("(,", "("),
    (" ,", ","),
    (" .", "."),
    (" ;", ";"),
    (" :", ":"),
    (" )", ")"),
    ("( ", "("),
    ("..", "."),
    (",,", ","),
    (" !", "!"),
    (":.", "."),
    (",.", "."),
    ("()", ""),
    (",)", ")"),
    ("  ", " "),
];

/// One of [`REPAIRS`] may be due: a glance instead of a search for each.
fn is_torn(text: &str) -> bool {
    let mark = |b: &u8| matches!(b, b',' | b'.' | b';' | b':' | b')' | b'(' | b'!' | b' ');
    let due = |pair: &[u8]| REPAIRS.iter().any(|(from, _)| from.as_bytes() == pair);
    let mut after_mark = false;
    text.bytes().enumerate().any(|(at, byte)| {
        let marks = mark(&byte);
        let torn = marks && after_mark && text.as_bytes().get(at - 1..=at).is_some_and(due);
        after_mark = marks;
        torn
    })
}

/// Spaces before punctuation, doubled punctuation and brackets left open.
pub(super) fn tidy(text: &str) -> String {
    let torn = is_torn(text);
    let mut out = text.to_owned();
    for &(from, to) in REPAIRS.iter().filter(|_| torn) {
        while let Some(at) = out.find(from) {
            // "…" and ".." inside a path or range stay.
            if from == ".." && out.get(at + 2..).is_some_and(|s| !s.is_empty() && !s.starts_with(' ')) {
                break;
            }
            // " .net" and " :smile:" are words.
            if matches!(from, " ." | " :" | " !")
                && out.get(at + 2..).is_some_and(|s| s.starts_with(char::is_alphanumeric))
            {
                break;
            }
            out.replace_range(at..at + from.len(), to);
        }
    }
    if out.contains(')') && out.matches('(').count() < out.matches(')').count() {
        out = out.replacen(')', "", 1);
    }
    out.trim().trim_end_matches(['-', '–', '—', '(', ',', ';', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_has_a_repair_is_torn() {
        assert!(REPAIRS.iter().all(|(from, _)| is_torn(from)));
        assert!(!is_torn("The host was full, again; it stopped."));
    }
}
