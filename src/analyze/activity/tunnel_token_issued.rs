//! Tokens of tunnels that somebody made or looked at.

use anyhow::Result;

use super::by_day::{Look, Question, judge, named};
use super::no_feed;
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{Control, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "tunnel-token-issued",
    title: "Tokens of tunnels that were made or revealed",
    control: Control::AuditLogReview,
    severity: Severity::Medium,
    reads: &[&[Table::Events]],
    population: "events about tokens of tunnels in the period",
    thresholds: &[],
    explain: Explain {
        finds: "Every token of a tunnel that was made, and every one that was shown to somebody. Rotating and revoking a token are no findings.",
        matters: "Who holds the token can stand in for the organization's own server, and is then asked by Claude as if they were it.",
        remedy: &[
            "Ask {name} what the token is for, and where it is kept",
            "If nobody needs it, or it may be known to others: Admin API: rotate the tunnel's token, and deploy the new one",
        ],
        caveats: "Setting up a tunnel makes and shows its first token; that looks the same. The audit-log export does not tell of tunnels' tokens.",
    },
    run,
};

/// Source: Anthropic's activity reference.
const KINDS: [(&str, &str); 2] =
    [("tunnel_token_minted", "token of a tunnel made"), ("tunnel_token_revealed", "token of a tunnel revealed")];
const OTHERS: [&str; 2] = ["tunnel_token_rotated", "tunnel_token_revoked"];
const FIELDS: [(&str, &str); 3] = [("tunnel_id", "tunnel"), ("token_name", "token"), ("token_id", "token")];

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(missing) = no_feed(cx, "tokens of tunnels") {
        return Ok(missing);
    }
    let threshold = "a purpose and a place for each token";
    let question = Question { kinds: &KINDS, others: &OTHERS, threshold, by_actor: true };
    Ok(judge(cx, &ANALYZER, &question, |event| Look::Found(named(event, &FIELDS))))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{event, in_feed, log, said};
    use super::ANALYZER;
    use crate::analyze::testing::found;

    #[test]
    fn made_and_revealed() {
        let fields = json!({"tunnel_id": "tun_1", "tunnel_token_id": "tok_1"});
        assert_eq!(
            said(&ANALYZER, &[event("10:00", "tunnel_token_revealed", "stale-ann", fields)]),
            [
                "medium stale-ann@example.com: token of a tunnel revealed: tunnel tun_1, by stale-ann@example.com on 2026-08-03 10:00 UTC. \
                 Expected: a purpose and a place for each token"
            ]
        );
        let minted =
            event("10:00", "tunnel_token_minted", "stale-ann", json!({"token_id": "tok_1", "token_name": null}));
        assert_eq!(in_feed(&ANALYZER, &[minted]), ["medium stale-ann@example.com"]);
    }

    #[test]
    fn rotated_and_revoked() {
        let events = ["tunnel_token_rotated", "tunnel_token_revoked"].map(|kind| event("10:00", kind, "ok", json!({})));
        assert_eq!(in_feed(&ANALYZER, &events), [""; 0]);
        let log = log(&[("10:00", "project_created", "{}")]);
        assert_eq!(found(&ANALYZER, &[("log.csv", &log)]), ["not assessed"]);
    }
}
