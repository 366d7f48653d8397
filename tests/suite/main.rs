//! End-to-end tests: they run the binary as a user does and look at what it prints.
//!
//! One file per theme. Every document of `fixtures/` takes part in the themes that hold for any document.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test fails by panicking
#![allow(clippy::print_stderr)] // a test that is skipped says why

mod bad_input;
mod browser;
mod drafts;
mod manners;
mod options;
mod output;
mod page;
mod questions;
mod readings;
mod readme;
mod safety;
mod snapshots;
mod support;
mod templates;
mod truth;
