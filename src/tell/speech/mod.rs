//! Turns what the source says into what a person would say: cleaned of mark-up, in the past tense, in the first person plural, one breath
//! long. Each rule applies only where the grammar is certain; what cannot be rewritten is quoted.

pub mod breath;
pub mod clean;
pub mod lexicon;
pub mod people;
pub mod tense;
pub mod words;
