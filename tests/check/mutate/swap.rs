//! Corruptions made of what the source itself says, at the wrong place: the time of another event, another actor, another reason, the other order.

use warstory::check::words::{content, find_phrase, tokens};
use warstory::extract::time::scan::{Value, scan};
use warstory::facts::Facts;

use super::{Dice, proper, replace};

/// A clock time, made the one of another event.
pub fn time(text: &str, facts: &Facts, dice: &mut Dice) -> Option<String> {
    let all: Vec<_> = scan(text)
        .into_iter()
        .filter_map(|f| match f.value {
            Value::Stamp(s) => Some((f.range, s.clock.filter(|c| c.minute.is_some())?)),
            _ => None,
        })
        .collect();
    let (range, clock) = all.get(dice.below(all.len()))?;
    let words = &text[range.clone()];
    let colon = words.find(':')?;
    let start = words[..colon].rfind(|c: char| !c.is_ascii_digit()).map_or(0, |n| n + 1);
    let own = clock.seconds() / 60 % 720;
    let twelve = clock.half.is_some() || clock.hour < 13;
    let others: Vec<i64> = facts
        .timeline
        .iter()
        .filter_map(|e| e.at.local.as_deref()?.get(11..16)?.split_once(':'))
        .filter_map(|(h, m)| Some(h.parse::<i64>().ok()? * 60 + m.parse::<i64>().ok()?))
        // Another half of the day would be caught by that alone.
        .filter(|m| (m % 720 - own).abs() > 2 && (!twelve || m / 720 == clock.seconds() / 43_200))
        .collect();
    let other = others.get(dice.below(others.len()))?;
    let hour = if twelve { (other / 60 + 11) % 12 + 1 } else { other / 60 };
    let place = range.start + start..range.start + colon + 3;
    Some(replace(text, place, &format!("{hour}:{:02}", other % 60)))
}

/// A person, made another one of the source.
pub fn actor(text: &str, facts: &Facts, dice: &mut Dice) -> Option<String> {
    let firsts: Vec<&str> =
        facts.people.iter().filter_map(|p| p.name.split(' ').next()).filter(|n| proper(n)).collect();
    let tokens = tokens(text);
    let there: Vec<_> = tokens.iter().filter(|t| firsts.contains(&t.text.trim_end_matches("'s"))).collect();
    let chosen = there.get(dice.below(there.len()))?;
    let others: Vec<&str> = firsts.iter().copied().filter(|n| !text.contains(n)).collect();
    let end = chosen.range.start + chosen.text.trim_end_matches("'s").len();
    let other = others.get(dice.below(others.len()))?;
    Some(replace(text, chosen.range.start..end, other))
}

/// A reason, made one that the source gives for something else.
pub fn cause(text: &str, facts: &Facts, dice: &mut Dice) -> Option<String> {
    let lower = text.to_lowercase();
    if lower.len() != text.len() || text.contains('"') {
        return None;
    }
    let found = find_phrase(&lower, "because")?;
    let given = facts.decisions.iter().filter_map(|d| d.because.as_deref());
    let causes = facts.root_cause.iter().chain(&facts.contributing).map(|q| q.text.as_str());
    let own = content(text);
    // Another reason shares hardly a word with this sentence.
    let other: Vec<&str> = given
        .chain(causes)
        .map(|c| c.split(['.', ';']).next().unwrap_or(c))
        .filter(|c| {
            let words = content(c);
            let shared = words.iter().filter(|w| own.contains(w)).count();
            (4..25).contains(&words.len()) && shared * 4 <= words.len()
        })
        .collect();
    let other = other.get(dice.below(other.len()))?;
    let mut letters = other.chars();
    let first = letters.next()?.to_lowercase();
    Some(format!("{} {first}{}.", &text[..found.end], letters.as_str().trim_end_matches('.')))
}

/// What is told to come first, made to come last: the two halves around "before" or "after" change places.
pub fn order(text: &str, _: &Facts, _: &mut Dice) -> Option<String> {
    let body = text.strip_suffix('.')?;
    let lower = body.to_lowercase();
    if lower.len() != body.len() || text.contains(['"', '(', ',', ';', ':']) {
        return None;
    }
    // "The list of the day before", and what a draft says of the first sign of trouble, have no halves.
    if lower.contains("day before") || lower.contains("sign of trouble") {
        return None;
    }
    let found = ["before", "after"].iter().find_map(|m| find_phrase(&lower, m))?;
    let (left, right) = (body[..found.start].trim(), body[found.end..].trim());
    let long = |half: &str| content(half).len() >= 2;
    if !long(left) || !long(right) || right.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some(format!("{right} {} {left}.", &body[found]))
}

/// Deeds and events that are in no source, without a figure or a name to catch them by.
pub fn invent(text: &str, _: &Facts, dice: &mut Dice) -> Option<String> {
    const INVENTED: &[&str] = &[
        "A firmware update of the switches had wiped their routing tables.",
        "Somebody had unplugged the wrong power strip in the server room.",
        "We restored the customers' invoices from last week's tapes.",
        "An attacker had uploaded a web shell through the contact form.",
        "Our lawyers had to notify the privacy authority.",
        "The holiday calendar had the wrong weekday for that month.",
        "The warehouse robots stopped in the aisles and had to be pushed by hand.",
        "A junior developer burst into tears, so the office manager sent everybody home.",
        "The video encoder was eating memory until the kernel shot it down.",
        "We bought new cooling fans and glued them to the rack.",
    ];
    text.ends_with('.').then(|| dice.pick(INVENTED).to_owned())
}
