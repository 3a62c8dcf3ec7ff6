//! Statuses and columns of rosters that nobody knows: where they are, nobody is said to be there or gone.

use std::collections::BTreeMap;

use anyhow::Result;

use super::super::{exports, file_subject, whole_file};
use super::ANALYZER;
use crate::analyze::Context;
use crate::facts::RosterRow;
use crate::model::{Evidence, Finding, Input, Standing, Subject, SubjectKind, Table, counted};

/// So many rows of a word are evidence.
const SHOWN: usize = 3;

/// Whether a file is a roster: its columns are as many and as free as people make them, and are reported in one finding.
pub(super) fn is_roster(cx: &Context, input: &Input) -> bool {
    let table = input.kind.as_deref().and_then(|kind| cx.data.kinds.get(kind));
    table == Some(&Table::Roster)
}

pub(super) fn findings(cx: &Context) -> Result<Vec<Finding>> {
    Ok(statuses(cx).into_iter().chain(columns(cx)).collect())
}

/// One finding per file, column and word.
fn statuses(cx: &Context) -> Vec<Finding> {
    let mut words: BTreeMap<(u32, &str, &str), Vec<&RosterRow>> = BTreeMap::new();
    let rows = cx.facts.people.roster.persons.iter().flat_map(|person| &person.rows);
    // A last day whose meaning is not known is no word.
    let is_a_day = |row: &RosterRow| row.status.is_none() && row.status_column.is_none() && row.ended_on.is_some();
    for row in rows.filter(|row| row.standing == Some(Standing::Unknown) && !is_a_day(row)) {
        let (column, word) = (row.status_column.as_deref(), row.status.as_deref());
        words.entry((row.source.file, column.unwrap_or_default(), word.unwrap_or_default())).or_default().push(row);
    }
    let finding = |((file, column, word), rows): ((u32, &str, &str), Vec<&RosterRow>)| {
        let path = cx.data.path(file);
        let shown = if word.is_empty() { "(empty)" } else { word };
        let subject = Subject {
            kind: SubjectKind::File,
            id: Some(format!("{path} {column} {shown}")),
            name: Some(shown.to_owned()),
            workspace: None,
        };
        let place = if column.is_empty() { format!("in {path}") } else { format!("in column {column} of {path}") };
        let message = format!(
            "status `{shown}` {place} occurs {} and is not known to this version: whether these people are there is not judged",
            counted(rows.len(), "time")
        );
        let mut finding = ANALYZER.finding(subject, format!("Unknown roster status `{shown}`"), message);
        finding.observed = Some(counted(rows.len(), "time"));
        finding.threshold = Some("the embedded table of statuses".to_owned());
        let record = format!("{column}: {shown}");
        finding.evidence = rows
            .iter()
            .take(SHOWN)
            .map(|row| row.source.evidence(cx.data, record.trim_start_matches(": ")))
            .collect::<Vec<Evidence>>();
        finding
    };
    words.into_iter().map(finding).collect()
}

/// One finding per file whose columns were not all read.
fn columns(cx: &Context) -> Vec<Finding> {
    let rosters = exports(cx).filter(|(input, remarks)| is_roster(cx, input) && !remarks.unknown_columns.is_empty());
    let finding = |(input, columns): (&Input, &Vec<String>)| {
        let names = columns.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let message = format!("{} not read: {names}", counted(columns.len(), "column"));
        let mut finding = ANALYZER.finding(
            file_subject(&input.path),
            format!("Columns of {} that are not read", input.path),
            message,
        );
        finding.observed = Some(counted(columns.len(), "column"));
        finding.threshold = Some("the embedded table of column names".to_owned());
        finding.evidence = columns.iter().map(|name| whole_file(&input.path, format!("column {name}"))).collect();
        finding
    };
    rosters.map(|(input, remarks)| finding((input, &remarks.unknown_columns))).collect()
}
