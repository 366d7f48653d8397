//! Step 1: bytes → [`Document`]s.
//!
//! A format is one file with a `pub const FORMAT` and one line in [`FORMATS`]. The first that recognises the input
//! reads it; the last one recognises everything.

pub mod decode;
pub mod entity;
pub mod feed;
pub mod html;
pub mod json;
pub mod markdown;
pub mod outline;
pub mod paragraph;
pub mod rst;
pub mod several;
pub mod shape;
pub mod table;
pub mod text;
pub mod updates;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::document::Document;
use crate::facts::{Facts, Source, Warning};

/// An input format.
pub struct Format {
    /// What `source.format` says.
    pub name: &'static str,
    /// Whether the input is in this format. Looks at the file's name and at its first lines only.
    pub recognises: fn(&Raw) -> bool,
    /// Reads it. Errors say what is wrong, where, and what to do.
    pub read: fn(&Raw) -> Result<Reading>,
}

/// All input formats, the most particular first.
pub const FORMATS: &[Format] = &[json::FORMAT, feed::FORMAT, html::FORMAT, rst::FORMAT, text::FORMAT, markdown::FORMAT];

/// One decoded input file.
#[derive(Debug)]
pub struct Raw {
    /// As given on the command line; `-` for standard input.
    pub path: String,
    /// Its text, without a byte order mark.
    pub text: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// What decoding could not make sense of.
    pub warnings: Vec<Warning>,
}

/// What a file turned out to hold.
#[derive(Debug)]
pub enum Reading {
    /// One document for each incident.
    Documents(Vec<Document>),
    /// Facts that were extracted earlier, perhaps corrected by hand since.
    Facts(Box<Facts>),
}

impl Raw {
    /// The file's ending in lower case, without the dot; empty where it has none.
    pub fn extension(&self) -> String {
        std::path::Path::new(&self.path).extension().unwrap_or_default().to_string_lossy().to_lowercase()
    }

    /// The `source` of a document in this file.
    pub fn source(&self, format: &str, flavour: &str) -> Source {
        Source { path: self.path.clone(), format: format.into(), flavour: flavour.into(), sha256: self.sha256.clone() }
    }
}

/// Reads the bytes of the file at `path` (which only lends its name).
///
/// # Errors
/// If the bytes are no text, hold no words, or are broken in their own format.
pub fn read(path: &str, bytes: &[u8]) -> Result<Reading> {
    let (text, warnings) = decode::decode(bytes).with_context(|| format!("cannot read {path}"))?;
    if text.trim().is_empty() {
        bail!("cannot read {path}: the file is empty; give a postmortem or an incident timeline");
    }
    let sha256 = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
    let raw = Raw { path: path.into(), text, sha256, warnings };
    let format = FORMATS.iter().find(|f| (f.recognises)(&raw)).unwrap_or(&markdown::FORMAT);
    let mut reading = (format.read)(&raw).with_context(|| format!("cannot read {path} as {}", format.name))?;
    if let Reading::Documents(documents) = &mut reading
        && format.name != "json"
    {
        for document in documents {
            document.blocks = updates::closed_by_times(std::mem::take(&mut document.blocks));
        }
    }
    Ok(match reading {
        Reading::Documents(documents) if format.name != "json" && documents.iter().all(|d| d.id.is_none()) => {
            Reading::Documents(documents.into_iter().flat_map(several::split).collect())
        }
        reading => reading,
    })
}

#[cfg(test)]
mod tests;
