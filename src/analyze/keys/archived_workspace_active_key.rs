//! Keys that are active although their workspace is archived.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use anyhow::Result;

use super::{active_keys, record, subject};
use crate::analyze::wording::{quoted, some_of};
use crate::analyze::{Analyzer, Context, Explain, Outcome, unplaced};
use crate::model::{Control, Severity, SubjectKind, Table, counted};

/// So many keys are named in a sentence.
const NAMED: usize = 5;

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "archived-workspace-active-key",
    title: "Active keys in archived workspaces",
    control: Control::Offboarding,
    severity: Severity::High,
    reads: &[&[Table::Keys], &[Table::Workspaces]],
    population: "active keys of workspaces in the list or the feed",
    thresholds: &[],
    explain: Explain {
        finds: "Keys with status `active` whose workspace has an `archived_at`, or was archived by the activity feed \
                where the list leaves it out. Archiving a workspace disables its keys, so this should \
                not happen: either the lists are of different days, or a key survived.",
        matters: "An archived workspace is out of sight; a key that still works there is watched by nobody.",
        remedy: &[
            "Export keys and workspaces anew on the same day and run again",
            "If it persists: Admin API: POST /v1/organizations/api_keys/{id} with {\"status\":\"archived\"}, and report it to Anthropic support",
        ],
        caveats: "A key list that is older than the archiving shows the key as it was.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::ApiKey);
    let (mut population, mut findings, mut unlisted) = (0, Vec::new(), BTreeSet::new());
    let taken = cx.data.taken.get(&Table::Keys);
    for key in active_keys(cx) {
        let Some(id) = key.workspace_id.as_deref() else { continue };
        let by_feed = cx.facts.keys.archived_by_feed.iter().find(|one| one.id == id);
        // A list of keys that is older than the archiving shows the key as it was.
        let by_feed = by_feed.filter(|one| taken.is_none_or(|taken| one.archived_at <= Some(*taken)));
        let Some(workspace) = cx.facts.lists.workspace(id).or(by_feed) else {
            unlisted.insert(format!("{} ({id})", quoted([key.name.as_str()])));
            continue;
        };
        population += 1;
        // No workspace comes back from the archive: one that is not archived now is one whose record does not say so.
        let Some(archived) = workspace.archived_at else { continue };
        judged.add(&key.id);
        let message = format!(
            "the key has the status active, but its workspace «{}» was archived on {}",
            workspace.name,
            archived.date_naive()
        );
        let subject = subject(cx, key);
        let title = format!("Key «{}» is active in an archived workspace", subject.label());
        let mut finding = ANALYZER.finding(subject, title, message);
        finding.observed = Some(format!("active, workspace archived {}", archived.date_naive()));
        finding.threshold = Some("no active key in an archived workspace".to_owned());
        let workspace_record = format!("{}: {}, archived {}", workspace.id, workspace.name, archived.date_naive());
        finding.evidence = vec![record(cx, key), workspace.source.evidence(cx.data, workspace_record)];
        findings.push(finding);
    }
    let mut outcome = unplaced::outcome(cx, population, findings);
    if let Outcome::Assessed { notes, .. } = &mut outcome
        && !unlisted.is_empty()
    {
        notes.push(format!(
            "not judged: {} of workspaces that the list does not have; without include_archived it lacks archived ones, without \
             include_default Default: {}",
            counted(unlisted.len(), "active key"),
            some_of(&unlisted, NAMED)
        ));
    }
    Ok(outcome)
}
