//! A sentence as words that can be looked at in lower case and put back with their punctuation and capitals.

use std::borrow::Cow;

/// One word between spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'t> {
    text: Cow<'t, str>,
    /// Without the punctuation around it, in lower case, where that is another text.
    core: Option<Cow<'t, str>>,
    /// Stands inside a quotation or code: nobody may change it.
    pub fixed: bool,
}

const OPENING: &[char] = &['"', '“', '‘', '\'', '`', '(', '[', '«'];

impl<'t> Word<'t> {
    /// As it stands.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Without the punctuation around it, in lower case.
    pub fn core(&self) -> &str {
        self.core.as_deref().unwrap_or(&self.text)
    }

    /// Without the punctuation around it.
    pub fn bare(&self) -> &str {
        bare(&self.text)
    }

    /// A comma, colon, full stop or closing bracket follows.
    pub fn ends_clause(&self) -> bool {
        self.text == "-" || self.text == "--" || self.text.ends_with([',', ';', ':', '.', '!', '?', ')', '–', '—'])
    }

    /// Puts another word in its place; punctuation and a leading capital stay.
    pub fn replace(&mut self, with: &str) {
        let bare = self.bare();
        let capital =
            bare.chars().next().is_some_and(char::is_uppercase) && bare.chars().skip(1).all(|c| !c.is_uppercase());
        let Some(start) = self.text.find(bare) else { return };
        let with = if capital { capitalize(with) } else { with.to_owned() };
        let text = format!(
            "{}{with}{}",
            self.text.get(..start).unwrap_or(""),
            self.text.get(start + bare.len()..).unwrap_or("")
        );
        *self = Word { fixed: self.fixed, ..Word::new(text) };
    }

    /// A new word that was not in the source.
    pub fn new(text: impl Into<Cow<'t, str>>) -> Self {
        let text = text.into();
        let plain = |word: &str| word.bytes().all(|b| b.is_ascii_lowercase());
        let core = match &text {
            text if plain(text) => None,
            Cow::Borrowed(text) if plain(bare(text)) => Some(Cow::Borrowed(bare(text))),
            text => Some(Cow::Owned(lower(bare(text)))),
        };
        Word { text, core, fixed: false }
    }
}

/// A text in lower case, with straight apostrophes.
pub fn lower(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.to_lowercase().replace('’', "'") }
}

/// A token without the punctuation around it.
pub fn bare(token: &str) -> &str {
    let ends = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = token.as_bytes();
    // Most tokens have none.
    if ends(bytes.first()) && ends(bytes.last()) { token } else { token.trim_matches(|c: char| !c.is_alphanumeric()) }
}

/// The words between spaces, as [`str::split_whitespace`] has them, but sooner.
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens(text)
}

/// See [`tokens`]: what is left of the text.
#[derive(Debug, Clone)]
pub struct Tokens<'t>(&'t str);

impl<'t> Iterator for Tokens<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        loop {
            let (token, rest) = split_at_space(self.0);
            self.0 = rest;
            if !token.is_empty() {
                return Some(token);
            }
            if rest.is_empty() {
                return None;
            }
        }
    }
}

/// What stands before the first white space, and behind it.
#[inline]
fn split_at_space(text: &str) -> (&str, &str) {
    let mut from = 0;
    while let Some(found) = text.as_bytes().get(from..).and_then(no_letter) {
        let at = from + found;
        let length = match text.as_bytes().get(at) {
            Some(b' ' | b'\t'..=b'\r') => 1,
            // A character is decoded only where it is not ASCII, which in most sentences is nowhere.
            _ => match text.get(at..).and_then(|rest| rest.chars().next()) {
                Some(c) if c.is_whitespace() => c.len_utf8(),
                other => {
                    from = at + other.map_or(1, char::len_utf8);
                    continue;
                }
            },
        };
        return (text.get(..at).unwrap_or_default(), text.get(at + length..).unwrap_or_default());
    }
    (text, "")
}

/// Where the first byte stands that is up to a space, or not ASCII: eight bytes are looked at together.
#[inline]
fn no_letter(bytes: &[u8]) -> Option<usize> {
    const EACH: u64 = u64::MAX / 0xff;
    const TOP: u64 = EACH * 0x80;
    let (chunks, rest) = bytes.as_chunks::<8>();
    for (n, chunk) in chunks.iter().enumerate() {
        let eight = u64::from_le_bytes(*chunk);
        // A byte below 0x21 borrows its top bit; only bytes behind it may be taken for one by mistake.
        let marked = (eight.wrapping_sub(EACH * 0x21) | eight) & TOP;
        if marked != 0 {
            return Some(n * 8 + marked.trailing_zeros() as usize / 8);
        }
    }
    let at = rest.iter().position(|byte| *byte <= b' ' || !byte.is_ascii())?;
    Some(bytes.len() - rest.len() + at)
}

/// Splits at spaces and marks what stands in quotation marks or code.
pub fn split(text: &str) -> Vec<Word<'_>> {
    let mut closing: Option<char> = None;
    tokens(text)
        .map(|token| {
            let mut fixed = closing.is_some();
            let quoting = fixed || token.bytes().any(|b| matches!(b, b'"' | b'`' | b'\'') || !b.is_ascii());
            for (i, c) in token.char_indices().filter(|_| quoting) {
                match closing {
                    Some(end) if c == end => closing = None,
                    Some(_) => {}
                    None => {
                        // An apostrophe inside a word opens nothing.
                        let opens = i == 0 || token.get(..i).is_some_and(|s| s.ends_with(['(', '[']));
                        closing = match c {
                            '"' if opens => Some('"'),
                            '“' => Some('”'),
                            '`' => Some('`'),
                            '\'' if opens && token.len() > 1 => Some('\''),
                            '‘' if opens => Some('’'),
                            _ => None,
                        };
                        fixed |= closing.is_some();
                    }
                }
            }
            Word { fixed, ..Word::new(token) }
        })
        .collect()
}

/// Puts words back together.
pub fn join(words: &[Word]) -> String {
    words.iter().map(Word::text).collect::<Vec<_>>().join(" ")
}

/// With a capital at the start, unless an identifier stands there (`docs.rs`, `api_server`), which has its own spelling.
pub fn capitalize(text: &str) -> String {
    let first = tokens(text).next().unwrap_or("").trim_end_matches(['.', ',', ':', ';']);
    if first.contains(['.', '_', '/', '='])
        || first.chars().skip(1).any(char::is_uppercase)
        || first.chars().any(|c| c.is_ascii_digit())
        || is_hyphenated_name(first)
    {
        return text.to_owned();
    }
    let mut chars = text.chars();
    match chars.next() {
        Some(c) if OPENING.contains(&c) => format!("{c}{}", capitalize(chars.as_str())),
        Some(c) => c.to_uppercase().collect::<String>() + chars.as_str(),
        None => String::new(),
    }
}

/// `user-data-service`: a name of three words or more. "End-to-end" and "out-of-memory" hold a small word.
fn is_hyphenated_name(word: &str) -> bool {
    const SMALL: &[&str] = &["a", "and", "at", "by", "for", "in", "of", "off", "on", "out", "the", "to", "up", "well"];
    let parts = || word.split('-');
    parts().count() >= 3
        && parts().all(|part| part.len() >= 2 && part.bytes().all(|b| b.is_ascii_lowercase()) && !SMALL.contains(&part))
}

/// With a small letter at the start.
pub fn decapitalize(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().collect::<String>() + chars.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replaced_word_keeps_its_punctuation_and_capital() {
        let mut words = split("(Reports, of");
        words[0].replace("reported");
        assert_eq!(join(&words), "(Reported, of");
    }

    #[test]
    fn tokens_are_what_the_standard_library_splits_at() {
        let spaces: String = (0..=0x3000).filter_map(char::from_u32).filter(|c| c.is_whitespace()).collect();
        for text in [
            "",
            " ",
            "a",
            " a  b ",
            "é\u{2013}ü\u{a0}x",
            "the hub, restarted\tat 10:42\u{1c}é",
            &format!("a{spaces}b{spaces}"),
        ] {
            assert_eq!(tokens(text).collect::<Vec<_>>(), text.split_whitespace().collect::<Vec<_>>());
        }
        for space in spaces.chars() {
            assert_eq!(tokens(&format!("ä{space}“b{space}")).collect::<Vec<_>>(), ["ä", "“b"]);
        }
    }

    #[test]
    fn an_identifier_keeps_its_spelling_at_the_start() {
        assert_eq!(capitalize("docs.rs failed"), "docs.rs failed");
        assert_eq!(capitalize("user-data-service failed"), "user-data-service failed");
        assert_eq!(capitalize("end-to-end tests failed"), "End-to-end tests failed");
        assert_eq!(capitalize("the pods failed."), "The pods failed.");
    }

    #[test]
    fn quoted_words_are_fixed_and_an_apostrophe_opens_nothing() {
        let fixed: Vec<bool> =
            split("the hub's log says \"is not ready\" and it's over").iter().map(|w| w.fixed).collect();
        assert_eq!(fixed, [false, false, false, false, true, true, true, false, false, false]);
    }
}
