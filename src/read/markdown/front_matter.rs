//! Front matter (YAML between `---`, TOML between `+++`) → fields and rows.
//!
//! Read line by line and not as YAML: a value needs its place, and front matter that is broken must still be read.

use std::sync::Arc;

use crate::document::Text;
use crate::read::outline::Outline;

/// Adds the fields of front matter, which begins in the first line. An entry of a list of mappings is a row.
pub fn read(outline: &mut Outline, matter: &str, pointer: Option<&Arc<str>>) {
    let mut reader =
        Reader { outline, pointer: pointer.cloned(), key: None, value: None, block: None, row: Vec::new() };
    for (i, line) in matter.lines().enumerate() {
        reader.line(line, i + 1);
    }
    reader.end_value();
    reader.end_row();
}

struct Reader<'a> {
    outline: &'a mut Outline,
    pointer: Option<Arc<str>>,
    /// The key that a list or a value below belongs to.
    key: Option<String>,
    /// A value that may go on in the next line.
    value: Option<(String, Text)>,
    /// The indentation of the key of a block scalar (`|`, `>`) or wrapped value that is open.
    block: Option<usize>,
    /// The cells of an entry of a list of mappings.
    row: Vec<(Option<Arc<str>>, Text)>,
}

impl Reader<'_> {
    fn line(&mut self, line: &str, number: usize) {
        let body = line.trim();
        let indent = line.len() - line.trim_start().len();
        if body.is_empty() || matches!(body, "---" | "+++" | "...") || body.starts_with('#') {
            return;
        }
        if self.block.is_some_and(|outer| indent > outer) {
            self.add(line, body, number);
            return;
        }
        self.end_value();
        let entry = body.strip_prefix("- ").map(str::trim_start);
        if entry.is_some() || indent == 0 {
            self.end_row();
        }
        let body = entry.unwrap_or(body);
        let section =
            body.strip_prefix('[').and_then(|b| b.strip_suffix(']')).filter(|b| !b.contains(',') && indent == 0);
        match pair(body) {
            Some((key, "")) => self.key = Some(key.to_owned()),
            Some((key, "|" | ">" | "|-" | ">-" | "|+" | ">+")) => self.open(key, indent),
            Some((key, value)) if entry.is_some() || !self.row.is_empty() => {
                let text = self.text(line, value, number);
                self.row.push((Some(key.into()), text));
            }
            Some((key, value)) => {
                if indent == 0 {
                    self.key = Some(key.to_owned());
                }
                self.open(key, indent);
                self.add(line, value, number);
            }
            None if section.is_some() => self.key = section.map(str::to_owned),
            None => {
                if let Some(key) = self.key.clone() {
                    self.open(&key, indent);
                    self.add(line, body, number);
                    self.block = None;
                }
            }
        }
    }

    fn open(&mut self, key: &str, indent: usize) {
        self.value = Some((key.to_owned(), Text::new(self.pointer.clone())));
        self.block = Some(indent);
    }

    fn text(&self, line: &str, value: &str, number: usize) -> Text {
        let mut text = Text::new(self.pointer.clone());
        push(&mut text, line, value, number);
        text
    }

    fn add(&mut self, line: &str, value: &str, number: usize) {
        if let Some((_, text)) = &mut self.value {
            text.space();
            push(text, line, value, number);
        }
    }

    fn end_value(&mut self) {
        self.block = None;
        if let Some((key, mut text)) = self.value.take() {
            text.trim_end();
            if !text.is_empty() {
                self.outline.field(&key, text);
            }
        }
    }

    fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        if !row.is_empty() {
            self.outline.row(row);
        }
    }
}

/// The key and the value of `key: value` or `key = value`.
fn pair(body: &str) -> Option<(&str, &str)> {
    let (key, value) = match (body.split_once(": "), body.split_once(" = ")) {
        (Some(colon), Some(equals)) => Some(if colon.0.len() < equals.0.len() { colon } else { equals }),
        (colon, equals) => colon.or(equals),
    }
    .or_else(|| body.strip_suffix(':').map(|key| (key, "")))?;
    let key = key.trim().trim_matches(['"', '\'']);
    let fits = !key.is_empty() && key.split_whitespace().count() <= 4 && !key.contains(['.', ',', '(', '[', '{']);
    fits.then_some((key, value.trim()))
}

/// Adds a value without its quotes, brackets and comment.
fn push(text: &mut Text, line: &str, value: &str, number: usize) {
    let quoted = value.starts_with(['"', '\'']);
    let value = if quoted { value } else { value.split(" #").next().unwrap_or_default() };
    let value = value.trim().trim_end_matches(',').trim_matches(['[', ']']).trim().trim_matches(['"', '\'']);
    // The last place: the key may be the same word.
    let column = line.rfind(value).and_then(|at| line.get(..at)).map_or(0, |before| before.chars().count());
    text.push(value, number, column);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Kind;

    fn fields(matter: &str) -> Vec<(String, String, usize, usize)> {
        let mut outline = Outline::default();
        read(&mut outline, matter, None);
        let blocks = outline.finish();
        let cells = blocks.iter().flat_map(|b| &b.cells);
        cells
            .map(|c| {
                let (line, column) = c.text.place(0);
                (c.header.as_deref().unwrap_or_default().to_owned(), c.text.as_str().to_owned(), line, column)
            })
            .collect()
    }

    #[test]
    fn values_keep_their_line_and_column() {
        let found = fields("---\ntitle: \"Disk full\"\nstart_time: 2023-05-03T10:15:00Z # UTC\ntags:\n- db\n---\n");
        assert_eq!(found[0], ("title".into(), "Disk full".into(), 2, 8));
        assert_eq!(found[1], ("start_time".into(), "2023-05-03T10:15:00Z".into(), 3, 12));
        assert_eq!(found[2], ("tags".into(), "db".into(), 5, 2));
    }

    #[test]
    fn a_value_over_several_lines_is_one_text() {
        let found = fields("---\nsummary: >\n  The disk of db-1\n  was full.\nowner: Ada\n  Lovelace\n---\n");
        assert_eq!(found[0], ("summary".into(), "The disk of db-1 was full.".into(), 3, 2));
        assert_eq!(found[1], ("owner".into(), "Ada Lovelace".into(), 5, 7));
    }

    #[test]
    fn toml_and_nested_keys_are_read() {
        let found = fields("+++\ntitle = \"Disk: full\"\n[extra]\nseverity = 2\n+++\n");
        assert_eq!(found, [("title".into(), "Disk: full".into(), 2, 9), ("severity".into(), "2".into(), 4, 11)]);
        let found = fields("---\nincident:\n  severity: 2\n  status: closed\n---\n");
        assert_eq!(found[1], ("status".into(), "closed".into(), 4, 10));
    }

    #[test]
    fn a_list_of_mappings_is_a_table() {
        let mut outline = Outline::default();
        read(
            &mut outline,
            "---\ntimeline:\n  - time: 10:15\n    text: Disk full\n  - time: 10:20\n    text: Page\n---\n",
            None,
        );
        let blocks = outline.finish();
        assert_eq!(blocks.len(), 2);
        assert!(blocks.iter().all(|b| b.kind == Kind::Row && b.cells.len() == 2));
        assert_eq!(blocks[1].cells[1].text.place(0), (6, 10));
    }
}
