//! Markdown (GitHub flavoured) → blocks.

use std::sync::Arc;

use anyhow::Result;
use comrak::arena_tree::NodeEdge;
use comrak::{Arena, Options, parse_document};

use super::{Format, Raw, Reading};
use crate::document::{Block, Document};

mod front_matter;
mod indented;
mod leftovers;
mod places;
mod run_on;
mod walk;

use walk::Walk;

/// Markdown.
pub const FORMAT: Format = Format { name: "markdown", recognises: |_| true, read };

fn read(raw: &Raw) -> Result<Reading> {
    let flavour = if front_matter_fence(&raw.text).is_some() { "front-matter" } else { "" };
    Ok(Reading::Documents(vec![Document {
        source: raw.source("markdown", flavour),
        id: None,
        blocks: blocks(&raw.text, None),
        warnings: raw.warnings.clone(),
    }]))
}

/// The blocks of a Markdown text. `pointer` is set for Markdown inside a JSON string at that place.
pub fn blocks(text: &str, pointer: Option<Arc<str>>) -> Vec<Block> {
    let arena = Arena::new();
    let root = parse_document(&arena, text, &options(text));
    let mut walk = Walk::new(text, pointer);
    // Edges instead of recursion: nesting in a hostile file must not overflow the stack.
    for edge in root.traverse() {
        match edge {
            NodeEdge::Start(node) => walk.enter(node),
            NodeEdge::End(node) => walk.leave(node),
        }
    }
    walk.outline.finish()
}

fn front_matter_fence(text: &str) -> Option<&'static str> {
    let first = text.lines().next()?.trim_end();
    let fence = ["---", "+++"].into_iter().find(|fence| first == *fence)?;
    text.lines().skip(1).any(|line| line.trim_end() == fence).then_some(fence)
}

fn options(text: &str) -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.autolink = true;
    options.extension.footnotes = true;
    options.extension.front_matter_delimiter = front_matter_fence(text).map(str::to_owned);
    options
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Kind;

    fn shape(text: &str) -> Vec<(Kind, String, usize)> {
        blocks(text, None).iter().map(|b| (b.kind.clone(), b.text().as_str().to_owned(), b.text().place(0).0)).collect()
    }

    #[test]
    fn a_wrapped_item_is_one_text_with_a_nested_item_below_it() {
        let blocks = blocks("- one\n  more `x`\n  - two\n", None);
        assert_eq!(blocks.len(), 2);
        assert_eq!(blocks[0].text().as_str(), "one more x");
        assert_eq!(blocks[0].text().place(9), (2, 8));
        assert_eq!(blocks[1].parent, Some(0));
    }

    #[test]
    fn a_table_row_knows_its_columns() {
        let blocks = blocks("| Time | Event |\n|---|---|\n| 10:00 | **Deploy** |\n", None);
        assert_eq!(blocks.len(), 1);
        assert_eq!(blocks[0].cells[1].header.as_deref(), Some("Event"));
        assert_eq!(blocks[0].cells[1].text.as_str(), "Deploy");
        assert_eq!(blocks[0].cells[0].text.columns(0..5), [2, 7]);
    }

    #[test]
    fn front_matter_becomes_fields_with_their_lines() {
        let found = shape("---\ntitle: \"A\"\nkeywords:\n- b\n---\n\n# T\n");
        assert_eq!(found[0], (Kind::Field, "A".into(), 2));
        assert_eq!(found[1], (Kind::Field, "b".into(), 4));
        assert_eq!(found[2], (Kind::Heading { level: 1 }, "T".into(), 7));
    }

    #[test]
    fn columns_are_right_behind_what_the_parser_decodes() {
        let place = |source: &str, words: &str| {
            let blocks = blocks(source, None);
            let mut cells = blocks.iter().flat_map(|b| &b.cells);
            cells.find_map(|c| c.text.as_str().find(words).map(|at| c.text.place(at))).unwrap()
        };
        assert_eq!(place("A &amp; B at 10:15", "10:15"), (1, 13));
        assert_eq!(place("S&P `&amp;` \\* at 10:15", "10:15"), (1, 18));
        assert_eq!(place("é **ü** at 10:15", "10:15"), (1, 11));
        assert_eq!(place("|a|b|c|\n|-|-|-|\n|x \\| y|`p \\| q` and \\| z|10:15|\n", "z"), (3, 24));
        assert_eq!(place("|a|b|c|\n|-|-|-|\n|x \\| y|`p \\| q` and \\| z|10:15|\n", "10:15"), (3, 26));
        assert_eq!(place("see `` a`b `` and `c\nd` at 10:15", "10:15"), (2, 6));
    }

    #[test]
    fn lines_that_the_author_broke_are_blocks() {
        let found = shape("**Severity:** 2  \n**Owner:** Ada\n\n**Impact**\nAll of EU.\n\n10:15 - up\n10:20 - down\n");
        let texts: Vec<_> = found.iter().map(|(_, text, line)| (text.as_str(), *line)).collect();
        assert_eq!(
            texts,
            [("2", 1), ("Ada", 2), ("Impact", 4), ("All of EU.", 5), ("10:15 - up", 7), ("10:20 - down", 8)]
        );
        assert_eq!(found[2].0, Kind::Heading { level: 2 });
    }

    #[test]
    fn bullets_that_markdown_does_not_know_are_items() {
        let found = shape("We saw:\n• 10:15 up\n• 10:20\ndown\n\n- ☒ done\n");
        let item = |checked| Kind::Item { depth: 0, ordered: false, checked };
        assert_eq!(found[1], (item(None), "10:15 up".into(), 2));
        assert_eq!(found[2], (item(None), "10:20 down".into(), 3));
        assert_eq!(found[3], (item(Some(true)), "done".into(), 6));
    }

    #[test]
    fn html_inside_is_read_and_directives_are_not() {
        let found = shape(
            "<details>\n<summary>Timeline</summary>\n\n- 10:15 up\n\n</details>\n\n!!! note\n{: .red }\n\n<!-- hint -->\n",
        );
        assert_eq!(found.len(), 2);
        assert_eq!(found[0], (Kind::Heading { level: 2 }, "Timeline".into(), 2));
    }

    #[test]
    fn a_paragraph_above_a_rule_is_no_heading() {
        let found = shape("The disk of db-1\nwas full.\n---\n\nImpact\n------\n");
        assert_eq!(found[0].0, Kind::Paragraph);
        assert_eq!(found[1].0, Kind::Heading { level: 2 });
    }

    #[test]
    fn what_converters_leave_behind_is_no_text() {
        let found = shape(
            "# [Status](/)\n\n# Incident 7\n\n| Date | Time | Text\n---|---|---|---\n| Jun 17, 2017 | 07:17 |\n\nUP\n\n|\n\nlogo.png)](//x.y)\n",
        );
        let texts: Vec<_> = found.iter().map(|(_, text, line)| (text.as_str(), *line)).collect();
        assert_eq!(texts, [("Incident 7", 3), ("Jun 17, 2017 | 07:17", 7), ("UP", 9)]);
    }

    #[test]
    fn footnotes_tasks_and_reference_links_are_text() {
        let found = shape("Slow[^1], see [run][r].\n\n- [x] done\n\n[^1]: 5 s\n\n[r]: https://x.y\n");
        let texts: Vec<_> = found.iter().map(|(_, text, _)| text.as_str()).collect();
        assert_eq!(texts, ["Slow, see run.", "done", "5 s"]);
    }

    #[test]
    fn an_image_says_nothing_and_code_keeps_its_lines() {
        let found = shape("![alt text](x.png)\n\n```sh\na\nb\n```\n");
        assert_eq!(found, [(Kind::Code { language: Some("sh".into()) }, "a\nb".into(), 4)]);
    }
}
