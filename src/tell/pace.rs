//! How long text takes to say.
//!
//! Words are counted as they are *said*: `10:52 AM` is "ten fifty-two A M", `503` is "five oh three", `us-east-1` is
//! "U S east one". The count of words divided by the words per minute gives the seconds.

use super::speech::words::tokens;

/// Words per minute of a calm speaker: the guide's five minutes are measured with it.
pub const WPM: u32 = 140;

/// A spelled-out letter, in words. Saying "U R L" takes about as long as one and a half words of ordinary length.
const LETTER: f64 = 0.5;

/// Turns text into seconds.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    wpm: u32,
}

impl Pace {
    /// A speaker of `wpm` words per minute; 0 is read as [`WPM`].
    pub fn new(wpm: u32) -> Self {
        Pace { wpm: if wpm == 0 { WPM } else { wpm } }
    }

    /// Seconds that saying `text` takes.
    pub fn seconds(self, text: &str) -> f64 {
        self.for_words(words(text))
    }

    /// Seconds that saying so many [`words`] takes.
    pub fn for_words(self, words: f64) -> f64 {
        words * 60.0 / f64::from(self.wpm)
    }
}

/// The number of spoken words in `text`; letters that are spelled out count half a word.
pub fn words(text: &str) -> f64 {
    tokens(text).map(token).sum()
}

/// Spoken words of one token between spaces.
fn token(token: &str) -> f64 {
    // Most words. What stands behind them is not said.
    let plain = token.strip_suffix([',', '.']).unwrap_or(token);
    if !plain.is_empty() && plain.bytes().all(|b| b.is_ascii_lowercase()) && plain.bytes().any(is_vowel) {
        return (plain.len() as f64 / 11.0).ceil();
    }
    let token = token.trim_matches(|c: char| !c.is_alphanumeric() && c != '%' && c != '$' && c != '€' && c != '£');
    if token.is_empty() {
        return 0.0;
    }
    if token.chars().all(char::is_alphabetic) {
        return letters(token);
    }
    if let Some(clock) = clock(token) {
        return clock;
    }
    // A comma between digits groups thousands; everything else that is no letter or digit ends a run.
    let plain: Vec<char> = token.chars().collect();
    let mut total = 0.0;
    let mut run = String::new();
    let mut after_point = false;
    for (i, &c) in plain.iter().enumerate() {
        let grouping = c == ',' && neighbours(&plain, i, |n| n.is_ascii_digit());
        if grouping {
            continue;
        }
        let joins = run.chars().next_back().is_none_or(|last| last.is_ascii_digit() == c.is_ascii_digit());
        if !c.is_alphanumeric() || !joins {
            total += run_words(&run, after_point);
            after_point = c == '.' && neighbours(&plain, i, |n| n.is_ascii_digit());
            total += if after_point { 1.0 } else { symbol(c) };
            run.clear();
        }
        if c.is_alphanumeric() {
            run.push(c);
        }
    }
    total + run_words(&run, after_point)
}

fn neighbours(chars: &[char], at: usize, test: impl Fn(&char) -> bool) -> bool {
    at.checked_sub(1).and_then(|i| chars.get(i)).is_some_and(&test) && chars.get(at + 1).is_some_and(&test)
}

/// Symbols that are said: "percent", "dollars", "slash", "dot", "at". A hyphen or underscore is not.
fn symbol(c: char) -> f64 {
    match c {
        '%' | '$' | '€' | '£' | '/' | '.' | '@' | '+' | '=' | '&' => 1.0,
        _ => 0.0,
    }
}

fn run_words(run: &str, digit_by_digit: bool) -> f64 {
    if run.is_empty() {
        0.0
    } else if run.starts_with(|c: char| c.is_ascii_digit()) {
        if digit_by_digit { run.len() as f64 } else { number(run) }
    } else {
        letters(run)
    }
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// A run of letters: said as a word, or letter by letter when it is in capitals or has no vowel.
fn letters(word: &str) -> f64 {
    let count = word.chars().count();
    let plural = word.strip_suffix('s').unwrap_or(word);
    let capitals = plural.chars().count() >= 2 && plural.chars().all(char::is_uppercase);
    let unsayable = count >= 2 && word.bytes().all(|b| b.is_ascii() && !is_vowel(b));
    if (capitals && count <= 5) || unsayable {
        return count as f64 * LETTER;
    }
    // Long words take longer: one word up to eleven letters, two up to twenty-two, and so on.
    (count as f64 / 11.0).ceil()
}

/// Words of a whole number as it is read aloud.
fn number(digits: &str) -> f64 {
    let significant = digits.trim_start_matches('0');
    let Ok(value) = significant.parse::<u64>() else {
        return digits.len() as f64;
    };
    if digits.len() > 1 && digits.starts_with('0') {
        return digits.len() as f64; // "oh five"
    }
    // Status codes and the like are read digit by digit; years in pairs: both are three to four words.
    cardinal(value)
}

fn cardinal(value: u64) -> f64 {
    const SCALES: [u64; 4] = [1_000_000_000_000, 1_000_000_000, 1_000_000, 1000];
    if value == 0 {
        return 1.0;
    }
    let mut left = value;
    let mut total = 0.0;
    for scale in SCALES {
        if left >= scale {
            total += below_thousand(left / scale % 1000) + 1.0;
            left %= scale;
        }
    }
    total + below_thousand(left)
}

fn below_thousand(value: u64) -> f64 {
    let (hundreds, rest) = (value / 100, value % 100);
    let rest_words = match rest {
        0 => 0.0,
        1..=20 => 1.0,
        _ if rest % 10 == 0 => 1.0,
        _ => 2.0,
    };
    rest_words + if hundreds > 0 { 2.0 } else { 0.0 }
}

/// `10:52` or `10:52:07`: the hour, then the minute ("oh five" for 05, nothing for 00).
fn clock(token: &str) -> Option<f64> {
    let parts: Vec<&str> = token.split(':').collect();
    let number = |s: &&str| s.len() <= 2 && s.parse::<u8>().is_ok_and(|n| n < 60);
    if !(2..=3).contains(&parts.len()) || !parts.iter().all(number) {
        return None;
    }
    let minute = |s: &&str| match s.parse::<u64>() {
        Ok(0) => 0.0,
        Ok(n) if n < 10 => 2.0,
        Ok(n) => below_thousand(n),
        Err(_) => 0.0,
    };
    let hour = parts.first().and_then(|s| s.parse::<u64>().ok()).map_or(1.0, |h| below_thousand(h).max(1.0));
    Some(hour + parts.iter().skip(1).map(minute).sum::<f64>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_counts_as_it_is_said() {
        for (text, expected) in [
            ("We rolled back.", 3.0),
            ("10:52 AM", 4.0),
            ("4:00", 1.0),
            ("4:05", 3.0),
            ("p99", 3.0),
            ("503", 3.0),
            ("1,384,234", 11.0),
            ("us-east-1", 3.0),
            ("HTTP 504", 5.0),
            ("78%", 3.0),
            ("1.25", 4.0),
            ("— …", 0.0),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn the_pace_is_words_per_minute() {
        assert_eq!(Pace::new(60).seconds("one two three"), 3.0);
        assert_eq!(Pace::new(0).seconds("one two three four five six seven"), 3.0);
    }

    #[test]
    fn a_word_in_capitals_is_spelled_but_a_long_one_is_shouted() {
        assert_eq!(words("DNS"), 1.5);
        assert_eq!(words("CRITICAL"), 1.0);
    }
}
