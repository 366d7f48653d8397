//! PagerDuty: an incident of the REST API v2 or v1, with its log entries, notes and alerts in the same file or alone,
//! and version 3 web hooks.
//!
//! Members after <https://developer.pagerduty.com/api-reference>. The creation of an incident is the moment at which
//! an alert opened it, so it stands for its detection; who `assignments` names was called and need not have done anything.

use super::Shape;
use super::build::{Builder, Entry, Incident, body, line, name};
use super::canon::words;
use super::node::Node;
use crate::document::Text;

/// PagerDuty.
pub const SHAPE: Shape = Shape { flavour: "pagerduty", recognises, read };

/// Where a file keeps its incidents.
const INCIDENTS: &[&str] = &["incident", "incidents/*", "event/data", "messages/*/incident"];

const FIELDS: &[(&str, &str)] = &[
    ("priority", "severity"),
    ("urgency", "urgency"),
    ("status", "status"),
    ("created_at|created_on", "detected"),
    ("acknowledgements/*/at", "acknowledged"),
    ("resolved_at", "resolved"),
    ("service", "service"),
    ("impacted_services/*", "service"),
    ("escalation_policy", "escalation policy"),
    ("assignments/*/assignee|assigned_to/*/object|assigned_to_user", "assigned to"),
    ("acknowledgements/*/acknowledger", "acknowledged by"),
    ("resolved_by_user", "resolved by"),
    ("resolve_reason", "resolve reason"),
];

fn recognises(node: &Node) -> bool {
    let parts = ["log_entries/*", "notes/*", "alerts/*"];
    is_incident(node)
        || INCIDENTS.iter().flat_map(|path| node.find(path)).any(|found| is_incident(&found))
        || parts
            .iter()
            .flat_map(|path| node.find(path))
            .any(|found| is_log_entry(&found) || is_note(&found) || is_alert(&found))
}

fn is_incident(node: &Node) -> bool {
    node.has("incident_number") && (node.has("created_at") || node.has("created_on") || node.has("service"))
        || node.has("trigger_summary_data")
        || (node.child("type").str() == "incident" && node.has("incident_key"))
}

fn is_log_entry(node: &Node) -> bool {
    node.child("type").str().contains("_log_entry")
        || (node.has("agent") && node.has("channel") && node.has("created_at"))
}

fn is_note(node: &Node) -> bool {
    node.has("content") && node.has("created_at") && node.child("user").has("summary")
}

fn is_alert(node: &Node) -> bool {
    node.has("alert_key") || node.child("type").str() == "alert"
}

fn read(node: &Node) -> Vec<Incident> {
    let mut found: Vec<Node> = INCIDENTS.iter().flat_map(|path| node.find(path)).collect();
    if found.is_empty() && is_incident(node) {
        found.push(node.clone());
    }
    match found.as_slice() {
        // Log entries, notes or alerts alone.
        [] => vec![incident(None, node, |_| true)],
        [only] => vec![incident(Some(only), node, |_| true)],
        several => {
            let own = |incident: &Node| {
                let id = incident.child("id").value.clone();
                move |part: &Node| part.child("incident").child("id").value == &id
            };
            several.iter().map(|found| incident(Some(found), node, own(found))).collect()
        }
    }
}

fn incident(found: Option<&Node>, root: &Node, belongs: impl Fn(&Node) -> bool) -> Incident {
    let mut builder = Builder::default();
    if let Some(node) = found {
        let titles =
            ["title", "trigger_summary_data/subject", "trigger_summary_data/description", "summary", "description"];
        if let Some(title) = node.first(&titles) {
            builder.title(&title);
        }
        builder.fields(node, FIELDS);
        // Who was asked and has not answered took no part.
        let responders = node.find("incidents_responders/*");
        for responder in responders.iter().filter(|responder| responder.child("state").str() != "pending") {
            builder.fields(responder, &[("user", "responder")]);
        }
        let titled = node.child("title").value;
        if let Some(details) = node.first(&["body/details", "description"]).filter(|details| details.value != titled) {
            builder.prose("summary", &details);
        }
    }
    // A part stands beside the incident or inside of it.
    let parts = |path: &str| -> Vec<Node> {
        let beside = root.find(path).into_iter().filter(|part| belongs(part));
        let inside = found.filter(|node| node.pointer != root.pointer).map(|node| node.find(path)).unwrap_or_default();
        beside.chain(inside).collect()
    };
    parts("log_entries/*").iter().for_each(|node| builder.entry(log_entry(node)));
    parts("notes/*").iter().for_each(|node| builder.entry(note(node)));
    parts("alerts/*").iter().for_each(|node| builder.entry(alert(node)));
    parts("status_updates/*").iter().for_each(|node| {
        builder.entry(Entry {
            time: node.time(&["created_at"]),
            actor: person(&node.child("sender")),
            body: body(&node.child("message")),
            ..Entry::default()
        })
    });
    builder.finish(found.and_then(|node| Some(node.first(&["id", "incident_number"])?.said()?.into_owned())))
}

/// A person's name. Services, integrations and rules act too, but they are nobody.
fn person(node: &Node) -> Option<Text> {
    let kind = node.child("type").str();
    let is_person = kind.starts_with("user") || (kind.is_empty() && !node.has("service_key"));
    name(node).filter(|_| is_person).and_then(|name| name.text())
}

fn log_entry(node: &Node) -> Entry {
    let channel = node.child("channel");
    let kind = node.child("type");
    // `acknowledge_log_entry` (v2) or `acknowledge` (v1): a part of what the source says.
    let status = kind.said().map(|kind_| {
        let kind_ = kind_.trim_end_matches("_reference").trim_end_matches("_log_entry").to_owned();
        Text::at_pointer(&kind_, &kind.pointer)
    });
    let texts = ["summary", "channel/summary", "channel/subject", "channel/description", "note"];
    let text = node.first(&texts);
    let said = text.as_ref().and_then(Node::said);
    // What the alert or the note said, where the summary only tells that there was one.
    let details = [
        "channel/details", "channel/description", "channel/body", "channel/summary", "channel/content",
        "event_details/description", "note", "message",
    ];
    let details = details.iter().flat_map(|path| node.find(path));
    // The kind of a channel (`web_trigger`) in its summary is no detail.
    let details = details
        .filter(|detail| detail.said().is_some_and(|d| Some(&d) != said.as_ref() && d != channel.child("type").str()));
    let mut more: Vec<(String, Text)> = Vec::new();
    for detail in details {
        if let Some(text) = detail.text().filter(|text| more.iter().all(|(_, known)| known.as_str() != text.as_str())) {
            more.push(("details".into(), text));
        }
    }
    more.extend(scalars(&channel.child("details")));
    Entry {
        time: node.time(&["created_at", "created_on"]),
        status,
        actor: person(&node.child("agent")),
        body: text.as_ref().map(line).unwrap_or_default(),
        more,
        ..Entry::default()
    }
}

fn note(node: &Node) -> Entry {
    Entry {
        time: node.time(&["created_at", "created_on"]),
        actor: person(&node.child("user")),
        body: body(&node.child("content")),
        ..Entry::default()
    }
}

fn alert(node: &Node) -> Entry {
    let details = node.find("body/details");
    let mut more: Vec<(String, Text)> =
        node.child("severity").text().map(|text| ("severity".into(), text)).into_iter().collect();
    for details in &details {
        more.extend(details.text().map(|text| ("details".into(), text)));
        more.extend(scalars(details));
    }
    Entry {
        time: node.time(&["created_at"]),
        body: node.first(&["summary", "description"]).as_ref().map(line).unwrap_or_default(),
        more,
        ..Entry::default()
    }
}

/// The named values of an alert's own details, two levels deep (monitoring tools wrap theirs once).
fn scalars(node: &Node) -> Vec<(String, Text)> {
    let inner = |(key, value): (&str, Node)| match value.text() {
        Some(text) => vec![(words(key), text)],
        None => value.members().filter_map(|(key, value)| Some((words(key), value.text()?))).collect(),
    };
    node.members().flat_map(inner).filter(|(_, text)| !text.as_str().contains("://")).collect()
}

#[cfg(test)]
mod tests {
    use crate::read::json::tests::show;

    #[test]
    fn an_incident_with_all_its_parts_becomes_one_timeline() {
        let shown = show(
            r#"{"incident": {"id": "P1", "incident_number": 7, "title": "Disk full", "status": "resolved", "created_at": "2024-01-01T10:00:00Z",
                "service": {"summary": "search"}, "priority": {"summary": "P2"}, "resolved_at": null},
            "log_entries": [
                {"type": "resolve_log_entry", "created_at": "2024-01-01T10:30:00Z", "summary": "Resolved by Ada.", "agent": {"type": "user_reference", "summary": "Ada"}},
                {"type": "trigger_log_entry", "created_at": "2024-01-01T10:00:00Z", "summary": "Triggered.", "agent": {"type": "service_reference", "summary": "search"},
                 "channel": {"type": "api", "summary": "api"}, "event_details": {"description": "97% used"}}],
            "notes": [{"content": "Logs fill the disk.", "created_at": "2024-01-01T10:10:00Z", "user": {"summary": "Ada"}}],
            "alerts": [{"alert_key": "k", "created_at": "2024-01-01T09:59:00Z", "summary": "Disk", "severity": "critical", "body": {"details": {"host": "db-1", "link": "https://x"}}}]}"#,
        );
        assert_eq!(
            shown,
            [
                "pagerduty P1",
                "# Disk full",
                "severity: P2",
                "status: resolved",
                "detected: 2024-01-01T10:00:00Z",
                "service: search",
                "[time=2024-01-01T09:59:00Z text=Disk severity=critical host=db-1]",
                "[time=2024-01-01T10:00:00Z status=trigger text=Triggered. details=97% used]",
                "[time=2024-01-01T10:10:00Z actor=Ada text=Logs fill the disk.]",
                "[time=2024-01-01T10:30:00Z status=resolve actor=Ada text=Resolved by Ada.]",
            ]
        );
    }

    #[test]
    fn a_part_alone_is_read_and_version_1_too() {
        let notes = show(
            r#"{"notes": [{"content": "On it.", "created_at": "2024-01-01T10:10:00Z", "user": {"summary": "Ada"}}]}"#,
        );
        assert_eq!(notes, ["pagerduty", "[time=2024-01-01T10:10:00Z actor=Ada text=On it.]"]);
        let old = show(
            r#"{"id": "PX", "incident_number": 3, "created_on": "2012-12-22T00:35:21Z", "status": "triggered", "service": {"name": "mail"},
            "trigger_summary_data": {"subject": "Queue too long"}, "assigned_to_user": null}"#,
        );
        assert_eq!(
            old,
            [
                "pagerduty PX", "# Queue too long", "status: triggered", "detected: 2012-12-22T00:35:21Z",
                "service: mail"
            ]
        );
    }

    #[test]
    fn parts_go_to_the_incident_that_they_name() {
        let shown = show(
            r#"{"incidents": [{"id": "A", "incident_number": 1, "title": "a", "service": null}, {"id": "B", "incident_number": 2, "title": "b", "service": null}],
            "log_entries": [{"type": "annotate_log_entry", "created_at": "2024-01-01T10:00:00Z", "summary": "Note added.", "channel": {"type": "note", "summary": "It was DNS."}, "incident": {"id": "B"}}]}"#,
        );
        assert_eq!(
            shown,
            [
                "pagerduty A",
                "# a",
                "pagerduty B",
                "# b",
                "[time=2024-01-01T10:00:00Z status=annotate text=Note added. details=It was DNS.]"
            ]
        );
    }
}
