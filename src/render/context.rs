//! The documentation of what templates may see, from the doc comments of [`super::view`] and of the patterns.

use std::fmt::Write;

use anyhow::Result;
use serde_json::Value;

use super::view::StoryView;
use crate::tell::voice::PATTERNS;

/// A Markdown text that lists every name a layout can use, and every pattern with what it is given.
///
/// # Errors
/// None in practice: the schema of our own types is always valid JSON.
pub fn context() -> Result<String> {
    let schema = serde_json::to_value(schemars::schema_for!(StoryView))?;
    let mut out = String::from("# What a layout sees\n");
    describe(&mut out, "", &schema, &schema)?;
    if let Some(Value::Object(types)) = schema.get("$defs") {
        for (name, kind) in types.iter().filter(|(_, k)| k.get("properties").is_some()) {
            describe(&mut out, name.trim_end_matches("View"), kind, &schema)?;
        }
    }
    out.push_str("\n# The sentence patterns\n\nEach is a file `voice/NAME.tera`; a folder given with `--template` replaces single ones.\n\n");
    for pattern in PATTERNS {
        writeln!(out, "- `{}`: {}", pattern.name, pattern.about())?;
    }
    Ok(out)
}

fn describe(out: &mut String, name: &str, kind: &Value, root: &Value) -> Result<()> {
    let text = |v: &Value| v.get("description").and_then(Value::as_str).unwrap_or("").replace('\n', " ");
    if !name.is_empty() {
        writeln!(out, "\n## {name}")?;
    }
    writeln!(out, "\n{}\n", text(kind))?;
    let Some(Value::Object(fields)) = kind.get("properties") else { return Ok(()) };
    for (field, value) in fields {
        let own = text(value);
        let about = if own.is_empty() { referred(value, root).map(&text).unwrap_or_default() } else { own };
        let of =
            value.get("items").and_then(|i| i.get("$ref")).and_then(Value::as_str).and_then(|r| r.rsplit('/').next());
        let of = of.map(|t| format!(" (list of {})", t.trim_end_matches("View"))).unwrap_or_default();
        writeln!(out, "- `{field}`{of}: {about}")?;
    }
    Ok(())
}

fn referred<'v>(value: &Value, root: &'v Value) -> Option<&'v Value> {
    root.get("$defs")?.get(value.get("$ref")?.as_str()?.rsplit('/').next()?)
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_field_has_a_description() {
        let text = super::context().unwrap();
        assert!(text.contains("- `title`: The incident's name."), "{text}");
        assert!(text.contains("- `parts` (list of Part): The six parts"), "{text}");
        assert!(!text.lines().any(|l| l.starts_with("- ") && l.ends_with(": ")), "{text}");
    }
}
