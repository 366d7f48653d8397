//! Character references of HTML (`&amp;`, `&#8211;`).

use html5gum::{Token, Tokenizer};

/// The longest name of a character reference (`&CounterClockwiseContourIntegral;`) and more.
const LONGEST: usize = 40;

/// The length and the meaning of the character reference that `text` begins with.
pub fn entity(text: &str) -> Option<(usize, String)> {
    let body = text.strip_prefix('&')?;
    let name = body.bytes().take(LONGEST).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
    let closed = body.as_bytes().get(name) == Some(&b';');
    let length = 1 + name + usize::from(closed);
    let reference = text.get(..length).filter(|_| name > 0)?;
    let mut decoded = String::new();
    for Ok(token) in Tokenizer::new(reference) {
        if let Token::String(string) = token {
            decoded.push_str(&String::from_utf8_lossy(&string));
        }
    }
    (decoded != reference && !decoded.is_empty()).then_some((length, decoded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded_with_their_length() {
        assert_eq!(entity("&amp; x"), Some((5, "&".into())));
        assert_eq!(entity("&#8211;x"), Some((7, "–".into())));
        assert_eq!(entity("&#x2013;"), Some((8, "–".into())));
        assert_eq!(entity("&lt 5"), Some((3, "<".into())));
        assert_eq!(entity("& x"), None);
        assert_eq!(entity("&unknown;"), None);
        assert_eq!(entity("x&amp;"), None);
    }
}
