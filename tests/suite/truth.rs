//! The truth test: what a fact sentence says stands in the places that it cites.
//!
//! An invented number, time or name is the worst fault that the program can have. So this is checked by means of its own,
//! which share nothing with the program: numbers, clock times, durations and names are read from the sentence and looked for
//! in the cited text.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate};
use serde_json::Value;

use crate::support::{Cited, Fixture, fixture, fixtures, incidents, json, sentences, told};

const DAY: i64 = 24 * 60;

/// Words with a capital that are no names, and that telling may add.
const NO_NAMES: [&str; 4] = ["I", "I'm", "AM", "PM"];

const MONTHS: [&str; 12] = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
];

const SMALL: [&str; 20] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
];

const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// A number in words or digits below one hundred; `a` and `an` are one.
fn small_number(word: &str) -> Option<i64> {
    if let Ok(n) = word.parse() {
        return Some(n);
    }
    let (first, rest) = word.split_once('-').unwrap_or((word, "zero"));
    let unit = |w: &str| SMALL.iter().position(|s| *s == w).map(|i| i as i64);
    match TENS.iter().position(|t| *t == first) {
        Some(tens) => Some((tens as i64 + 2) * 10 + unit(rest)?),
        None if matches!(word, "a" | "an") => Some(1),
        None => unit(word),
    }
}

/// Every number of a text, the pieces of compound ones, and the 12- and 24-hour twins of its clock times.
fn numbers_supported_by(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for number in numbers(text) {
        found.insert(number.replace(',', ""));
        found.extend(number.split(':').map(str::to_owned));
        found.extend(number.split('.').map(str::to_owned));
        if let Some((hour, rest)) = number.split_once([':', '.'])
            && let (Ok(hour), Some(minute)) = (hour.parse::<u32>(), rest.get(..2))
        {
            for h in [(hour + 11) % 12 + 1, hour, (hour + 12) % 24] {
                found.extend([format!("{h}:{minute}"), format!("{h:02}:{minute}"), h.to_string()]);
            }
        }
    }
    let plain: Vec<_> = found.iter().filter_map(|n| n.parse::<u64>().ok()).map(|n| n.to_string()).collect();
    found.extend(plain);
    found
}

/// Runs of digits, with the points, commas and colons between digits.
fn numbers(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let digit = |i: usize| chars.get(i).is_some_and(char::is_ascii_digit);
    let mut found = vec![];
    let mut i = 0;
    while i < chars.len() {
        let from = i;
        while digit(i) || (i > from && matches!(chars.get(i), Some('.' | ',' | ':')) && digit(i + 1)) {
            i += 1;
        }
        if i > from {
            found.push(chars[from..i].iter().collect());
        }
        i += 1;
    }
    found
}

/// Clock times as minutes of the day, each with the readings that are fair: of a bare `9:48`, morning and evening.
fn clock_times(text: &str) -> Vec<Vec<i64>> {
    let lower = text.to_lowercase();
    let mut found = vec![];
    let mut rest = lower.as_str();
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        rest = &rest[at..];
        let number = numbers(rest).swap_remove(0);
        rest = &rest[number.len()..];
        let after = rest.trim_start();
        let half = if after.starts_with("am") || after.starts_with("a.m") {
            Some(0)
        } else if after.starts_with("pm") || after.starts_with("p.m") {
            Some(12)
        } else {
            None
        };
        let pieces: Vec<&str> = number.split([':', '.']).collect();
        let clock = match pieces[..] {
            [h, m] | [h, m, _] | [h, m, _, _] if m.len() == 2 && h.len() <= 2 => h.parse().ok().zip(m.parse().ok()),
            [h] if half.is_some() && h.len() <= 2 => h.parse().ok().zip(Some(0)),
            _ => None,
        };
        let Some((hour, minute)) = clock.filter(|&(h, m): &(i64, i64)| h < 24 && m < 60) else {
            continue;
        };
        found.push(match half {
            Some(half) => vec![(hour % 12 + half) * 60 + minute],
            None if hour == 0 || hour > 12 || number.starts_with('0') => vec![hour * 60 + minute],
            None => vec![hour % 12 * 60 + minute, (hour % 12 + 12) * 60 + minute],
        });
    }
    found
}

/// Durations in seconds with the words that say them: `four minutes`, `1 hour and 48 minutes`, `half an hour`, `0h 47m`.
fn durations(text: &str) -> Vec<(i64, String)> {
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '.'))).filter(|w| !w.is_empty()).collect();
    let unit = |word: &str| {
        [("second", 1), ("minute", 60), ("hour", 3600), ("day", 86_400)].iter().find(|(u, _)| {
            let word = word.trim_end_matches('.');
            word.strip_suffix('s').unwrap_or(word) == *u
        })
    };
    let mut found: Vec<(i64, String)> = vec![];
    let mut open = false; // a unit was just said, so that `and … minutes` goes on with it
    let mut i = 0;
    while i < words.len() {
        let half = words[i..].starts_with(&["half", "an", "hour"]) || words[i..].starts_with(&["half", "a", "minute"]);
        let short = words[i].len() > 1 && words[i].ends_with(['h', 'm', 's']);
        let (seconds, used) = if half {
            (if words[i + 2] == "hour" { 1800 } else { 30 }, 3)
        } else if let Some((n, (_, size))) = small_number(words[i]).zip(words.get(i + 1).and_then(|w| unit(w))) {
            let more = words[i + 2..].starts_with(&["and", "a", "half"]);
            (n * size + if more { size / 2 } else { 0 }, if more { 5 } else { 2 })
        } else if short && let Ok(n) = words[i][..words[i].len() - 1].parse::<i64>() {
            (
                n * if words[i].ends_with('h') {
                    3600
                } else if words[i].ends_with('m') {
                    60
                } else {
                    1
                },
                1,
            )
        } else {
            open &= words[i] == "and";
            i += 1;
            continue;
        };
        let said = words[i..i + used].join(" ").trim_end_matches('.').to_owned();
        match found.last_mut().filter(|_| open) {
            Some(last) => *last = (last.0 + seconds, format!("{} {said}", last.1)),
            None => found.push((seconds, said)),
        }
        open = true;
        i += used;
    }
    found
}

/// The text of what is cited; a Unix time also as the date and time that it means; and the zones that the document's own
/// times have, since a document names its zone once for all of them.
fn evidence(source: &Cited, cites: &Value, facts: &Value) -> String {
    let entities = [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", " "), ("&ouml;", "ö")];
    let text = entities.iter().fold(source.all(cites), |text, (entity, c)| text.replace(entity, c));
    let mut text = text + "\n";
    text.extend(
        facts["mentions"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|m| m["zone"].as_str())
            .map(|zone| format!("{}\n", if zone == "Z" { "UTC" } else { zone })),
    );
    for number in numbers(&text.clone()) {
        let seconds = number.split('.').next().unwrap().parse::<i64>().unwrap_or(0);
        let seconds = if seconds > 1_000_000_000_000 { seconds / 1000 } else { seconds };
        if (1_000_000_000..3_000_000_000).contains(&seconds) {
            text += &DateTime::from_timestamp(seconds, 0).unwrap().format(" %Y-%m-%d %H:%M:%S %A").to_string();
        }
    }
    text
}

/// The days of the times that stand at the cited places. A day is named once, in a heading, for many times; that it was
/// carried on rightly is a matter of `readings.rs`.
fn days(facts: &Value, cites: &Value) -> Vec<NaiveDate> {
    let lines = |cite: &Value| Some((cite["lines"][0].as_u64()?, cite["lines"][1].as_u64()?));
    let within = |a: &Value, b: &Value| match (lines(a), lines(b)) {
        (Some(a), Some(b)) => a.0 <= b.1 && b.0 <= a.1,
        _ => a["pointer"].as_str().zip(b["pointer"].as_str()).is_some_and(|(a, b)| a.starts_with(b)),
    };
    let cited = |m: &&Value| cites.as_array().unwrap().iter().any(|cite| within(&m["cite"], cite));
    let local = facts["mentions"].as_array().unwrap().iter().filter(cited).filter_map(|m| m["local"].as_str());
    local.filter_map(|t| t.get(..10)?.parse().ok()).collect()
}

/// What a sentence says that its evidence does not.
fn unsupported(sentence: &str, evidence: &str) -> Vec<String> {
    unsupported_on_days(sentence, evidence, &[])
}

/// The same for times whose days are known: a gap of days cannot be seen from the clock times alone.
fn unsupported_on_days(sentence: &str, evidence: &str, days: &[NaiveDate]) -> Vec<String> {
    let mut wrong = vec![];
    let supported = numbers_supported_by(evidence);
    wrong.extend(numbers(sentence).into_iter().map(|n| n.replace(',', "")).filter(|n| !supported.contains(n)));

    let times: BTreeSet<i64> = clock_times(evidence).into_iter().flatten().collect();
    for time in clock_times(sentence) {
        let compound = numbers(sentence).len() > 1 || !times.is_empty();
        if compound && !time.iter().any(|t| times.contains(t)) && !evidence_has_number(sentence, evidence, &time) {
            wrong.push(format!("the time {:02}:{:02}", time[0] / 60, time[0] % 60));
        }
    }

    let folded = fold(evidence);
    let stated: Vec<i64> = durations(evidence).into_iter().map(|d| d.0).collect();
    for (seconds, said) in durations(sentence) {
        let gap = |a: &i64, b: &i64| ((b - a).rem_euclid(DAY) * 60 - seconds).abs() < 60;
        let computed = times.iter().any(|a| times.iter().any(|b| a != b && gap(a, b)));
        let apart = days.iter().any(|a| days.iter().any(|b| (*b - *a).num_seconds() == seconds));
        if !folded.contains(&said) && !stated.contains(&seconds) && !computed && !apart {
            wrong.push(said);
        }
    }

    let mut first = true;
    for word in sentence.split_whitespace() {
        let name = word.trim_matches(|c: char| !c.is_alphanumeric());
        let starts = std::mem::replace(&mut first, word.ends_with(['.', '?', '!', ':', '"', '“']));
        let capital = name.starts_with(char::is_uppercase) && !starts;
        let identifier =
            name.contains('_') || (name.contains('-') && small_number(&name.to_lowercase()).is_none() && capital);
        if (capital || identifier) && !NO_NAMES.contains(&name) && !named(name, &folded) {
            wrong.push(name.to_owned());
        }
    }
    wrong
}

/// A version such as `4.31` reads like a clock time; it is none where the evidence has the same number.
fn evidence_has_number(sentence: &str, evidence: &str, time: &[i64]) -> bool {
    let same = |n: &String| clock_times(n).iter().any(|t| t == time) && numbers(evidence).contains(n);
    numbers(sentence).iter().any(|n| n.contains('.') && same(n))
}

/// A name stands in the evidence; a month may stand there as a number.
fn named(name: &str, folded: &str) -> bool {
    let name = name.to_lowercase();
    let name = name.strip_suffix("'s").or(name.strip_suffix("’s")).unwrap_or(&name);
    let month = MONTHS.iter().position(|m| *m == name);
    let as_number = month.is_some_and(|m| {
        let pieces = |word: &str| -> Vec<u64> { word.split(['-', '/', '.', 't']).flat_map(str::parse).collect() };
        let date = |word: &str| pieces(word).get(..3).is_some_and(|date| date.contains(&(m as u64 + 1)));
        folded.split([' ', '"', '(', '|', '[', ',', ':', '=']).any(|word| date(word) || word.starts_with(&name[..3]))
    });
    folded.contains(name) || as_number
}

/// Lower case, white space folded, mark-up characters removed.
fn fold(text: &str) -> String {
    text.to_lowercase().replace(['*', '`', '\\'], "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The facts of a document's stories that say more than their evidence.
fn untrue(document: &Fixture) -> Vec<String> {
    let source = Cited::read(&document.path);
    let facts = document.facts();
    let mut wrong = vec![];
    for cut in ["full", "short"] {
        let story = json(document.command("draft", &["--format", "json", "--cut", cut]));
        for sentence in sentences(&story, "fact") {
            let text = sentence["text"].as_str().unwrap();
            let cites = &sentence["cites"];
            let missing = unsupported_on_days(text, &evidence(&source, cites, &facts), &days(&facts, cites));
            if !missing.is_empty() {
                wrong.push(format!("{} ({cut}) {missing:?}: {text} {}", document.name(), sentence["cites"]));
            }
        }
    }
    wrong
}

#[test]
fn every_number_time_duration_and_name_of_a_fact_stands_in_its_cited_place() {
    let wrong: Vec<_> = fixtures().iter().flat_map(untrue).collect();
    assert!(wrong.is_empty(), "{} sentences are not supported:\n{}", wrong.len(), wrong.join("\n"));
}

/// The same for a folder of your own documents:
/// `WARSTORY_DOCUMENTS=/path cargo test --test suite in_a_folder -- --ignored`
#[test]
#[ignore = "needs a folder of documents in WARSTORY_DOCUMENTS"]
fn every_fact_of_the_documents_in_a_folder_stands_in_its_cited_place() {
    let folder = std::env::var("WARSTORY_DOCUMENTS").expect("WARSTORY_DOCUMENTS names a folder");
    let mut folders = vec![std::path::PathBuf::from(folder)];
    let mut wrong = vec![];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| ["md", "txt", "rst", "html", "json"].iter().any(|x| e == *x)) {
                wrong.extend(incidents(path.to_str().unwrap()).iter().flat_map(untrue));
            }
        }
    }
    assert!(wrong.is_empty(), "{} sentences are not supported:\n{}", wrong.len(), wrong.join("\n"));
}

/// Sentences that begin with a clock time which is earlier than that of the one before them, where none between names a day.
fn out_of_order(document: &Fixture) -> Vec<String> {
    let story = document.story();
    let mut wrong = vec![];
    for part in ["methodology", "decisions", "resolution"] {
        let told = told(&story, part);
        let mut last: Option<(i64, &str)> = None;
        for sentence in told.lines() {
            // What explains it all is told behind the steps.
            if sentence.contains(" day") || sentence.starts_with("Here is how") {
                last = None;
            }
            let begins = ["At ", "By "].iter().any(|word| sentence.starts_with(word));
            let Some(time) = clock_times(sentence).first().filter(|t| begins && t.len() == 1).map(|t| t[0]) else {
                continue;
            };
            if let Some((before, earlier)) = last.replace((time, sentence))
                && time < before
            {
                wrong.push(format!("{} ({part}): {earlier} >>> {sentence}", document.name()));
            }
        }
    }
    wrong
}

#[test]
fn steps_are_told_in_the_order_of_their_times() {
    let wrong: Vec<_> = fixtures().iter().flat_map(out_of_order).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn with_me_and_a_role_every_fact_is_still_supported() {
    let source = Cited::read("fixtures/deploy-p99-latency.md");
    let facts = fixture("deploy-p99-latency.md").facts();
    for me in ["Priya", "Marek Zieliński,Marek", "Tomasz"] {
        let story = json(["draft", "fixtures/deploy-p99-latency.md", "--format", "json", "--me", me]);
        for sentence in sentences(&story, "fact") {
            let text = sentence["text"].as_str().unwrap();
            let missing = unsupported(text, &evidence(&source, &sentence["cites"], &facts));
            assert!(missing.is_empty(), "--me {me} {missing:?}: {text}");
        }
    }
}

#[test]
fn the_check_finds_an_invented_number() {
    assert_eq!(unsupported("It failed for 78% of requests.", "77% of requests failed"), ["78"]);
    assert!(unsupported("It hit 4212 checkouts.", "4,212 checkouts").is_empty());
}

#[test]
fn the_check_finds_an_invented_time_however_it_is_said() {
    assert!(unsupported("At 4:58 PM it broke.", "**16:58 UTC** it breaks").is_empty());
    assert!(unsupported("At 4:58 it broke.", "16.58 it breaks").is_empty());
    assert!(!unsupported("At 4:58 AM it broke.", "16:58 it breaks").is_empty());
    assert!(!unsupported("At 4:59 PM it broke.", "16:58 it breaks").is_empty());
    assert!(unsupported("At 12:07 AM it was back.", "### 12:07 am").is_empty());
}

#[test]
fn the_check_finds_an_invented_duration() {
    assert!(unsupported("Four minutes after the deploy it broke.", "10:48 deploy\n10:52 it breaks").is_empty());
    assert!(!unsupported("Five minutes after the deploy it broke.", "10:48 deploy\n10:52 it breaks").is_empty());
    assert!(unsupported("It lasted an hour and forty-eight minutes.", "lasting 1 hour and 48 minutes").is_empty());
    assert!(unsupported("Twenty minutes later it was over.", "11:52 pm start\n12:12 am end").is_empty());
    assert!(unsupported("An hour and a half later it was over.", "11:08 start\n12:38 end").is_empty());
    assert!(!unsupported("Two days later it was over.", "11:08 start\n12:38 end").is_empty());
    assert!(!unsupported("It lasted half an hour.", "it lasted for long").is_empty());
    assert!(unsupported("It took forty-seven minutes.", "Time to repair: 0h 47m").is_empty());
}

#[test]
fn the_check_finds_an_invented_name() {
    assert_eq!(unsupported("We asked Maria about it.", "we asked Marco about it"), ["Maria"]);
    assert_eq!(unsupported("The table tax_rate was slow.", "the table tax_rule was slow"), ["tax_rate"]);
    assert!(unsupported("It was on September 3.", "2024-09-03").is_empty());
    assert!(unsupported("On February 15 it was released.", "Released on 2-15-2023.").is_empty());
    assert_eq!(unsupported("It was on October 3.", "2024-09-03"), ["October"]);
}
