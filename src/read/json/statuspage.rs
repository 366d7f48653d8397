//! Atlassian Statuspage: the public API (`{page, incidents}`), the manage API (a bare array, with the postmortem), one
//! incident by itself, and one update by itself as its web hooks send it.
//!
//! Members after <https://developer.statuspage.io>. The level that Statuspage calls `impact` (minor, major, critical)
//! is a severity and says nothing about who was affected.

use super::Shape;
use super::build::{Builder, Entry, Incident, body, name};
use super::node::Node;

/// Atlassian Statuspage.
pub const SHAPE: Shape = Shape { flavour: "statuspage", recognises, read };

/// Members of a page that hold incidents.
const LISTS: &[&str] = &["incidents/*", "scheduled_maintenances/*", "incident"];

const FIELDS: &[(&str, &str)] = &[
    ("impact_override|impact", "severity"),
    ("status", "status"),
    ("started_at", "started"),
    ("created_at", "created"),
    ("identified_at", "identified"),
    ("monitoring_at", "monitoring"),
    ("resolved_at", "resolved"),
    ("scheduled_for", "scheduled for"),
    ("scheduled_until", "scheduled until"),
    ("components/*/name|affected_components/*/name|incident_updates/*/affected_components/*/name", "service"),
];

fn recognises(node: &Node) -> bool {
    let on_page = LISTS.iter().flat_map(|path| node.find(path)).any(|incident| is_incident(&incident));
    let empty_page = node.has("page") && node.child("incidents").value.is_array();
    on_page || empty_page || is_incident(node) || is_update(node)
}

fn is_incident(node: &Node) -> bool {
    let updates = node.child("incident_updates");
    updates.value.is_array()
        && (node.has("impact") || node.has("page_id") || updates.items().any(|update| update.has("body")))
}

fn is_update(node: &Node) -> bool {
    node.has("body") && node.has("status") && (node.has("display_at") || node.has("affected_components"))
}

fn read(node: &Node) -> Vec<Incident> {
    if is_incident(node) || is_update(node) {
        return vec![incident(node, node)];
    }
    LISTS.iter().flat_map(|path| node.find(path)).map(|found| incident(&found, node)).collect()
}

fn incident(node: &Node, root: &Node) -> Incident {
    let mut builder = Builder::default();
    builder.title(&node.child("name"));
    builder.fields(root, &[("page/name", "organisation"), ("page/time_zone", "time zone")]);
    builder.fields(node, FIELDS);
    if is_update(node) {
        builder.entry(update(node));
    }
    for node in node.child("incident_updates").items() {
        builder.entry(update(&node));
    }
    builder.document(&node.child("postmortem_body"));
    builder.finish(node.first(&["id", "incident_id"]).and_then(|id| Some(id.said()?.into_owned())))
}

fn update(node: &Node) -> Entry {
    Entry {
        time: node.time(&["display_at", "created_at", "updated_at"]),
        status: node.child("status").text(),
        actor: name(&node.child("author")).and_then(|author| author.text()),
        body: body(&node.child("body")),
        ..Entry::default()
    }
}

#[cfg(test)]
mod tests {
    use crate::read::json::tests::show;

    #[test]
    fn updates_come_oldest_first_and_the_postmortem_last() {
        let shown = show(
            r###"{"page": {"name": "Acme", "time_zone": "Europe/Berlin"}, "incidents": [{"id": "x1", "name": "API errors", "status": "resolved",
            "impact": "major", "created_at": "2024-01-01T10:05:00Z", "postmortem_body": "## Root cause\nA full disk.", "incident_updates": [
            {"status": "resolved", "body": "Fixed.", "display_at": "2024-01-01T11:00:00Z", "created_at": "2024-01-01T11:30:00Z"},
            {"status": "investigating", "body": "We see **errors**.", "display_at": "2024-01-01T10:05:00Z", "affected_components": [{"name": "API"}]}]}]}"###,
        );
        assert_eq!(
            shown,
            [
                "statuspage x1",
                "# API errors",
                "organisation: Acme",
                "time zone: Europe/Berlin",
                "severity: major",
                "status: resolved",
                "created: 2024-01-01T10:05:00Z",
                "service: API",
                "[time=2024-01-01T10:05:00Z status=investigating text=We see errors.]",
                "[time=2024-01-01T11:00:00Z status=resolved text=Fixed.]",
                "## Root cause",
                "A full disk.",
            ]
        );
    }

    #[test]
    fn several_incidents_and_maintenances_are_several_documents() {
        let shown = show(
            r#"{"page": {}, "incidents": [{"id": "a", "name": "A", "impact": "none", "incident_updates": []}],
            "scheduled_maintenances": [{"id": "b", "name": "B", "impact": "maintenance", "incident_updates": []}]}"#,
        );
        assert_eq!(shown, ["statuspage a", "# A", "statuspage b", "# B", "severity: maintenance"]);
    }

    #[test]
    fn one_update_of_a_web_hook_with_placeholders_is_read() {
        let shown = show(
            r#"{"incident_id": "x", "name": "API errors", "body": "string", "status": "investigating", "display_at": "2024-01-01T10:05:00Z"}"#,
        );
        assert_eq!(
            shown,
            [
                "statuspage x",
                "# API errors",
                "status: investigating",
                "[time=2024-01-01T10:05:00Z status=investigating]"
            ]
        );
    }
}
