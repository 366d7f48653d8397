//! Findings as SARIF 2.1.0, which code hosts and editors show beside the line.

use serde_json::{Value, json};

use crate::check::rules::{RULES, Rule};
use crate::check::{Finding, Level, Report};
use crate::cite::Cite;

/// The report as a SARIF log with one run.
pub fn sarif(report: &Report) -> Value {
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "warstory",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": RULES.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": report.findings.iter().map(|finding| result(finding, report)).collect::<Vec<_>>(),
        }],
    })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.what },
        "fullDescription": { "text": rule.why },
        "help": { "text": rule.instead },
        "defaultConfiguration": { "level": level(rule.level) },
    })
}

fn result(finding: &Finding, report: &Report) -> Value {
    let text = match &finding.suggestion {
        Some(suggestion) => format!("{}. Instead: {suggestion}", finding.message),
        None => finding.message.clone(),
    };
    // What is missing from all of the story is shown at its first line: code hosts want a line.
    let (line, column, end_line, end_column) =
        finding.place.as_ref().map_or((1, 1, 1, 2), |p| (p.line, p.column, p.end_line, p.end_column));
    let location = json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(&report.story) },
        "region": { "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column },
    } });
    let related: Vec<Value> = finding
        .source
        .iter()
        .filter_map(|quote| match &quote.cite {
            Cite::Lines { lines: [first, last] } => Some(json!({
                "message": { "text": quote.text },
                "physicalLocation": {
                    "artifactLocation": { "uri": uri(report.against.as_deref().unwrap_or_default()) },
                    "region": { "startLine": first, "endLine": last },
                },
            })),
            Cite::Pointer { .. } => None,
        })
        .collect();
    json!({
        "ruleId": finding.rule,
        "ruleIndex": RULES.iter().position(|r| r.id == finding.rule),
        "level": level(finding.level),
        "message": { "text": text },
        "locations": [location],
        "relatedLocations": related,
    })
}

/// A path as the relative reference that SARIF wants.
fn uri(path: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~' | '/');
    let mut out = String::new();
    for c in path.replace('\\', "/").chars() {
        if plain(c) {
            out.push(c);
        } else {
            let mut buffer = [0; 4];
            out.extend(c.encode_utf8(&mut buffer).bytes().map(|b| format!("%{b:02X}")));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::config::Config;
    use crate::check::story::Manuscript;

    #[test]
    fn every_result_names_a_rule_of_the_driver_and_a_line() {
        let story = Manuscript::read("my story.md", "## Methodology\n\nSomething was wrong.\n");
        let log = sarif(&crate::check::check(&story, None, &Config::default()));
        let run = &log["runs"][0];
        let results = run["results"].as_array().unwrap();
        assert!(!results.is_empty());
        for result in results {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
            assert!(result["locations"][0]["physicalLocation"]["region"]["startLine"].as_u64().unwrap() >= 1);
        }
        assert_eq!(results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "my%20story.md");
    }
}
