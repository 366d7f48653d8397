//! One worker of many: JSON Lines in, JSON Lines out.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use serde_json::{Value, json};

use crate::support::{postmortem, warstory};

fn stream(args: &[&str], lines: &[String]) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    let mut child = warstory(folder.path(), &[&["stream"], args].concat()).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let text = lines.join("\n");
    let feed = std::thread::spawn(move || stdin.write_all(text.as_bytes()).unwrap());
    let done = child.wait_with_output().unwrap();
    feed.join().unwrap();
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn line(id: usize) -> String {
    json!({"id": id, "path": format!("{id}.md"), "text": postmortem(id)}).to_string()
}

#[test]
fn answers_come_in_order_on_any_number_of_threads() {
    let lines: Vec<String> = (0..24).map(line).collect();
    for jobs in ["1", "3"] {
        let answers = stream(&["--jobs", jobs, "--emit", "both"], &lines);
        let ids: Vec<u64> = answers.iter().map(|a| a["id"].as_u64().unwrap()).collect();
        assert_eq!(ids, (0..24).collect::<Vec<_>>());
        assert!(answers.iter().all(|a| a["story"]["schema"] == "warstory.story/1"));
        assert!(answers.iter().all(|a| a["facts"]["schema"] == "warstory.facts/1" && a["part"] == json!([1, 1])));
    }
}

#[test]
fn an_error_is_the_answer_to_its_line() {
    let bad = [line(1), "no json".into(), r#"{"id": "e", "path": "e.md", "text": ""}"#.into(), String::new(), line(2)];
    let answers = stream(&["--emit", "facts"], &bad);
    assert_eq!(answers.len(), 4);
    assert_eq!((&answers[1]["error"]["step"], &answers[1]["error"]["line"]), (&json!("line"), &json!(2)));
    assert_eq!((&answers[2]["id"], &answers[2]["error"]["step"]), (&json!("e"), &json!("read")));
    assert!(answers[0]["error"].is_null() && answers[3]["error"].is_null());
}

#[test]
fn each_line_is_answered_before_the_next_one_comes() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = warstory(folder.path(), &["stream"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut stdin = child.stdin.take().unwrap();
    for id in 0..3 {
        writeln!(stdin, "{}", line(id)).unwrap();
        let answer: Value = serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap();
        assert_eq!(answer["id"], id);
    }
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn it_ends_when_nobody_reads_its_answers_even_if_more_input_may_come() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = warstory(folder.path(), &["stream"]).stdin(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    writeln!(stdin, "{}", line(1)).unwrap();
    // Standard input stays open.
    assert_eq!(child.wait().unwrap().code(), Some(0));
    drop(stdin);
}
