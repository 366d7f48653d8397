//! What kind of event an entry of a timeline is, by the words engineers use for it.

use std::sync::LazyLock;

use crate::facts::EventKind;
use crate::lists::Phrases;

/// Phrases (lower case, parted by `|`) that speak for a kind, and how loudly. The loudest kind wins; of two equally loud the one that is said
/// first. A phrase matches at the start of a word, so "restor" finds "restored" and "restoring".
/// Counted over the entries of published timelines; a phrase that spoke for two kinds alike was left out.
const CUES: &[(EventKind, u32, &str)] = &[
    // Service is back.
    (
        EventKind::Recovery,
        6,
        "fully restored|service restored|services restored|service was restored|back online|back to normal|\
         fully recovered|fully operational|verified operational|incident resolved|issue resolved|issues resolved|\
         are now resolved|is now resolved|was resolved|is resolved|all clear|outage to an end|outage ends|\
         outage ended|end of incident|end of outage|incident closed|returned to normal|return to normal|\
         returns to normal|healthy again|available again|working again|works again|operational again|\
         working as intended|works as expected|working normally|operating normally",
    ),
    (
        EventKind::Recovery,
        5,
        "recovery|recovered|recovers|restored|as healthy|became healthy|become healthy|errors stop|errors subside|\
         alerts stop|came back|comes back|are back |is back |back up|stabilised|stabilized|looks ok|looks good now|\
         gone green|normal levels|impact ends|impact ended|resolved|outage finished",
    ),
    // The responders act to end it.
    (
        EventKind::Mitigation,
        5,
        "hotfix|hot fix|roll back|rolls back|rolled back|rolling back|rollback|reverted|reverts|revert |reverting|\
         failover|failed over|fail over|mitigat|workaround|work around|depool|fix deployed|fix applied|applied fix|\
         applied a fix|manual fix|manual change|manual config|fix merged|with the fix|fix is|fix was|fixed|and fixes|\
         bug fixes|undoing",
    ),
    (
        EventKind::Mitigation,
        4,
        "restart|reboot|scale up|scaled up|scaled|scaling|rerout|re-rout|reroute|disable|turned off|turn off|drained|\
         deleted|removed|removing|cleared|killed the|kills the|patched|patch |increased the|increase the|\
         limit increased|lowers|re-queued|requeue|back into the queue|reran|re-ran|re-run|rerun|redeploy|re-deploy|\
         replaced|unblock|downgrade|purge|flush|blocked the|rate limit|added capacity|to add new|being added|spun up|\
         after altering|generated|renewed|re-enabled|reset |restore from|restoring|locked the|rotated|revoked|\
         configuration changes deployed|by hand",
    ),
    // Somebody or something noticed.
    (
        EventKind::Detection,
        5,
        "incident declared|declared incident|declared an incident|incident is declared|declares an incident|\
         declare incident|first alert|first report|alerted us|alerts fired|alert fired|alarm fired|got paged|is alerted|are alerted|was alerted|\
         was paged|is paged|were paged|sends page|pages the on-call|page received|pagerduty|team alerted|\
         became aware|become aware|are aware|alarm received|alert received|received alert|received an alert|\
         received a lot of alerts|investigation started|investigations started|investigation begins|alert triggered|\
         reached out|raised the alarm",
    ),
    (
        EventKind::Detection,
        4,
        "noticed|notices|notice that|alert discovered|detected|identified problem|customer reported|\
         customers reported|user reported|users reported|user reports|users report|hear reports|reported by|\
         reports of|reported that|detection|first mention",
    ),
    // Others are brought in.
    (
        EventKind::Escalation,
        5,
        "escalat|called in|asked for help|asks for help|opened case|opens case|opened a case|support ticket|\
         support case|ticket raised|engaged|woke|looped in|loops in|brought in|handed over to",
    ),
    (
        EventKind::Escalation,
        4,
        "is called|was called|pinged|pings|contacts|contacted|reaches out to|joins|joined|texts|mail sent to|\
         page the",
    ),
    // People are told.
    (
        EventKind::Communication,
        5,
        "status page|statuspage|status update|mail indicating|informs customers|informed customers|comms|\
         users informed|letting users know|banner|hand-over|handover",
    ),
    (
        EventKind::Communication,
        4,
        "announc|tweet|posted|posts|communicat|informed|informs|notified|notify|notifies|email sent|emailed|sent out|\
         message sent|update send|update sent|published|moves discussion",
    ),
    // Something was changed before or while it broke.
    (
        EventKind::Change,
        4,
        "deployed|deployment|deploys|deploy |released|release of|merged|merge of|rollout|roll out|rolled out|upgrade|\
         migrat|applied to|applied|config change|configuration change|changed|maintenance|initiated|rollover started|\
         rollover initiated|roll over|update is pushed|pushed|switched|kicked off|executed|new version|feature flag|\
         turned on|enabled|pipeline run|set to|is being run|triggers|is triggered|expires|expired",
    ),
    // What was seen to be wrong.
    (
        EventKind::Signal,
        3,
        "error|fail|timeout|timed out|time out|latency|slow|spike|unavailable|down|outage|crash|unhealthy|\
         unresponsive|degrad|saturat|exhaust|full |drops|dropped|dropping|a drop|stuck|no space|out of memory|oom|\
         5xx|500|502|503|504|404|alert|alarm|critical|warning|notready|nodenotready|don't show|doesn't show|not showing|not show up|missing|jumps|jumped|climb|rises|rising|rose |peaks|passes|reaches|exceed|maximum|429|hung|hangs|piled up|evict|read-only|firing|fires|not ready|pending|flap|overload|loss of|lost|\
         losing|loses|killed|refused|rejected|blocked|stalled|stops|stopped|problem|issue|impact|affected|amplif|\
         flood|increas|decreas|backlog|reports|high cpu|not scheduled|overwhelm|hits|does not work|doesn't work|\
         not working|broken|plateau|unable to",
    ),
    (EventKind::Signal, 5, "not effective|still failing|still returning|still down|fails|informed us"),
    // Looking for the cause.
    (EventKind::Hypothesis, 5, "suspect|hypothes|theory|assum|speculat"),
    (
        EventKind::Hypothesis,
        4,
        "might be|may be|could be|seems to be|believe|thinks|think it|think that|wonder|guess|perhaps|\
         unclear whether",
    ),
    (
        EventKind::Test,
        5,
        "found the reason|found the cause|root cause found|root cause discovered|root cause identified|\
         cause identified|diagnosed|reproduc|attempted to ssh",
    ),
    (
        EventKind::Test,
        4,
        "investigat|checks|checked|check if|tests |tested|testing|tries to|tried to|trying to|verif|confirms|\
         confirmed|looked at|looks at|look into|looking at|looks into|look at|debug|digging into|found the|\
         found that|finds|found a|identifies|identified|determin|analys|analyz|tracked down|inspect|figures out|\
         realis|realiz|review|detect the",
    ),
    (
        EventKind::Decision,
        6,
        "decide|decision|agree to|agreed to|agreed that|opted|chose to|choose to|proposed|proposes|suggests|\
         suggested|recommend",
    ),
    // Afterwards.
    (
        EventKind::FollowUp,
        6,
        "follow-up ticket|postmortem|post-mortem|retrospective|retro |long-term fix|permanent fix|permanently|\
         root cause analysis|rca |clean up|documented|action item|lessons|upstream",
    ),
];

/// The phrases of all kinds together: searched one by one they took an eighth of a batch's time.
struct Finder {
    phrases: Phrases,
    /// For each phrase the line of [`CUES`] that it stands in.
    lines: Vec<usize>,
}

static FINDER: LazyLock<Finder> = LazyLock::new(|| {
    let phrases = || CUES.iter().enumerate().flat_map(|(line, (.., list))| list.split('|').map(move |p| (line, p)));
    Finder {
        phrases: Phrases::new(phrases().map(|(_, phrase)| phrase)),
        lines: phrases().map(|(line, _)| line).collect(),
    }
});

/// What of a line of [`CUES`] stands in a text.
#[derive(Debug, Clone, Copy)]
struct Found {
    /// Where the first of its phrases does.
    at: usize,
    /// How many of them do.
    count: u32,
}

/// The kind of an entry by its text; `Other` where no cue is found.
pub fn kind(text: &str) -> EventKind {
    let found = found(&text.to_lowercase());
    let loudness = CUES.iter().zip(found).filter_map(|(&(kind, weight, _), found)| {
        let Found { at, count } = found?;
        // What an entry begins with is what it is about; further cues of a kind only confirm it.
        let early = if at < 70 { weight } else { 0 };
        Some((2 * weight + early + count.min(3), std::cmp::Reverse(at), kind))
    });
    loudness.max_by_key(|&(score, at, _)| (score, at)).map_or(EventKind::Other, |(.., kind)| kind)
}

/// For each line of [`CUES`] what of it stands in `text`.
fn found(text: &str) -> [Option<Found>; CUES.len()] {
    let mut found = [None; CUES.len()];
    let mut seen = vec![false; FINDER.lines.len()];
    FINDER.phrases.each(text, |phrase, place| {
        let (Some(&line), Some(seen)) = (FINDER.lines.get(phrase), seen.get_mut(phrase)) else { return };
        if std::mem::replace(seen, true) {
            return;
        }
        if let Some(found) = found.get_mut(line) {
            let (at, count) = found.map_or((place.start, 0), |f: Found| (f.at.min(place.start), f.count));
            *found = Some(Found { at, count: count + 1 });
        }
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_at_the_start_of_a_word_only() {
        assert_eq!(kind("The failing host"), EventKind::Signal);
        assert_eq!(kind("The unfailing host"), EventKind::Other);
    }

    #[test]
    fn the_usual_entries_have_their_kinds() {
        for (text, want) in [
            ("Deployment of version 4.2 to production", EventKind::Change),
            ("Error rate climbs to 40%", EventKind::Signal),
            ("On-call is paged by the latency alert", EventKind::Detection),
            ("Database team joins the call", EventKind::Escalation),
            ("Status page updated, customers informed", EventKind::Communication),
            ("Rollback started", EventKind::Mitigation),
            ("We suspect the connection pool", EventKind::Hypothesis),
            ("Decided to fail over to the standby", EventKind::Decision),
            ("Service fully restored", EventKind::Recovery),
            ("Lunch", EventKind::Other),
        ] {
            assert_eq!(kind(text), want, "{text}");
        }
    }
}
