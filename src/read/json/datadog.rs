//! Datadog Incident Management: an incident of the API v2 (JSON:API), with the users, timeline cells and to-dos that
//! the answer includes.
//!
//! Members after <https://docs.datadoghq.com/api/latest/incidents>. Computed members (`time_to_detect` …) are left out:
//! they are 0 for "not known", and the times that they come from are there.

use super::Shape;
use super::build::{Builder, Entry, Incident, body, name};
use super::canon::canon;
use super::node::Node;

/// Datadog Incident Management.
pub const SHAPE: Shape = Shape { flavour: "datadog", recognises, read };

const FIELDS: &[(&str, &str)] = &[
    ("fields/severity/value|severity", "severity"),
    ("fields/state/value|state", "status"),
    ("customer_impact_start", "started"),
    ("detected", "detected"),
    ("declared", "declared"),
    ("created", "created"),
    ("resolved", "resolved"),
    ("customer_impact_end", "customer impact end"),
    ("customer_impact_scope", "impact"),
];

/// Members of `fields` that are told elsewhere.
const TOLD: &[&str] = &["severity", "state", "slug"];

fn recognises(node: &Node) -> bool {
    is_incident(node) || node.resources().iter().any(is_incident)
}

fn is_incident(node: &Node) -> bool {
    let attributes = node.child("attributes");
    attributes.has("title")
        && ["public_id", "customer_impacted", "customer_impact_scope", "time_to_detect"]
            .iter()
            .any(|key| attributes.has(key))
}

fn read(node: &Node) -> Vec<Incident> {
    if is_incident(node) {
        return vec![incident(node, node)];
    }
    node.resources().iter().filter(|found| is_incident(found)).map(|found| incident(found, node)).collect()
}

fn incident(resource: &Node, root: &Node) -> Incident {
    let node = resource.child("attributes");
    let included = root.find("included/*");
    let user = |id: &Node| {
        let with_id = |part: &&Node| !id.value.is_null() && part.child("id").value == id.value;
        included.iter().find(with_id).and_then(|user| name(&user.child("attributes")))
    };
    let mut builder = Builder::default();
    builder.title(&node.child("title"));
    builder.fields(&node, FIELDS);
    if let Some(commander) = user(&resource.child("relationships").child("commander_user").child("data").child("id")) {
        builder.field("commander", &commander);
    }
    for (key, field) in node.child("fields").members().filter(|(key, _)| !TOLD.contains(key)) {
        let value = field.child("value");
        for value in if value.value.is_array() { value.items().collect() } else { vec![value] } {
            builder.prose(&canon(key), &value);
        }
    }
    let of = |part: &Node| {
        let parent = part.child("relationships").child("incident").child("data").child("id");
        parent.value.is_null() || parent.value == resource.child("id").value
    };
    // Cells come in `included`, in a file of their own (`data`), or under `timeline`.
    let parts = ["included/*", "data/*", "timeline/*", "timeline/data/*"].iter().flat_map(|path| root.find(path));
    let parts: Vec<Node> = parts.filter(of).collect();
    for part in parts.iter().filter(|part| part.child("type").str().contains("timeline")) {
        let cell = part.child("attributes");
        let author = ["relationships/created_by_user/data/id", "relationships/created_by/data/id"];
        builder.entry(Entry {
            time: cell.time(&["display_time", "created"]),
            status: cell.first(&["cell_type"]).and_then(|kind| kind.text()),
            actor: part.first(&author).and_then(|id| user(&id)).and_then(|user| user.text()),
            body: cell.first(&["content/content", "content/message", "content"]).as_ref().map(body).unwrap_or_default(),
            ..Entry::default()
        });
    }
    let todo = |part: &&Node| part.child("type").str().contains("todo");
    let todos: Vec<Node> = parts.iter().filter(todo).map(|part| part.child("attributes")).collect();
    if let Some(first) = todos.first() {
        let columns = &[("content", "action"), ("assignees/*", "owner"), ("completed", "completed")];
        builder.list("follow up tasks", &first.pointer, &todos, columns);
    }
    let id = node.first(&["public_id"]).or(resource.first(&["id"]));
    builder.finish(id.and_then(|id| Some(id.said()?.into_owned())))
}

#[cfg(test)]
mod tests {
    use crate::read::json::tests::show;

    #[test]
    fn fields_users_and_timeline_cells_are_read_and_unknowns_are_not() {
        let shown = show(
            r#"{"data": {"id": "d", "type": "incidents", "attributes": {"public_id": 17, "title": "Orders delayed", "severity": "UNKNOWN", "state": "resolved",
                "customer_impacted": true, "customer_impact_start": "2024-01-01T10:00:00+00:00", "detected": "2024-01-01T10:02:00+00:00", "resolved": null, "time_to_detect": 0,
                "fields": {"severity": {"value": "SEV-2"}, "root_cause": {"value": "A lock.\n\nHeld by a migration."}, "services": {"value": ["orders"]}, "summary": {"value": null}}},
                "relationships": {"commander_user": {"data": {"id": "u1"}}}},
            "included": [{"type": "users", "id": "u1", "attributes": {"name": "Ada"}},
                {"type": "incident_timeline_cells", "attributes": {"created": "2024-01-01T10:05:00+00:00", "cell_type": "markdown", "content": {"content": "Saw `Lock` waits"}},
                 "relationships": {"created_by_user": {"data": {"id": "u1"}}}}]}"#,
        );
        assert_eq!(
            shown,
            [
                "datadog 17",
                "# Orders delayed",
                "severity: SEV-2",
                "status: resolved",
                "started: 2024-01-01T10:00:00+00:00",
                "detected: 2024-01-01T10:02:00+00:00",
                "commander: Ada",
                "## root cause",
                "A lock.",
                "Held by a migration.",
                "service: orders",
                "[time=2024-01-01T10:05:00+00:00 status=markdown actor=Ada text=Saw Lock waits]",
            ]
        );
    }
}
