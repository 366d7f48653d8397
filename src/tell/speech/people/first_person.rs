//! The author's "I" as "we".

use crate::tell::speech::words::{self, capitalize, tokens};

/// The author's "I" as "we": whoever tells the story is not certain to be the author. Quotations are left alone.
pub(super) fn first_person(text: &str) -> String {
    const SWAPS: &[(&str, &str)] = &[
        ("I", "we"),
        ("I'm", "we're"),
        ("I've", "we've"),
        ("I'd", "we'd"),
        ("I'll", "we'll"),
        ("my", "our"),
        ("me", "us"),
        ("mine", "ours"),
        ("myself", "ourselves"),
        ("My", "Our"),
    ];
    // "myself", "I’ll"
    const LONGEST: usize = 6;
    let may_swap = |token: &str| {
        let bare = words::bare(token);
        let short = bare.starts_with(['I', 'm', 'M']) && bare.len() <= LONGEST;
        let plain = short.then(|| bare.replace('’', "'"));
        plain.is_some_and(|plain| SWAPS.iter().any(|(from, _)| *from == plain))
    };
    if !tokens(text).any(may_swap) {
        return tokens(text).collect::<Vec<_>>().join(" ");
    }
    let mut words = words::split(text);
    let mut i = 0;
    while i < words.len() {
        let bare = words.get(i).map(|w| w.bare().replace('’', "'")).unwrap_or_default();
        let swap = SWAPS.iter().find(|(from, _)| *from == bare).filter(|_| words.get(i).is_some_and(|w| !w.fixed));
        if let Some(&(from, to)) = swap {
            let verb = words.get(i + 1).map(|w| w.core().to_owned()).unwrap_or_default();
            if from == "I"
                && (verb == "was" || verb == "am")
                && let Some(next) = words.get_mut(i + 1)
            {
                next.replace(if verb == "was" { "were" } else { "are" });
            }
            if from.starts_with('I') {
                agree(&mut words, i + 1);
            }
            let opens = i == 0 || words.get(i - 1).is_some_and(|w| w.text().ends_with(['.', '!', '?']));
            if let Some(word) = words.get_mut(i) {
                let to = if opens { capitalize(to) } else { to.to_owned() };
                let text = word.text().replacen(word.bare().to_owned().as_str(), &to, 1);
                let fixed = word.fixed;
                *word = words::Word::new(text);
                word.fixed = fixed;
            }
        }
        i += 1;
    }
    words::join(&words)
}

/// "I called them and was told" → "and were told": a second verb of the same "I", further on in its clause.
fn agree(words: &mut [words::Word], from: usize) {
    for i in from..words.len().saturating_sub(1) {
        let core = words.get(i).map(|w| w.core().to_owned()).unwrap_or_default();
        if ["that", "which", "who", "because", "but", "so"].contains(&core.as_str()) {
            return;
        }
        if core == "and"
            && let Some(next) = words.get_mut(i + 1)
        {
            match next.core() {
                "was" => next.replace("were"),
                "am" => next.replace("are"),
                _ => {}
            }
        }
        if words.get(i).is_some_and(|w| w.text().ends_with(['.', ';', '!', '?'])) {
            return;
        }
    }
}
