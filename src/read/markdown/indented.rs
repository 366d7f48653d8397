//! Lists that four spaces made code.

use crate::read::shape;

/// A list of sentences that four spaces made code: its first line has a bullet, and no bullet stands before a key or a word
/// or two, as in a configuration.
pub(super) fn is_list(literal: &str) -> bool {
    const FEWEST_WORDS: usize = 3;
    let told = |item: &str| {
        let first = item.split_whitespace().next().unwrap_or_default();
        item.split_whitespace().count() >= FEWEST_WORDS
            && first.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '[' | '*'))
            && !(first.ends_with(':') && first.starts_with(char::is_lowercase))
    };
    let lines = || literal.lines().map(str::trim).filter(|line| !line.is_empty());
    let items = || lines().filter_map(|line| line.get(shape::bullet(line)?.length..));
    lines().next().is_some_and(|line| shape::bullet(line).is_some()) && items().all(told)
}

#[cfg(test)]
mod tests {
    use super::super::blocks;
    use crate::document::Kind;

    fn shape(text: &str) -> Vec<(Kind, String, usize)> {
        blocks(text, None).iter().map(|b| (b.kind.clone(), b.text().as_str().to_owned(), b.text().place(0).0)).collect()
    }

    #[test]
    fn a_list_set_off_by_four_spaces_is_a_list_and_a_configuration_is_code() {
        let found = shape("Actions:\n\n    - Add an alert on the\n      index size\n    - Write a runbook for it\n");
        let item = Kind::Item { depth: 0, ordered: false, checked: None };
        let items = [
            (item.clone(), "Add an alert on the index size".to_owned(), 3),
            (item, "Write a runbook for it".to_owned(), 5),
        ];
        assert_eq!(found.get(1..).unwrap_or_default(), items);
        let place = blocks("x\n\n    - Add an alert\n", None)[1].text().place(0);
        assert_eq!(place, (3, 6));
        for code in ["    - name: web server one\n      image: web\n", "    - a b\n    - c d\n", "    make all of it\n"]
        {
            let found = shape(&format!("x\n\n{code}"));
            assert!(matches!(found[1].0, Kind::Code { .. }), "{found:?}");
        }
    }
}
