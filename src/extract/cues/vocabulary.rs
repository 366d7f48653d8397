//! The vocabulary of tools and metrics, from its data files.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::facts::SignalKind;

const TOOLS: &str = include_str!("tools.txt");
const METRICS: &str = include_str!("metrics.txt");

/// One way to write a tool's name.
struct Spelling {
    tool: &'static str,
    kind: SignalKind,
    /// Counts only where the source writes it with a capital letter: it is also a common word.
    capital: bool,
    /// The last word may go on.
    open: bool,
}

struct Vocabulary {
    tools: Vec<Spelling>,
    tool_finder: Option<AhoCorasick>,
    metric_finder: Option<AhoCorasick>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let mut tools = Vec::new();
    let mut patterns = Vec::new();
    for line in TOOLS.lines().filter(|l| !l.starts_with('#')) {
        let mut columns = line.split('\t');
        let (Some(tool), Some(kind), Some(spellings)) = (columns.next(), columns.next().and_then(kind), columns.next())
        else {
            continue;
        };
        for spelling in spellings.split(',').map(str::trim) {
            tools.push(Spelling { tool, kind, capital: spelling.starts_with('^'), open: spelling.ends_with('*') });
            patterns.push(spelling.trim_start_matches('^').trim_end_matches('*'));
        }
    }
    let metrics: Vec<&str> = METRICS.lines().filter(|l| !l.starts_with('#')).collect();
    let finder = |patterns: &[&str]| {
        AhoCorasick::builder()
            .kind(super::QUICK_TO_BUILD)
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .build(patterns)
            .ok()
    };
    Vocabulary { tool_finder: finder(&patterns), metric_finder: finder(&metrics), tools }
});

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

/// The first tool that a text names, as the text spells it, and the kind of signal it shows.
pub fn tool(text: &str) -> Option<(&str, SignalKind)> {
    VOCABULARY.tool_finder.as_ref()?.find_iter(text).find_map(|m| {
        let spelling = VOCABULARY.tools.get(m.pattern().as_usize())?;
        let words = text.get(m.range())?;
        let fits = stands_alone(text, m.start(), m.end(), spelling.open)
            && (!spelling.capital || words.starts_with(char::is_uppercase));
        fits.then_some((words, spelling.kind))
    })
}

/// The first metric that a text names, as the text spells it, and where it stands.
pub fn metric(text: &str) -> Option<(&str, std::ops::Range<usize>)> {
    let found =
        VOCABULARY.metric_finder.as_ref()?.find_iter(text).find(|m| stands_alone(text, m.start(), m.end(), false))?;
    text.get(found.range()).map(|words| (words, found.range()))
}

/// The names of all tools.
pub fn tools() -> impl Iterator<Item = &'static str> {
    VOCABULARY.tools.iter().map(|s| s.tool)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_tool_file_is_read() {
        let lines = TOOLS.lines().filter(|l| !l.starts_with('#')).count();
        let names: std::collections::HashSet<&str> = tools().collect();
        assert_eq!(names.len(), lines);
        assert!(VOCABULARY.tool_finder.is_some() && VOCABULARY.metric_finder.is_some());
    }

    #[test]
    fn a_name_that_is_also_a_word_needs_its_capital() {
        assert_eq!(tool("Sentry showed it"), Some(("Sentry", SignalKind::Log)));
        assert_eq!(tool("the sentry on duty"), None);
        assert_eq!(tool("We ran SHOW PROCESSLIST on it"), Some(("SHOW PROCESSLIST", SignalKind::Query)));
    }

    #[test]
    fn the_longest_metric_is_named() {
        assert_eq!(metric("p99 latency rose").map(|m| m.0), Some("p99 latency"));
    }
}
