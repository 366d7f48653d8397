//! The picture as SVG. All sizes are units of its view box, which are pixels of a narrow screen.

use std::fmt::Write;

use super::geometry::{Scale, Wanted, letter, spread};
use super::{Band, Mark, Role, span};
use crate::render::escape::markup;
use crate::render::wrap::wrap_at_most;

/// Width of the picture.
const WIDTH: f64 = 380.0;
/// The bar of time: its left side and its width.
const BAR: (f64, f64) = (80.0, 12.0);
/// Where labels begin.
const LABEL: f64 = 116.0;
/// Height of a line of a label.
const LINE: f64 = 16.0;
/// Between two labels.
const GAP: f64 = 7.0;
/// Above the beginning of time and below its end: half a line, so that a label can stand level with it.
const MARGIN: f64 = 12.0;
/// The least height of the bar.
const LEAST: f64 = 190.0;
/// Height of a phase's name with its length below.
const PHASE: f64 = 29.0;
/// With so many labels or fewer, each may have two lines for what happened.
const FEW: usize = 7;

/// The picture, and whether a long gap in it is shortened.
pub(super) struct Drawing {
    pub svg: String,
    pub shortened: bool,
}

pub(super) fn draw(marks: &[Mark], bands: &[Band]) -> Drawing {
    let scale = Scale::new(marks.iter().map(|m| m.seconds).chain(bands.iter().flat_map(|b| [b.from, b.to])));
    let labelled: Vec<&Mark> = marks.iter().filter(|mark| mark.labelled).collect();
    let lines = if labelled.len() <= FEW { 2 } else { 1 };
    let labels: Vec<(Vec<String>, usize)> = labelled.iter().map(|mark| label(mark, lines)).collect();
    let heights: Vec<f64> = labels.iter().map(|(lines, _)| lines.len() as f64 * LINE).collect();
    let length = (heights.iter().map(|h| h + GAP).sum::<f64>() - GAP - LINE).max(LEAST);
    let y = |seconds: i64| MARGIN + scale.place(seconds) * length;
    let wanted: Vec<Wanted> =
        labelled.iter().zip(&heights).map(|(m, h)| Wanted { top: y(m.seconds) - LINE / 2.0, height: *h }).collect();
    let tops = spread(&wanted, GAP);
    let phases: Vec<Wanted> =
        bands.iter().map(|b| Wanted { top: (y(b.from) + y(b.to) - PHASE) / 2.0, height: PHASE }).collect();
    let phase_tops = spread(&phases, 2.0);
    let ends = tops.iter().zip(&heights).map(|(top, height)| top + height);
    let bottom = ends.chain(phase_tops.iter().map(|top| top + PHASE)).fold(length + MARGIN, f64::max) + 4.0;

    let mut svg = format!(
        r#"<svg class="timeline" viewBox="0 0 {WIDTH} {bottom:.0}" role="img" aria-labelledby="timeline-title timeline-desc"><title id="timeline-title">Timeline of the incident</title><desc id="timeline-desc">{}</desc>"#,
        markup(&description(&labelled, bands))
    );
    let (left, wide) = BAR;
    let _ = write!(svg, r#"<rect class="bar" x="{left}" y="{MARGIN}" width="{wide}" height="{length:.1}" rx="2"/>"#);
    for (band, top) in bands.iter().zip(&phase_tops) {
        let (from, to) = (y(band.from), y(band.to));
        let (word, lasted) = (band.kind.word(), span(band.to - band.from));
        let _ = write!(
            svg,
            r#"<rect class="{word}" x="{left}" y="{from:.1}" width="{wide}" height="{:.1}"><title>{word}: {lasted}</title></rect>"#,
            (to - from).max(1.0)
        );
        let (x, middle) = (left - 14.0, (from + to) / 2.0);
        let _ = write!(
            svg,
            r#"<path class="lead" d="M{:.1} {middle:.1}L{:.1} {:.1}"/><text class="phase" x="{x}" y="{:.1}">{word}</text><text class="phase dim" x="{x}" y="{:.1}">{lasted}</text>"#,
            left - 2.0,
            left - 10.0,
            top + PHASE / 2.0,
            top + 11.0,
            top + 25.0
        );
    }
    for (from, to) in &scale.shortened {
        let (from, to) = (MARGIN + from * length, MARGIN + to * length);
        let x = left + wide / 2.0;
        let _ = write!(svg, r#"<path class="cut" d="M{x} {:.1}V{:.1}"/>"#, from + 2.0, to - 2.0);
    }
    for mark in marks.iter().filter(|mark| !mark.labelled) {
        let at = y(mark.seconds);
        let _ = write!(
            svg,
            r#"<path class="tick" d="M{left} {at:.1}h{wide}"><title>{} {}</title></path>"#,
            markup(&mark.time),
            markup(&mark.text)
        );
    }
    for ((mark, top), (lines, heads)) in labelled.iter().zip(&tops).zip(&labels) {
        one(&mut svg, mark, (y(mark.seconds), *top), lines, *heads);
    }
    Drawing { svg: svg + "</svg>", shortened: !scale.shortened.is_empty() }
}

/// A dot on the bar, a line to the label, and the label.
fn one(svg: &mut String, mark: &Mark, (at, top): (f64, f64), lines: &[String], heads: usize) {
    let (left, wide) = BAR;
    let class = mark.roles.first().map_or("other", |role| role.class());
    let (start, middle) = (left + wide + 2.0, top + LINE / 2.0);
    let _ = write!(
        svg,
        r#"<g class="{class}"><title>{} {}</title><path class="lead" d="M{start} {at:.1}L{:.1} {middle:.1}H{:.1}"/><circle cx="{}" cy="{at:.1}" r="5"/>"#,
        markup(&heading(mark)),
        markup(&mark.text),
        LABEL - 9.0,
        LABEL - 4.0,
        left + wide / 2.0
    );
    for (i, line) in lines.iter().enumerate() {
        let class = if i < heads { "head" } else { "text" };
        let y = top + 12.0 + i as f64 * LINE;
        let _ = write!(svg, r#"<text class="{class}" x="{LABEL}" y="{y:.1}">{}</text>"#, markup(line));
    }
    svg.push_str("</g>");
}

/// `14:11 first signal, detected`.
fn heading(mark: &Mark) -> String {
    let mut words: Vec<&str> = mark.roles.iter().map(|role| role.word()).collect();
    // "mitigated" says it already.
    if mark.roles.contains(&Role::Mitigated) {
        words.retain(|word| *word != Role::Step.word());
    }
    format!("{} {}", mark.time, words.join(", ")).trim_end().to_owned()
}

/// The lines of a label, and how many of them are its heading.
fn label(mark: &Mark, lines: usize) -> (Vec<String>, usize) {
    // The heading is bold.
    let mut all = wrap_at_most(&heading(mark), WIDTH - LABEL, 2, |c| letter(c) * 1.08);
    let heads = all.len();
    all.extend(wrap_at_most(&mark.text, WIDTH - LABEL, lines, letter));
    (all, heads)
}

/// The picture in words.
fn description(labelled: &[&Mark], bands: &[Band]) -> String {
    let colon =
        |mark: &&Mark| if mark.text.is_empty() { heading(mark) } else { format!("{}: {}", heading(mark), mark.text) };
    let entries = labelled.iter().map(colon);
    let phases = bands.iter().map(|band| format!("{} for {}", band.kind.word(), span(band.to - band.from)));
    entries
        .chain(phases)
        .map(|text| text.trim_end_matches('.').to_owned() + ". ")
        .collect::<String>()
        .trim_end()
        .to_owned()
}
