use super::*;

fn shown(text: &str) -> Vec<String> {
    crate::read::tests::shown(&blocks(text))
}

#[test]
fn titles_get_their_level_by_the_order_of_their_underlines() {
    let text =
        "=========\nDisk full\n=========\n\n🔎 Impact\n---------\n\nWhy?\n~~~~\n\nAll of EU.\n\nTimeline\n--------\n";
    assert_eq!(
        shown(text),
        ["# 2:0 Disk full", "## 5:0 🔎 Impact", "### 8:0 Why?", "p 11:0 All of EU.", "## 13:0 Timeline"]
    );
}

#[test]
fn lists_wrap_nest_and_have_states() {
    let text = "-  **10:15 UTC:** The disk\n   of db-1 fills\n-  two\n\n   -  three\n\n   more\n-  ☒ `done <https://x.y>`__\n\n1. a\n#. b\n";
    let expected = [
        "- 1:5 10:15 UTC: The disk of db-1 fills",
        "- 3:3 two",
        "  - 5:6 three",
        "p 7:3 more",
        "-[x] 8:6 done",
        "1. 10:3 a",
        "1. 11:3 b",
    ];
    assert_eq!(shown(text), expected);
    let blocks = blocks(text);
    assert_eq!((blocks[2].parent, blocks[3].parent, blocks[4].parent), (Some(1), Some(1), None));
}

#[test]
fn directives_are_code_text_or_nothing() {
    let text = ".. image:: x.png\n\n.. code:: sh\n\n   df -h\n     /var\n\n.. note::\n   Only EU.\n\n.. raw:: html\n\n   <b>\n\n.. _label:\n\n.. a comment\n\nSaid::\n\n   full\n\n.. figure:: x.png\n   :width: 3\n\n   The graph.\n";
    assert_eq!(
        shown(text),
        ["```sh 5:3 df -h\n  /var", "p 9:3 Only EU.", "p 19:0 Said:", "``` 21:3 full", "p 26:3 The graph."]
    );
}

#[test]
fn fields_quotes_and_definitions_are_told_apart() {
    let text = ":Severity: SEV-2\n:Owner: Ada\n   Lovelace\n\nOn call\n   Ada\n\nShe said:\n\n   it is full\n";
    assert_eq!(
        shown(text),
        [
            "@ 1:11 Severity=SEV-2", "@ 2:8 Owner=Ada Lovelace", "@ 6:3 On call=Ada", "p 8:0 She said:",
            "> 10:3 it is full"
        ]
    );
}

#[test]
fn tables_of_all_kinds_are_rows() {
    let drawn = "+-------+--------+\n| Time  | Event  |\n+=======+========+\n| 10:15 | disk   |\n|       | full   |\n+-------+--------+\n";
    assert_eq!(shown(drawn), ["| 4:2 Time=10:15; 4:10 Event=disk full"]);
    let ruled = "===== =====\nTime  Event\n===== =====\n10:15 full\n10:20 page\n===== =====\n\nEnd.\n";
    assert_eq!(shown(ruled), ["| 4:0 Time=10:15; 4:6 Event=full", "| 5:0 Time=10:20; 5:6 Event=page", "p 8:0 End."]);
    let list =
        ".. list-table::\n   :header-rows: 1\n\n   * - Time\n     - Event\n   * - 10:15\n     - disk\n       full\n";
    assert_eq!(shown(list), ["| 6:7 Time=10:15; 7:7 Event=disk full"]);
    let csv = ".. csv-table::\n\n   Time,Event\n   10:15,\"full, all of it\"\n";
    assert_eq!(shown(csv), ["| 4:3 Time=10:15; 4:10 Event=full, all of it"]);
}

#[test]
fn deep_nesting_ends() {
    let deep: String = (0..200).map(|i| format!("{}- x\n\n", " ".repeat(i))).collect();
    assert!(!blocks(&deep).is_empty());
}
