//! A timeline or an incident of no known tool, found by its form: an array of entries that have some time and some
//! text, whatever these are called, alone or in an object that tells about the incident.

mod columns;

use super::Shape;
use super::build::{Builder, Entry, Incident, body, name};
use super::canon::{canon, words};
use super::node::Node;
use crate::document::Text;
use columns::{Columns, is_noise, time_like};

/// A timeline found by its form.
pub const SHAPE: Shape = Shape { flavour: "timeline", recognises, read };

/// Members that wrap the incident: what they hold is read as if it stood beside them.
const WRAPPERS: &[&str] = &[
    "incident", "data", "attributes", "postmortem", "report", "result", "meta", "metadata", "details", "record",
    "times",
];

/// Keys of which an incident has at least one; only with a title or another do they make an object one.
const TELLING: &[&str] = &[
    "started", "detected", "mitigated", "resolved", "impact", "root cause", "resolution", "lessons learned", "severity",
];

/// Keys that are times.
const TIMES: &[&str] = &["started", "detected", "acknowledged", "mitigated", "resolved"];

/// What status pages write under `impact`: how bad it is, not what it was.
const LEVELS: &[&str] =
    &["minor", "major", "critical", "maintenance", "low", "medium", "moderate", "high", "severe", "partial", "full"];

/// How deep an incident may lie below the root, and its parts below it.
const DEPTH: usize = 4;

/// Up to how many words the elements of a list are names (of services, of people) and not sentences.
const WORDS_OF_A_NAME: usize = 4;
/// Objects with more members than that (an identifier, a name, an address) do more than name something.
const MEMBERS_OF_A_NAME: usize = 3;

fn recognises(node: &Node) -> bool {
    is_timeline(node) || is_incident(node) || !lists(node, DEPTH).is_empty() || has_timeline(node, DEPTH)
}

/// Whether it is an array of entries, and not one of incidents.
fn is_timeline(node: &Node) -> bool {
    let incidents = node.items().filter(|item| is_incident(item)).count();
    incidents * 2 <= node.items().count() && Columns::find(node).is_some() || is_clock_map(node)
}

fn has_timeline(node: &Node, depth: usize) -> bool {
    depth > 0 && node.members().any(|(_, member)| is_timeline(&member) || has_timeline(&member, depth - 1))
}

/// Whether an object tells about an incident as a whole, by its keys alone.
fn is_incident(node: &Node) -> bool {
    let keys: Vec<String> = node.members().filter(|(_, v)| !v.value.is_null()).map(|(key, _)| canon(key)).collect();
    let has = |key: &str| keys.iter().any(|k| k == key);
    let times = TIMES.iter().filter(|key| has(key)).count();
    let telling = TELLING.iter().filter(|key| has(key)).count();
    let titled = has("title") || has("summary") || has("id");
    let timeline = || node.members().any(|(_, member)| member.value.is_array() && Columns::find(&member).is_some());
    // When it was made says when an incident began as little as elsewhere, but beside its end it makes one of a record.
    let recorded = || has("title") && has("created") && has("resolved");
    titled && (times >= 2 || telling >= 2 || recorded() || (telling >= 1 && timeline()))
}

/// Arrays of incidents at or below a node that is not itself one.
fn lists<'a>(node: &Node<'a>, depth: usize) -> Vec<Node<'a>> {
    if depth == 0 || is_incident(node) {
        return Vec::new();
    }
    let found: Vec<Node> = node.items().filter(is_incident).collect();
    if !found.is_empty() {
        return found;
    }
    node.members().flat_map(|(_, member)| lists(&member, depth - 1)).collect()
}

fn read(node: &Node) -> Vec<Incident> {
    if is_timeline(node) {
        let mut builder = Builder::default();
        entries(node, &mut builder);
        return vec![builder.finish(None)];
    }
    let listed = lists(node, DEPTH);
    if listed.is_empty() { vec![incident(node)] } else { listed.iter().map(incident).collect() }
}

fn incident(node: &Node) -> Incident {
    let mut builder = Builder::default();
    if let Some(title) = find(node, "title", DEPTH) {
        builder.title(&title);
    }
    members(node, &mut builder, DEPTH);
    let id = ["id", "number", "key"].iter().find_map(|wanted| find(node, wanted, DEPTH));
    builder.finish(id.and_then(|id| Some(id.said()?.into_owned())))
}

/// The first member with a key, in the object or in what wraps it.
fn find<'a>(node: &Node<'a>, wanted: &str, depth: usize) -> Option<Node<'a>> {
    let is_wanted =
        |key: &str| canon(key) == wanted || (wanted != "title" && words(key) == format!("incident {wanted}"));
    let own = node.members().find(|(key, value)| is_wanted(key) && value.said().is_some()).map(|(_, value)| value);
    own.or_else(|| wrapped(node).filter(|_| depth > 0).find_map(|inner| find(&inner, wanted, depth - 1)))
}

fn wrapped<'a>(node: &Node<'a>) -> impl Iterator<Item = Node<'a>> {
    node.members()
        .filter(|(key, value)| value.value.is_object() && WRAPPERS.contains(&words(key).as_str()))
        .map(|(_, value)| value)
}

fn members(node: &Node, builder: &mut Builder, depth: usize) {
    if depth == 0 {
        return;
    }
    for (name_, member) in node.members() {
        let key = canon(name_);
        if key == "title" && member.said().is_some() || is_noise(name_) {
            continue;
        }
        if let Some(said) = member.said() {
            let level = key == "impact" && LEVELS.iter().any(|level| said.eq_ignore_ascii_case(level));
            builder.prose(if level { "severity" } else { &key }, &member);
        } else if is_timeline(&member) {
            entries(&member, builder);
        } else if member.value.is_array() {
            list(&key, &member, builder);
        } else if WRAPPERS.contains(&words(name_).as_str()) {
            members(&member, builder, depth - 1);
        } else {
            object(&key, &member, builder, depth - 1);
        }
    }
}

/// A string or the name of an object, if it is as short as a name.
fn brief<'a>(element: &Node<'a>) -> Option<Node<'a>> {
    let named =
        if element.value.is_object() && element.members().count() > MEMBERS_OF_A_NAME { None } else { name(element) };
    named.filter(|name| name.said().is_some_and(|words| words.split_whitespace().count() <= WORDS_OF_A_NAME))
}

/// A list of names is so many fields; a list of sentences or objects is a section.
fn list(key: &str, node: &Node, builder: &mut Builder) {
    let elements: Vec<Node> = node.items().collect();
    let names: Vec<Node> = elements.iter().filter_map(brief).collect();
    if names.len() == elements.len() && !time_like(names.first().map(Node::str).unwrap_or_default()) {
        names.iter().for_each(|name| builder.field(key, name));
        return;
    }
    let mut headers: Vec<&str> = Vec::new();
    for (header, _) in elements.iter().flat_map(Node::members).filter(|(header, _)| !is_noise(header)) {
        if headers.len() < COLUMNS && !headers.contains(&header) {
            headers.push(header);
        }
    }
    // Paths use `/` and `*` themselves; a header that contains them is rare and would be misread.
    headers.retain(|header| !header.contains(['/', '*', '|']));
    let column = |header: &str| {
        let words = words(header);
        let known =
            ACTION_COLUMNS.iter().position(|(_, names)| key == "action items" && names.contains(&words.as_str()));
        (
            known.unwrap_or(ACTION_COLUMNS.len()),
            known.and_then(|i| Some(ACTION_COLUMNS.get(i)?.0.to_owned())).unwrap_or(words),
        )
    };
    let mut columns: Vec<((usize, String), &str)> = headers.iter().map(|header| (column(header), *header)).collect();
    columns.sort_by_key(|((rank, _), _)| *rank);
    let columns: Vec<(&str, &str)> = columns.iter().map(|((_, name), header)| (*header, name.as_str())).collect();
    builder.list(key, &node.pointer, &elements, &columns);
}

/// How the columns of a list of actions are called, and in which order they come.
const ACTION_COLUMNS: &[(&str, &[&str])] = &[
    ("action", &["action", "description", "title", "summary", "task", "what", "item", "text", "name", "content"]),
    ("owner", &["owner", "assignee", "assigned to", "who", "responsible", "dri"]),
    ("ticket", &["ticket", "issue", "jira", "key", "tracking", "reference", "issue key"]),
    ("status", &["status", "state", "progress"]),
];

/// More columns than this no list of actions has; a table as wide is data.
const COLUMNS: usize = 16;

/// An object that only names something is a field; what else it says goes under both keys.
fn object(key: &str, node: &Node, builder: &mut Builder, depth: usize) {
    let named = name(node);
    if let Some(named) = &named {
        builder.prose(key, named);
    }
    for (inner, member) in node.members() {
        if named.as_ref().is_some_and(|named| named.pointer == member.pointer) || is_noise(inner) {
            continue;
        }
        if member.said().is_some() {
            let both = if named.is_some() || canon(inner) == words(inner) {
                format!("{key} {}", words(inner))
            } else {
                canon(inner)
            };
            builder.prose(&both, &member);
        } else if is_timeline(&member) {
            entries(&member, builder);
        } else if member.value.is_array() {
            list(&canon(inner), &member, builder);
        } else if depth > 0 {
            object(&words(inner), &member, builder, depth - 1);
        }
    }
}

/// Whether an object's keys are times: `{"10:02": "…", "10:05": "…"}`.
fn is_clock_map(node: &Node) -> bool {
    let mut members = node.members().peekable();
    members.peek().is_some() && members.all(|(key, value)| time_like(key) && value.said().is_some())
}

fn entries(node: &Node, builder: &mut Builder) {
    for (key, member) in node.members() {
        let time = Some(Text::at_pointer(key, &member.pointer));
        builder.entry(Entry { time, body: body(&member), ..Entry::default() });
    }
    let Some(columns) = Columns::find(node) else { return };
    for item in node.items() {
        let at = |path: &Option<String>| path.as_ref().and_then(|path| item.first(&[path]));
        let text = |path: &Option<String>| at(path).and_then(|found| found.text());
        let actor = columns.actor.as_ref().and_then(|path| item.find(path).iter().find_map(name));
        let more = columns
            .more
            .iter()
            .filter_map(|path| Some((words(path.rsplit('/').next()?), item.first(&[path])?.text()?)));
        builder.entry(Entry {
            time: text(&columns.time),
            date: text(&columns.date),
            status: text(&columns.status),
            actor: actor.and_then(|actor| actor.text()),
            body: at(&columns.text).as_ref().map(body).unwrap_or_default(),
            more: more.collect(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::json::tests::show;

    #[test]
    fn an_array_of_entries_is_a_timeline() {
        let shown = show(
            r#"[{"uhr": "10:02", "ereignis": "Deploy of basket 4.2"}, {"uhr": "10:05", "ereignis": "Errors go up"}]"#,
        );
        assert_eq!(shown, ["timeline", "[time=10:02 text=Deploy of basket 4.2]", "[time=10:05 text=Errors go up]"]);
    }

    #[test]
    fn an_object_tells_about_the_incident_around_its_timeline() {
        let shown = show(
            r#"{"data": {"incidentId": "INC-7", "name": "Basket empty", "impact": "minor", "severity": {"name": "SEV3"}, "startedAt": "2024-01-01T10:02:00Z",
            "root_cause": {"summary": "A cache key", "users": 1200}, "affected_services": ["basket", "web"], "html_url": "https://x",
            "events": [{"at": 1704103320, "user": {"name": "Ada"}, "payload": {"message": "Deploy of basket 4.2"}}],
            "actions": [{"owner": "Bo", "task": "Test with two users"}], "lessons": ["Look at the hit rate before anything else."]}}"#,
        );
        assert_eq!(
            shown,
            [
                "timeline INC-7",
                "# Basket empty",
                "severity: minor",
                "severity: SEV3",
                "started: 2024-01-01T10:02:00Z",
                "root cause: A cache key",
                "root cause users: 1200",
                "service: basket",
                "service: web",
                "[time=1704103320 actor=Ada text=Deploy of basket 4.2]",
                "## action items",
                "[action=Test with two users owner=Bo]",
                "## lessons learned",
                "- Look at the hit rate before anything else.",
            ]
        );
    }

    #[test]
    fn a_list_of_incidents_gives_one_document_each() {
        let shown = show(
            r#"{"meta": {"count": 2}, "incidents": [{"id": 1, "title": "A", "started_at": "2024-01-01", "resolved_at": "2024-01-02"},
            {"id": 2, "title": "B", "started_at": "2024-02-01", "updates": [{"at": "10:00", "message": "We look into it"}]}]}"#,
        );
        assert_eq!(
            shown,
            [
                "timeline 1", "# A", "started: 2024-01-01", "resolved: 2024-01-02", "timeline 2", "# B",
                "started: 2024-02-01", "[time=10:00 text=We look into it]",
            ]
        );
    }

    #[test]
    fn times_may_be_the_keys() {
        let shown = show(r#"{"title": "A", "timeline": {"10:02": "Deploy", "10:05": "Errors go up"}}"#);
        assert_eq!(shown, ["timeline", "# A", "[time=10:02 text=Deploy]", "[time=10:05 text=Errors go up]"]);
    }

    #[test]
    fn other_json_is_no_incident() {
        for other in [
            r#"{"name": "left-pad", "version": "1.3.0", "description": "Pads a string on the left", "scripts": {"test": "node test"}}"#,
            r#"[1, 2, 3]"#,
            r#"{"a": {"b": []}}"#,
            r#""words""#,
            r#"[]"#,
        ] {
            let value = serde_json::from_str(other).unwrap();
            assert!(!recognises(&Node::root(&value)), "{other}");
        }
    }
}
