//! Step 4: [`Story`] and [`crate::facts::Facts`] → text. Layouts of a story are Tera templates; its JSON form is the story itself.

pub mod check;
pub mod context;
pub mod escape;
pub mod explain;
pub mod facts_table;
pub mod picture;
pub mod practice;
pub mod questions;
pub mod sources;
pub mod timeline;
pub mod view;
pub mod wrap;

use std::path::Path;

use anyhow::{Context as _, Result};
use tera::Tera;

use crate::facts::Facts;
use crate::story::Story;
use crate::tell::voice::PATTERNS;

/// A built-in template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// The name for `templates show NAME` and, for a layout, `draft --template NAME`.
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// Its text.
    pub source: &'static str,
}

/// The built-in layouts. The first of an ending is the default of that format.
pub const TEMPLATES: &[Template] = &[
    Template {
        name: "six-part.md",
        about: "The six parts as Markdown, with budgets, estimates and gaps (the default).",
        source: include_str!("../../templates/six-part.md"),
    },
    Template {
        name: "six-part.txt",
        about: "The six parts as plain text (the default of --format text).",
        source: include_str!("../../templates/six-part.txt"),
    },
    Template {
        name: "six-part.html",
        about: "The six parts as a page, with timeline, cited lines and rehearsal timer (the default of --format html).",
        source: include_str!("../../templates/six-part.html"),
    },
    Template {
        name: "star.md",
        about: "Situation, Task, Action, Result, as Markdown.",
        source: include_str!("../../templates/star.md"),
    },
    Template {
        name: "bullets.md",
        about: "A cue card: one bullet for each fact, as Markdown.",
        source: include_str!("../../templates/bullets.md"),
    },
];

/// What an HTML layout can include: what all pages share, and style and script of the story's page.
const INCLUDES: &[(&str, &str)] = &[
    ("meta.html", META),
    ("look.css", LOOK),
    ("page.css", include_str!("../../templates/page/page.css")),
    ("page.js", include_str!("../../templates/page/page.js")),
];

/// What every page says to the browser first: its letters, its width, and that nothing is loaded or sent.
pub const META: &str = include_str!("../../templates/meta.html");

/// Colours and letters of every page, light and dark.
pub const LOOK: &str = include_str!("../../templates/look.css");

/// All built-in templates: the layouts, then the sentence patterns as `voice/NAME`.
pub fn templates() -> Vec<(String, &'static str, &'static str)> {
    let layouts = TEMPLATES.iter().map(|t| (t.name.to_owned(), t.about, t.source));
    layouts.chain(PATTERNS.iter().map(|p| (format!("voice/{}.tera", p.name), p.about(), p.source))).collect()
}

/// What a layout's text can act as, and how text of a document is made harmless in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Escape {
    /// Markdown: links, HTML and emphasis from a document stay letters.
    Markdown,
    /// HTML and XML: Tera escapes.
    Html,
    /// Nothing acts, except for control characters, which are removed in every form.
    Text,
}

/// How a story is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layout {
    /// `warstory.story/1`.
    Json,
    /// A template.
    Template {
        /// Its name or file, for messages.
        name: String,
        /// Its text.
        source: String,
        /// How text of the document is escaped in it.
        escape: Escape,
    },
}

impl Layout {
    /// The default layout for Markdown.
    pub fn markdown() -> Self {
        Layout::builtin("six-part.md").unwrap_or(Layout::Json)
    }

    /// The default layout for plain text.
    pub fn text() -> Self {
        Layout::builtin("six-part.txt").unwrap_or(Layout::Json)
    }

    /// The default layout for a page.
    pub fn html() -> Self {
        Layout::builtin("six-part.html").unwrap_or(Layout::Json)
    }

    /// A built-in layout, by its name with or without ending.
    pub fn builtin(name: &str) -> Option<Self> {
        let layout = TEMPLATES
            .iter()
            .find(|l| l.name == name || l.name.rsplit_once('.').is_some_and(|(stem, _)| stem == name))?;
        Some(Layout::Template {
            name: layout.name.to_owned(),
            source: layout.source.to_owned(),
            escape: Escape::of(layout.name),
        })
    }

    /// A layout from a file. What its text is escaped for follows from the file's ending (a last `.tera` does not count).
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn file(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let source = std::fs::read_to_string(path).with_context(|| format!("cannot read the template {name}"))?;
        let escape = Escape::of(&name);
        Ok(Layout::Template { name, source, escape })
    }

    /// The layout of a folder of templates, if it has one for this ending: `six-part.md`, `six-part.txt` or `six-part.html`.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn folder(folder: &Path, ending: &str) -> Result<Option<Self>> {
        let path = folder.join(format!("six-part.{ending}"));
        if path.is_file() { Layout::file(&path).map(Some) } else { Ok(None) }
    }
}

impl Escape {
    fn of(name: &str) -> Self {
        let name = name.to_ascii_lowercase();
        let name = name.strip_suffix(".tera").unwrap_or(&name);
        match name.rsplit_once('.').map(|(_, ending)| ending) {
            Some("html" | "htm" | "xml" | "svg" | "xhtml") => Escape::Html,
            Some("txt" | "text" | "json" | "csv") => Escape::Text,
            _ => Escape::Markdown,
        }
    }
}

/// How the places in the source are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Citations {
    /// Not at all.
    None,
    /// Behind each sentence.
    Inline,
    /// As numbered notes at the end.
    #[default]
    Footnotes,
}

/// What `render` is told.
#[derive(Debug, Clone)]
pub struct Options {
    /// How the story is laid out.
    pub layout: Layout,
    /// How the places in the source are shown.
    pub citations: Citations,
    /// Who is "I" in the entries of the timeline, and whether others keep their names there.
    pub people: People,
}

/// How people are called where text of the document is shown outside of its quotations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    /// The reader's own names.
    pub me: Vec<String>,
    /// Others keep their names.
    pub keep_names: bool,
}

impl From<&crate::tell::Options> for People {
    fn from(options: &crate::tell::Options) -> Self {
        People { me: options.me.clone(), keep_names: options.keep_names }
    }
}

/// Renders a story that was told from these facts. The result ends with a line break and holds no control characters other than line breaks.
///
/// # Errors
/// If the template has an error; the message names the template, the line and the column.
pub fn render(story: &Story, facts: &Facts, options: &Options) -> Result<String> {
    Renderer::new(options)?.render(story, facts)
}

/// A layout made ready to render many stories: reading a template takes as long as rendering one.
#[derive(Debug)]
pub struct Renderer {
    /// `None` for JSON.
    template: Option<(Tera, String, Escape)>,
    /// The layout shows what the source says.
    quoted: bool,
    citations: Citations,
    people: People,
}

impl Renderer {
    /// Reads the layout's template.
    ///
    /// # Errors
    /// If it has an error; the message names the template, the line and the column.
    pub fn new(options: &Options) -> Result<Self> {
        let (citations, people) = (options.citations, options.people.clone());
        let Layout::Template { name, source, escape } = &options.layout else {
            return Ok(Renderer { template: None, quoted: false, citations, people });
        };
        let mut tera = Tera::new();
        if *escape != Escape::Html {
            tera.autoescape_on(Vec::<&str>::new());
        }
        if *escape == Escape::Html {
            tera.add_raw_templates(INCLUDES.to_vec()).context("an include of the page has an error")?;
        }
        tera.add_raw_template(known(*escape), source).with_context(|| format!("the template {name} has an error"))?;
        let quoted = source.contains("quotes");
        Ok(Renderer { template: Some((tera, name.clone(), *escape)), quoted, citations, people })
    }

    /// Renders a story, as [`render`] does.
    ///
    /// # Errors
    /// If the template fails.
    pub fn render(&self, story: &Story, facts: &Facts) -> Result<String> {
        let Some((tera, name, escape)) = &self.template else {
            return Ok(serde_json::to_string_pretty(story)? + "\n");
        };
        let mut view = view::StoryView::new(story, facts, self.citations, *escape, self.quoted);
        if *escape == Escape::Html {
            view.draw(facts, &self.people);
        }
        let context = tera::Context::from_serialize(&view).context("cannot hand the story to a template")?;
        let text = tera.render(known(*escape), &context).with_context(|| format!("the template {name} failed"))?;
        Ok(tidy(&text))
    }
}

/// The name that Tera knows a layout by: it escapes by the ending of that.
fn known(escape: Escape) -> &'static str {
    if escape == Escape::Html { "layout.html" } else { "layout" }
}

/// At most one blank line in a row, no spaces at the ends of lines, one line break at the end. Tera 2 cannot trim the lines of its blocks.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = true;
    for line in text.lines() {
        let line = line.trim_end();
        if line.is_empty() {
            blank = !out.is_empty();
            continue;
        }
        if blank && !out.is_empty() {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        blank = false;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::Cite;
    use crate::facts::Source;
    use crate::story::{Cut, Part, PartId, SCHEMA, Sentence};

    fn story(text: &str) -> Story {
        let part = |id: PartId| Part {
            id,
            heading: id.heading().into(),
            budget_s: id.budget_s(Cut::Full),
            spoken_s: 12.0,
            sentences: match id {
                PartId::Context => vec![
                    Sentence::fact(text, Cite::lines(3, 4), [Cite::lines(9, 9)]),
                    Sentence::fact("It was bad.", Cite::lines(3, 4), []),
                    Sentence::prompt("You: who was hit?", vec![]),
                ],
                _ => vec![Sentence::prompt("You: what did you do?", vec![])],
            },
        };
        Story {
            schema: SCHEMA.into(),
            title: "A *bad* day".into(),
            source: Source { path: "pm.md".into(), ..Source::default() },
            cut: Cut::Full,
            parts: PartId::ALL.map(part).to_vec(),
            spoken_s: 72.0,
        }
    }

    fn rendered(text: &str, layout: Layout, citations: Citations) -> String {
        let options = Options { layout, citations, people: People::default() };
        render(&story(text), &Facts::default(), &options).unwrap()
    }

    #[test]
    fn the_parts_stand_in_order_with_budget_estimate_and_notes() {
        let text = rendered("We rolled back.", Layout::markdown(), Citations::Footnotes);
        assert!(
            text.contains(
                "## Context (30 s)\n\n*about 12 s*\n\nWe rolled back.[^1][^2] It was bad.[^1]\n\n> You: who was hit?\n"
            ),
            "{text}"
        );
        assert!(text.contains("[^1]: pm.md, lines 3–4\n[^2]: pm.md, line 9\n"), "{text}");
        assert!(text.starts_with("# A \\*bad\\* day\n"), "{text}");
        let order: Vec<usize> =
            PartId::ALL.iter().map(|p| text.find(&format!("## {}", p.heading())).unwrap()).collect();
        assert!(order.is_sorted());
    }

    #[test]
    fn citations_stand_inline_or_not_at_all() {
        let text = rendered("We rolled back.", Layout::markdown(), Citations::Inline);
        assert!(text.contains("We rolled back. (lines 3–4, line 9) It"), "{text}");
        let text = rendered("We rolled back.", Layout::markdown(), Citations::None);
        assert!(text.contains("We rolled back. It was bad.\n") && !text.contains("[^"), "{text}");
    }

    #[test]
    fn nothing_of_a_document_acts() {
        let bad = "See [x](http://evil) <script>1</script> ![i](u) \u{1b}[31mred\u{7} `c`";
        let md = rendered(bad, Layout::markdown(), Citations::None);
        assert!(!md.contains(['\u{1b}', '\u{7}']), "{md}");
        // What a Markdown renderer that lets HTML through and links addresses makes of it.
        let mut options = comrak::Options::default();
        options.render.r#unsafe = true;
        options.extension.autolink = true;
        let page = comrak::markdown_to_html(&md, &options);
        assert!(!["<script", "<a ", "<img", "<code"].iter().any(|t| page.contains(t)), "{page}");
        let html = Layout::Template {
            name: "x.html".into(),
            source: "{{ parts[0].paragraphs[0].sentences[0].text }}".into(),
            escape: Escape::Html,
        };
        assert!(!rendered(bad, html, Citations::None).contains("<script"));
        assert!(!rendered(bad, Layout::text(), Citations::None).contains('\u{1b}'));
    }

    #[test]
    fn an_error_in_a_template_names_it_and_the_line() {
        let layout = Layout::Template {
            name: "mine.md".into(),
            source: "ok\n{{ title | nope }}".into(),
            escape: Escape::Markdown,
        };
        let options = Options { layout, citations: Citations::None, people: People::default() };
        let error = format!("{:#}", render(&story("x"), &Facts::default(), &options).unwrap_err());
        assert!(error.contains("mine.md") && error.contains('2'), "{error}");
    }

    #[test]
    fn every_layout_renders_every_way() {
        for layout in TEMPLATES {
            for citations in [Citations::None, Citations::Inline, Citations::Footnotes] {
                let text = rendered("We rolled back.", Layout::builtin(layout.name).unwrap(), citations);
                assert!(text.contains("We rolled back."), "{}", layout.name);
            }
        }
    }
}
