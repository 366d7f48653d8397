//! What cannot be read gets one clear message that names it, exit code 2, and nothing half done.

use tempfile::TempDir;

use crate::support::{arg, file, incidents, refusal, refused, run, warstory};

/// The message for a file of this name and content.
fn refusal_of(name: &str, content: impl AsRef<[u8]>) -> String {
    let folder = TempDir::new().unwrap();
    let path = file(&folder, name, content);
    let message = refusal(["draft", arg(&path)]);
    assert!(message.contains(name), "the message names the file: {message}");
    assert!(message.lines().count() <= 8, "one message, not a report: {message}");
    assert_eq!(message, refusal(["facts", arg(&path)]), "both commands say the same");
    message
}

#[test]
fn an_empty_file_is_refused() {
    assert!(refusal_of("empty.md", "").contains("empty"));
}

#[test]
fn a_file_of_white_space_is_refused_as_empty() {
    assert!(refusal_of("blank.md", "\u{feff} \n\t\n").contains("empty"));
}

#[test]
fn a_binary_file_is_refused() {
    let bytes: Vec<u8> = (0..4096).map(|i| (i * 7 % 256) as u8).collect();
    for magic in [
        &b"\x7fELF\x02\x01\x01\0"[..],
        b"\x89PNG\r\n\x1a\n\0",
        b"PK\x03\x04",
        b"\x1f\x8b\x08\0",
        b"%PDF-1.7\n%\xb5\xb5",
        b"",
    ] {
        let message = refusal_of("picture.md", [magic, &bytes].concat());
        assert!(message.contains("text") || message.contains("postmortem"), "it says what to give: {message}");
    }
}

#[test]
fn broken_json_is_refused_with_line_and_column() {
    let message = refusal_of("broken.json", "{\n  \"incidents\": [\n    {\"name\": \"x\",,}\n  ]\n}\n");
    assert!(message.contains('3'), "the line of the fault: {message}");
}

#[test]
fn json_of_no_known_shape_is_refused_with_what_is_known() {
    let message = refusal_of("numbers.json", "[1, 2, 3]\n");
    assert!(message.to_lowercase().contains("json"), "{message}");
}

#[test]
fn a_file_of_fifty_megabytes_is_refused_by_its_size() {
    let line = "10:52 p99 latency of the user service rises, nobody knows why yet\n";
    let message = refusal_of("huge.md", line.repeat(50 * 1024 * 1024 / line.len() + 1));
    assert!(message.contains("MB") || message.contains("MiB"), "{message}");
}

#[test]
fn fifty_megabytes_on_standard_input_are_refused_too() {
    let done = warstory().args(["draft", "-"]).stdin("slow again\n".repeat(5 * 1024 * 1024)).output().unwrap();
    refused(done);
}

#[test]
fn a_directory_is_refused() {
    let message = refusal(["draft", "fixtures"]);
    assert!(message.contains("fixtures") && message.contains("director"), "{message}");
}

#[test]
fn a_missing_file_is_refused() {
    let message = refusal(["draft", "fixtures/never-written.md"]);
    assert!(message.contains("never-written.md"), "{message}");
}

#[test]
fn wrong_usage_is_refused() {
    for args in [
        &["draft"][..],
        &["draft", "fixtures/minimal-no-times.md", "--cut", "endless"],
        &["draft", "fixtures/minimal-no-times.md", "--timezone", "Mars/Olympus"],
        &["draft", "fixtures/minimal-no-times.md", "--date", "2024-02-30"],
        &["draft", "fixtures/minimal-no-times.md", "--wpm", "0"],
        &["draft", "fixtures/minimal-no-times.md", "--format", "pdf"],
        &["facts", "fixtures/minimal-no-times.md", "--format", "md"],
        &["schema", "poem"],
        &["sing"],
    ] {
        refusal(args);
    }
}

#[test]
fn an_unknown_incident_is_refused_and_the_known_ones_are_listed() {
    let message = refusal(["draft", "fixtures/deploy-p99-latency.md", "--incident", "no-such-incident"]);
    assert!(message.contains("no-such-incident"), "{message}");
}

#[test]
fn a_file_of_several_incidents_lists_them_and_each_can_be_drafted() {
    let folder = TempDir::new().unwrap();
    let incident = |id: &str, name: &str| {
        serde_json::json!({
            "id": id, "name": name, "status": "resolved", "impact": "major", "created_at": "2024-03-05T10:00:00Z",
            "resolved_at": "2024-03-05T11:00:00Z",
            "incident_updates": [
                {"status": "resolved", "body": "The queue is empty again.", "created_at": "2024-03-05T11:00:00Z"},
                {"status": "investigating", "body": "Mails are sent late.", "created_at": "2024-03-05T10:00:00Z"}
            ]
        })
    };
    let both = serde_json::json!({"page": {"name": "Post", "time_zone": "Etc/UTC"},
        "incidents": [incident("ab12", "Mail delayed"), incident("cd34", "Calendar slow")]});
    let path = file(&folder, "two.json", both.to_string());
    let message = refusal(["draft", arg(&path)]);
    for word in ["ab12", "Mail delayed", "cd34", "Calendar slow", "--incident"] {
        assert!(message.contains(word), "{word}: {message}");
    }
    assert_eq!(incidents(arg(&path)).len(), 2);
    for fixture in incidents(arg(&path)) {
        fixture.story();
    }
    let unknown = refusal(["draft", arg(&path), "--incident", "ef56"]);
    assert!(unknown.contains("ef56") && unknown.contains("ab12"), "{unknown}");
}

#[test]
fn a_refusal_leaves_no_file_behind() {
    let folder = TempDir::new().unwrap();
    let broken = file(&folder, "broken.json", "{");
    let out = folder.path().join("story.md");
    refusal(["draft", arg(&broken), "-o", arg(&out)]);
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["broken.json"]);
}

#[test]
fn invalid_bytes_are_replaced_and_warned_about_with_their_offset() {
    let folder = TempDir::new().unwrap();
    let path = file(&folder, "latin1.md", b"# Stau im Caf\xe9\n\nAt 10:52 UTC the queue grew.\n");
    let facts = crate::support::json(["facts", arg(&path), "--format", "json"]);
    let warnings = facts["warnings"].to_string();
    assert!(warnings.contains("13"), "the offset of the byte: {warnings}");
    assert_eq!(run(["draft", arg(&path)]).status.code(), Some(0));
}

#[test]
fn one_line_of_a_megabyte_and_deep_nesting_are_read() {
    let folder = TempDir::new().unwrap();
    for (name, content) in [
        ("long-line.md", "the cache was cold ".repeat(60_000)),
        ("deep.md", "> ".repeat(3_000) + "10:52 UTC it broke\n"),
        ("deep-list.md", (0..300).map(|i| "  ".repeat(i) + "- 10:52 UTC it broke\n").collect()),
        ("brackets.md", "[".repeat(50_000)),
        ("stars.md", "*a_".repeat(30_000)),
        ("emphasis.md", "*a* ".repeat(30_000)),
        ("table.md", "|a".repeat(5_000) + "|\n" + &"|-".repeat(5_000) + "|\n" + &"|10:52".repeat(5_000) + "|\n"),
    ] {
        let path = file(&folder, name, content);
        let done = warstory().args(["draft", arg(&path)]).timeout(std::time::Duration::from_secs(60)).output().unwrap();
        assert_eq!(done.status.code(), Some(0), "{name}: {}", String::from_utf8_lossy(&done.stderr));
    }
}

#[test]
fn json_that_is_nested_too_deeply_is_refused_without_a_crash() {
    refusal_of("deep.json", "[".repeat(100_000));
}
