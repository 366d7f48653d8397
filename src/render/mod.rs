//! Step 4: story → text.
