//! `check --watch`: a report at once, another one after each save, until it is killed or nobody reads on.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Longer than any machine needs for a report; only a broken watch waits so long.
const LONG: Duration = Duration::from_secs(30);

/// The line that ends a report.
const END: &str = "; of ";

/// The process, killed when the test ends, however it does.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Drop for Watching {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Watching {
    fn start(folder: &TempDir) -> Watching {
        let mut child = Command::new(env!("CARGO_BIN_EXE_warstory"))
            .current_dir(folder.path())
            .args(["check", "story.md", "--against", "postmortem.md", "--watch"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (send, lines) = channel();
        let out = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
        Watching { child, lines }
    }

    /// All lines up to the end of the next report. Says nothing where none came in time.
    fn report(&self, within: Duration) -> Option<String> {
        let until = Instant::now() + within;
        let mut report = String::new();
        loop {
            let line = self.lines.recv_timeout(until.saturating_duration_since(Instant::now())).ok()?;
            report.push_str(&line);
            report.push('\n');
            if line.contains(END) {
                return Some(report);
            }
        }
    }

    /// Saves until a report says so: the watch may begin a moment after the first report, and a save may give two.
    fn save_until(&self, save: impl Fn(), says: impl Fn(&str) -> bool) {
        let until = Instant::now() + LONG;
        while Instant::now() < until {
            save();
            while let Some(report) = self.report(Duration::from_secs(2)) {
                if says(&report) {
                    return;
                }
            }
        }
        panic!("no such report");
    }
}

#[test]
fn a_saved_story_and_a_saved_source_are_checked_again_until_the_end() {
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name);
    let story = |share: &str| format!("# Slow quotes\n\n## Context\n\n{share} of large basket quotes failed.\n");
    let source = |share: &str| format!("# Slow quotes\n\n{share} of large basket quotes failed from 14:11 UTC.\n");
    std::fs::write(path("story.md"), story("70%")).unwrap();
    std::fs::write(path("postmortem.md"), source("41%")).unwrap();
    let mut watching = Watching::start(&folder);
    let contradicted = |report: &str| report.contains("error[contradicted]");
    assert!(contradicted(&watching.report(LONG).unwrap()));

    watching.save_until(|| std::fs::write(path("story.md"), story("41%")).unwrap(), |r| !contradicted(r));
    // As editors do it: a new file takes the place of the old one.
    let replace = || {
        std::fs::write(path("new"), source("23%")).unwrap();
        std::fs::rename(path("new"), path("postmortem.md")).unwrap();
    };
    watching.save_until(replace, |r| contradicted(r) && r.contains("23%"));

    std::fs::remove_file(path("story.md")).unwrap();
    watching.save_until(|| std::fs::write(path("story.md"), story("23%")).unwrap(), |r| !contradicted(r));

    assert!(watching.child.try_wait().unwrap().is_none(), "it ended by itself");
    watching.child.kill().unwrap();
    watching.child.wait().unwrap();
    while watching.report(LONG).is_some() {}
    assert_eq!(watching.lines.try_recv(), Err(TryRecvError::Disconnected));
}

#[test]
fn the_watch_ends_when_nobody_reads_on() {
    let folder = TempDir::new().unwrap();
    let story = folder.path().join("story.md");
    std::fs::write(&story, "Something was wrong.\n").unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_warstory"))
        .current_dir(folder.path())
        .args(["check", "story.md", "--watch"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let until = Instant::now() + LONG;
    let status = loop {
        std::fs::write(&story, "Something was wrong again.\n").unwrap();
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None if Instant::now() < until => std::thread::sleep(Duration::from_millis(50)),
            None => {
                child.kill().unwrap();
                panic!("it went on");
            }
        }
    };
    assert!(status.success(), "{status}");
}
