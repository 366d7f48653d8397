//! Words of numbers, as data: units, things that are counted, numbers and fractions in words, hedges.

use super::{Hedge, Unit};

/// Words before a number that say how exactly it is meant, lower case.
pub(super) const HEDGES: &[(&str, Hedge)] = &[
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
pub(super) fn measure(word: &str) -> Option<(Unit, f64)> {
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
pub(super) fn word_value(word: &str) -> Option<f64> {
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
pub(super) fn scale(word: &str) -> Option<f64> {
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
pub(super) const FRACTIONS: &[(&str, f64)] = &[
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

/// The class of a counted noun.
pub fn thing(lower: &str) -> Option<&'static str> {
    THINGS.iter().find(|(_, nouns)| nouns.contains(&lower)).map(|(class, _)| *class)
}
