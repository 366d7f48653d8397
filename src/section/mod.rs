//! What the sections of a postmortem are called, wherever the name stands: in a heading, a key, or the text itself.
//!
//! Part of the shared vocabulary: a reader finds by it where a lost line break stood, extraction what a block tells.

mod label;
mod name;

pub use label::{label, labels_within};
pub use name::{Role, is_name, pure, role};
