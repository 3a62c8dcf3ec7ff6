//! Use of workspaces that are archived.

#[cfg(test)]
mod tests;

use anyhow::Result;
use chrono::{Duration, NaiveDate};

use super::{archiving, record, subject, use_record};
use crate::analyze::wording::{quoted, some_of};
use crate::analyze::{Analyzer, Context, Explain, Limit, Outcome, Threshold};
use crate::facts::{CLAUDE_CODE_WORKSPACE, Workspace, WorkspaceDay};
use crate::model::{Control, Evidence, Finding, Period, Severity, Subject, SubjectKind, Table, counted};

/// So many workspaces are named in a sentence.
const NAMED: usize = 5;

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "archived-workspace-usage",
    title: "Use of archived workspaces",
    control: Control::Offboarding,
    severity: Severity::High,
    reads: &[&[Table::Workspaces], &[Table::Usage, Table::Cost]],
    population: "archived workspaces",
    thresholds: &[Threshold {
        name: "grace_days",
        default: 1.0,
        unit: "days after archiving",
        source: "requests that were under way and batches of the day end on the day after",
    }],
    explain: Explain {
        finds: "Workspaces with usage or cost more than `grace_days` after the day on which they were archived. Use on the day of \
                archiving, and on the day after it, is not found. A workspace that the list leaves out was archived when the activity feed \
                says so.",
        matters: "Archiving ends a workspace's keys. Use afterwards means that something still has access to what everybody takes \
                  for closed.",
        remedy: &[
            "Console > Usage, workspace {name}: see which key and which model",
            "Console > API keys, workspace {name}: disable what is active; or Admin API: POST /v1/organizations/api_keys/{api_key_id} \
             with {\"status\":\"archived\"}",
            "Report to Anthropic support that the archived workspace {id} was used",
        ],
        caveats: "Console exports name workspaces. Where another workspace has the same name, use under it may be the other's: then \
                  nothing is said, unless a report with workspace ids settles it. Cost can be booked a day late. The list has archived workspaces \
                  only if asked for them (include_archived): used ones that it lacks are not judged where the feed does not tell of them. Nothing is said of workspaces that \
                  were archived when the exports of use had ended.",
    },
    run,
};

/// An archived workspace, and days of its use.
struct Archived<'a> {
    workspace: &'a Workspace,
    /// Its own for certain.
    own: Vec<&'a WorkspaceDay>,
    /// Its own, or another's of the same name.
    possible: Vec<&'a WorkspaceDay>,
}

/// Those that the list has, and those that it leaves out and the feed saw archived.
fn archived<'a>(cx: &'a Context) -> Vec<Archived<'a>> {
    let (lists, uses) = (&cx.facts.lists, &cx.facts.keys.workspace_uses);
    let listed =
        lists.workspaces.iter().filter(|workspace| workspace.archived_at.is_some()).map(|workspace| Archived {
            workspace,
            own: uses.of(workspace, lists).collect(),
            possible: uses.possibly_of(workspace).collect(),
        });
    let by_feed = cx.facts.keys.archived_by_feed.iter().map(|workspace| Archived {
        workspace,
        own: uses.of_unlisted(workspace, lists).collect(),
        possible: uses.possibly_of(workspace).collect(),
    });
    listed.chain(by_feed).collect()
}

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::Workspace);
    let grace = cx.limit(&ANALYZER, const { ANALYZER.threshold("grace_days") });
    let (mut population, mut findings, mut ambiguous) = (0, Vec::new(), Vec::new());
    let (mut unseen, known_until) = (Vec::new(), last_known(cx));
    for Archived { workspace, own, possible } in archived(cx) {
        let Some(archived) = workspace.archived_at.map(|at| at.date_naive()) else { continue };
        let is_late = |one: &&WorkspaceDay| one.day - archived > Duration::days(grace.days());
        let late: Vec<&WorkspaceDay> = own.into_iter().filter(is_late).collect();
        let (Some(first), Some(last)) = (late.iter().min(), late.iter().max()) else {
            if possible.iter().any(is_late) {
                ambiguous.push(workspace.name.as_str());
            } else if known_until.is_some_and(|last| last - archived <= Duration::days(grace.days())) {
                unseen.push(workspace.name.as_str());
            } else {
                population += 1;
                // Exports without any use of it may have been asked for by workspace.
                if !possible.is_empty() {
                    judged.add(&workspace.id);
                }
            }
            continue;
        };
        population += 1;
        judged.add(&workspace.id);
        findings.push(finding(
            workspace_of(cx, workspace),
            (archived, grace),
            [first, last].map(|day| (*day, use_record(cx, day))),
        ));
    }
    let unlisted = unlisted(cx);
    let unseen = known_until.filter(|_| !unseen.is_empty()).map(|last| unseen_note(&unseen, last));
    if let (0, true, Some(why)) = (population, ambiguous.is_empty(), &unseen) {
        return Ok(Outcome::NotAssessed { why: why.clone(), needs: vec![Table::Usage, Table::Cost] });
    }
    if population == 0 && ambiguous.is_empty() && !unlisted.is_empty() {
        return Ok(Outcome::NotAssessed { why: unlisted_note(&unlisted), needs: vec![Table::Workspaces] });
    }
    let same_name = |names: Vec<&str>| {
        let names = quoted(names);
        format!("not judged, because another workspace has the same name and the exports have no ids: {names}")
    };
    let mut notes = if ambiguous.is_empty() { Vec::new() } else { vec![same_name(ambiguous)] };
    notes.extend(unseen);
    notes.extend((!unlisted.is_empty()).then(|| unlisted_note(&unlisted)));
    Ok(Outcome::Assessed { population, findings, notes })
}

/// So many days the exports of use may be older than the other exports before the days between them count as unseen.
const LONGEST_LAG_DAYS: i64 = 10;

/// The last day of which exports of use name workspaces, where use on the days behind it is not known.
fn last_known(cx: &Context) -> Option<NaiveDate> {
    let last = cx.facts.coverage.workspace_use.iter().map(|run| run.until).max()?;
    let behind = Period::new(last.succ_opt()?, cx.as_of_day().pred_opt()?)?;
    let is_unknown = behind.days() >= LONGEST_LAG_DAYS && !cx.facts.coverage.use_days.is_stated_empty(behind);
    is_unknown.then_some(last)
}

fn unseen_note(names: &[&str], last: NaiveDate) -> String {
    let named = some_of(names.iter().map(|name| format!("«{name}»")), NAMED);
    let many = counted(names.len(), "workspace");
    format!(
        "not judged: {many}, because use by workspace is known until {last} only, and they were archived then or later: {named}"
    )
}

/// Names and ids with use of which neither the list nor the feed says whether they are archived. One id that a list without Default lacks
/// is Default's own.
fn unlisted<'a>(cx: &'a Context) -> Vec<&'a str> {
    let lists = &cx.facts.lists;
    let is_reported = |what: &str| cx.facts.keys.archived_by_feed.iter().any(|one| one.id == what || one.name == what);
    let all = cx.facts.keys.workspace_uses.unlisted(lists).filter(|what| *what != CLAUDE_CODE_WORKSPACE);
    let (ids, mut names): (Vec<&str>, Vec<&str>) =
        all.filter(|what| !is_reported(what)).partition(|what| what.starts_with("wrkspc_"));
    let is_default = ids.len() == 1 && !lists.workspaces.iter().any(Workspace::is_default);
    names.extend(ids.into_iter().filter(|_| !is_default));
    names
}

fn unlisted_note(unlisted: &[&str]) -> String {
    let named = some_of(unlisted.iter().map(|what| format!("«{what}»")), NAMED);
    format!(
        "not judged: {} in use that the list does not have; without include_archived it lacks archived ones: {named}",
        counted(unlisted.len(), "workspace")
    )
}

/// A workspace as a finding's subject, and the record that says when it was archived.
fn workspace_of(cx: &Context, workspace: &Workspace) -> (Subject, Evidence, &'static str) {
    let is_listed = cx.facts.lists.workspace(&workspace.id).is_some();
    let record = if is_listed { record(cx, workspace) } else { archiving(cx, workspace) };
    (subject(workspace), record, if is_listed { "" } else { " (by the activity feed; the list leaves it out)" })
}

fn finding(
    (subject, record, basis): (Subject, Evidence, &str),
    (archived, grace): (NaiveDate, Limit),
    [(first, first_row), (last, last_row)]: [(&WorkspaceDay, Evidence); 2],
) -> Finding {
    let after = counted((last.day - archived).num_days(), "day");
    let message = format!("archived {archived}{basis} and used until {}, {after} later. Allowed: {grace}", last.day);
    let title = format!("Workspace «{}» was used after it was archived", subject.label());
    let mut finding = ANALYZER.finding(subject, title, message);
    finding.period = Period::new(first.day, last.day);
    // The archiving is the event: the days of use differ from report to report.
    finding.event = Some(archived.to_string());
    finding.observed = Some(format!("{after} after archiving"));
    finding.threshold = Some(grace.to_string());
    finding.evidence = vec![record, first_row];
    finding.evidence.extend((first.day < last.day).then_some(last_row));
    finding
}
