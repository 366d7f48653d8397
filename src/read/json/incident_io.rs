//! incident.io: an incident of the API v2, with its updates, follow-ups and actions where the export has them.
//!
//! Members after <https://api-docs.incident.io>. Teams name their own timestamps, roles and custom fields; the names
//! become the keys.

use super::Shape;
use super::build::{Builder, Entry, Incident, body, name};
use super::canon::{canon, words};
use super::node::Node;

/// incident.io.
pub const SHAPE: Shape = Shape { flavour: "incident.io", recognises, read };

const INCIDENTS: &[&str] = &["incident", "incidents/*"];

const FIELDS: &[(&str, &str)] =
    &[("severity", "severity"), ("incident_status", "status"), ("incident_type", "type"), ("created_at", "created")];

/// A custom field's value, whatever type it has.
const VALUES: &str = "value_text|value_option/value|value_catalog_entry|value_numeric|value_timestamp";

fn recognises(node: &Node) -> bool {
    is_incident(node) || INCIDENTS.iter().flat_map(|path| node.find(path)).any(|found| is_incident(&found))
}

fn is_incident(node: &Node) -> bool {
    ["incident_timestamp_values", "incident_role_assignments", "incident_status"].iter().any(|key| node.has(key))
        && (node.has("name") || node.has("reference") || node.has("summary"))
}

fn read(node: &Node) -> Vec<Incident> {
    let found: Vec<Node> = INCIDENTS.iter().flat_map(|path| node.find(path)).collect();
    if found.is_empty() {
        return vec![incident(node, node, |_| true)];
    }
    let several = found.len() > 1;
    let one = |found: &Node| {
        let id = found.child("id").value;
        incident(found, node, |part| !several || part.child("incident_id").value == id)
    };
    found.iter().map(one).collect()
}

fn incident(node: &Node, root: &Node, belongs: impl Fn(&Node) -> bool) -> Incident {
    let mut builder = Builder::default();
    builder.title(&node.child("name"));
    builder.fields(node, FIELDS);
    for stamp in node.find("incident_timestamp_values/*") {
        if let (Some(key), Some(value)) =
            (stamp.first(&["incident_timestamp/name"]), stamp.first(&["value/value", "value"]))
        {
            builder.field(&canon(key.str()), &value);
        }
    }
    for role in node.find("incident_role_assignments/*") {
        if let (Some(key), Some(person)) = (role.first(&["role/name"]), name(&role.child("assignee"))) {
            builder.field(&words(key.str()), &person);
        }
    }
    for field in node.find("custom_field_entries/*") {
        if let Some(key) = field.first(&["custom_field/name"]) {
            for value in field.find("values/*") {
                let paths: Vec<&str> = VALUES.split('|').collect();
                if let Some(value) = paths.iter().flat_map(|path| value.find(path)).find_map(|value| name(&value)) {
                    builder.prose(&canon(key.str()), &value);
                }
            }
        }
    }
    builder.prose("summary", &node.child("summary"));
    let parts = |path: &str| -> Vec<Node> {
        let beside = if root.pointer == node.pointer { Vec::new() } else { root.find(path) };
        beside.into_iter().filter(|part| belongs(part)).chain(node.find(path)).collect()
    };
    for update in ["incident_updates/*", "updates/*"].iter().flat_map(|path| parts(path)) {
        builder.entry(Entry {
            time: update.time(&["created_at"]),
            status: update.first(&["new_incident_status/name", "new_status/name"]).and_then(|status| status.text()),
            actor: name(&update.child("updater").child("user")).and_then(|person| person.text()),
            body: body(&update.child("message")),
            more: update
                .first(&["new_severity/name"])
                .and_then(|s| Some(("severity".into(), s.text()?)))
                .into_iter()
                .collect(),
            ..Entry::default()
        });
    }
    for item in ["timeline_items/*", "timeline/*"].iter().flat_map(|path| parts(path)) {
        builder.entry(Entry {
            time: item.time(&["timestamp", "occurred_at", "created_at"]),
            actor: name(&item.child("creator").child("user")).and_then(|person| person.text()),
            body: item.first(&["title", "description", "message"]).as_ref().map(body).unwrap_or_default(),
            more: item
                .first(&["title"])
                .and_then(|_| Some(("details".into(), item.child("description").text()?)))
                .into_iter()
                .collect(),
            ..Entry::default()
        });
    }
    let columns = &[
        ("title|description", "action"),
        ("assignee", "owner"),
        ("external_issue_reference/issue_name", "ticket"),
        ("status|status/name", "status"),
    ];
    for (key, path) in [("follow_ups", "follow_ups/*"), ("actions", "actions/*")] {
        let elements = parts(path);
        if let Some(first) = elements.first() {
            builder.list(key, first.pointer.rsplit_once('/').map_or("", |p| p.0), &elements, columns);
        }
    }
    builder.prose("postmortem", &node.child("postmortem"));
    builder.finish(node.first(&["reference", "id"]).and_then(|id| Some(id.said()?.into_owned())))
}

#[cfg(test)]
mod tests {
    use crate::read::json::tests::show;

    #[test]
    fn named_timestamps_roles_and_fields_become_keys() {
        let shown = show(
            r#"{"incident": {"id": "01H", "reference": "INC-12", "name": "Checkout down", "incident_status": {"name": "Closed"}, "severity": {"name": "Major"},
            "summary": "Nobody could pay.", "incident_timestamp_values": [{"incident_timestamp": {"name": "Impact started at"}, "value": {"value": "2024-01-01T10:00:00Z"}},
                {"incident_timestamp": {"name": "Fixed at"}, "value": {"value": "2024-01-01T10:40:00Z"}}, {"incident_timestamp": {"name": "Closed at"}, "value": null}],
            "incident_role_assignments": [{"role": {"name": "Incident Lead"}, "assignee": {"name": "Ada Byron"}}],
            "custom_field_entries": [{"custom_field": {"name": "Affected services"}, "values": [{"value_catalog_entry": {"name": "payments"}}]}]},
            "incident_updates": [{"created_at": "2024-01-01T10:10:00Z", "message": "Rolling back", "new_incident_status": {"name": "Fixing"}, "updater": {"user": {"name": "Bo"}}}],
            "follow_ups": [{"title": "Alert on queue length", "status": "outstanding", "assignee": {"name": "Bo"}, "external_issue_reference": {"issue_name": "PAY-9"}}]}"#,
        );
        assert_eq!(
            shown,
            [
                "incident.io INC-12",
                "# Checkout down",
                "severity: Major",
                "status: Closed",
                "started: 2024-01-01T10:00:00Z",
                "mitigated: 2024-01-01T10:40:00Z",
                "incident lead: Ada Byron",
                "service: payments",
                "summary: Nobody could pay.",
                "[time=2024-01-01T10:10:00Z status=Fixing actor=Bo text=Rolling back]",
                "## follow ups",
                "[action=Alert on queue length owner=Bo ticket=PAY-9 status=outstanding]",
            ]
        );
    }
}
