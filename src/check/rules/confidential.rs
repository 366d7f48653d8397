//! Confidential material: secrets, e-mail addresses, internal host names, IP addresses, customers by name.

use super::{At, Hit, Look, Rule};
use crate::check::Level;
use crate::check::profile::Dimension;

/// The rule.
pub const RULE: Rule = Rule {
    id: "confidential",
    level: Level::Error,
    dimension: Dimension::Communication,
    what: "Confidential material: secrets, e-mail addresses, internal host names, IP addresses, customers by name.",
    why: "Telling another company's secrets in an interview tells them how you will treat theirs.",
    instead: "leave it out or say it in general: \"a key\", \"one of our database hosts\", \"a large customer\"",
    weak: "We found the key AKIAIOSFODNN7EXAMPLE on db-3.prod.internal (10.4.0.12), and ana@example.com rotated it.",
    strong: "We found an access key on one of our database hosts, and a teammate rotated it.",
    source: "",
    check: Some(check),
};

/// How keys of well-known providers begin, and how many characters follow at least.
const KEYS: &[(&str, usize)] = &[
    ("AKIA", 12),
    ("ASIA", 12),
    ("ghp_", 20),
    ("gho_", 20),
    ("github_pat_", 20),
    ("xoxb-", 10),
    ("xoxp-", 10),
    ("sk_live_", 10),
    ("sk-", 20),
    ("AIza", 20),
    ("glpat-", 12),
    ("eyJ", 30),
    ("-----BEGIN", 0),
];

/// Ends of names that only resolve inside a company.
const INTERNAL: &[&str] =
    &[".internal", ".local", ".corp", ".lan", ".intra", ".intranet", ".svc.cluster.local", ".prod.local"];

/// Words before a name that make it a customer's.
const CUSTOMERS: &[&str] = &[
    "our customer ", "our client ", "the customer ", "the client ", "customers like ", "clients like ",
    "customers such as ", "clients such as ",
];

fn check(look: &Look<'_>) -> Vec<Hit> {
    let mut out = Vec::new();
    for (index, sentence) in look.told() {
        let mut at = 0;
        for word in sentence.text.split_inclusive(|c: char| {
            c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';' | '"' | '`' | '<' | '>' | '=')
        }) {
            let start = at;
            at += word.len();
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '_' && c != '-');
            let Some(lead) = word.find(bare).filter(|_| !bare.is_empty()) else { continue };
            if let Some(what) = secret(bare) {
                let range = start + lead..start + lead + bare.len();
                out.push(Hit::new(At::Sentence(index, range), format!("{what} should not be told")));
            }
        }
        if let Some((range, name)) = customer(&sentence.text) {
            out.push(Hit::new(At::Sentence(index, range), format!("{name} seems to be a customer's name")));
        }
    }
    out
}

/// What kind of secret a word is.
fn secret(word: &str) -> Option<&'static str> {
    let lower = word.to_lowercase();
    if KEYS.iter().any(|(start, more)| {
        word.strip_prefix(start).is_some_and(|rest| {
            rest.len() >= *more && rest.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
        })
    }) {
        return Some("a secret key");
    }
    if let Some((user, host)) = word.split_once('@')
        && !user.is_empty()
        && host.contains('.')
        && !host.starts_with('.')
    {
        return Some("an e-mail address");
    }
    if INTERNAL
        .iter()
        .any(|end| lower.ends_with(end) || lower.contains(&format!("{end}:")) || lower.contains(&format!("{end}/")))
    {
        return Some("an internal host name");
    }
    let host = word.split(['/', ':']).next().unwrap_or_default();
    let octets: Vec<&str> = host.split('.').collect();
    let octet = |o: &&str| !o.is_empty() && o.len() <= 3 && o.parse::<u8>().is_ok();
    if octets.len() == 4 && octets.iter().all(octet) && !matches!(host, "127.0.0.1" | "0.0.0.0" | "255.255.255.255") {
        return Some("an IP address");
    }
    None
}

/// "our customer Acme": the name and its place.
fn customer(text: &str) -> Option<(std::ops::Range<usize>, String)> {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return None;
    }
    let start = CUSTOMERS.iter().find_map(|c| lower.find(c).map(|at| at + c.len()))?;
    let rest = text.get(start..)?;
    let name = rest.split(|c: char| !c.is_alphanumeric() && c != '-').next()?;
    let capital = name.chars().next()?.is_uppercase() && name.len() > 1 && !name.chars().all(char::is_uppercase);
    capital.then(|| (start..start + name.len(), name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;
    use super::RULE;

    #[test]
    fn each_kind_of_secret_is_found_and_ordinary_words_are_not() {
        for text in [
            "key AKIAIOSFODNN7EXAMPLE", "host db-3.prod.internal", "from 10.4.0.12", "mail ana@example.com",
            "for our customer Acme",
        ] {
            assert_eq!(found(&RULE, text, "").len(), 1, "{text}");
        }
        for text in [
            "We moved to v1.2.3.", "The p99 was 1.5 s @ noon.", "Our customer saw errors.",
            "It listened on 127.0.0.1.", "sk-ip it",
        ] {
            assert!(found(&RULE, text, "").is_empty(), "{text}");
        }
    }
}
