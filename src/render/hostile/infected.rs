//! The sample report with a stranger's text in every field that a stranger can reach.

use serde_json::Value;

use crate::model::{Attestation, Chart, ChartData, Mark, Rejection, Report};
use crate::render::sample;

/// Fields that hold no text of a stranger: days, states and the like.
const KEEP: [&str; 24] = [
    "schema_version",
    "as_of",
    "expires",
    "first_day",
    "start",
    "end",
    "severity",
    "confidence",
    "control",
    "status",
    "kind",
    "since",
    "until",
    "days",
    "state",
    "basis",
    "created_on",
    "due_on",
    "last_use",
    "expires_on",
    "on",
    "decided_on",
    "due",
    "due_from",
];

/// The sample with this text wherever an export, a policy or a name reaches the report.
pub(super) fn infected(text: &str) -> Report {
    fn replace(value: &mut Value, key: &str, keep: &[&str], text: &str) {
        match value {
            Value::Object(fields) => fields.iter_mut().for_each(|(key, value)| replace(value, key, keep, text)),
            Value::Array(items) => items.iter_mut().for_each(|item| replace(item, key, keep, text)),
            Value::String(old) if !keep.contains(&key) => text.clone_into(old),
            _ => {}
        }
    }
    let clean = sample::report();
    let mut value = serde_json::to_value(&clean).unwrap();
    for part in [
        "organization",
        "policy",
        "sign_off",
        "inputs",
        "checks",
        "findings",
        "not_assessed",
        "suppressed",
        "unused_suppressions",
        "resolved",
        "populations",
        "list_ties",
        "access_review",
        "identities",
        "identity_review",
        "rotation_schedule",
        "samples",
    ] {
        replace(&mut value[part], part, &KEEP, text);
    }
    let mut report: Report = serde_json::from_value(value).unwrap();
    let ids = clean.findings.iter().map(|f| f.id.clone());
    report.findings.iter_mut().zip(ids).for_each(|(finding, id)| finding.id = id);
    for control in &mut report.controls {
        (control.title, control.summary) = (text.to_owned(), text.to_owned());
        control.attestations.iter_mut().for_each(|one| *one = attestation(one, text));
    }
    report.other_attestations.iter_mut().for_each(|one| *one = attestation(one, text));
    report.charts.iter_mut().for_each(|chart| infect_chart(chart, text));
    for coverage in &mut report.coverage {
        text.clone_into(&mut coverage.title);
        coverage.file_spans.iter_mut().for_each(|band| text.clone_into(&mut band.file));
    }
    let own = || text.to_owned();
    let row = Rejection {
        file: own().into(),
        line: 1,
        column: own().into(),
        value: own().into(),
        reason: own().into(),
        mentions: [own()].into(),
    };
    report.rejections = vec![row];
    infect_brief(&mut report, text);
    report.tree = clean.tree;
    for branch in &mut report.tree {
        (branch.name, branch.status, branch.limit) = (text.to_owned(), text.to_owned(), Some(text.to_owned()));
        for key in &mut branch.keys {
            (key.name, key.status, key.owner) = (text.to_owned(), text.to_owned(), Some(text.to_owned()));
        }
    }
    (report.open_items, report.access_changes) = (clean.open_items, clean.access_changes);
    report.effective_access = clean.effective_access;
    infect_reach(&mut report, text);
    infect_rows(&mut report, text);
    report.log_review = clean.log_review;
    infect_log(&mut report, text);
    report.access = clean.access;
    for row in &mut report.access {
        let own = || text.to_owned();
        (row.id, row.name, row.address, row.role) = (own(), Some(own()), own(), Some(own()));
        (row.workspaces, row.keys, row.findings) = (vec![own()], vec![own()], vec![own()]);
    }
    report
}

/// Principals, resources and ways.
fn infect_reach(report: &mut Report, text: &str) {
    let own = || text.to_owned();
    report.effective_access.basis = vec![own()];
    for row in &mut report.effective_access.rows {
        (row.principal_id, row.principal, row.left) = (own(), own(), row.left.as_ref().map(|_| own()));
        (row.resource_id, row.resource) = (Some(own()), own());
        for way in &mut row.ways {
            (way.what, way.evidence.file, way.evidence.record) = (own(), own(), own());
        }
    }
    report.effective_access.reach.iter_mut().for_each(|reach| reach.resource = own());
}

/// Tasks, grants and removals.
fn infect_rows(report: &mut Report, text: &str) {
    for item in &mut report.open_items {
        let own = || text.to_owned();
        (item.summary, item.owner, item.owner_role) = (own(), Some(own()), Some(own()));
        (item.subject.id, item.subject.name, item.subject.workspace) = (Some(own()), Some(own()), Some(own()));
        (item.findings, item.rules, item.description) = (vec![own()], vec![own()], vec![own(), own()]);
    }
    report.access_changes.basis = vec![text.to_owned()];
    for change in &mut report.access_changes.changes {
        let own = || text.to_owned();
        (change.whom, change.whom_id, change.what, change.by) = (own(), own(), own(), Some(own()));
        (change.workspace, change.findings) = (Some(own()), vec![own()]);
        change.evidence.iter_mut().for_each(|one| (one.file, one.record) = (own(), own()));
    }
}

/// Titles, subjects and people of the first screen.
fn infect_brief(report: &mut Report, text: &str) {
    let own = || text.to_owned();
    let brief = &mut report.brief;
    (brief.headline, brief.rest) = (own(), vec![own()]);
    brief.worst.iter_mut().for_each(|clause| clause.text = own());
    for step in &mut brief.first {
        (step.action, step.owner, step.due, step.subject.name) = (own(), Some(own()), own(), Some(own()));
        step.owner_role = Some(own());
    }
    brief.confidence.iter_mut().for_each(|statement| (statement.name, statement.text) = (own(), own()));
    brief.people.iter_mut().for_each(|one| (one.person, one.role) = (own(), Some(own())));
}

/// What the worksheet of the log says, and what was decided about it.
fn infect_log(report: &mut Report, text: &str) {
    let own = || text.to_owned();
    let Some(review) = &mut report.log_review else { return };
    for row in &mut review.rows {
        (row.id, row.actor, row.event, row.objects) = (own(), own(), own(), vec![own()]);
        (row.networks, row.findings, row.unclear) = (vec![own()], vec![own()], Some(own()));
        if let Some(decision) = &mut row.decision {
            (decision.reviewer, decision.ticket, decision.comment) = (Some(own()), Some(own()), Some(own()));
        }
    }
    if let Some(result) = &mut review.result {
        (result.files, result.reviewers) = (vec![own()], vec![own()]);
    }
}

/// Whatever a name, a title or a model of an export reaches.
fn infect_chart(chart: &mut Chart, text: &str) {
    let own = || text.to_owned();
    (chart.title, chart.caption, chart.source) = (own(), own(), own());
    let infect = |marks: &mut Vec<Mark>| {
        marks.iter_mut().for_each(|mark| (mark.letter, mark.text) = (own(), own()));
    };
    match &mut chart.data {
        ChartData::Band(band) => infect(&mut band.marks),
        ChartData::Stacked(stacked) => {
            infect(&mut stacked.marks);
            stacked.series.iter_mut().for_each(|series| series.name = own());
        }
        ChartData::Waterfall(falls) => {
            let ends = [&mut falls.before.label, &mut falls.after.label];
            ends.into_iter().chain(falls.steps.iter_mut().map(|step| &mut step.label)).for_each(|label| *label = own());
        }
        ChartData::HeatMap(_) => {}
    }
}

/// An attestation of which every text is a stranger's.
fn attestation(clean: &Attestation, text: &str) -> Attestation {
    let text = || text.to_owned();
    let conflict = clean.conflict.is_some().then(text);
    Attestation {
        control: text(),
        status: Some(text()),
        attestation: text(),
        by: Some(text()),
        conflict,
        ..clean.clone()
    }
}
