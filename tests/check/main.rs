//! The truth check on stories about our own postmortems: corrupted ones are caught, honest re-tellings are left alone.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // a test fails by panicking and says what failed

mod any_input;
mod cli;
mod mutants;
mod mutate;
mod paraphrases;
mod source;
mod watch;
