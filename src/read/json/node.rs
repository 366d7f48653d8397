//! A place in a JSON value that knows its RFC 6901 pointer.

use std::borrow::Cow;

use serde_json::Value;

use crate::document::Text;

/// A value and where it stands. A missing member is a node with `null`, so that paths need no checks on the way.
#[derive(Debug, Clone)]
pub struct Node<'a> {
    /// The value.
    pub value: &'a Value,
    /// Its RFC 6901 pointer, from the root of the file.
    pub pointer: String,
}

/// What stands in a field that nobody filled in, in lower case: JSON's and people's words for nothing, and the
/// examples that API descriptions (OpenAPI) are generated with.
const PLACEHOLDERS: &[&str] =
    &["string", "null", "nil", "none", "undefined", "unknown", "n/a", "na", "tbd", "todo", "-", "–", "—", "?", "..."];

/// Times that programs write for "no time": the zero of Go and .NET, and that of Unix.
const ZERO_TIMES: &[&str] =
    &["0001-01-01T00:00:00", "0001-01-01 00:00:00", "1970-01-01T00:00:00", "1970-01-01 00:00:00"];

impl<'a> Node<'a> {
    /// The root of a file.
    pub fn root(value: &'a Value) -> Self {
        Node { value, pointer: String::new() }
    }

    /// A member of an object.
    pub fn child(&self, key: &str) -> Self {
        Node { value: self.member(key).unwrap_or(&Value::Null), pointer: join(&self.pointer, key) }
    }

    fn member(&self, key: &str) -> Option<&'a Value> {
        self.value.as_object()?.get(key)
    }

    /// Whether it is an object with this member, whatever its value.
    pub fn has(&self, key: &str) -> bool {
        self.value.as_object().is_some_and(|object| object.contains_key(key))
    }

    /// The elements of an array; none of anything else.
    pub fn items(&self) -> impl Iterator<Item = Node<'a>> + use<'a> {
        let pointer = self.pointer.clone();
        let items = self.value.as_array().map(Vec::as_slice).unwrap_or_default();
        items.iter().enumerate().map(move |(i, value)| Node { value, pointer: format!("{pointer}/{i}") })
    }

    /// The resources of a JSON:API document: `data` is one of them or an array.
    pub fn resources(&self) -> Vec<Node<'a>> {
        let data = self.child("data");
        if data.value.is_array() { data.items().collect() } else { vec![data] }
    }

    /// The members of an object in the source's order; none of anything else.
    pub fn members(&self) -> impl Iterator<Item = (&'a str, Node<'a>)> + use<'a> {
        let pointer = self.pointer.clone();
        let members = self.value.as_object().into_iter().flatten();
        members.map(move |(key, value)| (key.as_str(), Node { value, pointer: join(&pointer, key) }))
    }

    /// What stands at a path of member names separated by `/`, where `*` means every element of an array. An empty
    /// path is the node itself. Nulls are left out.
    pub fn find(&self, path: &str) -> Vec<Node<'a>> {
        let mut found = Vec::new();
        self.reach(path, &mut found);
        found
    }

    fn reach(&self, path: &str, found: &mut Vec<Node<'a>>) {
        let (step, rest) = path.split_once('/').unwrap_or((path, ""));
        match step {
            "" => found.push(self.clone()),
            "*" => self.items().filter(|node| !node.value.is_null()).for_each(|node| node.reach(rest, found)),
            key if self.member(key).is_some_and(|value| !value.is_null()) => self.child(key).reach(rest, found),
            _ => {}
        }
    }

    /// The first of some paths at which something is said.
    pub fn first(&self, paths: &[&str]) -> Option<Node<'a>> {
        self.first_of(paths, |_| true)
    }

    /// The words of a string or the spelling of a number, unless it is a placeholder.
    pub fn said(&self) -> Option<Cow<'a, str>> {
        let words = match self.value {
            Value::String(string) => Cow::Borrowed(string.as_str()),
            Value::Number(number) => Cow::Owned(number.to_string()),
            _ => return None,
        };
        let trimmed = words.trim();
        let blank = trimmed.is_empty() || PLACEHOLDERS.iter().any(|p| p.eq_ignore_ascii_case(trimmed));
        (!blank).then_some(words)
    }

    /// The string, if it is one.
    pub fn str(&self) -> &'a str {
        self.value.as_str().unwrap_or_default()
    }

    /// [`Node::said`] as a text that cites this place.
    pub fn text(&self) -> Option<Text> {
        Some(Text::at_pointer(&self.said()?, &self.pointer))
    }

    /// The first of some paths at which there is a time that means one.
    pub fn time(&self, paths: &[&str]) -> Option<Text> {
        self.first_of(paths, |node| !node.is_zero_time())?.text()
    }

    fn first_of(&self, paths: &[&str], accept: impl Fn(&Node<'a>) -> bool) -> Option<Node<'a>> {
        paths.iter().flat_map(|path| self.find(path)).find(|node| node.said().is_some() && accept(node))
    }

    /// A time of a program's zero is no time.
    pub fn is_zero_time(&self) -> bool {
        self.said().is_some_and(|words| ZERO_TIMES.iter().any(|zero| words.starts_with(zero)))
    }
}

/// `pointer` and one more reference token, escaped as RFC 6901 section 3 says.
fn join(pointer: &str, key: &str) -> String {
    let mut joined = String::with_capacity(pointer.len() + key.len() + 1);
    joined.push_str(pointer);
    joined.push('/');
    for c in key.chars() {
        match c {
            '~' => joined.push_str("~0"),
            '/' => joined.push_str("~1"),
            c => joined.push(c),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn pointers_lead_back_to_the_value_even_through_odd_keys() {
        let value = json!({"a/b": {"m~n": [{"": "here"}]}});
        let node = Node::root(&value).child("a/b").child("m~n").items().next().unwrap().child("");
        assert_eq!(node.pointer, "/a~1b/m~0n/0/");
        assert_eq!(value.pointer(&node.pointer), Some(node.value));
    }

    #[test]
    fn a_path_reaches_through_arrays_and_leaves_nulls_out() {
        let value = json!({"services": [{"name": "api"}, {"name": null}, {}, {"name": "db"}]});
        let found = Node::root(&value).find("services/*/name");
        let pointers: Vec<&str> = found.iter().map(|n| n.pointer.as_str()).collect();
        assert_eq!(pointers, ["/services/0/name", "/services/3/name"]);
    }

    #[test]
    fn placeholders_and_nulls_say_nothing() {
        for value in [json!(null), json!(""), json!("  "), json!("string"), json!("N/A"), json!("TBD"), json!(true)] {
            assert_eq!(Node::root(&value).said(), None, "{value}");
        }
        assert_eq!(Node::root(&json!("a string")).said().as_deref(), Some("a string"));
    }

    #[test]
    fn the_zero_of_a_program_is_no_time() {
        assert!(Node::root(&json!("0001-01-01T00:00:00Z")).is_zero_time());
        assert!(!Node::root(&json!("07:30")).is_zero_time());
        assert!(!Node::root(&json!(0)).is_zero_time());
    }
}
