//! Step 3: facts → [`crate::story::Story`].

pub mod clock;
pub mod guard;
pub mod pace;
pub mod speech;
