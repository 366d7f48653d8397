//! The title of a plain text: a short line that stands apart at its top.
//!
//! A page that was copied brings the site around it along: links to skip to or to go back to, the name of the blog, a note
//! that it has moved. What stands above the title of such a page tells nothing of the incident and is left out.

use super::{Reader, heading_mark, rule};
use crate::read::shape;

/// Words that a sentence or a note begins with, but no title.
const NO_TITLE: &[&str] = &[
    "at", "date:", "dear", "during", "from", "from:", "hello", "here", "hi", "i", "in", "it", "on", "sent:", "this",
    "to", "to:", "we",
];

/// How a line begins that leads elsewhere on a site, in lower case.
const LEADS: &[&str] = &[
    "back to", "return to", "skip to", "skip navigation", "skip main", "go to", "jump to", "toggle", "subscribe to",
    "follow us", "follow and", "share this", "read more",
];

/// Whole lines that do, in lower case.
const LINKS: &[&str] = &[
    "all incidents", "all outages", "all posts", "blog", "home", "log in", "login", "menu", "search", "share",
    "sign in", "sign up", "subscribe",
];

/// How a line ends that names a site or a part of one, in lower case.
const NAMES: &[&str] =
    &["menu", "navigation", "blog", "(archive)", "status", "status page", "status history", "min read", "minute read"];

/// What a title says that is an incident's, in lower case.
const KINDS: &[&str] = &[
    "postmortem", "post-mortem", "post mortem", "incident report", "incident review", "outage", "downtime", "rca -",
    "root cause analysis", "disruption", "availability report", "retrospective",
];

/// The line below the title on a copied page of a status service.
const BELOW: &str = "incident report for ";

/// Lines above the title of a copied page at most.
const HIGHEST: usize = 12;

impl Reader<'_> {
    /// A short line at the top that stands apart is the title.
    pub(super) fn title(&mut self) {
        self.skip_blank();
        if let Some(at) = self.above_report() {
            // The site's name stands above it, if anything.
            return self.take_title(at);
        }
        let first = self.at;
        let furniture = self.furniture();
        // Further down stands what the page is about, if the site's own words stand above.
        let kind = (first..self.lines.len().min(first + 2 * HIGHEST))
            .filter(|&at| furniture > first && self.fits(at, true))
            .find(|&at| {
                let lower = self.line(at).to_lowercase();
                KINDS.iter().any(|kind| lower.contains(*kind)) && !is_furniture(self.line(at))
            });
        match kind.or_else(|| Some(furniture).filter(|&at| self.fits(at, false))) {
            Some(at) => self.take_title(at),
            None => self.at = furniture,
        }
    }

    fn skip_blank(&mut self) {
        while self.at < self.lines.len() && self.is_blank(self.at) {
            self.at += 1;
        }
    }

    /// The line above "Incident Report for …".
    fn above_report(&self) -> Option<usize> {
        let head = self.at..self.lines.len().min(self.at + HIGHEST);
        let mut head = head;
        let report = head.find(|&at| self.line(at).trim().to_lowercase().starts_with(BELOW))?;
        let above = (self.at..report).rfind(|&at| !self.is_blank(at))?;
        let line = self.line(above).trim();
        (line.chars().count() <= 120 && !line.ends_with(['.', ':'])).then_some(above)
    }

    /// The first line that does not belong to the site around the text.
    fn furniture(&self) -> usize {
        let mut last = self.at;
        for at in self.at..self.lines.len().min(self.at + 2 * HIGHEST) {
            if !self.is_blank(at) && !is_furniture(self.line(at)) {
                return at;
            }
            last = at;
        }
        last
    }

    /// Lines above a title are dropped, but for those that name a day.
    fn take_title(&mut self, at: usize) {
        for above in self.at..at {
            let line = self.line(above);
            let day = line.len() <= 40 && line.contains(|c: char| c.is_ascii_digit()) && !is_furniture(line);
            if day {
                self.paragraph.push(above);
                self.flush();
            }
        }
        let title = self.words(at, 0);
        self.outline.heading(1, title);
        self.at = at + 1;
    }

    /// Looks like a title. `labelled`: "Incident report: …" reads as a key and its value, and may be one all the same.
    fn fits(&self, at: usize, labelled: bool) -> bool {
        let line = self.line(at).trim();
        let next = self.line(at + 1).trim();
        let plain = shape::bullet(line).is_none()
            && (labelled
                || shape::label(line)
                    .is_none_or(|(k, _)| !shape::is_known_key(line.get(..k).unwrap_or_default(), false)));
        let apart = next.is_empty() || shape::label(next).is_some();
        let fits = !line.is_empty()
            && line.chars().count() <= if line.contains(" - ") { 160 } else { 100 }
            && !line.ends_with(['.', ':', ',', ';'])
            && rule(next).is_none();
        let first = line.split_whitespace().next().unwrap_or_default().trim_end_matches(',').to_lowercase();
        let plain = plain && !NO_TITLE.contains(&first.as_str());
        let alone = self.lines.iter().skip(at + 1).all(|l| l.trim().is_empty());
        let other =
            rule(line).is_some() || heading_mark(line).is_some() || line.contains('|') || line.starts_with("```");
        fits && plain && apart && !alone && !other && !shape::is_section_name(line) && !starts_with_clock(line)
    }
}

/// Belongs to the site around a text: leads elsewhere, or names it.
fn is_furniture(line: &str) -> bool {
    const LONGEST: usize = 7;
    let lower = line.trim().trim_end_matches(':').to_lowercase();
    let words = lower.split_whitespace().count();
    let begins = |lead: &str| lower.strip_prefix(lead).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    (1..=LONGEST).contains(&words)
        && !line.trim().ends_with('.')
        && !KINDS.iter().any(|kind| lower.contains(*kind) && !lower.starts_with("all "))
        && (LEADS.iter().any(|lead| begins(lead))
            || LINKS.contains(&lower.as_str())
            || NAMES.iter().any(|name| lower.ends_with(*name)))
}

/// A date may begin a title, a clock time begins an entry.
fn starts_with_clock(line: &str) -> bool {
    let first = line.trim_start_matches(['[', '(']).split_whitespace().next().unwrap_or_default();
    shape::time_start(first).is_some() && first.contains(':')
}
