//! Telling what is clearly no postmortem: a README, an empty template, a policy.
//!
//! Setting a real postmortem aside is worse than drafting a story of a README, so a document is only set aside when its
//! name says what it is and hardly anything in it tells of an incident, or when nothing in it does.

use std::sync::LazyLock;

use crate::document::Document;
use crate::facts::{Facts, Precision};
use crate::lists::{Phrases, phrases};

/// What a file's name says that it is, by the words in it; and whether a title whose last word it is says so, too.
const NAMES: &[(&[&str], &str, bool)] = &[
    (&["template", "templates", "skeleton", "boilerplate"], "a template", true),
    (&["readme"], "a README", false),
    (&["license", "licence", "copying", "notice"], "a licence", true),
    (
        &["contributing", "contributors", "codeofconduct", "maintainers", "authors", "codeowners"],
        "a project file",
        true,
    ),
    (&["changelog", "changes", "releasenotes", "news", "history"], "a list of changes", false),
    (&["policy", "policies", "guideline", "guidelines", "process", "procedure"], "a policy", true),
    (
        &["runbook", "runbooks", "playbook", "playbooks", "howto", "guide", "checklist", "onboarding", "sop"],
        "instructions",
        true,
    ),
    (&["index", "toc", "contents", "glossary", "faq"], "an index", false),
];

/// Kinds of evidence that a document whose name says otherwise must have: more than a guide gives by its examples.
const ENOUGH: usize = 6;

/// The same for one with a dated timeline, which hardly anything but an incident has.
const ENOUGH_TIMED: usize = 3;

/// Words of which one stands in any telling of an incident, however short, in lower case.
static TROUBLE: LazyLock<Phrases> = phrases![
    "outage", "incident", "failure", "failed", "failing", "disruption", "disrupted", "degraded", "degradation",
    "unavailab", "downtime", "went down", "was down", "corrupt", "data loss", "crash", "unreachable", "interrupt",
    "breach",
];

/// Placeholders from which on a form counts as not filled in.
const PLACEHOLDERS: usize = 4;

/// Why the document is no postmortem, or `None` when it may be one.
pub fn screen(path: &str, document: &Document, facts: &Facts) -> Option<String> {
    let evidence = evidence(facts);
    let timed = facts.timeline.iter().filter(|e| e.at.precision <= Precision::Minute && e.at.local.is_some()).count();
    if let Some(what) = name_says(path) {
        if what == "a template" && timed < 2 {
            return Some(format!("its name says that it is {what}, and it has no dated timeline"));
        }
        if evidence < if timed < 2 { ENOUGH } else { ENOUGH_TIMED } {
            return Some(format!("its name says that it is {what}, and little in it tells of an incident"));
        }
    }
    if let Some(what) = facts.title.as_ref().and_then(|title| title_says(&title.text))
        && (timed < 2 || evidence < ENOUGH_TIMED)
    {
        return Some(format!("its title says that it is {what}, and it has no dated timeline"));
    }
    if evidence == 0 && !document.cells().any(|(_, _, cell)| troubled(cell.text.as_str())) {
        return Some("nothing in it tells of an incident: no time, no impact, no cause".to_owned());
    }
    if timed > 0 || evidence >= ENOUGH {
        return None;
    }
    let open = placeholders(document);
    (open >= PLACEHOLDERS).then(|| format!("a form that is not filled in: {open} placeholders"))
}

fn troubled(text: &str) -> bool {
    TROUBLE.any_in(&text.to_lowercase())
}

/// How many kinds of evidence of an incident there are.
fn evidence(facts: &Facts) -> usize {
    let key_times = facts.times.known().count();
    let clock = |at: &crate::facts::Instant| at.precision <= Precision::Hour;
    let kinds = [
        key_times > 0,
        key_times > 1,
        facts.timeline.iter().filter(|e| clock(&e.at)).count() > 1,
        facts.mentions.iter().filter(|at| clock(at)).count() > 2,
        !facts.impact.quotes.is_empty() || !facts.impact.figures.is_empty(),
        !facts.root_cause.is_empty() || !facts.contributing.is_empty(),
        !facts.remediation.is_empty(),
        facts.severity.is_some() || facts.status.is_some(),
        !facts.signals.is_empty(),
        !facts.durations.stated.is_empty(),
        !facts.lessons.is_empty() || !facts.actions.is_empty(),
    ];
    kinds.into_iter().filter(|there| *there).count()
}

/// The words of the file's name, with those that belong together also as one: `code-of-conduct`, `HOW_TO`.
fn name_says(path: &str) -> Option<&'static str> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase();
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let words = undated(stem)?;
    let whole = words.concat();
    NAMES.iter().find(|(names, ..)| names.iter().any(|n| words.contains(n) || *n == whole)).map(|(_, what, _)| *what)
}

/// The words of a name, in lower case. One with a day in it is an incident's, whatever else is in it.
fn undated(name: &str) -> Option<Vec<&str>> {
    let dated = name.chars().filter(char::is_ascii_digit).count() >= 4;
    (!dated).then(|| name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect())
}

/// What a title says that a document is, by its last word ("Incident response process"), its first ("SOP: …", "How to …"), or
/// both ("Advance notice of maintenance").
fn title_says(title: &str) -> Option<&'static str> {
    let lower = title.to_lowercase();
    let words = undated(&lower)?;
    let (first, last) = (words.first()?, words.last()?);
    if let Some((_, what, _)) = NAMES.iter().find(|(names, _, title)| *title && names.contains(last)) {
        return Some(what);
    }
    if ["sop", "runbook", "playbook"].contains(first) || words.get(..2) == Some(&["how", "to"]) {
        return Some("instructions");
    }
    let planned = ["advance", "planned", "scheduled", "upcoming"].contains(first);
    let work = ["maintenance", "downtime", "outage", "upgrade"].iter().any(|work| words.contains(work));
    (planned && work).then_some("an announcement of what is planned")
}

/// What a form leaves to be filled in: `<name>`, `[Insert …]`, `YYYY-MM-DD`, `HH:MM`, `TBD`, `{{ … }}`, `...`.
fn placeholders(document: &Document) -> usize {
    document.cells().map(|(_, _, cell)| in_text(cell.text.as_str())).sum()
}

fn in_text(text: &str) -> usize {
    const WORDS: &[&str] =
        &["YYYY", "HH:MM", "hh:mm", "TBD", "XX:XX", "{{", "[Insert", "[insert", "[Describe", "[describe"];
    let words: usize = WORDS.iter().map(|word| text.matches(word).count()).sum();
    let brackets = [('<', '>'), ('[', ']')].into_iter().map(|(open, close)| {
        let inside = text.split(open).skip(1).filter_map(|rest| rest.split_once(close).map(|(inside, _)| inside));
        let named = |inside: &&str| {
            inside.len() > 2 && inside.len() < 60 && inside.chars().all(|c| c.is_alphabetic() || " _-/.?".contains(c))
        };
        inside.filter(named).count()
    });
    words + brackets.sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{self, extract};
    use crate::read::{Reading, read};

    fn screened(path: &str, text: &str) -> Option<String> {
        let Reading::Documents(documents) = read(path, text.as_bytes()).unwrap() else { unreachable!() };
        screen(path, &documents[0], &extract(&documents[0], &extract::Options::default()))
    }

    #[test]
    fn a_readme_is_set_aside_and_says_why() {
        let reason = screened("docs/README.md", "# Tool\n\nInstall it with cargo.\n").unwrap();
        assert!(reason.contains("README"), "{reason}");
    }

    #[test]
    fn text_without_any_incident_is_set_aside() {
        assert!(screened("notes.md", "# Style\n\nUse short words.\n").is_some());
    }

    #[test]
    fn two_sentences_about_an_incident_are_kept() {
        assert_eq!(
            screened("cloud.md", "# Hosting\n\nA power cut in one hall led to a disruption of the cluster.\n"),
            None
        );
    }

    #[test]
    fn an_incident_is_kept_whatever_its_file_is_called() {
        let text = "# Search down\n\n## Impact\n\nAll searches failed for 20 minutes.\n\n## Root cause\n\nA bad deploy.\n\n\
            ## Timeline\n\n- 2024-05-01 10:00 UTC deploy went out\n- 2024-05-01 10:04 UTC alert fired\n- 2024-05-01 10:20 UTC rolled back\n";
        for path in ["README.md", "postmortem-template-service.md", "x.md"] {
            assert_eq!(screened(path, text), None, "{path}");
        }
    }

    #[test]
    fn a_template_is_set_aside() {
        let text =
            "# Postmortem template\n\n## Impact\n\n<who was affected>\n\n## Timeline\n\n- HH:MM UTC <what happened>\n";
        assert!(screened("postmortem-template.md", text).unwrap().contains("template"));
    }

    #[test]
    fn a_title_that_says_what_it_is_sets_a_document_aside_unless_it_tells_when() {
        for title in
            ["SOP: Postmortems", "Incident response process", "How to handle an outage", "Advance downtime notice"]
        {
            let text = format!("# {title}\n\nThe service will be unavailable, or an outage is declared by the lead.\n");
            assert!(screened("notes.md", &text).is_some_and(|reason| reason.contains("title")), "{title}");
        }
        for title in ["Release process outage", "Outage of 3 May 2024: onboarding", "Search is down"] {
            let text = format!("# {title}\n\nThe service was down for an hour.\n");
            assert_eq!(screened("notes.md", &text), None, "{title}");
        }
        let timed = "# Failed restore of the runbook\n\n## Impact\n\nNo restores for an hour.\n\n## Timeline\n\n\
                     - 2024-05-01 10:00 UTC deploy went out\n- 2024-05-01 10:20 UTC rolled back\n";
        assert_eq!(screened("notes.md", timed), None);
    }

    #[test]
    fn the_name_of_an_incident_is_none_of_a_guide() {
        assert_eq!(name_says("2024-05-01-deploy-process-outage.md"), None);
        assert_eq!(name_says("docs/CODE_OF_CONDUCT.md"), Some("a project file"));
    }
}
