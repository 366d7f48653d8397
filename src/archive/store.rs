//! The output folder: one writer at a time, files that appear whole or not at all, drafts that are never overwritten
//! once they were edited.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

/// What warstory itself needs in an output folder.
pub const STATE: &str = ".warstory";

/// An output folder that only this process writes to.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    unfinished: PathBuf,
    next: AtomicU64,
    /// Held until the process ends, however it ends.
    _lock: File,
}

/// Where a file ended up.
#[derive(Debug, PartialEq, Eq)]
pub struct Placed {
    /// Relative to the output folder.
    pub file: String,
    /// Digest of its content.
    pub digest: String,
    /// The file that it was to have been, but that was edited.
    pub beside: Option<String>,
}

impl Store {
    /// Opens `folder`, creating it if need be, and removes what an earlier run may have left unfinished.
    ///
    /// # Errors
    /// If it cannot be written to, or another process has it open.
    pub fn open(folder: &Path) -> Result<Store> {
        let name = folder.display();
        if folder.exists() && !folder.is_dir() {
            bail!("{name} is a file; give a folder for the stories");
        }
        let state = folder.join(STATE);
        fs::create_dir_all(&state).with_context(|| format!("cannot create {}", state.display()))?;
        let lock = state.join("lock");
        let lock = File::create(&lock).with_context(|| format!("cannot write to {name}"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => {
                bail!("another warstory batch is writing to {name}; wait for it, or give another folder")
            }
            Err(fs::TryLockError::Error(error)) => {
                return Err(error).with_context(|| format!("cannot lock {name}"));
            }
        }
        let unfinished = state.join("unfinished");
        match fs::remove_dir_all(&unfinished) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("cannot clear {}", unfinished.display()));
            }
            _ => {}
        }
        for sub in [&unfinished, &folder.join("stories"), &folder.join("facts")] {
            fs::create_dir_all(sub).with_context(|| format!("cannot create {}", sub.display()))?;
        }
        let folder = folder.canonicalize().with_context(|| format!("cannot find {name}"))?;
        let unfinished = unfinished.canonicalize().with_context(|| format!("cannot find {name}"))?;
        Ok(Store { folder, unfinished, next: AtomicU64::new(0), _lock: lock })
    }

    /// The folder, as an absolute path.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The absolute path of a file in it.
    pub fn path(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    /// A new file that nobody sees until it is given to [`Store::finish`].
    ///
    /// # Errors
    /// If it cannot be created.
    pub fn begin(&self) -> Result<(PathBuf, File)> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let path = self.unfinished.join(number.to_string());
        let file = File::create(&path).with_context(|| format!("cannot write to {}", self.folder.display()))?;
        Ok((path, file))
    }

    /// Puts an unfinished file in its place, in one step.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn finish(&self, unfinished: &Path, file: &str) -> Result<()> {
        fs::rename(unfinished, self.path(file)).with_context(|| format!("cannot write {}", self.path(file).display()))
    }

    /// Writes a file of our own (an index), whole or not at all.
    ///
    /// # Errors
    /// If it cannot be written; nothing is left behind then.
    pub fn write(&self, file: &str, content: &[u8]) -> Result<()> {
        let (path, mut unfinished) = self.begin()?;
        let written = unfinished.write_all(content);
        drop(unfinished);
        if let Err(error) = written {
            // The room it took may be what the user needs most now.
            let _ = fs::remove_file(&path);
            return Err(error).with_context(|| format!("cannot write {}", self.path(file).display()));
        }
        self.finish(&path, file)
    }

    /// Writes `stem.ending`. If there is such a file already and it is not as we wrote it (its digest is not `ours`),
    /// then somebody edited it, and the new one goes beside it as `stem.new.ending`.
    ///
    /// `intent` is called with the name and the digest before the file appears.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn place(
        &self,
        (stem, ending): (&str, &str),
        content: &[u8],
        ours: &HashSet<String>,
        intent: impl FnOnce(&str, &str) -> Result<()>,
    ) -> Result<Placed> {
        let new = digest(content);
        let first = format!("{stem}.{ending}");
        let mut file = first.clone();
        let mut number = 1;
        loop {
            match fs::read(self.path(&file)) {
                Err(error) if error.kind() == ErrorKind::NotFound => break,
                Err(error) => return Err(error).with_context(|| format!("cannot read {}", self.path(&file).display())),
                Ok(old) => {
                    let old = digest(&old);
                    if old == new {
                        let beside = (file != first).then_some(first);
                        return Ok(Placed { file, digest: new, beside });
                    }
                    if ours.contains(&old) {
                        break;
                    }
                }
            }
            file = if number == 1 { format!("{stem}.new.{ending}") } else { format!("{stem}.new{number}.{ending}") };
            number += 1;
        }
        intent(&file, &new)?;
        self.write(&file, content)?;
        let beside = (file != first).then_some(first);
        Ok(Placed { file, digest: new, beside })
    }
}

/// SHA-256 in hexadecimal, the first half: enough to tell edits and changes.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(16).map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(store: &Store, content: &str, ours: &[&str]) -> Placed {
        let ours = ours.iter().map(|text| digest(text.as_bytes())).collect();
        store.place(("stories/a", "md"), content.as_bytes(), &ours, |_, _| Ok(())).unwrap()
    }

    fn read(store: &Store, file: &str) -> String {
        fs::read_to_string(store.path(file)).unwrap()
    }

    #[test]
    fn an_edited_draft_stays_and_the_new_one_goes_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        assert_eq!(put(&store, "one", &[]).file, "stories/a.md");
        assert_eq!(put(&store, "two", &["one"]).beside, None);
        assert_eq!(read(&store, "stories/a.md"), "two");
        fs::write(store.path("stories/a.md"), "mine").unwrap();
        let placed = put(&store, "three", &["one", "two"]);
        assert_eq!((placed.file.as_str(), placed.beside.as_deref()), ("stories/a.new.md", Some("stories/a.md")));
        assert_eq!(put(&store, "four", &["one", "two", "three"]).file, "stories/a.new.md");
        fs::write(store.path("stories/a.new.md"), "mine too").unwrap();
        assert_eq!(put(&store, "five", &["four"]).file, "stories/a.new2.md");
        assert_eq!(read(&store, "stories/a.md"), "mine");
        assert_eq!(read(&store, "stories/a.new.md"), "mine too");
    }

    #[test]
    fn a_file_of_somebody_else_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        fs::write(store.path("stories/a.md"), "notes").unwrap();
        assert_eq!(put(&store, "one", &[]).file, "stories/a.new.md");
    }

    #[test]
    fn only_one_can_have_it_open() {
        let folder = tempfile::tempdir().unwrap();
        let first = Store::open(folder.path()).unwrap();
        assert!(Store::open(folder.path()).unwrap_err().to_string().contains("another warstory batch"));
        drop(first);
        Store::open(folder.path()).unwrap();
    }

    #[test]
    fn unfinished_files_are_cleared() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let (path, _) = store.begin().unwrap();
        drop(store);
        assert!(path.exists());
        Store::open(folder.path()).unwrap();
        assert!(!path.exists());
    }
}
