//! The command itself: exit codes, formats, settings.

use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const POSTMORTEM: &str = "# Slow quotes\n\n41% of large basket quotes failed from 14:11 to 14:44 UTC.\n";
const STORY: &str = "# Slow quotes\n\n## Context\n\n70% of large basket quotes failed. Something was wrong.\n";

fn run(folder: &TempDir, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_warstory")).current_dir(folder.path()).args(args).output().unwrap()
}

fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("postmortem.md"), POSTMORTEM).unwrap();
    std::fs::write(folder.path().join("story.md"), STORY).unwrap();
    folder
}

fn json(done: &Output) -> Value {
    serde_json::from_slice(&done.stdout).unwrap()
}

#[test]
fn findings_at_the_level_asked_for_exit_with_one() {
    let folder = folder();
    assert_eq!(run(&folder, &["check", "story.md"]).status.code(), Some(1));
    assert_eq!(run(&folder, &["check", "story.md", "--level", "error"]).status.code(), Some(0));
    let against = ["check", "story.md", "--level", "error", "--against", "postmortem.md"];
    assert_eq!(run(&folder, &against).status.code(), Some(1));
}

#[test]
fn wrong_usage_and_unreadable_input_exit_with_two_and_say_why() {
    let folder = folder();
    for args in [
        &["check", "missing.md"][..],
        &["check", "story.md", "--against", "missing.md"],
        &["check", "story.md", "--allow", "no-such-rule"],
        &["check", ".", "--level", "note"],
        &["rules", "no-such-rule"],
    ] {
        let done = run(&folder, args);
        assert_eq!(done.status.code(), Some(2), "{args:?}");
        assert!(!done.stderr.is_empty() && done.stdout.is_empty(), "{args:?}");
    }
}

#[test]
fn the_contradiction_is_shown_with_the_line_of_the_source() {
    let folder = folder();
    let done = run(&folder, &["check", "story.md", "--against", "postmortem.md", "--format", "json"]);
    let report = json(&done);
    let found = report["findings"].as_array().unwrap().iter().find(|f| f["rule"] == "contradicted").unwrap();
    assert_eq!(found["place"]["line"], 5);
    assert_eq!(found["source"][0]["cite"]["lines"], serde_json::json!([3, 3]));
    let text = run(&folder, &["check", "story.md", "--against", "postmortem.md"]);
    assert!(String::from_utf8_lossy(&text.stdout).contains("postmortem.md, line 3"));
}

#[test]
fn corrected_facts_stand_for_their_postmortem() {
    let folder = folder();
    run(&folder, &["facts", "postmortem.md", "--format", "json", "-o", "facts.json"]);
    let report = json(&run(&folder, &["check", "story.md", "--against", "facts.json", "--format", "json"]));
    let found = report["findings"].as_array().unwrap().iter().find(|f| f["rule"] == "contradicted").unwrap();
    assert_eq!(found["source"][0]["cite"]["lines"], serde_json::json!([3, 3]));
}

#[test]
fn every_finding_of_the_truth_check_says_what_to_do() {
    let folder = folder();
    std::fs::write(folder.path().join("story.md"), "71% of quotes failed. Kafka had lost its leader.\n").unwrap();
    let report = json(&run(&folder, &["check", "story.md", "--against", "postmortem.md", "--format", "json"]));
    let findings = report["findings"].as_array().unwrap();
    assert!(findings.iter().any(|f| f["rule"] == "not-in-source"));
    assert!(findings.iter().all(|f| f["suggestion"].is_string()));
}

#[test]
fn settings_are_found_in_the_folder_and_an_error_in_them_is_named() {
    let folder = folder();
    let settings = folder.path().join("warstory.toml");
    std::fs::write(&settings, "[check.levels]\nvague-symptom = \"off\"\n").unwrap();
    let report = json(&run(&folder, &["check", "story.md", "--format", "json"]));
    assert!(report["findings"].as_array().unwrap().iter().all(|f| f["rule"] != "vague-symptom"));
    std::fs::write(&settings, "[check.levels]\nvague = \"off\"\n").unwrap();
    let done = run(&folder, &["check", "story.md"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("warstory.toml"));
}

#[test]
fn sarif_has_one_result_for_each_finding() {
    let folder = folder();
    let report = json(&run(&folder, &["check", "story.md", "--format", "json"]));
    let log = json(&run(&folder, &["check", "story.md", "--format", "sarif"]));
    assert_eq!(log["version"], "2.1.0");
    assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), report["findings"].as_array().unwrap().len());
}

#[test]
fn a_length_that_the_source_states_elsewhere_is_no_contradiction() {
    let folder = folder();
    let postmortem = "---\ntitle: Orders\nstart_time: 2021-08-03T13:30:00Z\nend_time: 2021-08-03T14:15:00Z\n---\n\n\
                      The router sent orders. The incident, which lasted 45 minutes, cost 4 million dollars.\n";
    let story = |length: &str| {
        format!(
            "# Orders\n\n## Context (30 s)\n\nThe router sent orders.[^1] It lasted {length}, from 1:30 PM to 2:15.[^2][^3]\n\n\
             [^1]: p.md, line 7\n[^2]: p.md, line 3\n[^3]: p.md, line 4\n"
        )
    };
    std::fs::write(folder.path().join("p.md"), postmortem).unwrap();
    for (length, wrong) in [("forty-five minutes", false), ("forty-five hours", true)] {
        std::fs::write(folder.path().join("s.md"), story(length)).unwrap();
        let report = json(&run(&folder, &["check", "s.md", "--against", "p.md", "--format", "json"]));
        let claims = report["claims"].as_array().unwrap();
        assert_eq!(claims.iter().any(|c| c["status"] != "supported"), wrong, "{length}: {claims:?}");
    }
}
