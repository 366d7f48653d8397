//! Honest re-tellings of the fixtures, as people say such things: rounded, in other words, with times on another dial. A false alarm here is a user
//! who stops trusting the check.

use warstory::check::story::Manuscript;

use crate::source::Source;

/// Of all re-tellings together.
const FALSE_ALARMS: usize = 3;

const RETOLD: &[(&str, &[&str])] = &[
    (
        "deploy-p99-latency.md",
        &[
            "For a little over half an hour, large quotes were slow.",
            "About 6% of checkouts ended in a 504.",
            "Roughly 4,200 checkouts failed, out of nearly 70,000.",
            "It started at 2:11 PM UTC, when the p99 jumped to 2.4 seconds.",
            "Thirteen minutes before that, a colleague had started to roll out the new version.",
            "I acknowledged the page two minutes after it fired.",
            "My first suspicion was the Redis price cache, but its hit ratio was 97%, so I ruled that out.",
            "Marek split the latency by basket size, and only baskets with more than twenty lines were slow.",
            "A trace in X-Ray showed 340 queries against tax_rule, one after another.",
            "We rolled back rather than fix forward, since a fix would have needed a schema review.",
            "At 14:44 the p99 was back at 190 ms.",
            "The root cause was that the new release sent one query for every basket line instead of one batch.",
            "4.31.0 had started to go out at 13:58.",
            "The canary gate only looks at error rates, not at latency.",
            "Nobody was charged twice, and we lost no data.",
            "We watched it for another ten minutes before we closed the incident.",
        ],
    ),
    (
        "config-rate-limit.md",
        &[
            "Almost a third of the sign-in attempts were rejected.",
            "A zero got lost: the limit was 50 requests per second instead of 500.",
            "From 8:40 until 10:21 in the morning people could not sign in.",
            "Nearly 19,000 users failed at their first try, and just under 3,000 gave up.",
            "The change had gone out at 4:30 PM the day before.",
            "The gateway counted a 429 as a success, so every dashboard stayed green.",
            "I checked auth-service first: CPU was at 22 percent and there were no errors.",
            "DNS and the load balancer were both ruled out by 9:48.",
            "Jonas recognised the number from his own merge.",
            "We did not revert the whole batch, because two of its rules had already been announced to a customer.",
            "The fix was on every gateway at 10:21, and the share of 429s dropped to zero percent.",
            "It took 51 minutes from the first rejected user until on-call was called.",
        ],
    ),
    (
        "database-lock-prose.md",
        &[
            "The first store manager called at 10:52 because the booking screen hung.",
            "By eleven I had eleven stores on my list.",
            "Felix restarted all three instances, and it did not help.",
            "The network team found no packet loss, and was done by 11:25.",
            "Our DBA, Ines, found it: 214 sessions were waiting for a lock on stock_movement.",
            "A reporting job that had been started by hand held the lock.",
            "She killed the session at 11:34, and the rollback took nine minutes.",
            "By 11:46 the stores confirmed that booking worked again.",
            "About 1,300 bookings were typed in from paper that afternoon.",
            "Monitoring showed green, because the database was up and its load was low.",
            "Now an alert fires when a session waits for more than a minute for a lock.",
        ],
    ),
    (
        "disk-full-retro.md",
        &[
            "Two of the data nodes were over 95% full.",
            "We first suspected the new transformer and rolled it back, but that changed nothing.",
            "By five to five the queue had grown to 48,000 messages.",
            "Elasticsearch had made the indices read-only.",
            "We found 310 gigabytes of old snapshots on es-data-2.",
            "We copied the snapshots before we deleted them, because we did not know who had made them.",
            "The next morning the copy was done and its checksums were fine.",
            "After the deletion the disk was at 58 percent.",
            "The queue was empty at five past ten.",
            "The disk alert went to somebody who had left in April.",
        ],
    ),
    (
        "node-upgrade-key-events.md",
        &[
            "Around 7,800 people were signed out at once.",
            "It began at half past ten, when the third node was drained.",
            "Five minutes later an alarm told us.",
            "Both replicas of session-redis sat on the same node.",
            "It took 47 minutes to repair.",
            "An attempt to move the volumes by snapshot failed on a quota.",
            "We started over with an empty store, as everyone had already been signed out.",
            "Sign-in worked again at 11:18 AM.",
            "Nothing kept Kubernetes from placing both replicas on one node, because there was no anti-affinity rule.",
        ],
    ),
    (
        "provider-outage-wrapped.md",
        &[
            "About 95% of the card payments failed.",
            "It lasted from 6:51 to 9:17 in the morning, UTC.",
            "Our alert came half an hour late, at 7:22.",
            "I put one of the four instances back to 2.8.0, and it failed too, so the new TLS library was not to blame.",
            "Settlepoint's status page still said that everything was operational.",
            "We never learned the cause.",
            "We decided against moving all payments to the second provider.",
            "Retries were switched off at 8:02.",
            "Some customers got nineteen mails.",
        ],
    ),
    (
        "traffic-spike-tickets.md",
        &[
            "Traffic was eleven times what we usually see in the evening.",
            "Requests went from 210 to 2,300 a second within a minute.",
            "The autoscaler hit its limit of forty pods three minutes after the sale opened.",
            "Ravi thought of an attack at first, but the requests were from real people.",
            "Almost all of the 500 connections were taken, most of them idle.",
            "We lowered the pool from ten connections to four.",
            "The waiting room went live shortly after midnight.",
            "Roughly 64,000 people tried to buy, and about 9,000 got a ticket.",
        ],
    ),
    (
        "leaked-token-contradiction.md",
        &[
            "A token that could push to our registry had been printed in a public build log.",
            "The scan service had warned us at half past eleven, but nobody reads that mailbox before noon.",
            "We thought that a laptop had been compromised, which was wrong.",
            "Mireille chose to revoke the token at once, because it could write to all sixty images.",
            "One image did not match its signature, and it was not used in production.",
        ],
    ),
    // Spoken: contractions, numbers in words, relative times, another zone, the passive for the active.
    (
        "timeline-dns-cutover.json",
        &[
            "Nearly a quarter of our users couldn't sign in from the mobile app, for up to three hours.",
            "The name servers got switched to the new provider at eleven in the morning Pacific time.",
            "It took us about half an hour to even notice, and it wasn't an alert that told us but a dozen support tickets.",
            "Five minutes after that I'd declared it a SEV-2.",
            "The gateway looked fine, the requests just weren't arriving.",
            "Marek put both zones side by side and two records weren't there any more.",
            "We didn't go back to the old provider, since another change at the registrar might've taken hours to spread.",
            "The missing records were added by Marek at twelve past eight UTC.",
        ],
    ),
    (
        "expired-certificate.html",
        &[
            "For almost two hours on a Sunday morning not a single label came out of the printers in Malmö and Gent.",
            "Over three thousand parcels didn't make the morning pick-up, they went out in the afternoon instead.",
            "My first guess was the firewall change from the day before, but it was undone and the error didn't go away.",
            "With tcpdump Hanna caught a login and saw the TLS alert.",
            "We could've just switched off the certificate check, but then anything on the warehouse network could've printed.",
            "It'd been issued by hand a year earlier and nobody had put it into the inventory.",
        ],
    ),
    (
        "consumer-rebalance.rst",
        &[
            "Orders were getting to the warehouse late, by as much as thirty-eight minutes.",
            "Mei went from six consumers to twelve, and that only made it worse.",
            "The broker was rebalancing the group every three quarters of a minute.",
            "A batch needed sixty-one seconds and it was only allowed forty-five.",
            "The rollback was through at 10:34, and about half an hour later the lag was gone.",
        ],
    ),
    (
        "incident-log.md",
        &[
            "Roughly one in eight checkouts ended in a 503.",
            "Two minutes after the deploy, ledger stopped for six seconds to collect garbage.",
            "It wasn't the database, its CPU was at twenty percent and the slow query log had nothing in it.",
            "We flipped the flag because it worked right away, while a rollback would've taken twenty minutes.",
        ],
    ),
];

#[test]
fn honest_retellings_raise_hardly_an_alarm() {
    let mut told = 0;
    let mut alarms = Vec::new();
    for (name, sentences) in RETOLD {
        let source = Source::read(name).swap_remove(0);
        for sentence in *sentences {
            told += 1;
            let wrong = source.wrong(&Manuscript::read("story.md", sentence));
            if let Some(claim) = wrong.first() {
                alarms.push(format!("{name}: {sentence}\n    {:?} {:?}: {}", claim.status, claim.text, claim.message));
            }
        }
    }
    println!("{told} re-tellings, {} false alarms\n{}", alarms.len(), alarms.join("\n"));
    assert!(told >= 60, "{told}");
    assert!(alarms.len() <= FALSE_ALARMS, "{} false alarms:\n{}", alarms.len(), alarms.join("\n"));
}
