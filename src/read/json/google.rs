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
            time: update.first(&["when", "created"]),
            status: update.child("status").text(),
            body: body(&update.child("text")),
            ..Entry::default()
        });
    }
    builder.finish(node.first(&["id", "number"]).and_then(|id| Some(id.said()?.into_owned())))
}
