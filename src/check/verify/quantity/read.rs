//! Numbers out of a text: digits and words, with the unit behind them and the hedge before them.

use std::ops::Range;

use super::words::{FRACTIONS, HEDGES, measure, scale, thing, word_value};
use super::{Hedge, Quantity, Unit};
use crate::check::words::{Token, tokens};
use crate::extract::time::scan::{Found, Origin, Value};

/// The numbers of a text. `times` is what [`crate::extract::time::scan::scan`] found in it: lengths of time are taken over, and what belongs to
/// a clock time or a date is no number.
pub fn quantities(text: &str, times: &[Found]) -> Vec<Quantity> {
    let tokens = tokens(text);
    let lower = text.to_lowercase();
    let mut out: Vec<Quantity> = Vec::new();
    for found in &joined(text, times) {
        let (seconds, direction) = match found.value {
            Value::Duration(s) => (s, 0),
            Value::Offset(s, Origin::Previous) => (s.abs(), if s < 0 { -1 } else { 1 }),
            _ => continue,
        };
        let words = text.get(found.range.clone()).unwrap_or_default().to_lowercase();
        let (fine, coarse) = places(&words);
        #[allow(clippy::cast_precision_loss)] // seconds of an incident
        let value = seconds as f64;
        let hedge = hedge(&tokens, &found.range);
        let spelled = !words.contains(|c: char| c.is_ascii_digit());
        out.push(Quantity {
            range: found.range.clone(),
            value,
            written: value / fine,
            unit: Unit::Seconds,
            hedge,
            spelled,
            fine,
            coarse,
            direction,
        });
    }
    let covered = |range: &Range<usize>| times.iter().any(|t| t.range.start < range.end && range.start < t.range.end);
    if lower.len() == text.len() {
        for (phrase, percent) in FRACTIONS {
            if let Some(range) = crate::check::words::find_phrase(&lower, phrase).filter(|r| !covered(r)) {
                let hedge = match hedge(&tokens, &range) {
                    Hedge::Exact => Hedge::About,
                    other => other,
                };
                out.push(Quantity {
                    range,
                    value: *percent,
                    written: *percent,
                    unit: Unit::Percent,
                    hedge,
                    spelled: true,
                    fine: 1.0,
                    coarse: 5.0,
                    direction: 0,
                });
            }
        }
    }
    let mut i = 0;
    while let Some(token) = tokens.get(i) {
        let taken = if covered(&token.range) { None } else { number(&tokens, i) };
        match taken {
            Some((next, quantity)) => {
                if !out.iter().any(|q| q.range.start < quantity.range.end && quantity.range.start < q.range.end) {
                    out.push(quantity);
                }
                i = next;
            }
            None => i += 1,
        }
    }
    out.sort_by_key(|q| q.range.start);
    out
}

/// Lengths of time that are said in two pieces, as one: "two hours and two minutes".
fn joined(text: &str, times: &[Found]) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    for found in times {
        let more = match found.value {
            Value::Duration(more) | Value::Offset(more, Origin::Previous) => more,
            Value::Offset(..) | Value::Stamp(_) => 0,
        };
        if let Some(last) = out.last_mut()
            && let Value::Duration(seconds) = last.value
            && (1..seconds.min(3600)).contains(&more.abs())
            && text
                .get(last.range.end..found.range.start)
                .is_some_and(|between| matches!(between.trim(), "and" | "," | ""))
        {
            last.value = match found.value {
                Value::Offset(more, origin) => {
                    Value::Offset(if more < 0 { more - seconds } else { more + seconds }, origin)
                }
                _ => Value::Duration(seconds + more),
            };
            last.range.end = found.range.end;
        } else {
            out.push(found.clone());
        }
    }
    out
}

/// The last place said and the last that is not zero, of a length of time: from its last unit and the number before it.
fn places(words: &str) -> (f64, f64) {
    let tokens = tokens(words);
    let mut fine = 60.0;
    let mut coarse = 60.0;
    for (i, token) in tokens.iter().enumerate() {
        for part in token.lower.split('-') {
            let letters = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            let unit = if letters == "m" {
                Some(60.0)
            } else if letters == "d" {
                Some(86_400.0)
            } else {
                measure(letters).filter(|m| m.0 == Unit::Seconds).map(|m| m.1)
            };
            let Some(unit) = unit else { continue };
            let digits = part.get(..part.len() - letters.len()).filter(|d| !d.is_empty());
            let number = digits
                .and_then(|d| d.parse::<f64>().ok())
                .or_else(|| token.lower.split('-').next().and_then(|n| n.parse::<f64>().ok()))
                .or_else(|| {
                    i.checked_sub(1)
                        .and_then(|j| tokens.get(j))
                        .and_then(|t| t.lower.parse().ok().or_else(|| word_value(&t.lower)))
                });
            fine = unit;
            coarse = unit * number.map_or(1.0, zeros);
        }
    }
    if words.contains("half") {
        fine /= 2.0;
        coarse = fine;
    }
    (fine, coarse)
}

/// The power of ten of the last place that is not zero: 10 for 80, 1 for 78.
fn zeros(value: f64) -> f64 {
    let mut place = 1.0;
    while value != 0.0 && value.abs() < 1e15 && value % (place * 10.0) == 0.0 {
        place *= 10.0;
    }
    place
}

/// "for a minute", "more than an hour": one of the unit, where "40 a minute" and "a second look" are none.
fn lasting(tokens: &[Token<'_>], at: usize) -> bool {
    const LEADS: &[&str] = &[
        "for", "of", "within", "than", "about", "almost", "nearly", "over", "under", "took", "lasted", "was", "least",
    ];
    let unit = tokens.get(at + 1).is_some_and(|t| {
        t.lower != "second" && t.lower.len() > 2 && measure(&t.lower).is_some_and(|m| m.0 == Unit::Seconds)
    });
    // "three quarters of a minute" is no minute.
    const PARTS: &[&str] = &["quarter", "quarters", "third", "thirds", "half", "fraction", "part"];
    let before = |n: usize| at.checked_sub(n).and_then(|i| tokens.get(i)).map_or("", |t| t.lower.as_str());
    unit && LEADS.contains(&before(1)) && !PARTS.contains(&before(2))
}

/// The number that begins at a token: the token behind it, and the number.
fn number(tokens: &[Token<'_>], at: usize) -> Option<(usize, Quantity)> {
    let token = tokens.get(at)?;
    let start = token.range.start;
    let (mut value, mut fine, glued, spelled) = match digits(token.text) {
        Some((value, fine, suffix)) => (value, fine, suffix, false),
        None => {
            let article = matches!(token.lower.as_str(), "a" | "an")
                && (tokens.get(at + 1).is_some_and(|t| scale(&t.lower).is_some()) || lasting(tokens, at));
            (if article { 1.0 } else { word_value(&token.lower)? }, 1.0, String::new(), true)
        }
    };
    let money = token.text.starts_with(['$', '€', '£']);
    let mut next = at + 1;
    let mut end = token.range.end;
    let mut unit = if money { Unit::Money } else { Unit::Plain };
    let mut times = 1.0;
    if !glued.is_empty() {
        match (scale(&glued), measure(&glued)) {
            (_, Some((u, size))) => (unit, times) = (u, size),
            (Some(s), None) => (value, fine) = (value * s, fine * s),
            (None, None) => return None,
        }
    } else if spelled
        && value >= 20.0
        && value % 10.0 == 0.0
        && let Some(ones) = tokens
            .get(next)
            .filter(|t| !t.clause)
            .and_then(|t| word_value(&t.lower))
            .filter(|v| (1.0..10.0).contains(v))
    {
        value += ones;
        end = tokens.get(next)?.range.end;
        next += 1;
    }
    // "two hundred", "1.2 million", "three thousand four hundred"
    let mut total = 0.0;
    while let Some(word) = tokens.get(next).filter(|t| !t.clause && glued.is_empty()) {
        if let Some(s) = scale(&word.lower).filter(|_| word.lower.len() > 1) {
            (value, fine) = (value * s, fine * s);
        } else if spelled && let Some(more) = word_value(&word.lower).filter(|m| *m < fine) {
            total += value;
            (value, fine) = (more, 1.0);
        } else if spelled
            && word.lower == "and"
            && fine >= 100.0
            && tokens.get(next + 1).is_some_and(|t| word_value(&t.lower).is_some())
        {
            // "two hundred and fourteen"
        } else {
            break;
        }
        end = word.range.end;
        next += 1;
    }
    value += total;
    // "one in five", "4 out of 5"
    if (1.0..100.0).contains(&value) && unit == Unit::Plain {
        let lower = |i: usize| tokens.get(i).map(|t| t.lower.as_str());
        let of = match (lower(next), lower(next + 1)) {
            (Some("in"), _) => Some(next + 1),
            (Some("out"), Some("of")) => Some(next + 2),
            _ => None,
        };
        let of = of.map(|i| if matches!(lower(i), Some("every")) { i + 1 } else { i });
        if let Some((i, of_token)) = of.and_then(|i| Some((i, tokens.get(i)?)))
            && let Some(whole) =
                digits(of_token.text).filter(|d| d.2.is_empty()).map(|d| d.0).or_else(|| word_value(&of_token.lower))
            && whole > value
            && (lower(next) == Some("out") || whole <= 20.0)
        {
            let range = start..of_token.range.end;
            let hedge = hedge(tokens, &range);
            let value = 100.0 * value / whole;
            return Some((
                i + 1,
                Quantity {
                    range,
                    value,
                    written: value,
                    unit: Unit::Percent,
                    hedge,
                    spelled,
                    fine: 1.0,
                    coarse: 5.0,
                    direction: 0,
                },
            ));
        }
    }
    if unit == Unit::Plain && times == 1.0 {
        // The unit follows, perhaps behind one more word: "57 support tickets", "4,212 of 69,040 checkouts".
        let direct = tokens.get(next).filter(|t| !t.clause).and_then(|t| measure(&t.lower));
        if let Some((u, size)) = direct {
            (unit, times) = (u, size);
            end = tokens.get(next).map_or(end, |t| t.range.end);
            next += 1;
        } else if let Some(class) = tokens
            .get(next..(next + 3).min(tokens.len()))
            .unwrap_or_default()
            .iter()
            .take_while(|t| !t.clause)
            .find_map(|t| thing(&t.lower))
        {
            unit = Unit::Things(class);
        }
    }
    let range = start..end;
    let hedge = hedge(tokens, &range);
    let coarse = fine * zeros(value / fine);
    Some((
        next,
        Quantity {
            range,
            value: value * times,
            written: value,
            unit,
            hedge,
            spelled,
            fine: fine * times,
            coarse: coarse * times,
            direction: 0,
        },
    ))
}

/// `4,212`, `0.3`, `$12k`, `78%`, `300ms`: value, last place, and what is glued to it in lower case. `None` for an identifier.
fn digits(text: &str) -> Option<(f64, f64, String)> {
    let text = text.trim_start_matches(['$', '€', '£', '~', '≈', '+']);
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.'))).unwrap_or(text.len());
    let (number, suffix) = text.split_at(end);
    let number = number.trim_end_matches(['.', ',']);
    if !number.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let grouped = number.split(',').skip(1).all(|g| g.split('.').next().is_some_and(|g| g.len() == 3));
    let plain = if grouped {
        number.replace(',', "")
    } else if number.matches(',').count() == 1 && !number.contains('.') {
        number.replace(',', ".")
    } else {
        return None;
    };
    let value: f64 = plain.parse().ok()?;
    let decimals = plain.split_once('.').map_or(0, |(_, d)| d.len());
    let suffix = suffix.trim_start_matches('-').to_lowercase();
    let known = suffix.is_empty() || scale(&suffix).is_some() || measure(&suffix).is_some();
    (known && value.is_finite()).then(|| (value, 10f64.powi(-i32::try_from(decimals).unwrap_or(0)), suffix))
}

/// How exactly a number is meant, by the words before it.
pub fn hedge(tokens: &[Token<'_>], range: &Range<usize>) -> Hedge {
    let before: Vec<&str> =
        tokens.iter().filter(|t| t.range.end <= range.start).rev().take(3).map(|t| t.lower.as_str()).collect();
    let last = |n: usize| before.get(..n).map(|w| w.iter().rev().copied().collect::<Vec<_>>().join(" "));
    // "only about 80%": the hedge may be up to three words; the longest wins.
    (1..=3)
        .rev()
        .filter_map(last)
        .find_map(|words| HEDGES.iter().find(|(h, _)| *h == words).map(|h| h.1))
        .unwrap_or(Hedge::Exact)
}
