//! What stands in columns: tables of bars or tabs; and what a machine wrote: logs and commands.

use crate::read::shape::{self, TimeStart};

/// Words by which a log tells how bad a line is.
const LEVELS: &[&str] = &[
    "TRACE", "DEBUG", "INFO", "NOTICE", "WARN", "WARNING", "ERROR", "ERR", "CRIT", "CRITICAL", "FATAL", "SEVERE",
    "ALERT", "EMERG",
];

/// The byte ranges of the cells of a line of a table, or nothing for a line of prose.
pub fn cells(line: &str, sign: char) -> Option<Vec<std::ops::Range<usize>>> {
    let body = line.trim();
    let start = line.len() - line.trim_start().len();
    let inner = if sign == '|' { body.strip_prefix('|').unwrap_or(body) } else { body };
    let from = start + body.len() - inner.len();
    let inner = if sign == '|' { inner.strip_suffix('|').unwrap_or(inner) } else { inner };
    let mut cells = Vec::new();
    let mut at = from;
    for cell in inner.split(sign) {
        // Several tabs in a row only align.
        if sign == '|' || !cell.trim().is_empty() {
            cells.push(at..at + cell.len());
        }
        at += cell.len() + sign.len_utf8();
    }
    let barred = body.starts_with('|') && body.ends_with('|') && body.len() > 1;
    (cells.len() > 1 || (sign == '|' && barred)).then_some(cells)
}

/// `|---|---|`, `---+---`, `+====+====+`.
pub fn is_separator(line: &str) -> bool {
    let body = line.trim();
    body.contains('-') | body.contains('=')
        && body.contains(['|', '+'])
        && body.chars().all(|c| matches!(c, '-' | '=' | '|' | '+' | ':' | ' '))
}

/// Whether a line is one of a log: a date or time, then a level; or a time, a host and a process (syslog).
pub fn is_log(line: &str) -> bool {
    let line = line.trim();
    if shape::time_start(line.trim_start_matches(['[', '{', '"'])).is_none() {
        return false;
    }
    let words: Vec<&str> = line.split_whitespace().take(6).collect();
    let level = |word: &&str| LEVELS.contains(&word.trim_matches(|c: char| !c.is_ascii_alphabetic()));
    let process = |word: &&str| word.ends_with("]:") && word.contains('[');
    words.iter().any(level) || words.iter().any(process)
}

/// Whether a line is a command at a prompt.
pub fn is_command(line: &str) -> bool {
    line.starts_with("$ ") || line.starts_with("# ./") || line.starts_with("PS C:")
}

/// Whether lines, which are indented, are prose all the same: they are sentences, not code.
pub fn is_prose(lines: &[&str]) -> bool {
    let words: usize = lines.iter().map(|line| line.split_whitespace().count()).sum();
    let code = |c: char| matches!(c, '{' | '}' | '=' | ';' | '<' | '>' | '\\' | '|' | '$' | '[' | ']' | '_' | '/');
    let signs: usize = lines.iter().map(|line| line.chars().filter(|&c| code(c)).count()).sum();
    let timed =
        lines.iter().any(|line| shape::time_start(line) == Some(TimeStart::Apart)) && !lines.iter().any(|l| is_log(l));
    timed || (words >= 5 * lines.len() && signs * 8 < words)
}
