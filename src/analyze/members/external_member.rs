//! Members whose address is not the organization's.

#[cfg(test)]
mod tests;

use anyhow::Result;

use super::{accounts, record, subject, unknown_seats};
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold, list_is_cut};
use crate::data::mailboxes;
use crate::facts::{Member, OwnDomainRule, OwnDomains, domain_of, role_in_words};
use crate::model::{Confidence, Control, Finding, Severity, SubjectKind, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "external-member",
    title: "Members from outside the organization",
    control: Control::LeastPrivilege,
    severity: Severity::Medium,
    reads: &[&[Table::Members, Table::Seats]],
    population: "members with an address, of the organization and of claude.ai",
    thresholds: &[
        Threshold {
            name: "domain_members",
            default: 3.0,
            unit: "members",
            source: "two outsiders of one firm are not yet a domain of the organization; used where the policy names no domains",
        },
        Threshold {
            name: "domain_percent",
            default: 5.0,
            unit: "% of the members",
            source: "a supplier's team stays below it in a large organization; used where the policy names no domains",
        },
    ],
    explain: Explain {
        finds: "Members whose address is neither at a domain of the organization nor below one, and members at a free mail provider (an \
                embedded list). The domains are those of `[organization] domains` in the policy; without them every domain that at \
                least `domain_members` members and `domain_percent` of all members have and that no free mail provider gives out, and \
                the confidence is medium.",
        matters: "An address elsewhere is closed by somebody else, or by nobody: your identity provider does not sign it in and your \
                  offboarding does not reach it.",
        remedy: &[
            "Ask the owner of the project whether {name} still needs access, and under which contract",
            "Give them an account of yours and invite that; then Console > Members > {name} > Remove; or Admin API: DELETE \
             /v1/organizations/users/{id}",
            "If the domain is yours, name it in clade.toml: [organization] domains = [\"example.com\"]",
        ],
        caveats: "Without the policy, domains are a guess: a small subsidiary looks like a stranger, and a supplier with many people like a \
                  part of the organization. The domain above an inferred one (example.com above eu.example.com) is not inferred from it. \
                  Where none of `domain_members` members and more has an address at the domains of the policy, only free mailboxes are judged. \
                  A domain that the policy names is the organization's even if it is a free mail provider's.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::User);
    let own = own_domains(cx);
    let free = mailboxes::free_mail();
    let (mut population, mut findings, mut unjudged, mut without) = (0, Vec::new(), 0, 0);
    for member in accounts(cx) {
        let Some(domain) = domain_of(&member.address) else {
            without += 1;
            continue;
        };
        let provider = free.get(domain.as_str()).copied();
        match &own {
            Ok(own) if own.contains(&domain) => {}
            Err(_) if provider.is_none() => {
                unjudged += 1;
                continue;
            }
            own => findings.push(finding(cx, member, &domain, provider, own.as_ref().ok())),
        }
        population += 1;
        judged.add(&member.id);
    }
    let mut notes = Vec::new();
    if let Err(why) = own {
        let why = format!("{why}; name them in the policy: [organization] domains");
        if findings.is_empty() {
            return Ok(Outcome::NotAssessed { why, needs: Vec::new() });
        }
        notes.push(format!("not judged: {} at no free mail provider: {why}", counted(unjudged, "member")));
    }
    notes.extend((without > 0).then(|| format!("not judged: {} without an address", counted(without, "member"))));
    notes.extend(unknown_seats(cx));
    Ok(Outcome::Assessed { population, findings, notes })
}

/// The organization's domains, or why they are not known.
fn own_domains(cx: &Context) -> Result<OwnDomains, String> {
    let [members, percent] = const { [ANALYZER.threshold("domain_members"), ANALYZER.threshold("domain_percent")] }
        .map(|limit| cx.limit(&ANALYZER, limit));
    if let Some(named) = OwnDomains::named(cx.policy) {
        let domains: Vec<String> = accounts(cx).filter_map(|member| domain_of(&member.address)).collect();
        // Not one of many at home: what is wrong is the policy, or the list.
        if (domains.len() as f64) < members.value || domains.iter().any(|domain| named.contains(domain)) {
            return Ok(named);
        }
        return Err(format!(
            "none of {} has an address at the domains of the policy ({}), so these are misspelled, or the list is another organization's",
            counted(domains.len(), "member"),
            named.domains.join(", ")
        ));
    }
    if let Some(Outcome::NotAssessed { why, .. }) = list_is_cut(cx, Table::Members) {
        return Err(format!("the organization's domains cannot be inferred: {why}"));
    }
    let usual = OwnDomainRule { members: members.value, percent: percent.value };
    OwnDomains::inferred(accounts(cx), usual).ok_or_else(|| {
        format!(
            "the organization's domains cannot be inferred: at none that is no free mail provider's are {members}, and {percent}"
        )
    })
}

fn finding(cx: &Context, member: &Member, domain: &str, provider: Option<&str>, own: Option<&OwnDomains>) -> Finding {
    let [members, percent] = const { [ANALYZER.threshold("domain_members"), ANALYZER.threshold("domain_percent")] }
        .map(|limit| cx.limit(&ANALYZER, limit));
    let says = provider
        .map_or_else(|| format!("address at {domain}"), |provider| format!("free mailbox at {domain} ({provider})"));
    let threshold = match own {
        Some(own) if own.by_policy => format!("the organization's domains {} (policy)", own.domains.join(", ")),
        Some(own) => format!(
            "the organization's domains {}, inferred from at least {members}, and {percent}",
            own.domains.join(", ")
        ),
        None => "no free mail provider".to_owned(),
    };
    let role = role_in_words(member.role.as_deref());
    let label = subject(member);
    let title = format!("Member {} is from outside the organization", label.label());
    let mut finding = ANALYZER.finding(label, title, format!("{says}. Role: {role}. Expected: {threshold}"));
    // What a provider gives to anybody is no organization's, whichever its own domains are; in one that has none it may be all there is.
    let is_sure = own.is_some_and(|own| own.by_policy || provider.is_some());
    finding.confidence = if is_sure { Confidence::High } else { Confidence::Medium };
    finding.observed = Some(domain.to_owned());
    finding.threshold = Some(threshold);
    finding.evidence = vec![record(cx, member)];
    finding
}
