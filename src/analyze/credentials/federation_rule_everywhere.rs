//! Federation rules that reach further than one workspace.

#[cfg(test)]
mod tests;

use anyhow::Result;

use super::{acts_as, record, subject};
use crate::analyze::wording::quoted;
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::data::vocabulary::OAUTH_SCOPES;
use crate::facts::{FederationRule, is_privileged_role};
use crate::model::{Control, Severity, SubjectKind, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "federation-rule-everywhere",
    title: "Federation rules for all workspaces, or with an administrator's scope",
    control: Control::LeastPrivilege,
    severity: Severity::High,
    reads: &[&[Table::FederationRules]],
    population: "live federation rules",
    thresholds: &[],
    explain: Explain {
        finds: "Federation rules that are enabled for every workspace (`applies_to_all_workspaces`), those of tomorrow included, or whose \
                tokens have the scope `org:admin`. An archived rule, a rule of an archived issuer, and a rule for named workspaces with a \
                workspace scope are not found. A rule with `org:admin` for a service account whose role is developer is not found either: \
                its tokens are refused.",
        matters: "Whoever obtains one token of the outside issuer, from a build job for example, gets into production and into every \
                  workspace that is made later, or administers the organization.",
        remedy: &[
            "Console > Settings > Workload identity > {name}: enable the rule for the workspaces that its job needs, and for no others; or \
             Admin API: POST /v1/organizations/federation_rules/{id}/workspaces",
            "Give its tokens `workspace:inference` or `workspace:developer`; what needs `org:admin` should be a rule and a service account \
             of its own",
        ],
        caveats: "What a rule matches (subject, claims, condition) may narrow it to one job: the rule still reaches every workspace.",
    },
    run,
};

/// The scope that administers the organization.
const ADMIN: &str = "org:admin";

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::FederationRule);
    let (mut population, mut findings) = (0, Vec::new());
    let (mut unsaid, mut unknown) = (Vec::new(), Vec::new());
    for rule in cx.facts.credentials.live_rules() {
        let reasons = reasons(cx, rule);
        let new_scopes = rule.scopes.iter().flatten().filter(|scope| !OAUTH_SCOPES.contains(&scope.as_str()));
        unknown.extend(new_scopes.map(|scope| format!("`{scope}` of «{}»", rule.name)));
        if reasons.is_empty() && (rule.all_workspaces.is_none() || rule.scopes.is_none()) {
            unsaid.push(rule.name.as_str());
            continue;
        }
        population += 1;
        judged.add(&rule.id);
        if reasons.is_empty() {
            continue;
        }
        let subject = subject(SubjectKind::FederationRule, &rule.id, &rule.name);
        let title = format!("Federation rule «{}» reaches {}", rule.name, reaches(rule));
        let message = format!(
            "{}. Its tokens act as {}. Expected: named workspaces and a workspace scope",
            reasons.join(", and "),
            acts_as(cx, rule)
        );
        let mut finding = ANALYZER.finding(subject, title, message);
        finding.observed = Some(reasons.join(", and "));
        finding.threshold = Some("named workspaces, workspace scope".to_owned());
        finding.evidence = vec![record(cx, rule.source, &rule.id, &reasons.join(", "))];
        findings.push(finding);
    }
    let mut notes = Vec::new();
    if !unsaid.is_empty() {
        notes.push(format!("not judged, because their records do not say where they apply: {}", quoted(unsaid)));
    }
    if !unknown.is_empty() {
        notes.push(format!("scopes that this version does not know, of which nothing is said: {}", unknown.join(", ")));
    }
    Ok(Outcome::Assessed { population, findings, notes })
}

/// What makes the rule too wide.
fn reasons(cx: &Context, rule: &FederationRule) -> Vec<String> {
    let target = rule.target_id.as_deref().and_then(|id| cx.facts.credentials.service_account(id));
    // The exchange refuses `org:admin` for an account that is no administrator.
    let is_refused = target.and_then(|one| one.role.as_deref()).is_some_and(|role| !is_privileged_role(role));
    let administers = rule.scopes.iter().flatten().any(|scope| scope == ADMIN) && !is_refused;
    let everywhere = rule.all_workspaces == Some(true);
    let all = [(everywhere, "enabled for all workspaces"), (administers, "its tokens have the scope `org:admin`")];
    all.into_iter().filter(|(holds, _)| *holds).map(|(_, reason)| reason.to_owned()).collect()
}

fn reaches(rule: &FederationRule) -> &'static str {
    if rule.all_workspaces == Some(true) { "every workspace" } else { "the whole organization" }
}
