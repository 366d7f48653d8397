//! Groups and roles that act without a name: the DBA, the vendor, the network team.

use std::ops::Range;

use super::spelling::expands;
use crate::check::verify::source::Source;
use crate::check::verify::{Kind, Status, Told, Verdict};
use crate::check::words::{Token, find_phrase, squash, stem};
use crate::tell::speech::lexicon::{self, Form};

/// Those who act without a name, in groups that mean the same. A sentence that names one where the source names another has the wrong actor.
const ACTORS: &[&[&str]] = &[
    &["dba", "dbas", "database administrator", "database administrators"],
    &["vendor", "supplier"],
    &["provider", "upstream provider"],
    &["intern"],
    &["contractor"],
    &["security team"],
    &["network team", "networking team", "network engineer"],
    &["database team"],
    &["platform team"],
    &["infrastructure team", "infra team"],
    &["support team", "customer support", "support"],
    &["release manager", "release engineer"],
    &["incident commander"],
    &["product manager"],
    &["data team"],
    &["frontend team"],
    &["operations team", "ops team", "ops"],
    &["cto"],
    &["ceo"],
];

/// Groups and roles that act.
pub(super) fn actors(told: &Told<'_>, source: &Source<'_>) -> Vec<Verdict> {
    let lower = told.sentence.lower();
    if lower.len() != told.text().len() {
        return Vec::new();
    }
    let group_in = |text: &str, group: &[&str]| group.iter().find_map(|a| find_phrase(text, a));
    let mut out = Vec::new();
    for group in ACTORS {
        let Some(range) = group_in(&lower, group) else { continue };
        if !acting(told, &range) {
            continue;
        }
        let in_text = |text: &str| group_in(&text.to_lowercase(), group).is_some();
        let near = source.at(&told.near.around).find(|(_, p)| in_text(&p.text)).map(|(id, _)| id);
        let role = source.against.facts.people.iter().any(|p| p.roles.iter().any(|r| in_text(r)));
        let words = group.iter().any(|a| {
            expands(source, &squash(a))
                || a.split(' ').all(|w| source.passages.iter().any(|p| p.stems.contains(&stem(w))) && a.contains(' '))
        });
        let anywhere = source.passages.iter().position(|p| in_text(&p.text));
        let rival = source.at(&told.near.primary).find(|(_, p)| {
            let text = p.text.to_lowercase();
            ACTORS
                .iter()
                .any(|other| other != group && group_in(&text, other).is_some() && group_in(&lower, other).is_none())
        });
        let said = told.word(&range).to_owned();
        out.push(match (near.or(role.then_some(0)), anywhere, rival) {
            (Some(id), ..) => Verdict::supported(range, Kind::Name, vec![id]),
            (None, _, Some((id, _))) if told.near.strong => Verdict::new(
                range,
                Kind::Name,
                Status::Contradicted,
                format!("the source names somebody else here, not \"{said}\""),
            )
            .seen([id]),
            (None, Some(id), _) => Verdict::supported(range, Kind::Name, vec![id]),
            (None, None, _) if words => Verdict::supported(range, Kind::Name, Vec::new()),
            _ => Verdict::new(range, Kind::Name, Status::NotInSource, format!("the source never mentions \"{said}\"")),
        });
    }
    out
}

/// A verb follows, or "by" stands before: whoever it is acts.
fn acting(told: &Told<'_>, range: &Range<usize>) -> bool {
    let after = told.tokens.iter().find(|t| t.range.start >= range.end);
    let before: Vec<&Token<'_>> = told.tokens.iter().filter(|t| t.range.end <= range.start).rev().take(2).collect();
    let acts = after
        .filter(|t| !t.clause)
        .and_then(|t| lexicon::verb(&t.lower))
        .is_some_and(|(_, form)| matches!(form, Form::Past | Form::Third))
        || after.is_some_and(|t| matches!(t.lower.as_str(), "who" | "was" | "had" | "found" | "saw" | "told"));
    acts || before.iter().any(|t| t.lower == "by")
}
