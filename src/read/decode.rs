//! Bytes → text.

use anyhow::{Result, bail};

use crate::facts::Warning;

/// The text of a file, without its byte order mark, and what was wrong with its bytes.
///
/// # Errors
/// If the bytes are no text: a zero byte in the first kilobyte, outside of UTF-16.
pub fn decode(bytes: &[u8]) -> Result<(String, Vec<Warning>)> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.iter().take(1024).any(|&b| b == 0) {
        bail!("this is a binary file; give a text file (Markdown, plain text, HTML or JSON)");
    }
    let warnings = match std::str::from_utf8(bytes) {
        Ok(_) => Vec::new(),
        Err(e) => vec![Warning {
            code: "invalid-utf8".into(),
            text: format!("byte {} is not UTF-8 and was replaced; save the file as UTF-8", e.valid_up_to()),
            cite: None,
        }],
    };
    Ok((String::from_utf8_lossy(bytes).into_owned(), warnings))
}
