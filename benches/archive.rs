//! Throughput and memory of `warstory batch` on 5,000 and 20,000 documents, made of the fixtures with other numbers; and of
//! `warstory stream`, which makes the same facts and stories and nothing else: no files, no index.
//!
//! `cargo bench --bench archive`; numbers after `--` are the counts of documents. It runs the binary itself, because what is
//! measured is the whole process: reading, telling, writing and indexing. Memory is read from `/proc`, so on Linux only.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // a benchmark fails by panicking and prints its result

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The ending of a fixture, and its text.
macro_rules! fixtures {
    ($($name:literal $ending:literal),* $(,)?) => {
        [$(($ending, include_str!(concat!("../fixtures/", $name, ".", $ending)))),*]
    };
}

/// Each layout and each kind of export once; `minimal-no-times` and the wrapped ones are shorter than what is measured here.
const FIXTURES: [(&str, &str); 16] = fixtures!(
    "deploy-p99-latency" "md", "config-rate-limit" "md", "database-lock-prose" "md", "disk-full-retro" "md",
    "incident-log" "md", "node-upgrade-key-events" "md", "traffic-spike-tickets" "md", "leaked-token-contradiction" "md",
    "consumer-rebalance" "rst", "dns-empty-zone" "txt", "expired-certificate" "html",
    "github-issue-traffic-spike" "json", "pagerduty-database-lock" "json", "slack-disk-full" "json",
    "statuspage-expired-certificate" "json", "timeline-dns-cutover" "json",
);

/// A document of about this many bytes, as a usual postmortem has.
const BYTES: usize = 5000;

fn main() {
    let asked: Vec<usize> = std::env::args().skip(1).filter_map(|arg| arg.parse().ok()).collect();
    let counts = if asked.is_empty() { vec![5000, 20_000] } else { asked };
    for count in counts {
        let folder = tempfile::tempdir().unwrap();
        let bytes = archive(&folder.path().join("in"), count);
        println!("{count} documents, {:.1} KB each", bytes as f64 / count as f64 / 1000.0);
        let parse = comrak(&folder.path().join("in"));
        println!("  comrak's parse alone   {:8.2} s", parse.as_secs_f64());
        let lines = json_lines(folder.path());
        for jobs in [1, 2] {
            let took = stream(&lines, jobs);
            let rate = count as f64 / took.as_secs_f64();
            println!(
                "  facts and stories alone (stream), {jobs} thread(s): {:8.2} s {rate:6.0} documents/s",
                took.as_secs_f64()
            );
        }
        let mut alone = Duration::ZERO;
        for jobs in [1, 2] {
            let out = format!("bank{jobs}");
            let (first, peak) = batch(folder.path(), &out, jobs);
            let (again, _) = batch(folder.path(), &out, jobs);
            println!(
                "  {jobs} thread(s): {:8.2} s {:6.0} documents/s, {:5.1} MB at most, {:.1} times comrak; unchanged {:.2} s, {:.0} times faster",
                first.as_secs_f64(),
                count as f64 / first.as_secs_f64(),
                peak as f64 / 1000.0,
                first.as_secs_f64() / parse.as_secs_f64(),
                again.as_secs_f64(),
                first.as_secs_f64() / again.as_secs_f64(),
            );
            if jobs == 1 {
                alone = first;
            } else {
                println!("  two threads are {:.2} times as fast as one", alone.as_secs_f64() / first.as_secs_f64());
            }
        }
    }
}

/// Writes the documents and returns their bytes.
fn archive(folder: &Path, count: usize) -> usize {
    fs::create_dir_all(folder).unwrap();
    (0..count)
        .map(|number| {
            let (ending, text) = FIXTURES[number % FIXTURES.len()];
            let running = !matches!(ending, "json" | "html");
            // Other years and other percentages; what is short is told on.
            let year = format!("{}", 2010 + number / FIXTURES.len() % 15);
            let mut text = ["2024", "2025"].iter().fold(text.to_owned(), |text, old| text.replace(old, &year));
            if running {
                text = text.replace('%', &format!(".{}%", number % 10));
            }
            while running && text.len() < BYTES {
                let note =
                    format!("\nItem {} of the follow-up was checked again in week {}.\n", text.len(), number % 52 + 1);
                text.push_str(&note);
            }
            fs::write(folder.join(format!("incident-{number:05}.{ending}")), &text).unwrap();
            text.len()
        })
        .sum()
}

fn comrak(folder: &Path) -> Duration {
    let texts: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap()).collect();
    let began = Instant::now();
    for text in &texts {
        let arena = comrak::Arena::new();
        std::hint::black_box(comrak::parse_document(&arena, text, &comrak::Options::default()));
    }
    began.elapsed()
}

/// The documents as one file of JSON Lines, which it returns.
fn json_lines(folder: &Path) -> PathBuf {
    let path = folder.join("documents.jsonl");
    let mut lines = BufWriter::new(File::create(&path).unwrap());
    for entry in fs::read_dir(folder.join("in")).unwrap() {
        let from = entry.unwrap().path();
        let name = from.file_name().unwrap().to_string_lossy();
        let line = serde_json::json!({ "path": name, "text": fs::read_to_string(&from).unwrap() });
        writeln!(lines, "{line}").unwrap();
    }
    lines.flush().unwrap();
    path
}

/// How long `stream` takes for the facts and the stories of the lines.
fn stream(lines: &Path, jobs: usize) -> Duration {
    let began = Instant::now();
    let ended = Command::new(env!("CARGO_BIN_EXE_warstory"))
        .args(["stream", "--emit", "both", "--jobs", &jobs.to_string()])
        .stdin(File::open(lines).unwrap())
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(ended.success(), "{ended}");
    began.elapsed()
}

/// One run: how long it took, and its peak memory in kilobytes.
fn batch(folder: &Path, out: &str, jobs: usize) -> (Duration, u64) {
    let began = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_warstory"))
        .current_dir(folder)
        .args(["batch", "in", "-o", out, "-q", "--jobs", &jobs.to_string()])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let ended = loop {
        if let Some(ended) = child.try_wait().unwrap() {
            break ended;
        }
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line =
            text.lines().find_map(|line| line.strip_prefix("VmHWM:")).map(|line| line.trim().trim_end_matches(" kB"));
        peak = peak.max(line.and_then(|kb| kb.parse().ok()).unwrap_or(0));
        std::thread::sleep(Duration::from_millis(2));
    };
    assert!(ended.success(), "{ended}");
    (began.elapsed(), peak)
}
