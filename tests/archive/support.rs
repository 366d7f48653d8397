//! What the themes share: archives to read, running the binary, comparing trees.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

/// The fixtures that are Markdown postmortems with times.
pub const FIXTURES: [(&str, &str); 4] = [
    ("quotes", include_str!("../../fixtures/deploy-p99-latency.md")),
    ("limits", include_str!("../../fixtures/config-rate-limit.md")),
    ("retro", include_str!("../../fixtures/disk-full-retro.md")),
    ("tickets", include_str!("../../fixtures/traffic-spike-tickets.md")),
];

/// A postmortem: the fixtures in turn, with other years and a number of its own.
pub fn postmortem(number: usize) -> String {
    let (_, text) = FIXTURES[number % FIXTURES.len()];
    let text = text.replace("202", ["201", "202"][number / FIXTURES.len() % 2]);
    format!("{text}\n\nThe follow-up to this incident is tracked as item {number}.\n")
}

/// Writes `count` postmortems into a folder.
pub fn archive(folder: &Path, count: usize) {
    fs::create_dir_all(folder).unwrap();
    for number in 0..count {
        let (name, _) = FIXTURES[number % FIXTURES.len()];
        fs::write(folder.join(format!("{number:04}-{name}.md")), postmortem(number)).unwrap();
    }
}

/// The binary, in a folder.
pub fn warstory(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_warstory"));
    command.current_dir(folder).args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs it to the end.
pub fn run(folder: &Path, args: &[&str]) -> Output {
    warstory(folder, args).output().unwrap()
}

/// Runs it to the end and returns its standard output. It must end with this exit code.
pub fn run_with(code: i32, folder: &Path, args: &[&str]) -> String {
    let done = run(folder, args);
    let (out, err) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert_eq!(done.status.code(), Some(code), "{args:?}\n{out}\n{err}");
    out.into_owned()
}

/// All files below a folder with their content; folders that are empty have none.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// Fails with the names of what differs, not with all the bytes.
pub fn assert_same_tree(a: &Path, b: &Path) {
    let (a, b) = (tree(a), tree(b));
    let names = |tree: &BTreeMap<String, Vec<u8>>| tree.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&a), names(&b));
    let differ: Vec<_> =
        a.iter().filter(|(name, content)| b.get(*name) != Some(content)).map(|(name, _)| name).collect();
    assert!(differ.is_empty(), "these differ: {differ:?}");
}

/// The names of the stories in a bank.
pub fn stories(bank: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(bank.join("stories")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The rows of a JSON Lines file.
pub fn lines(path: &Path) -> Vec<serde_json::Value> {
    fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Waits for the end and returns the most memory that was in use, in kilobytes (Linux).
pub fn peak_kb(mut child: Child) -> (Output, u64) {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kb = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
        peak = peak.max(kb.unwrap_or(0));
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    (child.wait_with_output().unwrap(), peak)
}

/// Whether a program can be started.
pub fn there_is(program: &str, args: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
