//! Any story against any source, with a NUL between the two: through the check and its printers without a panic.
#![no_main]

mod checked;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let (story, source) = text.split_once('\0').unwrap_or((text, text));
    checked::drive(story, source);
});
