//! Google Cloud Status (`incidents.json` of status.cloud.google.com, and the pages of Workspace in the same shape).
//!
//! Members after <https://status.cloud.google.com/incidents.schema.json>. The report on an incident is Markdown in the
//! text of its last update, and stands there once more under `most_recent_update`.

use super::Shape;
use super::build::{Builder, Entry, Incident, body};
use super::node::Node;

/// Google Cloud Status.
pub const SHAPE: Shape = Shape { flavour: "google-cloud-status", recognises, read };

const FIELDS: &[(&str, &str)] = &[
    ("severity", "severity"),
    // SERVICE_OUTAGE, SERVICE_DISRUPTION or SERVICE_INFORMATION: a class, not a description of the impact.
    ("status_impact", "kind"),
    ("begin", "started"),
    ("created", "created"),
    ("end", "resolved"),
    ("affected_products/*/title|service_name", "service"),
    ("currently_affected_locations/*/title|previously_affected_locations/*/title", "location"),
];

fn recognises(node: &Node) -> bool {
    let known = |node: &Node| node.has("most_recent_update") || (node.has("external_desc") && node.has("begin"));
    known(node) || node.find("incidents/*").iter().any(known)
}

fn read(node: &Node) -> Vec<Incident> {
    let listed = node.find("incidents/*");
    if listed.is_empty() { vec![incident(node)] } else { listed.iter().map(incident).collect() }
}

fn incident(node: &Node) -> Incident {
    let mut builder = Builder::default();
    if let Some(title) = node.first(&["external_desc", "service_name"]) {
        builder.title(&title);
    }
    builder.fields(node, FIELDS);
    let updates = node.find("updates/*");
    let last = node.child("most_recent_update");
    let repeated = updates.iter().any(|update| update.child("text").value == last.child("text").value);
    for update in updates.iter().chain(std::iter::once(&last).filter(|_| !repeated)) {
        builder.entry(Entry {
            time: update.time(&["when", "created"]),
            status: update.child("status").text(),
            body: body(&update.child("text")),
            ..Entry::default()
        });
    }
    builder.finish(node.first(&["id", "number"]).and_then(|id| Some(id.said()?.into_owned())))
}

#[cfg(test)]
mod tests {
    use crate::read::json::tests::show;

    #[test]
    fn the_report_is_read_once_and_a_short_update_is_an_event() {
        let report = r###"{"when": "2024-01-03T10:00:00+00:00", "status": "AVAILABLE", "text": "# Report\n## Root Cause\nA push.\n"}"###;
        let shown = show(&format!(
            r#"[{{"id": "g1", "begin": "2024-01-01T10:00:00+00:00", "end": null, "external_desc": "Errors in europe-north2", "severity": "low",
            "affected_products": [{{"title": "Cloud Run"}}], "most_recent_update": {report},
            "updates": [{report}, {{"when": "2024-01-01T10:20:00+00:00", "status": "SERVICE_OUTAGE", "text": "We look into it."}}]}}]"#
        ));
        assert_eq!(
            shown,
            [
                "google-cloud-status g1",
                "# Errors in europe-north2",
                "severity: low",
                "started: 2024-01-01T10:00:00+00:00",
                "service: Cloud Run",
                "[time=2024-01-01T10:20:00+00:00 status=SERVICE_OUTAGE text=We look into it.]",
                "# Report",
                "## Root Cause",
                "A push.",
            ]
        );
    }
}
