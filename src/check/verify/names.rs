//! Names of a sentence: persons, teams, services, tools, identifiers, severities.

use std::ops::Range;

use super::source::Source;
use super::{Kind, Status, Told, Verdict};
use crate::check::words::{Token, is_stop, squash, stem, tokens};
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

/// Other spellings of well-known names, squashed: those of a line are the same thing.
const SPELLINGS: &[&[&str]] = &[
    &["kubernetes", "k8s", "kube"],
    &["postgresql", "postgres", "pg", "psql"],
    &["elasticsearch", "elastic", "es"],
    &["mongodb", "mongo"],
    &["amazonwebservices", "aws", "amazon"],
    &["googlecloud", "gcp", "googlecloudplatform", "google"],
    &["javascript", "js"],
    &["rabbitmq", "rabbit"],
    &["pagerduty", "pager"],
    &["loadbalancer", "lb", "elb", "alb"],
    &["cloudwatch", "cw"],
    &["letsencrypt", "le"],
    &["github", "gh"],
];

/// Those who act without a name, in groups that mean the same. A sentence that names one where the source names another has the wrong actor.
const ACTORS: &[&[&str]] = &[
    &["dba", "dbas", "database administrator", "database administrators"],
    &["vendor", "supplier"],
    &["provider", "upstream provider"],
    &["intern"],
    &["contractor"],
    &["security team"],
    &["network team", "networking team", "network engineer"],
    &["database team"],
    &["platform team"],
    &["infrastructure team", "infra team"],
    &["support team", "customer support", "support"],
    &["release manager", "release engineer"],
    &["incident commander"],
    &["product manager"],
    &["data team"],
    &["frontend team"],
    &["operations team", "ops team", "ops"],
    &["cto"],
    &["ceo"],
];

/// Endings of names that services have.
const SERVICE_ENDINGS: &[&str] = &[
    "-api", "-service", "-svc", "-db", "-web", "-worker", "-gateway", "-proxy", "-server", "-queue", "-cache", "-job",
    "-store", "-router", "-cluster",
];

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
    let holds = |text: &str| holds(text, &token.lower, &key);
    let near: Vec<usize> = source.at(&told.near.own).filter(|(_, p)| holds(&p.text)).map(|(id, _)| id).collect();
    if !near.is_empty() {
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
        (None, _) if kind == Kind::Name && expands(source, &key) => Some(Verdict::supported(range, kind, Vec::new())),
        (None, _) => {
            Some(Verdict::new(range, kind, Status::NotInSource, format!("the source never mentions {:?}", token.text)))
        }
    }
}

/// Whether a text holds a name as a whole word, in any of its spellings.
fn holds(text: &str, lower: &str, key: &str) -> bool {
    let version = lower.contains('.') && lower.chars().all(|c| c.is_ascii_digit() || c == '.');
    let spellings = SPELLINGS.iter().find(|group| group.contains(&key)).copied().unwrap_or_default();
    let parts_of = |word: &str| -> Vec<String> {
        word.split([
            '/', '.', ':', '=', '(', ')', ',', '"', '`', '@', '|', '[', ']', '_', '-', '{', '}', '#', '<', '>', '\'',
        ])
        .map(squash)
        .collect()
    };
    tokens(text).iter().any(|t| {
        let squashed = squash(t.text);
        if version {
            return joined(t.text, lower);
        }
        let plural = |a: &str, b: &str| a == b || a.strip_suffix('s') == Some(b) || b.strip_suffix('s') == Some(a);
        t.lower == lower
            || plural(&squashed, key)
            || spellings.contains(&squashed.as_str())
            // `Redis` in `redis-cart`, `pricing-api` in `pricing-api/quote`.
            || squashed.len() > key.len() && squashed.contains(key) && (key.len() >= 5 && letters_only(key) || parts_of(t.text).iter().any(|p| plural(p, key)) || joined(t.text, lower))
            // "MongoDB" for "Mongo".
            || key.len() >= 5 && letters_only(key) && squashed.len() >= 4 && key.starts_with(&squashed) && key.len() <= squashed.len() + 3
            // "SSO-login" said of "SSO" and "login": each part stands in its own right.
            || false
    }) || {
        let parts: Vec<String> = lower.split(['-', '/']).map(squash).filter(|p| p.len() > 1).collect();
        parts.len() > 1 && !lower.contains(|c: char| c.is_ascii_digit()) && {
            let words: Vec<String> = tokens(text).iter().map(|t| squash(&t.lower)).collect();
            parts.iter().all(|p| words.iter().any(|w| w == p || w.strip_suffix('s') == Some(p) || p.strip_suffix('s') == Some(w)))
        }
    } || key.len() >= 4 && key.chars().any(|c| c.is_ascii_digit()) && spaced(text, key)
}

fn letters_only(key: &str) -> bool {
    key.chars().all(char::is_alphabetic)
}

/// A piece of a longer identifier, with its own separators around it.
pub(super) fn joined(text: &str, piece: &str) -> bool {
    let (whole, lower) = (text.to_lowercase(), piece.to_lowercase());
    whole.match_indices(&lower).any(|(at, _)| {
        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        edge(whole.get(..at).and_then(|s| s.chars().next_back()))
            && edge(whole.get(at + lower.len()..).and_then(|s| s.chars().next()))
    })
}

/// `us east 1` for `us-east-1`: the neighbouring words run together.
fn spaced(text: &str, key: &str) -> bool {
    let words: Vec<String> = tokens(text).iter().map(|t| squash(t.text)).collect();
    (0..words.len()).any(|i| (2..=4).any(|n| words.get(i..i + n).is_some_and(|w| w.concat() == key)))
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

/// "DBA" for "database administrator", "SLO" for "service level objective".
fn expands(source: &Source<'_>, key: &str) -> bool {
    let letters: Vec<char> = key.strip_suffix('s').unwrap_or(key).chars().collect();
    if !(2..=5).contains(&letters.len()) {
        return false;
    }
    source.passages.iter().any(|p| {
        let initials: Vec<char> = tokens(&p.text)
            .iter()
            .flat_map(|t| t.lower.split('-').filter_map(|w| w.chars().next()).collect::<Vec<_>>())
            .collect();
        initials.windows(letters.len()).any(|w| w == letters)
    })
}

/// A name of the same kind that stands in the best passage and is not told: what the sentence should have said.
fn rival(told: &Told<'_>, source: &Source<'_>, token: &Token<'_>, kind: Kind) -> Option<(usize, String)> {
    let person_said = person(source, &token.lower);
    for (id, passage) in source.at(&told.near.primary) {
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

/// A severity such as `SEV-2`, `P1` or "severity 2".
fn severity(tokens: &[Token<'_>], at: usize) -> Option<(char, Range<usize>)> {
    let token = tokens.get(at)?;
    let key = squash(&token.lower);
    let level = |rest: &str| rest.chars().next().filter(|c| rest.len() == 1 && c.is_ascii_digit());
    if let Some(n) =
        ["sev", "severity", "p", "prio", "priority"].iter().find_map(|p| key.strip_prefix(p).and_then(level))
    {
        return (token.text.len() >= 2).then(|| (n, token.range.clone()));
    }
    let next = tokens.get(at + 1).filter(|_| matches!(key.as_str(), "sev" | "severity" | "priority"))?;
    level(next.text).map(|n| (n, token.range.start..next.range.end))
}

fn severe(told: &Told<'_>, source: &Source<'_>, level: char, range: Range<usize>) -> Verdict {
    let levels = |text: &str| -> Vec<char> {
        let tokens = tokens(text);
        (0..tokens.len()).filter_map(|i| severity(&tokens, i)).map(|s| s.0).collect()
    };
    let stated: Vec<(usize, Vec<char>)> = source
        .passages
        .iter()
        .enumerate()
        .map(|(id, p)| (id, levels(&p.text)))
        .filter(|(_, l)| !l.is_empty())
        .collect();
    let own = source.against.facts.severity.as_ref().is_some_and(|s| s.text.contains(level));
    let near = stated.iter().filter(|(id, _)| told.near.around.contains(id)).any(|(_, l)| l.contains(&level));
    let anywhere = stated.iter().any(|(_, l)| l.contains(&level));
    let contradicted = told.near.strong && !near && stated.iter().any(|(id, _)| told.near.primary.contains(id));
    if near || own || anywhere && !contradicted {
        return Verdict::supported(range, Kind::Severity, stated.iter().map(|s| s.0).take(2).collect());
    }
    let said = told.word(&range).to_owned();
    let facts = source.against.facts.severity.is_some();
    if stated.is_empty() && !facts {
        Verdict::new(range, Kind::Severity, Status::NotInSource, format!("the source gives no severity \"{said}\""))
    } else {
        Verdict::new(
            range,
            Kind::Severity,
            Status::Contradicted,
            format!("the source gives another severity than \"{said}\""),
        )
        .seen(stated.iter().map(|s| s.0))
    }
}

/// Groups and roles that act.
fn actors(told: &Told<'_>, source: &Source<'_>) -> Vec<Verdict> {
    let lower = told.sentence.lower();
    if lower.len() != told.text().len() {
        return Vec::new();
    }
    let group_in = |text: &str, group: &[&str]| group.iter().find_map(|a| crate::check::words::find_phrase(text, a));
    let mut out = Vec::new();
    for group in ACTORS {
        let Some(range) = group_in(&lower, group) else { continue };
        if !acting(told, &range) {
            continue;
        }
        let in_text = |text: &str| group_in(&text.to_lowercase(), group).is_some();
        let near = source.at(&told.near.around).find(|(_, p)| in_text(&p.text)).map(|(id, _)| id);
        let role = source.against.facts.people.iter().any(|p| p.roles.iter().any(|r| in_text(r)));
        let words = group.iter().any(|a| {
            expands(source, &squash(a))
                || a.split(' ').all(|w| source.passages.iter().any(|p| p.stems.contains(&stem(w))) && a.contains(' '))
        });
        let anywhere = source.passages.iter().position(|p| in_text(&p.text));
        let rival = source.at(&told.near.primary).find(|(_, p)| {
            let text = p.text.to_lowercase();
            ACTORS
                .iter()
                .any(|other| other != group && group_in(&text, other).is_some() && group_in(&lower, other).is_none())
        });
        let said = told.word(&range).to_owned();
        out.push(match (near.or(role.then_some(0)), anywhere, rival) {
            (Some(id), ..) => Verdict::supported(range, Kind::Name, vec![id]),
            (None, _, Some((id, _))) if told.near.strong => Verdict::new(
                range,
                Kind::Name,
                Status::Contradicted,
                format!("the source names somebody else here, not \"{said}\""),
            )
            .seen([id]),
            (None, Some(id), _) => Verdict::supported(range, Kind::Name, vec![id]),
            (None, None, _) if words => Verdict::supported(range, Kind::Name, Vec::new()),
            _ => Verdict::new(range, Kind::Name, Status::NotInSource, format!("the source never mentions \"{said}\"")),
        });
    }
    out
}

/// A verb follows, or "by" stands before: whoever it is acts.
fn acting(told: &Told<'_>, range: &Range<usize>) -> bool {
    let after = told.tokens.iter().find(|t| t.range.start >= range.end);
    let before: Vec<&Token<'_>> = told.tokens.iter().filter(|t| t.range.end <= range.start).rev().take(2).collect();
    let acts = after
        .filter(|t| !t.clause)
        .and_then(|t| lexicon::verb(&t.lower))
        .is_some_and(|(_, form)| matches!(form, Form::Past | Form::Third))
        || after.is_some_and(|t| matches!(t.lower.as_str(), "who" | "was" | "had" | "found" | "saw" | "told"));
    acts || before.iter().any(|t| t.lower == "by")
}
