//! From the command line to the facts of one incident.

use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::check::from_facts;
use crate::cli::InputArgs;
use crate::document::Document;
use crate::extract::extract;
use crate::facts::Facts;
use crate::read::{self, Reading};
use crate::settings::Settings;

/// The largest input that is read, in bytes. A postmortem is a few kilobytes, the largest incident log that we know
/// of 73; the limit keeps a mistaken argument (a log file, a disk image) from filling the memory.
const MAX_BYTES: u64 = 32 * 1024 * 1024;

/// Reads a postmortem as it is, with the facts of the incident that was asked for: to look things up in it. Facts that were extracted before (and
/// perhaps corrected) stand for their postmortem.
///
/// # Errors
/// If the file cannot be read, or holds several incidents and none was chosen.
pub fn document(args: &InputArgs, settings: &Settings) -> Result<(Document, Facts)> {
    match read(args)? {
        Reading::Documents(documents) => chosen(args, settings, documents),
        Reading::Facts(facts) => Ok((from_facts::document(&facts), *facts)),
    }
}

/// Reads the input and extracts the facts of the incident that was asked for.
///
/// # Errors
/// If the file cannot be read, or holds several incidents and none was chosen: they are listed.
pub fn facts(args: &InputArgs, settings: &Settings) -> Result<Facts> {
    match read(args)? {
        Reading::Facts(facts) => Ok(*facts),
        Reading::Documents(documents) => Ok(chosen(args, settings, documents)?.1),
    }
}

fn read(args: &InputArgs) -> Result<Reading> {
    read::read(&args.input.to_string_lossy(), &bytes(&args.input)?)
}

fn chosen(args: &InputArgs, settings: &Settings, mut documents: Vec<Document>) -> Result<(Document, Facts)> {
    let index = choose(&documents, args.incident.as_deref())
        .with_context(|| format!("cannot choose an incident of {}", args.input.to_string_lossy()))?;
    let document = documents.swap_remove(index);
    let facts = extract(&document, &args.missing.extract(settings));
    Ok((document, facts))
}

/// The index of the incident that was asked for.
fn choose(documents: &[Document], incident: Option<&str>) -> Result<usize> {
    let list = || {
        let lines = documents.iter().map(|d| {
            let title = d.blocks.first().map(|b| b.text().as_str()).unwrap_or_default();
            format!("  {}  {title}\n", d.id.as_deref().unwrap_or("-"))
        });
        lines.collect::<String>()
    };
    match (incident, documents) {
        (None, [_]) => Ok(0),
        (None, []) => bail!("it holds no incident"),
        (None, _) => bail!("it holds {} incidents; choose one with --incident ID:\n{}", documents.len(), list()),
        (Some(id), _) => match documents.iter().position(|d| d.id.as_deref() == Some(id)) {
            Some(index) => Ok(index),
            None => bail!("no incident {id:?} in it; there are:\n{}", list()),
        },
    }
}

/// All of a file, or of standard input for `-`.
///
/// # Errors
/// If it cannot be read, is a directory, or is too large to be a document.
pub fn bytes(path: &Path) -> Result<Vec<u8>> {
    let name = path.display();
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        std::io::stdin().lock().take(MAX_BYTES + 1).read_to_end(&mut bytes).context("cannot read standard input")?;
    } else {
        if path.is_dir() {
            bail!("{name} is a directory; give one file");
        }
        let file = std::fs::File::open(path).with_context(|| format!("cannot open {name}"))?;
        file.take(MAX_BYTES + 1).read_to_end(&mut bytes).with_context(|| format!("cannot read {name}"))?;
    }
    if bytes.len() as u64 > MAX_BYTES {
        bail!("{name} is larger than {} MiB; give a postmortem, not a log", MAX_BYTES / 1024 / 1024);
    }
    Ok(bytes)
}
