//! Which part of the story a heading names, and, in a story without headings, which part a sentence belongs to.

use crate::check::words::{find_phrase, has_phrase};
use crate::story::PartId;

/// Headings that name a part, lower case: the guide's, those of STAR, and what people write. The first that stands in the heading decides,
/// so the longer ones come first.
const HEADINGS: &[(&str, PartId)] = &[
    ("decision", PartId::Decisions),
    ("trade-off", PartId::Decisions),
    ("retrospective", PartId::Retrospective),
    ("what we changed", PartId::Retrospective),
    ("what changed", PartId::Retrospective),
    ("afterwards", PartId::Retrospective),
    ("what i learned", PartId::Retrospective),
    ("what we learned", PartId::Retrospective),
    ("lessons", PartId::Retrospective),
    ("learning", PartId::Retrospective),
    ("follow-up", PartId::Retrospective),
    ("aftermath", PartId::Retrospective),
    ("next time", PartId::Retrospective),
    ("resolution", PartId::Resolution),
    ("root cause", PartId::Resolution),
    ("result", PartId::Resolution),
    ("outcome", PartId::Resolution),
    ("the fix", PartId::Resolution),
    ("methodology", PartId::Methodology),
    ("investigation", PartId::Methodology),
    ("debugging", PartId::Methodology),
    ("diagnosis", PartId::Methodology),
    ("what i did", PartId::Methodology),
    ("what we did", PartId::Methodology),
    ("action", PartId::Methodology),
    ("steps", PartId::Methodology),
    ("role", PartId::Role),
    ("responsibilit", PartId::Role),
    ("task", PartId::Role),
    ("context", PartId::Context),
    ("situation", PartId::Context),
    ("background", PartId::Context),
    ("impact", PartId::Context),
    ("summary", PartId::Context),
    ("overview", PartId::Context),
];

/// Headings of a draft's own lists, which are not told.
const ASIDES: &[&str] = &["gaps", "sources", "notes", "open questions"];

/// What a heading means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heading {
    /// The part that begins.
    Part(PartId),
    /// A list that is not part of the story.
    Aside,
    /// No part by name.
    Other,
}

/// Reads a heading. A budget or an estimate in brackets does not count.
pub fn heading(text: &str) -> Heading {
    let name = text.split(['(', ':']).next().unwrap_or_default().trim().to_lowercase();
    if name.chars().count() > 60 {
        return Heading::Other;
    }
    if ASIDES.contains(&name.as_str()) {
        return Heading::Aside;
    }
    HEADINGS.iter().find(|(alias, _)| name.contains(alias)).map_or(Heading::Other, |&(_, part)| Heading::Part(part))
}

/// Whether a line in bold or capitals, with nothing else in its paragraph, is a heading: it must name a part and little more.
pub fn is_label(text: &str) -> bool {
    let name = text.split(['(', ':']).next().unwrap_or_default().trim();
    name.split_whitespace().count() <= 4 && heading(text) != Heading::Other
}

/// What sentences of a part sound like, lower case, with a weight.
const CUES: &[(PartId, i32, &[&str])] = &[
    (
        PartId::Context,
        2,
        &[
            "affected", "impact", "customers", "users", "outage", "our system", "we run", "percent of", "% of",
            "was down", "lasted",
        ],
    ),
    (
        PartId::Role,
        4,
        &[
            "i was on call", "i was the", "my role", "i was responsible", "my job was", "i was called", "i was paged",
            "first responder", "as the on-call", "incident commander",
        ],
    ),
    (
        PartId::Methodology,
        2,
        &[
            "i checked", "we checked", "i looked", "we looked", "dashboard", "logs", "hypothesis", "suspected",
            "graph", "p99", "latency", "metric", "alert", "traced", "query", "noticed", "compared", "changed",
            "showed",
        ],
    ),
    (
        PartId::Decisions,
        4,
        &[
            "decided", "i chose", "we chose", "decision", "had to choose", "trade-off", "instead of", "a call to make",
            "alternative", "we did not know", "i did not know",
        ],
    ),
    (
        PartId::Resolution,
        3,
        &["root cause", "the cause was", "fixed", "restored", "recovered", "back to normal", "the fix", "resolved"],
    ),
    (
        PartId::Retrospective,
        3,
        &[
            "afterwards", "we added", "i added", "runbook", "next time", "differently", "learned", "prevent",
            "since then", "follow-up", "postmortem", "we now", "lesson",
        ],
    ),
];

/// The part of each sentence of a story without headings. Parts follow each other in the order in which they are told, so the split with the
/// most cues in place wins, not the best part of each sentence.
pub fn by_content(sentences: &[&str]) -> Vec<PartId> {
    let parts = PartId::ALL;
    let score = |text: &str, part: PartId| -> i32 {
        let lower = text.to_lowercase();
        let cue = |(_, weight, phrases): &&(PartId, i32, &[&str])| {
            weight * phrases.iter().filter(|p| find_phrase(&lower, p).is_some()).count().min(3) as i32
        };
        CUES.iter().filter(|c| c.0 == part).map(|c| cue(&c)).sum()
    };
    // best[p]: the score of the sentences so far with the last one in part p; from[i][p]: the part of the one before.
    let mut best = [0_i32; 6];
    let mut from: Vec<[usize; 6]> = Vec::with_capacity(sentences.len());
    for (i, text) in sentences.iter().enumerate() {
        let mut next = [0; 6];
        let mut back = [0; 6];
        for (p, part) in parts.iter().enumerate() {
            let reachable = if i == 0 { best.get(..1) } else { best.get(..=p) }.unwrap_or_default();
            // Of equal ways the one that stays longest in the earlier part: a part begins with the sentence that sounds like it.
            let (q, s) = reachable
                .iter()
                .enumerate()
                .max_by_key(|&(q, s)| (*s, std::cmp::Reverse(q)))
                .map_or((0, 0), |(q, s)| (q, *s));
            if let (Some(n), Some(b)) = (next.get_mut(p), back.get_mut(p)) {
                (*n, *b) = (s + score(text, *part), q);
            }
        }
        best = next;
        from.push(back);
    }
    let mut part = best.iter().enumerate().max_by_key(|&(p, s)| (*s, std::cmp::Reverse(p))).map_or(0, |(p, _)| p);
    let mut out = Vec::with_capacity(sentences.len());
    for back in from.iter().rev() {
        out.push(parts.get(part).copied().unwrap_or(PartId::Context));
        part = back.get(part).copied().unwrap_or(0);
    }
    out.reverse();
    out
}

/// Whether a paragraph says how long the telling is, as drafts do above their first part.
pub fn is_note(text: &str) -> bool {
    ["Full telling, about ", "Short cut, about "].iter().any(|lead| text.starts_with(lead))
}

/// Whether a sentence asks the user for what the source does not say, as drafts do.
pub fn is_prompt(text: &str) -> bool {
    let text = text.trim_start_matches(['>', '[', ']', ' ', 'x']);
    text.starts_with("You:")
        || has_phrase(
            &text.to_lowercase(),
            &["the document only says", "the document does not say", "the document names no", "in the document."],
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_the_guide_and_of_star_are_known() {
        for (text, part) in [
            ("Methodology (2–3 min)", PartId::Methodology),
            ("Your role (10 s)", PartId::Role),
            ("DECISION POINTS (1 min) - about 20 s", PartId::Decisions),
            ("Situation", PartId::Context),
            ("Root cause and fix", PartId::Resolution),
        ] {
            assert_eq!(heading(text), Heading::Part(part), "{text}");
        }
        assert_eq!(heading("Gaps"), Heading::Aside);
        assert_eq!(heading("The day the queue stood still"), Heading::Other);
    }

    #[test]
    fn a_part_begins_with_the_sentence_that_sounds_like_it() {
        let story = [
            "Customers saw errors.", "I checked the dashboard.", "Then I restarted it.", "It broke again.",
            "Afterwards we added an alert.",
        ];
        use PartId::*;
        assert_eq!(by_content(&story), [Context, Methodology, Methodology, Methodology, Retrospective]);
    }

    #[test]
    fn a_story_without_headings_is_split_by_what_it_says() {
        let story = [
            "We run the order desk, and for an hour customers got errors.",
            "I was on call that day.",
            "I checked the latency dashboard and noticed a spike.",
            "My hypothesis was the cache, and a query showed that it was not.",
            "We decided to roll back instead of fixing forward.",
            "The root cause was a lock.",
            "Afterwards we added an alert and a runbook.",
        ];
        use PartId::*;
        assert_eq!(by_content(&story), [Context, Role, Methodology, Methodology, Decisions, Resolution, Retrospective]);
        assert!(by_content(&[]).is_empty());
    }
}
