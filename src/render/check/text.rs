//! Findings as text: the sentence marked in the story, what the source says, the profile.

use std::fmt::Write;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level as Grade, Renderer, Snippet};

use crate::check::profile::{Profile, Row, Strength};
use crate::check::story::Manuscript;
use crate::check::verify::{Claim, Status};
use crate::check::{Finding, Level, Report};

/// Characters of a quotation of the source that are shown.
const EXCERPT: usize = 160;

/// How to print.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// With ANSI colours.
    pub colour: bool,
    /// Characters in a line.
    pub width: u16,
}

/// The report as text.
pub fn text(report: &Report, story: &Manuscript, style: Style) -> String {
    let mut out = String::new();
    let renderer = if style.colour { Renderer::styled().decor_style(DecorStyle::Unicode) } else { Renderer::plain() };
    let renderer = renderer.term_width(usize::from(style.width));
    for finding in &report.findings {
        out.push_str(&renderer.render(&groups(finding, story, report.against.as_deref())));
        out.push_str("\n\n");
    }
    out.push_str(&profile(&report.profile));
    out.push_str(&summary(report));
    out
}

fn grade(level: Level) -> Grade<'static> {
    match level {
        Level::Error => Grade::ERROR,
        Level::Warning => Grade::WARNING,
        Level::Note => Grade::NOTE,
    }
}

fn groups<'a>(finding: &'a Finding, story: &'a Manuscript, against: Option<&'a str>) -> Vec<Group<'a>> {
    let title = grade(finding.level).primary_title(finding.message.as_str()).id(finding.rule);
    let mut group = match &finding.place {
        Some(place) => {
            let snippet = Snippet::source(story.text.as_str()).path(story.path.as_str());
            title.element(snippet.annotation(AnnotationKind::Primary.span(place.bytes.clone())))
        }
        None => title.element(Grade::NOTE.message(format!("nowhere in {}", story.path))),
    };
    group = group.element(Grade::NOTE.with_name("why").message(finding.why));
    for quote in &finding.source {
        let name = format!("{}, {}", against.unwrap_or("source"), quote.cite);
        group = group.element(Grade::NOTE.with_name(name).message(excerpt(&quote.text)));
    }
    if let Some(suggestion) = &finding.suggestion {
        group = group.element(Grade::HELP.with_name("instead").message(excerpt(suggestion)));
    }
    vec![group]
}

/// The first words of a text on one line.
fn excerpt(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(EXCERPT) {
        None => line,
        Some((at, _)) => {
            let head = line.get(..at).unwrap_or(&line);
            format!("{} …", head.rsplit_once(' ').map_or(head, |(h, _)| h))
        }
    }
}

fn profile(profile: &Profile) -> String {
    let mut out = String::from("Strength\n");
    let mut line = |name: &str, strength: Strength, lowered: &[(&'static str, usize)]| {
        let word = match strength {
            Strength::Strong => "strong",
            Strength::Fair => "fair",
            Strength::Weak => "weak",
            Strength::Missing => "missing",
        };
        let reasons = lowered
            .iter()
            .map(|(id, n)| if *n > 1 { format!("{id} ×{n}") } else { (*id).to_owned() })
            .collect::<Vec<_>>()
            .join(", ");
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{}", format!("  {name:<24}{word:<9}{reasons}").trim_end());
    };
    profile.dimensions.iter().for_each(|Row { of, strength, lowered_by }| line(of.name(), *strength, lowered_by));
    profile.parts.iter().for_each(|Row { of, strength, lowered_by }| line(of.heading(), *strength, lowered_by));
    out
}

fn summary(report: &Report) -> String {
    let count = |level| report.findings.iter().filter(|f| f.level == level).count();
    let mut out = format!(
        "\n{}, {}, {}",
        plural(count(Level::Error), "error"),
        plural(count(Level::Warning), "warning"),
        plural(count(Level::Note), "note")
    );
    if let Some(against) = &report.against {
        let of = |status| report.claims.iter().filter(|c: &&Claim| c.status == status).count();
        // Writing to a string cannot fail.
        let _ = write!(
            out,
            "; of {} looked up in {against}: {} supported, {} contradicted, {} not in the source, {} yours",
            plural(report.claims.len(), "claim"),
            of(Status::Supported),
            of(Status::Contradicted),
            of(Status::NotInSource),
            of(Status::Yours)
        );
    }
    out.push('\n');
    out
}

fn plural(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::config::Config;

    #[test]
    fn a_finding_shows_its_sentence_its_reason_and_what_to_say_instead() {
        let story = Manuscript::read("story.md", "# T\n\n## Methodology\n\nThe dösk was up. Something was wrong.\n");
        let report = crate::check::check(&story, None, &Config::default());
        let text = text(&report, &story, Style { colour: false, width: 100 });
        assert!(text.contains("warning[vague-symptom]"), "{text}");
        assert!(text.contains("story.md:5:18"), "{text}");
        assert!(text.contains("^^^^^^^^^^^^^^^^^^^"), "{text}");
        assert!(text.contains("instead: name the signal"), "{text}");
        assert!(text.contains("Tooling knowledge"), "{text}");
        assert!(!text.contains('\u{1b}'), "no colour was asked for");
    }
}
