use super::*;
use crate::document::MarkKind;

fn shown(page: &str) -> Vec<String> {
    let blocks = blocks(page);
    let show = |block: &Block| {
        let cells = block.cells.iter().map(|c| match &c.header {
            Some(header) => format!("{header}={}", c.text.as_str()),
            None => c.text.as_str().to_owned(),
        });
        let cells = cells.collect::<Vec<_>>().join("; ");
        match &block.kind {
            Kind::Heading { level } => format!("{} {cells}", "#".repeat(usize::from(*level))),
            Kind::Item { depth, ordered, checked } => {
                let sign = match (ordered, checked) {
                    (true, _) => "1.",
                    (_, Some(true)) => "[x]",
                    (_, Some(false)) => "[ ]",
                    _ => "-",
                };
                format!("{}{sign} {cells}", "  ".repeat(usize::from(*depth)))
            }
            Kind::Row => format!("| {cells}"),
            Kind::Field => format!("@ {cells}"),
            Kind::Code { language } => format!("```{} {cells}", language.as_deref().unwrap_or_default()),
            Kind::Quotation => format!("> {cells}"),
            Kind::Paragraph => cells,
        }
    };
    blocks.iter().map(show).collect()
}

fn place(page: &str, words: &str) -> (usize, usize) {
    let blocks = blocks(page);
    let cells = blocks.iter().flat_map(|b| &b.cells);
    cells.filter_map(|c| c.text.as_str().find(words).map(|at| c.text.place(at))).next().unwrap()
}

#[test]
fn a_page_is_its_main_part_and_nothing_around() {
    let long =
        "The certificate of the API gateway ran out at 06:00 UTC, and all clients that check it were turned away.";
    let page = format!(
        "<!doctype html><html><head><title>Outage - Acme</title><style>p {{}}</style></head><body>\n<nav>Menu</nav>\
         <header>Acme</header><main>\n<h1>Expired certificate<a class=\"headerlink\" href=\"#x\">¶</a></h1>\n<p>{long}</p>\
         <aside>On this page</aside></main><footer>© Acme</footer><script>var a = '<p>x</p>';</script></body></html>"
    );
    assert_eq!(shown(&page), ["# Expired certificate", long]);
    assert_eq!(place(&page, "ran out"), (4, 38));
}

#[test]
fn references_are_decoded_and_columns_stay_those_of_the_source() {
    let page = "<p>A &amp; B &lt;5&nbsp;ms&#8211;ok</p>";
    assert_eq!(shown(page), ["A & B <5 ms–ok"]);
    assert_eq!(place(page, "B"), (1, 11));
    assert_eq!(place(page, "ok"), (1, 33));
}

#[test]
fn lists_nest_and_tasks_have_a_state() {
    let page = "<ul><li>one<ul><li>two</ul><li><p>three</p></ul><ul class=\"inline-task-list\">\
                <li class=\"checked\" data-inline-task-id=\"1\">done</li><li><input type=\"checkbox\"> open</li></ul>";
    assert_eq!(shown(page), ["- one", "  - two", "- three", "[x] done", "[ ] open"]);
    let blocks = blocks(page);
    assert_eq!((blocks[1].parent, blocks[2].parent), (Some(0), None));
}

#[test]
fn google_docs_tells_depth_and_weight_by_classes() {
    let page = "<html><head><style>.c1{font-weight:700}.c2{color:#000}</style></head><body>\n<p class=\"c2 title\"><span>Disk full</span></p>\
        <p><span class=\"c1\">Impact</span></p><ul class=\"lst-kix_a-0 start\"><li><span class=\"c2\">a</span></li></ul>\
        <ul class=\"lst-kix_a-1 start\"><li><span>b</span></li></ul><ul class=\"lst-kix_a-0\"><li><span>c</span><a href=\"#cmnt1\">[a]</a></li></ul>\
        <div><p><a href=\"#cmnt_ref1\" id=\"cmnt1\">[a]</a><span>Is this so?</span></p></div></body></html>";
    assert_eq!(shown(page), ["# Disk full", "## Impact", "- a", "  - b", "- c"]);
    assert_eq!(blocks(page)[3].parent, Some(2));
    let link = blocks("<p><a href=\"https://www.google.com/url?q=https://x.y/a%3Fb&amp;sa=D\">x</a></p>");
    assert_eq!(link[0].text().marks()[0].kind, MarkKind::Link("https://x.y/a?b".into()));
}

#[test]
fn tables_have_headers_and_key_figures_are_fields() {
    let page = "<table><tbody><tr><th>Time</th><th>Event</th></tr><tr><td rowspan=2>10:15</td><td><p>Disk</p><p>full</p></td></tr>\
                <tr><td>Page</td></tr></tbody></table>\
                <table><tr><th>Severity</th><td>SEV-1</td></tr><tr><th>Blast radius</th><td>EU</td></tr></table>\
                <table><tr><td><table><tr><td>Date</td><td>3 May</td></tr></table></td></tr></table>";
    let expected = [
        "| Time=10:15; Event=Disk full", "| Time=10:15; Event=Page", "@ Severity=SEV-1", "@ Blast radius=EU",
        "@ Date=3 May",
    ];
    assert_eq!(shown(page), expected);
}

#[test]
fn definitions_code_quotes_and_breaks_are_what_they_are() {
    let page = "<dl><dt>Owner:</dt><dd>Ada</dd></dl><pre class=\"language-sh\">a  &gt; b\n<span>c</span></pre>\
                <blockquote><p>said</p></blockquote><p>Severity: 2<br>10:15 - up<br>10:20 - down</p><p>10<sup>6</sup> rows<sup><a href=\"#f\">1</a></sup></p>";
    let expected =
        ["@ Owner=Ada", "```sh a  > b\nc", "> said", "@ Severity=2", "10:15 - up", "10:20 - down", "10 6 rows"];
    assert_eq!(shown(page), expected);
    assert_eq!(place(page, "a  > b\nc"), (1, 61));
}

#[test]
fn confluence_storage_format_is_read() {
    let page = "<h1>Expired certificate</h1><ac:structured-macro ac:name=\"toc\"><ac:parameter ac:name=\"maxLevel\">2</ac:parameter></ac:structured-macro>\
        <p>State: <ac:structured-macro ac:name=\"status\"><ac:parameter ac:name=\"colour\">Green</ac:parameter><ac:parameter ac:name=\"title\">CLOSED</ac:parameter>\
        </ac:structured-macro> on <time datetime=\"2023-05-03\" />, see <ac:link><ri:page ri:content-title=\"Runbook\" /></ac:link></p>\
        <ac:structured-macro ac:name=\"code\"><ac:parameter ac:name=\"language\">bash</ac:parameter><ac:plain-text-body><![CDATA[a > b\nc]]></ac:plain-text-body></ac:structured-macro>\
        <ac:task-list><ac:task><ac:task-id>1</ac:task-id><ac:task-status>complete</ac:task-status><ac:task-body><span>Alert</span></ac:task-body></ac:task></ac:task-list>";
    let expected = ["# Expired certificate", "State: CLOSED on 2023-05-03, see Runbook", "``` a > b\nc", "[x] Alert"];
    assert_eq!(shown(page), expected);
    assert_eq!(place(page, "2023-05-03").1, page.find("2023-05-03").unwrap());
}

#[test]
fn a_title_outside_of_the_document_is_found_without_the_name_of_the_space() {
    let long =
        "The certificate of the gateway ran out at 06:00 UTC, and all clients that check it were turned away at once.";
    let page = format!(
        "<title>OPS : Outage</title><div id=\"main-header\"><ol id=\"breadcrumbs\"><li>OPS</li></ol><h1 id=\"title-heading\">\
         <span>OPS : Outage</span></h1></div><div class=\"page-metadata\">Created by Ada</div><div id=\"main-content\"><p>{long}</p></div>"
    );
    assert_eq!(shown(&page), ["# Outage", long]);
    assert_eq!(place(&page, "Outage").1, page.rfind("Outage").unwrap());
}

#[test]
fn a_details_element_is_a_section() {
    assert_eq!(shown("<details><summary>Timeline</summary><p>10:15 up</p></details>"), ["## Timeline", "10:15 up"]);
}

#[test]
fn deep_nesting_is_read_in_linear_time() {
    let depth = 10_000;
    for tag in ["div", "p><li", "table><tr><td", "a href=x", "ul><li", "span", "blockquote"] {
        let _ = blocks(&format!("<{tag}>").repeat(depth));
    }
}
