//! Puts a fragment of a timeline into the past tense, as a complete clause, where its grammar is certain.

use super::completion::{article, being, expand, verbless};
use super::finite::{ADJECTIVES, Finite, before, core_at, finite, is, verb_form};
use super::lexicon::{DETERMINERS, Form, PREPOSITIONS, is_auxiliary, verb};
use super::mood::{is_clause, is_impersonal, opening, opens_with_deed};
use super::passive::participle;
use super::words::{Word, decapitalize, join, split};

/// What opens words that say how something was.
const WITH: [&str; 4] = ["with", "without", "given", "despite"];

/// A fragment as a clause in the past tense ("the rollback failed due to …"), or `None` when its grammar is not certain.
/// `agent` is said where a fragment names nobody who acts ("Restarted the pods").
pub fn clause(fragment: &str, agent: &str) -> Option<String> {
    // "Rollback complete; uploads recover".
    if let Some((first, second)) = fragment.split_once("; ")
        && let (Some(first), Some(second)) = (clause(first, agent), clause(second, agent))
    {
        return Some(format!("{first}; {second}"));
    }
    // "Escalated to the database team - investigation begins": two fragments, as above.
    if let Some((first, second)) = fragment.split_once(" - ")
        && [first, second].iter().all(|part| part.split_whitespace().nth(1).is_some())
        && !is(&["a", "an", "the", "this"], core_at(&opening(second), 0))
    {
        return Some(format!("{}; {}", clause(first, agent)?, decapitalize(&clause(second, agent)?)));
    }
    // "Incident declared, rollback attempted": two fragments, each of them sure.
    if let Some((first, second)) = fragment.split_once(", ") {
        let opener = opening(second).first().map(|w| w.core().to_owned()).unwrap_or_default();
        // "Pod scheduled, enters the queue": the second has the subject of the first.
        if !is_clause(first) && opens_with_deed(second) && !opens_with_deed(first) {
            let (deed, rest) = second.split_once(' ')?;
            let (first, (deed, _)) = (single(first, "")?, verb(&deed.to_lowercase())?);
            return Some(format!("{first} and {} {rest}", deed.past));
        }
        // "With no cache configured, …": says how, and is no event of its own.
        let begins = opening(first).first().map(|w| w.core().to_owned()).unwrap_or_default();
        let independent = !is(&WITH, begins.as_str())
            && !is(&PREPOSITIONS, &opener)
            && !second.contains(", ")
            && verb_form(&opener) != Some(Form::Gerund);
        if independent
            && !is_clause(first)
            && !is_clause(second)
            && let (Some(first), Some(second)) = (single(first, agent), single(second, agent))
        {
            return Some(format!("{first} and {}", decapitalize(&second)));
        }
    }
    single(fragment, agent)
}

/// "Suspects the cache", which the entry's own column says that `doer` did → "a teammate suspected the cache".
/// `None` where nobody is named, or the fragment has a subject of its own.
pub fn with_subject(fragment: &str, doer: &str) -> Option<String> {
    let acts = |fragment: &str| opens_with_deed(fragment) && !is_impersonal(fragment);
    let (deed, rest) = fragment.split_once(' ').filter(|_| !doer.is_empty() && acts(fragment))?;
    let (verb, _) = verb(&deed.to_lowercase())?;
    Some(format!("{doer} {} {rest}", verb.past))
}

fn single(fragment: &str, agent: &str) -> Option<String> {
    // "Manually killed the queries": how we did it stands before what we did.
    if let Some((adverb, deed)) = fragment.split_once(' ')
        && adverb.len() > 5
        && adverb.ends_with("ly")
        && !agent.is_empty()
        && matches!(verb(core_at(&opening(deed), 0)), Some((_, Form::Past)))
    {
        let told = single(&super::words::capitalize(deed), agent)?;
        let rest = told.strip_prefix(agent)?.strip_prefix(' ')?;
        return Some(format!("{agent} {} {rest}", adverb.to_lowercase()));
    }
    // "Decision to wait": the noun stands for its verb.
    let decided = ["Decision to ", "Decision made to ", "Decided to "].iter().find_map(|d| fragment.strip_prefix(d));
    // "Decision: roll back …".
    let decided = decided.or_else(|| {
        let what = fragment.strip_prefix("Decision: ")?;
        matches!(verb(core_at(&split(what), 0)), Some((_, Form::Base))).then_some(what)
    });
    let decided = decided.map(|what| format!("the decision was to {}", decapitalize(what)));
    let mut words = split(decided.as_deref().unwrap_or(fragment));
    expand(&mut words);
    // "is identified as the culprit": what it is about is gone.
    let first = core_at(&words, 0);
    if is_auxiliary(first) || is_impersonal(fragment) {
        return None;
    }
    // "Confirm that …", "Restart the hub": nobody knows whether it was done.
    let opener = verb(core_at(&words, 0));
    let second = core_at(&words, 1);
    if opener.is_some_and(|(v, f)| f == Form::Base && (!v.noun || is(&DETERMINERS, second) || second == "that")) {
        return None;
    }
    // "Suspects the cache, which …": whoever acted is named elsewhere.
    if let Some((v, Form::Third)) = opener
        && !agent.is_empty()
        && (!v.noun || is(&DETERMINERS, second) || agent != "we" && !is(&PREPOSITIONS, second))
        && words.first().is_some_and(|w| !w.ends_clause())
    {
        if let Some(first) = words.first_mut() {
            *first = Word::new(v.past.clone());
        }
        words.insert(0, Word::new(agent));
        to_past(&mut words);
        return Some(join(&words));
    }
    being(&mut words);
    let main = (0..words.len()).find(|&i| finite(&words, i).is_some());
    // "Scheduled rollover started": the first word describes the subject, its verb comes later.
    let describes = main == Some(0) && is(&ADJECTIVES, core_at(&words, 0));
    let main = if describes { (1..words.len()).find(|&i| finite(&words, i).is_some()) } else { main };
    match main.map(|i| (i, finite(&words, i))) {
        // "With no cache configured, the hub …": belongs to what stands before the comma.
        Some((i, Some(Finite::PastForm(_))))
            if is(&WITH, core_at(&words, 0)) && words.iter().skip(i).any(|w| w.text().ends_with(',')) =>
        {
            return None;
        }
        Some((i, Some(Finite::PastForm(_)))) if i > 1 && adds_to(&words, i) => return None,
        Some((i, Some(Finite::PastForm(verb)))) => participle(&mut words, i, verb, agent)?,
        Some((0, Some(Finite::Past | Finite::Present(_)))) => return None,
        Some(_) => {}
        None => verbless(&mut words, agent)?,
    }
    to_past(&mut words);
    article(&mut words);
    Some(join(&words))
}

/// Says more of what stands before it: "…, ideally kept in memory", "…, hit by the outage", or is a sentence of one word.
fn adds_to(words: &[Word], at: usize) -> bool {
    let adverb = core_at(words, at - 1).ends_with("ly");
    let before =
        (at - 1).checked_sub(usize::from(adverb)).and_then(|i| words.get(i)).map(Word::text).unwrap_or_default();
    before.ends_with(',') && (adverb || core_at(words, at + 1) == "by") || before.ends_with('.') && !adverb
}

/// A sentence with every verb that certainly is a finite one in the past.
pub fn in_the_past(sentence: &str) -> String {
    let mut words = split(sentence);
    to_past(&mut words);
    join(&words)
}

/// Whoever did this wanted something to be done.
const ASKED: [&str; 8] = ["decided", "decides", "agreed", "agrees", "suggested", "suggests", "proposed", "recommended"];

/// Puts every finite verb of the present into the past, quotations left alone.
fn to_past(words: &mut Vec<Word>) {
    // Found first, changed then: a verb is recognised by the present of its neighbours.
    let present: Vec<(usize, &str)> = (0..words.len())
        .filter_map(|i| match finite(words, i) {
            Some(Finite::Present(past)) => Some((i, past)),
            _ => None,
        })
        .collect();
    for (i, past) in present {
        let past = if core_at(words, i) == "am" || past == "was" && before(words, i, &["we", "they", "you"]) {
            if before(words, i, &["i"]) { "was" } else { "were" }
        } else {
            past
        };
        if let Some(word) = words.get_mut(i) {
            word.replace(past);
        }
    }
    // "We are currently seeing errors" was said then.
    let now = |i: usize| is(&["currently", "now"], core_at(words, i)) && before(words, i, &["was", "were"]);
    if let Some(at) = (1..words.len()).find(|&i| now(i)) {
        words.remove(at);
    }
    // "The issue should be resolved as of noon" was said then.
    // "It was decided that a patch should be released": was to be.
    let asked = words.iter().any(|w| is(&ASKED, w.core()));
    for i in 1..words.len() {
        if !asked && core_at(words, i - 1) == "should" && core_at(words, i) == "be" {
            words.get_mut(i).into_iter().for_each(|word| word.replace("have been"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deed_gets_its_doer_and_a_subject_gets_none() {
        assert_eq!(with_subject("Suspects the cache", "a teammate").as_deref(), Some("a teammate suspected the cache"));
        assert_eq!(with_subject("Suspects the cache", ""), None);
        assert_eq!(with_subject("Reports of errors arrive", "a teammate"), None);
        assert_eq!(with_subject("The cache evicts keys", "a teammate"), None);
        assert_eq!(with_subject("Deletes are piling up", "a teammate"), None);
        assert_eq!(with_subject("Seems to come and go", "a teammate"), None);
        assert_eq!(clause("Looks like a bad disk", "a teammate"), None);
    }

    #[test]
    fn a_sentence_of_a_list_of_times_is_put_into_the_past() {
        let told = in_the_past("The pod does not start since it lacks a key, and we then quickly drain the node");
        assert_eq!(told, "The pod did not start since it lacked a key, and we then quickly drained the node");
        assert_eq!(in_the_past("Ann wakes up, begins to dig"), "Ann woke up, began to dig");
    }

    #[test]
    fn what_stands_beside_an_event_is_none() {
        assert_eq!(clause("With no cache configured, the hub swaps", "we"), None);
        assert_eq!(clause("Put node 4 back into the pool", ""), None);
        assert_eq!(clause("Remain calm and collected", "we"), None);
        assert_eq!(clause("Work on the module complete and tested", ""), None);
        assert_eq!(clause("Global metrics, ideally collected from the hub", "we"), None);
    }

    fn we(fragment: &str) -> Option<String> {
        clause(fragment, "we")
    }

    #[test]
    fn the_present_becomes_the_past() {
        for (fragment, expected) in [
            ("Rollback fails due to a bad permission", "the rollback failed due to a bad permission"),
            ("Icinga reports a string of servers going down", "Icinga reported a string of servers going down"),
            ("Pods start failing and enter crash loops", "Pods started failing and entered crash loops"),
            ("The proxy pod is evicted", "The proxy pod was evicted"),
            ("Developer reports high count of timeouts", "a developer reported high count of timeouts"),
            ("It doesn't recover", "It didn't recover"),
            ("A teammate merges pull request 12 of the day", "A teammate merged pull request 12 of the day"),
            ("The graph showed requests returning errors", "The graph showed requests returning errors"),
            ("The lead increases the limit of file handles", "The lead increased the limit of file handles"),
            (
                "The network team recognizes the slip and alerts other teams",
                "The network team recognized the slip and alerted other teams",
            ),
            ("The teams are alerted and begin a call", "The teams were alerted and began a call"),
            ("The packages are busy and slow", "The packages were busy and slow"),
            ("Registry fully stable", "Registry was fully stable"),
            ("Manually killed the queries", "we manually killed the queries"),
            ("Employee two asks for the amount", "Employee two asked for the amount"),
            ("Attempted to log in, but it hung", "we attempted to log in, but it hung"),
            ("Cordoned and force drained the node", "we cordoned and force drained the node"),
            ("The team tunes the alerts, establishes a cause", "The team tuned the alerts, established a cause"),
            ("It's clear that it’s over", "It was clear that it was over"),
            ("The node begins it's restart", "The node began it's restart"),
            ("A very involved revert is done", "A very involved revert was done"),
            ("Students report the hub is down", "Students reported the hub was down"),
            ("New nodes being added", "New nodes were being added"),
            ("We are currently seeing errors on the hub", "We were seeing errors on the hub"),
            ("Issue with Safari and the iOS app identified", "the issue with Safari and the iOS app was identified"),
            ("Noor runs and then disabled the agent", "Noor ran and then disabled the agent"),
            (
                "First shop notices the issue and escalates to the team",
                "First shop noticed the issue and escalated to the team",
            ),
            ("Log of run 5 and its copies deleted", "Log of run 5 and its copies were deleted"),
            ("Noor and Dana Voss conclude that it is over", "Noor and Dana Voss concluded that it was over"),
            ("Security publishes messages on the channel", "Security published messages on the channel"),
            ("Users are seeing pull errors no matter what", "Users were seeing pull errors no matter what"),
            ("The planned upgrade of the nodes starts", "The planned upgrade of the nodes started"),
            ("The new pods stay in Pending", "The new pods stayed in Pending"),
            ("Requests to seat-hold go from 210 to 2,300", "Requests to seat-hold went from 210 to 2,300"),
            ("Alert CheckoutErrorRate fires at 8%", "Alert CheckoutErrorRate fired at 8%"),
            ("Decision to wait, as the queue is short", "the decision was to wait, as the queue was short"),
            ("Decision: Roll back, as nobody knows the fix", "the decision was to roll back, as nobody knew the fix"),
            (
                "Deploy of pricing-api v4.31.0 starts: canary first",
                "the deploy of pricing-api v4.31.0 started: canary first",
            ),
            (
                "The pods look healthy, the errors come from the API",
                "The pods looked healthy, the errors came from the API",
            ),
            ("Attempts to isolate the bug start again", "Attempts to isolate the bug started again"),
            ("The search outage should be over as of noon", "The search outage should have been over as of noon"),
            ("A teammate returns, the status is open", "A teammate returned, the status was open"),
            ("The build failed as it times out", "The build failed as it timed out"),
            ("Some pods eventually make progress", "Some pods eventually made progress"),
            ("Mempool cost hits max cost", "Mempool cost hit max cost"),
            ("All systems verified operational", "All systems were verified operational"),
            ("Rollback to v1 initiated", "the rollback to v1 was initiated"),
            ("Pod scheduled, enters the queue", "the pod was scheduled and entered the queue"),
            ("Release rolled back", "the release was rolled back"),
            ("Rollback complete; uploads recover", "the rollback was complete; uploads recovered"),
            (
                "Ticket escalated to the vendor - investigation begins",
                "the ticket was escalated to the vendor; the investigation began",
            ),
            ("The replica writes completed", "The replica writes completed"),
            ("Ada decides to re-enable reads on the old hub", "Ada decided to re-enable reads on the old hub"),
            ("The upgrade begins, needing two client restarts", "The upgrade began, needing two client restarts"),
            ("The new index filled up all space on the disk", "The new index filled up all space on the disk"),
            ("Sam flags the graph", "Sam flagged the graph"),
            ("Cluster scaled to zero to stop the writes", "the cluster was scaled to zero to stop the writes"),
            ("Oncall engineer first paged", "an oncall engineer was first paged"),
            ("Second engineer restarts the hub", "a second engineer restarted the hub"),
            (
                "Software Engineer 2 approved and merged the change",
                "Software Engineer 2 approved and merged the change",
            ),
            ("Vendor A begins making changes", "Vendor A began making changes"),
            ("80% of replies dropped by the proxy", "80% of replies were dropped by the proxy"),
            ("Nobody attempted to deploy", "Nobody attempted to deploy"),
            ("Site back up", "the site was back up"),
            ("The team moves to balance partitions across nodes", "The team moved to balance partitions across nodes"),
            ("The hung pods remain stuck", "The hung pods remained stuck"),
            ("The node immediately becomes busy again", "The node immediately became busy again"),
            ("We drain the node and the hub already recovers", "We drained the node and the hub already recovered"),
            ("We drain the node and restart Redis", "We drained the node and restarted Redis"),
            ("The hub fails and we restart Redis", "The hub failed and we restarted Redis"),
            ("An eagle-eyed engineer spots the bug", "An eagle-eyed engineer spotted the bug"),
            ("We chase the wrong host", "We chased the wrong host"),
            (
                "Issue detected through alerts indicating increased latency",
                "the issue was detected through alerts indicating increased latency",
            ),
        ] {
            assert_eq!(we(fragment).as_deref(), Some(expected));
        }
    }

    #[test]
    fn infinitives_nouns_and_quotations_keep_their_form() {
        for (fragment, expected) in [
            ("We asked the vendor to have a look", "We asked the vendor to have a look"),
            ("Error reports increased", "Error reports increased"),
            ("More reports come in by noon", "More reports came in by noon"),
            ("We saw pods fail", "We saw pods fail"),
            ("They came from thousands of new addresses", "They came from thousands of new addresses"),
            ("The log showed lots of requests that were slow", "The log showed lots of requests that were slow"),
            ("When the node came back, it was fine", "When the node came back, it was fine"),
            (
                "The pipeline ran, reverting changes to the network",
                "The pipeline ran, reverting changes to the network",
            ),
            ("The monitor sent pages to the team", "The monitor sent pages to the team"),
            ("It was 9:02 AM in the office", "It was 9:02 AM in the office"),
            ("The log says \"node is gone\"", "The log said \"node is gone\""),
            ("Nobody could see the changes", "Nobody could see the changes"),
        ] {
            assert_eq!(we(fragment).as_deref(), Some(expected));
        }
    }

    #[test]
    fn a_bare_participle_becomes_a_passive() {
        for (fragment, expected) in [
            ("Change reverted", "the change was reverted"),
            ("SEV-2 declared", "SEV-2 was declared"),
            ("On-call engineer paged", "an on-call engineer was paged"),
            ("Platform team alerted via the pager", "the platform team was alerted via the pager"),
            ("Scheduled rollover initiated", "the scheduled rollover was initiated"),
            ("Pods manually deleted on fully scheduled nodes", "Pods were manually deleted on fully scheduled nodes"),
            ("Manual configuration changes deployed", "Manual configuration changes were deployed"),
            ("Service fully restored", "the service was fully restored"),
            ("Incident declared, rollback attempted", "the incident was declared and the rollback was attempted"),
            (
                "On-call engineer alerted that the disk is full",
                "an on-call engineer was alerted that the disk was full",
            ),
        ] {
            assert_eq!(we(fragment).as_deref(), Some(expected));
        }
    }

    #[test]
    fn no_passive_for_who_acts_or_for_verbs_without_object() {
        for (fragment, expected) in [
            ("Team deployed to production", "the team deployed to production"),
            ("User reported that images were missing", "a user reported that images were missing"),
            ("Dana deployed to production", "Dana deployed to production"),
            ("Dana then deployed to production", "Dana then deployed to production"),
            ("Pods restarted", "Pods restarted"),
            ("Dana rolls back to the old version", "Dana rolled back to the old version"),
            ("We saw a lack of URL rewrites due to a bug", "We saw a lack of URL rewrites due to a bug"),
            ("The hotfix we applied", "The hotfix we applied"),
            ("Changes deployed in the morning caused errors", "Changes deployed in the morning caused errors"),
            ("Noor proposed to wait", "Noor proposed to wait"),
            ("Vendor deployed the fix", "the vendor deployed the fix"),
            ("The incident lead chose to revoke at once", "The incident lead chose to revoke at once"),
            ("Others still get stuck with a timeout", "Others still got stuck with a timeout"),
            ("This made in turn the trimming impossible", "This made in turn the trimming impossible"),
        ] {
            assert_eq!(we(fragment).as_deref(), Some(expected));
        }
    }

    #[test]
    fn what_nobody_is_named_for_was_done_by_us() {
        assert_eq!(we("Restarted the pods").as_deref(), Some("we restarted the pods"));
        assert_eq!(we("Started draining the old nodes").as_deref(), Some("we started draining the old nodes"));
        assert_eq!(
            we("Suspects the price cache, which is cold").as_deref(),
            Some("we suspected the price cache, which was cold")
        );
        assert_eq!(
            clause("Splits the latency by size", "a teammate").as_deref(),
            Some("a teammate split the latency by size")
        );
        assert_eq!(we("Reports of errors"), None);
        assert!(!clause("logs of the ingestor say it is full", "a teammate").unwrap().contains("teammate"));
        assert_eq!(we("Reached out to the vendor").as_deref(), Some("we reached out to the vendor"));
        assert_eq!(we("Investigated and found a leak").as_deref(), Some("we investigated and found a leak"));
        assert_eq!(we("Digging into the logs").as_deref(), Some("we were digging into the logs"));
    }

    #[test]
    fn what_others_or_nobody_did_is_not_claimed() {
        for fragment in [
            "Restarted by the vendor", "Increased latency on the hub", "Crashed again", "Low priority alarms",
            "Confirm that the network is fine", "First detected by users", "Targets for the balancer",
            "is identified as the culprit", "A mail indicating service restored", "Caused new errors on the hub",
            "Start of investigations", "Restart the hub", "Testing on the old nodes fine",
        ] {
            assert_eq!(we(fragment), None, "{fragment}");
        }
    }
}
