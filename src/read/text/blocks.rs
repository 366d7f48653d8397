//! The kinds of blocks of a plain text, each tried at a line. A method returns whether it read something.

use super::columns::{cells, is_command, is_log, is_prose, is_separator};
use super::{Item, Reader, heading_mark, indent, rule};
use crate::document::{Kind, Text};
use crate::read::paragraph::{self, Trust};
use crate::read::shape;
use crate::read::table::{self, Grid};

impl Reader<'_> {
    /// Whether the line is a heading by the rule below it.
    pub(super) fn is_underlined(&self) -> bool {
        let (line, below) = (self.line(self.at).trim(), self.line(self.at + 1).trim());
        let long = below.chars().count() * 2 >= line.chars().count();
        rule(below).is_some()
            && long
            && rule(line).is_none()
            && line.chars().count() <= 120
            && shape::bullet(line).is_none()
    }

    pub(super) fn heading(&mut self) -> bool {
        let line = self.line(self.at);
        let body = line.trim();
        if self.is_underlined() {
            let level = match rule(self.line(self.at + 1)) {
                Some('=' | '#') => 1,
                Some('-') => 2,
                _ => 3,
            };
            return self.add_heading(Some(level), 0..line.len(), 2);
        }
        if rule(line).is_some() {
            self.flush();
            self.at += 1;
            return true;
        }
        if let Some((level, range)) = heading_mark(line) {
            return self.add_heading(Some(level), range, 1);
        }
        let number = self.section_number().unwrap_or(0);
        let name = body.get(number..).unwrap_or_default();
        if shape::is_section_name(name) || shape::is_caps_heading(name) || self.asks(name) {
            return self.add_heading(None, 0..line.len(), 1);
        }
        false
    }

    /// A question at the head of a paragraph, with its answer on the line or the paragraph below. It is no title.
    fn asks(&self, name: &str) -> bool {
        self.paragraph.is_empty() && self.outline.is_below_heading() && shape::is_question(name)
    }

    /// The bytes of the number before the name of a section: `2. Root cause`. It stands alone, or its list begins below it; an
    /// item that goes on has other words.
    pub(super) fn section_number(&self) -> Option<usize> {
        let listed = || shape::bullet(self.line(self.at + 1).trim()).is_some_and(|b| !b.ordered);
        let number = shape::bullet(self.line(self.at).trim()).filter(|b| b.ordered)?.length;
        (self.is_blank(self.at + 1) || listed()).then_some(number)
    }

    fn add_heading(&mut self, level: Option<u8>, range: std::ops::Range<usize>, lines: usize) -> bool {
        self.flush();
        self.items.clear();
        let text = self.cell(self.at, range);
        if !text.is_empty() {
            match level {
                Some(level) => self.outline.heading(level, text),
                None => self.outline.line_heading(text),
            };
        }
        self.at += lines;
        true
    }

    pub(super) fn table(&mut self) -> bool {
        self.table_of('|') || self.table_of('\t')
    }

    fn table_of(&mut self, sign: char) -> bool {
        let mut end = self.at;
        let mut rows = Vec::new();
        let mut header_ends = None;
        let columns = loop {
            let line = self.line(end);
            if is_separator(line) {
                header_ends.get_or_insert(rows.len());
            } else if let Some(cells) = cells(line, sign).filter(|_| !(sign == '\t' && line.starts_with('\t'))) {
                rows.push((end, cells));
            } else {
                break rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or_default();
            }
            end += 1;
        };
        // One line with a bar is prose; so are lines whose numbers of bars have nothing in common.
        let alike = rows.iter().filter(|(_, cells)| cells.len() == columns).count();
        if rows.len() < 2 || columns < 2 || alike * 2 < rows.len() {
            return false;
        }
        self.flush();
        let text = |(index, cells): &(usize, Vec<std::ops::Range<usize>>)| -> Vec<Text> {
            cells.iter().map(|range| self.cell(*index, range.clone())).collect()
        };
        let mut rows: Vec<Vec<Text>> = rows.iter().map(text).collect();
        let timed = |row: &Vec<Text>| row.first().is_some_and(|c| shape::time_start(c.as_str()).is_some());
        let header = match header_ends {
            Some(1) => Some(rows.remove(0)),
            _ => None,
        };
        if header.is_none() && columns == 2 && rows.iter().all(timed) {
            for row in rows {
                self.outline.row(["time", "text"].into_iter().map(|h| Some(h.into())).zip(row).collect());
            }
        } else {
            table::emit(&mut self.outline, Grid { header, rows, keyed: false });
        }
        self.items.clear();
        self.at = end;
        true
    }

    fn cell(&self, index: usize, range: std::ops::Range<usize>) -> Text {
        let line = self.line(index);
        let cell = line.get(range.clone()).unwrap_or_default();
        let from = range.start + cell.len() - cell.trim_start().len();
        let mut text = Text::default();
        text.push(cell.trim(), index + 1, line.get(..from).map_or(0, |before| before.chars().count()));
        text
    }

    /// Fenced, indented or logged lines.
    pub(super) fn code(&mut self) -> bool {
        let line = self.line(self.at);
        let first = indent(line);
        let fenced = line.trim_start().starts_with("```") || line.trim() == "{code}" || line.trim() == "{noformat}";
        let (from, end, after) = if fenced {
            let sign = if line.trim_start().starts_with("```") { "```" } else { line.trim() };
            let rest = self.lines.iter().skip(self.at + 1);
            let Some(length) = rest.take(10_000).position(|l| l.trim() == sign) else { return false };
            (self.at + 1, self.at + 1 + length, self.at + length + 2)
        } else {
            let end = self.code_end(first);
            if end == self.at {
                return false;
            }
            (self.at, end, end)
        };
        self.flush();
        let mut text = Text::default();
        for index in from..end {
            if index > from {
                text.newline();
            }
            let line = self.line(index);
            // The indentation that all lines share is not the code's own.
            let skipped = line.chars().take(if fenced { 0 } else { first }).take_while(|c| c.is_whitespace());
            let bytes: usize = skipped.map(char::len_utf8).sum();
            let rest = line.get(bytes..).unwrap_or_default().trim_end();
            text.push_raw(rest, index + 1, line.get(..bytes).map_or(0, |b| b.chars().count()));
        }
        let language = line_language(self.line(self.at)).filter(|_| fenced);
        if !text.as_str().trim().is_empty() {
            let parent = self.items.last().filter(|item| item.indent < first).map(|item| item.block);
            self.outline.push(Kind::Code { language }, text, parent);
        }
        self.at = after;
        true
    }

    /// The end of the lines of code that begin here; the line itself if it is none.
    fn code_end(&self, first: usize) -> usize {
        let line = self.line(self.at);
        let from = self.at;
        if is_log(line) || is_command(line.trim()) {
            let mut end = from;
            // A log line's own continuation (a stack trace) is indented.
            while end < self.lines.len()
                && (is_log(self.line(end))
                    || is_command(self.line(end).trim())
                    || (end > from && !self.is_blank(end) && indent(self.line(end)) > first))
            {
                end += 1;
            }
            return end;
        }
        let needed = self.items.last().map_or(4, |item| item.indent + 6);
        if first < needed
            || shape::bullet(line.trim()).is_some()
            || !(from == 0 || self.is_blank(from - 1) || self.ends_clause())
        {
            return from;
        }
        let mut end = from;
        let mut last = from;
        while end < self.lines.len() && (self.is_blank(end) || indent(self.line(end)) >= needed) {
            end += 1;
            if !self.is_blank(end - 1) {
                last = end;
            }
        }
        let lines: Vec<&str> =
            self.lines.get(from..last).unwrap_or_default().iter().copied().filter(|l| !l.trim().is_empty()).collect();
        if is_prose(&lines) { from } else { last }
    }

    /// Lines behind `>`, as in mails.
    pub(super) fn quotation(&mut self) -> bool {
        if !self.line(self.at).trim_start().starts_with("> ") {
            return false;
        }
        self.flush();
        let mut lines = Vec::new();
        while let Some(sign) = self.line(self.at).find('>').filter(|_| self.line(self.at).trim_start().starts_with('>'))
        {
            let from = self.line(self.at).get(sign..).unwrap_or_default();
            let from = sign + from.len() - from.trim_start_matches(['>', ' ']).len();
            lines.push(self.as_line(self.at, from));
            self.at += 1;
        }
        paragraph::emit(&mut self.outline, paragraph::split(lines, Trust::Nested), &Kind::Quotation, None);
        true
    }

    /// A list item with the lines that go on with it.
    pub(super) fn item(&mut self) -> bool {
        let line = self.line(self.at);
        let body = line.trim_start();
        let Some(bullet) = shape::bullet(body).filter(|b| b.length < body.trim_end().len()) else { return false };
        self.flush();
        let width = indent(line);
        let from = line.len() - body.len() + bullet.length;
        let mut lines = vec![self.as_line(self.at, from)];
        self.items.retain(|item| item.indent < width);
        self.at += 1;
        while !self.is_blank(self.at) && self.goes_on(width) {
            lines.push(self.as_line(self.at, 0));
            self.at += 1;
        }
        let depth = u8::try_from(self.items.len()).unwrap_or(u8::MAX);
        let parent = self.items.last().map(|item| item.block);
        let kind = Kind::Item { depth, ordered: bullet.ordered, checked: bullet.checked };
        let pieces = paragraph::split(lines, Trust::Nested);
        if let Some(block) = paragraph::emit(&mut self.outline, pieces, &kind, parent) {
            self.items.push(Item { indent: width, block });
        }
        true
    }

    /// Whether the line goes on with the item whose bullet stands at `width`: it is further in, or wrapping broke it.
    fn goes_on(&self, width: usize) -> bool {
        let line = self.line(self.at);
        let body = line.trim();
        if shape::bullet(body).is_some()
            || shape::is_section_name(body)
            || shape::is_caps_heading(body)
            || self.is_underlined()
            || is_log(body)
        {
            return false;
        }
        let before = self.line(self.at - 1).trim_end().chars().count();
        let first = body.split_whitespace().next().unwrap_or_default().chars().count();
        let wrapped = (60..=120).contains(&before) && before + first >= 68;
        indent(line) > width || wrapped && !self.ends_clause()
    }
}

fn line_language(fence: &str) -> Option<String> {
    let name = fence.trim().trim_start_matches('`').split_whitespace().next()?;
    (!name.is_empty() && !name.starts_with('{')).then(|| name.to_owned())
}
