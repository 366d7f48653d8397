//! The way from bytes to the rendered story, for the targets that differ in the input's format alone.

use std::sync::LazyLock;

use warstory::extract;
use warstory::read::{Reading, read};
use warstory::render::{Citations, Layout, Options, People, Renderer};
use warstory::tell::{self, Voice, tell};

static VOICE: LazyLock<Voice> = LazyLock::new(|| Voice::load(None).unwrap());
static RENDERER: LazyLock<Renderer> = LazyLock::new(|| {
    let options = Options { layout: Layout::markdown(), citations: Citations::Footnotes, people: People::default() };
    Renderer::new(&options).unwrap()
});

/// Reads, extracts, tells and renders. Panics where the program would.
pub fn drive(name: &str, bytes: &[u8]) {
    let facts = match read(name, bytes) {
        Err(_) => return,
        Ok(Reading::Facts(facts)) => vec![*facts],
        Ok(Reading::Documents(documents)) => {
            documents.iter().take(4).map(|document| extract::extract(document, &extract::Options::default())).collect()
        }
    };
    for facts in &facts {
        let story = tell(facts, &tell::Options::default(), &VOICE).unwrap();
        assert_eq!(story.parts.len(), 6);
        RENDERER.render(&story, facts).unwrap();
    }
}
