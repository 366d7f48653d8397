//! What the elements of a page say of their words: bold, code, where a link leads, the language of a block of code.

use std::collections::HashSet;

use super::Walk;
use crate::document::MarkKind;
use crate::read::html::select;
use crate::read::html::tree::Node;

/// The classes that a page's style sheet makes bold: all that Google Docs tells about bold text.
pub(super) fn bold_classes(nodes: &[Node], source: &str) -> HashSet<String> {
    let styles = nodes.iter().enumerate().filter(|(_, n)| n.name() == "style");
    let rules = styles.flat_map(|(i, _)| select::text_of(nodes, i, source)).flat_map(|css| css.split('}'));
    let bold = rules.filter_map(|rule| {
        let (selector, body) = rule.split_once('{')?;
        let class = selector.trim().strip_prefix('.')?;
        let plain = class.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
        let body = body.replace(' ', "");
        (plain && (body.contains("font-weight:700") || body.contains("font-weight:bold"))).then(|| class.to_owned())
    });
    bold.collect()
}

impl Walk<'_> {
    pub(super) fn mark_of(&self, node: &Node) -> Option<MarkKind> {
        match node.name() {
            "strong" | "b" | "summary" => Some(MarkKind::Strong),
            "em" | "i" => Some(MarkKind::Emphasis),
            "code" | "tt" | "kbd" | "samp" if self.pre == 0 => Some(MarkKind::Code),
            "del" | "s" | "strike" => Some(MarkKind::Deleted),
            "a" if node.has("href") => Some(MarkKind::Link(target(node.attribute("href")))),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if !self.items.is_empty() || !self.grids.is_empty() => {
                Some(MarkKind::Strong)
            }
            "span" => {
                let style = node.attribute("style").replace(' ', "");
                let bold = style.contains("font-weight:700")
                    || style.contains("font-weight:bold")
                    || node.attribute("class").split_whitespace().any(|class| self.bold_classes.contains(class));
                bold.then_some(MarkKind::Strong)
            }
            _ => None,
        }
    }
}

/// The language that a code block's classes or parameters name.
pub(super) fn language(node: &Node) -> Option<String> {
    let classes = node.attribute("class").split_whitespace();
    let named = classes.filter_map(|c| c.strip_prefix("language-").or_else(|| c.strip_prefix("lang-"))).next();
    let brush =
        || node.attribute("data-syntaxhighlighter-params").split(';').find_map(|p| p.trim().strip_prefix("brush:"));
    let lang = || Some(node.attribute("lang")).filter(|l| node.name() != "html" && !l.is_empty());
    named.or_else(brush).or_else(lang).map(|l| l.trim().to_owned())
}

/// Where a link leads, without Google's detour.
fn target(to: &str) -> String {
    let Some(query) = to.strip_prefix("https://www.google.com/url?q=") else { return to.to_owned() };
    let inner = query.split('&').next().unwrap_or_default();
    let mut bytes = Vec::with_capacity(inner.len());
    let mut rest = inner.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = after
            .get(..2)
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match code {
            Some(byte) if first == b'%' => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
