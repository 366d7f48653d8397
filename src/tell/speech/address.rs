//! Addresses of people and machines: a story says that there is one, not which.

use std::borrow::Cow;

use super::words::tokens;

/// What `ann@example.com`, `10.0.4.7` and `10.0.4.0/24` are: where a mail or a packet goes is told to nobody outside.
pub(super) fn address(token: &str) -> Option<&'static str> {
    if !may_be_address(token) {
        return None;
    }
    let bare = token.trim_matches(|c: char| !c.is_alphanumeric());
    let mail = bare.split_once('@').is_some_and(|(name, host)| {
        let label = |l: &str| !l.is_empty() && l.chars().all(|c| c.is_alphanumeric() || c == '-');
        !name.is_empty() && host.contains('.') && host.split('.').all(label)
    });
    let parts: Vec<&str> = bare.split(['/', ':']).next().unwrap_or_default().split('.').collect();
    let number = |p: &&str| (1..=3).contains(&p.len()) && p.parse::<u8>().is_ok();
    // Four parts without a number of two digits or more may be a version: `1.2.3.4`.
    let ip = parts.len() == 4 && parts.iter().all(number) && parts.iter().any(|p| p.len() > 1);
    if mail { Some("e-mail address") } else { ip.then_some("IP address") }
}

/// It has a sign of an address; most words and most sentences have none.
fn may_be_address(text: &str) -> bool {
    text.bytes().filter(|b| *b == b'.').count() >= 3 || text.contains('@')
}

/// Something in a text is an address.
pub fn has_address(text: &str) -> bool {
    may_be_address(text) && tokens(text).any(|token| address(token).is_some())
}

/// A text up to its first address: what a question can quote.
pub fn without_address(text: &str) -> &str {
    let words = text.split_inclusive(char::is_whitespace).take_while(|token| address(token.trim_end()).is_none());
    text.get(..words.map(str::len).sum()).unwrap_or(text)
}

/// What is said for an address: what it is, or nothing where the word before says that, or it only stood in brackets.
pub(super) fn general(token: &str, kind: &str, before: Option<&str>) -> Option<Cow<'static, str>> {
    let closing: String = token.chars().rev().take_while(|c| matches!(c, '.' | ',' | ';' | ')' | ':')).collect();
    let closing: String = closing.chars().rev().collect();
    let before = before.unwrap_or_default().to_lowercase();
    if token.starts_with('(') && closing.contains(')') {
        let after = closing.trim_start_matches(')');
        return (!after.is_empty()).then(|| Cow::Owned(after.to_owned()));
    }
    let opening = if token.starts_with('(') { "(" } else { "" };
    let named = ["address", "addresses", "ip", "ips", "host", "subnet", "range", "mailbox"].contains(&before.as_str());
    let word = if named {
        String::new()
    } else if ["a", "an", "the", "our", "their", "this"].contains(&before.as_str()) {
        kind.to_owned()
    } else {
        format!("an {kind}")
    };
    let said = format!("{opening}{word}{closing}");
    (!said.is_empty()).then_some(Cow::Owned(said))
}

#[cfg(test)]
mod tests {
    use super::super::clean::clean;
    use super::without_address;

    #[test]
    fn an_address_is_said_as_what_it_is_or_not_at_all() {
        for (text, expected) in [
            (
                "The host db-1 (10.20.4.11) refused ops@example.org, too.",
                "The host db-1 refused an e-mail address, too.",
            ),
            ("It moved from 10.20.4.11 to the subnet 10.20.5.0/24.", "It moved from an IP address to the subnet."),
            ("It wrote to our ops@example.org at once", "It wrote to our e-mail address at once"),
            ("We went from 1.2.3.4 to v1.2.3.5", "We went from 1.2.3.4 to v1.2.3.5"),
        ] {
            assert_eq!(clean(text), expected);
        }
        assert_eq!(without_address("Mail to ops@example.org bounced"), "Mail to ");
        assert_eq!(without_address("Mail bounced"), "Mail bounced");
    }
}
