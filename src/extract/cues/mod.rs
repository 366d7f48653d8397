//! Word lists and weights as data, and the tables made of them.

pub mod vocabulary;

use std::sync::LazyLock;

use crate::lists::Phrases;

/// The phrases, by class.
const PHRASES: &str = include_str!("phrases.txt");

/// A set of cue classes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Cues(pub u64);

impl Cues {
    /// At least one phrase of the class was found.
    pub fn has(self, class: Class) -> bool {
        self.0 >> class.0 & 1 == 1
    }

    /// The set of these classes.
    fn of(classes: &[Class]) -> Cues {
        Cues(classes.iter().fold(0, |bits, class| bits | 1 << class.0))
    }

    /// At least one phrase of one of the classes was found.
    pub fn any(self, classes: &[Class]) -> bool {
        classes.iter().any(|&c| self.has(c))
    }

    /// The classes of which a phrase was found.
    pub fn classes(self) -> impl Iterator<Item = Class> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let lowest = u8::try_from(rest.trailing_zeros()).ok().filter(|_| rest != 0)?;
            rest &= rest - 1;
            Some(Class(lowest))
        })
    }
}

/// One class of phrases: its index in the phrase file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Class(pub u8);

impl Class {
    /// The class's name in the phrase file; empty for a class that does not exist.
    pub fn name(self) -> &'static str {
        TABLE.names.get(usize::from(self.0)).copied().unwrap_or_default()
    }

    /// The class of a name.
    pub fn named(name: &str) -> Option<Class> {
        TABLE.names.iter().position(|n| *n == name).and_then(|i| u8::try_from(i).ok()).map(Class)
    }
}

/// Gives the classes that code speaks of a name; a test holds the list and the phrase file together.
macro_rules! classes {
    ($($name:ident = $text:literal),* $(,)?) => {
        #[allow(missing_docs)] // the phrase file says what each is
        pub mod class {
            use super::Class;
            #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
            #[repr(u8)]
            enum Order { $($name),* }
            $(pub const $name: Class = Class(Order::$name as u8);)*
            /// All names, in the order of the phrase file.
            pub const NAMES: &[&str] = &[$($text),*];
        }
    };
}

classes! {
    CAUSE = "cause", BECAUSE = "because", EFFECT = "effect", DEFECT = "defect", EXHAUSTED = "exhausted", FAILED = "failed", HARDWARE = "hardware",
    CHANGE_VERB = "change_verb", CHANGE_NOW = "change_now", DEPLOY = "deploy", CONFIG = "config", TRAFFIC = "traffic",
    INFRASTRUCTURE = "infrastructure", EXTERNAL = "external", DATA = "data", NO_CHANGE = "no_change", REMEDY = "remedy", RESTORED = "restored",
    RESPOND = "respond", WE_DID = "we_did", IMPACT_WHO = "impact_who", IMPACT_HOW = "impact_how", IMPACT_NONE = "impact_none", SCOPE = "scope",
    ALERT = "alert", METRIC = "metric", GRAPH = "graph", OBSERVED = "observed", REPORT = "report", STATUS_CODE = "status_code",
    SUSPECT = "suspect", REFUTED = "refuted", CONFIRMED = "confirmed", NOT_CAUSE = "not_cause", UNKNOWN_CAUSE = "unknown_cause",
    DECIDE = "decide", TRADEOFF = "tradeoff", CONTRIBUTE = "contribute", LACKING = "lacking", FUTURE = "future", LESSON = "lesson",
    POLITE = "polite", NORMAL = "normal", PROLONG = "prolong", BEGAN = "began", ATTEMPT = "attempt", QUIET = "quiet", PLANNED = "planned", NAMED_CAUSE = "named_cause", NAMED_GUESS = "named_guess",
    CONSEQUENCE = "consequence", CHANGE_DENIED = "change_denied", LOAD_RISE = "load_rise", INEFFECTIVE = "ineffective",
    FORESIGHT = "foresight", INTENT = "intent", NAMED_REMEDY = "named_remedy", FOUND = "found",
}

/// Classes that together say more than each alone.
#[derive(Debug)]
pub struct Composite {
    /// Its name in the weight files.
    pub name: &'static str,
    /// One of each of these sets must be found …
    pub all: &'static [&'static [Class]],
    /// … and none of these.
    pub none: &'static [Class],
}

/// Indices into [`COMPOSITES`] of those that hold of a sentence with these cues.
pub fn composites(cues: Cues) -> impl Iterator<Item = u8> {
    /// The sets of each composite, as bits: they are asked for every sentence.
    static SETS: LazyLock<Vec<(Vec<Cues>, Cues)>> = LazyLock::new(|| {
        let sets = |c: &Composite| (c.all.iter().map(|set| Cues::of(set)).collect(), Cues::of(c.none));
        COMPOSITES.iter().map(sets).collect()
    });
    let meets = move |set: &Cues| set.0 & cues.0 != 0;
    (0..).zip(SETS.iter()).filter(move |(_, (all, none))| all.iter().all(meets) && !meets(none)).map(|(i, _)| i)
}

/// The composites that verdicts rest on. What is still to be done is none of what happened, so `FUTURE` rules most out.
pub const COMPOSITES: &[Composite] = {
    use class::*;
    const BAD: &[Class] = &[FAILED, DEFECT, EXHAUSTED, IMPACT_HOW, STATUS_CODE];
    &[
        Composite { name: "people hurt", all: &[&[IMPACT_WHO], &[FAILED, IMPACT_HOW]], none: &[FUTURE, POLITE] },
        Composite { name: "how much hurt", all: &[&[IMPACT_HOW], &[SCOPE]], none: &[FUTURE, LACKING, POLITE] },
        Composite {
            name: "hurt without remedy",
            all: &[&[IMPACT_HOW, STATUS_CODE]],
            none: &[BECAUSE, CAUSE, FUTURE, LACKING, POLITE, REMEDY],
        },
        Composite { name: "spared", all: &[&[IMPACT_NONE]], none: &[FUTURE] },
        Composite {
            name: "trouble seen",
            all: &[&[ALERT, GRAPH, METRIC, OBSERVED, REPORT], BAD],
            none: &[CAUSE, FUTURE, LACKING],
        },
        Composite { name: "metric moved", all: &[&[METRIC], &[EXHAUSTED, OBSERVED, SCOPE]], none: &[FUTURE, REMEDY] },
        Composite { name: "people told", all: &[&[REPORT], &[FAILED, IMPACT_HOW, IMPACT_WHO]], none: &[FUTURE] },
        Composite { name: "alert came", all: &[&[ALERT], &[FAILED, IMPACT_HOW, OBSERVED]], none: &[FUTURE, LACKING] },
        Composite { name: "state of trouble", all: &[BAD], none: &[CAUSE, DECIDE, FUTURE, REMEDY, RESPOND] },
        Composite {
            name: "cause of trouble",
            all: &[&[CAUSE], BAD],
            none: &[FUTURE, LESSON, NOT_CAUSE, UNKNOWN_CAUSE],
        },
        Composite {
            name: "cause in a change",
            all: &[&[CAUSE], &[CHANGE_VERB]],
            none: &[FUTURE, LESSON, NOT_CAUSE, UNKNOWN_CAUSE],
        },
        Composite { name: "because of trouble", all: &[&[BECAUSE], BAD], none: &[FUTURE, LESSON] },
        Composite { name: "trouble leads on", all: &[&[EFFECT], BAD], none: &[FUTURE, LESSON, POLITE] },
        Composite {
            name: "fault in software",
            all: &[&[DEFECT, EXHAUSTED], &[BECAUSE, CAUSE, EFFECT, FAILED]],
            none: &[FUTURE, LESSON, POLITE],
        },
        Composite {
            name: "thing changed",
            all: &[&[CHANGE_VERB], &[CONFIG, DATA, DEPLOY, INFRASTRUCTURE]],
            none: &[FAILED, FUTURE, LACKING, LESSON, POLITE, RESTORED],
        },
        Composite {
            name: "change hurts",
            all: &[&[CHANGE_NOW, CHANGE_VERB], &[CONFIG, DATA, DEPLOY, LOAD_RISE], &[CAUSE, EFFECT, IMPACT_HOW]],
            none: &[FUTURE, LESSON, POLITE, PROLONG],
        },
        Composite {
            name: "change begins",
            all: &[&[CONFIG, DEPLOY, EXTERNAL, INFRASTRUCTURE, LOAD_RISE], &[BEGAN, CHANGE_NOW]],
            none: &[FAILED, FUTURE, LESSON, OBSERVED, POLITE, RESTORED, STATUS_CODE],
        },
        Composite {
            name: "change found",
            all: &[&[FOUND], &[CHANGE_NOW, CHANGE_VERB, DEPLOY], BAD],
            none: &[FUTURE, LESSON, POLITE],
        },
        Composite {
            name: "load rises",
            all: &[&[LOAD_RISE], &[BEGAN, EFFECT, EXHAUSTED, IMPACT_HOW]],
            none: &[FUTURE, LESSON, POLITE, REMEDY],
        },
        Composite {
            name: "traffic begins",
            all: &[&[TRAFFIC], &[BEGAN]],
            none: &[FAILED, FUTURE, LESSON, OBSERVED, POLITE, REMEDY, RESTORED],
        },
        Composite {
            name: "others act",
            all: &[&[EXTERNAL], &[BEGAN, CHANGE_VERB, LOAD_RISE, TRAFFIC]],
            none: &[FAILED, FUTURE, IMPACT_HOW, LESSON, POLITE, REMEDY],
        },
        Composite { name: "remedy works", all: &[&[REMEDY], &[RESTORED]], none: &[FUTURE, LACKING] },
        Composite { name: "only over", all: &[&[RESTORED]], none: &[CHANGE_VERB, DECIDE, DEPLOY, WE_DID] },
        Composite {
            name: "step taken",
            all: &[&[CHANGE_VERB, REMEDY]],
            none: &[CAUSE, FAILED, FUTURE, LACKING, OBSERVED, QUIET, REPORT, SUSPECT],
        },
        Composite { name: "remedy by us", all: &[&[REMEDY], &[RESPOND, WE_DID]], none: &[FUTURE, LACKING, SUSPECT] },
        Composite { name: "remedy done", all: &[&[REMEDY]], none: &[CAUSE, FAILED, FUTURE, LACKING, LESSON, SUSPECT] },
        Composite {
            name: "response fails",
            all: &[&[ATTEMPT, REMEDY], &[FAILED, LACKING, PROLONG]],
            none: &[FUTURE, NAMED_REMEDY],
        },
        Composite {
            name: "guess at a cause",
            all: &[&[SUSPECT], &[CAUSE, CONTRIBUTE, DEFECT, EFFECT, FAILED, IMPACT_HOW, METRIC]],
            none: &[FUTURE, POLITE],
        },
        Composite { name: "guess refuted", all: &[&[NOT_CAUSE, REFUTED]], none: &[FUTURE] },
        Composite { name: "call with a reason", all: &[&[DECIDE], &[BECAUSE, CAUSE, TRADEOFF]], none: &[] },
        Composite { name: "call for a step", all: &[&[DECIDE], &[CHANGE_VERB, REMEDY]], none: &[LACKING] },
        Composite { name: "step with a reason", all: &[&[REMEDY], &[BECAUSE, TRADEOFF]], none: &[FUTURE, POLITE] },
        Composite {
            name: "made worse",
            all: &[&[CONTRIBUTE, PROLONG], &[BECAUSE, CAUSE, EFFECT, FAILED, LACKING, RESPOND]],
            none: &[FUTURE],
        },
        Composite {
            name: "something lacked",
            all: &[&[LACKING], &[ALERT, CONFIG, FAILED, INFRASTRUCTURE, OBSERVED, RESPOND]],
            none: &[FUTURE],
        },
        Composite { name: "wish", all: &[&[FUTURE], &[ALERT, CHANGE_VERB, GRAPH, LACKING, REMEDY]], none: &[] },
    ]
};

/// The compiled phrase file.
struct Table {
    names: Vec<&'static str>,
    phrases: Phrases,
    /// For each phrase its class, and whether its last word may go on.
    meanings: Vec<(u64, bool)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let (mut names, mut phrases, mut meanings) = (Vec::new(), Vec::new(), Vec::new());
    for line in PHRASES.lines().filter(|l| !l.starts_with('#')) {
        if let Some((name, _reason)) = line.strip_prefix('[').and_then(|l| l.split_once(']')) {
            names.push(name);
            continue;
        }
        let bit = 1u64.checked_shl(names.len().saturating_sub(1) as u32).unwrap_or(0);
        for phrase in line.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            phrases.push(phrase.trim_end_matches('*'));
            meanings.push((bit, phrase.ends_with('*')));
        }
    }
    Table { names, phrases: Phrases::new(phrases), meanings }
});

/// The classes whose phrases stand in `lower`, a text made by [`lower_into`].
pub fn cues(lower: &str) -> Cues {
    let bytes = lower.as_bytes();
    let word = |i: usize| bytes.get(i).is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80);
    let mut classes = 0;
    TABLE.phrases.each(lower, |phrase, place| {
        let Some(&(bit, open)) = TABLE.meanings.get(phrase) else { return };
        if (place.start == 0 || !word(place.start - 1)) && (open || !word(place.end)) {
            classes |= bit;
        }
    });
    Cues(classes)
}

/// Writes `text` in lower case to `out`, with straight apostrophes.
pub fn lower_into(text: &str, out: &mut String) {
    if text.is_ascii() {
        let from = out.len();
        out.push_str(text);
        out.get_mut(from..).unwrap_or_default().make_ascii_lowercase();
        return;
    }
    for c in text.chars() {
        match c {
            '’' | '‘' => out.push('\''),
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            c => out.extend(c.to_lowercase()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Cues {
        let mut lower = String::new();
        lower_into(text, &mut lower);
        cues(&lower)
    }

    #[test]
    fn the_named_classes_are_those_of_the_phrase_file() {
        assert_eq!(TABLE.names, class::NAMES);
        assert!(TABLE.names.len() <= 64);
    }

    #[test]
    fn phrases_match_whole_words_and_open_ones_go_on() {
        assert!(of("It was caused by a Misconfiguration.").has(class::CAUSE));
        assert!(of("a Misconfiguration").has(class::DEFECT));
        assert!(!of("He is debugging").has(class::DEFECT));
        assert!(of("They didn’t answer").has(class::FAILED));
    }

    #[test]
    fn a_denied_cause_is_seen_as_denied() {
        assert!(of("The deploy was not the cause of it").has(class::NOT_CAUSE));
        assert!(!of("The deploy was the cause of it").has(class::NOT_CAUSE));
    }
}
