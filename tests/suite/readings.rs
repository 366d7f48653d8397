//! What a careful reader takes from the Markdown fixtures, written down by hand before the program read them.

use serde_json::Value;

use crate::support::{fixture, sentences, told};

/// The facts of a fixture.
fn facts(name: &str) -> Value {
    fixture(name).facts()
}

/// `at.local` of every entry of the timeline, to the minute.
fn timeline(facts: &Value) -> Vec<&str> {
    let entries = facts["timeline"].as_array().unwrap().iter();
    entries.map(|e| e["at"]["local"].as_str().map_or("undated", |local| &local[..16])).collect()
}

/// The named field of every instant under `times`, to the minute: started, detected, mitigated, resolved.
fn key_times<'f>(facts: &'f Value, field: &str) -> [Option<&'f str>; 4] {
    ["started", "detected", "mitigated", "resolved"].map(|key| facts["times"][key][field].as_str().map(|t| &t[..16]))
}

/// Whether one of the quotes of a list says this.
fn says(list: &Value, words: &str) -> bool {
    list.as_array().unwrap().iter().any(|q| q["text"].as_str().unwrap().contains(words))
}

#[test]
fn the_bad_deploy() {
    let facts = facts("deploy-p99-latency.md");
    let minutes = [
        "13:58", "14:06", "14:11", "14:14", "14:16", "14:19", "14:22", "14:24", "14:26", "14:27", "14:29", "14:33",
        "14:41", "14:44", "14:55",
    ];
    assert_eq!(timeline(&facts), minutes.map(|m| format!("2024-05-14T{m}")));
    assert_eq!(facts["timeline"][0]["at"]["utc"], "2024-05-14T13:58:00Z");
    assert_eq!(facts["timeline"][3]["cite"]["lines"], serde_json::json!([33, 33]), "its second cell is empty");
    assert_eq!(facts["change"]["kind"], "deploy");
    assert_eq!(facts["change"]["gap_to_first_signal_s"], 13 * 60, "a flat error rate at 14:06 is no sign of trouble");
    assert!(says(&facts["root_cause"], "one query per basket line"));
    assert!(
        says(&facts["remediation"], "Rollback to v4.30.2") || says(&facts["remediation"], "Rolling back to v4.30.2")
    );
    let cache =
        facts["hypotheses"].as_array().unwrap().iter().find(|h| h["text"].as_str().unwrap().contains("cache")).unwrap();
    assert_eq!(cache["outcome"], "refuted", "{cache}");
    let decisions = facts["decisions"].as_array().unwrap();
    let reason = |d: &serde_json::Value| d["because"].as_str().is_some_and(|b| b.contains("schema review"));
    assert!(decisions.iter().any(reason), "{decisions:#?}");
    let actions = facts["actions"].as_array().unwrap();
    assert_eq!(actions.len(), 4);
    assert_eq!((&actions[1]["owner"], &actions[1]["ticket"]), (&"Marek Zieliński".into(), &"PRC-2290".into()));
    assert!(actions[1]["status"].as_str().unwrap().eq_ignore_ascii_case("done"));
    assert!(facts["impact"]["symptom"].as_array().unwrap().contains(&"latency".into()));
    assert!(facts["signals"].as_array().unwrap().iter().any(|s| s["tool"] == "CloudWatch"));
    assert!(facts["people"].as_array().unwrap().iter().any(|p| p["name"] == "Priya Nair"));
}

#[test]
fn the_configuration_change_of_the_day_before() {
    let facts = facts("config-rate-limit.md");
    let times = timeline(&facts);
    assert_eq!(&times[..3], ["2024-09-02T16:12", "2024-09-02T16:30", "2024-09-03T08:40"]);
    assert_eq!(times.len(), 13, "log lines are no events: {times:?}");
    assert_eq!(facts["timeline"][2]["at"]["utc"], "2024-09-03T06:40:00Z");
    assert_eq!(facts["change"]["kind"], "config");
    assert!(says(&facts["root_cause"], "a zero was lost") || says(&facts["root_cause"], "typed by hand"));
    let status = |i: usize| facts["actions"][i]["status"].as_str().unwrap_or_default().to_owned();
    assert_eq!((status(0), status(2)), ("done".to_owned(), "open".to_owned()));
}

#[test]
fn the_ticket_sale_that_went_past_midnight() {
    let facts = facts("traffic-spike-tickets.md");
    let times = timeline(&facts);
    assert_eq!(times.first(), Some(&"2023-12-08T21:55"));
    assert!(times.contains(&"2023-12-09T00:07"), "{times:?}");
    assert_eq!(times.last(), Some(&"2023-12-09T08:30"));
    let midnight = facts["timeline"].as_array().unwrap().iter().find(|e| e["at"]["surface"] == "12:07 am").unwrap();
    assert_eq!(midnight["at"]["utc"], "2023-12-09T08:07:00Z");
    assert_eq!(facts["change"]["kind"], "traffic");
}

#[test]
fn the_lock_that_somebody_else_found() {
    let facts = facts("database-lock-prose.md");
    for mention in facts["mentions"].as_array().unwrap().iter().filter(|m| m["precision"] == "minute") {
        assert!(mention["local"].as_str().unwrap().starts_with("2025-01-16T"), "{mention}");
        assert!(mention["utc"].is_null() && mention["zone"].is_null(), "a zone was invented: {mention}");
    }
    assert!(says(&facts["root_cause"], "found by our database administrator"), "{}", facts["root_cause"]);
    let story = fixture("database-lock-prose.md").story();
    assert!(told(&story, "resolution").contains("database administrator"), "who found it is said");
    let found_by_us = ["I found", "we found the lock", "We found the lock", "we found the cause", "We found the cause"];
    for sentence in sentences(&story, "fact") {
        let text = sentence["text"].as_str().unwrap();
        assert!(!found_by_us.iter().any(|claim| text.contains(claim)), "{text}");
    }
}

#[test]
fn the_provider_whose_fault_stayed_unknown() {
    let facts = facts("provider-outage-wrapped.md");
    assert_eq!(key_times(&facts, "utc")[0], Some("2024-02-21T06:51"));
    // Nothing was changed by anybody who is named; the provider's own fault may be told as an external change.
    assert!(["external", "none_found"].contains(&facts["change"]["kind"].as_str().unwrap()), "{}", facts["change"]);
    assert!(!says(&facts["root_cause"], "TLS"), "a cause that was ruled out is none");
    assert!(!says(&facts["root_cause"], "retries"), "{}", facts["root_cause"]);
    let title = facts["title"]["text"].as_str().unwrap();
    assert_eq!(title, "Card payments unavailable during an outage at our payment provider");
}

#[test]
fn the_full_disk_of_two_days() {
    let facts = facts("disk-full-retro.md");
    let times = timeline(&facts);
    assert_eq!(times.first(), Some(&"2025-06-11T16:20"));
    assert!(times.contains(&"2025-06-11T18:05") && times.contains(&"2025-06-12T07:30"), "{times:?}");
    assert_eq!(times.last(), Some(&"2025-06-12T10:05"), "{times:?}");
    let mention =
        |surface: &str| facts["mentions"].as_array().unwrap().iter().find(|m| m["surface"] == surface).unwrap();
    assert_eq!(mention("18.05")["utc"], "2025-06-11T17:05:00Z");
    assert_eq!(mention("18.49 yesterday")["local"], "2025-06-11T18:49:00", "the entry says yesterday");
    let transformer =
        facts["hypotheses"].as_array().unwrap().iter().find(|h| h["text"].as_str().unwrap().contains("transformer"));
    assert_eq!(transformer.unwrap()["outcome"], "refuted");
}

#[test]
fn the_node_upgrade_with_labelled_times() {
    let facts = facts("node-upgrade-key-events.md");
    let expected = ["10:31", "10:36", "11:18", "11:52"].map(|m| format!("2024-11-19T{m}"));
    assert_eq!(key_times(&facts, "local").map(|t| t.unwrap_or_default().to_owned()), expected);
    assert_eq!(key_times(&facts, "utc"), [None; 4], "no zone is named");
    assert_eq!(facts["durations"]["to_resolve_s"], 81 * 60);
    assert_eq!(facts["durations"]["to_detect_s"], 5 * 60);
    let stated: Vec<_> =
        facts["durations"]["stated"].as_array().unwrap().iter().map(|d| d["seconds"].as_i64().unwrap()).collect();
    assert!(stated.contains(&(47 * 60)) && stated.contains(&(81 * 60)), "{stated:?}");
    assert!(says(&facts["root_cause"], "PodDisruptionBudget"));
}

#[test]
fn the_leak_whose_parts_contradict_each_other() {
    let facts = facts("leaked-token-contradiction.md");
    let times = timeline(&facts);
    assert_eq!(times.first(), Some(&"2025-03-27T11:12"));
    assert_eq!(times.last(), Some(&"2025-03-27T13:22"));
    assert_eq!(facts["timeline"][0]["at"]["utc"], "2025-03-27T15:12:00Z", "ET is summer time in late March");
    assert!(facts["impact"]["symptom"].as_array().unwrap().contains(&"security".into()));
    let laptop =
        facts["hypotheses"].as_array().unwrap().iter().find(|h| h["text"].as_str().unwrap().contains("laptop"));
    assert_eq!(laptop.unwrap()["outcome"], "refuted");
}

#[test]
fn a_document_of_two_paragraphs_says_no_more_than_that() {
    let facts = facts("minimal-no-times.md");
    for list in ["mentions", "timeline", "people", "actions"] {
        assert_eq!(facts[list], serde_json::json!([]), "{list}");
    }
    assert_eq!(key_times(&facts, "surface"), [None; 4]);
    assert_eq!(facts["root_cause"], serde_json::json!([]), "the document does not know");
    let story = fixture("minimal-no-times.md").story();
    assert!(sentences(&story, "prompt").count() >= 5, "it asks for the rest");
}

/// What a reader may take for the key times: file, key, the fair readings, and whether finding none is fair too.
const KEY_TIMES: &[(&str, &str, &[&str], bool)] = &[
    ("deploy-p99-latency.md", "started", &["2024-05-14T14:11"], false),
    ("deploy-p99-latency.md", "detected", &["2024-05-14T14:11", "2024-05-14T14:14"], false),
    ("deploy-p99-latency.md", "mitigated", &["2024-05-14T14:41", "2024-05-14T14:44"], true),
    ("deploy-p99-latency.md", "resolved", &["2024-05-14T14:44", "2024-05-14T14:55"], false),
    ("config-rate-limit.md", "started", &["2024-09-03T08:40"], true),
    ("config-rate-limit.md", "detected", &["2024-09-03T09:04", "2024-09-03T09:31"], true),
    ("config-rate-limit.md", "mitigated", &["2024-09-03T10:21"], true),
    ("config-rate-limit.md", "resolved", &["2024-09-03T10:21", "2024-09-03T10:26"], false),
    ("traffic-spike-tickets.md", "started", &["2023-12-08T22:00", "2023-12-08T22:03", "2023-12-08T22:05"], true),
    ("traffic-spike-tickets.md", "resolved", &["2023-12-09T00:07", "2023-12-09T00:41"], false),
    ("database-lock-prose.md", "started", &["2025-01-16T10:47", "2025-01-16T10:52"], true),
    ("database-lock-prose.md", "mitigated", &["2025-01-16T11:34", "2025-01-16T11:43"], true),
    ("database-lock-prose.md", "resolved", &["2025-01-16T11:43", "2025-01-16T11:46"], true),
    ("provider-outage-wrapped.md", "started", &["2024-02-21T06:51"], false),
    ("provider-outage-wrapped.md", "detected", &["2024-02-21T07:22"], true),
    ("provider-outage-wrapped.md", "acknowledged", &["2024-02-21T07:25"], true),
    ("provider-outage-wrapped.md", "resolved", &["2024-02-21T09:17", "2024-02-21T11:30"], false),
    ("disk-full-retro.md", "started", &["2025-06-11T16:20"], true),
    (
        "disk-full-retro.md",
        "resolved",
        &["2025-06-12T07:41", "2025-06-12T08:20", "2025-06-12T10:05", "2025-06-12"],
        true,
    ),
    ("leaked-token-contradiction.md", "started", &["2025-03-27T11:12", "2025-03-27T11:20"], true),
    ("leaked-token-contradiction.md", "detected", &["2025-03-27T12:04", "2025-03-27T12:09"], true),
    ("leaked-token-contradiction.md", "mitigated", &["2025-03-27T12:41"], true),
    ("leaked-token-contradiction.md", "resolved", &["2025-03-27T13:22"], true),
];

#[test]
fn no_key_time_is_another_than_a_reader_would_take() {
    let wrong: Vec<_> = KEY_TIMES
        .iter()
        .filter_map(|(file, key, fair, none)| {
            let facts = facts(file);
            let got = facts["times"][key]["local"].as_str().map(|t| t.get(..16).unwrap_or(t).to_owned());
            let right = got.as_ref().map_or(*none, |t| fair.contains(&t.as_str()));
            (!right).then(|| format!("{file}: {key} {got:?}, fair {fair:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
