//! The README is true: every `console` block is run in a copy of the project's folder, and what it shows is what is printed.
//! A line `[…]` stands for lines that were left out; all others must appear as they are, in order.
#![cfg(unix)]

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// A command of the README with the lines that it is shown to print.
struct Shown {
    command: String,
    lines: Vec<String>,
}

/// The commands of all `console` blocks of a Markdown text.
fn shown(markdown: &str) -> Vec<Shown> {
    let mut found: Vec<Shown> = vec![];
    let mut inside = false;
    for line in markdown.lines() {
        match line.strip_prefix("$ ") {
            _ if line.starts_with("```") => inside = line == "```console",
            Some(command) if inside => found.push(Shown { command: command.to_owned(), lines: vec![] }),
            _ if inside => found.last_mut().unwrap().lines.push(line.to_owned()),
            _ => {}
        }
    }
    found
}

#[test]
fn every_command_of_the_readme_runs_and_prints_what_is_shown() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = TempDir::new().unwrap();
    std::os::unix::fs::symlink(project.join("fixtures"), folder.path().join("fixtures")).unwrap();
    let bin = Path::new(env!("CARGO_BIN_EXE_warstory")).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let commands = shown(&std::fs::read_to_string(project.join("README.md")).unwrap());
    assert!(commands.len() > 5, "the README shows how it is used");
    for Shown { command, lines } in commands.iter().filter(|s| !s.command.starts_with("cargo")) {
        let done = Command::new("sh")
            .args(["-c", command])
            .current_dir(folder.path())
            .env("PATH", &path)
            .env("COLUMNS", "100")
            .output()
            .unwrap();
        assert!(done.status.success(), "{command}: {}", String::from_utf8_lossy(&done.stderr));
        let printed = String::from_utf8(done.stdout).unwrap();
        if lines.is_empty() {
            continue;
        }
        let mut rest = printed.lines();
        let mut skipping = false;
        for line in lines {
            if line == "[…]" {
                skipping = true;
            } else if skipping {
                assert!(rest.any(|l| l.trim_end() == line), "{command} does not print: {line}\n{printed}");
                skipping = false;
            } else {
                assert_eq!(rest.next().map(str::trim_end), Some(line.as_str()), "{command}\n{printed}");
            }
        }
        assert!(skipping || rest.next().is_none(), "{command} prints more than is shown: mark it with […]\n{printed}");
    }
}
