//! What kind of event an entry of a timeline is, by the words engineers use for it.

use crate::facts::EventKind;

/// Phrases (lower case) that speak for a kind, and how loudly. The loudest kind wins; of two equally loud the one that stands
/// first here. A phrase matches at the start of a word, so "restor" finds "restored" and "restoring".
/// Counted over the entries of published timelines; a phrase that spoke for two kinds alike was left out.
const CUES: &[(EventKind, u8, &[&str])] = &[
    // Service is back.
    (EventKind::Recovery, 5, &["fully restored", "service restored", "services restored", "back online", "back up", "back to normal", "fully recovered", "fully operational", "verified operational", "incident resolved", "issue resolved", "incident was resolved", "is resolved", "issue is fixed", "all clear", "outage ends", "outage ended", "end of incident", "end of outage", "returned to normal", "return to normal", "returns to normal", "healthy again", "available again", "is available", "works again", "working again", "operational again", "resolved"]),
    (EventKind::Recovery, 4, &["recovery", "recovered", "recovers", "recover", "restored", "healthy, allowing", "as healthy", "rates drop", "errors stop", "errors subside", "alerts stop", "came back", "comes back", "are back", "is back", "stabilised", "stabilized", "looks ok", "looks good now", "finished", "marked as resolved", "outage finished", "going green", "gone green", "unblocked", "normal levels", "disruption ends", "impact ends", "impact ended"]),
    // The responders act to end it.
    (EventKind::Mitigation, 4, &["roll back", "rolls back", "rolled back", "rolling back", "rollback", "revert", "restart", "reboot", "scale up", "scaled up", "scaled", "scaling", "failover", "failed over", "fail over", "hotfix", "hot fix", "mitigat", "workaround", "work around", "depool", "rerout", "re-rout", "disable", "turned off", "turn off", "drain", "deleted", "removed", "removing", "cleared", "killed the", "kills the", "fix deployed", "fix applied", "applied fix", "manual fix", "fix applied", "fix merged", "fix is", "fix was", "fixed", "fixes", "patched", "patch", "increased the", "increase the", "increased memory", "re-queued", "requeue", "reran", "re-run", "rerun", "attempt at running", "redeploy", "re-deploy", "replaced", "unblock", "downgraded", "downgrade", "purge", "flush", "blocked the", "rate limit", "added capacity", "new nodes", "being added", "spun up", "limit increased", "after altering", "undoing", "certificates generated", "renewed", "re-enabled", "reset", "restore from", "restoring", "altering", "locked", "rotated", "revoked", "manual configuration", "configuration changes deployed"]),
    // Somebody or something noticed.
    (EventKind::Detection, 4, &["incident declared", "declared incident", "incident is declared", "declares an incident", "declare incident", "calls this an incident", "first alert", "first report", "alerted us", "alerts fired", "alert fired", "alarm fired", "got paged", "was paged", "is paged", "were paged", "paged", "pages on-call", "page received", "pagerduty", "team alerted", "became aware", "become aware", "aware of", "noticed", "notices", "notice that", "discovered", "detected", "detects", "identified problem", "alarm received", "alert received", "received alert", "received a lot of alerts", "alert triggered", "alert discovered", "reports a string", "customer reported", "customers reported", "user reported", "users reported", "user reports", "users report", "reached out", "investigation started", "investigations started", "investigation begins", "we hear reports", "reported by", "reports of", "reported that", "detection", "raised the alarm", "first mention"]),
    // Others are brought in.
    (EventKind::Escalation, 4, &["escalat", "called in", "is called", "was called", "pinged", "pings", "contacts", "contacted", "asked for help", "asks for help", "asked experience", "reaches out to", "reached out to", "joins the call", "joined the call", "joins into", "joined the", "joins irc", "joins", "brought in", "opened case", "opens case", "opened a case", "support ticket", "support case", "ticket raised", "ticket with", "engaged", "woke", "texts", "mail sent to", "loops in", "looped in", "handed over", "page the", "flagging of"]),
    // People are told.
    (EventKind::Communication, 4, &["status page", "statuspage", "status update", "announc", "tweet", "posted", "posts", "communicat", "informed", "informs", "notified", "notify", "notifies", "mail indicating", "email sent", "emailed", "sent out", "message sent", "update send", "update sent", "published", "comms", "letting users know", "banner", "moves discussion", "hand-over", "handover", "coordinate"]),
    // Something was changed before or while it broke.
    (EventKind::Change, 4, &["deployed to", "deployment of", "deploys", "deployment reduces", "deploy ", "deployed", "deployment", "released", "release of", "merged", "merge of", "rollout", "roll out", "rolled out", "upgrade", "migrat", "applied to", "applied", "config change", "configuration change", "changed", "maintenance", "initiated", "node rollover started", "rollover started", "roll over", "update is pushed", "pushed", "switched", "starts flooding", "fails over to", "triggers", "is triggered", "kicked off", "executed", "new version", "feature flag", "turned on", "enabled", "pipeline run", "set to", "upgraded", "is being run", "expires", "expired"]),
    // What was seen to be wrong.
    (EventKind::Signal, 3, &["error", "fail", "timeout", "timed out", "time out", "latency", "slow", "spike", "unavailable", "down", "outage", "crash", "unhealthy", "unresponsive", "degrad", "saturat", "exhaust", "full", "drops", "dropped", "drop in", "stuck", "no space", "out of memory", "oom", "5xx", "500", "502", "503", "504", "404", "alert", "alarm", "critical", "warning", "notready", "not ready", "pending", "flap", "overload", "loss of", "lost", "killed", "refused", "rejected", "blocked", "stalled", "stops", "stopped", "problem", "issue", "not effective", "impact", "affected", "amplif", "flood", "increase", "decreas", "queue", "backlog", "reports", "icinga", "high cpu", "load", "not scheduled", "overwhelm", "hits max", "have no nodes", "does not work", "doesn't work", "not working", "broken", "plateau"]),
    // Looking for the cause.
    (EventKind::Hypothesis, 4, &["suspect", "hypothes", "theory", "might be", "may be", "could be", "possibly", "seems to be", "assum", "believe", "thinks", "think it", "think that", "wonder", "guess", "perhaps", "unclear whether", "speculat"]),
    (EventKind::Test, 4, &["investigat", "checks", "checked", "check if", "test", "tries to", "tried to", "trying to", "attempted to ssh", "verif", "confirms", "confirmed", "looked at", "looks at", "look into", "looking at", "looks into", "look at", "debug", "diagnos", "found the", "found that", "finds", "found a", "identifies", "identified", "root cause found", "determin", "reproduc", "analys", "analyz", "tracked down", "inspect", "figures out", "realis", "realiz", "review", "ssh into", "ssh to"]),
    (EventKind::Decision, 5, &["decide", "decision", "agree to", "agreed to", "agreed that", "opted", "chose to", "choose to", "proposed to", "proposed", "suggests", "suggested", "recommend"]),
    // Afterwards.
    (EventKind::FollowUp, 5, &["follow-up", "follow up", "postmortem", "post-mortem", "retrospective", "retro ", "long-term fix", "permanent fix", "permanently", "root cause analysis", "rca ", "cleanup", "clean up", "clean-up", "documented", "action item", "lessons"]),
];

/// The kind of an entry by its text; `Other` where no cue is found.
pub fn kind(text: &str) -> EventKind {
    let lower = text.to_lowercase();
    let mut best = (0u32, EventKind::Other);
    for kind in KINDS {
        let score = CUES.iter().filter(|(k, ..)| k == kind).map(|(_, weight, phrases)| u32::from(*weight) * matches(&lower, phrases)).sum::<u32>();
        if score > best.0 {
            best = (score, *kind);
        }
    }
    best.1
}

/// The order in which equal scores are decided.
const KINDS: &[EventKind] = &[
    EventKind::Recovery, EventKind::FollowUp, EventKind::Decision, EventKind::Mitigation, EventKind::Detection, EventKind::Escalation, EventKind::Communication, EventKind::Change,
    EventKind::Hypothesis, EventKind::Test, EventKind::Signal,
];

/// How many of the phrases stand in `text`, the early ones counted twice, at most four: what an entry begins with is what it is about.
fn matches(text: &str, phrases: &[&str]) -> u32 {
    let bytes = text.as_bytes();
    let at = |phrase: &str| text.match_indices(phrase).map(|(i, _)| i).find(|&i| !i.checked_sub(1).and_then(|p| bytes.get(p)).is_some_and(u8::is_ascii_alphanumeric));
    let found = phrases.iter().filter_map(|p| at(p)).map(|i| if i < 60 { 2 } else { 1 });
    found.sum::<u32>().min(4)
}

#[cfg(test)]
mod tests {
    use super::*;

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
