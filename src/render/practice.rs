//! A rehearsal as text for a terminal: short lines, much space, one thing at a time.

use std::time::Duration;

use super::Escape;
use super::escape::escape;
use super::questions::answer;
use super::wrap::{columns, wrap};
use crate::questions::Question;
use crate::story::{Part, SentenceKind, Story};

/// Columns of a line at most: longer ones are hard to read aloud from.
const WIDEST: usize = 68;

/// In front of every line.
const MARGIN: &str = "    ";

/// How text is set.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Columns that there are.
    pub width: usize,
    /// Whether the terminal's bold and dim letters may be used.
    pub emphasis: bool,
}

impl Style {
    fn strong(self, text: &str) -> String {
        if self.emphasis { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn faint(self, text: &str) -> String {
        if self.emphasis { format!("\u{1b}[2m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// Paragraphs of text, the first line of each behind `mark`, set with `look`.
    fn set(self, text: &str, mark: &str, look: impl Fn(&str) -> String) -> String {
        let indent: usize = mark.chars().count();
        let width = self.width.saturating_sub(MARGIN.len() + 1).clamp(12, WIDEST) - indent.min(8);
        let lines = wrap(&escape(text, Escape::Text), width as f64, columns);
        let mut out = String::new();
        for (i, line) in lines.iter().enumerate() {
            let front = if i == 0 { mark.to_owned() } else { " ".repeat(indent) };
            out += &format!("{MARGIN}{front}{}\n", look(line));
        }
        out
    }

    fn heading(self, text: &str, about: &str) -> String {
        let wide: Vec<String> = text.to_uppercase().chars().map(String::from).collect();
        let rule = "─".repeat(self.width.saturating_sub(MARGIN.len() + 1).min(WIDEST));
        format!(
            "\n{MARGIN}{}\n\n{MARGIN}{}\n{MARGIN}{}\n\n",
            self.faint(&rule),
            self.strong(&wide.join(" ")),
            self.faint(about)
        )
    }
}

/// What is ahead.
pub fn opening(story: &Story, questions: usize, style: Style) -> String {
    let about = format!("{} parts, then {questions} questions", story.parts.len());
    let mut out = style.heading("Practice", &about);
    out += &style.set(&story.title, "", |line| style.strong(line));
    out
}

/// A part of the story: each sentence a paragraph, questions to the reader marked.
pub fn part(part: &Part, style: Style) -> String {
    let [least, most] = part.budget_s;
    let budget =
        if least == most { clock(most.into()) } else { format!("{} to {}", clock(least.into()), clock(most.into())) };
    let mut out =
        style.heading(&part.heading, &format!("budget {budget}, as drafted {}", clock(part.spoken_s.round() as u64)));
    for sentence in &part.sentences {
        out += &match sentence.kind() {
            SentenceKind::Prompt => style.set(sentence.text(), "?  ", |line| style.faint(line)),
            _ => style.set(sentence.text(), "", str::to_owned),
        };
        out.push('\n');
    }
    out
}

/// A question, without its answer.
pub fn question(question: &Question, number: usize, of: usize, style: Style) -> String {
    let mut out = style.heading(&format!("Question {number}"), &format!("of {of}: {}", question.part.heading()));
    out += &style.set(&question.question, "", |line| style.strong(line));
    out.push('\n');
    out
}

/// What the document says about it, and what the interviewer wants to find out.
pub fn reveal(question: &Question, style: Style) -> String {
    let mut out = String::from("\n");
    for line in answer(question, str::to_owned) {
        out += &style.set(&line, "- ", str::to_owned);
        out.push('\n');
    }
    out += &style.set(&question.assesses, "", |line| style.faint(line));
    out
}

/// The time that each rehearsed part took.
pub fn closing(took: &[(&Part, Duration)], style: Style) -> String {
    if took.is_empty() {
        return String::new();
    }
    let mut out = style.heading("Your times", "against the budget");
    for (part, time) in took {
        let most = part.budget_s[1];
        let over = time.as_secs().saturating_sub(most.into());
        let late = if over > 0 { format!("  over by {}", clock(over)) } else { String::new() };
        out +=
            &format!("{MARGIN}{:16} {:>5} of {:>4}{late}\n", part.heading, clock(time.as_secs()), clock(most.into()));
    }
    out + "\n"
}

/// `0:07`, `2:30`.
pub fn clock(seconds: u64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::Cite;
    use crate::story::{PartId, Sentence};

    fn context() -> Part {
        let fact = Sentence::fact("word ".repeat(40).trim().to_owned() + " \u{1b}[31mred", Cite::lines(1, 1), []);
        let prompt = Sentence::prompt("You: what broke?", vec![]);
        let (id, heading) = (PartId::Context, PartId::Context.heading().to_owned());
        Part { id, heading, budget_s: [30, 30], spoken_s: 12.4, sentences: vec![fact, prompt] }
    }

    #[test]
    fn lines_fit_the_terminal_and_questions_are_marked() {
        for width in [20, 40, 80, 300] {
            let text = part(&context(), Style { width, emphasis: false });
            assert!(!text.contains('\u{1b}'), "{text:?}");
            assert!(text.contains("?  You: what") && text.contains("C O N T E X T"), "{text}");
            let lines = text.lines().filter(|l| l.contains("word"));
            assert!(lines.into_iter().all(|l| l.chars().count() <= width.min(72)), "{width}: {text}");
        }
    }

    #[test]
    fn emphasis_is_switched_off_at_the_end_of_each_line() {
        let text = part(&context(), Style { width: 80, emphasis: true });
        for line in text.lines() {
            assert_eq!(
                line.contains("\u{1b}[1m") || line.contains("\u{1b}[2m"),
                line.contains("\u{1b}[0m"),
                "{line:?}"
            );
        }
        assert!(!text.contains("\u{1b}[31m"), "the document's own codes are gone");
    }

    #[test]
    fn the_closing_says_what_took_too_long() {
        let part = context();
        let text = closing(&[(&part, Duration::from_secs(42))], Style { width: 80, emphasis: false });
        assert!(text.contains("0:42 of 0:30  over by 0:12"), "{text}");
        assert_eq!(closing(&[], Style { width: 80, emphasis: false }), "");
    }
}
