//! Citations and quotes: where in the source a statement stands.
//!
//! The shapes are those of the output contract: a citation is a range of lines in a text file or an
//! RFC 6901 pointer into a JSON file, and whatever was read from a source carries one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where something stands in the source.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Cite {
    /// Lines of a Markdown, text or HTML file, 1-based and inclusive, as the user has the file.
    Lines {
        /// First and last line.
        lines: [usize; 2],
    },
    /// A place in a JSON file.
    Pointer {
        /// An RFC 6901 pointer.
        pointer: String,
    },
}

impl Cite {
    /// A citation of the lines `first..=last`.
    pub fn lines(first: usize, last: usize) -> Self {
        Cite::Lines { lines: [first, last] }
    }

    /// The smallest citation that holds both, or `None` when no single one can (two pointers).
    pub fn union(&self, other: &Cite) -> Option<Cite> {
        match (self, other) {
            (Cite::Lines { lines: [a, b] }, Cite::Lines { lines: [c, d] }) => Some(Cite::lines(*a.min(c), *b.max(d))),
            (a, b) if a == b => Some(a.clone()),
            _ => None,
        }
    }
}

impl std::fmt::Display for Cite {
    /// `line 7`, `lines 7–9` or the pointer: how a citation is shown to a person.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Cite::Lines { lines: [a, b] } if a == b => write!(f, "line {a}"),
            Cite::Lines { lines: [a, b] } => write!(f, "lines {a}–{b}"),
            Cite::Pointer { pointer } => write!(f, "{pointer}"),
        }
    }
}

/// What the source says, word for word (white space folded, mark-up removed), and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    /// The words of the source.
    pub text: String,
    /// Where they stand.
    pub cite: Cite,
}
