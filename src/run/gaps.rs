//! What the exports lack: whether there is any, which tables are not whole, and whether a strict run may end well.

use std::collections::BTreeMap;

use anyhow::anyhow;

use super::Failure;
use crate::analyze;
use crate::exit::Exit;
use crate::facts::Facts;
use crate::model::{CheckStatus, Control, Dataset, Input, PASSED_OVER, Report, Severity, Table, Verdict};
use crate::options::Options;
use crate::policy::Policy;

/// Tables of which something is missing or not known: a cut list, a file with more unreadable records than are tolerated, members
/// of some workspaces or groups only, a roster that does not say of every member whether they are there.
pub(super) fn damaged(data: &Dataset, facts: &Facts, policy: &Policy) -> BTreeMap<Table, String> {
    let tolerated = analyze::tolerated_percent(policy);
    let mut damaged = facts.populations.wholeness.cuts.clone();
    for (table, why) in &data.unstated {
        damaged.entry(*table).or_insert_with(|| why.clone());
    }
    for input in &data.inputs {
        let table = input.kind.as_deref().and_then(|kind| data.kinds.get(kind));
        let percent = 100.0 * input.rejected as f64 / input.rows.max(1) as f64;
        if let (Some(table), true) = (table, percent > tolerated) {
            let why = format!("{} of {} records of {} could not be read", input.rejected, input.rows, input.path);
            damaged.entry(*table).or_insert(why);
        }
    }
    if let Some(why) = facts.lists.unfetched_members() {
        damaged.entry(Table::WorkspaceMembers).or_insert(why);
    }
    if let Some(why) = facts.credentials.groups.unfetched_members() {
        damaged.entry(Table::RbacGroupMembers).or_insert(why);
    }
    if let Some(why) = facts.roster_doubt(data) {
        damaged.entry(Table::Roster).or_insert(why);
    }
    damaged
}

/// At least one file must be an export; else the failure says what the files are.
pub(super) fn recognized(data: &Dataset) -> Result<(), Failure> {
    // Decisions about people are none about anybody without a list of them.
    if data.frames.keys().any(|table| !table.is_worksheet()) {
        return Ok(());
    }
    const SHOWN: usize = 8;
    let what = |input: &Input| match input.kind.as_deref().and_then(|kind| data.kinds.get(kind)) {
        Some(table) if table.is_worksheet() => "a worksheet of a review, which says nothing without exports".to_owned(),
        _ => input.notes.join("; "),
    };
    let mut lines: Vec<String> =
        data.inputs.iter().take(SHOWN).map(|input| format!("  {}: {}", input.path, what(input))).collect();
    lines.extend((data.inputs.len() > SHOWN).then(|| format!("  and {} more", data.inputs.len() - SHOWN)));
    let error = match data.inputs.len() {
        0 => anyhow!("there is no file in the given folder; `clade-analyze --help` says which exports it reads"),
        1 => anyhow!("the only file is no export that is known:\n{}", lines.join("\n")),
        count => anyhow!("none of the {count} files is an export that is known:\n{}", lines.join("\n")),
    };
    Err(Failure { exit: Exit::NothingRecognized, error })
}

pub(super) fn exit_of(options: &Options, report: &Report) -> Exit {
    let found = options.fail_on.is_some_and(|least| report.worst().is_some_and(|worst| worst >= least));
    if found {
        Exit::Found
    } else if options.strict && lacking(report).is_some() {
        Exit::Incomplete
    } else {
        Exit::Done
    }
}

/// What a script should know of how the run ends, a line each.
pub(super) fn exit_remarks(options: &Options, report: &Report, exit: Exit) -> Vec<String> {
    let incomplete = lacking(report).filter(|_| exit == Exit::Incomplete).map(|why| format!("--strict: {why}"));
    let carried = options.fail_on.filter(|_| exit != Exit::Found).and_then(|least| {
        let unjudged = report.baseline.iter().flat_map(|comparison| &comparison.unjudged);
        let severe: Vec<&str> =
            unjudged.filter(|one| one.finding.severity >= least).map(|one| one.finding.title.as_str()).collect();
        let what = part("found last time, and this run cannot tell whether they are gone", &severe)?;
        Some(format!("--fail-on: findings that are not judged do not count; {what}"))
    });
    incomplete.into_iter().chain(carried).collect()
}

/// How many of a kind the sentence names.
const NAMED: usize = 3;

/// What the evidence lacks, in one sentence: an export, a record, a file that could not be read; nothing where it is whole.
fn lacking(report: &Report) -> Option<String> {
    let evidence: Vec<&str> = report
        .controls
        .iter()
        .filter(|control| control.id == Control::EvidenceCompleteness && control.status == Verdict::Fail)
        .flat_map(|control| &control.checks)
        .filter(|id| report.findings.iter().any(|one| one.rule == **id && one.severity >= Severity::Medium))
        .map(String::as_str)
        .collect();
    let unassessed: Vec<&str> =
        report.checks.iter().filter(|one| one.status == CheckStatus::NotAssessed).map(|one| one.id.as_str()).collect();
    // What is no export (system files, a report of this program) is passed over without being read: nothing is missing.
    let is_unread = |one: &&Input| one.sha256.is_none() && one.kind.as_deref() != Some(PASSED_OVER);
    let unread: Vec<&str> = report.inputs.iter().filter(is_unread).map(|one| one.path.as_str()).collect();
    let rejected: Vec<String> = report
        .inputs
        .iter()
        .filter(|one| one.rejected > 0)
        .map(|one| format!("{} of {} records of {}", one.rejected, one.rows, one.path))
        .collect();
    let parts = [
        part("findings about the evidence", &evidence),
        part("not assessed", &unassessed),
        part("could not be read", &unread),
        part("rejected", &rejected),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("the evidence is incomplete: {}", parts.join("; ")))
}

/// `not assessed: a, b, c and 4 more`.
fn part(what: &str, names: &[impl AsRef<str>]) -> Option<String> {
    let shown: Vec<&str> = names.iter().take(NAMED).map(AsRef::as_ref).collect();
    let more = names.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!names.is_empty()).then(|| format!("{what}: {}{more}", shown.join(", ")))
}
