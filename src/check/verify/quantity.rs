//! Numbers with what they measure, as written and as said: `78%`, "seventy-eight percent", "one in five", `300 ms`, `4,212 checkouts`.

use std::ops::Range;

use crate::check::words::{Token, tokens};
use crate::extract::time::scan::{Found, Origin, Value};

/// What a number measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A length of time; the value is in seconds.
    Seconds,
    /// Parts of a hundred.
    Percent,
    /// Data; the value is in bytes.
    Bytes,
    /// An amount of money, whatever the currency.
    Money,
    /// Times as much.
    Factor,
    /// So many of something: the class of the noun, from [`THINGS`].
    Things(&'static str),
    /// Nothing that we know.
    Plain,
}

impl Unit {
    /// Whether a number with this unit can be the other one said differently: the same unit, or one of them not known.
    pub fn fits(self, other: Unit) -> bool {
        let open = |unit: Unit| matches!(unit, Unit::Plain);
        self == other || open(self) || open(other) || matches!((self, other), (Unit::Things(_), Unit::Things(_)))
    }
}

/// How exactly a number is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hedge {
    /// As it is.
    Exact,
    /// "about", "roughly", "some".
    About,
    /// "nearly", "just under", "up to".
    Under,
    /// "over", "more than", "at least".
    Over,
}

/// A number of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// Its bytes, unit included.
    pub range: Range<usize>,
    /// In the unit's base.
    pub value: f64,
    /// As written, whatever the unit: 300 for `300 ms`.
    pub written: f64,
    /// What it measures.
    pub unit: Unit,
    /// How exactly it is said.
    pub hedge: Hedge,
    /// In words, not digits.
    pub spelled: bool,
    /// The last place that is said, in the unit's base: 1 for `78`, 60 for "25 minutes", 3600 for "two hours".
    pub fine: f64,
    /// The last place that is not a zero: 10 for `80`, 600 for "30 minutes".
    pub coarse: f64,
    /// For "2 hours later", +1; "earlier", −1; otherwise 0.
    pub direction: i8,
}

/// Words before a number that say how exactly it is meant, lower case.
const HEDGES: &[(&str, Hedge)] = &[
    ("about", Hedge::About),
    ("around", Hedge::About),
    ("roughly", Hedge::About),
    ("approximately", Hedge::About),
    ("approx", Hedge::About),
    ("some", Hedge::About),
    ("circa", Hedge::About),
    ("close to", Hedge::About),
    ("something like", Hedge::About),
    ("nearly", Hedge::Under),
    ("almost", Hedge::Under),
    ("just under", Hedge::Under),
    ("under", Hedge::Under),
    ("less than", Hedge::Under),
    ("fewer than", Hedge::Under),
    ("below", Hedge::Under),
    ("up to", Hedge::Under),
    ("not quite", Hedge::Under),
    ("within", Hedge::Under),
    ("over", Hedge::Over),
    ("more than", Hedge::Over),
    ("at least", Hedge::Over),
    ("above", Hedge::Over),
    ("just over", Hedge::Over),
    ("a little over", Hedge::Over),
    ("well over", Hedge::Over),
];

/// Nouns that are counted in postmortems; those of a line are one class, because people say one for the other.
pub const THINGS: &[(&str, &[&str])] = &[
    (
        "people",
        &[
            "user", "users", "customer", "customers", "client", "clients", "people", "accounts", "account",
            "merchants", "merchant", "shoppers", "tenants", "tenant", "stores", "store", "members", "readers",
        ],
    ),
    (
        "requests",
        &[
            "request", "requests", "calls", "call", "queries", "query", "checkouts", "checkout", "orders", "order",
            "transactions", "transaction", "payments", "payment", "jobs", "job", "messages", "message", "events",
            "event", "emails", "evaluations", "bookings", "builds",
        ],
    ),
    (
        "failures",
        &[
            "errors", "error", "failures", "failure", "timeouts", "timeout", "alerts", "alert", "tickets", "ticket",
            "504s", "500s", "503s", "429s", "crashes",
        ],
    ),
    (
        "machines",
        &[
            "host", "hosts", "node", "nodes", "server", "servers", "machine", "machines", "instances", "instance",
            "vms", "vm", "pods", "pod", "containers", "container", "replicas", "replica", "workers", "worker",
            "brokers", "broker", "shards", "shard", "clusters", "cluster",
        ],
    ),
    (
        "data",
        &[
            "rows", "row", "records", "record", "lines", "line", "files", "file", "tables", "table", "keys", "entries",
            "documents",
        ],
    ),
    ("connections", &["connections", "connection", "sessions", "session", "threads", "thread", "sockets", "locks"]),
];

/// Units of measure as words or glued to the number, lower case: unit and size in its base.
fn measure(word: &str) -> Option<(Unit, f64)> {
    Some(match word {
        "%" | "percent" | "pct" => (Unit::Percent, 1.0),
        "ms" | "msec" | "millisecond" | "milliseconds" | "millis" => (Unit::Seconds, 1e-3),
        "µs" | "microsecond" | "microseconds" => (Unit::Seconds, 1e-6),
        "s" | "sec" | "secs" | "second" | "seconds" => (Unit::Seconds, 1.0),
        "min" | "mins" | "minute" | "minutes" => (Unit::Seconds, 60.0),
        "h" | "hr" | "hrs" | "hour" | "hours" => (Unit::Seconds, 3600.0),
        "day" | "days" => (Unit::Seconds, 86_400.0),
        "week" | "weeks" => (Unit::Seconds, 604_800.0),
        "month" | "months" => (Unit::Seconds, 2_592_000.0),
        "year" | "years" => (Unit::Seconds, 31_536_000.0),
        "kb" | "kib" | "kilobyte" | "kilobytes" => (Unit::Bytes, 1e3),
        "mb" | "mib" | "megabyte" | "megabytes" => (Unit::Bytes, 1e6),
        "gb" | "gib" | "gigabyte" | "gigabytes" | "gig" | "gigs" => (Unit::Bytes, 1e9),
        "tb" | "tib" | "terabyte" | "terabytes" => (Unit::Bytes, 1e12),
        "x" | "times" | "fold" => (Unit::Factor, 1.0),
        "dollars" | "euros" | "pounds" | "usd" | "eur" | "gbp" => (Unit::Money, 1.0),
        _ => return None,
    })
}

/// Numbers in words.
fn word_value(word: &str) -> Option<f64> {
    const SMALL: &[&str] = &[
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];
    const TENS: &[&str] = &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let of = |list: &[&str], word: &str| list.iter().position(|w| *w == word).map(|n| n as f64);
    if let Some((tens, ones)) = word.split_once('-') {
        return Some((of(TENS, tens)? + 2.0) * 10.0 + of(SMALL, ones)?);
    }
    of(SMALL, word).or_else(|| of(TENS, word).map(|n| (n + 2.0) * 10.0))
}

/// Words that multiply.
fn scale(word: &str) -> Option<f64> {
    Some(match word {
        "dozen" => 12.0,
        "hundred" => 100.0,
        "thousand" | "k" => 1e3,
        "million" | "m" | "mio" => 1e6,
        "billion" | "bn" => 1e9,
        _ => return None,
    })
}

/// Fractions that people say for percentages.
const FRACTIONS: &[(&str, f64)] = &[
    ("three quarters", 75.0),
    ("three-quarters", 75.0),
    ("two thirds", 200.0 / 3.0),
    ("two-thirds", 200.0 / 3.0),
    ("a quarter of", 25.0),
    ("one quarter of", 25.0),
    ("a third of", 100.0 / 3.0),
    ("one third of", 100.0 / 3.0),
    ("one-third of", 100.0 / 3.0),
    ("half of", 50.0),
    ("half the", 50.0),
    ("a fifth of", 20.0),
    ("a tenth of", 10.0),
];

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

/// The number that begins at a token: the token behind it, and the number.
fn number(tokens: &[Token<'_>], at: usize) -> Option<(usize, Quantity)> {
    let token = tokens.get(at)?;
    let start = token.range.start;
    let (mut value, mut fine, glued, spelled) = match digits(token.text) {
        Some((value, fine, suffix)) => (value, fine, suffix, false),
        None => {
            let article = matches!(token.lower.as_str(), "a" | "an")
                && tokens.get(at + 1).is_some_and(|t| scale(&t.lower).is_some());
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

/// The class of a counted noun.
pub fn thing(lower: &str) -> Option<&'static str> {
    THINGS.iter().find(|(_, nouns)| nouns.contains(&lower)).map(|(class, _)| *class)
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

impl Quantity {
    /// Whether it is a fair way to say `truth`, in the same unit's base. Rounding is graded by how it is hedged: exact numbers may drop
    /// decimals only, "about" may round to the last place that is said.
    pub fn says(&self, truth: f64) -> bool {
        let off = (self.value - truth).abs();
        let relative = if truth == 0.0 { if off == 0.0 { 0.0 } else { 1.0 } } else { off / truth.abs() };
        let close = |limit: f64| relative <= limit;
        match self.hedge {
            _ if off <= 1e-9 * truth.abs() => true,
            // Decimals dropped (`78%` for 78.3%), or a large number to three places (`4,200` for 4,212).
            Hedge::Exact => {
                off < self.fine / 2.0 + 1e-9 && close(0.03) && truth % 1.0 != 0.0 && self.unit != Unit::Seconds
                    || self.unit == Unit::Seconds
                        && self.fine >= 60.0
                        && off < if self.fine >= 86_400.0 { 43_200.0 } else { 30.0 }
                        && close(0.15)
                    || off < self.coarse / 2.0 && self.coarse >= 100.0 && close(0.005)
            }
            Hedge::About => off <= self.coarse / 2.0 + 1e-9 && close(0.125) || close(0.05),
            Hedge::Under => truth <= self.value && truth >= self.value * 0.85,
            Hedge::Over => truth >= self.value && truth <= self.value * 1.25,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::time::scan::scan;

    fn read(text: &str) -> Vec<(f64, Unit)> {
        quantities(text, &scan(text)).iter().map(|q| (q.value, q.unit)).collect()
    }

    #[test]
    fn numbers_are_read_with_their_units() {
        for (text, value, unit) in [
            ("It was 78% of it", 78.0, Unit::Percent),
            ("seventy-eight percent of", 78.0, Unit::Percent),
            ("one in five", 20.0, Unit::Percent),
            ("300 ms", 0.3, Unit::Seconds),
            ("300 milliseconds", 0.3, Unit::Seconds),
            ("two hours", 7200.0, Unit::Seconds),
            ("two hours and two minutes", 7320.0, Unit::Seconds),
            ("4,212 failed checkouts", 4212.0, Unit::Things("requests")),
            ("two hundred and fourteen sessions", 214.0, Unit::Things("connections")),
            ("2.5 million requests", 2_500_000.0, Unit::Things("requests")),
            ("12 GB", 12e9, Unit::Bytes),
            ("$40k", 40_000.0, Unit::Money),
            ("HTTP 504", 504.0, Unit::Plain),
            ("a third of them", 100.0 / 3.0, Unit::Percent),
        ] {
            assert_eq!(read(text).first(), Some(&(value, unit)), "{text}");
        }
    }

    #[test]
    fn identifiers_times_and_dates_are_no_numbers() {
        for text in ["p99", "v4.31.0", "us-east-1", "at 14:05", "on 2024-05-14", "10.0.0.12"] {
            assert!(read(text).is_empty(), "{text}: {:?}", read(text));
        }
    }

    #[test]
    fn rounding_is_graded() {
        let says = |text: &str, truth: f64| quantities(text, &scan(text))[0].says(truth);
        assert!(says("about 80%", 78.0));
        assert!(!says("80%", 78.0));
        assert!(says("78%", 78.3));
        assert!(!says("about 80%", 70.0));
        assert!(says("about two hours", 6480.0));
        assert!(!says("two hours", 6480.0));
        assert!(says("roughly one in five", 22.0));
        assert!(says("nearly 70,000 checkouts", 69_040.0));
        assert!(!says("nearly 70,000 checkouts", 71_000.0));
        assert!(says("more than 4,000 checkouts", 4212.0));
        assert!(!says("300 seconds", 0.3));
        assert!(!says("34 minutes", 1980.0));
    }
}
