//! An interviewer's questions for people (Markdown) and for learning by heart (cards that Anki imports).

use super::Escape;
use super::escape::{escape, markup};
use crate::questions::{Question, Questions};
use crate::story::PartId;

/// What stands in place of an answer that the document does not give.
pub const SILENT: &str = "The document does not say.";

/// The questions under the headings of the story's parts, each with what it assesses and the lines that answer it.
pub fn markdown(asked: &Questions) -> String {
    let plain = |text: &str| escape(text, Escape::Markdown);
    let title = asked.title.as_deref().unwrap_or(&asked.source.path);
    let answered = asked.questions.iter().filter(|q| !q.answers.is_empty()).count();
    let mut out = format!(
        "# Questions: {}\n\n*{} questions; the document says something to {answered} of them. Cited: {}.*\n",
        plain(title),
        asked.questions.len(),
        plain(&asked.source.path)
    );
    let mut number = 0;
    for part in PartId::ALL {
        let mut here = asked.questions.iter().filter(|q| q.part == part).peekable();
        if here.peek().is_some() {
            out += &format!("\n## {}\n", part.heading());
        }
        for question in here {
            number += 1;
            out += &format!("\n{number}. **{}**{}\n\n", plain(&question.question), places(question, plain));
            out += &format!("   *{}*\n\n", plain(&question.assesses));
            for line in answer(question, plain) {
                out += &format!("   - {line}\n");
            }
        }
    }
    out
}

/// Cards: a file of tab-separated values with the headers by which Anki knows how to read it. One question, its answer, its tags.
pub fn anki(asked: &Questions) -> String {
    let plain = |text: &str| markup(&escape(&text.replace(['\t', '\n', '\r'], " "), Escape::Html));
    let mut out =
        "#separator:tab\n#html:true\n#notetype:Basic\n#columns:Front\tBack\tTags\n#tags column:3\n".to_owned();
    for question in &asked.questions {
        let lines: String = answer(question, plain).map(|line| format!("<li>{line}</li>")).collect();
        out += &format!(
            "{}{}\t<ul>{lines}</ul><p><i>{}</i></p>\twarstory warstory::{}\n",
            plain(&question.question),
            places(question, plain),
            plain(&question.assesses),
            question.id
        );
    }
    out
}

/// Where the question takes its words from: ` (line 7, line 9)`, or nothing.
fn places(question: &Question, plain: impl Fn(&str) -> String) -> String {
    let places: Vec<String> = question.cites.iter().map(|cite| plain(&cite.to_string())).collect();
    if places.is_empty() { String::new() } else { format!(" ({})", places.join(", ")) }
}

/// The lines of an answer.
pub fn answer<'q>(question: &'q Question, plain: impl Fn(&str) -> String + 'q) -> impl Iterator<Item = String> + 'q {
    let silent = question.answers.is_empty().then(|| SILENT.to_owned());
    let more = match question.more {
        0 => None,
        1 => Some("One more place says something about it.".to_owned()),
        n => Some(format!("{n} more places say something about it.")),
    };
    let missing = question.missing.clone();
    let quotes = question.answers.iter().map(move |q| format!("“{}” ({})", plain(&q.text), plain(&q.cite.to_string())));
    quotes.chain(silent).chain(more).chain(missing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::{Cite, Quote};

    fn asked(text: &str) -> Questions {
        let question = Question {
            id: "first-check".into(),
            part: PartId::Methodology,
            question: format!("Why “{text}”?"),
            assesses: "Do you guess?".into(),
            cites: vec![Cite::lines(7, 7)],
            answers: vec![Quote { text: text.into(), cite: Cite::lines(7, 8) }],
            more: 0,
            missing: None,
        };
        let silent = Question { question: "And then?".into(), cites: vec![], answers: vec![], ..question.clone() };
        Questions { schema: String::new(), title: None, source: Default::default(), questions: vec![question, silent] }
    }

    #[test]
    fn a_question_without_an_answer_says_so() {
        let text = markdown(&asked("the cache"));
        assert!(
            text.contains("1. **Why “the cache”?** (line 7)\n\n   *Do you guess?*\n\n   - “the cache” (lines 7–8)\n"),
            "{text}"
        );
        assert!(text.contains("2. **And then?**\n\n   *Do you guess?*\n\n   - The document does not say.\n"), "{text}");
    }

    #[test]
    fn a_card_is_one_line_of_three_fields_whatever_the_document_holds() {
        let text = anki(&asked("a\ttab, a\nbreak, \"quotes\" & <img src=x onerror=alert(1)>"));
        let cards: Vec<&str> = text.lines().filter(|l| !l.starts_with('#')).collect();
        assert_eq!(cards.len(), 2, "{text}");
        for card in &cards {
            assert_eq!(card.split('\t').count(), 3, "{card}");
            assert!(!card.contains(['"', '\r']) && !card.contains("<img"), "{card}");
        }
        assert!(cards[0].contains("&quot;quotes&quot; &amp; &lt;img"), "{text}");
    }
}
