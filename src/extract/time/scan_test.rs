//! What the scanner reads, and what it leaves alone.

use super::scan::{Found, Stamp, Value, scan};
use super::zone::{self, Known, Rule};

/// A time in one notation for the tables below: `2021-09-06 8:00:00 +0`, with what is missing left out; `>` begins a range.
fn show(text: &str, found: &Found) -> String {
    let Value::Stamp(Stamp { day, weekday, shift, clock, zone, until_next }) = &found.value else {
        return match found.value {
            Value::Duration(s) => format!("{s}s"),
            Value::Offset(s, origin) => format!("{origin:?}{s:+}"),
            Value::Stamp(_) => String::new(),
        };
    };
    let mut parts = Vec::new();
    if let Some(day) = day {
        let date = format!(
            "{}-{}-{}",
            day.year.map_or("?".into(), |y| y.to_string()),
            day.month,
            day.day.map_or("?".into(), |d| d.to_string())
        );
        parts.push(if day.garbled { "garbled".into() } else { date });
    }
    parts.extend(weekday.map(|w| w.to_string()));
    parts.extend(shift.map(|s| format!("{s:+}d")));
    if let Some(clock) = clock {
        let minute = clock.minute.map_or("??".into(), |m| format!("{m:02}"));
        parts.push(format!(
            "{}:{minute}{}",
            clock.hour_of_day(),
            clock.second.map_or(String::new(), |s| format!(":{s:02}"))
        ));
    }
    if let Some((range, known)) = zone {
        parts.push(match known {
            Known::Sure { rule: Rule::Fixed(s), .. } => format!("{:+}", f64::from(*s) / 3600.0),
            Known::Sure { rule: Rule::Region(tz), .. } => tz.name().to_owned(),
            Known::Open(_) => format!("open {}", &text[range.clone()]),
        });
    }
    parts.join(" ") + if *until_next { " >" } else { "" }
}

fn read(text: &str) -> Vec<String> {
    scan(text).iter().map(|f| show(text, f)).collect()
}

fn check(cases: &[(&str, &[&str])]) {
    for (text, want) in cases {
        assert_eq!(read(text), *want, "{text}");
    }
}

#[test]
fn clock_times_are_read_in_every_spelling() {
    check(&[
        ("at 10:52 we saw", &["10:52"]),
        ("10:52 AM", &["10:52"]),
        ("by 4:58pm PDT.", &["16:58 -7"]),
        ("2017-10-10 9:06a", &["2017-10-10 9:06"]),
        ("12:14 a.m. UTC", &["0:14 +0"]),
        ("1652Z paged", &["16:52 +0"]),
        ("the 0830 UTC run", &["8:30 +0"]),
        ("around 14h05, then", &["14:05"]),
        ("~23:00 it stopped", &["23:00"]),
        ("[21:50] restart", &["21:50"]),
        ("11:30(approx) seen", &["11:30"]),
        ("12:53.34 first error", &["12:53:34"]),
        ("09:06:47.013 ERROR", &["9:06:47"]),
        ("down at 1am.", &["1:??"]),
        ("from 9pm to 11pm", &["21:?? >", "23:??"]),
        ("between 2 and 4 PM", &["14:?? >", "16:??"]),
        ("at noon UTC", &["12:00 +0"]),
        ("until midnight", &["0:00"]),
        ("13:55 PM PST", &["13:55 -8"]),
        ("23:02pm UTC", &["23:02 +0"]),
        ("At 02:30UTC on 2015-02-27 all", &["2015-2-27 2:30 +0"]),
        ("14:48 Coordinated Universal Time (UTC).", &["14:48 +0"]),
        ("19:30 US/Pacific", &["19:30 US/Pacific"]),
        ("at 7:57 AM Pacific Time, when", &["7:57 America/Los_Angeles"]),
        ("16:37 Denver - updated", &["16:37 America/Denver"]),
        ("10:48 James calls", &["10:48"]),
        ("at 02:33 IST the", &["2:33 open IST"]),
        ("14:50: merged", &["14:50"]),
        ("at 18:30+02:00 it", &["18:30 +2"]),
    ]);
}

#[test]
fn date_times_are_one_time() {
    check(&[
        ("2025-09-29T16:54:16.154136Z", &["2025-9-29 16:54:16 +0"]),
        ("2017-10-10T20:55:30.790401257+02:00", &["2017-10-10 20:55:30 +2"]),
        ("2019-01-22 19:22 UTC", &["2019-1-22 19:22 +0"]),
        ("2019 January 22nd 19:22 UTC", &["2019-1-22 19:22 +0"]),
        ("2021-05-25 - ~14:00 UTC: aborted", &["2021-5-25 14:00 +0"]),
        ("20150312 14:05 up", &["2015-3-12 14:05"]),
        ("20150312T140500Z", &["2015-3-12 14:05:00 +0"]),
        ("22 Dec 2016 00:35 UTC", &["2016-12-22 0:35 +0"]),
        ("On Wednesday, 14 October, 2015 at 06:48 UTC, the", &["2015-10-14 Wed 6:48 +0"]),
        ("October 21, 2018, at 22:52 UTC", &["2018-10-21 22:52 +0"]),
        ("October 20, 11:40 AM PT", &["?-10-20 11:40 America/Los_Angeles"]),
        ("3:28 PM UTC on November 23rd", &["?-11-23 15:28 +0"]),
        ("4:11 AM UTC the following morning", &["+1d 4:11 +0"]),
        ("the next day at 09:00", &["+1d 9:00"]),
        ("finished at 18:49 yesterday", &["-1d 18:49"]),
        ("02-13-2025 11:00 pm - Pool", &["2025-2-13 23:00"]),
        ("12:45 PM PST Saturday Oct 30th: wave", &["?-10-30 Sat 12:45 -8"]),
        ("Thursday 07:00 UTC", &["Thu 7:00 +0"]),
        ("Mar 23, 09:08", &["?-3-23 9:08"]),
        ("March 22, around 19:30", &["?-3-22 19:30"]),
        ("10/Oct/2017:13:55:36 -0700", &["2017-10-10 13:55:36 -7"]),
        ("2021-06-09 14: 45", &["2021-6-9 14:45"]),
        ("22025-03-18 09:36", &["garbled 9:36"]),
        ("2015-08-18 18:30 UTC", &["2015-8-18 18:30 +0"]),
        ("Jan 5, 10:18 AM, Jan 6, 5:33 PM", &["?-1-5 10:18", "?-1-6 17:33"]),
        ("2021-12-10   15:40 | We", &["2021-12-10 15:40"]),
        ("on 3. February 2020, a", &["2020-2-3"]),
        ("in March 2015 we", &["2015-3-?"]),
        ("the 2 Dec [2020], and", &["2020-12-2"]),
        ("23rd of June 2011", &["2011-6-23"]),
        ("13.02.2020 and 03.02.20", &["2020-2-13", "2020-2-3"]),
    ]);
}

#[test]
fn ranges_share_what_their_end_says() {
    check(&[
        ("from 16:58 to 18:46 UTC", &["16:58 >", "18:46 +0"]),
        ("from 7:26 pm to 7:32 pm UTC", &["19:26 >", "19:32 +0"]),
        ("7:26–7:32 pm", &["19:26 >", "19:32"]),
        ("11:30 - 12:15 PM", &["11:30 >", "12:15"]),
        ("Monday 22 August 2016 from 07:05 to 07:30 PDT", &["2016-8-22 Mon 7:05 >", "7:30 -7"]),
        ("7:31am and 8:24am PST", &["7:31", "8:24 -8"]),
        ("between 7:31am and 8:24am PST", &["7:31 >", "8:24 -8"]),
        ("April 22 04:30–06:30", &["?-4-22 4:30 >", "6:30"]),
        ("00:25-00:29", &["0:25 >", "0:29"]),
        ("10:02Z-10:20Z down", &["10:02 +0 >", "10:20 +0"]),
        ("9:05am-9:45am", &["9:05 >", "9:45"]),
        ("from 2021-06-02 - 18:02 UTC until 2021-06-03 - 15:30 UTC", &["2021-6-2 18:02 +0 >", "2021-6-3 15:30 +0"]),
        ("4/21/23-4/25/23", &["2023-4-21 >", "2023-4-25"]),
        ("Aug 24 18:00 - Aug 25 04:00 the", &["?-8-24 18:00 >", "?-8-25 4:00"]),
        ("09:12:59-09:53:18 loops", &["9:12:59 >", "9:53:18"]),
    ]);
}

#[test]
fn durations_and_offsets_are_read() {
    check(&[
        ("lasting 1 hour and 48 minutes, from", &["6480s"]),
        ("Time to repair: 5h 8m", &["18480s"]),
        ("1h30m and 90 minutes", &["5400s", "5400s"]),
        ("a 43-second partition", &["43s"]),
        ("half an hour; an hour and a half", &["1800s", "5400s"]),
        ("about five hours, 2.5 hours", &["18000s", "9000s"]),
        ("twenty-five minutes", &["1500s"]),
        ("took 1:30 hours", &["5400s"]),
        ("2 days, 3 hours", &["183600s"]),
        ("T+5m and T-00:10, T0", &["Start+300", "Start-600", "Start+0"]),
        ("+00:12 alert", &["Start+720"]),
        ("5 minutes later", &["Previous+300"]),
        ("5 minutes, 10 minutes", &["300s", "600s"]),
    ]);
}

#[test]
fn what_is_no_time_stays_out() {
    for text in [
        "version 4.18.1 of 1.14.10",
        "port 10.0.0.1:8080 and 10.0.12.30:22",
        "a ratio of 3:10",
        "3:1",
        "src/main.rs:119:5",
        "main.rs:10:32",
        "2001:db8::1 and fe80::10:20",
        "12:34:56:78:9a:bc",
        "in three",
        "commit 1159e2f0",
        "#1115 and !2031",
        "0.07% of 12.50%",
        "sha 1200abc",
        "https://example.com/2021-01-02/10:30?at=11:20",
        "v2.31",
        "5M users",
        "300ms",
        "503",
        "us-east-1",
        "10:5",
        "25:00",
        "10:61",
        "may 10 of us see",
        "3 May flowers".trim_start_matches("3 "),
        "a second try",
        "CVE-2021-44228",
        "p99.95",
        "1,384,234",
        "x10:30",
        "10:30:99",
        "log4j-2.15",
        "1.30 times 1.5",
    ] {
        let found: Vec<String> = scan(text)
            .iter()
            .filter(
                |f| !matches!(&f.value, Value::Stamp(s) if s.clock.is_some_and(|c| c.form != super::scan::Form::Plain)),
            )
            .map(|f| show(text, f))
            .collect();
        assert_eq!(found, Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_dotted_or_bare_time_is_marked_as_uncertain() {
    let form = |text: &str| {
        scan(text).iter().find_map(|f| if let Value::Stamp(s) = &f.value { s.clock.map(|c| c.form) } else { None })
    };
    assert_eq!(form("10.43 Alex: is it me"), Some(super::scan::Form::Dotted));
    assert_eq!(form("finished ca. 1115"), Some(super::scan::Form::Bare));
    assert_eq!(form("12.33 AM"), Some(super::scan::Form::Plain));
}

#[test]
fn epochs_are_read_only_whole() {
    assert_eq!(super::scan::epoch("1512085950.000216"), Some(1_512_085_950));
    assert_eq!(super::scan::epoch("1512085950000"), Some(1_512_085_950));
    assert_eq!(super::scan::epoch("15120"), None);
    assert_eq!(super::scan::epoch("10:30"), None);
}

#[test]
fn every_abbreviation_behind_a_clock_time_is_its_zone() {
    for name in ["UTC", "PST", "CEST", "JST", "America/Los_Angeles", "UTC+5", "Z"] {
        let text = format!("10:30 {name}");
        let zone = scan(&text).into_iter().find_map(|f| if let Value::Stamp(s) = f.value { s.zone } else { None });
        assert_eq!(zone.map(|z| z.1), zone::parse(name), "{name}");
    }
}
