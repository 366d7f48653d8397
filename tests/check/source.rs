//! What the tests share: the fixtures, their drafts, and a check in one call.

use std::path::Path;

use warstory::check::Against;
use warstory::check::story::Manuscript;
use warstory::check::verify::{Claim, Status, verify};
use warstory::document::Document;
use warstory::extract::{self, extract};
use warstory::facts::Facts;
use warstory::read::{self, Reading};
use warstory::render::{self, Citations, Layout};
use warstory::story::Cut;
use warstory::tell::{self, Voice};

/// One incident of `fixtures/`.
pub struct Source {
    pub name: String,
    pub document: Document,
    pub facts: Facts,
}

impl Source {
    /// All incidents of all fixtures.
    pub fn all() -> Vec<Source> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
        let mut names: Vec<String> =
            std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.retain(|n| n != "README.md");
        names.sort();
        names.iter().flat_map(|name| Source::read(name)).collect()
    }

    /// The incidents of one fixture.
    pub fn read(name: &str) -> Vec<Source> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
        let reading = read::read(&format!("fixtures/{name}"), &std::fs::read(path).unwrap()).unwrap();
        let Reading::Documents(documents) = reading else { panic!("{name} holds facts") };
        let of = |document: Document| {
            let facts = extract(&document, &extract::Options::default());
            Source { name: name.to_owned(), document, facts }
        };
        documents.into_iter().map(of).collect()
    }

    /// Its draft in Markdown.
    pub fn draft(&self, cut: Cut, keep_names: bool, citations: Citations) -> String {
        let options = tell::Options { cut, keep_names, ..tell::Options::default() };
        let story = tell::tell(&self.facts, &options, &Voice::load(None).unwrap()).unwrap();
        let people = render::People::from(&options);
        let options = render::Options { layout: Layout::markdown(), citations, people };
        render::render(&story, &self.facts, &options).unwrap()
    }

    /// What a story is checked against.
    pub fn against(&self) -> Against<'_> {
        Against { document: &self.document, facts: &self.facts }
    }

    /// The claims of a story that the source does not support.
    pub fn wrong(&self, story: &Manuscript) -> Vec<Claim> {
        let mut claims = verify(story, self.against());
        claims.retain(|c| matches!(c.status, Status::Contradicted | Status::NotInSource));
        claims
    }
}
