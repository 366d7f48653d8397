//! Who acted in an entry, as it names them: never more than it says.

use rustc_hash::FxHashMap;

use crate::document::{Document, MarkKind};
use crate::extract::time::zone;
use crate::lists::{Words, holds, words};
use crate::section::{self, Role};

/// Verbs (as entries write them) that a person does: `AC merges …`, `Mark raised …`. A name in front of one of them acted.
static ACTS: Words = words!(
    "\
    noticed notices reported reports asked asks said says suggested suggests confirmed confirms started starts \
    restarted restarts rolled rolls reverted reverts merged merges deployed deploys disabled disables enabled \
    enables identified identifies found finds founds detected detect joins joined pinged pings paged proposed \
    proposes contacted contacts removed removes added adds created creates raised raises opened opens fixed fixes \
    pushed pushes updated updates moved moves realised realises realized realizes investigated investigates \
    checked checks tried tries depools depooled logs texts wakes calls called triggers triggered kicks kicked \
    observes observed mentioned mentions looked looks looking posted posts declared declares escalated escalates \
    forces forced announced retries runs sets stopped stops thinks believes begins switched switches resets \
    rebooted reboots advised replied responded responds informed invalidate did can suspects suspected \
    investigate lowers lowered detects reproduces applied applies increased increases scaled scales deleted \
    deletes cleared clears notified notifies installed installs performed tests tested wrote writes"
);

/// Those of them that only people do: a capitalised word in front of one is a name even if it occurs once.
static HUMAN: Words = words!(
    "\
    noticed notices asked asks said says suggested suggests joins joined pinged pings proposed proposes contacted \
    contacts realised realises realized realizes mentioned mentions texts wakes thinks believes suspects \
    suspected investigates investigate replied observes confirms"
);

/// Words that begin a sentence and are no name.
static NO_NAMES: Words = words!(
    "\
    The This That These Those A An We I It They He She You All Some Most Many More Another Other Only No One Two \
    Three First Second Third New Old Alert Alerts Alarm Service Services Server Servers System Systems Users User \
    Customers Customer Monitoring Deployment Deploy \
    Rollback Pipeline Node Nodes Pods Pod Database Traffic Error Errors Issue Issues Incident Investigation Root \
    Change Update Updates Version Everything Nothing Someone Somebody Nobody Anyone Attempt Attempts Fix Build \
    Builds Job Jobs Queue Cluster API CPU DNS SSL PR CI DB UI CDN VM ELB ALB LB OOM SSH HTTP AWS GCP EKS RDS EC2 \
    S3 AZ ES IP OS Also Then After Before When While Once Still Not Several Both Scheduled Manual Automated \
    Received Discovered Started Same Here There Page Pages Site Website Host Hosts Application Applications App \
    Apps Script Scripts Team Instances Instance Developer"
);

/// Products and companies that watch, page, host or keep something, and "post", "report" and "notify": no person's names.
pub static PRODUCTS: Words = words!(
    "\
    alertmanager bitbucket bugsnag cloudflare cloudwatch datadog digitalocean dynatrace fastly github gitlab heroku \
    honeycomb icinga kibana kubernetes linode nagios netlify opsgenie pagerduty pingdom prometheus render rollbar sentry \
    slack splunk statuspage stripe supabase twilio vercel zabbix zendesk"
);

/// Names that the entries of a document use for those who act: those that begin at least two entries, or speak ("JP: …").
pub(super) fn names(doc: &Document, texts: &[&str]) -> FxHashMap<String, usize> {
    let mut names = FxHashMap::default();
    // A link to somebody's page at a code host bears their name.
    for (_, _, cell) in doc.cells() {
        for mark in cell.text.marks() {
            if let MarkKind::Link(url) = &mark.kind
                && url.split_once("://github.com/").is_some_and(|(_, page)| !page.trim_end_matches('/').contains('/'))
            {
                names.insert(cell.text.get(mark.range.clone()).trim_matches(['[', ']', '@']).to_owned(), 2);
            }
        }
    }
    for text in texts {
        if let Some(name) = leading(text) {
            *names.entry(name.to_owned()).or_insert(0) += 1;
        }
    }
    names
}

/// Whether a list of words holds this one.
fn listed(words: &Words, word: &str) -> bool {
    words.contains(word)
}

/// A name at the start of an entry: initials, a capitalised word or two, or a handle in brackets.
fn leading(text: &str) -> Option<&str> {
    if let Some(inner) = text.strip_prefix('[').and_then(|t| t.split_once(']')).map(|(inner, _)| inner) {
        return (inner.len() <= 30 && !inner.contains(' ') && inner.chars().any(char::is_alphabetic)).then_some(inner);
    }
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '\''))).unwrap_or(text.len());
    let word = text.get(..end)?;
    let capital = word.chars().next().is_some_and(char::is_uppercase) || word.starts_with('_');
    let plain = word.chars().all(|c| c.is_alphabetic() || matches!(c, '_' | '-' | '\''));
    ((2..=20).contains(&word.len())
        && capital
        && plain
        && !listed(&NO_NAMES, word)
        && !holds(&PRODUCTS, word)
        && !shouted(word))
    .then_some(word)
}

/// A word in capitals that is no initials: "INCIDENT", "RESOLVED".
fn shouted(word: &str) -> bool {
    word.len() >= 5 && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// Those who acted in an entry: a speaker, or a name before a verb of action. Names joined by "and", "/" or "&" all did.
pub(super) fn of(text: &str, names: &FxHashMap<String, usize>) -> Vec<String> {
    if let Some((handle, _)) = signed(text) {
        return vec![handle.to_owned()];
    }
    let mut actors: Vec<String> = Vec::new();
    let mut rest = text;
    let handle = |rest: &'_ str| {
        names.keys().find(|n| rest.strip_prefix(n.as_str()).is_some_and(|r| r.starts_with(' '))).map(String::len)
    };
    for _ in 0..4 {
        let Some(name) = leading(rest).or_else(|| rest.get(..handle(rest)?)) else {
            return Vec::new();
        };
        let after = rest
            .strip_prefix('[')
            .map_or_else(|| rest.get(name.len()..), |r| r.get(name.len() + 1..))
            .unwrap_or_default();
        // A surname goes with the name: "Mark Bergsma raised".
        // "Harbour ICT confirmed": a department, whose letters are no surname.
        let letters = |s: &str| s.bytes().all(|b| b.is_ascii_uppercase());
        let unknown = |s: &&str| (!names.contains_key(*s) || names.get(*s) == Some(&0)) && !letters(s);
        let surname = after.strip_prefix(' ').and_then(leading).filter(unknown);
        let (full, after) = match surname {
            Some(surname) if !listed(&ACTS, surname) => {
                (format!("{name} {surname}"), after.get(1 + surname.len()..).unwrap_or_default())
            }
            _ => (name.to_owned(), after),
        };
        let joined = ["/", " / ", " and ", " & ", ", "]
            .iter()
            .find_map(|j| after.strip_prefix(j))
            .filter(|r| leading(r).is_some());
        actors.push(full);
        if let Some(more) = joined {
            rest = more;
            continue;
        }
        let verb = after.trim_start_matches([' ', '(']).split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        // "Detection: …" and "INCIDENT DETECTED: …" are labels.
        let speaks = after.starts_with(": ") && after.len() > 2 && section::role(name) == Role::Other;
        // A word that begins one entry and is followed by no verb may be anything.
        let acts = listed(&ACTS, verb) && after.starts_with(' ');
        return if speaks && known(name, names) || acts && (known(name, names) || (likely(name) && listed(&HUMAN, verb)))
        {
            actors
        } else {
            Vec::new()
        };
    }
    Vec::new()
}

/// An entry that its writer signed in front, "@ann Restarted the pods": the handle, and the words behind it. A word in small
/// letters would go on with the handle as its subject.
pub fn signed(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix('@')?;
    let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-')))?;
    let (handle, words) = (rest.get(..end)?, rest.get(end..)?.strip_prefix(' ')?);
    let plain = (2..=30).contains(&handle.len()) && handle.starts_with(char::is_alphabetic);
    let first = words.split(' ').next().unwrap_or_default();
    let named = first.contains(['.', '/', '_']) && !first.ends_with('.');
    (plain && (named || words.starts_with(char::is_uppercase))).then_some((handle, words))
}

/// Begins several entries, or is written as initials are.
fn known(name: &str, names: &FxHashMap<String, usize>) -> bool {
    names.get(name).is_some_and(|n| *n >= 2)
        || (name.len() <= 3 && name.chars().all(char::is_uppercase) && zone::parse(name).is_none())
}

/// A single capitalised word with small letters behind: a first name, if a verb of action follows.
fn likely(name: &str) -> bool {
    name.len() >= 3 && name.chars().skip(1).all(|c| c.is_lowercase() || c == '-' || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(texts: &[&str]) -> Vec<Vec<String>> {
        let doc =
            Document { source: crate::facts::Source::default(), id: None, blocks: Vec::new(), warnings: Vec::new() };
        let names = names(&doc, texts);
        texts.iter().map(|t| of(t, &names)).collect()
    }

    #[test]
    fn a_handle_in_front_signs_an_entry_unless_the_entry_goes_on_with_it() {
        assert_eq!(signed("@ann-lee Restarted the pods"), Some(("ann-lee", "Restarted the pods")));
        assert_eq!(signed("@ann status.acme.example updated"), Some(("ann", "status.acme.example updated")));
        assert_eq!(signed("@ann restarted the pods"), None);
        assert_eq!(signed("Ann Restarted the pods"), None);
        assert_eq!(read(&["@ann Check of the proxy"]), [["ann"]]);
    }

    #[test]
    fn a_department_is_nobody() {
        assert_eq!(read(&["Harbour ICT noticed it", "Mark Holm noticed it"]), [vec![], vec!["Mark Holm"]]);
    }

    #[test]
    fn those_who_act_or_speak_are_named_and_nobody_else() {
        let found = read(&[
            "Ada notices the proxy", "AC: is it down?", "AC / JP checked the logs", "The proxy restarts",
            "Icinga reports errors", "Database restarts", "[grace] joins the channel", "Rollback fails",
        ]);
        let want: [&[&str]; 8] = [&["Ada"], &["AC"], &["AC", "JP"], &[], &[], &[], &["grace"], &[]];
        assert_eq!(found, want);
    }
}
