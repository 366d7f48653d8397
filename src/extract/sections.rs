//! Which part of a postmortem a block belongs to: by the heading, bold lead-in, label or key that stands before it.

use rustc_hash::FxHashMap;

use crate::document::{Block, Document, Kind, MarkKind};
use crate::read::shape::is_moment;
use crate::read::updates;
use crate::section::{Role, pure, role};

/// Keys that describe the document or what it is about, as front matter has them: their values tell nothing that happened.
const DESCRIBES: &[&str] = &[
    "product", "products", "company", "organization", "organisation", "category", "categories", "keywords", "tags",
    "tag", "labels", "url", "link", "source", "uuid", "id", "slug", "layout", "weight", "permalink", "aliases",
    "language", "source_url", "source_published_at", "source_fetched_at",
];

/// The role of every block of a document.
#[derive(Debug, Clone, Default)]
pub struct Sections {
    roles: Vec<Role>,
    openers: Vec<bool>,
}

impl Sections {
    /// The role of a block; `Other` for one that does not exist.
    pub fn of(&self, block: usize) -> Role {
        self.roles.get(block).copied().unwrap_or(Role::Other)
    }

    /// The block only names the section that follows: a heading, or a paragraph that serves as one.
    pub fn is_opener(&self, block: usize) -> bool {
        self.openers.get(block).copied().unwrap_or(false)
    }
}

/// Maps the blocks of a document by the innermost heading above them that names a role, by the bold line or the label
/// before them, or by their own key.
pub fn read(doc: &Document) -> Sections {
    let title = doc.blocks.iter().position(|b| matches!(b.kind, Kind::Heading { .. }));
    let mut sections = Sections::default();
    // The role that a bold line or a bare label has opened, and the headings under which it holds.
    let mut opened: Option<(Role, &[usize])> = None;
    // The role of each list item that is a section's name, and of the items below it.
    let mut labelled: FxHashMap<usize, Role> = FxHashMap::default();
    // The headings whose section an update has ended.
    let mut ended: Option<&Vec<usize>> = None;
    for (i, block) in doc.blocks.iter().enumerate() {
        let above = block.path.last().map_or(Role::Other, |&h| sections.of(h));
        let goes_on = i.checked_sub(1).and_then(|i| doc.blocks.get(i)).is_some_and(|before| before.path == block.path);
        // A time and nothing else, behind the words of a section, is where the next update of a feed begins.
        let moment = || block.kind == Kind::Paragraph && is_moment(block.text().as_str());
        if goes_on && above.is_narrative() && (moment() || updates::is_update(block)) {
            (ended, opened) = (Some(&block.path), None);
        }
        let above = if ended == Some(&block.path) { Role::Other } else { above };
        let (own, opener) = match &block.kind {
            Kind::Heading { .. } => (Some(heading(block, above, title == Some(i))), true),
            Kind::Field => {
                let key = block.cells.first().and_then(|c| c.header.as_deref());
                let describes = key.is_some_and(|k| DESCRIBES.iter().any(|d| d.eq_ignore_ascii_case(k.trim())));
                let own = if describes { Some(Role::Metadata) } else { key.map(role).filter(|r| *r != Role::Other) };
                (own, false)
            }
            Kind::Paragraph if block.parent.is_none() => match bare_label(block) {
                Some(role) => {
                    opened = Some((role, &block.path));
                    (Some(role), true)
                }
                None => (None, false),
            },
            Kind::Item { .. } if is_label_alone(doc, i) => {
                let timed = doc.blocks.get(i + 1).is_some_and(starts_with_digit);
                let own = bare_label(block).filter(|role| *role != Role::Timeline && !timed);
                opened = own.map(|role| (role, block.path.as_slice()));
                (Some(own.unwrap_or(above)), own.is_some())
            }
            // "- **Actions**" with the actions as its own list. A list of times is known by its times, whatever its name is:
            // beside "Key events" there may be a fuller one.
            Kind::Item { .. } => {
                let has_list =
                    doc.blocks.get(i + 1).is_some_and(|next| next.parent == Some(i) && !starts_with_digit(next));
                let own = has_list.then(|| bare_label(block)).flatten().filter(|role| *role != Role::Timeline);
                (own.or_else(|| block.parent.and_then(|p| labelled.get(&p).copied())), own.is_some())
            }
            // "- **Resolution**" with its text as a paragraph of the item.
            Kind::Paragraph => (block.parent.and_then(|p| labelled.get(&p).copied()), false),
            _ => (None, false),
        };
        if opened.is_some_and(|(_, path)| path != block.path.as_slice()) {
            opened = None;
        }
        if let (Some(role), Kind::Item { .. }) = (own, &block.kind) {
            labelled.insert(i, role);
        }
        sections.roles.push(own.or(opened.map(|(role, _)| role)).unwrap_or(above));
        sections.openers.push(opener);
    }
    sections
}

/// "- **Actions**:" of the outermost list with nothing below it: what it names follows behind the list.
fn is_label_alone(doc: &Document, item: usize) -> bool {
    let Some(block) = doc.blocks.get(item).filter(|block| block.parent.is_none()) else { return false };
    let below = doc.blocks.get(item + 1).is_some_and(|next| next.parent == Some(item));
    !below && is_bold(block) && block.text().as_str().trim().ends_with(':')
}

/// As an entry of a timeline does.
fn starts_with_digit(block: &Block) -> bool {
    block.text().as_str().starts_with(|c: char| c.is_ascii_digit())
}

/// All of it is bold, but for a colon.
fn is_bold(block: &Block) -> bool {
    let length = block.text().as_str().trim().len();
    block.text().marks().iter().any(|m| m.kind == MarkKind::Strong && m.range.len() + 2 >= length)
}

/// A heading's own role, or that of the section around it. A title names no section ("Name resolution"), unless it is nothing
/// but a section's name; in a timeline or in a list of actions headings name moments and topics.
fn heading(block: &Block, above: Role, is_title: bool) -> Role {
    const LONGEST_SECTION_NAME: usize = 10;
    let text = block.text().as_str();
    let words = text.split_whitespace().count();
    let no_name = is_title && (words > 3 || pure(text).is_none());
    let own = match (above, no_name || words > LONGEST_SECTION_NAME) {
        (_, true) => Role::Other,
        (Role::Actions, _) => Role::Actions,
        (Role::Timeline, _) if text.contains(|c: char| c.is_ascii_digit()) => Role::Timeline,
        _ => role(text),
    };
    if own == Role::Other { above } else { own }
}

/// The role of a paragraph that is nothing but a section's name: bold, or ended by a colon, or the bare words.
fn bare_label(block: &Block) -> Option<Role> {
    const LONGEST: usize = 60;
    let text = block.text().as_str().trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let name = text.trim_end_matches(':');
    let found = if is_bold(block) { Some(role(name)).filter(|r| *r != Role::Other) } else { pure(name) };
    found.filter(|_| !name.ends_with(['.', '!', '?']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Text;

    fn roles(text: &str) -> Vec<Role> {
        let Ok(crate::read::Reading::Documents(docs)) = crate::read::read("feed.md", text.as_bytes()) else {
            return vec![];
        };
        docs.first().map(|doc| read(doc).roles).unwrap_or_default()
    }

    #[test]
    fn an_item_that_names_a_section_gives_it_to_its_list_and_to_its_text() {
        let text = "# Store\n\n- **Impact**:\n  - All calls failed.\n\n- **Resolution**:\n\n    We cleared the disk.\n";
        assert_eq!(roles(text).split_off(1), [Role::Impact, Role::Impact, Role::Resolution, Role::Resolution]);
    }

    #[test]
    fn an_item_that_only_names_a_section_gives_it_to_what_follows_the_list() {
        let text = "# Store\n\n- **Impact**:\n\nAll calls failed.\n\n- **Place**:\n\nBerlin.\n\n- **Actions**:\n\n1. Add disks\n2. Page\n";
        let expected =
            [Role::Impact, Role::Impact, Role::Other, Role::Other, Role::Actions, Role::Actions, Role::Actions];
        assert_eq!(roles(text).split_off(1), expected);
    }

    #[test]
    fn the_next_update_of_a_feed_ends_the_section_before_it() {
        let feed = "# Store\n\n## Root cause\n\nThe disk was full.\n\nMay 18, 2016 12:37\n\nWe are looking into it.\n";
        assert_eq!(roles(feed).split_off(2), [Role::RootCause, Role::Other, Role::Other]);
        let dated = "# Store\n\n## Resolution\n\nMay 18, 2016 12:37\n\nWe cleared the disk.\n";
        assert_eq!(roles(dated).split_off(2), [Role::Resolution, Role::Resolution]);
    }

    #[test]
    fn a_title_names_a_section_only_where_it_says_nothing_else() {
        let role = |text: &str| roles(text).get(1).copied();
        assert_eq!(role("# Name resolution\n\nMajor, 3 May.\n"), Some(Role::Other));
        assert_eq!(role("# Root cause\n\nThe disk was full.\n"), Some(Role::RootCause));
    }

    #[test]
    fn a_bold_line_opens_a_section_until_the_next_heading() {
        let text = |s: &str, bold: bool| {
            let mut t = Text::new(None);
            t.push(s, 1, 0);
            if bold {
                t.mark(MarkKind::Strong, 0);
            }
            t
        };
        let mut outline = crate::read::outline::Outline::default();
        outline.push(Kind::Paragraph, text("Root cause", true), None);
        outline.push(Kind::Paragraph, text("A lock was held for an hour.", false), None);
        outline.heading(2, text("Timeline", false));
        outline.push(Kind::Paragraph, text("It began.", false), None);
        let doc = Document { source: Default::default(), id: None, blocks: outline.finish(), warnings: Vec::new() };
        let sections = read(&doc);
        assert_eq!((sections.of(1), sections.of(3)), (Role::RootCause, Role::Timeline));
        assert!(sections.is_opener(0) && !sections.is_opener(1));
    }
}
