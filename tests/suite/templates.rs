//! The voice can be changed without touching Rust.

use tempfile::TempDir;

use crate::support::{arg, file, refusal, stdout};

const INPUT: &str = "fixtures/deploy-p99-latency.md";

#[test]
fn the_templates_are_listed_and_each_can_be_shown() {
    let list = stdout(["templates", "list"]);
    let names: Vec<&str> = list.lines().filter_map(|l| l.split_whitespace().next()).collect();
    assert!(!names.is_empty());
    for name in names {
        assert!(!stdout(["templates", "show", name]).is_empty(), "{name}");
    }
}

#[test]
fn a_template_that_does_not_exist_is_refused() {
    let message = refusal(["templates", "show", "limerick"]);
    assert!(message.contains("limerick"), "{message}");
    let message = refusal(["draft", INPUT, "--template", "limerick"]);
    assert!(message.contains("limerick"), "{message}");
}

#[test]
fn a_template_of_the_users_own_is_used() {
    let folder = TempDir::new().unwrap();
    let template = file(&folder, "mine.md", "{% for part in parts %}{{ part.heading }};{% endfor %}\n");
    let told = stdout(["draft", INPUT, "--template", arg(&template)]);
    assert_eq!(told.trim(), "Context;Your role;Methodology;Decision points;Resolution;Retrospective;");
}

#[test]
fn a_shipped_template_can_be_taken_as_a_start() {
    let folder = TempDir::new().unwrap();
    let list = stdout(["templates", "list"]);
    let markdown = list.lines().find_map(|l| l.split_whitespace().next().filter(|n| n.ends_with(".md"))).unwrap();
    let template = file(&folder, "mine.md", stdout(["templates", "show", markdown]));
    assert_eq!(stdout(["draft", INPUT, "--template", arg(&template)]), stdout(["draft", INPUT]));
}

#[test]
fn a_template_with_a_fault_is_refused_with_its_place() {
    let folder = TempDir::new().unwrap();
    for (fault, line) in [
        ("fine\n{% for part in parts %}\n{{ part.heading | shout }}\n{% endfor %}\n", "3"),
        ("fine\nfine\n{% endfor %}\n", "3"),
        ("fine\n{{ parts[0 }}\n", "2"),
    ] {
        let template = file(&folder, "faulty.md", fault);
        let message = refusal(["draft", INPUT, "--template", arg(&template)]);
        assert!(message.contains("faulty.md") && message.contains(line), "{message}");
    }
}

#[test]
fn the_context_of_a_template_is_documented() {
    assert!(stdout(["templates", "context"]).contains("parts"));
}
