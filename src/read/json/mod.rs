//! JSON and JSON Lines: exports of incident tools, status pages and chats, timelines, and our own facts.
//!
//! A file is taken by the first of [`SHAPES`] that recognises its root or, in an array, its elements. A shape maps the
//! vendor's members onto the blocks that every format gives (see [`build`]), so that extraction never knows the vendor.
//!
//! Citations are RFC 6901 pointers from the root of the file. JSON Lines have no root, so there they are the lines
//! that hold the incident, counted as in any text file. Integers of up to 64 bits and strings keep the source's
//! spelling; of other numbers the shortest spelling of the same value is given (`1.50` becomes `1.5`).

mod build;
mod canon;
mod datadog;
mod facts;
mod firehydrant;
mod github;
mod google;
mod grafana;
mod incident_io;
mod node;
mod opsgenie;
mod pagerduty;
mod rootly;
mod slack;
mod statuspage;
mod timeline;

use std::collections::HashSet;

use anyhow::{Result, bail};
use serde_json::Value;

use super::{Format, Raw, Reading};
use crate::cite::Cite;
use crate::document::{Document, Text};
use crate::facts::Warning;
use build::Incident;
use node::Node;

/// JSON, and JSON Lines.
pub const FORMAT: Format = Format { name: "json", recognises, read };

/// What one vendor's (or one kind of) JSON looks like.
struct Shape {
    /// What `source.flavour` says.
    flavour: &'static str,
    /// Whether a value is an incident, or several, in this shape.
    recognises: fn(&Node) -> bool,
    /// Its incidents.
    read: fn(&Node) -> Vec<Incident>,
}

/// All shapes, the most particular first. The last one goes by the form alone.
const SHAPES: &[Shape] = &[
    pagerduty::SHAPE,
    incident_io::SHAPE,
    statuspage::SHAPE,
    google::SHAPE,
    firehydrant::SHAPE,
    rootly::SHAPE,
    datadog::SHAPE,
    opsgenie::SHAPE,
    grafana::SHAPE,
    slack::SHAPE,
    github::SHAPE,
    timeline::SHAPE,
];

/// File name endings of JSON Lines.
const LINES: &[&str] = &["jsonl", "ndjson"];

/// In a longer line, columns are not looked for: an incident log has short lines.
const LONGEST_LINE: usize = 16 * 1024;

fn recognises(raw: &Raw) -> bool {
    let extension = raw.extension();
    if extension == "json" || LINES.contains(&extension.as_str()) {
        return true;
    }
    // Markdown too may begin with a bracket (a link), or with a brace (a template's field).
    let mut start = raw.text.chars().filter(|c| !c.is_whitespace());
    match (start.next(), start.next()) {
        (Some('{'), Some(next)) => matches!(next, '"' | '}'),
        (Some('['), Some(next)) => matches!(next, '{' | '"' | ']'),
        _ => false,
    }
}

fn read(raw: &Raw) -> Result<Reading> {
    if LINES.contains(&raw.extension().as_str())
        && let Some(lines) = Lines::parse(&raw.text)
    {
        return lines.read(raw);
    }
    match serde_json::from_str::<Value>(&raw.text) {
        Ok(value) => match facts::read(&value)? {
            Some(facts) => Ok(Reading::Facts(Box::new(facts))),
            None => documents(raw, &value, |_| {}),
        },
        Err(error) => match Lines::parse(&raw.text) {
            Some(lines) => lines.read(raw),
            None => bail!("{}", explain(&error)),
        },
    }
}

fn explain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    if error.is_eof() {
        format!("the JSON ends too early ({text}); was the file cut short?")
    } else if text.starts_with("recursion limit") {
        format!("the JSON is nested too deep ({text}); give the export of one incident")
    } else {
        format!("the JSON is broken: {text}; correct the file there, or export it again")
    }
}

/// The documents in a value. `place` is called on every text, to change where it says it stands.
fn documents(raw: &Raw, value: &Value, place: impl Fn(&mut Text)) -> Result<Reading> {
    let root = Node::root(value);
    let Some((shape, incidents)) = SHAPES.iter().find_map(|shape| Some((shape, incidents(shape, &root)?))) else {
        let known: Vec<&str> = SHAPES.iter().map(|shape| shape.flavour).collect();
        bail!(
            "this JSON holds no incident that could be recognised: it must be an array of entries with a time and a \
             text (or an object with such an array), an export of a known tool ({}), or the output of \
             `warstory facts --format json`",
            known.join(", ")
        );
    };
    let incidents: Vec<Incident> = incidents.into_iter().filter(|incident| !incident.blocks.is_empty()).collect();
    if incidents.is_empty() {
        bail!("this JSON ({}) holds no incident that says anything", shape.flavour);
    }
    let several = incidents.len() > 1;
    let mut ids = HashSet::new();
    let documents = incidents.into_iter().enumerate().map(|(i, incident)| {
        let number = (i + 1).to_string();
        let id = incident.id.filter(|id| !id.trim().is_empty()).or_else(|| several.then(|| number.clone()));
        // Of two incidents with one identifier, --incident must still reach both.
        let id = id.map(|id| if ids.insert(id.clone()) { id } else { format!("{id}#{number}") });
        let mut blocks = incident.blocks;
        blocks.iter_mut().flat_map(|block| &mut block.cells).for_each(|cell| place(&mut cell.text));
        Document { source: raw.source("json", shape.flavour), id, blocks, warnings: raw.warnings.clone() }
    });
    Ok(Reading::Documents(documents.collect()))
}

fn incidents(shape: &Shape, root: &Node) -> Option<Vec<Incident>> {
    if (shape.recognises)(root) {
        return Some((shape.read)(root));
    }
    let elements: Vec<Node> = root.items().filter(|element| !element.value.is_null()).collect();
    let known: Vec<&Node> = elements.iter().filter(|element| (shape.recognises)(element)).collect();
    // A stray element of another kind does no harm, but most must be of this shape.
    (!known.is_empty() && known.len() * 2 >= elements.len()).then(|| known.into_iter().flat_map(shape.read).collect())
}

/// JSON Lines, read as one array that has an element for each line: null for an empty one or a broken one.
struct Lines<'r> {
    lines: Vec<&'r str>,
    values: Value,
    warnings: Vec<Warning>,
}

impl<'r> Lines<'r> {
    /// `None` when the text is not JSON Lines: when the first line or most of the lines are no JSON of their own.
    fn parse(text: &'r str) -> Option<Self> {
        let lines: Vec<&str> = text.lines().collect();
        let first = lines.iter().find(|line| !line.trim().is_empty())?;
        serde_json::from_str::<Value>(first).ok().filter(|value| value.is_object() || value.is_array())?;
        let mut warnings = Vec::new();
        let mut good = 0;
        let values = lines.iter().enumerate().map(|(i, line)| {
            if line.trim().is_empty() {
                return Value::Null;
            }
            serde_json::from_str(line).inspect(|_| good += 1).unwrap_or_else(|error| {
                let column = error.column();
                let text =
                    format!("line {} is no JSON (column {column}) and was left out; correct or remove it", i + 1);
                warnings.push(Warning { code: "broken-json-line".into(), text, cite: Some(Cite::lines(i + 1, i + 1)) });
                Value::Null
            })
        });
        let values = Value::Array(values.collect());
        (good > warnings.len()).then_some(Lines { lines, values, warnings })
    }

    fn read(self, raw: &Raw) -> Result<Reading> {
        let place = |text: &mut Text| {
            let line = text.pointer().and_then(|p| p.split('/').nth(1)?.parse::<usize>().ok()).unwrap_or_default();
            let source = self.lines.get(line).copied().unwrap_or_default();
            // Exact for a string without escapes, which a time always is.
            let found = if source.len() <= LONGEST_LINE { source.find(text.as_str()) } else { None };
            let column = found.and_then(|at| source.get(..at)).map_or(0, |before| before.chars().count());
            text.put_on_line(line + 1, column);
        };
        let mut reading = documents(raw, &self.values, place)?;
        if let Reading::Documents(documents) = &mut reading {
            documents.iter_mut().for_each(|document| document.warnings.extend(self.warnings.iter().cloned()));
        }
        Ok(reading)
    }
}

#[cfg(test)]
mod tests;
