//! The section that the walk over a document is in: its headings say it, labels in the text override them.

use super::Form;
use crate::document::{Document, Kind};
use crate::extract::sections::Sections;
use crate::section::Role;

/// Which section the walk is in: headings say it, labels at the head of sentences override them.
#[derive(Debug, Default)]
pub(super) struct Labels {
    /// Of the block, by its headings.
    block: Option<Role>,
    /// Of a label, until the next label or heading; a label in a list item ends with the item.
    label: Option<(Role, bool)>,
    path: Vec<usize>,
    current: Option<Role>,
    since: u8,
    paragraph: u8,
    parent: Option<usize>,
}

impl Labels {
    pub(super) fn enter(&mut self, doc: &Document, sections: &Sections, b: usize) {
        let Some(block) = doc.blocks.get(b) else { return };
        let outer = doc.ancestors(b).last().or(Some(b));
        if block.path != self.path {
            self.path.clone_from(&block.path);
            self.label = None;
        }
        if self.label.is_some_and(|(_, item)| item) && outer != self.parent {
            self.label = None;
        }
        self.parent = outer;
        self.block = Some(sections.of(b));
        let continues = matches!(block.kind, Kind::Item { .. } | Kind::Row | Kind::Field) && self.current.is_some();
        if !continues {
            self.paragraph = self.paragraph.saturating_add(1);
        }
    }

    pub(super) fn label(&mut self, role: Role, form: Form) {
        self.label = Some((role, form != Form::Prose || !role.is_narrative()));
    }

    pub(super) fn next(&mut self) -> (Role, u8, u8) {
        let role = self.label.map(|(role, _)| role).or(self.block).unwrap_or(Role::Other);
        self.since = if self.current == Some(role) { self.since.saturating_add(1) } else { 0 };
        self.current = Some(role);
        (role, self.since, self.paragraph)
    }
}
