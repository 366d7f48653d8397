use super::*;
use crate::facts::{Change, ChangeKind, KeyTimes, Precision};
use proptest::prelude::*;

fn at(minutes: i64, dated: bool) -> Instant {
    let start = chrono::NaiveDate::from_ymd_opt(2024, 5, 14).unwrap().and_hms_opt(13, 58, 0).unwrap();
    let time = start + chrono::TimeDelta::minutes(minutes);
    let text = time.format("%Y-%m-%dT%H:%M:%S").to_string();
    Instant {
        surface: time.format("%H:%M").to_string(),
        local: dated.then(|| text.clone()),
        zone: dated.then(|| "UTC".to_owned()),
        utc: dated.then(|| text + "Z"),
        precision: Precision::Minute,
        inferred: vec![],
        cite: Cite::lines(usize::try_from(minutes).unwrap() + 1, usize::try_from(minutes).unwrap() + 1),
        columns: [0, 5],
    }
}

fn event(minutes: i64, kind: EventKind, text: &str, dated: bool) -> Event {
    let at = at(minutes, dated);
    let cite = at.cite.clone();
    Event { at, until: None, text: text.into(), actors: vec![], kind, cite }
}

fn incident(dated: bool) -> Facts {
    let timeline = vec![
        event(0, EventKind::Change, "Deploy of v4.31.0", dated),
        event(13, EventKind::Signal, "p99 jumps to 2.4 s", dated),
        event(31, EventKind::Decision, "Roll back", dated),
        event(43, EventKind::Mitigation, "v4.30.2 on all pods", dated),
        event(46, EventKind::Recovery, "p99 back at 190 ms", dated),
    ];
    let times = KeyTimes {
        detected: Some(at(16, dated)),
        mitigated: Some(at(43, dated)),
        resolved: Some(at(46, dated)),
        ..KeyTimes::default()
    };
    let change =
        Some(Change { kind: ChangeKind::Deploy, at: Some(at(0, dated)), gap_to_first_signal_s: None, quotes: vec![] });
    Facts { timeline, times, change, ..Facts::default() }
}

fn drawn(facts: &Facts) -> Option<Picture> {
    picture(facts, &Cast::default())
}

#[test]
fn what_an_interviewer_asks_about_has_a_label() {
    let picture = drawn(&incident(true)).unwrap();
    for label in
        ["13:58 change", "14:11 first signal", "14:14 detected", "14:29 decision", "14:41 mitigated", "14:44 resolved"]
    {
        assert!(picture.svg.contains(&format!(">{label}</text>")), "{label}: {}", picture.svg);
    }
    assert_eq!(picture.caption, "14 May 2024. All times UTC.");
    assert!(picture.svg.contains("diagnosing: 27 min"), "{}", picture.svg);
}

#[test]
fn entries_without_a_day_stand_in_their_order_and_it_is_said() {
    let mut facts = incident(false);
    facts.times.resolved = None;
    let picture = drawn(&facts).unwrap();
    assert!(picture.svg.contains("14:29 decision"), "{}", picture.svg);
    assert!(picture.caption.contains("not to scale"), "{}", picture.caption);
    assert!(!picture.svg.contains("min</title>"), "no length of time is made up");
}

#[test]
fn a_document_without_times_has_no_picture() {
    assert_eq!(drawn(&Facts::default()), None);
}

#[test]
fn a_key_time_is_no_property_of_an_entry_that_only_stands_at_the_same_minute() {
    let mut facts = incident(true);
    facts.timeline.push(event(16, EventKind::Communication, "Status page updated", true));
    facts.times.detected = Some(Instant { cite: Cite::lines(99, 99), ..at(16, true) });
    let svg = drawn(&facts).unwrap().svg;
    assert!(svg.contains(">14:14 detected</text></g>"), "the label has no text: {svg}");
}

#[test]
fn nothing_of_a_document_acts_in_the_picture() {
    let mut facts = incident(true);
    for event in &mut facts.timeline {
        event.text = "</title></svg><script>alert(1)</script>\u{202e}".into();
    }
    let svg = drawn(&facts).unwrap().svg;
    assert!(!svg.contains("<script") && !svg.contains('\u{202e}') && svg.matches("</svg>").count() == 1, "{svg}");
}

proptest! {
    #[test]
    fn no_two_labels_share_a_line(
        minutes in prop::collection::vec(prop_oneof![Just(5i64), 0i64..90, 0i64..9000], 1..200),
        kinds in prop::collection::vec(0usize..6, 200),
    ) {
        use EventKind::{Change, Decision, Mitigation, Other, Recovery, Signal};
        let kind = |i: usize| [Change, Decision, Mitigation, Other, Recovery, Signal][kinds[i]];
        let mut minutes = minutes;
        minutes.sort_unstable();
        let timeline = minutes.iter().enumerate().map(|(i, m)| event(*m, kind(i), "something happened here", true)).collect();
        let facts = Facts { timeline, ..Facts::default() };
        let svg = drawn(&facts).unwrap().svg;
        let attribute = |line: &str, name: &str| line.split(name).nth(1).and_then(|r| r.split('"').next()).unwrap().parse::<f64>().unwrap();
        let ys: Vec<f64> = svg.split("<text class=").skip(1).filter(|t| t.starts_with("\"head\"") || t.starts_with("\"text\"")).map(|t| attribute(t, " y=\"")).collect();
        prop_assert!(!ys.is_empty());
        for (a, b) in ys.iter().zip(ys.iter().skip(1)) {
            prop_assert!(b - a >= 15.9, "{} and {} overlap", a, b);
        }
        let height = attribute(svg.split("viewBox=\"0 0 380 ").nth(1).map(|r| format!("h=\"{r}")).as_deref().unwrap(), "h=\"");
        prop_assert!(ys.iter().all(|y| *y > 0.0 && *y <= height));
    }
}
