//! Names of a sentence: persons, teams, services, tools, identifiers, severities.

mod actors;
mod severity;
pub(super) mod spelling;

use actors::actors;
use severity::{severe, severity};
use spelling::{expands, holds, joined};

use super::source::Source;
use super::{Kind, Status, Told, Verdict};
use crate::check::words::{Token, find_phrase, is_stop, squash, tokens};
use crate::tell::speech::lexicon::{self, COMMON_OPENERS, Form};

/// Capitalised words and abbreviations that any engineer may say of any system: no claim about this one.
const COMMON: &[&str] = &[
    "i", "ok", "am", "pm", "utc", "api", "apis", "http", "https", "url", "urls", "cpu", "ram", "sla", "slas", "slo",
    "slos", "sli", "sre", "sres", "qa", "ui", "ux", "db", "vm", "vms", "id", "ids", "it", "us", "eu", "uk", "os", "io",
    "ci", "cd", "pr", "prs", "faq", "rca", "mttr", "mttd", "ttl", "english", "internet", "monday", "tuesday",
    "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december", "christmas", "on-call", "postmortem", "star",
    "eod", "tl", "json", "yaml", "sql", "p0", "kpi", "pst", "pdt", "est", "edt", "cet", "cest", "gmt", "bst", "pt",
    "et", "ct", "mt", "pacific", "eastern", "central", "mountain", "zulu", "dba", "dbas", "mr", "mrs", "ms", "dr",
];

/// Endings of names that services have.
const SERVICE_ENDINGS: &[&str] = &[
    "-api", "-service", "-svc", "-db", "-web", "-worker", "-gateway", "-proxy", "-server", "-queue", "-cache", "-job",
    "-store", "-router", "-cluster",
];

/// Share of a sentence's words that one passage has where it is told nearly word by word.
const VERBATIM: f64 = 0.75;

pub(super) fn look_up(told: &Told<'_>, source: &Source<'_>) -> Vec<Verdict> {
    let mut out: Vec<Verdict> = Vec::new();
    for (at, token) in told.tokens.iter().enumerate() {
        let within = told.times.iter().any(|t| t.range.start < token.range.end && token.range.start < t.range.end)
            || told.quantities.iter().any(|q| q.range.start < token.range.end && token.range.start < q.range.end);
        if within {
            continue;
        }
        if let Some((level, range)) = severity(&told.tokens, at) {
            out.push(severe(told, source, level, range));
        } else if !out.iter().any(|v| v.range.end >= token.range.end) {
            out.extend(name(told, source, at));
        }
    }
    out.extend(actors(told, source));
    out
}

/// What makes a token a name.
fn kind(told: &Told<'_>, source: &Source<'_>, at: usize) -> Option<Kind> {
    let token = told.tokens.get(at)?;
    let (text, lower) = (token.text, token.lower.as_str());
    if COMMON.contains(&lower) || !text.chars().any(char::is_alphanumeric) {
        return None;
    }
    // "We'd", "I've", "it's"
    if lower.split_once('\'').is_some_and(|(word, _)| is_stop(word) || COMMON.contains(&word)) {
        return None;
    }
    let known = person(source, lower);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().any(|c| c.is_ascii_digit());
    let capital = text.chars().next().is_some_and(char::is_uppercase);
    let inner = text.chars().skip(1).any(char::is_uppercase);
    // A person who opens the sentence, or a capital where none is due.
    if known && capital {
        return Some(Kind::Name);
    }
    // A version without its "v".
    let version = letters == 0
        && text.matches('.').count() >= 2
        && text.split('.').all(|n| n.bytes().all(|c| c.is_ascii_digit()));
    if version
        || digits && letters > 0
        || text.contains('_')
        || text.contains('/') && !text.contains("//") && digits
        || inner && !token.opens
    {
        // "24-hour", "5-minute" and "2nd" are numbers with a word.
        let counted = text
            .split_once('-')
            .is_some_and(|(n, w)| n.bytes().all(|c| c.is_ascii_digit()) && w.chars().all(char::is_alphabetic));
        let ordinal = text.trim_start_matches(|c: char| c.is_ascii_digit()).len() == 2
            && ["st", "nd", "rd", "th"].iter().any(|o| lower.ends_with(o));
        return (!counted && !ordinal).then_some(Kind::Identifier);
    }
    if inner {
        return Some(Kind::Identifier);
    }
    if SERVICE_ENDINGS.iter().any(|e| lower.ends_with(e))
        || source.named.contains_key(&squash(text)) && lower.contains(['-', '.', '_'])
    {
        return Some(Kind::Identifier);
    }
    if capital && !token.opens {
        return Some(Kind::Name);
    }
    // At the beginning every word has a capital: one that no list and not the source knows, with a verb behind it, is somebody.
    let next = told.tokens.get(at + 1);
    let acts = next
        .and_then(|n| lexicon::verb(&n.lower))
        .is_some_and(|(_, form)| matches!(form, Form::Past | Form::Third | Form::Base))
        || next.is_some_and(|n| {
            matches!(n.lower.as_str(), "was" | "had" | "has" | "is" | "saw" | "found" | "told" | "said" | "from")
        });
    let plain = is_stop(lower)
        || COMMON_OPENERS.iter().any(|o| o.eq_ignore_ascii_case(lower))
        || lexicon::verb(lower).is_some()
        || lower.ends_with('s')
        || lower.ends_with("ing")
        || lower.ends_with("ly");
    (capital
        && (acts || (!told.sentence.cites.is_empty() || told.near.coverage >= 0.7) && !source.knows(lower))
        && !plain
        && letters >= 3
        && lower.is_ascii()
        && !english(lower))
    .then_some(Kind::Name)
}

/// Words that open sentences before a verb and are no names; [`COMMON_OPENERS`] has the function words.
fn english(lower: &str) -> bool {
    const WORDS: &[&str] = &[
        "nobody", "everybody", "everyone", "someone", "something", "nothing", "everything", "what", "who", "traffic",
        "latency", "support", "service", "monitoring", "engineering", "management", "access", "recovery", "memory",
        "storage", "replication", "deployment", "rollback", "root", "cause", "impact", "lag", "load", "disk",
        "network", "database", "cluster", "cache", "queue", "team", "page", "alert", "incident", "outage", "release",
        "deploy", "config", "configuration", "fix", "data",
    ];
    WORDS.contains(&lower)
}

/// Is a person of the source: a full name, a first or last name, initials.
fn person(source: &Source<'_>, lower: &str) -> bool {
    lower.len() >= 2
        && source.against.facts.people.iter().any(|p| {
            let name = p.name.to_lowercase();
            name == lower || name.split([' ', '.']).any(|n| n == lower && n.len() >= 3)
        })
}

fn name(told: &Told<'_>, source: &Source<'_>, at: usize) -> Option<Verdict> {
    let kind = kind(told, source, at)?;
    let token = told.tokens.get(at)?;
    let range = token.range.clone();
    let key = squash(token.text);
    let key = key
        .strip_suffix('s')
        .filter(|_| token.text.ends_with("'s") || token.text.ends_with("’s"))
        .map_or(key.clone(), str::to_owned);
    if let Some(verdict) = crossed(told, source, at) {
        return Some(verdict);
    }
    // A name that is also a word is a person only where it has its capital.
    let known = source
        .against
        .facts
        .people
        .iter()
        .flat_map(|p| p.name.split(' '))
        .any(|n| n.starts_with(char::is_uppercase) && n.to_lowercase() == token.lower);
    let capital =
        |text: &str| tokens(text).iter().any(|t| t.lower == token.lower && t.text.starts_with(char::is_uppercase));
    let holds = |text: &str| holds(text, &token.lower, &key) && (!known || capital(text));
    let near: Vec<usize> = source.at(&told.near.own).filter(|(_, p)| holds(&p.text)).map(|(id, _)| id).collect();
    // Without a citation, a person whom only the neighbours name is not the one of whom the passage names another.
    let pinned = told.sentence.cites.is_empty()
        && told.near.strong
        && (person(source, &token.lower) || kind == Kind::Identifier && told.near.coverage >= VERBATIM);
    let best = told.near.primary.get(..1).unwrap_or_default();
    let stands = near.iter().any(|id| told.near.primary.contains(id));
    if !near.is_empty() && (stands || !pinned || rival_in(told, source, best, token, kind).is_none()) {
        return Some(Verdict::supported(range, kind, near));
    }
    let everywhere =
        source.passages.iter().position(|p| holds(&p.text)).or_else(|| role_of(source, &token.lower).then_some(0));
    let rival = rival(told, source, token, kind);
    match (everywhere, rival) {
        (_, Some((id, other))) if told.near.strong => {
            let message = format!("the source says {other:?} here, not {:?}", token.text);
            Some(
                Verdict::new(range, kind, Status::Contradicted, message)
                    .seen([id])
                    .suggesting(format!("the source names {other}")),
            )
        }
        (Some(id), _) => Some(Verdict::supported(range, kind, vec![id])),
        (None, _) if kind == Kind::Name && expands(source, &key) || in_file_name(source, &token.lower) => {
            Some(Verdict::supported(range, kind, Vec::new()))
        }
        (None, _) => {
            Some(Verdict::new(range, kind, Status::NotInSource, format!("the source never mentions {:?}", token.text)))
        }
    }
}

/// A first name beside another person's last name.
fn crossed(told: &Told<'_>, source: &Source<'_>, at: usize) -> Option<Verdict> {
    let (first, last) = (told.tokens.get(at)?, told.tokens.get(at + 1).filter(|t| !t.clause)?);
    let whole = |token: &Token<'_>| token.text.chars().count() >= 3 && token.text.starts_with(char::is_uppercase);
    let people = || source.against.facts.people.iter().map(|p| p.name.to_lowercase());
    let one_of = |token: &Token<'_>| people().any(|p| p.contains(' ') && p.split(' ').any(|n| n == token.lower));
    let together = people().any(|p| p.contains(&first.lower) && p.contains(&last.lower));
    let both = whole(first) && whole(last) && one_of(last) && person(source, &first.lower);
    let beside = || {
        let (a, b) = (&first.lower, &last.lower);
        source.passages.iter().any(|p| find_phrase(&p.text.to_lowercase(), &format!("{a} {b}")).is_some())
    };
    if !both || together || beside() {
        return None;
    }
    let range = first.range.start..last.range.end;
    let message = format!("the source knows nobody of the name {:?}", told.word(&range));
    let owner = source.passages.iter().position(|p| find_phrase(&p.text.to_lowercase(), &last.lower).is_some());
    Some(Verdict::new(range, Kind::Name, Status::Contradicted, message).seen(owner))
}

/// A document without a title is called by its file.
fn in_file_name(source: &Source<'_>, lower: &str) -> bool {
    let path = std::path::Path::new(&source.against.facts.source.path);
    path.file_stem().and_then(|s| s.to_str()).is_some_and(|stem| joined(stem, lower))
}

/// A role that the source gives somebody: a draft says it for the name.
fn role_of(source: &Source<'_>, lower: &str) -> bool {
    source
        .against
        .facts
        .people
        .iter()
        .flat_map(|p| &p.roles)
        .any(|r| r.to_lowercase().split([' ', '-']).any(|w| w == lower))
}

/// A name of the same kind that stands in the best passage and is not told: what the sentence should have said.
fn rival(told: &Told<'_>, source: &Source<'_>, token: &Token<'_>, kind: Kind) -> Option<(usize, String)> {
    rival_in(told, source, &told.near.primary, token, kind)
}

/// The same in the given passages.
fn rival_in(
    told: &Told<'_>,
    source: &Source<'_>,
    ids: &[usize],
    token: &Token<'_>,
    kind: Kind,
) -> Option<(usize, String)> {
    let person_said = person(source, &token.lower);
    for (id, passage) in source.at(ids) {
        let there = tokens(&passage.text);
        let told_too = |t: &Token<'_>| told.tokens.iter().any(|s| squash(&s.lower) == squash(&t.lower));
        let same_kind = |t: &&Token<'_>| {
            let is_person = person(source, &t.lower) && t.text.chars().next().is_some_and(char::is_uppercase);
            let identifier = t.text.chars().any(|c| c.is_ascii_digit()) && t.text.chars().any(char::is_alphabetic)
                || t.text.contains(['_'])
                || t.text.chars().skip(1).any(char::is_uppercase)
                || source.named.contains_key(&squash(t.text));
            let capital = t.text.chars().next().is_some_and(char::is_uppercase) && !t.opens;
            match kind {
                _ if person_said => is_person,
                Kind::Identifier => (identifier || capital) && !is_person,
                _ => is_person || capital || identifier,
            }
        };
        // Where the passage says the rest of it: its own word beside words that are told.
        if let Some(other) = there
            .iter()
            .filter(same_kind)
            .find(|t| !told_too(t) && !COMMON.contains(&t.lower.as_str()) && !is_stop(&t.lower))
        {
            return Some((id, other.text.to_owned()));
        }
    }
    None
}
