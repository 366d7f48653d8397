//! What a check found, printed: text with excerpts of the story, JSON, SARIF.

pub mod rules;
pub mod sarif;
pub mod text;
