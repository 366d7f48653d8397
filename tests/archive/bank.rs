//! Picking from a bank.

use serde_json::Value;

use crate::support::{archive, run, run_with};

#[test]
fn a_question_picks_stories_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    archive(&folder.path().join("in"), 4);
    run_with(0, folder.path(), &["batch", "in", "-o", "bank"]);
    let ask = ["bank", "bank", "--question", "Tell me about a time you debugged a production outage", "--best", "2"];
    let text = run_with(0, folder.path(), &ask);
    assert!(text.starts_with("1. ") && text.contains("\n2. ") && !text.contains("\n3. "), "{text}");
    assert!(text.contains("fits because it can answer questions about debugging"), "{text}");
    let json: Value =
        serde_json::from_str(&run_with(0, folder.path(), &[&ask[..], &["--format", "json"]].concat())).unwrap();
    assert_eq!(json.as_array().unwrap().len(), 2);
    for pick in json.as_array().unwrap() {
        assert!(folder.path().join("bank").join(pick["stories"][0].as_str().unwrap()).is_file());
    }
}

#[test]
fn a_tag_that_none_has_lists_those_there_are() {
    let folder = tempfile::tempdir().unwrap();
    archive(&folder.path().join("in"), 2);
    run_with(0, folder.path(), &["batch", "in", "-o", "bank"]);
    let text = run_with(0, folder.path(), &["bank", "bank", "--tag", "cobol"]);
    assert!(text.starts_with("No incident fits. Tags in this bank: "), "{text}");
}

#[test]
fn a_folder_without_a_bank_is_wrong_usage_and_says_how_to_make_one() {
    let folder = tempfile::tempdir().unwrap();
    let done = run(folder.path(), &["bank", "nothing"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("warstory batch SOURCE -o nothing"));
}
