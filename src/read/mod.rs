//! Step 1: bytes → [`Document`].

pub mod outline;
