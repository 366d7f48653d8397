//! Archives. Nothing is ever unpacked to the disk: an entry's name is only a name, wherever it points.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use super::super::names::spelled;
use super::{Kind, Walk};

/// How a tar file is packed.
#[derive(Debug, Clone, Copy)]
pub enum Packing {
    None,
    Gzip,
    Zstd,
}

/// An archive may unpack to this many bytes whatever its size …
pub const FREE: u64 = 1024 * 1024 * 1024;
/// … and to this many times its size. Text shrinks to a fifth, much repeated text to a fiftieth.
const RATIO: u64 = 200;

impl Walk<'_, '_> {
    /// Bytes that an archive of so many bytes may unpack to.
    fn unpacked(&self, packed: u64) -> u64 {
        self.free.max(packed.saturating_mul(RATIO))
    }
}

/// What an archive is told that reaches its bound.
const TOO_MUCH: &str = "it unpacks to far more than an archive of its size can hold; the rest is left out";

/// Gives the entries of a zip file.
pub fn zip(walk: &mut Walk<'_, '_>, path: &Path, shown: &str) -> bool {
    let opened = File::open(path).map_err(zip::result::ZipError::from);
    let size = path.metadata().map_or(0, |m| m.len());
    let mut archive = match opened.and_then(|file| zip::ZipArchive::new(BufReader::new(file))) {
        Ok(archive) => archive,
        Err(error) => return walk.failed_at(shown, "unpack", &error.to_string()),
    };
    let mut left = walk.unpacked(size);
    for index in 0..archive.len() {
        let mut entry = match archive.by_index(index) {
            Ok(entry) if entry.is_dir() || entry.is_symlink() => continue,
            Ok(entry) => entry,
            Err(error) => {
                let here = format!("{shown}/#{index}");
                if !walk.failed_at(&here, "unpack", &error.to_string()) {
                    return false;
                }
                continue;
            }
        };
        let name = spelled(entry.name_raw());
        walk.meter.add(entry.compressed_size());
        let mut limited = Limited { inner: &mut entry, left: &mut left };
        if !one(walk, shown, &name, &mut limited) {
            return false;
        }
        if left == 0 {
            return walk.failed_at(shown, "unpack", TOO_MUCH);
        }
    }
    true
}

/// Gives the entries of a tar file.
pub fn tar(walk: &mut Walk<'_, '_>, path: &Path, shown: &str, packing: Packing) -> bool {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) => return walk.failed_at(shown, "open", &error.to_string()),
    };
    let size = file.metadata().map_or(0, |m| m.len());
    let reader: Box<dyn Read> = match packing {
        Packing::None => Box::new(BufReader::new(file)),
        Packing::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(BufReader::new(file))),
        Packing::Zstd => Box::new(Frames { file: Some(BufReader::new(file)), frame: None }),
    };
    let mut left = walk.unpacked(size);
    let mut archive = tar::Archive::new(Limited { inner: reader, left: &mut left });
    let fail = |walk: &mut Walk<'_, '_>, error: std::io::Error| walk.failed_at(shown, "unpack", &error.to_string());
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return fail(walk, error),
    };
    for entry in entries {
        let mut entry = match entry {
            Ok(entry) => entry,
            // Behind a broken header nothing can be found any more.
            Err(error) => return fail(walk, error),
        };
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let name = spelled(&entry.path_bytes());
        if !one(walk, shown, &name, &mut entry) {
            return false;
        }
    }
    walk.meter.add(size);
    true
}

/// One entry of an archive.
fn one(walk: &mut Walk<'_, '_>, shown: &str, name: &str, entry: &mut dyn Read) -> bool {
    let here = format!("{shown}/{name}");
    if name.rsplit('/').next().is_some_and(|name| name.starts_with('.')) || name.starts_with("__MACOSX/") {
        return true;
    }
    match Kind::of(name) {
        Kind::Zip | Kind::Tar(_) => walk.aside_at(&here, "an archive inside an archive; unpack it first"),
        Kind::Other(ending) => walk.aside_at(&here, &format!("a format that is not read (.{ending})")),
        Kind::Lines => walk.json_lines(&here, &mut BufReader::new(entry), true),
        Kind::Text => {
            // The size in the header may be a lie, so what counts is what comes out.
            let mut bytes = Vec::new();
            if let Err(error) = entry.take(walk.most + 1).read_to_end(&mut bytes) {
                return walk.failed_at(&here, "unpack", &error.to_string());
            }
            if bytes.len() as u64 > walk.most {
                let error = format!("it unpacks to more than {} KiB", walk.most / 1024);
                return walk.failed_at(&here, "unpack", &error);
            }
            let pass = walk.gate.pass(bytes.len() as u64);
            walk.bytes(&here, &here, 0, bytes, pass)
        }
    }
}

/// A reader that fails when more comes out of it than an honest archive holds.
struct Limited<'l, R> {
    inner: R,
    left: &'l mut u64,
}

impl<R: Read> Read for Limited<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        *self.left = self.left.saturating_sub(count as u64);
        if *self.left == 0 {
            return Err(std::io::Error::other(TOO_MUCH));
        }
        Ok(count)
    }
}

/// All frames of a zstd file, one after the other; the decoder itself stops behind the first.
struct Frames {
    file: Option<BufReader<File>>,
    frame: Option<Box<ruzstd::decoding::StreamingDecoder<BufReader<File>, ruzstd::decoding::FrameDecoder>>>,
}

impl Read for Frames {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        loop {
            if let Some(frame) = &mut self.frame {
                let count = frame.read(buffer)?;
                if count > 0 || buffer.is_empty() {
                    return Ok(count);
                }
                self.file = self.frame.take().map(|frame| frame.into_inner());
            }
            let Some(mut file) = self.file.take() else { return Ok(0) };
            if file.fill_buf()?.is_empty() {
                return Ok(0);
            }
            let frame = ruzstd::decoding::StreamingDecoder::new(file).map_err(std::io::Error::other)?;
            self.frame = Some(Box::new(frame));
        }
    }
}
