//! Names of members: how programs spell them, and the keys that extraction knows.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// The keys that extraction knows, each with the ways in which incident tools spell it (lower case, words apart, a
/// final "at", "time", "timestamp" or "date" taken off). Collected from the APIs of the tools that have a shape here
/// and from teams' own exports. Names that only may mean the key (`created`, `reported`, `closed`, `monitoring`) are
/// left as they are: when a record was made is not when an incident began.
const KEYS: &[(&str, &[&str])] = &[
    (
        "title",
        &["title", "name", "incident", "incident name", "incident title", "headline", "subject", "external desc"],
    ),
    (
        "started",
        &[
            "started", "start", "begin", "began", "start of impact", "impact start", "impact started", "impact began",
            "customer impact start", "customer impact started", "incident start", "incident started", "outage start",
            "downtime start",
        ],
    ),
    ("detected", &["detected", "discovered", "noticed", "first detected", "incident detected"]),
    ("acknowledged", &["acknowledged", "acked", "ack", "first acknowledged"]),
    ("mitigated", &["mitigated", "fixed", "contained", "impact mitigated"]),
    (
        "resolved",
        &[
            "resolved", "solved", "end", "ended", "restored", "recovered", "impact end", "impact ended",
            "customer impact end", "customer impact ended", "incident end", "incident resolved", "outage end",
            "downtime end",
        ],
    ),
    ("severity", &["severity", "sev", "severity level", "incident severity", "priority"]),
    ("status", &["status", "state", "incident status", "current status"]),
    (
        "service",
        &[
            "service", "services", "service name", "affected service", "affected services", "impacted service",
            "impacted services", "component", "components", "affected component", "affected components",
            "affected system", "affected systems", "affected products", "systems",
        ],
    ),
    (
        "impact",
        &[
            "impact", "customer impact", "user impact", "business impact", "impact summary", "impact description",
            "customer impact summary", "customer impact scope",
        ],
    ),
    ("root cause", &["root cause", "root causes", "rootcause", "cause", "causes", "root cause analysis", "rca"]),
    ("summary", &["summary", "description", "overview", "executive summary", "incident summary"]),
    ("resolution", &["resolution", "fix", "remediation", "resolution message", "mitigation message"]),
    ("commander", &["commander", "incident commander"]),
    (
        "action items",
        &[
            "action items", "actions", "action item", "follow ups", "followups", "follow up", "next steps",
            "corrective actions", "todos", "tasks",
        ],
    ),
    ("lessons learned", &["lessons learned", "lessons", "learnings"]),
    ("time zone", &["time zone", "timezone", "tz"]),
];

/// The key of each name.
static KEY_OF: LazyLock<FxHashMap<&str, &str>> =
    LazyLock::new(|| KEYS.iter().flat_map(|(key, names)| names.iter().map(|name| (*name, *key))).collect());

/// The last words of a name that only say that it is a time.
const TIME_ENDINGS: &[&str] = &[" at", " on", " time", " timestamp", " date", " ts", " utc"];

/// The key that extraction knows for a name, or the name itself as words.
pub fn canon(name: &str) -> String {
    let words = words(name);
    let is = |candidate: &str| KEY_OF.get(candidate).map(|key| (*key).to_owned());
    let stem = TIME_ENDINGS.iter().find_map(|ending| words.strip_suffix(ending));
    is(&words).or_else(|| is(stem?)).unwrap_or_else(|| stem.map_or(words.clone(), str::to_owned))
}

/// A name in lower case with its words apart: `impactStartDate`, `impact_start-date` → `impact start date`.
pub fn words(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    let mut before = ' ';
    for c in name.chars() {
        let parted = matches!(c, '_' | '-' | '.') || c.is_whitespace();
        if (parted || (c.is_uppercase() && (before.is_lowercase() || before.is_ascii_digit())))
            && !words.is_empty()
            && !words.ends_with(' ')
        {
            words.push(' ');
        }
        if !parted {
            words.extend(c.to_lowercase());
        }
        before = c;
    }
    words.truncate(words.trim_end().len());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_key_come_together() {
        for name in
            ["started_at", "startTime", "impactStartDate", "customer_impact_start", "begin", "Impact started at"]
        {
            assert_eq!(canon(name), "started", "{name}");
        }
        assert_eq!(canon("root_cause"), "root cause");
        assert_eq!(canon("affected-services"), "service");
    }

    #[test]
    fn the_making_of_a_record_is_not_the_start_of_an_incident() {
        assert_eq!(canon("created_at"), "created");
        assert_eq!(canon("Reported at"), "reported");
    }

    #[test]
    fn an_unknown_name_becomes_words() {
        assert_eq!(words("affectedUsersCount"), "affected users count");
        assert_eq!(words("incidentID"), "incident id");
        assert_eq!(words("__x__"), "x");
        assert_eq!(canon("ÜberGröße"), "über größe");
    }
}
