//! `index.html` in headless Chromium, where there is one.

use std::path::Path;
use std::process::Command;

use crate::support::{archive, run_with, there_is};

/// Ways to call it, the first that there is.
const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome"];

/// The page's document after its scripts ran, or `None` where there is no browser.
fn rendered(page: &Path, fragment: &str, profile: &Path) -> Option<String> {
    let Some(browser) = BROWSERS.iter().find(|browser| there_is(browser, &["--version"])) else {
        eprintln!("skipped: no Chromium (apt-get install chromium)");
        return None;
    };
    let done = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .args(["--virtual-time-budget=2000", "--dump-dom"])
        .arg(format!("file://{}{fragment}", page.display()))
        .output()
        .unwrap();
    Some(String::from_utf8_lossy(&done.stdout).into_owned())
}

#[test]
fn the_page_is_whole_without_script_and_filters_with_it() {
    let folder = tempfile::tempdir().unwrap();
    archive(&folder.path().join("in"), 4);
    let evil = "# <script>document.title='evil'</script> <img src=x onerror=alert(1)>\n\n".to_owned();
    std::fs::write(folder.path().join("in/evil.md"), evil + &crate::support::postmortem(1)).unwrap();
    run_with(0, folder.path(), &["batch", "in", "-o", "bank"]);
    let page = folder.path().join("bank/index.html");

    let still = std::fs::read_to_string(&page).unwrap();
    assert_eq!(still.matches("<tr id=").count(), 5);
    assert!(still.contains("<svg") && still.contains(r#"<form id="filters" role="search" hidden>"#));
    assert!(!still.contains("<img") && still.matches("<script>").count() == 1, "text of a document is escaped");
    assert!(!still.contains("http://") && !still.contains("https://"), "the page asks nobody for anything");

    let profile = folder.path().join("profile");
    let Some(all) = rendered(&page, "", &profile) else { return };
    assert!(all.contains("5 of 5") && all.contains("<title>Story bank</title>"), "{all}");
    assert!(!all.contains(r#"role="search" hidden"#), "the script shows the filters");
    let some = rendered(&page, "#?q=quotes", &profile).unwrap();
    assert!(some.contains("1 of 5"), "{some}");
    assert_eq!(some.matches("<tr id=").count() - some.matches(r#"hidden="""#).count(), 1);
}
