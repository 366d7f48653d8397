//! What the words of an incident are known by: lists as data, each with the reason why it is there.

use std::sync::LazyLock;

use crate::lists::Phrases;

/// A tag and the words that speak for it, in lower case. A word counts where it stands alone; one that ends in `~` also
/// at the beginning of a longer word.
pub type Tag = (&'static str, &'static [&'static str]);

/// What failed, told from title, cause and change. The names are what engineers file such incidents under.
pub const FAILURES: &[Tag] = &[
    (
        "bad release",
        &[
            "bad deploy~", "faulty release", "regression", "buggy", "bug in", "code change", "new version",
            "rolled back", "rollback", "revert~",
        ],
    ),
    (
        "configuration",
        &["config", "configuration", "misconfigur~", "feature flag", "setting", "settings", "yaml", "typo"],
    ),
    (
        "database",
        &[
            "database", "postgres~", "mysql", "replica", "replication", "query", "queries", "index", "table lock",
            "migration",
        ],
    ),
    (
        "locks and deadlocks",
        &["deadlock~", "lock contention", "row lock~", "table lock~", "lock wait~", "mutex", "race condition"],
    ),
    (
        "capacity and overload",
        &[
            "capacity", "overload~", "saturat~", "exhaust~", "traffic spike", "spike in traffic", "too many requests",
            "thundering herd", "throttl~", "out of connections", "connection pool",
        ],
    ),
    ("memory", &["out of memory", "oom", "oomkilled", "memory leak", "heap"]),
    ("disk", &["disk full", "disk space", "out of disk", "no space left", "filled up", "inodes"]),
    ("certificates", &["certificate", "certificates", "tls", "ssl", "x509", "expired cert~"]),
    ("dns", &["dns", "nameserver~", "resolver~", "name resolution"]),
    ("network", &["network~", "packet loss", "bgp", "routing", "firewall", "load balancer", "partition", "switch"]),
    (
        "provider",
        &[
            "aws", "gcp", "google cloud", "azure", "cloudflare", "fastly", "third party", "third-party",
            "upstream provider", "vendor",
        ],
    ),
    ("hardware", &["hardware", "power", "data center", "datacenter", "disk failure", "faulty node"]),
    ("retries and cascades", &["retry", "retries", "retry storm", "cascad~", "circuit breaker~", "backoff"]),
    ("queues", &["queue", "queues", "backlog", "consumer lag", "kafka", "rabbitmq", "sqs"]),
    ("cache", &["cache", "caches", "caching", "redis", "memcached", "stampede"]),
    (
        "operator action",
        &[
            "accidentally", "by mistake", "human error", "manually deleted", "wrong cluster", "wrong host",
            "deleted the",
        ],
    ),
    ("data loss", &["data loss", "lost data", "deleted data", "corrupt~", "restore from backup", "backup"]),
    ("security", &["leaked", "credential~", "vulnerab~", "unauthori~", "breach", "ddos", "attack~", "abuse"]),
    ("quota", &["quota", "rate limit~", "limit was reached", "license limit"]),
];

/// Technologies that a question may be about. Names that are also plain words (Go, Consul as an office) are left out.
pub const TECHNOLOGIES: &[Tag] = &[
    ("PostgreSQL", &["postgres", "postgresql", "pgbouncer", "patroni", "pg_~"]),
    ("MySQL", &["mysql", "mariadb", "percona", "innodb", "vitess"]),
    ("MongoDB", &["mongodb", "mongo"]),
    ("Cassandra", &["cassandra", "scylladb"]),
    ("DynamoDB", &["dynamodb"]),
    ("ClickHouse", &["clickhouse"]),
    ("Elasticsearch", &["elasticsearch", "opensearch"]),
    ("Redis", &["redis", "valkey", "elasticache"]),
    ("Memcached", &["memcached"]),
    ("Kafka", &["kafka", "zookeeper"]),
    ("RabbitMQ", &["rabbitmq"]),
    ("SQS", &["sqs"]),
    ("Sidekiq", &["sidekiq"]),
    ("Celery", &["celery"]),
    ("Kubernetes", &["kubernetes", "k8s", "kubelet", "kubectl", "eks", "gke", "aks"]),
    ("Docker", &["docker", "containerd"]),
    ("Helm", &["helm"]),
    ("Argo CD", &["argocd", "argo cd"]),
    ("Terraform", &["terraform", "opentofu"]),
    ("Ansible", &["ansible"]),
    ("Puppet", &["puppet"]),
    ("Jenkins", &["jenkins"]),
    ("GitHub Actions", &["github actions"]),
    ("AWS", &["aws", "ec2", "rds", "s3", "cloudwatch", "lambda"]),
    ("Google Cloud", &["gcp", "google cloud", "gce", "bigquery", "cloud sql"]),
    ("Azure", &["azure"]),
    ("Cloudflare", &["cloudflare"]),
    ("Fastly", &["fastly"]),
    ("Nginx", &["nginx"]),
    ("HAProxy", &["haproxy"]),
    ("Envoy", &["envoy", "istio"]),
    ("DNS", &["dns", "bind9", "coredns", "route53", "route 53"]),
    ("TLS", &["tls", "ssl", "let's encrypt", "letsencrypt"]),
    ("etcd", &["etcd"]),
    ("Ceph", &["ceph"]),
    ("Prometheus", &["prometheus", "alertmanager"]),
    ("Grafana", &["grafana"]),
    ("Datadog", &["datadog"]),
    ("PagerDuty", &["pagerduty"]),
    ("Sentry", &["sentry"]),
    ("Linux", &["linux", "systemd", "kernel"]),
    ("Rails", &["rails"]),
    ("Django", &["django", "gunicorn"]),
    ("Node.js", &["node.js", "nodejs"]),
    ("JVM", &["jvm", "java", "garbage collection"]),
    ("GraphQL", &["graphql"]),
    ("gRPC", &["grpc"]),
];

/// Somebody saw it otherwise: the only words that make a story one about conflict.
pub const CONFLICT: &[Tag] = &[(
    "conflict",
    &[
        "disagree~", "pushed back", "objected", "argued", "debated", "overruled", "against the advice", "insisted",
        "contentious", "could not agree",
    ],
)];

/// One thing was given up for another.
pub const TRADE_OFF: &[Tag] = &[(
    "trade-off",
    &[
        "trade-off~", "tradeoff~", "at the cost of", "at the expense of", "weighed", "instead of waiting",
        "rather than wait~", "accepted the risk", "the risk of",
    ],
)];

/// Someone did something that they would not do again.
pub const MISTAKE: &[Tag] = &[(
    "mistake",
    &[
        "mistake~", "accidentally", "forgot~", "we missed", "was missed", "overlooked", "should have", "human error",
        "incorrectly", "wrongly", "not tested", "without testing",
    ],
)];

/// The compiled form of a list.
pub struct Finder {
    phrases: Phrases,
    /// Of each word: the index of its tag, and whether a longer word counts too.
    words: Vec<(usize, bool)>,
    tags: &'static [Tag],
}

impl Finder {
    fn new(tags: &'static [Tag]) -> Self {
        let all = || tags.iter().enumerate().flat_map(|(tag, (_, words))| words.iter().map(move |word| (tag, word)));
        let words = all().map(|(tag, word)| (tag, word.ends_with('~'))).collect();
        let patterns = all().map(|(_, word)| word.trim_end_matches('~'));
        Finder { phrases: Phrases::new(patterns), words, tags }
    }

    /// How often words of each tag stand in `text`, which is in lower case; in the order of the list.
    pub fn count(&self, text: &str) -> Vec<(&'static str, usize)> {
        let mut counts = vec![0; self.tags.len()];
        let part_of_word = |c: char| c.is_alphanumeric() || c == '_';
        self.phrases.each(text, |word, place| {
            let Some(&(tag, prefix)) = self.words.get(word) else { return };
            let before = text.get(..place.start).and_then(|t| t.chars().next_back());
            let after = text.get(place.end..).and_then(|t| t.chars().next());
            let alone = !before.is_some_and(part_of_word) && (prefix || !after.is_some_and(part_of_word));
            if let Some(count) = counts.get_mut(tag).filter(|_| alone) {
                *count += 1;
            }
        });
        self.tags.iter().zip(counts).filter(|(_, count)| *count > 0).map(|((tag, _), count)| (*tag, count)).collect()
    }

    /// Whether any word of the list stands in `text`.
    pub fn any(&self, text: &str) -> bool {
        !self.count(text).is_empty()
    }
}

macro_rules! finder {
    ($(#[$about:meta])* $name:ident, $tags:expr) => {
        $(#[$about])*
        pub fn $name() -> &'static Finder {
            static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::new($tags));
            &FINDER
        }
    };
}

finder!(/** [`FAILURES`], compiled. */ failures, FAILURES);
finder!(/** [`TECHNOLOGIES`], compiled. */ technologies, TECHNOLOGIES);
finder!(/** [`CONFLICT`], compiled. */ conflict, CONFLICT);
finder!(/** [`TRADE_OFF`], compiled. */ trade_off, TRADE_OFF);
finder!(/** [`MISTAKE`], compiled. */ mistake, MISTAKE);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_in_lower_case() {
        for tags in [FAILURES, TECHNOLOGIES, CONFLICT, TRADE_OFF, MISTAKE] {
            for word in tags.iter().flat_map(|(_, words)| *words) {
                assert_eq!(*word, word.to_lowercase());
            }
        }
    }

    #[test]
    fn a_word_counts_only_where_it_stands_alone() {
        assert_eq!(technologies().count("the eks cluster ran redis, redis-server"), [("Redis", 2), ("Kubernetes", 1)]);
        assert_eq!(technologies().count("weeks of predis"), []);
        assert!(failures().any("it was misconfigured"));
    }
}
