//! `warstory stream` driven by a real PySpark, where there is one.

use std::path::Path;
use std::process::Command;

use crate::support::{postmortem, there_is};

#[test]
fn spark_pipes_partitions_through_workers() {
    let python = std::env::var("WARSTORY_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    if !there_is("java", &["-version"]) || !there_is(&python, &["-c", "import pyspark"]) {
        return eprintln!(
            "skipped: no Java or no PySpark (pip install pyspark; WARSTORY_PYTHON names its interpreter)"
        );
    }
    let folder = tempfile::tempdir().unwrap();
    let lines = (0..200)
        .map(|id| serde_json::json!({"id": id, "path": format!("{id}.md"), "text": postmortem(id)}).to_string() + "\n");
    std::fs::write(folder.path().join("in.jsonl"), lines.collect::<String>()).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/archive/spark.py");
    let done = Command::new(python)
        .arg(script)
        .args([env!("CARGO_BIN_EXE_warstory"), "in.jsonl"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success(), "{out}\n{err}");
    assert!(out.contains("200 answers, 0 errors, in order"), "{out}\n{err}");
}
