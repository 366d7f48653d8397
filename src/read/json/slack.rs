//! A Slack channel: a day's file of a workspace export, or the answer of `conversations.history` or `.replies`
//! (`{messages: […]}`). Members after <https://api.slack.com/events/message>.

mod mrkdwn;

use std::collections::HashMap;

use super::Shape;
use super::build::{Builder, Entry, Incident};
use super::node::Node;
use crate::document::Block;

/// A Slack channel.
pub const SHAPE: Shape = Shape { flavour: "slack", recognises, read };

/// Kinds of messages that say something. All others tell about the channel: who joined, what was pinned, how it is called.
const TELLING: &[&str] =
    &["", "bot_message", "me_message", "thread_broadcast", "file_share", "file_comment", "reply_broadcast"];

/// Where a message names its author, the best first; at the end the user's identifier.
const AUTHORS: &[&str] = &[
    "user_profile/real_name", "user_profile/display_name", "user_profile/name", "bot_profile/name", "username",
    "user_name", "user/real_name", "user/name", "user",
];

fn recognises(node: &Node) -> bool {
    let messages = messages(node);
    !messages.is_empty() && messages.iter().filter(|m| is_message(m)).count() * 2 > messages.len()
}

fn messages<'a>(node: &Node<'a>) -> Vec<Node<'a>> {
    if node.value.is_array() { node.items().collect() } else { node.find("messages/*") }
}

fn is_message(node: &Node) -> bool {
    let stamp = node.child("ts").said().and_then(|ts| ts.parse::<f64>().ok()).is_some_and(|ts| ts > 1e9);
    stamp && (node.has("text") || node.has("user") || node.has("subtype") || node.has("blocks"))
}

fn read(node: &Node) -> Vec<Incident> {
    let messages = messages(node);
    let people = people(node, &messages);
    let mut builder = Builder::default();
    if let Some(title) = node.first(&["channel/name", "channel_name", "channel_info/name", "channel", "name"]) {
        builder.title(&title);
    }
    for message in &messages {
        if TELLING.contains(&message.child("subtype").str()) {
            builder.entry(entry(message, &people));
        }
    }
    vec![builder.finish(None)]
}

/// Where the names behind the identifiers stand: in the file's list of users and in the messages' own profiles.
fn people<'a>(node: &Node<'a>, messages: &[Node<'a>]) -> HashMap<&'a str, Node<'a>> {
    let listed = node.find("users/*").into_iter().map(|user| {
        let name = user.first(&["profile/real_name", "real_name", "profile/display_name", "name"]);
        (user.child("id").str(), name)
    });
    let spoken = messages.iter().map(|message| {
        let name = message.first(&["user_profile/real_name", "user_profile/display_name", "user_profile/name"]);
        (message.child("user").str(), name)
    });
    spoken.chain(listed).filter_map(|(id, name)| Some((id, name?))).filter(|(id, _)| !id.is_empty()).collect()
}

fn entry(message: &Node, people: &HashMap<&str, Node>) -> Entry {
    let author = message.first(AUTHORS).and_then(|author| people.get(author.str()).unwrap_or(&author).text());
    let mut body = said(&message.child("text"), people);
    if body.is_empty() {
        // Alerts of integrations have their words in attachments or blocks, and an empty text.
        let texts = [
            "blocks/*/text/text", "blocks/*/fields/*/text", "attachments/*/pretext", "attachments/*/title",
            "attachments/*/text", "attachments/*/fields/*/value",
        ];
        let mut found: Vec<Node> = texts.iter().flat_map(|path| message.find(path)).collect();
        if found.iter().all(|text| text.said().is_none()) {
            found = message.find("attachments/*/fallback");
        }
        body = found.iter().flat_map(|text| said(text, people)).collect();
    }
    Entry { time: message.time(&["ts"]), actor: author, body, ..Entry::default() }
}

fn said(text: &Node, people: &HashMap<&str, Node>) -> Vec<Block> {
    text.said().map(|words| mrkdwn::blocks(&words, &text.pointer, people)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::read::json::tests::show;

    #[test]
    fn people_speak_under_their_names_and_joins_are_left_out() {
        let shown = show(
            r#"{"channel": {"name": "inc-42"}, "users": [{"id": "U2", "real_name": "Bo Chen"}], "messages": [
            {"ts": "1700000300.000100", "user": "U2", "text": "<@U1> rolled back"},
            {"ts": "1700000000.000100", "user": "U1", "text": "<@U1> has joined", "subtype": "channel_join"},
            {"ts": "1700000060.000100", "user": "U1", "user_profile": {"real_name": "Ada Byron"}, "text": "5xx at 31%\nsince the deploy"}]}"#,
        );
        assert_eq!(
            shown,
            [
                "slack",
                "# inc-42",
                "[time=1700000060.000100 actor=Ada Byron text=5xx at 31%]",
                "since the deploy",
                "[time=1700000300.000100 actor=Bo Chen text=Ada Byron rolled back]",
            ]
        );
    }

    #[test]
    fn an_alert_without_text_speaks_through_its_attachment() {
        let shown = show(
            r#"[{"ts": "1700000000.1", "subtype": "bot_message", "username": "Alertmanager", "text": "", "attachments": [{"fallback": "x", "title": "FIRING: disk", "text": "97% on db-1"}]}]"#,
        );
        assert_eq!(shown, ["slack", "[time=1700000000.1 actor=Alertmanager text=FIRING: disk]", "97% on db-1"]);
    }
}
