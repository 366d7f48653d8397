use super::*;

fn shown(text: &str) -> Vec<String> {
    crate::read::tests::shown(&blocks(text))
}

#[test]
fn a_title_keys_and_headings_of_all_looks_are_found() {
    let text = "DNS outage of 3 May\n\nSeverity: SEV-2\nIncident commander : Ada\n\nSUMMARY\nThe zone was empty.\n\nRoot cause:\nA script.\n\n\
                Impact\n------\nAll of EU.\n\n== Lessons learned ==\nTest it.\n";
    let expected = [
        "# 1:0 DNS outage of 3 May", "@ 3:10 Severity=SEV-2", "@ 4:21 Incident commander=Ada", "## 6:0 SUMMARY",
        "p 7:0 The zone was empty.", "## 9:0 Root cause:", "p 10:0 A script.", "## 12:0 Impact", "p 14:0 All of EU.",
        "## 16:3 Lessons learned", "p 17:0 Test it.",
    ];
    assert_eq!(shown(text), expected);
}

#[test]
fn a_numbered_name_of_a_section_is_a_heading_where_its_list_begins_below() {
    let text = "Title: Zone empty\nPrepared by: Ada\n1. Summary\n- The zone was empty.\n2. Resolution & Actions Taken\n\
                - The zone was restored.\n3. Restore the zone\n- Ask Bo first.\n";
    let headings: Vec<String> = shown(text).into_iter().filter(|block| block.starts_with('#')).collect();
    assert_eq!(headings, ["## 3:0 1. Summary", "## 5:0 2. Resolution & Actions Taken"]);
}

#[test]
fn what_a_site_puts_around_a_text_is_no_title() {
    let title = |text: &str| shown(text).into_iter().find(|block| block.starts_with("# ")).unwrap_or_default();
    for (page, expected) in [
        (
            "Skip to content\n\nBlog\n\nQueues stuck for all tenants\n\nIt was bad.\n",
            "# 5:0 Queues stuck for all tenants",
        ),
        (
            "Acme Engineering Blog\n\nWe have moved.\n\nIncident report: queues stuck\n\nIt was bad.\n",
            "# 5:0 Incident report: queues stuck",
        ),
        ("Acme Status\n\nQueues stuck\nIncident Report for Acme\nResolved\nAll is well.\n", "# 3:0 Queues stuck"),
        ("Search is down\n\nIt was bad.\n\nOutage of the index\n\nIt was worse.\n", "# 1:0 Search is down"),
    ] {
        assert_eq!(title(page), expected, "{page}");
    }
    // A day above the title is kept: nothing else may name it.
    assert_eq!(
        shown("Skip navigation\n\nJune 2021\n\n3/6\n\nRCA - Queues stuck\n\nIt was bad.\n"),
        ["p 3:0 June 2021", "p 5:0 3/6", "# 7:0 RCA - Queues stuck", "p 9:0 It was bad."]
    );
}

#[test]
fn a_wrapped_paragraph_is_one_and_bullets_go_on() {
    let text = "The zone file that the new exporter wrote had no records, because the inventory\nanswered with an empty list from\n\
                10:02 until 10:40 UTC.\n• 10:02 Exporter runs with the new inventory and writes the zone file to disk\n  without records\n\
                • 10:05 Page\n    - for resolver-2\n";
    let expected = [
        "p 1:0 The zone file that the new exporter wrote had no records, because the inventory answered with an empty list from 10:02 until 10:40 UTC.",
        "- 4:2 10:02 Exporter runs with the new inventory and writes the zone file to disk without records",
        "- 6:2 10:05 Page",
        "  - 7:6 for resolver-2",
    ];
    assert_eq!(shown(text), expected);
    let blocks = blocks(text);
    assert_eq!(blocks[1].text().place(blocks[1].text().as_str().find("without").unwrap()), (5, 2));
    assert_eq!(blocks[3].parent, Some(2));
}

#[test]
fn lines_with_times_are_entries() {
    let text =
        "Timeline\n10:02 UTC - exporter runs\n10:05 UTC - page\nand mail\n\n[10:15] Ada rolls back\n[10:20] all well\n";
    let expected = [
        "## 1:0 Timeline", "p 2:0 10:02 UTC - exporter runs", "p 3:0 10:05 UTC - page and mail",
        "p 6:0 [10:15] Ada rolls back", "p 7:0 [10:20] all well",
    ];
    assert_eq!(shown(text), expected);
}

#[test]
fn tables_of_bars_and_tabs_are_rows() {
    let bars = "x\n\n| Time  | Event |\n|-------|-------|\n| 10:02 | runs  |\n";
    assert_eq!(shown(bars)[1..], ["| 5:2 Time=10:02; 5:10 Event=runs"]);
    assert_eq!(
        shown("x\n\nTime | Event | Who\n10:02 | runs | Ada\n")[1..],
        ["| 4:0 Time=10:02; 4:8 Event=runs; 4:15 Who=Ada"]
    );
    assert_eq!(
        shown("x\n\n10:02\truns\n10:05\t\tpage\n")[1..],
        ["| 3:0 time=10:02; 3:6 text=runs", "| 4:0 time=10:05; 4:7 text=page"]
    );
    assert_eq!(shown("x\n\nwe ran a | b and\nthat was it\n").len(), 2);
}

#[test]
fn code_and_logs_keep_their_lines() {
    let text = "We saw:\n\n    dig a.example.net\n      ;; status: NXDOMAIN\n\n2023-05-03 10:02:11 ERROR zone=empty\n  at load(x)\n2023-05-03 10:02:12 WARN x\n\n\
                $ rndc reload\n\n```sh\nls\n```\n\n    We then waited for the cache to expire everywhere.\n";
    let expected = [
        "p 1:0 We saw:",
        "``` 3:4 dig a.example.net\n  ;; status: NXDOMAIN",
        "``` 6:0 2023-05-03 10:02:11 ERROR zone=empty\n  at load(x)\n2023-05-03 10:02:12 WARN x",
        "``` 10:0 $ rndc reload",
        "```sh 13:0 ls",
        "p 16:4 We then waited for the cache to expire everywhere.",
    ];
    assert_eq!(shown(text), expected);
}

#[test]
fn quotations_rules_and_paragraphs_below_items_are_told_apart() {
    let text = "- one\n\n  more of one\n\nnot of one\n-----------\n> said\n> twice\n\n1. Summary\n\ntext\n";
    let expected = [
        "- 1:2 one", "p 3:2 more of one", "## 5:0 not of one", "> 7:2 said twice", "### 10:0 1. Summary", "p 12:0 text",
    ];
    assert_eq!(shown(text), expected);
    assert_eq!(blocks(text)[1].parent, Some(0));
}

#[test]
fn markdown_is_left_to_its_own_reader() {
    assert!(looks_like_markdown("# A\n\nsee [b](c)\n"));
    assert!(looks_like_markdown("a|b\n---|---\n1|2\n"));
    assert!(!looks_like_markdown("Outage\n\n# restart the service\n$ x\n"));
}

#[test]
fn a_question_below_the_title_is_a_heading_with_its_answer() {
    let headings = |text: &str| {
        let Ok(crate::read::Reading::Documents(documents)) = crate::read::read("a.txt", text.as_bytes()) else {
            panic!("not read")
        };
        let blocks = documents.iter().flat_map(|d| &d.blocks);
        blocks
            .filter(|b| matches!(b.kind, Kind::Heading { .. }))
            .map(|b| b.text().as_str().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        headings("Search down\n\nIt was down for an hour.\n\nWhy was it down so long?\nNobody was paged.\n"),
        ["Search down", "Why was it down so long?"]
    );
    // Without a title it would become one.
    let untitled = "The wiki was down for an hour on 3 May, and nobody was paged.\n\nIt came back by itself at noon.\n\n\
                    What did we learn from it and how can we act on that?\nNothing.\n";
    assert!(headings(untitled).is_empty());
}
