//! Facts that somebody corrected, as a source to look things up in: every quote of theirs under the heading of its role, at its place in the
//! postmortem.

use std::sync::Arc;

use crate::cite::{Cite, Quote};
use crate::document::{Block, Cell, Document, Kind, Text};
use crate::facts::Facts;

/// A document that says what the facts say. Its sentences are cited as the facts cite them.
pub fn document(facts: &Facts) -> Document {
    let source = facts.source.clone();
    let mut out = Builder(Document { source, id: None, blocks: Vec::new(), warnings: Vec::new() });
    out.title(facts);
    for (heading, quotes) in told(facts) {
        out.section(heading, &quotes);
    }
    out.timeline(facts);
    out.rest(facts);
    out.0
}

/// What is told in sentences, under the headings that extraction gives the roles by.
fn told(facts: &Facts) -> Vec<(&'static str, Vec<Quote>)> {
    let quote = |text: String, cite: &Cite| Quote { text, cite: cite.clone() };
    let figures = facts.impact.figures.iter().map(|f| quote(format!("{} of {}", f.text, f.of), &f.cite));
    let stated = facts.durations.stated.iter().map(|s| quote(s.text.clone(), &s.cite));
    let actions = facts.actions.iter().map(|a| {
        let beside = [&a.owner, &a.ticket, &a.status].into_iter().flatten().map(|words| format!(" ({words})"));
        quote(format!("{}{}", a.text, beside.collect::<String>()), &a.cite)
    });
    let decisions = facts.decisions.iter().map(|d| {
        let because = d.because.as_ref().filter(|b| !d.text.contains(b.as_str()));
        quote(because.map_or_else(|| d.text.clone(), |b| format!("{} because {b}", d.text)), &d.cite)
    });
    let people = facts.people.iter().map(|p| quote(format!("{} {}", p.name, p.roles.join(", ")), &p.cite));
    let services = facts.services.iter().map(|s| quote(s.name.clone(), &s.cite));
    vec![
        ("Summary", facts.summary.clone()),
        ("Impact", facts.impact.quotes.iter().cloned().chain(figures).chain(stated).collect()),
        ("Trigger", facts.change.iter().flat_map(|c| c.quotes.iter().cloned()).collect()),
        ("Root cause", facts.root_cause.clone()),
        ("Contributing factors", facts.contributing.clone()),
        ("Detection", facts.signals.iter().map(|s| quote(s.text.clone(), &s.cite)).collect()),
        ("Investigation", facts.hypotheses.iter().map(|h| quote(h.text.clone(), &h.cite)).collect()),
        ("Response", decisions.collect()),
        ("Resolution", facts.remediation.clone()),
        ("Action items", actions.collect()),
        ("Lessons learned", facts.lessons.clone()),
        ("Participants", people.collect()),
        ("Services", services.collect()),
    ]
}

struct Builder(Document);

impl Builder {
    fn title(&mut self, facts: &Facts) {
        if let Some(title) = &facts.title {
            self.push(Kind::Heading { level: 1 }, Vec::new(), vec![cell(None, &title.text, &title.cite)]);
        }
        for (key, quote) in [("severity", &facts.severity), ("status", &facts.status)] {
            if let Some(quote) = quote {
                self.push(Kind::Field, Vec::new(), vec![cell(Some(key), &quote.text, &quote.cite)]);
            }
        }
    }

    fn section(&mut self, heading: &str, quotes: &[Quote]) {
        let Some(first) = quotes.first() else { return };
        let path = vec![self.0.blocks.len()];
        self.push(Kind::Heading { level: 2 }, Vec::new(), vec![cell(None, heading, &first.cite)]);
        for quote in quotes {
            self.push(Kind::Paragraph, path.clone(), vec![cell(None, &quote.text, &quote.cite)]);
        }
    }

    fn timeline(&mut self, facts: &Facts) {
        let Some(first) = facts.timeline.first() else { return };
        let path = vec![self.0.blocks.len()];
        self.push(Kind::Heading { level: 2 }, Vec::new(), vec![cell(None, "Timeline", &first.cite)]);
        for event in &facts.timeline {
            let mut cells = vec![cell(Some("time"), &event.at.surface, &event.at.cite)];
            cells.extend(event.until.as_ref().map(|until| cell(Some("until"), &until.surface, &until.cite)));
            cells.extend(event.actors.iter().map(|actor| cell(Some("actor"), actor, &event.cite)));
            cells.push(cell(Some("text"), &event.text, &event.cite));
            self.push(Kind::Row, path.clone(), cells);
        }
    }

    /// Times that none of the quotes holds.
    fn rest(&mut self, facts: &Facts) {
        let all = facts.mentions.iter().chain(facts.times.known());
        let mut rest: Vec<Quote> = Vec::new();
        for instant in all {
            let quote = Quote { text: instant.surface.clone(), cite: instant.cite.clone() };
            if !rest.contains(&quote) {
                rest.push(quote);
            }
        }
        self.section("Times", &rest);
    }

    fn push(&mut self, kind: Kind, path: Vec<usize>, cells: Vec<Cell>) {
        self.0.blocks.push(Block { kind, path, parent: None, cells });
    }
}

fn cell(header: Option<&str>, words: &str, cite: &Cite) -> Cell {
    let text = match cite {
        Cite::Pointer { pointer } => Text::at_pointer(words, pointer),
        Cite::Lines { lines: [first, last] } => {
            // What stands on several lines begins on the first and ends on the last: so it is cited.
            let mut text = Text::new(None);
            match words.trim().rsplit_once(char::is_whitespace).filter(|_| first != last) {
                None => text.push(words, *first, 0),
                Some((head, tail)) => {
                    text.push(head, *first, 0);
                    text.space();
                    text.push(tail, *last, 0);
                }
            }
            text
        }
    };
    Cell { header: header.map(Arc::from), text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Against;
    use crate::check::story::Manuscript;
    use crate::check::verify::{Status, verify};
    use crate::extract::{Options, extract};
    use crate::read::{Reading, read};

    fn facts(source: &str) -> Facts {
        let Ok(Reading::Documents(documents)) = read("p.md", source.as_bytes()) else { panic!() };
        extract(&documents[0], &Options::default())
    }

    #[test]
    fn a_story_is_checked_against_facts_and_their_lines() {
        let facts = facts(
            "# Slow quotes\n\nOn 2024-05-14 41% of large basket quotes failed\nfor 33 minutes.\n\n## Timeline\n\n- 14:11 UTC: Ana rolled out 4.31.0\n- 14:44 UTC: Ana rolled back\n",
        );
        let document = document(&facts);
        let story = Manuscript::read(
            "s.md",
            "41% of large basket quotes failed. 61% of large basket quotes failed. At 2:11 PM UTC Ana rolled out 4.31.0.",
        );
        let claims = verify(&story, Against { document: &document, facts: &facts });
        let wrong: Vec<_> = claims.iter().filter(|c| c.status != Status::Supported).collect();
        let [claim] = &wrong[..] else { panic!("{wrong:?}") };
        assert_eq!((claim.status, claim.text.as_str()), (Status::Contradicted, "61%"));
        assert!(claim.source.iter().any(|q| q.cite == Cite::lines(3, 4)), "{:?}", claim.source);
    }

    #[test]
    fn a_pointer_stays_a_pointer() {
        let cite = Cite::Pointer { pointer: "/a/0".into() };
        let facts =
            Facts { lessons: vec![Quote { text: "Watch the disk.".into(), cite: cite.clone() }], ..Facts::default() };
        assert_eq!(document(&facts).blocks[1].text().whole().cite, cite);
    }
}
