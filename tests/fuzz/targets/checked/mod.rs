//! A story and its source through the check and its three printers: one body for the fuzz target and for the bounded test in `tests/check`.

use warstory::check::config::Config;
use warstory::check::story::Manuscript;
use warstory::check::{Against, check};
use warstory::extract;
use warstory::read::{Reading, read};
use warstory::render::check::{sarif, text};

/// Checks the story against the source, or alone where that cannot be read. Panics where the program would.
pub fn drive(story: &str, source: &str) {
    let story = Manuscript::read("story.md", story);
    for sentence in &story.sentences {
        assert!(story.text.get(sentence.bytes.clone()).is_some(), "{sentence:?}");
    }
    let document = match read("fuzz.md", source.as_bytes()) {
        Ok(Reading::Documents(documents)) => documents.into_iter().next(),
        _ => None,
    };
    let facts = document.as_ref().map(|d| extract::extract(d, &extract::Options::default()));
    let against = document.as_ref().zip(facts.as_ref()).map(|(document, facts)| Against { document, facts });
    let report = check(&story, against, &Config::default());
    for place in report.findings.iter().filter_map(|f| f.place.as_ref()) {
        assert!(story.text.get(place.bytes.clone()).is_some(), "{place:?}");
    }
    text::text(&report, &story, text::Style { colour: false, width: 100 });
    serde_json::to_string(&report).unwrap();
    serde_json::to_string(&sarif::sarif(&report)).unwrap();
}
