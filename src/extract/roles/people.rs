//! Persons and roles that the document names.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::Reading;
use super::unit::{Form, Unit};
use crate::cite::Cite;
use crate::document::{Kind, MarkKind, Span};
use crate::extract::timeline::actor::PRODUCTS;
use crate::facts::{Facts, Person};
use crate::lists::{Phrases, Words, holds, phrases, words};
use crate::search::{places, spaced};
use crate::section::Role;

/// Keys whose value names persons, and the role that the key gives them.
const KEYS: &[(&str, &str)] = &[
    ("commander", "incident commander"),
    ("incident commander", "incident commander"),
    ("incident lead", "incident lead"),
    ("incident manager", "incident manager"),
    ("lead", "incident lead"),
    ("author", "author"),
    ("authors", "author"),
    ("owner", "owner"),
    ("scribe", "scribe"),
    ("communications lead", "communications lead"),
    ("comms lead", "communications lead"),
    ("responder", "responder"),
    ("responders", "responder"),
    ("on-call", "on-call"),
    ("on call", "on-call"),
    ("oncall", "on-call"),
    ("reporter", "reporter"),
    ("assignee", "assignee"),
];

/// Roles that act without a name.
static ACTORS: LazyLock<Phrases> = phrases![
    "incident commander", "incident manager", "incident lead", "on-call engineer", "oncall engineer",
    "on-call developer", "the dba", "duty manager", "tech lead", "communications lead",
];

/// Verbs that a person does, in the present and the past, as entries of a timeline write them after a name.
static DEEDS: Words = words!(
    "
acknowledges acknowledged acks acked adds added asks asked begins began calls called checks checked clears cleared
comes confirms confirmed contacts contacted creates created decides decided declares declared deletes deleted
depools depooled deploys deployed disables disabled discovers discovered drains drained enables enabled escalates
escalated finds found fixes fixed identifies identified increases increased informs informed investigates
investigated investigating joins joined kills killed lowers lowered merges merged messages messaged moves moved
notes noted notices noticed observes observed opens opened pages paged pings pinged posts posted proposes proposed
pushes pushed raises raised realises realized realised reboots rebooted removes removed repools reports reported
responds responded restarts restarted reverts reverted rolls rolled runs ran says said scales scaled sees saw sends
sent starts started stops stopped suggests suggested suspects suspected switches switched tries tried updates
updated verifies verified writes wrote and captures captured compares compared reads looks looked recognises
recognised recognizes recognized replies replied returns reproduces reproduced rules ruled thinks thought types
typed wakes woke wonders wondered remembers remembered points pointed did does takes took gets got logs splits
provides provided announces announced states stated attempts attempted promotes promoted
"
);

/// Capitalised words that begin entries and are no persons.
static NO_PERSONS: Words = words!(
    "
was were is are has had have outage
investigating deploying checking restarting testing looking rolling working waiting rebuilding
currently initially additionally finally eventually previously subsequently shortly immediately originally ultimately
when while after before since once although though because if until during as where whenever unless how why what which
that these those there here however meanwhile our your their its any every most many more other
we the i it this they he she all some users user customers customer engineers engineer team alert alerts incident
service pods nodes traffic rollback deployment deploy pager grafana monitoring
everything everyone someone somebody nobody errors error first site server servers root issue issues status support
staff developers developer operations ops sre google aws azure redis postgres mysql
build builds automated scheduled investigation config configuration database cluster node pod api system systems new
another multiple several plan plans secret secrets fault faults failure failures problem problems fix hotfix change
changes terraform jenkins docker website production staging network retry writer reader manual initial full mail
attempt one two three both none others only each no also reading apparently unfortunately later then app engine
logging monitor meeting teams console manager services okta dashboard big open visual active directory front door
logic event hub hubs functions machine machines stack central north south east west europe asia monday tuesday
wednesday thursday friday saturday sunday january february march april june july august september october november
december platform cloud infra infrastructure search data security web mobile core engineering product backend frontend
payments identity billing release load access managed virtual availability
application container message elastic discord amazon microsoft control key edge object block storage compute
"
);

/// Reads the people: of fields, of lists of participants, of handles, and of entries that begin with a name and a deed.
pub fn read(reading: &Reading<'_>, facts: &Facts) -> Vec<Person> {
    let mut people = Roster::default();
    for block in &reading.doc.blocks {
        let Some(key) = super::header::key(block) else { continue };
        let Some((_, role)) = KEYS.iter().find(|(k, _)| k.eq_ignore_ascii_case(key)) else { continue };
        let Some(quote) = super::header::keyed(block, &[key]) else { continue };
        let text = without_remarks(&quote.text);
        let names = text.split([',', ';', '&']).flat_map(|n| n.split(" and ")).map(str::trim);
        // "Ann Lee. Status: over" names one, too.
        let first = full_name(&text).into_iter();
        names.filter(|n| is_name(n)).chain(first).for_each(|n| people.add(n, Some(role), || quote.cite.clone()));
    }
    let mut named = Vec::new();
    for unit in &reading.units.list {
        let text = reading.doc.str(&unit.span);
        if unit.role == Role::People && unit.form != Form::Prose {
            let text = without_remarks(text);
            let names = text.split([',', ';']).map(str::trim).filter(|n| is_name(n));
            names.for_each(|n| people.add(n, None, || reading.doc.cite(&unit.span)));
        }
        if (unit.timed || unit.role == Role::Timeline)
            && let Some(name) = doer(text)
        {
            people.add(name, role_in_brackets(text, name), || cite_of(reading, unit, 0, name));
        }
        named.clear();
        named.extend(names(text));
        // "…, Beth Carrow did the updates": a full name where a clause begins.
        for (at, clause) in clauses(text, &named) {
            if let Some(name) = full_doer(clause) {
                people.add(name, role_in_brackets(clause, name), || cite_of(reading, unit, at, name));
            }
        }
        // "our database administrator, Ines Carvalho, …"
        for (at, name) in behind(text, &named, ", ") {
            if let (Some(title), Some(name)) = (text.get(..at - 2).and_then(title), full_name(name)) {
                people.add(name, Some(title), || cite_of(reading, unit, at, name));
            }
        }
        for (at, name, role) in titled(text, &named) {
            people.add(name, Some(role), || cite_of(reading, unit, at, name));
        }
        for (at, handle) in handles(text) {
            people.add(handle, None, || cite_of(reading, unit, at, handle));
        }
        // Lower case of ASCII alone keeps every place where it is.
        let lower =
            if text.is_ascii() { reading.units.lower(unit).into() } else { Cow::Owned(text.to_ascii_lowercase()) };
        ACTORS.each(&lower, |_, actor| {
            let name = text.get(actor.clone()).unwrap_or_default();
            let bare = name
                .get(..4)
                .filter(|the| the.eq_ignore_ascii_case("the "))
                .map_or(name, |the| name.get(the.len()..).unwrap_or(name));
            people.add(bare, None, || cite_of(reading, unit, actor.start, name));
            // "the on-call developer, Felix Adeyemi, …"
            let after = text.get(actor.end..).unwrap_or_default();
            let gap = after.len() - after.trim_start_matches([',', ' ']).len();
            if let Some(full) = after.get(gap..).filter(|_| gap > 0).and_then(full_name) {
                people.add(full, Some(bare), || cite_of(reading, unit, actor.end + gap, full));
            }
        });
    }
    linked(reading, &mut people);
    for action in &facts.actions {
        if let Some(owner) = action.owner.as_deref().filter(|o| full_name(o) == Some(o)) {
            people.add(owner, None, || action.cite.clone());
        }
    }
    // Who owns an action is a person, too, if an entry of the timeline tells of a deed of theirs.
    for action in &facts.actions {
        let Some(owner) = action.owner.as_deref().filter(|o| is_handle(o)) else { continue };
        let acts = |text: &str| {
            let rest = text.trim_start_matches('@').strip_prefix(owner).and_then(|rest| rest.strip_prefix(' '));
            rest.and_then(|rest| spaced(rest).next()).is_some_and(|deed| DEEDS.contains(deed) && deed != "and")
        };
        if facts.timeline.iter().any(|e| acts(&e.text)) {
            people.add(owner, None, || action.cite.clone());
        }
    }
    for event in &facts.timeline {
        event.actors.iter().for_each(|a| people.add(a, None, || event.cite.clone()));
    }
    people.people
}

/// The text without what stands in brackets: "Ann Lee (on call, web team), Bo Ek" names two persons.
fn without_remarks(text: &str) -> String {
    let mut depth = 0_usize;
    let outside = |c: &char| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    };
    text.chars().filter(outside).collect()
}

fn cite_of(reading: &Reading<'_>, unit: &Unit, at: usize, name: &str) -> Cite {
    let start = unit.span.range.start + at;
    reading.doc.cite(&Span { range: start..start + name.len(), ..unit.span.clone() })
}

/// The people found so far, each once however they are written (`@ann`, `Ann`).
#[derive(Default)]
struct Roster {
    people: Vec<Person>,
    places: FxHashMap<String, usize>,
}

impl Roster {
    fn add(&mut self, name: &str, role: Option<&str>, cite: impl FnOnce() -> Cite) {
        let place = *self.places.entry(name.trim_start_matches('@').to_lowercase()).or_insert(self.people.len());
        match self.people.get_mut(place) {
            Some(person) => {
                if let Some(role) = role.filter(|r| !person.roles.iter().any(|x| x == r)) {
                    person.roles.push(role.to_owned());
                }
            }
            None => {
                let roles = role.map(str::to_owned).into_iter().collect();
                self.people.push(Person { name: name.to_owned(), roles, cite: cite() });
            }
        }
    }
}

fn is_no_person(word: &str) -> bool {
    holds(&NO_PERSONS, word) || holds(&PRODUCTS, word)
}

/// Looks like a person's name, initials or handle: one to four short words, the first with a capital or an `@`.
pub(super) fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (1..=4).contains(&words.len())
        && text.len() <= 40
        && words.iter().all(|w| {
            w.starts_with(|c: char| c.is_uppercase() || c == '@' || c == '(' || c == '[')
                || matches!(*w, "de" | "van" | "von" | "la")
        })
        && !text.contains(|c: char| c.is_ascii_digit() || matches!(c, ':' | '/' | '<' | '{'))
        && !words.first().is_some_and(|w| is_no_person(w))
        && !text.starts_with("TBD")
        && !text.starts_with("None")
}

/// One word in lower case, as people are called in chats.
fn is_handle(text: &str) -> bool {
    (3..=24).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
        && !is_no_person(text)
}

/// The name that begins an entry of the timeline and is followed by a deed, or by bracketed words and a deed.
pub fn doer(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(['[', '@']);
    if !text.starts_with(char::is_uppercase) {
        return None;
    }
    let mut words = spaced(text);
    let first = words.next()?.trim_end_matches([']', ',', ':']);
    let mut second = words.next()?;
    // "Ann also states".
    if ["also", "then", "later", "now"].contains(&second) {
        second = words.next()?;
    }
    let name_like = first.len() >= 2
        && first.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        && !first.contains(|c: char| c.is_ascii_digit());
    let no_person = is_no_person(first);
    let acts = is_deed(second) || second == "and" && words.next().is_some_and(|w| w.starts_with(char::is_uppercase));
    if name_like && !no_person && acts {
        return Some(first);
    }
    if no_person { None } else { full_doer(text) }
}

/// A first name and a surname at the head of a text, and what they did: "Ravi Menon was on call", "Hanna Lindqvist captured
/// …", "Beth Carrow (second line) did …".
fn full_doer(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(['[', '@']);
    let name = full_name(text)?;
    let after = text.get(name.len()..)?.trim_start();
    let after =
        after.strip_prefix('(').and_then(|note| note.split_once(')')).map_or(after, |(_, rest)| rest.trim_start());
    let mut words = spaced(after);
    let (next, more) = (words.next()?, words.next().unwrap_or_default());
    let duty = ["was", "is"].contains(&next) && ["on", "on-call", "paged", "called", "alerted"].contains(&more);
    (is_deed(next) || duty).then_some(name)
}

fn is_deed(word: &str) -> bool {
    DEEDS.contains(word.trim_end_matches([',', ';', '.'])) && word != "and"
}

/// A first name and a surname at the head of a text.
pub(super) fn full_name(text: &str) -> Option<&str> {
    let mut words = text.split([' ', ',', '.', ';', ':', ')', '(']);
    let (first, second) = (words.next()?, words.next()?);
    let plain = |w: &str| {
        w.starts_with(char::is_uppercase)
            && w.chars().nth(2).is_some()
            && w.chars().skip(1).all(|c| c.is_lowercase() || matches!(c, '-' | '’' | '\''))
            && !is_no_person(w)
    };
    let name = text.get(..first.len() + 1 + second.len())?;
    (plain(first) && plain(second) && name.contains(' ')).then_some(name)
}

/// Where behind a space a name may begin: at a capital, which may be one beyond ASCII or stand behind a bracket or an `@`.
fn names(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let may = |byte: &u8| matches!(byte, b'[' | b'@' | b'A'..=b'Z' | 0x80..);
    memchr::memchr_iter(b' ', bytes).map(|space| space + 1).filter(move |at| bytes.get(*at).is_some_and(may))
}

/// The places of `names` that stand behind certain words, and what follows there.
fn behind<'t>(text: &'t str, names: &[usize], words: &str) -> impl Iterator<Item = (usize, &'t str)> {
    let ends = move |at: usize| text.as_bytes().get(..at).is_some_and(|before| before.ends_with(words.as_bytes()));
    names.iter().copied().filter(move |at| ends(*at)).filter_map(move |at| Some((at, text.get(at..)?)))
}

/// Names behind what somebody is: "Incident commander: Ann Lee. Status: …", "Support lead Ann reports …".
fn titled<'t>(text: &'t str, names: &[usize]) -> Vec<(usize, &'t str, &'t str)> {
    let ends = |at: usize, key: &str| {
        let head = text.as_bytes().get(at.saturating_sub(key.len())..at);
        head.is_some_and(|head| head.eq_ignore_ascii_case(key.as_bytes()))
    };
    let keyed = behind(text, names, ": ").filter_map(|(at, name)| {
        let (_, role) = KEYS.iter().find(|(key, _)| key.contains(' ') && ends(at - 2, key))?;
        full_name(name).map(|name| (at, name, *role))
    });
    let named = names.iter().filter_map(|&at| {
        let rest = text.get(at..).filter(|rest| rest.starts_with(char::is_uppercase))?;
        let mut words = spaced(rest);
        let (name, deed) = (words.next()?, words.next()?);
        let first_name = name.chars().count() >= 3
            && name.chars().skip(1).all(char::is_lowercase)
            && DEEDS.contains(deed)
            && deed != "and"
            && !is_no_person(name);
        text.get(..at - 1).filter(|_| first_name).and_then(title).map(|role| (at, name, role))
    });
    keyed.chain(named).collect()
}

/// What somebody is, at the end of a text: "found by our database administrator" → "database administrator".
fn title(text: &str) -> Option<&str> {
    const TITLES: &[&str] =
        &["administrator", "engineer", "developer", "manager", "lead", "officer", "architect", "analyst", "director"];
    let last = text.rsplit(' ').next().filter(|w| TITLES.contains(w))?;
    let before = text.get(..text.len() - last.len())?.trim_end();
    let kind = before.rsplit(' ').next().unwrap_or_default();
    let plain = kind.len() > 3 && kind.chars().all(|c| c.is_lowercase() || c == '-');
    let from = if plain { before.len() - kind.len() } else { text.len() - last.len() };
    text.get(from..)
}

/// Where clauses begin that may begin with a name, and what follows: at the start, behind a comma and "and", behind a full stop.
fn clauses<'t>(text: &'t str, names: &[usize]) -> impl Iterator<Item = (usize, &'t str)> {
    let ends = [", ", " and ", ". ", "; "];
    std::iter::once((0, text)).chain(ends.into_iter().flat_map(move |end| behind(text, names, end)))
}

/// The role in brackets after a name: `Ann (backup contact) …`.
fn role_in_brackets<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let rest = text.split_once(name)?.1.trim_start_matches([']', ' ']);
    rest.strip_prefix('(')?
        .split_once(')')
        .map(|(role, _)| role)
        .filter(|r| r.len() <= 30 && !r.contains(|c: char| c.is_ascii_digit()))
}

/// What style sheets and source files write with an `@`, which is nobody's handle.
const RULES: &[&str] = &[
    "apply", "autowired", "bean", "charset", "container", "dataclass", "deprecated", "export", "extend", "font-face",
    "import", "include", "keyframes", "layer", "media", "mixin", "namespace", "override", "page", "param", "property",
    "pytest", "return", "returns", "staticmethod", "supports", "tailwind", "test", "throws", "transactional", "use",
];

/// `@handles` with their places.
pub fn handles(text: &str) -> impl Iterator<Item = (usize, &str)> {
    places(text, "@").filter_map(move |at| {
        let before = text.get(..at).and_then(|s| s.chars().next_back());
        if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '/' | '_')) {
            return None;
        }
        let rest = text.get(at + 1..)?;
        let len = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(rest.len());
        let name = rest.get(..len).unwrap_or_default();
        let part_of_address = rest
            .get(len..)
            .is_some_and(|s| s.starts_with('.') && s.get(1..).is_some_and(|s| s.starts_with(char::is_alphanumeric)));
        (len >= 2 && !part_of_address && !RULES.contains(&name) && rest.starts_with(|c: char| c.is_alphabetic()))
            .then(|| (at, text.get(at..at + 1 + len).unwrap_or_default()))
    })
}

/// Texts of links to a person's page at a code host: one path segment and nothing after it.
fn linked(reading: &Reading<'_>, people: &mut Roster) {
    for block in reading.doc.blocks.iter().filter(|b| !matches!(b.kind, Kind::Code { .. })) {
        for cell in &block.cells {
            for mark in cell.text.marks() {
                let MarkKind::Link(to) = &mark.kind else { continue };
                let Some(user) = to.strip_prefix("https://github.com/").or(to.strip_prefix("https://gitlab.com/"))
                else {
                    continue;
                };
                let name = cell.text.get(mark.range.clone());
                if !user.is_empty()
                    && !user.trim_end_matches('/').contains(['/', '?', '#'])
                    && !name.is_empty()
                    && name.len() <= 40
                    && !name.contains("://")
                {
                    let after = cell.text.get(mark.range.end..cell.text.len());
                    let role = after
                        .trim_start_matches([']', ' '])
                        .strip_prefix('(')
                        .and_then(|r| r.split_once(')'))
                        .map(|(r, _)| r)
                        .filter(|r| r.len() <= 30);
                    people.add(name, role, || cell.text.cite(mark.range.clone()));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_that_begins_with_a_name_and_a_deed_names_a_person() {
        assert_eq!(doer("Faye depools the site"), Some("Faye"));
        assert_eq!(doer("Faye and Mo investigate"), Some("Faye"));
        assert_eq!(doer("Faye also says that it is down"), Some("Faye"));
        assert_eq!(doer("Traffic started to drop"), None);
        assert_eq!(doer("Investigating reports of errors"), None);
        assert_eq!(doer("Currently looking at the hub"), None);
        assert_eq!(doer("All nodes restarted"), None);
        assert_eq!(doer("Sentry posts an alert to the channel"), None);
        assert_eq!(doer("Was identified by a scan"), None);
        assert_eq!(doer("Ravi Menon was on call and opened it"), Some("Ravi Menon"));
        assert_eq!(doer("Beth Carrow (second line) did the updates"), Some("Beth Carrow"));
        assert_eq!(doer("Load Balancer removed the node"), None);
        assert_eq!(doer("Ravi Menon"), None);
        assert_eq!(doer("Fault identified"), None);
        assert_eq!(title("It was found by our database administrator"), Some("database administrator"));
        assert_eq!(title("It was found by an engineer"), Some("engineer"));
        assert_eq!(title("It was found on Monday"), None);
        let told = |text| titled(text, &names(text).collect::<Vec<_>>());
        assert_eq!(
            told("Incident commander: Hanna Lindqvist. Status: over"),
            [(20, "Hanna Lindqvist", "incident commander")]
        );
        assert_eq!(told("By then support lead Faye reported it"), [(21, "Faye", "support lead")]);
        assert!(told("The on-call engineer Friday reported it").is_empty());
    }

    #[test]
    fn handles_are_not_addresses() {
        assert_eq!(handles("ping @ann-lee, mail a@b.example or @x.example").collect::<Vec<_>>(), [(5, "@ann-lee")]);
        assert_eq!(handles("change the @font-face rules").count(), 0);
    }
}
