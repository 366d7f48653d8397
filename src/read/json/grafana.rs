//! Grafana Incident (IRM): incidents, and the items of their activity.
//!
//! Members after <https://grafana.com/docs/grafana-cloud/alerting-and-irm/irm/reference/api>.

use super::Shape;
use super::build::{Builder, Entry, Incident, body, name};
use super::canon::words;
use super::node::Node;

/// Grafana Incident.
pub const SHAPE: Shape = Shape { flavour: "grafana-incident", recognises, read };

const INCIDENTS: &[&str] = &["incident", "incidents/*", "incidentPreviews/*", ""];
const ACTIVITY: &[&str] = &["activityItems/*", "activity/*", "activity/activityItems/*", "*"];

const FIELDS: &[(&str, &str)] = &[
    ("severity|severityLabel", "severity"),
    ("status", "status"),
    ("createdTime", "created"),
    ("incidentStart", "started"),
    ("incidentEnd", "resolved"),
    ("closedTime", "closed"),
];

fn recognises(node: &Node) -> bool {
    !incidents(node).is_empty() || !activity(node).is_empty()
}

fn incidents<'a>(node: &Node<'a>) -> Vec<Node<'a>> {
    let own = |node: &Node| node.has("incidentID") && node.has("title");
    INCIDENTS.iter().flat_map(|path| node.find(path)).filter(own).collect()
}

fn activity<'a>(node: &Node<'a>) -> Vec<Node<'a>> {
    ACTIVITY.iter().flat_map(|path| node.find(path)).filter(|item| item.has("activityKind")).collect()
}

fn read(node: &Node) -> Vec<Incident> {
    let items = activity(node);
    let found = incidents(node);
    match found.as_slice() {
        [] => vec![incident(None, items)],
        [only] => vec![incident(Some(only), items)],
        several => {
            let own = |found: &Node| {
                items
                    .iter()
                    .filter(|item| item.child("incidentID").value == found.child("incidentID").value)
                    .cloned()
                    .collect()
            };
            several.iter().map(|found| incident(Some(found), own(found))).collect()
        }
    }
}

fn incident(found: Option<&Node>, items: Vec<Node>) -> Incident {
    let mut builder = Builder::default();
    if let Some(node) = found {
        builder.title(&node.child("title"));
        builder.fields(node, FIELDS);
        for member in node.find("incidentMembership/assignments/*") {
            if let (Some(role), Some(person)) = (member.first(&["role/name"]), name(&member.child("user"))) {
                builder.field(&words(role.str()), &person);
            }
        }
        builder.prose("summary", &node.child("summary"));
        builder.prose("summary", &node.child("description"));
        let tasks = node.find("taskList/tasks/*");
        let columns = &[("text", "action"), ("assignedUser", "owner"), ("status", "status")];
        builder.list("follow up tasks", &node.child("taskList").child("tasks").pointer, &tasks, columns);
    }
    for item in items {
        builder.entry(Entry {
            time: item.time(&["eventTime", "createdTime"]),
            status: item.child("activityKind").text(),
            actor: name(&item.child("user")).and_then(|user| user.text()),
            body: body(&item.child("body")),
            ..Entry::default()
        });
    }
    builder.finish(found.and_then(|node| Some(node.child("incidentID").said()?.into_owned())))
}

#[cfg(test)]
mod tests {
    use crate::read::json::tests::show;

    #[test]
    fn activity_joins_its_incident_and_zero_times_are_left_out() {
        let shown = show(
            r#"{"incident": {"incidentID": "27", "title": "Maps blank", "severity": "Critical", "status": "resolved", "incidentStart": "2024-01-01T10:00:00Z", "incidentEnd": "0001-01-01T00:00:00Z",
                "incidentMembership": {"assignments": [{"role": {"name": "Commander"}, "user": {"name": "Ada"}}]}},
            "activityItems": [{"incidentID": "27", "activityKind": "userNote", "eventTime": "", "createdTime": "2024-01-01T10:08:00Z", "user": {"name": "Bo"}, "body": "Tiles return 403"}]}"#,
        );
        assert_eq!(
            shown,
            [
                "grafana-incident 27",
                "# Maps blank",
                "severity: Critical",
                "status: resolved",
                "started: 2024-01-01T10:00:00Z",
                "commander: Ada",
                "[time=2024-01-01T10:08:00Z status=userNote actor=Bo text=Tiles return 403]",
            ]
        );
    }
}
