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

    /// The two places have a line in common, or are the same.
    pub fn meets(&self, other: &Cite) -> bool {
        match (self, other) {
            (Cite::Lines { lines: [a, b] }, Cite::Lines { lines: [c, d] }) => a <= d && c <= b,
            (a, b) => a == b,
        }
    }

    /// It is a member, at any depth, of the object or array at `whole`.
    pub fn is_within(&self, whole: &Cite) -> bool {
        match (self, whole) {
            (Cite::Pointer { pointer }, Cite::Pointer { pointer: whole }) => {
                pointer.strip_prefix(whole.as_str()).is_some_and(|rest| rest.starts_with('/'))
            }
            _ => false,
        }
    }

    /// The smallest citation that holds both: of two places in one object or array, that one. `None` when only the whole
    /// file would hold both.
    pub fn union(&self, other: &Cite) -> Option<Cite> {
        match (self, other) {
            (Cite::Lines { lines: [a, b] }, Cite::Lines { lines: [c, d] }) => Some(Cite::lines(*a.min(c), *b.max(d))),
            (Cite::Pointer { pointer: a }, Cite::Pointer { pointer: b }) => {
                let same = a.split('/').zip(b.split('/')).take_while(|(a, b)| a == b).map(|(token, _)| token);
                let pointer = same.collect::<Vec<_>>().join("/");
                (!pointer.is_empty()).then_some(Cite::Pointer { pointer })
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn pointer(pointer: &str) -> Cite {
        Cite::Pointer { pointer: pointer.into() }
    }

    #[test]
    fn lines_meet_and_members_are_within() {
        assert!(Cite::lines(3, 5).meets(&Cite::lines(5, 9)) && !Cite::lines(3, 5).meets(&Cite::lines(6, 9)));
        assert!(pointer("/a/1").meets(&pointer("/a/1")) && !pointer("/a/1/b").meets(&pointer("/a/1")));
        assert!(pointer("/a/1/b").is_within(&pointer("/a/1")) && !pointer("/a/11").is_within(&pointer("/a/1")));
        assert!(!Cite::lines(3, 3).is_within(&Cite::lines(1, 9)));
    }

    #[test]
    fn two_members_of_an_entry_are_held_by_the_entry() {
        assert_eq!(pointer("/notes/6/at").union(&pointer("/notes/6/body")), Some(pointer("/notes/6")));
        assert_eq!(pointer("/notes/6").union(&pointer("/notes/6/body")), Some(pointer("/notes/6")));
        assert_eq!(pointer("/notes/6").union(&pointer("/notes/66")), Some(pointer("/notes")));
        assert_eq!(pointer("/a/b").union(&pointer("/a/b")), Some(pointer("/a/b")));
    }

    #[test]
    fn what_only_the_whole_file_holds_has_no_common_citation() {
        assert_eq!(pointer("/title").union(&pointer("/notes/6")), None);
        assert_eq!(pointer("/title").union(&Cite::lines(1, 2)), None);
        assert_eq!(Cite::lines(4, 5).union(&Cite::lines(2, 4)), Some(Cite::lines(2, 5)));
    }
}
