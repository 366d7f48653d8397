//! Which members of a timeline's entries are its time, its text and the rest.

use std::collections::HashMap;

use crate::read::json::build::instant;
use crate::read::json::canon::words;
use crate::read::json::node::Node;

/// The members of an entry, as paths of one or two names.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// When.
    pub time: Option<String>,
    /// The day, where it stands apart from the time.
    pub date: Option<String>,
    /// What happened.
    pub text: Option<String>,
    /// Who did or said it.
    pub actor: Option<String>,
    /// Its state or kind.
    pub status: Option<String>,
    /// Everything else that says something.
    pub more: Vec<String>,
}

/// Names of the time, the best first: of several times in an entry, the one at which it happened counts.
const TIMES: &[&str] = &[
    "occurred at", "happened at", "event time", "time", "timestamp", "at", "when", "ts", "date time", "datetime",
    "display at", "occurred", "utc", "start", "start time", "started at", "from", "begin", "logged at", "sent at",
    "posted at", "created at", "created", "date",
];
/// Names of times that are not when the entry happened.
const OTHER_TIMES: &[&str] = &[
    "updated at", "updated", "modified", "modified at", "edited at", "end", "end time", "ended at", "to", "until",
    "deleted at",
];
/// Names of the text, the best first. The words decide more than the name does.
const TEXTS: &[&str] = &[
    "message", "text", "description", "event", "body", "note", "notes", "summary", "content", "what", "entry",
    "action", "comment", "update", "details", "title", "msg", "detail",
];
/// Names of who acted.
const ACTORS: &[&str] = &[
    "actor", "author", "user", "by", "who", "person", "responder", "engineer", "speaker", "sender", "owner",
    "operator", "username", "user name", "created by", "reported by", "handle", "from", "name", "reporter", "assignee",
];
/// Names of an entry's state or kind.
const STATUSES: &[&str] = &["status", "state", "phase", "type", "kind", "category", "event type", "stage"];
/// Ends of names of what only a program reads.
const NOISE: &[&str] = &[
    "id", "ids", "uuid", "guid", "url", "uri", "href", "link", "links", "permalink", "avatar", "icon", "color",
    "colour", "hash", "sha", "etag", "self", "version", "position", "schema",
];

/// In so many entries at the beginning the columns are looked for.
const SAMPLE: usize = 200;
/// The part of the entries that must have the time, and the text.
const SHARE: f64 = 0.6;
/// A sentence of so many words is as good as a longer one.
const ENOUGH_WORDS: f64 = 12.0;
/// How many words a known name is worth.
const NAME_BONUS: f64 = 3.0;

/// What was seen of one path.
#[derive(Default)]
struct Seen {
    said: usize,
    times: usize,
    clocks: usize,
    words: usize,
    order: usize,
}

impl Columns {
    /// The columns of an array of objects, or `None` when it is no timeline: when most have no time or no text.
    pub fn find(node: &Node) -> Option<Columns> {
        let entries: Vec<Node> = node.items().filter(|item| item.value.is_object()).take(SAMPLE).collect();
        let items = node.items().filter(|item| !item.value.is_null()).take(SAMPLE).count();
        if entries.is_empty() || entries.len() * 2 < items {
            return None;
        }
        let mut seen: HashMap<String, Seen> = HashMap::new();
        for entry in &entries {
            for (key, member) in entry.members().filter(|(key, _)| !key.contains(['/', '*'])) {
                look(key.to_owned(), &member, &mut seen);
                for (inner, member) in member.members().filter(|(inner, _)| !inner.contains(['/', '*'])) {
                    look(format!("{key}/{inner}"), &member, &mut seen);
                }
            }
        }
        let enough = |count: usize| count as f64 >= SHARE * entries.len() as f64;
        let mut paths: Vec<(&String, &Seen)> = seen.iter().filter(|(path, _)| !is_noise(last(path))).collect();
        paths.sort_by_key(|(_, seen)| seen.order);
        let is_time = |seen: &Seen| seen.times * 2 > seen.said;

        let rank = |path: &str| match (index(TIMES, path), index(OTHER_TIMES, path)) {
            (_, Some(_)) => TIMES.len() + 1,
            (known, None) => known.unwrap_or(TIMES.len()),
        };
        let times = paths.iter().filter(|(_, seen)| enough(seen.times) && is_time(seen));
        let (time, clocks) = times
            .min_by_key(|(path, seen)| (seen.clocks == 0, rank(path), path.contains('/')))
            .map(|(p, s)| ((*p).clone(), s.clocks))?;
        let day = |(path, seen): &&(&String, &Seen)| {
            **path != time && seen.clocks == 0 && enough(seen.times) && last(path).contains("da")
        };
        // A time that brings its own day needs no other.
        let bare = entries
            .iter()
            .filter_map(|entry| entry.first(&[&time])?.said())
            .all(|words| instant(&words).is_none() && !has_day(&words));
        let date = paths.iter().find(day).filter(|_| bare && clocks > 0).map(|(path, _)| (*path).clone());

        let score = |path: &str, seen: &Seen| {
            let known = index(TEXTS, path).map_or(0.0, |i| NAME_BONUS - i as f64 / TEXTS.len() as f64);
            (seen.words as f64 / seen.said.max(1) as f64).min(ENOUGH_WORDS) + known
        };
        let texts = paths.iter().filter(|(path, seen)| {
            seen.said > 0 && !is_time(seen) && index(ACTORS, path).is_none() && !in_person(path)
        });
        let texts = texts.filter(|(path, seen)| index(TEXTS, path).is_some() || seen.words >= seen.said * 2);
        let (text, _) =
            texts.clone().max_by(|a, b| score(a.0, a.1).total_cmp(&score(b.0, b.1)).then(b.1.order.cmp(&a.1.order)))?;
        let text = (*text).clone();
        let with_text = entries.iter().filter(|entry| entry.first(&[&text]).is_some()).count();
        if !enough(with_text)
            && !enough(
                paths.iter().filter(|(p, s)| !is_time(s) && index(TEXTS, p).is_some()).map(|(_, s)| s.said).sum(),
            )
        {
            return None;
        }

        let named = |names: &[&str]| {
            let keys = entries
                .iter()
                .flat_map(Node::members)
                .filter(|(key, value)| !value.value.is_null() && *key != text && *key != time);
            keys.filter_map(|(key, _)| Some((index(names, key)?, key))).min().map(|(_, key)| key.to_owned())
        };
        let actor = named(ACTORS);
        let status = named(STATUSES).map(|key| if seen.contains_key(&key) { key } else { format!("{key}/name") });
        let taken = |path: &str| {
            let top = path.split('/').next().unwrap_or_default();
            [&Some(time.clone()), &date, &Some(text.clone()), &status]
                .iter()
                .any(|known| known.as_deref() == Some(path))
                || actor.as_deref() == Some(top)
                || status.as_deref().is_some_and(|status| status.split('/').next() == Some(top))
        };
        let tells = |path: &str, seen: &Seen| {
            seen.said > 0 && !taken(path) && (!is_time(seen) || matches!(index(OTHER_TIMES, path), Some(5..)))
        };
        let more = paths.iter().filter(|(path, seen)| tells(path, seen)).map(|(path, _)| (*path).clone()).collect();
        Some(Columns { time: Some(time), date, text: Some(text), actor, status, more })
    }
}

fn look(path: String, node: &Node, seen: &mut HashMap<String, Seen>) {
    let Some(said) = node.said() else { return };
    let order = seen.len();
    let entry = seen.entry(path).or_insert_with(|| Seen { order, ..Seen::default() });
    entry.said += 1;
    let time = if node.value.is_number() { instant(&said).is_some() } else { time_like(&said) };
    entry.times += usize::from(time);
    entry.clocks += usize::from(time && (node.value.is_number() || instant(&said).is_some() || clock(&said).is_some()));
    entry.words += if node.value.is_number() { 0 } else { said.split_whitespace().count() };
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

fn index(names: &[&str], path: &str) -> Option<usize> {
    let name = words(last(path));
    names.iter().position(|known| *known == name)
}

/// The text of `user/title` is not what happened.
fn in_person(path: &str) -> bool {
    path.split_once('/').is_some_and(|(top, _)| index(ACTORS, top).is_some())
}

/// Whether a name is that of an identifier, an address or the like.
pub fn is_noise(name: &str) -> bool {
    words(name).split(' ').next_back().is_some_and(|last| NOISE.contains(&last))
}

/// Longer strings are sentences, even if they hold a time.
const LONGEST_TIME: usize = 40;

/// Whether a string is a time or a day, in whatever notation.
pub fn time_like(words: &str) -> bool {
    let words = words.trim();
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let short = words.len() <= LONGEST_TIME && letters <= LONGEST_TIME / 2 && words.split_whitespace().count() <= 6;
    short
        && (instant(words).is_some()
            || has_day(words)
            || clock(words) == Some(0)
            || (clock(words).is_some() && letters <= 12))
}

/// Where a clock time (`10:05`, `9:05 am`) begins in a string.
fn clock(words: &str) -> Option<usize> {
    let bytes = words.as_bytes();
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    (1..bytes.len()).filter(|&i| bytes.get(i) == Some(&b':')).find_map(|i| {
        let start = if i >= 2 && digit(i - 2) { i - 2 } else { i - 1 };
        (digit(i - 1) && digit(i + 1) && digit(i + 2) && !(start > 0 && digit(start - 1))).then_some(start)
    })
}

/// Whether a string holds a day in figures: `2024-03-05`, `05/03/2024`, `5.3.2024`.
fn has_day(words: &str) -> bool {
    let parts: Vec<&str> = words.split(|c: char| !c.is_ascii_digit()).collect();
    let separators: Vec<char> = words.chars().filter(|c| !c.is_ascii_digit()).collect();
    parts.windows(3).zip(separators.windows(2)).any(|(parts, between)| {
        let [a, b, c] = parts else { return false };
        let same = matches!(between, [x, y] if x == y && matches!(x, '-' | '/' | '.'));
        let long = |part: &str| part.len() == 4 && (part.starts_with("19") || part.starts_with("20"));
        let short = |part: &str| (1..=2).contains(&part.len());
        same && short(b) && ((long(a) && short(c)) || (short(a) && long(c)))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn find(value: &Value) -> Option<Columns> {
        Columns::find(&Node::root(value))
    }

    fn some(path: &str) -> Option<String> {
        Some(path.into())
    }

    #[test]
    fn columns_are_found_whatever_they_are_called() {
        let columns = find(&json!([
            {"zeit": "10:02", "was": "Deploy of the basket service", "wer": "Ada"},
            {"zeit": "10:05", "was": "Errors on checkout go up", "wer": "Bo"},
        ]))
        .unwrap();
        assert_eq!((columns.time, columns.text, columns.more), (some("zeit"), some("was"), vec!["wer".to_owned()]));
    }

    #[test]
    fn of_several_times_and_texts_the_one_that_happened_is_taken() {
        let columns = find(&json!([
            {"id": "a1", "updated_at": "2024-01-02T00:00:00Z", "occurred_at": "2024-01-01T10:02:00Z", "title": "Deploy",
             "description": "Basket service 4.2 went out to all regions", "user": {"name": "Ada", "title": "Staff engineer"}, "type": "change"},
        ]))
        .unwrap();
        assert_eq!((columns.time, columns.text), (some("occurred_at"), some("description")));
        assert_eq!((columns.actor, columns.status), (some("user"), some("type")));
        assert_eq!(columns.more, ["title"]);
    }

    #[test]
    fn a_nested_text_and_a_day_apart_are_found() {
        let columns =
            find(&json!([{"date": "2024-01-01", "time": "10:02", "payload": {"message": "Disk full on db-1"}}]))
                .unwrap();
        assert_eq!((columns.date, columns.time, columns.text), (some("date"), some("time"), some("payload/message")));
    }

    #[test]
    fn an_array_without_times_or_words_is_no_timeline() {
        assert_eq!(find(&json!([{"name": "left-pad", "version": "1.3.0"}])), None);
        assert_eq!(find(&json!([{"ts": 1_700_000_000, "value": 0.25}])), None);
        assert_eq!(find(&json!([1, 2, {"time": "10:00", "text": "a"}])), None);
    }

    #[test]
    fn times_are_told_from_sentences_and_versions() {
        for time in
            ["10:05", "9:05 am", "2024-03-05", "05/03/2024 10:05", "Mar 5 10:05 UTC", "T+00:15", "2024-03-05T10:05:00Z"]
        {
            assert!(time_like(time), "{time}");
        }
        for other in ["1.2.3", "10.0.0.12", "deployed at 10:05 to everyone", "sev2", "db-2024", "a:b", ""] {
            assert!(!time_like(other), "{other}");
        }
    }
}
