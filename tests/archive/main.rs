//! End-to-end tests of whole archives: `batch`, `bank` and `stream`, and what can go wrong with them.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)] // a test fails by panicking, and says what it skips

mod any_input;
mod bank;
mod disk;
mod faults;
mod page;
mod runs;
mod spark;
mod stream;
mod support;
