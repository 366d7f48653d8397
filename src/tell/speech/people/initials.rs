//! People who are only named by their initials, in front of the entries of a chat.

use crate::facts::Facts;

/// Abbreviations that open entries of a timeline although nobody is called so.
const NOBODY: &[&str] = &[
    "AM", "PM", "API", "AWS", "CDN", "CI", "CPU", "CRM", "DB", "DNS", "EC2", "EU", "GCP", "HTTP", "IP", "IRC", "LB",
    "LVS", "NFS", "PR", "PRS", "QA", "RAM", "RDS", "S3", "SDK", "SLA", "SQL", "SRE", "SSL", "TLS", "UI", "UK", "US",
    "UTC", "VM", "VMS", "VPC", "VPN", "WAF", "DC", "CE", "CP", "DL", "DR", "ALB", "ELB", "EKS", "GKE", "ECS", "NAT",
    "ACI", "AKS", "JVM", "OOM",
];

/// Initials in front of the entries of a chat that was pasted as a timeline: several people, often.
pub(super) fn chat_initials(facts: &Facts) -> Vec<String> {
    let opener = |text: &str| {
        let first = text.split_whitespace().next()?;
        let initials =
            (2..=3).contains(&first.len()) && first.chars().all(|c| c.is_ascii_uppercase()) && !NOBODY.contains(&first);
        initials.then(|| first.to_owned())
    };
    let openers: Vec<String> = facts.timeline.iter().filter_map(|e| opener(&e.text)).collect();
    let mut distinct = openers.clone();
    distinct.sort();
    distinct.dedup();
    // One speaker alone must open most entries.
    let share = if distinct.len() >= 2 { 4 } else { 2 };
    let chat = openers.len() >= 3 && openers.len() * share >= facts.timeline.len();
    if chat { distinct } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::Cite;

    #[test]
    fn initials_are_people_only_where_several_open_many_entries() {
        let event = |text: &str| crate::facts::Event {
            at: crate::tell::clock::tests::instant("10:00", None, None, 1),
            until: None,
            text: text.into(),
            actors: vec![],
            kind: crate::facts::EventKind::Other,
            cite: Cite::lines(1, 1),
        };
        let facts = |texts: &[&str]| Facts { timeline: texts.iter().map(|t| event(t)).collect(), ..Facts::default() };
        assert_eq!(chat_initials(&facts(&["NK We are down", "TB I see it", "NK Fix is out"])), ["NK", "TB"]);
        assert!(chat_initials(&facts(&["DB is down", "PR merged", "API is back"])).is_empty());
        assert!(chat_initials(&facts(&["NK We are down", "The hub is down", "It is back"])).is_empty());
    }
}
