//! Who did it: names become roles, the reader's own name becomes "I", and the author's "I" becomes "we".

use super::lexicon::{Form, PERSON_NOUNS, is_auxiliary, verb};
use super::openers::Openers;
use super::words::capitalize;
use crate::cite::Cite;
use crate::facts::{Facts, Person};
use crate::search::{has, places};

mod first_person;
mod initials;
mod marks;

use first_person::first_person;
use initials::chat_initials;
use marks::{MARK, SEVERAL, join_marks, replace_word};

/// The names that the document uses for people, and what is said instead.
#[derive(Debug, Clone, Default)]
pub struct Cast {
    /// Name, and what is said for it; longest names first.
    names: Vec<(String, Role)>,
    keep: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Role {
    Me,
    Other(String),
}

impl Cast {
    /// The persons of the document. `me` are the reader's own names; `keep` leaves the others' names as they are.
    /// `openers` are learned from the same facts.
    pub fn new(facts: &Facts, openers: &Openers, me: &[String], keep: bool) -> Self {
        // "Investigations" is nobody, whatever acts in the sentence.
        let common = |name: &str| !name.contains(' ') && openers.lower(name) != name;
        // Nobody says "the Dana": what has an article is a company or a product.
        let thing = |name: &str| {
            super::openers::texts(facts).any(|text| {
                places(text, name).any(|at| {
                    let before = text.get(..at).unwrap_or("").trim_end_matches('@').trim_end();
                    let word = before.rsplit(char::is_whitespace).next().unwrap_or("").to_lowercase();
                    ["a", "an", "the", "misbehaving", "another", "our", "own", "one", "each", "every"]
                        .contains(&word.as_str())
                })
            })
        };
        let services: Vec<&str> = facts.services.iter().map(|s| s.name.as_str()).collect();
        let mut names: Vec<(String, Role)> = Vec::new();
        // Who acts in the timeline is a person, too, though no list names them.
        let listed = |actor: &str| facts.people.iter().any(|p| p.name == actor);
        let mut actors: Vec<&String> = facts.timeline.iter().flat_map(|e| &e.actors).collect();
        actors.retain(|a| a.starts_with(char::is_uppercase) && !listed(a));
        actors.sort();
        actors.dedup();
        let actors =
            actors.into_iter().map(|name| Person { name: name.clone(), roles: Vec::new(), cite: Cite::lines(1, 1) });
        let people: Vec<Person> = facts.people.iter().cloned().chain(actors).flat_map(spellings).collect();
        for person in &people {
            let name = person.name.trim().trim_start_matches('@').trim_matches(['[', ']']);
            let handle = person.name.trim().starts_with('@');
            if name.is_empty()
                || services.contains(&name)
                || name.chars().all(|c| c.is_ascii_digit())
                || !handle && common(name)
                || is_role(name)
                || is_machine(name)
                || GENERIC.contains(&name.to_lowercase().as_str())
                || (handle || name.starts_with(char::is_uppercase)) && thing(name)
            {
                continue;
            }
            let role = person
                .roles
                .iter()
                .map(|r| r.trim())
                .find(|r| spoken_role(r))
                .map_or_else(|| "a teammate".to_owned(), |r| format!("the {}", r.to_lowercase()));
            names.push((name.to_owned(), Role::Other(role.clone())));
            // "Dana Voss" is called "Dana" further on.
            if let Some((first, _)) = name.split_once(' ')
                && first.chars().count() >= 3
                && first.chars().all(char::is_alphabetic)
                && first.starts_with(char::is_uppercase)
                && !GENERIC.contains(&first.to_lowercase().as_str())
            {
                names.push((first.to_owned(), Role::Other(role)));
            }
        }
        // "@AnnLee" is who is listed as "@annlee".
        let others: Vec<(String, Role)> = super::openers::texts(facts)
            .flat_map(crate::extract::roles::people::handles)
            .filter_map(|(_, handle)| {
                let handle = handle.trim_start_matches('@');
                let listed = names.iter().find(|(n, _)| n.eq_ignore_ascii_case(handle))?;
                (listed.0 != handle).then(|| (handle.to_owned(), listed.1.clone()))
            })
            .collect();
        names.extend(others);
        for initials in chat_initials(facts) {
            if !names.iter().any(|(n, _)| *n == initials) && !services.contains(&initials.as_str()) {
                names.push((initials, Role::Other("a teammate".to_owned())));
            }
        }
        // The alias "Dana" stands for "Dana Voss", if nobody else is called so.
        let aliases: Vec<String> = me
            .iter()
            .filter_map(|alias| {
                let mut full = names
                    .iter()
                    .map(|(n, _)| n)
                    .filter(|n| n.split_once(' ').is_some_and(|(first, _)| first == alias.trim()));
                full.next().filter(|_| full.next().is_none()).cloned()
            })
            .collect();
        let me: Vec<String> = me.iter().cloned().chain(aliases).collect();
        for name in me.iter().map(|m| m.trim()).filter(|m| !m.is_empty()) {
            names.retain(|(n, _)| n != name && name.split(' ').next().is_none_or(|first| first != n));
            names.push((name.to_owned(), Role::Me));
            if let Some((first, _)) = name.split_once(' ') {
                names.push((first.to_owned(), Role::Me));
            }
        }
        names.sort_by_key(|(n, _)| std::cmp::Reverse(n.len()));
        names.dedup_by(|a, b| a.0 == b.0);
        Cast { names, keep }
    }

    /// What is said for one who acts and is named apart from the sentence; `None` for a name that is nobody's.
    pub fn agent(&self, actor: &str) -> Option<String> {
        let actor = actor.trim().trim_start_matches('@').trim_matches(['[', ']']);
        match self.names.iter().find(|(n, _)| n == actor) {
            Some((_, Role::Me)) => Some("I".to_owned()),
            Some((name, _)) if self.keep => Some(name.clone()),
            Some((_, Role::Other(role))) => Some(role.clone()),
            None => None,
        }
    }

    /// Is one of the reader's own names.
    pub fn is_me(&self, name: &str) -> bool {
        self.agent(name).as_deref() == Some("I")
    }

    /// Splits `NAME: text` and `[NAME] text`, as chat logs have it.
    pub fn speaker<'a>(&self, text: &'a str) -> Option<(String, &'a str)> {
        self.names.iter().find_map(|(name, _)| {
            let text = text.trim_start_matches(['[', '@', '<']);
            let rest = text.strip_prefix(name.as_str())?;
            let rest = rest.trim_start_matches([']', '>']);
            let spoken = rest.strip_prefix(':').or_else(|| rest.strip_prefix(" - "));
            // "JP we are down": a chat without punctuation. "JP restarted it" is told about JP.
            let chat = || {
                let words = rest.strip_prefix(' ')?;
                let next = words.split_whitespace().next()?.to_lowercase();
                // "JP Might be the cache", "JP did it work?"
                let asks = || words.trim_start_matches(|c| !['?', '.', '!'].contains(&c)).starts_with('?');
                let said = words.starts_with(char::is_uppercase) || asks();
                let told = acts(words) && !said
                    || !next.chars().all(|c| c.is_alphanumeric() || matches!(c, '\'' | '’' | ','))
                    || ["and", "or", "to", "is", "in", "on", "at", "of", "with", "for", "from"]
                        .contains(&next.as_str());
                (!told && name.chars().all(char::is_uppercase)).then_some(words)
            };
            Some((self.agent(name)?, spoken.or_else(chat)?.trim()))
        })
    }

    /// The text with roles for names, "I" for the reader and "we" for the author.
    pub fn cast(&self, text: &str) -> String {
        let mut out = first_person(text);
        if self.names.is_empty() {
            return out;
        }
        // Placeholders first, so that neighbours can be joined ("A, B and C" → "teammates").
        for (i, (name, role)) in self.names.iter().enumerate() {
            if self.keep && *role != Role::Me {
                continue;
            }
            let Some(mark) = char::from_u32(MARK + u32::try_from(i).unwrap_or(0)) else {
                continue;
            };
            if has(&out, name) {
                out = replace_word(&out, name, mark);
            }
        }
        // Most sentences name nobody: no character of the private use area, none of its first bytes.
        if !out.bytes().any(|b| matches!(b, 0xEE | 0xEF)) {
            return out;
        }
        // "(Noor)" behind what Noor did says nothing more.
        for i in 0..self.names.len() {
            if let Some(mark) = char::from_u32(MARK + u32::try_from(i).unwrap_or(0))
                && out.contains(mark)
            {
                out = out.replace(&format!(" ({mark})"), "");
            }
        }
        out = join_marks(&out, |c| matches!(self.role_of(c), Some(Role::Other(_))));
        self.say(&out)
    }

    fn role_of(&self, c: char) -> Option<&Role> {
        let index = u32::from(c).checked_sub(MARK)? as usize;
        self.names.get(index).map(|(_, r)| r)
    }

    fn say(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 32);
        let mut chars = text.char_indices().peekable();
        let mut said: Vec<char> = Vec::new();
        while let Some((i, c)) = chars.next() {
            let opens = |out: &str| out.is_empty() || out.ends_with(". ");
            let phrase = match self.role_of(c) {
                None if c == SEVERAL => "teammates".to_owned(),
                None => {
                    out.push(c);
                    continue;
                }
                Some(Role::Me) => {
                    let rest = text.get(i + c.len_utf8()..).unwrap_or("");
                    if let Some(rest) = rest.strip_prefix("'s ").or_else(|| rest.strip_prefix("’s ")) {
                        let _ = rest;
                        chars.next();
                        chars.next();
                        "my".to_owned()
                    } else if opens(&out) || acts(rest) {
                        "I".to_owned()
                    } else {
                        "me".to_owned()
                    }
                }
                Some(Role::Other(role)) => {
                    // "Noor (incident commander)": the role need not be said twice.
                    let note = format!(" ({})", role.trim_start_matches("the "));
                    if text.get(i + c.len_utf8()..).is_some_and(|rest| rest.to_lowercase().starts_with(&note)) {
                        for _ in 0..note.chars().count() {
                            chars.next();
                        }
                    }
                    // "Support lead Tobias": what he is stands before his name.
                    let kind = role.trim_start_matches("the ").rsplit(' ').next().unwrap_or_default();
                    let stated = out.strip_suffix(' ').filter(|said| {
                        role != "a teammate" && said.rsplit(' ').next().is_some_and(|w| w.eq_ignore_ascii_case(kind))
                    });
                    if let Some(said) = stated {
                        let end = said.len();
                        out.truncate(end);
                        continue;
                    }
                    // "the on-call engineer, Tobias": what Tobias is was said.
                    let known = out.strip_suffix(", ").filter(|said| {
                        let last = said.rsplit(' ').next().unwrap_or_default().to_lowercase();
                        said.to_lowercase().ends_with(role.trim_start_matches("the "))
                            || role == "a teammate" && PERSON_NOUNS.contains(last.as_str())
                    });
                    if let Some(said) = known {
                        let end = said.len();
                        out.truncate(end);
                        continue;
                    }
                    // "Agnes' update": the role needs its own "s".
                    let genitive =
                        text.get(i + c.len_utf8()..).is_some_and(|r| r.starts_with("' ") || r.starts_with("’ "));
                    if genitive {
                        chars.next();
                    }
                    // "Imre assigned as incident commander": the role is what is said of him.
                    let after = text.get(i + c.len_utf8()..).unwrap_or_default().to_lowercase();
                    let same = role.strip_prefix("the ").is_some_and(|kind| after.contains(&format!(" as {kind}")));
                    let role = if same { "a teammate" } else { role.as_str() };
                    let another = role == "a teammate" && !said.is_empty() && !said.contains(&c);
                    said.push(c);
                    let called = if another { "another teammate" } else { role };
                    if genitive { format!("{called}'s") } else { called.to_owned() }
                }
            };
            out.push_str(&if opens(&out) && phrase != "me" { capitalize(&phrase) } else { phrase });
        }
        out
    }
}
/// What extraction may call a person although it is a group or a machine: it keeps its name.
const GENERIC: &[&str] = &[
    "team", "ops", "sre", "user", "users", "customer", "customers", "support", "devops", "everyone", "we", "i",
    "system", "bot", "engineering", "none", "all", "n/a", "here", "channel",
];

/// "GT (Greta Thorsen)" is called by both names.
fn spellings(person: Person) -> Vec<Person> {
    let parts = person.name.split(['(', ')']).map(str::trim).filter(|p| !p.is_empty());
    parts.map(|name| Person { name: name.to_owned(), ..person.clone() }).collect()
}

/// "UptimeRobot", "deploybot": what watches or works by itself.
fn is_machine(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.ends_with("bot") || ["monitor", "alert", "pagerduty", "uptime"].iter().any(|w| lower.contains(w))
}

/// "incident manager", "on-call engineer": what somebody is, not who.
fn is_role(name: &str) -> bool {
    let words = [
        "commander", "lead", "manager", "engineer", "responder", "contact", "coordinator", "administrator", "team",
        "developer", "operator",
    ];
    let lower = name.to_lowercase();
    name.contains(' ') && (words.iter().any(|w| lower.ends_with(w)) || !name.contains(char::is_uppercase))
}

/// A role that can be said with "the" in front.
fn spoken_role(role: &str) -> bool {
    let words = role.split_whitespace().count();
    (1..=3).contains(&words)
        && role.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '-')
        && [
            "commander", "lead", "manager", "engineer", "on-call", "responder", "dba", "contact", "liaison", "owner",
            "coordinator", "administrator",
        ]
        .iter()
        .any(|w| role.to_lowercase().ends_with(w))
}

/// The next word is a verb: whoever stands before it acts.
fn acts(rest: &str) -> bool {
    let mut words = rest.split_whitespace();
    let next = words.next().unwrap_or("").trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let next = if ["then", "also", "later", "immediately", "quickly"].contains(&next.as_str()) {
        words.next().unwrap_or("").to_lowercase()
    } else {
        next
    };
    verb(&next).is_some_and(|(_, f)| matches!(f, Form::Past | Form::Third)) || is_auxiliary(&next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cast(me: &[&str], keep: bool) -> Cast {
        let person = |name: &str, role: &[&str]| Person {
            name: name.into(),
            roles: role.iter().map(|r| (*r).into()).collect(),
            cite: Cite::lines(1, 1),
        };
        let facts = Facts {
            people: vec![
                person("Dana", &[]),
                person("Imre Kiss", &["Incident Commander"]),
                person("Noor", &[]),
                person("JP (Jo Parr)", &[]),
                person("on-call engineer", &[]),
            ],
            ..Facts::default()
        };
        Cast::new(&facts, &Openers::default(), &me.iter().map(|m| (*m).to_owned()).collect::<Vec<_>>(), keep)
    }

    #[test]
    fn names_become_roles() {
        let cast = cast(&[], false);
        assert_eq!(
            cast.cast("Dana saw it, and Imre called Noor."),
            "A teammate saw it, and the incident commander called another teammate."
        );
        assert_eq!(cast.cast("Dana, Noor and JP moved it."), "Teammates moved it.");
        assert_eq!(cast.cast("Every on-call engineer was there."), "Every on-call engineer was there.");
        assert_eq!(cast.cast("Imre (incident commander) called."), "The incident commander called.");
        assert_eq!(cast.cast("We used Dana's laptop."), "We used a teammate's laptop.");
        assert_eq!(cast.cast("Then incident commander Imre called."), "Then incident commander called.");
        assert_eq!(cast.cast("Imre joined as incident commander."), "A teammate joined as incident commander.");
        assert!(is_machine("UptimeRobot") && !is_machine("Noor"));
    }

    #[test]
    fn a_name_inside_an_identifier_is_none() {
        assert_eq!(
            cast(&[], false).cast("JPEG files on noor.example and host-Dana"),
            "JPEG files on noor.example and host-Dana"
        );
    }

    #[test]
    fn the_reader_is_i_and_nobody_else_is() {
        let cast = cast(&["Dana"], false);
        assert_eq!(cast.cast("Dana restarted it and told Noor."), "I restarted it and told a teammate.");
        assert_eq!(cast.cast("Noor called Dana."), "A teammate called me.");
        assert_eq!(
            cast.cast("Then Dana's change shipped, and Dana noticed it."),
            "Then my change shipped, and I noticed it."
        );
    }

    #[test]
    fn a_name_with_an_article_is_a_thing() {
        let person = Person { name: "Acme".into(), roles: vec![], cite: Cite::lines(1, 1) };
        let quote = crate::cite::Quote { text: "An Acme customer flooded the network".into(), cite: Cite::lines(2, 2) };
        let facts = Facts { people: vec![person], summary: vec![quote], ..Facts::default() };
        assert_eq!(Cast::new(&facts, &Openers::default(), &[], false).cast("Acme was down."), "Acme was down.");
    }

    #[test]
    fn an_alias_is_the_full_name_too() {
        let cast = cast(&["Imre"], false);
        assert!(cast.is_me("Imre Kiss") && cast.is_me("Imre") && !cast.is_me("Dana"));
    }

    #[test]
    fn names_can_be_kept() {
        assert_eq!(cast(&["Dana"], true).cast("Noor called Dana."), "Noor called me.");
    }

    #[test]
    fn the_authors_i_is_we_but_not_in_a_quotation() {
        let cast = cast(&[], false);
        assert_eq!(cast.cast("I was late, so my pager woke me."), "We were late, so our pager woke us.");
        assert_eq!(cast.cast("They wrote \"I broke it\" and left."), "They wrote \"I broke it\" and left.");
    }

    #[test]
    fn a_second_verb_of_the_author_s_agrees_with_we() {
        let cast = cast(&[], false);
        assert_eq!(
            cast.cast("I called the vendor and was told to wait."),
            "We called the vendor and were told to wait."
        );
        assert_eq!(cast.cast("I'm sorry and am on it."), "We're sorry and are on it.");
        assert_eq!(cast.cast("I saw that it rose and was high."), "We saw that it rose and was high.");
    }

    #[test]
    fn a_speaker_in_front_of_a_line_is_found() {
        assert_eq!(cast(&[], false).speaker("JP: it is down"), Some(("a teammate".to_owned(), "it is down")));
        assert_eq!(cast(&[], false).speaker("JP we are down"), Some(("a teammate".to_owned(), "we are down")));
        assert_eq!(cast(&[], false).speaker("JP did it work?"), Some(("a teammate".to_owned(), "did it work?")));
        assert_eq!(cast(&[], false).speaker("JP did it? Yes"), Some(("a teammate".to_owned(), "did it? Yes")));
        for told in ["Error: it is down", "JP restarted it", "JP and Noor saw it", "Dana then saw it"] {
            assert_eq!(cast(&[], false).speaker(told), None, "{told}");
        }
    }
}
