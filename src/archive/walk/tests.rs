//! Tests of the walk, on real files.

use std::fs;
use std::io::Write;

use super::*;

/// The key and the first word of what is given, or what was decided.
fn walked(sources: &[&Path]) -> Vec<(String, String)> {
    let (gate, meter) = (Gate::new(1 << 20), Meter::default());
    let mut seen = Vec::new();
    let mut give = |input: Input<'_>| {
        let what = match &input.data {
            Data::File(path) => fs::read_to_string(path).unwrap_or_default(),
            Data::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Data::Decided(Outcome::Failed(failure)) => format!("failed {}", failure.error),
            Data::Decided(Outcome::Aside(aside)) => format!("aside {}", aside.reason),
            Data::Decided(Outcome::Done(_)) => unreachable!(),
        };
        seen.push((input.key, what));
        true
    };
    let sources: Vec<PathBuf> = sources.iter().map(|s| s.to_path_buf()).collect();
    let mut walk = Walk::new(Path::new("/nowhere"), &gate, &meter, &mut give);
    (walk.most, walk.free) = (1 << 20, 2 << 20);
    walk.sources(&sources).unwrap();
    seen
}

fn names(walked: &[(String, String)], folder: &Path) -> Vec<String> {
    let prefix = format!("{}/", folder.display());
    walked.iter().map(|(key, _)| key.strip_prefix(&prefix).unwrap_or(key).to_owned()).collect()
}

fn files(folder: &Path, files: &[(&str, &str)]) {
    for (name, content) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
}

#[test]
fn a_folder_is_walked_in_order_without_what_git_ignores() {
    let folder = tempfile::tempdir().unwrap();
    files(
        folder.path(),
        &[
            (".gitignore", "drafts/\n"),
            ("b.md", "b"),
            ("a/x.txt", "x"),
            ("drafts/d.md", "d"),
            (".hidden.md", "h"),
            ("logo.png", "png"),
        ],
    );
    let seen = walked(&[folder.path()]);
    assert_eq!(names(&seen, folder.path()), ["a/x.txt", "b.md", "logo.png"]);
    assert_eq!(seen[2].1, "aside a format that is not read (.png)");
}

#[test]
fn a_file_that_two_sources_name_is_given_once() {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path(), &[("a.md", "a"), ("b.md", "b")]);
    let pattern = folder.path().join("*.md");
    let seen = walked(&[&folder.path().join("b.md"), folder.path(), &folder.path().join("./a.md"), &pattern]);
    assert_eq!(names(&seen, folder.path())[..2], ["b.md", "a.md"]);
    assert_eq!(seen[2].1, "failed the glob matches no new file");
}

#[test]
fn a_glob_takes_what_it_matches() {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path(), &[("a/1.md", "1"), ("a/b/2.md", "2"), ("a/3.odd", "3"), ("a/4.txt", "4")]);
    let glob = |pattern: &str| names(&walked(&[&folder.path().join(pattern)]), folder.path());
    assert_eq!(glob("a/*.md"), ["a/1.md"]);
    assert_eq!(glob("**/*.md"), ["a/1.md", "a/b/2.md"]);
    assert_eq!(glob("a/*.odd"), ["a/3.odd"]);
}

#[cfg(unix)]
#[test]
fn links_to_files_are_read_and_links_to_folders_are_not_entered() {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path(), &[("a/a.md", "a")]);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("a/loop")).unwrap();
    std::os::unix::fs::symlink("a.md", folder.path().join("a/link.md")).unwrap();
    std::os::unix::fs::symlink("nothing", folder.path().join("a/broken.md")).unwrap();
    let seen = walked(&[folder.path()]);
    assert_eq!(names(&seen, folder.path()), ["a/a.md", "a/broken.md", "a/link.md", "a/loop"]);
    assert!(seen[1].1.starts_with("failed"), "{seen:?}");
    assert_eq!(seen[2].1, "a");
    assert!(seen[3].1.starts_with("aside a link to a folder"), "{seen:?}");
}

#[test]
fn lines_that_are_documents_are_inputs_and_other_lines_are_one() {
    let folder = tempfile::tempdir().unwrap();
    files(
        folder.path(),
        &[
            ("docs.jsonl", "{\"id\": 7, \"text\": \"# A\"}\n\n{\"id\": 7, \"path\": \"b.md\", \"text\": \"# B\"}\n"),
            ("entries.jsonl", "{\"neither\": 1}\n{\"nor\": 2}\n"),
        ],
    );
    let seen = walked(&[folder.path()]);
    assert_eq!(names(&seen, folder.path()), ["docs.jsonl#7", "docs.jsonl#7#2", "entries.jsonl#"]);
    assert_eq!(seen[1].1, "# B");
    assert_eq!(seen[2].1, "{\"neither\": 1}\n{\"nor\": 2}\n");
}

fn zip_of(path: &Path, entries: &[(&str, &[u8])]) {
    let mut zip = zip::ZipWriter::new(fs::File::create(path).unwrap());
    for (name, content) in entries {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap();
}

fn tar_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, content) in entries {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        // The builder refuses a path that leaves the archive; an attacker does not.
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        tar.append(&header, *content).unwrap();
    }
    tar.into_inner().unwrap()
}

#[test]
fn archives_give_their_entries_under_whatever_name() {
    let folder = tempfile::tempdir().unwrap();
    let entries: &[(&str, &[u8])] = &[("a/1.md", b"one"), ("../../2.md", b"two"), ("x.zip", b"PK"), ("3.png", b"png")];
    zip_of(&folder.path().join("a.zip"), entries);
    let tar = tar_of(entries);
    fs::write(folder.path().join("b.tar"), &tar).unwrap();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&tar).unwrap();
    fs::write(folder.path().join("c.tar.gz"), gzip.finish().unwrap()).unwrap();
    let level = ruzstd::encoding::CompressionLevel::Fastest;
    let (first, second) = tar.split_at(700);
    let frames = [first, second].map(|part| ruzstd::encoding::compress_to_vec(part, level)).concat();
    fs::write(folder.path().join("d.tar.zst"), frames).unwrap();
    let seen = walked(&[folder.path()]);
    let of = |archive: &str| -> Vec<(String, String)> {
        let prefix = format!("{}/{archive}/", folder.path().display());
        seen.iter().filter_map(|(key, what)| Some((key.strip_prefix(&prefix)?.to_owned(), what.clone()))).collect()
    };
    for archive in ["a.zip", "b.tar", "c.tar.gz", "d.tar.zst"] {
        let given = of(archive);
        assert_eq!(given.len(), 4, "{archive}: {seen:?}");
        assert_eq!(given[0], ("a/1.md".into(), "one".into()));
        assert_eq!(given[1], ("../../2.md".into(), "two".into()));
        assert!(given[2].1.starts_with("aside an archive inside"));
        assert!(given[3].1.starts_with("aside a format"));
    }
}

#[test]
fn a_broken_archive_fails_and_the_next_one_is_read() {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path(), &[("a.zip", "no zip"), ("b.tar.gz", "no gzip"), ("c.tar.zst", "no zstd"), ("d.md", "d")]);
    let seen = walked(&[folder.path()]);
    assert_eq!(seen.len(), 4);
    assert!(seen[..3].iter().all(|(_, what)| what.starts_with("failed")), "{seen:?}");
    assert_eq!(seen[3].1, "d");
}

#[test]
fn an_entry_that_unpacks_to_too_much_fails_alone() {
    let folder = tempfile::tempdir().unwrap();
    let zeros = vec![b'0'; (1 << 20) + 2];
    zip_of(&folder.path().join("bomb.zip"), &[("bomb.md", &zeros), ("good.md", b"good")]);
    let seen = walked(&[folder.path()]);
    assert!(seen[0].1.contains("unpacks to more than 1024 KiB"), "{:?}", seen[0].1.get(..80));
    assert_eq!(seen[1].1, "good");
}

#[test]
fn an_archive_that_unpacks_to_too_much_is_left_and_the_next_one_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut header = tar::Header::new_gnu();
    header.set_path("bomb.md").unwrap();
    header.set_size(1 << 40);
    header.set_cksum();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(header.as_bytes()).unwrap();
    gzip.write_all(&vec![b'x'; 6 << 20]).unwrap();
    fs::write(folder.path().join("a.tar.gz"), gzip.finish().unwrap()).unwrap();
    let letters = vec![b'x'; 900 << 10];
    zip_of(&folder.path().join("b.zip"), &["1.md", "2.md", "3.md", "4.md"].map(|name| (name, letters.as_slice())));
    files(folder.path(), &[("c.md", "c")]);
    let seen = walked(&[folder.path()]);
    let failed: Vec<String> =
        seen.iter().filter(|(_, what)| what.starts_with("failed")).map(|(key, _)| key.clone()).collect();
    let at = |name: &str| format!("{}/{name}", folder.path().display());
    assert_eq!(failed, [at("a.tar.gz/bomb.md"), at("a.tar.gz"), at("b.zip/3.md"), at("b.zip")]);
    assert_eq!(seen.last().unwrap().1, "c");
}

#[cfg(unix)]
#[test]
fn odd_names_are_read_and_spelled_out() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    let long = format!("{}.md", "n".repeat(252));
    for name in [b"a\nb.md".as_slice(), b"c\xff.md", long.as_bytes()] {
        fs::write(folder.path().join(std::ffi::OsStr::from_bytes(name)), "x").unwrap();
    }
    let seen = walked(&[folder.path()]);
    assert_eq!(names(&seen, folder.path()), ["a\\nb.md", "c\\xff.md", &long]);
    assert!(seen.iter().all(|(_, what)| what == "x"));
}
