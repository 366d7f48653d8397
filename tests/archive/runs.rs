//! What a run makes of an archive, and what a second one does.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use serde_json::Value;

use crate::support::{archive, lines, postmortem, run, run_with, stories, tree, warstory};

#[test]
fn every_incident_has_story_and_facts_and_a_row_in_every_index() {
    let folder = tempfile::tempdir().unwrap();
    archive(&folder.path().join("in"), 4);
    let out = run_with(0, folder.path(), &["batch", "in", "-o", "bank", "--format", "md,text,json"]);
    assert!(out.starts_with("4 written, 0 unchanged\n"), "{out}");
    let bank = folder.path().join("bank");
    let index: Value = serde_json::from_slice(&fs::read(bank.join("index.json")).unwrap()).unwrap();
    let rows = index["incidents"].as_array().unwrap();
    assert_eq!(rows.len(), 4);
    let (md, html) = ["index.md", "index.html"].map(|f| fs::read_to_string(bank.join(f)).unwrap()).into();
    let csv = fs::read_to_string(bank.join("index.csv")).unwrap();
    for row in rows {
        assert_eq!(row["stories"].as_array().unwrap().len(), 3);
        for file in row["stories"].as_array().unwrap().iter().chain([&row["facts"]]) {
            let file = file.as_str().unwrap();
            assert!(!fs::read(bank.join(file)).unwrap().is_empty());
        }
        let story = row["stories"][0].as_str().unwrap();
        assert!([&md, &html, &csv].iter().all(|index| index.contains(story)), "{story}");
    }
    let scores: Vec<u64> = rows.iter().map(|row| row["score"].as_u64().unwrap()).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
}

#[test]
fn the_batch_tells_the_same_story_as_a_single_draft() {
    let folder = tempfile::tempdir().unwrap();
    archive(&folder.path().join("in"), 1);
    run_with(0, folder.path(), &["batch", "in", "-o", "bank"]);
    let story = folder.path().join("bank/stories").join(&stories(&folder.path().join("bank"))[0]);
    let draft = run_with(0, folder.path(), &["draft", "in/0000-quotes.md"]);
    assert_eq!(fs::read_to_string(story).unwrap(), draft);
}

#[test]
fn a_second_run_redoes_only_what_changed() {
    let folder = tempfile::tempdir().unwrap();
    archive(&folder.path().join("in"), 5);
    let batch = |more: &[&str]| run_with(0, folder.path(), &[&["batch", "in", "-o", "bank"], more].concat());
    batch(&[]);
    let before = tree(&folder.path().join("bank"));
    assert!(batch(&[]).starts_with("0 written, 5 unchanged"));
    assert_eq!(tree(&folder.path().join("bank")), before);
    fs::write(folder.path().join("in/0002-retro.md"), postmortem(2) + "\nIt took 7 minutes.\n").unwrap();
    assert!(batch(&[]).starts_with("1 written, 4 unchanged"));
    assert!(batch(&["--cut", "short"]).starts_with("5 written, 0 unchanged"), "other options are other stories");
    assert!(batch(&["--cut", "short", "--force"]).starts_with("5 written, 0 unchanged"));
    fs::remove_file(folder.path().join("bank/stories").join(&stories(&folder.path().join("bank"))[0])).unwrap();
    assert!(batch(&["--cut", "short"]).starts_with("1 written, 4 unchanged"), "a lost file comes back");
}

#[test]
fn stories_are_laid_out_and_worded_by_the_users_template() {
    let folder = tempfile::tempdir().unwrap();
    archive(&folder.path().join("in"), 2);
    let bank = folder.path().join("bank");
    let batch =
        |code: i32, more: &[&str]| run_with(code, folder.path(), &[&["batch", "in", "-o", "bank"], more].concat());
    let first = || fs::read_to_string(bank.join("stories").join(&stories(&bank)[0])).unwrap();
    let template = folder.path().join("mine.md");
    fs::write(&template, "{{ parts[0].heading }} first\n").unwrap();
    assert!(batch(0, &["--template", "mine.md"]).starts_with("2 written, 0 unchanged"));
    assert!(first().ends_with(" first\n") && first().lines().count() == 1, "{}", first());
    assert!(batch(0, &["--template", "mine.md"]).starts_with("0 written, 2 unchanged"));
    fs::write(&template, "{{ parts[0].heading }} again\n").unwrap();
    assert!(
        batch(0, &["--template", "mine.md"]).starts_with("2 written, 0 unchanged"),
        "another layout, another story"
    );
    assert!(first().ends_with(" again\n"), "{}", first());
    fs::create_dir(folder.path().join("words")).unwrap();
    fs::write(folder.path().join("words/when.tera"), "Right then").unwrap();
    batch(0, &["--template", "words"]);
    assert!(first().contains("Right then"), "{}", first());
    batch(2, &["--template", "mine.md", "--format", "html"]);
    assert!(first().contains("Right then"), "what is refused changes nothing");
}

#[test]
fn a_story_keeps_its_name_when_its_title_changes() {
    let folder = tempfile::tempdir().unwrap();
    archive(&folder.path().join("in"), 1);
    run_with(0, folder.path(), &["batch", "in", "-o", "bank"]);
    let before = stories(&folder.path().join("bank"));
    let path = folder.path().join("in/0000-quotes.md");
    fs::write(&path, fs::read_to_string(&path).unwrap().replacen("# ", "# Reviewed: ", 1)).unwrap();
    run_with(0, folder.path(), &["batch", "in", "-o", "bank"]);
    assert_eq!(stories(&folder.path().join("bank")), before);
}

#[test]
fn an_edited_draft_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    archive(&folder.path().join("in"), 2);
    run_with(0, folder.path(), &["batch", "in", "-o", "bank"]);
    let bank = folder.path().join("bank");
    let name = stories(&bank)[0].clone();
    fs::write(bank.join("stories").join(&name), "My own words.\n").unwrap();
    assert!(run_with(0, folder.path(), &["batch", "in", "-o", "bank"]).starts_with("0 written, 2 unchanged"));
    for _ in 0..2 {
        let done = run(folder.path(), &["batch", "in", "-o", "bank", "--force"]);
        let (out, err) = (String::from_utf8(done.stdout).unwrap(), String::from_utf8(done.stderr).unwrap());
        assert!(out.contains("1 new beside an edited draft"), "{out}");
        assert!(err.contains(&format!("kept your edited stories/{name}")), "{err}");
        assert_eq!(fs::read_to_string(bank.join("stories").join(&name)).unwrap(), "My own words.\n");
        assert_eq!(stories(&bank).len(), 3);
    }
}

#[test]
fn what_fails_is_reported_and_stops_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in");
    archive(&input, 2);
    fs::write(input.join("binary.md"), b"\0\x01\x02\0\0\0PNG").unwrap();
    fs::write(input.join("broken.json"), "{\"incidents\": [").unwrap();
    let done = run(folder.path(), &["batch", "in", "-o", "bank"]);
    assert_eq!(done.status.code(), Some(1));
    let failures = lines(&folder.path().join("bank/failures.jsonl"));
    let paths: Vec<&str> = failures.iter().map(|f| f["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["in/binary.md", "in/broken.json"]);
    assert!(failures.iter().all(|f| !f["error"].as_str().unwrap().is_empty()));
    assert_eq!(stories(&folder.path().join("bank")).len(), 2);
}

#[test]
fn what_is_no_postmortem_is_set_aside_with_the_reason_unless_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in");
    archive(&input, 1);
    fs::write(input.join("README.md"), "# Postmortems\n\nWe write one for every incident.\n").unwrap();
    fs::write(input.join("package.json"), "{\"name\": \"x\"}").unwrap();
    fs::write(input.join("empty.md"), "\n").unwrap();
    run_with(0, folder.path(), &["batch", "in", "-o", "bank"]);
    let aside = lines(&folder.path().join("bank/aside.jsonl"));
    let paths: Vec<&str> = aside.iter().map(|f| f["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["in/README.md", "in/empty.md", "in/package.json"]);
    assert!(run_with(0, folder.path(), &["batch", "in", "-o", "bank", "--keep-all"]).starts_with("2 written"));
}

#[test]
fn a_file_of_many_incidents_gives_as_many_stories() {
    let folder = tempfile::tempdir().unwrap();
    let incident = |n: usize| {
        let at = |minute: usize| format!("2024-03-{:02}T10:{minute:02}:00Z", n % 28 + 1);
        serde_json::json!({
            "id": format!("inc{n}"), "name": format!("Errors in region {n}"), "status": "resolved", "impact": "major",
            "created_at": at(0), "resolved_at": at(40),
            "incident_updates": [
                {"status": "resolved", "body": "The rollback is done and errors are gone.", "created_at": at(40)},
                {"status": "investigating", "body": "We see errors on the API.", "created_at": at(3)},
            ],
        })
    };
    let page = serde_json::json!({"page": {"name": "x"}, "incidents": (0..40).map(incident).collect::<Vec<_>>()});
    fs::write(folder.path().join("page.json"), page.to_string()).unwrap();
    run_with(0, folder.path(), &["batch", "page.json", "-o", "bank", "-j", "3"]);
    assert_eq!(stories(&folder.path().join("bank")).len(), 40);
    run_with(0, folder.path(), &["batch", "page.json", "-o", "one", "-j", "1"]);
    assert_eq!(tree(&folder.path().join("bank")), tree(&folder.path().join("one")), "threads change nothing");
}

#[test]
fn json_lines_cite_the_lines_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let line = |n: usize| {
        format!(
            "{{\"title\":\"Search down {n}\",\"started_at\":\"2024-05-0{n}T10:00:00Z\",\"resolved_at\":\"2024-05-0{n}T10:30:00Z\",\
             \"updates\":[{{\"at\":\"2024-05-0{n}T10:05:00Z\",\"message\":\"We see errors in search.\"}},\
             {{\"at\":\"2024-05-0{n}T10:30:00Z\",\"message\":\"Search is back.\"}}]}}\n"
        )
    };
    fs::write(folder.path().join("log.jsonl"), [line(1), line(2), line(3)].concat()).unwrap();
    run_with(0, folder.path(), &["batch", "log.jsonl", "-o", "bank"]);
    let facts: Vec<Value> = fs::read_dir(folder.path().join("bank/facts"))
        .unwrap()
        .map(|entry| serde_json::from_slice(&fs::read(entry.unwrap().path()).unwrap()).unwrap())
        .collect();
    let mut cited: Vec<u64> = facts.iter().map(|f| f["timeline"][0]["cite"]["lines"][0].as_u64().unwrap()).collect();
    cited.sort();
    assert_eq!(cited, [1, 2, 3]);
}

#[test]
fn standard_input_is_a_list_of_paths_or_json_lines() {
    let folder = tempfile::tempdir().unwrap();
    archive(&folder.path().join("in"), 3);
    let feed = |out: &str, text: &str| {
        let mut child = warstory(folder.path(), &["batch", "-", "-o", out]).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    let done = feed("a", "in/0000-quotes.md\nin/0002-retro.md\nin/none.md\n");
    assert_eq!(done.status.code(), Some(1));
    assert_eq!(stories(&folder.path().join("a")).len(), 2);
    let document = |id: usize| serde_json::json!({"id": id, "path": "x.md", "text": postmortem(id)}).to_string() + "\n";
    let done = feed("b", &[document(1), document(2)].concat());
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(stories(&folder.path().join("b")).len(), 2);
}

#[test]
fn the_output_folder_is_no_source() {
    let folder = tempfile::tempdir().unwrap();
    archive(folder.path(), 2);
    run_with(0, folder.path(), &["batch", ".", "-o", "bank"]);
    assert!(run_with(0, folder.path(), &["batch", ".", "-o", "bank"]).starts_with("0 written, 2 unchanged"));
}

#[test]
fn a_source_that_is_not_there_is_wrong_usage() {
    let folder = tempfile::tempdir().unwrap();
    run_with(2, folder.path(), &["batch", "nothing", "-o", "bank"]);
    assert!(!folder.path().join("bank").exists());
}

#[test]
fn the_same_incident_told_twice_is_one_group() {
    let folder = tempfile::tempdir().unwrap();
    archive(&folder.path().join("in"), 3);
    fs::write(folder.path().join("in/copy.md"), postmortem(0) + "\nReviewed by the team.\n").unwrap();
    run_with(0, folder.path(), &["batch", "in", "-o", "bank"]);
    let index: Value = serde_json::from_slice(&fs::read(folder.path().join("bank/index.json")).unwrap()).unwrap();
    let again: Vec<&Value> =
        index["incidents"].as_array().unwrap().iter().filter(|r| !r["same_as"].is_null()).collect();
    assert_eq!(again.len(), 1, "{index}");
    assert!(["in/copy.md", "in/0000-quotes.md"].contains(&again[0]["source"].as_str().unwrap()));
}
