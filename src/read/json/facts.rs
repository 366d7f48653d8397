//! Our own facts, printed by `warstory facts --format json` and perhaps corrected by hand since.

use anyhow::{Result, bail};
use serde_json::Value;

use crate::facts::{Facts, SCHEMA};

/// The facts in a file, or `None` when it is something else. A missing field means that the document does not say.
///
/// # Errors
/// For another version of the schema, for a story, and for a field of the wrong type (with its path).
pub fn read(value: &Value) -> Result<Option<Facts>> {
    let Some(schema) = value.get("schema").and_then(Value::as_str) else { return Ok(None) };
    if schema.starts_with("warstory.story/") {
        bail!("this is a story ({schema}); give the document it was drawn from, or its facts ({SCHEMA})");
    }
    if !schema.starts_with("warstory.facts/") {
        return Ok(None);
    }
    if schema != SCHEMA {
        bail!("these facts are {schema}; this program reads {SCHEMA}, so make them again with `warstory facts`");
    }
    match serde_path_to_error::deserialize(value) {
        Ok(facts) => Ok(Some(facts)),
        Err(error) => bail!(
            "the facts are wrong at {}: {}; `warstory schema facts` says what they must be",
            error.path(),
            error.inner()
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn missing_and_unknown_fields_are_no_error() {
        let facts = read(&json!({"schema": SCHEMA, "mood": "calm", "impact": {"quotes": []}})).unwrap().unwrap();
        assert!(facts.timeline.is_empty() && facts.title.is_none());
    }

    #[test]
    fn a_wrong_type_is_named_with_its_path() {
        let cite = json!({"lines": [1, 2]});
        let value =
            json!({"schema": SCHEMA, "root_cause": [{"text": "disk", "cite": cite}, {"text": 7, "cite": cite}]});
        let error = read(&value).unwrap_err().to_string();
        assert!(error.contains("root_cause[1].text") && error.contains("string"), "{error}");
    }

    #[test]
    fn another_version_and_a_story_are_refused() {
        assert!(read(&json!({"schema": "warstory.facts/2"})).is_err());
        assert!(read(&json!({"schema": "warstory.story/1"})).unwrap_err().to_string().contains("story"));
        assert!(read(&json!({"schema": "https://json-schema.org"})).unwrap().is_none());
    }
}
