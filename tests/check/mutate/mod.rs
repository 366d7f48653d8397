//! Ways to corrupt a sentence of a true story, one function for each kind.

mod swap;

use warstory::check::verify::quantity::{Quantity, Unit, quantities};
use warstory::check::words::{find_phrase, tokens};
use warstory::extract::time::scan::{Value, scan};
use warstory::facts::Facts;

/// A generator of numbers with a fixed seed: the same mutants on every machine.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Dice(seed)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        // SplitMix64 (Steele, Lea, Flood 2014).
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }

    pub fn pick<'t, T: ?Sized>(&mut self, list: &[&'t T]) -> &'t T {
        list[self.below(list.len())]
    }
}

/// A way to corrupt a sentence: the new sentence, or `None` where it has nothing of that kind.
pub type Mutate = fn(&str, &Facts, &mut Dice) -> Option<String>;

/// All kinds: the twelve of the bar, and further ways to be wrong.
pub const KINDS: &[(&str, Mutate)] = &[
    ("number", number),
    ("percentage", percentage),
    ("unit", unit),
    ("duration", duration),
    ("time", time),
    ("half of the day", half),
    ("zone", zone),
    ("date", date),
    ("negation added", negate),
    ("negation lost", unnegate),
    ("actor", actor),
    ("service", service),
    ("cause", cause),
    ("order", order),
    ("invented fact", invent),
    ("severity", severity),
    ("direction", direction),
    ("time of another event", swap::time),
    ("actors swapped", swap::actor),
    ("reasons swapped", swap::cause),
    ("halves swapped", swap::order),
    ("invented deed", swap::invent),
];

fn replace(text: &str, range: std::ops::Range<usize>, by: &str) -> String {
    format!("{}{by}{}", &text[..range.start], &text[range.end..])
}

fn numbers(text: &str) -> Vec<Quantity> {
    quantities(text, &scan(text))
}

/// One of the numbers of a kind, with another one in its place.
fn other_number(text: &str, dice: &mut Dice, wanted: impl Fn(&Quantity) -> bool) -> Option<String> {
    let all: Vec<Quantity> = numbers(text).into_iter().filter(|q| !q.spelled && wanted(q)).collect();
    let chosen = all.get(dice.below(all.len()))?;
    let words = &text[chosen.range.clone()];
    let start = words.find(|c: char| c.is_ascii_digit())?;
    let end = words[start..]
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.')))
        .map_or(words.len(), |n| start + n);
    let value: f64 = words[start..end].replace(',', "").trim_end_matches('.').parse().ok()?;
    let other = match dice.below(4) {
        0 => value * 2.0 + 1.0,
        1 => (value * 0.6).floor(),
        2 => (value * 1.4).floor() + 17.0,
        _ => value * 10.0,
    };
    let other = if other == value { value + 3.0 } else { other };
    let place = chosen.range.start + start..chosen.range.start + end;
    Some(replace(text, place, &format!("{other}")))
}

fn number(text: &str, _: &Facts, dice: &mut Dice) -> Option<String> {
    other_number(text, dice, |q| !matches!(q.unit, Unit::Seconds | Unit::Percent))
}

fn percentage(text: &str, _: &Facts, dice: &mut Dice) -> Option<String> {
    other_number(text, dice, |q| q.unit == Unit::Percent)
}

fn unit(text: &str, _: &Facts, dice: &mut Dice) -> Option<String> {
    const UNITS: &[(&str, &str)] = &[
        ("milliseconds", "seconds"),
        ("ms", "s"),
        ("seconds", "minutes"),
        ("minutes", "hours"),
        ("minute", "hour"),
        ("hours", "minutes"),
        ("hour", "minute"),
        ("days", "hours"),
        ("GB", "MB"),
        ("MB/s", "GB/s"),
        ("%", " ms"),
    ];
    let all: Vec<Quantity> =
        numbers(text).into_iter().filter(|q| q.value > 1.0 || q.value > 0.0 && q.unit == Unit::Seconds).collect();
    let chosen = all.get(dice.below(all.len()))?;
    let words = &text[chosen.range.clone()];
    let (from, to) = UNITS.iter().find(|(from, _)| words.ends_with(from))?;
    let number = words.strip_suffix(from)?;
    let number = if *to == "minute" && number.ends_with("an ") { "a " } else { number };
    Some(replace(text, chosen.range.clone(), &format!("{number}{to}")))
}

fn duration(text: &str, _: &Facts, dice: &mut Dice) -> Option<String> {
    let all: Vec<Quantity> = numbers(text).into_iter().filter(|q| q.unit == Unit::Seconds).collect();
    let chosen = all.get(dice.below(all.len()))?;
    let other = dice.pick(&["nineteen minutes", "four hours", "37 minutes", "three hours", "52 minutes"]);
    if numbers(other).first().is_some_and(|o| o.value == chosen.value) {
        return None;
    }
    let later = ["later", "earlier"].into_iter().find(|w| text[chosen.range.clone()].ends_with(w));
    let other = later.map_or(other.to_owned(), |w| format!("{other} {w}"));
    Some(replace(text, chosen.range.clone(), &other))
}

fn time(text: &str, _: &Facts, dice: &mut Dice) -> Option<String> {
    let found = scan(text).into_iter().filter_map(|f| match f.value {
        Value::Stamp(s) => Some((f.range, s.clock?)),
        _ => None,
    });
    let all: Vec<_> =
        found.filter(|(range, clock)| clock.minute.is_some() && text[range.clone()].contains(':')).collect();
    let (range, clock) = all.get(dice.below(all.len()))?;
    let minutes = u32::from(clock.hour) * 60 + u32::from(clock.minute?) + [7, 23, 41, 95, 130][dice.below(5)];
    let words = &text[range.clone()];
    let colon = words.find(':')?;
    let start = words[..colon].rfind(|c: char| !c.is_ascii_digit()).map_or(0, |n| n + 1);
    let place = range.start + start..range.start + colon + 3;
    let twelve = clock.half.is_some() || clock.hour < 13;
    let hour = minutes / 60 % 24;
    let hour = if twelve { (hour + 11) % 12 + 1 } else { hour };
    Some(replace(text, place, &format!("{hour}:{:02}", minutes % 60)))
}

fn half(text: &str, _: &Facts, _: &mut Dice) -> Option<String> {
    let (from, to) = [(" PM", " AM"), (" AM", " PM")].into_iter().find(|(from, _)| text.contains(from))?;
    Some(text.replacen(from, to, 1))
}

fn zone(text: &str, _: &Facts, dice: &mut Dice) -> Option<String> {
    const ZONES: &[&str] = &["UTC", "PST", "CEST", "BST", "ET", "JST"];
    let tokens = tokens(text);
    let stated = tokens.iter().find(|t| ZONES.contains(&t.text) || matches!(t.text, "Pacific" | "CET" | "Z" | "PT"));
    let others: Vec<&str> = ZONES
        .iter()
        .copied()
        .filter(|z| {
            stated.is_none_or(|t| t.text != *z && (t.text, *z) != ("Z", "UTC") && (t.text, *z) != ("Pacific", "PST"))
        })
        .collect();
    stated.map(|t| replace(text, t.range.clone(), dice.pick(&others)))
}

fn date(text: &str, _: &Facts, dice: &mut Dice) -> Option<String> {
    const MONTHS: &[&str] = &[
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ];
    let tokens = tokens(text);
    let at = tokens.iter().position(|t| MONTHS.contains(&t.text))?;
    let day_of = |t: &&warstory::check::words::Token<'_>| t.text.parse().is_ok_and(|n: usize| n < 32);
    let day = tokens.get(at + 1).filter(day_of).or_else(|| tokens.get(at.checked_sub(1)?).filter(day_of))?;
    let number: usize = day.text.parse().ok()?;
    Some(replace(text, day.range.clone(), &((number + 3 + dice.below(9)) % 27 + 1).to_string()))
}

fn negate(text: &str, _: &Facts, dice: &mut Dice) -> Option<String> {
    let tokens = tokens(text);
    // A second "not" in one sentence may say the same as none.
    if tokens.iter().any(|t| matches!(t.lower.as_str(), "nobody" | "not" | "no" | "none" | "never" | "without")) {
        return None;
    }
    let after = |i: usize| tokens.get(i + 1).map_or("", |t| t.lower.as_str());
    let open: Vec<usize> = (0..tokens.len())
        .filter(|&i| {
            matches!(tokens[i].lower.as_str(), "was" | "were" | "is" | "are" | "had" | "could" | "did" | "has")
        })
        .filter(|&i| {
            !matches!(after(i), "not" | "no" | "never" | "" | "nothing")
                && !tokens[..i]
                    .iter()
                    .rev()
                    .take(3)
                    .any(|t| matches!(t.lower.as_str(), "nobody" | "nothing" | "no" | "none" | "never"))
        })
        .collect();
    let chosen = *open.get(dice.below(open.len()))?;
    let end = tokens[chosen].range.end;
    Some(replace(text, end..end, " not"))
}

fn unnegate(text: &str, _: &Facts, _: &mut Dice) -> Option<String> {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return None;
    }
    for (from, to) in [
        ("did not", "did"),
        ("was not", "was"),
        ("were not", "were"),
        ("could not", "could"),
        ("cannot", "can"),
        ("is not", "is"),
        ("not", ""),
        ("no", "some"),
        ("never", "often"),
        ("nobody", "everybody"),
        ("without", "with"),
    ] {
        // "whether they needed it or not" says the same without it.
        // and "it had not" is no sentence without it.
        if let Some(range) = find_phrase(&lower, from)
            .filter(|r| !lower[..r.start].ends_with("or ") && !lower[r.end..].starts_with(['.', ',']))
        {
            return Some(replace(text, range, to).replace("  ", " "));
        }
    }
    None
}

/// A first name, not a role or initials.
fn proper(name: &str) -> bool {
    name.len() >= 3 && name.chars().all(char::is_alphabetic) && name.chars().filter(|c| c.is_uppercase()).count() == 1
}

fn actor(text: &str, facts: &Facts, dice: &mut Dice) -> Option<String> {
    let names: Vec<&str> = facts
        .people
        .iter()
        .flat_map(|p| p.name.split(' '))
        .filter(|n| n.len() >= 2 && n.starts_with(char::is_uppercase))
        .collect();
    let tokens = tokens(text);
    let there: Vec<_> = tokens.iter().filter(|t| names.contains(&t.text.trim_end_matches("'s"))).collect();
    let chosen = there.get(dice.below(there.len()))?;
    let firsts: Vec<&str> = facts
        .people
        .iter()
        .filter_map(|p| p.name.split(' ').next())
        .filter(|n| proper(n) && !text.contains(n))
        .collect();
    let other = if firsts.is_empty() || dice.below(2) == 0 { "Olga" } else { dice.pick(&firsts) };
    let end = chosen.range.start + chosen.text.trim_end_matches("'s").len();
    Some(replace(text, chosen.range.start..end, other))
}

fn service(text: &str, facts: &Facts, dice: &mut Dice) -> Option<String> {
    let tokens = tokens(text);
    let person = |t: &str| facts.people.iter().any(|p| p.name.split(' ').any(|n| n == t));
    let named = |t: &str| {
        facts.services.iter().any(|s| s.name == t)
            || t.contains('_')
            || t.contains('-') && t.chars().any(|c| c.is_ascii_digit())
            || ["-api", "-service", "-redis", "-gw"].iter().any(|e| t.ends_with(e))
    };
    let there: Vec<_> = tokens
        .iter()
        .filter(|t| {
            named(t.text)
                && t.text.len() > 3
                && !person(t.text)
                && !t.lower.starts_with("sev")
                && t.text.chars().any(char::is_alphabetic)
        })
        .collect();
    let chosen = there.get(dice.below(there.len()))?;
    let others: Vec<&str> = facts
        .services
        .iter()
        .map(|s| s.name.as_str())
        .filter(|s| !text.contains(s) && s.contains(['-', '_']))
        .collect();
    let other = if others.is_empty() || dice.below(2) == 0 {
        dice.pick(&["ledger-api", "invoice-service", "MediaStore"])
    } else {
        dice.pick(&others)
    };
    Some(replace(text, chosen.range.clone(), other))
}

fn cause(text: &str, _: &Facts, dice: &mut Dice) -> Option<String> {
    const CAUSES: &[&str] = &[
        "an intern had unplugged the firewall", "a solar storm", "a memory leak in the video encoder",
        "licences that had run out", "a typo in the holiday calendar", "a fire drill in the warehouse cooling",
    ];
    let other = dice.pick(CAUSES);
    let lower = text.to_lowercase();
    if lower.len() != text.len() || text.contains('"') {
        return None;
    }
    for marker in ["because", "due to", "caused by", "triggered by"] {
        if let Some(found) = find_phrase(&lower, marker) {
            let joint = if marker == "because" && !other.contains("had") { " of " } else { " " };
            return Some(format!("{}{joint}{other}.", &text[..found.end]));
        }
    }
    let body = text.strip_suffix('.')?;
    let joint = if other.contains("had") { "because" } else { "due to" };
    Some(format!("{body}, {joint} {other}."))
}

fn order(text: &str, _: &Facts, _: &mut Dice) -> Option<String> {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return None;
    }
    for (from, to) in [("before", "after"), ("after", "before"), ("later", "earlier"), ("earlier", "later")] {
        if let Some(range) = find_phrase(&lower, from) {
            return Some(replace(text, range, to));
        }
    }
    None
}

fn invent(text: &str, _: &Facts, dice: &mut Dice) -> Option<String> {
    const INVENTED: &[&str] = &[
        "It cost us $48,731 in refunds.",
        "Splunk showed 3,917 failed logins.",
        "We paged the Hadoop team, who restarted two brokers.",
        "At 3:33 AM a second region failed as well.",
        "Support had closed 871 tickets by then.",
        "Barbara from the security team joined the call.",
        "We shipped version 9.7.1 as a hotfix.",
        "The outage came back for 83 minutes in the evening.",
        "The invoice-service had lost its leader because of a split brain.",
    ];
    text.ends_with('.').then(|| dice.pick(INVENTED).to_owned())
}

fn severity(text: &str, _: &Facts, _: &mut Dice) -> Option<String> {
    let tokens = tokens(text);
    let level = |t: &str| {
        let lower = t.to_lowercase();
        ["sev-", "sev", "p"]
            .iter()
            .find_map(|p| lower.strip_prefix(p))
            .is_some_and(|r| r.len() == 1 && r.chars().all(|c| c.is_ascii_digit()))
    };
    let at = tokens.iter().position(|t| level(t.text) || t.lower == "severity" || t.lower == "declared")?;
    let token = tokens[at..].iter().find(|t| t.text.chars().last().is_some_and(|c| c.is_ascii_digit()))?;
    let last = token.text.chars().last()?;
    let other = if last == '4' { '2' } else { '4' };
    Some(replace(text, token.range.end - 1..token.range.end, &other.to_string()))
}

fn direction(text: &str, _: &Facts, _: &mut Dice) -> Option<String> {
    const TURNED: &[(&str, &str)] = &[
        ("rose", "fell"),
        ("fell", "rose"),
        ("falls", "rises"),
        ("drops", "rises"),
        ("dropped", "rose"),
        ("jumped", "dropped"),
        ("jumps", "drops"),
        ("above", "below"),
        ("below", "above"),
        ("failed", "succeeded"),
        ("first", "last"),
        ("increased", "decreased"),
        ("healthy", "unhealthy"),
        ("disabled", "enabled"),
        ("enabled", "disabled"),
        ("unavailable", "available"),
        ("removed", "added"),
        ("growing", "shrinking"),
        ("lowered", "raised"),
    ];
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return None;
    }
    let (range, to) = TURNED.iter().find_map(|(from, to)| Some((find_phrase(&lower, from)?, *to)))?;
    Some(replace(text, range, to))
}
