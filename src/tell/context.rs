//! Context: what it was, who was hit and how badly, for how long.

use chrono::{Datelike, NaiveDate};

use super::clock::{Moment, spoken_date, spoken_gap};
use super::guard::Evidence;
use super::ledger::Words;
use super::plan::{Ask, Beat, Item, keep_notes};
use super::speech::words::{bare, lower};
use super::teller::Teller;
use crate::extract::contradictions;
use crate::extract::time::date::{is_month, without_ordinal};
use crate::extract::time::day_in_name;
use crate::facts::{Facts, Instant, Precision};

/// Proposes the opening, the impact, the duration.
pub fn plan(teller: &mut Teller<'_>) -> Vec<Item> {
    let facts = teller.facts;
    let untimed = |b: Beat| b.untimed("impact-noted");
    let mut impact: Vec<Beat> =
        teller.stated_all(&facts.impact.quotes, "impact-noted", 100).into_iter().map(untimed).collect();
    // "Error rate below 0.1%. Resolved": a note of how it ended.
    let ended = |b: &Beat| {
        let lower = b.source.to_lowercase();
        b.pattern == "impact-noted" && ["resolved", "recovered", "back to normal"].iter().any(|w| lower.contains(w))
    };
    impact.retain(|b| !ended(b));
    keep_notes(&mut impact, "impact-noted", 1);
    // "Adding an alert" is to be done, whatever it names.
    impact.retain(|b| !facts.is_action(&b.source));
    // The sentence that gives the day is the one that stands for all; those behind it go into its parts.
    let causes = |b: &Beat| facts.root_cause.iter().any(|quote| quote.text == b.source);
    if let Some(lead) = impact.iter_mut().find(|b| starts_dated(b) && !causes(b)) {
        lead.weight += 12;
    }
    for beat in &mut impact {
        // "Who, and how badly": a sentence with a number tells it best.
        if beat.source.chars().any(|c| c.is_ascii_digit()) {
            beat.weight += 4;
        }
        if beat.pattern == "stated" && beat.texts.len() == 1 {
            beat.weight += 3;
        }
        // How it ended is told at the end.
        if beat.source.contains("returned to normal") || beat.source.contains("fully recovered") {
            beat.weight -= 45;
        }
    }
    thin_out(&mut impact, 2);
    let mut summary = Vec::new();
    for quote in &facts.summary {
        let told = impact.iter().any(|b| b.source == quote.text);
        // What is being done about it, or should be, is told at the end.
        let later = teller.planned(&quote.text);
        if !told
            && !later
            && let Some(beat) =
                teller.stated(&quote.text, &quote.cite, "", 70 - 2 * i32::try_from(summary.len().min(20)).unwrap_or(20))
        {
            // Why it broke is told further on.
            let lower = quote.text.to_lowercase();
            let explains = ["due to", "caused", "because", "root cause", "fix", "recover", "delayed"]
                .iter()
                .any(|c| lower.contains(c));
            summary.push(Beat { weight: beat.weight - if explains { 12 } else { 0 }, ..beat });
        }
    }
    thin_out(&mut summary, 3);
    let mut items = Vec::new();
    // In the document's own order; without lines, the impact first.
    let mut beats: Vec<Beat> = impact.into_iter().chain(summary).collect();
    beats.sort_by_key(Beat::line);
    let core = beats.iter().max_by_key(|b| b.weight);
    let first_dated = beats.first().is_some_and(starts_dated) || core.is_some_and(starts_dated);
    if !first_dated && let Some(beat) = opening(teller) {
        items.push(Item::beat(beat));
    }
    let asks_impact = facts.impact.quotes.is_empty();
    let no_figure =
        facts.impact.figures.is_empty() && !beats.iter().any(|b| b.source.chars().any(|c| c.is_ascii_digit()));
    let first_impact = facts.impact.quotes.first().cloned();
    items.extend(beats.into_iter().map(Item::beat));
    let stated = items.iter().any(|i| matches!(i, Item::Beat(b) if b.weight >= 100 && b.source.contains("last")));
    items.extend(lasted(teller).filter(|_| !stated).map(Item::beat));
    match first_impact {
        _ if asks_impact => items.push(Item::Ask(Ask::plain("ask-impact"))),
        Some(quote) if no_figure => {
            let ask = teller.ask_about("ask-figure", &quote.text, &quote.cite, None);
            items.push(Item::Ask(ask));
        }
        _ => items.push(Item::Ask(Ask::plain("ask-why-matter"))),
    }
    if let Some(warning) = facts.warnings.iter().find(|warning| contradictions::CODES.contains(&warning.code.as_str()))
    {
        let values = vec![("what", warning.text.clone())];
        items.push(Item::Ask(Ask {
            pattern: "ask-contradiction",
            values,
            cites: warning.cite.iter().cloned().collect(),
        }));
    }
    items
}

/// Says on which day it was.
fn starts_dated(beat: &Beat) -> bool {
    let Some(text) = beat.texts.first() else { return false };
    let month = text.starts_with("On ") && text.split(' ').take(5).any(|w| is_month(bare(w)));
    month || text.contains("202") || text.contains("201")
}

/// Beats beyond the first `most` lose weight step by step, so that other material gets a turn.
fn thin_out(beats: &mut [Beat], most: usize) {
    let mut by_weight: Vec<usize> = (0..beats.len()).collect();
    by_weight.sort_by_key(|&i| std::cmp::Reverse(beats.get(i).map_or(0, |b| b.weight)));
    for (rank, i) in by_weight.into_iter().enumerate().skip(1) {
        let less = if rank < most { 40 } else { 60 };
        if let Some(beat) = beats.get_mut(i) {
            beat.weight -= less;
        }
    }
}

/// "This is about …, on September 29, 2025."
fn opening(teller: &Teller<'_>) -> Option<Beat> {
    let facts = teller.facts;
    let mut evidence = Evidence::default();
    let title = facts.title.as_ref().and_then(|t| {
        let name = name_of(&super::speech::clean::clean(&t.text))?;
        evidence = std::mem::take(&mut evidence).with(&t.text, &t.cite);
        Some(name)
    });
    let found = day(teller);
    let day = found.as_ref().and_then(|(mention, _)| Moment::of(mention).date);
    let date = found.map(|(mention, date)| {
        evidence = std::mem::take(&mut evidence).instant(&mention, &date);
        date
    });
    if title.is_none() && date.is_none() {
        return None;
    }
    let values = vec![("title", title.clone().unwrap_or_default()), ("date", date.clone().unwrap_or_default())];
    let text = format!("{} {}", title.unwrap_or_default(), date.unwrap_or_default());
    Some(Beat {
        weight: 80,
        pattern: "opening",
        day,
        values,
        texts: vec![text.clone()],
        evidence,
        words: Words::of(&text),
        source: text,
        ..Beat::default()
    })
}

/// The first day of the incident, where the document names it.
fn day(teller: &Teller<'_>) -> Option<(Instant, String)> {
    let facts = teller.facts;
    let first =
        facts.times.started.as_ref().or(facts.times.detected.as_ref()).or(facts.timeline.first().map(|e| &e.at));
    let date = match first {
        Some(first) => Moment::of(first).date?,
        None => facts.mentions.iter().find_map(|m| Moment::of(m).date.filter(|_| m.precision <= Precision::Day))?,
    };
    if elsewhere(facts, date) {
        return None;
    }
    let mention = teller.day_named(date)?;
    // Without a year in the document's own words there is none to say.
    let year = mention.surface.split(|c: char| !c.is_ascii_digit()).any(|n| n == date.format("%Y").to_string());
    Some((mention, spoken_date(date, year)))
}

/// The title or the name of the file gives a day in another year: one of the two is a slip of the pen, and nobody knows which.
fn elsewhere(facts: &Facts, date: NaiveDate) -> bool {
    let texts = [facts.title.as_ref().map(|t| t.text.as_str()), Some(facts.source.path.as_str())];
    let named = texts.into_iter().flatten().find_map(day_in_name);
    named.is_some_and(|named| named.year() != date.year() && (named - date).num_days().abs() > 31)
}

/// What the title says beside "incident report" and the day; `None` if it says no more.
fn name_of(title: &str) -> Option<String> {
    const GENERIC: &[&str] = &[
        "incident", "report", "postmortem", "post-mortem", "post", "mortem", "retro", "retrospective", "on", "of",
        "the", "for", "a", "an", "rca", "review", "summary", "from", "to", "analysis", "outage", "and", "at", "issue",
        "root", "cause", "rfo", "reason", "-", "–", "—", "|", ":", "downtime", "outages", "incidents", "issues",
        "covering", "today's", "notification", "disruption", "explanation", "this", "morning's", "night's",
        "yesterday's",
    ];
    let dated = |w: &str| {
        let w = bare(w);
        // "May 4th".
        let w = without_ordinal(w);
        let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        // "4-8th".
        let range = w.rsplit_once('-').filter(|(_, last)| without_ordinal(last).len() < last.len());
        let ordinal = range.is_some_and(|(first, _)| first.parse::<u8>().is_ok());
        let digits = w.chars().filter(char::is_ascii_digit).count();
        let month = w.len() >= 3
            && w.chars().all(char::is_alphabetic)
            && months.iter().any(|m| w.to_lowercase().starts_with(m))
            && w.len() <= 9
            && w.starts_with(char::is_uppercase);
        digits > 0 && w.chars().all(|c| c.is_ascii_digit() || "-/.:".contains(c)) && w.len() != 3 || month || ordinal
    };
    const KINDS: &[&str] = &["postmortem", "post-mortem", "mortem", "report", "review", "rca", "retrospective"];
    const FIRST: &[&str] = &["event:", "incident:", "title:", "subject:"];
    // "Incident documentation/2024-05-06 Search": a page of a wiki below another.
    let title = title.rsplit_once('/').filter(|(_, page)| day_in_name(page).is_some()).map_or(title, |(_, page)| page);
    // "2024-05-06-Search": the day is said apart.
    let day = title.get(..10).filter(|d| d.bytes().filter(u8::is_ascii_digit).count() == 8);
    let title = day.and_then(|d| title.strip_prefix(d)).filter(|rest| rest.starts_with(['-', '_'])).unwrap_or(title);
    // "From Noor's mail to the list" says who wrote.
    if title.starts_with("From ") && title.contains("mail") {
        return None;
    }
    // "Search slow (severity: high)".
    let graded = |note: &str| {
        let note = note.to_lowercase();
        note.starts_with("sev") || note.starts_with("priority") || note.len() == 3 && note.starts_with('p')
    };
    let note = title.rfind(['(', '[']).filter(|&at| title.get(at + 1..).is_some_and(graded));
    let title = note.and_then(|at| title.get(..at)).filter(|rest| !rest.trim().is_empty()).unwrap_or(title);
    let mut words: Vec<&str> = title.split_whitespace().collect();
    // "SEV1 Post-Mortem: …", "003 - Postmortem for …": what stands before says no more.
    let kind = words.iter().take(4).position(|w| {
        let bare = w.trim_end_matches(':').to_lowercase();
        KINDS.contains(&bare.as_str()) && w.ends_with(':')
    });
    words.drain(..kind.map_or(0, |k| k + 1));
    if words.first().is_some_and(|w| FIRST.iter().any(|kind| kind.eq_ignore_ascii_case(w))) {
        words.remove(0);
    }
    if words.first().is_some_and(|w| w.starts_with('0') && w.bytes().all(|b| b.is_ascii_digit())) {
        words.remove(0);
    }
    let noise = |w: &str| {
        let bare = lower(bare(w));
        bare.is_empty()
            || bare.starts_with("0x")
            || dated(w)
            || [
                "incident", "report", "postmortem", "post-mortem", "post", "mortem", "review", "retro", "on", "rca",
                "utc", "pst", "am", "pm", "today's", "yesterday's",
            ]
            .contains(&bare.as_str())
    };
    let hangs =
        |w: &str| ["on", "of", "from", "at", "in", "for", "the", "related", "to"].contains(&w.to_lowercase().as_str());
    let start = words.iter().position(|w| !noise(w) && (!hangs(w) || w.eq_ignore_ascii_case("the")))?;
    // "Search outage postmortem": what kind of document it is closes many a title, too.
    let kind = |w: &str| KINDS.contains(&bare(w).to_lowercase().as_str()) || bare(w).eq_ignore_ascii_case("post");
    let says = |w: &&str| !dated(w) && !hangs(w) && !kind(w) && w.chars().any(char::is_alphanumeric);
    // "Nobody could log in": it hangs only where a day stood behind it.
    let whole = words.len() > 1 && words.last().is_some_and(|w| w.eq_ignore_ascii_case("in"));
    let end = if whole { words.len() } else { words.iter().rposition(says)? + 1 };
    let kept: Vec<&str> = words.get(start..end)?.to_vec();
    let says = kept
        .iter()
        .filter(|w| !dated(w) && bare(w).parse::<u32>().is_err() && !GENERIC.contains(&bare(w).to_lowercase().as_str()))
        .count();
    let name = kept.join(" ").replace('"', "'");
    let name = name.trim_matches(|c: char| matches!(c, '-' | '–' | '—' | ':' | ',' | '(' | ' ' | '.'));
    (says >= 1 && !name.is_empty() && kept.len() <= 14).then(|| name.to_owned())
}

/// "It lasted an hour and forty-eight minutes, from 4:58 PM to 6:46 PM."
fn lasted(teller: &mut Teller<'_>) -> Option<Beat> {
    let times = &teller.facts.times;
    let (from, to) = (times.started.as_ref()?, times.resolved.as_ref()?);
    let gap = super::clock::between(from, to)?;
    // Two times picked from a timeline may not be what the team would call the length of it: the document must say so,
    // as a length or as a window in one place.
    let stated = teller.facts.durations.stated.iter().any(|d| (d.seconds - gap.num_seconds()).abs() <= 60);
    if !stated && from.cite != to.cite {
        return None;
    }
    let length = spoken_gap(gap)?;
    let evidence = Evidence::default().with(&from.surface, &from.cite).with(&to.surface, &to.cite).saying(&length);
    let mut clock = teller.clock.clone();
    let (said_from, said_to) = (clock.time(from)?, clock.time(to)?);
    let evidence = evidence.saying(&said_from).saying(&said_to);
    let values = vec![("length", length.clone()), ("from", said_from), ("to", said_to)];
    let source = format!("lasted {length}");
    Some(Beat {
        weight: 55,
        pattern: "lasted",
        values,
        texts: vec!["It lasted an hour, from 4:58 PM UTC to 6:46 PM.".to_owned()],
        evidence,
        source,
        ..Beat::default()
    })
}

#[cfg(test)]
mod tests {
    use super::name_of;

    #[test]
    fn a_title_is_said_without_its_day_and_what_every_title_says() {
        for (title, name) in [
            ("Incident on 2020-02-18", None),
            ("Incident on 2021-11-05 - The gateway is failing", Some("The gateway is failing")),
            ("Feature Flags Outage - September 29, 2025", Some("Feature Flags Outage")),
            ("All services returning 503", Some("All services returning 503")),
            ("Postmortem", None),
            ("0x1a. Postmortem", None),
            ("SEV1 Post-Mortem: Search slow for all", Some("Search slow for all")),
            ("003 - Postmortem for the search index", Some("the search index")),
            ("Search slow on October 11, 2024", Some("Search slow")),
            ("May 4th 2023 Login abuse", Some("Login abuse")),
            ("Event: Austin network slow - 6/30/25", Some("Austin network slow")),
            ("Storage event: 20 July 2008", Some("Storage event")),
            ("Incident documentation/2024-05-06 Search", Some("Search")),
            ("Incidents/2024-05-06-Search", Some("Search")),
            ("Search outage post-mortem", Some("Search outage")),
            ("Post-mortem: Downtime on May 3, 2024", None),
            ("Post Mortem Covering May 2024", None),
            ("Summary of June 8 outage", None),
            ("Post-Mortem of Today’s Slow Search", Some("Slow Search")),
            ("Users of the hub could not log in", Some("Users of the hub could not log in")),
            ("Search slow (severity: high)", Some("Search slow")),
            ("Search slow (all shops)", Some("Search slow (all shops)")),
            ("2024 May 4-8th: Incident related to search", Some("search")),
            ("This morning's outage", None),
            ("From Noor's e-mail to the list", None),
        ] {
            assert_eq!(name_of(title).as_deref(), name, "{title}");
        }
    }
}
