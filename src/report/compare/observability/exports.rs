//! What a report says of its exports: which table a finding rests on, and which days and kinds it had.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::model::{Coverage, Finding, Report, SubjectKind, Table, normalize_address};
use crate::report::compare::Unread;

/// Whether the subject of a finding, or a record of its evidence, stands in a record that could not be read.
pub(super) fn is_mentioned(finding: &Finding, unread: &Unread) -> bool {
    let subject = &finding.subject;
    let address = subject.name.as_deref().and_then(normalize_address);
    [subject.id.clone(), address].iter().flatten().any(|name| unread.mentions.contains(name))
}

/// The kind of export that a finding is about as a whole.
pub(super) fn kind_of_export(finding: &Finding) -> Option<Table> {
    let subject = &finding.subject;
    let names = [&subject.id, &subject.name].map(|name| name.as_deref().filter(|_| subject.kind == SubjectKind::File));
    Table::ALL.into_iter().find(|table| names.contains(&Some(table.id())))
}

/// The list that subjects of a kind stand in.
pub(super) const fn list_of(kind: SubjectKind) -> Option<Table> {
    match kind {
        SubjectKind::ApiKey => Some(Table::Keys),
        SubjectKind::User => Some(Table::Members),
        SubjectKind::Workspace => Some(Table::Workspaces),
        SubjectKind::Invite => Some(Table::Invites),
        SubjectKind::ServiceAccount => Some(Table::ServiceAccounts),
        SubjectKind::FederationRule => Some(Table::FederationRules),
        SubjectKind::FederationIssuer => Some(Table::FederationIssuers),
        SubjectKind::Group => Some(Table::RbacGroups),
        SubjectKind::Role => Some(Table::RbacRoles),
        SubjectKind::ReviewCase => Some(Table::ReviewCases),
        SubjectKind::GatewayKey => Some(Table::GatewayKeys),
        SubjectKind::Organization
        | SubjectKind::Model
        | SubjectKind::IpAddress
        | SubjectKind::EventType
        | SubjectKind::Setting
        | SubjectKind::File => None,
    }
}

pub(super) fn coverage<'a>(report: &'a Report, table: &str) -> Option<&'a Coverage> {
    report.coverage.iter().find(|coverage| coverage.table == table)
}

/// The kind of an input.
pub(super) fn kind<'a>(report: &'a Report, file: &str) -> Option<&'a str> {
    report.inputs.iter().find(|input| input.path == file)?.kind.as_deref()
}

/// Days between first and last of some file, of one kind or of all.
pub(super) fn covered(report: &Report, coverage: &Coverage, wanted: Option<&str>) -> BTreeSet<NaiveDate> {
    let file_spans =
        coverage.file_spans.iter().filter(|file_span| wanted.is_none() || kind(report, &file_span.file) == wanted);
    file_spans.flat_map(|file_span| file_span.first.iter_days().take_while(|day| *day <= file_span.last)).collect()
}

/// Days on which some file has rows.
pub(super) fn with_rows(coverage: &Coverage) -> BTreeSet<NaiveDate> {
    let is_missing =
        |missing: &[(NaiveDate, NaiveDate)], day: &NaiveDate| missing.iter().any(|(from, to)| from <= day && day <= to);
    let days = coverage.file_spans.iter().flat_map(|file_span| {
        let days = file_span.first.iter_days().take_while(|day| *day <= file_span.last);
        days.filter(|day| !is_missing(&file_span.missing, day))
    });
    days.collect()
}
