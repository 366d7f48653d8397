//! The `warstory` binary: parses, runs, prints the error, sets the exit code.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use warstory::clean::clean;
use warstory::cli::Cli;
use warstory::commands::{self, Status};

/// A draft is made of thousands of short strings: an allocator made for small blocks saves a tenth of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let done = commands::run(&cli, &mut out).and_then(|status| {
        out.flush()?;
        Ok(status)
    });
    match done {
        Ok(Status::Done) => ExitCode::SUCCESS,
        Ok(Status::Findings) => ExitCode::from(1),
        Ok(Status::Interrupted) => ExitCode::from(130),
        Err(e) if is_broken_pipe(&e) => ExitCode::SUCCESS,
        Err(e) => {
            // A message can quote the input and name the file. Nothing is left to do when standard error is closed too.
            let _ = writeln!(std::io::stderr(), "warstory: {}", clean(&format!("{e:#}")));
            ExitCode::from(2)
        }
    }
}

/// The reader of our output has seen enough (`| head`): no failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|e| e.downcast_ref::<std::io::Error>()).any(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
}
