//! Why each sentence was put where it is: `facts --explain`.

use std::fmt::Write;

use super::Escape;
use super::escape::escape;
use crate::extract::roles::Reason;

/// Features that are named for each sentence: the weightiest; what comes after them decides nothing.
const NAMED: usize = 8;

/// The reasons as text: for each list its sentences, each with its place and the features that decided.
pub fn explain(reasons: &[Reason]) -> String {
    let mut text = String::from(
        "Each sentence with its place, the sum of its weights and the features that decided.\n\
         A sentence is in the list when the sum is above 0.\n",
    );
    let mut list = "";
    for reason in reasons {
        if reason.list != list {
            list = reason.list;
            let _ = write!(text, "\n{list}\n");
        }
        let _ = writeln!(text, "  {}  ({})", escape(&reason.quote.text, Escape::Text), reason.quote.cite);
        let features: Vec<String> =
            reason.features.iter().take(NAMED).map(|(name, weight)| format!("{name} {weight:+.1}")).collect();
        let _ = writeln!(text, "    {:+.1}: {}", reason.score, features.join(", "));
    }
    text
}
