//! Text from a document never acts: not on a terminal, not in Markdown, not in HTML.

use comrak::nodes::NodeValue;
use tempfile::TempDir;

use crate::support::{arg, file, run, stdout};

/// A postmortem whose every part carries something that would act, if it were passed on.
fn hostile() -> String {
    [
        "# Outage \u{1b}[31mred\u{1b}[0m of api-gw <script>alert(1)</script>\n",
        "On 2024-05-14 at 10:48 UTC a deploy \u{1b}]8;;http://evil.example\u{7}of api-gw\u{1b}]8;;\u{7} broke sign-in for 40% of users. \
         They saw <img src=x onerror=alert(2)> and HTTP 503.\n",
        "## Timeline\n",
        "- 10:52 UTC: p99 latency of api-gw rises to 4 s \u{9b}2J[click me](javascript:alert(3))",
        "- 10:55 UTC: Ana \u{202e}suspects\u{202c} the cache ![pixel](http://evil.example/p.png), it was not the cache",
        "- 11:05 UTC: We decided to roll back because `<b onclick=alert(4)>` the fix was unknown\u{8}\u{8}",
        "- 11:20 UTC: Rollback done, errors gone <https://evil.example/auto>\n",
        "## Root cause\n",
        "The root cause was a template {{ 7 * 7 }} {% raw %} with \u{1}\u{c}a loop & <iframe src=//evil.example></iframe>.\n",
        "## Action items\n",
        "- Add an alert on p99 latency above 1 s \\<script>alert(5)\\</script> &lt;script&gt;alert(6)&lt;/script&gt; (Ana)",
        "- [x] Fix the template | a pipe\n",
    ]
    .join("\n")
}

/// Characters that a terminal or a text renderer acts upon.
fn acts(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Runs on the hostile document, under a hostile file name.
fn outputs(args: &[&str]) -> String {
    let folder = TempDir::new().unwrap();
    let path = file(&folder, "evil.md", hostile());
    stdout([&[args[0], arg(&path)][..], &args[1..]].concat())
}

#[test]
fn control_characters_of_a_document_never_reach_the_terminal() {
    for args in [
        &["draft"][..],
        &["draft", "--format", "text"],
        &["draft", "--format", "json"],
        &["draft", "--citations", "inline"],
        &["facts"],
        &["facts", "--format", "json"],
    ] {
        let printed = outputs(args);
        let found: Vec<char> = printed.chars().filter(|&c| acts(c)).collect();
        assert!(found.is_empty(), "{args:?} passes on {found:?}");
    }
}

#[test]
fn control_characters_of_a_json_document_never_reach_the_terminal() {
    let folder = TempDir::new().unwrap();
    let content = serde_json::json!([
        {"time": "2024-05-14T10:52:00Z", "text": "p99 \u{1b}[31mlatency\u{7} rises"},
        {"time": "2024-05-14T11:20:00Z", "text": "Rolled back \u{9b}2J"}
    ]);
    let path = file(&folder, "evil.json", content.to_string());
    for args in [&["draft"][..], &["facts"]] {
        let printed = stdout([&[args[0], arg(&path)][..], &args[1..]].concat());
        assert!(!printed.contains(acts), "{printed:?}");
    }
}

#[cfg(unix)]
#[test]
fn control_characters_of_a_file_name_never_reach_the_terminal() {
    let folder = TempDir::new().unwrap();
    let good = file(&folder, "a\u{1b}[31mb.md", "# Slow\n\nAt 10:52 UTC it was slow.\n");
    let empty = file(&folder, "c\u{1b}[31md.md", "");
    for path in [&good, &empty, &folder.path().join("e\u{1b}[31mf.md")] {
        for command in ["draft", "facts"] {
            let done = run([command, arg(path)]);
            for printed in [done.stdout, done.stderr] {
                assert!(!String::from_utf8(printed).unwrap().contains(acts), "{command} {path:?}");
            }
        }
    }
}

#[test]
fn a_drafted_markdown_file_holds_no_link_image_or_html_of_the_document() {
    for citations in ["none", "inline", "footnotes"] {
        let draft = outputs(&["draft", "--citations", citations]);
        let arena = comrak::Arena::new();
        let mut options = comrak::Options::default();
        options.extension.table = true;
        options.extension.autolink = true;
        options.extension.footnotes = true;
        let root = comrak::parse_document(&arena, &draft, &options);
        for node in root.descendants() {
            let value = &node.data.borrow().value;
            let active = matches!(
                value,
                NodeValue::Link(_) | NodeValue::Image(_) | NodeValue::HtmlBlock(_) | NodeValue::HtmlInline(_)
            );
            assert!(!active, "--citations {citations} passes on {value:?}\n{draft}");
        }
    }
}

#[test]
fn what_looks_like_a_template_in_a_document_is_only_text() {
    let draft = outputs(&["draft"]);
    assert!(!draft.contains("template 49"), "{draft}");
}
