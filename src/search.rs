//! Quick searches in a sentence. It is so short that what the standard library prepares for each search takes longer than the
//! search.

/// What stands between the spaces of a text, as `split(' ')` gives it.
pub fn spaced(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = text.bytes().position(|b| b == b' ');
        rest = end.and_then(|end| text.get(end + 1..));
        text.get(..end.unwrap_or(text.len()))
    })
}

/// Where `needle` stands in `text`, as `str::match_indices` finds it.
pub fn places<'t>(text: &'t str, needle: &'t str) -> impl Iterator<Item = usize> + 't {
    let (bytes, wanted) = (text.as_bytes(), needle.as_bytes());
    // The bytes that are most frequent in English are last looked for: a rarer one leads to the place sooner.
    const FREQUENT: &[u8] = b" etaoinsrTIA";
    let rare = wanted.iter().position(|b| !FREQUENT.contains(b));
    let pivot = rare.or_else(|| wanted.iter().position(|b| *b != b' ')).unwrap_or_default();
    let mut from = 0;
    let found = memchr::memchr_iter(wanted.get(pivot).copied().unwrap_or_default(), bytes);
    found.filter_map(move |at| {
        let at = at.checked_sub(pivot).filter(|at| *at >= from && !wanted.is_empty())?;
        bytes.get(at..)?.starts_with(wanted).then(|| from = at + wanted.len())?;
        Some(at)
    })
}

/// What stands before and behind the first place of `needle` in `text`, as `str::split_once` gives it.
pub fn split_once<'t>(text: &'t str, needle: &'t str) -> Option<(&'t str, &'t str)> {
    let at = places(text, needle).next()?;
    Some((text.get(..at)?, text.get(at + needle.len()..)?))
}

/// Whether `needle` stands in `text`; an empty one does not.
pub fn has(text: &str, needle: &str) -> bool {
    needle.len() <= text.len() && places(text, needle).next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_between_spaces_is_what_the_standard_library_says() {
        for text in ["", " ", "a", " a  b ", "über alles"] {
            assert_eq!(spaced(text).collect::<Vec<_>>(), text.split(' ').collect::<Vec<_>>(), "{text:?}");
        }
    }

    #[test]
    fn places_are_those_of_the_standard_library() {
        for text in ["", ", ", "a, b,, c", " and  and and ", "über, über", "aaaaa"] {
            for needle in [", ", " and ", "aa", "ü"] {
                let wanted: Vec<usize> = text.match_indices(needle).map(|(at, _)| at).collect();
                assert_eq!(places(text, needle).collect::<Vec<_>>(), wanted, "{needle:?} in {text:?}");
            }
        }
    }
}
