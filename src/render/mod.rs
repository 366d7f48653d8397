//! Step 4: [`crate::story::Story`] and [`crate::facts::Facts`] → text.

pub mod facts_table;
pub mod timeline;
