//! Faults of the disk that the bank is written to.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{archive, assert_same_tree, run_with, stories, there_is, tree};

/// Runs a shell script with `$WARSTORY` in a folder and returns its exit code and what it said.
fn script(shell: &[&str], folder: &Path, text: &str) -> (Option<i32>, String) {
    let (program, args) = shell.split_first().unwrap();
    let done = Command::new(program)
        .args(args)
        .args(["-c", text])
        .current_dir(folder)
        .env("WARSTORY", env!("CARGO_BIN_EXE_warstory"))
        .output()
        .unwrap();
    (done.status.code(), String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned())
}

#[test]
fn when_no_file_can_grow_further_it_says_so_and_goes_on_later() {
    if !there_is("bash", &["-c", "ulimit -f 64"]) {
        return eprintln!("skipped: no bash to limit the size of files with");
    }
    let folder = tempfile::tempdir().unwrap();
    archive(&folder.path().join("in"), 60);
    run_with(0, folder.path(), &["batch", "in", "-o", "clean"]);
    let limited = "trap '' XFSZ; ulimit -f 40; exec \"$WARSTORY\" batch in -o bank";
    let (code, said) = script(&["bash"], folder.path(), limited);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("cannot write"), "{said}");
    // What is there is whole, and nothing unfinished is left.
    for name in stories(&folder.path().join("bank")) {
        let whole = fs::read(folder.path().join("clean/stories").join(&name)).unwrap();
        assert_eq!(fs::read(folder.path().join("bank/stories").join(&name)).unwrap(), whole, "{name}");
    }
    assert!(tree(&folder.path().join("bank")).keys().all(|name| !name.contains("unfinished")));
    run_with(0, folder.path(), &["batch", "in", "-o", "bank"]);
    assert_same_tree(&folder.path().join("clean"), &folder.path().join("bank"));
}

/// A shell that sees file systems of its own, which end with it.
const OWN_MOUNTS: [&str; 3] = ["unshare", "-m", "bash"];

fn can_mount() -> bool {
    let there = there_is("unshare", &["-m", "sh", "-c", "mount -t tmpfs tmpfs /mnt"]);
    if !there {
        eprintln!("skipped: no right to mount a file system");
    }
    there
}

#[test]
fn a_full_disk_is_reported_and_resumed_once_there_is_room() {
    if !can_mount() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    archive(&folder.path().join("in"), 60);
    run_with(0, folder.path(), &["batch", "in", "-o", "clean"]);
    let text = r#"
        mkdir bank saved
        mount -t tmpfs -o size=400k tmpfs bank || exit 90
        "$WARSTORY" batch in -o bank; [ $? = 2 ] || exit 91
        [ -z "$(ls -A bank/.warstory/unfinished)" ] || exit 92
        mount -o remount,size=64m bank || exit 93
        "$WARSTORY" batch in -o bank || exit 94
        cp -a bank/. saved"#;
    let (code, said) = script(&OWN_MOUNTS, folder.path(), text);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("No space left on device"), "{said}");
    assert_same_tree(&folder.path().join("clean"), &folder.path().join("saved"));
}

#[test]
fn an_output_folder_that_cannot_be_written_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    archive(&folder.path().join("in"), 1);
    fs::write(folder.path().join("file"), "x").unwrap();
    run_with(2, folder.path(), &["batch", "in", "-o", "file"]);
    assert_eq!(fs::read_to_string(folder.path().join("file")).unwrap(), "x");
    if can_mount() {
        let text = "mkdir bank; mount -t tmpfs -o ro tmpfs bank || exit 90; \"$WARSTORY\" batch in -o bank";
        let (code, said) = script(&OWN_MOUNTS, folder.path(), text);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("Read-only file system"), "{said}");
    }
}
