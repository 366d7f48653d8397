//! Any line of text: what the time grammar finds lies within the text and on its characters.
#![no_main]

use libfuzzer_sys::fuzz_target;
use warstory::extract::time::scan;

fuzz_target!(|text: &str| {
    for found in scan::scan(text) {
        assert!(text.get(found.range.clone()).is_some(), "{found:?}");
    }
    scan::epoch(text);
});
