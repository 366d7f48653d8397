//! What holds for all shapes.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::canon::words;
use super::*;
use crate::document::Kind;

fn raw(path: &str, text: &str) -> Raw {
    Raw { path: path.into(), text: text.into(), sha256: String::new(), warnings: Vec::new() }
}

fn documents(path: &str, text: &str) -> Vec<Document> {
    match read(&raw(path, text)).unwrap() {
        Reading::Documents(documents) => documents,
        Reading::Facts(facts) => panic!("facts: {facts:?}"),
    }
}

/// A JSON text's documents, one line for each block: `flavour id`, `# heading`, `key: value`, `[header=cell …]`, `- item`.
pub fn show(text: &str) -> Vec<String> {
    let mut shown = Vec::new();
    for document in documents("a.json", text) {
        shown.push(format!("{} {}", document.source.flavour, document.id.unwrap_or_default()).trim_end().to_owned());
        shown.extend(document.blocks.iter().map(|block| {
            let words = block.text().as_str();
            let header = |cell: &crate::document::Cell| cell.header.clone().unwrap_or_default();
            match block.kind {
                Kind::Heading { level } => format!("{} {words}", "#".repeat(level.into())),
                Kind::Field => format!("{}: {words}", block.cells.first().map(header).unwrap_or_default()),
                Kind::Row => {
                    let cells: Vec<String> =
                        block.cells.iter().map(|c| format!("{}={}", header(c), c.text.as_str())).collect();
                    format!("[{}]", cells.join(" "))
                }
                Kind::Item { .. } => format!("- {words}"),
                _ => words.to_owned(),
            }
        }));
    }
    shown
}

/// Every pointer leads to a value of the file, and the words stand there. A heading that a shape gives for a list has
/// the words of the list's name. Slack's mentions are names that stand elsewhere in the file.
fn check_pointers(text: &str) {
    let value: Value = serde_json::from_str(text).unwrap();
    for document in documents("a.json", text) {
        for (_, _, cell) in document.cells() {
            let pointer = cell.text.pointer().unwrap();
            let Some(found) = value.pointer(pointer) else { panic!("{pointer} leads nowhere") };
            let said = match found {
                Value::String(string) => string.clone(),
                Value::Number(number) => number.to_string(),
                _ => String::new(),
            };
            let name = words(pointer.rsplit('/').find(|part| part.parse::<usize>().is_err()).unwrap_or_default());
            for word in cell.text.as_str().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
                let elsewhere = document.source.flavour == "slack" && text.contains(word);
                assert!(
                    said.contains(word) || name.contains(word) || elsewhere,
                    "{word:?} is not at {pointer}: {said:?}"
                );
            }
        }
    }
}

const FIXTURES: &[(&str, &str)] = &[
    ("statuspage", include_str!("../../../fixtures/statuspage-expired-certificate.json")),
    ("pagerduty", include_str!("../../../fixtures/pagerduty-database-lock.json")),
    ("slack", include_str!("../../../fixtures/slack-disk-full.json")),
    ("timeline", include_str!("../../../fixtures/timeline-dns-cutover.json")),
    ("google-cloud-status", include_str!("../../../fixtures/google-load-balancer-config.json")),
    ("github-issue", include_str!("../../../fixtures/github-issue-traffic-spike.json")),
];

#[test]
fn every_pointer_into_a_fixture_leads_to_its_words() {
    for (flavour, text) in FIXTURES {
        assert_eq!(documents("a.json", text)[0].source.flavour, *flavour);
        check_pointers(text);
    }
}

#[test]
fn a_key_with_slashes_and_tildes_is_cited_with_escapes() {
    let text = r#"{"title": "A", "severity": "1", "impact": {"eu/west~1": "Half of all requests failed"}}"#;
    let documents = documents("a.json", text);
    let cites: Vec<String> = documents[0].blocks.iter().map(|b| b.text().whole().cite.to_string()).collect();
    assert!(cites.contains(&"/impact/eu~1west~01".to_owned()), "{cites:?}");
    check_pointers(text);
}

#[test]
fn facts_come_back_as_they_were_printed() {
    let documents = documents("a.json", FIXTURES[0].1);
    let facts = crate::extract::extract(&documents[0], &crate::extract::Options::default());
    let printed = serde_json::to_string_pretty(&facts).unwrap();
    let Reading::Facts(again) = read(&raw("facts.json", &printed)).unwrap() else { panic!("not recognised as facts") };
    assert_eq!(serde_json::to_string_pretty(&again).unwrap(), printed);
}

#[test]
fn lines_are_cited_by_number_and_column_and_a_broken_one_is_warned_about() {
    let text = "{\"title\": \"A\", \"started_at\": \"2024-01-01T10:00:00Z\", \"resolved_at\": \"2024-01-01T11:00:00Z\"}\n\n{\"title\": \n\
                {\"id\": \"b2\", \"title\": \"B\", \"severity\": \"high\", \"updates\": [{\"at\": \"2024-02-01T10:00:00Z\", \"message\": \"We look\"}]}\n";
    for name in ["log.jsonl", "log.json"] {
        let documents = documents(name, text);
        let ids: Vec<_> = documents.iter().map(|d| d.id.as_deref().unwrap()).collect();
        assert_eq!(ids, ["1", "b2"]);
        assert_eq!(documents[0].warnings[0].cite, Some(Cite::lines(3, 3)));
        let time = &documents[1].blocks.last().unwrap().cells[0].text;
        assert_eq!(time.whole().cite, Cite::lines(4, 4));
        let [from, to] = time.columns(0..time.len());
        assert_eq!(text.lines().nth(3).unwrap().get(from..to), Some("2024-02-01T10:00:00Z"));
    }
}

#[test]
fn lines_that_are_entries_make_one_timeline() {
    let text =
        "{\"time\": \"10:02\", \"msg\": \"Deploy of basket\"}\n{\"time\": \"10:05\", \"msg\": \"Errors go up\"}\n";
    let documents = documents("events.ndjson", text);
    assert_eq!((documents.len(), documents[0].blocks.len()), (1, 2));
}

#[test]
fn broken_json_is_placed_and_told_what_to_do() {
    let error = |text: &str| format!("{:#}", read(&raw("a.json", text)).unwrap_err());
    assert!(error("{\n  \"a\": 1,\n  \"b\" 2\n}").contains("line 3 column 7"));
    assert!(error("[{\"a\": 1}, ").contains("cut short"));
    assert!(error(&("[".repeat(100_000))).contains("nested too deep"));
    assert!(error("{\"a\": 1}").contains("no incident that could be recognised"));
    assert!(error("{\"page\": {}, \"incidents\": []}").contains("holds no incident"));
    assert!(error("{\"schema\": \"warstory.facts/1\", \"timeline\": 3}").contains("timeline"));
}

#[test]
fn markdown_that_begins_with_a_bracket_is_no_json() {
    assert!(!recognises(&raw("a.md", "[Link](x)\n")));
    assert!(!recognises(&raw("-", "{{< incident >}}")));
    assert!(recognises(&raw("-", " [\n {\"ts\": 1}]")) && recognises(&raw("x.json", "oops")));
}

#[test]
fn two_incidents_with_one_identifier_can_both_be_reached() {
    let text = r#"[{"id": "x", "title": "A", "started": "1", "ended": "2"}, {"id": "x", "title": "B", "started": "1", "ended": "2"}]"#;
    let documents = documents("a.json", text);
    let ids: Vec<_> = documents.iter().map(|d| d.id.as_deref().unwrap()).collect();
    assert_eq!(ids, ["x", "x#2"]);
}

/// Names that the shapes look for.
const KEYS: &[&str] = &[
    "incident", "incidents", "data", "attributes", "type", "id", "title", "name", "summary", "status", "impact",
    "severity", "body", "text", "ts", "user", "login", "incident_updates", "updates", "most_recent_update",
    "external_desc", "begin", "log_entries", "notes", "alerts", "incident_number", "created_at", "content", "messages",
    "timeline", "time", "message", "milestones", "occurred_at", "included", "public_id", "slug", "eventTime",
    "activityKind", "incidentID", "group", "actor", "comments", "schema", "started_at", "resolved_at", "service",
    "page", "details", "a/b~c", "",
];

fn any_json() -> impl Strategy<Value = Value> {
    let words = prop_oneof![
        Just("2024-01-01T10:00:00Z".to_owned()),
        Just("1700000000.0001".to_owned()),
        Just("incidents".to_owned()),
        Just("trigger_log_entry".to_owned()),
        Just("## A\n- b *c* <@U1|d> `e`\n\n| f |\n|---|\n| g |".to_owned()),
        Just("10:05".to_owned()),
        "\\PC{0,12}",
        "[*_~`<>&|@!#\n é]{0,16}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|f| json!(f)),
        words.prop_map(Value::from)
    ];
    leaf.prop_recursive(5, 64, 6, |inner| {
        let key = prop::sample::select(KEYS).prop_map(str::to_owned);
        let object = prop::collection::vec((key, inner.clone()), 0..8)
            .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>()));
        prop_oneof![prop::collection::vec(inner, 0..5).prop_map(Value::Array), object]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn no_json_makes_a_shape_panic_or_cite_what_is_not_there(value in any_json()) {
        let root = Node::root(&value);
        for shape in SHAPES {
            // Also shapes that would not be asked.
            for incident in incidents(shape, &root).unwrap_or_else(|| (shape.read)(&root)) {
                for cell in incident.blocks.iter().flat_map(|block| &block.cells) {
                    prop_assert!(cell.text.pointer().is_some_and(|pointer| value.pointer(pointer).is_some()));
                }
                let count = incident.blocks.len();
                prop_assert!(incident.blocks.iter().all(|b| b.path.iter().chain(&b.parent).all(|&i| i < count)));
                let is_heading = |i: &usize| matches!(incident.blocks[*i].kind, Kind::Heading { .. });
                prop_assert!(incident.blocks.iter().all(|b| b.path.iter().all(is_heading)));
            }
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[\\[\\]{}\":, a1\n]{0,64}", name in prop::sample::select(&["a.json", "a.jsonl", "-"][..])) {
        let _ = read(&raw(name, &text));
    }
}

#[test]
fn a_record_with_a_title_and_its_end_is_an_incident() {
    assert_eq!(
        show(
            r#"{"incidents": [{"created_date": "Fri, 3 May 2024 10:15 GMT", "description": "The site is slow", "id": 4,
            "solved_date": "Fri, 3 May 2024 11:00 GMT", "title": "Slow site"}]}"#
        )[..2],
        ["timeline 4", "# Slow site"]
    );
}
