//! Manners of writing that are rarer than those of the fixtures: small documents of our own, one habit each.

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{arg, file, json, stdout, told};

/// The facts of a document.
fn facts(name: &str, text: &str) -> Value {
    let folder = TempDir::new().unwrap();
    json(["facts", arg(&file(&folder, name, text)), "--format", "json"])
}

/// The story of a document.
fn story(name: &str, text: &str) -> Value {
    let folder = TempDir::new().unwrap();
    json(["draft", arg(&file(&folder, name, text)), "--format", "json"])
}

/// All that a draft of the document says.
fn draft(name: &str, text: &str) -> String {
    let folder = TempDir::new().unwrap();
    stdout(["draft", arg(&file(&folder, name, text)), "--citations", "none"])
}

/// Time as written and first words of every entry of the timeline.
fn entries(facts: &Value) -> Vec<(&str, String)> {
    let words = |e: &Value| e["text"].as_str().unwrap().split(' ').take(3).collect::<Vec<_>>().join(" ");
    facts["timeline"].as_array().unwrap().iter().map(|e| (e["at"]["surface"].as_str().unwrap(), words(e))).collect()
}

/// The local times of the timeline, to the minute.
fn locals(facts: &Value) -> Vec<&str> {
    facts["timeline"].as_array().unwrap().iter().map(|e| &e["at"]["local"].as_str().unwrap()[..16]).collect()
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|q| q["text"].as_str().unwrap()).collect()
}

#[test]
fn updates_whose_time_stands_below_are_told_in_the_order_in_which_they_came() {
    let page = "Resolved - Uploads work again.\nJan 5, 10:20 UTC\nMonitoring - We rolled the gateway back.\n\
                Jan 5, 10:02 UTC\nInvestigating - Uploads fail with errors.\nJan 5, 09:41 UTC\n";
    let facts = facts("page.txt", page);
    assert_eq!(
        entries(&facts),
        [
            ("Jan 5, 09:41 UTC", "Uploads fail with".to_owned()),
            ("Jan 5, 10:02 UTC", "We rolled the".to_owned()),
            ("Jan 5, 10:20 UTC", "Uploads work again.".to_owned()),
        ]
    );
    assert_eq!(facts["times"]["resolved"]["surface"], "Jan 5, 10:20 UTC");
    assert!(draft("page.txt", page).contains("At 10:02 AM UTC on Jan 5, we rolled the gateway back."));
}

#[test]
fn an_update_s_item_holds_its_time_and_its_words_stand_below() {
    let page = "# Uploads\n\nStarted\nFeb 3, 2026, 07:30 PM UTC\nResolved\nFeb 4, 2026, 02:43 AM UTC\n\n## Updates\n\n\
                1. investigating Feb 3, 2026, 07:30 PM UTC\n\n   Some uploads time out.\n\n\
                2. resolved Feb 4, 2026, 02:43 AM UTC\n\n   Uploads are back to normal.\n";
    let facts = facts("page.md", page);
    assert_eq!(locals(&facts), ["2026-02-03T19:30", "2026-02-04T02:43"]);
    assert_eq!(facts["timeline"][0]["text"], "Some uploads time out.");
    assert_eq!(facts["times"]["started"]["local"], "2026-02-03T19:30:00");
    assert_eq!(facts["times"]["resolved"]["local"], "2026-02-04T02:43:00");
}

#[test]
fn a_row_with_a_day_alone_moves_the_rows_below_it() {
    let table = "# Stale readings\n\n**Date**: 01/30/2024\n\n## Timeline\n\nTime | Description\n--- | ---\n\
                 1/28 |\n12:45 | Engineer 1 submitted a change\n15:33 | Engineer 2 approved and merged it\n1/30 |\n\
                 14:03 | Engineer 2 deployed it\n1/31 |\n08:04 | The analyst reports stale readings\n";
    let facts = facts("readings.md", table);
    assert_eq!(locals(&facts), ["2024-01-28T12:45", "2024-01-28T15:33", "2024-01-30T14:03", "2024-01-31T08:04"]);
    assert!(draft("readings.md", table).contains("ngineer 2 approved and merged it"));
}

#[test]
fn small_hours_under_yesterday_s_date_are_the_next_day() {
    let facts =
        facts("night.md", "# Night\n\n## Timeline\n\n### 12 March 2024\n\n- 23:40 Disk alert\n- 00:15 Disk full\n");
    assert_eq!(locals(&facts), ["2024-03-12T23:40", "2024-03-13T00:15"]);
}

#[test]
fn a_timeline_s_own_beginning_is_surer_than_a_rounded_one() {
    let text = "# Search\n\nSearch was down from 9:30 to 10:30.\n\n## Timeline\n\n- 9:05 OUTAGE BEGINS\n\
                - 9:40 On-call restarts the proxy\n- 10:20 Index rebuilt. OUTAGE ENDS\n";
    let facts = facts("search.md", text);
    assert_eq!(facts["times"]["started"]["surface"], "9:05");
    assert_eq!(facts["times"]["resolved"]["surface"], "10:20");
}

#[test]
fn lines_that_a_tag_breaks_are_entries_though_a_mark_ends_the_line_before() {
    let text = "# Index\n\n## Timeline\n\n### 2024-03-05\n\n**16:27** A broken index is published **&lt;START OF OUTAGE&gt;**<br>\n\
                **21:36** dkowal reports that searches fail<br>\n**22:10** The index is withdrawn. **&lt;END OF OUTAGE&gt;**\n\n\
                ## Actions\n\n| Action | Owner |\n|---|---|\n| Check the index before it is published | dkowal |\n";
    let facts = facts("index.md", text);
    assert_eq!(locals(&facts), ["2024-03-05T16:27", "2024-03-05T21:36", "2024-03-05T22:10"]);
    assert_eq!(facts["times"]["started"]["surface"], "16:27");
    let told = draft("index.md", text);
    assert!(!told.contains("dkowal"), "a handle that owns an action is a person: {told}");
    assert!(told.contains("teammate reported that searches failed"), "{told}");
}

#[test]
fn what_is_noticed_after_the_incident_was_taken_on_did_not_detect_it() {
    let text = "# Kernels\n\n## Timeline\n\n- 20:15 A ticket says that kernels fail with errors\n\
                - 20:57 First engineer acknowledges the issue\n- 23:10 On-call is paged by a disk alert\n";
    assert_eq!(facts("kernels.md", text)["times"]["detected"], Value::Null);
    let found = facts("kernels.md", &text.replace("20:15 A ticket says that", "20:15 Alert fired,"));
    assert_eq!(found["times"]["detected"]["surface"], "20:15");
}

#[test]
fn a_step_that_changed_nothing_is_no_remedy() {
    let text = "# Wireless\n\nSent: Tuesday\n\n## Resolution\n\n- Restarted the radius server, but the issue persisted.\n\
                - Deployed the new certificate, and logins were restored.\n";
    let facts = facts("wireless.md", text);
    assert_eq!(texts(&facts["remediation"]), ["Deployed the new certificate, and logins were restored."]);
}

#[test]
fn what_is_to_be_done_is_found_under_a_plain_heading_and_in_prose() {
    let listed = "Wireless outage\n\nThe certificate had expired.\n\nWhat we will do\n- add the certificates to the check\n\
                  - write down the renewal steps\n";
    assert_eq!(
        texts(&facts("mail.txt", listed)["actions"]),
        ["add the certificates to the check", "write down the renewal steps"]
    );
    let prose = "Both routers failed on 3 May 2024 and the network was down. Two technicians went to the site. \
                 The repair of the second router ended at 4:32, and service was restored. We have taken measures \
                 against future incidents, such as spare parts for both routers.\n";
    assert_eq!(texts(&facts("mail.txt", prose)["actions"]).len(), 1);
}

#[test]
fn a_question_above_its_answer_is_a_heading() {
    let text = "Router outage of 31 March 2024\n\nHow was it fixed?\nWe removed the wrong routes at 15:12.\n\n\
                What next?\nOur network team has applied stricter lists. We apologize for the trouble.\n";
    let facts = facts("rfo.txt", text);
    assert_eq!(texts(&facts["remediation"]), ["We removed the wrong routes at 15:12."]);
    assert_eq!(texts(&facts["actions"]), ["Our network team has applied stricter lists."]);
}

#[test]
fn a_name_of_a_section_is_not_glued_to_the_sentence_below_it() {
    let text = "# Denver\n\n- 10:46 The change is committed\n- 10:48 Alerts fire\n\nRoot Cause Analysis\nA wrong route filter was the primary cause of this outage.\n";
    assert_eq!(
        texts(&facts("denver.md", text)["root_cause"]),
        ["A wrong route filter was the primary cause of this outage."]
    );
}

#[test]
fn a_timeline_of_days_has_its_entries_below_them() {
    let text = "# Files\n\n## Timeline\n\n### August 15, 2024\n\nThe first reports of errors arrive.\n\n\
                ### August 18, 2024\n\nWe merged the fix.\n\n## Impact\n\nDownloads failed.\n";
    let found = facts("files.md", text);
    let days: Vec<_> =
        found["timeline"].as_array().unwrap().iter().map(|e| e["at"]["local"].as_str().unwrap()).collect();
    assert_eq!(days, ["2024-08-15", "2024-08-18"]);
    assert!(draft("files.md", text).contains("On August 18, we merged the fix"), "{}", draft("files.md", text));
    let timed = facts("files.md", &text.replace("The first reports", "We saw this:\n\n- 10:15 The first reports"));
    assert_eq!(timed["timeline"][0]["at"]["surface"], "10:15");
}

#[test]
fn a_letter_s_cause_and_its_plans_are_told_as_what_they_are() {
    let letter = "On 3 May 2024 our search was down for seven minutes. The core reason for the outage was a migration that \
                  failed to apply. A new table was needed for the reports. We corrected the migration and service was \
                  restored. We will be hardening our migration process.\n";
    let facts = facts("letter.txt", letter);
    assert!(texts(&facts["root_cause"]).iter().any(|t| t.starts_with("The core reason")), "{}", facts["root_cause"]);
    assert_eq!(texts(&facts["actions"]), ["We will be hardening our migration process."]);
    let story = story("letter.txt", letter);
    assert!(told(&story, "retrospective").contains("hardening") && !told(&story, "resolution").contains("hardening"));
}

#[test]
fn whose_an_action_is_may_stand_before_it() {
    let text = "# Search\n\n## Action items\n\n| Owner | Due | What needs to be done |\n|---|---|---|\n\
                | Ann Lee | June 28 | Add an alert on the index size |\n";
    let facts = facts("search.md", text);
    assert_eq!(texts(&facts["actions"]), ["Add an alert on the index size"]);
    assert_eq!(facts["actions"][0]["owner"], "Ann Lee");
}

#[test]
fn a_note_behind_the_last_section_is_no_part_of_it() {
    let text = "# Files\n\nDownloads failed.[^1]\n\n## Going forward\n\nWe will add an alert.\n\n[^1]: or, as we say, rested.\n";
    assert_eq!(texts(&facts("files.md", text)["actions"]), ["We will add an alert."]);
}

#[test]
fn a_day_is_no_title_and_a_page_s_path_is_not_said() {
    let heat = "6th July 2024\n\nHeat in the second data hall\n\n19:00 UTC Nodes are unstable due to heat.\n\n\
                20:09 UTC We shut the nodes down.\n";
    assert_eq!(facts("heat.txt", heat)["title"]["text"], "Heat in the second data hall");
    let page = "Postmortem -\nRead details\nMar 13, 14:24 UTC\nResolved -\nUploads work again.\nMar 13, 10:16 UTC\n";
    assert_eq!(facts("page.txt", page)["title"], Value::Null);
    assert_eq!(entries(&facts("page.txt", page)), [("Mar 13, 10:16 UTC", "Uploads work again.".to_owned())]);
}

#[test]
fn the_writer_s_yesterday_is_nobody_else_s() {
    let text = "# Wireless outage\n\nYesterday between 08:40 and 10:25 nobody could log in to the wireless network.\n";
    let told = draft("mail.md", text);
    assert!(told.contains("Between 8:40 AM and 10:25 AM nobody could log in"), "{told}");
    let page = "# Router\n\n## Timeline\n\n- 2024-07-24 13:29 The router drops packets\n\
                - 2024-07-25 11:29 Yesterday we removed the router and the network returned to normal\n";
    assert!(!draft("router.md", page).contains("AM, yesterday"));
}

#[test]
fn an_ordinal_day_belongs_to_the_time_before_it() {
    let text = "# Rule\n\n## Timeline\n\nAll times UTC, 2024.\n\n\
                - 14:10 UTC on March 18th, a now-deleted user deployed a wrong rule, which caused errors.\n\
                - 14:30 UTC on March 18th, we rolled back the rule and service was restored.\n";
    let facts = facts("rule.md", text);
    for list in ["root_cause", "remediation"] {
        assert!(texts(&facts[list]).iter().all(|t| !t.starts_with("18th")), "{}", facts[list]);
    }
}

#[test]
fn an_entry_that_holds_its_time_is_told_up_to_what_leads_into_a_list() {
    let text = "# Rule\n\n## Timeline\n\nOn 2024-03-18 at 14:30 UTC we rolled back the rule. The errors stopped. These users were hit:\n\n\
                - shop one\n- shop two\n\nOn 2024-03-18 at 15:10 UTC we closed the incident.\n";
    let told = told(&story("rule.md", text), "decisions") + &told(&story("rule.md", text), "methodology");
    assert!(told.contains("we rolled back the rule"), "{told}");
}

#[test]
fn a_change_in_the_timeline_is_told_at_its_time() {
    let text = "# Readings\n\nThe root cause was a wrong deployment of the collector.\n\n## Timeline\n\n\
                - 2024-01-28 12:45 The collector fails with errors\n- 2024-01-28 15:33 Engineer 2 merged the change of the collector\n\
                - 2024-01-31 10:13 The correction of the configuration was deployed, the errors disappear\n";
    let told = told(&story("readings.md", text), "methodology");
    let place = |words: &str| told.find(words).unwrap_or(usize::MAX);
    assert!(place("merged the change") < place("correction of the configuration"), "{told}");
}

#[test]
fn a_company_is_nobody_s_teammate() {
    let text = "# Files\n\n## Timeline\n\n- 10:00 Nordcache reports an error at one Nordcache node\n- 10:20 Nordcache removes the node\n\n\
                ## Root cause\n\nA bug in our own Nordcache configuration caused the errors.\n";
    let told = draft("files.md", text);
    assert!(told.contains("our own Nordcache configuration") && !told.contains("a teammate configuration"), "{told}");
}

#[test]
fn a_range_behind_duration_is_the_incident_s_and_what_persisted_was_not_over() {
    for range in ["June 9, 2024. 14:00–18:30 (UTC)", "9th June 2024, from about 14:00 to 18:30 UTC"] {
        let text = format!(
            "# Uploads failed\n\n## Summary\n\n- Duration: {range}\n\n## Timeline\n\n- 14:05: Alerts fired.\n\
             - 15:00: The queries were tuned, but the issue persisted.\n- 17:00: The log showed the wrong pool.\n"
        );
        let facts = facts("p.md", &text);
        let key = |name: &str| facts["times"][name]["local"].as_str().map(|local| local[11..16].to_owned());
        assert_eq!((key("started"), key("resolved")), (Some("14:00".into()), Some("18:30".into())), "{range}");
    }
    let open =
        "# Uploads failed\n\nOn 9 June 2024 uploads failed.\n\n- 14:05: Alerts fired.\n- 15:00: The issue persisted.\n";
    assert_eq!(facts("p.md", open)["times"]["resolved"], Value::Null);
}

#[test]
fn what_a_page_posts_later_is_not_told_as_what_happened_then() {
    let page = "Uploads fail\nIncident Report for Acme\nPostmortem\n\nAt 09:30 UTC a node lost its disk, so that uploads failed.\n\n\
                We moved its share to another node.\nPosted Jan 07, 2026 - 15:00 UTC\n\nResolved\nUploads work again.\n\
                Posted Jan 05, 2026 - 10:20 UTC\nInvestigating\nUploads fail.\nPosted Jan 05, 2026 - 09:41 UTC\n";
    let facts = facts("page.txt", page);
    assert_eq!(facts["title"]["text"], "Uploads fail");
    assert_eq!(facts["timeline"].as_array().unwrap().len(), 2, "{}", facts["timeline"]);
    assert!(!draft("page.txt", page).contains("3:00 PM"), "{}", draft("page.txt", page));
}

#[test]
fn lines_about_an_action_are_none_and_several_may_share_a_line() {
    let text = "# Search\n\n## Action items\n\n- Add an alert on the size of the index\n- Deadline: May 3\n- Tracking: OPS-12\n\
                - Status: Done Check the old index, too\n";
    let found = facts("search.md", text);
    assert_eq!(
        texts(&found["actions"]),
        ["Add an alert on the size of the index", "Status: Done Check the old index, too"]
    );
    let line = "# Search\n\nThe index was full.\n\nAction items: automate the cleaning (owner: Web team, due 3 May); add an alert \
                on the size; tell the users of it.\n";
    let found = facts("search.md", line);
    assert_eq!(found["actions"].as_array().unwrap().len(), 3, "{}", found["actions"]);
    assert_eq!(found["actions"][0]["owner"], "Web team");
    assert!(draft("search.md", line).contains("We set out to automate the cleaning, and to add an alert"));
}

#[test]
fn a_day_without_a_year_is_told_with_its_time() {
    let text = "# Crawler\n\n## Timeline\n\n- Nov 21, 18:20 UTC: The crawler starts again\n- Nov 22, 19:50 UTC: The load drops to normal\n";
    let told = draft("crawler.md", text);
    assert!(told.contains("6:20 PM UTC on Nov 21") && told.contains("7:50 on Nov 22"), "{told}");
}

#[test]
fn what_a_part_is_as_a_rule_is_not_the_cause_beside_what_happened() {
    let text = "# Search\n\n## Root cause\n\nThe router is a service that finds the shard of a query.\n\n\
                During a change of its table a shard was marked as gone.\n";
    let told = told(&story("search.md", text), "resolution");
    assert!(told.contains("marked as gone") && !told.contains("is a service"), "{told}");
}

#[test]
fn the_title_is_told_once_and_the_reader_of_the_document_is_not_spoken_to() {
    let text = "# Search failed for all shops\n\nSearch failed for all shops\n\nIf you use an old client, you can switch it off.\n\n\
                The index failed with error #185 because of a full disk.\n";
    let told = draft("search.md", text);
    assert_eq!(told.matches("earch failed for all shops").count(), 2, "{told}");
    assert!(!told.contains("old client") && told.contains("error #185"), "{told}");
}

#[test]
fn what_was_spared_and_that_there_was_an_outage_is_no_cause_and_advice_no_remedy() {
    let text = "# Queues stuck\n\n## Root cause\n\nAcme experienced its first outage since the move.\n\n\
                Because of the second hall this outage did not affect all tenants.\n\n\
                A full disk of the broker caused the queues to stop.\n\n## Remediation\n\n\
                Users can recover by loading the page again.\n\nWrapped the writer of the log in a limit of its size.\n";
    let told = told(&story("queues.md", text), "resolution");
    assert!(told.contains("A full disk of the broker"), "{told}");
    assert!(told.contains("We wrapped the writer"), "{told}");
    assert!(!told.contains("first outage") && !told.contains("second hall") && !told.contains("Users can"), "{told}");
}

#[test]
fn an_inquiry_is_no_remedy_and_a_list_of_needs_is_to_be_done() {
    let text = "# Queues stuck\n\n## Timeline\n\nAll times UTC, 2024-05-03.\n\n- 10:00 The queues stop\n\
                - 10:20 Noor started investigating whether the disk that we had \"fixed\" was full again\n\
                - 10:40 We restarted the broker and the queues moved again\n\n## Future measures\n\n\
                We will extend the checks of the disk.\n";
    assert!(told(&story("queues.md", text), "retrospective").contains("We will extend the checks"));
    assert!(!told(&story("queues.md", text), "resolution").contains("investigating"));
}

#[test]
fn a_name_behind_what_somebody_is_is_not_told() {
    let text = "# Queues stuck\n\nIncident commander: Ines Carvalho. Status: over.\n\n## Timeline\n\nAll times UTC, 2024-05-03.\n\n\
                - 10:00 The queues stop\n- 10:10 Support lead Faye reports nine tickets\n\
                - 10:20 Incident declared and Ines Carvalho assigned to it\n- 10:40 We restarted the broker\n";
    let told = draft("queues.md", text);
    let story = told.split("## Gaps").next().unwrap_or_default();
    assert!(!story.contains("Faye") && !story.contains("Carvalho"), "{story}");
}

#[test]
fn a_page_of_a_month_has_no_title_and_a_list_s_letter_is_not_told() {
    let page =
        "July 2022\n\n29\n\nBetween 08:00 UTC and 13:20 UTC on 29 July 2022 queues were slow for some tenants.\n";
    assert_eq!(facts("page.txt", page)["title"], Value::Null);
    let text = "# Queues slow\n\nThe broker was full (more on this below).\n\nThe steps were:\n\na. The old broker was drained\n\nb. The new one was filled\n";
    let told = draft("queues.md", text);
    assert!(told.contains("The broker was full.") && !told.contains("A. The old"), "{told}");
}

#[test]
fn a_time_that_is_a_slip_of_the_pen_is_asked_about_and_not_told() {
    let text = "# Hub down\n\n## Timeline\n\n- 2031-06-09 09:00 UTC: the hub fails to start\n\
                - 2030-06-09 09:10 UTC: the queue grows\n- 2031-06-09 09:30 UTC: we restart the hub\n\
                - 2031-06-09 09:40 UTC: the queue is empty\n";
    let draft = draft("hub.md", text);
    assert!(draft.contains("At 9:00 AM UTC, the hub failed to start."), "{draft}");
    assert!(draft.contains("> You: which is right?") && draft.contains("“2030-06-09 09:10 UTC” (line 6)"), "{draft}");
    assert!(!draft.contains("9:10 AM") && !draft.contains("the queue grew"), "{draft}");
}

#[test]
fn a_step_whose_entry_says_that_it_did_not_help_is_not_the_fix() {
    let text = "# Hub down\n\n## Timeline\n\n### 09:00 ###\n\nThe hub fails to start.\n\n### 09:16 ###\n\n\
                The image is reverted to the one of May. This does not improve the situation.\n\n### 09:41 ###\n\n\
                The cluster is reverted to the state of the day before. The hub starts again.\n";
    let draft = draft("hub.md", text);
    let resolution = draft.split("\n## ").find(|part| part.starts_with("Resolution")).unwrap();
    assert!(resolution.contains("the cluster was reverted"), "{resolution}");
    assert!(!resolution.contains("image"), "{resolution}");
}
