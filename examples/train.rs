//! Learns the weights of the chain of stages (`src/extract/cues/chain.tsv`) and measures them by cross-validation.
//!
//! `cargo run --release --example train -- DATA [CORPUS]` reads `DATA/issre.jsonl` and, where `CORPUS` is given,
//! `DATA/gold/*.json` with the documents that they name; prints figures cross-validated by entry, and those of each provider
//! by what is learned from the others; then learns from all entries and writes the weights to standard output. No network, no randomness: the same data give
//! the same weights.

#![allow(
    clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs
)]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;
use warstory::extract::roles::chain::{self, CAUSE, LETTERS, REMEDY, STAGES, Scores};
use warstory::extract::roles::unit::Units;
use warstory::extract::sections;
use warstory::read::{self, Reading};
use warstory::section::Role;

/// A document as the learner sees it.
struct Entry {
    id: String,
    /// For each unit its features.
    items: Vec<Vec<String>>,
    /// For each unit its stage; `None` for an entry whose labels are incomplete.
    stages: Option<Vec<usize>>,
    /// Trigrams of each unit, to score as `score.py` does.
    trigrams: Vec<Vec<String>>,
    /// Trigrams of each labelled sentence, whether it tells the cause, and the remedy.
    sentences: Vec<(Vec<String>, [bool; 2])>,
    eligible: [bool; 2],
    /// The same document with its section labels removed: what it takes to learn from words.
    unlabelled: bool,
    weight: f64,
}

fn main() {
    let mut args = std::env::args().skip(1);
    let data = args.next().expect("usage: train DATA [CORPUS]");
    let mut entries = issre(&std::fs::read_to_string(Path::new(&data).join("issre.jsonl")).unwrap());
    let corpus = args.next();
    if let Some(corpus) = &corpus {
        entries.extend(gold(&Path::new(&data).join("gold"), Path::new(corpus)));
    }
    let entries: Vec<&Entry> = entries.iter().collect();
    cross_validate(&entries);
    let model = Model::train(&entries);
    print!("{}", model.write());
}

fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

fn trigrams(text: &str) -> Vec<String> {
    let w = words(text);
    if w.len() < 3 { vec![w.join(" ")] } else { w.windows(3).map(|t| t.join(" ")).collect() }
}

fn units(text: &str, name: &str, strip: bool) -> (Units, Vec<String>) {
    let Ok(Reading::Documents(docs)) = read::read(name, text.as_bytes()) else { panic!("{name} is no document") };
    let doc = docs.first().unwrap();
    let mut units = Units::read(doc, &sections::read(doc));
    if strip {
        units.list.iter_mut().for_each(|u| (u.role, u.since) = (Role::Other, 3));
    }
    let texts = units.list.iter().map(|u| doc.str(&u.span).to_owned()).collect();
    (units, texts)
}

fn items(units: &Units) -> Vec<Vec<String>> {
    let of = |i| {
        let mut found = HashSet::new();
        chain::features(units, i, &mut |f| {
            found.insert(f.to_string());
        });
        let mut found: Vec<String> = found.into_iter().collect();
        found.sort();
        found
    };
    (0..units.list.len()).map(of).collect()
}

/// Stages of units that tell the cause or the remedy: what stands before and after them follows from the order.
fn stages(told: &[[bool; 2]]) -> Vec<usize> {
    let mut begun = false;
    told.iter()
        .map(|&[cause, remedy]| {
            begun |= cause || remedy;
            match (cause, remedy) {
                (_, true) => REMEDY,
                (true, _) => CAUSE,
                _ if begun => 3,
                _ => 0,
            }
        })
        .collect()
}

fn issre(text: &str) -> Vec<Entry> {
    let mut out = Vec::new();
    for line in text.lines() {
        let e: Value = serde_json::from_str(line).unwrap();
        let eligible = [e["eligible"]["rc"] == true, e["eligible"]["mit"] == true];
        let list = e["sentences"].as_array().unwrap();
        let part = |src: &str| {
            list.iter().filter(|s| s["src"] == src).map(|s| s["text"].as_str().unwrap()).collect::<Vec<_>>().join(" ")
        };
        let body: Vec<String> = ["summary", "details"].map(part).into_iter().filter(|p| !p.is_empty()).collect();
        let text = format!(
            "# {}\n\nDate: {}\n\n{}\n",
            e["title"].as_str().unwrap(),
            e["date"].as_str().unwrap(),
            body.join("\n\n")
        );
        let sentences: Vec<_> =
            list.iter().map(|s| (trigrams(s["text"].as_str().unwrap()), [s["rc"] == 1, s["mit"] == 1])).collect();
        for unlabelled in [false, true] {
            let (units, texts) = units(&text, "incident.md", unlabelled);
            let grams: Vec<Vec<String>> = texts.iter().map(|t| trigrams(t)).collect();
            let told: Vec<[bool; 2]> = grams
                .iter()
                .map(|g| {
                    [0, 1].map(|k| {
                        let have: HashSet<&String> = sentences.iter().filter(|s| s.1[k]).flat_map(|s| &s.0).collect();
                        !have.is_empty() && g.iter().filter(|t| have.contains(t)).count() * 2 >= g.len()
                    })
                })
                .collect();
            let usable = eligible == [true, true];
            out.push(Entry {
                id: e["id"].as_str().unwrap().into(),
                items: items(&units),
                stages: usable.then(|| stages(&told)),
                trigrams: grams,
                sentences: sentences.clone(),
                eligible,
                unlabelled,
                weight: 1.0,
            });
        }
    }
    out
}

/// Documents with hand-made gold by line.
fn gold(folder: &Path, corpus: &Path) -> Vec<Entry> {
    let mut out = Vec::new();
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let want: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let name = want["file"].as_str().unwrap();
        let text = String::from_utf8_lossy(&std::fs::read(corpus.join(name)).unwrap()).into_owned();
        for unlabelled in [false, true] {
            let (units, texts) = units(&text, name, unlabelled);
            let starts = |key: &str| -> Vec<String> {
                want[key]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(|i| words(i["starts"].as_str().unwrap()).into_iter().take(5).collect::<Vec<_>>().join(" "))
                    .collect()
            };
            let lists = [starts("root_cause"), starts("remediation")];
            let told: Vec<[bool; 2]> = texts
                .iter()
                .map(|t| {
                    let w = words(t).join(" ");
                    [0, 1].map(|k| lists[k].iter().any(|s| w.contains(s.as_str())))
                })
                .collect();
            out.push(Entry {
                id: format!("gold-{name}"),
                items: items(&units),
                stages: Some(stages(&told)),
                trigrams: texts.iter().map(|t| trigrams(t)).collect(),
                sentences: texts.iter().map(|t| trigrams(t)).zip(told.iter().copied()).collect(),
                eligible: [true, true],
                unlabelled,
                weight: 1.0,
            });
        }
    }
    out
}

fn provider(id: &str) -> &'static str {
    match id {
        i if i.starts_with("azure") => "azure",
        i if i.starts_with("aws") => "aws",
        i if i.starts_with("gold") => "gold",
        _ => "google",
    }
}

/// Weights while they are learned.
#[derive(Default)]
struct Model {
    weights: BTreeMap<String, Scores>,
    start: Scores,
    follow: [Scores; STAGES],
}

/// How fast weights move (AdaGrad), how often all entries are gone through, and how much weights are pulled to zero: by
/// an equal step, and by a part of them.
const RATE: f64 = 0.2;
const ROUNDS: usize = 60;
const L1: f64 = 0.01;
const L2: f64 = 0.1;

impl Model {
    /// Maximises the conditional likelihood of the stages by AdaGrad with L1 and L2.
    fn train(entries: &[&Entry]) -> Model {
        let used: Vec<&&Entry> = entries.iter().filter(|e| e.stages.is_some()).collect();
        let mut index: BTreeMap<&str, usize> = BTreeMap::new();
        for f in used.iter().flat_map(|e| e.items.iter().flatten()) {
            let next = index.len();
            index.entry(f).or_insert(next);
        }
        let n = index.len();
        // The rows after the features: start, then one for each stage that is followed.
        let mut w = vec![[0f64; STAGES]; n + 1 + STAGES];
        let mut squares = vec![[1e-3f64; STAGES]; n + 1 + STAGES];
        let ids: Vec<Vec<Vec<usize>>> = used
            .iter()
            .map(|e| e.items.iter().map(|fs| fs.iter().map(|f| index[f.as_str()]).collect()).collect())
            .collect();
        for _ in 0..ROUNDS {
            for (e, items) in used.iter().zip(&ids) {
                let gold = e.stages.as_ref().unwrap();
                let scores: Vec<Scores> = items
                    .iter()
                    .map(|fs| std::array::from_fn(|s| fs.iter().map(|&f| w[f][s]).sum::<f64>() as f32))
                    .collect();
                let start: Scores = w[n].map(|x| x as f32);
                let follow: [Scores; STAGES] = std::array::from_fn(|a| w[n + 1 + a].map(|x| x as f32));
                let p = chain::marginals(&scores, &start, &follow);
                let mut gradient: HashMap<usize, [f64; STAGES]> = HashMap::new();
                for (i, fs) in items.iter().enumerate() {
                    let d: [f64; STAGES] =
                        std::array::from_fn(|s| f64::from(u8::from(gold[i] == s)) - f64::from(p[i][s]));
                    for &f in fs.iter().chain((i == 0).then_some(&n)) {
                        gradient.entry(f).or_default().iter_mut().zip(d).for_each(|(g, d)| *g += d);
                    }
                }
                for (i, pair) in pairs(&scores, &start, &follow).iter().enumerate() {
                    for (a, row) in pair.iter().enumerate() {
                        for (b, p) in row.iter().enumerate() {
                            let told = gold[i] == a && gold[i + 1] == b;
                            gradient.entry(n + 1 + a).or_default()[b] += f64::from(u8::from(told)) - p;
                        }
                    }
                }
                for (f, g) in gradient {
                    for s in 0..STAGES {
                        let l1 = if f >= n { 0.0 } else { L1 };
                        let g = g[s] * e.weight - L2 * w[f][s];
                        squares[f][s] += g * g;
                        let rate = RATE / squares[f][s].sqrt();
                        let moved = w[f][s] + rate * g;
                        w[f][s] = moved.signum() * (moved.abs() - rate * l1).max(0.0);
                    }
                }
            }
        }
        let row = |i: usize| w[i].map(|x| x as f32);
        Model {
            weights: index.into_iter().map(|(f, i)| (f.to_owned(), row(i))).collect(),
            start: row(n),
            follow: std::array::from_fn(|a| row(n + 1 + a)),
        }
    }

    fn stages(&self, e: &Entry) -> Vec<Scores> {
        let score = |fs: &Vec<String>| {
            let mut sum = Scores::default();
            fs.iter()
                .filter_map(|f| self.weights.get(f))
                .for_each(|w| sum.iter_mut().zip(w).for_each(|(s, w)| *s += w));
            sum
        };
        chain::marginals(&e.items.iter().map(score).collect::<Vec<_>>(), &self.start, &self.follow)
    }

    fn write(&self) -> String {
        let mut out = String::from(
            "# Weights of the stages b (before the cause), c (cause), r (remedy), a (after), in this order.\n# Learned by examples/train.rs; do not edit.\n",
        );
        let row = |s: &Scores| s.map(|x| format!("{x:.2}").replace("-0.00", "0.00")).join("\t");
        let _ = writeln!(out, "start\t{}", row(&self.start));
        for (a, s) in self.follow.iter().enumerate() {
            let _ = writeln!(out, "follow:{}\t{}", LETTERS[a], row(s));
        }
        for (f, s) in self.weights.iter().filter(|(_, s)| s.iter().any(|x| x.abs() >= 0.05)) {
            let _ = writeln!(out, "{f}\t{}", row(s));
        }
        out
    }
}

/// For each two neighbours how probable each pair of stages is.
fn pairs(scores: &[Scores], start: &Scores, follow: &[Scores; STAGES]) -> Vec<[[f64; STAGES]; STAGES]> {
    // Marginals of a chain whose first part is folded into its start give the pair: p(b at i+1, a at i) by Bayes on a.
    let n = scores.len();
    let mut forward: Vec<Scores> = Vec::new();
    for own in scores {
        let next: Scores = std::array::from_fn(|b| {
            own[b]
                + match forward.last() {
                    None => start[b],
                    Some(last) => log_sum(std::array::from_fn(|a| last[a] + follow[a][b])),
                }
        });
        let z = log_sum(next);
        forward.push(next.map(|x| x - z));
    }
    let mut backward = vec![Scores::default(); n];
    for i in (0..n.saturating_sub(1)).rev() {
        let carried: Scores = std::array::from_fn(|a| {
            log_sum(std::array::from_fn(|b| follow[a][b] + scores[i + 1][b] + backward[i + 1][b]))
        });
        let z = log_sum(carried);
        backward[i] = carried.map(|x| x - z);
    }
    (0..n.saturating_sub(1))
        .map(|i| {
            let joint: [[f64; STAGES]; STAGES] = std::array::from_fn(|a| {
                std::array::from_fn(|b| {
                    f64::from(forward[i][a] + follow[a][b] + scores[i + 1][b] + backward[i + 1][b]).exp()
                })
            });
            let total: f64 = joint.iter().flatten().sum();
            joint.map(|r| r.map(|x| x / total))
        })
        .collect()
}

/// From which probability on the stages of cause and remedy are told: as in the program.
const FROM: [f32; 2] = [0.5, 0.4];

/// Right, wrong and missed sentences of cause and remedy, counted as `score.py` counts.
type Counts = [[usize; 3]; 2];

fn count(e: &Entry, p: &[Scores]) -> Counts {
    let mut counts = Counts::default();
    for (key, stage) in [CAUSE, REMEDY].into_iter().enumerate().filter(|(key, _)| e.eligible[*key]) {
        let chosen = e.trigrams.iter().zip(p).filter(|(_, p)| p[stage] >= FROM[key]);
        let have: HashSet<&String> = chosen.flat_map(|(t, _)| t).collect();
        for (grams, told) in &e.sentences {
            let said = grams.iter().filter(|g| have.contains(g)).count() * 2 >= grams.len();
            match (said, told[key]) {
                (true, true) => counts[key][0] += 1,
                (true, false) => counts[key][1] += 1,
                (false, true) => counts[key][2] += 1,
                _ => {}
            }
        }
    }
    counts
}

fn f1([right, wrong, missed]: [usize; 3]) -> f64 {
    2.0 * right as f64 / (2 * right + wrong + missed).max(1) as f64
}

/// The entries of each group, and all others: groups are folds by entry, or providers.
fn split<'e, K: PartialEq>(entries: &[&'e Entry], of: impl Fn(&str) -> K, k: &K) -> [Vec<&'e Entry>; 2] {
    let (test, rest) = entries.iter().partition(|e| of(&e.id) == *k);
    [test, rest]
}

/// The fold of each entry; both forms of an entry are in the same.
fn folds(entries: &[&Entry], folds: usize) -> HashMap<String, usize> {
    let mut ids: Vec<&str> = entries.iter().map(|e| e.id.as_str()).collect();
    ids.dedup();
    ids.into_iter().enumerate().map(|(i, id)| (id.to_owned(), i % folds)).collect()
}

/// Prints how well each group is told by what is learned from the others.
fn report<K: PartialEq>(name: &str, entries: &[&Entry], groups: impl Iterator<Item = K>, of: impl Fn(&str) -> K) {
    let mut sums: BTreeMap<(bool, &str), Counts> = BTreeMap::new();
    for k in groups {
        let [test, rest] = split(entries, &of, &k);
        let model = Model::train(&rest);
        for e in test {
            let counts = count(e, &model.stages(e));
            let provider = provider(&e.id);
            for who in [Some(provider), (provider != "gold").then_some("all")].into_iter().flatten() {
                let sum = sums.entry((e.unlabelled, who)).or_default();
                sum.iter_mut().flatten().zip(counts.iter().flatten()).for_each(|(s, c)| *s += c);
            }
        }
    }
    for ((unlabelled, who), counts) in sums {
        let how = if unlabelled { "unlabelled" } else { "as it is" };
        for (what, c) in ["cause", "remedy"].into_iter().zip(counts) {
            let [right, wrong, missed] = c;
            eprintln!(
                "{name}\t{how}\t{what}\t{who}\tP {:.3} R {:.3} F1 {:.3}",
                right as f64 / (right + wrong).max(1) as f64,
                right as f64 / (right + missed).max(1) as f64,
                f1(c)
            );
        }
    }
}

/// Six folds by entry, then each provider told by what is learned from the others.
fn cross_validate(entries: &[&Entry]) {
    const FOLDS: usize = 6;
    let fold = folds(entries, FOLDS);
    report("by entry", entries, 0..FOLDS, |id| fold[id]);
    report("by provider", entries, ["aws", "azure", "google", "gold"].into_iter(), provider);
}

/// The logarithm of the sum of exponentials.
fn log_sum(scores: Scores) -> f32 {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    top + scores.iter().map(|s| (s - top).exp()).sum::<f32>().ln()
}
