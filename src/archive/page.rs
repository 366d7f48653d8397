//! `index.html`: one page that is useful without script, and has search and filters with it.

use std::io::Write;

use anyhow::{Context, Result};
use serde::Serialize;
use tera::Tera;

use super::index::{Ranked, Totals};
use super::plots;
use crate::render::META;

/// The templates of the page. Their names end in `.html`, so that Tera escapes what is put into them.
const TEMPLATES: &[(&str, &str)] = &[
    ("meta.html", META),
    ("head.html", include_str!("../../templates/bank/head.html")),
    ("row.html", include_str!("../../templates/bank/row.html")),
    ("tail.html", include_str!("../../templates/bank/tail.html")),
];
const STYLE: &str = concat!(include_str!("../../templates/look.css"), include_str!("../../templates/bank/style.css"));
const SCRIPT: &str = include_str!("../../templates/bank/script.js");

/// The page's templates, ready.
pub struct Page {
    tera: Tera,
}

#[derive(Serialize)]
struct Head<'h> {
    summary: String,
    style: &'h str,
    plots: Vec<Plot>,
    filters: Vec<Filter>,
    failed: usize,
    aside: usize,
}

#[derive(Serialize)]
struct Plot {
    title: &'static str,
    svg: String,
}

#[derive(Serialize)]
struct Filter {
    name: &'static str,
    options: Vec<(String, usize)>,
}

#[derive(Serialize)]
struct Line {
    #[serde(flatten)]
    ranked: Ranked,
    words: String,
    detect: String,
    resolve: String,
    all_tags: String,
}

impl Page {
    /// Reads the templates.
    ///
    /// # Errors
    /// If one has an error; the built-in ones have none.
    pub fn new() -> Result<Self> {
        let mut tera = Tera::new();
        tera.add_raw_templates(TEMPLATES.to_vec()).context("a template of the page has an error")?;
        Ok(Page { tera })
    }

    /// Everything above the rows.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn head(&self, out: &mut dyn Write, totals: &Totals) -> Result<()> {
        let [failure, technology, questions] = &totals.tags;
        let options = |counts: &std::collections::BTreeMap<String, usize>| counts.clone().into_iter().collect();
        let changes = totals.changes.iter().map(|(name, n)| ((*name).to_owned(), *n)).collect();
        let plots = [
            ("By month", plots::months(&totals.months)),
            ("Time to detect", plots::durations(&totals.detect)),
            ("Time to resolve", plots::durations(&totals.resolve)),
            ("What changed before", plots::named(&totals.changes, 7)),
            ("What failed", plots::named(failure, 7)),
        ];
        let head = Head {
            summary: summary(totals),
            style: STYLE,
            plots: plots
                .into_iter()
                .filter(|(_, svg)| !svg.is_empty())
                .map(|(title, svg)| Plot { title, svg })
                .collect(),
            filters: vec![
                Filter { name: "answers", options: options(questions) },
                Filter { name: "failure", options: options(failure) },
                Filter { name: "change", options: changes },
                Filter { name: "technology", options: options(technology) },
            ],
            failed: totals.failed,
            aside: totals.aside,
        };
        self.write(out, "head.html", &head)
    }

    /// One incident.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn row(&self, out: &mut dyn Write, ranked: Ranked) -> Result<()> {
        let row = &ranked.row;
        let tagged = [("answers", &row.tags.questions), ("failure", &row.tags.failure)];
        let tagged = tagged.into_iter().chain([("change", &row.tags.change), ("technology", &row.tags.technology)]);
        let all_tags =
            tagged.flat_map(|(kind, tags)| tags.iter().map(move |tag| format!("|{kind}:{tag}"))).collect::<String>();
        let words = [&row.source, &row.services.join(" ")].map(String::as_str).join(" ").to_lowercase();
        let line = Line {
            words,
            detect: row.to_detect_s.map(duration).unwrap_or_default(),
            resolve: row.to_resolve_s.map(duration).unwrap_or_default(),
            all_tags: if all_tags.is_empty() { all_tags } else { all_tags + "|" },
            ranked,
        };
        self.write(out, "row.html", &line)
    }

    /// Everything below the rows.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn tail(&self, out: &mut dyn Write, totals: &Totals) -> Result<()> {
        #[derive(Serialize)]
        struct Tail<'t> {
            script: &'t str,
            incidents: usize,
        }
        self.write(out, "tail.html", &Tail { script: SCRIPT, incidents: totals.incidents })
    }

    fn write(&self, out: &mut dyn Write, template: &str, values: &impl Serialize) -> Result<()> {
        let context = tera::Context::from_serialize(values).context("cannot hand the index to its template")?;
        let text =
            self.tera.render(template, &context).with_context(|| format!("the template bank/{template} failed"))?;
        out.write_all(text.as_bytes()).context("cannot write index.html")
    }
}

/// The bank in one sentence.
pub fn summary(totals: &Totals) -> String {
    let plural = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let mut summary = plural(totals.incidents, "incident", "incidents");
    if totals.retold > 0 {
        summary += &format!(", {} of them told before", totals.retold);
    }
    if totals.failed > 0 {
        summary += &format!("; {} could not be told (failures.jsonl)", totals.failed);
    }
    if totals.aside > 0 {
        summary +=
            &format!("; {} set aside as no postmortem (aside.jsonl)", plural(totals.aside, "document", "documents"));
    }
    summary + "."
}

/// A duration as people say it: `45 s`, `12 min`, `1 h 48 min`, `3 d 2 h`.
pub fn duration(seconds: i64) -> String {
    let two = |big: i64, unit: &str, small: i64, part: &str| {
        if small == 0 { format!("{big} {unit}") } else { format!("{big} {unit} {small} {part}") }
    };
    match seconds {
        ..0 => String::new(),
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min", seconds / 60),
        3600..86_400 => two(seconds / 3600, "h", seconds % 3600 / 60, "min"),
        _ => two(seconds / 86_400, "d", seconds % 86_400 / 3600, "h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_said_as_people_say_them() {
        let said = [45, 720, 3600, 6480, 266_400].map(duration);
        assert_eq!(said, ["45 s", "12 min", "1 h", "1 h 48 min", "3 d 2 h"]);
    }

    #[test]
    fn the_templates_have_no_error() {
        Page::new().unwrap().head(&mut Vec::new(), &Totals::default()).unwrap();
    }
}
