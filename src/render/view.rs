//! What a template may see. Texts are escaped for the form of the template already, except in HTML, where Tera does it.

use rustc_hash::FxHashMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::escape::escape;
use super::picture::picture;
use super::sources::Sources;
use super::timeline::{PhaseKind, span, timeline};
use super::{Citations, Escape, People};
use crate::cite::Cite;
use crate::facts::{EventKind, Facts};
use crate::story::{Cut, Part, PartId, Sentence, SentenceKind, Story};
use crate::tell::speech::openers::{Openers, texts};
use crate::tell::speech::people::Cast;

/// Parts in the order in which an answered question strengthens the story most: the guide's weights.
const GAPS: &[PartId] =
    &[PartId::Methodology, PartId::Decisions, PartId::Role, PartId::Retrospective, PartId::Resolution, PartId::Context];

/// The story.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StoryView {
    /// The incident's name.
    pub title: String,
    /// The file that the story was drawn from.
    pub source: String,
    /// `full` or `short`.
    pub cut: Cut,
    /// How long it takes to say, such as `4 min 20 s`.
    pub spoken: String,
    /// The same in seconds.
    pub spoken_s: f64,
    /// How citations are to be shown: `none`, `inline` or `footnotes`.
    pub citations: &'static str,
    /// The six parts, in their order.
    pub parts: Vec<PartView>,
    /// The open questions, those that strengthen the story most first.
    pub gaps: Vec<GapView>,
    /// Every place that is cited, in the order of first citation. Empty unless citations are footnotes.
    pub footnotes: Vec<MarkView>,
    /// The entries of the timeline. Only in HTML.
    pub timeline: Vec<EntryView>,
    /// A picture of the timeline: SVG that is safe as it is, or nothing where the document dates nothing. Only in HTML.
    pub picture: String,
    /// What the viewer of the picture must know.
    pub picture_caption: String,
}

/// An entry of the timeline.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EntryView {
    /// When, as the document gives it.
    pub time: String,
    /// Time since the entry before, such as `3 min`; empty where the document does not determine it.
    pub gap: String,
    /// The phase that it falls into, such as `diagnosing`, or nothing.
    pub phase: String,
    /// What kind of event it is.
    pub kind: EventKind,
    /// What happened.
    pub text: String,
    /// Where it stands in the source.
    pub place: String,
}

/// One part.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PartView {
    /// `context`, `role`, `methodology`, `decisions`, `resolution` or `retrospective`.
    pub id: PartId,
    /// The guide's heading.
    pub heading: String,
    /// The time it should take, such as `30 s` or `2–3 min`.
    pub budget: String,
    /// The same in seconds, least and most.
    pub budget_s: [u32; 2],
    /// What it takes as drafted, such as `about 27 s`, or `nothing to say yet`.
    pub estimate: String,
    /// The same in seconds.
    pub spoken_s: f64,
    /// What is said, in order: what belongs together is one paragraph; each question is one of its own.
    pub paragraphs: Vec<ParagraphView>,
    /// All sentences, in order.
    pub sentences: Vec<SentenceView>,
}

/// Sentences that stand together.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ParagraphView {
    /// It is a question to the reader.
    pub prompt: bool,
    /// The sentences.
    pub sentences: Vec<SentenceView>,
}

/// One sentence.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SentenceView {
    /// The words.
    pub text: String,
    /// `fact`, `link` or `prompt`.
    pub kind: SentenceKind,
    /// The places it stands on. Empty for links and prompts, and when citations are not shown.
    pub marks: Vec<MarkView>,
}

/// A cited place.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MarkView {
    /// Its number among the footnotes.
    pub number: usize,
    /// Where it is: `line 7`, `lines 7–9` or a JSON pointer.
    pub place: String,
    /// What the source says there, word for word, as far as the facts quote it.
    pub quotes: Vec<String>,
}

/// An open question.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GapView {
    /// The heading of its part.
    pub heading: String,
    /// The question.
    pub text: String,
}

impl StoryView {
    /// The view of a story for a template of the given form. What the source says at each mark is most of a view: it is there if
    /// `quoted`.
    pub fn new(story: &Story, facts: &Facts, citations: Citations, form: Escape, quoted: bool) -> Self {
        let mut notes = Notes { sources: quoted.then(|| Sources::new(facts)), ..Notes::default() };
        let parts = story.parts.iter().map(|p| PartView::new(p, citations, form, &mut notes)).collect();
        let gaps = GAPS.iter().filter_map(|id| story.parts.iter().find(|p| p.id == *id)).flat_map(|part| {
            let prompts = part.sentences.iter().filter(|s| s.kind() == SentenceKind::Prompt);
            prompts
                .map(move |s| GapView { heading: part.heading.clone(), text: escape(without_address(s.text()), form) })
        });
        StoryView {
            title: escape(&story.title, form),
            source: escape(&story.source.path, form),
            cut: story.cut,
            spoken: minutes(story.spoken_s),
            spoken_s: story.spoken_s,
            citations: match citations {
                Citations::None => "none",
                Citations::Inline => "inline",
                Citations::Footnotes => "footnotes",
            },
            parts,
            gaps: gaps.collect(),
            footnotes: if citations == Citations::Footnotes { notes.marks } else { Vec::new() },
            timeline: Vec::new(),
            picture: String::new(),
            picture_caption: String::new(),
        }
    }

    /// Adds the timeline, as a list and as a picture.
    pub fn draw(&mut self, facts: &Facts, people: &People) {
        let cast = Cast::new(facts, &Openers::learn(texts(facts)), &people.me, people.keep_names);
        let plain = |text: &str| escape(text, Escape::Html);
        let entry = |entry: super::timeline::Entry| EntryView {
            time: plain(&entry.shown),
            gap: entry.gap_s.map(span).unwrap_or_default(),
            phase: entry.phase.map(PhaseKind::word).unwrap_or_default().to_owned(),
            kind: entry.kind,
            text: plain(&cast.cast(&entry.text)),
            place: plain(&entry.cite.to_string()),
        };
        self.timeline = timeline(facts, None).entries.into_iter().map(entry).collect();
        if let Some(drawn) = picture(facts, &cast) {
            self.picture = drawn.svg;
            self.picture_caption = drawn.caption;
        }
    }
}

impl PartView {
    fn new(part: &Part, citations: Citations, form: Escape, notes: &mut Notes<'_>) -> Self {
        let sentences: Vec<SentenceView> =
            part.sentences.iter().map(|s| SentenceView::new(s, citations, form, notes)).collect();
        let mut paragraphs: Vec<ParagraphView> = Vec::new();
        for sentence in &sentences {
            let prompt = sentence.kind == SentenceKind::Prompt;
            match paragraphs.last_mut() {
                Some(last) if !prompt && !last.prompt => last.sentences.push(sentence.clone()),
                _ => paragraphs.push(ParagraphView { prompt, sentences: vec![sentence.clone()] }),
            }
        }
        let [least, most] = part.budget_s;
        PartView {
            id: part.id,
            heading: part.heading.clone(),
            budget: range(least, most),
            budget_s: part.budget_s,
            estimate: if part.spoken_s > 0.0 {
                format!("about {}", minutes(part.spoken_s))
            } else {
                "nothing to say yet".to_owned()
            },
            spoken_s: part.spoken_s,
            paragraphs,
            sentences,
        }
    }
}

impl SentenceView {
    fn new(sentence: &Sentence, citations: Citations, form: Escape, notes: &mut Notes<'_>) -> Self {
        let cited = citations != Citations::None && sentence.kind() == SentenceKind::Fact;
        let marks = sentence.cites().iter().filter(|_| cited).map(|cite| notes.mark(cite, form)).collect();
        SentenceView { text: escape(sentence.text(), form), kind: sentence.kind(), marks }
    }
}

/// Numbers the cited places.
#[derive(Debug, Default)]
struct Notes<'f> {
    numbers: FxHashMap<Cite, usize>,
    marks: Vec<MarkView>,
    /// Where quotes come from, if any are asked for.
    sources: Option<Sources<'f>>,
}

impl Notes<'_> {
    fn mark(&mut self, cite: &Cite, form: Escape) -> MarkView {
        if let Some(mark) = self.numbers.get(cite).and_then(|at| self.marks.get(*at)) {
            return mark.clone();
        }
        let quotes = self.sources.iter().flat_map(|s| s.at(cite)).map(|quote| escape(quote, form)).collect();
        let mark = MarkView { number: self.marks.len() + 1, place: escape(&cite.to_string(), form), quotes };
        self.numbers.insert(cite.clone(), self.marks.len());
        self.marks.push(mark.clone());
        mark
    }
}

/// "You: what …?" → "what …?": the list of gaps speaks to the reader anyway.
fn without_address(text: &str) -> &str {
    text.strip_prefix("You: ").unwrap_or(text)
}

/// `30 s`, `30–35 s`, `2–3 min`.
fn range(least: u32, most: u32) -> String {
    let (low, high) = (minutes(f64::from(least)), minutes(f64::from(most)));
    match (low.rsplit_once(' '), high.rsplit_once(' ')) {
        _ if least == most => high,
        (Some((number, unit)), Some((_, same))) if unit == same => format!("{number}–{high}"),
        _ => format!("{low}–{high}"),
    }
}

/// `45 s`, `2 min`, `4 min 20 s`.
fn minutes(seconds: f64) -> String {
    let whole = seconds.round().clamp(0.0, 1e6) as u64;
    match (whole / 60, whole % 60) {
        (0, s) => format!("{s} s"),
        (m, 0) => format!("{m} min"),
        (m, s) => format!("{m} min {s} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn a_budget_is_a_time_or_a_range_with_its_unit_once() {
        assert_eq!([range(30, 30), range(30, 35), range(120, 180)], ["30 s", "30–35 s", "2–3 min"]);
    }
}
