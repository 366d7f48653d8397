//! No input whatever makes a step panic: the bounded version of the fuzz targets in `tests/fuzz`.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError};
use warstory::archive::teller::{Form, Options, Teller};
use warstory::extract::time::scan;
use warstory::{extract, render, tell};

use crate::support::FIXTURES;

/// Bits of the formats that are read, to be put where they do not belong.
const BITS: [&str; 24] = [
    "# ", "- ", "| a | b |\n|---|---|\n", "```\n", "> ", "\n\n", "---\n", "[x](y", "10:52", "2024-02-30", "25:61 PST",
    "UTC", "{\"", "\":", "[{", "}]", "null", "\\u0000", "\u{feff}", "\u{202e}", "é", "🔥", "\0", "<table><tr>",
];

/// A fixture with some stretches taken out and some bits put in.
fn damaged() -> impl Strategy<Value = String> {
    let edits = prop::collection::vec((any::<prop::sample::Index>(), 0usize..200, 0..BITS.len()), 0..12);
    (0..FIXTURES.len(), edits).prop_map(|(fixture, edits)| {
        // The first part is enough: a case must be quick.
        let mut text: Vec<char> = FIXTURES[fixture].1.chars().take(1500).collect();
        for (at, length, bit) in edits {
            let at = at.index(text.len() + 1);
            let end = (at + length).min(text.len());
            text.splice(at..end, BITS[bit].chars());
        }
        text.into_iter().collect()
    })
}

fn whole_way(teller: &Teller, path: &str, bytes: &[u8]) -> Result<(), TestCaseError> {
    for source in teller.read(path, 0, bytes).into_iter().flatten().take(3) {
        let story = teller.story(&teller.facts(&source)).map_err(|error| TestCaseError::fail(format!("{error:#}")))?;
        prop_assert_eq!(story.parts.len(), 6);
    }
    Ok(())
}

fn teller() -> Teller {
    let options = Options {
        extract: extract::Options::default(),
        tell: tell::Options::default(),
        forms: vec![(Form::Markdown, render::Layout::markdown())],
        citations: render::Citations::Footnotes,
        screen: true,
    };
    Teller::new(options, tell::Voice::load(None).unwrap()).unwrap()
}

fn check<T: std::fmt::Debug>(cases: u32, any: impl Strategy<Value = T>, test: impl Fn(T) -> Result<(), TestCaseError>) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    proptest::test_runner::TestRunner::new(config).run(&any, test).unwrap();
}

#[test]
fn damaged_postmortems_are_told_in_six_parts() {
    let teller = teller();
    check(48, damaged(), |text| whole_way(&teller, "a.md", text.as_bytes()));
    check(16, damaged(), |text| whole_way(&teller, "a.txt", text.as_bytes()));
    check(16, damaged(), |text| whole_way(&teller, "a.html", text.as_bytes()));
}

#[test]
fn any_bytes_are_read_or_refused() {
    let teller = teller();
    for path in ["a.md", "a.json", "a.txt", "a.html", "a.jsonl"] {
        check(64, prop::collection::vec(any::<u8>(), 0..400), |bytes| whole_way(&teller, path, &bytes));
    }
}

#[test]
fn any_json_is_told_or_refused() {
    let teller = teller();
    let words = prop_oneof![
        Just("incidents".to_owned()),
        Just("incident_updates".to_owned()),
        Just("created_at".to_owned()),
        Just("body".to_owned()),
        Just("ts".to_owned()),
        Just("text".to_owned()),
        Just("2024-05-01T10:00:00Z".to_owned()),
        Just("1512085950.000216".to_owned()),
        "[a-z]{0,6}",
    ];
    let leaf = prop_oneof![
        words.clone().prop_map(serde_json::Value::from),
        any::<i64>().prop_map(Into::into),
        Just(().into())
    ];
    let json = leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
            prop::collection::vec((words.clone(), inner), 0..5)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    });
    check(200, json, |value| whole_way(&teller, "a.json", value.to_string().as_bytes()));
}

#[test]
fn times_are_found_within_any_text() {
    let bits = prop::collection::vec(
        prop_oneof!["[0-9]{1,4}", "[:./ -]{1,2}", "(am|PM|UTC|Z|T|May|th|~)", "\\PC{0,3}"],
        0..12,
    );
    check(2000, bits, |bits| {
        let text = bits.concat();
        for found in scan::scan(&text) {
            prop_assert!(text.get(found.range.clone()).is_some(), "{found:?} in {text:?}");
        }
        Ok(())
    });
}
