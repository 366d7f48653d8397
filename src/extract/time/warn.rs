//! What a reader of the facts should know about a document's times: what is not determined, and why.

use crate::facts::{Inferred, Warning};

use super::zone::{self, Known};
use super::{Mention, Times};
use crate::extract::Options;

/// One warning for each kind of trouble, at the first place where it shows, with the number of places.
pub(super) fn warnings(times: &Times, options: &Options) -> Vec<Warning> {
    let clocks = || times.mentions.iter().filter(|m| m.is_mention() && !m.code);
    let mut found = Vec::new();
    let mut add = |code: &str, which: &dyn Fn(&Mention) -> bool, text: &dyn Fn(usize, &Mention) -> String| {
        let count = clocks().filter(|m| which(m)).count();
        if let Some(first) = clocks().find(|m| which(m)) {
            found.push(Warning { code: code.into(), text: text(count, first), cite: Some(first.instant.cite.clone()) });
        }
    };
    let garbled = |m: &Mention| {
        m.local.is_none()
            && m.instant.surface.len() > 10
            && m.instant.surface.starts_with(|c: char| c.is_ascii_digit())
            && m.instant.surface.contains(['-', '/'])
    };
    let times_of = |n: usize| if n == 1 { "1 time".to_owned() } else { format!("{n} times") };
    add("time-unreadable-date", &garbled, &|n, m| {
        format!(
            "{} bear a date that cannot be read or can be read in two ways, the first is “{}”",
            times_of(n),
            m.instant.surface
        )
    });
    add("time-no-date", &|m| m.local.is_none() && !garbled(m), &|n, m| {
        format!(
            "the document does not determine the day of {}, the first is “{}”; --date gives it",
            times_of(n),
            m.instant.surface
        )
    });
    add("time-no-zone", &|m| m.zone.is_none(), &|n, m| {
        format!(
            "the document does not determine the time zone of {}, the first is “{}”; --timezone gives it",
            times_of(n),
            m.instant.surface
        )
    });
    add(
        "time-ambiguous-zone",
        &|m| matches!(m.zone, Some(Known::Open(_))) && m.utc.is_none() && m.local.is_some(),
        &|n, m| {
            format!(
                "the zone {} of {} has several meanings and the document decides for none",
                m.instant.zone.as_deref().unwrap_or_default(),
                times_of(n)
            )
        },
    );
    add("time-zone-season", &|m| m.zone.zip(m.local).is_some_and(|(z, l)| zone::out_of_season(z, l)), &|n, m| {
        format!(
            "{} in {} fall in the other half of the year, in which that region uses another name; they are read as written, the first is “{}”",
            times_of(n),
            m.instant.zone.as_deref().unwrap_or_default(),
            m.instant.surface
        )
    });
    add(
        "time-skipped",
        &|m| m.utc.is_none() && m.local.is_some() && matches!(m.zone, Some(Known::Sure { .. })),
        &|n, m| {
            format!(
                "{} fall in the hour that the change of summer time skips or repeats, the first is “{}”",
                times_of(n),
                m.instant.surface
            )
        },
    );
    if let Some(tz) = options.timezone {
        add(
            "time-zone-given",
            &|m| m.instant.inferred.contains(&Inferred::Zone) && m.instant.zone.as_deref() == Some(tz.name()),
            &|n, _| format!("the zone of {} is the one given with --timezone, {}", times_of(n), tz.name()),
        );
    }
    if let Some(date) = options.date {
        let on = date.to_string();
        let given = |m: &Mention| {
            m.instant.inferred.contains(&Inferred::Date)
                && m.instant.local.as_deref().is_some_and(|l| l.starts_with(&on))
                && !doc_names(times, &on)
        };
        add("time-date-given", &given, &|n, _| {
            format!("the day of {} is the one given with --date, {on}", times_of(n))
        });
    }
    found
}

/// Whether the document itself names a day.
fn doc_names(times: &Times, day: &str) -> bool {
    times.mentions.iter().any(|m| {
        !m.instant.inferred.contains(&Inferred::Date) && m.instant.local.as_deref().is_some_and(|l| l.starts_with(day))
    })
}
