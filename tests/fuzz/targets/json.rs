//! Any bytes as json: through reading, extraction, telling and rendering without a panic.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use warstory::extract;
use warstory::read::{Reading, read};
use warstory::render::{Citations, Layout, Options, Renderer};
use warstory::tell::{self, Voice, tell};

static VOICE: LazyLock<Voice> = LazyLock::new(|| Voice::load(None).unwrap());
static RENDERER: LazyLock<Renderer> = LazyLock::new(|| {
    Renderer::new(&Options { layout: Layout::markdown(), citations: Citations::Footnotes }).unwrap()
});

fuzz_target!(|bytes: &[u8]| {
    let facts = match read("fuzz.json", bytes) {
        Err(_) => return,
        Ok(Reading::Facts(facts)) => vec![*facts],
        Ok(Reading::Documents(documents)) => {
            documents.iter().take(4).map(|document| extract::extract(document, &extract::Options::default())).collect()
        }
    };
    for facts in &facts {
        let story = tell(facts, &tell::Options::default(), &VOICE).unwrap();
        assert_eq!(story.parts.len(), 6);
        RENDERER.render(&story).unwrap();
    }
});
