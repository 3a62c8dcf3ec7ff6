//! Identities without a person as a reviewer needs them: whose, for what, how old, last used when; and what was decided.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::facts::names::{environment, services};
use crate::facts::{CLAUDE_CODE_WORKSPACE, Facts, Identity, IdentityVerdict, ReviewedRow};
use crate::model::{Dataset, IdentityKind, IdentityReviewResult, IdentityRow, RowDecision};
use crate::policy::Policy;

/// Every row, without the findings about it, and what became of the review; `None` where no worksheet has a decision.
#[must_use]
pub fn identities(
    data: &Dataset,
    facts: &Facts,
    policy: &Policy,
    as_of: DateTime<Utc>,
) -> (Vec<IdentityRow>, Option<IdentityReviewResult>) {
    let rows: Vec<IdentityRow> =
        facts.reviews.identities.all.iter().map(|identity| row(data, facts, policy, as_of, identity)).collect();
    let result = result(data, facts, &rows);
    (rows, result)
}

fn row(data: &Dataset, facts: &Facts, policy: &Policy, as_of: DateTime<Utc>, identity: &Identity) -> IdentityRow {
    let by_policy = policy.service_of(identity.name.as_deref(), Some(&identity.id));
    let owner = by_policy.and_then(|service| service.owner.clone());
    let owner_from = match (&owner, &identity.owner) {
        (Some(_), _) => Some("policy"),
        (None, Some(_)) if identity.has_account && identity.kind != IdentityKind::FederationRule => Some("account"),
        (None, Some(_)) => Some("creator"),
        (None, None) => None,
    };
    let (purpose, environment) = purpose(facts, policy, identity);
    let decision = facts.reviews.identities.on(&identity.id);
    let created = identity.created_at;
    IdentityRow {
        kind: identity.kind,
        id: identity.id.clone(),
        name: identity.name.clone(),
        owner: owner.or_else(|| identity.owner.clone()),
        owner_from: owner_from.map(str::to_owned),
        purpose: purpose.or_else(|| by_policy.map(|service| service.name.clone())),
        environment,
        workspace: identity.workspace.clone(),
        access: identity.access.clone(),
        status: identity.status.clone(),
        created_on: created.map(|at| at.date_naive()),
        age_days: created.map(|at| (as_of - at).num_days()),
        last_use: identity.last_use,
        expires_on: identity.expires_at.map(|at| at.date_naive()),
        findings: Vec::new(),
        evidence: identity.source.evidence(data, format!("{}: {}", identity.id, identity.kind.title())),
        unclear: if decision.is_none() { unclear(facts, &identity.id) } else { None },
        decision: decision.map(|(verdict, row)| decided(data, verdict, row)),
    }
}

/// The service and the environment that policy, name or workspace tell of a key; of an account or a rule what its name says.
fn purpose(facts: &Facts, policy: &Policy, identity: &Identity) -> (Option<String>, Option<String>) {
    let lists = &facts.lists;
    // Claude Code names its keys after people.
    if identity.workspace.as_deref() == Some(CLAUDE_CODE_WORKSPACE) {
        return (Some(CLAUDE_CODE_WORKSPACE.to_owned()), None);
    }
    let key = lists.key(&identity.id).filter(|_| identity.kind == IdentityKind::ApiKey);
    let (service, environment) = match (key, identity.kind) {
        (Some(key), _) => (
            services::of_key(key, lists, policy).map(|service| service.name),
            services::environment_of(key, lists, policy),
        ),
        (None, IdentityKind::Invite) => (None, None),
        (None, _) => {
            let name = identity.name.as_deref().filter(|name| *name != identity.id);
            (name.map(str::to_owned), name.and_then(|name| environment::of_key(name, Some(&identity.id), policy)))
        }
    };
    (service, environment.map(|inferred| inferred.environment.id().to_owned()))
}

fn decided(data: &Dataset, verdict: IdentityVerdict, row: &ReviewedRow) -> RowDecision {
    let record = format!("{}: {}", row.id, row.decision.as_deref().unwrap_or_default());
    RowDecision {
        decision: verdict.id().to_owned(),
        reviewer: row.reviewer.clone(),
        on: row.on,
        ticket: row.ticket.clone(),
        comment: row.comment.clone(),
        evidence: row.source.evidence(data, record),
    }
}

fn unclear(facts: &Facts, id: &str) -> Option<String> {
    let row = facts.reviews.identities.about(id).next()?;
    Some(format!("«{}» is not a known decision", row.decision.as_deref().unwrap_or_default()))
}

fn result(data: &Dataset, facts: &Facts, rows: &[IdentityRow]) -> Option<IdentityReviewResult> {
    let files: BTreeSet<&str> = facts.reviews.identities.decided().map(|row| data.path(row.source.file)).collect();
    if files.is_empty() {
        return None;
    }
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    let decisions = || rows.iter().filter_map(|row| row.decision.as_ref());
    decisions().for_each(|one| *counts.entry(&one.decision).or_default() += 1);
    let count = |verdict: IdentityVerdict| counts.get(verdict.id()).copied().unwrap_or_default();
    let days = || decisions().filter_map(|one| one.on);
    let reviewers: BTreeSet<&str> = decisions().filter_map(|one| Some(one.reviewer.as_deref()?.trim())).collect();
    let last = facts.reviews.identities.decided().filter_map(|row| row.on).max();
    let is_later =
        |row: &&IdentityRow| row.decision.is_none() && row.created_on.zip(last).is_some_and(|(made, last)| made > last);
    let is_other = |row: &&ReviewedRow| facts.reviews.identities.of_id(&row.id).is_none();
    Some(IdentityReviewResult {
        files: files.into_iter().map(str::to_owned).collect(),
        population: rows.len() as u64,
        kept: count(IdentityVerdict::Keep),
        rotated: count(IdentityVerdict::Rotate),
        revoked: count(IdentityVerdict::Revoke),
        deferred: count(IdentityVerdict::Deferred),
        exceptions: count(IdentityVerdict::Exception),
        undecided: rows.iter().filter(|row| row.decision.is_none()).count() as u64,
        unclear: rows.iter().filter(|row| row.unclear.is_some()).count() as u64,
        others: facts.reviews.identities.decided().filter(is_other).count() as u64,
        days: days().min().zip(days().max()),
        made_since: rows.iter().filter(is_later).count() as u64,
        carried_out: facts.reviews.identities.carried_out.clone(),
        reviewers: reviewers.into_iter().map(str::to_owned).collect(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::identities;
    use crate::analyze::testing::{data, days, key, member, page, policy, usage, with, workspace};
    use crate::facts::{Facts, as_of};
    use crate::model::{IdentityReviewResult, IdentityRow};

    /// Three keys of the third quarter: of a service, of Claude Code, and one that is made late.
    fn read(sheet: &str, of_policy: &str) -> (Vec<IdentityRow>, Option<IdentityReviewResult>) {
        let by = |name: &str, made: &str, home: Option<&str>, whose: &str| {
            with(key(name, made, home), json!({"created_by": {"type": "user", "id": format!("user_{whose}")}}))
        };
        let keys = page(&[
            by("prod-search", "2026-07-05", Some("wrkspc_Prod"), "ann"),
            by("code_ann", "2026-08-01", Some("wrkspc_code"), "ann"),
            by("late", "2026-09-20", None, "ok"),
        ]);
        let members = page(&[member("ann@example.com", "user"), member("ok@example.com", "admin")]);
        let spaces = page(&[workspace("Prod"), with(workspace("Claude Code"), json!({"id": "wrkspc_code"}))]);
        let used = usage(&[("prod-search", "Prod", days("2026-07-10", "2026-09-30"))]);
        let sheet = format!("kind,id,owner,purpose,decision,reviewer,reviewed_on\n{sheet}");
        let files = [
            ("keys.json", keys.as_str()),
            ("members.json", &members),
            ("sheet.csv", &sheet),
            ("spaces.json", &spaces),
            ("usage.csv", &used),
        ];
        let data = data(&files);
        let as_of = as_of(&data).unwrap();
        let facts = Facts::derive(&data, "2026-Q3".parse().unwrap(), as_of).unwrap();
        identities(&data, &facts, &policy(of_policy), as_of)
    }

    #[test]
    fn whose_an_identity_is_what_it_is_for_and_how_old() {
        let said = |of_policy: &str| {
            let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
            let row = |one: &IdentityRow| {
                let whose = format!("{} by {}", text(&one.owner), text(&one.owner_from));
                let place = format!("{} {}", text(&one.environment), text(&one.workspace));
                let used = one.last_use.map_or_else(|| "-".to_owned(), |day| day.to_string());
                format!(
                    "{}: {whose}, {}, {place}, {} days, used {used}",
                    one.id,
                    text(&one.purpose),
                    one.age_days.unwrap()
                )
            };
            read("", of_policy).0.iter().map(row).collect::<Vec<_>>()
        };
        let code = "apikey_code_ann: ann@example.com by creator, Claude Code, - Claude Code, 60 days, used -";
        let late = "apikey_late: ok@example.com by creator, late, - Default, 10 days, used -";
        let search =
            "apikey_prod-search: ann@example.com by creator, search, production Prod, 87 days, used 2026-09-30";
        assert_eq!(said(""), [code, late, search]);
        let owned = "apikey_prod-search: team@example.com by policy, find, production Prod, 87 days, used 2026-09-30";
        assert_eq!(said("[services.find]\nkeys = [\"prod-*\"]\nowner = \"team@example.com\"\n"), [code, late, owned]);
    }

    #[test]
    fn decisions_are_counted_and_what_they_leave_open() {
        let row = |id: &str, word: &str, who: &str, day: u32| {
            format!("API key,apikey_{id},,,{word},{who},2026-09-{day:02}\n")
        };
        assert!(read("", "").1.is_none(), "a blank worksheet decides nothing");
        let sheet = [
            row("prod-search", "keep", " boss@example.com", 1),
            row("code_ann", "perhaps", "boss@example.com", 2),
            row("gone", "revoke", "cy@example.com", 3),
        ];
        let (rows, result) = read(&sheet.concat(), "");
        let result = result.unwrap();
        assert_eq!(rows.iter().map(|one| one.decision.is_some()).collect::<Vec<_>>(), [false, false, true]);
        assert_eq!(rows[0].unclear.as_deref(), Some("«perhaps» is not a known decision"));
        assert_eq!((rows[1].unclear.as_ref(), rows[2].unclear.as_ref()), (None, None));
        let decision = rows[2].decision.as_ref().unwrap();
        assert_eq!((decision.decision.as_str(), decision.evidence.line), ("keep", Some(2)));
        assert_eq!((result.population, result.kept, result.revoked, result.undecided), (3, 1, 0, 2));
        assert_eq!((result.unclear, result.others), (1, 1), "and one that is no longer there");
        assert_eq!(result.made_since, 1, "after 3 September");
        assert_eq!(
            (result.files, result.reviewers),
            (vec!["sheet.csv".to_owned()], vec!["boss@example.com".to_owned()])
        );
        let all =
            [row("prod-search", "rotate", "a", 21), row("code_ann", "revoke", "b", 20), row("late", "keep", "a", 22)];
        let result = read(&all.concat(), "").1.unwrap();
        assert_eq!((result.kept, result.rotated, result.revoked, result.undecided), (1, 1, 1, 0));
        let days = result.days.map(|(first, last)| (first.to_string(), last.to_string()));
        assert_eq!(days, Some(("2026-09-20".to_owned(), "2026-09-22".to_owned())));
        assert_eq!((result.made_since, result.others, result.reviewers.len()), (0, 0, 2));
    }
}
