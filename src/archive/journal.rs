//! What was done, kept in the output folder so that a second run redoes only what changed and a killed one goes on.
//!
//! The journal has a line for each outcome and one that closes the input; until that is there, the input is not done.
//! Before a file appears, its digest is noted, so that even a run that was killed in between knows its own files from
//! edited ones. A run that ends well puts the blocks in the order of the inputs: then the journal, like everything else
//! in the folder, depends only on sources, options and version.

use std::collections::{HashMap, HashSet};
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::Mutex;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::outcome::Outcome;
use super::pipeline::lock;
use super::store::{STATE, Store};

/// A line of the journal.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// A file is about to appear.
    Intent {
        /// Of which input.
        key: String,
        /// The digest of its content.
        digest: String,
    },
    /// One incident of the block that the next [`Line::Input`] closes.
    Outcome(Outcome),
    /// The input is done.
    Input {
        /// What it is known by.
        key: String,
        /// Digest of its bytes, the options, and the version of the program.
        made_of: String,
    },
}

/// Where a block stands in the journal: first byte, and length in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// First byte.
    pub at: u64,
    /// Bytes.
    pub length: u32,
}

/// What the journal says about an input that was done before.
#[derive(Debug)]
pub struct Known {
    /// Digest of what it was made of.
    pub made_of: String,
    /// Its outcomes.
    pub outcomes: Vec<Outcome>,
    /// Where its block is.
    pub place: Place,
}

/// The journal of an output folder.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: Mutex<File>,
    /// The last closed block of each input, by the digest of its key: the journal itself may be larger than memory.
    blocks: HashMap<u128, Place>,
    /// Digests of files of inputs that were not closed.
    intents: HashMap<u128, HashSet<String>>,
    /// Whether it holds anything but one block for each input.
    untidy: bool,
}

/// Digest of a key.
fn id(key: &str) -> u128 {
    let digest = Sha256::digest(key.as_bytes());
    digest.iter().take(16).fold(0, |id, &byte| id << 8 | u128::from(byte))
}

impl Journal {
    /// Opens the journal of the store. A last line that a killed run left half written is cut off.
    ///
    /// # Errors
    /// If it cannot be read or written.
    pub fn open(store: &Store) -> Result<Journal> {
        let path = store.path(STATE).join("journal.jsonl");
        let name = path.display().to_string();
        let open = || OpenOptions::new().read(true).append(true).create(true).open(&path);
        let mut file = open().with_context(|| format!("cannot write {name}"))?;
        let (mut blocks, mut intents) = (HashMap::new(), HashMap::<u128, HashSet<String>>::new());
        let mut untidy = false;
        let mut reader = BufReader::new(&mut file);
        let mut line = Vec::new();
        let (mut at, mut start) = (0u64, 0u64);
        loop {
            line.clear();
            let count = reader.read_until(b'\n', &mut line).with_context(|| format!("cannot read {name}"))?;
            if count == 0 || line.last() != Some(&b'\n') {
                break;
            }
            at += count as u64;
            match serde_json::from_slice(&line) {
                Ok(Line::Outcome(_)) => continue,
                Ok(Line::Intent { key, digest }) => {
                    untidy = true;
                    intents.entry(id(&key)).or_default().insert(digest);
                }
                Ok(Line::Input { key, .. }) => {
                    let place = Place { at: start, length: u32::try_from(at - start).unwrap_or_default() };
                    untidy |= blocks.insert(id(&key), place).is_some();
                }
                // Not ours, or damaged: what it said is redone.
                Err(_) => untidy = true,
            }
            start = at;
        }
        drop(reader);
        // Lines of a block that was never closed, or of a line that was never ended.
        if file.metadata().map_or(0, |m| m.len()) != start {
            untidy = true;
            file.set_len(start).with_context(|| format!("cannot write {name}"))?;
        }
        Ok(Journal { path, file: Mutex::new(file), blocks, intents, untidy })
    }

    /// Inputs that it knows.
    pub fn len(&self) -> usize {
        self.blocks.len()
    }

    /// Knows none.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Whether it had a closed block for an input when it was opened.
    pub fn knows(&self, key: &str) -> bool {
        self.blocks.contains_key(&id(key))
    }

    /// What it says about an input.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn known(&self, key: &str) -> Result<Option<Known>> {
        let Some(&place) = self.blocks.get(&id(key)) else { return Ok(None) };
        let block = self.block(place)?;
        let mut outcomes = Vec::new();
        for line in block.split(|&b| b == b'\n').filter(|line| !line.is_empty()) {
            match serde_json::from_slice(line) {
                Ok(Line::Outcome(outcome)) => outcomes.push(outcome),
                Ok(Line::Input { key: of, made_of }) if of == key => {
                    return Ok(Some(Known { made_of, outcomes, place }));
                }
                _ => break,
            }
        }
        Ok(None)
    }

    /// Digests of files that a killed run wrote for an input, or meant to.
    pub fn intents(&self, key: &str) -> HashSet<String> {
        self.intents.get(&id(key)).cloned().unwrap_or_default()
    }

    /// The bytes of a block.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn block(&self, place: Place) -> Result<Vec<u8>> {
        let mut block = vec![0; place.length as usize];
        let mut file = lock(&self.file);
        file.seek(SeekFrom::Start(place.at))
            .and_then(|_| file.read_exact(&mut block))
            .with_context(|| format!("cannot read {}", self.path.display()))?;
        Ok(block)
    }

    /// Adds one line.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn intend(&self, key: &str, digest: &str) -> Result<()> {
        let line = serde_json::to_string(&Line::Intent { key: key.into(), digest: digest.into() })? + "\n";
        self.append(line.as_bytes()).map(|_| ())
    }

    /// Adds a closed block, see [`block`], and says where it stands.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn append(&self, block: &[u8]) -> Result<Place> {
        let mut file = lock(&self.file);
        let at = file.seek(SeekFrom::End(0)).with_context(|| format!("cannot write {}", self.path.display()))?;
        if let Err(error) = file.write_all(block) {
            // Half a line would spoil the next one.
            let _ = file.set_len(at);
            return Err(error).with_context(|| format!("cannot write {}", self.path.display()));
        }
        Ok(Place { at, length: u32::try_from(block.len()).context("a block of the journal is too long")? })
    }

    /// Rewrites the journal as the given blocks, in this order, unless it is just that already. Returns whether it was
    /// rewritten.
    ///
    /// # Errors
    /// If it cannot be read or written.
    pub fn tidy(self, store: &Store, places: &mut [Place]) -> Result<bool> {
        let in_order = places.iter().try_fold(0, |at, place| (place.at == at).then_some(at + u64::from(place.length)));
        let length = lock(&self.file).metadata().map_or(0, |m| m.len());
        if !self.untidy && in_order == Some(length) {
            return Ok(false);
        }
        let (unfinished, file) = store.begin()?;
        let mut writer = BufWriter::new(file);
        let mut at = 0;
        for place in places.iter_mut() {
            writer.write_all(&self.block(*place)?).context("cannot write the journal")?;
            place.at = at;
            at += u64::from(place.length);
        }
        writer.flush().context("cannot write the journal")?;
        drop(self.file);
        store.finish(&unfinished, &format!("{STATE}/journal.jsonl"))?;
        Ok(true)
    }
}

/// The lines of one input, closed.
///
/// # Errors
/// If an outcome cannot be written as JSON.
pub fn block(key: &str, made_of: &str, outcomes: &[Outcome]) -> Result<Vec<u8>> {
    /// [`Line`], borrowed.
    #[derive(Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Lent<'l> {
        Outcome(&'l Outcome),
        Input { key: &'l str, made_of: &'l str },
    }
    let mut block = Vec::new();
    for line in outcomes.iter().map(Lent::Outcome).chain([Lent::Input { key, made_of }]) {
        serde_json::to_writer(&mut block, &line)?;
        block.push(b'\n');
    }
    Ok(block)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::outcome::Aside;

    fn aside(reason: &str) -> Vec<Outcome> {
        vec![Outcome::Aside(Aside { path: "a".into(), incident: None, reason: reason.into() })]
    }

    #[test]
    fn a_journal_that_was_cut_off_anywhere_knows_what_was_closed() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let path = store.path(".warstory/journal.jsonl");
        let first = block("a", "1", &aside("x")).unwrap();
        let whole = [first.clone(), block("b", "2", &aside("y")).unwrap()].concat();
        for end in 0..=whole.len() {
            std::fs::write(&path, &whole[..end]).unwrap();
            let journal = Journal::open(&store).unwrap();
            assert_eq!(journal.known("a").unwrap().is_some(), end >= first.len());
            assert_eq!(journal.known("b").unwrap().is_some(), end == whole.len());
            journal.append(&first).unwrap();
            assert!(Journal::open(&store).unwrap().known("a").unwrap().is_some());
        }
    }

    #[test]
    fn tidying_keeps_the_last_block_of_each_input_in_the_given_order() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let journal = Journal::open(&store).unwrap();
        let old = journal.append(&block("a", "1", &aside("old")).unwrap()).unwrap();
        let b = journal.append(&block("b", "1", &[]).unwrap()).unwrap();
        journal.intend("a", "d").unwrap();
        let a = journal.append(&block("a", "2", &aside("new")).unwrap()).unwrap();
        assert_ne!(old, a);
        let mut places = [a, b];
        assert!(journal.tidy(&store, &mut places).unwrap());
        let journal = Journal::open(&store).unwrap();
        assert_eq!(journal.known("a").unwrap().unwrap().made_of, "2");
        assert_eq!(journal.known("b").unwrap().unwrap().place, places[1]);
        assert!(!journal.tidy(&store, &mut places).unwrap());
    }
}
