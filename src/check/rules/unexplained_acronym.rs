//! An abbreviation that is never explained.

use super::{At, Hit, Look, Rule};
use crate::check::Level;
use crate::check::profile::Dimension;
use crate::check::words::tokens;

/// The rule.
pub const RULE: Rule = Rule {
    id: "unexplained-acronym",
    level: Level::Note,
    dimension: Dimension::Communication,
    what: "An abbreviation that is never explained.",
    why: "The interviewer does not work at your company: an internal abbreviation stops them from following.",
    instead: "say it in words the first time: \"the order management system, OMS\"",
    weak: "The OMSX lost its connection to the FQR.",
    strong: "The order management system (OMS) lost its connection. The OMS retried. Its API answered with HTTP 504.",
    source: "",
    check: Some(check),
};

/// Abbreviations that every interviewer knows.
const KNOWN: &[&str] = &[
    "API", "APIS", "HTTP", "HTTPS", "URL", "CPU", "RAM", "DNS", "TLS", "SSL", "SQL", "DB", "DBA", "UTC", "GMT", "CET",
    "CEST", "PST", "PDT", "EST", "EDT", "BST", "PT", "ET", "AM", "PM", "SLO", "SLA", "SLI", "SRE", "AWS", "GCP", "VM",
    "VMS", "OS", "IO", "IOPS", "CI", "CD", "UI", "QA", "US", "EU", "UK", "ID", "IDS", "IP", "TCP", "UDP", "SSH", "CDN",
    "LB", "VPN", "VPC", "EC2", "S3", "RDS", "K8S", "JSON", "YAML", "XML", "CSV", "HTML", "CSS", "JVM", "GC", "OOM",
    "PR", "OK", "IT", "I", "A", "SEV", "P0", "P1", "P2", "P3", "TTL", "NTP", "BGP", "SMTP", "SMS", "SSD", "NFS", "KB",
    "MB", "GB", "TB", "MS", "RPC", "GRPC", "REST", "SDK", "CLI", "HR", "CEO", "CTO", "FAQ", "POST", "GET", "PUT",
    "DELETE", "PATCH", "SELECT", "INSERT", "UPDATE", "DDOS", "WAF", "IAM", "SSO", "CORS", "CRON", "ETL", "GPU", "LAN",
    "WAN", "ISP", "NAT", "PDF", "STAR", "AZ", "NOT", "ALL", "NO", "AND", "READ", "WRITE", "SHOW", "PROCESSLIST",
    "MTTR", "MTTD", "TODO", "DHCP", "ACL", "RAID", "NIC", "SAN",
];

fn check(look: &Look<'_>) -> Vec<Hit> {
    let mut seen: Vec<String> = Vec::new();
    let mut out = Vec::new();
    for (index, sentence) in look.told() {
        for token in tokens(&sentence.text) {
            let word = token.text.trim_end_matches("'s").trim_end_matches("’s");
            let letters = word.trim_end_matches('s');
            let shape = (2..=5).contains(&letters.len()) && letters.chars().all(|c| c.is_ascii_uppercase());
            if !shape
                || KNOWN.contains(&letters)
                || KNOWN.contains(&word.to_uppercase().as_str())
                || seen.iter().any(|s| s == letters)
            {
                continue;
            }
            seen.push(letters.to_owned());
            if !explained(look, letters) && !shouted(&sentence.text) {
                out.push(Hit::new(At::Sentence(index, token.range.clone()), format!("{letters} is never explained")));
            }
        }
    }
    out
}

/// In brackets, or before brackets, or by words whose initials it is.
fn explained(look: &Look<'_>, letters: &str) -> bool {
    let bracketed = [format!("({letters})"), format!("({letters},"), format!("{letters} (")];
    look.told().any(|(_, s)| {
        let initials: String = tokens(&s.text).iter().filter_map(|t| t.lower.chars().next()).collect();
        bracketed.iter().any(|b| s.text.contains(b)) || letters.len() >= 3 && initials.contains(&letters.to_lowercase())
    })
}

/// A sentence all in capitals is a log line or a heading.
fn shouted(text: &str) -> bool {
    text.chars().filter(|c| c.is_uppercase()).count() > text.chars().filter(|c| c.is_lowercase()).count()
}
