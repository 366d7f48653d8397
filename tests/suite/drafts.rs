//! What holds for the draft and the facts of every document.

use serde_json::Value;

use crate::support::{Cited, PARTS, fixture, fixtures, json, run, stdout};

/// The budgets of the contract in seconds, least and most, for the full cut.
const BUDGETS: [[u64; 2]; 6] = [[30, 30], [10, 10], [120, 180], [60, 60], [30, 30], [30, 30]];

#[test]
fn there_are_fixtures_of_every_format() {
    let all = fixtures();
    for extension in [".md", ".json", ".html", ".txt"] {
        assert!(all.iter().any(|f| f.path.ends_with(extension)), "no {extension}");
    }
    assert!(all.len() >= 8);
}

#[test]
fn every_fixture_becomes_a_story_of_six_parts_none_of_them_empty() {
    for fixture in fixtures() {
        let story = fixture.story();
        assert_eq!(story["schema"], "warstory.story/1");
        let parts = story["parts"].as_array().unwrap();
        assert_eq!(parts.iter().map(|p| p["id"].as_str().unwrap()).collect::<Vec<_>>(), PARTS, "{fixture:?}");
        for (part, budget) in parts.iter().zip(BUDGETS) {
            let sentences = part["sentences"].as_array().unwrap();
            assert!(!sentences.is_empty(), "{fixture:?}: {} is empty", part["id"]);
            assert!(sentences.iter().all(|s| !s["text"].as_str().unwrap().trim().is_empty()), "{fixture:?}");
            assert_eq!(part["budget_s"], serde_json::json!(budget));
        }
    }
}

#[test]
fn every_part_is_told_within_its_time() {
    for fixture in fixtures() {
        for (part, [_, most]) in fixture.story()["parts"].as_array().unwrap().iter().zip(BUDGETS) {
            let spoken = part["spoken_s"].as_f64().unwrap();
            assert!(spoken <= most as f64 * 1.1, "{fixture:?}: {} takes {spoken} s", part["id"]);
        }
    }
}

#[test]
fn the_seconds_of_a_story_are_those_of_its_parts() {
    for fixture in fixtures() {
        assert!(!stdout(fixture.command("draft", &["--format", "json"])).contains("-0.0"), "{fixture:?}");
        let story = fixture.story();
        let parts: f64 = story["parts"].as_array().unwrap().iter().map(|p| p["spoken_s"].as_f64().unwrap()).sum();
        assert!((story["spoken_s"].as_f64().unwrap() - parts).abs() < 0.5, "{fixture:?}");
    }
}

#[test]
fn a_fact_cites_and_a_link_does_not_and_a_prompt_asks() {
    for fixture in fixtures() {
        let story = fixture.story();
        for part in story["parts"].as_array().unwrap() {
            for sentence in part["sentences"].as_array().unwrap() {
                let cites = sentence["cites"].as_array().unwrap().len();
                let text = sentence["text"].as_str().unwrap();
                match sentence["kind"].as_str().unwrap() {
                    "fact" => assert!(cites > 0, "{fixture:?}: {text}"),
                    "link" => {
                        assert!(cites == 0 && !text.contains(|c: char| c.is_ascii_digit()), "{fixture:?}: {text}")
                    }
                    "prompt" => assert!(text.contains('?'), "{fixture:?} asks nothing: {text}"),
                    kind => panic!("{kind} is no kind of sentence"),
                }
            }
        }
    }
}

#[test]
fn the_printed_draft_has_the_guides_headings_in_order() {
    for fixture in fixtures() {
        let draft = stdout(fixture.command("draft", &[]));
        let mut rest = draft.as_str();
        for heading in ["Context", "Your role", "Methodology", "Decision points", "Resolution", "Retrospective"] {
            let at = rest.find(&format!("## {heading}"));
            rest = &rest[at.unwrap_or_else(|| panic!("{fixture:?}: no {heading} in order"))..];
        }
    }
}

#[test]
fn drafting_twice_gives_the_same_bytes() {
    for fixture in fixtures() {
        assert_eq!(run(fixture.command("draft", &[])).stdout, run(fixture.command("draft", &[])).stdout);
    }
}

#[test]
fn what_is_printed_as_json_holds_to_the_published_schemas() {
    for (command, schema) in [("facts", "facts"), ("draft", "story")] {
        let schema = json(["schema", schema]);
        jsonschema::meta::validate(&schema).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        for fixture in fixtures() {
            let printed = json(fixture.command(command, &["--format", "json"]));
            let errors: Vec<_> =
                validator.iter_errors(&printed).map(|e| format!("{}: {e}", e.instance_path())).collect();
            assert!(errors.is_empty(), "{command} {fixture:?}: {errors:#?}");
        }
    }
}

#[test]
fn a_schema_refuses_what_is_not_of_its_shape() {
    let validator = jsonschema::validator_for(&json(["schema", "story"])).unwrap();
    let mut story = fixture("deploy-p99-latency.md").story();
    assert!(validator.is_valid(&story));
    story["parts"][0]["id"] = "preface".into();
    assert!(!validator.is_valid(&story));
}

/// Calls `look` with every object below `value` that has a `cite`.
fn with_cites(value: &Value, look: &mut impl FnMut(&Value)) {
    match value {
        Value::Object(map) => {
            if map.get("cite").is_some_and(|c| !c.is_null()) {
                look(value);
            }
            map.values().for_each(|v| with_cites(v, look));
        }
        Value::Array(list) => list.iter().for_each(|v| with_cites(v, look)),
        _ => {}
    }
}

#[test]
fn every_citation_of_the_facts_leads_to_a_place_in_the_source() {
    for fixture in fixtures() {
        let source = Cited::read(&fixture.path);
        let mut seen = 0;
        with_cites(&fixture.facts(), &mut |object| {
            seen += 1;
            source.at(&object["cite"]);
        });
        assert!(seen > 0, "{fixture:?} gives no facts");
    }
}

#[test]
fn a_time_stands_in_the_columns_that_its_citation_names() {
    for fixture in fixtures().iter().filter(|f| f.path.ends_with(".md")) {
        let source = Cited::read(&fixture.path);
        for mention in fixture.facts()["mentions"].as_array().unwrap() {
            let [from, to] = [0, 1].map(|i| mention["columns"][i].as_u64().unwrap() as usize);
            let line: String = source.at(&mention["cite"]).chars().skip(from).take(to - from).collect();
            let surface = mention["surface"].as_str().unwrap();
            assert_eq!(line.replace(['*', '`'], ""), surface, "{fixture:?} {mention}");
        }
    }
}

#[test]
fn every_quote_of_the_facts_has_only_words_of_its_place() {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
    };
    for fixture in fixtures().iter().filter(|f| !f.path.ends_with(".html")) {
        let source = Cited::read(&fixture.path);
        let facts = fixture.facts();
        for list in
            ["root_cause", "contributing", "remediation", "lessons", "summary", "decisions", "hypotheses", "actions"]
        {
            for quote in facts[list].as_array().unwrap() {
                let place = words(&source.at(&quote["cite"]));
                for word in words(quote["text"].as_str().unwrap()) {
                    assert!(place.contains(&word), "{fixture:?} {list}: `{word}` does not stand at {}", quote["cite"]);
                }
            }
        }
    }
}

#[test]
fn the_source_is_named_with_its_digest() {
    let source = &fixture("minimal-no-times.md").facts()["source"];
    assert_eq!(source["path"], "fixtures/minimal-no-times.md");
    assert_eq!(source["format"], "markdown");
    assert_eq!(source["sha256"].as_str().unwrap().len(), 64);
}
