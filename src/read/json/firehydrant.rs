//! FireHydrant: an incident of the API v1, with its events and tasks where the export has them.
//!
//! Members after <https://docs.firehydrant.com/reference>. Milestones say when the incident entered a phase; their names
//! become the keys.

use super::Shape;
use super::build::{Builder, Entry, Incident, body, name};
use super::canon::{canon, words};
use super::node::Node;

/// FireHydrant.
pub const SHAPE: Shape = Shape { flavour: "firehydrant", recognises, read };

const INCIDENTS: &[&str] = &["incident", "data/*", "incidents/*"];

const FIELDS: &[(&str, &str)] = &[
    ("severity/slug|severity", "severity"),
    ("priority", "priority"),
    ("current_milestone", "status"),
    ("created_at", "created"),
    ("started_at", "started"),
    ("services/*|functionalities/*", "service"),
    ("environments/*", "environment"),
    ("customers_impacted", "customers impacted"),
];

fn recognises(node: &Node) -> bool {
    is_incident(node) || INCIDENTS.iter().flat_map(|path| node.find(path)).any(|found| is_incident(&found))
}

fn is_incident(node: &Node) -> bool {
    let milestone = |found: &Node| found.has("occurred_at") && (found.has("type") || found.has("slug"));
    ["milestones/*", "lifecycle_phases/*/milestones/*"].iter().flat_map(|path| node.find(path)).any(|m| milestone(&m))
        || (node.has("customer_impact_summary") && node.has("current_milestone"))
}

fn read(node: &Node) -> Vec<Incident> {
    let found: Vec<Node> = INCIDENTS.iter().flat_map(|path| node.find(path)).filter(is_incident).collect();
    match found.as_slice() {
        [] => vec![incident(node, node)],
        [only] => vec![incident(only, node)],
        several => several.iter().map(|found| incident(found, found)).collect(),
    }
}

fn all<'a>(node: &Node<'a>, paths: &[&str]) -> Vec<Node<'a>> {
    paths.iter().flat_map(|path| node.find(path)).collect()
}

fn incident(node: &Node, root: &Node) -> Incident {
    let mut builder = Builder::default();
    builder.title(&node.child("name"));
    builder.fields(node, FIELDS);
    for path in ["milestones/*", "lifecycle_phases/*/milestones/*"] {
        for milestone in node.find(path) {
            if let (Some(key), Some(at)) =
                (milestone.first(&["type", "slug", "name"]), milestone.first(&["occurred_at"]))
            {
                builder.field(&canon(key.str()), &at);
            }
        }
    }
    for role in node.find("role_assignments/*") {
        if let (Some(key), Some(person)) = (role.first(&["incident_role/name"]), name(&role.child("user"))) {
            builder.field(&words(key.str()), &person);
        }
    }
    builder.prose("impact", &node.child("customer_impact_summary"));
    for (path, key) in [("summary", "summary"), ("description", "summary"), ("root_cause", "root cause")] {
        builder.prose(key, &node.child(path));
    }
    // The API gives events and tasks by themselves, as {data: […]}.
    let parts = |paths: &[&str]| -> Vec<Node> {
        let beside = if root.pointer == node.pointer { Vec::new() } else { all(root, paths) };
        all(node, paths).into_iter().chain(beside).collect()
    };
    for event in parts(&["events/*", "events/data/*", "timeline/*", "notes/*"]) {
        let texts = ["data/body", "data/text", "data/message", "data/summary", "body", "summary", "description"];
        builder.entry(Entry {
            time: event.time(&["occurred_at", "created_at"]),
            status: event.first(&["type"]).and_then(|kind| kind.text()),
            actor: name(&event.child("author")).and_then(|author| author.text()),
            body: event.first(&texts).as_ref().map(body).unwrap_or_default(),
            ..Entry::default()
        });
    }
    let tasks = parts(&["tasks/*", "tasks/data/*", "incident_tickets/*"]);
    if let Some(first) = tasks.first() {
        let columns =
            &[("title|summary|description", "action"), ("assignee|assigned_to", "owner"), ("state", "status")];
        builder.list("follow up tasks", first.pointer.rsplit_once('/').map_or("", |p| p.0), &tasks, columns);
    }
    builder.finish(node.first(&["number", "id"]).and_then(|id| Some(id.said()?.into_owned())))
}

#[cfg(test)]
mod tests {
    use crate::read::json::tests::show;

    #[test]
    fn milestones_become_key_times_and_events_rows() {
        let shown = show(
            r#"{"id": "u-1", "number": 42, "name": "Feed empty", "severity": "SEV2", "current_milestone": "resolved", "customer_impact_summary": "Feeds were empty.",
            "milestones": [{"type": "started", "occurred_at": "2024-01-01T10:00:00Z"}, {"type": "acknowledged", "occurred_at": "2024-01-01T10:04:00Z"}],
            "services": [{"id": "s", "name": "feed-api"}], "role_assignments": [{"incident_role": {"name": "Commander"}, "user": {"name": "Ada"}}],
            "events": {"data": [{"type": "note", "occurred_at": "2024-01-01T10:06:00Z", "author": {"name": "Ada"}, "data": {"body": "Cache is cold"}}]},
            "tasks": [{"title": "Warm the cache", "state": "open", "assignee": {"name": "Bo"}}]}"#,
        );
        assert_eq!(
            shown,
            [
                "firehydrant 42",
                "# Feed empty",
                "severity: SEV2",
                "status: resolved",
                "service: feed-api",
                "started: 2024-01-01T10:00:00Z",
                "acknowledged: 2024-01-01T10:04:00Z",
                "commander: Ada",
                "impact: Feeds were empty.",
                "[time=2024-01-01T10:06:00Z status=note actor=Ada text=Cache is cold]",
                "## follow up tasks",
                "[action=Warm the cache owner=Bo status=open]",
            ]
        );
    }
}
