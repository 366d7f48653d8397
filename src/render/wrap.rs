//! Lines of text that are not wider than they may be, whatever a character's width is measured in.

/// Breaks a text at its spaces into lines no wider than `most`. A word that is wider than a line is cut. White space is folded.
pub fn wrap(text: &str, most: f64, width: impl Fn(char) -> f64) -> Vec<String> {
    let space = width(' ');
    let mut lines = Vec::new();
    let (mut line, mut used) = (String::new(), 0.0);
    for word in text.split_whitespace() {
        let wide: f64 = word.chars().map(&width).sum();
        if !line.is_empty() && used + space + wide > most {
            lines.push(std::mem::take(&mut line));
            used = 0.0;
        } else if !line.is_empty() {
            line.push(' ');
            used += space;
        }
        for c in word.chars() {
            let w = width(c);
            if used + w > most && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            line.push(c);
            used += w;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// The first `count` lines of [`wrap`]. What is left out leaves an ellipsis at the end.
pub fn wrap_at_most(text: &str, most: f64, count: usize, width: impl Fn(char) -> f64) -> Vec<String> {
    let mut lines = wrap(text, most, &width);
    if lines.len() <= count {
        return lines;
    }
    lines.truncate(count);
    if let Some(last) = lines.last_mut() {
        let wide = |text: &str| text.chars().map(&width).sum::<f64>();
        while !last.is_empty() && wide(last) + width('…') > most {
            last.pop();
        }
        last.truncate(last.trim_end_matches([' ', ',', ';', ':', '.']).len());
        last.push('…');
    }
    lines
}

/// Columns of a terminal that a character takes: two for what is written in squares, none for marks that stand on others.
pub fn columns(c: char) -> f64 {
    match c {
        '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' => 0.0,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' => 2.0,
        '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{1f300}'..='\u{1faff}' => 2.0,
        '\u{20000}'..='\u{3fffd}' => 2.0,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_break_at_spaces_and_long_words_are_cut() {
        assert_eq!(wrap("one two three", 7.0, columns), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh i", 3.0, columns), ["abc", "def", "gh", "i"]);
        assert_eq!(wrap("東京 の", 4.0, columns), ["東京", "の"]);
        assert!(wrap("  ", 5.0, columns).is_empty());
    }

    #[test]
    fn what_is_left_out_is_marked() {
        assert_eq!(wrap_at_most("one two three four", 7.0, 1, columns), ["one tw…"]);
        assert_eq!(wrap_at_most("one two", 7.0, 1, columns), ["one two"]);
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_word_is_lost(text in "\\PC{0,80}", most in 2u32..40) {
            let lines = wrap(&text, f64::from(most), columns);
            prop_assert!(lines.iter().all(|l| l.chars().map(columns).sum::<f64>() <= f64::from(most)));
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}
