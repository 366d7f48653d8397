//! File names of stories: readable, stable, unique, and safe wherever they are written.

use sha2::{Digest, Sha256};

/// Longest readable part, in bytes. With day, digest and ending it stays far below the 255 that file systems allow.
const LONGEST: usize = 80;

/// The name (without ending) of the incident `id` of the input `key`: the day, the title, and a digest of where it came
/// from. The digest makes it unique; nothing else that is in the archive can change it.
pub fn name(day: Option<&str>, title: &str, key: &str, id: Option<&str>) -> String {
    let mut digest = Sha256::new();
    digest.update(key.as_bytes());
    // Longer than nothing, so that an empty identifier is none other than a missing one.
    digest.update(id.map(|id| format!("\0{id}")).unwrap_or_default().as_bytes());
    let digest: String = digest.finalize().iter().take(5).map(|b| format!("{b:02x}")).collect();
    let title = slug(title);
    // A title often begins with the day.
    let title = day.and_then(|day| title.strip_prefix(day)).map_or(title.as_str(), |rest| rest.trim_start_matches('-'));
    let parts = [day.unwrap_or_default(), if title.is_empty() { "incident" } else { title }, &digest];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// The words of a text in lower case with hyphens between them: letters and digits of any script, nothing else.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let word = word.to_lowercase();
        if slug.len() + word.len() + 1 > LONGEST {
            if slug.is_empty() {
                let end = (0..=LONGEST).rev().find(|&i| word.is_char_boundary(i)).unwrap_or_default();
                slug.push_str(word.get(..end).unwrap_or_default());
            }
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&word);
    }
    slug
}

/// A path or a name from an archive as text: what is no UTF-8 is spelled `\xNN`, so that two names never become one, and
/// control characters never reach a terminal.
pub fn spelled(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            if c.is_control() { text.extend(c.escape_default()) } else { text.push(c) }
        }
        chunk.invalid().iter().for_each(|b| text.push_str(&format!("\\x{b:02x}")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_the_day_the_title_and_a_digest() {
        let name = name(Some("2024-05-01"), "API outage: p99 > 3s!", "docs/a.md", None);
        assert!(name.starts_with("2024-05-01-api-outage-p99-3s-"), "{name}");
        assert_eq!(name.len(), "2024-05-01-api-outage-p99-3s-".len() + 10);
    }

    #[test]
    fn the_day_is_not_said_twice() {
        assert!(name(Some("2024-05-01"), "2024-05-01 DNS", "k", None).starts_with("2024-05-01-dns-"));
    }

    #[test]
    fn the_same_title_from_elsewhere_has_another_name() {
        let names = [
            name(None, "Outage", "a.md", None),
            name(None, "Outage", "b.md", None),
            name(None, "Outage", "a.md", Some("1")),
            name(None, "Outage", "a.md", Some("")),
        ];
        let different: std::collections::HashSet<_> = names.iter().collect();
        assert_eq!(different.len(), names.len());
    }

    #[test]
    fn no_title_leaves_its_folder_or_grows_too_long() {
        for title in
            ["../../etc/passwd", "/root", "..", "C:\\x", "a\nb\0c", "\u{202e}gnp.exe", &"é".repeat(500), "-rf", ""]
        {
            let name = name(None, title, "k", None);
            assert!(name.len() <= 110 && name.chars().all(|c| c.is_alphanumeric() || c == '-'), "{name:?}");
            assert!(!name.starts_with('-'), "{name:?}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_stay_apart() {
        assert_ne!(spelled(b"a\xff"), spelled(b"a\xfe"));
        assert_eq!(spelled(b"a\nb\x1b"), "a\\nb\\u{1b}");
    }
}
