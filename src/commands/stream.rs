//! `warstory stream`: one of many workers.

use std::io::{BufReader, Write};

use anyhow::Result;

use super::batch;
use crate::archive::stream::{Emit, stream};
use crate::archive::teller::Teller;
use crate::cli::{StreamArgs, StreamEmit};
use crate::settings::Settings;
use crate::tell::Voice;

/// Answers lines until there are no more.
///
/// # Errors
/// If input cannot be read or output cannot be written. What is wrong with a line is answered on its line.
pub fn run(args: &StreamArgs, settings: &Settings, out: &mut dyn Write) -> Result<()> {
    let options = batch::options(settings, &args.missing, &args.tell, Vec::new(), false);
    let teller = Teller::new(options, Voice::load(None)?)?;
    let emit = Emit { facts: args.emit != StreamEmit::Story, story: args.emit != StreamEmit::Facts };
    let mut out = LastReader(out);
    let open = || BufReader::new(std::io::stdin());
    stream(&teller, emit, args.jobs, open, &mut out)?;
    Ok(())
}

/// Ends the process when nobody reads our answers any more: the thread that waits for the next line cannot be woken.
struct LastReader<'o>(&'o mut dyn Write);

impl LastReader<'_> {
    fn end<T>(result: std::io::Result<T>) -> std::io::Result<T> {
        if matches!(&result, Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe) {
            std::process::exit(0);
        }
        result
    }
}

impl Write for LastReader<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        Self::end(self.0.write(bytes))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Self::end(self.0.flush())
    }
}
