//! `draft --format html`: one file that is whole without script, and whose text of the document never acts.

use std::collections::HashSet;

use html5gum::{Token, Tokenizer};
use tempfile::TempDir;

use crate::support::{PARTS, arg, file, fixtures, stdout};

const INPUT: &str = "fixtures/deploy-p99-latency.md";

/// Elements that have no end.
const VOID: &[&str] = &["meta", "br", "hr", "img", "input", "link"];

/// The page of the usual fixture, with options.
fn page(options: &[&str]) -> String {
    stdout([&["draft", INPUT, "--format", "html"][..], options].concat())
}

/// Fails unless every element is closed where it was opened, ids are given once, and links lead to one. Returns the elements' names.
fn well_formed(html: &str) -> Vec<String> {
    let (mut open, mut names, mut ids, mut links) = (Vec::new(), Vec::new(), HashSet::new(), Vec::new());
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    // What stands inside of script and style is no mark-up.
    let mut bare = html.to_owned();
    for (start, end) in [("<script>", "</script>"), ("<style>", "</style>")] {
        let from = bare.find(start).unwrap() + start.len();
        let to = from + bare[from..].find(end).unwrap();
        bare.replace_range(from..to, "");
    }
    for token in Tokenizer::new(&bare) {
        match token.unwrap() {
            Token::StartTag(tag) => {
                let name = text(&tag.name);
                for (key, value) in &tag.attributes {
                    match text(key).as_str() {
                        "id" => assert!(ids.insert(text(value)), "the id {} is given twice", text(value)),
                        "href" => links.push(text(value)),
                        key => assert!(!key.starts_with("on") && key != "src", "{name} has {key}"),
                    }
                }
                if !tag.self_closing && !VOID.contains(&name.as_str()) {
                    open.push(name.clone());
                }
                names.push(name);
            }
            Token::EndTag(tag) => assert_eq!(open.pop(), Some(text(&tag.name)), "closed in another order"),
            Token::Error(error) => panic!("not well formed: {error:?}"),
            _ => {}
        }
    }
    assert!(open.is_empty(), "never closed: {open:?}");
    for link in links {
        assert!(ids.contains(link.trim_start_matches('#')), "the link {link} leads nowhere");
    }
    names
}

#[test]
fn every_fixture_has_a_well_formed_page_that_asks_nobody_for_anything() {
    for fixture in fixtures() {
        let html = stdout(fixture.command("draft", &["--format", "html"]));
        let names = well_formed(&html);
        assert_eq!(names.iter().filter(|n| *n == "script").count(), 1, "{fixture:?}");
        for part in PARTS {
            assert!(html.contains(&format!(r#"<section id="{part}""#)), "{fixture:?}: {part}");
        }
        let css = html.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
        assert!(!css.contains("url(") && !css.contains("@import"));
    }
}

#[test]
fn every_citation_opens_the_words_of_the_source() {
    for fixture in fixtures() {
        let html = stdout(fixture.command("draft", &["--format", "html"]));
        for place in html.split(r#"<p class="place">"#).skip(1) {
            let (place, after) = place.split_once("</p>").unwrap();
            assert!(after.starts_with("<blockquote>"), "{fixture:?}: nothing is quoted for {place}");
        }
    }
}

#[test]
fn questions_are_marked_and_listed_again_as_gaps() {
    let html = page(&[]);
    let asked = html.matches("<strong>Question to you:</strong>").count();
    let gaps = html.split(r#"id="gaps""#).nth(1).unwrap().matches("<li><strong>").count();
    assert!(asked > 3 && asked == gaps, "{asked} asked, {gaps} listed");
    assert!(!html.contains("</strong> You:"));
}

#[test]
fn without_citations_nobody_is_named() {
    let html = page(&["--citations", "none"]);
    well_formed(&html);
    assert!(!html.contains("<blockquote>") && !html.contains("Priya") && !html.contains("Tomasz"), "{html}");
    assert!(page(&["--names", "keep"]).contains("Priya"));
}

#[test]
fn nothing_of_a_document_acts_in_the_page() {
    let evil = r#"</script></style></title></svg><img src=x onerror=alert(1)>"><script>alert(2)</script>"#;
    let document = format!(
        "# Outage {evil}\n\nOn 2024-05-14 at 10:48 UTC a deploy of api-gw {evil} broke sign-in for 40% of users.\n\n## Timeline\n\n\
         - 10:48 UTC: Deploy of v2 {evil}\n- 10:52 UTC: alert: p99 latency of api-gw rises {evil}\n- 11:05 UTC: We decided to roll back {evil}\n\
         - 11:20 UTC: Rolled back {evil}, errors gone\n\n## Root cause\n\nThe root cause was a loop {evil}.\n\n\
         ## Action items\n\n- Add an alert on p99 latency above 1 s {evil}\n"
    );
    let folder = TempDir::new().unwrap();
    // The readers leave HTML out; facts that were corrected by hand are taken as they are.
    let printed = stdout(["facts", INPUT, "--format", "json"]);
    let quoted = serde_json::to_string(evil).unwrap();
    let facts = printed.replace("pricing-api", quoted.trim_matches('"')).replace("p99", "p99 <b onclick=alert(3)>");
    let paths = [file(&folder, "evil.md", document), file(&folder, "facts.json", facts)];
    let options = [&[][..], &["--citations", "inline"], &["--names", "keep"], &["--cut", "short"]];
    for (path, options) in paths.iter().flat_map(|path| options.iter().map(move |options| (path, *options))) {
        let html = stdout([&["draft", arg(path), "--format", "html"][..], options].concat());
        let names = well_formed(&html);
        assert!(!names.iter().any(|n| n == "img"), "{html}");
        assert_eq!((html.matches("<script").count(), html.matches("</script").count()), (1, 1));
        let told = html.contains("&lt;img src=x onerror=alert(1)&gt;");
        assert!(told || path.ends_with("evil.md"), "what it says is still told, as text");
    }
}

#[test]
fn the_page_can_be_laid_out_by_the_user() {
    let folder = TempDir::new().unwrap();
    let shown = stdout(["templates", "show", "six-part.html"]);
    let own = file(&folder, "mine.html", shown.replace("Question to you:", "Over to you:"));
    assert!(page(&["--template", arg(&own)]).contains("<strong>Over to you:</strong>"));
}

#[test]
fn a_bank_links_to_the_pages() {
    let folder = TempDir::new().unwrap();
    let bank = folder.path().join("bank");
    stdout(["batch", INPUT, "-o", arg(&bank), "--format", "md,html", "--quiet"]);
    let index = std::fs::read_to_string(bank.join("index.html")).unwrap();
    let link = index.split(r#"class="title" href=""#).nth(1).unwrap().split('"').next().unwrap();
    assert!(link.ends_with(".html"), "{link}");
    well_formed(&std::fs::read_to_string(bank.join(link)).unwrap());
}

#[cfg(unix)]
mod in_chromium {
    use std::path::PathBuf;
    use std::time::Duration;

    use super::*;
    use crate::browser::Browser;

    /// Fixtures of several formats: with many entries, with few, with none.
    const SEEN: [&str; 5] = [
        "deploy-p99-latency.md", "slack-disk-full.json", "dns-empty-zone.txt", "consumer-rebalance.rst",
        "minimal-no-times.md",
    ];

    /// Pairs of labels in the picture that share an area, and labels that run out of it.
    const OVERLAPS: &str = r#"(() => {
        const svg = document.querySelector("svg.timeline");
        if (!svg) return [];
        const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
        const boxes = [...svg.querySelectorAll("text")].map((t) => [t.textContent, t.getBBox()]);
        const bad = boxes.filter(([, b]) => b.x < 0 || b.y < 0 || b.x + b.width > width || b.y + b.height > height).map(([t]) => "outside: " + t);
        boxes.forEach(([t, a], i) => boxes.slice(i + 1).forEach(([u, b]) => {
            const x = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
            const y = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
            if (x > 0 && y > 1) bad.push(t + " / " + u);
        }));
        return bad;
    })()"#;

    /// Texts whose contrast with what is behind them is less than 4.5.
    const PALE: &str = r#"(() => {
        const light = (color) => {
            const [r, g, b] = color.match(/[\d.]+/g).map((v) => v / 255).map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const ground = (e) => {
            for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (!/, 0\)$/.test(c)) return c; }
            return "rgb(255, 255, 255)";
        };
        return [...document.querySelectorAll("body *")].filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) && e.getClientRects().length && !e.closest("script")).map((e) => {
            const style = getComputedStyle(e);
            const [a, b] = [light(e.closest("svg") ? style.fill : style.color), light(ground(e))].sort((x, y) => y - x);
            return [(a + 0.05) / (b + 0.05), e.outerHTML.slice(0, 120)];
        }).filter(([ratio]) => ratio < 4.5);
    })()"#;

    fn written(folder: &TempDir, name: &str) -> PathBuf {
        file(folder, &format!("{name}.html"), stdout(["draft", &format!("fixtures/{name}"), "--format", "html"]))
    }

    #[test]
    fn the_page_is_readable_on_every_screen_and_on_two_sheets() {
        let Some(mut browser) = Browser::start() else { return };
        let folder = TempDir::new().unwrap();
        for name in SEEN {
            let page = written(&folder, name);
            for (script, views) in [(false, [(400, "light"), (1400, "dark")]), (true, [(400, "dark"), (1400, "light")])]
            {
                browser.scripts(script);
                browser.open(&page);
                for (width, scheme) in views {
                    browser.window(width, scheme);
                    let wide = browser.eval("document.documentElement.scrollWidth").as_u64().unwrap();
                    assert!(wide <= u64::from(width), "{name} is {wide} wide at {width}");
                    assert_eq!(browser.eval(OVERLAPS), serde_json::json!([]), "{name} at {width}");
                    browser.eval("document.querySelectorAll('details').forEach((d) => { d.open = true; })");
                    assert_eq!(browser.eval(PALE), serde_json::json!([]), "{name}, {scheme}");
                    let wide = browser.eval("document.documentElement.scrollWidth").as_u64().unwrap();
                    assert!(wide <= u64::from(width), "{name} is {wide} wide at {width} with all citations open");
                    browser.eval("document.querySelectorAll('details').forEach((d) => { d.open = false; })");
                }
                assert!((1..=2).contains(&browser.pages()), "{name} is printed on {} pages", browser.pages());
                assert!(browser.complaints().is_empty(), "{name}: {:?}", browser.complaints());
            }
        }
    }

    #[test]
    fn a_citation_opens_by_keyboard_without_script() {
        let Some(mut browser) = Browser::start() else { return };
        let folder = TempDir::new().unwrap();
        browser.scripts(false);
        browser.open(&written(&folder, SEEN[0]));
        browser.window(1400, "light");
        assert_eq!(browser.eval("document.getElementById('tools').hidden"), true, "no tools without script");
        browser.press("Tab");
        assert_eq!(browser.eval("document.activeElement.className"), "skip", "the first stop is the way to the story");
        browser.press("Enter");
        browser.press("Tab");
        assert_eq!(browser.eval("document.activeElement.parentElement.className"), "cite");
        let outline = "getComputedStyle(document.activeElement).outlineStyle";
        assert_eq!(browser.eval(outline), "solid", "the focus can be seen");
        let tall = "document.activeElement.nextElementSibling.getBoundingClientRect().height";
        assert_eq!(browser.eval(tall), 0);
        browser.press("Enter");
        assert!(browser.eval(tall).as_f64().unwrap() > 20.0, "the cited words are shown");
        // Beside the sentence, not below the page.
        let aside = "(() => { const [a, b] = [document.activeElement, document.activeElement.nextElementSibling].map((e) => e.getBoundingClientRect()); return b.left > a.right && Math.abs(b.top - a.top) < 60; })()";
        assert_eq!(browser.eval(aside), true);
        browser.press("Enter");
        assert_eq!(browser.eval(tall), 0);
    }

    #[test]
    fn the_timer_runs_and_the_type_grows_with_script() {
        let Some(mut browser) = Browser::start() else { return };
        let folder = TempDir::new().unwrap();
        browser.open(&written(&folder, SEEN[0]));
        browser.window(400, "dark");
        let shown = "document.querySelector('#context [role=timer]').textContent";
        assert_eq!(browser.eval(shown), "0:00 of 0:30");
        browser.eval("document.querySelector('#context .rehearse button').focus()");
        browser.press("Enter");
        let mut text = String::new();
        for _ in 0..60 {
            std::thread::sleep(Duration::from_millis(100));
            text = browser.eval(shown).as_str().unwrap().to_owned();
            if text != "0:00 of 0:30" {
                break;
            }
        }
        assert_eq!(text, "0:01 of 0:30");
        // The next part's timer stops this one.
        browser.eval("document.querySelector('#role .rehearse button').click()");
        assert_eq!(browser.eval("document.querySelector('#context .rehearse button').textContent"), "Go on");
        let size = "parseFloat(getComputedStyle(document.body).fontSize)";
        let before = browser.eval(size).as_f64().unwrap();
        browser.eval("document.querySelector('#tools [aria-pressed]').focus()");
        browser.press("Enter");
        assert!(browser.eval(size).as_f64().unwrap() > 1.4 * before);
        assert_eq!(browser.eval("document.querySelector('#tools [aria-pressed]').ariaPressed"), "true");
        assert!(browser.eval("document.documentElement.scrollWidth").as_u64().unwrap() <= 400);
        browser.eval("document.querySelector('.cite > summary').click()");
        browser.eval("document.querySelector('.cite > summary').focus()");
        browser.press("Escape");
        assert_eq!(browser.eval("document.querySelector('.cite').open"), false);
        assert!(browser.complaints().is_empty(), "{:?}", browser.complaints());
    }
}
