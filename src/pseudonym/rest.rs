//! The texts of a report that stand in no `findings.json`: rows of worksheets, the tree, rejected rows. Every field is named here, so
//! that a new one does not compile before somebody has decided about it.

use crate::model::{
    AccessChange, AccessRow, EffectiveAccess, Evidence, KeyLeaf, LogRow, OpenItem, Rejection, Report, Subject, Way,
    WorkspaceBranch,
};

/// What exchanges a text.
pub(super) type Exchange<'a> = &'a mut dyn FnMut(&mut String);

/// Exchanges the texts of these parts.
pub(super) fn exchange(report: &mut Report, exchange: Exchange<'_>) {
    report.tree.iter_mut().for_each(|branch| self::branch(branch, exchange));
    report.access.iter_mut().for_each(|row| access(row, exchange));
    report.open_items.iter_mut().for_each(|item| open_item(item, exchange));
    report.access_changes.changes.iter_mut().for_each(|change| access_change(change, exchange));
    report.effective_access.rows.iter_mut().for_each(|row| effective(row, exchange));
    report.rejections.iter_mut().for_each(|rejection| self::rejection(rejection, exchange));
    report.log_review.iter_mut().flat_map(|review| &mut review.rows).for_each(|row| log_row(row, exchange));
}

/// Copies these parts from one report to the same one that came through `findings.json`.
pub(super) fn carry(from: &Report, to: &mut Report) {
    to.tree.clone_from(&from.tree);
    to.access.clone_from(&from.access);
    to.open_items.clone_from(&from.open_items);
    to.access_changes.changes.clone_from(&from.access_changes.changes);
    to.effective_access.rows.clone_from(&from.effective_access.rows);
    to.rejections.clone_from(&from.rejections);
    let rows = from.log_review.iter().flat_map(|review| &review.rows);
    for (row, from) in to.log_review.iter_mut().flat_map(|review| &mut review.rows).zip(rows) {
        row.event_keys.clone_from(&from.event_keys);
    }
}

/// Puts in order by label what stood in the order of the names.
pub(super) fn arrange(report: &mut Report) {
    let Report { tree, access, effective_access, .. } = report;
    tree.sort_by(|a, b| (a.status != "active", &a.name, &a.id).cmp(&(b.status != "active", &b.name, &b.id)));
    tree.iter_mut().for_each(|branch| branch.keys.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id))));
    access.sort_by(|a, b| (a.group, &a.address, &a.id).cmp(&(b.group, &b.address, &b.id)));
    access.iter_mut().for_each(|row| row.workspaces.sort());
    effective_access.rows.sort_by(|a, b| {
        let order = |one: &EffectiveAccess| {
            let (kind, resource) = (one.resource_kind, one.resource_id.clone());
            (kind, one.resource.clone(), resource, one.principal_kind, one.principal.clone(), one.principal_id.clone())
        };
        order(a).cmp(&order(b))
    });
    let reviews = report.access_review.iter_mut().map(|one| &mut one.reviewers);
    let reviews = reviews.chain(report.identity_review.iter_mut().map(|one| &mut one.reviewers));
    reviews.for_each(|reviewers| reviewers.sort());
    for other in report.list_ties.iter_mut().flat_map(|tie| &mut tie.beside) {
        other.only_listed.sort();
        other.only_there.sort();
    }
}

fn all<'a>(texts: impl IntoIterator<Item = &'a mut String>, exchange: Exchange<'_>) {
    texts.into_iter().for_each(exchange);
}

fn branch(branch: &mut WorkspaceBranch, exchange: Exchange<'_>) {
    let WorkspaceBranch { id, name, environment: _, status, spend: _, limit, keys } = branch;
    all(id.iter_mut().chain([name, status]).chain(limit), exchange);
    for KeyLeaf { id, name, status, owner } in keys {
        all([id, name, status].into_iter().chain(owner), exchange);
    }
}

fn access(row: &mut AccessRow, exchange: Exchange<'_>) {
    let AccessRow {
        group: _,
        is_privileged: _,
        id,
        name,
        address,
        role,
        workspaces,
        last_activity: _,
        key_ids,
        keys,
        findings,
    } = row;
    all([id, address].into_iter().chain(name).chain(role), exchange);
    all(workspaces.iter_mut().chain(key_ids).chain(keys).chain(findings), exchange);
}

fn open_item(item: &mut OpenItem, exchange: Exchange<'_>) {
    let OpenItem {
        fingerprint,
        summary,
        severity: _,
        status: _,
        subject,
        owner,
        owner_role,
        due: _,
        overdue_days: _,
        findings,
        rules: _,
        description,
    } = item;
    let Subject { kind: _, id, name, workspace } = subject;
    all(
        [fingerprint, summary].into_iter().chain(owner).chain(owner_role).chain(id).chain(name).chain(workspace),
        exchange,
    );
    all(findings.iter_mut().chain(description), exchange);
}

fn access_change(change: &mut AccessChange, exchange: Exchange<'_>) {
    let AccessChange {
        at: _,
        is_day: _,
        kind: _,
        whom,
        whom_id,
        what,
        workspace,
        by,
        departed_on: _,
        lag_hours: _,
        basis: _,
        evidence,
        findings,
    } = change;
    all([whom, whom_id, what].into_iter().chain(workspace).chain(by).chain(findings), exchange);
    evidence.iter_mut().for_each(|one| self::evidence(one, exchange));
}

fn effective(row: &mut EffectiveAccess, exchange: Exchange<'_>) {
    let EffectiveAccess {
        principal_kind: _,
        principal_id,
        principal,
        left,
        resource_kind: _,
        resource_id,
        resource,
        environment: _,
        ways,
    } = row;
    all([principal_id, principal, resource].into_iter().chain(left).chain(resource_id), exchange);
    for Way { kind: _, right: _, what, evidence } in ways {
        exchange(what);
        self::evidence(evidence, exchange);
    }
}

/// A value that could not be read may be anything: it is left out, where the reason quotes it too.
fn rejection(rejection: &mut Rejection, exchange: Exchange<'_>) {
    let Rejection { file, line: _, column, value, reason, mentions } = rejection;
    let characters = value.chars().count();
    if value.trim().chars().any(char::is_alphanumeric) {
        *reason = reason.replace(&**value, "…").into();
        *value = format!("left out: {characters} characters").into();
    }
    for shared in [file, column, reason] {
        let mut text = shared.to_string();
        exchange(&mut text);
        if text != **shared {
            *shared = text.into();
        }
    }
    *mentions = Box::default();
}

/// What its events are known by is written to the worksheet only.
fn log_row(row: &mut LogRow, exchange: Exchange<'_>) {
    all(&mut row.event_keys, exchange);
}

fn evidence(evidence: &mut Evidence, exchange: Exchange<'_>) {
    let Evidence { file, line: _, record } = evidence;
    all([file, record], exchange);
}
