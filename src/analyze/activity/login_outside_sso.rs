//! Signing in next to the identity provider.

use anyhow::Result;

use super::{by_whom, finding_of, no_events};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::Event;
use crate::model::{Control, Finding, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "login-outside-sso",
    title: "Sign-ins that bypass the identity provider",
    control: Control::AuditLogReview,
    severity: Severity::Medium,
    reads: &[&[Table::Events]],
    population: "sign-ins in the period",
    thresholds: &[],
    explain: Explain {
        finds: "Every successful sign-in by magic link or with a social account (Apple, Google, Microsoft) while the policy demands single \
                sign-on ([audit_log] sso_required = true). Sign-ins through the identity provider, and attempts that failed, are no findings.",
        matters: "Without the identity provider there is no second factor of the organization, and leavers keep their way in.",
        remedy: &[
            "claude.ai > Organization settings > Identity and access > require single sign-on for all members",
            "Ask {name} why they did not use it; end the session",
        ],
        caveats: "An emergency account that is meant to work without the identity provider looks the same: suppress it with a reason.",
    },
    run,
};

/// Source: Anthropic's activity reference.
const OUTSIDE: [(&str, &str); 2] = [
    ("magic_link_login_succeeded", "signed in by magic link"),
    ("social_login_succeeded", "signed in with a social account"),
];
const INSIDE: &str = "sso_login_succeeded";

fn run(cx: &Context) -> Result<Outcome> {
    if !cx.policy.sso_required() {
        return Ok(Outcome::NotApplicable {
            why: "the policy does not demand single sign-on".to_owned(),
            needs: vec!["[audit_log] sso_required = true in the policy".to_owned()],
        });
    }
    if let Some(missing) = no_events(cx) {
        return Ok(missing);
    }
    let (mut population, mut findings) = (0, Vec::new());
    for event in cx.facts.log.events.within(cx.period) {
        let outside = OUTSIDE.iter().find(|(name, _)| event.name == *name);
        population += u64::from(outside.is_some() || event.name == INSIDE);
        findings.extend(outside.map(|(_, what)| finding(cx, event, what)));
    }
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

fn finding(cx: &Context, event: &Event, what: &str) -> Finding {
    let subject = by_whom(cx, event);
    let provider = event.text("provider").map_or_else(String::new, |name| format!(" ({name})"));
    let what = format!("{what}{provider}");
    let title = format!("{} {what}", subject.label());
    let mut finding = finding_of(cx, &ANALYZER, subject, title, event, &what);
    finding.message = format!("{}. Expected: single sign-on only (policy)", finding.message);
    finding.threshold = Some("single sign-on only (policy)".to_owned());
    finding
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{event, feed, in_feed, log};
    use super::ANALYZER;
    use crate::analyze::testing::{ask_with, found_with, policy};

    #[test]
    fn magic_link_and_social() {
        let policy = policy("[audit_log]\nsso_required = true\n");
        let events = feed(&[
            event("10:00", "magic_link_login_succeeded", "stale-ann", json!({})),
            event("10:01", "sso_login_succeeded", "ok-bob", json!({})),
            event("10:02", "magic_link_login_failed", "ok-bob", json!({})),
        ]);
        assert_eq!(
            ask_with(&ANALYZER, &[("feed.jsonl", &events)], &policy),
            [
                "medium stale-ann@example.com: signed in by magic link by stale-ann@example.com on 2026-08-03 10:00 UTC. Expected: single \
              sign-on only (policy)"
            ]
        );
        let log = log(&[
            ("10:00", "user_signed_in_google", "{}"),
            ("10:01", "user_attempted_magic_link_verification", "{'is_successful': False}"),
        ]);
        assert_eq!(found_with(&ANALYZER, &[("log.csv", &log)], &policy), ["medium ann@example.com"]);
    }

    #[test]
    fn where_nothing_demands_it() {
        let event = event("10:00", "magic_link_login_succeeded", "ok-ann", json!({}));
        assert_eq!(in_feed(&ANALYZER, &[event]), ["not applicable"]);
    }
}
