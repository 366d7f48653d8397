//! Numbers with what they measure, as written and as said: `78%`, "seventy-eight percent", "one in five", `300 ms`, `4,212 checkouts`.

mod read;
mod words;

use std::ops::Range;

pub use read::{hedge, quantities};
pub use words::{THINGS, thing};

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
            ("an hour and a minute later", 3660.0, Unit::Seconds),
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
