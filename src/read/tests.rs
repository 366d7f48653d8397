//! What holds for every reader, whatever it is given.

use proptest::prelude::*;

use super::*;
use crate::document::{Block, Cell, Kind};

/// Kind (with level, depth, state and language), words, line and column of each cell: how the readers' tests see blocks.
pub(super) fn shown(blocks: &[Block]) -> Vec<String> {
    let show = |block: &Block| {
        let sign = match &block.kind {
            Kind::Heading { level } => "#".repeat(usize::from(*level)),
            Kind::Item { depth, ordered, checked } => {
                let state = checked.map_or("", |done| if done { "[x]" } else { "[ ]" });
                format!("{}{}{state}", "  ".repeat(usize::from(*depth)), if *ordered { "1." } else { "-" })
            }
            Kind::Row => "|".into(),
            Kind::Field => "@".into(),
            Kind::Code { language } => format!("```{}", language.as_deref().unwrap_or_default()),
            Kind::Quotation => ">".into(),
            Kind::Paragraph => "p".into(),
        };
        let cell = |c: &Cell| {
            let (line, column) = c.text.place(0);
            let header = c.header.as_deref().map(|h| format!("{h}=")).unwrap_or_default();
            format!("{line}:{column} {header}{}", c.text.as_str())
        };
        format!("{sign} {}", block.cells.iter().map(cell).collect::<Vec<_>>().join("; "))
    };
    blocks.iter().map(show).collect()
}

/// Pieces of every format, and what people put into them by accident.
const PIECES: &[&str] = &[
    "\n", "\n", "\n\n", " ", "  ", "\t", "a", "disk full", "10:15", "10:15 - ", "2023-05-03", "Severity: 2", "IMPACT",
    "Root cause", "# ", "## ", "- ", "* ", "• ", "1. ", "[x] ", "> ", "    ", "```", "---", "===", "~~~", "**", "*",
    "`", "``", "_", "|", "\\|", "|---|---|", "| a | b |", "[a](b)", "![a](b)", "[^1]", "[^1]: ", "&amp;", "&#8211;",
    "&", "<p>", "</p>", "<li>", "<ul>", "</ul>", "<table>", "<tr>", "<td>", "</table>", "<th>", "<br>", "<b>", "</b>",
    "<pre>", "</pre>", "<h1>", "</h1>", "<script>", "</script>", "<main>", "<a href=\"#x\">", "</a>", "<!--", "-->",
    "<![CDATA[", "]]>", "<ac:task>", "<dt>", "<dd>", "<details><summary>", "<sup>", "<entry>", "<title>", "<content>",
    "</entry>", ".. code:: sh", ".. note::", ".. [1] ", "::", ":a: b", "+---+---+", "=== ===", "`a <b>`__", "\\",
    "\u{1b}[31m", "\u{1b}]0;t\u{7}", "\u{8}", "\u{200b}", "\u{a0}", "\r\n", "\r", "é", "👩‍💻", "{: .a }", "{% a %}",
    "+++", "key = \"v\"", "key: |",
];

const NAMES: &[&str] = &["a.md", "a.txt", "a.html", "a.rst", "a.atom", "-"];

fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![8 => proptest::sample::select(PIECES).prop_map(str::to_owned), 1 => "\\PC{0,6}"];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Every character of every text that does not stand where the text says that it does.
fn misplaced(source: &str, document: &Document) -> Vec<(char, usize, usize, String)> {
    let lines: Vec<Vec<char>> = source.split('\n').map(|line| line.chars().collect()).collect();
    let mut found = Vec::new();
    for (_, _, cell) in document.cells() {
        let words = cell.text.as_str();
        for (at, c) in words.char_indices().filter(|(_, c)| !c.is_whitespace()) {
            let (line, column) = cell.text.place(at);
            let there = line.checked_sub(1).and_then(|l| lines.get(l)).and_then(|l| l.get(column)).copied();
            if there != Some(c) && there != Some('&') {
                found.push((c, line, column, words.to_owned()));
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_a_reader_panic_and_every_word_stands_where_it_is_cited(text in soup(), name in proptest::sample::select(NAMES)) {
        let text = if name == "a.atom" { format!("<feed><entry><title>t</title><content>{text}") } else { text };
        if let Ok(Reading::Documents(documents)) = read(name, text.as_bytes()) {
            let (decoded, _) = decode::decode(text.as_bytes()).unwrap();
            for document in documents {
                prop_assert_eq!(misplaced(&decoded, &document), vec![]);
                for (_, _, cell) in document.cells() {
                    let hidden = |s: &str| s.chars().any(|c| c.is_control() && !"\t\n".contains(c));
                    prop_assert!(!hidden(cell.text.as_str()) && !cell.header.as_deref().is_some_and(hidden));
                }
                for (i, block) in document.blocks.iter().enumerate() {
                    prop_assert!(block.path.iter().chain(&block.parent).all(|&above| above < i));
                }
            }
        }
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), name in proptest::sample::select(NAMES)) {
        let _ = read(name, &bytes);
    }
}

#[test]
fn a_long_file_is_read_in_linear_time() {
    for (name, unit) in [
        ("a.md", "word `x\\|y` **b** "),
        ("a.txt", "10:15 - word (http://x) | a\n"),
        ("a.html", "<p>a &amp; b<td>c"),
        ("a.rst", "``a *b `c <d> "),
        ("a.txt", "- a\n"),
        ("a.rst", "- a\n"),
        ("a.md", "|a"),
        ("a.md", "[^1]"),
        ("a.rst", "a::\n"),
        ("a.atom", "<entry><title>a"),
        ("a.txt", "a\t"),
    ] {
        let text = if name == "a.atom" { format!("<feed>{}", unit.repeat(5_000)) } else { unit.repeat(5_000) };
        let started = std::time::Instant::now();
        let _ = read(name, text.as_bytes());
        assert!(started.elapsed().as_secs() < 20, "{name} {unit:?} {:?}", started.elapsed());
    }
}
