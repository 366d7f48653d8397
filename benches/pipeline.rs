//! How long the steps from bytes to a story take: on a postmortem of four kilobytes, on a long incident log, and on an archive
//! of mixed formats, which are the fixtures or, with `WARSTORY_CORPUS=FOLDER`, all files below a folder.
//!
//! `cargo bench --bench pipeline`; the bar of `archive_to_facts` is 15 MB/s on one core.

#![allow(clippy::unwrap_used, clippy::panic)] // a benchmark fails by panicking

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use warstory::document::Document;
use warstory::extract::{Options, extract};
use warstory::facts::Facts;
use warstory::read::{Reading, read};
use warstory::tell::{self, Voice, tell};

/// The allocator of the binary, so that what is measured is what runs.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const INPUT: &str = include_str!("../fixtures/deploy-p99-latency.md");

fn main() {
    divan::main();
}

/// The postmortem, its timeline said this many times.
fn text(times: usize) -> String {
    INPUT.repeat(times)
}

fn document(text: &str) -> Document {
    match read("bench.md", text.as_bytes()) {
        Ok(Reading::Documents(documents)) => documents.into_iter().next().unwrap(),
        other => panic!("{other:?}"),
    }
}

#[divan::bench(args = [1, 16, 256])]
fn bytes_to_document(bencher: Bencher, times: usize) {
    let text = text(times);
    bencher.counter(BytesCount::of_str(&text)).bench(|| document(black_box(&text)));
}

#[divan::bench(args = [1, 16, 256])]
fn document_to_facts(bencher: Bencher, times: usize) {
    let text = text(times);
    let document = document(&text);
    bencher.counter(BytesCount::of_str(&text)).bench(|| extract(black_box(&document), &Options::default()));
}

/// Names and contents of the archive.
static ARCHIVE: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let folder = std::env::var_os("WARSTORY_CORPUS").map_or(fixtures, Into::into);
    let walk = ignore::WalkBuilder::new(folder).sort_by_file_path(Path::cmp).build();
    let files = walk.map(|entry| entry.unwrap().into_path()).filter(|path| path.is_file());
    files.map(|path| (path.display().to_string(), fs::read(&path).unwrap())).collect()
});

/// The facts of each incident of a file; of a file that is none, nothing.
fn facts(path: &str, bytes: &[u8]) -> Vec<Facts> {
    match read(path, bytes) {
        Ok(Reading::Documents(documents)) => documents.iter().map(|d| extract(d, &Options::default())).collect(),
        Ok(Reading::Facts(facts)) => vec![*facts],
        Err(_) => Vec::new(),
    }
}

fn archive_bytes() -> BytesCount {
    BytesCount::new(ARCHIVE.iter().map(|(_, bytes)| bytes.len()).sum::<usize>())
}

#[divan::bench]
fn archive_to_facts(bencher: Bencher) {
    bencher.counter(archive_bytes()).bench(|| {
        for (path, bytes) in ARCHIVE.iter() {
            black_box(facts(path, bytes));
        }
    });
}

/// Comrak's parse of the same bytes, for the ratio.
#[divan::bench]
fn archive_through_comrak(bencher: Bencher) {
    let texts: Vec<_> = ARCHIVE.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes)).collect();
    bencher.counter(archive_bytes()).bench(|| {
        for text in &texts {
            let arena = comrak::Arena::new();
            black_box(comrak::parse_document(&arena, text, &comrak::Options::default()));
        }
    });
}

#[divan::bench]
fn facts_to_stories(bencher: Bencher) {
    let all: Vec<Facts> = ARCHIVE.iter().flat_map(|(path, bytes)| facts(path, bytes)).collect();
    let (options, voice) = (tell::Options::default(), Voice::load(None).unwrap());
    bencher.counter(divan::counter::ItemsCount::new(all.len())).bench(|| {
        for facts in &all {
            black_box(tell(facts, &options, &voice).unwrap());
        }
    });
}
