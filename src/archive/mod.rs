//! A whole archive of incidents at once: walking it, resuming, the index, and streaming.
//!
//! Every input goes through the four steps of the crate by one bounded [`pipeline`]:
//!
//! 1. [`walk`]: sources → inputs.
//! 2. [`work`]: input → files in the output folder ([`store`], [`names`]) and outcomes ([`outcome`]); what did not change
//!    since the last run is known from the [`journal`].
//! 3. [`index`]: outcomes → the bank: ranked ([`rank`]), tagged ([`tags`]), grouped ([`twins`]), as page, table and data.

pub mod bank;
pub mod index;
pub mod journal;
pub mod names;
pub mod outcome;
mod page;
pub mod pipeline;
mod plots;
pub mod rank;
pub mod run;
pub mod screen;
pub mod store;
pub mod stream;
pub mod tags;
pub mod teller;
pub mod twins;
pub mod walk;
pub mod words;
pub mod work;
