//! Every option does what its help says.

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{PARTS, arg, file, fixture, fixtures, json, sentences, stdout, told};

const INPUT: &str = "fixtures/deploy-p99-latency.md";

/// The story of the usual fixture, with options.
fn story(options: &[&str]) -> Value {
    json([&["draft", INPUT, "--format", "json"][..], options].concat())
}

#[test]
fn the_short_cut_takes_ninety_seconds() {
    for fixture in fixtures() {
        let short = json(fixture.command("draft", &["--format", "json", "--cut", "short"]));
        let full = fixture.story();
        assert_eq!(short["cut"], "short");
        assert_eq!(full["cut"], "full");
        let ids: Vec<_> = short["parts"].as_array().unwrap().iter().map(|p| p["id"].as_str().unwrap()).collect();
        assert_eq!(ids, PARTS);
        let seconds = short["spoken_s"].as_f64().unwrap();
        assert!(seconds <= 99.0, "{fixture:?} takes {seconds} s");
        assert!(seconds <= full["spoken_s"].as_f64().unwrap() + 0.1, "{fixture:?}");
    }
}

#[test]
fn nothing_is_cut_in_mid_sentence() {
    for fixture in fixtures() {
        for cut in ["short", "full"] {
            let story = json(fixture.command("draft", &["--format", "json", "--cut", cut]));
            for sentence in sentences(&story, "fact") {
                let text = sentence["text"].as_str().unwrap();
                let last = text.trim_end_matches(['"', '”', '’', ')', '\'', '`']).chars().last();
                assert!(matches!(last, Some('.' | '?' | '!')), "{fixture:?}: {text}");
            }
        }
    }
}

#[test]
fn a_slower_voice_needs_more_time() {
    let rate = |wpm: &str| {
        let story = story(&["--wpm", wpm]);
        let words: usize = sentences(&story, "fact").map(|s| s["text"].as_str().unwrap().split(' ').count()).sum();
        story["spoken_s"].as_f64().unwrap() / words as f64
    };
    assert!(rate("100") > 1.2 * rate("180"));
    assert_eq!(story(&[])["spoken_s"], story(&["--wpm", "140"])["spoken_s"]);
}

#[test]
fn your_role_asks_unless_it_is_answered() {
    assert!(told(&story(&[]), "role").contains('?'));
    let given = story(&["--role", "I was the release engineer on call"]);
    assert!(told(&given, "role").contains("release engineer"), "{}", told(&given, "role"));
}

#[test]
fn what_a_person_did_is_told_as_i_with_me() {
    let mine = story(&["--me", "Marek"]);
    let facts: Vec<_> = sentences(&mine, "fact").map(|s| s["text"].as_str().unwrap()).collect();
    assert!(facts.iter().any(|s| s.split(' ').any(|w| w == "I")), "{facts:#?}");
    assert!(!facts.iter().any(|s| s.contains("Marek")), "{facts:#?}");
}

#[test]
fn without_me_nobody_is_i() {
    for fixture in fixtures().iter().filter(|f| !f.path.contains("prose")) {
        for sentence in sentences(&fixture.story(), "fact") {
            let text = sentence["text"].as_str().unwrap();
            let quoted = text.contains(['"', '“']);
            assert!(quoted || !text.split(' ').any(|w| w == "I"), "{fixture:?}: {text}");
        }
    }
}

#[test]
fn citations_are_shown_as_asked_for() {
    let draft = |how: &str| stdout(["draft", INPUT, "--citations", how]);
    let footnotes = draft("footnotes");
    assert_eq!(stdout(["draft", INPUT]), footnotes);
    assert!(footnotes.contains("[^1]") && footnotes.contains("[^1]:"), "{footnotes}");
    let used = footnotes.lines().filter(|l| !l.starts_with("[^")).flat_map(|l| l.split("[^").skip(1));
    for mark in used.map(|rest| rest.split(']').next().unwrap()) {
        assert!(footnotes.contains(&format!("\n[^{mark}]:")), "footnote {mark} is not explained");
    }
    assert!(!draft("none").contains("[^") && !draft("none").contains("(line"), "{}", draft("none"));
    assert!(!draft("inline").contains("[^") && draft("inline").contains("(line"), "{}", draft("inline"));
}

#[test]
fn plain_text_has_no_markdown() {
    let text = stdout(["draft", INPUT, "--format", "text"]);
    assert!(!text.contains("## ") && !text.contains("**"), "{text}");
    for word in ["context", "retrospective"] {
        assert!(text.to_lowercase().contains(word), "{text}");
    }
}

#[test]
fn a_bare_time_is_not_utc_until_a_zone_is_given() {
    let bare = fixture("database-lock-prose.md").facts();
    for mention in bare["mentions"].as_array().unwrap() {
        assert_eq!((&mention["zone"], &mention["utc"]), (&Value::Null, &Value::Null), "{mention}");
    }
    let given =
        json(["facts", "fixtures/database-lock-prose.md", "--format", "json", "--timezone", "Europe/Stockholm"]);
    let first = given["mentions"].as_array().unwrap().iter().find(|m| m["surface"] == "10:52").unwrap();
    assert_eq!(first["utc"], "2025-01-16T09:52:00Z", "{first}");
    assert!(first["inferred"].as_array().unwrap().contains(&"zone".into()), "{first}");
}

#[test]
fn the_zone_of_the_document_is_not_overruled() {
    let given = json(["facts", INPUT, "--format", "json", "--timezone", "Asia/Tokyo"]);
    let alert = given["mentions"].as_array().unwrap().iter().find(|m| m["surface"] == "14:14").unwrap();
    assert_eq!(alert["utc"], "2024-05-14T14:14:00Z", "{alert}");
}

#[test]
fn a_document_that_never_names_its_day_gets_it_from_an_option() {
    let folder = TempDir::new().unwrap();
    let path = file(
        &folder,
        "undated.md",
        "# Slow checkout\n\n## Timeline\n\n- 10:48 UTC deploy\n- 10:52 UTC p99 latency rises\n",
    );
    let time = |options: &[&str]| {
        let facts = json([&["facts", arg(&path), "--format", "json"][..], options].concat());
        facts["timeline"][1]["at"].clone()
    };
    assert_eq!(time(&[])["local"], Value::Null);
    assert_eq!(time(&[])["utc"], Value::Null);
    let dated = time(&["--date", "2024-02-29"]);
    assert_eq!(dated["utc"], "2024-02-29T10:52:00Z");
    assert!(dated["inferred"].as_array().unwrap().contains(&"date".into()), "{dated}");
}

#[test]
fn settings_name_tools_and_metrics_that_signals_are_read_with() {
    let folder = TempDir::new().unwrap();
    let input = file(
        &folder,
        "basket.md",
        "# Baskets lost\n\n10 May 2024\n\n## Timeline\n\n- 10:02 UTC Beholder showed that the basket rate fell to 3%\n",
    );
    let settings = file(
        &folder,
        "own.toml",
        "[vocabulary]\nmetrics = [\"basket rate\"]\n[vocabulary.tools]\nBeholder = \"trace\"\n",
    );
    let signals = |more: &[&str]| {
        let facts = json([&["facts", arg(&input), "--format", "json"], more].concat());
        facts["signals"].as_array().unwrap().iter().find(|s| s["tool"] == "Beholder").cloned()
    };
    assert_eq!(signals(&[]), None);
    let own = signals(&["--config", arg(&settings)]).expect("the tool is known now");
    assert_eq!((own["kind"].as_str(), own["name"].as_str()), (Some("trace"), Some("basket rate")));
}

#[test]
fn facts_say_why_a_sentence_is_where_it_is() {
    let reasons = stdout(["facts", INPUT, "--explain"]);
    let (_, change) = reasons.split_once("\nchange\n").expect("the change is explained");
    let lines: Vec<&str> = change.lines().take(2).collect();
    assert!(lines[0].contains("(line"), "the place is given: {}", lines[0]);
    assert!(lines[1].trim_start().starts_with('+') && lines[1].contains("always"), "the weights too: {}", lines[1]);
}
