//! The vocabulary of tools and metrics: its data files, and what a user adds to them in `warstory.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use serde::Deserialize;

use crate::facts::SignalKind;

/// The automaton by default takes longer to build than it ever saves on the few kilobytes of one postmortem.
const QUICK_TO_BUILD: Option<AhoCorasickKind> = Some(AhoCorasickKind::ContiguousNFA);

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
    tool_finder: Option<AhoCorasick>,
    metric_finder: Option<AhoCorasick>,
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
        let finder = |patterns: &[&str]| {
            AhoCorasick::builder()
                .kind(QUICK_TO_BUILD)
                .match_kind(MatchKind::LeftmostLongest)
                .ascii_case_insensitive(true)
                .build(patterns)
                .ok()
        };
        Vocabulary { tool_finder: finder(&patterns), metric_finder: finder(&metrics), tools, added }
    }

    /// The first tool that a text names, as the text spells it, and the kind of signal it shows.
    pub fn tool<'t>(&self, text: &'t str) -> Option<(&'t str, SignalKind)> {
        self.tool_finder.as_ref()?.find_iter(text).find_map(|m| {
            let spelling = self.tools.get(m.pattern().as_usize())?;
            let words = text.get(m.range())?;
            let fits = stands_alone(text, m.start(), m.end(), spelling.open)
                && (!spelling.capital || words.starts_with(char::is_uppercase));
            fits.then_some((words, spelling.kind))
        })
    }

    /// The first metric that a text names, as the text spells it, and where it stands.
    pub fn metric<'t>(&self, text: &'t str) -> Option<(&'t str, std::ops::Range<usize>)> {
        let found = self.metric_finder.as_ref()?.find_iter(text);
        let found = found.into_iter().find(|m| stands_alone(text, m.start(), m.end(), false))?;
        text.get(found.range()).map(|words| (words, found.range()))
    }
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
        assert!(vocabulary.tool_finder.is_some() && vocabulary.metric_finder.is_some());
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
