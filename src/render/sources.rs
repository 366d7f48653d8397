//! What the source says at a cited place, as far as the facts hold it.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::cite::Cite;
use crate::facts::Facts;

/// Quotations for one place at most: a citation of a whole section is a place to read, not to repeat.
const MOST: usize = 6;

/// The words of the source by their place.
#[derive(Debug, Default)]
pub struct Sources<'f> {
    by_cite: FxHashMap<&'f Cite, Vec<Cow<'f, str>>>,
    all: Vec<(&'f Cite, Cow<'f, str>)>,
}

impl<'f> Sources<'f> {
    /// Everything that the facts quote.
    pub fn new(facts: &'f Facts) -> Self {
        let mut sources = Sources::default();
        // An entry's time stands in front of it in most documents, and is what many sentences say.
        for event in &facts.timeline {
            let surface = event.at.surface.trim();
            let text = if event.text.starts_with(surface) {
                Cow::from(&event.text)
            } else {
                format!("{surface} {}", event.text).into()
            };
            sources.add(&event.cite, text);
        }
        let single = [&facts.title, &facts.severity, &facts.status].into_iter().flatten();
        let change = facts.change.iter().flat_map(|c| &c.quotes);
        let lists = [
            &facts.summary, &facts.impact.quotes, &facts.root_cause, &facts.contributing, &facts.remediation,
            &facts.lessons,
        ];
        for quote in single.chain(change).chain(lists.into_iter().flatten()) {
            sources.add(&quote.cite, Cow::from(&quote.text));
        }
        let texts = facts.signals.iter().map(|s| (&s.cite, &s.text));
        let texts = texts.chain(facts.hypotheses.iter().map(|h| (&h.cite, &h.text)));
        let texts = texts.chain(facts.decisions.iter().map(|d| (&d.cite, &d.text)));
        let texts = texts.chain(facts.actions.iter().map(|a| (&a.cite, &a.text)));
        for (cite, text) in texts {
            sources.add(cite, Cow::from(text));
        }
        sources.names(facts);
        sources
    }

    /// What is only a name, a number or a time, for places of which no sentence is quoted.
    fn names(&mut self, facts: &'f Facts) {
        let figures =
            facts.impact.figures.iter().map(|f| (&f.cite, format!("{} {}", f.text, f.of).trim().to_owned().into()));
        let stated = facts.durations.stated.iter().map(|d| (&d.cite, Cow::from(&d.text)));
        let people = facts.people.iter().map(|p| {
            let roles = p.roles.join(", ");
            (&p.cite, if roles.is_empty() { Cow::from(&p.name) } else { format!("{}: {roles}", p.name).into() })
        });
        let services = facts.services.iter().map(|s| (&s.cite, Cow::from(&s.name)));
        let times = facts.times.known().chain(&facts.mentions).map(|at| (&at.cite, Cow::from(&at.surface)));
        let told: FxHashSet<&Cite> = self.by_cite.keys().copied().collect();
        for (cite, text) in figures.chain(stated).chain(people).chain(services).chain(times) {
            if !told.contains(cite) {
                self.add(cite, text);
            }
        }
    }

    fn add(&mut self, cite: &'f Cite, text: Cow<'f, str>) {
        let known = self.by_cite.entry(cite).or_default();
        if text.is_empty() || known.len() >= MOST || known.iter().any(|k| k.contains(&*text)) {
            return;
        }
        known.retain(|k| !text.contains(&**k));
        known.push(text.clone());
        self.all.push((cite, text));
    }

    /// The words at a place; where nothing is quoted from exactly there, the words of what shares a line with it.
    pub fn at(&self, cite: &Cite) -> Vec<&str> {
        if let Some(exact) = self.by_cite.get(cite) {
            return exact.iter().map(Cow::as_ref).collect();
        }
        let mut near: Vec<&str> = Vec::new();
        for (place, text) in self.all.iter().filter(|(place, _)| place.meets(cite) || place.is_within(cite)) {
            let kept = self.by_cite.get(place).is_some_and(|k| k.contains(text));
            if kept && near.len() < MOST && !near.iter().any(|n| n.contains(&**text)) {
                near.push(text);
            }
        }
        near
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::Quote;

    fn quote(text: &str, line: usize) -> Quote {
        Quote { text: text.into(), cite: Cite::lines(line, line) }
    }

    #[test]
    fn a_place_has_its_words_once() {
        let lessons = vec![quote("A gate saw errors only.", 7), quote("We lost 3 minutes.", 8)];
        let impact = crate::facts::Impact { quotes: vec![quote("A gate saw errors only.", 7)], ..Default::default() };
        let facts = Facts { lessons, impact, ..Facts::default() };
        let sources = Sources::new(&facts);
        assert_eq!(sources.at(&Cite::lines(7, 7)), ["A gate saw errors only."]);
        assert_eq!(sources.at(&Cite::lines(6, 8)), ["A gate saw errors only.", "We lost 3 minutes."]);
        assert!(sources.at(&Cite::lines(9, 9)).is_empty());
    }

    #[test]
    fn the_members_of_a_cited_object_are_its_words() {
        let cite = Cite::Pointer { pointer: "/notes/1/body".into() };
        let facts = Facts { lessons: vec![Quote { text: "Slow.".into(), cite }], ..Facts::default() };
        let sources = Sources::new(&facts);
        assert_eq!(sources.at(&Cite::Pointer { pointer: "/notes/1".into() }), ["Slow."]);
        assert!(sources.at(&Cite::Pointer { pointer: "/notes/11".into() }).is_empty());
    }
}
