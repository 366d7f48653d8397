//! Small plots of the bank, as SVG that is complete without script or style of its own.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::render::escape::markup;

/// Upper ends (exclusive, in seconds) and names of the classes of durations.
const CLASSES: &[(i64, &str)] = &[
    (60, "< 1 min"),
    (5 * 60, "1–5 min"),
    (15 * 60, "5–15 min"),
    (60 * 60, "15–60 min"),
    (4 * 3600, "1–4 h"),
    (24 * 3600, "4–24 h"),
    (i64::MAX, "a day or more"),
];

/// The class of a duration.
pub fn class(seconds: i64) -> usize {
    CLASSES.iter().position(|(end, _)| seconds < *end).unwrap_or(CLASSES.len() - 1)
}

/// Months shown; of a longer time, the last ones.
const MONTHS: usize = 36;

/// Bars of durations by class.
pub fn durations(counts: &BTreeMap<usize, usize>) -> String {
    let bars =
        CLASSES.iter().enumerate().map(|(i, (_, name))| ((*name).to_owned(), counts.get(&i).copied().unwrap_or(0)));
    lying(&bars.collect::<Vec<_>>())
}

/// Bars by name, the longest first, at most `most`.
pub fn named<N: AsRef<str>>(counts: &BTreeMap<N, usize>, most: usize) -> String {
    let mut bars: Vec<(String, usize)> = counts.iter().map(|(name, n)| (name.as_ref().to_owned(), *n)).collect();
    bars.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    bars.truncate(most);
    lying(&bars)
}

/// Standing bars, one for each month from the first to the last, months without an incident too.
pub fn months(counts: &BTreeMap<String, usize>) -> String {
    let number = |month: &String| {
        let (year, month) = month.split_once('-')?;
        Some(year.parse::<usize>().ok()? * 12 + month.parse::<usize>().ok()?.checked_sub(1)?)
    };
    let known: BTreeMap<usize, usize> = counts.iter().filter_map(|(month, n)| Some((number(month)?, *n))).collect();
    let (Some((&first, _)), Some((&last, _))) = (known.first_key_value(), known.last_key_value()) else {
        return String::new();
    };
    let first = first.max((last + 1).saturating_sub(MONTHS));
    let most = known.range(first..).map(|(_, n)| *n).max().unwrap_or(1).max(1);
    let (count, height) = (last + 1 - first, 90);
    let (left, width) = (28, 292);
    let step = width as f64 / count as f64;
    let mut svg = open("0 0 320 124");
    for (y, label) in [(8, most), (8 + height, 0)] {
        let _ = write!(svg, r#"<line class="grid" x1="{left}" x2="320" y1="{y}" y2="{y}"/>"#);
        let _ = write!(svg, r#"<text class="end" x="{}" y="{}">{label}</text>"#, left - 4, y + 4);
    }
    for (i, month) in (first..=last).enumerate() {
        let n = known.get(&month).copied().unwrap_or(0);
        let tall = height as f64 * n as f64 / most as f64;
        let x = left as f64 + step * i as f64;
        let (wide, y) = ((step - 1.0).clamp(1.0, 40.0), 8.0 + height as f64 - tall);
        let _ = write!(
            svg,
            r#"<rect x="{x:.1}" y="{y:.1}" width="{wide:.1}" height="{tall:.1}"><title>{}: {n}</title></rect>"#,
            name(month)
        );
    }
    let _ = write!(svg, r#"<text x="{left}" y="118">{}</text>"#, name(first));
    if last > first {
        let _ = write!(svg, r#"<text class="end" x="320" y="118">{}</text>"#, name(last));
    }
    svg + "</svg>"
}

fn name(month: usize) -> String {
    format!("{}-{:02}", month / 12, month % 12 + 1)
}

/// Lying bars with their names on the left and their numbers at the end.
fn lying(bars: &[(String, usize)]) -> String {
    let most = bars.iter().map(|(_, n)| *n).max().unwrap_or(0);
    if most == 0 {
        return String::new();
    }
    let mut svg = open(&format!("0 0 320 {}", bars.len() * 20 + 2));
    for (i, (name, n)) in bars.iter().enumerate() {
        let (y, wide) = (i * 20 + 2, 180.0 * *n as f64 / most as f64);
        let name = markup(name);
        let _ = write!(svg, r#"<text class="end" x="104" y="{}">{name}</text>"#, y + 12);
        let _ = write!(svg, r#"<rect x="110" y="{y}" width="{wide:.1}" height="15"><title>{name}: {n}</title></rect>"#);
        let _ = write!(svg, r#"<text x="{:.1}" y="{}">{n}</text>"#, 114.0 + wide, y + 12);
    }
    svg + "</svg>"
}

fn open(view: &str) -> String {
    format!(r#"<svg viewBox="{view}" role="img">"#)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_without_an_incident_have_a_place() {
        let counts = [("2023-11".to_owned(), 2), ("2024-02".to_owned(), 1)].into();
        let svg = months(&counts);
        assert_eq!(svg.matches("<rect").count(), 4);
        assert!(svg.contains("2024-01: 0"));
    }

    #[test]
    fn nothing_to_show_is_no_plot() {
        assert_eq!(months(&BTreeMap::new()), "");
        assert_eq!(durations(&BTreeMap::new()), "");
    }

    #[test]
    fn a_duration_is_in_one_class() {
        assert_eq!([0, 59, 60, 3600, 90_000].map(class), [0, 0, 1, 4, 6]);
    }
}
