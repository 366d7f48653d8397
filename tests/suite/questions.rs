//! `questions` and `practice`: what an interviewer asks next, and the rehearsal.

use std::collections::HashSet;

use serde_json::Value;

use crate::support::{Cited, fixture, fixtures, json, stdout, warstory};

const INPUT: &str = "fixtures/deploy-p99-latency.md";

/// The question of an id about a fixture.
fn question(name: &str, id: &str) -> Value {
    let asked = json(fixture(name).command("questions", &["--format", "json"]));
    let mut all = asked["questions"].as_array().unwrap().iter();
    all.find(|q| q["id"] == id).unwrap_or_else(|| panic!("{name} has no {id}")).clone()
}

fn answers(question: &Value) -> String {
    question["answers"].as_array().unwrap().iter().map(|a| a["text"].as_str().unwrap().to_owned() + "\n").collect()
}

/// Letters and digits only: mark-up, escapes and line breaks of the source do not count.
fn squashed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[test]
fn every_word_of_an_answer_stands_at_the_cited_place() {
    for fixture in fixtures() {
        let source = Cited::read(&fixture.path);
        let asked = json(fixture.command("questions", &["--format", "json"]));
        assert_eq!(asked["schema"], "warstory.questions/1");
        for question in asked["questions"].as_array().unwrap() {
            for answer in question["answers"].as_array().unwrap() {
                let place = squashed(&source.at(&answer["cite"]));
                // A label of ours stands before a colon: "severity: SEV-2", "Done: …".
                let text = answer["text"].as_str().unwrap();
                let words =
                    if place.contains(&squashed(text)) { text } else { text.split_once(": ").map_or(text, |(_, t)| t) };
                let found = words.split_whitespace().all(|word| place.contains(&squashed(word)));
                assert!(found || fixture.path.ends_with(".json"), "{fixture:?}: {answer} is not at its place: {place}");
            }
        }
    }
}

#[test]
fn every_time_and_quotation_of_a_question_is_cited() {
    for fixture in fixtures() {
        let asked = json(fixture.command("questions", &["--format", "json"]));
        let all = asked["questions"].as_array().unwrap();
        let ids: HashSet<&str> = all.iter().map(|q| q["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), all.len());
        for question in all {
            let text = question["question"].as_str().unwrap();
            let fills = text.contains(|c: char| c.is_ascii_digit() || c == '“');
            assert_eq!(fills, !question["cites"].as_array().unwrap().is_empty(), "{fixture:?}: {question}");
            assert!(text.ends_with('?') && !text.contains(['{', '}']), "{text}");
        }
    }
}

#[test]
fn the_incidents_own_facts_answer() {
    let earlier = question("deploy-p99-latency.md", "caught-earlier");
    assert!(answers(&earlier).contains("canary gate"), "{earlier}");
    let wrong = question("deploy-p99-latency.md", "first-theory");
    assert!(answers(&wrong).contains("so it is not the cache"), "{wrong}");
    let sooner = question("deploy-p99-latency.md", "sooner");
    assert!(sooner["question"].as_str().unwrap().contains("2:33 PM"), "{sooner}");
    let fixed = question("deploy-p99-latency.md", "verified");
    assert!(answers(&fixed).contains("no new 504s"), "{fixed}");
}

#[test]
fn where_the_document_is_silent_nothing_is_said_for_it() {
    let text = stdout(["questions", "fixtures/minimal-no-times.md"]);
    assert!(text.matches("The document does not say.").count() > 10, "{text}");
    assert!(!text.contains('{'), "{text}");
    assert_eq!(question("minimal-no-times.md", "first-theory")["answers"], serde_json::json!([]));
}

#[test]
fn with_a_name_the_readers_own_part_is_found() {
    let mine = |me: &[&str]| {
        let asked = json([&["questions", INPUT, "--format", "json"][..], me].concat());
        asked["questions"].as_array().unwrap().iter().find(|q| q["id"] == "your-part").unwrap().clone()
    };
    assert!(mine(&[])["missing"].as_str().unwrap().contains("--me"));
    let marek = mine(&["--me", "Marek Zieliński,Marek"]);
    assert!(
        answers(&marek).contains("Splits p99 by basket size") && !answers(&marek).contains("Rollback to"),
        "{marek}"
    );
}

#[test]
fn cards_are_lines_of_three_fields_that_anki_reads() {
    for fixture in fixtures() {
        let cards = stdout(fixture.command("questions", &["--format", "anki"]));
        assert!(cards.starts_with("#separator:tab\n#html:true\n"), "{cards}");
        for card in cards.lines().filter(|l| !l.starts_with('#')) {
            assert_eq!(card.split('\t').count(), 3, "{card}");
            assert!(!card.starts_with('"'), "a field in quotation marks is read in another way: {card}");
        }
    }
}

#[test]
fn questions_follow_their_schema() {
    let schema = json(["schema", "questions"]);
    let validator = jsonschema::validator_for(&schema).unwrap();
    for fixture in fixtures() {
        let asked = json(fixture.command("questions", &["--format", "json"]));
        let errors: Vec<_> = validator.iter_errors(&asked).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{fixture:?}: {errors:?}");
    }
}

/// A rehearsal with these lines as standard input.
fn practice(lines: &str) -> String {
    let done = warstory().args(["practice", INPUT]).stdin(lines.as_bytes().to_vec()).output().unwrap();
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
    String::from_utf8(done.stdout).unwrap()
}

#[test]
fn a_rehearsal_goes_one_step_for_each_line() {
    assert!(!practice("").contains("C O N T E X T"), "the end of the input is the end");
    let two = practice("\n\n");
    assert!(two.contains("C O N T E X T") && two.contains("Y O U R   R O L E"), "{two}");
    assert!(!two.contains("M E T H O D"), "{two}");
    let stopped = practice("\n\nq\n\n\n");
    assert!(stopped.contains("Y O U R   T I M E S") && !stopped.contains("M E T H O D"), "{stopped}");
}

#[test]
fn a_rehearsal_asks_before_it_answers_and_has_no_escape_codes() {
    let lines = practice(&"\n".repeat(200));
    assert!(!lines.contains('\u{1b}'));
    assert!(lines.lines().all(|l| l.chars().count() <= 74), "lines are short");
    let all = lines.split_whitespace().collect::<Vec<_>>().join(" ");
    let asked = all.find("Which theory turned out wrong").unwrap();
    let answer = all[asked..].find("so it is not the cache").unwrap();
    assert!(answer > 0 && all.contains("The document does not say."), "{all}");
    // Seven steps lead to the first question, and one more to its answer.
    let before = practice(&"\n".repeat(7));
    assert!(before.contains("Who was affected, and how badly?") && !before.contains("4,212 of 69,040"), "{before}");
    assert!(practice(&"\n".repeat(8)).contains("4,212 of 69,040"));
}

#[test]
fn a_document_from_standard_input_is_rehearsed_at_once() {
    let text = std::fs::read(INPUT).unwrap();
    let done = warstory().args(["practice", "-"]).stdin(text).output().unwrap();
    let printed = String::from_utf8(done.stdout).unwrap();
    assert!(printed.contains("R E T R O S P E C T I V E") && printed.contains("Where were you lucky?"), "{printed}");
}
