//! Where results go: standard output, a file that is never half written, a pipe that is closed early.

use std::io::Write;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::support::{arg, file, json, refusal, run, stdout, warstory};

const INPUT: &str = "fixtures/deploy-p99-latency.md";

/// The names in a folder.
fn names(folder: &TempDir) -> Vec<String> {
    std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn a_file_gets_what_standard_output_would_have_got() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("story.md");
    assert_eq!(stdout(["draft", INPUT, "-o", arg(&out)]), "");
    assert_eq!(std::fs::read_to_string(&out).unwrap(), stdout(["draft", INPUT]));
    assert_eq!(names(&folder), ["story.md"], "no temporary file is left");
}

#[test]
fn an_existing_file_is_only_replaced_with_force() {
    let folder = TempDir::new().unwrap();
    let out = file(&folder, "story.md", "my own words");
    let message = refusal(["draft", INPUT, "-o", arg(&out)]);
    assert!(message.contains("story.md") && message.contains("--force"), "{message}");
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "my own words");
    stdout(["draft", INPUT, "-o", arg(&out), "--force"]);
    assert!(std::fs::read_to_string(&out).unwrap().contains("## Context"));
    assert_eq!(names(&folder), ["story.md"]);
}

#[test]
fn a_failure_leaves_the_file_that_was_to_be_replaced_as_it_was() {
    let folder = TempDir::new().unwrap();
    let out = file(&folder, "story.md", "my own words");
    let template = file(&folder, "broken.md", "{{ title ");
    refusal(["draft", INPUT, "-o", arg(&out), "--force", "--template", arg(&template)]);
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "my own words");
    assert_eq!(names(&folder).len(), 2);
}

#[test]
fn a_folder_that_does_not_exist_is_named() {
    let folder = TempDir::new().unwrap();
    let message = refusal(["draft", INPUT, "-o", arg(&folder.path().join("none/story.md"))]);
    assert!(message.contains("none"), "{message}");
}

#[test]
fn a_dash_reads_standard_input() {
    let text = std::fs::read(INPUT).unwrap();
    let done = warstory().args(["draft", "-", "--format", "json"]).stdin(text).output().unwrap();
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    let piped: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    let read = json(["draft", INPUT, "--format", "json"]);
    assert_eq!(piped["parts"], read["parts"]);
    assert_eq!(piped["source"]["sha256"], read["source"]["sha256"]);
}

#[test]
fn a_pipe_that_is_closed_early_is_no_failure() {
    for command in ["draft", "facts"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_warstory"))
            .args([command, "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take()); // the reader is gone before the first byte is written
        child.stdin.take().unwrap().write_all(&std::fs::read(INPUT).unwrap()).unwrap();
        let done = child.wait_with_output().unwrap();
        assert_eq!(done.status.code(), Some(0), "{command}");
        assert_eq!(String::from_utf8_lossy(&done.stderr), "", "{command}");
    }
}

#[test]
fn the_facts_that_are_printed_can_be_drafted_again() {
    let folder = TempDir::new().unwrap();
    let facts = file(&folder, "facts.json", stdout(["facts", INPUT, "--format", "json"]));
    let again = json(["draft", arg(&facts), "--format", "json"]);
    assert_eq!(again["parts"], json(["draft", INPUT, "--format", "json"])["parts"]);
}

#[test]
fn a_fact_that_was_corrected_is_what_is_told() {
    let folder = TempDir::new().unwrap();
    let printed = stdout(["facts", INPUT, "--format", "json"]);
    assert!(printed.contains("one query per basket line"));
    let corrected = printed.replace("one query per basket line", "one query per tax zone");
    let facts = file(&folder, "facts.json", corrected);
    let draft = stdout(["draft", arg(&facts)]);
    assert!(draft.contains("one query per tax zone") && !draft.contains("one query per basket line"), "{draft}");
}

#[test]
fn facts_are_a_readable_table_by_default() {
    let table = stdout(["facts", INPUT]);
    assert!(serde_json::from_str::<serde_json::Value>(&table).is_err());
    for word in ["14:11", "2.4 s", "rollback"] {
        assert!(table.to_lowercase().contains(word), "{word}");
    }
}

#[test]
fn every_command_explains_itself_with_an_example() {
    for command in
        [&["draft"][..], &["facts"], &["questions"], &["practice"], &["schema"], &["templates"], &["completions"]]
    {
        let help = stdout(command.iter().copied().chain(["--help"]));
        assert!(help.contains("Example"), "{command:?}: {help}");
        assert!(help.contains("warstory "), "{command:?}: {help}");
    }
    assert!(stdout(["--version"]).starts_with("warstory "));
    assert!(stdout(["--help"]).contains("draft"));
}

#[test]
fn completions_are_written_for_the_usual_shells() {
    for shell in ["bash", "zsh", "fish"] {
        assert!(stdout(["completions", shell]).contains("warstory"), "{shell}");
    }
}

#[test]
fn nothing_is_written_to_standard_error_when_all_is_well() {
    assert_eq!(String::from_utf8_lossy(&run(["draft", INPUT]).stderr), "");
}
