//! Rootly: an incident of its JSON:API, with the events and action items that the answer includes.
//!
//! Members after <https://docs.rootly.com/api-reference>.

use super::Shape;
use super::build::{Builder, Entry, Incident, body, name};
use super::node::Node;

/// Rootly.
pub const SHAPE: Shape = Shape { flavour: "rootly", recognises, read };

const FIELDS: &[(&str, &str)] = &[
    ("severity/data|severity", "severity"),
    ("status", "status"),
    ("created_at", "created"),
    ("started_at", "started"),
    ("detected_at", "detected"),
    ("acknowledged_at", "acknowledged"),
    ("mitigated_at", "mitigated"),
    ("resolved_at", "resolved"),
    ("services/data/*|services/*", "service"),
    ("functionalities/data/*|functionalities/*", "service"),
    ("environments/data/*|environments/*", "environment"),
    ("commander|incident_commander", "commander"),
    ("started_by/data|started_by", "started by"),
    ("mitigated_by/data|mitigated_by", "mitigated by"),
    ("resolved_by/data|resolved_by", "resolved by"),
    ("causes/data/*|causes/*", "root cause"),
];

const PROSE: &[(&str, &str)] = &[
    ("summary", "summary"),
    ("root_cause", "root cause"),
    ("mitigation_message", "mitigation"),
    ("resolution_message", "resolution"),
];

fn recognises(node: &Node) -> bool {
    is_incident(node) || node.resources().iter().any(is_incident)
}

fn is_incident(node: &Node) -> bool {
    let attributes = node.child("attributes");
    let resource = node.child("type").str() == "incidents";
    // Datadog's incidents are JSON:API of the same type.
    let own = ["started_at", "mitigated_at", "sequential_id", "mitigation_message", "slug"]
        .iter()
        .any(|key| attributes.has(key));
    resource && own && !attributes.has("public_id")
}

fn read(node: &Node) -> Vec<Incident> {
    if is_incident(node) {
        return vec![incident(node, node, |_| true)];
    }
    let found: Vec<Node> = node.resources().into_iter().filter(is_incident).collect();
    let several = found.len() > 1;
    let one = |found: &Node| {
        let id = found.child("id").value;
        let of = |part: &Node| {
            ["attributes/incident_id", "relationships/incident/data/id"]
                .iter()
                .flat_map(|p| part.find(p))
                .any(|of| of.value == id)
        };
        incident(found, node, |part| !several || of(part))
    };
    found.iter().map(one).collect()
}

fn incident(resource: &Node, root: &Node, belongs: impl Fn(&Node) -> bool) -> Incident {
    let node = resource.child("attributes");
    let mut builder = Builder::default();
    builder.title(&node.child("title"));
    builder.fields(&node, FIELDS);
    for (path, key) in PROSE {
        builder.prose(key, &node.child(path));
    }
    let included = |kinds: &[&str]| -> Vec<Node> {
        let of_kind = |part: &Node| kinds.contains(&part.child("type").str());
        let beside = root.find("included/*").into_iter().filter(|part| of_kind(part) && belongs(part));
        let listed = kinds.iter().flat_map(|kind| {
            [root.find(&format!("{kind}/*")), node.find(&format!("{kind}/*")), node.find(&format!("{kind}/data/*"))]
        });
        beside
            .chain(listed.flatten())
            .map(|part| if part.has("attributes") { part.child("attributes") } else { part })
            .collect()
    };
    for event in included(&["incident_events", "timeline_events", "events"]) {
        let texts = ["event", "content", "event_data/body", "event_data/message", "message", "body"];
        builder.entry(Entry {
            time: event.time(&["occurred_at", "created_at"]),
            status: event.first(&["kind", "event_type"]).and_then(|kind| kind.text()),
            actor: event
                .find("user")
                .iter()
                .chain(&event.find("user/data"))
                .find_map(name)
                .and_then(|user| user.text()),
            body: event.first(&texts).as_ref().map(body).unwrap_or_default(),
            ..Entry::default()
        });
    }
    let actions = included(&["incident_action_items", "action_items"]);
    let columns = &[
        ("summary|description", "action"),
        ("assigned_to/data|assigned_to|assignee", "owner"),
        ("jira_issue_key|linear_issue_id|github_issue_id", "ticket"),
        ("status", "status"),
    ];
    if let Some(first) = actions.first() {
        builder.list("action items", &first.pointer, &actions, columns);
    }
    builder.finish(
        node.first(&["slug", "sequential_id"]).or(resource.first(&["id"])).and_then(|id| Some(id.said()?.into_owned())),
    )
}

#[cfg(test)]
mod tests {
    use crate::read::json::tests::show;

    #[test]
    fn a_resource_and_what_it_includes_are_one_incident() {
        let shown = show(
            r#"{"data": {"id": "9", "type": "incidents", "attributes": {"title": "Login slow", "slug": "login-slow", "sequential_id": 9,
                "severity": {"data": {"attributes": {"name": "SEV1"}}}, "status": "resolved", "started_at": "2024-01-01T10:00:00Z", "detected_at": "2024-01-01T10:03:00Z",
                "mitigated_at": null, "mitigation_message": "Pool size doubled.", "services": [{"name": "auth"}]}},
            "included": [{"type": "incident_events", "attributes": {"event": "Pool is exhausted", "occurred_at": "2024-01-01T10:09:00Z", "user": {"name": "Bo"}}},
                {"type": "incident_action_items", "attributes": {"summary": "Alert on pool use", "status": "open", "assigned_to": {"name": "Ada"}}}]}"#,
        );
        assert_eq!(
            shown,
            [
                "rootly login-slow",
                "# Login slow",
                "severity: SEV1",
                "status: resolved",
                "started: 2024-01-01T10:00:00Z",
                "detected: 2024-01-01T10:03:00Z",
                "service: auth",
                "mitigation: Pool size doubled.",
                "[time=2024-01-01T10:09:00Z actor=Bo text=Pool is exhausted]",
                "## action items",
                "[action=Alert on pool use owner=Ada status=open]",
            ]
        );
    }
}
