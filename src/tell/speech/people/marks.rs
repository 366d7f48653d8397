//! Names as single characters, while a sentence is rewritten.

/// First of the private-use characters that stand for a name while a sentence is rewritten; the cleaner removes them from sources.
pub(super) const MARK: u32 = 0xE000;

/// Stands for several names.
pub(super) const SEVERAL: char = '\u{F8FF}';

/// Replaces `name` where it stands as a word of its own.
pub(super) fn replace_word(text: &str, name: &str, mark: char) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut previous = ' ';
    while let Some(at) = rest.find(name) {
        let (before, after) = rest.split_at(at);
        let left = before.chars().next_back().unwrap_or(previous);
        let right = after.get(name.len()..).and_then(|s| s.chars().next()).unwrap_or(' ');
        let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '/' | '-');
        let second = after.get(name.len()..).and_then(|s| s.chars().nth(1)).unwrap_or(' ');
        // "the Platform team", "the Marko repository": a thing that bears the name.
        let next = after.get(name.len()..).unwrap_or("").split_whitespace().next().unwrap_or("").to_lowercase();
        let thing = ["team", "teams", "repository", "repo", "service", "cluster", "project", "channel", "board"]
            .contains(&next.trim_end_matches(['.', ',', ';', ':']));
        let in_identifier =
            thing || inside(left) || left == '.' || inside(right) || right == '.' && second.is_alphanumeric();
        out.push_str(before.trim_end_matches('@'));
        if in_identifier {
            out.push_str(name);
        } else {
            out.push(mark);
        }
        previous = name.chars().next_back().unwrap_or(' ');
        rest = after.get(name.len()..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

/// "A, B and C" → one mark for several people. A list that holds the reader stays.
pub(super) fn join_marks(text: &str, other: impl Fn(char) -> bool) -> String {
    let mut text = text.to_owned();
    let chars: Vec<char> = text.chars().collect();
    let marks: Vec<usize> = (0..chars.len()).filter(|&i| chars.get(i).is_some_and(|&c| other(c))).collect();
    let mut groups: Vec<(usize, usize)> = Vec::new();
    for &at in &marks {
        match groups.last_mut() {
            Some((_, end))
                if [" and ", ", ", ", and ", " & ", "/", " / ", "+", " + "]
                    .contains(&chars.get(*end + 1..at).unwrap_or(&[]).iter().collect::<String>().as_str()) =>
            {
                *end = at
            }
            _ => groups.push((at, at)),
        }
    }
    for &(start, end) in groups.iter().rev().filter(|(a, b)| a < b) {
        let mut kept: String = chars.iter().take(start).collect();
        kept.push(SEVERAL);
        kept.extend(text.chars().skip(end + 1));
        text = kept;
    }
    text
}
