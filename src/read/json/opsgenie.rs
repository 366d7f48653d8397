//! Opsgenie: an incident of the API v1 (`{data: {…}}` or bare), and its timeline (`entries`).
//!
//! Members after <https://docs.opsgenie.com/docs/incident-api>. Services and responders are given by identifiers only,
//! which say nothing to a reader and are left out.

use super::Shape;
use super::build::{Builder, Entry, Incident, body, name};
use super::node::Node;

/// Opsgenie.
pub const SHAPE: Shape = Shape { flavour: "opsgenie", recognises, read };

const INCIDENTS: &[&str] = &["incident", "data", "data/*", "incidents/*", ""];
const ENTRIES: &[&str] = &[
    "entries/*", "data/entries/*", "timeline/*", "timeline/entries/*", "timeline/data/entries/*", "incident/timeline/*",
];

const FIELDS: &[(&str, &str)] = &[
    ("priority", "severity"),
    ("status", "status"),
    ("createdAt", "created"),
    ("impactStartDate", "started"),
    ("impactDetectDate", "detected"),
    ("impactEndDate", "resolved"),
];

fn recognises(node: &Node) -> bool {
    found(node).next().is_some() || entries(node).iter().any(is_entry)
}

fn found<'a>(node: &Node<'a>) -> impl Iterator<Item = Node<'a>> {
    let is_incident = |node: &Node| node.has("message") && (node.has("impactStartDate") || node.has("tinyId"));
    INCIDENTS.iter().flat_map(move |path| node.find(path)).filter(is_incident).collect::<Vec<_>>().into_iter()
}

fn entries<'a>(node: &Node<'a>) -> Vec<Node<'a>> {
    ENTRIES.iter().flat_map(|path| node.find(path)).collect()
}

fn is_entry(node: &Node) -> bool {
    node.has("eventTime") && node.has("group") && node.has("actor")
}

fn read(node: &Node) -> Vec<Incident> {
    let found: Vec<Node> = found(node).collect();
    match found.as_slice() {
        [] => vec![incident(None, entries(node))],
        [only] => vec![incident(Some(only), entries(node))],
        several => several.iter().map(|found| incident(Some(found), entries(found))).collect(),
    }
}

fn incident(found: Option<&Node>, entries: Vec<Node>) -> Incident {
    let mut builder = Builder::default();
    if let Some(node) = found {
        builder.title(&node.child("message"));
        builder.fields(node, FIELDS);
        builder.prose("summary", &node.child("description"));
    }
    for entry in entries {
        let texts = ["description/content", "title/content", "description", "title"];
        builder.entry(Entry {
            time: entry.time(&["eventTime"]),
            status: entry.first(&["type"]).and_then(|kind| kind.text()),
            actor: Some(entry.child("actor"))
                .filter(|actor| actor.child("type").str() != "system")
                .and_then(|a| name(&a)?.text()),
            body: entry.first(&texts).as_ref().map(body).unwrap_or_default(),
            ..Entry::default()
        });
    }
    builder.finish(found.and_then(|node| Some(node.first(&["tinyId", "id"])?.said()?.into_owned())))
}

#[cfg(test)]
mod tests {
    use crate::read::json::tests::show;

    #[test]
    fn an_incident_and_its_timeline_are_read() {
        let shown = show(
            r#"{"data": {"id": "o", "tinyId": "3", "message": "Mail stuck", "priority": "P1", "status": "resolved", "impactStartDate": "2024-01-01T10:00:00Z",
                "description": "Nothing leaves the queue.", "impactedServices": ["daa0d66f-ad35-4396-b30d-70f0314c697a"]},
            "timeline": {"entries": [{"group": "incident", "type": "NoteAdded", "eventTime": "2024-01-01T10:07:00Z", "actor": {"name": "Ada", "type": "user"},
                "description": {"name": "note", "content": "The relay refuses us"}}]}}"#,
        );
        assert_eq!(
            shown,
            [
                "opsgenie 3",
                "# Mail stuck",
                "severity: P1",
                "status: resolved",
                "started: 2024-01-01T10:00:00Z",
                "summary: Nothing leaves the queue.",
                "[time=2024-01-01T10:07:00Z status=NoteAdded actor=Ada text=The relay refuses us]",
            ]
        );
    }
}
