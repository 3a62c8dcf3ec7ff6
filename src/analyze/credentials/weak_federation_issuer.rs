//! Issuers of outside tokens that are trusted more than necessary.

#[cfg(test)]
mod tests;

use anyhow::Result;

use super::{record, subject};
use crate::analyze::wording::quoted;
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::facts::FederationIssuer;
use crate::model::{Control, Severity, SubjectKind, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "weak-federation-issuer",
    title: "Federation issuers that accept more than necessary",
    control: Control::LeastPrivilege,
    severity: Severity::Medium,
    reads: &[&[Table::FederationIssuers]],
    population: "live federation issuers",
    thresholds: &[Threshold {
        name: "longest_token_seconds",
        default: 3600.0,
        unit: "seconds",
        source: "an hour: what CI systems and clouds give their tokens at most by default",
    }],
    explain: Explain {
        finds: "Issuers for which replay protection is off (`check_jti` false), whose tokens may be valid for longer than \
                `longest_token_seconds`, or whose signing keys are not fetched any more because fetching failed too often \
                (`jwks_polling_disabled_at`). Tokens of exactly that length and archived issuers are not found.",
        matters: "A token that leaks in a build log can be used again until it expires. Keys that are not fetched any more stay trusted \
                  after the issuer has withdrawn them.",
        remedy: &[
            "Console > Settings > Workload identity > {name}: switch replay protection on and lower the longest lifetime; or Admin API: \
             POST /v1/organizations/federation_issuers/{id}",
            "Where fetching keys stopped: mend the issuer's endpoint, then POST the same with {\"jwks_polling_disabled\": false}",
        ],
        caveats: "Replay protection holds only for tokens that carry a `jti` claim; whether the issuer's tokens do, no export says.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::FederationIssuer);
    let (mut population, mut findings, mut unsaid) = (0, Vec::new(), Vec::new());
    for issuer in cx.facts.credentials.issuers.iter().filter(|issuer| issuer.archived_at.is_none()) {
        let reasons = reasons(cx, issuer);
        if reasons.is_empty() && (issuer.check_jti.is_none() || issuer.longest_token_seconds.is_none()) {
            unsaid.push(issuer.name.as_str());
            continue;
        }
        population += 1;
        judged.add(&issuer.id);
        if reasons.is_empty() {
            continue;
        }
        let rules = cx.facts.credentials.live_rules();
        let rules = rules.filter(|rule| rule.issuer_id.as_deref() == Some(&issuer.id)).count();
        let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("longest_token_seconds") });
        let message = format!(
            "{}. Live rules that accept its tokens: {rules}. Expected: replay protection, at most {limit}, and signing keys that are fetched",
            reasons.join(", and ")
        );
        let subject = subject(SubjectKind::FederationIssuer, &issuer.id, &issuer.name);
        let title = format!("Federation issuer «{}» accepts more than necessary", issuer.name);
        let mut finding = ANALYZER.finding(subject, title, message);
        finding.observed = Some(reasons.join(", and "));
        finding.threshold = Some(format!("replay protection; {limit}; keys fetched"));
        finding.evidence = vec![record(cx, issuer.source, &issuer.id, &reasons.join(", and "))];
        findings.push(finding);
    }
    let note =
        || format!("not judged, because their records do not say how strict they are: {}", quoted(unsaid.clone()));
    let notes = if unsaid.is_empty() { Vec::new() } else { vec![note()] };
    Ok(Outcome::Assessed { population, findings, notes })
}

/// What makes the issuer weak.
fn reasons(cx: &Context, issuer: &FederationIssuer) -> Vec<String> {
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("longest_token_seconds") }).value;
    let mut reasons = Vec::new();
    if issuer.check_jti == Some(false) {
        reasons.push("a token can be used more than once (`check_jti` is false)".to_owned());
    }
    if let Some(seconds) = issuer.longest_token_seconds.filter(|seconds| *seconds as f64 > limit) {
        reasons.push(format!("its tokens may be valid for {seconds} seconds"));
    }
    if let Some(since) = issuer.polling_disabled_at {
        reasons.push(format!("its signing keys are not fetched any more since {}", since.date_naive()));
    }
    reasons
}
