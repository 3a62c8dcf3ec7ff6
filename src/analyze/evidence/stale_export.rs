//! Exports that were not taken together.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::NaiveDate;

use super::table_subject;
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::model::{Confidence, Control, Evidence, Finding, Input, Severity, Table, capital, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "stale-export",
    title: "Exports that are older than the others",
    control: Control::EvidenceCompleteness,
    severity: Severity::Medium,
    reads: &[],
    population: "series of usage, cost and audit events, and lists of which it is known when they were taken",
    thresholds: &[
        Threshold {
            name: "apart_days",
            default: 1.0,
            unit: "days",
            source: "usage and cost of one evening end on the same day",
        },
        Threshold {
            name: "old_days",
            default: 30.0,
            unit: "days",
            source: "a quarterly audit looks at the quarter that has just ended",
        },
    ],
    explain: Explain {
        finds: "Usage and cost exports whose last days are more than `apart_days` apart, and series that end more than `old_days` before the \
                report's instant; lists of keys, members and the like by the day on which they were taken, where saved headers or `exports.toml` \
                say it, or by the day in the names of their files or folders, where all have one: then the confidence is low. In a list \
                itself it stands nowhere: others are not judged.",
        matters: "Spend of one day held against usage of another, or absence that was true a month ago.",
        remedy: &["Export {name} again, on the same day as the others"],
        caveats: "An organization that stopped using the API has old series. A day in a name may be another than that of the download.",
    },
    run,
};

/// What is judged by the last day of its rows.
const SERIES: [Table; 3] = [Table::Usage, Table::Cost, Table::Events];

/// What states how things are, and not of which day.
const LISTS: [Table; 17] = [
    Table::Keys,
    Table::Members,
    Table::Workspaces,
    Table::WorkspaceMembers,
    Table::Invites,
    Table::ServiceAccounts,
    Table::FederationIssuers,
    Table::FederationRules,
    Table::RbacGroups,
    Table::RbacRoles,
    Table::SpendLimits,
    Table::RateLimits,
    Table::Settings,
    Table::Seats,
    Table::Roster,
    Table::GatewayKeys,
    Table::GatewayUsers,
];

fn run(cx: &Context) -> Result<Outcome> {
    let (apart, old) = (
        cx.limit(&ANALYZER, const { ANALYZER.threshold("apart_days") }),
        cx.limit(&ANALYZER, const { ANALYZER.threshold("old_days") }),
    );
    let last = |table: Table| cx.facts.coverage.calendar.days(table).last().copied();
    let newest_of_console = last(Table::Usage).max(last(Table::Cost));
    let (mut population, mut findings) = (0, Vec::new());
    for table in SERIES {
        let Some(own) = last(table) else { continue };
        population += 1;
        // `as_of` is the midnight behind the last day.
        let age = (cx.as_of_day() - own).num_days() - 1;
        let behind = newest_of_console.filter(|_| table != Table::Events).map_or(0, |newest| (newest - own).num_days());
        let (observed, limit) = match () {
            () if age > old.days() => (format!("{} before the report's instant", counted(age, "day")), old),
            () if behind > apart.days() => {
                (format!("{} before the other Console export", counted(behind, "day")), apart)
            }
            () => continue,
        };
        let message = format!("{} ends on {own}, {observed}. Allowed: {limit}", table.title());
        let mut finding =
            ANALYZER.finding(table_subject(table), format!("The exports of {} are old", table.title()), message);
        finding.observed = Some(observed);
        finding.threshold = Some(limit.to_string());
        finding.evidence = cx.facts.coverage.calendar.edges(cx.data, table);
        findings.push(finding);
    }
    for (table, taken) in cx.data.taken.iter().filter(|(table, _)| !SERIES.contains(table)) {
        population += 1;
        let age = (cx.as_of - *taken).num_days();
        if age <= old.days() {
            continue;
        }
        let observed = format!("{} before the report's instant", counted(age, "day"));
        let message =
            format!("{} was taken on {}, {observed}. Allowed: {old}", capital(table.title()), taken.date_naive());
        let mut finding =
            ANALYZER.finding(table_subject(*table), format!("The list of {} is old", table.title()), message);
        finding.observed = Some(observed);
        finding.threshold = Some(old.to_string());
        finding.evidence = files_of(cx, *table, &format!("taken on {}", taken.format("%Y-%m-%d %H:%M UTC")));
        findings.push(finding);
    }
    for (table, files, named) in LISTS.into_iter().filter_map(|table| named_day(cx, table)) {
        population += 1;
        let age = (cx.as_of_day() - named).num_days() - 1;
        if age > old.days() {
            findings.push(old_by_name((table, &files), (named, age), &old.to_string()));
        }
    }
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

/// A list of which the names of its files say that it is old.
fn old_by_name((table, files): (Table, &[&Input]), (named, age): (NaiveDate, i64), allowed: &str) -> Finding {
    let observed = format!("{} before the report's instant", counted(age.unsigned_abs(), "day"));
    let message = format!(
        "By the names of its files {} is of {named}, {observed}; nothing else says when it was taken. What changed since is in no finding \
         about it. Allowed: {allowed}",
        table.title()
    );
    let mut finding = ANALYZER.finding(table_subject(table), format!("The list of {} is old", table.title()), message);
    finding.confidence = Confidence::Low;
    finding.observed = Some(observed);
    finding.threshold = Some(allowed.to_owned());
    finding.evidence = evidence_of(files.iter().copied(), &format!("of {named} by its name"));
    finding
}

/// Since which day nothing is known of what a file says is in force, where that is long ago, and how sure the day is: it was taken
/// then, or its name says so.
pub(in crate::analyze) fn old_since(cx: &Context, file: &str) -> Option<(NaiveDate, Confidence)> {
    let old = cx.limit(&ANALYZER, const { ANALYZER.threshold("old_days") });
    let taken = cx.data.taken_files.get(file).map(|at| (at.date_naive(), Confidence::Medium));
    let named = || cx.data.named_times.get(file)?.date.map(|day| (day, Confidence::Low));
    taken.or_else(named).filter(|(day, _)| (cx.as_of_day() - *day).num_days() - 1 > old.days())
}

/// The latest day in the names of a list's files, where every one of them has a day and nothing better is known; with the files.
fn named_day<'a>(cx: &Context<'a>, table: Table) -> Option<(Table, Vec<&'a Input>, NaiveDate)> {
    if cx.data.taken.contains_key(&table) {
        return None;
    }
    let mut kinds: BTreeMap<Option<&str>, Vec<&Input>> = BTreeMap::new();
    for input in inputs_of(cx, table) {
        // Settings come in kinds of which none replaces another: a newer one of something else does not make these new.
        let kind = input.kind.as_deref().filter(|_| table == Table::Settings);
        kinds.entry(kind).or_default().push(input);
    }
    let dated = kinds.into_values().filter_map(|files| Some((table, latest_named(cx, &files)?, files)));
    dated.min_by_key(|(_, day, _)| *day).map(|(table, day, files)| (table, files, day))
}

/// The latest day in the names of these files, where all have one.
fn latest_named(cx: &Context, files: &[&Input]) -> Option<NaiveDate> {
    let day = |input: &&Input| {
        let is_known = cx.data.taken_files.contains_key(&input.path);
        cx.data.named_times.get(&input.path).filter(|_| !is_known).and_then(|named| named.date)
    };
    let days: Option<Vec<NaiveDate>> = files.iter().map(day).collect();
    days?.into_iter().max()
}

/// The files of a list.
fn files_of(cx: &Context, table: Table, record: &str) -> Vec<Evidence> {
    evidence_of(inputs_of(cx, table), record)
}

fn evidence_of<'a>(files: impl Iterator<Item = &'a Input>, record: &str) -> Vec<Evidence> {
    files.map(|input| Evidence { file: input.path.clone(), line: None, record: record.to_owned() }).collect()
}

fn inputs_of<'a>(cx: &Context<'a>, table: Table) -> impl Iterator<Item = &'a Input> {
    let kinds = &cx.data.kinds;
    let is_its = move |input: &&Input| {
        input.accepted > 0 && input.kind.as_deref().and_then(|kind| kinds.get(kind)) == Some(&table)
    };
    cx.data.inputs.iter().filter(is_its)
}

/// Says that a list is old, by what is found of it.
pub(in crate::analyze) fn says_old(finding: &Finding) -> Option<(&'static str, String)> {
    let list = LISTS.into_iter().find(|table| finding.subject.id.as_deref() == Some(table.id()))?;
    Some((list.id(), format!("the list of {} is old: {}", list.title(), finding.observed.as_deref()?)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::analyze::ALL;
    use crate::analyze::testing::{activity, cost, days, found_in, key, member, page, usage, with};

    fn spent(to: &str) -> String {
        cost(&days("2026-07-01", to).into_iter().map(|day| (day, "k", "apikey_k", "Default", 1.0)).collect::<Vec<_>>())
    }

    #[test]
    fn exports_of_different_evenings() {
        let usage = usage(&[("k", "Default", days("2026-07-01", "2026-09-30"))]);
        assert_eq!(found_in(&ANALYZER, &[("u.csv", &usage), ("c.csv", &spent("2026-09-25"))]), ["medium cost"]);
        assert_eq!(found_in(&ANALYZER, &[("ok.csv", &usage), ("ok-a-day-apart.csv", &spent("2026-09-29"))]), [""; 0]);
        let event = |at: &str| activity(at, "sso_login_succeeded", "ok", serde_json::json!({})).to_string();
        assert_eq!(
            found_in(&ANALYZER, &[("u.csv", &usage), ("f.jsonl", &event("2026-11-15T08:00:00Z"))]),
            ["medium token usage"]
        );
        assert_eq!(found_in(&ANALYZER, &[("ok.csv", &usage), ("ok.jsonl", &event("2026-10-20T08:00:00Z"))]), [""; 0]);
    }

    /// Fault: Lists that were taken in July stood beside usage of September: who had joined since was an orphan, and «nothing found» was said of old exports
    /// Outcome: A list whose headers or notes say when it was taken is found where it is old, and proves nothing of what came later
    #[test]
    fn lists_that_are_known_to_be_old() {
        let usage = usage(&[("prod-new", "A", days("2026-09-01", "2026-09-30"))]);
        let members = page(&[
            with(member("ann@example.com", "user"), json!({"added_at": "2026-08-20T09:00:00Z"})),
            member("bo@example.com", "user"),
        ]);
        let (keys, roster) = (
            page(&[key("prod-old", "2026-01-05", None)]),
            "Name,Email,Status\nBo,bo@example.com,active\nCy,cy@example.com,active\n",
        );
        let checks =
            ["stale-export", "unknown-key", "orphaned-member"].map(|id| ALL.iter().find(|one| one.id == id).unwrap());
        let found = |at: &str| -> Vec<usize> {
            let notes =
                format!("[[export]]\npath = \"keys.json\"\nat = {at}\n[[export]]\npath = \"roster.csv\"\nat = {at}\n");
            let files = [
                ("exports.toml", notes.as_str()),
                ("keys.json", &keys),
                ("members.json", &members),
                ("roster.csv", roster),
                ("usage.csv", &usage),
            ];
            checks.iter().map(|check| found_in(check, &files).len()).collect()
        };
        assert_eq!(found("2026-07-01"), [2, 0, 0]);
        assert_eq!(found("2026-07-01T08:00:00Z"), [2, 0, 0]);
        assert_eq!(found("2026-10-01T08:00:00Z"), [0, 1, 1]);
    }

    /// Fault: A list in a folder of July, the only one of its kind, was judged as if it were of today, without a word
    /// Outcome: It is found as old by its name, with low confidence; the newest of several counts, and one without a day leaves it open
    #[test]
    fn lists_that_are_old_by_their_names() {
        let usage = usage(&[("k", "A", days("2026-07-01", "2026-09-30"))]);
        let members = page(&[member("ann@example.com", "user")]);
        let found = |paths: &[&str]| {
            let mut files: Vec<(&str, &str)> = paths.iter().map(|path| (*path, members.as_str())).collect();
            files.push(("2026-09/u.csv", &usage));
            found_in(&ANALYZER, &files)
        };
        assert_eq!(found(&["2026-07-20/users.json"]), ["medium organization members"]);
        assert_eq!(found(&["users_2026-06.json"]), ["medium organization members"]);
        for near in
            [&["2026-09-30/users.json"][..], &["2026-09-05/users.json"], &["users.json"], &["2026-Q3/users.json"]]
        {
            assert_eq!(found(near), [""; 0], "{near:?}");
        }
        assert_eq!(found(&["2026-07-20/users.json", "2026-09-30/users.json"]), [""; 0]);
    }

    /// Fault: An undated file of another kind of settings kept settings of July from being found as old
    /// Outcome: Each kind of settings is judged by its own files
    #[test]
    fn settings_that_are_old_by_their_names() {
        let usage = usage(&[("k", "A", days("2026-07-01", "2026-09-30"))]);
        let settings = json!({"type": "effective_organization_settings", "organization_id": "org_1", "api_keys": [],
            "settings": [{"name": "sso_enabled", "value": true}]});
        let other = json!({"type": "compliance_settings", "state": {"type": "enabled"}}).to_string();
        let found = |paths: &[&str]| {
            let text = settings.to_string();
            let mut files: Vec<(&str, &str)> = paths.iter().map(|path| (*path, text.as_str())).collect();
            files.extend([("compliance_settings.json", other.as_str()), ("u.csv", &usage)]);
            found_in(&ANALYZER, &files)
        };
        assert_eq!(found(&["settings_2026-07-01.json"]), ["medium organization settings"]);
        assert_eq!(found(&["settings_2026-09-30.json"]), [""; 0]);
        assert_eq!(found(&["settings.json"]), [""; 0]);
        assert_eq!(found(&["settings_2026-07-01.json", "settings_2026-09-30.json"]), [""; 0]);
    }
}
