//! Findings, rejected rows, schedules, items, grants and removals, effective access, and the worksheets of reviewers, for spreadsheets and filters.

mod access;
mod effective_access;
mod grants_and_removals;
mod identities;
mod log_review;
mod open_items;
mod rotation_schedule;

use anyhow::Result;
use rayon::prelude::*;

use super::escape::csv_cell;
use super::{File, Renderer};
use crate::model::{Evidence, Finding, Rejection, Report, Status, SubjectKind};

/// The registry line.
pub(super) const RENDERER: Renderer = Renderer {
    id: "csv",
    title: "findings.csv, open-items.csv, grants-and-removals.csv, effective-access.csv, rotation-schedule.csv, rejected-rows.csv and the worksheets of reviewers",
    render,
};

const FINDING_COLUMNS: [&str; 22] = [
    "id",
    "rule",
    "control",
    "severity",
    "confidence",
    "status",
    "subject_kind",
    "subject_id",
    "subject_name",
    "workspace",
    "title",
    "message",
    "period_start",
    "period_end",
    "impact_usd",
    "observed",
    "threshold",
    "evidence",
    "remediation",
    "owner",
    "owner_role",
    "due",
];
const REJECTION_COLUMNS: [&str; 5] = ["file", "line", "column", "value", "reason"];

/// Without this mark Excel takes UTF-8 for the machine's own encoding.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The files, in this order.
const TABLES: [fn(&Report) -> Result<File>; 9] = [
    findings,
    rejected_rows,
    rotation_schedule::file,
    open_items::file,
    grants_and_removals::file,
    effective_access::file,
    |report| Ok(File::new("access-review.csv", access::worksheet(report)?)),
    |report| Ok(File::new("log-review.csv", log_review::worksheet(report)?)),
    |report| Ok(File::new("non-human-identities.csv", identities::worksheet(report)?)),
];

fn render(report: &Report) -> Result<Vec<File>> {
    let marked = |table: &fn(&Report) -> Result<File>| {
        let mut file = table(report)?;
        // In place: a table of millions of rejected rows would stand in memory twice.
        drop(file.bytes.splice(0..0, BYTE_ORDER_MARK.iter().copied()));
        Ok(file)
    };
    TABLES.par_iter().map(marked).collect()
}

fn findings(report: &Report) -> Result<File> {
    let mut findings = ::csv::Writer::from_writer(Vec::new());
    findings.write_record(FINDING_COLUMNS)?;
    for finding in &report.findings {
        findings.write_record(finding_cells(finding))?;
    }
    Ok(File::new("findings.csv", findings.into_inner()?))
}

fn rejected_rows(report: &Report) -> Result<File> {
    let mut rejected = ::csv::Writer::from_writer(Vec::new());
    rejected.write_record(REJECTION_COLUMNS)?;
    for rejection in &report.rejections {
        rejected.write_record(rejection_cells(rejection))?;
    }
    Ok(File::new("rejected-rows.csv", rejected.into_inner()?))
}

fn finding_cells(finding: &Finding) -> [String; FINDING_COLUMNS.len()] {
    let cell = csv_cell;
    let optional = |text: &Option<String>| text.as_deref().map(csv_cell).unwrap_or_default();
    let subject = &finding.subject;
    [
        cell(&finding.id),
        cell(&finding.rule),
        finding.control.id().to_owned(),
        finding.severity.id().to_owned(),
        finding.confidence.id().to_owned(),
        status(finding.status).to_owned(),
        kind(subject.kind).to_owned(),
        optional(&subject.id),
        optional(&subject.name),
        optional(&subject.workspace),
        cell(&finding.title),
        cell(&finding.message),
        finding.period.map(|p| p.start.to_string()).unwrap_or_default(),
        finding.period.map(|p| p.end.to_string()).unwrap_or_default(),
        // A number of ours: spreadsheets may sum it, a minus sign included.
        finding.impact_usd.map(|usd| usd.round_to_cents().to_string()).unwrap_or_default(),
        optional(&finding.observed),
        optional(&finding.threshold),
        cell(&finding.evidence.iter().map(place).collect::<Vec<_>>().join("; ")),
        cell(&finding.remediation.join("; ")),
        optional(&finding.assignment.owner),
        optional(&finding.assignment.owner_role),
        finding.assignment.due.map(|day| day.to_string()).unwrap_or_default(),
    ]
}

fn rejection_cells(rejection: &Rejection) -> [String; REJECTION_COLUMNS.len()] {
    [
        csv_cell(&rejection.file),
        rejection.line.to_string(),
        csv_cell(&rejection.column),
        csv_cell(&rejection.value),
        csv_cell(&rejection.reason),
    ]
}

fn place(evidence: &Evidence) -> String {
    match evidence.line {
        Some(line) => format!("{}:{line}", evidence.file),
        None => evidence.file.clone(),
    }
}

/// As in `findings.json`.
const fn status(status: Status) -> &'static str {
    match status {
        Status::Open => "open",
        Status::New => "new",
        Status::Persisting => "persisting",
        Status::Reopened => "reopened",
        Status::NotComparable => "not-comparable",
    }
}

/// As in `findings.json`.
const fn kind(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Organization => "organization",
        SubjectKind::Workspace => "workspace",
        SubjectKind::ApiKey => "api_key",
        SubjectKind::User => "user",
        SubjectKind::Invite => "invite",
        SubjectKind::ServiceAccount => "service_account",
        SubjectKind::FederationRule => "federation_rule",
        SubjectKind::FederationIssuer => "federation_issuer",
        SubjectKind::Group => "group",
        SubjectKind::Role => "role",
        SubjectKind::ReviewCase => "review_case",
        SubjectKind::GatewayKey => "gateway_key",
        SubjectKind::Model => "model",
        SubjectKind::IpAddress => "ip_address",
        SubjectKind::EventType => "event_type",
        SubjectKind::Setting => "setting",
        SubjectKind::File => "file",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{escape::visible, sample};

    fn records(file: &File) -> Vec<::csv::StringRecord> {
        ::csv::Reader::from_reader(file.bytes.as_slice()).records().map(|r| r.unwrap()).collect()
    }

    #[test]
    fn every_finding_and_rejection_is_a_record() {
        let report = sample::report();
        let files = render(&report).unwrap();
        let rows = records(&files[0]);
        assert_eq!(rows.len(), report.findings.len());
        for (row, finding) in rows.iter().zip(&report.findings) {
            assert_eq!(&row[0], finding.id);
            assert_eq!(row[11].trim_start_matches('\''), visible(&finding.message));
        }
        assert_eq!(records(&files[1]).len(), report.rejections.len());
        let rotations = records(&files[2]);
        assert_eq!(rotations.len(), report.rotation_schedule.len());
        assert_eq!(
            &rotations[0],
            &[
                "ada@northwind.example",
                "creator",
                "2026-09-14",
                "overdue",
                "age",
                "apikey_01Billing",
                "'=billing-prod",
                "Production",
                "2026-06-16"
            ][..]
        );
    }

    #[test]
    fn words_are_those_of_the_json() {
        for (ours, json) in [
            (status(Status::NotComparable), serde_json::to_value(Status::NotComparable).unwrap()),
            (kind(SubjectKind::ServiceAccount), serde_json::to_value(SubjectKind::ServiceAccount).unwrap()),
            (kind(SubjectKind::IpAddress), serde_json::to_value(SubjectKind::IpAddress).unwrap()),
        ] {
            assert_eq!(ours, json);
        }
    }
}
