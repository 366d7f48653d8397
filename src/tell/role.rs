//! Your role: what the reader says, what the document says about the reader, or a question.

use super::plan::{Ask, Item};
use super::speech::finish;
use super::teller::Teller;

/// Proposes the role. Only the reader can give it: a document says who did something, not who was responsible.
pub fn plan(teller: &mut Teller<'_>) -> Vec<Item> {
    let facts = teller.facts;
    let mut items = Vec::new();
    // What the reader did, as the document tells it, in the first person.
    if !teller.options.me.is_empty() {
        let own = facts.timeline.iter().find(|e| {
            let acts = e.actors.iter().any(|a| teller.speech.cast.is_me(a));
            acts && !teller.ledger.has(&e.text)
        });
        if let Some(beat) = own
            .and_then(|e| teller.happened(e, 60))
            .filter(|b| b.texts.iter().any(|t| t.split_whitespace().any(|w| w == "I")))
        {
            items.push(Item::beat(beat));
        }
    }
    match &teller.options.role {
        Some(role) => items.push(Item::Own(finish(role))),
        None => items.push(Item::Ask(ask(teller))),
    }
    items
}

fn ask(teller: &Teller<'_>) -> Ask {
    let facts = teller.facts;
    let me = facts.people.iter().find(|p| teller.speech.cast.is_me(&p.name));
    if let Some(me) = me {
        return Ask {
            pattern: "ask-role-me",
            values: vec![("roles", me.roles.join(", "))],
            cites: vec![me.cite.clone()],
        };
    }
    let detected = facts.times.detected.as_ref().or(facts.times.acknowledged.as_ref()).or(facts.times.started.as_ref());
    let time = detected.and_then(|d| teller.clock.plain(d)).unwrap_or_default();
    let nobody = if facts.people.is_empty() { "yes" } else { "" };
    Ask {
        pattern: "ask-role",
        values: vec![("time", time), ("nobody", nobody.to_owned())],
        cites: detected.map(|d| d.cite.clone()).into_iter().collect(),
    }
}
