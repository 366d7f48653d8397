//! From the bytes of one input to its facts and stories: what decides about them, made ready once for many inputs.

use anyhow::Result;

use super::store::digest;
use crate::document::Document;
use crate::extract::{self, extract};
use crate::facts::Facts;
use crate::read::{self, Reading};
use crate::render::{self, Escape, Layout, Renderer};
use crate::story::Story;
use crate::tell::{self, Voice, tell};

/// What decides about the stories, besides the sources.
#[derive(Debug, Clone)]
pub struct Options {
    /// How documents are read.
    pub extract: extract::Options,
    /// How stories are told.
    pub tell: tell::Options,
    /// The forms of stories that are written, each with its layout.
    pub forms: Vec<(Form, Layout)>,
    /// How citations are shown.
    pub citations: render::Citations,
    /// Whether documents that are clearly no postmortems are set aside.
    pub screen: bool,
}

/// A form in which stories are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// A page: what the bank links to, if there is one.
    Html,
    /// Markdown.
    Markdown,
    /// Plain text.
    Text,
    /// `warstory.story/1`.
    Json,
}

impl Form {
    /// What its text is escaped for.
    pub fn escape(self) -> Escape {
        match self {
            Form::Html => Escape::Html,
            Form::Markdown => Escape::Markdown,
            Form::Text | Form::Json => Escape::Text,
        }
    }

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Form::Html => "html",
            Form::Markdown => "md",
            Form::Text => "txt",
            Form::Json => "json",
        }
    }
}

/// The way from bytes to facts and stories, made ready once for many documents.
pub struct Teller {
    pub(super) options: Options,
    voice: Voice,
    pub(super) renderers: Vec<(Form, Renderer)>,
    /// A digest of all that decides about the stories besides the sources.
    pub(super) decides: String,
}

impl Teller {
    /// Reads the templates.
    ///
    /// # Errors
    /// If one of them has an error.
    pub fn new(options: Options, voice: Voice) -> Result<Self> {
        let renderer = |(form, layout): &(Form, Layout)| {
            let people = render::People::from(&options.tell);
            let options = render::Options { layout: layout.clone(), citations: options.citations, people };
            Ok((*form, Renderer::new(&options)?))
        };
        let renderers = options.forms.iter().map(renderer).collect::<Result<_>>()?;
        let Options { extract, tell, forms, citations, screen } = &options;
        let own = voice.own();
        let decides = digest(format!("{extract:?} {tell:?} {forms:?} {citations:?} {screen} {own:?}").as_bytes());
        Ok(Teller { options, voice, renderers, decides })
    }

    /// Reads one input: its incidents, each with the document where there is one.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn read(&self, path: &str, lines_above: usize, bytes: &[u8]) -> Result<Vec<Source>> {
        match read::read(path, bytes)? {
            Reading::Facts(facts) => Ok(vec![Source::Facts(facts)]),
            Reading::Documents(documents) => {
                let moved = documents.into_iter().map(|mut document| {
                    if lines_above > 0 {
                        let cells = document.blocks.iter_mut().flat_map(|block| &mut block.cells);
                        cells.for_each(|cell| cell.text.move_down(lines_above));
                    }
                    Source::Document(Box::new(document))
                });
                Ok(moved.collect())
            }
        }
    }

    /// The facts of an incident.
    pub fn facts(&self, source: &Source) -> Facts {
        match source {
            Source::Facts(facts) => (**facts).clone(),
            Source::Document(document) => extract(document, &self.options.extract),
        }
    }

    /// The story of the facts.
    ///
    /// # Errors
    /// If a pattern fails.
    pub fn story(&self, facts: &Facts) -> Result<Story> {
        tell(facts, &self.options.tell, &self.voice)
    }
}

/// One incident as it was read.
pub enum Source {
    /// A document.
    Document(Box<Document>),
    /// Facts that were extracted earlier.
    Facts(Box<Facts>),
}

impl Source {
    /// The name of the incident in its file.
    pub fn id(&self) -> Option<&str> {
        match self {
            Source::Document(document) => document.id.as_deref(),
            Source::Facts(_) => None,
        }
    }
}
