//! Time, read like an on-call engineer: what is written ([`scan`]), which zone it names ([`zone`]).

mod bytes;
mod clock;
pub mod date;
mod duration;
mod join;
pub mod scan;
#[cfg(test)]
mod scan_test;
mod words;
pub mod zone;
