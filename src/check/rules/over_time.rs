//! A part that is over its time, or a Methodology that is far under it.

use super::{At, Hit, Look, Rule};
use crate::check::Level;
use crate::check::profile::Dimension;
use crate::story::{Cut, PartId};

/// The rule.
pub const RULE: Rule = Rule {
    id: "over-time",
    level: Level::Warning,
    dimension: Dimension::Communication,
    what: "A part that is over its time, or a Methodology that is far under it.",
    why: "The guide gives each part its time; a long context eats the methodology, which is what they came for.",
    instead: "cut what does not change the picture; the debugging steps are the bulk, two to three minutes",
    weak: "## Your role\n\nI was the on-call engineer of the checkout team, which owns the whole of the payment step, the basket, and the quote page, and I was also the deputy of our incident manager, who was on holiday in that week, so that I took the incident command as well and answered for all the communication with the support team and the business customers.",
    strong: "## Your role\n\nI was on call for checkout, and I took incident command.",
    source: "",
    check: Some(check),
};

/// How far over its time a part may be: people speed up.
const OVER: f64 = 1.25;

/// Below this share of its time the Methodology is no bulk any more.
const UNDER: f64 = 0.35;

fn check(look: &Look<'_>) -> Vec<Hit> {
    let mut out = Vec::new();
    for part in PartId::ALL {
        let spoken: f64 = look.story.told(part).map(|s| look.pace.seconds(&s.text)).sum();
        let [least, most] = part.budget_s(Cut::Full).map(f64::from);
        if spoken > most * OVER + 2.0 {
            out.push(Hit::new(
                At::Part(part),
                format!("{} takes about {spoken:.0} seconds to say; the guide gives it {most:.0}", part.heading()),
            ));
        } else if part == PartId::Methodology
            && spoken > 0.0
            && spoken < least * UNDER
            && look.story.all_told().count() >= 12
        {
            out.push(Hit::new(
                At::Part(part),
                format!(
                    "{} takes about {spoken:.0} seconds to say; it is the bulk, {least:.0} to {most:.0}",
                    part.heading()
                ),
            ));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;
    use super::RULE;

    #[test]
    fn the_bulk_may_not_be_a_side_note() {
        let story = format!("## Methodology\n\nI checked it.\n\n## Retrospective\n\n{}", "We did it.\n\n".repeat(12));
        assert_eq!(found(&RULE, &story, "").len(), 1);
    }
}
