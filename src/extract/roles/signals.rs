//! What was seen: which metric, alert, log line or report, in which tool, of which service, with which value.

use super::judge::List;
use super::unit::Unit;
use super::{Reading, services};
use crate::cite::Quote;
use crate::document::{Block, Kind, Span};
use crate::extract::cues::class;
use crate::extract::cues::vocabulary::Vocabulary;
use crate::facts::{Facts, Signal, SignalKind};
use crate::search::spaced;

/// Reads the signals: sentences that tell of them, and log lines in code blocks, in the order of the source.
pub fn read(reading: &Reading<'_>, vocabulary: &Vocabulary, facts: &Facts) -> Vec<Signal> {
    let mut signals: Vec<(usize, usize, Signal)> = reading
        .of(List::Signals)
        .into_iter()
        .map(|u| (u.span.block, u.span.range.start, signal(reading, u, vocabulary, facts)))
        .collect();
    for (b, block) in reading.doc.blocks.iter().enumerate() {
        if matches!(block.kind, Kind::Code { .. }) {
            signals.extend(log_lines(reading, b, block).into_iter().map(|(at, quote)| (b, at, logged(quote))));
        }
    }
    signals.sort_by_key(|(block, at, _)| (*block, *at));
    signals.into_iter().map(|(_, _, s)| s).collect()
}

fn signal(reading: &Reading<'_>, unit: &Unit, vocabulary: &Vocabulary, facts: &Facts) -> Signal {
    let quote = reading.doc.quote(&unit.span);
    let tool = vocabulary.tool(&quote.text);
    let metric = vocabulary.metric(&quote.text);
    let status = status_code(&quote.text);
    let kind = match tool {
        Some((_, kind)) => kind,
        None if unit.has(class::ALERT) && !unit.has(class::REPORT) => SignalKind::Alert,
        None if unit.has(class::REPORT) && unit.cues.any(&[class::IMPACT_WHO, class::OBSERVED]) => {
            SignalKind::UserReport
        }
        None if unit.has(class::GRAPH) && metric.is_none() => {
            if reading.units.lower(unit).contains("log") {
                SignalKind::Log
            } else {
                SignalKind::Dashboard
            }
        }
        None if metric.is_none() && unit.has(class::ALERT) => SignalKind::Alert,
        None => SignalKind::Metric,
    };
    let name = metric.as_ref().map(|m| m.0.to_owned()).or(status).unwrap_or_default();
    let value = metric
        .as_ref()
        .and_then(|m| value(&quote.text, m.1.clone()))
        .or_else(|| if metric.is_none() { None } else { value(&quote.text, 0..0) });
    Signal {
        kind,
        name,
        tool: tool.map(|t| t.0.to_owned()),
        service: services::named(&quote.text),
        value,
        at: reading.instant(facts, &quote.cite),
        text: quote.text,
        cite: quote.cite,
    }
}

fn logged(quote: Quote) -> Signal {
    let name = status_code(&quote.text).unwrap_or_default();
    Signal {
        kind: SignalKind::Log,
        name,
        tool: None,
        service: None,
        value: None,
        at: None,
        text: quote.text,
        cite: quote.cite,
    }
}

/// Words that tell a log line of trouble from the rest of a code block.
const TROUBLE: &[&str] = &[
    "error", "fail", "fatal", "panic", "exception", "timeout", "timed out", "refused", "denied", "crit", "warn", "[w ",
    "[e ", "oom", "killed", "unable to", "cannot", "could not", " 500 ", " 502 ", " 503 ", " 504 ", " 404 ", " 403 ",
    "unreachable", "no space left", "deadlock", "segfault", "notready",
];

/// The lines of a code block that tell of trouble: what was seen, not what was configured or run.
fn log_lines(reading: &Reading<'_>, b: usize, block: &Block) -> Vec<(usize, Quote)> {
    const MOST_LINES: usize = 3;
    const CODE: &[&str] = &[
        "rust", "python", "typescript", "javascript", "js", "ts", "go", "java", "yaml", "toml", "json5", "sql", "bash",
        "sh", "diff", "hcl", "ruby", "php", "c", "cpp", "dockerfile",
    ];
    if matches!(&block.kind, Kind::Code { language: Some(l) } if CODE.contains(&l.as_str())) {
        return Vec::new();
    }
    let text = block.text().as_str();
    let mut at = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let lower = line.to_ascii_lowercase();
        if line.trim().len() > 12 && TROUBLE.iter().any(|w| lower.contains(w)) {
            found.push((at, reading.doc.quote(&Span { block: b, cell: 0, range: at..at + line.trim_end().len() })));
            if found.len() == MOST_LINES {
                break;
            }
        }
        at += line.len();
    }
    found
}

/// An HTTP status as the text spells it: `HTTP 504`, `504 errors`, `5xx`.
fn status_code(text: &str) -> Option<String> {
    if !text.contains(['4', '5']) {
        return None;
    }
    let words: Vec<&str> = spaced(text).map(|w| w.trim_matches(|c: char| !c.is_ascii_alphanumeric())).collect();
    let code = |w: &str| {
        let digits = w.trim_end_matches('s');
        digits.len() == 3
            && digits.starts_with(['4', '5'])
            && digits.bytes().skip(1).all(|b| b.is_ascii_digit() || b == b'x')
    };
    let http = |w: &str| ["http", "status", "code"].iter().any(|h| w.eq_ignore_ascii_case(h));
    const AFTER: &[&str] = &[
        "error", "errors", "response", "responses", "status", "forbidden", "bad", "gateway", "service", "internal",
        "not", "too",
    ];
    words.iter().enumerate().filter(|(_, w)| code(w)).find_map(|(i, w)| {
        let before = i.checked_sub(1).and_then(|j| words.get(j)).filter(|b| http(b));
        let after = words.get(i + 1).is_some_and(|a| AFTER.iter().any(|w| a.eq_ignore_ascii_case(w)));
        match before {
            Some(before) => Some(format!("{before} {w}")),
            None if after || w.ends_with('s') || w.contains("xx") => Some((*w).to_owned()),
            _ => None,
        }
    })
}

/// Units of values that are read from a graph.
const MEASURES: &[&str] = &[
    "ms", "s", "sec", "seconds", "second", "minutes", "milliseconds", "gb", "mb", "kb", "tb", "gbps", "mbps", "rps",
    "qps", "requests", "connections", "req/s", "percent", "gib", "mib",
];

/// The number with its unit that stands nearest after the metric, else before it. A clock time is no value.
fn value(text: &str, metric: std::ops::Range<usize>) -> Option<String> {
    let read = |part: &str| {
        let words: Vec<&str> = spaced(part)
            .map(|w| w.trim_matches(|c: char| matches!(c, ',' | ';' | '(' | ')' | '"' | ':')).trim_end_matches('.'))
            .collect();
        words.iter().enumerate().find_map(|(i, w)| {
            let core = w.trim_start_matches(['~', '>', '<', '≈']);
            let digits = core.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')).count();
            let (number, unit) = (core.get(..digits)?, core.get(digits..)?);
            if !number.starts_with(|c: char| c.is_ascii_digit()) {
                return None;
            }
            let next = words.get(i + 1).copied().unwrap_or_default();
            match unit {
                "%" | "x" => Some((*w).to_owned()),
                "" if MEASURES.contains(&next.to_ascii_lowercase().as_str()) => Some(format!("{w} {next}")),
                u if MEASURES.contains(&u.to_ascii_lowercase().as_str()) => Some((*w).to_owned()),
                _ => None,
            }
        })
    };
    text.get(metric.end..).and_then(read).or_else(|| text.get(..metric.start).and_then(read))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_codes_are_named_as_written() {
        assert_eq!(status_code("failed with HTTP 504 errors"), Some("HTTP 504".into()));
        assert_eq!(status_code("a spike of 5xx"), Some("5xx".into()));
        assert_eq!(status_code("we have 500 nodes"), None);
    }

    #[test]
    fn a_value_has_a_unit() {
        let (_, at) =
            Vocabulary::built_in().metric("p99 latency rose at 10:52 from 80 ms to 2.4 s").unwrap_or_default();
        assert_eq!(value("p99 latency rose at 10:52 from 80 ms to 2.4 s", at), Some("80 ms".into()));
        assert_eq!(value("disk usage reached 100%.", 0..10), Some("100%".into()));
        assert_eq!(value("latency rose at 10:52", 0..7), None);
    }
}
