//! Small readings of ASCII bytes that the whole grammar is made of. None of them fails or panics: out of range is "not there".

/// The byte at `at`, or 0 past the end.
pub(super) fn byte(b: &[u8], at: usize) -> u8 {
    b.get(at).copied().unwrap_or(0)
}

/// The byte before `at`, or a space at the start.
pub(super) fn before(b: &[u8], at: usize) -> u8 {
    at.checked_sub(1).map_or(b' ', |p| byte(b, p))
}

/// How many digits begin at `at`, counted to 20.
pub(super) fn digits(b: &[u8], at: usize) -> usize {
    b.iter().skip(at).take(20).take_while(|c| c.is_ascii_digit()).count()
}

/// How many ASCII letters begin at `at`, counted to 20.
pub(super) fn letters(b: &[u8], at: usize) -> usize {
    b.iter().skip(at).take(20).take_while(|c| c.is_ascii_alphabetic()).count()
}

/// The number written by `n` digits from `at`.
pub(super) fn number(b: &[u8], at: usize, n: usize) -> u32 {
    b.iter().skip(at).take(n.min(9)).fold(0, |sum, c| sum * 10 + u32::from(c.wrapping_sub(b'0')))
}

/// The same, as one of the small numbers of a date or clock.
pub(super) fn small(b: &[u8], at: usize, n: usize) -> u8 {
    u8::try_from(number(b, at, n)).unwrap_or(u8::MAX)
}

/// The word (letters only) that ends right before `at`, white space and one comma skipped.
pub(super) fn word_before(b: &[u8], at: usize) -> &[u8] {
    let head = b.get(..at).unwrap_or_default();
    let end = head.iter().rposition(|c| !matches!(c, b' ' | b',' | b'~' | b'(')).map_or(0, |p| p + 1);
    let head = head.get(..end).unwrap_or_default();
    let start = head.iter().rposition(|c| !c.is_ascii_alphabetic()).map_or(0, |p| p + 1);
    // A longer run of letters is no word of ours, and looking further back would make long lines quadratic.
    head.get(start.max(end.saturating_sub(12))..).unwrap_or_default()
}

/// Where the spaces that begin at `at` end.
pub(super) fn skip_spaces(b: &[u8], at: usize) -> usize {
    at + b.iter().skip(at).take(4).take_while(|c| **c == b' ').count()
}

/// Whether the byte continues a word or number.
pub(super) fn wordy(c: u8) -> bool {
    c.is_ascii_alphanumeric() || c == b'_'
}

/// The last `n` bytes of a text, from a character's start.
pub(in crate::extract) fn tail(text: &str, n: usize) -> &str {
    let mut from = text.len().saturating_sub(n);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..).unwrap_or_default()
}
