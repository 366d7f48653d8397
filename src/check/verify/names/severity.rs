//! Severities: `SEV-2`, `P1`, "severity 2".

use std::ops::Range;

use crate::check::verify::source::Source;
use crate::check::verify::{Kind, Status, Told, Verdict};
use crate::check::words::{Token, squash, tokens};

/// A severity such as `SEV-2`, `P1` or "severity 2".
pub(super) fn severity(tokens: &[Token<'_>], at: usize) -> Option<(char, Range<usize>)> {
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

/// Looks a severity up.
pub(super) fn severe(told: &Told<'_>, source: &Source<'_>, level: char, range: Range<usize>) -> Verdict {
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
