//! Picking from a bank: which incident answers a question best.

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::index::{Ranked, SCHEMA};
use super::tags::QUESTIONS;

/// A bank, as `index.json` has it.
#[derive(Debug, Deserialize)]
pub struct Bank {
    /// Always `warstory.bank/1`.
    pub schema: String,
    /// The strongest first.
    pub incidents: Vec<Ranked>,
}

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// An interview question.
    pub question: Option<String>,
    /// Tags, or parts of tags, that must all be there.
    pub tags: Vec<String>,
    /// How many at most.
    pub best: usize,
}

/// An incident that was picked.
#[derive(Debug, Serialize)]
pub struct Pick<'b> {
    /// Why it fits the question; empty when only its rank speaks for it.
    pub because: Vec<String>,
    /// The incident.
    #[serde(flatten)]
    pub incident: &'b Ranked,
}

impl Bank {
    /// Opens the bank in an output folder of `warstory batch`.
    ///
    /// # Errors
    /// If there is none.
    pub fn open(folder: &Path) -> Result<Bank> {
        let path = folder.join("index.json");
        let name = path.display();
        let text = std::fs::read(&path).with_context(|| {
            format!("cannot read {name}; make a bank with: warstory batch SOURCE -o {}", folder.display())
        })?;
        let bank: Bank = serde_json::from_slice(&text).with_context(|| format!("{name} is no index of a bank"))?;
        if bank.schema != SCHEMA {
            bail!("{name} is a {:?}, not a {SCHEMA:?}; run warstory batch again", bank.schema);
        }
        Ok(bank)
    }

    /// The best incidents for a query, the best first. Each incident is picked once, in its strongest telling.
    pub fn pick(&self, query: &Query) -> Vec<Pick<'_>> {
        let question = query.question.as_deref().map(Wanted::new);
        let has = |incident: &Ranked, tag: &String| {
            let tag = tag.to_lowercase();
            incident.row.tags.all().any(|t| t.to_lowercase().contains(&tag))
        };
        let once = self.incidents.iter().filter(|incident| incident.same_as.is_none());
        let tagged = once.filter(|incident| query.tags.iter().all(|tag| has(incident, tag)));
        let mut picks: Vec<(u32, Pick<'_>)> = tagged
            .filter_map(|incident| {
                let (fit, because) = match &question {
                    None => (0, Vec::new()),
                    Some(wanted) => wanted.fit(incident)?,
                };
                Some((incident.row.score + fit, Pick { because, incident }))
            })
            .collect();
        // Stable: equals stay in the order of their ranks.
        picks.sort_by_key(|(points, _)| std::cmp::Reverse(*points));
        picks.into_iter().map(|(_, pick)| pick).take(query.best).collect()
    }

    /// All tags, each once, in the order of the alphabet.
    pub fn tags(&self) -> Vec<&str> {
        let tags: std::collections::BTreeSet<&str> = self.incidents.iter().flat_map(|i| i.row.tags.all()).collect();
        tags.into_iter().collect()
    }
}

/// What a question asks for.
struct Wanted {
    kinds: Vec<&'static str>,
    words: Vec<String>,
}

/// Points for a kind of question that the incident can answer, against its own 0 to 100.
const KIND: u32 = 40;
/// Points for a word of the question that the incident is about.
const WORD: u32 = 45;

/// Words of questions that say nothing about an incident.
const IDLE: &[&str] = &[
    "tell", "about", "time", "when", "your", "you", "with", "that", "what", "have", "were", "how", "did", "the", "and",
    "for", "was", "from", "describe", "example", "give", "situation", "most", "had", "make", "made", "ever", "been",
    "this", "there", "where", "which", "would", "could", "system", "team", "work", "worked", "production", "incident",
    "outage", "problem", "issue", "difficult", "hard", "under", "pressure", "something", "someone", "data", "into",
    "one", "are", "can",
];

impl Wanted {
    fn new(question: &str) -> Wanted {
        let question = question.to_lowercase();
        let kinds: Vec<&str> =
            QUESTIONS.iter().filter(|q| q.words.iter().any(|word| question.contains(word))).map(|q| q.name).collect();
        let words = question.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 2 && !IDLE.contains(w));
        let words = words.map(str::to_owned).collect();
        // "Tell me about a production incident": without more, the method is what is asked for.
        Wanted { kinds: if kinds.is_empty() { vec!["debugging"] } else { kinds }, words }
    }

    /// Points and reasons, or `None` when nothing of the question fits.
    fn fit(&self, incident: &Ranked) -> Option<(u32, Vec<String>)> {
        let row = &incident.row;
        let mut because = Vec::new();
        let mut points = 0;
        for kind in self.kinds.iter().filter(|kind| row.tags.questions.iter().any(|tag| tag == *kind)) {
            points += KIND;
            because.push(format!("it can answer questions about {kind}"));
        }
        let texts = [&row.title].into_iter().chain(&row.services).map(String::as_str).chain(row.tags.all());
        let about = texts.map(|text| format!(" {} ", text.to_lowercase())).collect::<String>();
        let words = about.split(|c: char| !c.is_alphanumeric()).collect::<std::collections::HashSet<_>>();
        for word in self.words.iter().filter(|word| words.contains(word.as_str())) {
            points += WORD;
            because.push(format!("it is about {word:?}"));
        }
        (!because.is_empty()).then_some((points, because))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::outcome::Row;
    use crate::archive::tags::Tags;

    fn incident(rank: usize, title: &str, score: u32, questions: &[&str], technology: &[&str]) -> Ranked {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let tags = Tags { questions: owned(questions), technology: owned(technology), ..Tags::default() };
        let row = Row { title: title.into(), score, tags, ..Row::default() };
        Ranked { rank, row, same_as: None, also: vec![] }
    }

    fn bank() -> Bank {
        let mut again = incident(2, "Queue stuck, again", 89, &["debugging"], &["Kafka"]);
        again.same_as = Some("x".into());
        let incidents = vec![
            incident(1, "Queue stuck", 90, &["debugging"], &["Kafka"]),
            again,
            incident(3, "Table lock", 60, &["debugging", "trade-off"], &["PostgreSQL"]),
            incident(4, "Bad release", 20, &["conflict"], &[]),
        ];
        Bank { schema: SCHEMA.into(), incidents }
    }

    fn titles(query: &Query) -> Vec<String> {
        bank().pick(query).iter().map(|pick| pick.incident.row.title.clone()).collect()
    }

    fn asked(question: &str) -> Vec<String> {
        titles(&Query { question: Some(question.into()), tags: vec![], best: 9 })
    }

    #[test]
    fn a_question_picks_what_can_answer_it() {
        assert_eq!(asked("Tell me about a time you disagreed with a colleague"), ["Bad release"]);
        assert_eq!(asked("Tell me about a decision with incomplete information"), ["Table lock"]);
        assert_eq!(asked("Tell me about a production incident"), ["Queue stuck", "Table lock"]);
    }

    #[test]
    fn a_word_of_the_question_counts_more_than_rank() {
        assert_eq!(asked("How did you debug PostgreSQL?").first().unwrap(), "Table lock");
    }

    #[test]
    fn tags_must_all_be_there() {
        let query =
            |tags: &[&str]| Query { tags: tags.iter().map(|t| (*t).to_owned()).collect(), best: 9, question: None };
        assert_eq!(titles(&query(&["kafka"])), ["Queue stuck"]);
        assert!(titles(&query(&["kafka", "trade-off"])).is_empty());
    }
}
