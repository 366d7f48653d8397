//! Which parts of a page are the document: not menus, not scripts, not what the page hides.

use std::ops::Range;

use super::tree::{Content, Node};

/// Elements that never hold the document's words.
const DROPPED: &[&str] = &[
    "ac:emoticon", "ac:task-id", "aside", "audio", "button", "canvas", "dialog", "embed", "footer", "form", "iframe",
    "map", "nav", "noscript", "object", "ri:attachment", "ri:user", "script", "select", "style", "svg", "template",
    "textarea", "video",
];

/// Roles of elements around the document.
const DROPPED_ROLES: &[&str] =
    &["banner", "complementary", "contentinfo", "dialog", "menu", "navigation", "search", "toolbar", "tooltip"];

/// Classes and ids that Confluence, Google Docs, MkDocs, Jekyll and Sphinx give to what is not the document's text.
const DROPPED_CLASSES: &[&str] = &[
    "breadcrumb", "breadcrumbs", "breadcrumb-section", "comments-section", "edit-link", "headerlink", "md-source-file",
    "page-metadata", "pagination", "related-pages", "screen-reader-text", "sidebar", "skip-link", "sphinxsidebar",
    "sr-only", "table-of-contents", "toc", "toc-macro", "visually-hidden",
];

/// Texts of links that lead to the heading that they stand in.
const PERMALINKS: &[&str] = &["#", "¶", "§", "🔗", "", "link", "permalink"];

/// Fewer characters than this are no document, whatever an element is called.
const SHORTEST: usize = 80;

/// Whether a node and all below it are left out.
pub fn is_dropped(nodes: &[Node], index: usize, source: &str) -> bool {
    let Some(node) = nodes.get(index) else { return true };
    let name = node.name();
    if name.is_empty() || name == "body" || name == "html" {
        return false;
    }
    let style = node.attribute("style").replace(' ', "").to_lowercase();
    DROPPED.contains(&name)
        || DROPPED_ROLES.contains(&node.attribute("role"))
        || node.attribute("aria-hidden") == "true"
        || ["hidden", "popover"].iter().any(|a| node.has(a))
        || style.contains("display:none")
        || DROPPED_CLASSES.iter().any(|c| node.has_class(c) || node.attribute("id") == *c)
        || (name == "ac:parameter" && !is_shown_parameter(nodes, index))
        || (name == "header" && !subtree(nodes, index).any(|n| n.name() == "h1"))
        || (name == "a" && is_reference(nodes, index, source))
        || (name == "sup" && subtree(nodes, index).any(|n| n.attribute("href").contains('#')))
        || (name == "p" && subtree(nodes, index).any(is_comment_anchor))
}

/// Of a macro's parameters only a status' title and an issue's key are text.
fn is_shown_parameter(nodes: &[Node], index: usize) -> bool {
    let Some(node) = nodes.get(index) else { return false };
    let from = index.saturating_sub(16);
    let around = nodes.get(from..index).unwrap_or_default().iter().rev();
    let mut macros = around.filter(|n| n.name() == "ac:structured-macro" && n.end > index);
    let named = macros.next().map_or("", |n| n.attribute("ac:name"));
    matches!((node.attribute("ac:name"), named), ("title", _) | ("key", "jira"))
}

/// A permanent link beside a heading, or Google Docs' mark of a comment.
fn is_reference(nodes: &[Node], index: usize, source: &str) -> bool {
    let Some(node) = nodes.get(index) else { return false };
    let to = node.attribute("href");
    if to.starts_with("#cmnt") {
        return true;
    }
    let words: String = text_of(nodes, index, source).collect();
    let empty = words.trim().is_empty() && node.has("href");
    (to.contains('#') && PERMALINKS.contains(&words.trim().to_lowercase().as_str())) || empty
}

/// Google Docs puts the comments themselves at the end of the page.
fn is_comment_anchor(node: &Node) -> bool {
    let id = node.attribute("id");
    node.name() == "a" && id.strip_prefix("cmnt").is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()))
}

/// The nodes below a node; at most [`NEAREST`], so that deep nesting does not make looking down quadratic.
pub fn subtree(nodes: &[Node], index: usize) -> impl Iterator<Item = &Node> {
    let end = nodes.get(index).map_or(index, |n| n.end).min(index + 1 + NEAREST);
    nodes.get(index + 1..end).unwrap_or_default().iter()
}

/// The texts below a node, as they stand in the source.
pub fn text_of<'a>(nodes: &'a [Node], index: usize, source: &'a str) -> impl Iterator<Item = &'a str> {
    let texts = subtree(nodes, index).filter(|n| !matches!(n.content, Content::Element(..)));
    texts.filter_map(|n| source.get(n.range.clone()))
}

/// How many nodes below a node are looked at to find out what it is.
const NEAREST: usize = 64;

/// The part of the page that is the document, as indices of nodes, and the node of a title that stands outside of it.
pub fn document(nodes: &[Node], source: &str) -> (Range<usize>, Option<usize>) {
    let wants: [fn(&Node) -> bool; 3] = [
        |n| n.name() == "main" || n.attribute("role") == "main",
        |n| {
            matches!(n.attribute("id"), "main-content" | "mw-content-text" | "wiki-content")
                || n.has_class("wiki-content")
        },
        |n| n.name() == "article",
    ];
    let mut part = 0..nodes.len();
    for want in wants {
        // Narrower and narrower: `<main>` may hold the article and what is about it.
        let inside = nodes.get(part.clone()).unwrap_or_default().iter().enumerate().map(|(i, n)| (i + part.start, n));
        let found: Vec<usize> = inside.filter(|(_, n)| want(n)).map(|(i, _)| i).take(NEAREST).collect();
        let longest = found.iter().map(|&i| (length(nodes, i, source), i)).max_by_key(|&(l, i)| (l, usize::MAX - i));
        // Several of a kind, none inside the other, are a list: all of the page.
        let outer = found.iter().filter(|&&i| !found.iter().any(|&o| o < i && nodes.get(o).is_some_and(|n| n.end > i)));
        if let Some((length, index)) = longest
            && length >= SHORTEST
            && outer.take(2).count() == 1
        {
            part = index + 1..nodes.get(index).map_or(index, |n| n.end);
        }
    }
    let has_title = |range: Range<usize>| {
        range.into_iter().find(|&i| {
            nodes.get(i).is_some_and(|n| n.name() == "h1" || (n.name() == "p" && n.has_class("title")))
                && length(nodes, i, source) > 0
        })
    };
    let title = match has_title(part.clone()) {
        Some(_) => None,
        None => has_title(0..nodes.len()).or_else(|| nodes.iter().position(|n| n.name() == "title")),
    };
    (part, title)
}

/// How many characters, but for white space, a node holds.
fn length(nodes: &[Node], index: usize, source: &str) -> usize {
    let mut count = 0;
    let mut i = index + 1;
    let end = nodes.get(index).map_or(index, |n| n.end);
    while let Some(node) = nodes.get(i).filter(|_| i < end) {
        if matches!(node.name(), "script" | "style" | "nav" | "svg" | "template") {
            i = node.end;
            continue;
        }
        if !matches!(node.content, Content::Element(..)) {
            let words = source.get(node.range.clone()).unwrap_or_default();
            count += words.chars().filter(|c| !c.is_whitespace()).count();
        }
        i += 1;
    }
    count
}
