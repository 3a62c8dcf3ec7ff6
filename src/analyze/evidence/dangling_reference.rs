//! Ids and names that no list knows.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::NaiveDate;

use crate::analyze::deletions::{Deletions, evidence as deletion};
use crate::analyze::may_be_listed::MayBeListed;
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::{CLAUDE_CODE_WORKSPACE, DEFAULT_WORKSPACE, Lists};
use crate::model::{Confidence, Control, Evidence, Finding, Severity, Subject, SubjectKind, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "dangling-reference",
    title: "References to workspaces that no list knows",
    control: Control::EvidenceCompleteness,
    severity: Severity::Medium,
    reads: &[&[Table::Workspaces]],
    population: "workspaces that keys, memberships, usage and cost refer to",
    thresholds: &[],
    explain: Explain {
        finds: "Workspaces that keys or memberships refer to by id, or usage and cost by name or id, and that the workspace list does not \
                have. Default and Claude Code are not found: the list leaves the default workspace out unless asked. A single unlisted id is taken \
                for Default's, unless it has a limit or members of its own. One that was archived by the \
                activity feed is low. Keys that no list knows \
                are `unknown-key`.",
        matters: "The list is not whole, or of another organization: environments, limits and members of what is missing were not judged.",
        remedy: &[
            "Export the workspaces again with archived ones and all pages: Admin API: GET /v1/organizations/workspaces?include_archived=true",
        ],
        caveats: "A workspace that was renamed between the exports shows up under its old name.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let lists = &cx.facts.lists;
    let mut deletions = Deletions::of(cx, Table::Workspaces);
    let references = references(cx, &mut deletions);
    let population = references.len() as u64;
    let listed_default = lists.workspaces.iter().any(|workspace| workspace.is_default());
    let dangling = references.into_iter().filter(|(to, _)| !is_known(lists, to));
    // One unlisted id next to a list without Default is Default's own: the new shape of keys states it.
    let mut unread = MayBeListed::of(cx, Table::Workspaces);
    let is_absent = |(to, _): &(String, Vec<Evidence>)| {
        let label = format!("«{to}»");
        !(if to.starts_with("wrkspc_") { unread.holds(&label, [to.as_str()]) } else { unread.may_have_any(&label) })
    };
    let dangling: Vec<(String, Vec<Evidence>)> = dangling.filter(is_absent).collect();
    let may_be_default =
        |to: &str| to.starts_with("wrkspc_") && archived_on(cx, to).is_none() && beyond_default(cx, to).is_empty();
    let only_default = !listed_default && dangling.iter().filter(|(to, _)| may_be_default(to)).count() == 1;
    let is_default = |to: &str| only_default && may_be_default(to);
    let findings = dangling.iter().filter(|(to, _)| !is_default(to)).map(|(to, evidence)| {
        let mut finding = finding(cx, to, evidence);
        for (what, evidence) in beyond_default(cx, to).into_iter().filter(|_| !listed_default) {
            finding.message = format!("{}. It has {what}, which the default workspace cannot have", finding.message);
            finding.evidence.push(evidence);
        }
        if let Some(record) = deletions.record([to.as_str()]) {
            finding.message = format!("{}. Their list says that it was {}", finding.message, record.says());
            finding.evidence.push(deletion(record));
        }
        finding
    });
    let findings = findings.collect();
    Ok(Outcome::Assessed { population, findings, notes: unread.note().into_iter().chain(deletions.note()).collect() })
}

/// Every workspace that something refers to, with what does; use of a deleted one from the time before is no reference.
fn references(cx: &Context, deletions: &mut Deletions) -> BTreeMap<String, Vec<Evidence>> {
    let lists = &cx.facts.lists;
    let mut references: BTreeMap<String, Vec<Evidence>> = BTreeMap::new();
    let mut refer = |to: &str, evidence: Evidence| references.entry(to.to_owned()).or_default().push(evidence);
    for key in &lists.keys {
        if let Some(id) = key.workspace_id.as_deref().filter(|_| !key.organization_scoped) {
            refer(id, key.source.evidence(cx.data, format!("{} belongs to workspace {id}", key.id)));
        }
    }
    for member in &lists.workspace_members {
        let record = format!("{} is in workspace {}", member.user_id, member.workspace_id);
        refer(&member.workspace_id, member.source.evidence(cx.data, record));
    }
    let mut last_day: BTreeMap<&str, NaiveDate> = BTreeMap::new();
    for row in cx.facts.spend.series.rows.iter().filter(|row| !is_known(lists, &row.workspace)) {
        let last = last_day.entry(&row.workspace).or_insert(row.day);
        *last = row.day.max(*last);
    }
    last_day.retain(|to, last| !deletions.was_listed(&format!("«{to}»"), [*to], *last));
    for row in &cx.facts.spend.series.rows {
        let to = row.workspace.as_str();
        let is_after = || deletions.record([to]).and_then(|record| record.day).is_none_or(|day| row.day > day);
        if last_day.contains_key(to) && is_after() {
            refer(
                &row.workspace,
                row.source.evidence(cx.data, format!("spend of {} in workspace {}", row.day, row.workspace)),
            );
        }
    }
    references
}

/// A workspace that the list lacks, and what refers to it.
fn finding(cx: &Context, to: &str, evidence: &[Evidence]) -> Finding {
    let is_id = to.starts_with("wrkspc_");
    let subject = Subject {
        kind: SubjectKind::Workspace,
        id: is_id.then(|| to.to_owned()),
        name: (!is_id).then(|| to.to_owned()),
        workspace: Some(to.to_owned()),
    };
    let archived = archived_on(cx, to);
    let why = archived.map_or_else(String::new, |day| {
        format!(". It was archived on {day}, by the activity feed: export the workspaces with include_archived=true")
    });
    let message = format!(
        "{} to workspace «{to}», which is not among the {} listed ones{why}",
        counted(evidence.len(), "reference"),
        cx.facts.lists.workspaces.len()
    );
    let title = match archived {
        Some(_) => format!("Workspace «{to}» is archived and in no list"),
        None => format!("Workspace «{to}» is not in any list"),
    };
    let mut finding = ANALYZER.finding(subject, title, message);
    // What became of it is known.
    finding.severity = if archived.is_some() { Severity::Low } else { finding.severity };
    finding.confidence = if is_id { Confidence::High } else { Confidence::Medium };
    finding.observed = Some("not listed".to_owned());
    finding.threshold = Some("in the workspace list".to_owned());
    finding.evidence = evidence.iter().take(5).cloned().collect();
    finding
}

/// What a workspace has that the default one cannot have, and where that stands: a limit, and members of its own.
fn beyond_default(cx: &Context, to: &str) -> Vec<(&'static str, Evidence)> {
    let limit = cx.facts.spend.limits.of_workspace(to).first();
    let limit = limit.map(|limit| ("a spend limit", limit.source.evidence(cx.data, format!("{to}: {}", limit.says()))));
    let member = cx.facts.lists.workspace_members.iter().find(|member| member.workspace_id == to);
    let member = member.map(|member| {
        let record = format!("{} is in workspace {to}", member.user_id);
        ("members of its own", member.source.evidence(cx.data, record))
    });
    limit.into_iter().chain(member).collect()
}

/// The day on which a workspace that the list lacks was archived, by the feed.
fn archived_on(cx: &Context, to: &str) -> Option<NaiveDate> {
    let found = cx.facts.keys.archived_by_feed.iter().find(|one| one.id == to || one.name == to)?;
    Some(found.archived_at?.date_naive())
}

/// Whether the list has a workspace of this id or name, or need not have it.
fn is_known(lists: &Lists, to: &str) -> bool {
    [DEFAULT_WORKSPACE, CLAUDE_CODE_WORKSPACE].contains(&to)
        || lists.workspaces.iter().any(|workspace| workspace.id == to || workspace.name == to)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::analyze::testing::{activity, ask, days, found_in, key, page, usage, workspace};

    #[test]
    fn workspaces_in_no_list() {
        let spaces = page(&[workspace("Production"), workspace("Default")]);
        let keys =
            page(&[key("a", "2026-07-01", Some("wrkspc_Production")), key("b", "2026-07-01", Some("wrkspc_gone"))]);
        assert_eq!(found_in(&ANALYZER, &[("spaces.json", &spaces), ("keys.json", &keys)]), ["medium wrkspc_gone"]);
        let usage = usage(&[("a", "Forgotten", days("2026-07-01", "2026-07-02"))]);
        assert_eq!(found_in(&ANALYZER, &[("spaces.json", &spaces), ("usage.csv", &usage)]), ["medium Forgotten"]);
    }

    /// Fault: The list of workspaces was taken without archived ones: they were «in no list», at high confidence, and nothing said why
    /// Outcome: The finding says when the feed saw them archived, and how to export them, and is low
    #[test]
    fn one_that_the_feed_saw_archived_is_low_and_says_so() {
        let spaces = page(&[workspace("Production"), workspace("Default")]);
        let keys =
            page(&[key("a", "2026-07-01", Some("wrkspc_gone")), key("b", "2026-07-01", Some("wrkspc_elsewhere"))]);
        let at = "2026-08-22T10:00:00Z";
        let feed =
            activity(at, "platform_workspace_archived", "ok", json!({"workspace_id": "wrkspc_gone"})).to_string();
        let files = [("spaces.json", spaces.as_str()), ("keys.json", &keys), ("feed.jsonl", &feed)];
        assert_eq!(found_in(&ANALYZER, &files), ["medium wrkspc_elsewhere", "low wrkspc_gone"]);
        let says = "archived on 2026-08-22, by the activity feed: export the workspaces with include_archived=true";
        assert!(ask(&ANALYZER, &files)[1].contains(says));
        // The other one is Default's own where the list leaves that out.
        let bare = page(&[workspace("Production")]);
        let files = [("spaces.json", bare.as_str()), ("keys.json", &keys), ("feed.jsonl", &feed)];
        assert_eq!(found_in(&ANALYZER, &files), ["low wrkspc_gone"]);
    }

    /// Fault: A list of workspaces lacked the one with nearly all spend: its id was taken for Default's, and nothing was said, though it had a limit
    /// Outcome: A limit or members of its own show that an unlisted id is not Default's, and the finding says so
    #[test]
    fn what_the_default_workspace_cannot_have() {
        let listed = page(&[workspace("Staging")]);
        let whole = page(&[workspace("Staging"), workspace("Default")]);
        let keys = page(&[key("a", "2026-07-01", Some("wrkspc_lost")), key("b", "2026-07-01", Some("wrkspc_Staging"))]);
        let limit = |of: &str| {
            page(&[json!({"type": "spend_limit", "id": "spl_1", "scope": {"type": "workspace", "workspace_id": of},
                "amount": "100", "currency": "USD", "period": "monthly", "is_enabled": true})])
        };
        let member = |of: &str| {
            page(&[
                json!({"type": "workspace_member", "user_id": "user_1", "workspace_id": of, "workspace_role": "workspace_user"}),
            ])
        };
        let (limited, other) = (limit("wrkspc_lost"), limit("wrkspc_Staging"));
        let (joined, elsewhere) = (member("wrkspc_lost"), member("wrkspc_Staging"));
        for (spaces, more, wanted) in [
            (
                &listed,
                ("limits.json", limited.as_str()),
                Some("It has a spend limit, which the default workspace cannot have"),
            ),
            (
                &listed,
                ("joined.json", &joined),
                Some("It has members of its own, which the default workspace cannot have"),
            ),
            (&whole, ("limits.json", &limited), Some("which is not among the 2 listed ones")),
            (&listed, ("limits.json", &other), None),
            (&listed, ("joined.json", &elsewhere), None),
        ] {
            let said = ask(&ANALYZER, &[("spaces.json", spaces), ("keys.json", &keys), more]);
            match wanted {
                Some(wanted) => assert!(said.len() == 1 && said[0].contains(wanted), "{said:?}"),
                None => assert_eq!(said, [""; 0]),
            }
        }
        // Of two unlisted ids the one that has no limit may still be Default's.
        let keys = page(&[key("a", "2026-07-01", Some("wrkspc_lost")), key("b", "2026-07-01", Some("wrkspc_default"))]);
        let files = [("spaces.json", listed.as_str()), ("keys.json", &keys), ("limits.json", &limited)];
        assert_eq!(found_in(&ANALYZER, &files), ["medium wrkspc_lost"]);
    }

    #[test]
    fn the_default_workspace_need_not_be_listed() {
        let spaces = page(&[workspace("Production")]);
        let keys = page(&[key("a", "2026-07-01", None), key("b", "2026-07-01", Some("wrkspc_of_the_default_one"))]);
        let usage = usage(&[
            ("a", "Default", days("2026-07-01", "2026-07-02")),
            ("c", "Claude Code", days("2026-07-01", "2026-07-02")),
        ]);
        let files = [("spaces.json", spaces.as_str()), ("keys.json", &keys), ("usage.csv", &usage)];
        assert_eq!(found_in(&ANALYZER, &files), [""; 0]);
    }
}
