//! Any bytes as json: through reading, extraction, telling and rendering without a panic.
#![no_main]

mod story;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| story::drive("fuzz.json", bytes));
