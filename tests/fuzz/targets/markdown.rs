//! Any bytes as markdown: through reading, extraction, telling and rendering without a panic.
#![no_main]

mod story;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| story::drive("fuzz.md", bytes));
