//! HTML → a flat tree whose nodes know their bytes.
//!
//! Not the tree of a browser: no elements are invented or moved. What a browser closes by itself (`<p>`, `<li>`,
//! `<td>`) is closed here too.

use std::ops::Range;

use html5gum::{DefaultEmitter, StartTag};
use html5gum::{Token, Tokenizer};

/// Elements without content.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Elements that end an open `<p>`.
const ENDS_P: &[&str] = &[
    "address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figure", "footer", "form", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "pre", "section", "table", "ul",
];

/// How far up an end tag looks for its start tag: a hostile file must not make that quadratic.
const DEEPEST: usize = 256;

/// An attribute: name, value, and the bytes of both.
pub type Attribute = (String, String, Range<usize>);

/// What a node is.
#[derive(Debug)]
pub enum Content {
    /// An element: its name in lower case and its attributes.
    Element(String, Vec<Attribute>),
    /// Text with character references in it.
    Text,
    /// Text without any.
    Verbatim,
}

/// A node of the tree.
#[derive(Debug)]
pub struct Node {
    /// What it is.
    pub content: Content,
    /// The bytes of a text, or of an element's start tag.
    pub range: Range<usize>,
    /// The index behind its last descendant.
    pub end: usize,
}

impl Node {
    /// The element's name; empty for text.
    pub fn name(&self) -> &str {
        match &self.content {
            Content::Element(name, _) => name,
            _ => "",
        }
    }

    /// An attribute's value; empty for one that is missing or has none.
    pub fn attribute(&self, name: &str) -> &str {
        self.attribute_with_place(name).map_or("", |(_, value, _)| value)
    }

    /// Has an attribute.
    pub fn has(&self, name: &str) -> bool {
        self.attribute_with_place(name).is_some()
    }

    /// An attribute with its place.
    pub fn attribute_with_place(&self, name: &str) -> Option<&Attribute> {
        match &self.content {
            Content::Element(_, attributes) => attributes.iter().find(|(n, ..)| n == name),
            _ => None,
        }
    }

    /// Has a class.
    pub fn has_class(&self, class: &str) -> bool {
        self.attribute("class").split_whitespace().any(|c| c.eq_ignore_ascii_case(class))
    }
}

/// The nodes of a text in the order of their start tags.
pub fn parse(source: &str) -> Vec<Node> {
    let mut tree = Tree::default();
    // CDATA is mark-up only in XML; HTML hides scripts behind it.
    let xml = ["<ac:", "<ri:", "<feed", "<rss", "<rdf:"].iter().any(|sign| source.contains(sign));
    let mut at = 0;
    while xml && let Some(open) = source.get(at..).and_then(|rest| rest.find("<![CDATA[")) {
        let from = at + open + "<![CDATA[".len();
        let length = source.get(from..).and_then(|rest| rest.find("]]>"));
        tree.tokens(source, at..at + open);
        let to = length.map_or(source.len(), |length| from + length);
        tree.leaf(Content::Verbatim, from..to);
        at = (to + "]]>".len()).min(source.len());
    }
    tree.tokens(source, at..source.len());
    tree.close_to(0);
    tree.nodes
}

#[derive(Default)]
struct Tree {
    nodes: Vec<Node>,
    /// The elements that are open.
    open: Vec<usize>,
}

impl Tree {
    fn tokens(&mut self, source: &str, range: Range<usize>) {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        let part = source.get(range.clone()).unwrap_or_default();
        for Ok(token) in Tokenizer::new_with_emitter(part, emitter) {
            match token {
                Token::StartTag(tag) => self.start(tag, range.start),
                Token::EndTag(tag) => self.end(&String::from_utf8_lossy(&tag.name)),
                Token::String(text) => {
                    self.leaf(Content::Text, text.span.start + range.start..text.span.end + range.start);
                }
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
    }

    fn leaf(&mut self, content: Content, range: Range<usize>) {
        let end = self.nodes.len() + 1;
        self.nodes.push(Node { content, range, end });
    }

    fn start(&mut self, tag: StartTag<usize>, offset: usize) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        self.imply(&name);
        let attributes = tag.attributes.iter().map(|(name, value)| {
            let place = value.span.start + offset..value.span.end + offset;
            (String::from_utf8_lossy(name).into_owned(), String::from_utf8_lossy(&value.value).into_owned(), place)
        });
        let content = Content::Element(name.clone(), attributes.collect());
        let index = self.nodes.len();
        self.leaf(content, tag.span.start + offset..tag.span.end + offset);
        // `<ac:…/>` and `<ri:…/>` are XML; HTML ignores the slash.
        if !(VOID.contains(&name.as_str()) || (tag.self_closing && (name.contains(':') || name == "time"))) {
            self.open.push(index);
        }
    }

    fn end(&mut self, name: &str) {
        if let Some(depth) = self.find(&[name], if name == "table" { &[] } else { &["table"] }) {
            self.close_to(depth);
        }
    }

    /// Closes what the start of `name` ends without being told to.
    fn imply(&mut self, name: &str) {
        let (ended, within): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "table", "td", "th", "blockquote"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl", "table", "td"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "tr" => (&["tr"], &["table"]),
            "thead" | "tbody" | "tfoot" => (&["thead", "tbody", "tfoot"], &["table"]),
            _ if ENDS_P.contains(&name) => {
                (&["p"], &["li", "td", "th", "div", "section", "blockquote", "dd", "body", "table"])
            }
            _ => return,
        };
        if let Some(depth) = self.find(ended, within) {
            self.close_to(depth);
        }
    }

    /// The depth of the innermost open element of some names, not looking beyond elements of other names.
    fn find(&self, names: &[&str], within: &[&str]) -> Option<usize> {
        for (depth, &index) in self.open.iter().enumerate().rev().take(DEEPEST) {
            let name = self.nodes.get(index)?.name();
            if names.contains(&name) {
                return Some(depth);
            }
            if within.contains(&name) {
                return None;
            }
        }
        None
    }

    fn close_to(&mut self, depth: usize) {
        let end = self.nodes.len();
        for index in self.open.drain(depth.min(self.open.len())..) {
            if let Some(node) = self.nodes.get_mut(index) {
                node.end = end;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str) -> Vec<(String, usize)> {
        let show = |node: &Node| match &node.content {
            Content::Element(name, _) => format!("<{name}>"),
            _ => source[node.range.clone()].to_owned(),
        };
        parse(source).iter().map(|node| (show(node), node.end)).collect()
    }

    #[test]
    fn text_and_tags_know_their_bytes() {
        let source = "<p class=\"a\">é &amp; <b>x</b></p>\n";
        let nodes = parse(source);
        assert_eq!(&source[nodes[0].range.clone()], "<p class=\"a\">");
        assert_eq!(&source[nodes[1].range.clone()], "é &amp; ");
        assert_eq!(&source[nodes[3].range.clone()], "x");
        assert_eq!(&source[nodes[0].attribute_with_place("class").unwrap().2.clone()], "class=\"a\"");
    }

    #[test]
    fn what_a_browser_closes_is_closed() {
        let expected =
            [("<ul>", 5), ("<li>", 3), ("a", 3), ("<li>", 5), ("b", 5), ("<p>", 7), ("c", 7), ("<p>", 9), ("d", 9)];
        assert_eq!(shown("<ul><li>a<li>b</ul><p>c<p>d"), expected.map(|(a, b)| (a.to_owned(), b)));
    }

    #[test]
    fn character_data_is_text_only_in_xml() {
        assert_eq!(shown("<ac:body><![CDATA[a > b]]></ac:body>")[1].0, "a > b");
        assert!(shown("<p>x</p><![CDATA[a]]>").iter().all(|(text, _)| text != "a"));
    }
}
