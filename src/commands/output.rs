//! Writing a result to standard output or, all or nothing, to a file.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::cli::OutputArgs;

/// Writes `text` to where it was asked for. A file appears whole or not at all, and an existing one is only replaced
/// with `--force`.
///
/// # Errors
/// If the file exists and `--force` was not given, or cannot be written.
pub fn write(args: &OutputArgs, text: &str, out: &mut dyn Write) -> Result<()> {
    match &args.output {
        None => Ok(out.write_all(text.as_bytes())?),
        Some(path) => write_file(path, text, args.force),
    }
}

fn write_file(path: &Path, text: &str, force: bool) -> Result<()> {
    let name = path.display();
    if path.is_dir() {
        bail!("{name} is a directory; give a file name");
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".warstory-");
    #[cfg(unix)]
    {
        // A temporary file is private by default; a result gets the permissions of any other new file.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder).with_context(|| format!("cannot write to {}", folder.display()))?;
    file.write_all(text.as_bytes()).with_context(|| format!("cannot write {name}"))?;
    file.as_file().sync_all().with_context(|| format!("cannot write {name}"))?;
    if force {
        file.persist(path).map_err(|e| e.error).with_context(|| format!("cannot write {name}"))?;
    } else {
        // Decided by the file system in one step, so that nothing is lost when somebody else writes at the same time.
        file.persist_noclobber(path).map_err(|e| e.error).with_context(|| {
            if path.exists() {
                format!("{name} exists; use --force to replace it")
            } else {
                format!("cannot write {name}")
            }
        })?;
    }
    Ok(())
}
