//! The facts and the draft of every fixture, held word for word.
//!
//! When a change of the wording or of the extraction is meant, look at the difference and write them anew with
//! `SNAPSHOTS=overwrite cargo test --test suite snapshots`.

use std::path::Path;

use snapbox::{Assert, Data, IntoData, assert::DEFAULT_ACTION_ENV, data::DataFormat};

use crate::support::{fixtures, stdout};

/// Compares with the snapshot of this name, every character as it is: a `...` in a story is no wildcard.
fn hold(name: &str, actual: String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots").join(name);
    let expected = Data::read_from(&path, Some(DataFormat::Text)).raw();
    Assert::new().action_env(DEFAULT_ACTION_ENV).eq(actual.into_data().raw(), expected);
}

#[test]
fn the_draft_of_every_fixture_is_as_it_was_reviewed() {
    for fixture in fixtures() {
        hold(&format!("{}.draft.md", fixture.name()), stdout(fixture.command("draft", &[])));
    }
}

#[test]
fn the_facts_of_every_fixture_are_as_they_were_reviewed() {
    for fixture in fixtures() {
        hold(&format!("{}.facts.json", fixture.name()), stdout(fixture.command("facts", &["--format", "json"])));
    }
}
