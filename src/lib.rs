//! warstory turns a postmortem into a first draft of the story that an engineer tells in an interview.
//!
//! Bytes become a story in four steps, each in its own module:
//!
//! 1. [`read`]: bytes → [`document::Document`]. Decoding, format detection, one file per input format.
//! 2. [`extract`]: document → [`facts::Facts`]. One file per kind of evidence; word lists are data.
//! 3. [`tell`]: facts → [`story::Story`]. What goes into which part, in which order, within which time.
//! 4. [`render`]: story → text. Layouts are templates.
//!
//! The shared vocabulary ([`cite`], [`document`], [`section`], [`facts`], [`story`]) depends on no step, and a step on no later one.
//! [`questions`] asks, from the same facts, what an interviewer asks next. [`archive`] does it for many inputs at once. [`check`] looks at a story afterwards: is it strong, and does its source
//! support it? [`cli`] and [`commands`] are the program around them.

pub mod archive;
pub mod check;
pub mod cite;
pub mod clean;
pub mod cli;
pub mod commands;
pub mod document;
pub mod extract;
pub mod facts;
pub mod lists;
pub mod questions;
pub mod read;
pub mod render;
pub mod search;
pub mod section;
pub mod settings;
pub mod story;
pub mod tell;
