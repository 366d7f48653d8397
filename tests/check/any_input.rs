//! No story and no source whatever make the check panic: the bounded version of the fuzz target.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use warstory::render::Citations;
use warstory::story::Cut;

use crate::source::Source;

#[path = "../fuzz/targets/checked/mod.rs"]
mod checked;

/// Bits of stories, to be put where they do not belong.
const BITS: [&str; 24] = [
    "<!--", "-->", "<!-- warstory: yours -->", "[^1]", "[^9]: a.md, lines 9–3", "(line 0)", "[1, 2]", "## Role\n",
    "> You: ", "```\n", "not ", "because ", "25:61 PST", "4:58 PM", "four minutes later", "almost all", "1,2,3%",
    "half of", "SEV-", "İ", "\u{2060}", "\u{202e}", "🔥", "\0",
];

/// A true draft and its source, both with some stretches taken out and some bits put in.
fn damaged() -> impl Strategy<Value = (String, String)> {
    let pairs: Vec<(String, String)> = ["deploy-p99-latency.md", "provider-outage-wrapped.md", "disk-full-retro.md"]
        .iter()
        .flat_map(|name| {
            Source::read(name).into_iter().map(move |s| (s.draft(Cut::Full, true, Citations::Footnotes), name))
        })
        .map(|(draft, name)| (draft, std::fs::read_to_string(format!("fixtures/{name}")).unwrap()))
        .collect();
    let edits = || prop::collection::vec((any::<prop::sample::Index>(), 0usize..300, 0..BITS.len()), 0..12);
    (0..pairs.len(), edits(), edits())
        .prop_map(move |(pair, story, source)| (damage(&pairs[pair].0, story), damage(&pairs[pair].1, source)))
}

fn damage(text: &str, edits: Vec<(prop::sample::Index, usize, usize)>) -> String {
    // The first part is enough: a case must be quick.
    let mut text: Vec<char> = text.chars().take(2500).collect();
    for (at, length, bit) in edits {
        let at = at.index(text.len() + 1);
        let end = (at + length).min(text.len());
        text.splice(at..end, BITS[bit].chars());
    }
    text.into_iter().collect()
}

fn check(cases: u32, any: impl Strategy<Value = (String, String)>) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let drive = |(story, source): (String, String)| {
        checked::drive(&story, &source);
        Ok(())
    };
    TestRunner::new(config).run(&any, drive).unwrap();
}

#[test]
fn damaged_stories_are_checked_against_damaged_sources() {
    check(64, damaged());
}

#[test]
fn any_text_is_checked_against_any_text() {
    check(128, ("\\PC{0,200}", "\\PC{0,200}"));
}
