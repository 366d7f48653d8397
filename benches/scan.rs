//! How fast the scanner for times goes over text: the fixtures, over and over, and text without a single digit.
//!
//! `cargo bench --bench scan`; the bar is 30 MB/s on one core.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use warstory::extract::time::scan::scan;

/// Real layouts: tables, lists, prose, a retro.
const INPUTS: [&str; 5] = [
    include_str!("../fixtures/deploy-p99-latency.md"),
    include_str!("../fixtures/database-lock-prose.md"),
    include_str!("../fixtures/disk-full-retro.md"),
    include_str!("../fixtures/node-upgrade-key-events.md"),
    include_str!("../fixtures/provider-outage-wrapped.md"),
];

fn main() {
    divan::main();
}

#[divan::bench]
fn postmortems(bencher: Bencher) {
    let text = INPUTS.concat().repeat(50);
    bencher.counter(BytesCount::of_str(&text)).bench(|| scan(black_box(&text)));
}

#[divan::bench]
fn words_only(bencher: Bencher) {
    let text: String = INPUTS.concat().chars().filter(|c| !c.is_ascii_digit()).collect::<String>().repeat(50);
    bencher.counter(BytesCount::of_str(&text)).bench(|| scan(black_box(&text)));
}

/// A hostile line: digits and colons without a break.
#[divan::bench]
fn digits_only(bencher: Bencher) {
    let text = "12:34:".repeat(100_000);
    bencher.counter(BytesCount::of_str(&text)).bench(|| scan(black_box(&text)));
}
