//! More administrators than an organization of this size needs.

#[cfg(test)]
mod tests;

use anyhow::Result;

use super::record;
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold, list_is_cut};
use crate::facts::Member;
use crate::model::{Control, Severity, Subject, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "excess-admins",
    title: "More admins and owners than needed",
    control: Control::LeastPrivilege,
    severity: Severity::Medium,
    reads: &[&[Table::Members]],
    population: "organizations",
    thresholds: &[
        Threshold {
            name: "most_admins",
            default: 5.0,
            unit: "admins and owners",
            source: "Microsoft Entra guidance: fewer than 5 global administrators; NIST SP 800-53 r5 AC-6(5): privileged accounts for \
                     designated personnel only",
        },
        Threshold {
            name: "most_percent",
            default: 20.0,
            unit: "% of all members",
            source: "a large organization may need more than 5; that one member in five does is no organization's need",
        },
        Threshold {
            name: "fewest_members",
            default: 8.0,
            unit: "members",
            source: "in a smaller organization a fifth of the members is one person",
        },
    ],
    explain: Explain {
        finds: "An organization with more than `most_admins` members of a role admin, owner, primary_owner or membership_admin that are also \
                more than `most_percent` of all members. One with fewer than `fewest_members` members is not judged by this.",
        matters: "Every administrator can read, export and delete, make keys and let others in: each is a way in, and the more there are \
                  the less an unusual one is noticed.",
        remedy: &[
            "Ask every administrator which of the last quarter's work needed the role",
            "Console > Members > (name) > Role: developer or user; or Admin API: POST /v1/organizations/users/… with a role",
            "Keep two or three, so that nobody is the only one",
        ],
        caveats: "Roles that come from groups of the identity provider are judged as the member list states them. Custom roles with \
                  administrative rights are not known to this check and not counted.",
    },
    run,
};

/// So many administrators stand in the evidence; the list of members has them all.
const SHOWN: usize = 50;

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(cut) = list_is_cut(cx, Table::Members) {
        return Ok(cut);
    }
    let [most, percent, fewest] = const {
        [ANALYZER.threshold("most_admins"), ANALYZER.threshold("most_percent"), ANALYZER.threshold("fewest_members")]
    }
    .map(|limit| cx.limit(&ANALYZER, limit));
    let members = &cx.facts.lists.members;
    let admins: Vec<&Member> = members.iter().filter(|member| member.is_privileged()).collect();
    let (count, all) = (admins.len() as f64, members.len() as f64);
    let is_excess = all >= fewest.value && count > most.value && count * 100.0 > percent.value * all;
    let mut findings = Vec::new();
    if is_excess {
        let share = count * 100.0 / all;
        let message =
            format!("{count} of {all} members ({share:.0} %) are admins or owners. Allowed: {most}, and {percent}");
        let mut finding = ANALYZER.finding(Subject::organization(), "Too many admins and owners", message);
        finding.observed = Some(format!("{count} of {all} members"));
        finding.threshold = Some(format!("{most}, and {percent}"));
        finding.evidence = admins.iter().take(SHOWN).map(|member| record(cx, member)).collect();
        findings.push(finding);
    }
    Ok(Outcome::Assessed { population: 1, findings, notes: Vec::new() })
}
