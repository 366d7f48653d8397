//! What the themes share: running the binary, the list of fixtures, reading a cited place.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::{Mutex, OnceLock};

use serde_json::Value;
use snapbox::cmd::Command;
use tempfile::TempDir;

/// The ids of the six parts, in the order in which they are told.
pub const PARTS: [&str; 6] = ["context", "role", "methodology", "decisions", "resolution", "retrospective"];

/// The binary, in the project's folder and without the caller's settings.
pub fn warstory() -> Command {
    Command::new(env!("CARGO_BIN_EXE_warstory"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env("COLUMNS", "100")
        .env("TZ", "Asia/Kolkata") // no output may depend on it
}

/// Runs the binary with arguments.
pub fn run<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Output {
    warstory().args(args).output().unwrap()
}

/// Standard output of a run that must succeed. Runs on the fixtures change nothing and are done once for all tests.
pub fn stdout<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> String {
    static KNOWN: Mutex<BTreeMap<Vec<OsString>, String>> = Mutex::new(BTreeMap::new());
    let args: Vec<OsString> = args.into_iter().map(|a| a.as_ref().to_owned()).collect();
    if let Some(known) = KNOWN.lock().unwrap().get(&args) {
        return known.clone();
    }
    let done = run(&args);
    assert_eq!(done.status.code(), Some(0), "{args:?} {}", String::from_utf8_lossy(&done.stderr));
    let printed = String::from_utf8(done.stdout).unwrap();
    if args.get(1).is_some_and(|a| a.to_string_lossy().starts_with("fixtures/")) {
        KNOWN.lock().unwrap().insert(args, printed.clone());
    }
    printed
}

/// Standard output of a run that must succeed, read as JSON.
pub fn json<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Value {
    serde_json::from_str(&stdout(args)).unwrap()
}

/// Standard error of a run that must fail with exit code 2, say why in one message, and print no result.
pub fn refusal<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> String {
    refused(run(args))
}

/// The same, of a run that has ended.
pub fn refused(done: Output) -> String {
    let message = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(2), "{message}");
    assert_eq!(String::from_utf8_lossy(&done.stdout), "", "a refusal prints no result");
    assert!(!message.trim().is_empty(), "a refusal says why");
    assert!(!message.contains("panicked"), "{message}");
    message
}

/// One incident of one file of `fixtures/`.
#[derive(Debug, Clone)]
pub struct Fixture {
    /// `fixtures/…`, as given to the binary.
    pub path: String,
    /// What `--incident` is given, for a file of several.
    pub incident: Option<String>,
}

impl Fixture {
    /// The arguments that name it.
    pub fn args(&self) -> Vec<&str> {
        let mut args = vec![self.path.as_str()];
        args.extend(self.incident.iter().flat_map(|id| ["--incident", id]));
        args
    }

    /// The arguments of a command on it.
    pub fn command<'a>(&'a self, name: &'a str, more: &[&'a str]) -> Vec<&'a str> {
        [&[name][..], &self.args(), more].concat()
    }

    /// Its story.
    pub fn story(&self) -> Value {
        json(self.command("draft", &["--format", "json"]))
    }

    /// Its facts.
    pub fn facts(&self) -> Value {
        json(self.command("facts", &["--format", "json"]))
    }

    /// A name for a snapshot of it.
    pub fn name(&self) -> String {
        let file = Path::new(&self.path).file_name().unwrap().to_string_lossy().replace('.', "_");
        let id = self.incident.iter().map(|id| format!("-{}", id.replace(|c: char| !c.is_ascii_alphanumeric(), "_")));
        file + &id.collect::<String>()
    }
}

/// Every incident of every file of `fixtures/`, in the order of their names.
pub fn fixtures() -> &'static [Fixture] {
    static ALL: OnceLock<Vec<Fixture>> = OnceLock::new();
    ALL.get_or_init(list)
}

fn list() -> Vec<Fixture> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|n| n != "README.md");
    names.sort();
    names.iter().flat_map(|name| incidents(&format!("fixtures/{name}"))).collect()
}

/// The incidents of one file: the file itself, or what it is said to hold when it holds several.
pub fn incidents(path: &str) -> Vec<Fixture> {
    let done = run(["facts", path, "--format", "json"]);
    let message = String::from_utf8_lossy(&done.stderr).into_owned();
    if done.status.code() == Some(2) && message.contains("--incident") {
        let ids =
            message.lines().filter_map(|line| line.strip_prefix("  ")).map(|line| line.split("  ").next().unwrap());
        return ids.map(|id| Fixture { path: path.to_owned(), incident: Some(id.trim().to_owned()) }).collect();
    }
    vec![Fixture { path: path.to_owned(), incident: None }]
}

/// The fixture of a name, which must hold one incident.
pub fn fixture(name: &str) -> Fixture {
    Fixture { path: format!("fixtures/{name}"), incident: None }
}

/// A file of a temporary folder with this content.
pub fn file(folder: &TempDir, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    path
}

/// A path as an argument.
pub fn arg(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The sentences of a story of one kind: `fact`, `link` or `prompt`.
pub fn sentences<'a>(story: &'a Value, kind: &'a str) -> impl Iterator<Item = &'a Value> {
    let parts = story["parts"].as_array().unwrap().iter();
    parts.flat_map(|p| p["sentences"].as_array().unwrap()).filter(move |s| s["kind"] == kind)
}

/// The text of all sentences of one part.
pub fn told(story: &Value, part: &str) -> String {
    let part = story["parts"].as_array().unwrap().iter().find(|p| p["id"] == part).unwrap();
    let texts: Vec<_> = part["sentences"].as_array().unwrap().iter().map(|s| s["text"].as_str().unwrap()).collect();
    texts.join("\n")
}

/// The source of a fixture, to look up what is cited.
pub struct Cited {
    lines: Vec<String>,
    json: Option<Value>,
}

impl Cited {
    /// Reads a source.
    pub fn read(path: &str) -> Self {
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
        let json = path.ends_with(".json").then(|| serde_json::from_str(&text).unwrap());
        Cited { lines: text.lines().map(str::to_owned).collect(), json }
    }

    /// What stands at one citation. A citation that leads nowhere fails the test.
    pub fn at(&self, cite: &Value) -> String {
        if let Some(pointer) = cite["pointer"].as_str() {
            let json = self.json.as_ref().unwrap_or_else(|| panic!("a pointer into a file that is no JSON: {cite}"));
            let value = json.pointer(pointer).unwrap_or_else(|| panic!("nothing at {cite}"));
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            return mentioned(json, &text) + &text;
        }
        let [first, last] = [0, 1].map(|i| cite["lines"][i].as_u64().unwrap() as usize);
        assert!(1 <= first && first <= last && last <= self.lines.len(), "no such lines: {cite}");
        self.lines[first - 1..last].join("\n")
    }

    /// What stands at all citations of a sentence.
    pub fn all(&self, cites: &Value) -> String {
        cites.as_array().unwrap().iter().map(|c| self.at(c)).collect::<Vec<_>>().join("\n")
    }
}

/// The names of those whom a chat message mentions by their id: `<@U02JON>`.
fn mentioned(json: &Value, text: &str) -> String {
    let messages = json.as_array().into_iter().flatten();
    let profiles = messages.filter(|m| m["user"].as_str().is_some_and(|id| text.contains(&format!("<@{id}>"))));
    profiles.map(|m| m["user_profile"].to_string() + " ").collect()
}
