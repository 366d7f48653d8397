//! Slack's own mark-up, which is not Markdown: `<@U123>`, `<https://…|words>`, `*bold*`, `_italic_`, `~struck~`, code.
//!
//! After <https://api.slack.com/reference/surfaces/formatting>.

use std::collections::HashMap;
use std::sync::Arc;

use crate::document::{Block, Kind, MarkKind, Text};
use crate::read::json::node::Node;

/// The three characters that Slack escapes.
const ENTITIES: &[(&str, &str)] = &[("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")];

/// What stands before the words of a bullet. Slack has no lists in its text; people type these.
const BULLETS: &[&str] = &["• ", "◦ ", "- "];

/// A message as blocks: a paragraph for each line (nobody wraps lines in a chat), an item for each bullet, code for each fence.
/// `people` gives the names behind identifiers; a mention of anybody else stays an identifier.
pub fn blocks(message: &str, pointer: &str, people: &HashMap<&str, Node>) -> Vec<Block> {
    let pointer: Arc<str> = pointer.into();
    let mut blocks = Vec::new();
    let mut line = 1;
    for (i, piece) in message.split("```").enumerate() {
        if i % 2 == 1 {
            code(piece, line, &pointer, &mut blocks);
        } else {
            prose(piece, line, &pointer, people, &mut blocks);
        }
        line += piece.matches('\n').count();
    }
    blocks
}

fn code(piece: &str, line: usize, pointer: &Arc<str>, blocks: &mut Vec<Block>) {
    let mut text = Text::new(Some(pointer.clone()));
    for (i, words) in piece.lines().enumerate().filter(|(_, words)| !words.trim().is_empty()) {
        if !text.is_empty() {
            text.newline();
        }
        let plain = ENTITIES.iter().rev().fold(words.to_owned(), |words, (entity, c)| words.replace(entity, c));
        text.push_raw(&plain, line + i, 0);
    }
    if !text.is_empty() {
        blocks.push(Block::new(Kind::Code { language: None }, Vec::new(), text));
    }
}

fn prose(piece: &str, first: usize, pointer: &Arc<str>, people: &HashMap<&str, Node>, blocks: &mut Vec<Block>) {
    for (i, line) in piece.lines().enumerate() {
        let trimmed = line.trim_start();
        let quoted = trimmed.strip_prefix("&gt;").map(str::trim_start);
        let bullet = BULLETS.iter().find_map(|bullet| trimmed.strip_prefix(bullet));
        let kind = match (bullet, quoted) {
            (Some(_), _) => Kind::Item { depth: 0, ordered: false, checked: None },
            (_, Some(_)) => Kind::Quotation,
            _ => Kind::Paragraph,
        };
        let mut text = Text::new(Some(pointer.clone()));
        inline(&mut text, bullet.or(quoted).unwrap_or(trimmed), first + i, people);
        text.trim_end();
        if !text.is_empty() {
            blocks.push(Block::new(kind, Vec::new(), text));
        }
    }
}

/// Adds one line, its mark-up turned into words and marks. Columns count within the line as Slack has it.
fn inline(text: &mut Text, line: &str, number: usize, people: &HashMap<&str, Node>) {
    let mut open: Vec<(char, usize)> = Vec::new();
    // Delimiters of which no more closing one follows; without this, a line of stars would take quadratic time.
    let mut barren: Vec<char> = Vec::new();
    let mut rest = line;
    let mut before = ' ';
    let mut column = 0;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        let mut taken = c.len_utf8();
        let reference_end = if c == '<' {
            after.find(['<', '>']).filter(|&end| after.get(end..).is_some_and(|s| s.starts_with('>')))
        } else {
            None
        };
        let code = if c == '`' && !barren.contains(&c) { after.find('`') } else { None };
        let entity = ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity));
        if let Some(inside) = reference_end.and_then(|end| after.get(..end)) {
            taken = inside.len() + 2;
            reference(text, inside, number, column, people);
        } else if let Some((entity, plain)) = entity {
            taken = entity.len();
            text.push_raw(plain, number, column);
        } else if let Some(code) = code.and_then(|end| after.get(..end)) {
            taken = code.len() + 2;
            let from = text.len();
            text.push(code, number, column + 1);
            text.mark(MarkKind::Code, from);
        } else if matches!(c, '*' | '_' | '~') && is_open(&open, c) && closes(before, after) {
            // What was opened inside and not closed ends here too.
            while let Some((delimiter, from)) = open.pop() {
                if delimiter == c {
                    text.mark(mark(c), from);
                    break;
                }
            }
        } else if matches!(c, '*' | '_' | '~')
            && !barren.contains(&c)
            && !is_open(&open, c)
            && opens(before, after)
            && has_close(c, after)
        {
            open.push((c, text.len()));
        } else {
            if !barren.contains(&c) && (c == '`' || matches!(c, '*' | '_' | '~') && opens(before, after)) {
                barren.push(c);
            }
            // As many plain characters at once as there are.
            let end = after.find(['<', '&', '`', '*', '_', '~']).unwrap_or(after.len());
            taken += end;
            text.push(rest.get(..taken).unwrap_or_default(), number, column);
        }
        let piece = rest.get(..taken).unwrap_or_default();
        column += piece.chars().count();
        before = piece.chars().last().unwrap_or(before);
        rest = rest.get(taken..).unwrap_or_default();
    }
}

fn mark(delimiter: char) -> MarkKind {
    match delimiter {
        '*' => MarkKind::Strong,
        '_' => MarkKind::Emphasis,
        _ => MarkKind::Deleted,
    }
}

fn is_open(open: &[(char, usize)], delimiter: char) -> bool {
    open.iter().any(|(d, _)| *d == delimiter)
}

fn opens(before: char, after: &str) -> bool {
    !before.is_alphanumeric() && after.chars().next().is_some_and(|c| !c.is_whitespace())
}

fn closes(before: char, after: &str) -> bool {
    !before.is_whitespace() && after.chars().next().is_none_or(|c| !c.is_alphanumeric())
}

fn has_close(delimiter: char, after: &str) -> bool {
    let mut before = ' ';
    after.char_indices().any(|(i, c)| {
        let rest = after.get(i + c.len_utf8()..).unwrap_or_default();
        let found = i > 0 && c == delimiter && closes(before, rest);
        before = c;
        found
    })
}

/// What stands between `<` and `>`.
fn reference(text: &mut Text, inside: &str, line: usize, column: usize, people: &HashMap<&str, Node>) {
    let (target, label) = inside.split_once('|').map_or((inside, None), |(target, label)| (target, Some(label)));
    let label = label.filter(|label| !label.trim().is_empty());
    let mut add = |words: &str| text.push(words, line, column);
    match target.chars().next() {
        Some('@') => {
            let id = target.get(1..).unwrap_or_default();
            if let Some(name) = people.get(id) {
                add(name.str());
            } else {
                add("@");
                add(label.unwrap_or(id).trim_start_matches('@'));
            }
        }
        Some('#') => {
            add("#");
            add(label.unwrap_or(target.get(1..).unwrap_or_default()).trim_start_matches('#'));
        }
        Some('!') => match (target, label) {
            (_, Some(label)) => add(label),
            ("!here" | "!channel" | "!everyone", None) => {
                add("@");
                add(target.get(1..).unwrap_or_default());
            }
            // A group without its name, or a date without its words, says nothing.
            _ => {}
        },
        _ => {
            let words = label.unwrap_or(target.trim_start_matches("mailto:"));
            let from = text.len();
            text.push(words, line, column);
            text.mark(MarkKind::Link(target.to_owned()), from);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(message: &str) -> Vec<String> {
        let name = serde_json::json!("Ada Byron");
        let people = HashMap::from([("U1", Node::root(&name))]);
        blocks(message, "/0/text", &people).iter().map(|b| b.text().as_str().to_owned()).collect()
    }

    #[test]
    fn mentions_links_and_entities_become_words() {
        assert_eq!(
            plain("<@U1> and <@U2> in <#C1|ops>: <https://x.io/d|p99 board> &gt; 2 s"),
            ["Ada Byron and @U2 in #ops: p99 board > 2 s"]
        );
        assert_eq!(plain("<!here> see <https://x.io/a>, cc <!subteam^S1|@dba>"), ["@here see https://x.io/a, cc @dba"]);
    }

    #[test]
    fn marks_are_taken_off_words_only() {
        assert_eq!(
            plain("*Rolled back* `pay_api_v2` at 5*3, a_b_c, _maybe_ ~not~"),
            ["Rolled back pay_api_v2 at 5*3, a_b_c, maybe not"]
        );
        let blocks = blocks("say *now*", "", &HashMap::new());
        assert_eq!(blocks[0].text().get(blocks[0].text().marks()[0].range.clone()), "now");
    }

    #[test]
    fn fences_are_code_and_bullets_are_items() {
        let blocks = blocks("two things:\n• disk\n• lag\n```ERROR 1205\n  &lt;retry&gt;```\ndone", "", &HashMap::new());
        let kinds: Vec<&Kind> = blocks.iter().map(|b| &b.kind).collect();
        assert!(matches!(
            kinds[..],
            [Kind::Paragraph, Kind::Item { .. }, Kind::Item { .. }, Kind::Code { .. }, Kind::Paragraph]
        ));
        assert_eq!(blocks[3].text().as_str(), "ERROR 1205\n  <retry>");
    }

    #[test]
    fn a_long_line_of_delimiters_is_read_in_one_pass_and_loses_nothing() {
        // In quadratic time these would take minutes.
        for line in ["*_~` ", "*_~`<& ", "*a ", "<a", "`", "*a* _b_ "] {
            assert!(!plain(&format!("{}x*>", line.repeat(20_000))).is_empty());
        }
        assert_eq!(plain("3 * 4 <b"), ["3 * 4 <b"]);
    }
}
