//! Joins the pieces of a time that stand side by side: `October 21, 2018` `at` `22:52 UTC`.

use super::clock::Half;
use super::scan::{Atom, Found, Piece, Stamp, Value};
use super::words;

/// What stands between two pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// Only punctuation and words that keep a day and its clock time together.
    Link,
    /// The same, and the word "on" or "of".
    On,
    /// A sign or word of a range.
    Range,
    /// "and", which makes a range after "between".
    And,
    /// Anything else.
    Apart,
}

fn gap(text: &str) -> Gap {
    if text.len() > 40 || text.contains(['\n', ';']) {
        return Gap::Apart;
    }
    let words = text.trim();
    if matches!(words, "T" | "t") {
        return Gap::Link;
    }
    if words::RANGE.contains(&words) {
        return Gap::Range;
    }
    match words {
        "and" => return Gap::And,
        "on" | "on the" | "of" | ", on" | ") on" | "] on" | "on the morning of" | "on the evening of"
        | "on the night of" => return Gap::On,
        _ => {}
    }
    let link = |w: &str| words::LINKS.iter().any(|l| l.eq_ignore_ascii_case(w));
    let plain =
        |w: &str| w.trim_matches([',', '-', '–', '—', ':', '~', '@', '(', ')', '[', ']', '|', '≈', '*']).is_empty();
    let mut count = 0;
    let joined = words.split_whitespace().all(|w| {
        count += 1;
        plain(w) || link(w.trim_matches([',', '~', '(', ')', '-'])) || link(w)
    });
    if joined && count <= 4 { Gap::Link } else { Gap::Apart }
}

/// Joins `atoms`, which stand in `text` in this order.
pub(super) fn join(text: &str, atoms: Vec<Atom>) -> Vec<Found> {
    let gaps: Vec<Gap> = atoms
        .iter()
        .zip(atoms.iter().skip(1))
        .map(|(a, b)| text.get(a.range.end..b.range.start).map_or(Gap::Apart, gap))
        .collect();
    let gap_after = |i: usize| gaps.get(i).copied().unwrap_or(Gap::Apart);
    let mut found: Vec<Found> = Vec::new();
    let mut i = 0;
    while let Some(atom) = atoms.get(i) {
        let mut range = atom.range.clone();
        let mut stamp = Stamp::default();
        match &atom.value {
            Piece::Duration(seconds) => {
                found.push(Found { range, value: Value::Duration(*seconds) });
                i += 1;
                continue;
            }
            Piece::Offset(seconds, origin) => {
                found.push(Found { range, value: Value::Offset(*seconds, *origin) });
                i += 1;
                continue;
            }
            piece => add(&mut stamp, piece),
        }
        while let Some(next) =
            atoms.get(i + 1).filter(|next| joins(&stamp, &atoms, i, next, gap_after(i), text, &gap_after))
        {
            add(&mut stamp, &next.value);
            range.end = next.range.end;
            i += 1;
        }
        let between = text.get(..range.start).is_some_and(|head| {
            let head = head.trim_end().trim_end_matches(['~', '*']).trim_end();
            let tail = head
                .get(head.len().saturating_sub(30)..)
                .or_else(|| head.get(head.len().saturating_sub(31)..))
                .or_else(|| head.get(head.len().saturating_sub(32)..))
                .unwrap_or_default();
            tail.split_whitespace().rev().take(3).any(|w| w.eq_ignore_ascii_case("between"))
        });
        let within = text.get(range.clone()).is_some_and(|s| s.contains("between"));
        stamp.until_next = match gap_after(i) {
            Gap::Range => dated(&atoms, i + 1),
            Gap::And => (between || within) && dated(&atoms, i + 1),
            // `2021-06-03 - 15:30`, a range that reads like a day and its time, was joined above.
            _ => false,
        };
        found.push(Found { range, value: Value::Stamp(stamp) });
        i += 1;
    }
    share(&mut found);
    found
}

fn dated(atoms: &[Atom], i: usize) -> bool {
    atoms
        .get(i)
        .is_some_and(|a| matches!(a.value, Piece::Day(_) | Piece::Weekday(_) | Piece::Clock(..) | Piece::Shift(_)))
}

fn add(stamp: &mut Stamp, piece: &Piece) {
    match piece {
        Piece::Day(day) => stamp.day = Some(*day),
        Piece::Weekday(weekday) => stamp.weekday = Some(*weekday),
        Piece::Shift(days) => stamp.shift = Some(*days),
        Piece::Clock(clock, zone) => {
            stamp.clock = Some(*clock);
            stamp.zone.clone_from(zone);
        }
        Piece::Duration(_) | Piece::Offset(..) => {}
    }
    if let Some(day) = &mut stamp.day {
        day.weekday = stamp.weekday;
    }
}

/// Whether the piece after `i` belongs to the stamp that ends with piece `i`.
fn joins(
    stamp: &Stamp,
    atoms: &[Atom],
    i: usize,
    next: &Atom,
    gap: Gap,
    text: &str,
    gap_after: &impl Fn(usize) -> Gap,
) -> bool {
    let close = |a: &Atom, b: &Atom| {
        text.get(a.range.end..b.range.start).is_some_and(|g| {
            matches!(g.trim(), "" | "," | "(" | "the" | ", the" | "on" | "of" | "on the" | ", on" | "[")
        })
    };
    let here = match atoms.get(i) {
        Some(here) => here,
        None => return false,
    };
    match &next.value {
        // `2021-05-25 - 09:30` looks like a range and is a day with its time.
        Piece::Clock(..) => {
            let dash = matches!(
                text.get(here.range.end..next.range.start).map(str::trim),
                Some("-" | "–" | "—" | "- ~" | "-~")
            );
            stamp.clock.is_none() && (gap == Gap::Link || (gap == Gap::Range && dash))
        }
        Piece::Day(_) => {
            let free = stamp.day.is_none() && stamp.shift.is_none();
            // `10:18, Jan 14, 5:33 PM`: the day belongs to the clock time behind it.
            let taken = stamp.clock.is_some()
                && gap != Gap::On
                && gap_after(i + 1) == Gap::Link
                && matches!(atoms.get(i + 2).map(|a| &a.value), Some(Piece::Clock(..)));
            free && (gap == Gap::On || close(here, next)) && !taken
        }
        Piece::Weekday(_) => {
            let taken = stamp.clock.is_some()
                && gap != Gap::On
                && matches!(gap_after(i + 1), Gap::Link)
                && matches!(atoms.get(i + 2).map(|a| &a.value), Some(Piece::Clock(..)));
            stamp.weekday.is_none() && (gap == Gap::On || close(here, next)) && !taken
        }
        Piece::Shift(_) => {
            stamp.day.is_none()
                && stamp.shift.is_none()
                && stamp.clock.is_some()
                && (gap == Gap::On || close(here, next))
        }
        Piece::Duration(_) | Piece::Offset(..) => false,
    }
}

/// A meridiem at the end of a range holds for its start: `7:26–7:32 pm`; in `11:30–12:15 PM` the start is before noon.
fn share(found: &mut [Found]) {
    for i in (0..found.len().saturating_sub(1)).rev() {
        let (head, tail) = found.split_at_mut(i + 1);
        let (Some(Found { value: Value::Stamp(a), .. }), Some(Found { value: Value::Stamp(b), .. })) =
            (head.last_mut(), tail.first())
        else {
            continue;
        };
        let (Some(from), Some(to)) = (a.clock.as_mut().filter(|_| a.until_next), b.clock) else {
            continue;
        };
        if from.half.is_none() && to.half.is_some() && from.hour <= 12 {
            from.half = to.half;
            if from.seconds() > to.seconds() && to.half == Some(Half::Pm) && b.day.is_none() {
                from.half = Some(Half::Am);
            }
        }
    }
}
