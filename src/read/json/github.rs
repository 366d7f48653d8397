//! A GitHub issue with its comments: as the REST API gives them (the issue with the array of comments embedded or
//! beside it, or the comments alone), as `gh issue view --json` does, and as GraphQL does (`nodes`).
//!
//! When an issue was opened and closed is not when the incident began and ended, so those keep their own names.

use super::Shape;
use super::build::{Builder, Entry, Incident, body, name};
use super::node::Node;

/// A GitHub issue.
pub const SHAPE: Shape = Shape { flavour: "github-issue", recognises, read };

const ISSUES: &[&str] = &["issue", "data/repository/issue", ""];
const COMMENTS: &[&str] = &["comments/*", "comments/nodes/*", "comments_data/*"];

const FIELDS: &[(&str, &str)] = &[
    ("state", "status"),
    ("labels/*|labels/nodes/*", "label"),
    ("user|author", "author"),
    ("assignees/*|assignees/nodes/*", "assignee"),
    ("created_at|createdAt", "created"),
    ("closed_at|closedAt", "closed"),
];

fn recognises(node: &Node) -> bool {
    issue(node).is_some() || comments_alone(node)
}

fn issue<'a>(node: &Node<'a>) -> Option<Node<'a>> {
    let opened = |node: &Node| node.has("created_at") || node.has("createdAt");
    let asked = |node: &Node| node.has("number") || node.has("html_url") || node.has("comments");
    let is_issue =
        |node: &Node| node.has("title") && node.has("body") && (opened(node) || is_commented(node)) && asked(node);
    ISSUES.iter().flat_map(|path| node.find(path)).find(is_issue)
}

fn is_commented(node: &Node) -> bool {
    COMMENTS.iter().flat_map(|path| node.find(path)).any(|found| is_comment(&found))
}

fn is_comment(node: &Node) -> bool {
    node.has("body") && (node.child("user").has("login") || node.child("author").has("login"))
}

fn comments_alone(node: &Node) -> bool {
    let mut items = node.items().peekable();
    items.peek().is_some() && items.all(|item| is_comment(&item) && !item.has("title"))
}

fn read(node: &Node) -> Vec<Incident> {
    let mut builder = Builder::default();
    let mut comments: Vec<Node> = Vec::new();
    let issue = issue(node);
    if let Some(issue) = &issue {
        builder.title(&issue.child("title"));
        builder.fields(issue, FIELDS);
        builder.text(&issue.child("body"));
        comments.extend(COMMENTS.iter().flat_map(|path| issue.find(path)));
        if issue.pointer != node.pointer {
            comments.extend(node.find("comments/*"));
        }
    } else {
        comments.extend(node.items());
    }
    for comment in comments {
        builder.entry(Entry {
            time: comment.time(&["created_at", "createdAt"]),
            actor: comment
                .first(&["user/login", "author/login"])
                .or_else(|| name(&comment.child("user")))
                .and_then(|a| a.text()),
            body: body(&comment.child("body")),
            ..Entry::default()
        });
    }
    vec![builder.finish(issue.and_then(|issue| Some(issue.first(&["number", "id"])?.said()?.into_owned())))]
}

#[cfg(test)]
mod tests {
    use crate::read::json::tests::show;

    #[test]
    fn both_interfaces_give_the_same_blocks() {
        let rest = show(
            r#"{"number": 5, "title": "Outage", "state": "closed", "user": {"login": "ada"}, "labels": [], "created_at": "2024-01-01T10:00:00Z", "body": "All **down**.",
            "comments": [{"user": {"login": "bo"}, "created_at": "2024-01-01T10:09:00Z", "body": "Rolled back"}]}"#,
        );
        let cli = show(
            r#"{"number": 5, "title": "Outage", "state": "closed", "author": {"login": "ada"}, "createdAt": "2024-01-01T10:00:00Z", "body": "All **down**.",
            "comments": [{"author": {"login": "bo"}, "createdAt": "2024-01-01T10:09:00Z", "body": "Rolled back"}]}"#,
        );
        assert_eq!(rest, cli);
        assert_eq!(
            rest,
            [
                "github-issue 5",
                "# Outage",
                "status: closed",
                "author: ada",
                "created: 2024-01-01T10:00:00Z",
                "All down.",
                "[time=2024-01-01T10:09:00Z actor=bo text=Rolled back]",
            ]
        );
    }

    #[test]
    fn comments_beside_the_issue_or_alone_are_read() {
        let beside = show(
            r#"{"issue": {"number": 5, "title": "Outage", "body": null, "created_at": "x", "comments": 1}, "comments": [{"user": {"login": "bo"}, "created_at": "2024-01-01T10:09:00Z", "body": "Fixed"}]}"#,
        );
        assert_eq!(beside.last().unwrap(), "[time=2024-01-01T10:09:00Z actor=bo text=Fixed]");
        let alone = show(r#"[{"user": {"login": "bo"}, "created_at": "2024-01-01T10:09:00Z", "body": "Fixed"}]"#);
        assert_eq!(alone, ["github-issue", "[time=2024-01-01T10:09:00Z actor=bo text=Fixed]"]);
    }
}
