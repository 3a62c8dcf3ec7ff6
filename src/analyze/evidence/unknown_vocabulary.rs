//! Columns, event types, roles, statuses and settings that we have not met.

mod rosters;
mod settings;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use polars::prelude::{IntoLazy, SortMultipleOptions, col};

use super::{exports, whole_file};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{Control, Evidence, Finding, Severity, Subject, SubjectKind, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "unknown-vocabulary",
    title: "Columns, event types, roles, statuses and settings that are new",
    control: Control::EvidenceCompleteness,
    severity: Severity::Info,
    reads: &[],
    population: "exports",
    thresholds: &[],
    explain: Explain {
        finds: "Columns of Console and audit-log exports and of rosters, event types, roles, statuses and types of cost that this version does not know, and \
                settings whose name or value it does not. They are kept and counted, and no check reads anything into them.",
        matters: "The exports grow: what is new may matter, and this version cannot say so.",
        remedy: &["Look for a newer version of this program; look at the listed words yourself"],
        caveats: "About thirty event types were announced without their names.",
    },
    run,
};

/// Columns with a known vocabulary.
const KNOWN: [(Table, &str, &str); 9] = [
    (Table::Keys, "status", "key status"),
    (Table::Members, "role", "role"),
    (Table::WorkspaceMembers, "role", "workspace role"),
    (Table::Invites, "status", "invite status"),
    (Table::RbacGroups, "source_type", "kind of group"),
    (Table::RbacRoles, "source_type", "kind of role"),
    (Table::ReviewCases, "status", "case status"),
    (Table::Cost, "cost_type", COST_TYPE),
    (Table::EnterpriseCost, "cost_type", COST_TYPE),
];
/// What is paid for stays in the sums, whatever it is called.
const COST_TYPE: &str = "cost type";

/// Unknown words of one kind that have a finding each. A file of thousands is something else than a new word.
const MOST_WORDS: usize = 50;

/// Unknown words by what they are: how often each occurs, and where.
type Unknown = BTreeMap<(String, String), (u64, Vec<Evidence>)>;

/// The words that are few, and those that are too many to be reported one by one, by what they are.
fn few(unknown: Unknown) -> (Unknown, BTreeMap<String, Unknown>) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    unknown.keys().for_each(|(what, _)| *counts.entry(what.clone()).or_default() += 1);
    let (mut single, mut many) = (Unknown::new(), BTreeMap::<String, Unknown>::new());
    for (word, seen) in unknown {
        let of = if counts[&word.0] > MOST_WORDS { many.entry(word.0.clone()).or_default() } else { &mut single };
        of.insert(word, seen);
    }
    (single, many)
}

/// One finding of many words.
fn others((what, words): (String, Unknown)) -> Finding {
    let kind = if what == "event type" { SubjectKind::EventType } else { SubjectKind::File };
    let all = format!("{what}: {} unknown", words.len());
    let subject = Subject { kind, id: Some(what.clone()), name: Some(all.clone()), workspace: None };
    let first = words.keys().take(3).map(|(_, word)| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    let message = format!("{} words are not known to this version as {what}, for example {first}", words.len());
    let mut finding = ANALYZER.finding(subject, format!("Unknown words: {all}"), message);
    finding.observed = Some(counted(words.len(), "word"));
    finding.threshold = Some("the documented vocabulary".to_owned());
    finding.evidence = words.into_values().flat_map(|(_, evidence)| evidence.into_iter().take(1)).take(3).collect();
    finding
}

fn run(cx: &Context) -> Result<Outcome> {
    let mut unknown = Unknown::new();
    let mut population = 0;
    for (input, remarks) in exports(cx) {
        population += 1;
        if rosters::is_roster(cx, input) {
            continue;
        }
        for column in &remarks.unknown_columns {
            let entry = unknown.entry(("column".to_owned(), column.clone())).or_default();
            entry.0 += 1;
            entry.1.push(whole_file(&input.path, format!("column {column}")));
        }
    }
    for (table, column, what) in KNOWN {
        for (word, count, evidence) in words(cx, table, column)? {
            if !vocabulary(table).contains(word.as_str()) {
                unknown.insert((what.to_owned(), word), (count, vec![evidence]));
            }
        }
    }
    let (feed, log) = (crate::data::vocabulary::activity_types(), crate::data::vocabulary::audit_events());
    for (word, count, evidence) in words(cx, Table::Events, "event")? {
        if !feed.contains(word.as_str()) && !log.contains(word.as_str()) {
            unknown.insert(("event type".to_owned(), word), (count, vec![evidence]));
        }
    }
    let (single, many) = few(unknown);
    let findings = single.into_iter().map(|((what, word), (count, evidence))| {
        let kind = if what == "event type" { SubjectKind::EventType } else { SubjectKind::File };
        let subject = Subject { kind, id: Some(word.clone()), name: Some(word.clone()), workspace: None };
        let sums = if what == COST_TYPE { ": its money is in the sums" } else { "" };
        let message =
            format!("{what} `{word}` occurs {} and is not known to this version{sums}", counted(count, "time"));
        let mut finding = ANALYZER.finding(subject, format!("Unknown {what} `{word}`"), message);
        finding.observed = Some(counted(count, "time"));
        finding.threshold = Some("the documented vocabulary".to_owned());
        finding.evidence = evidence.into_iter().take(3).collect();
        finding
    });
    let findings = findings.chain(many.into_iter().map(others)).chain(rosters::findings(cx)?);
    let findings = findings.chain(settings::findings(cx)).collect();
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

fn vocabulary(table: Table) -> BTreeSet<&'static str> {
    use crate::data::vocabulary::{
        CASE_STATUSES, COST_TYPES, GROUP_KINDS, INVITE_STATUSES, KEY_STATUSES, MEMBER_ROLES, ROLE_KINDS,
        WORKSPACE_ROLES,
    };
    match table {
        Table::Keys => KEY_STATUSES.into(),
        Table::Members => MEMBER_ROLES.into(),
        Table::WorkspaceMembers => WORKSPACE_ROLES.into(),
        Table::Invites => INVITE_STATUSES.into(),
        Table::RbacGroups => GROUP_KINDS.into(),
        Table::RbacRoles => ROLE_KINDS.into(),
        Table::ReviewCases => CASE_STATUSES.into(),
        Table::Cost | Table::EnterpriseCost => COST_TYPES.into(),
        _ => BTreeSet::new(),
    }
}

/// The words of a column, how often each occurs, and where first.
fn words(cx: &Context, table: Table, column: &str) -> Result<Vec<(String, u64, Evidence)>> {
    let Some(frame) = cx.data.frame(table) else { return Ok(Vec::new()) };
    let counted = frame
        .clone()
        .lazy()
        .filter(col(column).is_not_null())
        .group_by_stable([col(column)])
        .agg([col("line").count().alias("count"), col("file").first(), col("line").first()])
        .sort([column], SortMultipleOptions::default())
        .collect()?;
    let (word, count) = (counted.column(column)?.str()?, counted.column("count")?.u32()?);
    let (file, line) = (counted.column("file")?.u32()?, counted.column("line")?.u64()?);
    let row = |at: usize| {
        let word = word.get(at)?.to_owned();
        let record = format!("{} {word}", table.title());
        let evidence = Evidence { file: cx.data.path(file.get(at)?).to_owned(), line: line.get(at), record };
        Some((word, u64::from(count.get(at)?), evidence))
    };
    Ok((0..counted.height()).filter_map(row).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::analyze::testing::{activity, days, found_in, key, member, page, usage, with};

    #[test]
    fn new_columns_types_roles_and_statuses() {
        let csv = usage(&[("k", "Default", days("2026-07-01", "2026-07-02"))]);
        let widened: Vec<String> = csv
            .lines()
            .enumerate()
            .map(|(at, line)| format!("{line},{}", if at == 0 { "mood" } else { "1" }))
            .collect();
        let keys = page(&[with(key("k", "2026-07-01", None), json!({"status": "asleep"}))]);
        let members = page(&[member("a@example.com", "emperor")]);
        let feed = activity("2026-07-01T08:00:00Z", "teapot_boiled", "a", json!({})).to_string();
        let widened = widened.join("\n") + "\n";
        let files = [("u.csv", widened.as_str()), ("k.json", &keys), ("m.json", &members), ("f.jsonl", &feed)];
        assert_eq!(found_in(&ANALYZER, &files), ["info mood", "info teapot_boiled", "info asleep", "info emperor"]);
    }

    #[test]
    fn thousands_of_new_columns_are_one_finding() {
        let csv = usage(&[("k", "Default", days("2026-07-01", "2026-07-02"))]);
        let found = |columns: usize| {
            let added =
                |at: usize| (0..columns).map(move |n| if at == 0 { format!(",mood_{n:04}") } else { ",1".into() });
            let widened: String = csv
                .lines()
                .enumerate()
                .map(|(at, line)| format!("{line}{}\n", added(at).collect::<String>()))
                .collect();
            found_in(&ANALYZER, &[("u.csv", &widened)])
        };
        assert_eq!(found(MOST_WORDS).len(), MOST_WORDS);
        assert_eq!(found(3000), ["info column: 3000 unknown"]);
    }

    #[test]
    fn known_words() {
        let csv = usage(&[("k", "Default", days("2026-07-01", "2026-07-02"))]);
        let keys = page(&[key("k", "2026-07-01", None)]);
        let members = page(&[member("a@example.com", "membership_admin")]);
        let feed = activity("2026-07-01T08:00:00Z", "platform_api_key_created", "a", json!({"api_key_id": "apikey_k"}))
            .to_string();
        let files = [("u.csv", csv.as_str()), ("k.json", &keys), ("m.json", &members), ("f.jsonl", &feed)];
        assert_eq!(found_in(&ANALYZER, &files), [""; 0]);
    }
}
