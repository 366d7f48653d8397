//! How long the steps from bytes to facts take on a postmortem of four kilobytes, and on a long incident log.
//!
//! `cargo bench`

#![allow(clippy::unwrap_used, clippy::panic)] // a benchmark fails by panicking

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use warstory::document::Document;
use warstory::extract::{Options, extract};
use warstory::read::{Reading, read};

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
