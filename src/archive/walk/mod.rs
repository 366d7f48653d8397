//! From the sources on the command line to single inputs: files, folders, globs, archives, JSON Lines, standard input.
//!
//! An input is met in the same order in every run. Nothing is read here but archives and JSON Lines, which can only be
//! read from front to back; a worker opens the file itself.

mod lines;
mod packed;

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::BufRead;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result, bail};

use super::names::spelled;
use super::outcome::{Aside, Failure, Outcome};
use super::pipeline::{Gate, Pass};

pub use lines::{Line, Wrapped, next_line};

/// The largest input that is read, in bytes: as for a single postmortem.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Endings of files that are looked at in a folder or an archive. A file named on the command line always is.
const TEXT: &[&str] = &[
    "md", "markdown", "mdown", "mkd", "mdx", "txt", "text", "html", "htm", "xhtml", "json", "jsonl", "ndjson", "rst",
    "adoc", "asciidoc", "org", "wiki", "",
];

/// One thing to read.
#[derive(Debug)]
pub struct Input<'g> {
    /// What it is known by from run to run; unique within one.
    pub key: String,
    /// The path that is shown and that its facts cite.
    pub path: String,
    /// Lines of the file above it, for an entry of JSON Lines.
    pub lines_above: usize,
    /// Where its bytes are.
    pub data: Data,
    /// Its share of the memory, if its bytes are in it already.
    pub pass: Option<Pass<'g>>,
}

/// Where the bytes of an input are.
#[derive(Debug)]
pub enum Data {
    /// In a file.
    File(PathBuf),
    /// Here.
    Bytes(Vec<u8>),
    /// It is decided already what becomes of it.
    Decided(Outcome),
}

/// How far the walk has come, in bytes of the sources.
#[derive(Debug, Default)]
pub struct Meter {
    /// Bytes that were walked over.
    pub walked: AtomicU64,
}

impl Meter {
    fn add(&self, bytes: u64) {
        self.walked.fetch_add(bytes, Ordering::Relaxed);
    }
}

/// Says early what cannot work at all.
///
/// # Errors
/// If a source does not exist, or is a glob that cannot be understood.
pub fn check(sources: &[PathBuf]) -> Result<()> {
    for source in sources.iter().filter(|source| source.as_os_str() != "-") {
        if source.symlink_metadata().is_ok() {
            continue;
        }
        let shown = shown(source);
        let Some(pattern) = glob(source) else {
            bail!("there is no {shown}; give files, folders, globs, archives, or - for a list on standard input")
        };
        globset::Glob::new(&pattern).with_context(|| format!("cannot understand the glob {shown}"))?;
    }
    Ok(())
}

/// Bytes of all sources as they lie on the disk, for the progress bar. Sources that cannot be read count nothing.
pub fn total_bytes(sources: &[PathBuf], out: &Path) -> u64 {
    let size = |path: &Path| path.metadata().map_or(0, |m| if m.is_file() { m.len() } else { 0 });
    let folder = |path: &Path| {
        builder(path, out).build().flatten().filter(|e| !e.path().is_dir()).map(|e| size(e.path())).sum::<u64>()
    };
    sources.iter().map(|source| if source.is_dir() { folder(source) } else { size(source) }).sum()
}

/// Walks the sources. See [`Walk::sources`].
pub struct Walk<'g, 'f> {
    /// The output folder, which is no source even when it lies in one.
    pub out: &'f Path,
    /// The memory that inputs in flight may take.
    pub gate: &'g Gate,
    /// How far the walk is.
    pub meter: &'f Meter,
    /// The largest input that is read, in bytes.
    pub most: u64,
    /// Bytes that an archive may unpack to whatever its own size.
    pub free: u64,
    /// Keys that were given, as digests.
    seen: HashSet<u64>,
    give: &'f mut dyn FnMut(Input<'g>) -> bool,
}

impl<'g, 'f> Walk<'g, 'f> {
    /// A walk that calls `give` with every input, until that says no.
    pub fn new(out: &'f Path, gate: &'g Gate, meter: &'f Meter, give: &'f mut dyn FnMut(Input<'g>) -> bool) -> Self {
        Walk { out, gate, meter, most: MAX_BYTES, free: packed::FREE, seen: HashSet::new(), give }
    }

    /// Walks all sources, in their order.
    ///
    /// # Errors
    /// If standard input cannot be read. What is wrong with one source becomes an outcome of its own.
    pub fn sources(&mut self, sources: &[PathBuf]) -> Result<()> {
        for source in sources {
            let go_on = if source.as_os_str() == "-" {
                let mut input = std::io::stdin().lock();
                self.standard_input(&mut input).context("cannot read standard input")?
            } else {
                self.source(source)
            };
            if !go_on {
                break;
            }
        }
        Ok(())
    }

    fn source(&mut self, source: &Path) -> bool {
        if source.symlink_metadata().is_ok() {
            return if source.is_dir() { self.folder(source, None) } else { self.file(source, true) };
        }
        let matcher = glob(source).and_then(|pattern| {
            let glob = globset::GlobBuilder::new(&pattern).literal_separator(true).build().ok()?;
            Some((base(Path::new(&pattern)), glob.compile_matcher()))
        });
        match matcher {
            Some((base, matcher)) => {
                let before = self.seen.len();
                self.folder(&base, Some(&matcher))
                    && (self.seen.len() > before || self.failed(source, "open", "the glob matches no new file"))
            }
            None => self.failed(source, "open", "there is no such file"),
        }
    }

    fn folder(&mut self, folder: &Path, only: Option<&globset::GlobMatcher>) -> bool {
        for entry in builder(folder, self.out).build() {
            let go_on = match entry {
                Err(error) => {
                    let text = error.to_string();
                    self.failed(folder, "open", &text)
                }
                Ok(entry) => {
                    let path = plain(entry.path());
                    let wanted = only.is_none_or(|only| only.is_match(&path));
                    match entry.file_type() {
                        _ if !wanted => true,
                        Some(kind) if kind.is_dir() => true,
                        Some(kind) if kind.is_symlink() => self.link(&path),
                        _ => self.file(&path, only.is_some()),
                    }
                }
            };
            if !go_on {
                return false;
            }
        }
        true
    }

    /// A link in a folder: to a file it is as good as the file. A linked folder is not entered, so that no walk goes
    /// round in circles or leaves the folder that was given.
    fn link(&mut self, path: &Path) -> bool {
        match path.metadata() {
            Ok(target) if target.is_dir() => {
                self.aside(path, "a link to a folder; give that folder as a source of its own if it is one")
            }
            Ok(_) => self.file(path, false),
            Err(error) => self.failed(path, "open", &error.to_string()),
        }
    }

    /// One file. `named`: the user asked for this one, not for whatever is in a folder.
    fn file(&mut self, path: &Path, named: bool) -> bool {
        let size = match path.metadata() {
            Ok(about) if about.is_file() => about.len(),
            Ok(about) if about.is_dir() => return self.folder(path, None),
            // Reading a pipe or a device could wait for ever.
            Ok(_) => return self.aside(path, "neither a file nor a folder"),
            Err(error) => return self.failed(path, "open", &error.to_string()),
        };
        let shown = shown(path);
        if !self.seen.insert(digest(&shown)) {
            return true;
        }
        match Kind::of(&shown) {
            Kind::Zip => packed::zip(self, path, &shown),
            Kind::Tar(packing) => packed::tar(self, path, &shown, packing),
            Kind::Lines => match std::fs::File::open(path) {
                Ok(file) => self.json_lines(&shown, &mut std::io::BufReader::new(file), true),
                Err(error) => self.failed(path, "open", &error.to_string()),
            },
            Kind::Other(ending) if !named => {
                let reason = format!("a format that is not read (.{ending})");
                self.meter.add(size);
                self.aside(path, &reason)
            }
            Kind::Text | Kind::Other(_) => {
                self.meter.add(size);
                let data = Data::File(path.to_owned());
                (self.give)(Input { key: shown.clone(), path: shown, lines_above: 0, data, pass: None })
            }
        }
    }

    /// A list of paths, one a line or ended by NUL, or JSON Lines.
    fn standard_input(&mut self, input: &mut dyn BufRead) -> std::io::Result<bool> {
        let start = loop {
            let buffer = input.fill_buf()?;
            let blank = buffer.iter().take_while(|b| b.is_ascii_whitespace()).count();
            if blank == 0 {
                break buffer;
            }
            input.consume(blank);
        };
        if start.first() == Some(&b'{') {
            return Ok(self.json_lines("-", input, false));
        }
        // A list that is ended by NUL can hold names with line breaks.
        let end = if start.contains(&0) { 0 } else { b'\n' };
        let mut line = Vec::new();
        loop {
            line.clear();
            if input.read_until(end, &mut line)? == 0 {
                return Ok(true);
            }
            if line.last() == Some(&end) {
                line.pop();
            }
            if end == b'\n' && line.last() == Some(&b'\r') {
                line.pop();
            }
            if !line.is_empty() && !self.source(&path_of(&line)) {
                return Ok(false);
            }
        }
    }

    /// Gives bytes that were read already. A second input of the same name gets a number.
    fn bytes(&mut self, key: &str, path: &str, lines_above: usize, bytes: Vec<u8>, pass: Pass<'g>) -> bool {
        let key = self.unique(key);
        let data = Data::Bytes(bytes);
        (self.give)(Input { key, path: path.to_owned(), lines_above, data, pass: Some(pass) })
    }

    fn unique(&mut self, key: &str) -> String {
        let mut unique = key.to_owned();
        let mut number = 1;
        while !self.seen.insert(digest(&unique)) {
            number += 1;
            unique = format!("{key}#{number}");
        }
        unique
    }

    fn failed(&mut self, path: &Path, step: &str, error: &str) -> bool {
        self.failed_at(&shown(path), step, error)
    }

    fn failed_at(&mut self, path: &str, step: &str, error: &str) -> bool {
        let failure = Failure { path: path.into(), incident: None, step: step.into(), error: error.into() };
        self.decided(path, Outcome::Failed(failure))
    }

    fn aside(&mut self, path: &Path, reason: &str) -> bool {
        self.aside_at(&shown(path), reason)
    }

    fn aside_at(&mut self, path: &str, reason: &str) -> bool {
        self.decided(path, Outcome::Aside(Aside { path: path.into(), incident: None, reason: reason.into() }))
    }

    fn decided(&mut self, path: &str, outcome: Outcome) -> bool {
        let input =
            Input { key: path.into(), path: path.into(), lines_above: 0, data: Data::Decided(outcome), pass: None };
        (self.give)(input)
    }
}

/// What a file is by its name.
enum Kind {
    Zip,
    Tar(packed::Packing),
    Lines,
    Text,
    Other(String),
}

impl Kind {
    fn of(name: &str) -> Kind {
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase();
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        match ending {
            "zip" => Kind::Zip,
            "tar" => Kind::Tar(packed::Packing::None),
            "tgz" => Kind::Tar(packed::Packing::Gzip),
            "tzst" => Kind::Tar(packed::Packing::Zstd),
            _ if name.ends_with(".tar.gz") => Kind::Tar(packed::Packing::Gzip),
            _ if name.ends_with(".tar.zst") => Kind::Tar(packed::Packing::Zstd),
            "jsonl" | "ndjson" => Kind::Lines,
            _ if TEXT.contains(&ending) => Kind::Text,
            _ => Kind::Other(ending.into()),
        }
    }
}

fn builder(folder: &Path, out: &Path) -> ignore::WalkBuilder {
    let mut builder = ignore::WalkBuilder::new(folder);
    // As in a repository, but a folder need not be one for its .gitignore to hold; and not what only this user ignores.
    builder.require_git(false).git_global(false).sort_by_file_name(std::cmp::Ord::cmp);
    let out = out.to_owned();
    builder.filter_entry(move |entry| {
        let folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        !(folder && entry.path().canonicalize().is_ok_and(|path| path == out))
    });
    builder
}

/// The pattern, where a source that does not exist can be one.
fn glob(source: &Path) -> Option<String> {
    let text = plain(source).to_str()?.to_owned();
    text.contains(['*', '?', '[', '{']).then_some(text)
}

/// The folder that a glob starts in: what comes before its first wildcard.
fn base(pattern: &Path) -> PathBuf {
    let literal = |part: &Component<'_>| !part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']);
    let base: PathBuf = pattern.components().take_while(literal).collect();
    if base.as_os_str().is_empty() { PathBuf::from(".") } else { base }
}

/// The path without `./` in front, so that a file is the same however it was come by.
fn plain(path: &Path) -> PathBuf {
    let plain: PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
    if plain.as_os_str().is_empty() { PathBuf::from(".") } else { plain }
}

fn shown(path: &Path) -> String {
    spelled(plain(path).as_os_str().as_encoded_bytes())
}

fn path_of(bytes: &[u8]) -> PathBuf {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
    }
    #[cfg(not(unix))]
    {
        PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
    }
}

fn digest(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests;
