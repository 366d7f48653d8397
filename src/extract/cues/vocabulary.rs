//! The vocabulary of tools and metrics: its data files, and what a user adds to them in `warstory.toml`.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::facts::SignalKind;
use crate::lists::Phrases;

const TOOLS: &str = include_str!("tools.txt");
const METRICS: &str = include_str!("metrics.txt");

/// One way to write a tool's name.
#[derive(Debug)]
struct Spelling {
    kind: SignalKind,
    /// Counts only where the source writes it with a capital letter: it is also a common word.
    capital: bool,
    /// The last word may go on.
    open: bool,
}

/// The names of tools and metrics that signals are read with.
pub struct Vocabulary {
    tools: Vec<Spelling>,
    tool_finder: Phrases,
    metric_finder: Phrases,
    added: Additions,
}

/// What is added is all that tells two vocabularies apart.
impl std::fmt::Debug for Vocabulary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.added.fmt(f)
    }
}

/// Names that a user adds, as `[vocabulary]` in `warstory.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Additions {
    /// The spellings of a tool's name, each with what it shows: a `metric`, `alert`, `log`, …
    pub tools: BTreeMap<String, SignalKind>,
    /// Names of metrics.
    pub metrics: Vec<String>,
}

impl Vocabulary {
    /// The names that come with the program.
    pub fn built_in() -> &'static Vocabulary {
        static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::with(Additions::default()));
        &VOCABULARY
    }

    /// Those and the user's own. Names without a letter or digit are left out: they would be found everywhere.
    pub fn with(added: Additions) -> Vocabulary {
        let is_name = |name: &&str| name.contains(char::is_alphanumeric);
        let mut tools = Vec::new();
        let mut patterns = Vec::new();
        for line in TOOLS.lines().filter(|l| !l.starts_with('#')) {
            let mut columns = line.split('\t').skip(1);
            let (Some(kind), Some(spellings)) = (columns.next().and_then(kind), columns.next()) else { continue };
            for spelling in spellings.split(',').map(str::trim) {
                tools.push(Spelling { kind, capital: spelling.starts_with('^'), open: spelling.ends_with('*') });
                patterns.push(spelling.trim_start_matches('^').trim_end_matches('*'));
            }
        }
        for (name, kind) in added.tools.iter().map(|(name, kind)| (name.trim(), *kind)).filter(|(n, _)| is_name(n)) {
            tools.push(Spelling { kind, capital: false, open: false });
            patterns.push(name);
        }
        let metrics = METRICS.lines().filter(|l| !l.starts_with('#'));
        let metrics: Vec<&str> = metrics.chain(added.metrics.iter().map(|m| m.trim()).filter(is_name)).collect();
        let finder = |names: &[&str]| Phrases::new(names.iter().map(|name| name.to_ascii_lowercase()));
        Vocabulary { tool_finder: finder(&patterns), metric_finder: finder(&metrics), tools, added }
    }

    /// The first tool that a text names, as the text spells it, and the kind of signal it shows.
    pub fn tool<'t>(&self, text: &'t str) -> Option<(&'t str, SignalKind)> {
        let of = |number: usize| self.tools.get(number);
        let (number, place) = first(&self.tool_finder, text, |number, place| {
            of(number).is_some_and(|spelling| {
                let capital = || text.get(place.start..).is_some_and(|words| words.starts_with(char::is_uppercase));
                stands_alone(text, place.start, place.end, spelling.open) && (!spelling.capital || capital())
            })
        })?;
        Some((text.get(place)?, of(number)?.kind))
    }

    /// The first metric that a text names, as the text spells it, and where it stands.
    pub fn metric<'t>(&self, text: &'t str) -> Option<(&'t str, Range<usize>)> {
        let (_, place) =
            first(&self.metric_finder, text, |_, place| stands_alone(text, place.start, place.end, false))?;
        text.get(place.clone()).map(|words| (words, place))
    }
}

/// The number and the place of the first name in a text that `fits`, and of those that begin there the longest.
fn first(names: &Phrases, text: &str, fits: impl Fn(usize, &Range<usize>) -> bool) -> Option<(usize, Range<usize>)> {
    let mut first: Option<(usize, Range<usize>)> = None;
    // Lower case of ASCII alone keeps every place where it is.
    names.each(&text.to_ascii_lowercase(), |number, place| {
        let sooner = first.as_ref().is_none_or(|(_, known)| (place.start, known.end) < (known.start, place.end));
        if sooner && fits(number, &place) {
            first = Some((number, place));
        }
    });
    first
}

fn kind(name: &str) -> Option<SignalKind> {
    Some(match name {
        "metric" => SignalKind::Metric,
        "alert" => SignalKind::Alert,
        "log" => SignalKind::Log,
        "trace" => SignalKind::Trace,
        "query" => SignalKind::Query,
        "dashboard" => SignalKind::Dashboard,
        "ticket" => SignalKind::Ticket,
        "user_report" => SignalKind::UserReport,
        _ => return None,
    })
}

fn stands_alone(text: &str, start: usize, end: usize, open: bool) -> bool {
    let before = text.get(..start).and_then(|s| s.chars().next_back());
    let after = text.get(end..).and_then(|s| s.chars().next());
    !before.is_some_and(char::is_alphanumeric) && (open || !after.is_some_and(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tool(text: &str) -> Option<(&str, SignalKind)> {
        Vocabulary::built_in().tool(text)
    }

    #[test]
    fn every_line_of_the_tool_file_is_read() {
        let of = |line: &str| line.split('\t').nth(2).map_or(0, |spellings| spellings.split(',').count());
        let spellings: usize = TOOLS.lines().filter(|l| !l.starts_with('#')).map(of).sum();
        let vocabulary = Vocabulary::built_in();
        assert_eq!(vocabulary.tools.len(), spellings);
    }

    #[test]
    fn a_name_that_is_also_a_word_needs_its_capital() {
        assert_eq!(tool("Sentry showed it"), Some(("Sentry", SignalKind::Log)));
        assert_eq!(tool("the sentry on duty"), None);
        assert_eq!(tool("We ran SHOW PROCESSLIST on it"), Some(("SHOW PROCESSLIST", SignalKind::Query)));
    }

    #[test]
    fn the_longest_metric_is_named() {
        assert_eq!(Vocabulary::built_in().metric("p99 latency rose").map(|m| m.0), Some("p99 latency"));
    }

    #[test]
    fn a_user_adds_names_of_their_own() {
        let text = "Beholder showed that the basket rate fell";
        assert_eq!(tool(text), None);
        let tools = BTreeMap::from([("beholder".to_owned(), SignalKind::Trace), (" - ".to_owned(), SignalKind::Log)]);
        let own = Vocabulary::with(Additions { tools, metrics: vec!["basket rate".into()] });
        assert_eq!(own.tool(text), Some(("Beholder", SignalKind::Trace)));
        assert_eq!(own.metric(text).map(|m| m.0), Some("basket rate"));
        assert_eq!(own.tool("a - b"), None);
    }
}
