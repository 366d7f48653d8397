//! The questions, as data. A new one is a new entry of [`TABLE`].

use super::answers::Pick;
use crate::check::words::has_phrase;
use crate::story::PartId;

/// A question.
#[derive(Debug)]
pub struct Entry {
    /// Its stable name.
    pub id: &'static str,
    /// The part of the story that it digs into. The table is in the order of the parts.
    pub part: PartId,
    /// What the interviewer assesses by it.
    pub assesses: &'static str,
    /// Its forms, the most specific first. The first is asked whose `{blanks}` the document fills; without any, it is not asked.
    pub ask: &'static [&'static str],
    /// The facts that answer it.
    pub answers: &'static [Pick],
    /// Only those of them that hold one of these words.
    pub only: Option<&'static Words>,
    /// Words that a good answer holds, and what is missing when none of the answers does.
    pub wants: Option<(&'static Words, &'static str)>,
}

/// Words that show what a sentence is about.
#[derive(Debug)]
pub struct Words {
    /// In lower case, as whole words.
    words: &'static [&'static str],
    /// A digit will do as well.
    or_digit: bool,
}

impl Words {
    /// Whether one of them stands in a text.
    pub fn stand_in(&self, text: &str) -> bool {
        self.or_digit && text.contains(|c: char| c.is_ascii_digit()) || has_phrase(&text.to_lowercase(), self.words)
    }
}

/// Gives a reason.
const REASON: &Words = &Words {
    words: &[
        "because", "since", "so that", "in order to", "due to", "the reason", "given that", "instead of",
        "rather than", "to avoid", "to protect", "otherwise", "as the", "as we", "as it", "faster", "safer",
        "which had", "reasoned",
    ],
    or_digit: false,
};

/// Admits that something was not known.
const UNKNOWN: &Words = &Words {
    words: &[
        "not know", "didn't know", "unknown", "unclear", "not sure", "unsure", "uncertain", "not yet", "not clear",
        "whether", "could not tell", "couldn't tell", "without knowing", "assumed", "assuming", "suspected", "guess",
    ],
    or_digit: false,
};

/// Weighs what could go wrong.
const RISK: &Words = &Words {
    words: &[
        "risk", "risks", "risky", "feared", "worse", "side effect", "side effects", "in case", "data loss", "safe",
        "safely", "safer", "could have", "might have", "would have", "careful", "carefully", "dangerous",
    ],
    or_digit: false,
};

/// Shows that it worked.
const PROOF: &Words = &Words {
    words: &[
        "back to", "back at", "back down", "returned to", "recovered", "recovering", "restored", "verified",
        "confirmed", "watched", "monitored", "monitoring", "dropped to", "fell to", "no new", "no more", "no further",
        "healthy", "normal", "cleared", "came back", "working again", "stable", "green", "baseline", "subsided",
        "success rate",
    ],
    or_digit: false,
};

/// Is about noticing.
const WATCHING: &Words = &Words {
    words: &[
        "alert", "alerts", "alerting", "alarm", "alarms", "monitor", "monitors", "monitoring", "metric", "metrics",
        "dashboard", "dashboards", "canary", "load test", "load tests", "test", "tests", "detect", "detected",
        "detection", "notice", "noticed", "staging", "observability", "threshold", "paging", "page",
    ],
    or_digit: false,
};

/// Is about being told by a machine.
const ALERT: &Words = &Words {
    words: &[
        "alert", "alerts", "alerting", "alarm", "alarms", "monitor", "monitors", "monitoring", "threshold", "paging",
        "pager", "notification", "notifications",
    ],
    or_digit: false,
};

/// Names a condition.
const CONDITION: &Words = &Words {
    words: &[
        "above", "below", "longer than", "more than", "less than", "fewer than", "exceeds", "when", "if", "percent",
        "p99", "p95", "error rate", "latency", "lag", "free space", "expiry", "burn rate", "queue depth",
    ],
    or_digit: true,
};

/// Says how urgent it was taken to be.
const URGENCY: &Words = &Words {
    words: &[
        "declared", "declare", "severity", "sev", "sev1", "sev2", "sev3", "sev-1", "sev-2", "sev-3", "p0", "p1", "p2",
        "priority", "incident command", "escalated", "escalate", "escalates", "all hands", "critical", "major",
        "minor",
    ],
    or_digit: false,
};

/// Is about what did not go well, or should go otherwise.
const REGRET: &Words = &Words {
    words: &[
        "should", "next time", "could have", "would have", "need", "needs", "better", "improve", "improved", "wrong",
        "lost", "nobody", "no one", "not", "didn't", "did not", "too", "slow", "slowly", "late", "missing", "never",
        "without", "longer", "poor", "poorly", "lack", "lacked", "unclear", "instead of", "must", "does not",
        "doesn't", "only",
    ],
    or_digit: false,
};

/// Owns up to chance.
const LUCK: &Words = &Words {
    words: &["lucky", "luck", "luckily", "fortunately", "by chance", "happened to", "coincidence"],
    or_digit: false,
};

/// All questions, in the order of the story's parts.
pub const TABLE: &[Entry] = &[
    Entry {
        id: "blast-radius",
        part: PartId::Context,
        assesses: "Did you establish who was affected, and how badly, before you debugged?",
        ask: &["Who was affected, and how badly? Did they get errors or slow answers?"],
        answers: &[Pick::Impact],
        only: None,
        wants: None,
    },
    Entry {
        id: "impact-measured",
        part: PartId::Context,
        assesses: "Do you know where your numbers come from?",
        ask: &["The document gives “{figure}”. How was that measured?", "How was the impact measured?"],
        answers: &[Pick::Measured],
        only: None,
        wants: None,
    },
    Entry {
        id: "urgency",
        part: PartId::Context,
        assesses: "Fix fast or fix right: did the urgency decide how you worked?",
        ask: &[
            "It went down as “{severity}”. Who decided that, when, and on what grounds?",
            "How urgent was it, and who decided that?",
        ],
        answers: &[Pick::Severity, Pick::Timeline, Pick::Decisions],
        only: Some(URGENCY),
        wants: None,
    },
    Entry {
        id: "duration",
        part: PartId::Context,
        assesses: "Do you know when users were affected, not only when the ticket was open?",
        ask: &["How long were users affected, and when did it stop for them?"],
        answers: &[Pick::Durations, Pick::Ended],
        only: None,
        wants: None,
    },
    Entry {
        id: "your-part",
        part: PartId::Role,
        assesses: "Do you own your part, no more and no less?",
        ask: &["What did you do yourself?"],
        answers: &[Pick::Mine],
        only: None,
        wants: None,
    },
    Entry {
        id: "who-found",
        part: PartId::Role,
        assesses: "Are you honest about who found the cause?",
        ask: &["Who found the cause, and how did you work with them?"],
        answers: &[Pick::Finders],
        only: None,
        wants: None,
    },
    Entry {
        id: "communication",
        part: PartId::Role,
        assesses: "Did you keep stakeholders informed, and escalate in time?",
        ask: &["Whom did you tell, when, and what?"],
        answers: &[Pick::Told],
        only: None,
        wants: None,
    },
    Entry {
        id: "detection",
        part: PartId::Methodology,
        assesses: "Do you know which signals exist? Did you notice before your users did?",
        ask: &["How did you learn of it: from an alert, a graph, or a user?"],
        answers: &[Pick::FirstSign, Pick::Alerts],
        only: None,
        wants: None,
    },
    Entry {
        id: "changed-before",
        part: PartId::Methodology,
        assesses: "Did you ask first what had changed?",
        ask: &[
            "What had changed in the two hours before {first_sign_time}?",
            "What had changed in the two hours before?",
        ],
        answers: &[Pick::ChangesBefore, Pick::Change],
        only: None,
        wants: None,
    },
    Entry {
        id: "change-or-coincidence",
        part: PartId::Methodology,
        assesses: "Do you tell a cause from a coincidence?",
        ask: &[
            "There was a change at {change_time}, and a first sign at {first_sign_time}. How do you know that one led to the other?",
            "How do you know that this was the cause, and not only something that happened at the same time?",
        ],
        answers: &[Pick::Confirmed, Pick::Tests, Pick::Traces],
        only: None,
        wants: None,
    },
    Entry {
        id: "first-check",
        part: PartId::Methodology,
        assesses: "Do you follow the evidence, or guess?",
        ask: &[
            "The document has: “{suspicion}”. Why was that worth a look, and was it the first thing you looked at?",
            "What did you check first, and why that?",
        ],
        answers: &[Pick::FirstStep],
        only: None,
        wants: Some((REASON, "It does not say why that first.")),
    },
    Entry {
        id: "first-theory",
        part: PartId::Methodology,
        assesses: "Do you let evidence change your mind?",
        ask: &["Which theory turned out wrong, and what disproved it?"],
        answers: &[Pick::Refuted],
        only: None,
        wants: None,
    },
    Entry {
        id: "evidence",
        part: PartId::Methodology,
        assesses: "Do you know your tools: which graph, which query, which pattern?",
        ask: &["What exactly did you look at: which graph, which query, which log line?"],
        answers: &[Pick::Evidence],
        only: None,
        wants: None,
    },
    Entry {
        id: "narrowing",
        part: PartId::Methodology,
        assesses: "Do you work top-down, from the symptom through the services?",
        ask: &["How did you get from the symptom to the component at fault?"],
        answers: &[Pick::Tests, Pick::Traces],
        only: None,
        wants: None,
    },
    Entry {
        id: "silence",
        part: PartId::Methodology,
        assesses: "Is there a method in the time that the timeline leaves out?",
        ask: &["Between {silence_from} and {silence_to} the timeline has no entry. What did you do in that time?"],
        answers: &[],
        only: None,
        wants: None,
    },
    Entry {
        id: "decision-why",
        part: PartId::Decisions,
        assesses: "Can you give reasons for a call under pressure?",
        ask: &["“{decision}”: why that, and not something else?", "Which call did you have to make, and why that one?"],
        answers: &[Pick::Decisions],
        only: None,
        wants: Some((REASON, "It does not say why.")),
    },
    Entry {
        id: "decision-unknown",
        part: PartId::Decisions,
        assesses: "Do you know what you did not know?",
        ask: &["What did you not know when you decided?"],
        answers: &[Pick::Decisions, Pick::Hypotheses],
        only: Some(UNKNOWN),
        wants: None,
    },
    Entry {
        id: "sooner",
        part: PartId::Decisions,
        assesses: "Do you weigh fixing fast against understanding first?",
        ask: &[
            "It was detected at {detected_time}, and the first step against it is from {first_step_time}. Why not sooner?",
            "Why not roll back, or switch it off, sooner?",
        ],
        answers: &[Pick::Decisions, Pick::Lessons, Pick::Contributing],
        only: Some(&Words {
            words: &[
                "roll back", "rollback", "rolled back", "revert", "reverted", "sooner", "earlier", "delayed", "delay",
                "took longer", "too long", "too late", "slow to", "instead of", "rather than", "first tried", "waited",
            ],
            or_digit: false,
        }),
        wants: Some((REASON, "It does not say why.")),
    },
    Entry {
        id: "understood-first",
        part: PartId::Decisions,
        assesses: "Fix or understand: did you know what you were fixing?",
        ask: &["What did you know about the cause when you first stepped in?"],
        answers: &[Pick::KnownBefore],
        only: None,
        wants: None,
    },
    Entry {
        id: "risk",
        part: PartId::Decisions,
        assesses: "Do you think of what your own intervention can break?",
        ask: &["What could your fix have made worse?"],
        answers: &[Pick::Decisions, Pick::Fix],
        only: Some(RISK),
        wants: None,
    },
    Entry {
        id: "cause",
        part: PartId::Resolution,
        assesses: "Technical depth: not “a database issue”, but which table and which kind of lock.",
        ask: &["What was the root cause, precisely: which component, which setting, which code?"],
        answers: &[Pick::Cause],
        only: None,
        wants: None,
    },
    Entry {
        id: "why-possible",
        part: PartId::Resolution,
        assesses: "Do you look behind the first cause?",
        ask: &["Why was that possible at all, and what made it worse?"],
        answers: &[Pick::Contributing],
        only: None,
        wants: None,
    },
    Entry {
        id: "fix",
        part: PartId::Resolution,
        assesses: "Do you tell a workaround from a fix?",
        ask: &["What ended it? Was that the fix, or a workaround?"],
        answers: &[Pick::Fix],
        only: None,
        wants: None,
    },
    Entry {
        id: "verified",
        part: PartId::Resolution,
        assesses: "Do you prove that it is fixed, or hope?",
        ask: &[
            "How do you know that it was over at {resolved_time}? Which signal, and watched for how long?",
            "How do you know that it is fixed? Which signal, and watched for how long?",
        ],
        answers: &[Pick::Recoveries, Pick::Fix],
        only: Some(PROOF),
        wants: None,
    },
    Entry {
        id: "caught-earlier",
        part: PartId::Retrospective,
        assesses: "Did you learn something about detection?",
        ask: &[
            "It took {to_detect} until it was detected. What would have caught it earlier?",
            "What would have caught it earlier?",
        ],
        answers: &[Pick::Actions, Pick::Lessons, Pick::Contributing],
        only: Some(WATCHING),
        wants: None,
    },
    Entry {
        id: "alert",
        part: PartId::Retrospective,
        assesses: "“We put in monitoring” is weak: which metric, which threshold, which condition?",
        ask: &["What are the metric and the threshold of the new alert, and whom does it page?"],
        answers: &[Pick::Actions],
        only: Some(ALERT),
        wants: Some((CONDITION, "It gives no metric with a threshold.")),
    },
    Entry {
        id: "prevention",
        part: PartId::Retrospective,
        assesses: "Did something change afterwards, specifically?",
        ask: &["What changed afterwards, so that this cannot come back?"],
        answers: &[Pick::Actions],
        only: None,
        wants: None,
    },
    Entry {
        id: "shipped",
        part: PartId::Retrospective,
        assesses: "Do you follow up, or forget?",
        ask: &["Which of the actions are done today, and which are not?"],
        answers: &[Pick::Statuses],
        only: None,
        wants: None,
    },
    Entry {
        id: "differently",
        part: PartId::Retrospective,
        assesses: "Do you reflect on your own part?",
        ask: &["What would you do differently?"],
        answers: &[Pick::Lessons],
        only: Some(REGRET),
        wants: None,
    },
    Entry {
        id: "luck",
        part: PartId::Retrospective,
        assesses: "Did you debug it, or did you get lucky?",
        ask: &["Where were you lucky?"],
        answers: &[Pick::Lessons, Pick::Contributing, Pick::Timeline],
        only: Some(LUCK),
        wants: None,
    },
];
