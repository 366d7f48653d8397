//! Near-duplicates: the same incident told twice, by the same words or by title and day.

use std::collections::HashMap;

/// A digest of the words of a text in which similar texts differ in few bits: each pair of neighbouring words votes on
/// every bit (Charikar's simhash).
pub fn likeness(words: &str) -> u64 {
    // Votes for each bit; in a sum of bytes side by side, so that eight bits are counted at once.
    let mut votes = [0u32; 64];
    let mut sums = [0u64; 8];
    let mut pairs = 0u32;
    let mut last = 0u64;
    for word in words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let word = fnv(word.as_bytes());
        let pair = fnv([last.to_le_bytes(), word.to_le_bytes()].as_flattened());
        last = word;
        for (shift, sum) in (0u32..).zip(&mut sums) {
            *sum += pair >> shift & 0x0101_0101_0101_0101;
        }
        pairs += 1;
        if pairs.is_multiple_of(255) {
            add(&mut votes, &mut sums);
        }
    }
    add(&mut votes, &mut sums);
    votes.iter().enumerate().fold(0, |set, (bit, vote)| set | u64::from(2 * vote > pairs) << bit)
}

/// Adds the bytes of the sums to the votes: byte `b` of sum `s` counts bit `8 b + s`.
fn add(votes: &mut [u32; 64], sums: &mut [u64; 8]) {
    for (shift, sum) in sums.iter_mut().enumerate() {
        for (votes, count) in votes.iter_mut().skip(shift).step_by(8).zip(sum.to_le_bytes()) {
            *votes += u32::from(count);
        }
        *sum = 0;
    }
}

/// FNV-1a: the same on every machine and in every version, which the standard library's hasher does not promise.
pub fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// What is needed of an incident to find its twins.
#[derive(Debug, Clone, Copy)]
pub struct Print {
    /// See [`likeness`].
    pub likeness: u64,
    /// Days since some fixed day, where the document says on which it was.
    pub day: Option<i32>,
    /// Digests of the title's words, as a set of 64 bits.
    pub title: u64,
}

/// The words of a title as a set of 64 bits. Words that any title of an incident has are left out.
pub fn title_set(title: &str) -> u64 {
    const COMMON: &[&str] = &[
        "incident", "outage", "postmortem", "post", "mortem", "report", "the", "of", "a", "on", "in", "for", "and",
        "to",
    ];
    let words = title.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    let words = words.filter(|w| w.len() > 1 && w.parse::<u64>().is_err() && !COMMON.contains(&w.as_str()));
    words.fold(0, |set, word| set | 1 << (fnv(word.as_bytes()) % 64))
}

/// Bits in which two tellings of the same incident may differ. Unrelated texts differ in about 32.
const BITS: u32 = 8;

/// Of each incident, the first one of its group; an incident without a twin is its own.
///
/// Two incidents of one pair are of the same day (or one does not say its day), and either their words are alike or their
/// titles are. An incident that comes again on another day is another incident, however alike the reports are.
pub fn groups(prints: &[Print]) -> Vec<usize> {
    let mut first: Vec<usize> = (0..prints.len()).collect();
    // Alike in words: of nine bands of seven bits, at least one is the same when at most eight bits differ.
    for band in 0..9 {
        let mut buckets: HashMap<(u64, Option<i32>), Vec<usize>> = HashMap::new();
        for (i, print) in prints.iter().enumerate() {
            let key = print.likeness >> (band * 7) & 0x7f;
            buckets.entry((key, print.day)).or_default().push(i);
        }
        join_buckets(&mut first, &buckets, |a, b| pair(prints, a, b, alike));
        // Those that do not say their day are compared with all others of the band.
        let unknown: Vec<usize> = prints.iter().enumerate().filter(|(_, p)| p.day.is_none()).map(|(i, _)| i).collect();
        let mut bands: HashMap<u64, Vec<usize>> = HashMap::new();
        if !unknown.is_empty() {
            prints
                .iter()
                .enumerate()
                .for_each(|(i, p)| bands.entry(p.likeness >> (band * 7) & 0x7f).or_default().push(i));
        }
        for a in unknown {
            let key = prints.get(a).map_or(0, |p| p.likeness >> (band * 7) & 0x7f);
            for &b in bands.get(&key).into_iter().flatten() {
                if a != b && pair(prints, a, b, alike) {
                    join(&mut first, a, b);
                }
            }
        }
    }
    let mut days: HashMap<(u64, Option<i32>), Vec<usize>> = HashMap::new();
    for (i, print) in prints.iter().enumerate().filter(|(_, p)| p.day.is_some()) {
        days.entry((0, print.day)).or_default().push(i);
    }
    join_buckets(&mut first, &days, |a, b| pair(prints, a, b, same_title));
    (0..prints.len()).map(|i| root(&mut first, i)).collect()
}

fn pair(prints: &[Print], a: usize, b: usize, test: fn(&Print, &Print) -> bool) -> bool {
    match (prints.get(a), prints.get(b)) {
        (Some(a), Some(b)) => test(a, b),
        _ => false,
    }
}

fn alike(a: &Print, b: &Print) -> bool {
    (a.likeness ^ b.likeness).count_ones() <= BITS
}

/// At least three words, and four of five are in both.
fn same_title(a: &Print, b: &Print) -> bool {
    let (both, either) = ((a.title & b.title).count_ones(), (a.title | b.title).count_ones());
    both >= 3 && both * 5 >= either * 4
}

/// Joins what is alike within each bucket. Only leaders of groups are compared, so that a bucket of many copies of one
/// text takes no more than one pass.
fn join_buckets(
    first: &mut [usize],
    buckets: &HashMap<(u64, Option<i32>), Vec<usize>>,
    test: impl Fn(usize, usize) -> bool,
) {
    for members in buckets.values() {
        let mut leaders: Vec<usize> = Vec::new();
        for &i in members {
            match leaders.iter().find(|&&leader| test(leader, i)) {
                Some(&leader) => join(first, leader, i),
                None => leaders.push(i),
            }
        }
    }
}

fn root(first: &mut [usize], i: usize) -> usize {
    let mut at = i;
    while let Some(&up) = first.get(at).filter(|&&up| up != at) {
        at = up;
    }
    if let Some(place) = first.get_mut(i) {
        *place = at;
    }
    at
}

fn join(first: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(first, a), root(first, b));
    // The one that comes first leads, in whatever order pairs are found.
    if let Some(place) = first.get_mut(a.max(b)) {
        *place = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "at ten the deploy went out and the queue began to grow until the workers ran out of memory and \
        the on-call engineer rolled it back after looking at the heap of one of them";

    fn print(words: &str, day: Option<i32>, title: &str) -> Print {
        Print { likeness: likeness(words), day, title: title_set(title) }
    }

    #[test]
    fn a_text_with_a_word_changed_is_alike_and_another_text_is_not() {
        let bits = |a: &str, b: &str| (likeness(a) ^ likeness(b)).count_ones();
        let long = format!("{TEXT} {}", TEXT.replace("the", "a").replace("queue", "table"));
        assert!(bits(&long, &long.replace("ten", "noon")) <= BITS);
        assert!(
            bits(TEXT, "a certificate had expired on the load balancer so that no client could connect to it") > 16
        );
    }

    #[test]
    fn the_same_words_on_another_day_are_another_incident() {
        let prints = [print(TEXT, Some(1), "x"), print(TEXT, Some(40), "x"), print(TEXT, Some(1), "y")];
        assert_eq!(groups(&prints), [0, 1, 0]);
    }

    #[test]
    fn a_telling_without_a_day_joins_the_one_with_the_same_words() {
        let prints = [print(TEXT, None, "x"), print("all else", Some(3), "z"), print(TEXT, Some(40), "x")];
        assert_eq!(groups(&prints), [0, 1, 0]);
    }

    #[test]
    fn the_same_title_on_the_same_day_is_the_same_incident() {
        let prints = [
            print("short", Some(7), "Login page slow in Europe"),
            print("a much longer telling", Some(7), "Incident report: login page slow in Europe"),
            print("another one", Some(7), "Search index slow in Asia"),
        ];
        assert_eq!(groups(&prints), [0, 0, 2]);
    }
}
